package infringement

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// beforeEvidence stores the files of an exhibit before the transaction begins.
func (d *Desk) beforeEvidence(ctx context.Context, k *casework.Case, key seal.Key, in *Evidence) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "证据", in.Files...)
	return err
}

// marks are the first characters of the numbers of exhibits.
var marks = map[string]string{matter.Requester: "申", matter.Respondent: "被", matter.Third: "三", "center": "职"}

// evidence takes an exhibit. What holds a trade secret is shown to its own side and the staff alone.
func (d *Desk) evidence(s *casework.Step, in *Evidence) error {
	id, err := in.Behalf.Party(s)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		if p == nil {
			return fault.New(fault.Missing, "infringement.party", "您已不是本案当事人")
		}
		x := matter.Exhibit{Side: p.Side, Party: p.ID, Name: in.Name, Kind: in.Kind, Purpose: in.Purpose, Source: in.Source, Sealed: in.Sealed, On: s.Today}
		mark := marks[p.Side]
		if x.Sealed { // a series of its own, so that no gap tells of it
			mark += "密"
		}
		n := 1
		for _, y := range f.Exhibits {
			if y.Side == x.Side && y.Sealed == x.Sealed {
				n++
			}
		}
		x.No = fmt.Sprintf("%s%d", mark, n)
		sides := []string{matter.Requester, matter.Respondent, matter.Third}
		if x.Sealed {
			sides = []string{p.Side}
			s.Only(p.ID)
		}
		for i := range in.stored {
			if in.stored[i].What = "证据 " + x.No; x.Sealed {
				in.stored[i].Only = p.ID
			}
		}
		f.Exhibits = append(f.Exhibits, x)
		return attach(s, f, in.stored, sides...)
	})
}

// opine takes what a party says of the exhibit of another.
func (d *Desk) opine(s *casework.Step, in *Opine) error {
	id, err := in.Behalf.Party(s)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		i := slices.IndexFunc(f.Exhibits, func(x matter.Exhibit) bool { return x.No == in.No && !x.Sealed })
		if p == nil || i < 0 {
			return fault.New(fault.Missing, "infringement.exhibit", "没有证据 %s，请从证据清单中选择", in.No).At("no")
		}
		x := &f.Exhibits[i]
		if x.Party == p.ID {
			return fault.New(fault.Invalid, "infringement.own_exhibit", "质证针对对方的证据，%s 由您提交", in.No).At("no")
		}
		word := func(title, v string) string {
			if v == "yes" {
				return title + "认可"
			}
			return title + "不认可"
		}
		x.Opinions = append(x.Opinions, fmt.Sprintf("%s：%s，%s，%s。%s", p.Name, word("真实性", in.Genuine), word("合法性", in.Lawful), word("关联性", in.Relevant), in.Opinion))
		return nil
	})
}

// admit records what the panel holds of each exhibit.
func (d *Desk) admit(s *casework.Step, in *Admit) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		for _, a := range in.List {
			i := slices.IndexFunc(f.Exhibits, func(x matter.Exhibit) bool { return x.No == a.No })
			if i < 0 {
				return fault.New(fault.Missing, "infringement.exhibit", "没有证据 %s，请从证据清单中选择", a.No).At("list")
			}
			f.Exhibits[i].Admitted, f.Exhibits[i].Why = a.Admit, a.Why
		}
		return nil
	})
}

// beforeInspect stores what was recorded on site before the transaction begins.
func (d *Desk) beforeInspect(ctx context.Context, k *casework.Case, key seal.Key, in *Inspect) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "现场笔录", in.Files...)
	return err
}

// inspect records an inspection on site.
func (d *Desk) inspect(s *casework.Step, in *Inspect) error {
	return d.onSite(s, in, "现场检查", false)
}

// preserve records the preservation of evidence: copies, photographs, samples.
func (d *Desk) preserve(s *casework.Step, in *Inspect) error {
	return d.onSite(s, in, "证据保全", true)
}

// onSite records what two or more officers did on site, as a paper and, where it is one, as an exhibit.
func (d *Desk) onSite(s *casework.Step, in *Inspect, what string, exhibit bool) error {
	m, err := d.gate(s, "infringement.inspect")
	if err != nil {
		return err
	}
	if len(in.Officers) < 2 {
		return fault.New(fault.Invalid, "infringement.officers", "%s须有不少于两名执法人员在场并出示证件，请补选", whatPair(what)).At("officers").On(s.Move.Cites())
	}
	names := ""
	for i, id := range in.Officers {
		p, err := d.person(s, id, "officers", casework.Enforcer)
		if err != nil {
			return err
		}
		if i > 0 {
			names += "、"
		}
		names += p.Name
	}
	return d.change(s, func(f *matter.File, r *row) error {
		if err := past(s, in.Day, r.Accepted, "day"); err != nil {
			return err
		}
		text := in.Text
		if in.Refused {
			text += "\n当事人拒绝检查或拒绝签名，已在笔录上注明。"
		}
		rec := matter.Record{What: what, Place: in.Place, People: names + "；在场人：" + orDash(in.Present), Text: text, On: in.Day}
		f.Records = append(f.Records, rec)
		if exhibit {
			d.enterCenter(s, f, what+"（"+in.Day.String()+"）", "勘验笔录", "依职权保全的证据")
		}
		if err := attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
			return err
		}
		return d.issue(s, f, m, wording.Site(rec))
	})
}

// enterCenter enters an exhibit that the center obtained.
func (d *Desk) enterCenter(s *casework.Step, f *matter.File, name, kind, purpose string) {
	n := 1
	for _, x := range f.Exhibits {
		if x.Side == "center" {
			n++
		}
	}
	f.Exhibits = append(f.Exhibits, matter.Exhibit{No: fmt.Sprintf("%s%d", marks["center"], n), Side: "center", Name: name, Kind: kind, Purpose: purpose, On: s.Today})
}

// whatPair names what was done on site in both languages.
func whatPair(what string) fault.Pair {
	return fault.Pair{what, map[string]string{"现场检查": "an inspection", "证据保全": "a preservation of evidence"}[what]}
}

// orDash writes a word where there is nothing.
func orDash(s string) string {
	if s == "" {
		return "无"
	}
	return s
}

// summon calls the parties to a hearing.
func (d *Desk) summon(s *casework.Step, in *Summon) error {
	m, err := d.gate(s, "infringement.try")
	if err != nil {
		return err
	}
	least, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("infringement.hearing.notice"))
	if err != nil {
		return err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	last := term.Before(cal, in.Day, least)
	if s.Today > last {
		return fault.New(fault.Invalid, "infringement.notice", "口头审理须在 %s 前通知当事人；%s 开庭的最迟应于 %s 通知，请改期", spoken(least.String()), in.Day, last).At("day").On(s.Move.Cites())
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		if len(f.Unserved()) > 0 {
			return fault.New(fault.Conflict, "infringement.unserved", "还有当事人没有送达副本，不能通知口头审理")
		}
		if f.Planned() != nil {
			return fault.New(fault.Conflict, "infringement.planned", "已有待进行的口头审理，需要改期的请先取消")
		}
		h := matter.Hearing{Day: in.Day, Time: in.Time, Place: in.Place, Online: in.Online, Closed: in.Closed, Announced: s.Today}
		f.Hearings = append(f.Hearings, h)
		f.Mode = "hearing"
		return d.issue(s, f, m, wording.Summons(f, h), d.served(f)...)
	})
}

// callOff takes a hearing back, to be held on another day or not at all.
func (d *Desk) callOff(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		h := f.Planned()
		if h == nil {
			return fault.New(fault.Conflict, "infringement.no_hearing", "没有待进行的口头审理")
		}
		h.CalledOff = true
		d.closeAsk(f, "postpone", true, in.Reason)
		return d.issue(s, f, Mandate{}, wording.CalledOff(h, in.Reason), d.served(f)...)
	})
}

// beforeHear stores the signed record before the transaction begins.
func (d *Desk) beforeHear(ctx context.Context, k *casework.Case, key seal.Key, in *Hear) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "口头审理笔录", in.Files...)
	return err
}

// hear records the hearing.
func (d *Desk) hear(s *casework.Step, in *Hear) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		h := f.Planned()
		if h == nil {
			return fault.New(fault.Conflict, "infringement.no_hearing", "没有待进行的口头审理")
		}
		if s.Today < h.Day {
			return fault.New(fault.Conflict, "infringement.hearing_early", "口头审理定于 %s，请在开庭后登记", h.Day)
		}
		h.Held, h.AbsentSides, h.Record = s.Today, in.Absent, in.Text
		for _, side := range in.Absent {
			for _, p := range f.Of(side) {
				p.Absent = true
			}
		}
		if slices.Contains(in.Absent, matter.Requester) {
			s.Note("what", "请求人无正当理由未到，视为撤回请求")
		}
		return attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third)
	})
}

// written chooses the procedure without a hearing.
func (d *Desk) written(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if f.Planned() != nil {
			return fault.New(fault.Conflict, "infringement.planned_written", "已通知口头审理，改为书面审理的请先取消口头审理")
		}
		f.Mode = "written"
		return d.issue(s, f, Mandate{}, wording.Written(in.Reason), d.served(f)...)
	})
}

// beforeMediate stores the record of the mediation before the transaction begins.
func (d *Desk) beforeMediate(ctx context.Context, k *casework.Case, key seal.Key, in *Mediate) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "调解记录", in.Files...)
	return err
}

// mediate records an attempt to settle. An agreement is turned into a 调解书 when the case is ended by it.
func (d *Desk) mediate(s *casework.Step, in *Mediate) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		if err := past(s, in.Day, r.Accepted, "day"); err != nil {
			return err
		}
		f.Mediations = append(f.Mediations, matter.Record{What: in.Result, Text: in.Text, On: in.Day})
		d.closeAsk(f, "mediate", true, "已组织调解")
		s.Note("what", map[string]string{"agreed": "达成调解协议", "failed": "未达成调解协议", "continue": "继续调解"}[in.Result])
		return attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third)
	})
}

// note is a note of the panel, which nobody else reads.
func (d *Desk) note(s *casework.Step, in *Text) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if !f.Sits(s.Actor.Account) {
			return notSitting()
		}
		f.Notes = append(f.Notes, matter.Record{People: s.Actor.Name, Text: in.Text, On: s.Today})
		return nil
	})
}
