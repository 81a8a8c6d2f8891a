package lawbook

import (
	"fmt"
	"net/url"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/law/rule"
	"zhibao/law/statute"
)

// Module returns the pages, which are for everybody.
func (b *Book) Module() web.Module {
	return web.Module{Name: "law", Routes: []web.Route{
		{Method: "GET", Pattern: "/law", Public: true, Handler: b.listPage},
		{Method: "GET", Pattern: "/law/{text}", Public: true, Handler: b.textPage},
		{Method: "GET", Pattern: "/law/{text}/{article}", Public: true, Handler: b.articlePage},
	}}
}

// Texts that nothing rests on are not listed; a citation in a refusal can still lead to them.
func (b *Book) cited() (out []statute.Text) {
	for _, t := range b.texts {
		if len(b.of(t.Code)) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// chapters put the levels of the texts into the order of their force.
var chapters = []struct {
	level  rule.Level
	zh, en string
}{{rule.Law, "法律法规规章与司法解释", "Laws, regulations and rules"}, {rule.Guideline, "规范性文件、审查指南与标准", "Normative documents, guidelines and standards"},
	{rule.Center, "本中心规定", "Rules of the center"}, {rule.Advice, "实务与撰写建议", "Practice and advice"}}

// warning says what the pages are not.
func warning(c *web.Ctx) web.Notice {
	return web.Notice{Tone: web.Grey, Title: c.T("说明", "Note"), Text: c.T("本页说明各项期限、步骤和检查规则依据什么，不收录条文原文。条文的含义由本平台用自己的话概述，一切以公布的原文为准，请到“来源”查阅。",
		"These pages say what terms, steps and rules of the check rest on. They hold no wording of any article; what an article governs is told in our words. The published text decides: read it at the source.")}
}

// listPage lists the texts by how binding they are.
func (b *Book) listPage(c *web.Ctx) error {
	blocks := []web.Block{warning(c)}
	for _, ch := range chapters {
		t := web.Table{Title: c.T(ch.zh, ch.en), Head: []string{c.T("名称", "Text"), c.T("条款", "Articles"), c.T("事项", "Uses")}, Numbers: []int{1, 2}}
		for _, x := range b.cited() {
			if x.Level != ch.level {
				continue
			}
			n := 0
			all := b.of(x.Code)
			for _, e := range all {
				n += len(e.uses)
			}
			name := web.Cell{Text: x.Title(), Href: "/law/" + x.Code, Sub: []string{c.Say(x.Kind) + " · " + span(c, x)}}
			if c.Lang() == web.EN {
				name = web.Cell{Text: x.English, Href: "/law/" + x.Code, Sub: []string{x.Title(), name.Sub[0]}}
			}
			t.Rows = append(t.Rows, []web.Cell{name, {Text: fmt.Sprint(len(all))}, {Text: fmt.Sprint(n)}})
		}
		blocks = append(blocks, t)
	}
	c.Page = web.Page{Title: c.T("法规依据", "Legal basis"), NoMark: true, At: "/law"}
	return c.Render("page-blocks", blocks)
}

// span says from when to when a version holds.
func span(c *web.Ctx, t statute.Text) string {
	switch {
	case t.Level == rule.Center:
		return c.T("由中心设定", "set by the center")
	case t.Level == rule.Advice:
		return "—"
	case t.From.IsZero():
		return c.T("以公布文本为准", "see the published text")
	case t.Until.IsZero():
		return c.T(t.From.String()+" 起", "since "+t.From.String())
	}
	return t.From.String() + c.T(" 至 ", " to ") + t.Until.String()
}

// text reads the text of the address.
func (b *Book) text(c *web.Ctx) (statute.Text, error) {
	t, ok := statute.ByCode(c.Path("text"))
	if !ok {
		return t, fault.New(fault.Missing, "law.text", "没有收录这一法规，请从“法规依据”的列表中选择")
	}
	return t, nil
}

// article reads the article of the address.
func (b *Book) article(c *web.Ctx) (*entry, error) {
	t, err := b.text(c)
	if err != nil {
		return nil, err
	}
	e := b.entries[t.Code+"/"+c.Path("article")]
	if e == nil || e.article == "" {
		return nil, fault.New(fault.Missing, "law.article", "%s没有收录“%s”：没有期限、步骤或规则依据它，请从该法规的条款列表中选择", t.Title(), c.Path("article"))
	}
	return e, nil
}

// facts describes a text.
func facts(c *web.Ctx, t statute.Text) web.KV {
	kv := web.KV{Title: c.T("文本", "Text")}
	kv.Add(c.T("名称", "Name"), t.Name)
	if c.Lang() == web.EN {
		kv.Add("In English", t.English)
	}
	version := t.Version()
	if version == "" {
		version = c.T("只有一个版本", "there is but one")
	}
	kv.Add(c.T("版本", "Version"), version).Add(c.T("施行", "In force"), span(c, t)).Add(c.T("性质", "Kind"), c.Say(t.Kind)).Add(c.T("效力层级", "Level"), level(c, t.Level))
	if t.Note[0] != "" {
		kv.Add(c.T("适用", "Application"), c.Say(t.Note))
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("来源（原文）", "Source (wording)"), Text: c.Say(t.Source), Href: t.Href})
	return kv
}

// level says how binding a text is.
func level(c *web.Ctx, l rule.Level) string {
	switch l {
	case rule.Law:
		return c.T("法律法规：必须遵守", "law: binding")
	case rule.Guideline:
		return c.T("规范性文件、指南或标准", "guideline, document or standard")
	case rule.Center:
		return c.T("本中心规定：可由中心修改", "rule of the center, which it may change")
	}
	return c.T("建议：不具约束力", "advice: binds nobody")
}

// textPage shows a text with the articles that something rests on.
func (b *Book) textPage(c *web.Ctx) error {
	x, err := b.text(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("被引用的条款", "Articles cited"), Head: []string{c.T("条款", "Article"), c.T("规定什么（概述）", "What it governs, in our words"), c.T("事项", "Uses")}, Numbers: []int{2},
		Empty: c.T("没有期限、步骤或检查规则直接引用它的条款；它只在个别提示中被引用。", "No term, step or rule of the check cites an article of it; only single messages do.")}
	blocks := []web.Block{facts(c, x)}
	if a := statute.About(x.Code, ""); a[0] != "" {
		blocks = append(blocks, web.Notice{Tone: web.Blue, Title: c.T("规定什么（概述）", "What it governs, in our words"), Text: c.Say(a)})
	}
	for _, e := range b.of(x.Code) {
		if e.article == "" {
			blocks = append(blocks, uses(c, e, c.T("依据整个文本的事项", "Resting on the text as a whole")))
			continue
		}
		t.Rows = append(t.Rows, []web.Cell{e.cell(c), {Text: e.summary(c)}, {Text: fmt.Sprint(len(e.uses))}})
	}
	if len(t.Rows) > 0 || len(blocks) == 1 {
		blocks = append(blocks[:1:1], append([]web.Block{t}, blocks[1:]...)...)
	}
	c.Page = web.Page{Title: c.T(x.Title(), x.English), NoMark: true, At: "/law", Crumbs: []web.Link{{Href: "/law", Label: c.T("法规依据", "Legal basis")}, {Label: c.T(x.Name, x.English)}}}
	return c.Render("page-blocks", append(blocks, warning(c)))
}

// cell names an article and leads to its page.
func (e *entry) cell(c *web.Ctx) web.Cell {
	out := web.Cell{Text: e.article, Href: "/law/" + e.text.Code + "/" + url.PathEscape(e.article)}
	if name := english(e.article); c.Lang() == web.EN && name != e.article {
		out.Text, out.Sub = name, []string{e.article}
	}
	return out
}

// summary is what an article governs, or what rests on it where that is not described.
func (e *entry) summary(c *web.Ctx) string {
	if a := e.about(); a[0] != "" {
		return c.Say(a)
	}
	var out []string
	for _, u := range e.uses {
		if len(out) == 3 {
			return strings.Join(out, c.T("；", "; ")) + c.T("等", " and more")
		}
		out = append(out, c.Say(u.Title))
	}
	return strings.Join(out, c.T("；", "; "))
}

// uses lists what rests on an article.
func uses(c *web.Ctx, e *entry, title string) web.Table {
	t := web.Table{Title: title, Head: []string{c.T("类别", "Kind"), c.T("业务或编号", "Procedure or number"), c.T("事项", "What")}}
	for _, u := range e.uses {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(u.Kind.words())}, {Text: c.Say(u.Of)}, {Text: c.Say(u.Title), Href: u.Href}})
	}
	return t
}

// articlePage shows one article and everything that rests on it.
func (b *Book) articlePage(c *web.Ctx) error {
	e, err := b.article(c)
	if err != nil {
		return err
	}
	about := e.about()
	kv := web.KV{Title: c.T("依据", "Basis")}
	kv.Add(c.T("条款", "Article"), e.article)
	name := c.T(e.article, english(e.article))
	if about[0] != "" {
		kv.Add(c.T("规定什么（概述）", "What it governs, in our words"), c.Say(about))
	} else {
		kv.Add(c.T("规定什么（概述）", "What it governs, in our words"), c.T("本平台据以办理下列事项：", "this program does the following on it: ")+e.summary(c))
	}
	kv.Add(c.T("引文核对", "How well known"), surety(c, e.sure))
	rows := facts(c, e.text).Rows
	rows[0].Href = "/law/" + e.text.Code
	kv.Rows = append(kv.Rows, rows...)
	title := c.T(e.text.Title()+e.article, e.text.English+": "+name)
	if e.text.Code == "center" {
		title = c.T(e.text.Name+"：", e.text.English+": ") + name
	}
	c.Page = web.Page{Title: title, NoMark: true, At: "/law", Crumbs: []web.Link{{Href: "/law", Label: c.T("法规依据", "Legal basis")}, {Href: "/law/" + e.text.Code, Label: c.T(e.text.Name, e.text.English)}, {Label: name}}}
	return c.Render("page-blocks", []web.Block{kv, uses(c, e, c.T("依据它的事项", "Resting on it")), warning(c)})
}

// surety says how well the citation is known.
func surety(c *web.Ctx, s rule.Sure) string {
	switch s {
	case rule.Source:
		return c.T("已与公布的文本核对", "compared with the published text")
	case rule.Known:
		return c.T("条款位置未逐字核对，以原文为准", "the place was not compared word by word")
	case rule.Ours:
		return c.T("本平台自定", "laid down by this program")
	}
	return c.T("各中心或各年度可能不同，作为配置项", "differs by center or year, so it is a setting")
}
