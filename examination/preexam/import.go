package preexam

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/term"
)

// Attributes of a case that another system began.
const (
	attrOld      = "old"      // its number there
	attrReceived = "received" // day of the request
	attrAccepted = "accepted" // day of its acceptance
)

// BringIn enters a case that another system began, in the state in which it stands there.
type BringIn struct {
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

// AddPapers gives the papers to a case that was brought in without them.
type AddPapers struct {
	Files []form.File `json:"files" label:"申请文件" en:"Papers" required:"true" max:"50" size:"200M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff,.pdf" help:"原系统中最近一版；预审已合格的，须为合格文本" helpen:"The latest version; once passed, the text that passed"`

	prepared *prepared
}

// carriable are the states in which a case can be brought in. A case at the counter, before a
// second reader or at the identity check is finished there or taken one step back: what those
// states rest on cannot stand in a list.
func carriable() []string {
	return []string{Accepted, Assigned, Examining, Waiting, Passed, Marking, Marked, Answering}
}

// carryMoves bring in what another system began.
func (d *Desk) carryMoves() []casework.Move {
	rule := centerRule("在办案件的转入")
	return []casework.Move{
		{Code: "bring_in", Title: "转入在办案件", English: "Bring in an open case", To: carriable(), By: []casework.Role{casework.Clerk, casework.Director},
			Basis: rule, Do: casework.Input(d.bringIn), Quiet: true},
		{Code: "add_papers", Title: "补传申请文件", English: "Add the papers", From: carriable(), To: []string{casework.Stay},
			By: []casework.Role{casework.Entity, casework.AgencyRole, casework.Clerk}, Basis: rule, Do: casework.Prepared(d.beforeAddPapers, d.addPapers), Quiet: true},
	}
}

// A carried case is what a BringIn comes to in this center.
type carried struct {
	owner, agent    *party.Party // agent is nil where nobody acts
	handler, second int64
	clock           string // that runs in the state, empty for none
	from            calendar.Day
	extended        term.Length
}

// carry checks a BringIn against the center and finds whom and what it names.
func (d *Desk) carry(ctx context.Context, tx *store.Tx, center int64, in *BringIn) (k *carried, err error) {
	k = &carried{}
	in.Old = strings.TrimSpace(in.Old)
	number, err := casework.Aliased(ctx, tx, center, "preexam", in.Old)
	if err == nil && number != "" {
		err = alreadyIn(number)
	}
	if err != nil {
		return nil, err
	}
	if k.owner, err = registered(ctx, tx, center, party.Entity, in.Entity, "entity"); err != nil {
		return nil, err
	}
	if in.Agency != "" {
		if k.agent, err = registered(ctx, tx, center, party.Agency, in.Agency, "agency"); err != nil {
			return nil, err
		}
	}
	if err := d.carryStaff(ctx, tx, center, in, k); err != nil {
		return nil, err
	}
	if err := in.days(d.office.Today()); err != nil {
		return nil, err
	}
	if err := d.carryFiling(ctx, tx, center, in); err != nil {
		return nil, err
	}
	return k, d.carryClock(ctx, tx, center, in, k)
}

// registered returns the party with the code, which must be or have been registered.
func registered(ctx context.Context, tx *store.Tx, center int64, kind party.Kind, code, field string) (*party.Party, error) {
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

// carryStaff finds examiner and second reader by login or name.
func (d *Desk) carryStaff(ctx context.Context, tx *store.Tx, center int64, in *BringIn, k *carried) (err error) {
	staff, err := d.Staff(ctx, tx, center)
	if err != nil {
		return err
	}
	if k.handler, err = namedStaff(staff, casework.Examiner, in.Examiner, "examiner"); err != nil {
		return err
	}
	if k.second, err = namedStaff(staff, casework.Reviewer, in.Second, "second"); err != nil {
		return err
	}
	switch working := slices.Contains([]string{Assigned, Examining, Waiting}, in.State); {
	case in.State == Accepted && k.handler != 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "待分案的案件不填预审员；已分案的请将状态改为“待预审”").At("examiner")
	case working && k.handler == 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "请填写预审员；尚未分案的请将状态改为“待分案”").At("examiner")
	case working && k.second == 0:
		return fault.New(fault.Invalid, "preexam.carry_staff", "请填写复核员；尚未指定的请将状态改为“待分案”，由负责人分案").At("second")
	case k.handler != 0 && k.handler == k.second:
		return fault.New(fault.Invalid, "preexam.carry_staff", "复核员不能与预审员为同一人").At("second")
	}
	return nil
}

// namedStaff returns the account of the person of the role with the login or the name, 0 for no
// name.
func namedStaff(staff []Staff, role casework.Role, name, field string) (int64, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return 0, nil
	}
	var found []int64
	for _, s := range staff {
		if hasRole(s.Roles, role) && strings.EqualFold(s.Login, name) {
			return s.Account, nil
		}
		if hasRole(s.Roles, role) && s.Name == name {
			found = append(found, s.Account)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, fault.New(fault.Conflict, "preexam.carry_staff", "本中心没有名为“%s”的%s，请核对姓名或登录名及其角色", name, role.Info().Title).At(field)
	}
	return 0, fault.New(fault.Conflict, "preexam.carry_staff", "有 %d 名%s叫“%s”，请改填登录名", len(found), role.Info().Title, name).At(field)
}

// days checks that the days that the state needs are there, in order, and not in the future.
func (in *BringIn) days(today calendar.Day) error {
	bad := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, "preexam.carry_day", format, args...).At(field)
	}
	if in.State == Waiting && in.Rounds == 0 {
		return bad("rounds", "待补正的案件至少发过一次补正通知，请填写次数")
	}
	filed := slices.Contains([]string{Marking, Marked, Answering}, in.State)
	last, word := calendar.Day(0), ""
	for _, x := range []struct {
		field, title string
		day          calendar.Day
		needed       bool
	}{{"received", "提交日", in.Received, true}, {"accepted", "受理日", in.Accepted, true}, {"notified", "补正通知日", in.Notified, in.State == Waiting},
		{"answered", "补正答复日", in.Answered, in.State == Examining && in.Rounds > 0}, {"passed", "合格日", in.Passed, filed || in.State == Passed},
		{"filed", "申请日", in.Filed, filed}, {"reported", "申请号上报日", in.Reported, in.State == Marking},
		{"marked", "报送日", in.Marked, in.State == Marked || in.State == Answering}, {"action", "审查意见日", in.Action, in.State == Answering}} {
		switch {
		case x.needed && x.day.IsZero():
			return bad(x.field, "当前状态须有%s，请填写", x.title)
		case x.day > today:
			return bad(x.field, "%s %s 晚于今天，请核对", x.title, x.day)
		case !x.day.IsZero() && x.day < last && !(x.field == "answered" && in.State == Waiting):
			return bad(x.field, "%s %s 早于%s %s，请核对", x.title, x.day, word, last)
		case !x.day.IsZero() && x.field != "answered":
			last, word = x.day, x.title
		}
	}
	return nil
}

// carryFiling checks the application number, which is demanded once the case was filed.
func (d *Desk) carryFiling(ctx context.Context, tx *store.Tx, center int64, in *BringIn) error {
	if !slices.Contains([]string{Marking, Marked, Answering}, in.State) {
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
	other, err := numberUsed(ctx, tx, center, 0, in.Number)
	if err != nil || other == 0 {
		return err
	}
	at, err := d.office.NumberOf(ctx, tx, other)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "preexam.number_used", "申请号 %s 已由案件 %s 上报，请核对", in.Number, at).At("number")
}

// carryClock finds the clock that runs in the state and from which day. A term of the party that
// has run out already is refused: the case would end by it in the moment in which it comes.
func (d *Desk) carryClock(ctx context.Context, tx *store.Tx, center int64, in *BringIn, k *carried) (err error) {
	switch in.State {
	case Accepted, Assigned:
		k.clock, k.from = "first", in.Accepted
	case Examining:
		k.clock, k.from = "first", in.Accepted
		if in.Rounds > 0 {
			k.clock, k.from = "next", in.Answered
		}
	case Waiting:
		k.clock, k.from = "correct", in.Notified
	case Passed:
		k.clock, k.from = "file", in.Passed
	case Marking:
		k.clock, k.from = "mark", in.Reported
	case Answering:
		k.clock, k.from = "office", in.Action
	}
	if in.Extended = strings.TrimSpace(in.Extended); in.Extended != "" {
		if k.extended, err = term.ParseLength(in.Extended); err != nil {
			return fault.New(fault.Invalid, "preexam.extend_by", "“%s”不是期限，应写作“3工作日”“10日”或“1个月”", in.Extended).At("extended")
		}
	}
	for i := range d.chart.Clocks {
		if r := &d.chart.Clocks[i]; r.Code == k.clock && r.Overdue != "" {
			return d.carryLate(ctx, tx, center, in, k, r)
		}
	}
	return nil
}

// carryLate refuses a case whose running term has ended.
func (d *Desk) carryLate(ctx context.Context, tx *store.Tx, center int64, in *BringIn, k *carried, r *casework.ClockRule) error {
	length, err := d.office.Settings.Length(ctx, tx, setting.Query{Center: center, Key: r.Setting, Variant: in.Kind, On: k.from})
	if err != nil {
		return err
	}
	cal, err := d.office.Calendar(ctx, tx, center)
	if err != nil {
		return err
	}
	run := term.Input{Start: k.from, Length: length, Regime: r.Regime}
	if in.Extended != "" {
		run.Extend = []term.Extension{{By: k.extended, Reason: "原系统延期"}}
	}
	due := term.Compute(cal, run).Due
	if d.office.Today() <= due {
		return nil
	}
	return fault.New(fault.Conflict, "preexam.carry_late", "%s（自 %s 起 %s）已于 %s 届满，转入后将立即按逾期处理；请先在原系统办结，或在此填写已准予的延期", r.Title, k.from, length, due).At("extended")
}

// alreadyIn says under which number the case stands here.
func alreadyIn(number string) error {
	return fault.New(fault.Conflict, importedCode, "已转入，新案号 %s", number).At("old")
}

// bringIn enters the case where it stands: new number, old number kept, clock from the old day.
// No gate is asked and no quota used: both were when the other system accepted it.
func (d *Desk) bringIn(s *casework.Step, in *BringIn) error {
	k, err := d.carry(s.Ctx, s.Tx, s.Case.Center, in)
	if err != nil {
		return err
	}
	c := s.Case
	c.Kind, c.Owner, c.Handler, c.Second, c.Opened = in.Kind, k.owner.ID, k.handler, k.second, in.Received.Begin()
	if k.agent != nil {
		c.Agent = k.agent.ID
	}
	for name, value := range map[string]string{attrOld: in.Old, attrClass: strings.TrimSpace(in.Class), attrReceived: in.Received.String(),
		attrAccepted: in.Accepted.String(), attrApp: in.Number} {
		c.SetAttr(name, value)
	}
	if in.Rounds > 0 {
		c.SetAttr(attrRounds, strconv.Itoa(in.Rounds))
	}
	if title := strings.TrimSpace(in.Title); title != "" {
		s.SetTitle(title)
	}
	if err := s.To(in.State); err != nil {
		return err
	}
	if err := s.Issue(); err != nil {
		return err
	}
	if err := s.Alias(in.Old); err != nil {
		return err
	}
	if k.clock != "" {
		s.StartClock(k.clock, k.from)
		if in.Extended != "" {
			s.Extend(k.clock, k.extended, "原系统延期")
		}
	}
	s.Note("source", "自原系统转入，原案号 "+in.Old+rowWords(in.Row))
	if in.Number != "" {
		// The other system compared the texts; here nothing is known but that it did.
		f := &Filing{Case: c.ID, Center: c.Center, ApplicationNo: in.Number, Filed: in.Filed, Paid: in.Paid, Same: true, Batch: in.Batch,
			Body: FilingBody{Report: &check.Report{}}}
		if !in.Marked.IsZero() {
			f.Marked, f.Batch = in.Marked.Begin(), cmp.Or(in.Batch, in.Marked.String())
		}
		if err := putFiling(s.Ctx, s.Tx, s.Key(), f); err != nil {
			return err
		}
	}
	return d.issue(s, carriedNotice(d.chart.State(in.State).Title, in))
}

// rowWords names the row of the list, for the history.
func rowWords(row int) string {
	if row == 0 {
		return ""
	}
	return fmt.Sprintf("，表格第 %d 行", row)
}

// beforeAddPapers reads and checks the papers outside the transaction.
func (d *Desk) beforeAddPapers(ctx context.Context, c *casework.Case, key seal.Key, in *AddPapers) (err error) {
	in.prepared, err = d.read(ctx, c, key, in.Files, c.Kind)
	return err
}

// addPapers takes the papers of a case that came without them. The text that passed is handed in
// by the center, once: whoever files could otherwise choose with what the filing is compared.
func (d *Desk) addPapers(s *casework.Step, in *AddPapers) error {
	if s.Case.Attrs[attrOld] == "" {
		return fault.New(fault.Conflict, "preexam.not_carried", "本案不是从原系统转入的，申请文件请通过上传或答复补正提交")
	}
	passed := slices.Contains([]string{Passed, Marking, Marked, Answering}, s.Case.State)
	if passed && s.Actor.Party != 0 {
		return fault.New(fault.Forbidden, "preexam.carry_text", "合格文本须由中心受理员从原系统补传，请联系中心").On("本中心规定：在办案件的转入")
	}
	v, _, err := d.current(s)
	if err != nil {
		return err
	}
	if v != nil && s.Case.State != Accepted && s.Case.State != Assigned {
		return fault.New(fault.Conflict, "preexam.carry_twice", "本案已有申请文件（第 %d 版），不能再补传；须修改的请通过补正提交新版本", v.No)
	}
	if err := d.addVersion(s, in.prepared, ForExam); err != nil || passed {
		return err
	}
	if v, _, err = d.current(s); err != nil {
		return err
	}
	return d.takeFindings(s, v)
}
