package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"zhibao/internal/fault"
)

// maxBook bounds a workbook, which is read into memory, and what it unpacks to.
const (
	maxBook   = 512 << 20
	maxUnpack = 2 << 30
)

// A bookRows is the visible sheets of a workbook. It knows the workbook by functions alone: a type of
// excelize in it would bring all that excelize can do into the program, since the linker must take it
// that a template may call any method of what is in an interface.
type bookRows struct {
	name   string
	open   func(sheet string) (openSheet, error)
	sheets []string // the one that is read, and those behind it
	rows   openSheet
	line   int
}

// A openSheet is the rows of a sheet; more is nil when none is open.
type openSheet struct {
	more  func() bool
	cells func() ([]string, error)
	end   func() error
}

// rowsOf returns what opens a sheet of a workbook.
func rowsOf(f *excelize.File) func(sheet string) (openSheet, error) {
	return func(sheet string) (openSheet, error) {
		r, err := f.Rows(sheet)
		if err != nil {
			return openSheet{}, err
		}
		return openSheet{
			more:  r.Next,
			cells: func() ([]string, error) { return r.Columns() },
			end:   func() error { return errors.Join(r.Error(), r.Close()) },
		}, nil
	}
}

// openXLSX begins to read a workbook.
func openXLSX(name string, data []byte) (r rows, err error) {
	// The parser is not ours and the file is a stranger's: if it trips, the file is damaged.
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, damaged(name, fmt.Errorf("panic: %v", p))
		}
	}()
	// A folder that cannot exist: what was uploaded does not reach the disk in clear.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpack, UnzipXMLSizeLimit: maxUnpack, TmpDir: "/dev/null/none", RawCellValue: true})
	if err != nil {
		return nil, damaged(name, err)
	}
	b := &bookRows{name: name, open: rowsOf(f)}
	for _, s := range f.GetSheetList() {
		if seen, err := f.GetSheetVisible(s); err == nil && seen {
			b.sheets = append(b.sheets, s)
		}
	}
	if len(b.sheets) == 0 {
		return nil, damaged(name, errors.New("no visible sheet"))
	}
	return b, nil
}

// next reads a row. Days are numbers there.
func (b *bookRows) next() (r Row, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = Row{}, damaged(b.name, fmt.Errorf("panic: %v", p))
		}
	}()
	for b.rows.more == nil || !b.rows.more() {
		if b.rows.more != nil {
			if err := b.rows.end(); err != nil {
				return Row{}, damaged(b.name, err)
			}
			b.rows, b.line, b.sheets = openSheet{}, 0, b.sheets[1:]
		}
		if len(b.sheets) == 0 {
			return Row{}, io.EOF
		}
		if b.rows, err = b.open(b.sheets[0]); err != nil {
			return Row{}, damaged(b.name, err)
		}
	}
	b.line++
	cells, err := b.rows.cells()
	if err != nil {
		return Row{}, damaged(b.name, err)
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return Row{Sheet: b.sheets[0], Line: b.line, Cells: cells}, nil
}

// An htmlRows is a table of HTML, which some services call a workbook.
type htmlRows struct {
	name string
	z    *html.Tokenizer
	row  int
}

// next reads the next row of a table.
func (h *htmlRows) next() (Row, error) {
	var out Row
	var cell strings.Builder
	// Cells need no end tag, and rows neither.
	in := false
	end := func() {
		if in {
			out.Cells = append(out.Cells, strings.Join(strings.Fields(cell.String()), " "))
		}
		cell.Reset()
		in = false
	}
	for {
		kind := h.z.Next()
		if kind == html.ErrorToken {
			end()
			if err := h.z.Err(); !errors.Is(err, io.EOF) {
				return Row{}, damaged(h.name, err)
			}
			if len(out.Cells) > 0 {
				return out, nil
			}
			return Row{}, io.EOF
		}
		if kind == html.TextToken && in {
			cell.Write(h.z.Text())
			continue
		}
		tag, _ := h.z.TagName()
		switch name := string(tag); {
		case name == "br" && in:
			cell.WriteByte(' ')
		case (name == "td" || name == "th") && kind == html.StartTagToken:
			end()
			in = true
		case name == "td" || name == "th":
			end()
		case name == "tr":
			end()
			if len(out.Cells) > 0 {
				if len(out.Cells) > maxColumns {
					return Row{}, fault.New(fault.TooLarge, "export.large", "文件“%s”第 %d 行的列数或单元格过大，不予读取；请检查文件是否损坏", h.name, out.Line).At(h.name)
				}
				return out, nil
			}
			if kind == html.StartTagToken {
				h.row++
				out.Line = h.row
			}
		}
	}
}

// openRows tells what kind of list a file is by its first bytes.
func openRows(name string, in io.Reader) (rows, error) {
	b := bufio.NewReaderSize(in, 64<<10)
	head, err := b.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	// Services call tables of HTML and texts of tabs workbooks: the name says nothing.
	begin, _ := b.Peek(1024)
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		modern := head[0] == 'P' // the next reading takes the bytes away
		data, err := io.ReadAll(io.LimitReader(b, maxBook+1))
		if err != nil {
			return nil, err
		}
		if len(data) > maxBook {
			return nil, fault.New(fault.TooLarge, "export.book", "工作簿“%s”超过 %d MB，请拆分，或另存为 CSV 后再导入", name, maxBook>>20).At(name)
		}
		if modern {
			return openXLSX(name, data)
		}
		return openXLS(name, data)
	case bytes.Contains(bytes.ToLower(begin), []byte("<table")), bytes.Contains(bytes.ToLower(begin), []byte("<html")):
		z := html.NewTokenizer(b)
		z.SetMaxBuf(maxCell)
		return &htmlRows{name: name, z: z}, nil
	case bytes.IndexByte(begin, 0) >= 0 && !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, damaged(name, errors.New("binary file"))
	}
	return openCSV(name, b), nil
}
