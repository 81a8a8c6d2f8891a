package lawbook

import (
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/law/statute"
)

// LawText is a text that something rests on.
type LawText struct {
	Code     string       `json:"code"`
	Name     string       `json:"name"`
	Version  string       `json:"version,omitempty"`
	Kind     string       `json:"kind" doc:"法律、行政法规、部门规章、规范性文件等"`
	Level    string       `json:"level" doc:"law 法律法规、guideline 规范性文件与指南、center 本中心规定、advice 建议"`
	From     calendar.Day `json:"from,omitzero" doc:"该版本施行日；未登记的没有"`
	Until    calendar.Day `json:"until,omitzero" doc:"该版本的最后一日；现行的没有"`
	Source   string       `json:"source" doc:"原文的来源"`
	Address  string       `json:"address,omitempty"`
	Articles []string     `json:"articles" doc:"被引用的条款；空文本表示引用整个文本"`
}

// LawArticle is one basis with everything that rests on it.
type LawArticle struct {
	Text    LawText  `json:"text"`
	Article string   `json:"article"`
	About   string   `json:"about,omitempty" doc:"规定什么，本平台的概述，不是原文"`
	Sure    string   `json:"sure" doc:"S 已核对、K 未逐字核对、? 因中心而异、D 本平台自定"`
	Uses    []LawUse `json:"uses"`
}

// LawUse is one thing that rests on it.
type LawUse struct {
	Kind  string `json:"kind" doc:"clock 期限、move 步骤、setting 配置、service 送达方式、counting 期限计算、ground 条件或情形、fee 费用、rule 检查规则"`
	Of    string `json:"of" doc:"业务或规则编号"`
	Title string `json:"title"`
}

// Rest is what programs can read.
func (b *Book) Rest() rest.Module {
	return rest.Module{Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/law", Title: web.Text{"期限、步骤和规则所依据的法规", "The texts on which terms, steps and rules rest"}, Pages: []string{"GET /law"}, Answer: []LawText{}, Handle: func(*rest.Call) (any, error) {
			out := []LawText{}
			for _, t := range b.cited() {
				out = append(out, b.forPrograms(t))
			}
			return out, nil
		}},
		{Method: "GET", Path: "/law/{text}", Title: web.Text{"一个法规中被引用的条款", "The cited articles of a text"}, Pages: []string{"GET /law/{text}"}, Answer: []LawArticle{}, Handle: func(c *rest.Call) (any, error) {
			t, err := b.text(c.Ctx)
			out := []LawArticle{}
			for _, e := range b.of(t.Code) {
				out = append(out, b.articleOf(e))
			}
			return out, err
		}},
		{Method: "GET", Path: "/law/{text}/{article}", Title: web.Text{"一个条款及依据它的事项", "An article and what rests on it"}, Pages: []string{"GET /law/{text}/{article}"}, Answer: LawArticle{}, Handle: func(c *rest.Call) (any, error) {
			e, err := b.article(c.Ctx)
			if err != nil {
				return nil, err
			}
			return b.articleOf(e), nil
		}},
	}}
}

func (b *Book) forPrograms(t statute.Text) LawText {
	out := LawText{Code: t.Code, Name: t.Name, Version: t.Version(), Kind: t.Kind[0], Level: string(t.Level), From: t.From, Until: t.Until, Source: t.Source[0], Address: t.Href, Articles: []string{}}
	for _, e := range b.of(t.Code) {
		out.Articles = append(out.Articles, e.article)
	}
	return out
}

func (b *Book) articleOf(e *entry) LawArticle {
	out := LawArticle{Text: b.forPrograms(e.text), Article: e.article, About: e.about()[0], Sure: string(e.sure), Uses: []LawUse{}}
	for _, u := range e.uses {
		out.Uses = append(out.Uses, LawUse{u.Kind.code(), u.Of[0], u.Title[0]})
	}
	return out
}
