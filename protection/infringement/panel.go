package infringement

import (
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// person finds somebody of the staff with a role.
func (d *Desk) person(s *casework.Step, id, field string, roles ...casework.Role) (Person, error) {
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return Person{}, err
	}
	i := slices.IndexFunc(staff, func(p Person) bool { return strconv.FormatInt(p.Account, 10) == id })
	if i < 0 || !slices.ContainsFunc(staff[i].Roles, func(r casework.Role) bool { return slices.Contains(roles, r) }) {
		return Person{}, fault.New(fault.Invalid, "infringement.person", "所选人员不能担任此职，请从列出的人员中选择").At(field)
	}
	if s.Case.Conflicted(staff[i].Account) {
		return Person{}, fault.New(fault.Forbidden, "infringement.recused", "%s 已回避本案，请另选人员", staff[i].Name).At(field).On(s.Move.Cites())
	}
	return staff[i], nil
}

// panel appoints who tries the case, and tells the requester. After a move to the ordinary procedure it is made
// anew where it is too small.
func (d *Desk) panel(s *casework.Step, in *Panel) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	leader, err := d.person(s, in.Leader, "leader", casework.Enforcer)
	if err != nil {
		return err
	}
	reviewer, err := d.person(s, in.Reviewer, "reviewer", casework.Reviewer)
	if err != nil {
		return err
	}
	sitting := []matter.Member{{Account: leader.Account, Name: leader.Name, Role: "leader", From: s.Today}}
	for _, id := range in.Members {
		p, err := d.person(s, id, "members", casework.Enforcer, casework.Expert)
		if err != nil {
			return err
		}
		if p.Account != leader.Account {
			sitting = append(sitting, matter.Member{Account: p.Account, Name: p.Name, Role: "member", From: s.Today})
		}
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if s.Case.State != Accepted {
			if err := s.To(casework.Stay); err != nil {
				return err
			}
			if d.enough(s, f, f.Sitting()) == nil {
				return fault.New(fault.Conflict, "infringement.panel_stands", "合议组已经组成且人数符合规定；个别成员变动请办理“更换合议组成员”")
			}
		}
		if err := d.enough(s, f, sitting); err != nil {
			return err
		}
		if slices.ContainsFunc(sitting, func(x matter.Member) bool { return x.Account == reviewer.Account }) {
			return fault.New(fault.Invalid, "infringement.panel_reviewer", "法制审核人不能同时是合议组成员，请另选").At("reviewer")
		}
		if in.Recorder != "" {
			p, err := d.person(s, in.Recorder, "recorder", casework.Enforcer, casework.Clerk)
			if err != nil {
				return err
			}
			sitting = append(sitting, matter.Member{Account: p.Account, Name: p.Name, Role: "recorder", From: s.Today})
		}
		d.reseat(s, f, sitting)
		s.Case.Handler, s.Case.Second = leader.Account, reviewer.Account
		return d.issue(s, f, wording.Panel(), d.served(f)...)
	})
}

// reseat puts a new panel in the place of the one before. What was heard and voted before does not count any more.
func (d *Desk) reseat(s *casework.Step, f *matter.File, sitting []matter.Member) {
	for i := range f.Panel {
		if f.Panel[i].Until.IsZero() {
			f.Panel[i].Until = s.Today
		}
	}
	f.Panel = append(f.Panel, sitting...)
	unheard(f)
}

// unheard makes what was heard and voted before count no more.
func unheard(f *matter.File) {
	for i := range f.Hearings {
		f.Hearings[i].After = f.Hearings[i].After || !f.Hearings[i].Held.IsZero()
	}
	f.Votes = nil
}

// enough refuses a panel that is too small, or of an even number.
func (d *Desk) enough(s *casework.Step, f *matter.File, sitting []matter.Member) error {
	least := 3
	if f.Simple {
		n, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("infringement.simple.panel"))
		if err != nil {
			return err
		}
		least = max(n, 1)
	}
	n := len(sitting)
	if n < least || n%2 == 0 {
		return fault.New(fault.Invalid, "infringement.panel_size", "合议组应不少于 %d 人且为单数，现为 %d 人，请增减成员", least, n).At("members").On(s.Move.Cites())
	}
	return nil
}

// replace changes one member. What was heard before the old panel has to be heard again.
func (d *Desk) replace(s *casework.Step, in *Replace) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	p, err := d.person(s, in.In, "in", casework.Enforcer, casework.Expert)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		i := slices.IndexFunc(f.Panel, func(x matter.Member) bool { return strconv.FormatInt(x.Account, 10) == in.Out && x.Until.IsZero() })
		if i < 0 {
			return fault.New(fault.Invalid, "infringement.not_sitting", "退出的人不是现任合议组成员，请重新选择").At("out")
		}
		if f.Sits(p.Account) || p.Account == s.Case.Second {
			return fault.New(fault.Invalid, "infringement.sits", "%s 已是合议组成员或法制审核人，请另选", p.Name).At("in")
		}
		old := f.Panel[i]
		if old.Role == "leader" && !slices.Contains(p.Roles, casework.Enforcer) {
			return fault.New(fault.Invalid, "infringement.leader", "合议组长须由执法人员担任，请另选").At("in")
		}
		f.Panel[i].Until = s.Today
		f.Panel = append(f.Panel, matter.Member{Account: p.Account, Name: p.Name, Role: old.Role, From: s.Today})
		if old.Role == "leader" {
			s.Case.Handler = p.Account
		}
		if in.Why == "recusal" {
			if err := s.DeclareConflict(old.Account); err != nil {
				return err
			}
		}
		d.closeAsk(f, "recuse", true, "更换合议组成员")
		if old.Role != "recorder" {
			if f.Heard() {
				s.Note("what", "合议组变动，须重新口头审理")
			}
			unheard(f)
			if s.Case.State == Deliberating {
				if err := s.To(Trying); err != nil {
					return err
				}
			}
		}
		return d.issue(s, f, wording.Panel(), d.served(f)...)
	})
}

// recuse is a member's own declaration; the head then appoints another.
func (d *Desk) recuse(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if !f.Sits(s.Actor.Account) {
			return notSitting()
		}
		f.Asks = append(f.Asks, matter.Ask{Kind: "recuse", On: s.Today, Reason: s.Actor.Name + "：" + in.Reason})
		return s.DeclareConflict(s.Actor.Account)
	})
}

// notSitting refuses whoever does not sit on the panel.
func notSitting() error {
	return fault.New(fault.Forbidden, "infringement.panel_only", "只有本案合议组成员可以办理；请联系合议组长")
}

// investigator appoints a technical investigator.
func (d *Desk) investigator(s *casework.Step, in *Investigator) error {
	p, err := d.person(s, in.Expert, "expert", casework.Expert)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if f.Sits(p.Account) {
			return fault.New(fault.Invalid, "infringement.sits", "%s 已是合议组成员或法制审核人，请另选", p.Name).At("expert")
		}
		f.Investigators = append(f.Investigators, matter.Investigator{Account: p.Account, Name: p.Name, On: s.Today, Issue: in.Issue})
		return nil
	})
}

// advise takes the opinion of the investigator. Parties do not see it.
func (d *Desk) advise(s *casework.Step, in *Text) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		for i := range f.Investigators {
			if x := &f.Investigators[i]; x.Account == s.Actor.Account && x.Given.IsZero() {
				x.Opinion, x.Given = in.Text, s.Today
				return nil
			}
		}
		return fault.New(fault.Forbidden, "infringement.investigator", "您不是本案的技术调查官，或意见已经提交；请联系合议组长")
	})
}

// ordinary moves a simplified case to the ordinary procedure.
func (d *Desk) ordinary(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if !f.Simple {
			return fault.New(fault.Conflict, "infringement.is_ordinary", "本案已适用普通程序，无须转换")
		}
		d.upgrade(s, f)
		d.closeAsk(f, "ordinary", true, in.Reason)
		return d.issue(s, f, wording.Upgraded(in.Reason), d.served(f)...)
	})
}

// upgrade leaves the simplified procedure: with a suspension, an appraisal or an objection it ends of itself. The
// panel has to be made large enough before the trial can be closed.
func (d *Desk) upgrade(s *casework.Step, f *matter.File) {
	if !f.Simple {
		return
	}
	f.Simple = false
	s.Case.SetAttr(attrTrack, "")
	s.Note("what", "转为普通程序")
}

// extend lengthens the term of the rule text, once and by no more than that text allows.
func (d *Desk) extend(s *casework.Step, in *Extend) error {
	by, err := term.ParseLength(in.By)
	if err != nil {
		return fault.New(fault.Invalid, "infringement.length", "延长的期限写作“1个月”或“15日”，请更正").At("by")
	}
	return d.change(s, func(f *matter.File, r *row) error {
		text := matter.TextOn(r.Accepted)
		most, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting(text.Extension))
		if err != nil {
			return err
		}
		cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
		if err != nil {
			return err
		}
		end := func(l term.Length) term.Result {
			return term.Compute(cal, term.Input{Start: r.Accepted, Length: l, Regime: term.CenterFixed})
		}
		switch {
		case f.Extended != "":
			return fault.New(fault.Conflict, "infringement.extended", "本案已延长 %s，不能再次延长；请在现有期限内办结", spoken(f.Extended)).On(text.Cite.String())
		case by.N == 0 || end(by).Due > end(most).Due:
			return fault.New(fault.Invalid, "infringement.extension", "依%s，本案最多延长 %s，请更正", text.Cite.Text, spoken(most.String())).At("by").On(text.Cite.String())
		}
		f.Extended = by.String()
		s.Extend("statutory", by, "案情复杂")
		return nil
	})
}

// spoken is a length for a message.
func spoken(text string) fault.Pair {
	l, err := term.ParseLength(text)
	if err != nil {
		return fault.Pair{text, text}
	}
	return fault.Pair{l.String(), l.English()}
}
