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
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// deskView is the document beside its findings (S2).
type deskView struct {
	Case      *casework.Case
	Version   int64
	Made      string // when this version was submitted
	Compare   string // address of the comparison with the version before
	Report    bool   // the applicant's self-check, nothing can be decided
	Parts     []partView
	Findings  []findingView
	Counts    []countView
	Skipped   []check.Skipped
	Losses    []patent.Loss
	Rules     string
	Files     []FileRef
	Action    string
	Open      int
	Bulk      string // ids of all open findings that the examiner may adopt at once
	Pictures  []pictureView
	ViewTitle string
}

// countView is one number at the head of the page; Class is the colour of its style.
type countView struct {
	Class, Title string
	N            int
}

// partView is one part of the papers as text with marks.
type partView struct {
	Title  string
	Blocks []blockView
}

// blockView is one paragraph, claim or heading; Number is set for numbered paragraphs only.
type blockView struct {
	Heading  bool
	Number   string
	Segments []segment
}

// A segment is a run of text under the same findings.
type segment struct {
	Text  string
	Class string // "e", "", "i"; none when it is plain
	First []int  // numbers of the findings that begin here
	Plain bool
}

// findingView is one finding beside the text. N counts from 1 on the page and joins the mark in
// the text with the words at the side; Anchor is its address on the page.
type findingView struct {
	N                   int
	ID                  int64
	Anchor, Class       string
	Title, Where, Quote string
	Message, Suggestion string
	Severity, Rule      string
	Basis, Level        string
	Status, StatusText  string
	Tag                 web.Tag
	Reason, Before      string // why dismissed; what was decided in the version before
	Typed               string // a reason that was typed and not taken
	Marked              bool   // has words in the text that are marked
	Focus               bool   // the page was opened for it
}

// pictureView is one figure, by an address that serves pixels made by the server.
type pictureView struct{ Src, Label string }

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
	k, v, fs, err := d.openText(c, a, id, no)
	if err != nil {
		return err
	}
	view := deskView{Case: k, Version: v.No, Made: v.At.In(calendar.Shanghai()).Format("2006-01-02 15:04"), Rules: v.Rules, Files: v.Files,
		Losses: v.App.Losses, Skipped: v.Report.Skipped, Action: fmt.Sprintf("/preexam/%d/judge?v=%d", k.ID, k.Version)}
	may := d.office.Policy.May(a.Subject, "preexam.judge", k.Object())
	// Whoever cannot judge sees the same findings without buttons: the self-check of the applicant
	// and the report of the examiner are the same.
	view.Report = !may || len(fs) == 0 && k.State != Examining
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
	d.deskHead(c, a, k, v)
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
			x.Focus, x.Typed, listed.Href = true, r.in.Reason, fmt.Sprintf("#f%d", x.N)
			if x.Status != FindingOpen && x.Typed != "" {
				listed.Text += c.T("。您填写的理由：", ". Your reason: ") + x.Typed // there is no field for it any more
			}
		}
	}
	c.Invalid([]form.Listed{listed})
}

// openText loads the latest or the given version with its findings for somebody who may read it.
func (d *Desk) openText(c *web.Ctx, a casework.Actor, id, no int64) (k *casework.Case, v *Version, fs []*DeskFinding, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.office.Policy.May(a.Subject, casework.ActText, k.Object()) {
			return fault.New(fault.Missing, "preexam.text", "没有可供您查看的申请文件；未公开文本只对承办人、复核人和申请人开放，请从案件页面进入").On("专利法第二十一条第三款")
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		if v, err = version(c.Context(), tx, key, k.ID, no, ForExam); err != nil {
			return err
		}
		if v == nil {
			return fault.New(fault.Missing, "preexam.no_papers", "还没有上传申请文件，请先在案件页面上传")
		}
		fs, err = findings(c.Context(), tx, key, k.ID, v.No)
		return err
	})
	// Must succeed before a word is shown (专利法第二十一条第三款): an error here hides the text.
	if err == nil && a.Party == 0 {
		err = d.office.RecordReading(c.Context(), a, k.ID, fmt.Sprintf("申请文件第%d版", v.No))
	}
	return k, v, fs, err
}

// fromReport shows the self-check of a draft in the form of the desk.
func fromReport(v *Version) []*DeskFinding {
	out := make([]*DeskFinding, len(v.Report.Findings))
	for i := range v.Report.Findings {
		out[i] = &DeskFinding{ID: int64(i + 1), Version: v.No, Ord: int64(i), Status: FindingOpen, Finding: v.Report.Findings[i]}
	}
	return out
}

// deskHead sets title, crumbs and the buttons that belong beside the text. The title itself is
// shown to readers of the text only, never in the browser's history (Name).
func (d *Desk) deskHead(c *web.Ctx, a casework.Actor, k *casework.Case, v *Version) {
	title := k.Title
	if title == "" {
		title = worklist.Name(c, k)
	}
	c.Page = web.Page{Title: title, Name: worklist.Name(c, k), State: worklist.StateTag(c, d.chart, k.State), At: "/work", Wide: true,
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Label: c.T("申请文件与缺陷", "Papers and findings")}}}
	for _, m := range d.office.Allowed(a, k) {
		if m.Quiet || m.Danger {
			continue
		}
		l := web.Link{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code), Label: c.T(m.Title, m.English)}
		if slices.Contains([]string{"propose", "submit", "approve"}, m.Code) {
			l.Tone = web.Blue
		}
		if slices.Contains([]string{"notify", "propose", "search", "opine", "submit", "approve", "send_back", "answer"}, m.Code) {
			c.Page.Actions = append(c.Page.Actions, l)
		}
	}
	// The blue one last, where the eye ends.
	slices.SortStableFunc(c.Page.Actions, func(x, y web.Link) int { return cmp.Compare(tone(x.Tone), tone(y.Tone)) })
	if d.office.Policy.May(a.Subject, "preexam.add", k.Object()) {
		c.Page.Actions = append([]web.Link{{Href: fmt.Sprintf("/case/%d/move/add", k.ID), Label: c.T("增加缺陷", "Add a finding")}}, c.Page.Actions...)
	}
}

// tone sorts the main button behind the others.
func tone(t web.Tone) int {
	if t == web.Blue {
		return 1
	}
	return 0
}

// class is the colour of a finding: red must, amber should, blue may.
func class(s rule.Severity) string {
	switch s {
	case rule.Fatal, rule.Error:
		return "e"
	case rule.Warning:
		return "w"
	default:
		return "i"
	}
}

// fill turns findings, parts and figures into what the template shows.
func (d *Desk) fill(c *web.Ctx, view *deskView, v *Version, fs []*DeskFinding) {
	counts := map[string]int{}
	var open []string
	for i, f := range fs {
		x := d.findingView(c, i+1, f)
		counts[x.Class]++
		if f.Status == FindingOpen {
			view.Open++
			if f.Finding.Severity == rule.Fatal || f.Finding.Severity == rule.Error {
				open = append(open, strconv.FormatInt(f.ID, 10))
			}
		}
		x.Focus = c.Query("f") == strconv.FormatInt(f.ID, 10)
		view.Findings = append(view.Findings, x)
	}
	// Adopting all at once is offered for what must be corrected; the rest needs a look each.
	if len(open) > 1 {
		view.Bulk = strings.Join(open, ",")
	}
	view.Counts = []countView{{"over", c.T("必须补正", "Must"), counts["e"]}, {"soon", c.T("建议修改", "Should"), counts["w"]},
		{"", c.T("提示", "May"), counts["i"]}, {"", c.T("已通过", "Passed"), len(v.Report.Passed)}}
	for _, part := range patent.Parts() {
		if v.App.Has(part) {
			view.Parts = append(view.Parts, partView{Title: string(part), Blocks: blocks(v.App.Text(part), fs)})
		}
	}
	for i, f := range slices.Concat(v.App.Figures, v.App.Views) {
		// The index counts figures and views together, as figurePage does.
		if f.Present && f.Problem == "" {
			view.Pictures = append(view.Pictures, pictureView{fmt.Sprintf("/preexam/%d/figure/%d/%d", view.Case.ID, v.No, i), cmp.Or(f.Label, f.File)})
		}
	}
}

// findingView puts one finding into words for the page.
func (d *Desk) findingView(c *web.Ctx, n int, f *DeskFinding) findingView {
	x := &f.Finding
	out := findingView{N: n, ID: f.ID, Anchor: fmt.Sprintf("t%d", n), Class: class(x.Severity), Title: x.Title, Where: c.Word(place(f)), Quote: x.Quote,
		Message: x.Message, Suggestion: x.Suggestion, Severity: x.Severity.Title(), Rule: x.Rule, Basis: c.Basis(x.Basis), Level: x.Level.Title(),
		Status: f.Status, Reason: f.Reason, Marked: x.Quote != ""}
	switch f.Status {
	case FindingAdopted:
		out.Tag = web.Tag{Tone: web.Red, Text: c.T("已采纳", "Adopted")}
	case FindingDismissed:
		out.Tag = web.Tag{Tone: web.Grey, Text: c.T("不采纳", "Dismissed")}
	case FindingFixed:
		out.Tag = web.Tag{Tone: web.Green, Text: c.T("已改正", "Corrected")}
	default:
		out.Tag = web.Tag{Tone: web.Amber, Text: c.T("待处理", "Open")}
	}
	if f.Status == FindingOpen && x.Severity == rule.Info {
		out.Tag = web.Tag{} // a hint asks for no decision
	}
	switch f.Before {
	case FindingDismissed:
		out.Before = c.T("上一版对同一处未采纳", "Dismissed in the version before")
	case FindingAdopted:
		out.Before = c.T("上一版已采纳，仍未改正", "Adopted before and still there")
	}
	return out
}

// blocks cuts the text of a part at the edges of its findings.
func blocks(t *patent.Text, fs []*DeskFinding) []blockView {
	var out []blockView
	for _, b := range t.Blocks {
		v := blockView{Heading: b.Kind == patent.Heading || b.Kind == patent.TitleLine}
		if b.Kind == patent.Paragraph {
			v.Number = b.Number
		}
		v.Segments = segments(t, b, fs)
		if len(v.Segments) == 1 && v.Segments[0].Plain && strings.HasSuffix(b.ID, "身份证号") {
			v.Segments[0].Text = maskedField(v.Segments[0].Text)
		}
		out = append(out, v)
	}
	return out
}

// segments cuts a block at every edge of a finding, so that each run of text lies under the same
// findings from its first to its last byte. Overlapping findings then need no nesting.
func segments(t *patent.Text, b patent.Block, fs []*DeskFinding) []segment {
	edges := []int{b.Start, b.End}
	for _, f := range fs {
		x := &f.Finding
		// A stored finding whose place does not fit the text is listed but not marked.
		if x.Part == t.Part && x.Quote != "" && x.End <= len(t.Text) && x.Start < b.End && x.End > b.Start {
			edges = append(edges, max(x.Start, b.Start), min(x.End, b.End))
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []segment
	for i := 1; i < len(edges); i++ {
		s := segment{Text: t.Text[edges[i-1]:edges[i]], Plain: true}
		for n, f := range fs {
			x := &f.Finding
			if x.Part != t.Part || x.Quote == "" || x.Start > edges[i-1] || x.End < edges[i] {
				continue
			}
			// Where findings overlap, what must be corrected gives the colour.
			if c := class(x.Severity); s.Plain || c == "e" {
				s.Class = c
			}
			s.Plain = false
			// The number stands where a finding begins, or at the block into which it reaches.
			if x.Start == edges[i-1] || x.Start < b.Start && edges[i-1] == b.Start {
				s.First = append(s.First, n+1)
			}
		}
		out = append(out, s)
	}
	return out
}

// judgePage takes the examiner's decision on one or several findings and returns to the next.
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
	_, err = d.office.Move(c.Context(), casework.Request{Actor: worklist.Actor(c), Case: id, Move: "judge", Input: in, Expected: expected, Key: key})
	if e := fault.Of(err); e != nil && (e.Kind == fault.Conflict || e.Kind == fault.Invalid) {
		return d.showDesk(c, id, 0, &refusedJudge{in, e})
	}
	if err != nil {
		return err
	}
	return c.Redirect(fmt.Sprintf("/preexam/%d/desk?f=%s", id, strings.Split(in.Finding, ",")[0]))
}

// maskedField hides the middle of an identity number; with a finding on it the number is shown,
// because the finding is about its characters.
func maskedField(field string) string {
	name, value, ok := strings.Cut(field, "：")
	if !ok {
		return field
	}
	return name + "：" + ident.MaskID(value)
}
