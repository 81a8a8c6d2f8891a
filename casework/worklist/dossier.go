package worklist

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// An Item is one document of a case that the procedure keeps, for the table of contents.
type Item struct {
	Name   string // as the party called it
	Kind   string // 预审申请文件（第 1 版）
	At     time.Time
	Digest string // SHA-256, hexadecimal
}

// dossierFile sends one of the two tables that go with a case on paper: 案件流程表, who did what when
// and the terms; 卷宗目录, every document with its digest. Neither names the matter.
func (p *Pages) dossierFile(c *web.Ctx) error {
	id, err := ID(c, "id")
	if err != nil {
		return err
	}
	which, format := c.Path("table"), c.Path("format")
	if which != "flow" && which != "contents" || format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种文件，请在案件页面选择流程表或卷宗目录")
	}
	a := Actor(c)
	var k *casework.Case
	var out paper.Paper
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = p.Office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if which == "flow" {
			out, err = p.flow(c, tx, a, k)
		} else {
			out, err = p.contents(c, tx, a, k)
		}
		return err
	})
	if err != nil {
		return err
	}
	// The names of files are words of the application: whoever takes them out leaves a trace.
	if which == "contents" && a.Party == 0 && p.Office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
		if err := p.Office.RecordReading(c.Context(), a, k.ID, "卷宗目录"); err != nil {
			return err
		}
	}
	var buf bytes.Buffer
	kind, err := p.Write(c, k, format, &buf, out)
	if err != nil {
		return err
	}
	return c.Download(out.Title+" "+Name(c, k)+"."+format, kind, &buf)
}

// particulars are the head of both tables: those of the case page, without what is empty.
func (p *Pages) particulars(c *web.Ctx, tx *store.Tx, k *casework.Case) (paper.KeyValues, error) {
	kv, err := p.facts(c, tx, k, nil)
	out := paper.KeyValues{Quoted: true}
	for _, r := range kv.Rows {
		if r.Text != "" {
			out.Rows = append(out.Rows, paper.KeyValue{Key: r.Label, Value: r.Text})
		}
	}
	out.Rows = append(out.Rows, paper.KeyValue{Key: c.T("状态", "State"), Value: StateTag(c, p.Office.ChartOf(k.Chart), k.State).Text})
	return out, err
}

// flow is 案件流程表.
func (p *Pages) flow(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case) (out paper.Paper, err error) {
	head, err := p.particulars(c, tx, k)
	if err != nil {
		return out, err
	}
	events, err := p.Office.EventsFor(c.Context(), tx, a, k)
	if err != nil {
		return out, err
	}
	clocks, err := p.Office.Clocks(c.Context(), tx, k)
	if err != nil {
		return out, err
	}
	steps := paper.Table{Caption: c.T("办理经过", "History"), Head: []string{c.T("序号", "No."), c.T("时间", "Time"), c.T("步骤", "Step"), c.T("办理人", "By"), c.T("说明", "Remarks"), c.T("校验值", "Hash")},
		Widths: []float64{4, 11, 12, 9, 20, 11}, Quoted: true}
	for _, e := range events {
		if e.Move != casework.ReadMove {
			x := entry(c, p.Office.ChartOf(k.Chart), a, e, nil)
			steps.Rows = append(steps.Rows, []string{strconv.Itoa(len(steps.Rows) + 1), x.Time, x.Title, x.Who, x.Text, x.Hash})
		}
	}
	terms := paper.Table{Caption: c.T("期限", "Terms"), Head: []string{c.T("期限", "Term"), c.T("起算日", "From"), c.T("长度", "Length"), c.T("届满日", "Due"), c.T("办结", "Met")}}
	for i := range clocks {
		r := &clocks[i]
		due := r.Result.Due.String()
		if r.Result.Due.IsZero() {
			due = c.T("中止", "suspended")
		}
		terms.Rows = append(terms.Rows, []string{c.T(r.Rule.Title, r.Rule.English) + fmt.Sprintf(c.T("（%s）", " (%s)"), p.kindOfTerm(c, r)), r.Started.String(), r.Length.String(), due, r.Met.String()})
	}
	out = paper.Paper{Style: paper.Report, Title: c.T("案件流程表", "Course of the case"), Body: []paper.Block{head, steps}}
	if len(terms.Rows) > 0 {
		out.Body = append(out.Body, terms)
	}
	out.Body = append(out.Body, p.printed(c, a))
	return out, nil
}

// contents is 卷宗目录: the papers of the center, then what the procedure keeps, as far as the person
// may see it.
func (p *Pages) contents(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case) (out paper.Paper, err error) {
	head, err := p.particulars(c, tx, k)
	if err != nil {
		return out, err
	}
	papers, _, err := document.Visible(c.Context(), tx, p.Office, a, k)
	if err != nil {
		return out, err
	}
	t := paper.Table{Head: []string{c.T("序号", "No."), c.T("文件", "Document"), c.T("文号（类别）", "Number (kind)"), c.T("日期", "Date"), c.T("摘要（SHA-256 前 16 位）", "SHA-256, first 16 digits")},
		Widths: []float64{4, 24, 18, 9, 14}, Quoted: true}
	row := func(i Item) {
		t.Rows = append(t.Rows, []string{strconv.Itoa(len(t.Rows) + 1), i.Name, i.Kind, i.At.In(calendar.Shanghai()).Format(time.DateOnly), i.Digest[:min(16, len(i.Digest))]})
	}
	for _, x := range papers {
		row(Item{x.Name, x.Number, x.At, x.Digest})
	}
	if h := p.Hooks[k.Chart]; h.Contents != nil && p.Office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
		items, err := h.Contents(c, tx, k)
		if err != nil {
			return out, err
		}
		for _, i := range items {
			row(i)
		}
	}
	out = paper.Paper{Style: paper.Report, Title: c.T("卷宗目录", "Contents of the dossier"), Body: []paper.Block{head, t}}
	if len(t.Rows) == 0 {
		out.Body[1] = paper.P(c.T("本案还没有文件。", "The case has no documents yet."))
	}
	out.Body = append(out.Body, p.printed(c, a))
	return out, nil
}

// printed says who took the table out and when.
func (p *Pages) printed(c *web.Ctx, a casework.Actor) paper.Block {
	return paper.P(fmt.Sprintf(c.T("%s 于 %s 导出。", "Taken out by %s at %s."), a.Name, web.When(c.Now())))
}
