package indicator

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/sorting"
	"zhibao/law/calendar"
)

func itoa(n int) string { return strconv.Itoa(n) }

// percent writes a share.
func percent(share float64) string { return fmt.Sprintf("%.0f", 100*share) }

// within is how many days back the indicators count that count a year.
const within = 365

// quarter is how many days an inventor's filings are counted together.
const quarter = 90

// byParty sorts the filings of a year by a party; those without one are left out.
func (in *Input) byParty(of func(*Filing) int64) map[int64][]*Filing {
	out := map[int64][]*Filing{}
	for _, f := range in.Filings {
		if id := of(f); id != 0 && f.Day > in.Today-within {
			out[id] = append(out[id], f)
		}
	}
	return out
}

func owner(f *Filing) int64 { return f.Owner }
func agent(f *Filing) int64 { return f.Agent }

// members makes a group of filings of one party.
func members(fs []*Filing) (out []Member) {
	for _, f := range fs {
		out = append(out, Member{Case: f.Case, Own: true})
	}
	return out
}

// repeated counts the filings about which a rule of pre-examination has said the same.
func repeated(in *Input, x Indicator) (out []Finding) {
	told := func(f *Filing) bool { return slices.Contains(f.Rules, x.ID) }
	def := func(suffix string) (d LimitDef, n int) {
		for _, d = range x.Limits {
			if strings.HasSuffix(d.Key, suffix) {
				return d, in.limit(d.Key)
			}
		}
		return d, 0
	}
	for _, by := range []struct {
		group, suffix string
		of            func(*Filing) int64
		parties       int // of whom the filings must be
	}{{ByApplicant, ".applicant", owner, 1}, {ByAgency, ".agency", agent, 2}} {
		d, least := def(by.suffix)
		if least <= 0 {
			continue
		}
		groups := in.byParty(by.of)
		for _, id := range slices.Sorted(maps.Keys(groups)) {
			fs := slices.DeleteFunc(slices.Clone(groups[id]), func(f *Filing) bool { return !told(f) })
			owners := map[int64]bool{}
			for _, f := range fs {
				owners[f.Owner] = true
			}
			if len(fs) >= least && len(owners) >= by.parties {
				out = append(out, Finding{Indicator: x.ID, Group: by.group, Subject: id, Members: members(fs), Numbers: []Number{in.number(d, itoa(len(fs)))}})
			}
		}
	}
	return out
}

// alike finds the filings of one or linked applicants whose whole texts are alike.
func alike(in *Input, x Indicator) []Finding {
	least := float64(in.limit("QUA-001.score")) / 100
	return in.clusters(x, func(n Near) (float64, bool) { return n.Score, least > 0 && n.Score >= least })
}

// recombined finds those that are put together from the same paragraphs with other words in them, and
// are not alike as a whole: those are told by QUA-001.
func recombined(in *Input, x Indicator) []Finding {
	share, whole := float64(in.limit("QUA-002.share"))/100, float64(in.limit("QUA-001.score"))/100
	return in.clusters(x, func(n Near) (float64, bool) {
		return n.Share, share > 0 && n.Near > 0 && n.Share >= share && (whole <= 0 || n.Score < whole)
	})
}

// clusters joins filings of linked applicants that are near each other, and makes a finding for each
// applicant of a cluster that is large enough.
func (in *Input) clusters(x Indicator, near func(Near) (float64, bool)) (out []Finding) {
	score, cases := x.Limits[0], x.Limits[1]
	if in.limit(cases.Key) <= 0 {
		return nil
	}
	by := map[int64]*Filing{}
	for _, f := range in.Filings {
		by[f.Case] = f
	}
	join, best := newSets(), map[int64]Member{}
	for _, f := range in.Filings {
		for _, n := range in.Near[f.Case] {
			other := by[n.Case]
			if other == nil || other == f || !linked(f, other) {
				continue
			}
			if s, ok := near(n); ok {
				join.union(f.Case, other.Case)
				for _, m := range []Member{{Case: f.Case, Other: other.Case, Score: s}, {Case: other.Case, Other: f.Case, Score: s}} {
					if s > best[m.Case].Score {
						best[m.Case] = m
					}
				}
			}
		}
	}
	for _, ids := range join.all() {
		if len(ids) < in.limit(cases.Key) {
			continue
		}
		most, owners := 0.0, map[int64]bool{}
		for _, id := range ids {
			most, owners[by[id].Owner] = max(most, best[id].Score), true
		}
		group := ByApplicant
		if len(owners) > 1 {
			group = ByLinked
		}
		for _, party := range slices.Sorted(maps.Keys(owners)) {
			f := Finding{Indicator: x.ID, Group: group, Subject: party, Numbers: []Number{in.number(score, percent(most)), in.number(cases, itoa(len(ids)))}}
			for _, id := range ids {
				m := best[id]
				m.Own = by[id].Owner == party
				f.Members = append(f.Members, m)
			}
			out = append(out, f)
		}
	}
	return out
}

// linked reports whether two filings are of one applicant, or of applicants that hang together: they
// filed one together, or have a person or a way of contact in common.
func linked(a, b *Filing) bool {
	if a.Owner == b.Owner {
		return true
	}
	for _, m := range a.Marks {
		if m.Kind == Way && !m.Applicant {
			continue // whoever writes for several is no link between them
		}
		if slices.ContainsFunc(b.Marks, func(o Mark) bool { return o.Token == m.Token }) {
			return true
		}
	}
	return false
}

// capacity sets the filings of a year against the insured staff and the age of the firm.
func capacity(in *Input, x Indicator) (out []Finding) {
	heads, young, burst := x.Limits[0], x.Limits[1], x.Limits[2]
	groups := in.byParty(owner)
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		firm, fs := in.Firms[id], groups[id]
		f := Finding{Indicator: x.ID, Group: ByApplicant, Subject: id}
		if n := in.limit(heads.Key); n > 0 && firm.Insured > 0 && 100*len(fs) > n*firm.Insured {
			f.Numbers = append(f.Numbers, in.number(heads, itoa(100*len(fs)/firm.Insured)))
			f.Numbers = append(f.Numbers, Number{Title: "一年内的件数", English: "Filings within a year", Value: itoa(len(fs))}, Number{Title: "备案的社保参保人数", English: "Insured staff", Value: itoa(firm.Insured)})
		}
		if n := in.limit(burst.Key); n > 0 && !firm.Established.IsZero() && len(fs) >= n {
			if age := months(firm.Established, in.Today); age < in.limit(young.Key) {
				f.Numbers = append(f.Numbers, in.number(young, itoa(age)), in.number(burst, itoa(len(fs))))
			}
		}
		if len(f.Numbers) > 0 {
			f.Members = members(fs)
			out = append(out, f)
		}
	}
	return out
}

// months returns how many whole months lie between two days.
func months(from, to calendar.Day) int {
	y, m, d := from.Civil()
	y2, m2, d2 := to.Civil()
	n := (y2-y)*12 + int(m2) - int(m)
	if d2 < d {
		n--
	}
	return n
}

// marked sorts the filings by a mark, each token once.
func (in *Input) marked(want func(Mark) bool) (tokens []int64, by map[int64][]*Filing, names map[int64]Mark) {
	by, names = map[int64][]*Filing{}, map[int64]Mark{}
	for _, f := range in.Filings {
		if f.Day <= in.Today-within {
			continue
		}
		for _, m := range f.Marks {
			if want(m) && !slices.Contains(by[m.Token], f) {
				by[m.Token], names[m.Token] = append(by[m.Token], f), m
			}
		}
	}
	return slices.Sorted(maps.Keys(by)), by, names
}

// prolific finds the busiest ninety days of each inventor. One whose identity number is stated is
// followed from applicant to applicant; a bare name only within one.
func prolific(in *Input, x Indicator) (out []Finding) {
	cases, fields := x.Limits[0], x.Limits[1]
	least := in.limit(cases.Key)
	if least <= 0 {
		return nil
	}
	done := map[string]bool{}
	tokens, by, names := in.marked(func(m Mark) bool { return m.Kind == Person || m.Kind == Named })
	// A number says more than a name: it comes first, and the name of the same filings is left out.
	sorting.Stable(tokens, func(a, b int64) int { return cmp.Compare(rank(names[a]), rank(names[b])) })
	for _, t := range tokens {
		fs, n := busiest(by[t])
		if len(fs) < least || n < in.limit(fields.Key) {
			continue
		}
		owners := map[int64]bool{}
		for _, f := range fs {
			owners[f.Owner] = true
		}
		for _, party := range slices.Sorted(maps.Keys(owners)) {
			if key := fmt.Sprint(party, names[t].Name); done[key] {
				continue
			} else {
				done[key] = true
			}
			f := Finding{Indicator: x.ID, Group: ByInventor, Subject: party, Value: names[t].Name, Numbers: []Number{in.number(cases, itoa(len(fs))), in.number(fields, itoa(n))}}
			for _, one := range fs {
				f.Members = append(f.Members, Member{Case: one.Case, Own: one.Owner == party})
			}
			out = append(out, f)
		}
	}
	return out
}

func rank(m Mark) int {
	if m.Kind == Person {
		return 0
	}
	return 1
}

// busiest returns the filings of the ninety days that have most of them, and in how many fields they are.
func busiest(fs []*Filing) (best []*Filing, fields int) {
	for i := range fs {
		n := i
		for n < len(fs) && fs[n].Day < fs[i].Day+quarter {
			n++
		}
		if n-i > len(best) {
			best = fs[i:n]
		}
	}
	seen := map[string]bool{}
	for _, f := range best {
		if f.Class != "" {
			seen[f.Class[:min(4, len(f.Class))]] = true
		}
	}
	return best, len(seen)
}

// shared finds what different applicants state as their own address, phone or mail. Those who filed
// together share it openly and count once.
func shared(in *Input, x Indicator) (out []Finding) {
	least := in.limit(x.Limits[0].Key)
	if least <= 0 {
		return nil
	}
	tokens, by, names := in.marked(func(m Mark) bool { return m.Kind == Way && m.Applicant })
	for _, t := range tokens {
		apart := newSets()
		for i, f := range by[t] {
			apart.add(f.Owner)
			for _, o := range by[t][:i] {
				if together(f, o) {
					apart.union(f.Owner, o.Owner)
				}
			}
		}
		n := len(apart.all())
		if n < least {
			continue
		}
		owners := map[int64]bool{}
		for _, f := range by[t] {
			owners[f.Owner] = true
		}
		for _, party := range slices.Sorted(maps.Keys(owners)) {
			f := Finding{Indicator: x.ID, Group: ByContact, Subject: party, Value: names[t].What + " " + names[t].Name, Numbers: []Number{in.number(x.Limits[0], itoa(n))}}
			for _, one := range by[t] {
				f.Members = append(f.Members, Member{Case: one.Case, Own: one.Owner == party})
			}
			out = append(out, f)
		}
	}
	return out
}

// together reports whether the applicant of one is among the applicants of the other.
func together(a, b *Filing) bool {
	return slices.ContainsFunc(a.Marks, func(m Mark) bool {
		return m.Kind == Filer && slices.ContainsFunc(b.Marks, func(o Mark) bool { return o.Token == m.Token })
	})
}

// traded finds patents that were sold soon after their grant, and filings whose inventors were changed.
func traded(in *Input, x Indicator) (out []Finding) {
	soon, sold := x.Limits[0], x.Limits[1]
	by := map[int64][]Transfer{}
	for _, t := range in.Transfers {
		if t.Party != 0 && !t.Granted.IsZero() && t.Day > in.Today-within && months(t.Granted, t.Day) < in.limit(soon.Key) {
			by[t.Party] = append(by[t.Party], t)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		if n := in.limit(sold.Key); n > 0 && len(by[id]) >= n {
			f := Finding{Indicator: x.ID, Group: ByApplicant, Subject: id, Members: members(in.byParty(owner)[id]), Numbers: []Number{in.number(soon, itoa(in.limit(soon.Key))), in.number(sold, itoa(len(by[id])))}}
			for _, t := range by[id] {
				f.Numbers = append(f.Numbers, Number{Title: "授权后转让", English: "Granted, then transferred", Value: fmt.Sprintf("%s: %s → %s %s", t.Number, t.Granted, t.Day, t.To)})
			}
			out = append(out, f)
		}
	}
	return append(out, repeated(in, x)...)
}

// again finds filings whose text is that of one that was abnormal, here or by a national list.
func again(in *Input, x Indicator) (out []Finding) {
	score, cases := x.Limits[0], x.Limits[1]
	least, n := float64(in.limit(score.Key))/100, in.limit(cases.Key)
	bad := map[int64]bool{}
	for _, f := range in.Filings {
		bad[f.Case] = f.Abnormal
	}
	groups := in.byParty(owner)
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		var ms []Member
		most := 0.0
		for _, f := range groups[id] {
			m := Member{Case: f.Case, Own: true}
			for _, o := range in.Near[f.Case] {
				if bad[o.Case] && !f.Abnormal && least > 0 && o.Score >= least && o.Score > m.Score {
					m.Other, m.Score = o.Case, o.Score
				}
			}
			if m.Other != 0 {
				ms, most = append(ms, m), max(most, m.Score)
			}
		}
		if n > 0 && len(ms) >= n {
			out = append(out, Finding{Indicator: x.ID, Group: ByApplicant, Subject: id, Members: ms, Numbers: []Number{in.number(score, percent(most)), in.number(cases, itoa(len(ms)))}})
		}
	}
	return out
}
