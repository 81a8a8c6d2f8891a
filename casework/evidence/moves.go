package evidence

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/seal"
	"zhibao/law/rule"
)

// A Setup says where in a chart, and by whom, evidence is handled.
type Setup struct {
	Submit []string // states in which the parties hand in, and the center collects
	Answer []string // states in which the parties answer each other's exhibits
	Keep   []string // states in which secrecy is decided and the way of things is recorded; those of Submit and Answer where none are given
	Weigh  []string // states in which the panel says what it admits
	Sides  []string // whose parties hand in and answer; none where the chart has no sides

	Staff   []casework.Role // who collects, keeps, decides on secrecy and weighs
	Rel     access.Relation // in which they stand to the case; Center by default
	Counter []casework.Role // who hands in or answers for a party that cannot

	Basis  []rule.Cite // of handing in, answering and weighing
	Secret []rule.Cite // of secrecy; Basis where none is given
	// Gate, if set, refuses what the center may not do in the case, such as collecting without a
	// mandate. It is given the code of the move.
	Gate func(s *casework.Step, move string) error
}

// The codes of the moves.
const (
	MoveSubmit  = "exhibit"
	MoveCollect = "collect"
	MoveAnswer  = "answer_exhibit"
	MoveAsk     = "ask_secret"
	MoveDecide  = "decide_secret"
	MoveWeigh   = "admit_exhibit"
	MoveHand    = "hand_exhibit"
	MoveStamp   = "stamp_exhibit"
)

// Moves returns the moves on evidence for a chart: 提交证据, 依职权取证, 质证, 申请保密, 决定保密, 采信,
// 证据流转, 附加时间戳. None of them leaves its state.
func (d *Desk) Moves(m Setup) []casework.Move {
	stay := []string{casework.Stay}
	parties := []casework.Role{casework.Entity, casework.AgencyRole}
	if len(m.Secret) == 0 {
		m.Secret = m.Basis
	}
	if len(m.Keep) == 0 {
		m.Keep = slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.Submit, m.Answer))))
	}
	out := []casework.Move{
		{Code: MoveSubmit, Title: "提交证据", English: "Hand in evidence", From: m.Submit, To: stay, By: parties, Sides: m.Sides, Counter: m.Counter, Basis: m.Basis,
			Do: casework.Prepared(func(ctx context.Context, k *casework.Case, key seal.Key, in *Submit) error {
				return d.before(ctx, k, key, &in.particulars)
			}, d.submit)},
		{Code: MoveAnswer, Title: "质证", English: "Answer evidence", From: m.Answer, To: stay, By: parties, Sides: m.Sides, Counter: m.Counter, Basis: m.Basis, Do: casework.Input(d.answer)},
		{Code: MoveAsk, Title: "申请证据保密", English: "Ask for secrecy", From: m.Keep, To: stay, By: parties, Sides: m.Sides, Basis: m.Secret, Do: casework.Input(d.ask)},
		{Code: MoveDecide, Title: "决定证据保密", English: "Decide on secrecy", From: m.Keep, To: stay, By: m.Staff, Rel: m.Rel, Basis: m.Secret, Do: casework.Input(d.decideSecret)},
		{Code: MoveHand, Title: "证据流转", English: "Custody", From: m.Keep, To: stay, By: m.Staff, Rel: m.Rel, Basis: m.Basis, Do: casework.Input(d.hand)},
		{Code: MoveStamp, Title: "附加时间戳", English: "Attach a time stamp", From: m.Keep, To: stay, By: m.Staff, Rel: m.Rel, Basis: m.Basis, Do: casework.Prepared(d.beforeStamp, d.stamp)},
	}
	if len(m.Submit) > 0 {
		out = append(out, casework.Move{Code: MoveCollect, Title: "依职权取证", English: "Collect evidence", From: m.Submit, To: stay, By: m.Staff, Rel: m.Rel, Basis: m.Basis,
			Do: casework.Prepared(func(ctx context.Context, k *casework.Case, key seal.Key, in *Collect) error {
				return d.before(ctx, k, key, &in.particulars)
			}, d.collect)})
	}
	if len(m.Weigh) > 0 {
		out = append(out, casework.Move{Code: MoveWeigh, Title: "证据采信", English: "Weigh evidence", From: m.Weigh, To: stay, By: m.Staff, Rel: m.Rel, Inside: true, Basis: m.Basis, Do: casework.Input(d.weigh)})
	}
	// A state in which nothing is handed in has no move for it.
	out = slices.DeleteFunc(out, func(x casework.Move) bool { return len(x.From) == 0 })
	for i := range out {
		out[i].Do, out[i].Quiet = gated(m.Gate, out[i].Do), true // they stand on the page of the evidence
	}
	return out
}

// gated asks the gate before the move's own function runs.
func gated(gate func(*casework.Step, string) error, do casework.Handler) casework.Handler {
	run := do.Run
	if gate == nil {
		return do
	}
	do.Run = func(s *casework.Step, in any) error {
		// What a party may do rests on no mandate of the center.
		if s.Actor.Party == 0 {
			if err := gate(s, s.Move.Code); err != nil {
				return err
			}
		}
		return run(s, in)
	}
	return do
}

func (d *Desk) submit(s *casework.Step, in *Submit) error {
	party, err := in.Party(s)
	if err != nil {
		return err
	}
	if len(in.Files) > len(in.stored) { // played without the slow part
		if in.stored, err = d.Keep(s.Ctx, s.Key(), s.Case.ID, in.Files...); err != nil {
			return err
		}
	}
	x := Exhibit{Party: party, Matter: in.matter()}
	if in.Secret {
		x.Secret = in.Why
	}
	x, err = d.Add(s, x)
	if err == nil {
		s.Note("what", "证据 "+x.Number)
	}
	return err
}

func (d *Desk) collect(s *casework.Step, in *Collect) error {
	x := Exhibit{Matter: in.matter()}
	if in.Secret {
		x.Secret = "依职权保密"
	}
	x, err := d.Add(s, x)
	if err != nil {
		return err
	}
	if in.Secret {
		if err := d.Seal(s, x.ID, x.Secret); err != nil {
			return err
		}
	}
	s.Note("what", "证据 "+x.Number)
	return d.Move(s, Custody{Exhibit: x.ID, What: "调取", From: in.Holder, To: s.Actor.Name, Place: in.Place, State: in.Form})
}

// numbered writes into the event which exhibits it was about.
func numbered(s *casework.Step, xs []Exhibit) {
	var nos []string
	for i := range xs {
		nos = append(nos, xs[i].Number)
	}
	s.Note("what", "证据 "+strings.Join(nos, "、"))
}

// each does something to all exhibits that were chosen.
func (d *Desk) each(s *casework.Step, chosen []string, do func(id int64) error) error {
	all, err := ids(chosen...)
	if err != nil {
		return err
	}
	var xs []Exhibit
	for _, id := range all {
		x, err := d.touched(s, id)
		if err != nil {
			return err
		}
		if err := do(id); err != nil {
			return err
		}
		xs = append(xs, x)
	}
	numbered(s, xs)
	return nil
}

func (d *Desk) answer(s *casework.Step, in *Answer) error {
	party, err := in.Party(s)
	if err != nil {
		return err
	}
	return d.each(s, in.Exhibits, func(id int64) error {
		return d.Opinion(s, party, Opinion{Exhibit: id, Authentic: in.Authentic, Legal: in.Legal, Relevant: in.Relevant, Text: in.Text})
	})
}

func (d *Desk) ask(s *casework.Step, in *AskSecret) error {
	return d.each(s, []string{in.Exhibit}, func(id int64) error { return d.Ask(s, id, in.Why) })
}

func (d *Desk) decideSecret(s *casework.Step, in *DecideSecret) error {
	decide := d.Unseal
	if in.Decision == "seal" {
		decide = d.Seal
	}
	return d.each(s, []string{in.Exhibit}, func(id int64) error { return decide(s, id, in.Why) })
}

func (d *Desk) weigh(s *casework.Step, in *Weigh) error {
	return d.each(s, in.Exhibits, func(id int64) error { return d.Admit(s, id, Admission{Result: in.Result, Reason: in.Reason}) })
}

func (d *Desk) hand(s *casework.Step, in *Hand) error {
	return d.each(s, in.Exhibits, func(id int64) error {
		return d.Move(s, Custody{Exhibit: id, What: in.What, From: in.From, To: in.To, Place: in.Place, State: in.State, Note: in.Note})
	})
}
