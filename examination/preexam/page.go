package preexam

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/superior"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/archive"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/staffing"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

//go:embed view/*.html
var views embed.FS

// Module returns the pages of the procedure.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "preexam", Views: []fs.FS{views}, Routes: slices.Concat(d.importer().Routes(), d.exchange().Routes(), d.proofs().Routes(), d.published().Routes(), []web.Route{
		{Method: "GET", Pattern: "/preexam/{id}/desk", Act: casework.ActText, Handler: d.deskPage},
		{Method: "POST", Pattern: "/preexam/{id}/judge", Act: "preexam.judge", Handler: d.judgePage},
		{Method: "GET", Pattern: "/preexam/{id}/report", Act: casework.ActText, Handler: d.reportPage},
		{Method: "GET", Pattern: "/preexam/{id}/preview", Act: "preexam.notify", Handler: d.previewPage},
		{Method: "GET", Pattern: "/preexam/{id}/compare", Act: casework.ActText, Handler: d.comparePage},
		{Method: "GET", Pattern: "/preexam/{id}/figure/{version}/{figure}", Act: casework.ActText, Handler: d.figurePage},
		{Method: "GET", Pattern: "/preexam/{id}/original/{version}/{file}", Act: casework.ActText, Handler: d.originalPage},
		{Method: "GET", Pattern: "/preexam/{id}/annotated/{version}/{file}", Act: casework.ActText, Handler: d.annotatedPage},
		{Method: "GET", Pattern: "/preexam/{id}/archive", Act: archive.Act, Handler: d.archive().Page, Timeout: batchTimeout},
		{Method: "GET", Pattern: "/preexam/batch", Act: ActBatch, Handler: d.batchPage},
		// The largest body of the program: fifty packages at once, over a slow line.
		{Method: "POST", Pattern: "/preexam/batch", Act: ActBatch, Handler: d.batchPage, Limit: maxBatch, Timeout: batchTimeout},
		{Method: "GET", Pattern: "/preexam/{id}/identity", Act: ActIdentity, Handler: d.identityPage},
		{Method: "GET", Pattern: "/preexam/{id}/identity/{side}/{difference}", Act: ActIdentity, Handler: d.identityFigure},
	})}
}

// Hooks returns what the procedure adds to the shared pages.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review, After: after, Contents: d.contents,
		Bulk: []worklist.BulkMove{{Move: "submit", Title: web.Text{"批量提交", "Submit"}},
			{Move: "reassign", Title: web.Text{"批量转办", "Reassign"}, Fill: keepSecond, Back: giveBack}}}
}

// keepSecond completes the input of a bulk 转办: who gets the case becomes another, but nobody who
// has begun to read it second loses it unless that was said.
func keepSecond(k *casework.Case, in any) any {
	out := *in.(*Assign)
	if second := strconv.FormatInt(k.Second, 10); out.Second == "" && k.Second != 0 && second != out.Handler {
		out.Second = second
	}
	return &out
}

// giveBack is the 转办 that takes one back: to whom the case and its second reading were before.
func giveBack(before *casework.Case) any {
	return &Assign{Handler: strconv.FormatInt(before.Handler, 10), Second: strconv.FormatInt(before.Second, 10), Reason: "撤销刚才的转办"}
}

// after leads on to what usually comes next.
func after(k *casework.Case, move string) string {
	switch move {
	case "create":
		// A request without papers is nothing yet.
		return fmt.Sprintf("/case/%d/move/upload", k.ID)
	case "upload", "add", "start", "search", "opine":
		return fmt.Sprintf("/preexam/%d/desk", k.ID)
	// The case is out of the person's sight now.
	case "recuse", "discard":
		return "/work"
	}
	return ""
}

// extra adds the papers, the report and the correspondence to the page of a case.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (worklist.Extra, error) {
	var x worklist.Extra
	a := worklist.Actor(c)
	vs, err := record.Versions(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return x, err
	}
	// Whoever may not read the text still sees that there are versions, and when they came.
	mayRead := d.office.Policy.May(a.Subject, casework.ActText, k.Object())
	if k.State == Withdrawn && len(vs) > 0 {
		_, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
		if gone := fault.KindOf(err) == fault.Missing; err != nil && !gone {
			return x, err
		} else if gone {
			x.Notices = append(x.Notices, web.Notice{Tone: web.Grey, Text: c.T("草稿及其申请文件已删除，不能恢复。", "The draft and its papers were deleted and cannot be restored.")})
			x.Facts = d.facts(c, k)
			return x, nil
		}
	}
	if len(vs) > 0 && mayRead {
		l := web.Link{Href: fmt.Sprintf("/preexam/%d/desk", k.ID), Label: c.T("申请文件与缺陷", "Papers and findings")}
		if k.State == Examining && a.Party == 0 || k.State == Reviewing && a.Account == k.Second {
			l.Tone = web.Blue
		}
		x.Links = append(x.Links, l)
	}
	compared := slices.ContainsFunc(vs, func(v VersionInfo) bool { return v.Purpose == ForFiling })
	if compared && d.office.Policy.May(a.Subject, ActIdentity, k.Object()) {
		x.Links = append(x.Links, web.Link{Href: fmt.Sprintf("/preexam/%d/identity", k.ID), Label: c.T("一致性比对", "Identity check")})
	}
	if len(vs) > 0 && d.office.Policy.May(a.Subject, archive.Act, k.Object()) {
		x.Links = append(x.Links, web.Link{Href: fmt.Sprintf("/preexam/%d/archive", k.ID), Label: c.T("下载案卷", "Download the file")})
	}
	d.wanting(c, k, len(vs) == 0, &x)
	if k.State == Draft && mayRead && a.Party != 0 {
		v, err := d.latest(c, tx, k)
		if err != nil {
			return x, err
		}
		x.Main = append(x.Main, steps(c, k, v))
	}
	x.Side = append(x.Side, versionTable(c, k, vs, mayRead))
	x.Facts = d.facts(c, k)
	asked, err := d.proofs().Table(c, tx, k)
	if err != nil {
		return x, err
	}
	if asked != nil {
		x.Main = append(x.Main, *asked)
	}
	notes, err := d.notes(c, tx, a, k)
	if notes != nil {
		x.Main = append(x.Main, *notes)
	}
	return x, err
}

// versionTable lists the versions of the papers, with links for whoever may read them.
func versionTable(c *web.Ctx, k *casework.Case, vs []VersionInfo, mayRead bool) web.Table {
	t := web.Table{Title: c.T("申请文件版本", "Versions of the papers"), Head: []string{c.T("版本", "Version"), c.T("用途", "Purpose"), c.T("时间", "Time")},
		Empty: c.T("还没有上传申请文件。", "No papers yet.")}
	for _, v := range vs {
		cell := web.Cell{Text: c.T(fmt.Sprintf("第 %d 版", v.No), fmt.Sprintf("Version %d", v.No))}
		// The filed text is shown against the passed one, on the page of the identity check.
		if mayRead && v.Purpose == ForExam {
			cell.Href = fmt.Sprintf("/preexam/%d/desk?v=%d", k.ID, v.No)
		}
		purpose := c.T("预审", "Examination")
		if v.Purpose == ForFiling {
			purpose = c.T("正式提交", "As filed")
		}
		t.Rows = append(t.Rows, []web.Cell{cell, {Text: purpose}, {Text: v.At.In(calendar.Shanghai()).Format("2006-01-02 15:04")}})
	}
	return t
}

// wanting tells whoever has to bring the papers that they are missing, and where to do it.
func (d *Desk) wanting(c *web.Ctx, k *casework.Case, none bool, x *worklist.Extra) {
	may := func(act string) bool { return d.office.Policy.May(worklist.Actor(c).Subject, act, k.Object()) }
	if may("preexam.upload") && slices.Contains([]string{Draft, Returned}, k.State) {
		x.Links = append(x.Links, web.Link{Href: fmt.Sprintf("/case/%d/move/upload", k.ID), Label: c.T("上传申请文件", "Upload papers")})
		x.Notices = append(x.Notices, web.Notice{Tone: web.Amber, Title: c.T("尚未提交", "Not submitted yet"),
			Text: c.T("上传申请文件并查看自检结果后，请点“提交预审请求”；收到案号和回执才算提交成功。请勿上传涉及国家秘密的内容。",
				"Upload the papers, look at the self-check, then submit; only the receipt means that it was submitted. Do not upload state secrets.")})
	}
	if none && k.Attrs[attrOld] != "" && may("preexam.add_papers") {
		x.Links = append(x.Links, web.Link{Href: fmt.Sprintf("/case/%d/move/add_papers", k.ID), Label: c.T("补传申请文件", "Add the papers")})
		x.Notices = append(x.Notices, web.Notice{Tone: web.Amber, Title: c.T("申请文件尚未转入", "The papers are missing"),
			Text: c.T("本案由原系统转入，还没有申请文件。补传后方可继续审查和比对。", "The case came from another system without its papers; it cannot go on before they are added.")})
	}
}

// facts are the plain attributes of the case; none tells anything of the invention.
func (d *Desk) facts(c *web.Ctx, k *casework.Case) []web.KVRow {
	rows := []web.KVRow{{Label: c.T("主分类", "Main class"), Text: k.Attrs[attrClass]}, {Label: c.T("补正次数", "Corrections"), Text: k.Attrs[attrRounds]}}
	for _, x := range []struct{ attr, zh, en string }{{attrOld, "原案号", "Old number"}, {attrReceived, "原系统提交日", "Submitted there on"}, {attrAccepted, "原系统受理日", "Accepted there on"}} {
		if v := k.Attrs[x.attr]; v != "" {
			rows = append(rows, web.KVRow{Label: c.T(x.zh, x.en), Text: v})
		}
	}
	if k.Attrs[attrRef] != "" && !superior.Is(worklist.Actor(c)) {
		rows = append(rows, web.KVRow{Label: c.T("内部编号", "Your reference"), Text: k.Attrs[attrRef]})
	}
	if k.Attrs[attrGreen] != "" {
		rows = append(rows, web.KVRow{Label: c.T("绿色通道", "Green channel"), Tag: web.Tag{Tone: web.Green, Text: c.T("是", "Yes")}})
	}
	if k.Attrs[attrApp] != "" {
		rows = append(rows, web.KVRow{Label: c.T("申请号", "Application number"), Text: k.Attrs[attrApp]})
	}
	if k.Attrs[attrGround] != "" {
		rows = append(rows, web.KVRow{Label: c.T("事由", "Ground"), Text: k.Attrs[attrGround]})
	}
	return rows
}

// notes shows searches, opinions, calls, statements and objections with their words, to those who
// may read the text.
func (d *Desk) notes(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case) (*web.Table, error) {
	if !d.office.Policy.May(a.Subject, casework.ActText, k.Object()) {
		return nil, nil
	}
	events, err := d.office.Events(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	// The party reads its own words; what the examiner noted for the desk is the center's.
	shown := map[string]bool{"answer": true, "plead": true, "object": true}
	if a.Party == 0 {
		for _, m := range []string{"search", "opine", "record", "propose", "propose_end", "keep_on", "approve", "send_back"} {
			shown[m] = true
		}
	}
	t := &web.Table{Title: c.T("记录与往来", "Records and correspondence"), Head: []string{c.T("时间", "Time"), c.T("事项", "Matter"), c.T("内容", "Words")}}
	for _, e := range events {
		if !shown[e.Move] {
			continue
		}
		// Opened with the key of the case; after its destruction this page has no words any more.
		var in map[string]any
		if err := d.office.InputOf(c.Context(), tx, e, &in); err != nil {
			return nil, err
		}
		m := d.chart.Move(e.Move)
		t.Rows = append(t.Rows, []web.Cell{{Text: e.At.In(calendar.Shanghai()).Format("2006-01-02 15:04")}, {Text: c.T(m.Title, m.English)}, {Text: words(c, in)}})
	}
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return t, nil
}

// words joins the texts of an input in the order in which they read best, each with its name; ids
// and switches are left out.
func words(c *web.Ctx, in map[string]any) string {
	var out []string
	for _, f := range [][3]string{{"outcome", "结论", "Outcome"}, {"database", "数据库", "Database"}, {"query", "检索式", "Query"}, {"hits", "命中", "Hits"},
		{"way", "方式", "Way"}, {"with", "对方", "With"}, {"text", "内容", "Said"}, {"opinion", "意见", "Opinion"}, {"cited", "文献", "Documents"},
		{"remark", "说明", "Remark"}, {"statement", "陈述", "Statement"}, {"grounds", "异议理由", "Grounds"}, {"reason", "理由", "Reason"}} {
		v, ok := in[f[0]]
		s := fmt.Sprint(v)
		if word := map[string]string{"pass": "拟合格", "fail": "拟不合格"}[s]; f[0] == "outcome" && word != "" {
			s = word
		}
		if ok && s != "" {
			out = append(out, c.T(f[1]+"：", f[2]+": ")+s)
		}
	}
	return strings.Join(out, c.T("；", "; "))
}

// options offers what can be chosen in a move's form.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	switch move {
	case "create":
		return d.clients(c, tx, f)
	case "notify", "approve":
		return d.warn(c, tx, k, f)
	case "assign", "reassign":
		staff, err := d.Staff(c.Context(), tx, k.Center)
		if err != nil {
			return err
		}
		class := k.Attrs[attrClass]
		f.Options("handler", staffing.Options(staff, casework.Examiner, k.Kind, class)).Options("second", staffing.Options(staff, casework.Reviewer, k.Kind, class))
	case "change_agent":
		agencies, err := party.Agencies(c.Context(), tx, k.Owner, d.office.Today())
		if err != nil {
			return err
		}
		var out []form.Option
		for _, p := range agencies {
			out = append(out, form.Option{Value: strconv.FormatInt(p.ID, 10), Label: web.Text{p.Name, p.Name}})
		}
		f.Options("agency", out)
	case "extend":
		clocks, err := d.office.Clocks(c.Context(), tx, k)
		if err != nil {
			return err
		}
		var out []form.Option
		for _, r := range clocks {
			// With the present due day beside each, so that nobody extends the wrong term.
			if r.Running() {
				due := r.Result.Due.String()
				out = append(out, form.Option{Value: r.Rule.Code, Label: web.Text{r.Rule.Title + "（现到期 " + due + "）", r.Rule.English + " (due " + due + ")"}})
			}
		}
		f.Options("clock", out)
	}
	return nil
}

// clients offers an agency those whose mandate is in force today, the only one already chosen. An
// applicant of its own is not asked.
func (d *Desk) clients(c *web.Ctx, tx *store.Tx, f *form.Form) error {
	a := worklist.Actor(c)
	if !a.Is(casework.AgencyRole) {
		f.Without("client")
		return nil
	}
	clients, err := party.Clients(c.Context(), tx, a.Party, d.office.Today())
	if err != nil {
		return err
	}
	var out []form.Option
	for _, p := range clients {
		out = append(out, form.Option{Value: strconv.FormatInt(p.ID, 10), Label: web.Text{p.Name, p.Name}})
	}
	f.Options("client", out)
	if len(out) == 1 {
		f.Suggest("client", out[0].Value)
	}
	return nil
}

// prefill fills in what is known already, so that nothing is typed twice.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	switch move {
	case "accept":
		return Accept{Class: k.Attrs[attrClass]}, nil
	case "search", "opine", "propose":
		return d.prefillDesk(c, tx, k, move)
	case "terminate":
		var in Terminate // as the examiner proposed it
		_, err := d.lastInput(c.Context(), tx, k, "propose_end", &in)
		return in, err
	case "mark":
		return Mark{Batch: d.office.Today().String()}, nil
	case "file":
		// A minute back, so that a filing just before midnight is not dated into the next day.
		return Filed{Day: calendar.DayOf(d.office.Now().Add(-time.Minute)), PaidOn: d.office.Today()}, nil
	}
	return nil, nil
}

// prefillDesk fills in what the examiner typed before in this round: the database last searched,
// the opinion to go on with and the documents found, the opinion as the reason of a proposal.
func (d *Desk) prefillDesk(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	var s Search
	var o Opine
	_, err := d.lastInput(c.Context(), tx, k, "search", &s)
	if err != nil || move == "search" {
		return Search{Database: s.Database}, err
	}
	known, err := d.lastInput(c.Context(), tx, k, "opine", &o)
	switch {
	case err != nil:
		return nil, err
	case move == "propose":
		return Propose{Reason: o.Opinion}, nil
	case !known:
		o.Cited = s.Cited
	}
	return o, nil
}
