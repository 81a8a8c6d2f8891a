package drafting

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// A turn is a draft that waits for the person.
type turn struct {
	k    *casework.Case
	d    *draft.Draft
	name string
	form *draft.Template
	who  string
}

// turns lists the drafts with which the person is to go on: their own that are being written, and those
// of others that they may review or sign.
func (p *Pages) turns(c *web.Ctx) (out []turn, err error) {
	a := worklist.Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for _, state := range []draft.State{draft.Drafting, draft.Submitted, draft.Reviewed} {
			waiting, err := draft.Waiting(c.Context(), tx, a.Center, state)
			if err != nil {
				return err
			}
			for _, d := range waiting {
				t, mine, err := p.turn(c, tx, d)
				if err != nil {
					return err
				}
				if mine {
					out = append(out, t)
				}
			}
		}
		return nil
	})
	return out, err
}

// turn reports whether a draft waits for the person.
func (p *Pages) turn(c *web.Ctx, tx *store.Tx, d *draft.Draft) (t turn, mine bool, err error) {
	a := worklist.Actor(c)
	if p.Desk.Of(d.Chart) == nil || d.State == draft.Drafting && d.Author != a.Account {
		return t, false, nil
	}
	t = turn{d: d}
	t.name, t.form = p.name(c, d)
	move := draft.MoveEdit
	switch {
	case d.State == draft.Submitted && (t.form == nil || !t.form.Lone):
		move = draft.MoveReview
	case d.State != draft.Drafting:
		move = p.issuer(d.Chart, t.form)
	}
	// Whoever only edited it is not known without its versions and finds out when signing; that is rare.
	// A paper that a move issues is issued by whoever makes that.
	other := move == draft.MoveReview || move == draft.MoveIssue
	if other && (d.Author == a.Account || d.Reviewer == a.Account) {
		return t, false, nil
	}
	// A case of a procedure that the person does not see is not there, and no error.
	if t.k, err = p.Office.Get(c.Context(), tx, a, d.Case); fault.KindOf(err) == fault.Missing {
		return t, false, nil
	} else if err != nil {
		return t, false, err
	}
	names, err := p.Accounts(c.Context(), tx, t.k.Center, []int64{d.Author})
	t.who = names[d.Author]
	return t, p.sees(a, t.k) && p.may(c, t.k, move), err
}

// Waiting counts what waits for the person, for the menu.
func (p *Pages) Waiting(c *web.Ctx) (int, error) {
	all, err := p.turns(c)
	return len(all), err
}

// queuePage lists what waits for the person.
func (p *Pages) queuePage(c *web.Ctx) error {
	all, err := p.turns(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("等我办理的文书草稿", "Drafts that wait for me"), Head: []string{c.T("案号", "Case"), c.T("文书", "Paper"), c.T("状态", "State"), c.T("拟稿人", "Author"), c.T("最近修改", "Changed")},
		Empty: c.T("没有等您拟稿、审核或签发的文书。新文书从案件的“文书拟稿”开始。", "Nothing waits to be written, reviewed or signed by you. A new paper begins at “Drafts of papers” of its case.")}
	for _, x := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: worklist.Name(c, x.k), Href: fmt.Sprintf("/case/%d", x.k.ID)}, {Text: x.name, Href: fmt.Sprintf("/case/%d/drafts/%d", x.k.ID, x.d.ID)},
			{Tag: tag(c, x.d, x.form)}, {Text: x.who}, {Text: moment(c, x.d)}})
	}
	c.Page = web.Page{Title: c.T("文书拟稿", "Drafts of papers")}
	return c.Render("page-blocks", []web.Block{t})
}
