package hearing

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/rule"
)

// A Setup says where in a chart, and by whom, sessions are held.
type Setup struct {
	Chart string   // whose sessions they are; needed where Kinds are given
	Kinds []string // that are held in its cases, the usual one first; all where none are given
	Plan  []string // states in which a session can be planned
	Held  []string // states in which sessions are moved, held, recorded, signed and closed; those of Plan where none are given
	To    string   // state into which planning leads; none where it stays
	Then  []string // states into which closing can lead, the first by default; none where it stays
	Sides []string // whose parties sign; none where the chart has no sides

	Staff   []casework.Role // who plans, records and closes
	Rel     access.Relation // in which they stand to the case; Center by default
	Counter []casework.Role // who enters the signature of a party that has no account
	Basis   []rule.Cite

	// Done, if set, does what follows from a move in the same transaction: issue the notice of a
	// session, choose the state after its end. It is given the code of the move.
	Done func(s *casework.Step, move string, x Session) error
	// Gate, if set, refuses what the center may not do in the case.
	Gate func(s *casework.Step, move string) error
	// Seats names those who can sit in a session, by account.
	Seats func(ctx context.Context, tx *store.Tx, ids []int64) (map[int64]string, error)
}

// The codes of the moves.
const (
	MovePlan   = "hearing_plan"
	MoveMove   = "hearing_move"
	MoveCancel = "hearing_cancel"
	MoveAttend = "hearing_attend"
	MoveAbsent = "hearing_absent"
	MoveRecord = "hearing_record"
	MoveSign   = "hearing_sign"
	MoveStaff  = "hearing_staff_sign"
	MoveClose  = "hearing_close"
)

// Moves returns the moves around sessions for a chart: 安排审理, 审理改期, 取消审理, 到场登记, 记录缺席,
// 保存笔录, 核对笔录并签名, 工作人员签名, 结束审理.
func (b *Book) Moves(m Setup) []casework.Move {
	stay := []string{casework.Stay}
	to, then := stay, stay
	if m.To != "" {
		to = []string{m.To}
	}
	if len(m.Then) > 0 {
		then = m.Then
	}
	if len(m.Held) == 0 {
		m.Held = m.Plan
	}
	if b.kinds == nil {
		b.kinds = map[string][]string{}
	}
	if len(m.Kinds) > 0 {
		b.kinds[m.Chart] = m.Kinds
	}
	d := &door{book: b, setup: m}
	staff := func(code, title, english string, do casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: title, English: english, From: m.Held, To: stay, By: m.Staff, Rel: m.Rel, Basis: m.Basis, Do: do}
	}
	out := []casework.Move{
		staff(MovePlan, "安排审理", "Plan a hearing", casework.Input(d.plan)),
		staff(MoveMove, "审理改期", "Move a hearing", casework.Input(d.move)),
		staff(MoveAttend, "到场登记", "Attendance", casework.Input(d.attend)),
		staff(MoveAbsent, "记录缺席", "Absence", casework.Input(d.absent)),
		staff(MoveRecord, "保存笔录", "Save the record", casework.Input(d.record)),
		{Code: MoveSign, Title: "核对笔录并签名", English: "Sign the record", From: m.Held, To: stay, By: []casework.Role{casework.Entity, casework.AgencyRole}, Sides: m.Sides,
			Counter: m.Counter, Basis: m.Basis, Do: casework.Prepared(b.keepScan, d.sign)},
		staff(MoveStaff, "工作人员签名", "Sign as staff", casework.Input(d.staffSign)),
		staff(MoveClose, "结束审理", "Close a hearing", casework.Input(d.finish)),
		staff(MoveCancel, "取消审理", "Cancel a hearing", casework.Input(d.cancel)),
	}
	out[0].From, out[0].To = m.Plan, to
	out[7].To = then
	for i := range out {
		out[i].Quiet = true // they stand on the page of the sessions
	}
	return out
}

// A door is the moves of one chart.
type door struct {
	book  *Book
	setup Setup
}

// may asks the gate.
func (d *door) may(s *casework.Step) error {
	if d.setup.Gate == nil || s.Actor.Party != 0 {
		return nil
	}
	return d.setup.Gate(s, s.Move.Code)
}

// done writes into the event which session it was, and does what follows.
func (d *door) done(s *casework.Step, chosen int64) error {
	x, err := d.book.Find(s.Ctx, s.Tx, s.Office, casework.Robot(s.Case.Center), s.Case, chosen)
	if err != nil {
		return err
	}
	s.Note("what", x.Name().String())
	// A side that is not heard does not learn of the session.
	if len(x.Sides) > 0 && len(x.Sides) < len(s.Chart.Sides) {
		s.Only(hearer(s, &x))
	}
	if d.setup.Done == nil {
		return nil
	}
	return d.setup.Done(s, s.Move.Code, x)
}

// hearer is the one party that may learn of a session with one side, -1 where that side has several:
// they see it among the sessions of the case.
func hearer(s *casework.Step, x *Session) int64 {
	var parties []int64
	for _, side := range x.Sides {
		if side == s.Chart.Sides[0].Code {
			parties = append(parties, s.Case.Owner)
		}
		parties = append(parties, s.Case.Side(side)...)
	}
	if len(parties) == 1 {
		return parties[0]
	}
	return -1
}

// seats are the accounts that were chosen, with their names.
func (d *door) seats(s *casework.Step, chosen []string) (out []Seat, err error) {
	var ids []int64
	for _, c := range chosen {
		id, err := no(c)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	names := map[int64]string{}
	if d.setup.Seats != nil {
		if names, err = d.setup.Seats(s.Ctx, s.Tx, ids); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		out = append(out, Seat{id, names[id]})
	}
	return out, nil
}

func (d *door) plan(s *casework.Step, in *Arrange) (err error) {
	if err := d.may(s); err != nil {
		return err
	}
	if kinds := d.book.KindsOf(s.Chart.Code); !slices.Contains(kinds, in.Kind) {
		return fault.New(fault.Invalid, "hearing.kind", "这类案件不举行“%s”，请改选：%s", fault.Pair{in.Kind, KindEnglish(in.Kind)}, fault.Listed(kinds)).At("kind")
	}
	x := Session{Kind: in.Kind, Room: strings.TrimSpace(in.Room), Plan: Plan{Link: in.Link, Sides: in.Sides, Public: in.Public, Note: in.Note}}
	if x.Begins, x.Ends, err = in.span(); err != nil {
		return err
	}
	if x.Panel, err = d.seats(s, in.bench()); err != nil {
		return err
	}
	recorder, err := d.seats(s, []string{in.Recorder})
	if err != nil {
		return err
	}
	x.Recorder = recorder[0]
	for line := range strings.Lines(in.Order) {
		if line = strings.TrimSpace(line); line != "" {
			x.Order = append(x.Order, line)
		}
	}
	if x, err = d.book.Plan(s, x); err != nil {
		return err
	}
	s.Note("day", x.When())
	return d.done(s, x.No)
}

func (d *door) move(s *casework.Step, in *Postpone) error {
	n, err := d.chosen(s, in.Session)
	if err != nil {
		return err
	}
	to := Moved{Room: strings.TrimSpace(in.Room), Link: in.Link, Reason: in.Reason}
	if to.Begins, to.Ends, err = in.span(); err != nil {
		return err
	}
	x, err := d.book.Move(s, n, to)
	if err != nil {
		return err
	}
	s.Note("day", x.When())
	return d.done(s, n)
}

// chosen reads which session a move is about, once the gate lets it pass.
func (d *door) chosen(s *casework.Step, session string) (int64, error) {
	if err := d.may(s); err != nil {
		return 0, err
	}
	return no(session)
}

func (d *door) attend(s *casework.Step, in *Present) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Attend(s, n, in.Who)
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) absent(s *casework.Step, in *Away) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Absent(s, n, Absence{Side: in.Side, Just: in.Just == "yes", Reason: in.Reason})
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) record(s *casework.Step, in *Minutes) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Record(s, n, Paras(in.Text))
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) sign(s *casework.Step, in *SignRecord) error {
	n, err := no(in.Session)
	if err != nil {
		return err
	}
	party, err := in.Party(s)
	if err != nil {
		return err
	}
	g := Signature{Party: party, Side: s.Chart.SideOf(s.Case, party), Name: strings.TrimSpace(in.Name), As: in.As, How: "账号签名", Scan: in.stored}
	switch {
	case in.Read == "refuse" && s.Actor.Party != 0:
		return fault.New(fault.Invalid, "hearing.refuse_own", "不签名的不必提交；有异议的请选择“补正如下”并写明").At("read")
	case in.Read == "refuse":
		g.How, g.Reason = "拒绝签名", in.Reason
	case s.Actor.Party == 0 && in.stored == nil:
		return fault.New(fault.Invalid, "hearing.scan", "代为登记签名的，请上传手写签名页的扫描件").At("scan")
	case s.Actor.Party == 0:
		g.How = "手写签名"
	}
	if in.Read == "correct" {
		g.Correction = in.Correction
	}
	if err := d.book.Sign(s, n, g); err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) staffSign(s *casework.Step, in *StaffSign) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Sign(s, n, Signature{Side: "center", Name: s.Actor.Name, As: in.As, How: "账号签名"})
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) finish(s *casework.Step, in *Finish) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Close(s, n, in.Note)
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

func (d *door) cancel(s *casework.Step, in *Finish) error {
	n, err := d.chosen(s, in.Session)
	if err == nil {
		err = d.book.Cancel(s, n, in.Note)
	}
	if err != nil {
		return err
	}
	return d.done(s, n)
}

// Absent reports whether a side stayed away from a session without a good reason, for the charts in
// which something follows from it.
func (x *Session) Absent(side string) bool {
	return slices.ContainsFunc(x.Absences, func(a Absence) bool { return a.Side == side && !a.Just })
}
