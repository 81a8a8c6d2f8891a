package infringement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// withdraw asks to end the case; the director decides, because others may have an interest in a decision.
func (d *Desk) withdraw(s *casework.Step, in *Confirmed) error {
	if _, err := in.Behalf.Party(s); err != nil {
		return err
	}
	if err := in.confirmed(); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		s.Case.SetAttr(attrEnding, s.Case.State)
		f.Ending = matter.Ending{Outcome: matter.Withdrawn, Reason: "请求人撤回请求。" + in.Reason, On: s.Today}
		return nil
	})
}

// beforePropose stores what the ending rests on before the transaction begins.
func (d *Desk) beforePropose(ctx context.Context, k *casework.Case, key seal.Key, in *Propose) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "结案材料", in.Files...)
	return err
}

// proposeEnd proposes to end the case without a ruling.
func (d *Desk) proposeEnd(s *casework.Step, in *Propose) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if err := d.mayEnd(f, in); err != nil {
			return err
		}
		s.Case.SetAttr(attrEnding, s.Case.State)
		f.Ending = matter.Ending{Outcome: in.Outcome, Reason: in.Reason, Body: in.Body, Agreement: in.Agreement, On: s.Today}
		return attach(s, f, in.stored)
	})
}

// mayEnd checks that an ending has what it rests on.
func (d *Desk) mayEnd(f *matter.File, in *Propose) error {
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	agreed := slices.ContainsFunc(f.Mediations, func(m matter.Record) bool { return m.What == "agreed" })
	absent := slices.ContainsFunc(f.Of(matter.Requester), func(p *matter.Party) bool { return p.Absent })
	switch {
	case in.Outcome == matter.Transferred && blank(in.Body):
		return fault.New(fault.Invalid, "infringement.transfer_to", "移送管辖的，请写明移送至哪个机关").At("body")
	case in.Outcome == matter.Mediated && (blank(in.Agreement) || !agreed):
		return fault.New(fault.Invalid, "infringement.agreement", "调解结案的，须先登记达成协议的调解，并写明协议内容").At("agreement")
	case in.Outcome == matter.Deemed && !absent:
		return fault.New(fault.Invalid, "infringement.not_absent", "没有请求人无正当理由未到口头审理的记录，不能按视为撤回结案").At("outcome")
	}
	return nil
}

// approveEnd ends the case: both clocks stop, and the parties get the paper that says so.
func (d *Desk) approveEnd(s *casework.Step, _ *Checked) error {
	if _, err := d.gate(s, "infringement.decide"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		e := f.Ending
		r.Outcome, r.Ended = e.Outcome, s.Today
		s.Case.SetAttr(attrBefore, "")
		s.Case.SetAttr(attrEnding, "")
		s.Note("what", matter.OutcomeTitle(e.Outcome)[0])
		var letter wording.Paper
		var err error
		switch e.Outcome {
		case matter.Mediated:
			letter = wording.Mediation(f)
		case matter.Transferred:
			if letter, err = d.transferLetter(s, f, e.Body, e.Reason); err != nil {
				return err
			}
		default:
			letter = wording.Ended(f)
		}
		f.Decision, err = d.issued(s, f, letter, d.served(f)...)
		return err
	})
}

// returnEnd lets the case go on where it stood: a suspension still knows where that goes back to.
func (d *Desk) returnEnd(s *casework.Step, in *Reasoned) error {
	from := attrEnding
	if s.Case.Attrs[attrEnding] == "" { // proposed before the two were told apart
		from = attrBefore
	}
	if err := d.backTo(s, from); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Ending = matter.Ending{}
		f.Notes = append(f.Notes, matter.Record{People: s.Actor.Name, Text: in.Reason, On: s.Today})
		return nil
	})
}

// transferLetter hands the case over with its list of files and how far its clocks have run.
func (d *Desk) transferLetter(s *casework.Step, f *matter.File, body, reason string) (wording.Paper, error) {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	var terms [][]string
	for _, c := range clocks {
		if c.Rule.Code != "target" && c.Rule.Code != "statutory" {
			continue
		}
		due := "中止或鉴定期间，暂不计算"
		if !c.Result.Due.IsZero() {
			due = c.Result.Due.Chinese()
		}
		terms = append(terms, []string{c.Rule.Title, c.Started.Chinese(), c.Length.String(), fmt.Sprintf("%d日", c.Result.Paused), due})
	}
	return wording.Transferred(f, body, reason, terms), err
}
