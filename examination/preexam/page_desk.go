package preexam

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/memory"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// deskView is the document beside its findings (S2).
type deskView struct {
	Case      *casework.Case
	Version   int64
	Made      string // when this version was submitted
	Compare   string // address of the comparison with the version before
	Report    bool   // the applicant's self-check, nothing can be decided
	Parts     []reading.Part
	Findings  []finding.View
	Counts    []countView
	Defects   int        // findings that are no questions
	FirstAsk  int        // place of the first question among the findings
	Open      int        // findings that wait for a decision
	Decided   bool       // none waits any more
	Filter    []web.Link // which findings are shown; the one without address is shown now
	Skipped   []check.Skipped
	Losses    []patent.Loss
	Rules     string
	Files     []FileRef
	Word      []bool // of each file, whether a copy can carry comments
	Action    string
	Bulk      string   // ids of all open findings that the examiner may adopt at once
	Asked     string   // ids of all questions that wait for an answer
	Reasons   []string // for which findings are usually dismissed
	Add       *form.Form
	ViewTitle string
	Beside    []web.Table
}

// countView is one number at the head of the page; Class is the colour of its style.
type countView struct {
	Class, Title string
	N            int
}

// deskPage shows the papers beside the findings. For staff the opening is recorded before a word
// is shown.
func (d *Desk) deskPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, _ := strconv.ParseInt(c.Query("v"), 10, 64)
	return d.showDesk(c, id, no, nil)
}

// showDesk shows a version. After a decision that was refused it begins with the reason, and what
// was typed is still there.
func (d *Desk) showDesk(c *web.Ctx, id, no int64, refused *refusedJudge) error {
	a := worklist.Actor(c)
	x, err := d.openText(c, a, id, no, "申请文件")
	if err != nil {
		return err
	}
	k, v, fs := x.k, x.v, x.fs
	view := deskView{Case: k, Version: v.No, Made: v.At.In(calendar.Shanghai()).Format("2006-01-02 15:04"), Rules: v.Rules, Files: v.Files,
		Losses: v.App.Losses, Skipped: x.skipped, Action: fmt.Sprintf("/preexam/%d/judge?v=%d", k.ID, k.Version)}
	may := d.office.Policy.May(a.Subject, "preexam.judge", k.Object())
	// Whoever cannot judge sees the same findings without buttons: the self-check of the applicant
	// and the report of the examiner are the same. An older version is for looking only.
	view.Report = !may || len(fs) == 0 && k.State != Examining || v.No != x.latest
	view.ViewTitle = c.T("缺陷", "Findings")
	if k.State == Draft || k.State == Returned {
		view.ViewTitle = c.T("自检结果", "Self-check")
	}
	if v.No > 1 {
		view.Compare = fmt.Sprintf("/preexam/%d/compare?a=%d&b=%d", k.ID, v.No-1, v.No)
	}
	// Before submission there are no findings of the desk, only the report of the upload.
	if len(fs) == 0 {
		fs = fromReport(v)
	}
	d.fill(c, &view, v, fs)
	for _, f := range v.Files {
		view.Word = append(view.Word, wordFile(f.Name))
	}
	if !view.Report {
		view.Reasons = finding.UsualReasons()
		view.Add = form.New(c, d.addIn)
		view.Add.Action, view.Add.Submit, view.Add.Bare = fmt.Sprintf("/case/%d/move/add?v=%d", k.ID, k.Version), c.T("增加缺陷", "Add the finding"), true
	}
	d.deskHead(c, a, x)
	if d.Beside != nil {
		var ways []web.Link
		if ways, view.Beside, err = d.Beside(c, k, v.App); err != nil {
			return err
		}
		c.Page.Actions = append(ways, c.Page.Actions...)
	}
	if refused != nil {
		refused.put(c, &view)
	}
	return c.Render("desk", view)
}

// A refusedJudge is a decision on a finding that was not taken.
type refusedJudge struct {
	in  *Judge
	why *fault.Error
}

// put shows the refusal and keeps what was typed at its finding.
func (r *refusedJudge) put(c *web.Ctx, view *deskView) {
	listed := form.Listed{Text: r.why.Message}
	for i := range view.Findings {
		if x := &view.Findings[i]; strconv.FormatInt(x.ID, 10) == r.in.Finding {
			x.Focus, x.Typed, listed.Href = true, r.in.Reason, fmt.Sprintf("#f%d", x.ID)
			x.Unfolded = r.in.Decision == "dismiss" || x.Asks
			if x.Status != FindingOpen && x.Typed != "" {
				listed.Text += c.T("。您填写的理由：", ". Your reason: ") + x.Typed // there is no field for it any more
			}
		}
	}
	c.Invalid([]form.Listed{listed})
}

// opened is a version of the papers as somebody may read it.
type opened struct {
	k  *casework.Case
	v  *Version
	fs []*DeskFinding
	// Rules that could not be decided, not even by comparing with earlier cases.
	skipped []check.Skipped
	latest  int64              // number of the latest version under examination
	cal     *calendar.Calendar // of the center
}

// openText loads the latest or the given version with its findings for somebody who may read it.
// What is opened, and how, stands in the history of the case.
func (d *Desk) openText(c *web.Ctx, a casework.Actor, id, no int64, what string) (x opened, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if x.k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.office.Policy.May(a.Subject, casework.ActText, x.k.Object()) {
			return fault.New(fault.Missing, "preexam.text", "没有可供您查看的申请文件；未公开文本只对承办人、复核人和申请人开放，请从案件页面进入").On("专利法第二十一条第三款")
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, x.k.ID)
		if err != nil {
			return err
		}
		if x.v, err = record.Find(c.Context(), tx, key, x.k.ID, no, ForExam); err != nil {
			return err
		}
		if x.v == nil {
			return fault.New(fault.Missing, "preexam.no_papers", "还没有上传申请文件，请先在案件页面上传")
		}
		if x.latest, err = record.Latest(c.Context(), tx, x.k.Center, x.k.ID, ForExam); err != nil {
			return err
		}
		if x.fs, err = record.Findings(c.Context(), tx, key, x.k.ID, x.v.No); err != nil {
			return err
		}
		if x.skipped, err = memory.Skipped(c.Context(), tx, key, x.v); err != nil {
			return err
		}
		if a.Party != 0 {
			x.fs = record.Told(x.fs)
		}
		x.cal, err = d.office.Calendar(c.Context(), tx, x.k.Center)
		return err
	})
	// Must succeed before a word is shown (专利法第二十一条第三款): an error here hides the text.
	if err == nil && a.Party == 0 {
		err = d.office.RecordReading(c.Context(), a, x.k.ID, fmt.Sprintf("%s第%d版", what, x.v.No))
	}
	return x, err
}

// fromReport shows the self-check of a draft in the form of the desk.
func fromReport(v *Version) []*DeskFinding {
	out := record.Fresh(v)
	for i, f := range out {
		f.ID = int64(i + 1)
	}
	return out
}

// deskHead sets title, crumbs and the buttons that belong beside the text. The title itself is
// shown to readers of the text only, never in the browser's history (Name).
func (d *Desk) deskHead(c *web.Ctx, a casework.Actor, x opened) {
	k := x.k
	title := k.Title
	if title == "" {
		title = worklist.Name(c, k)
	}
	c.Page = web.Page{Title: title, Name: worklist.Name(c, k), State: worklist.StateTag(c, d.chart, k.State), At: "/work", Wide: true,
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Label: c.T("申请文件与缺陷", "Papers and findings")}}}
	if !k.Due.IsZero() {
		c.Page.Left = worklist.Remaining(c, x.cal, d.office.Today(), k.Due)
	}
	c.Page.Actions = []web.Link{{Href: fmt.Sprintf("/preexam/%d/report?v=%d", k.ID, x.v.No), Label: c.T("打印报告", "Print the report")},
		{Href: fmt.Sprintf("/preexam/%d/report?v=%d&format=html", k.ID, x.v.No), Label: c.T("报告（HTML）", "Report (HTML)")}}
	var on []web.Link
	if d.office.Policy.May(a.Subject, "preexam.notify", k.Object()) {
		on = append(on, web.Link{Href: fmt.Sprintf("/preexam/%d/preview", k.ID), Label: c.T("预览通知书", "Preview the notice")})
	}
	for _, m := range d.office.Allowed(a, k) {
		if m.Quiet || m.Danger {
			continue
		}
		l := web.Link{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code), Label: c.T(m.Title, m.English)}
		if slices.Contains([]string{"propose", "submit", "approve"}, m.Code) {
			l.Tone = web.Blue
		}
		if slices.Contains([]string{"notify", "propose", "search", "opine", "record", "submit", "approve", "send_back", "answer"}, m.Code) {
			on = append(on, l)
		}
	}
	// The blue one last, where the eye ends.
	sorting.Stable(on, func(x, y web.Link) int { return cmp.Compare(tone(x.Tone), tone(y.Tone)) })
	c.Page.Actions = append(c.Page.Actions, on...)
}

// tone sorts the main button behind the others.
func tone(t web.Tone) int {
	if t == web.Blue {
		return 1
	}
	return 0
}

// judgePage takes the examiner's decision on one or several findings and goes on to the next that
// waits for one.
func (d *Desk) judgePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	key, err := c.Idem()
	if err != nil {
		return err
	}
	// Without the version the kernel refuses: a decision on a text that was not seen is none.
	expected, _ := strconv.ParseInt(c.Query("v"), 10, 64)
	in := &Judge{Finding: c.Form("finding"), Decision: c.Form("decision"), Reason: c.Form("reason")}
	// A usual reason that was ticked comes before what was typed.
	if usual := c.Form("usual"); usual != "" && in.Decision == "dismiss" {
		in.Reason = strings.TrimSpace(usual + in.Reason)
	}
	a := worklist.Actor(c)
	_, err = d.office.Move(c.Context(), casework.Request{Actor: a, Case: id, Move: "judge", Input: in, Expected: expected, Key: key})
	if e := fault.Of(err); e != nil && (e.Kind == fault.Conflict || e.Kind == fault.Invalid) {
		return d.showDesk(c, id, 0, &refusedJudge{in, e})
	}
	if err != nil {
		return err
	}
	next := strings.Split(in.Finding, ",")[0]
	if in.Decision != "reopen" {
		err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
			fs, err := d.Findings(c.Context(), tx, id)
			next = record.NextOpen(fs, next)
			return err
		})
		if err != nil {
			return err
		}
	}
	if next == "" {
		return c.Redirect(fmt.Sprintf("/preexam/%d/desk", id))
	}
	return c.Redirect(fmt.Sprintf("/preexam/%d/desk?f=%s#f%s", id, next, next))
}
