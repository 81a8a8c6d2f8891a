package infringement

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// beforeReport stores what proves the performance before the transaction begins.
func (d *Desk) beforeReport(ctx context.Context, k *casework.Case, key seal.Key, in *Report) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "履行证明", in.Files...)
	return err
}

// report takes what a respondent says about its performance; the handler verifies it.
func (d *Desk) report(s *casework.Step, in *Report) error {
	id, err := in.Behalf.Party(s)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		if p == nil {
			return fault.New(fault.Missing, "infringement.party", "您已不是本案当事人；有异议的请联系承办人")
		}
		f.Performances = append(f.Performances, matter.Record{What: "报告", People: p.Name, Text: in.Text, On: s.Today})
		return attach(s, f, in.stored, matter.Requester, p.Side)
	})
}

// beforePerform stores what proves the performance before the transaction begins.
func (d *Desk) beforePerform(ctx context.Context, k *casework.Case, key seal.Key, in *Perform) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "履行凭证", in.Files...)
	return err
}

// perform records that a respondent performed. When all have, the case is closed; while a suit is possible it waits
// for that.
func (d *Desk) perform(s *casework.Step, in *Perform) error {
	return d.change(s, func(f *matter.File, r *row) error {
		if r.Outcome != matter.Upheld {
			return fault.New(fault.Conflict, "infringement.nothing_to_perform", "本案没有责令履行的内容，请核对案件")
		}
		p, err := whom(f, in.Party, "party")
		if err != nil {
			return err
		}
		if p.Side != matter.Respondent || !p.Performed.IsZero() {
			return fault.New(fault.Invalid, "infringement.performed", "请选择尚未履行的被请求人").At("party")
		}
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		p.Performed = in.Day
		f.Performances = append(f.Performances, matter.Record{What: "履行", People: p.Name, Text: in.Text, On: in.Day})
		if err := attach(s, f, in.stored, matter.Requester, p.Side); err != nil {
			return err
		}
		if performed(f) && s.Case.State != Suable {
			return s.To(Closing)
		}
		return nil
	})
}

// urge urges those who did not perform, ten working days before the court can be asked.
func (d *Desk) urge(s *casework.Step, in *Urge) error {
	if _, err := d.gate(s, "infringement.enforce"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		due, err := d.dueFrom(s, "infringement.clock.urge", "coercion", in.Day)
		if err != nil {
			return err
		}
		s.StartClock("urge", in.Day)
		f.Urging = matter.Record{What: "催告", Text: in.Facts, On: in.Day}
		return d.each(s, f, wording.Urging(in.Facts, due), unperformed(f)...)
	})
}

// applyCourt applies for enforcement, when the urging was of no use and the time for it has not passed. That
// establishes the refusal to perform.
func (d *Desk) applyCourt(s *casework.Step, in *ApplyCourt) error {
	if _, err := d.gate(s, "infringement.enforce"); err != nil {
		return err
	}
	if err := d.overdue(s, "urge"); err != nil {
		return err
	}
	c, err := d.clock(s, "apply")
	if err != nil {
		return err
	}
	if c != nil && c.Late(s.Today) {
		return fault.New(fault.Conflict, "infringement.apply_late", "申请强制执行的期限已于 %s 届满，不能再申请；请登记后续履行或结案", c.Result.Due).On(s.Move.Cites())
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Court = in.Court
		for _, p := range f.Of(matter.Respondent) {
			if !p.Performed.IsZero() {
				continue
			}
			if err := s.Establish(fact.Fact{Kind: fact.DecisionDefied, Party: p.ID, Subject: p.Code, Detail: map[string]string{"decision": f.Decision}}); err != nil {
				return err
			}
		}
		return d.issue(s, f, wording.Application(f, in.Court, in.Facts))
	})
}

// beforeEnforced stores the ruling of the court before the transaction begins.
func (d *Desk) beforeEnforced(ctx context.Context, k *casework.Case, key seal.Key, in *Enforced) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "执行文书", in.Files...)
	return err
}

// enforced records how the enforcement ended.
func (d *Desk) enforced(s *casework.Step, in *Enforced) error {
	return d.change(s, func(f *matter.File, r *row) error {
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		word := map[string]string{"done": "执行完毕", "closed": "终结执行", "refused": "法院不予受理或不准予执行"}[in.Result]
		s.Note("what", word)
		f.Performances = append(f.Performances, matter.Record{What: word, Text: in.No, On: in.Day})
		if in.Result == "done" {
			for _, p := range f.Of(matter.Respondent) {
				if p.Performed.IsZero() {
					p.Performed = in.Day
				}
			}
		}
		return attach(s, f, in.stored)
	})
}

// archive closes the file with its report.
func (d *Desk) archive(s *casework.Step, in *Archive) error {
	return d.change(s, func(f *matter.File, r *row) error {
		if r.Outcome == matter.Upheld && r.Judged != "revoked" && f.Public.On.IsZero() {
			return fault.New(fault.Conflict, "infringement.unpublished", "责令停止的裁决尚未公开，请先办理“公开裁决”").On("专利行政执法办法（2015）")
		}
		return d.issue(s, f, wording.Closing(f, wording.Report{Accepted: r.Accepted, Ended: r.Ended, Outcome: r.Outcome, Summary: in.Summary, Pages: in.Pages}))
	})
}

// reassign gives a decided case to another handler.
func (d *Desk) reassign(s *casework.Step, in *Reassign) error {
	p, err := d.person(s, in.To, "to", casework.Enforcer)
	if err != nil {
		return err
	}
	if strconv.FormatInt(s.Case.Handler, 10) == in.To {
		return fault.New(fault.Conflict, "infringement.same_handler", "%s 已是本案承办人，请另选", p.Name).At("to")
	}
	return d.change(s, func(_ *matter.File, _ *row) error {
		s.Case.Handler = p.Account
		return nil
	})
}
