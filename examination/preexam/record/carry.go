package record

import (
	"context"
	"slices"
	"strconv"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// Fresh returns the findings and the questions of a report, nothing decided.
func Fresh(v *Version) []*DeskFinding {
	all := slices.Concat(v.Report.Findings, v.Report.Questions)
	out := make([]*DeskFinding, len(all))
	for i := range all {
		out[i] = &DeskFinding{Version: v.No, Ord: int64(i), Status: FindingOpen, Finding: all[i]}
	}
	return out
}

// carrying brings decisions from one version of the papers to the next.
type carrying struct {
	ctx      context.Context
	old, now *Version
	forward  map[patent.Part]*identity.Places
	back     map[patent.Part]*identity.Places
}

// Carry returns the findings of a version with what was decided about those of the one before.
func Carry(ctx context.Context, old, now *Version, was, fs []*DeskFinding) []*DeskFinding {
	c := &carrying{ctx: ctx, old: old, now: now, forward: map[patent.Part]*identity.Places{}, back: map[patent.Part]*identity.Places{}}
	return c.carry(was, fs)
}

// carry returns the findings of the new version with the decisions about those of the old one. A
// decision holds on where neither the words nor what surrounds them changed; where something did,
// it is told and the examiner decides again. What was adopted and is found no longer becomes
// corrected; what a person found comes along to be looked at, because no rule will find it again.
func (c *carrying) carry(was, fs []*DeskFinding) []*DeskFinding {
	taken := map[*DeskFinding]bool{}
	out := fs
	for _, o := range was {
		switch {
		case o.Manual && o.Status == FindingAdopted:
			out = append(out, c.manual(o))
		case o.Status == FindingOpen || o.Status == FindingFixed || o.Manual:
		default:
			f, near := c.again(o, fs, taken)
			if f == nil {
				if o.Status == FindingAdopted {
					o.Status = FindingFixed
				}
				continue
			}
			taken[f], f.Before, f.Moved = true, o.Status, !near
			if near && f.Finding.Severity != rule.Info {
				f.Status, f.Reason, f.Account, f.At, f.Notified = o.Status, o.Reason, o.Account, o.At, o.Notified
			}
		}
	}
	for _, f := range fs {
		f.Newer = f.Before == "" && c.late(f, was)
	}
	return out
}

// again finds the finding of the new version that is the old one: the same rule at the same place,
// or else about the same words at another. Near is false where something around it changed.
func (c *carrying) again(o *DeskFinding, fs []*DeskFinding, taken map[*DeskFinding]bool) (f *DeskFinding, near bool) {
	x := &o.Finding
	if x.Question != "" {
		return c.asked(o, fs, taken)
	}
	of := func(same func(y *check.Finding) bool) *DeskFinding {
		i := slices.IndexFunc(fs, func(f *DeskFinding) bool {
			return !taken[f] && f.Finding.Rule == x.Rule && f.Finding.Part == x.Part && same(&f.Finding)
		})
		if i < 0 {
			return nil
		}
		return fs[i]
	}
	if at, ok := c.place(c.forward, c.old, c.now, x); ok {
		if f := of(func(y *check.Finding) bool { return y.Quote != "" && y.Start == at.Start && y.End == at.End }); f != nil {
			return f, at.Near && c.told(o, &f.Finding)
		}
	}
	// The first place was corrected and another of the same defect was not.
	if f := of(func(y *check.Finding) bool { return y.Quote != "" && c.stood(o, y.Part, y.Start, y.End) }); f != nil {
		return f, false
	}
	// About a part as a whole, or about the same words in a passage that was rewritten.
	if f := of(func(y *check.Finding) bool { return y.Quote == x.Quote && y.Message == x.Message }); f != nil {
		return f, x.Quote == ""
	}
	return of(func(y *check.Finding) bool { return y.Quote == x.Quote }), false
}

// told reports whether every further place of y was one of the old finding: a decision about that says
// nothing of places that are new.
func (c *carrying) told(o *DeskFinding, y *check.Finding) bool {
	return !slices.ContainsFunc(y.Further(), func(z check.Passage) bool { return !c.stood(o, z.Part, z.Start, z.End) })
}

// stood reports whether words of the new version were at a place of the old finding before.
func (c *carrying) stood(o *DeskFinding, part patent.Part, start, end int) bool {
	at, ok := c.place(c.back, c.now, c.old, &check.Finding{Part: part, Start: start, End: end, Quote: "…"})
	return ok && at.Near && o.at(part, at)
}

// at reports whether one of the places of the finding lies over the place.
func (f *DeskFinding) at(part patent.Part, at identity.Place) bool {
	x := &f.Finding
	return slices.ContainsFunc(append(x.Further(), check.Passage{Part: x.Part, Start: x.Start, End: x.End}), func(z check.Passage) bool {
		return z.Part == part && z.Start < at.End && z.End > at.Start
	})
}

// asked finds the question of the new version that was answered in the old one. The answer holds on
// only where the question and all its passages are the same.
func (c *carrying) asked(o *DeskFinding, fs []*DeskFinding, taken map[*DeskFinding]bool) (f *DeskFinding, same bool) {
	for _, f := range fs {
		if !taken[f] && check.SameQuestion(&o.Finding, &f.Finding) {
			f.Finding.Message = o.Finding.Message // what the examiner said
			return f, true
		}
	}
	for _, f := range fs {
		if !taken[f] && f.Finding.Rule == o.Finding.Rule {
			return f, false
		}
	}
	return nil, false
}

// place returns where a finding of one version stands in another.
func (c *carrying) place(known map[patent.Part]*identity.Places, from, to *Version, x *check.Finding) (identity.Place, bool) {
	if x.Quote == "" {
		return identity.Place{}, false
	}
	p := known[x.Part]
	if p == nil {
		p = identity.NewPlaces(c.ctx, from.App.Text(x.Part), to.App.Text(x.Part))
		known[x.Part] = p
	}
	return p.Of(x.Start, x.End)
}

// manual brings a finding made by hand into the new version, at its words if they still stand
// there. Whether it is corrected is for the examiner to see.
func (c *carrying) manual(o *DeskFinding) *DeskFinding {
	f := &DeskFinding{Version: c.now.No, Status: FindingOpen, Manual: true, Before: FindingAdopted, Notified: o.Notified, Finding: o.Finding}
	x := &f.Finding
	at, ok := c.place(c.forward, c.old, c.now, x)
	f.Moved = x.Quote != "" && !(ok && at.Near)
	if !ok {
		x.Start, x.End = 0, 0
		return f
	}
	x.Start, x.End = at.Start, at.End
	t := c.now.App.Text(x.Part)
	number := ""
	if i := t.At(x.Start); i >= 0 {
		number = t.Blocks[i].Number
	}
	Numbered(x, number)
	return f
}

// late reports whether a finding could have been made on the version before, whose rules were
// others: its words stood there just so, and the same rule found nothing.
func (c *carrying) late(f *DeskFinding, was []*DeskFinding) bool {
	if c.old.Rules == c.now.Rules {
		return false
	}
	at, ok := c.place(c.back, c.now, c.old, &f.Finding)
	return ok && at.Near && !slices.ContainsFunc(was, func(o *DeskFinding) bool {
		return o.Finding.Rule == f.Finding.Rule && o.at(f.Finding.Part, at)
	})
}

// Numbered notes the claim or the paragraph in which a finding stands.
func Numbered(f *check.Finding, number string) {
	if f.Part != patent.Claims {
		f.Paragraph = number
		return
	}
	f.Claim, _ = strconv.Atoi(number) // 0 where the claim has no number
}

// Place says in words where a finding stands.
func Place(f *DeskFinding) string {
	x := &f.Finding
	return check.Passage{Part: x.Part, Claim: x.Claim, Paragraph: x.Paragraph}.Place()
}
