package sheet

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
)

// WriteCSV writes the list as UTF-8 with byte order mark, comma and CRLF, which spreadsheets
// open without a question, and returns the number of rows. Days are written YYYY-MM-DD. A code
// of digits that a spreadsheet would round has an apostrophe before it; Read takes it off.
func WriteCSV(w io.Writer, e Export) (rows int, err error) {
	defer fault.Wrap(&err, "write csv")
	e = e.orEmpty()
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return 0, err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(e.Columns))
	for i, c := range e.Columns {
		line[i] = Neutralise(c.Title)
	}
	if err := out.Write(line); err != nil {
		return 0, err
	}
	for values, err := range e.Rows {
		if err != nil {
			return rows, err
		}
		if rows++; rows > MaxRows {
			return rows - 1, fault.New(fault.TooLarge, "sheet.rows", "导出超过 %d 行，请缩小筛选范围后分次导出", MaxRows)
		}
		for i := range line {
			line[i] = ""
			if i < len(values) {
				line[i] = e.plain(values[i], e.Columns[i].Kind)
			}
		}
		if err := out.Write(line); err != nil {
			return rows, err
		}
	}
	for _, foot := range append([]string{""}, e.footer(rows)...) {
		if err := out.Write([]string{Neutralise(foot)}); err != nil {
			return rows, err
		}
	}
	out.Flush()
	return rows, out.Error()
}

// plain returns a value as text for a file without types.
func (e Export) plain(v any, k Kind) string {
	if t, ok := v.(time.Time); ok && !t.IsZero() {
		if k == Date {
			return t.Format(time.DateOnly)
		}
		return t.Format("2006-01-02 15:04")
	}
	if k == Date {
		k = Text // days as strings stay as they are
	}
	c := e.cellOf(v, k)
	if c.number != "" {
		if f, err := strconv.ParseFloat(c.number, 64); err == nil && k == Money {
			return strconv.FormatFloat(f, 'f', 2, 64)
		}
		return c.number
	}
	return Neutralise(guardDigits(strings.ToValidUTF8(strings.ReplaceAll(c.text, "\x00", ""), "\uFFFD")))
}
