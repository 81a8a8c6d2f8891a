package preexam

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// identityView is the filed papers against those that passed.
type identityView struct {
	Differ []differView
	Report []finding.View
	KV     web.KV
}

// differView is one place that differs: words with what differs marked on both sides, or two
// pictures.
type differView struct {
	Part, Place   string
	What          string // in words, so that the marks are not needed to see it
	Passed, Filed sideView
}

// sideView is one side. Of a picture Src is its address, and Before describes it.
type sideView struct{ Before, Words, After, Src string }

// filedPapers are both sides of the comparison.
type filedPapers struct {
	k             *casework.Case
	f             *Filing
	passed, filed *Version
}

// openFiling loads the comparison for somebody who may see it.
func (d *Desk) openFiling(c *web.Ctx) (x filedPapers, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return x, err
	}
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if x.k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.office.Policy.May(a.Subject, ActIdentity, x.k.Object()) {
			return fault.New(fault.Missing, "preexam.filing", "没有可供您查看的一致性审查记录；申请人上报申请号后才有记录")
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, x.k.ID)
		if err != nil {
			return err
		}
		// The differences quote both texts, so they lie sealed under the case's key too.
		if x.f, err = record.FilingOf(c.Context(), tx, key, x.k.ID); err != nil {
			return err
		}
		if x.f == nil {
			return fault.New(fault.Missing, "preexam.filing", "申请人还没有上报申请号，请等上报后再核对")
		}
		if x.f.Version == 0 {
			return fault.New(fault.Missing, "preexam.filing", "本案由原系统转入，正式提交文本没有在本系统比对；比对结果请查原系统")
		}
		if x.passed, err = record.Find(c.Context(), tx, key, x.k.ID, 0, ForExam); err != nil {
			return err
		}
		x.filed, err = record.Find(c.Context(), tx, key, x.k.ID, x.f.Version, ForFiling)
		return err
	})
	return x, err
}

// readFiling is openFiling with a note in the history that it was read.
func (d *Desk) readFiling(c *web.Ctx) (filedPapers, error) {
	x, err := d.openFiling(c)
	if a := worklist.Actor(c); err == nil && a.Party == 0 {
		err = d.office.RecordReading(c.Context(), a, x.k.ID, "一致性比对")
	}
	return x, err
}

// identityPage shows the marker whether the filed text is the passed text, and every place where
// it is not.
func (d *Desk) identityPage(c *web.Ctx) error {
	x, err := d.readFiling(c)
	if err != nil {
		return err
	}
	view := identityView{}
	d.fillIdentity(c, &view, x)
	return c.Render("identity", view)
}

// identityFigure shows one picture of either side that differs, made by the server from what was
// sent; no other picture can be had here.
func (d *Desk) identityFigure(c *web.Ctx) error {
	x, err := d.openFiling(c)
	if err != nil {
		return err
	}
	n, err := worklist.ID(c, "difference")
	if err != nil {
		return err
	}
	v := x.passed
	if c.Path("side") == "filed" {
		v = x.filed
	}
	if n > int64(len(x.f.Body.Differ)) || v == nil {
		return fault.New(fault.Missing, "preexam.figure", "没有这幅图，请从一致性审查页面选择")
	}
	f := figureOf(v, &x.f.Body.Differ[n-1])
	if f == nil {
		return fault.New(fault.Missing, "preexam.figure", "没有这幅图，请从一致性审查页面选择")
	}
	return d.sendFigure(c, x.k, v, f)
}

// figureOf returns the figure of a version that a difference names, nil if there is none to show.
func figureOf(v *Version, x *check.Difference) *patent.Figure {
	if v == nil {
		return nil
	}
	var fs []patent.Figure
	switch patent.Part(x.Part) {
	case patent.Drawings:
		fs = v.App.Figures
	case patent.Pictures:
		fs = v.App.Views
	}
	if i := identity.FigureAt(fs, x.Place); i >= 0 && fs[i].Present && fs[i].Problem == "" {
		return &fs[i]
	}
	return nil
}

// differ puts one difference into words and marks, or pictures.
func differ(c *web.Ctx, x filedPapers, n int) differView {
	y := &x.f.Body.Differ[n]
	out := differView{Part: y.Part, Place: y.Place}
	if part := patent.Part(y.Part); part == patent.Drawings || part == patent.Pictures {
		out.What = c.T("图片不同", "Another picture")
		out.Passed, out.Filed = sideView{Before: y.Passed}, sideView{Before: y.Filed}
		if figureOf(x.passed, y) != nil {
			out.Passed.Src = fmt.Sprintf("/preexam/%d/identity/passed/%d", x.k.ID, n+1)
		}
		if figureOf(x.filed, y) != nil {
			out.Filed.Src = fmt.Sprintf("/preexam/%d/identity/filed/%d", x.k.ID, n+1)
		}
		return out
	}
	passed, filed := y.Passed, y.Filed
	if patent.Part(y.Part) == patent.RequestForm && worklist.Actor(c).Party == 0 {
		passed, filed = ident.MaskPair(passed, filed)
	}
	before, a, b, after := identity.Split(passed, filed)
	out.Passed, out.Filed = sideView{Before: before, Words: a, After: after}, sideView{Before: before, Words: b, After: after}
	switch {
	case a != "" && b != "":
		out.What = c.T(fmt.Sprintf("“%s”改为“%s”", short(a), short(b)), fmt.Sprintf("“%s” became “%s”", short(a), short(b)))
	case b != "":
		out.What = c.T(fmt.Sprintf("增加“%s”", short(b)), fmt.Sprintf("“%s” was added", short(b)))
	case a != "":
		out.What = c.T(fmt.Sprintf("删去“%s”", short(a)), fmt.Sprintf("“%s” was taken out", short(a)))
	}
	return out
}

// filingFindings are the findings of the rules of the filing: the others judged a text that is not to
// be changed any more, and one says again what the differences show.
func filingFindings(f *Filing) (out []check.Finding) {
	for _, x := range f.Body.Report.Findings {
		if strings.HasPrefix(x.Rule, "POST-") && !(x.Rule == "POST-003" && len(f.Body.Differ) > 0) {
			out = append(out, x)
		}
	}
	return out
}

// fillIdentity turns the filing into the page.
func (d *Desk) fillIdentity(c *web.Ctx, view *identityView, x filedPapers) {
	f, k := x.f, x.k
	for i := range f.Body.Differ {
		view.Differ = append(view.Differ, differ(c, x, i))
	}
	for i, y := range filingFindings(f) {
		view.Report = append(view.Report, finding.Of(c, i+1, &DeskFinding{Finding: y, Status: FindingOpen}))
	}
	view.KV = web.KV{Title: c.T("正式提交", "Filing")}
	view.KV.Add(c.T("申请号", "Application number"), f.ApplicationNo).Add(c.T("申请日", "Filing date"), f.Filed.String()).
		Add(c.T("缴费日", "Fees paid on"), f.Paid.String()).Add(c.T("文本", "Text"), sameWord(c, len(f.Body.Differ) == 0))
	if !f.Marked.IsZero() {
		view.KV.Add(c.T("报送", "Marked"), f.Marked.In(calendar.Shanghai()).Format("2006-01-02 15:04")+c.T("，批次 ", ", batch ")+f.Batch)
	}
	c.Page = web.Page{Title: c.T("一致性审查", "Identity check"), State: worklist.StateTag(c, d.chart, k.State), At: "/work",
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Label: c.T("一致性审查", "Identity check")}}}
	// The three decisions that belong to this page stand on it; the rest are at the case.
	for _, m := range d.office.Allowed(worklist.Actor(c), k) {
		if slices.Contains([]string{"agree", "differ", "mark"}, m.Code) {
			l := web.Link{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code), Label: c.T(m.Title, m.English), Tone: web.Blue}
			if m.Danger {
				l.Tone = web.Red
			}
			c.Page.Actions = append(c.Page.Actions, l)
		}
	}
}

// sameWord says in a few words whether the texts are the same.
func sameWord(c *web.Ctx, same bool) string {
	if same {
		return c.T("与合格文本一致", "Identical with the passed text")
	}
	return c.T("与合格文本不一致", "Different from the passed text")
}
