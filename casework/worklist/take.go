package worklist

import (
	"context"
	"fmt"
	"html/template"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// TakeFor is how long a case that somebody took from a shared queue is offered to nobody else.
// Whoever is called away loses nothing but the order: the case stays in the queue all the time.
const TakeFor = 30 * time.Minute

// candidates is how many waiting cases are looked at in one step.
const candidates = 100

// Take gives the actor the longest waiting case of the actor's shared queues that nobody has
// taken (领取下一件), and returns its id, 0 when there is none. Parallel calls get different
// cases. A take ends with TakeFor or when the case leaves the state in which it was taken, so
// that it is free at once for whoever has to make the next step.
func (p *Pages) Take(ctx context.Context, a casework.Actor, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "take the next case")
	err = p.Office.DB.Write(ctx, func(tx *store.Tx) error {
		id = 0 // the transaction may run again
		for page := 1; ; page++ {
			cases, err := p.Office.Shared(ctx, tx, a, page, candidates)
			if err != nil {
				return err
			}
			takes, err := p.takes(ctx, tx, a.Center, cases, now)
			if err != nil {
				return err
			}
			for _, k := range cases {
				// A case in the queue on which the person may do nothing is of no use to them.
				if takes[k.ID] != 0 || len(p.Office.Allowed(a, k)) == 0 {
					continue
				}
				if ok, err := take(ctx, tx, a, k, now); err != nil || ok {
					id = k.ID
					return err
				}
			}
			if len(cases) < candidates {
				return nil
			}
		}
	})
	return id, err
}

// take reserves one case, unless somebody was faster. What other transactions do meanwhile is
// not seen by the question before, so the row itself decides: it is locked by whoever writes
// first, and the second writes nothing.
func take(ctx context.Context, tx *store.Tx, a casework.Actor, k *casework.Case, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO worklist_take (center_id, case_id, account_id, state, at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (case_id) DO UPDATE SET account_id = excluded.account_id, state = excluded.state, at = excluded.at
		WHERE worklist_take.at < $6 OR worklist_take.state <> excluded.state`,
		k.Center, k.ID, a.Account, k.State, now.UnixMicro(), now.Add(-TakeFor).UnixMicro())
	return n == 1, err
}

// takes returns who of the center has taken which of the cases; a case that nobody has is not in it.
func (p *Pages) takes(ctx context.Context, tx *store.Tx, center int64, cases []*casework.Case, now time.Time) (map[int64]int64, error) {
	out := map[int64]int64{}
	if len(cases) == 0 {
		return out, nil
	}
	states := map[int64]string{}
	args := []any{now.Add(-TakeFor).UnixMicro(), center}
	var in []string
	for _, k := range cases {
		states[k.ID] = k.State
		args = append(args, k.ID)
		in = append(in, fmt.Sprintf("$%d", len(args)))
	}
	rows, err := tx.Query(ctx, `SELECT case_id, account_id, state FROM worklist_take WHERE +center_id = $2 AND at >= $1 AND case_id IN (`+strings.Join(in, ",")+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, account int64
		var state string
		if err := rows.Scan(&id, &account, &state); err != nil {
			return nil, err
		}
		// Left behind by a step that was made since.
		if state == states[id] {
			out[id] = account
		}
	}
	return out, rows.Err()
}

// takers returns the names of the colleagues who work on the cases at this moment. A party is
// not told who works on what, and of one's own takes nobody needs to be told.
func (p *Pages) takers(c *web.Ctx, tx *store.Tx, cases []*casework.Case) (map[int64]string, error) {
	a := Actor(c)
	if a.Party != 0 || a.Center == 0 {
		return nil, nil
	}
	takes, err := p.takes(c.Context(), tx, a.Center, cases, c.Now())
	if err != nil || len(takes) == 0 {
		return nil, err
	}
	var ids []int64
	for _, account := range takes {
		ids = append(ids, account)
	}
	names, err := p.Accounts(c.Context(), tx, a.Center, ids)
	out := map[int64]string{}
	for id, account := range takes {
		if account != a.Account {
			out[id] = names[account]
		}
	}
	return out, err
}

// handlerCell names the handler of a case, or who has it open at the moment.
func handlerCell(c *web.Ctx, r row) web.Cell {
	switch {
	case r.taker == "":
		return web.Cell{Text: r.handler}
	case r.handler == "" || r.handler == r.taker:
		return web.Cell{Text: c.T(r.taker+" 正在办理", r.taker+" is working on it")}
	default:
		return web.Cell{Text: r.handler + c.T("（"+r.taker+" 正在办理）", " ("+r.taker+" is working on it)")}
	}
}

// takeNext takes the next case for somebody who has a queue to take from.
func (p *Pages) takeNext(c *web.Ctx) (int64, error) {
	a := Actor(c)
	if !p.Office.Shares(a) {
		return 0, fault.New(fault.Forbidden, "worklist.take", "您的岗位没有共用的待办队列，案件由负责人分派；请在“我的案件”中办理")
	}
	return p.Take(c.Context(), a, c.Now())
}

// takePosted takes the next case and opens it.
func (p *Pages) takePosted(c *web.Ctx) error {
	id, err := p.takeNext(c)
	if err != nil {
		return err
	}
	if id == 0 {
		c.Flash(web.Blue, c.T("没有等待领取的案件：队列中的案件都已办理或正由同事办理。", "Nothing to take: every case of the queue is done or in the hands of a colleague."))
		return c.Redirect("/work")
	}
	return c.Redirect(fmt.Sprintf("/case/%d", id))
}

// takeBlock is the button above the list.
type takeBlock struct{ c *web.Ctx }

// Block names the template.
func (takeBlock) Block() string { return "work-take" }

// Hidden returns the fields of the plumbing.
func (b takeBlock) Hidden() template.HTML { return b.c.Hidden() }

// Minutes is how long the case is kept for the person.
func (takeBlock) Minutes() int { return int(TakeFor.Minutes()) }
