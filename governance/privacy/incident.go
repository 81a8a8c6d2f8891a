package privacy

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// Notice is an incident as it was noticed.
type Notice struct {
	Known string   `json:"known" label:"发现时间（年-月-日 时:分）" en:"Known since (YYYY-MM-DD hh:mm)" required:"true" max:"16" help:"北京时间；报告时限自此起算" helpen:"Time of China; the hours are counted from here"`
	Kinds []string `json:"kinds" label:"涉及的个人信息" en:"Data concerned" required:"true" options:"contact=姓名与联系方式=Names and contacts,identity=证件号码=Numbers of identity papers,account=账号与口令=Accounts and passwords,unpublished=未公开申请中的个人信息=Personal data in unpublished applications,other=其他=Other"`
	What  string   `json:"what" label:"经过" en:"What happened" widget:"textarea" required:"true" max:"2000" help:"何时、何处、如何发现；不要写泄露的内容本身" helpen:"When, where and how it was found; not what leaked"`
}

// Assess says how grave an incident is and to whom it is reported.
type Assess struct {
	Kinds    []string `json:"kinds" label:"涉及的个人信息" en:"Data concerned" required:"true" options:"contact=姓名与联系方式=Names and contacts,identity=证件号码=Numbers of identity papers,account=账号与口令=Accounts and passwords,unpublished=未公开申请中的个人信息=Personal data in unpublished applications,other=其他=Other"`
	Persons  int      `json:"persons" label:"涉及的人数（约）" en:"Persons concerned (about)" required:"true" min:"0" max:"1000000000"`
	Cause    string   `json:"cause" label:"原因" en:"Cause" widget:"textarea" required:"true" max:"2000"`
	Harm     string   `json:"harm" label:"可能造成的危害" en:"Harm that it may do" widget:"textarea" required:"true" max:"2000"`
	Measures string   `json:"measures" label:"已采取的补救措施" en:"Remedies taken" widget:"textarea" required:"true" max:"2000"`
	Advice   string   `json:"advice" label:"个人可以采取的减轻危害的措施" en:"What the persons can do" widget:"textarea" required:"true" max:"2000"`
	Reports  []string `json:"reports" label:"应当报告的对象" en:"To be reported to" options:"*" help:"不适用的取消勾选，并在下面写明理由" helpen:"Leave out what does not apply, and say why below"`
	Why      string   `json:"why" label:"不报告其余对象的理由" en:"Why not to the others" max:"1000"`
}

// Send records that an incident was reported.
type Send struct {
	To   string `json:"to" label:"报告对象" en:"Reported to" widget:"select" required:"true" options:"*"`
	At   string `json:"at" label:"报告时间（年-月-日 时:分）" en:"At (YYYY-MM-DD hh:mm)" required:"true" max:"16"`
	How  string `json:"how" label:"方式与回执" en:"How, and the receipt" required:"true" max:"300" help:"例如：电话，接报人李某；系统回执号" helpen:"Such as: by phone, taken by Mr Li; number of the receipt"`
	More string `json:"more" label:"报告内容的补充" en:"What was added" widget:"textarea" max:"2000"`
}

// Inform records how the persons were told, or why they need not be.
type Inform struct {
	Told bool         `json:"told" label:"已经告知个人" en:"The persons were told" help:"采取措施能够有效避免危害的，可以不告知；不勾选并写明理由" helpen:"May be left out where the measures avert all harm; leave it unticked and say why"`
	Day  calendar.Day `json:"day" label:"日期" en:"On" widget:"date" required:"true"`
	How  string       `json:"how" label:"告知的方式与范围，或者不告知的理由" en:"How and to whom, or why not" widget:"textarea" required:"true" max:"2000"`
}

// Close says how an incident ended.
type Close struct {
	Result  string `json:"result" label:"处置结果" en:"Result" widget:"textarea" required:"true" max:"2000"`
	Lessons string `json:"lessons" label:"整改与防范" en:"What is changed" widget:"textarea" required:"true" max:"2000"`
}

// Dismiss says why there was no incident.
type Dismiss struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000"`
}

// Late names the report whose time has passed.
type Late struct {
	Ord string `json:"ord" label:"报告" en:"Report" required:"true" max:"3"`
}

// minutes is how a time is written: an hour is counted to the minute.
const minutes = "2006-01-02 15:04"

// parse reads a time of China.
func parse(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(minutes, strings.TrimSpace(s), calendar.Shanghai())
	return t, err == nil
}

// written is a time of China as the forms read it; none is empty.
func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai()).Format(minutes)
}

// moment reads a time that must not lie in the future.
func moment(s, field string, now time.Time) (time.Time, error) {
	t, ok := parse(s)
	if !ok {
		return t, fault.New(fault.Invalid, "incident.time", "时间 %q 无法识别，请写作 2026-11-27 21:40", s).At(field)
	}
	if t.After(now) {
		return t, fault.New(fault.Invalid, "incident.future", "时间 %s 还没有到，请核对", written(t)).At(field)
	}
	return t, nil
}

// noticed opens an incident. The hours run from when it was known.
func (d *Desk) noticed(s *casework.Step, in *Notice) error {
	known, err := moment(in.Known, "known", s.Now)
	if err != nil {
		return err
	}
	lines, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("incident.reports"))
	if err != nil {
		return err
	}
	// The recipients are copied: what the center changes later does not change hours that are running.
	x := &Incident{Case: s.Case.ID, Center: s.Case.Center, Known: known, Kinds: in.Kinds, What: strings.TrimSpace(in.What)}
	for i, l := range strings.Split(strings.TrimSpace(lines), "\n") {
		if lines == "" {
			break // a center may have nobody to report to
		}
		to, hours, ok := strings.Cut(strings.TrimSpace(l), "=")
		n, err := strconv.Atoi(strings.TrimSpace(hours))
		if !ok || err != nil || n < 0 || n > 24*30 || to == "" {
			return fault.New(fault.Conflict, "incident.setting", "中心配置“安全事件向谁、在几小时内报告”的第 %d 行 %q 无法识别，请主任改为 对象=小时 后再登记", i+1, l)
		}
		x.Reports = append(x.Reports, Report{Ord: int64(i + 1), To: to, Hours: n, Due: known.Add(time.Duration(n) * time.Hour), Needed: true})
	}
	// The title is seen by who sees the case: it says when, and nothing of what.
	s.SetTitle(fmt.Sprintf("%s 发现的安全事件", written(known)))
	if err := s.Issue(); err != nil {
		return err
	}
	return d.putIncident(s, x)
}

// assess says what is known, and which reports are needed. It may be made again as more becomes known.
func (d *Desk) assess(s *casework.Step, in *Assess) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	for _, code := range in.Reports {
		if !slices.ContainsFunc(x.Reports, func(r Report) bool { return r.code() == code }) {
			return fault.New(fault.Invalid, "incident.recipient", "没有这个报告对象，请从列出的对象中选择").At("reports")
		}
	}
	// A report that was made stays recorded, even if it turns out not to have been needed.
	left := 0
	for i := range x.Reports {
		r := &x.Reports[i]
		if r.Needed = slices.Contains(in.Reports, r.code()); !r.Needed {
			left++
		}
	}
	if left > 0 && strings.TrimSpace(in.Why) == "" {
		return fault.New(fault.Invalid, "incident.why", "有 %d 个对象不报告，请写明理由", left).At("why")
	}
	x.Kinds, x.Persons, x.Cause, x.Harm, x.Measures, x.Advice, x.Why = in.Kinds, in.Persons, in.Cause, in.Harm, in.Measures, in.Advice, in.Why
	return d.putIncident(s, x)
}

// sent records a report, with the paper that was reported.
func (d *Desk) sent(s *casework.Step, in *Send) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	// The time of the report counts, not that of its entry: whoever phones first and writes later is in time.
	at, err := moment(in.At, "at", s.Now)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(x.Reports, func(r Report) bool { return r.code() == in.To })
	switch {
	case i < 0:
		return fault.New(fault.Invalid, "incident.recipient", "没有这个报告对象，请从列出的对象中选择").At("to")
	case at.Before(x.Known):
		return fault.New(fault.Invalid, "incident.before", "报告时间早于发现时间 %s，请核对", written(x.Known)).At("at")
	}
	r := &x.Reports[i]
	if r.Sent.IsZero() {
		r.Sent = at // what follows are further reports to the same
	}
	x.Log = append(x.Log, fmt.Sprintf("%s 报告%s：%s", written(at), r.To, in.How))
	if err := d.putIncident(s, x); err != nil {
		return err
	}
	return issue(s, reported(x, r.To, in.More))
}

// late notes in the history, once for each report, that its time has passed.
func (d *Desk) late(s *casework.Step, in *Late) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	for i := range x.Reports {
		if r := &x.Reports[i]; r.code() == in.Ord && r.Waits() && r.Due.Before(s.Now) && !r.Noted {
			r.Noted = true
			s.Note("what", r.To)
			return d.putIncident(s, x)
		}
	}
	return fault.New(fault.Conflict, "incident.in_time", "该项报告的时限未过，或者已经报告，请刷新页面核对")
}

// inform records how the persons were told, with the text that they were told.
func (d *Desk) inform(s *casework.Step, in *Inform) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	if in.Day > s.Today || in.Day < calendar.DayOf(x.Known) {
		return fault.New(fault.Invalid, "incident.day", "日期须在发现之日与今天之间，请核对").At("day")
	}
	// That the persons need not be told is a decision too, and closes the matter as telling them does.
	x.Informed, x.Told, x.Telling = in.Day, in.Told, in.How
	if err := d.putIncident(s, x); err != nil || !in.Told {
		return err
	}
	return issue(s, told(x))
}

// close ends an incident of which everything was reported and the persons know, or need not.
func (d *Desk) close(s *casework.Step, in *Close) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(x.Reports, Report.Waits); i >= 0 {
		return fault.New(fault.Conflict, "incident.unreported", "尚未登记向%s的报告，不能办结；不需要报告的，请重新研判并写明理由", x.Reports[i].To)
	}
	if x.Informed.IsZero() {
		return fault.New(fault.Conflict, "incident.untold", "尚未登记告知个人的情况，不能办结；可以不告知的，请在“告知个人”中写明理由")
	}
	x.Result, x.Lessons = in.Result, in.Lessons
	return d.putIncident(s, x)
}

// dismiss ends what was no incident.
func (d *Desk) dismiss(s *casework.Step, in *Dismiss) error {
	x, err := d.incident(s)
	if err != nil {
		return err
	}
	x.Result = in.Reason
	return d.putIncident(s, x)
}

// NoteLate notes the reports of a center whose time has passed, and returns how many there were.
func (d *Desk) NoteLate(ctx context.Context, center int64) (n int, err error) {
	defer fault.Wrap(&err, "note late reports")
	all, err := d.waiting(ctx, center)
	if err != nil {
		return 0, err
	}
	for _, x := range all {
		for _, r := range x.Reports {
			if !r.Waits() || r.Noted || !r.Due.Before(d.office.Now()) {
				continue
			}
			out, err := d.office.Move(ctx, casework.Request{Actor: casework.Robot(center), Case: x.Case, Move: "late", Input: &Late{Ord: r.code()}, Expected: x.Version})
			if fault.KindOf(err) == fault.Conflict {
				break // somebody has moved it on meanwhile: the next time
			}
			if err != nil {
				return n, err
			}
			x.Version, n = out.Case.Version, n+1
		}
	}
	return n, nil
}
