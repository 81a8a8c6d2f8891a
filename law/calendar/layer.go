package calendar

import (
	"slices"
	"time"
)

// Kind says what a layer of days is.
type Kind string

// The kinds of layers.
const (
	Notice  Kind = "notice"  // 节假日安排: holidays and make-up working days of a notice
	Closure Kind = "closure" // 临时闭馆: days on which an office is closed, or a system was down
)

// A Layer is a set of days laid over a calendar. It is plain data: a center stores it as JSON
// and applies it with Calendar.With.
type Layer struct {
	Kind   Kind     `json:"kind"`
	Name   string   `json:"name"`             // 2027年节假日安排
	Source []string `json:"source,omitempty"` // addresses or numbers of the notices
	Days   []Entry  `json:"days"`
}

// An Entry is one listed day.
type Entry struct {
	Date Day    `json:"date"`
	Name string `json:"name"` // 春节; for a closure the reason shown to users
	Off  bool   `json:"off"`  // no work on that day; false: work on it (班)
}

// CloseDays returns a layer that closes every day from the first to the last.
func CloseDays(name string, first, last Day) (Layer, error) {
	l := Layer{Kind: Closure, Name: name}
	if last < first || last-first >= maxEntries {
		return l, Wrong("闭馆日期应自 %s 起、不早于该日止，且不超过 %d 天", "a closure beginning on %s cannot end before that day, nor last more than %d days", first, maxEntries)
	}
	for d := first; d <= last; d++ {
		l.Days = append(l.Days, Entry{Date: d, Name: name, Off: true})
	}
	return l, l.Check()
}

// Check reports the first thing that makes the layer unusable: an unknown kind, too many
// days, a day outside 1990–2199, a day that is listed twice, or a name that is missing.
func (l Layer) Check() error {
	if l.Kind != Notice && l.Kind != Closure {
		return Wrong("日历层的类型 %q 无法识别，应为 notice 或 closure", "the kind %q is unknown; it is notice or closure", l.Kind)
	}
	if len(l.Days) > maxEntries {
		return Wrong("日历层共 %d 天，最多 %d 天，请分次导入", "there are %d days and at most %d can be imported at a time", len(l.Days), maxEntries)
	}
	seen := make(map[Day]bool, len(l.Days))
	for i, e := range l.Days {
		if err := e.check(); err != nil {
			return within("第 %d 天：", "day %d: ", i+1, err)
		}
		if seen[e.Date] {
			return Wrong("第 %d 天：%s 重复列出，请只保留一条", "day %d: %s is listed twice; keep one", i+1, e.Date)
		}
		seen[e.Date] = true
	}
	return nil
}

func (e Entry) check() error {
	switch year := e.Date.Year(); {
	case year < firstYear || year > lastYear:
		return Wrong("日期 %s 不在 %d–%d 年之间，请核对年份", "%s is not between %d and %d; check the year", e.Date, firstYear, lastYear)
	case e.Name == "":
		return Wrong("%s 缺少名称，请写明节日或事由", "%s has no name; write the holiday or the reason", e.Date)
	case len(e.Name) > maxName:
		return Wrong("%s 的名称过长，请缩短至 %d 个汉字以内", "the name of %s is too long; %d Chinese characters are the most", e.Date, maxName/3)
	}
	return nil
}

// With returns a calendar with the layers laid over c, later ones over earlier ones. Days
// that Layer.Check would refuse for their date are ignored.
func (c *Calendar) With(layers ...Layer) *Calendar {
	first, last := c.span(layers)
	if len(layers) == 0 || last < first {
		return c
	}
	out := &Calendar{base: first, codes: make([]uint16, last-first+1),
		names: slices.Clone(c.names), known: c.known}
	if len(c.codes) > 0 {
		copy(out.codes[c.base-first:], c.codes)
	}
	for _, l := range layers {
		out.apply(l)
	}
	out.sum()
	return out
}

// span returns the first and the last day that c or a layer lists.
func (c *Calendar) span(layers []Layer) (first, last Day) {
	first, last = Date(lastYear, time.December, 31), Date(firstYear, time.January, 1)
	if len(c.codes) > 0 {
		first, last = c.base, c.base+Day(len(c.codes)-1)
	}
	for _, l := range layers {
		for _, e := range l.Days {
			if inRange(e.Date) {
				first, last = min(first, e.Date), max(last, e.Date)
			}
		}
	}
	return first, last
}

func inRange(d Day) bool {
	year := d.Year()
	return year >= firstYear && year <= lastYear
}

func (c *Calendar) apply(l Layer) {
	for _, e := range l.Days {
		if !inRange(e.Date) {
			continue
		}
		status := MakeUp
		if e.Off && l.Kind == Closure {
			status = Closed
		} else if e.Off {
			status = Holiday
		}
		c.codes[e.Date-c.base] = uint16(status) | c.name(e.Name)<<3
	}
	if l.Kind != Notice {
		return
	}
	for i := range c.known {
		year := firstYear + i
		if c.listsHoliday(Date(year, time.January, 1)) && c.listsHoliday(Date(year, time.October, 1)) {
			c.known[i] = true
		}
	}
}

func (c *Calendar) listsHoliday(d Day) bool { return Status(c.code(d)&7) == Holiday }

// name returns the index of s in the table of names. A table that is full, which no real
// calendar comes near, gives the last name.
func (c *Calendar) name(s string) uint16 {
	i := slices.Index(c.names, s)
	if i < 0 {
		if len(c.names) == 1<<13 {
			return 1<<13 - 1
		}
		i = len(c.names)
		c.names = append(c.names, s)
	}
	return uint16(i)
}

// sum fills shift, from which WorkingDaysBetween counts without a loop.
func (c *Calendar) sum() {
	c.shift = make([]int32, len(c.codes))
	var n int32
	for i := range c.codes {
		d := c.base + Day(i)
		if work, _ := c.Working(d); work && isWeekend(d) {
			n++
		} else if !work && !isWeekend(d) {
			n--
		}
		c.shift[i] = n
	}
}
