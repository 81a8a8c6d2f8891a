package outage

import (
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// A Window is from when to when filing was not possible, in the time of China.
type Window struct {
	Since string `json:"since" label:"开始（年-月-日 时:分）" en:"From (YYYY-MM-DD hh:mm)" required:"true" max:"19" help:"北京时间，例如 2026-11-27 21:40" helpen:"Time of China, such as 2026-11-27 21:40"`
	Until string `json:"until" label:"结束（年-月-日 时:分）" en:"Until (YYYY-MM-DD hh:mm)" required:"true" max:"19"`
}

// layouts are how a time may be written.
var layouts = [...]string{"2006-01-02 15:04:05", "2006-01-02 15:04"}

// parse reads a time of China.
func parse(s string) (time.Time, bool) {
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l, strings.TrimSpace(s), calendar.Shanghai()); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// written is a time as the forms read it.
func written(t time.Time) string { return t.In(calendar.Shanghai()).Format(layouts[0]) }

// between is a time from one moment to another, as written: the day once where it is the same, and no seconds
// where there are none.
func between(since, until string) string {
	if strings.HasSuffix(since, ":00") && strings.HasSuffix(until, ":00") {
		since, until = strings.TrimSuffix(since, ":00"), strings.TrimSuffix(until, ":00")
	}
	if day, _, _ := strings.Cut(since, " "); strings.HasPrefix(until, day+" ") {
		return since + "—" + strings.TrimPrefix(until, day+" ")
	}
	return since + " — " + until
}

// times reads the window; now bounds it.
func (w Window) times(now time.Time) (since, until time.Time, err error) {
	since, ok := parse(w.Since)
	if !ok {
		return since, until, fault.New(fault.Invalid, "outage.since", "开始时间 %q 无法识别，请写作 2026-11-27 21:40", w.Since).At("since")
	}
	if until, ok = parse(w.Until); !ok {
		return since, until, fault.New(fault.Invalid, "outage.until", "恢复时间 %q 无法识别，请写作 2026-11-27 23:10", w.Until).At("until")
	}
	if !since.Before(until) || until.After(now) {
		return since, until, fault.New(fault.Invalid, "outage.order", "恢复时间须晚于开始时间、不晚于现在，请核对").At("until")
	}
	return since, until, nil
}

// Note is an outage that the program noticed by itself.
type Note struct {
	Source string `json:"source" label:"来源" en:"Source" required:"true" max:"20"`
	Window
	Signer string `json:"signer" label:"探测公钥指纹" en:"Key of the prober" max:"40"`
}

// Report is an outage that a person noticed.
type Report struct {
	Window
	Cause string `json:"cause" label:"情况与原因" en:"What happened, and why" widget:"textarea" required:"true" max:"1000"`
}

// Explain is the cause of an outage.
type Explain struct {
	Cause string `json:"cause" label:"原因" en:"Cause" widget:"textarea" required:"true" max:"1000"`
}

// Verify is what was found out.
type Verify struct {
	Window
	Cause string `json:"cause" label:"核实的原因" en:"Cause as verified" widget:"textarea" required:"true" max:"1000"`
}

// Dismiss is why there was no outage.
type Dismiss struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000" help:"例如：仅测量本身中断，当时有受理记录可查" helpen:"For example: only the measuring stopped, filings were taken meanwhile"`
}

// Extend is which terms are moved, and by what right.
type Extend struct {
	Clocks []string `json:"clocks" label:"顺延的期限" en:"Terms to move" widget:"checkboxes" options:"*" required:"true" help:"中断当日届满、仍未完成的期限；顺延至系统可用的下一个工作日" helpen:"Terms that ended on a day of the outage and are not met; they move to the next working day on which the center worked"`
	Basis  string   `json:"basis" label:"顺延的依据" en:"Basis" widget:"textarea" required:"true" max:"500" help:"系统中断是否顺延法定期限由法律规定，不由系统决定；请写明法律条款或者本中心规定" helpen:"Whether an outage moves a term of the law is for the law to say: name its article, or the rule of the center"`
}

// Keep is why no term is moved.
type Keep struct {
	Reason string `json:"reason" label:"不予顺延的理由" en:"Reason" widget:"textarea" required:"true" max:"1000"`
}

// Plain has nothing to fill in.
type Plain struct{}
