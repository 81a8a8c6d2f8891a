package drafting

import (
	"time"

	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A DraftView is a draft of a paper, without its words.
type DraftView struct {
	ID       string    `json:"id"`
	Case     string    `json:"case"`
	Template string    `json:"template"`
	Form     string    `json:"form" doc:"模板版本"`
	Name     string    `json:"name"`
	State    string    `json:"state" doc:"draft 拟稿中、submitted 待审核、reviewed 待签发、issued 已签发、dropped 已弃用"`
	Version  int64     `json:"version" doc:"修改、审核、签发时须写明"`
	Author   string    `json:"author"`
	Paper    string    `json:"paper,omitempty" doc:"已签发的文书"`
	By       string    `json:"by,omitempty" doc:"随何步骤签发：步骤代码；单独签发的没有此项"`
	Changed  time.Time `json:"changed"`
}

// A BlockView is the words of one block.
type BlockView struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A VersionView is who wrote a version and which blocks it changed.
type VersionView struct {
	N       int64     `json:"n"`
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	Changed []string  `json:"changed"`
	Back    int64     `json:"back,omitempty" doc:"恢复自第几版"`
}

// A DraftWords is a draft with its words.
type DraftWords struct {
	DraftView
	Blocks     []BlockView   `json:"blocks"`
	Recipients []string      `json:"recipients" doc:"空为按该文书通常的受送达人"`
	Note       string        `json:"note,omitempty" doc:"审核意见或退回理由"`
	Open       string        `json:"open,omitempty" doc:"现在还不能签发的原因"`
	Versions   []VersionView `json:"versions"`
}

// Rest returns what programs can do of the pages. Drafts are written, reviewed and signed by the moves
// draft_paper, edit_paper, review_paper, return_paper and issue_paper of the case.
func (p *Pages) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: draft.ActSee, Title: web.Text{"查看文书草稿", "See drafts of papers"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/drafting", Act: draft.ActSee, Title: web.Text{"等我办理的文书草稿", "Drafts that wait for me"}, Pages: []string{"GET /drafting"}, Answer: []DraftView{}, Handle: p.restQueue},
		{Method: "GET", Path: "/cases/{case}/drafts", Act: draft.ActSee, Title: web.Text{"案件的文书草稿", "Drafts of a case"}, Pages: []string{"GET /case/{id}/drafts"}, Answer: []DraftView{}, Handle: p.restCase},
		{Method: "GET", Path: "/cases/{case}/drafts/{draft}", Act: draft.ActSee, Title: web.Text{"一份文书草稿", "One draft"}, Pages: []string{"GET /case/{id}/drafts/{draft}"}, Answer: DraftWords{}, Handle: p.restDraft},
		{Method: "GET", Path: "/cases/{case}/drafts/{draft}/{format}", Act: draft.ActSee, Title: web.Text{"草稿预览 pdf 或 docx", "Preview of a draft as pdf or docx"}, Pages: []string{"GET /case/{id}/drafts/{draft}/{format}"},
			Files: []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(p.previewFile)},
	}}
}

// view is a draft for programs; ids are text, as everywhere.
func (p *Pages) view(c *web.Ctx, d *draft.Draft, who string) DraftView {
	name, t := p.name(c, d)
	v := DraftView{ID: rest.ID(d.ID), Case: rest.ID(d.Case), Template: d.Template, Form: d.Form, Name: name, State: string(d.State), Version: d.Version, Author: who,
		Paper: rest.ID(d.Paper), Changed: d.Changed.In(calendar.Shanghai())}
	if t != nil && t.Ahead() {
		v.By = p.issuer(d.Chart, t)
	}
	return v
}

// restQueue answers what waits for whom the key belongs to.
func (p *Pages) restQueue(c *rest.Call) (any, error) {
	all, err := p.turns(c.Ctx)
	out := []DraftView{}
	for _, x := range all {
		out = append(out, p.view(c.Ctx, x.d, x.who))
	}
	return out, err
}

// restCase answers the drafts of a case, the latest first.
func (p *Pages) restCase(c *rest.Call) (any, error) {
	out := []DraftView{}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := p.found(c.Ctx, tx)
		if err != nil {
			return err
		}
		all, err := draft.In(c.Context(), tx, k.ID)
		for _, d := range all {
			names, err := p.Accounts(c.Context(), tx, k.Center, []int64{d.Author})
			if err != nil {
				return err
			}
			out = append(out, p.view(c.Ctx, d, names[d.Author]))
		}
		return err
	})
	return out, err
}

// restDraft answers a draft with its words and its history.
func (p *Pages) restDraft(c *rest.Call) (any, error) {
	w, err := p.load(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := DraftWords{DraftView: p.view(c.Ctx, w.d, w.names[w.d.Author]), Blocks: []BlockView{}, Recipients: []string{}, Note: w.note, Versions: []VersionView{}}
	var names []string
	if w.t != nil {
		names = w.t.Edit
	}
	for _, name := range names {
		out.Blocks = append(out.Blocks, BlockView{name, w.content.Blocks[name]})
	}
	for _, r := range w.content.Recipients {
		out.Recipients = append(out.Recipients, rest.ID(r.Party))
	}
	for i, v := range w.versions {
		x := VersionView{N: v.N, At: v.At.In(calendar.Shanghai()), Who: w.names[v.Account], Changed: []string{}, Back: v.Content.Back}
		if i > 0 {
			x.Changed = rest.List(draft.Changed(w.versions[i-1].Content, v.Content, names))
		}
		out.Versions = append(out.Versions, x)
	}
	if w.why != nil {
		out.Open = c.Say(c.ExplainAll(w.why))
	}
	return out, nil
}
