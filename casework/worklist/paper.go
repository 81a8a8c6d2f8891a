package worklist

import (
	"bytes"
	"fmt"
	"html/template"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// paperView is a paper on its page.
type paperView struct {
	HTML   template.HTML
	Number string
	Digest string
	Links  []web.Link
}

// open returns a paper that the person may read. A paper may quote the application, so it is
// shown to those who may see the form of the case, and the opening is an event for staff.
func (p *Pages) open(c *web.Ctx) (k *casework.Case, x *document.Paper, err error) {
	id, err := ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	paperID, err := ID(c, "paper")
	if err != nil {
		return nil, nil, err
	}
	a := Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = p.Office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		// Whoever sees only the metadata of a case gets the answer for a paper that does not exist.
		if !p.Office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
			return fault.New(fault.Missing, "document.missing", "没有这份文书，或您无权查看；请从案件的“文书”一栏打开")
		}
		key, err := p.Office.Keys.CaseKey(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		x, err = document.Open(c.Context(), tx, key, k.ID, paperID)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	// The event must be durable before the text is shown: a reading without trace is impossible.
	if a.Party == 0 {
		return k, x, p.Office.RecordReading(c.Context(), a, k.ID, "文书 "+x.Number)
	}
	// For a party the opening is not a reading to be watched but the proof of having read (已阅).
	return k, x, p.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return document.Read(c.Context(), tx, x.ID, a.Party, a.Account, c.Now())
	})
}

// paperPage shows a paper as it will be printed, with the digest by which a printed copy can be
// compared. To a party it counts as read from here on.
func (p *Pages) paperPage(c *web.Ctx) error {
	k, x, err := p.open(c)
	if err != nil {
		return err
	}
	html, err := paper.HTML(x.Content)
	if err != nil {
		return err
	}
	base := fmt.Sprintf("/case/%d/paper/%d/", k.ID, x.ID)
	c.Page = web.Page{Title: c.Word(x.Name), Sub: x.Number, At: "/work", Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")},
		{Href: fmt.Sprintf("/case/%d", k.ID), Label: Name(c, k)}, {Label: x.Number}},
		Actions: []web.Link{{Href: base + "docx", Label: c.T("下载 DOCX", "Download DOCX")}, {Href: base + "pdf", Label: c.T("下载 PDF", "Download PDF"), Tone: web.Blue}}}
	return c.Render("paper", paperView{HTML: html, Number: x.Number, Digest: x.Digest})
}

// paperFile sends the paper as a file. It is made anew from the sealed content each time; no
// rendered copy lies anywhere.
func (p *Pages) paperFile(c *web.Ctx) error {
	format := c.Path("format")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种格式，请选择 PDF 或 DOCX")
	}
	_, x, err := p.open(c)
	if err != nil {
		return err
	}
	// Whole in memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	kind, err := p.Write(format, &buf, x.Content)
	if err != nil {
		return err
	}
	return c.Download(x.Number+"."+format, kind, &buf)
}

// download sends rows as a spreadsheet.
func download(c *web.Ctx, kind string, cols []sheet.Column, rows [][]string) error {
	any2 := make([][]any, len(rows))
	for i, r := range rows {
		for _, s := range r {
			any2[i] = append(any2[i], s)
		}
	}
	// The file names who took it out and when, because from here on nobody watches it.
	e := sheet.Export{Columns: cols, Rows: sheet.Slice(any2), Person: Actor(c).Name, Time: c.Now()}
	var buf bytes.Buffer
	if kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(c.T("案件", "cases")+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(c.T("案件", "cases")+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}
