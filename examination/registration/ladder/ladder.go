// Package ladder (惩戒提示) computes the yearly rate of failures of every registered party and
// proposes a measure where it passes the center's limit. Nobody is punished by it: a person takes
// the measure, with its own warning and hearing, or says why none is taken, and the same proposal
// does not come back for the same year.
package ladder

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/registration/credit"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// The levels of the ladder, in order.
const (
	Remind  = "remind"  // 提醒、约谈或警告
	Suspend = "suspend" // 拟暂停
	Cancel  = "cancel"  // 拟取消
)

var levels = []string{"", Remind, Suspend, Cancel}

// An Entrant is a party whose registration is in force.
type Entrant struct {
	Party, Case int64 // Case is that of the registration
	Name, Kind  string
	Agency      bool
	Carried     []Carried // results from before the system was used
}

// Carried are the results of a year that have no cases here.
type Carried struct{ Year, Passed, Failed int }

// Deps is what the desk is told of the register. A party of 0 asks for all.
type Deps struct {
	Office   func() *casework.Office
	Entrants func(ctx context.Context, tx *store.Tx, center, party int64) ([]Entrant, error)
}

// Desk computes and shows the proposals. Use it by its address.
type Desk struct {
	Deps
	mu     sync.Mutex
	counts map[int64]count // by center
}

// A count is how many proposals waited at a moment.
type count struct {
	n  int
	at time.Time
}

// A Rate is what came of the requests of a party in a calendar year.
type Rate struct {
	Entrant
	Year           int
	Over           bool // the year has ended, so the rate is that of the year
	Passed, Failed int
	Before         Carried // part of both that has no cases
	Cases          []Counted
	Sample         int // smallest number of results from which the rate says anything
	Limits         map[string]int
	Abnormal       []credit.Finding // of the year, that stand
	Most           map[string]int   // findings from which a measure is proposed; 0 proposes it never
	Decided        *Decision        // the last one for this year; nil for none
	decided        int              // place of its level
}

// Counted is one case of a rate. A failure that is objected to, or was set aside, is open and does
// not count until it is decided.
type Counted struct {
	Case                  int64
	Number, Kind, Outcome string
	Day                   calendar.Day
	Passed, Open          bool
}

// A Decision is what somebody did about a proposal.
type Decision struct {
	Level, Move, Name string
	At                time.Time
}

// Seen is how many results there are.
func (r *Rate) Seen() int { return r.Passed + r.Failed }

// Percent is the rate of failures; it has a meaning only where there are results.
func (r *Rate) Percent() float64 {
	if r.Seen() == 0 {
		return 0
	}
	return 100 * float64(r.Failed) / float64(r.Seen())
}

// Level is what the rate proposes, nothing where it is within the limits. Before the year has ended
// nobody is proposed for more than a reminder: later results may lower the rate.
func (r *Rate) Level() string {
	return levels[max(slices.Index(levels, r.byRate()), slices.Index(levels, r.byFindings()))]
}

// byFindings is what the findings of abnormal filing in the year propose, also before it has ended: what was
// found does not get less by what comes.
func (r *Rate) byFindings() string {
	for _, level := range []string{Cancel, Suspend} {
		if most := r.Most[level]; most > 0 && len(r.Abnormal) >= most {
			return level
		}
	}
	return ""
}

// byRate is what the rate of failures proposes.
func (r *Rate) byRate() string {
	over := func(level string) bool { return r.Seen() >= r.Sample && 100*r.Failed > r.Limits[level]*r.Seen() }
	switch {
	case r.Over && over(Cancel):
		return Cancel
	case r.Over && over(Suspend):
		return Suspend
	case !r.Over && over(Remind):
		return Remind
	}
	return ""
}

// Open reports whether the proposal waits for somebody. A decision covers its level and those below.
func (r *Rate) Open() bool { return slices.Index(levels, r.Level()) > r.decided }

// Code names the proposal in a form and in the history.
func (r *Rate) Code() string { return strconv.Itoa(r.Year) + ":" + r.Level() }

// Rates returns the rates of this year and the last, of all parties of the center or of one, by
// their names. A party without any result has none.
func (d *Desk) Rates(ctx context.Context, tx *store.Tx, center, party int64) (out []*Rate, err error) {
	defer fault.Wrap(&err, "rates of failures")
	all, err := d.Entrants(ctx, tx, center, party)
	if err != nil {
		return nil, err
	}
	t := &tally{today: d.Office().Today(), rates: map[place]*Rate{}, entrants: map[int64]*Entrant{}}
	for i := range all {
		t.entrants[all[i].Party] = &all[i]
		for _, c := range all[i].Carried {
			if r := t.at(all[i].Party, c.Year); r != nil {
				r.Before, r.Passed, r.Failed = c, c.Passed, c.Failed
			}
		}
	}
	q := casework.FactFilter{Center: center, Kinds: []fact.Kind{fact.Passed, fact.Failed}, From: calendar.Date(t.today.Year()-1, 1, 1)}
	if party != 0 && len(all) > 0 {
		if q.Party = party; all[0].Agency {
			q.Party, q.Agent = 0, party
		}
	}
	facts, err := casework.Facts(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	t.count(facts)
	found, err := credit.Standing(ctx, tx, center, party, calendar.Date(t.today.Year()-1, 1, 1))
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if r := t.at(f.Party, f.Day.Year()); r != nil {
			r.Abnormal = append(r.Abnormal, f)
		}
	}
	return d.judge(ctx, tx, center, t)
}

// A place is one year of one party.
type place struct {
	party int64
	year  int
}

// A tally gathers the rates.
type tally struct {
	today    calendar.Day
	entrants map[int64]*Entrant
	rates    map[place]*Rate
}

// at returns the rate of a party in a year, nil for a party that is not registered and for a year
// that nobody asks about any more.
func (t *tally) at(party int64, year int) *Rate {
	e, now := t.entrants[party], t.today.Year()
	if e == nil || year != now && year != now-1 {
		return nil
	}
	p := place{party, year}
	if t.rates[p] == nil {
		t.rates[p] = &Rate{Entrant: *e, Year: year, Over: year < now}
	}
	return t.rates[p]
}

// count counts the last result of each case for its applicant and for its agency. A request that
// ended before it was accepted is none of the accepted ones.
func (t *tally) count(facts []casework.Established) {
	last := map[int64]casework.Established{}
	for _, f := range facts {
		last[f.Case] = f
	}
	for _, f := range last {
		if f.Detail["accepted"] == "no" {
			continue
		}
		day := calendar.DayOf(f.At)
		c := Counted{Case: f.Case, Number: f.Number, Kind: f.CaseKind, Day: day, Passed: f.Kind == fact.Passed, Outcome: f.Detail["ground"]}
		c.Open = !c.Passed && !f.Closed
		for _, party := range []int64{f.Party, f.Agent} {
			if r := t.at(party, day.Year()); r != nil {
				r.add(c)
			}
		}
	}
}

// add counts one case.
func (r *Rate) add(c Counted) {
	r.Cases = append(r.Cases, c)
	switch {
	case c.Open:
	case c.Passed:
		r.Passed++
	default:
		r.Failed++
	}
}

// judge adds the limits in force and what was decided.
func (d *Desk) judge(ctx context.Context, tx *store.Tx, center int64, t *tally) (out []*Rate, err error) {
	limits, err := d.limits(ctx, tx, center, t.today)
	if err != nil {
		return nil, err
	}
	first := calendar.Date(t.today.Year()-1, 1, 1)
	events, err := casework.MovesIn(ctx, tx, center, "registration", casework.Period{From: first, To: t.today}, "warn", "remind", "waive")
	if err != nil {
		return nil, err
	}
	for _, r := range t.rates {
		l := limits[limit{r.Kind, r.Year}]
		r.Sample, r.Limits, r.Most = l.sample, l.by, l.most
		sorting.By(r.Cases, func(a, b Counted) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Case, b.Case)) })
		for _, e := range events {
			year, level, ok := strings.Cut(e.Meta.Notes[note], ":")
			if ok && e.Case == r.Case && year == strconv.Itoa(r.Year) {
				r.Decided, r.decided = &Decision{level, e.Move, e.Name, e.At}, max(r.decided, slices.Index(levels, level))
			}
		}
		out = append(out, r)
	}
	sorting.By(out, func(a, b *Rate) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Party, b.Party))
	})
	return out, nil
}

// A limit is a kind of party in a year.
type limit struct {
	kind string
	year int
}

// limitsOf are the numbers of a center.
type limitsOf struct {
	sample int
	by     map[string]int
	most   map[string]int // findings of abnormal filing
}

// limits reads the configuration: for a year that is over as it stood on its last day, so that a
// stricter rule does not reach back.
func (d *Desk) limits(ctx context.Context, tx *store.Tx, center int64, today calendar.Day) (map[limit]limitsOf, error) {
	out := map[limit]limitsOf{}
	book := d.Office().Settings
	for _, on := range []calendar.Day{today, calendar.Date(today.Year(), 1, 1) - 1} {
		for _, kind := range kinds {
			l := limitsOf{by: map[string]int{}, most: map[string]int{}}
			at := setting.Query{Center: center, Key: "registration.quota.sample", Variant: kind, On: on}
			var err error
			if l.sample, err = book.Int(ctx, tx, at); err != nil {
				return nil, err
			}
			for _, level := range levels[1:] {
				at.Key = "registration.ladder." + level
				if l.by[level], err = book.Int(ctx, tx, at); err != nil {
					return nil, err
				}
			}
			at.Variant = ""
			for _, level := range []string{Suspend, Cancel} {
				at.Key = "registration.abnormal." + level
				if l.most[level], err = book.Int(ctx, tx, at); err != nil {
					return nil, err
				}
			}
			out[limit{kind, on.Year()}] = l
		}
	}
	return out, nil
}
