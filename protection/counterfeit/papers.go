package counterfeit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/internal/office/paper"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/template"
)

// An issue is a paper to be made: which template, in whose name, for whom, and with what.
type issue struct {
	template string
	mandate  Mandate
	to       string // addressee where it is not the person investigated
	serve    bool   // it is served on the person investigated
	handed   bool   // on the spot, where the person does not get it electronically
	text     map[string]string
	lines    map[string]string   // words that somebody typed, a paragraph a line
	list     map[string][]string // numbered
	table    map[string]paper.Block
}

// issue fills the template in force today and issues it. Nothing with an open variable leaves.
func (d *Desk) issue(s *casework.Step, x issue) error {
	t, text, err := template.On(x.template, s.Today)
	if err != nil {
		return err
	}
	if x.mandate.Number == "" && x.serve {
		// Whatever reaches the person comes in the name of the authority.
		if x.mandate, err = d.Gate(s, actOf(x.template)); err != nil {
			return err
		}
	}
	draft := document.Draft{Template: Code + "." + t.Code, Version: t.Version, Name: t.Name, Series: t.Series, To: x.to}
	if m := x.mandate; m.Number != "" {
		draft.Authority, draft.Mark, draft.Chain = m.Body, m.Mark, m.Lines
	}
	values := paper.Values{Text: map[string]string{"案号": s.Case.Number}, Blocks: map[string][]paper.Block{}}
	if x.serve || x.to == "" {
		p, err := party.Get(s.Ctx, s.Tx, s.Case.Owner)
		if err != nil {
			return err
		}
		draft.To, values.Text["当事人"] = p.Name, p.Name
		if x.serve {
			draft.Recipients = []document.Recipient{{Party: p.ID, Channel: d.channel(s)}}
		}
	}
	maps.Copy(values.Text, x.text)
	for name, words := range x.lines {
		values.Blocks[name] = quoted(words)
	}
	for name, items := range x.list {
		values.Blocks[name] = []paper.Block{paper.List{Ordered: true, Items: items}}
	}
	for name, b := range x.table {
		values.Blocks[name] = []paper.Block{b}
	}
	filled, err := paper.Fill(text, values)
	if err != nil {
		return err
	}
	draft.Body = filled.Body
	if x.serve && answers(x.template) && d.channel(s) != document.Account {
		block, err := d.code(s)
		if err != nil {
			return err
		}
		draft.Body = append(draft.Body, block)
	}
	p, err := document.Issue(s, draft)
	if err != nil || !x.handed || d.channel(s) != document.Person {
		return err
	}
	return d.deliver(s, &Served{Way: "direct", Day: s.Today, Who: "现场交付"}, p.ID)
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
func titles(s *casework.Step, codes []string) (out []string) {
	for _, code := range codes {
		if k, ok := conduct.Of(code, s.Today); ok {
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
