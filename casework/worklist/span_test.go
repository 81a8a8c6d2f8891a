package worklist

import (
	"testing"

	"zhibao/law/calendar"
)

// TestSpans: periods follow each other without a gap, contain their days and are read as they are
// written; anything else is refused.
func TestSpans(t *testing.T) {
	today := calendar.MustDay("2026-11-28")
	for code, want := range map[string][2]string{"": {"2026-11-01", "2026-11-30"}, "2026-11": {"2026-11-01", "2026-11-30"}, "2024-02": {"2024-02-01", "2024-02-29"},
		"2026-Q4": {"2026-10-01", "2026-12-31"}, "2026-Q1": {"2026-01-01", "2026-03-31"}, "2026": {"2026-01-01", "2026-12-31"}} {
		s, err := spanOf(code, today)
		if err != nil || s.period().From.String() != want[0] || s.period().To.String() != want[1] {
			t.Errorf("%q: %v %v, %v", code, s.period().From, s.period().To, err)
		}
		if code != "" && s.code() != code {
			t.Errorf("%q is written %q", code, s.code())
		}
		for n := -30; n <= 30; n++ {
			if x := s.add(n); x.period().To+1 != s.add(n+1).from || x.at(x.period().To) != x {
				t.Errorf("%q + %d: %v", code, n, x.period())
			}
		}
	}
	for _, bad := range []string{"2026-13", "2026-00", "2026-Q5", "26", "2026-1", "0001", "x", "2026-11-01"} {
		if _, err := spanOf(bad, today); err == nil {
			t.Errorf("%q is a period", bad)
		}
	}
}
