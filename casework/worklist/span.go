package worklist

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A span is the period that a figure is about: a month, a quarter or a year.
type span struct {
	months int // 1, 3 or 12
	from   calendar.Day
}

var spanCode = regexp.MustCompile(`^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$`)

// spanOf reads the period in the address as code writes it; the present month where there is none.
func spanOf(code string, today calendar.Day) (span, error) {
	if code == "" {
		return span{1, today}.at(today), nil
	}
	m := spanCode.FindStringSubmatch(code)
	if m == nil || m[1] < "1985" {
		return span{}, fault.New(fault.Invalid, "worklist.period", "统计期间应写作 2026-11（月）、2026-Q4（季）或 2026（年），请从页面上选择").At("period")
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	quarter, _ := strconv.Atoi(m[3])
	switch {
	case month > 0:
		return span{1, calendar.Date(year, time.Month(month), 1)}, nil
	case quarter > 0:
		return span{3, calendar.Date(year, time.Month(3*quarter-2), 1)}, nil
	default:
		return span{12, calendar.Date(year, 1, 1)}, nil
	}
}

// at returns the period of the same length that contains the day.
func (s span) at(day calendar.Day) span {
	y, m, _ := day.Civil()
	first := (int(m)-1)/s.months*s.months + 1
	return span{s.months, calendar.Date(y, time.Month(first), 1)}
}

// add returns the period n periods later.
func (s span) add(n int) span {
	y, m, _ := s.from.Civil()
	// A month beyond December is carried over into the next year.
	return span{s.months, calendar.Date(y, m+time.Month(n*s.months), 1)}
}

// period returns its days.
func (s span) period() casework.Period { return casework.Period{From: s.from, To: s.add(1).from - 1} }

// code is how it stands in an address: 2026-11, 2026-Q4, 2026.
func (s span) code() string {
	y, m, _ := s.from.Civil()
	switch s.months {
	case 1:
		return fmt.Sprintf("%d-%02d", y, int(m))
	case 3:
		return fmt.Sprintf("%d-Q%d", y, (int(m)+2)/3)
	default:
		return strconv.Itoa(y)
	}
}

// title is how it is said: 2026 年 11 月.
func (s span) title(c *web.Ctx) string {
	y, m, _ := s.from.Civil()
	switch s.months {
	case 1:
		return c.T(fmt.Sprintf("%d 年 %d 月", y, int(m)), fmt.Sprintf("%s %d", m, y))
	case 3:
		return c.T(fmt.Sprintf("%d 年第 %d 季度", y, (int(m)+2)/3), fmt.Sprintf("quarter %d of %d", (int(m)+2)/3, y))
	default:
		return c.T(fmt.Sprintf("%d 年", y), strconv.Itoa(y))
	}
}
