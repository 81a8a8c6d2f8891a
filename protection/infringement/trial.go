package infringement

import (
	"context"
	"slices"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/store"
	"zhibao/law/calendar"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

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
	if _, err := d.gate(s, "infringement.inspect"); err != nil {
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
			if err := d.enterCenter(s, what+"（"+in.Day.String()+"）", "勘验笔录、现场笔录", "依职权保全的证据"); err != nil {
				return err
			}
		}
		if err := attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
			return err
		}
		return d.issue(s, f, wording.Site(rec))
	})
}

// enterCenter enters an exhibit that the center obtained.
func (d *Desk) enterCenter(s *casework.Step, name, kind, purpose string) error {
	_, err := d.Evidence.Add(s, evidence.Exhibit{Matter: evidence.Matter{Name: name, Kind: kind, Purpose: purpose, Source: "本机关依职权取得", Form: "原件"}})
	return err
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

// seats names those who sit in a hearing.
func (d *Desk) seats(ctx context.Context, tx *store.Tx, ids []int64) (map[int64]string, error) {
	out := map[int64]string{}
	centers, err := d.office.Centers(ctx, tx)
	for _, ct := range centers {
		staff, err := d.Staff(ctx, tx, ct.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range staff {
			if slices.Contains(ids, p.Account) {
				out[p.Account] = p.Name
			}
		}
	}
	return out, err
}

// onHearing does what follows from a step around an oral hearing: the parties are summoned when it is planned, and
// when it ends who stayed away without excuse is known.
func (d *Desk) onHearing(s *casework.Step, move string, x hearing.Session) error {
	if x.Kind != hearing.Oral {
		return nil
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		switch move {
		case hearing.MovePlan:
			return d.summon(s, f, &x)
		case hearing.MoveMove:
			h := f.Planned()
			if h == nil {
				return nil
			}
			h.Day, h.Time, h.Announced = calendar.DayOf(x.Begins), hour(&x), s.Today
			d.closeAsk(f, "postpone", true, "已改期")
			return d.each(s, f, wording.Summons(*h), d.served(f)...)
		case hearing.MoveCancel:
			h := f.Planned()
			if h == nil {
				return nil
			}
			h.CalledOff = true
			d.closeAsk(f, "postpone", true, "已取消")
			return d.issue(s, f, wording.CalledOff(h), d.served(f)...)
		case hearing.MoveClose:
			d.heard(s, f, &x)
		}
		return nil
	})
}

// hour is when a session begins, as papers write it.
func hour(x *hearing.Session) string { return x.Begins.In(calendar.Shanghai()).Format("15:04") }

// summon calls the parties to a hearing. All of them must have been served with the request before.
func (d *Desk) summon(s *casework.Step, f *matter.File, x *hearing.Session) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	switch {
	case len(f.Unserved()) > 0:
		return fault.New(fault.Conflict, "infringement.unserved", "还有当事人没有送达副本，不能通知口头审理；请先完成送达")
	case f.Planned() != nil:
		return fault.New(fault.Conflict, "infringement.planned", "已有待进行的口头审理，需要改期的请办理“审理改期”")
	}
	h := matter.Hearing{Day: calendar.DayOf(x.Begins), Time: hour(x), Place: x.Room, Closed: !x.Public, Announced: s.Today}
	if x.Room == "" {
		h.Place, h.Online = "在线（入口见本案“审理”页面）", true
	}
	f.Hearings, f.Mode = append(f.Hearings, h), "hearing"
	return d.each(s, f, wording.Summons(h), d.served(f)...)
}

// heard notes that the hearing was held, and which side stayed away.
func (d *Desk) heard(s *casework.Step, f *matter.File, x *hearing.Session) {
	h := f.Planned()
	if h == nil {
		return
	}
	h.Held = s.Today
	for _, side := range s.Chart.Sides {
		if !x.Absent(side.Code) {
			continue
		}
		h.AbsentSides = append(h.AbsentSides, side.Code)
		for _, p := range f.Of(side.Code) {
			p.Absent = true
		}
	}
}

// written chooses the procedure without a hearing.
func (d *Desk) written(s *casework.Step, in *Reasoned) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if f.Planned() != nil {
			return fault.New(fault.Conflict, "infringement.planned_written", "已通知口头审理，改为书面审理的请先取消口头审理")
		}
		f.Mode = "written"
		return d.issue(s, f, wording.Written(in.Reason), d.served(f)...)
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
