package calendar

import (
	_ "embed"
	"strings"
	"sync"
	"time"
)

// The years for which a calendar keeps days. Days of a layer outside of them are ignored.
const (
	firstYear = 1990
	lastYear  = 2199
)

// noticeReach is the day of December from which the notice for the following year may still
// change a day. The earliest such change since 2004 is 29 December; a week is added.
const noticeReach = 20

// A Calendar answers for every day whether it is a working day. It never changes; With gives
// another one. The zero Calendar knows weekends only, and no year as published.
type Calendar struct {
	base  Day      // first day of codes and shift
	codes []uint16 // a status in the low three bits, above it an index into names; 0 is unlisted
	shift []int32  // working days up to and including a day, less its weekdays from Monday to Friday
	names []string
	known [lastYear - firstYear + 1]bool
}

//go:embed public.csv
var publicTable string

var public = sync.OnceValue(func() *Calendar {
	layer, err := ImportCSV(strings.NewReader(publicTable))
	if err != nil {
		panic("calendar: embedded table: " + err.Error())
	}
	return new(Calendar).With(layer)
})

// Public returns the calendar of the State Council's published notices, 2004 to 2026.
func Public() *Calendar { return public() }

// Status says why a day is, or is not, a working day.
type Status uint8

// The statuses of a day.
const (
	Workday Status = iota // 工作日: Monday to Friday, not listed
	Weekend               // 周末: Saturday or Sunday, not listed
	Holiday               // 法定节假日 and the days off in lieu around it
	MakeUp                // 调休上班: a Saturday or Sunday on which work is done
	Closed                // 临时闭馆: an announced closure of a center or an office
)

// A Reason is the status of a day with the name of the holiday or closure behind it.
type Reason struct {
	Status Status `json:"status"`
	Name   string `json:"name,omitempty"` // 春节; empty for plain workdays and weekends
}

// String returns the reason as the screens show it, for example 春节（法定节假日）.
func (r Reason) String() string {
	title := [...]string{"工作日", "周末", "法定节假日", "调休上班", "临时闭馆"}[min(r.Status, Closed)]
	if r.Name == "" {
		return title
	}
	return r.Name + "（" + title + "）"
}

// English returns the reason in English, for example "Spring Festival (public holiday)".
func (r Reason) English() string {
	title := [...]string{"working day", "weekend", "public holiday", "make-up working day",
		"announced closure"}[min(r.Status, Closed)]
	if r.Name == "" {
		return title
	}
	return englishName(r.Name) + " (" + title + ")"
}

// englishName translates the names of the public table and keeps others.
func englishName(s string) string {
	switch s {
	case "元旦":
		return "New Year's Day"
	case "春节":
		return "Spring Festival"
	case "清明节":
		return "Qingming Festival"
	case "劳动节":
		return "Labour Day"
	case "端午节":
		return "Dragon Boat Festival"
	case "中秋节":
		return "Mid-Autumn Festival"
	case "国庆节":
		return "National Day"
	case "国庆节、中秋节":
		return "National Day and Mid-Autumn Festival"
	case "抗战胜利70周年纪念日":
		return "70th Anniversary of Victory"
	}
	return s
}

// Working reports whether d is a working day, and why.
func (c *Calendar) Working(d Day) (working bool, why Reason) {
	weekend := isWeekend(d)
	code := c.code(d)
	switch Status(code & 7) {
	case Holiday, Closed:
		return false, Reason{Status(code & 7), c.names[code>>3]}
	case MakeUp:
		if weekend {
			return true, Reason{MakeUp, c.names[code>>3]}
		}
		return true, Reason{}
	}
	if weekend {
		return false, Reason{Status: Weekend}
	}
	return true, Reason{}
}

func (c *Calendar) code(d Day) uint16 {
	if i := int(d) - int(c.base); i >= 0 && i < len(c.codes) {
		return c.codes[i]
	}
	return 0
}

// Known reports whether the year's notice is published: a layer of holidays lists both its
// 1 January and its 1 October as days off. A year with an empty list is not known.
func (c *Calendar) Known(year int) bool {
	return year >= firstYear && year <= lastYear && c.known[year-firstYear]
}

// Certain reports whether the answer for d is final. It is not in a year that is not Known,
// nor in the last days of December while the next year's notice, which may still make them
// holidays or working days, is awaited.
func (c *Calendar) Certain(d Day) bool {
	year, month, day := d.Civil()
	return c.Known(year) && (month != time.December || day < noticeReach || c.Known(year+1))
}

// Years returns the known years in order.
func (c *Calendar) Years() []int {
	var out []int
	for i, known := range c.known {
		if known {
			out = append(out, firstYear+i)
		}
	}
	return out
}

// NextWorking returns the first working day after d.
func (c *Calendar) NextWorking(d Day) Day {
	for {
		d++
		if ok, _ := c.Working(d); ok {
			return d
		}
	}
}

// PrevWorking returns the last working day before d.
func (c *Calendar) PrevWorking(d Day) Day {
	for {
		d--
		if ok, _ := c.Working(d); ok {
			return d
		}
	}
}

// WorkingDaysBetween counts the working days after from, up to and including to. Where to is
// the earlier day the count is negative: the working days after to, up to and including from.
func (c *Calendar) WorkingDaysBetween(from, to Day) int {
	return c.workingUpTo(to) - c.workingUpTo(from)
}

// workingUpTo counts working days from Monday 1969-12-29 on; only differences mean something.
func (c *Calendar) workingUpTo(d Day) int {
	n := weekdaysUpTo(d)
	if i := min(int(d)-int(c.base), len(c.shift)-1); i >= 0 {
		n += int(c.shift[i])
	}
	return n
}

// weekdaysUpTo counts Mondays to Fridays from Monday 1969-12-29 up to and including d.
func weekdaysUpTo(d Day) int {
	x := int(d) + 3
	week, day := x/7, x%7
	if day < 0 {
		week, day = week-1, day+7
	}
	return week*5 + min(day+1, 5)
}

func isWeekend(d Day) bool {
	wd := d.Weekday()
	return wd == time.Saturday || wd == time.Sunday
}
