// Package drafting (文书拟稿) is the pages on which papers are drafted, reviewed and signed: what waits for
// whom, the drafts of a case, and one draft with its editor, its versions and a preview.
package drafting

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

//go:embed view/*.html
var views embed.FS

// Pages are the pages of drafts.
type Pages struct {
	Office   *casework.Office
	Desk     *draft.Desk
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Parties  func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Write    func(c *web.Ctx, k *casework.Case, format string, w io.Writer, p paper.Paper) (contentType string, err error)

	edit *form.Schema
}

// New returns the pages.
func New(p Pages) *Pages {
	p.edit = form.Describe(draft.Edit{}, nil)
	return &p
}

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	return web.Module{Name: "drafting", Views: []fs.FS{views}, Routes: []web.Route{
		{Method: "GET", Pattern: "/drafting", Act: draft.ActSee, Handler: p.queuePage},
		{Method: "GET", Pattern: "/case/{id}/drafts", Act: draft.ActSee, Handler: p.casePage},
		{Method: "GET", Pattern: "/case/{id}/drafts/{draft}", Act: draft.ActSee, Handler: p.draftPage},
		{Method: "POST", Pattern: "/case/{id}/drafts/{draft}", Act: draft.ActSee, Handler: p.draftPage},
		{Method: "GET", Pattern: "/case/{id}/drafts/{draft}/{format}", Act: draft.ActSee, Handler: p.previewFile},
	}}
}

// found returns a case in which the person may see drafts.
func (p *Pages) found(c *web.Ctx, tx *store.Tx) (*casework.Case, error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	a := worklist.Actor(c)
	k, err := p.Office.Get(c.Context(), tx, a, id)
	if err == nil && !p.sees(a, k) {
		err = fault.New(fault.Missing, "case.missing", "没有这个案件，或您无权查看；请核对案号，或在“我的案件”中查找")
	}
	return k, err
}

// sees reports whether the person may see the drafts of a case. A party never does.
func (p *Pages) sees(a casework.Actor, k *casework.Case) bool {
	return a.Party == 0 && p.Desk.Of(k.Chart) != nil && p.Office.Policy.May(a.Subject, draft.ActSee, k.Object())
}

// A whole is a draft with everything that its page shows.
type whole struct {
	k        *casework.Case
	d        *draft.Draft
	t        *draft.Template // nil where the template is no longer in force
	versions []draft.Version
	note     string
	content  draft.Content
	paper    paper.Paper
	why      error // what stands against issuing it
	names    map[int64]string
	parties  map[int64]string
}

// load returns the draft that the address names.
func (p *Pages) load(c *web.Ctx) (w *whole, err error) {
	w = &whole{}
	id, err := worklist.ID(c, "draft")
	if err != nil {
		return nil, err
	}
	return w, p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if w.k, err = p.found(c, tx); err != nil {
			return err
		}
		if w.d, err = draft.Get(c.Context(), tx, w.k.ID, id); err != nil {
			return err
		}
		key, err := p.Office.Keys.CaseKey(c.Context(), tx, w.k.ID)
		if err != nil {
			return err
		}
		if w.versions, err = draft.Versions(c.Context(), tx, key, w.d.ID); err != nil {
			return err
		}
		if w.note, err = w.d.Note(key); err != nil {
			return err
		}
		w.content = w.versions[len(w.versions)-1].Content
		return p.rest(c, tx, w)
	})
}

// rest adds what is not stored with the draft: its preview, and names.
func (p *Pages) rest(c *web.Ctx, tx *store.Tx, w *whole) (err error) {
	// A template that is out of force is no error of the page: it says so, and that it can be sent back.
	today := p.Office.Today()
	w.t, w.why = p.Desk.Of(w.k.Chart).Template(w.d.Template, today)
	accounts := []int64{w.d.Author, w.d.Reviewer, w.d.Signer}
	for _, v := range w.versions {
		accounts = append(accounts, v.Account)
	}
	if w.names, err = p.Accounts(c.Context(), tx, w.k.Center, accounts); err != nil {
		return err
	}
	if w.parties, err = p.Parties(c.Context(), tx, w.k.Center, draft.Parties(w.k)); err != nil || w.t == nil {
		return err
	}
	w.paper, w.why, err = p.Desk.Preview(p.step(c, tx, w.k, w.t), w.d, w.content)
	return err
}

// step is the issuing of a paper as it would be made now, to see what it would say.
func (p *Pages) step(c *web.Ctx, tx *store.Tx, k *casework.Case, t *draft.Template) *casework.Step {
	chart := p.Office.ChartOf(k.Chart)
	move := chart.Move(p.issuer(k.Chart, t))
	if move == nil {
		move = chart.Move(draft.MoveIssue)
	}
	return &casework.Step{Ctx: c.Context(), Tx: tx, Office: p.Office, Chart: chart, Move: move, Case: k, Actor: worklist.Actor(c),
		Now: p.Office.Now(), Today: p.Office.Today()}
}

// Hooks are what drafts add to the pages of a procedure.
func (p *Pages) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: p.extra, Options: p.options, Prefill: p.prefill, Review: p.review, After: after}
}

// extra adds the way to the drafts to the page of a case.
func (p *Pages) extra(c *web.Ctx, _ *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	if p.sees(worklist.Actor(c), k) {
		x.Links = []web.Link{{Href: fmt.Sprintf("/case/%d/drafts", k.ID), Label: c.T("文书拟稿", "Drafts of papers")}}
	}
	return x, nil
}

// options fills the choices of the moves of papers.
func (p *Pages) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	// The form of edit_paper is asked for by programs and by the editor alike.
	if k == nil || move != draft.MoveDraft && move != draft.MoveEdit || p.Desk.Of(k.Chart) == nil {
		return nil
	}
	to, err := p.recipients(c.Context(), tx, k)
	if err != nil {
		return err
	}
	if f.Options("recipients", to); move == draft.MoveDraft {
		f.Options("template", p.kinds(k))
	}
	return nil
}

// kinds are the papers that can be drafted today, as choices.
func (p *Pages) kinds(k *casework.Case) (out []form.Option) {
	for _, t := range p.templates(k) {
		label := web.Text{t.Name, t.English}
		if t.Ahead() {
			label = web.Text{t.Name + "（随“" + t.By[0] + "”签发）", t.English + " (issued with: " + t.By[1] + ")"}
		}
		out = append(out, form.Option{Value: t.Code, Label: label})
	}
	return out
}

// recipients are the parties of the case, with the way on which a paper would go to each.
func (p *Pages) recipients(ctx context.Context, tx *store.Tx, k *casework.Case) (out []form.Option, err error) {
	ids := draft.Parties(k)
	names, err := p.Parties(ctx, tx, k.Center, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		// What a person sees here is what issuing does: without an account it goes by post.
		way := document.ChannelOf(document.Account)
		if p.Office.Reached != nil {
			ok, err := p.Office.Reached(ctx, tx, k.Center, id)
			if err != nil {
				return nil, err
			}
			if !ok {
				way = document.ChannelOf(document.Post)
			}
		}
		out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{names[id] + "（" + way.Title + "）", names[id] + " (" + way.English + ")"}})
	}
	return out, nil
}

// prefill names the draft or the paper that the address of a form names.
func (p *Pages) prefill(c *web.Ctx, _ *store.Tx, k *casework.Case, move string) (any, error) {
	n, _ := strconv.ParseInt(c.Query("version"), 10, 64) // what is no number is no version
	of := draft.Of{Draft: c.Query("draft"), Version: n}
	if k == nil || p.Desk.Of(k.Chart) == nil {
		return nil, nil
	}
	// The forms of these moves are reached from a draft or a paper alone, which stands in the address.
	switch move {
	case draft.MoveReview:
		return draft.Review{Of: of}, nil
	case draft.MoveReturn:
		return draft.Return{Of: of}, nil
	case draft.MoveIssue:
		return draft.Sign{Of: of}, nil
	case draft.MoveVoid:
		return draft.Void{Paper: c.Query("paper")}, nil
	}
	return nil, nil
}

// review shows what is reviewed, sent back or signed above the form.
func (p *Pages) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if blocks, err := p.ahead(c, tx, k, move); len(blocks) > 0 || err != nil {
		return blocks, err
	}
	id, _ := strconv.ParseInt(c.Query("draft"), 10, 64) // what is no number names nothing
	if id == 0 || !slices.Contains([]string{draft.MoveReview, draft.MoveReturn, draft.MoveIssue}, move) || !p.sees(worklist.Actor(c), k) {
		return nil, nil
	}
	d, err := draft.Get(c.Context(), tx, k.ID, id)
	if err != nil {
		return nil, err
	}
	return p.sheet(c, tx, k, d)
}

// sheet is the latest version of a draft as it would be issued now.
func (p *Pages) sheet(c *web.Ctx, tx *store.Tx, k *casework.Case, d *draft.Draft) ([]web.Block, error) {
	key, err := p.Office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	versions, err := draft.Versions(c.Context(), tx, key, d.ID)
	if err != nil {
		return nil, err
	}
	// The latest version, even where the address names an older one: the move refuses that.
	_, t := p.name(c, d)
	x, why, err := p.Desk.Preview(p.step(c, tx, k, t), d, versions[len(versions)-1].Content)
	if err != nil {
		return nil, err
	}
	return p.shown(c, x, why)
}

// after leads back to the drafts of the case.
func after(k *casework.Case, move string) string {
	switch move {
	case draft.MoveDraft, draft.MoveEdit, draft.MoveReview, draft.MoveReturn, draft.MoveIssue, draft.MoveVoid:
		return fmt.Sprintf("/case/%d/drafts", k.ID)
	}
	return ""
}

// Grants lets those see the queue of drafts who have a part in them.
func (p *Pages) Grants() []access.Grant { return p.Desk.Grants() }
