package infringement

import (
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/merger"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// join adds a respondent or a third party. It has to be served like the others, and what was heard without it has
// to be heard again.
func (d *Desk) join(s *casework.Step, in *Join) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if err := d.oppose(s, f, []Opponent{in.Opponent}, in.Side); err != nil {
			return err
		}
		d.closeAsk(f, "join", true, in.Reason)
		unheard(f)
		s.Note("what", "追加当事人")
		return d.issue(s, f, wording.Joined(in.Name, in.Side, in.Reason), d.served(f)...)
	})
}

// substitute puts a successor in the place of a party: after a transfer of the patent the new patentee, after a
// merger the company that remains.
func (d *Desk) substitute(s *casework.Step, in *Substitute) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		old, err := whom(f, in.Out, "out")
		if err != nil {
			return err
		}
		p, err := d.stranger(s, in.Name, in.Code, party.Contact{Address: in.Address})
		if err != nil {
			return err
		}
		if f.Party(p.ID) != nil {
			return fault.New(fault.Invalid, "infringement.twice", "“%s”已是本案当事人，请核对", in.Name).At("name")
		}
		next := *old
		next.ID, next.Name, next.Code, next.Address, next.Agent, next.Contact, next.Legal = p.ID, p.Name, p.Code, in.Address, "", "", ""
		if reached, err := d.reached(s, p); err != nil {
			return err
		} else {
			next.Outside = !reached
		}
		name := old.Name
		old.Left = s.Today
		f.Parties = append(f.Parties, next)
		if next.Side == matter.Requester {
			s.Case.Owner, s.Case.Agent = p.ID, 0
			f.Patent.Holder = p.Name
		} else {
			if err := s.EndPart(old.ID); err != nil {
				return err
			}
			if next.Served.IsZero() { // the copies are made for it anew
				next.Sent, next.Announced = 0, 0
				f.Parties[len(f.Parties)-1] = next
			} else { // it takes the case as it stands
				if err := s.AddPart(casework.Part{Party: p.ID, Side: next.Side}); err != nil {
					return err
				}
			}
		}
		return d.issue(s, f, wording.Substituted(name, p.Name, in.Reason), d.served(f)...)
	})
}

// leave drops a respondent against whom the request is not kept up.
func (d *Desk) leave(s *casework.Step, in *Leave) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		p, err := whom(f, in.Out, "out")
		if err != nil {
			return err
		}
		if p.Side == matter.Requester || p.Side == matter.Respondent && len(f.Of(matter.Respondent)) == 1 {
			return fault.New(fault.Invalid, "infringement.last_respondent", "请求人或唯一的被请求人不能退出；不再请求的请办理撤回").At("out")
		}
		p.Left = s.Today
		return s.EndPart(p.ID)
	})
}

// merge tries the case together with another about the same patent. Each keeps its number and its clocks.
func (d *Desk) merge(s *casework.Step, in *Merge) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		other, err := merger.Find(s, in.Number)
		if err != nil {
			return err
		}
		same, err := beside(s.Ctx, s.Tx, s.Case.Center, s.Case.ID, f.Patent.Number)
		if err != nil {
			return err
		}
		if !slices.Contains(same, other.ID) {
			return fault.New(fault.Invalid, "infringement.merge", "案件 %s 与本案不是同一专利，或者不在审理中，不能合并审理；请核对", other.Number).At("number").On(s.Move.Cites())
		}
		if err := merger.With(s, other, together, "merged", &Merged{Lead: s.Case.Number}); err != nil {
			return err
		}
		return d.issue(s, f, wording.Merged(other.Number), d.served(f)...)
	})
}

// together is what the history of both cases says of a merger.
const together = "合并审理："

// merged is the other end of it.
func (d *Desk) merged(s *casework.Step, in *Merged) error {
	merger.Beside(s, together, in.Lead)
	return nil
}

// patent records what became of the patent while the case was open. After a partial invalidation the requester
// has to say on which of the surviving claims it relies.
func (d *Desk) patent(s *casework.Step, in *PatentChange) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if err := past(s, in.On, 0, "on"); err != nil {
			return err
		}
		switch in.What {
		case "partial":
			if strings.TrimSpace(in.Claims) == "" {
				return fault.New(fault.Invalid, "infringement.surviving", "部分无效的，请写明维持有效的权利要求").At("claims")
			}
			f.Restate = true
		case "invalid":
			f.Patent.Status, f.Patent.Since = "invalid", in.On
		case "lapsed":
			f.Patent.Status, f.Patent.Since = "unpaid", in.On
		}
		f.Changes = append(f.Changes, matter.Change{What: in.What, On: in.On, Source: in.Source, Claims: in.Claims})
		return d.issue(s, f, wording.Patent(f.Changes[len(f.Changes)-1]), d.served(f)...)
	})
}
