package form

import (
	"regexp"
	"strconv"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

var dayFormat = regexp.MustCompile(`^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$`)

// ParseDay reads a day as forms and people write it: 2026-01-05, 2026.1.5, 2026年1月5日, 20260105.
// ok is false for a day that does not exist.
func ParseDay(s string) (d calendar.Day, ok bool) {
	m := dayFormat.FindStringSubmatch(Fold(s))
	if m == nil {
		return 0, false
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2] + m[4])
	day, _ := strconv.Atoi(m[3] + m[5])
	d = calendar.Date(year, time.Month(month), day)
	y, mo, da := d.Civil()
	return d, year >= 1900 && y == year && int(mo) == month && da == day
}

// Planned returns the day on which the application will be filed as far as is known: the day
// that the center plans, or else the day of the check.
func Planned(p *check.Pass) calendar.Day {
	if s := p.Facts.Settings; s != nil && s.PlannedFiling > p.On {
		return s.PlannedFiling
	}
	return p.On
}

// PriorityEnd returns the last day on which priority of an application filed on start can be
// claimed, after so many months under the patent law.
func PriorityEnd(start calendar.Day, months int) term.Result {
	return term.Compute(calendar.Public(), term.Input{Start: start, Length: term.Months(months), Regime: term.PatentLaw})
}
