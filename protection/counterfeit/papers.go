package counterfeit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/template"
)

// An issue is what a step says of the paper that it makes, beyond what the case knows.
type issue struct {
	template string
	to       string // addressee where it is not the person investigated
	handed   bool   // on the spot, where the person does not get it electronically
	text     map[string]string
	lines    map[string]string   // words that somebody typed, a paragraph a line
	list     map[string][]string // numbered
	table    map[string]paper.Block
}

// issue makes a paper: from its draft where one was made ahead, otherwise from what the step says.
func (d *Desk) issue(s *casework.Step, x issue) error {
	v := draft.Values{Text: map[string]string{}, Blocks: map[string][]paper.Block{}}
	if maps.Copy(v.Text, x.text); x.to != "" {
		v.Text["受送达人"] = x.to
	}
	for name, words := range x.lines {
		v.Blocks[name] = quoted(words)
	}
	for name, items := range x.list {
		v.Blocks[name] = numbered(items)
	}
	for name, b := range x.table {
		v.Blocks[name] = []paper.Block{b}
	}
	if answers(x.template) && channel(s.Case) != document.Account {
		block, err := d.code(s)
		if err != nil {
			return err
		}
		v.Blocks["答复码"] = []paper.Block{block}
	}
	if err := d.stray(s, x.template); err != nil {
		return err
	}
	p, err := d.Drafts.Issue(s, x.template, v)
	if err != nil || !x.handed || s.Case.Owner == 0 || channel(s.Case) != document.Person {
		return err
	}
	return d.deliver(s, &Served{Way: "direct", Day: s.Today, Who: "现场交付"}, p.ID)
}

// stray refuses a step that issues another paper than the one which was drafted for it: those words would get
// lost unseen.
func (d *Desk) stray(s *casework.Step, code string) error {
	t, err := d.Drafts.Of(Code).Template(code, s.Today)
	if err != nil {
		return err
	}
	for _, o := range d.Drafts.Of(Code).InForce(s.Today) {
		if o.By != t.By || o.Code == code {
			continue
		}
		words, err := draft.Written(s.Ctx, s.Tx, s.Key(), s.Case.ID, o.Code)
		if err != nil {
			return err
		}
		if words != nil {
			return fault.New(fault.Conflict, "counterfeit.stray", "按所填内容应签发“%s”，而已拟的草稿是“%s”；请弃用该草稿，或核对所填内容", t.Words(), o.Words())
		}
	}
	return nil
}

// drafting is how the papers of the procedure are made. Its letters are those of every procedure.
func (d *Desk) drafting() draft.Procedure {
	var all []string // a paper of an ended case, such as a refusal, has to be served too
	for _, s := range states() {
		all = append(all, s.Code)
	}
	return draft.Procedure{Chart: Code, Templates: append(template.All(), draft.Letters(calendar.MustDay("2024-01-20"))...), Fill: d.fill, Mandate: d.mandate, From: all,
		Authors: []casework.Role{casework.Enforcer, casework.Clerk}, Reviewers: []casework.Role{casework.Reviewer}, Signers: head, Basis: ours("文书的拟稿、审核与签发")}
}

// mandate is in whose name a paper is issued.
func (d *Desk) mandate(s *casework.Step, t *draft.Template) (draft.Mandate, error) {
	act := acts[t.Code]
	if !t.Ahead() {
		act = draft.ActLetter
	}
	if act == "" {
		return draft.Mandate{}, nil
	}
	m, err := d.Gate(s, act)
	return draft.Mandate{Authority: m.Body, Mark: m.Mark, Chain: m.Lines}, err
}

// fill is what the case knows of a paper. A draft begins with the findings so far, and shows what is
// proposed where the step will say what is imposed.
func (d *Desk) fill(ctx context.Context, tx *store.Tx, k *casework.Case, t *draft.Template) (v draft.Values, err error) {
	if k.Owner != 0 && (!t.Ahead() || served(t.Code)) {
		v.Recipients = []document.Recipient{{Party: k.Owner, Channel: channel(k)}}
	}
	if !t.Ahead() {
		return v, nil
	}
	r, err := d.Read(ctx, tx, k)
	if err != nil {
		return v, err
	}
	lead, source, _, arrived := r.Found()
	v.Text = map[string]string{"案号": k.Number, "来源": sourceTitle(source), "收到日期": arrived.Chinese(), "嫌疑人": lead.Suspect, "产品": lead.Product}
	v.Blocks = map[string][]paper.Block{"答复码": {}, "陈述": quoted(r.heardInWords())}
	if k.Owner != 0 {
		p, err := party.Get(ctx, tx, k.Center, k.Owner)
		if err != nil {
			return v, err
		}
		v.Text["当事人"], v.Text["受送达人"] = p.Name, p.Name
		code, err := party.CodeOf(ctx, tx, d.office.Keys, p)
		if err != nil {
			return v, err
		}
		v.Blocks["当事人表"] = []paper.Block{r.particulars(k, p, code)}
	}
	if codes := r.Accused(); len(codes) > 0 {
		v.Blocks["行为"] = numbered(titles(codes, d.office.Today()))
	}
	return r.suggest(v), nil
}

// suggest adds with which words a draft begins, and what was proposed.
func (r Record) suggest(v draft.Values) draft.Values {
	v.Suggest = map[string]string{}
	if p, _ := Last[Propose](r); p != nil {
		v.Suggest["事实"] = p.Facts
	}
	if c, _ := Last[Conclude](r); c != nil {
		v.Suggest["事实"], v.Suggest["证据"], v.Suggest["情节"] = c.Facts, c.Evidence, c.Degree
		v.Blocks["处罚"] = numbered(sanctionLines(c.Sanction))
	}
	if n, _ := Last[Notify](r); n != nil {
		v.Blocks["处罚"] = numbered(sanctionLines(n.Sanction))
	}
	return v
}

func numbered(items []string) []paper.Block {
	return []paper.Block{paper.List{Ordered: true, Items: items}}
}

// quoted makes a paragraph of each line that somebody typed; none would leave an empty section.
func quoted(text string) (out []paper.Block) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, paper.Q(l))
		}
	}
	if out == nil {
		out = []paper.Block{paper.P("无。")}
	}
	return out
}

// table lists the items of a measure.
func (items itemList) table() paper.Block {
	t := paper.Table{Head: []string{"序号", "物品名称", "规格型号、批号", "数量", "单价（元）", "特征与专利标识"}, Quoted: true}
	for i, x := range items {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), x.Name, or(x.Model, "—"), fmt.Sprintf("%d%s", x.Count, x.Unit), x.Price.String(), or(x.State, "—")})
	}
	return t
}

type itemList []Item

// on gives the words of an act on site that every record of one has.
func (p *Present) on() map[string]string {
	var who []string
	for _, o := range p.Officers {
		who = append(who, o.Name+"（"+o.Card+"）")
	}
	return map[string]string{"时间": p.Day.Chinese(), "地点": p.Place, "执法人员": strings.Join(who, "、"), "在场人": or(p.Witness, "无")}
}

// with adds words to a map and returns it.
func with(m map[string]string, pairs ...string) map[string]string {
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// or returns the first that is not empty.
func or(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// titles names kinds of conduct with the article on which each rests.
func titles(codes []string, on calendar.Day) (out []string) {
	for _, code := range codes {
		if k, ok := conduct.Of(code, on); ok {
			out = append(out, k.Title+"（"+k.Basis.String()+"）")
		}
	}
	return out
}

// optionTitle returns the Chinese word for a choice of a form.
func optionTitle(in any, field, value string) string {
	f := form.Describe(in, noRules()).Field(field)
	if f == nil {
		return value
	}
	i := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return f.Options[i].Label[0]
}

// noRules lets forms be described where only their choices are asked for.
func noRules() form.Rules {
	pass := func(string) lang.Text { return lang.Text{} }
	return form.Rules{"uscc": pass, "phone": pass}
}

func sourceTitle(code string) string {
	if code == "web" {
		return "公众网上举报"
	}
	return optionTitle(NewLead{}, "source", code)
}

func dayOf(micro int64) calendar.Day { return calendar.DayOf(time.UnixMicro(micro)) }
