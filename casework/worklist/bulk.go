package worklist

import (
	"context"
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
)

// ActRemind is reminding a party of a step that is its own (催办).
const ActRemind = "case.remind"

// Grants lets those remind who answer for the terms: the counter and the heads for every case
// of the center, an examiner for the cases in hand.
func Grants() []access.Grant {
	gs := []access.Grant{{Act: ActRemind, Role: string(casework.Examiner), Rel: access.Handler}}
	for _, r := range []casework.Role{casework.Clerk, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActRemind, Role: string(r), Rel: access.Center})
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

// bulk are the acts on many cases: the moves that the procedures offer, then the reminder.
func (p *Pages) bulk() []list.Bulk {
	var out []list.Bulk
	for _, chart := range p.Office.Charts() {
		for _, b := range p.Hooks[chart.Code].Bulk {
			out = append(out, p.bulkMove(chart, b))
		}
	}
	return append(out, list.Bulk{Key: "remind", Title: web.Text{"批量催办", "Remind"},
		Offer: func(c *web.Ctx) bool {
			return p.Office.Tell != nil && p.Office.Policy.Ever(Actor(c).Subject, ActRemind)
		},
		Check: func(c *web.Ctx, key string) error {
			k, err := p.byKey(c, key)
			if err != nil {
				return err
			}
			return p.remindable(c, k)
		},
		Do: func(c *web.Ctx, key, _ string, _ any) error {
			k, err := p.byKey(c, key)
			if err != nil {
				return err
			}
			return p.Remind(c.Context(), Actor(c), k.ID, c.Now())
		}})
}

// bulkMove makes the bulk act of a move.
func (p *Pages) bulkMove(chart *casework.Chart, b BulkMove) list.Bulk {
	m, act := chart.Move(b.Move), chart.Act(b.Move)
	if m == nil {
		panic("worklist: no move " + act + " to make in bulk")
	}
	return list.Bulk{Key: act, Title: b.Title, Input: p.schemas[act],
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
		Do: func(c *web.Ctx, key, idem string, input any) error {
			k, err := p.byKey(c, key)
			if err != nil {
				return err
			}
			if b.Fill != nil {
				input = b.Fill(k, input)
			}
			// The version is that of now: the check of this very row has just been made on it.
			_, err = p.Office.Move(c.Context(), casework.Request{Actor: Actor(c), Chart: chart.Code, Case: k.ID, Move: b.Move,
				Input: input, Expected: k.Version, Key: idem})
			return err
		}}
}

// movable tells why the move cannot be made on the case, before it is tried.
func (p *Pages) movable(c *web.Ctx, chart *casework.Chart, m *casework.Move, k *casework.Case) error {
	if slices.ContainsFunc(p.Office.Allowed(Actor(c), k), func(x *casework.Move) bool { return k.Chart == chart.Code && x.Code == m.Code }) {
		return nil
	}
	// The list holds cases of several procedures, of which the move belongs to one.
	state := p.Office.Chart(k.Chart).State(k.State)
	if k.Chart != chart.Code || !slices.Contains(m.From, k.State) {
		return fault.New(fault.Conflict, "case.state", "案件处于“%s”，不能办理“%s”；请打开案件查看现在可办的步骤", state.Words(), m.Words())
	}
	return fault.New(fault.Forbidden, "case.role", "“%s”须由有权的人员办理，您的账号不能办理此案", m.Words())
}

// remindable tells why the party of the case is not to be reminded.
func (p *Pages) remindable(c *web.Ctx, k *casework.Case) error {
	if err := p.mayRemind(Actor(c), k); err != nil {
		return err
	}
	var n int
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		return tx.Row(c.Context(), `SELECT COUNT(*) FROM worklist_reminder WHERE case_id = $1 AND day = $2`, k.ID, int64(p.Office.Today())).Scan(&n)
	})
	if err == nil && n > 0 {
		return reminded()
	}
	return err
}

// mayRemind is what of it the case itself says, without the reminders that were sent.
func (p *Pages) mayRemind(a casework.Actor, k *casework.Case) error {
	s := p.Office.Chart(k.Chart).State(k.State)
	switch {
	case !p.Office.Policy.May(a.Subject, ActRemind, k.Object()):
		return fault.New(fault.Forbidden, "worklist.remind_role", "您的账号不能就此案催办，请由承办人或业务负责人催办")
	// What was not handed in yet is nobody's business but its author's.
	case !k.Open() || !s.Party || k.State == "draft":
		return fault.New(fault.Conflict, "worklist.remind_state", "案件处于“%s”，没有等待当事人办理的事项，无需催办；请打开案件查看由谁办理", s.Words())
	}
	return nil
}

// reminded is the answer to the second reminder of a day.
func reminded() error {
	return fault.New(fault.Conflict, "worklist.remind_twice", "今天已经催办过，同一案件每天至多催办一次；请改用电话联系")
}

// Remind tells the party that acts in the case that something waits for it: the number and a
// link, never a word of the matter. It does so once a day at most, so that sending the same
// form twice sends one notice. It moves no clock: a reminder has no effect in law.
func (p *Pages) Remind(ctx context.Context, a casework.Actor, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "remind")
	return p.Office.DB.Write(ctx, func(tx *store.Tx) error {
		// Read anew here: the party may have answered since the preview.
		k, err := p.Office.Get(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := p.mayRemind(a, k); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `INSERT INTO worklist_reminder (center_id, case_id, day, account_id, at) VALUES ($1,$2,$3,$4,$5)
			ON CONFLICT (case_id, day) DO NOTHING`, k.Center, k.ID, int64(p.Office.Today()), a.Account, now.UnixMicro())
		if err != nil {
			return err
		}
		if n == 0 {
			return reminded()
		}
		// Where an agency acts, what is sent goes to the agency.
		to := k.Agent
		if to == 0 {
			to = k.Owner
		}
		return p.Office.Tell(ctx, tx, casework.Notification{Center: k.Center, Party: to, Case: k.ID, Number: k.Number})
	})
}
