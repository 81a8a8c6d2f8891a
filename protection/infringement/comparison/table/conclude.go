package table

import (
	"slices"
	"strconv"

	"zhibao/internal/fault"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Outcome is what follows for a claim, a design or a defence.
type Outcome string

// The outcomes.
const (
	Open Outcome = ""    // not everything is judged yet
	In   Outcome = "in"  // 落入保护范围; a defence stands
	Out  Outcome = "out" // 不落入保护范围; a defence fails
)

// Own says whether the product has the features that the claim states itself. One that it lacks decides,
// whatever is still open.
func (c *Claim) Own() Outcome {
	out := In
	for i := range c.Features {
		f := &c.Features[i]
		switch {
		case !f.Judged():
		case f.Verdict == Different:
			return Out
		case f.Verdict == "":
			out = Open
		}
	}
	return out
}

// Covers says whether the product falls within a claim (全面覆盖): it has the features that the claim states
// and those of the claims on which it builds, on one of its alternatives.
func (t *Table) Covers(n int) Outcome { return t.covers(n, map[int]bool{}) }

func (t *Table) covers(n int, open map[int]bool) Outcome {
	c := t.Claim(n)
	if c == nil || open[n] {
		return Open // a claim that is not in the table, or a circle
	}
	open[n] = true
	defer delete(open, n)
	own := c.Own()
	if len(c.Builds) == 0 || own == Out {
		return own
	}
	best := Out
	for _, group := range c.Builds {
		all := In
		for _, p := range group {
			switch t.covers(p, open) {
			case Out:
				all = Out
			case Open:
				if all == In {
					all = Open
				}
			}
		}
		if all == In {
			return own
		}
		if all == Open {
			best = Open
		}
	}
	return best
}

// Needs lists the claims that stand behind a claim, itself first.
func (t *Table) Needs(n int) (out []int) {
	for todo := []int{n}; len(todo) > 0; todo = todo[1:] {
		c := t.Claim(todo[0])
		if c == nil || slices.Contains(out, todo[0]) {
			continue
		}
		out = append(out, todo[0])
		for _, g := range c.Builds {
			todo = append(todo, g...)
		}
	}
	return out
}

// A Result is what follows for one asserted claim.
type Result struct {
	Claim   int
	Outcome Outcome
	Missing []string // labels of features that the product lacks
	Equal   []string // labels of features that it has as an equivalent only
	Unread  []string // labels of features that nobody judged yet
}

// Results lists what follows for the asserted claims.
func (t *Table) Results() (out []Result) {
	for i := range t.Claims {
		if !t.Claims[i].Asserted {
			continue
		}
		r := Result{Claim: t.Claims[i].Number, Outcome: t.Covers(t.Claims[i].Number)}
		for _, n := range t.Needs(r.Claim) {
			c := t.Claim(n)
			for j := range c.Features {
				f := &c.Features[j]
				switch {
				case !f.Judged():
				case f.Verdict == Different:
					r.Missing = append(r.Missing, c.Label(j))
				case f.Verdict == Equivalent:
					r.Equal = append(r.Equal, c.Label(j))
				case f.Verdict == "":
					r.Unread = append(r.Unread, c.Label(j))
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// Stands says whether a defence of prior art stands: the reference was public before the filing date and
// shows every feature that the product takes from the claim, identically or without substantial difference
// (专利法第六十七条).
func (t *Table) Stands(p *Prior) Outcome {
	if !p.Published.IsZero() && !t.Patent.Filed.IsZero() && p.Published >= t.Patent.Filed {
		return Out
	}
	out := In
	if p.Published.IsZero() || t.Patent.Filed.IsZero() {
		out = Open
	}
	for _, id := range t.Shown(p) {
		switch p.Row(id).Verdict {
		case Different:
			return Out
		case "":
			out = Open
		}
	}
	return out
}

// Shown lists what a reference is compared with: the features of the claim and of those behind it, or the
// design as a whole.
func (t *Table) Shown(p *Prior) (ids []int64) {
	if p.Claim == 0 {
		return []int64{0}
	}
	needs := t.Needs(p.Claim)
	slices.Reverse(needs)
	for _, n := range needs {
		for _, f := range t.Claim(n).Features {
			if f.Judged() {
				ids = append(ids, f.ID)
			}
		}
	}
	return ids
}

// Lacks names what is still to be done before the comparison can go into a decision. It is empty when the
// comparison is complete.
func (t *Table) Lacks() (out []any) {
	if t.Patent.Design {
		out = t.lacksOfDesign()
	} else {
		out = t.lacksOfClaims()
	}
	for i := range t.Priors {
		p := &t.Priors[i]
		if t.Stands(p) != Open {
			continue
		}
		switch {
		case t.Patent.Filed.IsZero():
			out = append(out, fault.Say("专利的申请日（有优先权的，优先权日）未填写，不能判断“%s”是否在先公开", p.Citation))
		case p.Published.IsZero():
			out = append(out, fault.Say("“%s”的公开日未填写", p.Citation))
		default:
			out = append(out, fault.Say("现有技术（设计）抗辩“%s”还没有比对完", p.Citation))
		}
	}
	return out
}

func (t *Table) lacksOfClaims() (out []any) {
	asserted := 0
	needed := map[int]bool{}
	for i := range t.Claims {
		if c := &t.Claims[i]; c.Asserted {
			asserted++
			for _, n := range t.Needs(c.Number) {
				needed[n] = true
			}
			for _, g := range c.Builds {
				for _, n := range g {
					if t.Claim(n) == nil {
						out = append(out, fault.Say("权利要求 %d 引用的权利要求 %d 不在表中", c.Number, n))
					}
				}
			}
		}
	}
	if asserted == 0 {
		return append(out, fault.Say("还没有确定请求人主张的权利要求"))
	}
	for i := range t.Claims {
		c := &t.Claims[i]
		for j := range c.Features {
			f := &c.Features[j]
			switch {
			case !needed[c.Number] || !f.Judged():
			case f.Verdict == "":
				out = append(out, fault.Say("特征 %s 未判定", c.Label(j)))
			case f.Verdict != Different && len(f.Evidence) == 0:
				out = append(out, fault.Say("特征 %s 判定为%s，但没有指明证据", c.Label(j), f.Verdict.Title()))
			}
		}
	}
	return out
}
