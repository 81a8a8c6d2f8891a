package calendar_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/sharedata"
	"zhibao/law/calendar"
)

var day = calendar.MustDay

func TestWorkingDaysOfYear(t *testing.T) {
	cal := calendar.Public()
	want := map[int]int{2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250,
		2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248, 2027: 261}
	for year, n := range want {
		last := calendar.Date(year, time.December, 31)
		if got := cal.WorkingDaysBetween(calendar.Date(year, time.January, 0), last); got != n {
			t.Errorf("%d has %d working days, want %d", year, got, n)
		}
	}
}

func TestReasons(t *testing.T) {
	cal := calendar.Public()
	for _, v := range []struct {
		date    string
		working bool
		zh, en  string
	}{
		{"2026-02-28", true, "春节（调休上班）", "Spring Festival (make-up working day)"},
		{"2026-02-17", false, "春节（法定节假日）", "Spring Festival (public holiday)"},
		{"2026-02-21", false, "春节（法定节假日）", "Spring Festival (public holiday)"},
		{"2026-03-07", false, "周末", "weekend"},
		{"2026-03-09", true, "工作日", "working day"},
		{"2026-10-10", true, "国庆节（调休上班）", "National Day (make-up working day)"},
		{"2015-09-03", false, "抗战胜利70周年纪念日（法定节假日）", "70th Anniversary of Victory (public holiday)"},
		{"2003-10-01", true, "工作日", "working day"}, // before the table
		{"2004-01-17", true, "春节（调休上班）", "Spring Festival (make-up working day)"},
		{"2020-01-31", false, "春节（法定节假日）", "Spring Festival (public holiday)"}, // extended in 2020
		{"1969-12-27", false, "周末", "weekend"},
	} {
		working, why := cal.Working(day(v.date))
		if working != v.working || why.String() != v.zh || why.English() != v.en {
			t.Errorf("%s: %v %s / %s, want %v %s / %s", v.date, working, why, why.English(), v.working, v.zh, v.en)
		}
	}
}

func TestKnown(t *testing.T) {
	cal := calendar.Public()
	years := cal.Years()
	if len(years) != 23 || years[0] != 2004 || years[22] != 2026 {
		t.Fatalf("years %v", years)
	}
	for _, y := range []int{-1, 1989, 2003, 2027, 2200, 99999} {
		if cal.Known(y) {
			t.Errorf("%d is known", y)
		}
	}
	for date, want := range map[string]bool{"2026-12-19": true, "2026-12-20": false, "2026-12-31": false,
		"2025-12-31": true, "2027-01-01": false, "2003-12-31": false, "2004-01-01": true} {
		if cal.Certain(day(date)) != want {
			t.Errorf("Certain(%s) is not %v", date, want)
		}
	}
	empty, err := calendar.ImportJSON(strings.NewReader(`{"year":2027,"papers":[],"days":[]}`))
	if err != nil || cal.With(empty).Known(2027) {
		t.Errorf("a list without days makes 2027 known (%v)", err)
	}
	full := cal.With(year2027(t))
	if !full.Known(2027) || !full.Certain(day("2026-12-31")) || full.Certain(day("2027-12-25")) {
		t.Error("2027 imported and not known")
	}
	if ok, why := full.Working(day("2026-12-27")); !ok || why.Status != calendar.MakeUp {
		t.Error("the next year's notice does not reach back into December")
	}
	if cal.Known(2027) {
		t.Error("With changed its receiver")
	}
}

// year2027 is an invented notice.
func year2027(t testing.TB) calendar.Layer {
	l, err := calendar.ImportCSV(strings.NewReader("日期,名称,安排\n2026-12-27,元旦,班\n2027-01-01,元旦,休\n" +
		"# 注释\n\n2027-02-08，春节，休\r\n2027-10-01,国庆节,休\n\"2027-10-09\",\"国庆节\",\"班\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLayers(t *testing.T) {
	base := calendar.Public()
	shut, err := calendar.CloseDays("系统升级", day("2026-11-23"), day("2026-11-28"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(shut)
	if err != nil {
		t.Fatal(err)
	}
	var back calendar.Layer
	if err := json.Unmarshal(b, &back); err != nil || !cmp.Equal(shut, back) {
		t.Fatalf("JSON changes a layer: %v %s", err, cmp.Diff(shut, back))
	}
	open := calendar.Layer{Kind: calendar.Closure, Name: "更正", Days: []calendar.Entry{
		{Date: day("2026-11-25"), Name: "更正"}, {Date: day("2026-11-28"), Name: "加班"},
		{Date: day("2300-01-01"), Name: "ignored", Off: true}}}
	cal := base.With(back, open)
	for date, want := range map[string]string{"2026-11-23": "系统升级（临时闭馆）", "2026-11-25": "工作日",
		"2026-11-28": "加班（调休上班）", "2026-11-29": "周末", "2026-10-01": "国庆节（法定节假日）"} {
		if _, why := cal.Working(day(date)); why.String() != want {
			t.Errorf("%s: %s, want %s", date, why, want)
		}
	}
	if got := cal.NextWorking(day("2026-11-20")); got != day("2026-11-25") {
		t.Errorf("next working day %s", got)
	}
	if got := cal.PrevWorking(day("2026-11-25")); got != day("2026-11-20") {
		t.Errorf("previous working day %s", got)
	}
	if len(cal.Years()) != 23 {
		t.Error("a closure makes a year known or unknown")
	}
	if base.With() != base {
		t.Error("no layer, another calendar")
	}
	if ok, _ := new(calendar.Calendar).With(shut).Working(day("2026-11-24")); ok {
		t.Error("a layer over the empty calendar is lost")
	}
}

func TestLayerCheck(t *testing.T) {
	ok := calendar.Entry{Date: day("2026-11-23"), Name: "闭馆", Off: true}
	for name, l := range map[string]calendar.Layer{
		"kind":      {Kind: "x", Days: []calendar.Entry{ok}},
		"twice":     {Kind: calendar.Closure, Days: []calendar.Entry{ok, ok}},
		"no name":   {Kind: calendar.Closure, Days: []calendar.Entry{{Date: ok.Date}}},
		"long name": {Kind: calendar.Closure, Days: []calendar.Entry{{Date: ok.Date, Name: strings.Repeat("闭", 41)}}},
		"year":      {Kind: calendar.Notice, Days: []calendar.Entry{{Date: day("2201-01-01"), Name: "元旦"}}},
		"many":      {Kind: calendar.Notice, Days: make([]calendar.Entry, 3001)},
	} {
		if l.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := calendar.CloseDays("x", day("2026-11-24"), day("2026-11-23")); err == nil {
		t.Error("a closure that ends before it begins is accepted")
	}
	if _, err := calendar.CloseDays("x", day("2026-11-24"), day("2126-11-23")); err == nil {
		t.Error("a closure of a century is accepted")
	}
}

func TestBetweenAgreesWithWalking(t *testing.T) {
	shut, _ := calendar.CloseDays("闭馆", day("2030-05-01"), day("2030-05-20"))
	cals := []*calendar.Calendar{calendar.Public(), new(calendar.Calendar), calendar.Public().With(shut)}
	rapid.Check(t, func(t *rapid.T) {
		cal := rapid.SampledFrom(cals).Draw(t, "calendar")
		from := calendar.Day(rapid.IntRange(-2000, 26000).Draw(t, "from"))
		to := from + calendar.Day(rapid.IntRange(0, 900).Draw(t, "length"))
		n := 0
		for d := from + 1; d <= to; d++ {
			if ok, _ := cal.Working(d); ok {
				n++
			}
		}
		if got := cal.WorkingDaysBetween(from, to); got != n {
			t.Fatalf("%d working days between %s and %s, walking finds %d", got, from, to, n)
		}
		if got := cal.WorkingDaysBetween(to, from); got != -n {
			t.Fatalf("backwards %d, want %d", got, -n)
		}
	})
}

func TestWeekdayAgreesWithTime(t *testing.T) {
	for d := calendar.Day(-1000); d < 40000; d++ {
		if want := time.Unix(int64(d)*86400, 0).UTC().Weekday(); d.Weekday() != want {
			t.Fatalf("%d: %s, want %s", d, d.Weekday(), want)
		}
	}
}

func TestDayOf(t *testing.T) {
	for at, want := range map[string]string{"2026-11-22T15:59:59Z": "2026-11-22", "2026-11-22T16:00:00Z": "2026-11-23",
		"1960-01-01T15:59:59Z": "1960-01-01", "1960-01-01T16:00:00Z": "1960-01-02"} {
		tm, _ := time.Parse(time.RFC3339, at)
		if got := calendar.DayOf(tm); got.String() != want {
			t.Errorf("%s falls on %s, want %s", at, got, want)
		}
	}
	d := day("2026-11-23")
	if d.End().Format(time.RFC3339) != "2026-11-24T00:00:00+08:00" || calendar.DayOf(d.Begin()) != d ||
		d.Chinese() != "2026年11月23日" {
		t.Error("begin, end or Chinese form is wrong")
	}
}

// The two public tables, read here in their own formats, give the same answer as the
// embedded table for every day of every year they know.
func TestEmbeddedTableAgainstSources(t *testing.T) {
	dir := sharedata.Dir(t, "holidays-cn")
	var other struct{ Holidays, Workdays map[string]string }
	readJSON(t, filepath.Join(dir, "chinese-days", "chinese-days.json"), &other)
	files, _ := filepath.Glob(filepath.Join(dir, "holiday-cn", "20*.json"))
	layers := new(calendar.Calendar)
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		l, err := calendar.ImportJSON(r)
		r.Close()
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		layers = layers.With(l)
	}
	cal := calendar.Public()
	for d := day("2004-01-01"); d <= day("2026-12-31"); d++ {
		got, _ := cal.Working(d)
		_, off := other.Holidays[d.String()]
		_, on := other.Workdays[d.String()]
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if want := on || !off && !weekend; got != want {
			t.Errorf("%s: working %v, chinese-days %v", d, got, want)
		}
		if want, _ := layers.Working(d); d.Year() >= 2007 && got != want {
			t.Errorf("%s: working %v, holiday-cn %v", d, got, want)
		}
	}
	if got, want := layers.Years(), cal.Years()[3:]; !slices.Equal(got, want) {
		t.Errorf("imported files know %v, want %v", got, want)
	}
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkWorking(b *testing.B) {
	cal, d := calendar.Public(), day("2026-01-01")
	for i := range b.N {
		cal.Working(d + calendar.Day(i%365))
	}
}

func BenchmarkBetween(b *testing.B) {
	cal, d := calendar.Public(), day("2016-01-01")
	for i := range b.N {
		cal.WorkingDaysBetween(d, d+calendar.Day(i%3650))
	}
}
