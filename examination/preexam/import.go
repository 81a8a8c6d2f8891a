package preexam

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/carry"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/gallery"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/staffing"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/patent/secrecy"
)

// Attributes of a case that another system began.
const (
	attrOld      = "old"      // its number there
	attrReceived = "received" // day of the request
	attrAccepted = "accepted" // day of its acceptance
)

// BringIn enters a case that another system began.
type BringIn = carry.Input

// AddPapers gives the papers to a case that was brought in without them.
type AddPapers struct {
	Files []form.File `json:"files" label:"申请文件" en:"Papers" required:"true" max:"50" size:"64M,.zip=200M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff,.pdf" help:"原系统中最近一版；预审已合格的，须为合格文本" helpen:"The latest version; once passed, the text that passed"`
	secrecy.Declared
	consent.Given

	prepared *prepared
}

// stations are the states in which a case can be brought in. A case at the counter, before a
// second reader or at the identity check is finished there or taken one step back: what those
// states rest on cannot stand in a list.
func (d *Desk) stations() []carry.Station {
	out := []carry.Station{{Code: Accepted, Clock: "first", From: "accepted"}, {Code: Assigned, Worked: true, Clock: "first", From: "accepted"},
		{Code: Examining, Worked: true, Clock: "first", From: "accepted", After: "next"},
		{Code: Waiting, Worked: true, Noticed: true, Days: []string{"notified"}, Clock: "correct", From: "notified"},
		{Code: Passed, Days: []string{"passed"}, Clock: "file", From: "passed"},
		{Code: Marking, Filed: true, Days: []string{"passed", "filed", "reported"}, Clock: "mark", From: "reported"},
		{Code: Marked, Filed: true, Days: []string{"passed", "filed", "marked"}},
		{Code: Answering, Filed: true, Days: []string{"passed", "filed", "marked", "action"}, Clock: "office", From: "action"}}
	for i := range out {
		s := &out[i]
		for _, known := range states() {
			if known.Code == s.Code {
				s.Title = known.Title
			}
		}
	}
	return out
}

// carriable are the codes of the stations.
func (d *Desk) carriable() (out []string) {
	for _, s := range d.stations() {
		out = append(out, s.Code)
	}
	return out
}

// carryMoves bring in what another system began.
func (d *Desk) carryMoves() []casework.Move {
	rule := centerRule("在办案件的转入")
	return []casework.Move{
		{Code: "bring_in", Title: "转入在办案件", English: "Bring in an open case", To: d.carriable(), By: []casework.Role{casework.Clerk, casework.Director},
			Basis: rule, Do: casework.Input(d.bringIn), Quiet: true},
		{Code: "add_papers", Title: "补传申请文件", English: "Add the papers", From: d.carriable(), To: []string{casework.Stay},
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
		err = fault.New(fault.Conflict, worklist.AlreadyIn, "已转入，新案号 %s，请打开该案件办理", number).At("old")
	}
	if err != nil {
		return nil, err
	}
	stations := d.stations()
	i := slices.IndexFunc(stations, func(s carry.Station) bool { return s.Code == in.State })
	if i < 0 {
		return nil, fault.New(fault.Invalid, "preexam.carry_state", "请选择当前状态").At("state")
	}
	s := stations[i]
	if k.owner, err = carry.Registered(ctx, tx, center, party.Entity, in.Entity, "entity"); err != nil {
		return nil, err
	}
	if in.Agency != "" {
		if k.agent, err = carry.Registered(ctx, tx, center, party.Agency, in.Agency, "agency"); err != nil {
			return nil, err
		}
	}
	if err := d.carryStaff(ctx, tx, center, in, k); err != nil {
		return nil, err
	}
	for _, err := range []error{in.Staffed(s, k.handler, k.second), in.Dated(s, d.office.Today()), in.Numbered(s)} {
		if err != nil {
			return nil, err
		}
	}
	if err := d.carryNumber(ctx, tx, center, in); err != nil {
		return nil, err
	}
	k.clock, k.from = in.Runs(s)
	return k, d.carryClock(ctx, tx, center, in, k)
}

// carryStaff finds examiner and second reader by login or name.
func (d *Desk) carryStaff(ctx context.Context, tx *store.Tx, center int64, in *BringIn, k *carried) error {
	staff, err := d.Staff(ctx, tx, center)
	if err != nil {
		return err
	}
	of := func(role casework.Role) (out []carry.Person) {
		for _, s := range staff {
			if staffing.Has(s.Roles, role) {
				out = append(out, carry.Person{Account: s.Account, Login: s.Login, Name: s.Name})
			}
		}
		return out
	}
	if k.handler, err = carry.Named(of(casework.Examiner), casework.Examiner.Info().Words(), in.Examiner, "examiner"); err != nil {
		return err
	}
	k.second, err = carry.Named(of(casework.Reviewer), casework.Reviewer.Info().Words(), in.Second, "second")
	return err
}

// carryNumber refuses an application number that another case has reported.
func (d *Desk) carryNumber(ctx context.Context, tx *store.Tx, center int64, in *BringIn) error {
	if in.Number == "" {
		return nil
	}
	other, err := record.NumberUsed(ctx, tx, center, 0, in.Number)
	if err != nil || other == 0 {
		return err
	}
	at, err := d.office.NumberOf(ctx, tx, center, other)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "preexam.number_used", "申请号 %s 已由案件 %s 上报，请核对", in.Number, at).At("number")
}

// carryClock reads the extension, and refuses a term of the party that has run out already: the case
// would end by it in the moment in which it comes.
func (d *Desk) carryClock(ctx context.Context, tx *store.Tx, center int64, in *BringIn, k *carried) (err error) {
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
	return fault.New(fault.Conflict, "preexam.carry_late", "%s（自 %s 起 %s）已于 %s 届满，转入后将立即按逾期处理；请先在原系统办结，或在此填写已准予的延期", fault.Pair{r.Title, r.English}, k.from, length, due).At("extended")
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
	// The figures read from the event what was done before the case came.
	s.Note("accepted", in.Accepted.String())
	if !in.Passed.IsZero() {
		s.Note("passed", in.Passed.String())
	}
	if in.Rounds > 0 {
		c.SetAttr(attrRounds, strconv.Itoa(in.Rounds))
		s.Note("rounds", strconv.Itoa(in.Rounds))
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
		if err := record.PutFiling(s.Ctx, s.Tx, s.Key(), f); err != nil {
			return err
		}
	}
	return d.issue(s, notice.Carried(d.chart.State(in.State).Title, in.Received, in.Old))
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
	in.prepared, err = d.read(ctx, c, key, sent{in.Files, in.Declared}, c.Kind)
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
	if err := d.addVersion(s, in.prepared, in.Given, ForExam); err != nil {
		return err
	}
	if passed {
		return gallery.Put(s, in.prepared.app)
	}
	if v, _, err = d.current(s); err != nil {
		return err
	}
	return d.takeFindings(s, v)
}
