package worklist_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// answered makes letters that were answered after so many working days, by one of two people.
func (w *world) answered(t *testing.T, days ...int) (out []*casework.Case) {
	t.Helper()
	for i, n := range days {
		day := calendar.MustDay("2026-03-02")
		w.clock.At = day.Begin().Add(10*time.Hour + time.Duration(i)*time.Minute)
		to := 31 + i%2
		k := w.do(t, 20, w.do(t, 10, nil, "write", &letter{}), "enter", &give{To: strconv.Itoa(to)})
		for range n {
			day = calendar.Public().NextWorking(day)
		}
		w.clock.At = day.Begin().Add(11*time.Hour + time.Duration(i)*time.Minute)
		out = append(out, w.do(t, int64(to), k, "end", &letter{}))
	}
	w.clock.SetDay(calendar.MustDay("2026-03-31"))
	return out
}

// TestTermsKept: a clock has a measure although nobody declared one; late is what was met after the due
// day, and the time that it took goes on beyond the term.
func TestTermsKept(t *testing.T) {
	w := newWorld(t)
	w.answered(t, 1, 3, 5, 5, 9) // of five working days
	p := w.site(t, 40).Get("/figures/terms?period=2026-03")
	p.Check()
	row := ""
	for _, tr := range webtest.All(p.Root, "tr") {
		if strings.Contains(webtest.Text(tr), "答复期限") {
			row = strings.Join(strings.Fields(webtest.Text(tr)), " ")
		}
	}
	if !strings.HasPrefix(strings.ReplaceAll(row, " ", ""), "来信：答复期限5480%59") {
		t.Errorf("five met, four kept, the median five, p90 nine: %q", row)
	}
	if p := w.site(t, 40).Get("/figures/terms?period=2026-02"); strings.Contains(p.Body, "答复期限") {
		t.Error("a month in which none was met has one")
	}
}

// TestBreakdown: the groups of a figure add up to it, and each number opens to as many cases.
func TestBreakdown(t *testing.T) {
	w := newWorld(t)
	w.answered(t, 1, 3, 5, 7, 9)
	s := w.site(t, 40)
	for by, groups := range map[string]int{"kind": 1, "handler": 2, "state": 1} {
		p := s.Get("/figures/term.letter.reply?period=2026-03&by=" + by)
		p.Check()
		links, sum := 0, 0
		for _, a := range webtest.All(p.Root, "a") {
			href := webtest.Attr(a, "href")
			if !strings.HasPrefix(href, "/figures/cases?") || !strings.Contains(href, "by="+by) {
				continue
			}
			links++
			n, _ := strconv.Atoi(webtest.Text(a))
			list := s.Get(href)
			list.Check()
			list.Contains("共 " + strconv.Itoa(n) + " 件")
			if strings.Contains(href, "part=below") {
				sum += n
			}
		}
		if sum != 5 || links < groups {
			t.Errorf("%s: %d cases behind %d numbers", by, sum, links)
		}
	}
	w.site(t, 40).Get("/figures/term.letter.reply?period=2026-03&by=nothing&lang=en").Contains("By kind", "Median", "P90")
}

// TestSpread: quantiles are of the numbers of the cases, and a part of a figure is taken as the whole was.
func TestSpread(t *testing.T) {
	each := map[int64]float64{1: 1, 2: 2, 3: 3, 4: 10}
	odd := func(id int64) bool { return id%2 == 1 }
	for name, c := range map[string]struct {
		f           casework.Figure
		whole, part float64
	}{"mean": {casework.Mean(each), 4, 2}, "median": {casework.Median(each), 2.5, 2}, "count": {casework.Count([]int64{1, 2, 3}), 3, 2},
		"ratio": {casework.Ratio([]int64{1, 2}, []int64{1, 2, 3, 4}).Spread(each), 50, 50}} {
		if got := c.f.Only(odd); c.f.Value != c.whole || got.Value != c.part {
			t.Errorf("%s: %v, of the odd ones %v", name, c.f.Value, got.Value)
		}
	}
	f := casework.Median(each)
	for share, want := range map[float64]float64{0.25: 1, 0.5: 2, 0.75: 3, 0.9: 10, 1: 10} {
		if got, known := f.At(share); got != want || !known {
			t.Errorf("%v: %v", share, got)
		}
	}
	if _, known := casework.Count([]int64{1}).At(0.9); known {
		t.Error("a count is spread over nothing")
	}
}
