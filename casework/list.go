package casework

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhibao/casework/serial"
	"zhibao/casework/tally"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Filter says which cases are listed. Zero fields do not restrict.
type Filter struct {
	Chart     string
	States    []string
	Kind      string
	Number    string // part of a number
	Title     string // words of a title; found through keyed bigrams
	Owner     int64
	Agent     int64
	Part      int64 // party that takes part beside the owner
	Handler   int64 // account; -1 for cases without a handler
	Second    int64
	Mine      int64        // account that handles or reads second
	Todo      *Actor       // only cases whose next step is the actor's
	Open      bool         // only cases that are not closed
	Closed    bool         // only cases that are closed
	DueFrom   calendar.Day // due on or after
	DueUntil  calendar.Day // due on or before
	Side      string       // "center" or "party": against whom the nearest clock runs
	Opened    [2]calendar.Day
	IDs       []int64
	Sort      string // "due" (default), "-due", "number", "-number", "opened", "-opened"
	Page      int    // from 1
	PerPage   int    // 50 by default, at most 1000
	NoTitles  bool
	CountOnly bool
}

// MaxCount is where exact counting of a list ends; a longer list says "1 万以上".
const MaxCount = 10_000

// A Listing is one page of cases.
type Listing struct {
	Cases []*Case
	Total int // at most MaxCount+1
}

// Columns names the case table for the access policy at this moment; k is its alias.
func (o *Office) Columns() access.Columns {
	return access.Columns{ID: "k.id", Center: "k.center_id", Owner: "k.owner_id", Agent: "k.agent_id", Handler: "k.handler_id",
		Second: "k.second_id", State: "k.state", Chart: "k.chart", Conflict: "casework_conflict", CenterTable: "casework_center",
		Opening: "casework_opening", Parts: "casework_part", Arrays: o.DB.Engine() == store.Postgres, Now: o.Now().UnixMicro()}
}

// narrowed is for a question with something far more selective than the center: the plus keeps the planner off its indexes.
func (o *Office) narrowed() access.Columns {
	c := o.Columns()
	c.Center = "+k.center_id"
	return c
}

// narrow reports whether the filter alone leaves few rows.
func (f Filter) narrow() bool {
	return f.Handler > 0 || f.Second != 0 || f.Mine != 0 || f.Owner != 0 || f.Agent != 0 || f.Part != 0 || len(f.IDs) > 0 || f.Number != "" || strings.TrimSpace(f.Title) != ""
}

// List returns the cases that the actor may see and that fit the filter.
func (o *Office) List(ctx context.Context, tx *store.Tx, by Actor, f Filter) (_ Listing, err error) {
	defer fault.Wrap(&err, "list cases")
	q := &query{}
	if err := o.look(ctx, tx, by, q); err != nil {
		return Listing{}, err
	}
	if err := o.conditions(ctx, tx, by, f, q); err != nil {
		return Listing{}, err
	}
	var l Listing
	q.Kept = q.Kept && !f.narrow() && f.Side == "" && f.Opened == [2]calendar.Day{}
	text := fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_case k WHERE %s LIMIT %d) t`, strings.Join(q.Conds, " AND "), MaxCount+1)
	l.Total, err = tally.Count(&o.counts, &q.Query, text, func() (n int, err error) { return n, tx.Row(ctx, text, q.Args...).Scan(&n) })
	if err != nil || f.CountOnly {
		return l, err
	}
	if l.Cases, err = o.ordered(ctx, tx, f, q); err != nil || f.NoTitles {
		return l, err
	}
	return l, o.unsealTitles(ctx, tx, by, l.Cases)
}

func (o *Office) conditions(ctx context.Context, tx *store.Tx, by Actor, f Filter, q *query) error {
	untitled := f
	untitled.Title = ""
	few := untitled.narrow() || f.Todo != nil && o.ownQueues(*f.Todo)
	columns := o.Columns()
	if few || f.narrow() {
		columns = o.narrowed()
	}
	if q.Free {
		columns.Conflict = ""
	}
	cond, args := o.Policy.Where(by.Subject, ActSee, columns, 1)
	q.Conds, q.Args = append(q.Conds, cond), append(q.Args, args...)
	texts := []struct{ cond, v string }{{"k.chart = ?", f.Chart}, {"k.kind = ?", f.Kind}}
	for _, t := range texts {
		if t.v != "" {
			q.Where(t.cond, t.v)
		}
	}
	numbers := []struct {
		cond string
		v    int64
	}{{"k.owner_id = ?", f.Owner}, {"k.agent_id = ?", f.Agent}, {"k.second_id = ?", f.Second}, {"k.due >= ? AND k.due > 0", int64(f.DueFrom)},
		{"k.due <= ? AND k.due > 0", int64(f.DueUntil)}}
	for _, n := range numbers {
		if n.v != 0 {
			q.Where(n.cond, n.v)
		}
	}
	o.moreConditions(f, q)
	return o.titleCondition(ctx, tx, by, f.Title, few, q)
}

func (o *Office) moreConditions(f Filter, q *query) {
	switch {
	case f.Handler < 0:
		q.Where("k.handler_id = 0")
	case f.Handler > 0:
		q.Where("k.handler_id = ?", f.Handler)
	}
	if f.Part != 0 {
		q.Where("k.id IN (SELECT pt.case_id FROM casework_part pt WHERE pt.party_id = ? AND pt.until = 0)", f.Part)
	}
	if f.Mine != 0 {
		q.Where("(k.handler_id = ? OR k.second_id = ?)", f.Mine, f.Mine)
	}
	if f.Todo != nil {
		o.todo(*f.Todo, q)
	}
	if f.Number != "" {
		like := "%" + strings.NewReplacer("%", "", "_", "", "\x00", "").Replace(serial.Plain(f.Number)) + "%"
		q.Where(`k.id IN (SELECT n.id FROM casework_case n WHERE n.number IS NOT NULL AND n.number LIKE ?
			UNION ALL SELECT a.case_id FROM casework_alias a WHERE a.number LIKE ?)`, like, like)
	}
	if len(f.States) > 0 {
		q.Where("k.state IN ("+store.Marks(len(f.States))+")", store.Anys(f.States)...)
	}
	if len(f.IDs) > 0 {
		q.Where("k.id IN ("+store.Marks(len(f.IDs))+")", store.Anys(f.IDs)...)
	}
	switch {
	case f.Open && (f.Todo != nil || len(f.States) > 0):
		q.Where("+k.closed_at = 0") // the states lead to the rows
	case f.Open:
		q.Where("k.closed_at = 0")
	}
	switch {
	case f.Closed && strings.HasSuffix(f.Sort, "opened"):
		q.Where("k.closed_at <> 0") // no range: the order leads to the rows
	case f.Closed:
		q.Where("k.closed_at > 0")
	}
	if f.Side != "" {
		q.Where("k.due_party = ?", f.Side == "party")
	}
	if !f.Opened[0].IsZero() {
		q.Where("k.opened_at >= ?", f.Opened[0].Begin().UnixMicro())
	}
	if !f.Opened[1].IsZero() {
		q.Where("k.opened_at < ?", f.Opened[1].End().UnixMicro())
	}
}

// A turn is the states of one chart whose next step is one actor's, and what besides must hold for {me} or {party}.
type turn struct {
	chart, cond string
	states      []string
}

// turns lists where the next step of a case is the actor's: its state is in the queue of one of
// the actor's roles, or waits for the party for which the actor acts.
func (o *Office) turns(a Actor) []turn {
	var out []turn
	for _, c := range o.charts {
		byRel := map[string][]string{}
		for _, s := range c.States {
			switch {
			case s.Final:
			case s.Party && (a.Is(Entity) || a.Is(AgencyRole)):
				cond := c.turnOf(s)
				byRel[cond] = append(byRel[cond], s.Code)
			case s.Queue == "" || !a.Is(s.Queue):
			case s.QueueRel == access.Handler:
				byRel["k.handler_id = {me}"] = append(byRel["k.handler_id = {me}"], s.Code)
			case s.QueueRel == access.Second:
				byRel["k.second_id = {me}"] = append(byRel["k.second_id = {me}"], s.Code)
			default:
				byRel["1=1"] = append(byRel["1=1"], s.Code)
			}
		}
		for _, cond := range slices.Sorted(maps.Keys(byRel)) {
			out = append(out, turn{c.Code, cond, byRel[cond]})
		}
	}
	return out
}

// ownQueues reports whether every next step of the actor is in cases assigned to the actor.
func (o *Office) ownQueues(a Actor) bool {
	turns := o.turns(a)
	return len(turns) > 0 && !slices.ContainsFunc(turns, func(t turn) bool {
		return !strings.HasPrefix(t.cond, "k.handler_id = ") && !strings.HasPrefix(t.cond, "k.second_id = ")
	})
}

// todo adds the condition that the next step of the case is the actor's. The condition that all
// turns share stands before them, because through it an index leads to the rows.
func (o *Office) todo(a Actor, q *query) {
	turns := o.turns(a)
	if len(turns) == 0 {
		q.Where("1=0")
		return
	}
	if o.ownQueues(a) {
		q.Where("(k.handler_id = ? OR k.second_id = ?)", a.Account, a.Account)
	} else {
		var states []string
		for _, t := range turns {
			states = append(states, t.states...)
		}
		slices.Sort(states)
		states = slices.Compact(states)
		q.Where("k.state IN ("+store.Marks(len(states))+")", store.Anys(states)...)
	}
	var ors []string
	for _, t := range turns {
		sub := &query{tally.Query{Args: q.Args}}
		sub.Where("k.chart = ?", t.chart)
		sub.Where("k.state IN ("+store.Marks(len(t.states))+")", store.Anys(t.states)...)
		// As arguments, or each person would have statements of their own to prepare.
		for mark, id := range map[string]int64{"{me}": a.Account, "{party}": a.Party, "{center}": a.Center} {
			if strings.Contains(t.cond, mark) {
				sub.Args = append(sub.Args, id)
				t.cond = strings.ReplaceAll(t.cond, mark, fmt.Sprintf("$%d", len(sub.Args)))
			}
		}
		q.Args = sub.Args
		ors = append(ors, "("+strings.Join(append(sub.Conds, t.cond), " AND ")+")")
	}
	q.Conds = append(q.Conds, "("+strings.Join(ors, " OR ")+")")
}

// Get returns a case that the actor may see, with its title if the actor may see that too. What is not visible is missing.
func (o *Office) Get(ctx context.Context, tx *store.Tx, by Actor, id int64) (*Case, error) {
	c, err := o.load(ctx, tx, o.Policy.Reach(by.Subject, ActSee), id)
	if err != nil {
		return nil, err
	}
	if !o.Policy.May(by.Subject, ActSee, c.Object()) {
		return nil, missing()
	}
	return c, o.unsealTitles(ctx, tx, by, []*Case{c})
}

// Find returns the case with a number, its own or one under which it was known elsewhere, if the actor may see it.
func (o *Office) Find(ctx context.Context, tx *store.Tx, by Actor, number string) (*Case, error) {
	number = serial.Plain(number)
	if strings.ContainsRune(number, 0) {
		return nil, missing() // PostgreSQL takes no such text
	}
	var id int64
	// Center by center, because the index of numbers begins with it: a planner may go through all of it for a join.
	err := tx.Row(ctx, `SELECT f.id FROM (SELECT (SELECT MIN(k.id) FROM casework_case k WHERE k.center_id = ct.id AND k.number = $1) AS id FROM casework_center ct) f
		WHERE f.id IS NOT NULL`, number).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.Row(ctx, `SELECT case_id FROM casework_alias WHERE center_id = $1 AND number = $2`, by.Center, number).Scan(&id)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing()
	} else if err != nil {
		return nil, err
	}
	return o.Get(ctx, tx, by, id)
}

// Load returns how many open cases an account handles or reads second.
func (o *Office) Load(ctx context.Context, tx *store.Tx, center, account int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM casework_case WHERE (handler_id = $1 OR second_id = $1) AND +center_id = $2 AND closed_at = 0`, account, center).Scan(&n)
	return n, err
}

// NumberOf returns the number of a case, empty while it has none.
func (o *Office) NumberOf(ctx context.Context, tx *store.Tx, center, id int64) (no string, err error) {
	err = tx.Row(ctx, `SELECT COALESCE(number, '') FROM casework_case WHERE id = $1 AND center_id = $2`, id, center).Scan(&no)
	return no, err
}

// A Standing is where a case stands, without title and text.
type Standing struct {
	Number, State string
	Owner         int64
	Attrs         map[string]string
}

// StandingOf tells a procedure about another of its cases. Who may learn of it is for the caller to decide.
func (o *Office) StandingOf(ctx context.Context, tx *store.Tx, center, id int64) (Standing, error) {
	c, err := o.load(ctx, tx, center, id)
	if err != nil {
		return Standing{}, err
	}
	return Standing{c.Number, c.State, c.Owner, c.Attrs}, nil
}

// DeclareConflict records that an account has a conflict of interest in a case: from then on it
// is as if the case did not exist for it (回避).
func (s *Step) DeclareConflict(account int64) error {
	if !slices.Contains(s.Case.conflict, account) {
		s.Case.conflict = append(s.Case.conflict, account)
	}
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO casework_conflict (center_id, case_id, account_id, at) VALUES ($1,$2,$3,$4)
		ON CONFLICT DO NOTHING`, s.Case.Center, s.Case.ID, account, s.Now.UnixMicro())
	if err != nil {
		return err
	}
	return tally.Changed(s.Ctx, s.Tx, s.Case.Center)
}

// A PublicCase is what anybody with the code of a case may know.
type PublicCase struct {
	Chart, State string
	Moved        time.Time // latest move
	Due          calendar.Day
	Provisional  bool
	Center       int64
	Closed       calendar.Day // no day while it is open
	Entered      []string     // the states it entered, in their order
}

// Public returns what is public of a case. Whoever calls it has checked the code.
func (o *Office) Public(ctx context.Context, tx *store.Tx, id int64) (p PublicCase, err error) {
	defer fault.Wrap(&err, "public view")
	c, err := o.load(ctx, tx, 0, id)
	if err != nil {
		return p, err
	}
	p = PublicCase{Chart: c.Chart, State: c.State, Due: c.Due, Provisional: c.Provis}
	var at int64
	err = tx.Row(ctx, `SELECT COALESCE(MAX(at), 0) FROM casework_event WHERE case_id = $1 AND +center_id = $4 AND move <> $2 AND move <> $3 AND move NOT LIKE 'opening.%'`, id, ReadMove, RemindMove, c.Center).Scan(&at)
	p.Moved, p.Center = time.UnixMicro(at), c.Center
	if err != nil {
		return p, err
	}
	if !c.Open() {
		p.Closed = calendar.DayOf(c.Closed)
	}
	p.Entered, err = entered(ctx, tx, c)
	return p, err
}

// entered lists the states that a case entered.
func entered(ctx context.Context, tx *store.Tx, c *Case) (out []string, err error) {
	rows, err := tx.Query(ctx, `SELECT to_state FROM casework_event WHERE case_id = $1 AND +center_id = $2 AND to_state <> from_state ORDER BY seq`, c.ID, c.Center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
