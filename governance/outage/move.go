package outage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// open writes a new outage with its number.
func (d *Desk) open(s *casework.Step, source string, w Window, cause string) (err error) {
	o := &Outage{Case: s.Case.ID, Center: s.Case.Center, Source: source, Cause: cause}
	if o.Since, o.Until, err = w.times(s.Now); err != nil {
		return err
	}
	s.SetTitle(title(o))
	s.Note("day", written(o.Since)+" — "+written(o.Until))
	if err := s.Issue(); err != nil {
		return err
	}
	if s.Office.Watch != nil {
		if err := s.Office.Watch(s.Ctx, s.Tx, s.Actor, "outage."+source, s.Case.Number+" "+title(o)); err != nil {
			return err
		}
	}
	return put(s.Ctx, s.Tx, o)
}

// title names an outage by its time.
func title(o *Outage) string {
	return "系统中断 " + written(o.Since) + " — " + written(o.Until)
}

// note records a gap that was noticed by itself. The measuring goes on after it in the same transaction,
// so that no gap is recorded twice and none is lost.
func (d *Desk) note(s *casework.Step, in *Note) error {
	if err := d.open(s, in.Source, in.Window, ""); err != nil {
		return err
	}
	if in.Source != Platform {
		if in.Signer == "" {
			return nil
		}
		return d.observed(s, in)
	}
	since, until, err := in.times(s.Now)
	if err != nil {
		return err
	}
	_, last, ok, err := lastSpan(s.Ctx, s.Tx, s.Case.Center, Platform)
	if err != nil {
		return err
	}
	if !ok || written(last.Until) != written(since) {
		return fault.New(fault.Conflict, "outage.noted", "这段中断已经记录，无须再次记录")
	}
	return d.addSpan(s.Ctx, s.Tx, s.Case.Center, Platform, Span{until, until})
}

// report records what a person noticed, such as a network that the platform itself cannot see.
func (d *Desk) report(s *casework.Step, in *Report) error {
	return d.open(s, Reported, in.Window, in.Cause)
}

// explain records the cause as the system administrator knows it.
func (d *Desk) explain(s *casework.Step, in *Explain) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	o.Cause = in.Cause
	return put(s.Ctx, s.Tx, o)
}

// verify fixes the time and the cause.
func (d *Desk) verify(s *casework.Step, in *Verify) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if o.Since, o.Until, err = in.times(s.Now); err != nil {
		return err
	}
	o.Cause = in.Cause
	s.SetTitle(title(o))
	s.Note("day", written(o.Since)+" — "+written(o.Until))
	return put(s.Ctx, s.Tx, o)
}

// dismiss closes a record of what was no outage.
func (d *Desk) dismiss(s *casework.Step, _ *Dismiss) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	o.Dismissed = true
	return put(s.Ctx, s.Tx, o)
}

// extend keeps which terms the director moves. No case changes before the announcement.
func (d *Desk) extend(s *casework.Step, in *Extend) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	terms, err := d.terms(s.Ctx, s.Tx, o)
	if err != nil {
		return err
	}
	var all []Chosen
	for _, code := range in.Clocks {
		i := slices.IndexFunc(terms, func(t Term) bool { return t.code() == code })
		if i < 0 {
			return fault.New(fault.Conflict, "outage.term", "所选的期限已不在应决定之列（可能已经完成或者变动），请刷新页面后重新选择").At("clocks")
		}
		all = append(all, terms[i].Chosen)
	}
	o.Decided, o.Basis = "extend", strings.TrimSpace(in.Basis)
	s.Note("ground", o.Basis)
	if err := putChosen(s.Ctx, s.Tx, o, all); err != nil {
		return err
	}
	return put(s.Ctx, s.Tx, o)
}

// keep leaves all terms as they are.
func (d *Desk) keep(s *casework.Step, in *Keep) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	o.Decided = "keep"
	s.Note("reason", in.Reason)
	return put(s.Ctx, s.Tx, o)
}

// undo takes the decision back, of which nobody outside has heard yet.
func (d *Desk) undo(s *casework.Step, _ *Plain) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	o.Decided, o.Basis = "", ""
	if err := putChosen(s.Ctx, s.Tx, o, nil); err != nil {
		return err
	}
	return put(s.Ctx, s.Tx, o)
}

// announce moves the chosen terms, each as an event of its case, tells the parties and shows the decision
// on the public page. A term that was met or moved meanwhile is left alone.
func (d *Desk) announce(s *casework.Step, _ *Plain) error {
	o, err := one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	all, err := chosen(s.Ctx, s.Tx, o.Case)
	if err != nil {
		return err
	}
	terms, err := d.terms(s.Ctx, s.Tx, o)
	if err != nil {
		return err
	}
	ops, order := map[int64][]casework.ClockOp{}, []int64{}
	for _, c := range all {
		i := slices.IndexFunc(terms, func(t Term) bool { return t.Case == c.Case && t.Clock == c.Clock && t.Moved == c.Moved })
		if i < 0 {
			continue
		}
		if ops[c.Case] == nil {
			order = append(order, c.Case)
		}
		ops[c.Case] = append(ops[c.Case], casework.ClockOp{Clock: c.Clock, Extend: terms[i].by.String(), Why: "系统中断 " + s.Case.Number})
	}
	for _, id := range order {
		if err := s.Grace(id, ops[id], o.Basis, ""); err != nil {
			return err
		}
	}
	o.Announced = s.Now
	s.Note("what", fmt.Sprintf("顺延 %d 件", len(order)))
	return put(s.Ctx, s.Tx, o)
}

// code names a term in the form.
func (c Chosen) code() string { return strconv.FormatInt(c.Case, 10) + "." + c.Clock }

// days are the days that an outage touches.
func (o *Outage) days() (out []calendar.Day) {
	for d := calendar.DayOf(o.Since); d.Begin().Before(o.Until); d++ {
		out = append(out, d)
	}
	return out
}
