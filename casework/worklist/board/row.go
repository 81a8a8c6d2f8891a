package board

import (
	"cmp"
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/forecast"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// maxCases is how many cases with a running clock are looked at, those that are due first. A center
// with more has other worries than the forecast of the last of them.
const maxCases = 2000

// A row is one open case with a running clock.
type row struct {
	k        *casework.Case
	course   casework.Course
	forecast forecast.Forecast
	model    *forecast.Model
	handler  string
	open     int // cases in the handler's hands
	owner    string
	unserved []string // papers that have not reached their party
}

// due is the day on which the clock ends that breaks first.
func (r *row) due() calendar.Day { return r.forecast.Clocks[0].Due }

// paused reports whether a clock stands still.
func (r *row) paused() bool {
	return slices.ContainsFunc(r.forecast.Clocks, func(c forecast.Clock) bool { return c.Paused })
}

// ending counts the clocks that will end within seven days from a Monday on. What has run out already
// is counted as overdue, and a clock that stands still has no last day.
func (r *row) ending(monday calendar.Day) (n int) {
	for _, c := range r.forecast.Clocks {
		if !c.Paused && c.Verdict != forecast.Late && c.Due >= monday && c.Due < monday+7 {
			n++
		}
	}
	return n
}

// overdue counts the clocks that have run out.
func (r *row) overdue() (n int) {
	for _, c := range r.forecast.Clocks {
		if c.Verdict == forecast.Late {
			n++
		}
	}
	return n
}

// A view is everything that the person may see of the board at one moment.
type view struct {
	rows   []*row // what breaks first stands first
	median int    // open cases of a person
	months int
	cut    int // how many cases with a running clock are not in it
	idle   int // open cases without one
}

type viewKey struct{}

// look reads the board for one request; the list, its tabs and its counts are then of one moment.
func (b *Board) look(c *web.Ctx) error {
	v, err := b.view(c.Context(), worklist.Actor(c))
	if err == nil {
		c.R = c.R.WithContext(context.WithValue(c.Context(), viewKey{}, v))
	}
	return err
}

// seen returns what look has read.
func seen(c *web.Ctx) *view {
	v, _ := c.Context().Value(viewKey{}).(*view)
	if v == nil {
		v = &view{}
	}
	return v
}

// view reads the board.
func (b *Board) view(ctx context.Context, a casework.Actor) (v *view, err error) {
	defer fault.Wrap(&err, "board")
	v = &view{}
	err = b.Office.DB.Read(ctx, func(tx *store.Tx) error {
		cases, err := b.running(ctx, tx, a, v)
		if err != nil {
			return err
		}
		courses, err := b.Office.Courses(ctx, tx, cases)
		if err != nil {
			return err
		}
		names, err := b.Accounts(ctx, tx, a.Center, handlers(cases))
		if err != nil {
			return err
		}
		loads, err := casework.Loads(ctx, tx, a.Center)
		if err != nil {
			return err
		}
		v.median = median(loads)
		k, err := b.knobs(ctx, tx, a.Center)
		if err != nil {
			return err
		}
		v.months = k.months
		// All rows are of one transaction, so loads and forecasts belong to the same moment.
		for _, x := range cases {
			r := &row{k: x, course: courses[x.ID], handler: names[x.Handler], open: loads[x.Handler]}
			if r.model, err = b.model(ctx, tx, x, k); err != nil {
				return err
			}
			r.forecast = r.model.Of(&r.course, forecast.Load(r.open, v.median, k.weight))
			// A state in which a clock could stand still does not mean that one does.
			if len(r.forecast.Clocks) > 0 {
				v.rows = append(v.rows, r)
			}
		}
		sorting.Stable(v.rows, first)
		return nil
	})
	return v, err
}

// first orders rows by what breaks first.
func first(a, b *row) int {
	return cmp.Or(cmp.Compare(b.forecast.Verdict, a.forecast.Verdict), cmp.Compare(a.due(), b.due()), cmp.Compare(a.k.ID, b.k.ID))
}

// running lists the open cases in which a clock runs or stands still, as far as the person may see
// them. What was not handed in yet is its author's alone.
func (b *Board) running(ctx context.Context, tx *store.Tx, a casework.Actor, v *view) (out []*casework.Case, err error) {
	f := casework.Filter{Open: true, DueFrom: 1, NoTitles: true, PerPage: 1000}
	for f.Page = 1; len(out) < maxCases; f.Page++ {
		l, err := b.Office.List(ctx, tx, a, f)
		if err != nil {
			return nil, err
		}
		v.cut = l.Total
		out = append(out, l.Cases...)
		if len(l.Cases) < f.PerPage {
			break
		}
	}
	v.cut = max(v.cut-len(out), 0)
	// A clock that stands still has no due day, so those cases are found by their states.
	still, err := b.Office.List(ctx, tx, a, casework.Filter{Open: true, States: b.stills(), NoTitles: true, PerPage: 1000})
	if err != nil {
		return nil, err
	}
	for _, k := range still.Cases {
		if k.Due.IsZero() {
			out = append(out, k)
		}
	}
	// What is not on the board is at least counted, so that nobody takes it for all there is.
	all, err := b.Office.List(ctx, tx, a, casework.Filter{Open: true, CountOnly: true})
	v.idle = max(all.Total-len(out)-v.cut, 0)
	return slices.DeleteFunc(out, func(k *casework.Case) bool { return k.State == "draft" }), err
}

// stills are the states of all charts in which some clock stands still.
func (b *Board) stills() (out []string) {
	for _, chart := range b.Office.Charts() {
		out = append(out, chart.Stills()...)
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) == 0 {
		out = []string{"-"} // no state is called that, so nothing is found
	}
	return out
}

// handlers are the accounts that handle the cases.
func handlers(cases []*casework.Case) (out []int64) {
	for _, k := range cases {
		if k.Handler != 0 && !slices.Contains(out, k.Handler) {
			out = append(out, k.Handler)
		}
	}
	return out
}

// median is the number in the middle of the loads of all who have any, the greater of two.
func median(loads map[int64]int) int {
	var ns []int
	for _, n := range loads {
		ns = append(ns, n)
	}
	if len(ns) == 0 {
		return 0
	}
	slices.Sort(ns)
	return ns[len(ns)/2]
}

// knobs are the settings of the forecast on this day.
type knobs struct{ months, samples, days, weight int }

func (b *Board) knobs(ctx context.Context, tx *store.Tx, center int64) (k knobs, err error) {
	for _, x := range []struct {
		key string
		to  *int
	}{{"months", &k.months}, {"samples", &k.samples}, {"step_days", &k.days}, {"load_weight", &k.weight}} {
		if *x.to, err = b.Office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "board." + x.key, On: b.Office.Today()}); err != nil {
			return k, err
		}
	}
	return k, nil
}
