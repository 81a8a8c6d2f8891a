package infringement

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// giveBack asks the requester for corrections.
func (d *Desk) giveBack(s *casework.Step, in *GiveBack) error {
	if _, err := d.gate(s, "infringement.docket"); err != nil {
		return err
	}
	due, err := d.dueFrom(s, "infringement.clock.supplement", term.Center, s.Today)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		return d.issue(s, f, wording.Correction(in.Text, due), f.Of(matter.Requester)...)
	})
}

// beforeSupplement stores the corrections before the transaction begins.
func (d *Desk) beforeSupplement(ctx context.Context, k *casework.Case, key seal.Key, in *Supplement) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "补正材料", in.Files...)
	return err
}

// supplement takes the corrections.
func (d *Desk) supplement(s *casework.Step, in *Supplement) error {
	if _, err := in.Behalf.Party(s); err != nil {
		return err
	}
	if err := consent.Step(s, in.Given, 0); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if strings.TrimSpace(in.Claims) != "" {
			f.Claims = in.Claims
		}
		if strings.TrimSpace(in.Facts) != "" {
			f.Facts += "\n" + in.Facts
		}
		if len(in.Opponents) > 0 {
			f.Parties = slices.DeleteFunc(f.Parties, func(p matter.Party) bool { return p.Side == matter.Respondent })
			if err := d.oppose(s, f, in.Opponents, matter.Respondent); err != nil {
				return err
			}
		}
		return attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third)
	})
}

// lapse ends a request that was not corrected. The clock is not believed: the term is computed again.
func (d *Desk) lapse(s *casework.Step, _ *Robotic) error {
	if err := d.overdue(s, "supplement"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		r.Outcome = matter.Deemed
		return d.issue(s, f, wording.Lapsed(), f.Of(matter.Requester)...)
	})
}

// takeBack ends a request at the requester's wish before it was accepted.
func (d *Desk) takeBack(s *casework.Step, in *Confirmed) error {
	if _, err := in.Behalf.Party(s); err != nil {
		return err
	}
	if err := in.confirmed(); err != nil {
		return err
	}
	return d.change(s, func(_ *matter.File, r *row) error {
		r.Outcome = matter.Withdrawn
		return nil
	})
}

// confirmed refuses what was not confirmed.
func (in *Confirmed) confirmed() error {
	if !in.Confirm {
		return fault.New(fault.Invalid, "infringement.confirm", "请勾选确认后再撤回").At("confirm")
	}
	return nil
}

// examine is the clerk's report, condition by condition.
func (d *Desk) examine(s *casework.Step, in *Examine) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Conditions = nil
		list := matter.Conditions(s.Today)
		for _, code := range in.Met {
			if !slices.ContainsFunc(list, func(c matter.Condition) bool { return c.Code == code }) {
				return fault.New(fault.Invalid, "infringement.condition", "没有立案条件“%s”，请刷新页面重新核对", code).At("met")
			}
			f.Conditions = append(f.Conditions, matter.Answer{Code: code, Met: true})
		}
		f.Report, f.Simple = in.Opinion, in.Simple
		return nil
	})
}

// accept opens the case: number, both clocks, paper to the requester.
func (d *Desk) accept(s *casework.Step, in *Accept) error {
	if _, err := d.gate(s, "infringement.docket"); err != nil {
		return err
	}
	if err := s.Issue(); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		unmet := matter.Unmet(matter.Conditions(s.Today), f.Conditions)
		if len(unmet) > 0 && strings.TrimSpace(in.Why) == "" {
			var names []string
			for _, c := range unmet {
				names = append(names, c.Title)
			}
			return fault.New(fault.Invalid, "infringement.unmet", "审查意见认为下列立案条件不符合：%s；仍予立案的，请写明理由", fault.Listed(names)).At("why").On(s.Move.Cites())
		}
		if err := d.track(s, f, in.Track); err != nil {
			return err
		}
		r.Accepted = s.Today
		return d.issue(s, f, wording.Accepted(f), f.Of(matter.Requester)...)
	})
}

// track chooses the procedure. The simplified one is for patents and conditions that the center lays down.
func (d *Desk) track(s *casework.Step, f *matter.File, track string) error {
	f.Simple = track == "simple"
	if !f.Simple {
		s.Case.SetAttr(attrTrack, "")
		return nil
	}
	kinds, err := s.Office.Settings.List(s.Ctx, s.Tx, s.Setting("infringement.simple.kinds"))
	if err != nil {
		return err
	}
	if !slices.Contains(kinds, f.Patent.Kind) {
		return fault.New(fault.Invalid, "infringement.simple", "本中心的简易程序适用于%s，本案为%s，请选普通程序", fault.Listed(kinds), s.Case.Kind).At("track").On("本中心规定：简易程序的适用")
	}
	s.Case.SetAttr(attrTrack, "simple")
	return nil
}

// refuse ends the case with reasons.
func (d *Desk) refuse(s *casework.Step, in *Refuse) error {
	if _, err := d.gate(s, "infringement.docket"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		list := matter.Conditions(s.Today)
		for _, code := range in.Unmet {
			if !slices.ContainsFunc(list, func(c matter.Condition) bool { return c.Code == code }) {
				return fault.New(fault.Invalid, "infringement.condition", "没有立案条件“%s”，请刷新页面重新核对", code).At("unmet")
			}
		}
		r.Outcome = matter.Refused
		return d.issue(s, f, wording.Refusal(in.Unmet, in.Reason, list), f.Of(matter.Requester)...)
	})
}

// reexamine gives the case back to the clerk.
func (d *Desk) reexamine(s *casework.Step, _ *Reasoned) error { return nil }

// handOver sends a request that belongs elsewhere on, before it was accepted.
func (d *Desk) handOver(s *casework.Step, in *HandOver) error {
	if _, err := d.gate(s, "infringement.docket"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		r.Outcome = matter.Transferred
		letter, err := d.transferLetter(s, f, in.Body, in.Reason)
		if err != nil {
			return err
		}
		return d.issue(s, f, letter, f.Of(matter.Requester)...)
	})
}

// overdue refuses a move of the clock while the term still runs, whatever the caller believed.
func (d *Desk) overdue(s *casework.Step, clock string) error {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		if c.Rule.Code == clock && c.Running() && c.Late(s.Today) && !c.Result.Provisional {
			return nil
		}
	}
	return fault.New(fault.Conflict, "infringement.not_overdue", "期限尚未届满，不能按期满处理；请在届满后办理")
}

// clock returns a clock of the case as it runs, nil where it was never started.
func (d *Desk) clock(s *casework.Step, code string) (*casework.Clock, error) {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	for i := range clocks {
		if clocks[i].Rule.Code == code {
			return &clocks[i], err
		}
	}
	return nil, err
}

// dueFrom returns the day on which a term that begins on a day ends, for the paper that says so.
func (d *Desk) dueFrom(s *casework.Step, key string, regime term.Regime, start calendar.Day) (term.Result, error) {
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting(key))
	if err != nil {
		return term.Result{}, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return term.Result{}, err
	}
	return term.Compute(cal, term.Input{Start: start, Length: length, Regime: regime}), nil
}

// gate asks for the entrustment that covers an act; without a ledger of entrustments the center acts in its own name.
func (d *Desk) gate(s *casework.Step, act string) (Mandate, error) {
	if d.Gate == nil {
		return Mandate{}, nil
	}
	return d.Gate(s, act)
}
