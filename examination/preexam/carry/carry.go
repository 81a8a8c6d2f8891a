// Package carry (在办案件转入) is what a case of another system must say to go on here: the form of
// one case, the columns of a list of them, and the checks that need no case yet. What a state of
// the procedure needs is told to it as a Station.
package carry

import (
	"context"
	"strings"

	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// Input enters a case that another system began, in the state in which it stands there.
type Input struct {
	Old      string       `json:"old" label:"原案号" en:"Old number" section:"案件=Case" required:"true" max:"60" help:"原系统中的案号；按它查重，同一案号只转入一次" helpen:"The number in the other system; each is brought in once"`
	Entity   string       `json:"entity" label:"申请主体统一社会信用代码" en:"Credit code of the applicant" required:"true" widget:"uscc" rule:"uscc"`
	Agency   string       `json:"agency" label:"代理机构统一社会信用代码" en:"Credit code of the agency" widget:"uscc" rule:"uscc" help:"自行提交的不填" helpen:"Empty where nobody acts for the applicant"`
	Kind     string       `json:"kind" label:"申请类型" en:"Kind" widget:"radio" required:"true" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	Title    string       `json:"title" label:"发明名称" en:"Title" max:"200" secret:"true" help:"可不填，补传申请文件后由文件带出" helpen:"May be empty; the papers tell it later"`
	Class    string       `json:"class" label:"主分类号" en:"Main class" max:"20" help:"IPC 小类或洛迦诺类" helpen:"IPC subclass or Locarno class"`
	State    string       `json:"state" label:"当前状态" en:"State" widget:"select" required:"true" options:"accepted=待分案=Awaiting assignment,assigned=待预审=Assigned,examining=预审中=Under examination,waiting=待补正=Awaiting correction,passed=预审合格待正式提交=Passed; to be filed,marking=待报送=To be marked,marked=快速审查中=In the fast lane,answering=待答复审查意见=Office action to be answered"`
	Received calendar.Day `json:"received" label:"提交日" en:"Submitted on" section:"日期=Days" widget:"date" required:"true"`
	Accepted calendar.Day `json:"accepted" label:"受理日" en:"Accepted on" widget:"date" required:"true"`
	Notified calendar.Day `json:"notified" label:"补正通知日" en:"Notified on" widget:"date" help:"待补正的必填" helpen:"Needed while a correction is awaited"`
	Answered calendar.Day `json:"answered" label:"补正答复日" en:"Answered on" widget:"date" help:"预审中且发过补正通知的必填" helpen:"Needed under examination after a correction"`
	Passed   calendar.Day `json:"passed" label:"合格日" en:"Passed on" widget:"date" help:"合格及以后的必填" helpen:"Needed from the pass on"`
	Reported calendar.Day `json:"reported" label:"申请号上报日" en:"Number reported on" widget:"date" help:"待报送的必填" helpen:"Needed while the mark is awaited"`
	Marked   calendar.Day `json:"marked" label:"报送日" en:"Marked on" widget:"date" help:"快速审查中的必填" helpen:"Needed in the fast lane"`
	Action   calendar.Day `json:"action" label:"审查意见日" en:"Office action of" widget:"date" help:"待答复审查意见的必填" helpen:"Needed while an office action is to be answered"`
	Extended string       `json:"extended" label:"已准予的延期" en:"Extension granted" max:"20" help:"现行期限在原系统中已延长的，写作“3工作日”“10日”" helpen:"Of the running term, for example 3工作日 (working days)"`
	Examiner string       `json:"examiner" label:"预审员" en:"Examiner" section:"承办=Staff" max:"60" help:"本系统中的登录名或姓名；待分案的不填" helpen:"Login or name in this system; empty while assignment is awaited"`
	Second   string       `json:"second" label:"复核员" en:"Second reader" max:"60" help:"登录名或姓名，不能与预审员相同" helpen:"Login or name; not the examiner"`
	Rounds   int          `json:"rounds" label:"已发补正通知次数" en:"Corrections so far" min:"0" max:"20"`
	Number   string       `json:"number" label:"申请号" en:"Application number" section:"正式提交=Filing" max:"30" help:"待报送及以后的必填" helpen:"Needed once filed"`
	Filed    calendar.Day `json:"filed" label:"申请日" en:"Filing date" widget:"date"`
	Paid     calendar.Day `json:"paid" label:"缴费日" en:"Fees paid on" widget:"date"`
	Batch    string       `json:"batch" label:"报送批次" en:"Batch" max:"40"`
	Row      int          `json:"row" label:"来源行" en:"Row" min:"0" max:"1000000" help:"原表中的行号，记入案件历史" helpen:"Row of the list it came from; kept in the history"`
}

// A Station is a state in which a case can be brought in, and what has to be known of a case there.
type Station struct {
	Code, Title string
	Worked      bool     // an examiner and a second reader have it
	Days        []string // fields of the days that are needed, beside submission and acceptance
	Filed       bool     // it has an application number
	Noticed     bool     // at least one correction notice was issued
	Clock       string   // that runs there, empty for none
	From        string   // field of the day from which it runs
	After       string   // clock that runs there instead once corrections were answered
}

// A Person is one of the staff who may be named.
type Person struct {
	Account     int64
	Login, Name string
}

// Named returns the account of the person with the login or the name, 0 for no name. Title is that
// of the role in which the people work.
func Named(people []Person, title, name, field string) (int64, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return 0, nil
	}
	var found []int64
	for _, p := range people {
		if strings.EqualFold(p.Login, name) {
			return p.Account, nil
		}
		if p.Name == name {
			found = append(found, p.Account)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, fault.New(fault.Conflict, "preexam.carry_staff", "本中心没有名为“%s”的%s，请核对姓名或登录名及其角色", name, title).At(field)
	}
	return 0, fault.New(fault.Conflict, "preexam.carry_staff", "有 %d 名%s叫“%s”，请改填登录名", len(found), title, name).At(field)
}

// Staffed checks that whoever has to work on the case is named, and nobody twice.
func (in *Input) Staffed(s Station, handler, second int64) error {
	switch {
	case !s.Worked && len(s.Days) == 0 && handler != 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "%s的案件不填预审员；已分案的请将状态改为“待预审”", s.Title).At("examiner")
	case s.Worked && handler == 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "请填写预审员；尚未分案的请将状态改为“待分案”").At("examiner")
	case s.Worked && second == 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "请填写复核员；尚未指定的请将状态改为“待分案”，由负责人分案").At("second")
	case handler != 0 && handler == second:
		return fault.New(fault.Invalid, "preexam.carry_staff", "复核员不能与预审员为同一人").At("second")
	}
	return nil
}

// Registered returns the party with the code, which must be or have been registered.
func Registered(ctx context.Context, tx *store.Tx, center int64, kind party.Kind, code, field string) (*party.Party, error) {
	u, err := ident.ParseUSCC(code)
	if err != nil {
		return nil, fault.New(fault.Invalid, "preexam.carry_code", "统一社会信用代码有误：%s", err).At(field)
	}
	p, err := party.ByCode(ctx, tx, center, kind, string(u))
	switch {
	case fault.KindOf(err) == fault.Missing:
		return nil, fault.New(fault.Conflict, "preexam.carry_party", "代码 %s 不在备案名册中，请先转入或备案该主体，再转入其案件", u).At(field)
	case err == nil && p.Status == party.Applied:
		return nil, fault.New(fault.Conflict, "preexam.carry_party", "“%s”尚未备案成功，请先转入或备案该主体，再转入其案件", p.Name).At(field)
	}
	return p, err
}

// Day returns the day of a field, no day where it is empty or no day.
func (in *Input) Day(field string) calendar.Day {
	for _, d := range in.days() {
		if d.field == field {
			return d.day
		}
	}
	return 0
}

// A dated field with its heading.
type dated struct {
	field, title string
	day          calendar.Day
}

// days lists the days in the order in which they follow each other.
func (in *Input) days() []dated {
	return []dated{{"received", "提交日", in.Received}, {"accepted", "受理日", in.Accepted}, {"notified", "补正通知日", in.Notified}, {"answered", "补正答复日", in.Answered},
		{"passed", "合格日", in.Passed}, {"filed", "申请日", in.Filed}, {"reported", "申请号上报日", in.Reported}, {"marked", "报送日", in.Marked}, {"action", "审查意见日", in.Action}}
}

// Runs returns the clock that runs and from which day.
func (in *Input) Runs(s Station) (clock string, from calendar.Day) {
	if s.After != "" && in.Rounds > 0 {
		return s.After, in.Answered
	}
	return s.Clock, in.Day(s.From)
}

// Dated checks that the days that the state needs are there, in order, and not in the future.
func (in *Input) Dated(s Station, today calendar.Day) error {
	bad := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, "preexam.carry_day", format, args...).At(field)
	}
	if s.Noticed && in.Rounds == 0 {
		return bad("rounds", "%s的案件至少发过一次补正通知，请填写次数", s.Title)
	}
	needed := map[string]bool{"received": true, "accepted": true, "answered": s.After != "" && in.Rounds > 0}
	for _, f := range s.Days {
		needed[f] = true
	}
	last, word := calendar.Day(0), ""
	for _, x := range in.days() {
		switch {
		case needed[x.field] && x.day.IsZero():
			return bad(x.field, "当前状态须有%s，请填写", x.title)
		case x.day > today:
			return bad(x.field, "%s %s 晚于今天，请核对", x.title, x.day)
		// An earlier round may have been answered before the latest notice.
		case !x.day.IsZero() && x.day < last && !(x.field == "answered" && s.Noticed):
			return bad(x.field, "%s %s 早于%s %s，请核对", x.title, x.day, word, last)
		case !x.day.IsZero() && x.field != "answered":
			last, word = x.day, x.title
		}
	}
	return nil
}

// Numbered checks the application number, which is demanded once the case was filed.
func (in *Input) Numbered(s Station) error {
	if !s.Filed {
		if in.Number != "" {
			return fault.New(fault.Invalid, "preexam.carry_filing", "该状态的案件还没有申请号；已正式提交的请改状态，或转入后再“上报申请号”").At("number")
		}
		return nil
	}
	no, err := ident.ParseApplicationNo(in.Number)
	if err != nil {
		return fault.New(fault.Invalid, "preexam.application_no", "申请号有误：%s", err).At("number")
	}
	in.Number = string(no)
	return nil
}
