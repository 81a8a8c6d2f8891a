package forecast

import (
	"math"
	"slices"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/sorting"
	"zhibao/law/calendar"
)

// A Verdict says in one word what is to be expected of a clock. The greater, the worse.
type Verdict int

// The verdicts.
const (
	Fine   Verdict = iota // 正常
	Risk                  // 有风险: it ends in time if all goes as usual, and not if it goes as one of five goes
	Breach                // 将超期: as things usually go, it will not be met in time
	Late                  // 已超期: a fact, no forecast
)

// A Source says from what a step was estimated.
type Source int

// The sources.
const (
	SameKind Source = iota // closed cases of the same kind
	AnyKind                // closed cases of the procedure
	Assumed                // too few of either: the setting
)

// A Step is one stay that a case has before it.
type Step struct {
	State   string
	Lasted  int     // working days that it has lasted, of the step that the case is in
	Days    float64 // working days that it is likely to take from now on
	High    float64 // of five such cases, four take no more
	Samples int
	Source  Source
	Loaded  bool   // lengthened or shortened by the load of the handler
	Move    string // by which it is likely to end
	Into    string

	paused bool // the clock that is looked at stands still in it
	again  bool // the case was in the state before
}

// A Clock is what is to be expected of one running clock.
type Clock struct {
	*casework.Clock
	Verdict Verdict
	Due     calendar.Day // that of the clock; where it stands still, the day on which it would end if it went on
	End     calendar.Day // day on which it is likely to be met
	High    calendar.Day // the day of High of the steps
	Steps   []Step       // until then
	Left    int          // working days until the due day
	Over    int          // of the similar cases below, how many took more than is left
	Of      int          // similar cases that were in the same state as long, whatever way they went on; 0 where there are too few
}

// A Forecast is what is to be expected of a case.
type Forecast struct {
	Verdict Verdict // the worst of the clocks
	Clocks  []Clock // those that run, the one that breaks first before the others
	Steps   []Step  // until the case is closed
	End     calendar.Day
	Load    float64 // by which the steps of the handler were multiplied
}

// A Model forecasts the cases of one kind of one chart.
type Model struct {
	Chart   *casework.Chart
	Kind    *Pace // of the same kind
	All     *Pace // of all kinds
	Samples int   // fewer stays than that say nothing
	Assumed int   // working days of a step of which nothing is known
	Cal     *calendar.Calendar
	Today   calendar.Day
}

// longest is how many steps a forecast goes on: a chart whose usual ways go in a circle has no end.
const longest = 24

// Load is by how much the steps of a person take longer than those of others: as much of the excess
// of open cases as the weight (in per cent) says, between half and twice.
func Load(open, median int, weight int) float64 {
	if open <= 0 || median <= 0 {
		return 1
	}
	f := 1 + float64(weight)/100*(float64(open)/float64(median)-1)
	return math.Min(2, math.Max(0.5, f))
}

// Of forecasts a case from its course.
func (m *Model) Of(c *casework.Course, load float64) Forecast {
	f := Forecast{Load: load, Steps: m.steps(c, load)}
	f.End = m.day(span{}.sum(f.Steps, false).days)
	for i := range c.Clocks {
		if k := &c.Clocks[i]; k.Running() {
			f.Clocks = append(f.Clocks, m.clock(k, f.Steps, load))
		}
	}
	sorting.Stable(f.Clocks, worse)
	if len(f.Clocks) > 0 {
		f.Verdict = f.Clocks[0].Verdict
	}
	return f
}

// worse orders clocks by what breaks first.
func worse(a, b Clock) int {
	if a.Verdict != b.Verdict {
		return int(b.Verdict - a.Verdict)
	}
	return int(a.Due - b.Due)
}

// From which share of similar cases that took too long a clock is called at risk, and beyond which it
// is said that it will not be met.
const (
	riskShare   = 0.2
	breachShare = 0.5
)

// clock forecasts one clock: the case goes on until a step ends with a move that meets the clock. Days
// on which it stands still lengthen the way and the term alike, so they are left out of the
// comparison. The usual way says when the clock is likely to be met; that some cases go another way is
// known only from how long all those that were in this state took.
func (m *Model) clock(k *casework.Clock, steps []Step, load float64) Clock {
	out := Clock{Clock: k, Due: k.Result.Due}
	if k.Paused {
		out.Due = k.Resumed
	}
	for _, s := range steps {
		s.paused = slices.Contains(k.Rule.Pause, s.State)
		out.Steps = append(out.Steps, s)
		if meets(k.Rule, s.Move, s.Into) {
			break
		}
	}
	all, counted := span{}.sum(out.Steps, false), span{}.sum(out.Steps, true)
	out.End, out.High = m.day(all.days), m.day(all.high)
	if k.Late(m.Today) {
		out.Verdict = Late
		return out
	}
	if out.Due.IsZero() || len(out.Steps) == 0 {
		return out
	}
	out.Left = m.Cal.WorkingDaysBetween(m.Today, out.Due)
	m.compare(&out, load)
	share := float64(out.Over) / float64(max(out.Of, 1))
	switch {
	case m.day(counted.days) > out.Due || share > breachShare:
		out.Verdict = Breach
	case m.day(counted.high) > out.Due && out.Of == 0 || share >= riskShare:
		out.Verdict = Risk
	}
	return out
}

// compare counts how many similar cases took more than is left.
func (m *Model) compare(c *Clock, load float64) {
	now := c.Steps[0]
	i := slices.IndexFunc(m.Chart.Clocks, func(r casework.ClockRule) bool { return r.Code == c.Rule.Code })
	for _, x := range m.similar(stay{now.State, now.again}) {
		if len(x.tails) >= max(m.Samples, 1) && i >= 0 {
			c.Over, c.Of = x.exceed(question{m.Chart, now.State, now.Lasted, c.Left, i, now.paused, load})
			return
		}
	}
}

// meets reports whether a move into a state ends a clock: it is met, or begins anew.
func meets(r *casework.ClockRule, move, into string) bool {
	for _, moves := range [][]string{r.Stop, r.Start} {
		if slices.Contains(moves, move) || slices.Contains(moves, move+">"+into) {
			return true
		}
	}
	return false
}

// sum adds steps up. That all of them take long is less likely than that one does, so what they may
// take beyond the usual is added as independent errors are.
func (t span) sum(steps []Step, unpaused bool) span {
	over := 0.0
	for _, s := range steps {
		if unpaused && s.paused {
			continue
		}
		t.days += s.Days
		over += (s.High - s.Days) * (s.High - s.Days)
	}
	t.high = t.days + math.Sqrt(over)
	return t
}

// day is the day on which so many working days from now are over.
func (m *Model) day(days float64) calendar.Day {
	out := m.Today
	for range int(math.Ceil(days - 1e-9)) {
		out = m.Cal.NextWorking(out)
	}
	return out
}

// steps are the stays that the case usually has before it, beginning with the one that lasts.
func (m *Model) steps(c *casework.Course, load float64) (out []Step) {
	now := c.Now()
	been := map[string]bool{}
	for _, v := range c.Visits[:max(len(c.Visits)-1, 0)] {
		been[v.State] = true
	}
	lasted := m.Cal.WorkingDaysBetween(now.From, m.Today)
	for state := now.State; len(out) < longest && !m.Chart.State(state).Final; {
		s := m.step(stay{state, been[state]}, lasted, been)
		if m.Chart.State(state).QueueRel == access.Handler && load != 1 {
			s.Days, s.High, s.Loaded = s.Days*load, s.High*load, true
		}
		out = append(out, s)
		been[state], lasted, state = true, 0, s.Into
		if state == "" {
			break
		}
	}
	return out
}

// step estimates one stay from the most similar cases of which there are enough.
func (m *Model) step(at stay, lasted int, been map[string]bool) Step {
	out := Step{State: at.state, Lasted: lasted, Source: Assumed, again: at.again}
	var w way
	for _, x := range m.similar(at) {
		if w.move == "" {
			w = x.usual()
		}
		if len(x.days) >= max(m.Samples, 1) {
			rest := x.rest(lasted)
			out.Days, out.High, out.Samples, out.Source = rest.days, rest.high, len(x.days), x.source
			break
		}
	}
	if out.Source == Assumed {
		out.Days = float64(max(m.Assumed-lasted, 1))
		out.High = float64(max(2*m.Assumed-lasted, 1))
	}
	if w.move == "" {
		w = m.drawn(at.state, been)
	}
	out.Move, out.Into = w.move, w.into
	return out
}

// similar lists what is known of a stay, the most similar first: a stay that no closed case made a
// second time is taken for a first one.
func (m *Model) similar(at stay) (out []known) {
	for _, at := range []stay{at, {at.state, false}} {
		for i, p := range []*Pace{m.Kind, m.All} {
			if p != nil && p.stays[at] != nil {
				out = append(out, known{p.stays[at], Source(i)})
			}
		}
		if !at.again {
			break
		}
	}
	return out
}

type known struct {
	*sample
	source Source
}

// drawn is the way that the chart draws first out of a state, where no case has gone one: of the moves
// of people, the first that destroys nothing, stops no clock and leads to where the case has not been.
func (m *Model) drawn(state string, been map[string]bool) way {
	for i := range m.Chart.Moves {
		x := &m.Chart.Moves[i]
		if !slices.Contains(x.From, state) || x.Danger || len(x.By) == 1 && x.By[0] == casework.System {
			continue
		}
		if to := x.To[0]; to != casework.Stay && to != state && !been[to] && !slices.Contains(m.Chart.Stills(), to) {
			return way{x.Code, to}
		}
	}
	return way{}
}
