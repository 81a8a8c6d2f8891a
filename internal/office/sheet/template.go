package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhibao/internal/fault"
)

// WriteTemplate writes an empty XLSX to fill in: a sheet with the headings and a row of help below
// them, where choices are offered in a list and text stays text, and a sheet of notes that explains
// each column. The notes come first on the second sheet. What it writes, Read reads.
func WriteTemplate(w io.Writer, name string, cols []Column, notes ...string) (err error) {
	defer fault.Wrap(&err, "write template")
	f := excelize.NewFile()
	defer f.Close()
	tab := sheetName(name)
	if err := f.SetSheetName("Sheet1", tab); err != nil {
		return err
	}
	for i, c := range cols {
		if err := c.prepare(f, tab, letter(i)); err != nil {
			return err
		}
	}
	// After the columns, whose styles would cover that of the heading.
	if err := heading(f, tab, cols, Column.wanted); err != nil {
		return err
	}
	if err := help(f, tab, cols); err != nil {
		return err
	}
	if err := paper(f, tab); err != nil {
		return err
	}
	if err := explain(f, cols, notes); err != nil {
		return err
	}
	return f.Write(w)
}

// help writes the row below the heading that says what each column wants.
func help(f *excelize.File, tab string, cols []Column) error {
	id, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Size: 9, Family: "宋体", Color: "5B6470"}, NumFmt: 49,
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	for i, c := range cols {
		text := c.form()
		if c.Help != "" {
			text = c.Help
		}
		if i == 0 {
			text = helpMark + text
		}
		at := letter(i) + "2"
		if err := f.SetCellStr(tab, at, Neutralise(text)); err != nil {
			return err
		}
		if err := f.SetCellStyle(tab, at, at, id); err != nil {
			return err
		}
	}
	return nil
}

// wanted is the heading in a template: required columns say so.
func (c Column) wanted() string {
	if c.Required {
		return c.Title + "（必填）"
	}
	return c.Title
}

// templateRows is how many rows of a template have formats and lists.
const templateRows = 5001

// prepare sets width, format and choices of a column below its heading.
func (c Column) prepare(f *excelize.File, tab, col string) error {
	if err := f.SetColWidth(tab, col, col, max(c.width(), float64(2*len([]rune(c.wanted()))))); err != nil {
		return err
	}
	id, err := f.NewStyle(style(c.Kind))
	if err != nil {
		return err
	}
	if err := f.SetColStyle(tab, col, id); err != nil {
		return err
	}
	if len(c.Choices) == 0 {
		return nil
	}
	list := excelize.NewDataValidation(!c.Required)
	list.Sqref = fmt.Sprintf("%s3:%s%d", col, col, templateRows+1)
	list.SetError(excelize.DataValidationErrorStyleStop, "请从列表中选择", "应为其中之一："+clip(strings.Join(c.Choices, "、"), 180))
	if err := c.offer(f, list, col); err != nil {
		return err
	}
	return f.AddDataValidation(tab, list)
}

// offer puts the choices into the list, or onto a hidden sheet when they are too long for it
// or contain a comma.
func (c Column) offer(f *excelize.File, list *excelize.DataValidation, col string) error {
	if all := strings.Join(c.Choices, ","); len(all) <= 255 && strings.Count(all, ",") == len(c.Choices)-1 && !strings.Contains(all, `"`) {
		return list.SetDropList(c.Choices)
	}
	const hidden = "选项"
	if _, err := f.NewSheet(hidden); err != nil {
		return err
	}
	for i, choice := range c.Choices {
		if err := f.SetCellStr(hidden, fmt.Sprintf("%s%d", col, i+1), choice); err != nil {
			return err
		}
	}
	list.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", hidden, col, col, len(c.Choices)))
	return f.SetSheetVisible(hidden, false)
}

// explain writes the sheet of notes.
func explain(f *excelize.File, cols []Column, notes []string) error {
	const tab = "填写说明"
	if _, err := f.NewSheet(tab); err != nil {
		return err
	}
	rows := [][]any{}
	for _, n := range notes {
		rows = append(rows, []any{n})
	}
	rows = append(rows, []any{"列名", "是否必填", "格式", "说明"})
	for _, c := range cols {
		need := "选填"
		if c.Required {
			need = "必填"
		}
		rows = append(rows, []any{c.Title, need, c.form(), c.Help})
	}
	for i, r := range rows {
		for j, v := range r {
			if err := f.SetCellStr(tab, fmt.Sprintf("%s%d", letter(j), i+1), Neutralise(v.(string))); err != nil {
				return err
			}
		}
	}
	for i, width := range []float64{24, 10, 40, 60} {
		if err := f.SetColWidth(tab, letter(i), letter(i), width); err != nil {
			return err
		}
	}
	return paper(f, tab)
}

// form says in words what a cell must look like.
func (c Column) form() string {
	if len(c.Choices) > 0 {
		return clip("从列表选择："+strings.Join(c.Choices, "、"), 400)
	}
	switch c.Kind {
	case Integer:
		return "整数，例如 12"
	case Decimal:
		return "数字，例如 12.5"
	case Money:
		return "金额（元），例如 1200.00"
	case Percent:
		return "百分比，例如 92.8%"
	case Date:
		return "日期，例如 2026-11-22"
	case Moment:
		return "日期和时刻，例如 2026-11-22 14:30"
	}
	if c.Max > 0 {
		return fmt.Sprintf("文本，不超过 %d 字", c.Max)
	}
	return "文本"
}

// clip shortens a text to n characters and marks the cut.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
