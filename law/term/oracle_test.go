package term_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"zhibao/law/calendar"
	"zhibao/law/term"
)

// oracle counts as a person with a wall calendar does. It shares nothing with the package:
// it reads the table itself and walks times of day, never Days.
type oracle struct {
	off, on map[time.Time]bool
}

func newOracle(t testing.TB) oracle {
	t.Helper()
	b, err := os.ReadFile("../calendar/public.csv")
	if err != nil {
		t.Fatal(err)
	}
	o := oracle{map[time.Time]bool{}, map[time.Time]bool{}}
	for _, line := range strings.Fields(string(b)) {
		at, err := time.Parse("2006-01-02", line[:10])
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(line, "休") {
			o.off[at] = true
		} else {
			o.on[at] = true
		}
	}
	return o
}

func (o oracle) works(at time.Time) bool {
	if o.on[at] {
		return true
	}
	if wd := at.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	return !o.off[at]
}

// due knows the regimes by heart: which short terms are working days, and that only the
// fixed center rule does not roll.
func (o oracle) due(start time.Time, n int, unit string, regime term.Regime) time.Time {
	short := map[term.Regime]string{"penalty": " 2 3 5 7 ", "coercion": " 1 2 3 4 5 6 7 8 9 10 ", "review": " 3 5 7 10 "}
	if unit == "日" && strings.Contains(short[regime], " "+itoa(n)+" ") {
		unit = "工作日"
	}
	at := start
	switch unit {
	case "工作日":
		for n > 0 {
			at = at.Add(24 * time.Hour)
			if o.works(at) {
				n--
			}
		}
		return at
	case "日":
		at = at.AddDate(0, 0, n)
	case "年":
		at = sameDay(start, 12*n)
	case "个月":
		at = sameDay(start, n)
	}
	for regime != "center-fixed" && !o.works(at) {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// sameDay tries the same number in the month n months on, then smaller numbers.
func sameDay(start time.Time, n int) time.Time {
	month := (int(start.Month()) - 1 + n) % 12
	year := start.Year() + (int(start.Month())-1+n)/12
	for day := start.Day(); ; day-- {
		at := time.Date(year, time.Month(month+1), day, 0, 0, 0, 0, time.UTC)
		if int(at.Month()) == month+1 {
			return at
		}
	}
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + itoa(n%10)
	}
	return string(rune('0' + n))
}

// Every start day of eleven years, every usual length, every regime: the engine and the
// oracle end on the same day, and the rows lead there too.
func TestDifferential(t *testing.T) {
	o, cal := newOracle(t), calendar.Public()
	lengths := map[string][]int{"工作日": {1, 2, 3, 5, 7, 10, 15, 20, 30}, "日": {2, 3, 5, 7, 10, 15, 30, 60, 90},
		"个月": {1, 2, 3, 4, 5, 12}, "年": {1, 3}}
	regimes := []term.Regime{"patent", "civil", "penalty", "coercion", "review", "ecommerce", "center", "center-fixed"}
	if len(regimes) != len(term.Regimes()) {
		t.Fatal("a regime is not tested")
	}
	compared, last := 0, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	for start := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC); !start.After(last); start = start.AddDate(0, 0, 1) {
		day := calendar.DayOf(start)
		for unit, ns := range lengths {
			for _, n := range ns {
				for _, regime := range regimes {
					want := o.due(start, n, unit, regime)
					in := term.Input{Start: day, Length: term.MustLength(itoa(n) + unit), Regime: regime}
					r := term.Compute(cal, in)
					compared++
					if r.Due.String() != want.Format("2006-01-02") {
						t.Fatalf("%s %s + %d%s ends on %s, the oracle says %s", regime, day, n, unit, r.Due, want)
					}
					if got := term.Recount(r.Rows); got != r.Due {
						t.Fatalf("%s %s + %d%s: rows lead to %s, not %s", regime, day, n, unit, got, r.Due)
					}
					if unit == "工作日" && term.Remaining(cal, day, r.Due) != n {
						t.Fatalf("%s + %d工作日 ends on %s with %d remaining", day, n, r.Due, term.Remaining(cal, day, r.Due))
					}
				}
			}
		}
	}
	t.Logf("%d deadlines compared", compared)
}
