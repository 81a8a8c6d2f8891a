package export

import (
	"errors"
	"io"
	"slices"
	"strconv"

	"zhibao/internal/fault"
	"zhibao/patent/literature"
)

// window is how far down the heading may stand: services write what was searched above it, and people
// their own titles.
const window = 20

// A Table is a list of documents. The heading is looked for anew in each sheet of a workbook.
type Table struct {
	Name    string
	Format  string   // of the service, "table" where it is none that is known
	Columns []Column // under the first heading
	Ignored []string // sheets without a heading that names a publication number

	in      rows
	decided map[string]string
	sheet   string
	cols    []Column // of the sheet that is read
	form    string   // their service
	open    []Row    // read while the heading was looked for
	ahead   *Row     // of the next sheet
	err     error
	at      int
}

// A Line is a row of documents with its columns.
type Line struct {
	Row
	At      int // which one of the list, from 1
	Columns []Column
	format  string
	file    string
}

// Open looks for the heading of a list. Decided names the fields that a person gave to headings, by Key.
// Error: export.no_number when no heading names a publication number.
func Open(name string, in io.Reader, decided map[string]string) (*Table, error) {
	r, err := openRows(name, in)
	if err != nil {
		return nil, err
	}
	t := &Table{Name: name, in: r, decided: decided}
	for t.Columns == nil {
		if err := t.begin(); errors.Is(err, io.EOF) {
			return nil, fault.New(fault.Invalid, "export.no_number", "文件“%s”的前 %d 行里没有找到“公开（公告）号”一列，无法作为专利清单导入；请检查表头，或指定哪一列是公开号", name, window).At(name)
		} else if err != nil {
			return nil, err
		}
	}
	t.Format = t.form
	return t, nil
}

// Headings are the columns of a list of which the number was not recognised: those of the row that has most
// cells among the first, so that a person can say what they are.
func Headings(name string, in io.Reader, decided map[string]string) ([]Column, error) {
	r, err := openRows(name, in)
	if err != nil {
		return nil, err
	}
	var best []string
	for range window {
		row, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if n := filled(row.Cells); n > filled(best) {
			best = row.Cells
		}
	}
	return columnsOf(best, decided), nil
}

// filled counts the cells that are not empty.
func filled(cells []string) (n int) {
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// raw is the next row of the file, the one that was read ahead first.
func (t *Table) raw() (Row, error) {
	if t.ahead != nil {
		r := *t.ahead
		t.ahead = nil
		return r, nil
	}
	if t.err != nil {
		return Row{}, t.err
	}
	return t.in.next()
}

// begin looks for the heading of the next sheet. A sheet without one is passed over.
func (t *Table) begin() error {
	var head []Row
	for len(head) < window {
		r, err := t.raw()
		if err != nil {
			// What is at the end is looked at all the same.
			if t.err = err; len(head) == 0 {
				return err
			}
			break
		}
		if len(head) > 0 && r.Sheet != head[0].Sheet {
			t.ahead = &r
			break
		}
		head = append(head, r)
	}
	// The heading is the row in which most columns are known, and among them the one that matters.
	best, at := 0, -1
	for i, r := range head {
		found, number := 0, false
		for _, c := range columnsOf(r.Cells, t.decided) {
			if c.Field != Skip {
				found++
			}
			number = number || c.Field == "number"
		}
		if number && found > best {
			best, at = found, i
		}
	}
	if at < 0 {
		t.Ignored = append(t.Ignored, head[0].Sheet)
		return t.pass(head[0].Sheet)
	}
	t.sheet, t.cols, t.open = head[0].Sheet, columnsOf(head[at].Cells, t.decided), head[at+1:]
	t.form = formatOf(t.cols)
	if t.Columns == nil {
		t.Columns = t.cols
	}
	return nil
}

// pass reads to the end of a sheet.
func (t *Table) pass(sheet string) error {
	for {
		r, err := t.raw()
		if err != nil {
			t.err = err
			return err
		}
		if r.Sheet != sheet {
			t.ahead = &r
			return nil
		}
	}
}

// Next returns the next row that has anything in it, io.EOF after the last.
func (t *Table) Next() (Line, error) {
	for {
		var r Row
		if len(t.open) > 0 {
			r, t.open = t.open[0], t.open[1:]
		} else {
			next, err := t.raw()
			if err != nil {
				return Line{}, err
			}
			// Each sheet has a heading of its own.
			if next.Sheet != t.sheet {
				t.ahead = &next
				if err := t.begin(); err != nil {
					return Line{}, err
				}
				continue
			}
			r = next
		}
		if slices.ContainsFunc(r.Cells, func(c string) bool { return c != "" }) {
			t.at++
			return Line{Row: r, At: t.at, Columns: t.cols, format: t.form, file: t.Name}, nil
		}
	}
}

// Place says where a line stands, in words for a message.
func (l *Line) Place() fault.Phrase {
	if l.Sheet != "" {
		return fault.Say("工作表“%s”第 %d 行", l.Sheet, l.Row.Line)
	}
	return fault.Say("第 %d 行", l.Row.Line)
}

// Read makes a document of the line. Error: export.row when it has no publication number.
func (l *Line) Read() (literature.Document, error) {
	// Columns that are not read are not looked at.
	v := values{}
	for i, c := range l.Columns {
		if c.Field == Skip || i >= len(l.Cells) {
			continue
		}
		if s := stated(l.Cells[i]); s != "" {
			v[c.Field] = append(v[c.Field], s)
		}
	}
	// Without a number there is no telling a document from another.
	number := v.one("number")
	if number == "" {
		return literature.Document{}, fault.New(fault.Invalid, "export.row", "没有公开（公告）号，请补上后重新导入").At("number")
	}
	d := v.document()
	if d.Number == "" {
		return literature.Document{}, fault.New(fault.Invalid, "export.number", "公开（公告）号“%s”无法识别，应写作国别代码加号码，例如 CN113783949A", number).At("number")
	}
	d.Source = literature.Source{Format: l.format, File: l.file, At: l.At}
	d.Complete()
	return d, nil
}

// stated drops the words by which services fill empty cells.
func stated(s string) string {
	switch s {
	case "NA", "N/A", "None", "-", "--", "—", "null", "NULL", "无", "Not available":
		return ""
	}
	return s
}

// count reads a whole number; 0 where it is none.
func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 100_000 {
		return 0
	}
	return n
}
