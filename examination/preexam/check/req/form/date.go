package form

import (
	"regexp"
	"strconv"
	"time"

	"zhibao/law/calendar"
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
