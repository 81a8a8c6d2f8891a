package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"zhibao/internal/fault"
)

// WriteXLSX writes the list as a workbook with one sheet and returns the number of rows. The
// heading stays in view and repeats on paper. Memory does not grow with the rows.
//
// excelize makes the workbook without rows; they are then streamed into its sheet. Its own
// stream writer would put large sheets into a temporary file.
func WriteXLSX(w io.Writer, e Export) (rows int, err error) {
	defer fault.Wrap(&err, "write xlsx")
	e = e.orEmpty()
	frame, styles, err := e.frame()
	if err != nil {
		return 0, err
	}
	in, err := zip.NewReader(bytes.NewReader(frame), int64(len(frame)))
	if err != nil {
		return 0, err
	}
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if rows, err = e.copyPart(out, part, styles, rows); err != nil {
			return rows, err
		}
	}
	return rows, out.Close()
}

// fixedTime is the time of every part of a written file, so that equal input gives equal
// bytes. The ZIP format cannot tell an earlier one.
func fixedTime() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// copyPart copies a part of the frame; into the sheet it writes the rows.
func (e Export) copyPart(out *zip.Writer, part *zip.File, styles []int, rows int) (int, error) {
	body, err := part.Open()
	if err != nil {
		return rows, err
	}
	defer body.Close()
	dst, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: fixedTime()})
	if err != nil {
		return rows, err
	}
	if part.Name != "xl/worksheets/sheet1.xml" {
		_, err = io.Copy(dst, body)
		return rows, err
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return rows, err
	}
	before, after, found := bytes.Cut(dimension.ReplaceAll(text, nil), []byte("</sheetData>"))
	if !found {
		return rows, fmt.Errorf("no rows in the frame's sheet")
	}
	buf := bufio.NewWriterSize(dst, 64<<10)
	_, _ = buf.Write(before) // bufio keeps the first error for Flush
	if rows, err = e.writeRows(buf, styles); err != nil {
		return rows, err
	}
	_, _ = buf.WriteString("</sheetData>")
	_, _ = buf.Write(after)
	return rows, buf.Flush()
}

// dimension is the frame's note of its extent, which the rows make untrue.
var dimension = regexp.MustCompile(`<dimension [^>]*(/>|>\s*</dimension>)`)

// writeRows writes rows and footer as XML. styles are the cell styles of the columns and, last,
// that of the footer.
func (e Export) writeRows(w *bufio.Writer, styles []int) (n int, err error) {
	names := make([]string, len(e.Columns))
	for i := range names {
		if names[i], err = excelize.ColumnNumberToName(i + 1); err != nil {
			return 0, err
		}
	}
	for values, err := range e.Rows {
		if err != nil {
			return n, err
		}
		if n++; n > MaxRows {
			return n - 1, fault.New(fault.TooLarge, "sheet.rows", "导出超过 %d 行，请缩小筛选范围后分次导出", MaxRows)
		}
		fmt.Fprintf(w, `<row r="%d">`, n+1)
		for i, v := range values[:min(len(values), len(e.Columns))] {
			writeCell(w, names[i]+itoa(n+1), styles[i], e.cellOf(v, e.Columns[i].Kind))
		}
		_, _ = w.WriteString("</row>")
	}
	for i, line := range e.footer(n) {
		at := n + 3 + i
		fmt.Fprintf(w, `<row r="%d">`, at)
		writeCell(w, "A"+itoa(at), styles[len(styles)-1], cell{text: line})
		_, _ = w.WriteString("</row>")
	}
	return n, nil
}

// writeCell writes a cell; an empty one is left out. Text stands in the cell itself and not in
// the shared table, which would have to be kept in memory to the end.
func writeCell(w *bufio.Writer, at string, style int, c cell) {
	switch {
	case c.number != "":
		fmt.Fprintf(w, `<c r="%s" s="%d"><v>%s</v></c>`, at, style, c.number)
	case c.text != "":
		fmt.Fprintf(w, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, xmlText(fitCell(Neutralise(c.text))))
	}
}

// escaped is what spreadsheets decode in a text: _x000D_ is a carriage return.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// xmlEscape also makes line ends single, as XML readers would.
var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r\n", "\n", "\r", "\n")

// xmlText makes a text safe inside an element and keeps it from being decoded as an escape.
// Characters that XML does not allow are left out.
func xmlText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unheld(r) {
			return -1
		}
		return r
	}, s)
	return xmlEscape.Replace(escaped.ReplaceAllString(s, "_x005F$0"))
}

// unheld reports whether a character cannot stand in a sheet.
func unheld(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError
}

// frame returns a workbook with heading, widths and styles but no rows, and the style of each
// column followed by that of the footer.
func (e Export) frame() (data []byte, styles []int, err error) {
	f := excelize.NewFile()
	defer f.Close()
	name := sheetName(e.Name)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, nil, err
	}
	if err := heading(f, name, e.Columns, func(c Column) string { return c.Title }); err != nil {
		return nil, nil, err
	}
	for i, c := range e.Columns {
		id, err := f.NewStyle(style(c.Kind))
		if err != nil {
			return nil, nil, err
		}
		styles = append(styles, id)
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, nil, err
		}
		if err := f.SetColWidth(name, col, col, c.width()); err != nil {
			return nil, nil, err
		}
	}
	foot, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "5B6470", Size: 10, Family: "宋体"}})
	if err != nil {
		return nil, nil, err
	}
	if err := paper(f, name); err != nil {
		return nil, nil, err
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, nil, err
	}
	return buf.Bytes(), append(styles, foot), nil
}
