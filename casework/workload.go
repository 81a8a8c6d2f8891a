package casework

import (
	"context"
	"fmt"
	"strings"

	"zhibao/casework/tally"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Work is what one person has to do now (工作量): counts of open cases. Of the same case the
// handler alone counts, not the second reader, so that the numbers of all people add up.
type Work struct {
	Account  int64 // handler; 0 for the cases that nobody handles
	Open     int   // all of them
	Overdue  int   // nearest due day before today
	DueToday int   // nearest due day is today
}

// Workload counts the open cases that the actor may see, by handler: the most overdue first,
// then the most loaded. People without an open case are not in it.
func (o *Office) Workload(ctx context.Context, tx *store.Tx, by Actor) (_ []Work, err error) {
	defer fault.Wrap(&err, "workload")
	q := &query{}
	if err := o.look(ctx, tx, by, q); err != nil {
		return nil, err
	}
	columns := o.Columns()
	if q.Free {
		columns.Conflict = ""
	}
	cond, args := o.Policy.Where(by.Subject, ActSee, columns, 1)
	n := len(args) + 1
	q.Args = append(args, int64(o.Today()))
	// A case without a running clock has due = 0 and is neither overdue nor due.
	text := fmt.Sprintf(`SELECT k.handler_id, COUNT(*),
		SUM(CASE WHEN k.due > 0 AND k.due < $%d THEN 1 ELSE 0 END), SUM(CASE WHEN k.due = $%d THEN 1 ELSE 0 END)
		FROM casework_case k WHERE %s AND k.closed_at = 0 GROUP BY k.handler_id ORDER BY 3 DESC, 2 DESC, 1`, n, n, cond)
	return tally.Count(&o.counts, &q.Query, text, func() ([]Work, error) { return readWork(ctx, tx, text, q.Args) })
}

// readWork reads one line for each person.
func readWork(ctx context.Context, tx *store.Tx, text string, args []any) ([]Work, error) {
	rows, err := tx.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	// As many rows as the center has people: nothing to page through.
	var out []Work
	for rows.Next() {
		var w Work
		if err := rows.Scan(&w.Account, &w.Open, &w.Overdue, &w.DueToday); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// shared lists, by chart, the states whose cases stand in a queue that the actor's roles work
// off together: anybody of the role may do the next one.
func (o *Office) shared(a Actor) map[string][]string {
	out := map[string][]string{}
	for _, c := range o.charts {
		for _, s := range c.States {
			mine := s.QueueRel != access.Handler && s.QueueRel != access.Second
			if !s.Final && !s.Party && s.Queue != "" && a.Is(s.Queue) && mine {
				out[c.Code] = append(out[c.Code], s.Code)
			}
		}
	}
	return out
}

// Shares reports whether the actor works off a queue together with others.
func (o *Office) Shares(a Actor) bool { return len(o.shared(a)) > 0 }

// Shared returns the cases of the actor's shared queues without their titles, page by page
// from page 1. The first is the one that has waited longest: within one term the earliest due
// day; cases without a running clock come last.
func (o *Office) Shared(ctx context.Context, tx *store.Tx, by Actor, page, perPage int) (_ []*Case, err error) {
	defer fault.Wrap(&err, "shared queue")
	q := &query{}
	// The plus leaves the index to the states, of which few cases are.
	cond, args := o.Policy.Where(by.Subject, ActSee, o.Columns(), 1)
	q.Conds, q.Args = append(q.Conds, cond, "+k.closed_at = 0"), append(q.Args, args...)
	// One alternative per chart: the same code of a state may be shared in one and not in another.
	states := o.shared(by)
	var ors []string
	for _, c := range o.charts {
		if len(states[c.Code]) == 0 {
			continue
		}
		sub := &query{tally.Query{Args: q.Args}}
		sub.Where("k.chart = ? AND k.state IN ("+store.Marks(len(states[c.Code]))+")", append([]any{c.Code}, store.Anys(states[c.Code])...)...)
		q.Args, ors = sub.Args, append(ors, "("+sub.Conds[0]+")")
	}
	if len(ors) == 0 {
		return nil, nil
	}
	q.Conds = append(q.Conds, "("+strings.Join(ors, " OR ")+")")
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT %s FROM casework_case k WHERE %s
		ORDER BY CASE WHEN k.due > 0 THEN 0 ELSE 1 END, k.due, k.opened_at, k.id LIMIT %d OFFSET %d`, caseColumns,
		strings.Join(q.Conds, " AND "), perPage, perPage*(page-1)), q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Case
	for rows.Next() {
		c, err := scanCase(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}
