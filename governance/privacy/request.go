package privacy

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A right is what a person may ask for.
type right struct {
	code, title, english string
	article              string
}

// rights lists what can be asked for, in the order of the law.
var rights = []right{
	{"access", "查阅", "See", "第四十五条"},
	{"copy", "复制", "Copy", "第四十五条"},
	{"correct", "更正、补充", "Correct or complete", "第四十六条"},
	{"delete", "删除", "Delete", "第四十七条"},
	{"revoke", "撤回同意", "Take a consent back", "第十五条"},
}

// rightOf returns the right with the code, or one that shows the code itself.
func rightOf(code string) right {
	if i := slices.IndexFunc(rights, func(r right) bool { return r.code == code }); i >= 0 {
		return rights[i]
	}
	return right{code, code, code, "第四十四条"}
}

// words is the title in both languages.
func (r right) words() web.Text { return web.Text{r.title, r.english} }

// Ask is a request of the person who is signed in.
type Ask struct {
	Kind string `json:"kind" label:"请求" en:"Request" widget:"select" required:"true" options:"access=查阅=See,copy=复制=Copy,correct=更正、补充=Correct or complete,delete=删除=Delete,revoke=撤回同意=Take a consent back"`
	What string `json:"what" label:"请求的内容" en:"What you ask for" widget:"textarea" required:"true" max:"2000" help:"写明哪些信息、在哪里、希望怎样处理；请不要写申请文件的内容" helpen:"Which data, where, and what should be done; do not write of applications"`
}

// Asked is the same as the system brings it in for the person, whom the history of the case, which others of
// the center see, does not name.
type Asked struct {
	Account string `json:"account" label:"账号" en:"Account" required:"true" max:"20"`
	Name    string `json:"name" label:"姓名" en:"Name" required:"true" max:"60"`
	Ask
}

// Enter is a request that came in writing or was told at the counter.
type Enter struct {
	Name    string       `json:"name" label:"请求人姓名" en:"Name" required:"true" max:"60"`
	Contact string       `json:"contact" label:"答复寄往" en:"Where the answer goes" required:"true" max:"200" help:"通信地址或电子邮箱" helpen:"Address or mail"`
	Day     calendar.Day `json:"day" label:"收到日期" en:"Received on" widget:"date" required:"true"`
	How     string       `json:"how" label:"提出方式" en:"How" widget:"select" required:"true" options:"到场=到场=In person,邮寄=邮寄=By post,电话=电话=By phone,其他=其他=Otherwise"`
	Ask
}

// Identify says how it was made sure that the request is the person's own.
type Identify struct {
	How  string `json:"how" label:"核实方式" en:"How" widget:"select" required:"true" options:"account=本人账号登录提出=By the person's own account,document=核对身份证件原件=Identity card shown,callback=按登记的联系方式回访=Called back on the number on file,agent=核对委托书与双方证件=Power of attorney and both cards"`
	Note string `json:"note" label:"说明" en:"Remark" max:"300" help:"只写核实的结果，不留存证件复印件" helpen:"Only the result; no copy of a card is kept"`
}

// Answer says what was done, and what the program does of it at once.
type Answer struct {
	Items []string `json:"items" label:"由平台更正或者删除的信息" en:"What the program corrects or erases" widget:"checkboxes" options:"*" help:"平台所知的请求人信息；不选的不改动，由人另行办理并写在办理结果中" helpen:"What the program knows of the person; the rest is left to people and described below"`
	Name  string   `json:"name" label:"更正后的姓名" en:"Name as corrected" max:"60"`
	Phone string   `json:"phone" label:"更正后的手机" en:"Phone as corrected" widget:"phone"`
	Mail  string   `json:"mail" label:"更正后的邮箱" en:"Mail as corrected" widget:"email"`
	Final bool     `json:"final" label:"已核对所选各项：平台立即删除，不能恢复；依法保存的列在答复书中" en:"I have checked what is chosen: it is erased at once and cannot be restored; what the law keeps is listed in the letter"`
	Done  string   `json:"done" label:"办理结果" en:"What was done" widget:"textarea" required:"true" max:"4000" help:"查阅、复制的，写明提供了哪些信息；更正、删除的，写明改了或删了什么、还在哪里保存以及为什么" helpen:"What was given, corrected or deleted, and what is still kept and why"`
}

// Refuse says why nothing was done.
type Refuse struct {
	Ground string `json:"ground" label:"理由" en:"Ground" widget:"select" required:"true" options:"identity=不能核实请求人身份=Identity could not be checked,other=不是请求人本人的个人信息=Not the person's own data,secret=法律、行政法规规定应当保密=To be kept secret by law,period=法律、行政法规规定的保存期限未届满=To be kept by law,duty=为履行法定职责所必需=Needed for a duty of law"`
	Why    string `json:"why" label:"说明" en:"Explanation" widget:"textarea" required:"true" max:"2000"`
}

// TakeBack ends a request at the wish of who made it.
type TakeBack struct {
	Sure bool `json:"sure" label:"确认撤回这项请求" en:"Take this request back" required:"true"`
}

// mostOpen is how many requests of one account may wait at a time.
const mostOpen = 10

// asked takes the request of the person who is signed in.
func (d *Desk) asked(s *casework.Step, in *Asked) error {
	account, err := strconv.ParseInt(in.Account, 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "privacy.who", "请登录后从“我的个人信息”提出请求").At("account")
	}
	all, err := d.of(s.Ctx, s.Tx, s.Case.Center, account)
	if err != nil {
		return err
	}
	if waiting := slices.DeleteFunc(all, func(r *Request) bool { return !r.Open }); len(waiting) >= mostOpen {
		return fault.New(fault.Conflict, "privacy.many", "您已有 %d 项请求尚未答复，请等待答复或撤回其中的请求", len(waiting))
	}
	return d.take(s, &Request{Account: account, Name: in.Name, How: "本人账号", Kind: in.Kind, What: in.What})
}

// enter takes a request that came on another way. Its clock runs from the day on which it came.
func (d *Desk) enter(s *casework.Step, in *Enter) error {
	if in.Day > s.Today {
		return fault.New(fault.Invalid, "privacy.day", "收到日期 %s 还没有到，请核对", in.Day).At("day")
	}
	s.StartClock("answer", in.Day)
	return d.take(s, &Request{At: in.Day.Begin(), Name: strings.TrimSpace(in.Name), Contact: strings.TrimSpace(in.Contact), How: in.How, Kind: in.Kind, What: in.What})
}

// take keeps a new request. Its title is the name, which is sealed like everything that the person wrote.
func (d *Desk) take(s *casework.Step, r *Request) error {
	r.Case, r.Center = s.Case.ID, s.Case.Center
	if r.At.IsZero() {
		r.At = s.Now
	}
	s.SetTitle(r.Name) // found by the name, and read only by who may read names
	if err := s.Issue(); err != nil {
		return err
	}
	return d.put(s, r)
}

// identify records how the identity was checked.
func (d *Desk) identify(s *casework.Step, in *Identify) error {
	r, err := d.one(s)
	if err != nil {
		return err
	}
	if in.How == "account" && r.Account == 0 {
		return fault.New(fault.Invalid, "privacy.account", "本请求不是由账号提出的，请选择其他核实方式").At("how")
	}
	r.Identified = in.How
	return d.put(s, r)
}

// answer ends the request with what was done, and a letter that says so.
func (d *Desk) answer(s *casework.Step, in *Answer) error {
	r, err := d.one(s)
	if err != nil {
		return err
	}
	r.Answer = strings.TrimSpace(in.Done)
	if err := d.carryOut(s, r, in); err != nil {
		return err
	}
	if err := d.put(s, r); err != nil {
		return err
	}
	return issue(s, granted(r))
}

// refuse ends the request with the reasons, in a letter that names the way to the court.
func (d *Desk) refuse(s *casework.Step, in *Refuse) error {
	r, err := d.one(s)
	if err != nil {
		return err
	}
	r.Ground, r.Answer = in.Ground, strings.TrimSpace(in.Why)
	if err := d.put(s, r); err != nil {
		return err
	}
	return issue(s, refused(r))
}

// takeBack is made by the system for the person, who passes no door of a case.
func (d *Desk) takeBack(*casework.Step, *TakeBack) error { return nil }

// grounds are the reasons of a refusal as the letter and the pages say them.
var grounds = map[string]web.Text{
	"identity": {"不能核实请求人身份", "Identity could not be checked"},
	"other":    {"不是请求人本人的个人信息", "Not the person's own data"},
	"secret":   {"法律、行政法规规定应当保密", "To be kept secret by law"},
	"period":   {"法律、行政法规规定的保存期限未届满", "To be kept by law"},
	"duty":     {"为履行法定职责所必需", "Needed for a duty of law"},
}

// path is the address of a case.
func path(id int64) string { return "/case/" + strconv.FormatInt(id, 10) }

// closed refuses to change a request that has been answered.
func closed(r *Request) error {
	return fault.New(fault.Conflict, "privacy.closed", "请求 %s 已经办结，不能再撤回", r.Number)
}
