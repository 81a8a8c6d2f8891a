package preexam

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// compareView is two versions beside each other.
type compareView struct {
	A, B  int64
	Parts []comparedPart
	Same  bool
}

// comparedPart is one part of the papers with its changed rows only.
type comparedPart struct {
	Title string
	Rows  []comparedRow
}

// comparedRow is one claim or paragraph on both sides; a side that does not have it is empty.
type comparedRow struct {
	Op          string // "=", "+", "-", "~"
	Word        string // what happened, in words
	Left, Right []piece
}

// A piece is a run of text that is the same on both sides or is not.
type piece struct {
	Text    string
	Changed bool
}

// compared compares two versions of the case in the address, by claim and paragraph.
func (d *Desk) compared(c *web.Ctx, left, right int64) (k *casework.Case, view compareView, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, view, err
	}
	a := worklist.Actor(c)
	// Each side is a reading of its own in the history of the case.
	k, v, _, err := d.openText(c, a, id, left)
	if err != nil {
		return nil, view, err
	}
	_, w, _, err := d.openText(c, a, id, right)
	if err != nil {
		return nil, view, err
	}
	view = compareView{A: v.No, B: w.No, Same: true}
	for _, part := range patent.Parts() {
		p := comparedPart{Title: string(part)}
		for _, r := range identity.Diff(c.Context(), v.App.Text(part), w.App.Text(part)) {
			if r.Op != identity.Equal {
				p.Rows = append(p.Rows, d.row(c, v.App.Text(part), w.App.Text(part), r))
			}
		}
		if len(p.Rows) > 0 {
			view.Parts, view.Same = append(view.Parts, p), false
		}
	}
	return k, view, nil
}

// comparePage shows what changed from one version to another.
func (d *Desk) comparePage(c *web.Ctx) error {
	// 0, and anything that is no number, is the latest version.
	left, _ := strconv.ParseInt(c.Query("a"), 10, 64)
	right, _ := strconv.ParseInt(c.Query("b"), 10, 64)
	k, view, err := d.compared(c, left, right)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T(fmt.Sprintf("第 %d 版与第 %d 版比较", view.A, view.B), fmt.Sprintf("Version %d against %d", view.A, view.B)), At: "/work", Wide: true,
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Href: fmt.Sprintf("/preexam/%d/desk", k.ID), Label: c.T("申请文件与缺陷", "Papers and findings")}, {Label: c.T("版本比较", "Comparison")}}}
	return c.Render("compare", view)
}

// identityView is the filed papers against those that passed.
type identityView struct {
	Case   *casework.Case
	Filing *Filing
	Differ []check.Difference
	Report []findingView
	Papers web.Table
	KV     web.KV
}

// identityPage shows the marker whether the filed text is the passed text, and every place where
// it is not.
func (d *Desk) identityPage(c *web.Ctx) error {
	k, f, err := d.openFiling(c)
	if err != nil {
		return err
	}
	view := identityView{Case: k, Filing: f}
	d.fillIdentity(c, &view)
	return c.Render("identity", view)
}

// openFiling loads the filing of the case in the address for somebody who may see the comparison.
func (d *Desk) openFiling(c *web.Ctx) (k *casework.Case, f *Filing, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.office.Policy.May(a.Subject, ActIdentity, k.Object()) {
			return fault.New(fault.Missing, "preexam.filing", "没有可供您查看的一致性审查记录")
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		// The differences quote both texts, so they lie sealed under the case's key too.
		if f, err = filing(c.Context(), tx, key, k.ID); err != nil {
			return err
		}
		if f == nil {
			return fault.New(fault.Missing, "preexam.filing", "申请人还没有上报申请号")
		}
		return nil
	})
	if err == nil && a.Party == 0 {
		err = d.office.RecordReading(c.Context(), a, id, "一致性比对")
	}
	return k, f, err
}

// filingFindings are the findings of the rules of the filing: the others judged a text that is not
// to be changed any more.
func filingFindings(f *Filing) (out []check.Finding) {
	for _, x := range f.Body.Report.Findings {
		if strings.HasPrefix(x.Rule, "POST-") {
			out = append(out, x)
		}
	}
	return out
}

// fillIdentity turns the filing into the page.
func (d *Desk) fillIdentity(c *web.Ctx, view *identityView) {
	f, k := view.Filing, view.Case
	view.Differ = f.Body.Differ
	for i, x := range filingFindings(f) {
		view.Report = append(view.Report, d.findingView(c, i+1, &DeskFinding{Finding: x, Status: FindingOpen}))
	}
	view.KV = web.KV{Title: c.T("正式提交", "Filing")}
	view.KV.Add(c.T("申请号", "Application number"), f.ApplicationNo).Add(c.T("申请日", "Filing date"), f.Filed.String()).
		Add(c.T("缴费日", "Fees paid on"), f.Paid.String()).Add(c.T("文本", "Text"), sameWord(c, len(f.Body.Differ) == 0))
	if !f.Marked.IsZero() {
		view.KV.Add(c.T("报送", "Marked"), f.Marked.In(calendar.Shanghai()).Format("2006-01-02 15:04")+"（"+f.Batch+"）")
	}
	c.Page = web.Page{Title: c.T("一致性审查", "Identity check"), State: worklist.StateTag(c, d.chart, k.State), At: "/work",
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Label: c.T("一致性审查", "Identity check")}}}
	// The three decisions that belong to this page stand on it; the rest are at the case.
	for _, m := range d.office.Allowed(worklist.Actor(c), k) {
		if m.Code == "agree" || m.Code == "differ" || m.Code == "mark" {
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

// row turns one line of a comparison into pieces on both sides.
func (d *Desk) row(c *web.Ctx, a, b *patent.Text, r identity.Row) comparedRow {
	out := comparedRow{}
	switch r.Op {
	case identity.Inserted:
		out.Op, out.Word = "+", c.T("新增", "Added")
	case identity.Deleted:
		out.Op, out.Word = "-", c.T("删除", "Deleted")
	case identity.Moved:
		out.Op, out.Word = "~", c.T("移动", "Moved")
	default:
		out.Op, out.Word = "~", c.T("修改", "Changed")
	}
	if r.A >= 0 {
		out.Left = pieces(a.Text, a.Blocks[r.A], r.Edits, true)
	}
	if r.B >= 0 {
		out.Right = pieces(b.Text, b.Blocks[r.B], r.Edits, false)
	}
	return out
}

// pieces cuts a block into words that stayed and words that changed.
func pieces(text string, b patent.Block, edits []identity.Edit, left bool) []piece {
	var out []piece
	at := b.Start
	for _, e := range edits {
		from, to := e.BStart, e.BEnd
		if left {
			from, to = e.AStart, e.AEnd
		}
		// An edit of another block, or one that overlaps the one before.
		if from < at || to > b.End {
			continue
		}
		if from > at {
			out = append(out, piece{Text: text[at:from]})
		}
		if to > from {
			out = append(out, piece{Text: text[from:to], Changed: true})
		}
		at = to
	}
	if at < b.End {
		// Without any edits the whole block is new, gone or moved.
		out = append(out, piece{Text: text[at:b.End], Changed: len(edits) == 0})
	}
	return out
}
