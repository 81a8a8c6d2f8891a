package intake

import (
	"bytes"
	"fmt"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/internal/office/sheet"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// refusedTable lists what was not brought in.
func refusedTable(c *web.Ctx, m *Import, refused []Refusal) web.Table {
	t := web.Table{Title: c.T("未导入的文献和行", "What was refused"), Head: []string{c.T("文件", "File"), c.T("位置", "Place"), c.T("公开号", "Number"), c.T("原因", "Reason")}, Empty: c.T("没有。", "None.")}
	if m.Refused > shown {
		t.Title = fmt.Sprintf(c.T("未导入的文献和行（前 %d 项，其余请下载）", "What was refused: the first %d, download the others"), shown)
	}
	for _, r := range refused {
		t.Rows = append(t.Rows, []web.Cell{{Text: r.File}, {Text: dash(c.Word(r.Place))}, {Text: dash(r.Number)}, {Text: c.Word(r.Reason)}})
	}
	return t
}

// refusedFile sends what was refused as a workbook, to be mended and imported: rows of lists as they were
// with the reason behind them, documents by their place.
func (d *Desk) refusedFile(c *web.Ctx) error {
	m, err := d.importOf(c)
	if err != nil {
		return err
	}
	all, err := d.Refused(c.Context(), m.Center, m.ID, maxRefusals)
	if err != nil {
		return err
	}
	// Rows of lists keep their headings, so that the file can be imported when it is mended.
	var heads []string
	for _, r := range all {
		if len(r.Heads) > len(heads) {
			heads = r.Heads
		}
	}
	e := sheet.Export{Name: c.T("未导入", "Refused"), Filter: m.Source, Person: worklist.Actor(c).Name, Time: d.Now(), English: c.Lang() == lang.EN}
	for i, h := range heads {
		e.Columns = append(e.Columns, sheet.Column{Key: strconv.Itoa(i), Title: h})
	}
	for _, h := range []string{c.T("原因", "Reason"), c.T("文件", "File"), c.T("位置", "Place")} {
		e.Columns = append(e.Columns, sheet.Column{Title: h})
	}
	e.Rows = func(yield func([]any, error) bool) {
		for _, r := range all {
			row := make([]any, len(heads), len(heads)+3)
			for i := range row {
				if row[i] = ""; i < len(r.Cells) {
					row[i] = r.Cells[i]
				}
			}
			if !yield(append(row, c.Word(r.Reason), r.File, c.Word(r.Place)), nil) {
				return
			}
		}
	}
	var buf bytes.Buffer
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(c.T("未导入的文献.xlsx", "refused.xlsx"), xlsxType, &buf)
}
