package counterfeit

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Made is one step of a case with what was typed for it.
type Made struct {
	Event casework.Event
	Input any
}

// Day returns the civil day of the step.
func (m Made) Day() calendar.Day { return calendar.DayOf(m.Event.At) }

// A Record is what was done in a case, oldest first. Everything that a step needs of earlier steps
// is read from it: there is no second copy that could differ.
type Record []Made

// Read reads the record of a case.
func (d *Desk) Read(ctx context.Context, tx *store.Tx, k *casework.Case) (out Record, err error) {
	events, err := d.office.Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		m := d.chart.Move(e.Move)
		if m == nil {
			continue
		}
		in := m.Do.New()
		if err := d.office.InputOf(ctx, tx, e, in); err != nil {
			return nil, err
		}
		out = append(out, Made{e, in})
	}
	return out, nil
}

func (d *Desk) record(s *casework.Step) (Record, error) { return d.Read(s.Ctx, s.Tx, s.Case) }

// Last returns the latest input of the type with its step; nil where there is none.
func Last[T any](r Record) (*T, Made) {
	for i := len(r) - 1; i >= 0; i-- {
		if in, ok := r[i].Input.(*T); ok {
			return in, r[i]
		}
	}
	return nil, Made{}
}

// All returns every input of the type, oldest first.
func All[T any](r Record) (out []*T) {
	for _, m := range r {
		if in, ok := m.Input.(*T); ok {
			out = append(out, in)
		}
	}
	return out
}

// after returns the part of the record that follows the last of the moves.
func (r Record) after(moves ...string) Record {
	for i := len(r) - 1; i >= 0; i-- {
		for _, m := range moves {
			if r[i].Event.Move == m {
				return r[i+1:]
			}
		}
	}
	return r
}

// made reports whether the move was made.
func (r Record) made(move string) bool {
	for _, m := range r {
		if m.Event.Move == move {
			return true
		}
	}
	return false
}

// Found returns what is known of the lead, whichever way it came.
func (r Record) Found() (lead Reported, source, from string, arrived calendar.Day) {
	for _, m := range r {
		switch in := m.Input.(type) {
		case *NewLead:
			return in.Reported, in.Source, in.From, in.Arrived
		case *Tip:
			return in.Reported, "web", "", m.Day()
		}
	}
	return Reported{}, "", "", 0
}

// Accused returns the findings of the investigation and the conduct before it was concluded.
func (r Record) Accused() (conducts []string) {
	if c, _ := Last[Conclude](r); c != nil {
		return c.Conducts
	}
	if p, _ := Last[Propose](r); p != nil {
		return p.Conducts
	}
	return nil
}
