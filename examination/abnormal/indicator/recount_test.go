package indicator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	. "zhibao/examination/abnormal/indicator"
	"zhibao/law/calendar"
)

// A recount computes the indicators a second time, from their definitions and as simply as it can: it goes
// over all pairs, all days and all parties, shares nothing with the program but the types of its input, and
// writes what it finds as lines.
type recount struct {
	*Input
	out []string
}

// say writes one finding as a line: indicator, group, party, cases with those that are the party's own, and
// the figures that are counted.
func (r *recount) say(id, group string, party int64, fs []*Filing, figures ...any) {
	var cases []string
	for _, f := range fs {
		own := ""
		if group == ByAgency || f.Owner == party {
			own = "*"
		}
		cases = append(cases, fmt.Sprintf("%04d%s", f.Case, own))
	}
	slices.Sort(cases)
	r.out = append(r.out, fmt.Sprintln(id, group, party, cases, figures))
}

func (r *recount) n(key string) int { return r.Limits[key].N }

// year are the filings of the last 365 days that fit.
func (r *recount) year(fits func(*Filing) bool) (out []*Filing) {
	for _, f := range r.Filings {
		if r.Today-f.Day < 365 && fits(f) {
			out = append(out, f)
		}
	}
	return out
}

// parties are all that the data can name.
const parties = 8

func ownersOf(fs []*Filing) int {
	n := 0
	for p := range int64(parties) {
		if slices.ContainsFunc(fs, func(f *Filing) bool { return f.Owner == p+1 }) {
			n++
		}
	}
	return n
}

func (r *recount) told(id string) {
	for p := int64(1); p <= parties; p++ {
		for _, by := range []struct {
			suffix, group string
			is            func(*Filing) bool
			owners        int
		}{{".applicant", ByApplicant, func(f *Filing) bool { return f.Owner == p }, 1}, {".agency", ByAgency, func(f *Filing) bool { return f.Agent == p }, 2}} {
			fs := r.year(func(f *Filing) bool {
				return by.is(f) && strings.Contains(" "+strings.Join(f.Rules, " ")+" ", " "+id+" ")
			})
			if n := r.n(id + by.suffix); n > 0 && len(fs) >= n && ownersOf(fs) >= by.owners {
				r.say(id, by.group, p, fs, len(fs))
			}
		}
	}
}

// tied reports whether two filings are of one applicant or have a mark in common that links.
func tied(a, b *Filing) bool {
	for _, x := range a.Marks {
		for _, y := range b.Marks {
			if x.Token == y.Token && (x.Kind != Way || x.Applicant) {
				return true
			}
		}
	}
	return a.Owner == b.Owner
}

// batches joins filings by a relation until nothing changes.
func (r *recount) batches(id, least string, score func(Near) (float64, bool)) {
	if r.n(least) <= 0 {
		return
	}
	group, best := map[int64]int64{}, map[int64]float64{}
	for changed := true; changed; {
		changed = false
		for _, a := range r.Filings {
			for _, near := range r.Near[a.Case] {
				for _, b := range r.Filings {
					s, ok := score(near)
					if b.Case != near.Case || b.Case == a.Case || !ok || !tied(a, b) {
						continue
					}
					best[a.Case], best[b.Case] = max(best[a.Case], s), max(best[b.Case], s)
					ga, gb := group[a.Case], group[b.Case]
					if ga == 0 {
						ga = a.Case
					}
					if gb == 0 {
						gb = b.Case
					}
					low := min(ga, gb)
					if group[a.Case] != low || group[b.Case] != low {
						group[a.Case], group[b.Case], changed = low, low, true
					}
				}
			}
		}
	}
	for g := int64(1); g <= int64(len(r.Filings)); g++ {
		var fs []*Filing
		most := 0.0
		for _, f := range r.Filings {
			if group[f.Case] == g {
				fs, most = append(fs, f), max(most, best[f.Case])
			}
		}
		if len(fs) < r.n(least) {
			continue
		}
		kind := ByApplicant
		if ownersOf(fs) > 1 {
			kind = ByLinked
		}
		for p := int64(1); p <= parties; p++ {
			if slices.ContainsFunc(fs, func(f *Filing) bool { return f.Owner == p }) {
				r.say(id, kind, p, fs, fmt.Sprintf("%.0f", 100*most), len(fs))
			}
		}
	}
}

// wholeMonths counts month by month.
func wholeMonths(from, to calendar.Day) (n int) {
	y, m, d := from.Civil()
	for {
		m++
		if m > 12 {
			y, m = y+1, 1
		}
		ty, tm, td := to.Civil()
		if y > ty || y == ty && m > tm || y == ty && m == tm && d > td {
			return n
		}
		n++
	}
}

func (r *recount) capacity() {
	for p := int64(1); p <= parties; p++ {
		fs := r.year(func(f *Filing) bool { return f.Owner == p })
		firm, figures := r.Firms[p], []any{}
		if n := r.n("QUA-007.per_head"); n > 0 && firm.Insured > 0 && float64(len(fs))/float64(firm.Insured) > float64(n)/100 {
			figures = append(figures, len(fs)*100/firm.Insured, len(fs), firm.Insured)
		}
		if n := r.n("QUA-007.burst"); n > 0 && firm.Established != 0 && len(fs) >= n && len(fs) > 0 {
			if age := wholeMonths(firm.Established, r.Today); age < r.n("QUA-007.young") {
				figures = append(figures, age, len(fs))
			}
		}
		if len(figures) > 0 {
			r.say("QUA-007", ByApplicant, p, fs, figures...)
		}
	}
}

func (r *recount) inventors() {
	least := r.n("QUA-008.cases")
	said := map[string]bool{}
	for _, kind := range []string{Person, Named} {
		for token := int64(1); token <= tokens && least > 0; token++ {
			name := ""
			has := func(f *Filing) bool {
				return slices.ContainsFunc(f.Marks, func(m Mark) bool {
					if m.Kind == kind && m.Token == token {
						name = m.Name
					}
					return m.Kind == kind && m.Token == token
				})
			}
			var best []*Filing
			for _, first := range r.year(has) {
				fs := r.year(func(f *Filing) bool { return has(f) && f.Day >= first.Day && f.Day-first.Day < 90 })
				// Of filings of one day the window begins with each; the first has all of them.
				if len(fs) > len(best) {
					best = fs
				}
			}
			fields := map[string]bool{}
			for _, f := range best {
				if f.Class != "" {
					fields[(f.Class + "    ")[:4]] = true
				}
			}
			if len(best) < least || len(best) == 0 || len(fields) < r.n("QUA-008.fields") {
				continue
			}
			for p := int64(1); p <= parties; p++ {
				key := fmt.Sprint(p, name)
				if slices.ContainsFunc(best, func(f *Filing) bool { return f.Owner == p }) && !said[key] {
					said[key] = true
					r.say("QUA-008", ByInventor, p, best, len(best), len(fields))
				}
			}
		}
	}
}

func (r *recount) contacts() {
	for token := int64(1); token <= tokens && r.n("QUA-009.applicants") > 0; token++ {
		fs := r.year(func(f *Filing) bool {
			return slices.ContainsFunc(f.Marks, func(m Mark) bool { return m.Kind == Way && m.Applicant && m.Token == token })
		})
		var label [parties + 1]int64
		for p := range label {
			label[p] = int64(p)
		}
		// As often as there are applicants: then nothing changes any more.
		for range parties {
			for _, a := range fs {
				for _, b := range fs {
					for _, x := range a.Marks {
						for _, y := range b.Marks {
							if x.Kind == Filer && x.Token == y.Token {
								low := min(label[a.Owner], label[b.Owner])
								label[a.Owner], label[b.Owner] = low, low
							}
						}
					}
				}
			}
		}
		apart := map[int64]bool{}
		for _, f := range fs {
			apart[label[f.Owner]] = true
		}
		for p := int64(1); p <= parties && len(apart) >= r.n("QUA-009.applicants"); p++ {
			if slices.ContainsFunc(fs, func(f *Filing) bool { return f.Owner == p }) {
				r.say("QUA-009", ByContact, p, fs, len(apart))
			}
		}
	}
}

func (r *recount) sales() {
	for p := int64(1); p <= parties; p++ {
		n := 0
		for _, t := range r.Transfers {
			if t.Party == p && t.Granted != 0 && r.Today-t.Day < 365 && wholeMonths(t.Granted, t.Day) < r.n("QUA-010.months") {
				n++
			}
		}
		if least := r.n("QUA-010.transfers"); least > 0 && n >= least {
			r.say("QUA-010", ByApplicant, p, r.year(func(f *Filing) bool { return f.Owner == p }), r.n("QUA-010.months"), n)
		}
	}
}

func (r *recount) repeats() {
	for p := int64(1); p <= parties; p++ {
		most := 0.0
		fs := r.year(func(f *Filing) bool {
			best := 0.0
			for _, n := range r.Near[f.Case] {
				for _, o := range r.Filings {
					if o.Case == n.Case && o.Abnormal && 100*n.Score >= float64(r.n("QUA-012.score")) && r.n("QUA-012.score") > 0 {
						best = max(best, n.Score)
					}
				}
			}
			if f.Owner != p || f.Abnormal || best == 0 {
				return false
			}
			most = max(most, best)
			return true
		})
		if n := r.n("QUA-012.cases"); n > 0 && len(fs) >= n {
			r.say("QUA-012", ByApplicant, p, fs, fmt.Sprintf("%.0f", 100*most), len(fs))
		}
	}
}

// all computes every indicator.
func (r *recount) all() []string {
	whole, share := float64(r.n("QUA-001.score")), float64(r.n("QUA-002.share"))
	r.batches("QUA-001", "QUA-001.cases", func(n Near) (float64, bool) { return n.Score, whole > 0 && 100*n.Score >= whole })
	r.batches("QUA-002", "QUA-002.cases", func(n Near) (float64, bool) {
		return n.Share, share > 0 && 100*n.Share >= share && n.Near > 0 && !(whole > 0 && 100*n.Score >= whole)
	})
	for _, id := range []string{"QUA-003", "QUA-004", "QUA-005", "QUA-006", "QUA-010", "QUA-011"} {
		r.told(id)
	}
	r.capacity()
	r.inventors()
	r.contacts()
	r.sales()
	r.repeats()
	slices.Sort(r.out)
	return r.out
}

const tokens = 40

// made generates filings as a center could have them, dense enough that every indicator finds something.
func made(r *rand.Rand) *Input {
	in := &Input{Today: calendar.MustDay("2026-11-20") + calendar.Day(r.IntN(400)), Near: map[int64][]Near{}, Firms: map[int64]Firm{}, Limits: map[string]Limit{}}
	for _, x := range Catalogue() {
		for _, l := range x.Limits {
			n := 1 + r.IntN(4)
			switch {
			case strings.HasSuffix(l.Key, ".score") || strings.HasSuffix(l.Key, ".share") || strings.HasSuffix(l.Key, ".per_head"):
				n = 25 * (1 + r.IntN(4))
			case strings.HasSuffix(l.Key, ".months") || strings.HasSuffix(l.Key, ".young"):
				n = 6 + r.IntN(30)
			}
			if r.IntN(12) == 0 {
				n = 0
			}
			in.Limits[l.Key] = Limit{N: n}
		}
	}
	for i := range 10 + r.IntN(40) {
		f := &Filing{Case: int64(i + 1), Owner: 1 + r.Int64N(parties), Agent: r.Int64N(4), Class: []string{"", "H01M10/05", "H02J7/00", "B25J9/16", "G06F"}[r.IntN(5)], Abnormal: r.IntN(6) == 0, Text: true}
		for _, x := range Catalogue() {
			if r.IntN(4) == 0 {
				f.Rules = append(f.Rules, x.ID)
			}
		}
		seen := map[int64]bool{}
		for range r.IntN(4) {
			// Tokens of one kind do not stand for another.
			kind := r.IntN(4)
			token := int64(1 + kind*10 + r.IntN(6))
			if seen[token] {
				continue
			}
			seen[token] = true
			f.Marks = append(f.Marks, Mark{Token: token, Kind: []string{Person, Named, Way, Filer}[kind], What: "phone", Name: fmt.Sprint("某", token%10), Applicant: r.IntN(3) > 0})
		}
		in.Filings = append(in.Filings, f)
	}
	for i := range in.Filings {
		in.Filings[i].Day = in.Today - calendar.Day(r.IntN(420))
	}
	slices.SortStableFunc(in.Filings, func(a, b *Filing) int { return int(a.Day - b.Day) })
	for _, f := range in.Filings {
		for range r.IntN(3) {
			// Scores in quarters of a hundred are the same number however they are divided.
			in.Near[f.Case] = append(in.Near[f.Case], Near{Case: 1 + r.Int64N(int64(len(in.Filings))+2), Score: float64(r.IntN(17)) / 16, Share: float64(r.IntN(17)) / 16, Near: r.IntN(3)})
		}
	}
	for p := int64(1); p <= parties; p++ {
		firm := Firm{Insured: r.IntN(6)}
		if r.IntN(3) > 0 {
			firm.Established = in.Today - calendar.Day(r.IntN(1200))
		}
		in.Firms[p] = firm
		for range r.IntN(4) {
			t := Transfer{Party: p, Number: fmt.Sprint("N", r.IntN(99)), To: "甲", Day: in.Today - calendar.Day(r.IntN(420))}
			if r.IntN(5) > 0 {
				t.Granted = t.Day - calendar.Day(r.IntN(1300))
			}
			in.Transfers = append(in.Transfers, t)
		}
	}
	return in
}

// TestRecount computes the twelve indicators over generated data a second time and demands the same.
func TestRecount(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(400) {
		in := made(rand.New(rand.NewPCG(seed, 12)))
		var got []string
		for _, f := range Find(in) {
			var cases []string
			for _, m := range f.Members {
				own := ""
				if m.Own {
					own = "*"
				}
				cases = append(cases, fmt.Sprintf("%04d%s", m.Case, own))
			}
			slices.Sort(cases)
			var figures []any
			for _, n := range f.Numbers {
				if n.Title != "授权后转让" {
					figures = append(figures, n.Value)
				}
			}
			got = append(got, fmt.Sprintln(f.Indicator, f.Group, f.Subject, cases, figures))
			seen[f.Indicator]++
		}
		slices.Sort(got)
		if want := (&recount{Input: in}).all(); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\nthe program finds\n%s\nthe recount\n%s", seed, strings.Join(missing(got, want), ""), strings.Join(missing(want, got), ""))
		}
	}
	for _, x := range Catalogue() {
		if seen[x.ID] < 20 {
			t.Errorf("%s was found %d times only: the data does not try it", x.ID, seen[x.ID])
		}
	}
}

// missing lists what one has and the other has not.
func missing(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
