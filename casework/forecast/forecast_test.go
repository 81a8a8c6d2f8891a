package forecast_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/forecast"
	"zhibao/internal/access"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// The chart of these tests: a matter is looked at, may wait for its party, is read a second time and
// signed. One clock goes on whatever happens, one stands still while the party has the matter.
func chart() *casework.Chart {
	move := func(code, from, to string) casework.Move {
		return casework.Move{Code: code, From: []string{from}, To: []string{to}, By: []casework.Role{casework.Examiner}}
	}
	return &casework.Chart{Code: "letter",
		States: []casework.State{{Code: "in", Queue: casework.Clerk}, {Code: "work", Queue: casework.Examiner, QueueRel: access.Handler}, {Code: "wait", Party: true},
			{Code: "review", Queue: casework.Reviewer, QueueRel: access.Second}, {Code: "sign", Queue: casework.Head}, {Code: "done", Final: true}},
		Moves: []casework.Move{move("accept", "in", "work"), move("propose", "work", "review"), move("ask", "work", "wait"), move("answer", "wait", "work"),
			move("back", "review", "work"), move("approve", "review", "sign"), move("sign", "sign", "done")},
		Clocks: []casework.ClockRule{{Code: "target", Start: []string{"write"}, Stop: []string{"sign"}, Regime: term.Center, Target: true},
			{Code: "law", Start: []string{"accept"}, Stop: []string{"sign"}, Pause: []string{"wait"}, Regime: term.Center}}}
}

// lengths of the clocks in working days.
var lengths = map[string]int{"target": 14, "law": 10}

// A life is the whole of one simulated case.
type life struct {
	visits []casework.Visit
	load   int
}

// world draws cases: stays are log-normal, some cases are harder than others in all of them, some go
// back, and whoever has more in hand takes longer.
type world struct {
	rng *rand.Rand
	cal *calendar.Calendar
}

func (w *world) live(from calendar.Day) life {
	l := life{load: 6 + w.rng.IntN(9)}
	hard := math.Exp(0.25 * w.rng.NormFloat64())
	usual := map[string]float64{"in": 0.7, "work": 3, "wait": 3, "review": 1.2, "sign": 0.8}
	for state, asked := "in", 0; state != "done"; {
		days := usual[state] * hard * math.Exp(0.5*w.rng.NormFloat64())
		if state == "work" {
			days *= 0.5 + 0.5*float64(l.load)/10
		}
		v := casework.Visit{State: state, From: from}
		for range int(math.Round(days)) {
			from = w.cal.NextWorking(from)
		}
		v.To = from
		switch luck := w.rng.Float64(); {
		case state == "in":
			v.Move, v.Into = "accept", "work"
		case state == "work" && asked < 2 && luck < 0.4/float64(1+2*asked):
			v.Move, v.Into = "ask", "wait"
			asked++
		case state == "work":
			v.Move, v.Into = "propose", "review"
		case state == "wait":
			v.Move, v.Into = "answer", "work"
		case state == "review" && luck < 0.12:
			v.Move, v.Into = "back", "work"
		case state == "review":
			v.Move, v.Into = "approve", "sign"
		default:
			v.Move, v.Into = "sign", "done"
		}
		l.visits = append(l.visits, v)
		state = v.Into
	}
	l.visits = append(l.visits, casework.Visit{State: "done", From: from})
	return l
}

// end is the day on which the case was closed.
func (l life) end() calendar.Day { return l.visits[len(l.visits)-1].From }

// clock computes a clock of the case as it stood at the end of a day.
func (w *world) clock(l life, r *casework.ClockRule, today calendar.Day) casework.Clock {
	in := term.Input{Start: l.visits[0].From, Length: term.WorkingDays(lengths[r.Code]), Regime: r.Regime}
	out := casework.Clock{Rule: r, Started: in.Start, Length: in.Length}
	if r.Code == "law" {
		in.Start = l.visits[0].To
	}
	resumed := in
	for _, v := range l.visits {
		if v.From > today || !slices.Contains(r.Pause, v.State) || v.To == v.From {
			continue
		}
		p := term.Pause{From: v.From + 1, To: v.To}
		if v.To > today {
			out.Paused, p.To = true, 0
		}
		if p.To == 0 && p.From <= today {
			resumed.Pauses = append(slices.Clone(in.Pauses), term.Pause{From: p.From, To: today})
		}
		in.Pauses = append(in.Pauses, p)
	}
	out.Result = term.Compute(w.cal, in)
	if out.Paused {
		out.Resumed = term.Compute(w.cal, resumed).Due
	}
	if l.end() <= today {
		out.Met = l.end()
	}
	return out
}

// course is what was known of the case at the end of a day.
func (w *world) course(l life, today calendar.Day) *casework.Course {
	c := &casework.Course{}
	for _, v := range l.visits {
		if v.From > today {
			break
		}
		if v.To > today {
			v.To, v.Move, v.Into = 0, "", ""
		}
		c.Visits = append(c.Visits, v)
	}
	rules := chart().Clocks
	for i := range rules {
		c.Clocks = append(c.Clocks, w.clock(l, &rules[i], today))
	}
	return c
}

func newWorld(seed uint64) *world {
	return &world{rand.New(rand.NewPCG(seed, 7)), calendar.Public()}
}

// learned is a model after so many closed cases.
func (w *world) learned(n int) *forecast.Model {
	closed := map[int64][]casework.Visit{}
	for i := range n {
		closed[int64(i)] = w.live(calendar.MustDay("2025-02-10") + calendar.Day(w.rng.IntN(200))).visits
	}
	return &forecast.Model{Chart: chart(), Kind: forecast.Learn(chart(), w.cal, closed), Samples: 10, Assumed: 2, Cal: w.cal}
}

// half is the first day on which half of the clock is used, if it still runs then.
func (w *world) half(l life, r *casework.ClockRule) (calendar.Day, bool) {
	for day := l.visits[0].From; day < l.end(); day++ {
		k := w.clock(l, r, day)
		if used, total := k.Result.Used(day); 2*used >= total && total > 0 {
			return day, !k.Late(day)
		}
	}
	return 0, false
}

// TestCalibrated: at half of the term, of the cases of which it is said that they will not make it most
// did not, of those said to be in order nearly all were in order, and those at risk lie between.
func TestCalibrated(t *testing.T) {
	w := newWorld(1)
	m := w.learned(400)
	rules := chart().Clocks
	var said, broke [2][3]int // by clock, by verdict
	for range 3000 {
		l := w.live(calendar.MustDay("2025-09-01") + calendar.Day(w.rng.IntN(60)))
		for i := range rules {
			day, runs := w.half(l, &rules[i])
			if !runs {
				continue
			}
			m.Today = day
			f := m.Of(w.course(l, day), forecast.Load(l.load, 10, 50))
			at := slices.IndexFunc(f.Clocks, func(c forecast.Clock) bool { return c.Rule.Code == rules[i].Code })
			v := f.Clocks[at].Verdict
			said[i][v]++
			if last := w.clock(l, &rules[i], l.end()); last.Late(l.end()) {
				broke[i][v]++
			}
		}
	}
	for i, r := range rules {
		share := func(v forecast.Verdict) float64 { return 100 * float64(broke[i][v]) / float64(max(said[i][v], 1)) }
		t.Logf("%s at half-time: said to be in order %d, broke %.1f %%; at risk %d, broke %.1f %%; will break %d, broke %.1f %%", r.Code,
			said[i][forecast.Fine], share(forecast.Fine), said[i][forecast.Risk], share(forecast.Risk), said[i][forecast.Breach], share(forecast.Breach))
		if min(said[i][forecast.Fine], said[i][forecast.Risk], said[i][forecast.Breach]) < 50 {
			t.Errorf("%s: too few of one verdict to tell: %v", r.Code, said[i])
		}
		if share(forecast.Breach) < 60 || share(forecast.Fine) > 20 || share(forecast.Risk) < share(forecast.Fine) || share(forecast.Risk) > share(forecast.Breach) {
			t.Errorf("%s: %v said, %v broke", r.Code, said[i], broke[i])
		}
	}
}

// TestNeverHidesLate: a clock that has run out is never called anything else, whatever the history says,
// and makes the case the worst there is.
func TestNeverHidesLate(t *testing.T) {
	w := newWorld(2)
	models := []*forecast.Model{w.learned(200), w.learned(3), {Chart: chart(), Cal: w.cal, Samples: 10, Assumed: 2}}
	late := 0
	for range 1500 {
		l := w.live(calendar.MustDay("2025-09-01") + calendar.Day(w.rng.IntN(60)))
		day := l.visits[0].From + calendar.Day(w.rng.IntN(int(l.end()-l.visits[0].From)+1))
		for _, m := range models {
			m.Today = day
			c := w.course(l, day)
			f := m.Of(c, forecast.Load(l.load, 10, 50))
			any := false
			for i := range c.Clocks {
				any = any || c.Clocks[i].Running() && c.Clocks[i].Late(day)
			}
			if (f.Verdict == forecast.Late) != any || any && !f.Clocks[0].Late(day) {
				t.Fatalf("late %t, said %d: %+v", any, f.Verdict, f.Clocks)
			}
			if any {
				late++
			}
			if again := m.Of(c, forecast.Load(l.load, 10, 50)); !reflect.DeepEqual(f, again) {
				t.Fatal("the same history gave another forecast")
			}
		}
	}
	if late < 100 {
		t.Errorf("only %d late clocks were looked at", late)
	}
}

// TestSteps: what a forecast says of a case is what happened to those before it.
func TestSteps(t *testing.T) {
	day := calendar.MustDay("2025-09-01") // Monday
	closed := map[int64][]casework.Visit{}
	for i := range 20 {
		d := day - 200
		work := d
		for range 2 + i%5 { // 2 to 6 working days, the median 4
			work = calendar.Public().NextWorking(work)
		}
		sign := calendar.Public().NextWorking(work)
		closed[int64(i)] = []casework.Visit{{State: "work", From: d, To: work, Move: "propose", Into: "review"},
			{State: "review", From: work, To: work, Move: "approve", Into: "sign"}, {State: "sign", From: work, To: sign, Move: "sign", Into: "done"}, {State: "done", From: sign}}
	}
	m := &forecast.Model{Chart: chart(), Kind: forecast.Learn(chart(), calendar.Public(), closed), Samples: 10, Assumed: 2, Cal: calendar.Public(), Today: day}
	c := &casework.Course{Visits: []casework.Visit{{State: "work", From: day}}}
	f := m.Of(c, 1)
	if len(f.Steps) != 3 || f.Steps[0].Days != 4 || f.Steps[0].Samples != 20 || f.Steps[2].Days != 1 || f.End != calendar.MustDay("2025-09-08") {
		t.Errorf("four days of work and one for the signature: %+v", f)
	}
	// Who has twice as much in hand as others is given half of the excess.
	if f := m.Of(c, forecast.Load(20, 10, 50)); f.Steps[0].Days != 6 || !f.Steps[0].Loaded || f.Steps[2].Loaded {
		t.Errorf("with a load: %+v", f)
	}
	// After four days, those that took at least as long took five in the middle.
	m.Today = calendar.MustDay("2025-09-05")
	if f := m.Of(c, 1); f.Steps[0].Lasted != 4 || f.Steps[0].Days != 1 {
		t.Errorf("after four days: %+v", f.Steps[0])
	}
	// Nobody ever took eight days: it counts as if it began now.
	m.Today = calendar.MustDay("2025-09-11")
	if f := m.Of(c, 1); f.Steps[0].Days != 4 {
		t.Errorf("after eight days: %+v", f.Steps[0])
	}
	// Without any history the chart says where it goes, and the setting how long that takes.
	empty := &forecast.Model{Chart: chart(), Samples: 10, Assumed: 2, Cal: calendar.Public(), Today: day}
	f = empty.Of(&casework.Course{Visits: []casework.Visit{{State: "in", From: day}}}, 1)
	var way []string
	for _, s := range f.Steps {
		way = append(way, s.State)
		if s.Source != forecast.Assumed || s.Days != 2 {
			t.Errorf("%+v", s)
		}
	}
	if !slices.Equal(way, []string{"in", "work", "review", "sign"}) {
		t.Errorf("the chart leads %v", way)
	}
}

// TestCircle: a chart whose usual ways go in a circle gives a forecast with an end.
func TestCircle(t *testing.T) {
	day := calendar.MustDay("2025-09-01")
	closed := map[int64][]casework.Visit{}
	for i := range 20 {
		v := []casework.Visit{}
		for range 3 {
			v = append(v, casework.Visit{State: "work", From: day - 50, To: day - 49, Move: "ask", Into: "wait"}, casework.Visit{State: "wait", From: day - 49, To: day - 48, Move: "answer", Into: "work"})
		}
		closed[int64(i)] = v
	}
	m := &forecast.Model{Chart: chart(), Kind: forecast.Learn(chart(), calendar.Public(), closed), Samples: 10, Assumed: 2, Cal: calendar.Public(), Today: day}
	if f := m.Of(&casework.Course{Visits: []casework.Visit{{State: "work", From: day}}}, 1); len(f.Steps) == 0 || len(f.Steps) > 40 || f.End.IsZero() {
		t.Errorf("%d steps until %s", len(f.Steps), f.End)
	}
}
