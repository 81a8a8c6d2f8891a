package infringement

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// finish closes the trial: nothing may be open that the decision would have to rest on.
func (d *Desk) finish(s *casework.Step, _ *Finish) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if err := d.enough(s, f, f.Sitting()); err != nil {
			return err
		}
		for _, m := range f.Sitting() {
			if s.Case.Conflicted(m.Account) {
				return fault.New(fault.Conflict, "infringement.recused_sits", "%s 已回避，请先更换合议组成员", m.Name)
			}
		}
		if why := unready(f); why != nil {
			return fault.New(fault.Conflict, "infringement.unready", "还不能终结审理：%s；请先办理后再终结", *why).On(s.Move.Cites())
		}
		return nil
	})
}

// unready says what is still open in the trial, or nil.
func unready(f *matter.File) *fault.Phrase {
	var p fault.Phrase
	last := f.Latest()
	switch {
	case len(f.Unserved()) > 0:
		p = fault.Say("“%s”还没有送达副本", f.Unserved()[0].Name)
	case f.Mode == "":
		p = fault.Say("没有进行口头审理，也没有决定书面审理")
	case f.Planned() != nil:
		p = fault.Say("%s 的口头审理还没有进行", f.Planned().Day)
	case f.Mode == "hearing" && !f.Heard():
		p = fault.Say("合议组或当事人变动后须重新口头审理")
	case len(f.Pending()) > 0:
		title := matter.AskTitle(f.Pending()[0].Kind)
		p = fault.Say("“%s”的申请还没有答复", fault.Pair{title[0], title[1]})
	case f.Restate:
		p = fault.Say("权利要求被宣告部分无效，请求人尚未重新明确主张的权利要求")
	case last != nil && last.What == "invalid":
		p = fault.Say("专利权已被宣告全部无效，请提请结案（终止处理）")
	case slices.ContainsFunc(f.Of(matter.Requester), func(x *matter.Party) bool { return x.Absent }):
		p = fault.Say("请求人无正当理由未到口头审理，请按视为撤回提请结案")
	case slices.ContainsFunc(f.Investigators, func(x matter.Investigator) bool { return x.Given.IsZero() }):
		p = fault.Say("技术调查官还没有提交意见")
	default:
		return nil
	}
	return &p
}

// reopen goes back to the trial, when the deliberation finds that something is missing.
func (d *Desk) reopen(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Votes = nil
		return d.issue(s, f, wording.Reopened(in.Reason), d.served(f)...)
	})
}

// vote takes the opinion of one member; the last word of each counts.
func (d *Desk) vote(s *casework.Step, in *Vote) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if !slices.ContainsFunc(f.Sitting(), func(m matter.Member) bool { return m.Account == s.Actor.Account }) {
			return notSitting()
		}
		f.Votes = slices.DeleteFunc(f.Votes, func(v matter.Vote) bool { return v.Account == s.Actor.Account })
		f.Votes = append(f.Votes, matter.Vote{Account: s.Actor.Account, Name: s.Actor.Name, Outcome: in.Outcome, Reason: in.Reason})
		return nil
	})
}

// reason takes the reasoning of the decision as far as it is written.
func (d *Desk) reason(s *casework.Step, in *Reason) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		r := matter.Ruling{ActFrom: in.ActFrom, ActTo: in.ActTo, InForce: in.InForce == "yes", InForceWhy: in.InForceWhy, Scope: in.Scope, Comparison: in.Comparison, Covers: in.Covers,
			Viewer: in.Viewer, SameClass: in.SameClass == "yes", ActsFound: in.Acts, Business: in.Business == "yes", ActsWhy: in.ActsWhy, NoDefence: in.NoDefence, Outcome: in.Outcome,
			Remedies: in.Remedies, RemedyText: in.RemedyText, Conclusion: in.Conclusion}
		for _, x := range in.Defences {
			r.Defences = append(r.Defences, matter.Defence{Code: x.Code, Holds: x.Holds == "yes", Why: x.Why})
		}
		f.Ruling = r
		return nil
	})
}

// submit hands the reasoned decision to legal review. Nothing may be missing in it.
func (d *Desk) submit(s *casework.Step, _ *Finish) error {
	return d.change(s, func(f *matter.File, _ *row) error { return d.complete(s, f) })
}

// complete refuses a decision with a gap: in its seven parts, in the comparison, the evidence, the votes.
func (d *Desk) complete(s *casework.Step, f *matter.File) error {
	var lacks fault.List
	gaps, err := d.gaps(s.Ctx, s.Tx, s.Case, f)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		lacks = append(lacks, g.Say)
	}
	if len(lacks) > 0 {
		return fault.New(fault.Invalid, "infringement.gaps", "裁决还有缺项，不能提交，请补齐：%s", lacks)
	}
	if d.Complete == nil {
		return nil
	}
	return d.Complete(s.Ctx, s.Tx, s.Case.ID)
}

// gaps lists what the decision lacks beside the comparison, which has its own desk.
func (d *Desk) gaps(ctx context.Context, tx *store.Tx, k *casework.Case, f *matter.File) ([]matter.Gap, error) {
	out := f.Ruling.Gaps(f.Patent.Kind)
	open, err := d.Evidence.Unweighed(ctx, tx, d.office, k)
	if err != nil {
		return nil, err
	}
	for _, no := range open {
		out = append(out, matter.Gap{Part: "证据", Say: fault.Say("证据 %s 没有认证", no)})
	}
	for _, code := range f.Raised {
		if !slices.ContainsFunc(f.Ruling.Defences, func(x matter.Defence) bool { return x.Code == code }) {
			k := matter.DefenceTitle(code)
			out = append(out, matter.Gap{Part: "⑥", Say: fault.Say("⑥被请求人提出的抗辩“%s”没有答复", fault.Pair{k.Title, k.English})})
		}
	}
	sitting := f.Sitting()
	if len(f.Votes) < len(sitting) {
		out = append(out, matter.Gap{Part: "合议", Say: fault.Say("合议组 %d 人中只有 %d 人发表了合议意见", len(sitting), len(f.Votes))})
	} else if most := matter.Majority(f.Votes, len(sitting)); most != f.Ruling.Outcome {
		out = append(out, matter.Gap{Part: "合议", Say: fault.Say("裁决结论与合议组多数意见不一致")})
	}
	return out, nil
}

// approve is the legal review.
func (d *Desk) approve(s *casework.Step, _ *Checked) error { return nil }

// sendBack returns the decision to the panel.
func (d *Desk) sendBack(s *casework.Step, in *Reasoned) error {
	if s.Case.State == Reviewing && !s.Actor.Is(casework.Reviewer) || s.Case.State == Reviewing && s.Actor.Account != s.Case.Second {
		return fault.New(fault.Forbidden, "infringement.reviewer_only", "法制审核中的案件由本案法制审核人退回，请联系其办理")
	}
	if s.Case.State == Signing && !s.Actor.Is(casework.Director) {
		return fault.New(fault.Forbidden, "infringement.director_only", "待签发的案件由中心主任退回，请联系其办理")
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Notes = append(f.Notes, matter.Record{People: s.Actor.Name, Text: in.Reason, On: s.Today})
		return nil
	})
}

// sign makes the decision: it takes its number and goes to all parties. Into accounts it is served at once.
func (d *Desk) sign(s *casework.Step, _ *Checked) error {
	if _, err := d.gate(s, "infringement.decide"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		if err := d.complete(s, f); err != nil {
			return err
		}
		var bench []paper.Block
		var err error
		if d.Blocks != nil {
			if bench, err = d.Blocks(s.Ctx, s.Tx, s.Case.ID); err != nil {
				return err
			}
		}
		to := append(f.Of(matter.Requester), f.Opposed()...)
		admission, err := d.Evidence.Admission(s.Ctx, s.Tx, s.Office, s.Case)
		if err != nil {
			return err
		}
		if f.Decision, err = d.issued(s, f, wording.Decision(f, admission, bench), to...); err != nil {
			return err
		}
		r.Outcome, r.Ended = f.Ruling.Outcome, s.Today
		if f.Ruling.Outcome == matter.Upheld {
			s.StartClock("publish", s.Today)
		} else if err := s.To(Denied); err != nil {
			return err
		}
		waiting := 0
		for _, p := range to {
			if p.DecisionServed = 0; p.Outside {
				waiting++
				continue
			}
			p.DecisionServed = s.Today
		}
		if waiting == 0 {
			s.StartClock("sue", s.Today)
			return s.To(Suable)
		}
		return nil
	})
}
