package infringement

import (
	"context"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// The papers whose service the procedure records by steps of its own: the case goes on with it.
const (
	copies = Code + ".answer"
	ruling = Code + ".decision"
)

// serving says how the papers of the procedure are served.
func (d *Desk) serving() delivery.Procedure {
	var all []string // a paper of an ended case, such as a refusal, has to be served too
	for _, s := range states() {
		all = append(all, s.Code)
	}
	return delivery.Procedure{Chart: Code, From: all, By: []casework.Role{casework.Clerk, casework.Enforcer}, Steps: []delivery.Step{{Template: copies, Move: "serve"}, {Template: ruling, Move: "serve_decision"}},
		Basis: []rule.Cite{document.ChannelOf(document.Person).Basis, document.ChannelOf(document.Post).Basis, document.ChannelOf(document.Notice).Basis}}
}

// served lists the parties who know of the case: the requester, and those on whom the copies were served.
func (d *Desk) served(f *matter.File) []*matter.Party {
	out := f.Of(matter.Requester)
	for _, p := range f.Opposed() {
		if !p.Served.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

// send makes the copies with the notice to answer for everybody who has none yet. Into an account they are served
// at once; for the others they are printed, and the receipt is recorded.
func (d *Desk) send(s *casework.Step, _ *Finish) error {
	if _, err := d.gate(s, "infringement.serve"); err != nil {
		return err
	}
	due, err := d.dueFrom(s, "infringement.clock.answer", term.CivilProcedure, s.Today)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		n := 0
		for _, p := range f.Opposed() {
			if !p.Sent.IsZero() {
				continue
			}
			p.Sent, n = s.Today, n+1
			if !p.Outside {
				if err := d.reach(s, f, p, s.Today, "account"); err != nil {
					return err
				}
			}
			if err := d.issue(s, f, wording.Answer(f, p, due), p); err != nil {
				return err
			}
		}
		if n == 0 {
			return fault.New(fault.Conflict, "infringement.all_sent", "副本都已发出；收到回执的，请办理“登记副本送达”")
		}
		return d.onServed(s, f)
	})
}

// reach records that a party was served: from now on it stands in the case and sees it.
func (d *Desk) reach(s *casework.Step, f *matter.File, p *matter.Party, on calendar.Day, how string) error {
	p.Served, p.How = on, how
	return s.AddPart(casework.Part{Party: p.ID, Side: p.Side})
}

// onServed lets the term for the answer begin when the last one was served.
func (d *Desk) onServed(s *casework.Step, f *matter.File) error {
	if len(f.Unserved()) > 0 {
		return nil
	}
	s.StartClock("answer", f.LastServed())
	return s.To(Answering)
}

// beforeServe stores the proof of a service before the transaction begins.
func (d *Desk) beforeServe(ctx context.Context, k *casework.Case, key seal.Key, in *Serve) (err error) {
	files := []form.File{in.Proof}
	if err := screen(ctx, in.Declared, files); err != nil {
		return err
	}
	in.stored, err = d.Deliveries.Keep(ctx, k, key, files)
	return err
}

// whom reads whom a step names.
func whom(f *matter.File, id, field string) (*matter.Party, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	p := f.Party(n)
	if err != nil || p == nil {
		return nil, fault.New(fault.Invalid, "infringement.whom", "请从本案当事人中选择").At(field)
	}
	return p, nil
}

// proven refuses a service without what proves it.
func (in *Serve) proven() error {
	if len(in.stored) == 0 && in.Channel != "account" {
		return fault.New(fault.Invalid, "infringement.proof", "请上传送达回证、邮件回执、见证记录或公告等送达凭证").At("proof")
	}
	return nil
}

// serve records how the copies reached a party. A public notice serves only after its time.
func (d *Desk) serve(s *casework.Step, in *Serve) error {
	if _, err := d.gate(s, "infringement.serve"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p, err := whom(f, in.Party, "party")
		if err != nil {
			return err
		}
		switch {
		case p.Side == matter.Requester || !p.Served.IsZero():
			return fault.New(fault.Conflict, "infringement.served", "“%s”已于 %s 送达，同一文书不重复送达，请核对受送达人", p.Name, p.Served).At("party")
		case p.Sent.IsZero():
			return fault.New(fault.Conflict, "infringement.not_sent", "给“%s”的副本还没有制作，请先办理“发出副本和答辩通知书”", p.Name).At("party")
		case in.Channel == "account" && p.Outside:
			return fault.New(fault.Invalid, "infringement.no_account", "“%s”没有业务平台账号，不能电子送达，请改用其他方式", p.Name).At("channel")
		}
		if err := past(s, in.Day, p.Sent, "day"); err != nil {
			return err
		}
		if err := in.proven(); err != nil {
			return err
		}
		if err := d.Deliveries.Enter(s, copies, p.ID, delivery.Entry{Channel: in.Channel, Day: in.Day, Proofs: in.stored}); err != nil {
			return err
		}
		if in.Channel == "notice" {
			p.Announced = in.Day
			s.StartClock("announce", in.Day)
			return s.To(Announcing)
		}
		if err := d.reach(s, f, p, in.Day, in.Channel); err != nil {
			return err
		}
		return d.onServed(s, f)
	})
}

// deemed serves those for whom a public notice ran out.
func (d *Desk) deemed(s *casework.Step, _ *Robotic) error {
	if err := d.overdue(s, "announce"); err != nil {
		return err
	}
	due, err := d.clock(s, "announce")
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		for _, p := range f.Opposed() {
			if p.Served.IsZero() && !p.Announced.IsZero() {
				if err := d.Deliveries.Over(s, copies, p.ID, due.Result.Due); err != nil {
					return err
				}
				if err := d.reach(s, f, p, due.Result.Due, "notice"); err != nil {
					return err
				}
			}
		}
		if len(f.Unserved()) > 0 {
			return s.To(Serving)
		}
		return d.onServed(s, f)
	})
}

// beforeAnswer stores the files of an answer before the transaction begins.
func (d *Desk) beforeAnswer(ctx context.Context, k *casework.Case, key seal.Key, in *Answer) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "答辩材料", in.Files...)
	return err
}

// answer takes the answer of a respondent or the statement of a third party. When all have answered, the trial
// goes on.
func (d *Desk) answer(s *casework.Step, in *Answer) error {
	id, err := in.Behalf.Party(s)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		if p == nil {
			return fault.New(fault.Missing, "infringement.party", "您已不是本案当事人；有异议的请联系承办人")
		}
		if !p.Answered.IsZero() {
			p.Answer += "\n（" + s.Today.String() + " 补充）" + in.Text
		} else {
			p.Answered, p.Answer = s.Today, in.Text
		}
		p.Forwarded = false
		f.Raised = append(f.Raised, in.Defences...)
		for i := range in.stored {
			in.stored[i].Of = p.ID
		}
		if err := attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
			return err
		}
		if s.Case.State == Answering && len(f.Unanswered()) == 0 {
			return s.To(Trying)
		}
		return nil
	})
}

// noAnswer goes on without an answer.
func (d *Desk) noAnswer(s *casework.Step, _ *Robotic) error {
	if err := d.overdue(s, "answer"); err != nil {
		return err
	}
	s.Note("what", "逾期未答辩，不影响案件处理")
	return nil
}

// forward sends the answers on to the requester.
func (d *Desk) forward(s *casework.Step, _ *Finish) error {
	if _, err := d.gate(s, "infringement.serve"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		var who []string
		for _, p := range f.Opposed() {
			if !p.Answered.IsZero() && !p.Forwarded {
				p.Forwarded = true
				who = append(who, p.Name)
			}
		}
		if len(who) == 0 {
			return fault.New(fault.Conflict, "infringement.nothing_to_forward", "没有待转送的答辩书，请刷新页面")
		}
		return d.issue(s, f, wording.Forwarded(strings.Join(who, "、")), f.Of(matter.Requester)...)
	})
}
