package svg

import (
	"fmt"
	"html/template"
	"strings"
)

// A Deadline is the state of one clock in the unit of the frame (日, 个工作日).
type Deadline struct {
	Used   int     // counted so far
	Total  int     // allowed
	Paused int     // stopped and not counted, told in words
	Warn   float64 // share of the total at which it becomes urgent; 0.8 when zero
	Due    string  // the due moment in words: 2026-11-27（五）24:00
}

// DeadlineBar draws how much of a time limit is used, the warning line and, beyond the end,
// what is overdue (期限条). The words below say the same, so the bar may be overlooked.
func DeadlineBar(f Frame, c Deadline) template.HTML {
	if c.Warn <= 0 || c.Warn > 1 {
		c.Warn = 0.8
	}
	c.Total, c.Used, c.Paused = max(c.Total, 1), max(c.Used, 0), max(c.Paused, 0)
	words := f.deadlineWords(c)
	desc := f.Desc
	if desc == "" {
		desc = strings.Join(words, f.say("；", "; "))
	}
	var b strings.Builder
	w, _ := f.size(400, 0)
	id := f.id(fmt.Sprint("deadline", c))
	f.open(&b, id, desc, w, 26+18*len(words))
	// An overdue clock is scaled to what was used, so that the overdue part is seen in proportion.
	scale := float64(w-2) / float64(max(c.Total, c.Used))
	paint := primary
	if float64(c.Used) >= c.Warn*float64(c.Total) {
		paint = amber
	}
	end := 1 + float64(c.Total)*scale
	fmt.Fprintf(&b, `<rect x="1" y="8" width="%d" height="12" fill="#e8ecf1" stroke="%s"/>`, w-2, axis)
	fmt.Fprintf(&b, `<rect x="1" y="8" width="%s" height="12" fill="%s"/>`, num(float64(min(c.Used, c.Total))*scale), paint)
	if c.Used > c.Total {
		fmt.Fprintf(&b, `<defs><pattern id="%s-o" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fef1f0"/><path d="M0 6L6 0" stroke="%s" stroke-width="2"/></pattern></defs>`, id, red)
		fmt.Fprintf(&b, `<rect x="%s" y="8" width="%s" height="12" fill="url(#%s-o)" stroke="%s"/>`, num(end), num(float64(c.Used-c.Total)*scale), id, red)
	}
	// The warning line is dashed, the end solid, both across the bar: they are told apart in print.
	warn := 1 + c.Warn*float64(c.Total)*scale
	fmt.Fprintf(&b, `<path d="M%s 3v22" stroke="%s" stroke-width="2" stroke-dasharray="3 2"><title>%s</title></path>`, num(warn), ink, esc(fmt.Sprintf(f.say("预警线 %s%%", "Warning at %s%%"), num(c.Warn*100))))
	fmt.Fprintf(&b, `<path d="M%s 3v22" stroke="%s" stroke-width="2"/>`, num(end), ink)
	for i, text := range words {
		fmt.Fprintf(&b, `<text x="1" y="%d" fill="%s">%s</text>`, 40+18*i, muted, esc(text))
	}
	return done(&b)
}

// deadlineWords says in one or two lines what the bar shows.
func (f Frame) deadlineWords(c Deadline) []string {
	unit := f.Unit
	if unit == "" {
		unit = f.say("日", "days")
	}
	out := fmt.Sprintf(f.say("已用 %d / %d %s", "%d of %d %s used"), c.Used, c.Total, unit)
	switch rest := c.Total - c.Used; {
	case rest > 0:
		out += fmt.Sprintf(f.say("，剩 %d %s", ", %d %s left"), rest, unit)
	case rest == 0:
		out += f.say("，今日到期", ", due today")
	default:
		out += fmt.Sprintf(f.say("，超期 %d %s", ", overdue by %d %s"), -rest, unit)
	}
	lines := []string{out}
	rest := ""
	if c.Due != "" {
		rest = f.say("期限 ", "Due ") + c.Due
	}
	if c.Paused > 0 {
		if rest != "" {
			rest += f.say("，", "; ")
		}
		rest += fmt.Sprintf(f.say("已中止 %d 日不计入", "suspended for %d days, not counted"), c.Paused)
	}
	if rest != "" {
		lines = append(lines, rest)
	}
	return lines
}
