package inspection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
)

// Open puts one case of a sample under inspection. Only a plan does so.
type Open struct {
	row       sampleRow
	inspector int64
}

// Appoint gives an inspection to an inspector.
type Appoint struct {
	Inspector string `json:"inspector" label:"评查人" en:"Inspector" widget:"select" options:"*" required:"true" help:"办理过该案的复核员不在其中" helpen:"Without those who worked on the case"`
}

// An ErrorLine is one kind of errors on the sheet.
type ErrorLine struct {
	Class string `json:"class" label:"差错类别" en:"Class" widget:"select" options:"*" required:"true"`
	Count int    `json:"count" label:"处数" en:"How many" required:"true" min:"1" max:"50"`
	Text  string `json:"text" label:"位置与说明" en:"Place and remark" required:"true" max:"500" secret:"true"`
}

// Score is the sheet of the inspector.
type Score struct {
	Errors   []ErrorLine `json:"errors" label:"差错" en:"Errors" max:"30" help:"没有差错的不填；写明位置（第几项权利要求、第几段），不摘录正文" helpen:"None where there are none. Name the place (claim, paragraph); do not quote the text"`
	Opinion  string      `json:"opinion" label:"总体评价" en:"Opinion" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Proposal string      `json:"proposal" label:"奖惩建议" en:"What to do" widget:"select" required:"true" options:"none=无=Nothing,commend=表扬=Commend,remind=提醒=Remind,talk=谈话=Talk,train=补训=Remedial training,suspend=建议暂停分案=No more cases for a time" help:"仅为建议，由负责人审定" helpen:"A proposal; the head decides"`
}

// Reply is the answer of the examiner.
type Reply struct {
	Stand     string `json:"stand" label:"对评查意见" en:"The sheet" widget:"radio" required:"true" options:"accept=无异议=Accepted,object=有异议=Objected to"`
	Statement string `json:"statement" label:"陈述申辩" en:"Statement" widget:"textarea" max:"3000" secret:"true" help:"有异议的须写明事实与理由" helpen:"Facts and reasons where you object"`
}

// Settle is the decision of the head.
type Settle struct {
	Score       int    `json:"score" label:"最终得分" en:"Final score" required:"true" min:"0" max:"100"`
	Result      string `json:"result" label:"结果" en:"Result" widget:"radio" required:"true" options:"passed=合格=Passed,failed=不合格=Failed"`
	Consequence string `json:"consequence" label:"奖惩决定" en:"What follows" section:"奖惩=Rewards and penalties" widget:"select" required:"true" options:"none=无=Nothing,commend=表扬=Commend,remind=提醒=Remind,talk=谈话=Talk,train=补训=Remedial training,suspend=暂停分案=No more cases for a time" help:"暂停分案请另在上岗资格中注销或缩短有效期" helpen:"To stop assignment, take the certificate back"`
	Hours       int    `json:"hours" label:"补训学时" en:"Hours of remedial training" min:"0" max:"200" help:"加入该预审员的年度培训要求" helpen:"Added to what is demanded of the examiner in a year"`
	Reason      string `json:"reason" label:"审定意见" en:"Reasons" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Reasoned is a step that needs a reason.
type Reasoned struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000"`
}

// Lapse is made by the clock.
type Lapse struct{}

// A Class is a class of errors with what each costs.
type Class struct {
	Code, Title, English string
	Points               int
	Veto                 bool
}

// readClasses reads the classes of the configuration; a line that is none is passed over.
func readClasses(text string) (out []Class) {
	for line := range strings.Lines(text) {
		// Code, name and points must be there; English name and veto need not.
		part := strings.Split(strings.TrimSpace(line), "|")
		if len(part) < 4 || part[0] == "" {
			continue
		}
		points, err := strconv.Atoi(strings.TrimSpace(part[3]))
		if err != nil || points < 0 {
			continue
		}
		out = append(out, Class{Code: part[0], Title: part[1], English: part[2], Points: points, Veto: len(part) > 4 && strings.TrimSpace(part[4]) == "是"})
	}
	return out
}

// full is the score of a case without errors.
const full = 100

// judge adds up a sheet. An error with a veto fails the case whatever the score.
func judge(classes []Class, errors []ErrorLine) (score int, veto bool) {
	score = full
	for _, e := range errors {
		for _, c := range classes {
			if c.Code == e.Class {
				score -= c.Points * e.Count
				veto = veto || c.Veto
			}
		}
	}
	return max(score, 0), veto
}

// classesOf reads the classes in force.
func (d *Desk) classesOf(s *casework.Step) ([]Class, error) {
	text, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("quality.inspection.classes"))
	return readClasses(text), err
}

// open records the case as part of a sample.
func (d *Desk) open(s *casework.Step, in *Open) error {
	if in.row.Plan == 0 {
		return fault.New(fault.Forbidden, "quality.open", "抽检只能由抽检计划列入，请办理“抽取样本”")
	}
	if err := s.Issue(); err != nil {
		return err
	}
	if in.inspector == 0 {
		if err := s.To(Unassigned); err != nil {
			return err
		}
	}
	s.Case.Handler = in.inspector
	in.row.Case = s.Case.ID // known only now
	return insertSample(s.Ctx, s.Tx, &in.row)
}

// appoint gives the inspection to another inspector, and takes the text from the one before.
func (d *Desk) appoint(s *casework.Step, in *Appoint) error {
	row, err := sampleOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	staff, err := d.inspectors(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(staff, func(p Person) bool { return strconv.FormatInt(p.Account, 10) == in.Inspector })
	if i < 0 {
		return fault.New(fault.Invalid, "quality.inspectors", "所选评查人都不是本中心的复核员，请重新选择").At("inspector")
	}
	no, err := d.barred(s.Ctx, s.Tx, s.Case.Center, row.Ended.Case)
	if err != nil {
		return err
	}
	if why := no(staff[i].Account); why != nil {
		return fault.New(fault.Forbidden, "quality.worked", "%s 不能评查案件 %s：%s；请另选评查人", staff[i].Name, row.Number, *why).At("inspector").On(s.Move.Cites())
	}
	if s.Case.Handler == staff[i].Account {
		return fault.New(fault.Conflict, "quality.same_inspector", "%s 已是本件的评查人，请另选评查人", staff[i].Name).At("inspector")
	}
	if s.Case.Handler != 0 {
		if err := s.CloseTo(row.Ended.Case, s.Case.Handler); err != nil {
			return err
		}
	}
	s.Case.Handler = staff[i].Account
	return d.let(s, s.Case.Number, row.Ended.Case, staff[i])
}

// score takes the sheet; the examiner is to answer it.
func (d *Desk) score(s *casework.Step, in *Score) error {
	row, err := sampleOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if row.Examiner == s.Actor.Account {
		return fault.New(fault.Forbidden, "quality.own", "不能评查本人办理的案件，请由负责人另行指派评查人").On(s.Move.Cites())
	}
	classes, err := d.classesOf(s)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, e := range in.Errors {
		if !slices.ContainsFunc(classes, func(c Class) bool { return c.Code == e.Class }) || seen[e.Class] {
			return fault.New(fault.Invalid, "quality.class", "差错类别“%s”不在现行类别中，或重复填写；同一类别请合并为一行", e.Class).At("errors")
		}
		seen[e.Class] = true
	}
	// From now on the sheet is the examiner's to read and to answer.
	s.Case.Second = row.Examiner
	return nil
}

// reply takes the answer of the examiner.
func (d *Desk) reply(_ *casework.Step, in *Reply) error {
	if in.Stand == "object" && strings.TrimSpace(in.Statement) == "" {
		return fault.New(fault.Invalid, "quality.statement", "有异议的，请写明事实与理由").At("statement")
	}
	return nil
}

// lapse lets the head decide without an answer, once the time for it is over.
func (d *Desk) lapse(s *casework.Step, _ *Lapse) error {
	// The clock calls too early where a calendar was corrected meanwhile.
	if s.Case.DueClock == "reply" && s.Case.Due >= s.Today {
		return fault.New(fault.Conflict, "quality.reply_open", "陈述申辩期限 %s 尚未届满，请届满后再办理", s.Case.Due)
	}
	return nil
}

// giveBack has the case judged again; the reasons are in the event.
func (d *Desk) giveBack(s *casework.Step, _ *Reasoned) error {
	// The sheet is taken back, so the examiner no longer has to do with the case.
	s.Case.Second = 0
	return nil
}

// cancel ends an inspection without a result.
func (d *Desk) cancel(s *casework.Step, _ *Reasoned) error {
	row, err := sampleOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil || s.Case.Handler == 0 {
		return err
	}
	return s.CloseTo(row.Ended.Case, s.Case.Handler)
}

// settle makes the result final, with what follows from it. The errors of the sheet are counted for the
// summary of the plan.
func (d *Desk) settle(s *casework.Step, in *Settle) error {
	row, err := sampleOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	pass, err := number(s, "pass")
	if err != nil {
		return err
	}
	switch {
	case row.Examiner == s.Actor.Account:
		return fault.New(fault.Forbidden, "quality.own_result", "不能审定对本人的抽检，请由另一位负责人办理").On(s.Move.Cites())
	case in.Result == "passed" && in.Score < pass:
		return fault.New(fault.Invalid, "quality.result", "得分 %d 低于合格分数线 %d，结果应为不合格；确需合格的，请先更正得分并写明理由", in.Score, pass).At("result")
	case (in.Consequence == "train") != (in.Hours > 0):
		return fault.New(fault.Invalid, "quality.hours_train", "决定补训的须填写补训学时，其他决定不填").At("hours")
	}
	sheet, err := d.sheetOf(s)
	if err != nil {
		return err
	}
	row.Score, row.Passed, row.Settled, row.Consequence, row.Hours = in.Score, in.Result == "passed", s.Today, in.Consequence, in.Hours
	if err := settleSample(s.Ctx, s.Tx, row, sheet.Errors); err != nil {
		return err
	}
	return s.CloseTo(row.Ended.Case, s.Case.Handler)
}

// sheetOf reads the last sheet of the inspection.
func (d *Desk) sheetOf(s *casework.Step) (in Score, err error) {
	events, err := s.Office.Events(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	for _, e := range slices.Backward(events) {
		if e.Move == "score" {
			return in, s.Office.InputOf(s.Ctx, s.Tx, e, &in)
		}
	}
	return in, err
}

// Conclude ends a plan with what was learned from it.
type Conclude struct {
	Summary string `json:"summary" label:"抽检小结" en:"Summary" widget:"textarea" required:"true" max:"4000" help:"共性问题与改进措施，不摘录申请文件" helpen:"Common errors and what is done about them; do not quote applications"`
}

// conclude ends the plan when every case of it is settled.
func (d *Desk) conclude(s *casework.Step, _ *Conclude) error {
	rows, err := samplesOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	open, err := stillOpen(s, rows)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return fault.New(fault.Conflict, "quality.open_samples", "还有 %d 件尚未审定，请先审定或取消后再办结", len(open))
	}
	s.Note("what", fmt.Sprintf("抽检 %d 件", len(rows)))
	return nil
}

// drop ends the plan and every inspection of it that is still open.
func (d *Desk) drop(s *casework.Step, in *Reasoned) error {
	rows, err := samplesOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	open, err := stillOpen(s, rows)
	if err != nil {
		return err
	}
	for _, id := range open {
		if err := s.Follow(id, "cancel", &Reasoned{Reason: in.Reason}); err != nil {
			return err
		}
	}
	return nil
}

// stillOpen lists the inspections that have no end yet.
func stillOpen(s *casework.Step, rows []sampleRow) (out []int64, err error) {
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.Case)
	}
	cases, err := casework.Plain(s.Ctx, s.Tx, s.Case.Center, ids)
	for _, id := range ids {
		if k := cases[id]; k != nil && k.Open() {
			out = append(out, id)
		}
	}
	return out, err
}
