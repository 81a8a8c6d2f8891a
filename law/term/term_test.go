package term_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

var update = flag.Bool("update", false, "write the golden files")

var day = calendar.MustDay

// explained are the cases whose explanations are kept as text in both languages.
var explained = []term.Input{
	{Start: day("2026-02-10"), Length: term.WorkingDays(7), Regime: term.Center},
	{Start: day("2026-02-10"), Length: term.WorkingDays(7), Regime: term.Center, Pauses: []term.Pause{
		{From: day("2026-02-12"), To: day("2026-03-03"), Reason: "等待申请人补正"}}},
	{Start: day("2026-09-10"), Length: term.CalendarDays(15), Regime: term.CivilProcedure},
	{Start: day("2026-08-24"), Length: term.Months(1), Regime: term.PatentLaw, Pauses: []term.Pause{
		{From: day("2026-09-20"), To: day("2026-09-26"), Reason: "检验鉴定"}},
		Extend: []term.Extension{{By: term.CalendarDays(3), Reason: "案情复杂"}}},
	{Start: day("2026-09-24"), Length: term.CalendarDays(1), Regime: term.Center, Pauses: []term.Pause{
		{From: day("2026-09-27"), To: day("2026-09-30"), Reason: "系统故障"}}},
	{Start: day("2026-11-20"), Length: term.WorkingDays(5), Regime: term.Center, Pauses: []term.Pause{
		{From: day("2026-11-25"), Reason: "权属纠纷"}}},
	{Start: day("2026-12-28"), Length: term.CalendarDays(5), Regime: term.Center},
}

func TestExplanations(t *testing.T) {
	var out strings.Builder
	for _, in := range explained {
		r := term.Compute(calendar.Public(), in)
		out.WriteString("== " + in.Start.String() + " + " + in.Length.String() + " / " + in.Length.English() +
			", " + in.Regime.Spec().Title + "\n")
		for _, row := range r.Rows {
			out.WriteString(row.String() + " | " + row.English() + "\n")
		}
		if r.Suspended {
			out.WriteString("suspended\n")
		}
		if r.Provisional {
			out.WriteString("provisional\n")
		}
	}
	const file = "testdata/explanations.txt"
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || out.String() != string(want) {
		t.Errorf("explanations differ from %s (%v):\n%s", file, err, out.String())
	}
}

// Whatever single row is taken out, doubled or moved by a day, the rows no longer lead to
// the due day, so an explanation cannot be wrong unnoticed.
func TestRecountFindsTampering(t *testing.T) {
	for _, in := range explained {
		r := term.Compute(calendar.Public(), in)
		if r.Suspended {
			continue
		}
		for i := range r.Rows {
			if r.Rows[i].Kind == term.Extended {
				continue // says why, moves nothing
			}
			for name, rows := range map[string][]term.Row{
				"removed": append(append([]term.Row{}, r.Rows[:i]...), r.Rows[i+1:]...),
				"doubled": append(append([]term.Row{}, r.Rows[:i+1]...), r.Rows[i:]...),
				"moved":   moved(r.Rows, i),
			} {
				if got := term.Recount(rows); got == r.Due {
					t.Errorf("%s + %s: row %d %s, still %s", in.Start, in.Length, i, name, got)
				}
			}
		}
	}
	if term.Recount(nil) != 0 {
		t.Error("no rows lead to a day")
	}
}

func moved(rows []term.Row, i int) []term.Row {
	out := append([]term.Row{}, rows...)
	out[i].Day++
	return out
}

func TestExtensions(t *testing.T) {
	for _, v := range []struct{ start, length, by, due string }{
		{"2026-03-31", "3个月", "1个月", "2026-07-31"}, // four months, not three and then one
		{"2026-01-31", "1个月", "15日", "2026-03-16"}, // 28 Feb + 15 is Sunday 15 March
		{"2026-03-02", "5工作日", "5工作日", "2026-03-16"},
		{"2026-03-02", "5日", "1个月", "2026-04-07"},
		{"2025-01-31", "1年", "1个月", "2026-02-28"},
	} {
		r := term.Compute(calendar.Public(), term.Input{Start: day(v.start), Length: term.MustLength(v.length),
			Regime: term.PatentLaw, Extend: []term.Extension{{By: term.MustLength(v.by), Reason: "延长"}}})
		if r.Due != day(v.due) {
			t.Errorf("%s + %s + %s: %s, want %s", v.start, v.length, v.by, r.Due, v.due)
		}
	}
}

func TestUnusableInput(t *testing.T) {
	for _, in := range []term.Input{
		{Length: term.WorkingDays(5)}, {Start: day("2026-11-23")}, {Start: day("2026-11-23"), Length: term.WorkingDays(-1)},
		{Start: day("2026-11-23"), Length: term.Months(1201)}, {Start: day("2026-11-23"), Length: term.Length{N: 1, Unit: "w"}},
		{Start: day("2026-11-23"), Length: term.WorkingDays(1), Extend: []term.Extension{{By: term.Years(101)}}},
	} {
		if r := term.Compute(calendar.Public(), in); !r.Due.IsZero() || len(r.Rows) != 0 || !r.Deadline().IsZero() || r.Reached(80) != 0 {
			t.Errorf("%+v gives %+v", in, r)
		}
	}
}

func TestRemainingAndReached(t *testing.T) {
	cal := calendar.Public()
	r := term.Compute(cal, term.Input{Start: day("2026-02-10"), Length: term.WorkingDays(7), Regime: term.Center})
	for today, want := range map[string]int{"2026-02-10": 7, "2026-02-14": 3, "2026-02-20": 3, "2026-02-26": 0,
		"2026-02-27": -1, "2026-02-28": -2, "2026-03-01": -2, "2026-03-02": -3} {
		if got := term.Remaining(cal, day(today), r.Due); got != want {
			t.Errorf("on %s %d remain, want %d", today, got, want)
		}
		if used, total := r.Used(day(today)); total != 7 || want >= 0 && used != 7-want {
			t.Errorf("on %s %d of %d used", today, used, total)
		}
	}
	if got := r.Reached(80); got != day("2026-02-25") { // 6 of 7
		t.Errorf("80 %% on %s", got)
	}
	month := term.Compute(cal, term.Input{Start: day("2026-06-01"), Length: term.Months(1), Regime: term.PatentLaw,
		Pauses: []term.Pause{{From: day("2026-06-11"), To: day("2026-06-20")}}})
	for today, want := range map[string]int{"2026-06-10": 9, "2026-06-20": 9, "2026-06-21": 10, "2026-07-01": 20,
		"2026-07-11": 30, "2026-08-01": 30} {
		if used, total := month.Used(day(today)); used != want || total != 30 {
			t.Errorf("on %s %d of %d used, want %d", today, used, total, want)
		}
	}
	open := term.Compute(cal, explained[5])
	if _, total := open.Used(day("2026-12-01")); total != 5 {
		t.Errorf("suspended: total %d", total)
	}
	if open.Reached(80) != 0 || open.Reached(40) != day("2026-11-24") {
		t.Errorf("suspended: 80 %% on %s, 40 %% on %s", open.Reached(80), open.Reached(40))
	}
}

func TestBeforeAndMailed(t *testing.T) {
	cal := calendar.Public()
	for _, v := range []struct{ event, length, want string }{
		{"2026-03-04", "7工作日", "2026-02-24"}, // the 28th is a working Saturday
		{"2026-11-26", "3工作日", "2026-11-23"},
		{"2026-11-26", "3日", "2026-11-23"},
		{"2026-03-31", "1个月", "2026-02-28"},
		{"2024-02-29", "1年", "2023-02-28"},
	} {
		if got := term.Before(cal, day(v.event), term.MustLength(v.length)); got != day(v.want) {
			t.Errorf("%s before %s: %s, want %s", v.length, v.event, got, v.want)
		}
	}
	if got := term.Mailed(day("2026-11-23")); got != day("2026-12-08") {
		t.Errorf("mailed: %s", got)
	}
}

func TestRegimes(t *testing.T) {
	for _, s := range term.Regimes() {
		if s.Title == "" || s.English == "" || len(s.Basis) == 0 || !s.Regime.Valid() || s.Regime.Spec().Title != s.Title {
			t.Errorf("%s is not complete", s.Regime)
		}
		if center := s.Regime == term.Center || s.Regime == term.CenterFixed; center != (s.Level == rule.Center) {
			t.Errorf("%s has level %s", s.Regime, s.Level)
		}
	}
	if term.Regime("x").Valid() || term.Regime("x").Spec().Regime != term.Center {
		t.Error("an unknown regime is valid")
	}
}

func TestParseLength(t *testing.T) {
	for in, want := range map[string]string{"7工作日": "7工作日", "7 个工作日": "7工作日", "７ wd": "7工作日", "15日": "15日", "15 天": "15日",
		"十五日": "15日", "三十个工作日": "30工作日", "两个月": "2个月", "一年": "1年", "九十九日": "99日", "1个月": "1个月", "1月": "1个月",
		"3 Years": "3年", "10自然日": "10日", "0日": "0日", "十日": "10日", "零日": "0日", "7workingdays": "7工作日"} {
		l, err := term.ParseLength(in)
		if err != nil || l.String() != want {
			t.Errorf("%q: %s %v, want %s", in, l, err, want)
		}
	}
	for _, in := range []string{"", "日", "7", "7周", "-1日", "1.5日", "36601日", "99999999999999999999日", "十十日", "十一一日", "一二日", "7工作", "二两日"} {
		if l, err := term.ParseLength(in); err == nil {
			t.Errorf("%q is read as %s", in, l)
		}
	}
	if term.WorkingDays(1).English() != "1 working day" || term.Months(2).English() != "2 months" || (term.Length{}).String() != "" {
		t.Error("English or empty form")
	}
}

func FuzzParseLength(f *testing.F) {
	f.Add("7工作日")
	f.Add("三十个月")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := term.ParseLength(s)
		if err != nil {
			return
		}
		back, err := term.ParseLength(l.String())
		if err != nil || back != l {
			t.Fatalf("%q: %s reads back as %s, %v", s, l, back, err)
		}
		r := term.Compute(calendar.Public(), term.Input{Start: day("2026-11-23"), Length: l, Regime: term.PatentLaw})
		if r.Due < r.Nominal || term.Recount(r.Rows) != r.Due {
			t.Fatalf("%s: %+v", l, r)
		}
	})
}

func BenchmarkCompute(b *testing.B) {
	for _, in := range []term.Input{explained[0], explained[1], explained[2], explained[3],
		{Start: day("2023-08-21"), Length: term.Years(3), Regime: term.PatentLaw}} {
		b.Run(in.Length.String(), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				term.Compute(calendar.Public(), in)
			}
		})
	}
}
