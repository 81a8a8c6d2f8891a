package abnormal

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// mayCompare reports whether somebody may read the text of both filings.
func (d *Desk) mayCompare(a casework.Actor, f, o *casework.Case) bool {
	return d.office.Policy.May(a.Subject, casework.ActText, f.Object()) && d.office.Policy.May(a.Subject, casework.ActText, o.Object())
}

// compared finds the filing of a lead and the one to which it is most alike.
func (d *Desk) compared(ctx context.Context, tx *store.Tx, a casework.Actor, caseID, filing int64) (f, o *casework.Case, err error) {
	missing := fault.New(fault.Missing, "abnormal.passages", "没有可以并列查看的文本，或您无权阅读其中一件；请由两件申请的承办人查看，或先申请查阅授权")
	k, err := d.office.Get(ctx, tx, a, caseID)
	if err != nil {
		return nil, nil, err
	}
	if k.Chart != Code || !d.mayRead(a, k) {
		return nil, nil, missing
	}
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, nil, err
	}
	found, err := looks(ctx, tx, key, caseID)
	if err != nil {
		return nil, nil, err
	}
	var best indicator.Member
	for _, x := range found {
		for _, m := range x.Members {
			if m.Case == filing && m.Other != 0 && m.Score >= best.Score {
				best = m
			}
		}
	}
	if best.Other == 0 {
		return nil, nil, missing
	}
	if f, err = d.office.Get(ctx, tx, a, filing); err != nil {
		return nil, nil, missing
	}
	if o, err = d.office.Get(ctx, tx, a, best.Other); err != nil || !d.mayCompare(a, f, o) {
		return nil, nil, missing
	}
	return f, o, nil
}

// passagesOf reads the passages of two filings for somebody who may read both, and writes down that it
// was done in both.
func (d *Desk) passagesOf(c *web.Ctx) (f, o *casework.Case, out []Passage, err error) {
	a := worklist.Actor(c)
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, nil, err
	}
	filing, err := worklist.ID(c, "filing")
	if err != nil {
		return nil, nil, nil, err
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if f, o, err = d.compared(c.Context(), tx, a, id, filing); err != nil {
			return err
		}
		out, err = d.Passages(c.Context(), tx, f.ID, o.ID)
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	for _, k := range []*casework.Case{f, o} {
		if err := d.office.RecordReading(c.Context(), a, k.ID, "非正常申请核查：文本比对"); err != nil {
			return nil, nil, nil, err
		}
	}
	return f, o, out, nil
}

// passagesPage shows the passages side by side.
func (d *Desk) passagesPage(c *web.Ctx) error {
	f, o, all, err := d.passagesOf(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("相似段落", "Passages alike"), Head: []string{f.Number, o.Number, c.T("相似度", "Alike")}, Numbers: []int{2}, Empty: c.T("没有相似的段落。", "No passage is alike.")}
	for _, p := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: p.A}, {Text: p.B}, {Text: fmt.Sprintf("%.0f%%", 100*p.Score)}})
	}
	c.Page = web.Page{Title: c.T("文本比对", "Texts side by side"), At: path, Crumbs: []web.Link{{Href: path + "/leads", Label: c.T("非正常申请线索", "Leads")}, {Href: "/case/" + c.Path("id"), Label: c.T("线索", "Lead")}, {Label: c.T("文本比对", "Texts side by side")}}}
	return c.Render("page-blocks", []web.Block{web.Notice{Text: c.T("本次查阅已记入两件申请的办理经过。相似度只供核查参考。", "This reading stands in the history of both filings. That passages are alike is no conclusion.")}, t})
}
