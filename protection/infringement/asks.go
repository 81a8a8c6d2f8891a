package infringement

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// beforeAsk stores the proof of what is asked for before the transaction begins.
func (d *Desk) beforeAsk(ctx context.Context, k *casework.Case, key seal.Key, in *Ask) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "申请的证明材料", in.Files...)
	return err
}

// ask takes what a party asks for. An objection to jurisdiction is for the time of the answer, and ends the
// simplified procedure.
func (d *Desk) ask(s *casework.Step, in *Ask) error {
	id, err := in.Behalf.Party(s)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		if p == nil {
			return fault.New(fault.Missing, "infringement.party", "您已不是本案当事人；有异议的请联系承办人")
		}
		for _, a := range f.Pending() {
			if a.Kind == in.What && a.Party == id {
				return fault.New(fault.Conflict, "infringement.asked", "同一事项的申请正在审查，请等待答复").At("what")
			}
		}
		switch in.What {
		case "jurisdiction":
			if err := d.inTime(s, p); err != nil {
				return err
			}
			d.upgrade(s, f)
		case "preserve": // the other side must not be warned
			s.Only(p.ID)
		}
		f.Asks = append(f.Asks, matter.Ask{Kind: in.What, Party: id, Side: p.Side, On: s.Today, Reason: in.Reason})
		title := matter.AskTitle(in.What)
		s.Note("what", title[0])
		for i := range in.stored {
			in.stored[i].Only = id
		}
		return attach(s, f, in.stored, p.Side)
	})
}

// inTime refuses an objection to jurisdiction after the time for the answer, or by the requester.
func (d *Desk) inTime(s *casework.Step, p *matter.Party) error {
	if p.Side == matter.Requester {
		return fault.New(fault.Invalid, "infringement.own_jurisdiction", "请求人不能对自己选择的管辖提出异议").At("what")
	}
	due, err := d.answerDue(s, p)
	if err == nil && s.Today > due {
		err = fault.New(fault.Invalid, "infringement.jurisdiction_late", "管辖异议应在答辩期内（至 %s）提出，现已届满", due).At("what").On(s.Move.Cites())
	}
	return err
}

// answerDue is the day until which a party may answer.
func (d *Desk) answerDue(s *casework.Step, p *matter.Party) (calendar.Day, error) {
	r, err := d.dueFrom(s, "infringement.clock.answer", term.CivilProcedure, p.Served)
	return r.Due, err
}

// headsOnly are the matters that the head decides.
var headsOnly = []string{"recuse", "jurisdiction", "suspend", "ordinary"}

// rule decides on what was asked, and says why. What is granted is then carried out by the step for it.
func (d *Desk) rule(s *casework.Step, in *Rule) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		i, err := strconv.Atoi(in.Ask)
		if err != nil || i < 0 || i >= len(f.Asks) || f.Asks[i].Closed {
			return fault.New(fault.Invalid, "infringement.no_ask", "没有这项待答复的申请，请刷新页面").At("ask")
		}
		a := &f.Asks[i]
		if slices.Contains(headsOnly, a.Kind) && !s.Actor.Is(casework.Head) && !s.Actor.Is(casework.Director) {
			title := matter.AskTitle(a.Kind)
			return fault.New(fault.Forbidden, "infringement.head_decides", "“%s”由业务负责人决定，请报请其办理", fault.Pair{title[0], title[1]})
		}
		if s.Actor.Is(casework.Enforcer) && s.Actor.Account != s.Case.Handler && !s.Actor.Is(casework.Head) && !s.Actor.Is(casework.Director) {
			return fault.New(fault.Forbidden, "infringement.handler_only", "当事人申请由本案承办人答复，请联系承办人办理")
		}
		a.Closed, a.Granted, a.Ruling = true, in.Grant == "yes", in.Reason
		asks := f.Party(a.Party)
		if asks == nil { // a member's own declaration concerns no party; who has left the case is told nothing of it
			return nil
		}
		if a.Kind == "preserve" {
			s.Only(a.Party)
		}
		return d.issue(s, f, wording.Ruling(a), asks)
	})
}

// closeAsk closes what was asked for because the step for it was taken.
func (d *Desk) closeAsk(f *matter.File, kind string, granted bool, why string) {
	for _, a := range f.Pending() {
		if a.Kind == kind {
			a.Closed, a.Granted, a.Ruling = true, granted, why
		}
	}
}

// beforeAmend stores the papers of a change before the transaction begins.
func (d *Desk) beforeAmend(ctx context.Context, k *casework.Case, key seal.Key, in *Amend) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "变更请求材料", in.Files...)
	return err
}

// amend changes what the requester relies on and asks for. The other side is told.
func (d *Desk) amend(s *casework.Step, in *Amend) error {
	if _, err := in.Behalf.Party(s); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if f.Restate && strings.TrimSpace(in.Claims) == "" {
			return fault.New(fault.Invalid, "infringement.restate", "请写明在维持有效的权利要求中主张哪些").At("claims")
		}
		f.Claims, f.Restate = in.Claims, false
		if len(in.Remedies) > 0 {
			f.Remedies = in.Remedies
		}
		if err := attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
			return err
		}
		to := d.told(f)
		if len(to) == 0 {
			return nil
		}
		return d.issue(s, f, wording.Amended(f, in.Reason), to...)
	})
}

// told are those who learn of a changed request: everybody on whom the first one was served.
func (d *Desk) told(f *matter.File) []*matter.Party {
	return slices.DeleteFunc(d.served(f), func(p *matter.Party) bool { return p.Side == matter.Requester })
}
