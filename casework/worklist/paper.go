package worklist

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

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
	Rare   string // what the PDF cannot show
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
		reads, err := document.Reads(c.Context(), tx, p.Office, a, k)
		if err != nil {
			return err
		}
		if !reads(paperID) {
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
	view := paperView{HTML: html, Number: x.Number, Digest: x.Digest}
	if p.Missing != nil {
		rare, err := p.Missing(x.Content)
		if err != nil {
			return err
		}
		view.Rare = Rare(c, rare)
	}
	return c.Render("paper", view)
}

// Rare says which characters of a paper the PDF will draw as a box with their code, and what to do;
// empty where there are none.
func Rare(c *web.Ctx, missing []rune) string {
	if len(missing) == 0 {
		return ""
	}
	names := make([]string, len(missing))
	for i, r := range missing {
		names[i] = fmt.Sprintf("%c（U+%04X）", r, r)
	}
	list := strings.Join(names, "、")
	return c.T("PDF 所用字库没有下列字符，PDF 中将以编码方框代替："+list+"。请下载 DOCX 或打印网页版，或请系统管理员在字库目录中补充字体后再下载 PDF。",
		"The fonts of the PDF lack these characters, which it shows as boxes with their codes: "+list+". Use the DOCX or print the page, or have a font added by the operator.")
}

// paperFile sends the paper as a file. It is made anew from the sealed content each time; no
// rendered copy lies anywhere.
func (p *Pages) paperFile(c *web.Ctx) error {
	format := c.Path("format")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种格式，请选择 PDF 或 DOCX")
	}
	k, x, err := p.open(c)
	if err != nil {
		return err
	}
	// Whole in memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	kind, err := p.Write(c, k, format, &buf, x.Content)
	if err != nil {
		return err
	}
	return c.Download(x.Number+"."+format, kind, &buf)
}

// A file is the name and the kind, "csv" or "xlsx", of a spreadsheet to be sent.
type file struct{ name, kind string }

// download sends rows as a spreadsheet.
func download(c *web.Ctx, f file, cols []sheet.Column, rows [][]any) error {
	// The file names who took it out and when, because from here on nobody watches it.
	e := sheet.Export{Columns: cols, Rows: sheet.Slice(c.VeilRows(rows)), Person: Actor(c).Name, Time: c.Now()}
	var buf bytes.Buffer
	if f.kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(f.name+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(f.name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}
