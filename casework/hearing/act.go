package hearing

import (
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// Plan arranges a session: the parties are told in time, and neither room nor person is needed
// elsewhere at that time. It returns the session with its number.
func (b *Book) Plan(s *casework.Step, x Session) (_ Session, err error) {
	defer fault.Wrap(&err, "plan a session")
	x.ID, x.Case, x.State = s.Office.DB.NewID(), s.Case.ID, Planned
	if err := s.Tx.Row(s.Ctx, `SELECT COALESCE(MAX(no), 0) + 1 FROM hearing_session WHERE case_id = $1`, s.Case.ID).Scan(&x.No); err != nil {
		return x, err
	}
	if len(x.Panel) == 0 || x.Room == "" && x.Link == "" {
		return x, fault.New(fault.Invalid, "hearing.plan", "请选择主持人（合议组），并填写审理室或线上入口").At("panel")
	}
	if err := b.fits(s, &x); err != nil {
		return x, err
	}
	return x, insert(s, &x)
}

// fits checks time, notice, and that nothing is needed twice.
func (b *Book) fits(s *casework.Step, x *Session) error {
	if !x.Ends.After(x.Begins) || calendar.DayOf(x.Begins) != calendar.DayOf(x.Ends) {
		return fault.New(fault.Invalid, "hearing.time", "结束时间应晚于开始时间，且在同一天").At("until")
	}
	if err := b.told(s, x); err != nil {
		return err
	}
	found, err := clashes(s, x)
	if err != nil || len(found) == 0 {
		return err
	}
	c := found[0]
	at := c.begins.In(calendar.Shanghai()).Format("15:04")
	if c.account == 0 {
		return fault.New(fault.Conflict, "hearing.room", "审理室“%s”在该时间已有安排（%s 开始），请换一个时间或审理室", x.Room, at).At("room")
	}
	name := x.Recorder.Name
	for _, seat := range x.Panel {
		if seat.Account == c.account {
			name = seat.Name
		}
	}
	return fault.New(fault.Conflict, "hearing.person", "%s 在该时间已有另一场审理（%s 开始），请换一个时间或人员", name, at).At("panel")
}

// told checks that the notice is long enough.
func (b *Book) told(s *casework.Step, x *Session) error {
	day := calendar.DayOf(x.Begins)
	if key := noticeKey(x.Kind); key != "" {
		n, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting(key))
		if err != nil {
			return err
		}
		cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
		if err != nil {
			return err
		}
		if last := term.Before(cal, day, term.WorkingDays(n)); s.Today > last {
			basis := ""
			for _, c := range s.Office.Settings.Def(key).Basis {
				basis = c.String()
			}
			return fault.New(fault.Invalid, "hearing.notice", "%s应至少提前 %d 个工作日通知当事人；于 %s 举行的，最迟应于 %s 通知，请改选更晚的日期",
				fault.Pair{x.Kind, KindEnglish(x.Kind)}, n, day, last).On(basis).At("day")
		}
	}
	if !x.Begins.After(s.Now) {
		return fault.New(fault.Invalid, "hearing.past", "开始时间已过，请改选以后的时间").At("day")
	}
	return nil
}

// session returns a session of the step's case in one of the states.
func (b *Book) session(s *casework.Step, no int64, states ...State) (Session, error) {
	x, err := b.Find(s.Ctx, s.Tx, s.Office, s.Actor, s.Case, no)
	if err == nil && !slices.Contains(states, x.State) {
		err = fault.New(fault.Conflict, "hearing.state", "%s现为“%s”，不能办理这一步骤，请刷新页面", x.Name(), fault.Pair{x.State.Title(), x.State.English()})
	}
	return x, err
}

// Move changes time or place of a session that was not held yet (改期). The notice begins anew.
func (b *Book) Move(s *casework.Step, no int64, to Moved) (Session, error) {
	x, err := b.session(s, no, Planned)
	if err != nil {
		return x, err
	}
	x.Begins, x.Ends, x.Room, x.Link = to.Begins, to.Ends, to.Room, to.Link
	if err := b.fits(s, &x); err != nil {
		return x, err
	}
	if err := place(s, &x); err != nil {
		return x, err
	}
	return x, act(s, x.ID, actMoved, 0, to)
}

// Attend writes down who came.
func (b *Book) Attend(s *casework.Step, no int64, who []Attendance) error {
	x, err := b.session(s, no, Planned, Recorded)
	if err != nil {
		return err
	}
	if s.Now.Before(x.Begins.Add(-2 * time.Hour)) {
		return fault.New(fault.Invalid, "hearing.early", "审理于 %s 开始，现在不能登记到场人员，请届时办理", x.starts())
	}
	return act(s, x.ID, actAttend, 0, who)
}

// Absent writes down that a side did not come. What follows from it is for the chart.
func (b *Book) Absent(s *casework.Step, no int64, in Absence) error {
	x, err := b.session(s, no, Planned, Recorded)
	if err != nil {
		return err
	}
	if s.Now.Before(x.Begins) {
		return fault.New(fault.Invalid, "hearing.early_absent", "审理于 %s 开始，开始之后才能记录缺席", x.starts())
	}
	if slices.ContainsFunc(x.Attendance, func(a Attendance) bool { return a.Side == in.Side }) {
		return fault.New(fault.Invalid, "hearing.came", "这一方已登记到场，不能再记录缺席，请核对").At("side")
	}
	return act(s, x.ID, actAbsent, 0, in)
}

// Record saves the record as it now stands. Once somebody has signed it, only what is added with a
// signature counts.
func (b *Book) Record(s *casework.Step, no int64, record []Para) error {
	x, err := b.session(s, no, Planned, Recorded)
	if err != nil {
		return err
	}
	switch {
	case s.Now.Before(x.Begins):
		return fault.New(fault.Invalid, "hearing.unheld", "审理于 %s 开始，现在不能保存笔录，请届时办理", x.starts())
	case len(record) == 0:
		return fault.New(fault.Invalid, "hearing.blank", "笔录还没有内容，请填写后保存").At("text")
	case len(x.Signatures) > 0:
		return fault.New(fault.Conflict, "hearing.signed", "%s 已在笔录上签名，正文不能再改；需要补正的，请由签名人在签名时写明", x.Signatures[0].Name)
	}
	x.State = Recorded
	if err := place(s, &x); err != nil {
		return err
	}
	return act(s, x.ID, actRecord, 0, record)
}

// Sign writes down a signature under the record, a correction or a refusal.
func (b *Book) Sign(s *casework.Step, no int64, in Signature) error {
	x, err := b.session(s, no, Recorded)
	if err != nil {
		return err
	}
	if in.How == "拒绝签名" && strings.TrimSpace(in.Reason) == "" {
		return fault.New(fault.Invalid, "hearing.refusal", "拒绝签名的，请写明情况").At("reason")
	}
	if slices.ContainsFunc(x.Signatures, func(o Signature) bool { return o.Name == in.Name && o.Side == in.Side }) {
		return fault.New(fault.Conflict, "hearing.twice", "%s 已经签过名，请刷新页面查看", in.Name)
	}
	in.Digest = x.Digest
	if in.Scan != nil {
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, in.Scan.Blob); err != nil {
			return err
		}
	}
	return act(s, x.ID, actSign, in.Party, in)
}

// Close ends a session whose record everybody who came has signed or refused to sign.
func (b *Book) Close(s *casework.Step, no int64, text string) error {
	x, err := b.session(s, no, Recorded)
	if err != nil {
		return err
	}
	var open []string
	for _, a := range x.Attendance {
		if !slices.ContainsFunc(x.Signatures, func(g Signature) bool { return g.Name == a.Name && g.Side == a.Side }) {
			open = append(open, a.Name)
		}
	}
	if len(open) > 0 {
		return fault.New(fault.Invalid, "hearing.unsigned", "下列到场人员还没有在笔录上签名，拒绝签名的也应记明：%s", fault.Listed(open))
	}
	x.State = Closed
	if err := place(s, &x); err != nil {
		return err
	}
	return act(s, x.ID, actClose, 0, Closing{Note: text})
}

// Cancel gives up a session that was not held.
func (b *Book) Cancel(s *casework.Step, no int64, reason string) error {
	x, err := b.session(s, no, Planned)
	if err != nil {
		return err
	}
	x.State = Cancelled
	if err := place(s, &x); err != nil {
		return err
	}
	return act(s, x.ID, actClose, 0, Closing{Note: reason, Cancel: true})
}
