package term

import (
	"fmt"
	"sort"

	"zhibao/law/calendar"
)

// RowKind says what a row of an explanation does.
type RowKind string

// The kinds of rows. Those that move the count forward say to which day.
const (
	Started  RowKind = "started"  // Day is the day of the event and not counted
	Extended RowKind = "extended" // the rows from here on include an extension By
	Counted  RowKind = "counted"  // Day is the N-th day of its unit
	Skipped  RowKind = "skipped"  // Day is no working day
	Paused   RowKind = "paused"   // Day to To are not counted; no To: the clock still stands
	Stepped  RowKind = "stepped"  // from Day by months to To
	Lost     RowKind = "lost"     // Day to To, inside the months, were paused: N days are owed
	MadeUp   RowKind = "made-up"  // Day to To make up for N owed days
	Rolled   RowKind = "rolled"   // the end cannot be on Day to To and moves to the day after
	Ended    RowKind = "ended"    // Day is the due day
)

// A Row is one line of the table 为何是这一天.
type Row struct {
	Kind RowKind         `json:"kind"`
	Day  calendar.Day    `json:"day"`
	To   calendar.Day    `json:"to,omitzero"`
	N    int             `json:"n,omitempty"`
	By   Length          `json:"by,omitzero"`
	Why  calendar.Reason `json:"why,omitzero"`
	Note string          `json:"note,omitempty"` // reason of the pause or extension
}

// String returns the row in Chinese, for example 2026-02-17 春节（法定节假日），不计.
func (r Row) String() string {
	switch r.Kind {
	case Started:
		return fmt.Sprintf("%s 起算日，当日不计", r.Day)
	case Extended:
		return fmt.Sprintf("%s 起延长 %s%s", r.Day, r.By, note(r.Note, "（", "）"))
	case Counted:
		if r.Why.Status == calendar.MakeUp {
			return fmt.Sprintf("%s %s，计第 %d 日", r.Day, r.Why, r.N)
		}
		return fmt.Sprintf("%s 计第 %d 日", r.Day, r.N)
	case Skipped:
		return fmt.Sprintf("%s %s，不计", r.Day, r.Why)
	case Paused:
		if r.To.IsZero() {
			return fmt.Sprintf("%s 起中止，尚未恢复%s", r.Day, note(r.Note, "：", ""))
		}
		return fmt.Sprintf("%s 中止，扣除 %d 日%s", span(r, "至"), r.N, note(r.Note, "：", ""))
	case Stepped:
		return fmt.Sprintf("%s 起 %s，至 %s", r.Day, r.By, r.To)
	case Lost:
		return fmt.Sprintf("%s 中止，应补 %d 日%s", span(r, "至"), r.N, note(r.Note, "：", ""))
	case MadeUp:
		return fmt.Sprintf("%s 补计中止的 %d 日", span(r, "至"), r.N)
	case Rolled:
		if r.Note != "" || r.To > r.Day {
			return fmt.Sprintf("%s 中止，届满日顺延%s", span(r, "至"), note(r.Note, "：", ""))
		}
		return fmt.Sprintf("%s %s，届满日顺延", r.Day, r.Why)
	case Ended:
		return fmt.Sprintf("%s 24:00 届满", r.Day)
	}
	return r.Day.String()
}

// English returns the row in English.
func (r Row) English() string {
	switch r.Kind {
	case Started:
		return fmt.Sprintf("%s day of the event, not counted", r.Day)
	case Extended:
		return fmt.Sprintf("%s extended by %s%s", r.Day, r.By.English(), note(r.Note, " (", ")"))
	case Counted:
		if r.Why.Status == calendar.MakeUp {
			return fmt.Sprintf("%s %s, day %d", r.Day, r.Why.English(), r.N)
		}
		return fmt.Sprintf("%s day %d", r.Day, r.N)
	case Skipped:
		return fmt.Sprintf("%s %s, not counted", r.Day, r.Why.English())
	case Paused:
		if r.To.IsZero() {
			return fmt.Sprintf("%s suspended and not resumed%s", r.Day, note(r.Note, ": ", ""))
		}
		return fmt.Sprintf("%s suspended, %d days not counted%s", span(r, " to "), r.N, note(r.Note, ": ", ""))
	case Stepped:
		return fmt.Sprintf("%s plus %s: %s", r.Day, r.By.English(), r.To)
	case Lost:
		return fmt.Sprintf("%s suspended, %d days to make up%s", span(r, " to "), r.N, note(r.Note, ": ", ""))
	case MadeUp:
		return fmt.Sprintf("%s make up for %d suspended days", span(r, " to "), r.N)
	case Rolled:
		if r.Note != "" || r.To > r.Day {
			return fmt.Sprintf("%s suspended, the end moves on%s", span(r, " to "), note(r.Note, ": ", ""))
		}
		return fmt.Sprintf("%s %s, the end moves on", r.Day, r.Why.English())
	case Ended:
		return fmt.Sprintf("%s 24:00 end", r.Day)
	}
	return r.Day.String()
}

func note(s, before, after string) string {
	if s == "" {
		return ""
	}
	return before + s + after
}

func span(r Row, to string) string {
	if r.To <= r.Day {
		return r.Day.String()
	}
	return r.Day.String() + to + r.To.String()
}

// Recount follows the rows alone, without calendar or regime, and returns the due day they
// lead to. It returns no day if they leave one out, count wrongly or do not end.
func Recount(rows []Row) calendar.Day {
	if len(rows) < 2 || rows[0].Kind != Started {
		return 0
	}
	c := recount{day: rows[0].Day}
	for _, r := range rows[1 : len(rows)-1] {
		if !c.follow(r) {
			return 0
		}
	}
	if end := rows[len(rows)-1]; end.Kind != Ended || end.Day != c.day || c.owed != 0 {
		return 0
	}
	return c.day
}

// recount is the state of a Recount: the day reached, the number counted and the days owed.
type recount struct {
	day     calendar.Day
	n, owed int
	stepped calendar.Day // where the last step of months began
}

// follow takes one row and reports whether it follows from those before.
func (c *recount) follow(r Row) bool {
	days := int(r.To-r.Day) + 1
	switch r.Kind {
	case Extended:
		return r.Day == c.day
	case Counted:
		// The count begins at one again where an extension is in another unit.
		if r.Day != c.day+1 || r.N != c.n+1 && r.N != 1 {
			return false
		}
		c.day, c.n = r.Day, r.N
	case Skipped:
		if r.Day != c.day+1 {
			return false
		}
		c.day = r.Day
	case Paused:
		if r.Day != c.day+1 || days < 1 || r.N > days {
			return false
		}
		c.day = r.To
	case Stepped:
		if r.Day != c.day || r.To != addMonths(r.Day, r.By.N) {
			return false
		}
		c.day, c.stepped = r.To, r.Day
	case Lost:
		if r.Day <= c.stepped || r.To > c.day || r.N != days {
			return false
		}
		c.owed += r.N
	case MadeUp:
		if r.Day != c.day+1 || r.N != days || r.N > c.owed {
			return false
		}
		c.day, c.owed = r.To, c.owed-r.N
	case Rolled:
		if r.Day != c.day || days < 1 {
			return false
		}
		c.day = r.To + 1
	default:
		return false
	}
	return true
}

// Used returns how much of the term is used up at the end of the day, and its total, both
// in the unit counted, or in days for a term in months or years. After the end both are equal.
func (r Result) Used(today calendar.Day) (used, total int) {
	for _, row := range r.Rows {
		switch row.Kind {
		case Counted:
			used += upTo(today, row.Day, row.Day)
		case Stepped:
			used += upTo(today, row.Day+1, row.To)
		case Lost:
			used -= upTo(today, row.Day, row.To)
		case MadeUp:
			used += upTo(today, row.Day, row.To)
		}
	}
	return used, r.Total
}

// Reached returns the first day at whose end the given percentage of the term is used up, for
// warnings such as 80 %. A suspended term that never gets so far has no such day.
func (r Result) Reached(percent int) calendar.Day {
	if len(r.Rows) == 0 {
		return 0
	}
	last := r.Due
	if r.Suspended {
		last = r.Rows[len(r.Rows)-1].Day
	}
	start := r.Rows[0].Day // the day of the event
	n := sort.Search(int(last-start)+1, func(i int) bool {
		used, total := r.Used(start + calendar.Day(i))
		return used*100 >= percent*total
	})
	if start+calendar.Day(n) > last {
		return 0
	}
	return start + calendar.Day(n)
}

// upTo counts the days from from to to that are not after today.
func upTo(today, from, to calendar.Day) int { return max(0, int(min(today, to)-from)+1) }
