package literature

import (
	"strings"
	"time"

	"zhibao/law/calendar"
)

// months are the names by which exports write a month.
const months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"

// Day reads a day as offices and exports write it: 20141224, 2014-12-24, 2014/12/24, 24.12.2014,
// 24/12/2014, 24/12/14, 2014年12月24日, Dec 24, 2014, and 20141200 where the day is not known, which
// counts as the first of the month. No day where it is none; nothing is guessed of a bare year.
func Day(s string) calendar.Day {
	s = strings.TrimSpace(s)
	if at := strings.IndexAny(s, "T "); at >= 8 && strings.Count(s[:at], "-") == 2 {
		s = s[:at] // a time follows
	}
	n, width := [3]int{}, [3]int{}
	part, named := 0, 0
	upper := strings.ToUpper(s)
	for i := 0; i < len(upper); i++ {
		c := upper[i]
		switch {
		case c >= '0' && c <= '9':
			if part > 2 || width[part] > 7 {
				return 0
			}
			n[part], width[part] = n[part]*10+int(c-'0'), width[part]+1
		case c >= 'A' && c <= 'Z':
			if named == 0 && i+3 <= len(upper) {
				if at := strings.Index(months, upper[i:i+3]); at >= 0 && at%3 == 0 {
					named = at/3 + 1
				}
			}
			if part < 3 && width[part] > 0 {
				part++
			}
		default:
			if part < 3 && width[part] > 0 {
				part++
			}
		}
	}
	switch {
	case width[0] == 8 && width[1] == 0:
		return civil(n[0]/10000, n[0]/100%100, n[0]%100)
	case named > 0 && width[0] == 4:
		return civil(n[0], named, n[1])
	case named > 0 && width[1] >= 2:
		return civil(century(n[1], width[1]), named, n[0])
	case width[0] == 4:
		return civil(n[0], n[1], n[2])
	case width[2] == 4 || width[2] == 2:
		if n[1] > 12 {
			n[0], n[1] = n[1], n[0] // month first, as in the United States, where it cannot be otherwise
		}
		return civil(century(n[2], width[2]), n[1], n[0])
	}
	return 0
}

// century completes a year of two digits; patents that are on line in exports begin in the forties.
func century(year, width int) int {
	switch {
	case width != 2:
		return year
	case year < 40:
		return 2000 + year
	}
	return 1900 + year
}

// civil is a day that exists; a day 0 is the first of its month.
func civil(y, m, d int) calendar.Day {
	if d == 0 && m > 0 {
		d = 1
	}
	if y < 1700 || y > 2200 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0
	}
	day := calendar.Date(y, time.Month(m), d)
	if _, back, _ := day.Civil(); int(back) != m {
		return 0
	}
	return day
}
