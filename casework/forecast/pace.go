// Package forecast (期限预测) says of an open case on which day each of its clocks will be met, from
// how long the same steps took in the cases that the center has closed. It knows no procedure: the
// steps are the states of a chart. The same history gives the same forecast.
package forecast

import (
	"cmp"
	"slices"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/law/calendar"
)

// A Pace is how the cases of one kind went: how many working days they stayed in each state and what
// they went on to.
type Pace struct {
	Cases int // how many it was learned from
	stays map[stay]*sample
}

// A stay is a state that a case enters for the first time, or once more: a second reading after a
// correction is neither as long as the first one nor does it lead to the same.
type stay struct {
	state string
	again bool
}

// A way is how a state is left.
type way struct{ move, into string }

type sample struct {
	days  []int // sorted
	ways  map[way]int
	tails []tail
}

// A tail is one stay with what came after it, until each clock of the chart was met.
type tail struct {
	days  int
	after []part // by clock, in the order of the chart
}

// A part is a number of working days on which a clock goes on: those of the handler, and of others.
type part struct{ own, others int }

// Learn makes the pace from the stays of closed cases.
func Learn(chart *casework.Chart, cal *calendar.Calendar, cases map[int64][]casework.Visit) *Pace {
	p := &Pace{Cases: len(cases), stays: map[stay]*sample{}}
	for _, visits := range cases {
		been := map[string]bool{}
		for i, v := range visits {
			if !v.To.IsZero() { // the last state is the end
				at := stay{v.State, been[v.State]}
				if p.stays[at] == nil {
					p.stays[at] = &sample{ways: map[way]int{}}
				}
				s, days := p.stays[at], cal.WorkingDaysBetween(v.From, v.To)
				s.days = append(s.days, days)
				s.ways[way{v.Move, v.Into}]++
				s.tails = append(s.tails, tail{days, tailsOf(chart, cal, visits[i:])})
			}
			been[v.State] = true
		}
	}
	for _, s := range p.stays {
		slices.Sort(s.days)
	}
	return p
}

// tailsOf counts, for each clock of the chart, the days after the first of the stays until it was met.
func tailsOf(chart *casework.Chart, cal *calendar.Calendar, visits []casework.Visit) []part {
	out := make([]part, len(chart.Clocks))
	for c := range chart.Clocks {
		r := &chart.Clocks[c]
		for i, v := range visits {
			if i > 0 && !v.To.IsZero() && !slices.Contains(r.Pause, v.State) {
				out[c].add(chart, v.State, cal.WorkingDaysBetween(v.From, v.To))
			}
			if meets(r, v.Move, v.Into) {
				break
			}
		}
	}
	return out
}

// add counts days in a state.
func (p *part) add(chart *casework.Chart, state string, days int) {
	if chart.State(state).QueueRel == access.Handler {
		p.own += days
	} else {
		p.others += days
	}
}

// exceed counts, of the stays that lasted at least as long as this one has, those after which a clock
// went on for more days than are left. The days of the handler weigh as much as the load says.
func (s *sample) exceed(q question) (over, of int) {
	for lasted := q.lasted; ; lasted = 0 {
		over, of = 0, 0
		for _, t := range s.tails {
			if t.days < lasted {
				continue
			}
			of++
			after := t.after[q.clock]
			if !q.paused {
				after.add(q.chart, q.state, t.days-lasted)
			}
			if float64(after.own)*q.load+float64(after.others) > float64(q.left) {
				over++
			}
		}
		if lasted == 0 || of >= few {
			return over, of
		}
	}
}

// A question is what is asked of the stays like that which lasts.
type question struct {
	chart        *casework.Chart
	state        string
	lasted, left int // working days
	clock        int // index in the chart
	paused       bool
	load         float64
}

// usual is the way that most took; of several, the first by name.
func (s *sample) usual() way {
	var best way
	for w, n := range s.ways {
		if m := s.ways[best]; n > m || n == m && cmp.Or(cmp.Compare(w.move, best.move), cmp.Compare(w.into, best.into)) < 0 {
			best = w
		}
	}
	return best
}

// A span is how long something takes: half of the cases no longer than Days, four of five no longer
// than High.
type span struct{ days, high float64 }

// few is how many stays that lasted as long as this one are enough to tell how much longer it lasts.
const few = 5

// rest is how much longer a stay lasts that has lasted so many working days. Where hardly any stay was
// as long, nothing is known but that such cases take their time: they count as if they began today.
func (s *sample) rest(lasted int) span {
	i, _ := slices.BinarySearch(s.days, lasted)
	longer := s.days[i:]
	if lasted > 0 && len(longer) < few {
		return span{max(at(s.days, 0.5), 1), max(at(s.days, 0.8), 1)}
	}
	return span{at(longer, 0.5) - float64(lasted), at(longer, 0.8) - float64(lasted)}
}

// at is the quantile of sorted numbers; of two in the middle, their mean.
func at(sorted []int, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	x := q * float64(len(sorted)-1)
	i := int(x)
	if i+1 == len(sorted) {
		return float64(sorted[i])
	}
	return float64(sorted[i]) + (x-float64(i))*float64(sorted[i+1]-sorted[i])
}
