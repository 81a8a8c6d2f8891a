package comparison

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent/claim"
	"zhibao/protection/infringement/comparison/table"
)

// home is the page of the comparison of a case.
func home(caseID int64) string { return fmt.Sprintf("/case/%d/comparison", caseID) }

// stamp writes a moment to the minute.
func stamp(t time.Time) string { return t.In(calendar.Shanghai()).Format("2006-01-02 15:04") }

// sheetOf opens the comparison of the case in the address; the latest version where no is 0.
func (d *Desk) sheetOf(c *web.Ctx, no int64) (*sheet, error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	return d.open(c.Context(), worklist.Actor(c), id, no)
}

// page sets title and way back of a page below the comparison.
func (s *sheet) page(c *web.Ctx, title string) {
	c.Page = web.Page{Title: title, At: "/work", Wide: true, Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")},
		{Href: fmt.Sprintf("/case/%d", s.k.ID), Label: worklist.Name(c, s.k)}, {Href: home(s.k.ID), Label: c.T("侵权比对", "Comparison")}, {Label: title}}}
}

// outcomeTag is what follows for a claim or a design.
func outcomeTag(c *web.Ctx, o table.Outcome) web.Tag {
	switch o {
	case table.In:
		return web.Tag{Tone: web.Red, Text: c.T("落入保护范围", "Within the protection")}
	case table.Out:
		return web.Tag{Tone: web.Green, Text: c.T("不落入保护范围", "Outside the protection")}
	}
	return web.Tag{Tone: web.Grey, Text: c.T("未比对完", "Not finished")}
}

// defenceTag is what follows for a defence of prior art.
func defenceTag(c *web.Ctx, o table.Outcome) web.Tag {
	switch o {
	case table.In:
		return web.Tag{Tone: web.Green, Text: c.T("抗辩成立", "The defence stands")}
	case table.Out:
		return web.Tag{Tone: web.Red, Text: c.T("抗辩不成立", "The defence fails")}
	}
	return web.Tag{Tone: web.Grey, Text: c.T("未比对完", "Not finished")}
}

// verdictTag is the verdict on a feature.
func verdictTag(c *web.Ctx, v table.Verdict) web.Tag {
	tone := map[table.Verdict]web.Tone{table.Same: web.Blue, table.Equivalent: web.Purple, table.Different: web.Amber}[v]
	return web.Tag{Tone: tone, Text: c.Say(web.Text(v.Title()))}
}

// likenessTag is the verdict on a view.
func likenessTag(c *web.Ctx, l table.Likeness) web.Tag {
	tone := map[table.Likeness]web.Tone{table.LikeSame: web.Blue, table.LikeSubstantial: web.Blue, table.LikeSimilar: web.Purple, table.LikeNot: web.Amber}[l]
	return web.Tag{Tone: tone, Text: c.Say(web.Text(l.Title()))}
}

// claimView is one claim of the table.
type claimView struct {
	Anchor, Title string
	Tag           web.Tag // what follows, for an asserted claim
	Asserted      bool
	Rows          []featureView // in the order of the words of the claim
}

// featureView is one row of a claim.
type featureView struct {
	Label, Text string
	Reference   bool
	Product     string
	Evidence    []refView
	Tag         web.Tag
	Why         []web.KVRow
	Who, When   string
	Href        string
	May         bool // to judge it
	Open        bool // not judged yet
}

// refView points to a place in an exhibit.
type refView struct {
	Text, Href, Picture string
}

// tableView is the page.
type tableView struct {
	Home    string // address of the comparison
	Facts   web.KV
	Results []resultView
	Earlier bool        // an earlier version, which can be brought back
	Lacks   []string    // what is to be done before a decision
	Claims  []claimView // of an invention or utility model
	Views   []pairView  // of a design
	Overall *web.KV     // what a person concluded on a design; nil while nobody did
	Priors  []priorLine
	Undo    string // what an undo would take back; empty where nothing can be
	No      int64
	Tools   []web.Link // what can be done; none for who may only read
}

// priorLine is one reference of a defence.
type priorLine struct {
	Title, Href string
	Tag         web.Tag
	Done, All   int // features judged, and all of them
}

// tablePage shows the whole comparison.
func (d *Desk) tablePage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	s.page(c, c.T("侵权比对", "Comparison"))
	c.Page.Crumbs = append(c.Page.Crumbs[:2], web.Link{Label: c.Page.Title})
	c.Page.Actions = []web.Link{{Href: home(s.k.ID) + "/history", Label: c.T("比对经过", "History")}, {Href: home(s.k.ID) + "/print", Label: c.T("打印", "Print")}}
	return d.render(c, s)
}

// versionPage shows an earlier version, which can be brought back.
func (d *Desk) versionPage(c *web.Ctx) error {
	no, err := worklist.ID(c, "version")
	if err != nil {
		return err
	}
	s, err := d.sheetOf(c, no)
	if err != nil {
		return err
	}
	s.page(c, c.T(fmt.Sprintf("侵权比对第 %d 版", no), fmt.Sprintf("Comparison, version %d", no)))
	c.Page.Sub = stamp(s.At) + " " + s.Name
	return d.render(c, s)
}

// printPage shows the comparison as it is printed: two pairs of a design on a page.
func (d *Desk) printPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	s.edit = false // a sheet of paper offers nothing to be done
	s.page(c, c.T("侵权比对表", "Comparison"))
	c.Page.Sub = s.k.Number
	return c.Render("print", s.view(c))
}

// render answers with the whole comparison.
func (d *Desk) render(c *web.Ctx, s *sheet) error {
	return c.Render("compared", s.view(c))
}

// view puts the page together.
func (s *sheet) view(c *web.Ctx) *tableView {
	t := &s.table
	v := &tableView{Home: home(s.k.ID), No: s.latest, Facts: s.facts(c), Results: s.results(c), Earlier: s.earlier}
	for _, l := range s.lacks {
		v.Lacks = append(v.Lacks, c.Word(fmt.Sprint(l)))
	}
	for i := range t.Claims {
		v.Claims = append(v.Claims, s.claim(c, &t.Claims[i]))
	}
	if t.Patent.Design {
		v.Views, v.Overall = s.pairs(c), s.overall(c)
	}
	for i := range t.Priors {
		v.Priors = append(v.Priors, s.prior(c, &t.Priors[i]))
	}
	if s.edit {
		if s.No > 0 && s.Back >= 0 {
			v.Undo = s.Version.words(c)
		}
		v.Tools = s.tools(c)
	}
	return v
}

// tools are what can be done, in the order of the work.
func (s *sheet) tools(c *web.Ctx) []web.Link {
	link := func(path, zh, en string) web.Link { return web.Link{Href: home(s.k.ID) + path, Label: c.T(zh, en)} }
	out := []web.Link{link("/patent", "涉案专利", "The patent")}
	if s.table.Patent.Design {
		out = append(out, link("/pictures", "上传图片", "Send pictures"), link("/package", "从案卷包取专利图片", "Views from a package"), link("/cite", "增加现有设计", "Add a prior design"),
			link("/overall", "整体观察、综合判断", "The design as a whole"))
	} else {
		out = append(out, link("/claims", "录入权利要求", "Enter claims"), link("/cite", "增加现有技术", "Add prior art"))
	}
	return out
}

// resultView is what follows for one claim, for the design or of a defence.
type resultView struct {
	Label, Text string
	Tag         web.Tag
}

// results are what follows.
func (s *sheet) results(c *web.Ctx) (out []resultView) {
	t := &s.table
	for _, r := range t.Results() {
		out = append(out, resultView{Label: c.T("权利要求", "Claim ") + strconv.Itoa(r.Claim), Tag: outcomeTag(c, r.Outcome), Text: because(c, r)})
	}
	if t.Patent.Design {
		out = append(out, resultView{Label: c.T("外观设计", "Design"), Tag: outcomeTag(c, t.Protects())})
	}
	for i := range t.Priors {
		out = append(out, resultView{Label: c.T("现有技术（设计）抗辩", "Defence of prior art"), Text: t.Priors[i].Citation, Tag: defenceTag(c, t.Stands(&t.Priors[i]))})
	}
	return out
}

// facts is the head of the table: the patent.
func (s *sheet) facts(c *web.Ctx) web.KV {
	t := &s.table
	kind := c.T("发明或实用新型", "Invention or utility model")
	if t.Patent.Design {
		kind = c.T("外观设计", "Design")
	}
	kv := web.KV{}
	kv.Add(c.T("涉案专利", "Patent"), strings.TrimSpace(t.Patent.Number+" "+t.Patent.Title)).Add(c.T("类型", "Kind"), kind)
	if !t.Patent.Filed.IsZero() {
		kv.Add(c.T("申请日", "Filed"), t.Patent.Filed.String())
	}
	return kv
}

// because says from which features a result follows.
func because(c *web.Ctx, r table.Result) string {
	var parts []string
	for _, x := range []struct {
		zh, en string
		labels []string
	}{{"缺少特征 ", "lacks ", r.Missing}, {"等同特征 ", "as equivalents ", r.Equal}, {"未判定 ", "not judged ", r.Unread}} {
		if len(x.labels) > 0 {
			parts = append(parts, c.T(x.zh, x.en)+strings.Join(x.labels, c.T("、", ", ")))
		}
	}
	return strings.Join(parts, c.T("；", "; "))
}

// claim is one claim with its features.
func (s *sheet) claim(c *web.Ctx, x *table.Claim) claimView {
	kind := map[claim.Kind]web.Text{claim.Independent: {"独立权利要求", "independent"}, claim.Dependent: {"从属权利要求", "dependent"}, claim.Referring: {"引用其他权利要求的独立权利要求", "independent, referring"}}[x.Kind]
	v := claimView{Anchor: fmt.Sprintf("q%d", x.Number), Asserted: x.Asserted, Title: c.T(fmt.Sprintf("权利要求%d", x.Number), fmt.Sprintf("Claim %d", x.Number))}
	if kind != (web.Text{}) {
		v.Title += c.T("（"+kind[0]+"）", " ("+kind[1]+")")
	}
	if x.Asserted {
		v.Tag = outcomeTag(c, s.table.Covers(x.Number))
	} else {
		// It is no question whether a claim is met that nobody asserts; its features count for others.
		v.Tag = web.Tag{Text: c.T("被所主张的权利要求引用", "an asserted claim builds on it")}
	}
	for i := range x.Features {
		v.Rows = append(v.Rows, s.feature(c, x, i))
	}
	return v
}

// feature is one row.
func (s *sheet) feature(c *web.Ctx, x *table.Claim, at int) featureView {
	f := &x.Features[at]
	v := featureView{Label: x.Label(at), Text: strings.TrimSpace(f.Text), Reference: !f.Judged(), Product: f.Product, Tag: verdictTag(c, f.Verdict), Open: f.Judged() && f.Verdict == ""}
	if v.Reference {
		v.Tag = web.Tag{}
		return v
	}
	v.Href, v.May = fmt.Sprintf("%s/feature/%d", home(s.k.ID), f.ID), s.edit
	v.Evidence = s.refs(c, f)
	v.Why = why(c, f)
	if f.Done() {
		v.Who, v.When = f.Name, stamp(f.At)
	}
	return v
}

// why are the reasons of a verdict.
func why(c *web.Ctx, f *table.Feature) (out []web.KVRow) {
	bar := func(b table.Bar) string {
		return map[table.Bar]string{table.Rejected: c.T("主张不成立：", "raised in vain: "), table.Applies: c.T("适用：", "applies: ")}[b]
	}
	rows := []web.KVRow{{Label: c.T("理由", "Reasons"), Text: f.Reason}}
	if f.Verdict == table.Equivalent {
		rows = []web.KVRow{{Label: c.T("手段", "Means"), Text: f.Means}, {Label: c.T("功能", "Function"), Text: f.Function}, {Label: c.T("效果", "Effect"), Text: f.Effect}, {Label: c.T("容易联想", "Obvious"), Text: f.Obvious}, rows[0]}
	}
	if f.Estoppel != table.Unraised {
		rows = append(rows, web.KVRow{Label: c.T("禁止反悔", "Estoppel"), Text: bar(f.Estoppel) + f.EstoppelNote})
	}
	if f.Dedication != table.Unraised {
		rows = append(rows, web.KVRow{Label: c.T("捐献", "Dedication"), Text: bar(f.Dedication) + f.DedicationNote})
	}
	for _, r := range rows {
		if r.Text != "" {
			out = append(out, r)
		}
	}
	return out
}

// prior is the line of a reference.
func (s *sheet) prior(c *web.Ctx, p *table.Prior) priorLine {
	l := priorLine{Title: p.Citation, Href: fmt.Sprintf("%s/prior/%d", home(s.k.ID), p.ID), Tag: defenceTag(c, s.table.Stands(p))}
	if !p.Published.IsZero() {
		l.Title += c.T("（", " (") + p.Published.String() + c.T("公开）", ")")
	}
	for _, id := range s.table.Shown(p) {
		if l.All++; p.Row(id).Verdict != "" {
			l.Done++
		}
	}
	return l
}
