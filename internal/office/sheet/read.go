package sheet

import (
	"bytes"
	"slices"
	"strings"

	"zhibao/internal/fault"
)

// Limits bound an import. Zero values mean the defaults.
type Limits struct {
	Bytes    int64 // of the file and of what it unpacks to; 64 MB
	Rows     int   // below the heading; 5,000
	Columns  int   // 100
	Problems int   // after which the reader stops listing; 200
}

// orDefault fills in the defaults. They fit lists that people fill in; whoever reads larger ones
// says so.
func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	if l.Rows <= 0 {
		l.Rows = 5000
	}
	if l.Columns <= 0 {
		l.Columns = 100
	}
	if l.Problems <= 0 {
		l.Problems = 200
	}
	return l
}

// A Row is one line of the file. Values has the canonical text by column key: 12, 12.5, 0.928,
// 2026-11-22, 2026-11-22 14:30; absent where the cell is empty.
type Row struct {
	Line   int // as the spreadsheet numbers it
	Values map[string]string
}

// A Problem is one wrong cell.
type Problem struct {
	Line    int
	Column  string // letter: A, B, … ; empty for the row as a whole
	Title   string // heading
	Message string // Chinese: what is wrong and what to write
}

// String says where and what: 第 3 行 C 列（金额）：应为数字，例如 12.5.
func (p Problem) String() string { return p.Words().String() }

// Words is String as a part of a message.
func (p Problem) Words() fault.Phrase {
	if p.Column == "" {
		return fault.Say("第 %d 行：%s", p.Line, p.Message)
	}
	return fault.Say("第 %d 行 %s 列（%s）：%s", p.Line, p.Column, p.Title, p.Message)
}

// An Import is what a file contains.
type Import struct {
	Rows     []Row     // without problems
	Bad      []Row     // with problems, cells as they were written
	Problems []Problem // in the order of the file
	More     bool      // there are more problems than listed
	Ignored  []string  // headings that no column has
	// Letters are the columns of the file by key: A, B, …
	Letters map[string]string
}

// Read reads an XLSX or CSV file (UTF-8, UTF-16 or GB 18030, told by its bytes). The columns
// may stand in any order below any heading row among the first ten. It fails with a fault when
// the file is not such a list at all or exceeds the limits; wrong cells are Problems.
func Read(data []byte, cols []Column, lim Limits) (out Import, err error) {
	defer fault.Wrap(&err, "read list")
	lim = lim.orDefault()
	if int64(len(data)) > lim.Bytes {
		return Import{}, tooLarge("文件超过 %d MB，请拆分后分次上传", lim.Bytes>>20)
	}
	var lines []line
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		lines, err = readXLSX(data, lim)
	// The container of old workbooks is that of encrypted new ones too.
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return Import{}, fault.New(fault.Invalid, "sheet.old_format", "这是旧的 .xls 格式或加了密码的文件，请在表格软件中另存为不加密的 .xlsx 后上传")
	default:
		lines, err = readCSV(data, lim)
	}
	if err != nil {
		return Import{}, err
	}
	return readLines(lines, cols, lim)
}

// A line is a row of the file.
type line struct {
	number    int
	cells     []string // as they are stored; in a spreadsheet days are numbers
	shown     []string // as a spreadsheet shows them; nil for a text file
	dates1904 bool     // days are counted from 1904
}

// at returns a cell as it is stored and as it is shown.
func (l line) at(i int) (stored, shown string) {
	if i < 0 || i >= len(l.cells) {
		return "", ""
	}
	stored = clean(l.cells[i])
	if i < len(l.shown) {
		return stored, clean(l.shown[i])
	}
	return stored, stored
}

// tooLarge is the fault of a file beyond the limits; it says how to get the data in.
func tooLarge(format string, args ...any) error {
	return fault.New(fault.TooLarge, "sheet.too_large", format, args...)
}

// readLines finds the heading and reads what stands below it.
func readLines(lines []line, cols []Column, lim Limits) (out Import, err error) {
	top, at, ignored, err := findHeading(lines, cols)
	if err != nil {
		return Import{}, err
	}
	out.Ignored, out.Letters = ignored, map[string]string{}
	for i, c := range cols {
		if at[i] >= 0 {
			out.Letters[c.Key] = letter(at[i])
		}
	}
	rows := 0
	for _, l := range lines[top+1:] {
		if blank(l.cells) || isFooter(l.cells) || isHelp(l.cells) {
			continue
		}
		if rows++; rows > lim.Rows {
			return Import{}, tooLarge("表格超过 %d 行，请拆分后分次上传", lim.Rows)
		}
		row, problems := readRow(l, cols, at)
		if len(problems) == 0 {
			out.Rows = append(out.Rows, row)
			continue
		}
		out.Bad = append(out.Bad, row)
		room := max(lim.Problems-len(out.Problems), 0)
		out.More = out.More || len(problems) > room
		out.Problems = append(out.Problems, problems[:min(len(problems), room)]...)
	}
	if rows == 0 {
		return Import{}, fault.New(fault.Invalid, "sheet.empty", "表头之下没有数据行，请填写后再上传")
	}
	return out, nil
}

// readRow reads the cells of a row. With problems it returns the cells as they were written.
func readRow(l line, cols []Column, at []int) (Row, []Problem) {
	good, raw := Row{l.number, map[string]string{}}, Row{l.number, map[string]string{}}
	var problems []Problem
	for i, c := range cols {
		stored, text := l.at(at[i])
		if stored == "" && !c.Required {
			continue
		}
		value, message := c.read(stored, text, l)
		if message != "" {
			problems = append(problems, Problem{l.number, letter(at[i]), c.Title, message})
		}
		if text != "" {
			raw.Values[c.Key] = text
		}
		if value != "" {
			good.Values[c.Key] = value
		}
	}
	if len(problems) > 0 {
		return raw, problems
	}
	return good, nil
}

// Corrections is the list of the rows that were refused, each with what is wrong in a last
// column, to be mended and uploaded again.
func Corrections(name string, cols []Column, in Import) Export {
	why := map[int][]string{}
	for _, p := range in.Problems {
		why[p.Line] = append(why[p.Line], p.String())
	}
	out := make([]Column, 0, len(cols)+1)
	for _, c := range cols {
		c.Kind = Text // the cells go back as they were written
		out = append(out, c)
	}
	out = append(out, Column{Title: "错误原因", Width: 60})
	return Export{Name: name, Columns: out, Rows: func(yield func([]any, error) bool) {
		for _, r := range in.Bad {
			cells := make([]any, 0, len(out))
			for _, c := range cols {
				cells = append(cells, r.Values[c.Key])
			}
			if !yield(append(cells, strings.Join(why[r.Line], "；")), nil) {
				return
			}
		}
	}}
}

// blank reports whether a line has nothing in it.
func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(s string) bool { return clean(s) != "" })
}

// helpMark begins the row of a template that says what each column wants.
const helpMark = "填写说明："

// isHelp recognises that row, which people leave standing above their own.
func isHelp(cells []string) bool {
	return len(cells) > 0 && strings.HasPrefix(clean(cells[0]), helpMark)
}

// isFooter recognises the last lines of our own exports, so that they can be uploaded again.
func isFooter(cells []string) bool {
	if len(cells) == 0 || !blank(cells[1:]) {
		return false
	}
	return slices.ContainsFunc([]string{"筛选条件：", "导出时间：", "导出人：", "行数：", "Filter: ", "Exported at: ", "Exported by: ", "Rows: "},
		func(p string) bool { return strings.HasPrefix(cells[0], p) })
}
