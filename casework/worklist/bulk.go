package worklist

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
)

// Grants lets those remind who answer for the terms: the counter and the heads for every case
// of the center, an examiner for the cases in hand.
func Grants() []access.Grant {
	gs := []access.Grant{{Act: casework.ActRemind, Role: string(casework.Examiner), Rel: access.Handler}}
	for _, r := range []casework.Role{casework.Clerk, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: casework.ActRemind, Role: string(r), Rel: access.Center})
	}
	return gs
}

// A BulkMove is a move that can be made on many cases of the list at once. Each case goes
// through the same door as from its own page.
type BulkMove struct {
	Move  string
	Title web.Text // of the button: 批量转办
	// Fill completes the input for one case and returns a new one, because the input that was
	// typed serves all of them; nil: it is used as it is.
	Fill func(k *casework.Case, in any) any
	// Back returns the input with which the same move brings the case, as it was before, back;
	// nil: it cannot be taken back.
	Back func(before *casework.Case) any
}

// rowKey names a case in a bulk act: its number, which is what the preview and the result show,
// or its id while it has none.
func rowKey(r row) string {
	if r.k.Number != "" {
		return r.k.Number
	}
	return strconv.FormatInt(r.k.ID, 10)
}

// byKey finds the case that rowKey named, if the person may see it.
func (p *Pages) byKey(c *web.Ctx, key string) (k *casework.Case, err error) {
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		// Numbers begin with letters, so an id cannot be one.
		if id, e := strconv.ParseInt(key, 10, 64); e == nil {
			k, err = p.Office.Get(c.Context(), tx, Actor(c), id)
		} else {
			k, err = p.Office.Find(c.Context(), tx, Actor(c), key)
		}
		return err
	})
	return k, err
}

// keys are those of everything that fits the filter, for "select all", up to the limit.
func (p *Pages) keys(c *web.Ctx, q list.Query[filter]) (out []string, err error) {
	f := p.toFilter(c, q.Filter)
	// The list asks for one more than the limit, from which it sees that there are too many.
	f.NoTitles, f.PerPage = true, list.MaxBulk
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for f.Page = 1; len(out) < q.Limit; f.Page++ {
			l, err := p.Office.List(c.Context(), tx, Actor(c), f)
			if err != nil {
				return err
			}
			for _, k := range l.Cases {
				out = append(out, rowKey(row{k: k}))
			}
			if len(l.Cases) < f.PerPage {
				return nil
			}
		}
		return nil
	})
	return out[:min(len(out), q.Limit)], err
}

// Bulk are the acts on many cases: the moves that the procedures offer, then the reminder.
func (p *Pages) Bulk() []list.Bulk {
	var out []list.Bulk
	for _, chart := range p.Office.Charts() {
		for _, b := range p.Hooks[chart.Code].Bulk {
			out = append(out, p.bulkMove(chart, b))
		}
	}
	return append(out, list.Bulk{Key: "remind", Title: web.Text{"批量催办", "Remind"},
		Offer: func(c *web.Ctx) bool {
			return p.Office.Tell != nil && p.Office.Policy.Ever(Actor(c).Subject, casework.ActRemind)
		},
		Check: func(c *web.Ctx, key string) error {
			k, err := p.byKey(c, key)
			if err != nil {
				return err
			}
			return p.remindable(c, k)
		},
		Do: func(c *web.Ctx, key, _ string, _ any) (string, error) {
			k, err := p.byKey(c, key)
			if err != nil {
				return "", err
			}
			return "", p.Office.Remind(c.Context(), Actor(c), k.ID)
		}})
}

// bulkMove makes the bulk act of a move.
func (p *Pages) bulkMove(chart *casework.Chart, b BulkMove) list.Bulk {
	m, act := chart.Move(b.Move), chart.Act(b.Move)
	if m == nil {
		panic("worklist: no move " + act + " to make in bulk")
	}
	out := list.Bulk{Key: act, Title: b.Title, Input: p.schemas[act],
		Offer: func(c *web.Ctx) bool { return p.Office.Policy.Ever(Actor(c).Subject, act) },
		Prepare: func(c *web.Ctx, f *form.Form) error {
			options := p.Hooks[chart.Code].Options
			if options == nil {
				return nil
			}
			// The choices of all rows are those of the center, so no single case is asked.
			return p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
				return options(c, tx, &casework.Case{Center: Actor(c).Center, Chart: chart.Code}, b.Move, f)
			})
		},
		Check: func(c *web.Ctx, key string) error {
			k, err := p.byKey(c, key)
			if err != nil {
				return err
			}
			return p.movable(c, chart, m, k)
		},
		Do: func(c *web.Ctx, key, idem string, input any) (string, error) {
			k, err := p.byKey(c, key)
			if err != nil {
				return "", err
			}
			if b.Fill != nil {
				input = b.Fill(k, input)
			}
			// The version is that of now: the check of this very row has just been made on it.
			done, err := p.Office.Move(c.Context(), casework.Request{Actor: Actor(c), Chart: chart.Code, Case: k.ID, Move: b.Move,
				Input: input, Expected: k.Version, Key: idem})
			if err != nil || b.Back == nil || done.Replayed {
				return "", err
			}
			in, err := json.Marshal(b.Back(k))
			return fmt.Sprintf("%d %s", done.Case.Version, in), err
		}}
	if b.Back != nil {
		out.Undo = func(c *web.Ctx, key, idem, was string) error { return p.undoMove(c, chart, m, undone{key, idem, was}) }
	}
	return out
}

// undone is one row of an act that is taken back: its key, the idempotency key of taking it back, and
// how it was.
type undone struct{ key, idem, was string }

// undoMove makes the move once more with the input that brings the case back. Whoever has moved it
// meanwhile did so on what was done, so then it stays.
func (p *Pages) undoMove(c *web.Ctx, chart *casework.Chart, m *casework.Move, u undone) error {
	k, err := p.byKey(c, u.key)
	if err != nil {
		return err
	}
	version, in, _ := strings.Cut(u.was, " ")
	expected, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return fmt.Errorf("undo of %s: %w", m.Code, err)
	}
	input := m.Do.New()
	if err := json.Unmarshal([]byte(in), input); err != nil {
		return fmt.Errorf("undo of %s: %w", m.Code, err)
	}
	_, err = p.Office.Move(c.Context(), casework.Request{Actor: Actor(c), Chart: chart.Code, Case: k.ID, Move: m.Code, Input: input, Expected: expected, Key: u.idem})
	return err
}

// movable tells why the move cannot be made on the case, before it is tried.
func (p *Pages) movable(c *web.Ctx, chart *casework.Chart, m *casework.Move, k *casework.Case) error {
	if slices.ContainsFunc(p.Office.Allowed(Actor(c), k), func(x *casework.Move) bool { return k.Chart == chart.Code && x.Code == m.Code }) {
		return nil
	}
	// The list holds cases of several procedures, of which the move belongs to one.
	state := p.Office.ChartOf(k.Chart).State(k.State)
	if k.Chart != chart.Code || !slices.Contains(m.From, k.State) {
		return fault.New(fault.Conflict, "case.state", "案件处于“%s”，不能办理“%s”；请打开案件查看现在可办的步骤", state.Words(), m.Words())
	}
	return fault.New(fault.Forbidden, "case.role", "“%s”须由有权的人员办理，您的账号不能办理此案", m.Words())
}

// remindable tells why the party of the case is not to be reminded.
func (p *Pages) remindable(c *web.Ctx, k *casework.Case) error {
	if err := p.Office.MayRemind(Actor(c), k); err != nil {
		return err
	}
	return p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		again, err := p.Office.Reminded(c.Context(), tx, k)
		if again {
			return casework.RemindedToday()
		}
		return err
	})
}

// remindPosted reminds the party from the page of the case.
func (p *Pages) remindPosted(c *web.Ctx) error {
	id, err := ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.Office.Remind(c.Context(), Actor(c), id); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已催办，并记入办理经过。", "The party was reminded; the reminder is part of the history."))
	return c.Redirect(fmt.Sprintf("/case/%d", id))
}

// remindBlock is the button on the page of a case.
type remindBlock struct {
	c  *web.Ctx
	id int64
}

// Block names the template.
func (remindBlock) Block() string { return "case-remind" }

// Hidden returns the fields of the plumbing.
func (b remindBlock) Hidden() template.HTML { return b.c.Hidden() }

// Action is where the button leads.
func (b remindBlock) Action() string { return fmt.Sprintf("/case/%d/remind", b.id) }
