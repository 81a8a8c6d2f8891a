package term_test

import (
	"testing"

	"zhibao/law/calendar"
	"zhibao/law/term"
)

// The vectors of the domain papers: events, lengths and the days they end on.
func TestVectors(t *testing.T) {
	cal := calendar.Public()
	for _, v := range []struct {
		regime              term.Regime
		start, length       string
		nominal, due, extra string
	}{
		{term.Center, "2026-02-12", "5工作日", "2026-02-26", "2026-02-26", ""},
		{term.Center, "2026-02-10", "7工作日", "2026-02-26", "2026-02-26", ""},
		{term.Center, "2026-04-28", "10工作日", "2026-05-14", "2026-05-14", ""},
		{term.Center, "2026-09-24", "5工作日", "2026-10-09", "2026-10-09", ""},
		{term.Center, "2026-09-28", "10工作日", "2026-10-16", "2026-10-16", ""},
		{term.PatentLaw, "2026-01-31", "1个月", "2026-02-28", "2026-02-28", "working Saturday"},
		{term.PatentLaw, "2025-12-31", "2个月", "2026-02-28", "2026-02-28", "working Saturday"},
		{term.PatentLaw, "2026-08-31", "1个月", "2026-09-30", "2026-09-30", ""},
		{term.Center, "2026-02-05", "15日", "2026-02-20", "2026-02-24", "Spring Festival"},
		{term.Center, "2026-09-10", "15日", "2026-09-25", "2026-09-28", ""},
		{term.Center, "2026-09-18", "15日", "2026-10-03", "2026-10-08", ""},
		{term.Center, "2026-04-20", "15日", "2026-05-05", "2026-05-06", ""},
		{term.CivilProcedure, "2026-09-04", "30日", "2026-10-04", "2026-10-08", ""},
		{term.CenterFixed, "2026-02-05", "15日", "2026-02-20", "2026-02-20", "no rolling"},
		// Short terms that are working days, and the same number under other laws.
		{term.Penalty, "2026-02-10", "7日", "2026-02-26", "2026-02-26", "APL §85"},
		{term.Penalty, "2026-02-10", "10日", "2026-02-20", "2026-02-24", "10日 is not among them"},
		{term.Penalty, "2026-03-02", "4日", "2026-03-06", "2026-03-06", "4日 neither"},
		{term.Coercion, "2026-04-28", "10日", "2026-05-14", "2026-05-14", "催告, ACL §69"},
		{term.Coercion, "2026-04-28", "11日", "2026-05-09", "2026-05-09", "working Saturday"},
		{term.Coercion, "2026-03-02", "30日", "2026-04-01", "2026-04-01", ""},
		{term.Review, "2026-04-28", "10日", "2026-05-14", "2026-05-14", "ARL §88"},
		{term.Review, "2026-04-28", "2日", "2026-04-30", "2026-04-30", "2日 is not among them"},
		{term.CivilProcedure, "2026-02-10", "7日", "2026-02-17", "2026-02-24", ""},
		{term.ECommerce, "2026-09-10", "15日", "2026-09-25", "2026-09-28", "EC §43"},
		// Month ends and leap years.
		{term.PatentLaw, "2024-01-31", "1个月", "2024-02-29", "2024-02-29", ""},
		{term.PatentLaw, "2023-01-31", "1个月", "2023-02-28", "2023-02-28", ""},
		{term.PatentLaw, "2024-02-29", "1年", "2025-02-28", "2025-02-28", ""},
		{term.PatentLaw, "2024-02-29", "12个月", "2025-02-28", "2025-02-28", ""},
		{term.PatentLaw, "2022-11-30", "3个月", "2023-02-28", "2023-02-28", ""},
		{term.PatentLaw, "2023-02-28", "1个月", "2023-03-28", "2023-03-28", "28th, not month end"},
		{term.PatentLaw, "2023-08-21", "3年", "2026-08-21", "2026-08-21", ""},
		{term.PatentLaw, "2026-07-01", "3个月", "2026-10-01", "2026-10-08", ""},
		// The day itself.
		{term.Center, "2026-11-23", "0日", "2026-11-23", "2026-11-23", ""},
		{term.Center, "2026-11-22", "0日", "2026-11-22", "2026-11-23", "a Sunday"},
		{term.Center, "2026-11-22", "0工作日", "2026-11-23", "2026-11-23", "a Sunday"},
	} {
		r := term.Compute(cal, term.Input{Start: calendar.MustDay(v.start),
			Length: term.MustLength(v.length), Regime: v.regime})
		if r.Nominal.String() != v.nominal || r.Due.String() != v.due || r.Provisional || r.Suspended {
			t.Errorf("%s %s+%s (%s): nominal %s due %s provisional %v suspended %v, want %s, %s", v.regime,
				v.start, v.length, v.extra, r.Nominal, r.Due, r.Provisional, r.Suspended, v.nominal, v.due)
		}
		if got := term.Recount(r.Rows); got != r.Due {
			t.Errorf("%s %s+%s: rows lead to %s, not %s", v.regime, v.start, v.length, got, r.Due)
		}
	}
}
