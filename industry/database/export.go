package database

import (
	"bytes"

	"zhibao/casework/worklist"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
)

// atOnce is how many patents one query of an export reads with their events.
const atOnce = 500

// export sends what the list shows, all pages of it.
func (d *Desk) export(c *web.Ctx, q list.Query[filter], columns []list.Column[*Patent], kind string) error {
	e := sheet.Export{Name: c.T("专利台账", "ledger of patents"), Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == "en",
		Notes: []string{c.T("法律状态截至 ", "Status as of ") + d.office.Today().String()}}
	for _, col := range columns {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(col.Title)})
	}
	s, ok, err := q.Filter.search()
	if err != nil {
		return err
	}
	var lines [][]any
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		s.sort, s.desc, s.limit = q.Sort, q.Desc, atOnce
		for ; ok; s.offset += atOnce {
			ps, _, err := find(c.Context(), tx, worklist.Actor(c).Center, s)
			if err != nil || len(ps) == 0 {
				return err
			}
			for _, p := range ps {
				var line []any
				for _, col := range columns {
					cell := col.Cell(c, p)
					line = append(line, cell.Text+cell.Tag.Text)
				}
				lines = append(lines, line)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	e.Rows = sheet.Slice(lines)
	var buf bytes.Buffer
	if kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(e.Name+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(e.Name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}
