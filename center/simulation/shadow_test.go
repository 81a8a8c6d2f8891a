package simulation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A shadow follows the events of all cases and knows from them alone how each must stand.
type shadow struct {
	w       *world
	last    int64 // id of the last event that was read
	at      int64 // when that happened
	cases   map[int64]*mirror
	byChart map[string][]int64
	ids     []int64        // of all cases, in the order in which they were opened
	moves   map[string]int // how often each move was made, by whomever
}

// A mirror is one case as its events tell of it.
type mirror struct {
	id           int64
	chart        *casework.Chart
	state, kind  string
	version, seq int64
	head         []byte
	events       []casework.Event
	purse        *purse
	made         map[string]int  // how often each move was made on it
	failed       map[string]int  // how often each was refused since the last that was made
	asked        map[string]bool // what refusals have asked for
	until        calendar.Day    // what they said is to be waited for
}

func newShadow(w *world) *shadow {
	return &shadow{w: w, cases: map[int64]*mirror{}, byChart: map[string][]int64{}, moves: map[string]int{}}
}

// open counts the cases that are not at their end.
func (s *shadow) open() (n int) {
	for _, m := range s.cases {
		if !m.chart.State(m.state).Final {
			n++
		}
	}
	return n
}

// read follows what happened since the last call and returns the cases that it touched. What breaks a
// rule is in the error.
func (s *shadow) read(ctx context.Context, tx *store.Tx) (touched []int64, err error) {
	rows, err := tx.Query(ctx, `SELECT e.id, e.center_id, e.case_id, e.seq, e.at, e.actor_id, e.role, e.move, e.from_state, e.to_state, e.prev, e.hash, k.chart
		FROM casework_event e LEFT JOIN casework_case k ON k.id = e.case_id WHERE e.id > $1 ORDER BY e.id`, s.last)
	if err != nil {
		return nil, err
	}
	var all []casework.Event
	var charts []string
	for rows.Next() {
		var e casework.Event
		var at int64
		var chart string
		if err := rows.Scan(&e.ID, &e.Center, &e.Case, &e.Seq, &at, &e.Actor, &e.Role, &e.Move, &e.From, &e.To, &e.Prev, &e.Hash, &chart); err != nil {
			return nil, err
		}
		e.At = time.UnixMicro(at)
		all, charts = append(all, e), append(charts, chart)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var wrong []error
	for i, e := range all {
		m := s.cases[e.Case]
		if m == nil {
			m = &mirror{id: e.Case, chart: s.w.Office.Chart(charts[i]), head: []byte{}, made: map[string]int{}, failed: map[string]int{}, asked: map[string]bool{}}
			s.cases[e.Case], s.ids = m, append(s.ids, e.Case)
			s.byChart[charts[i]] = append(s.byChart[charts[i]], e.Case)
		}
		if s.last = e.ID; e.At.UnixMicro() < s.at {
			wrong = append(wrong, fmt.Errorf("case %d: event %d was received before the one before it", e.Case, e.Seq))
		}
		s.at = max(s.at, e.At.UnixMicro())
		s.moves[charts[i]+"."+e.Move]++
		if err := m.follow(e); err != nil {
			wrong = append(wrong, fmt.Errorf("%s case %d, event %d (%s): %w", m.chart.Code, e.Case, e.Seq, e.Move, err))
		}
		if err := s.noted(ctx, tx, m, e); err != nil {
			wrong = append(wrong, err)
		}
		if !slices.Contains(touched, e.Case) {
			touched = append(touched, e.Case)
		}
	}
	for _, id := range touched { // the metadata of the new events, which the terms need
		if s.cases[id].events, err = s.w.Office.Events(ctx, tx, s.w.id(), id); err != nil {
			return nil, err
		}
	}
	return touched, errors.Join(wrong...)
}

// aside reports whether an event is an act of the kernel beside the chart: a reading, a reminder.
func aside(e casework.Event) bool {
	_, _, reading := e.Reading()
	return reading || e.Move == casework.RemindMove
}

// follow takes one event, and says which rule of the chart it breaks.
func (m *mirror) follow(e casework.Event) (err error) {
	if e.Seq != m.seq+1 || !bytes.Equal(e.Prev, m.head) {
		err = errors.New("does not follow the event before it")
	}
	m.seq, m.head = e.Seq, e.Hash
	if aside(e) || e.Move == casework.GraceMove {
		if e.To != m.state {
			return errors.New("an act beside the chart changes the state")
		}
		return err
	}
	before := m.state
	m.made[e.Move]++
	delete(m.asked, e.Move)
	for name, n := range m.failed { // after a move that leads on all is open again
		if m.failed[name] = n / 2; e.To != before {
			delete(m.failed, name)
		}
	}
	m.version, m.state = m.version+1, e.To
	move := m.chart.Move(e.Move)
	switch {
	case move == nil:
		return errors.New("no such move")
	case e.From != before || move.Opens() != (before == ""):
		return fmt.Errorf("leaves %q, the case stood in %q", e.From, before)
	case !move.Opens() && !slices.Contains(move.From, e.From):
		return fmt.Errorf("may not leave %s", e.From)
	case !slices.Contains(move.To, e.To) && (e.To != e.From || !slices.Contains(move.To, casework.Stay)):
		return fmt.Errorf("may not lead to %s", e.To)
	case !slices.ContainsFunc(m.chart.States, func(s casework.State) bool { return s.Code == e.To }):
		return fmt.Errorf("no such state %s", e.To)
	case e.Actor != 0 && !slices.Contains(move.By, casework.Role(e.Role)) && !slices.Contains(move.Counter, casework.Role(e.Role)):
		return fmt.Errorf("made by %q", e.Role)
	}
	return err
}

// agree compares the row of a case with its mirror, and its due date with one that is counted anew.
func (s *shadow) agree(ctx context.Context, tx *store.Tx, id int64) error {
	m := s.cases[id]
	var state, clock, kind string
	var version, seq, due, closed int64
	var party bool
	var head []byte
	err := tx.Row(ctx, `SELECT state, version, seq, head, due, due_clock, due_party, kind, closed_at FROM casework_case WHERE id = $1`, id).
		Scan(&state, &version, &seq, &head, &due, &clock, &party, &kind, &closed)
	if err != nil {
		return err
	}
	if state != m.state || version != m.version || seq != m.seq || !bytes.Equal(head, m.head) || m.chart.State(state).Final != (closed != 0) {
		return fmt.Errorf("%s case %d stands in %s, version %d; its events say %s, %d", m.chart.Code, id, state, version, m.state, m.version)
	}
	m.kind = kind
	want, err := s.reckon(ctx, tx, m, kind)
	if err != nil {
		return err
	}
	if int64(want.due) != due || want.code != clock || want.party != party {
		return fmt.Errorf("%s case %d (%s) is due %s by %q; counted anew %s by %q", m.chart.Code, id, state, calendar.Day(due), clock, want.due, want.code)
	}
	for _, r := range m.chart.Clocks {
		if r.Code == clock && len(r.Basis) == 0 {
			return fmt.Errorf("%s: the clock %s has no basis", m.chart.Code, clock)
		}
	}
	return nil
}
