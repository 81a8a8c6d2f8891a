package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhibao/casework/receipt"
	"zhibao/casework/repeat"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/law/calendar"
)

// A Request asks for one move.
type Request struct {
	Actor    Actor
	Chart    string // needed only to open a case
	Case     int64  // 0 to open a case
	Move     string
	Input    any       // pointer to the move's typed input
	Expected int64     // version of the case that the actor saw; ignored when opening
	Arrived  time.Time // when its last byte had come, for what waited for its turn; zero for now
	Key      string    // idempotency key; the same key from the same actor acts once
	asked    []byte    // what the key stands for
	id       int64     // of the case that it opens, and the key under which files are stored before
	secret   seal.Key
}

// An Outcome is what a move did.
type Outcome struct {
	Case     *Case
	Event    Event
	Replayed bool // the key had been used: nothing was done again
	Papers   []string
	Clocks   []Clock // of the case, where the move gave any another course
}

// Validator is implemented by inputs that check more than their tags say.
type Validator interface{ Validate() error }

// Move moves a case along its chart, or opens one. It is the only way in which a state changes. When it returns without an
// error the move is durable. Errors: Missing when the actor may not see the case; Forbidden when somebody else has to make
// the move; Conflict when the case has moved on since the actor saw it; Invalid when the input breaks a rule.
func (o *Office) Move(ctx context.Context, r Request) (out Outcome, err error) {
	ctx, end := o.Recorder.Begin(ctx, telemetry.Move, r.Move)
	defer func() { end(telemetry.Outcome(err)) }()
	if r.asked, err = askedOf(r); err != nil { // before anything adds to the input
		return Outcome{}, err
	}
	r.id, r.secret = o.DB.NewID(), o.Keys.Passing()
	if err := o.before(ctx, r); err != nil {
		return Outcome{}, fmt.Errorf("prepare %s: %w", r.Move, err)
	}
	write := func(look bool) error {
		return o.DB.Write(ctx, func(tx *store.Tx) (err error) {
			out, err = o.move(ctx, tx, r, look)
			return err
		})
	}
	// A key is hardly ever used again, and a case that is opened a second time meets the first one at the latest when
	// its event is stored: whether it was used is asked where something is in the way.
	err = write(r.Key != "" && r.Case != 0)
	if r.Key != "" && (store.IsUnique(err) || err != nil && r.Case == 0) {
		err = write(true) // also where the same key was used at the same moment: this time it is found
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("move %s: %w", r.Move, err)
	}
	return out, nil
}

// before runs the slow part of a move, after the checks of the door and outside its transaction.
func (o *Office) before(ctx context.Context, r Request) error {
	if r.Input == nil || !o.prepared[r.Move] {
		return nil // most moves prepare nothing, and need no look at the case beforehand
	}
	var s *Step
	err := o.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if idem := r.idem(); idem != nil {
			center, err := o.within(ctx, tx, r)
			if err != nil {
				return err
			}
			if _, used, err := eventByKey(ctx, tx, center, idem); used || err != nil {
				return err
			}
		}
		s, err = o.begin(ctx, tx, r)
		return err
	})
	if err != nil || s == nil || s.Move.Do.Before == nil {
		return err
	}
	return s.Move.Do.Before(ctx, s.Case, s.key, r.Input)
}

// move makes a move within a transaction; look says whether to look first if its key was used.
func (o *Office) move(ctx context.Context, tx *store.Tx, r Request, look bool) (Outcome, error) {
	center, err := o.within(ctx, tx, r)
	if err == nil {
		err = o.hold(ctx, tx, center, r.Case)
	}
	if err != nil {
		return Outcome{}, err
	}
	idem := r.idem()
	if idem != nil && look {
		if out, ok, err := o.replay(ctx, tx, r, center); ok || err != nil {
			return out, err
		}
	}
	s, err := o.begin(ctx, tx, r)
	if err != nil {
		return Outcome{}, err
	}
	if err := s.keepKey(); err != nil {
		return Outcome{}, err
	}
	if v, ok := r.Input.(Validator); ok {
		if err := v.Validate(); err != nil {
			return Outcome{}, err
		}
	}
	if err := s.Move.Do.Run(s, r.Input); err != nil {
		return Outcome{}, err
	}
	if idem != nil {
		s.meta.Asked = repeat.Sign(s.key, r.asked)
	}
	ev, err := s.finish(r.Input, idem)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Case: s.Case, Event: ev, Papers: s.meta.Papers, Clocks: s.clocks}, nil
}

// within is the center in which the move is made.
func (o *Office) within(ctx context.Context, tx *store.Tx, r Request) (int64, error) {
	if r.Case == 0 {
		return r.Actor.Center, nil
	}
	return centerOf(ctx, tx, o.Policy.Reach(r.Actor.Subject, ActSee), r.Case)
}

// hold keeps every other move on the case waiting until this transaction ends.
func (o *Office) hold(ctx context.Context, tx *store.Tx, center, caseID int64) (err error) {
	if caseID == 0 || tx.ForUpdate() == "" {
		return nil // a new case, or an engine whose writes never overlap
	}
	if center, err = centerOf(ctx, tx, center, caseID); err != nil {
		return err
	}
	err = tx.Row(ctx, `SELECT id FROM casework_case WHERE id = $1 AND center_id = $2`+tx.ForUpdate(), caseID, center).Scan(&caseID)
	if errors.Is(err, sql.ErrNoRows) {
		return missing()
	}
	return err
}

// held loads a case and keeps every other move on it waiting.
func (o *Office) held(ctx context.Context, tx *store.Tx, center, caseID int64) (*Case, error) {
	if err := o.hold(ctx, tx, center, caseID); err != nil {
		return nil, err
	}
	return o.load(ctx, tx, center, caseID)
}

func (r *Request) idem() []byte { return repeat.Key(r.Actor.Account, r.Key) }

// begin loads and checks everything that must hold before the move's own function runs.
func (o *Office) begin(ctx context.Context, tx *store.Tx, r Request) (*Step, error) {
	now, err := o.Receipts.Moment(ctx, tx, o.Now())
	if err != nil {
		return nil, err
	}
	s := &Step{Ctx: ctx, Tx: tx, Office: o, Actor: r.Actor, Now: now, meta: Meta{Via: r.Actor.Via}}
	s.Received = receipt.Counted(now, r.Arrived)
	if s.Today = calendar.DayOf(s.Received); s.Received != now {
		s.meta.Arrived = s.Received.UnixMicro()
	}
	if r.Case == 0 {
		return s, s.open(r)
	}
	c, err := o.load(ctx, tx, o.Policy.Reach(r.Actor.Subject, ActSee), r.Case)
	if err != nil {
		return nil, err
	}
	s.Case, s.Chart = c, o.ChartOf(c.Chart)
	if !r.Actor.Is(System) && !o.Policy.May(r.Actor.Subject, ActSee, c.Object()) {
		return nil, missing()
	}
	s.from, s.Move = c.State, s.Chart.Move(r.Move)
	if s.Move == nil || s.Move.Opens() {
		return nil, fault.New(fault.Missing, "case.move", "没有“%s”这一步骤，请刷新页面查看现在可办的步骤", r.Move)
	}
	if r.Expected != c.Version {
		return nil, o.overtaken(ctx, tx, r.Actor, c, r.Expected)
	}
	if !slices.Contains(s.Move.From, c.State) {
		return nil, fault.New(fault.Conflict, "case.state", "案件 %s 处于“%s”，不能办理“%s”；请刷新页面查看现在可办的步骤",
			c.name(), s.Chart.State(c.State).Words(), s.Move.Words())
	}
	if err := o.mayMove(s); err != nil {
		return nil, err
	}
	return s, s.loadKey()
}

func missing() error {
	return fault.New(fault.Missing, "case.missing", "没有这个案件，或您无权查看；请核对案号，或在“我的案件”中查找")
}

func (c *Case) name() string {
	if c.Number != "" {
		return c.Number
	}
	return "（草稿）"
}

// overtaken says what happened since the version that the actor saw, as far as the actor may know it.
func (o *Office) overtaken(ctx context.Context, tx *store.Tx, a Actor, c *Case, saw int64) error {
	events, err := o.EventsFor(ctx, tx, a, c, saw) // no event has a seq below its version
	if err != nil {
		return err
	}
	var done fault.List
	chart := o.ChartOf(c.Chart)
	for _, e := range events {
		if m := chart.Move(e.Move); m != nil && e.Meta.Version > saw {
			done = append(done, fault.Say("%s %s：%s", e.At.In(calendar.Shanghai()).Format("01-02 15:04"), e.Name, m.Words()))
		}
	}
	if len(done) == 0 { // a version that there is not yet, or an act of the kernel itself
		return fault.New(fault.Conflict, "case.version", "案件 %s 现为第 %d 版，与您看到的第 %d 版不同。您填写的内容仍保留在页面上，请核对后重新提交", c.name(), c.Version, saw)
	}
	return fault.New(fault.Conflict, "case.version", "案件 %s 在您打开之后已有变化（%s）。您填写的内容仍保留在页面上，请核对后重新提交",
		c.name(), done)
}

func (o *Office) mayMove(s *Step) error {
	act := s.Chart.Act(s.Move.Code)
	if !o.Policy.May(s.Actor.Subject, act, s.Case.Object()) {
		var who any
		for i, r := range s.Move.By {
			if i == 0 {
				who = r.Info().Words()
				continue
			}
			who = fault.Say("%s或%s", who, r.Info().Words())
		}
		return fault.New(fault.Forbidden, "case.role", "“%s”须由%s办理，且案件须由其承办；您可以联系业务负责人转办",
			s.Move.Words(), who).On(s.Move.Cites())
	}
	for _, code := range s.Move.FourEyes {
		var last int64
		err := s.Tx.Row(s.Ctx, `SELECT COALESCE((SELECT actor_id FROM casework_event WHERE case_id = $1 AND +center_id = $3 AND move = $2
			ORDER BY seq DESC LIMIT 1), 0)`, s.Case.ID, code, s.Case.Center).Scan(&last)
		if err != nil {
			return err
		}
		if last != 0 && last == s.Actor.Account {
			return fault.New(fault.Forbidden, "case.four_eyes", "“%s”不能由办理“%s”的同一人办理，请由另一位工作人员办理",
				s.Move.Words(), s.Chart.Move(code).Words()).On(s.Move.Cites())
		}
	}
	return nil
}

// askedOf is what was sent under an idempotency key.
func askedOf(r Request) ([]byte, error) {
	if r.Key == "" {
		return nil, nil
	}
	plain, err := inputJSON(r.Input)
	if err != nil {
		return nil, err
	}
	return repeat.Asked(r.Case, r.Move, plain)
}

// replay returns the recorded outcome of a key that was used before. It fails with Conflict where the key came with
// something else the first time: to answer that one would look as if what was typed now had been taken.
func (o *Office) replay(ctx context.Context, tx *store.Tx, r Request, center int64) (Outcome, bool, error) {
	e, ok, err := eventByKey(ctx, tx, center, r.idem())
	if err != nil || !ok {
		return Outcome{}, false, err
	}
	c, err := o.load(ctx, tx, e.Center, e.Case)
	if err != nil {
		return Outcome{}, false, err
	}
	if e.Meta.Asked != "" {
		// A shredded case has no key any more, and nobody to send it a form again.
		if key, err := o.Keys.CaseKey(ctx, tx, e.Case); err == nil && e.Meta.Asked != repeat.Sign(key, r.asked) {
			return Outcome{}, false, fault.New(fault.Conflict, "case.reused", "案件 %s 的这份表单已于 %s 提交成功，现在的内容与当时不同，未再办理；请刷新页面查看现在可办的步骤",
				c.name(), e.At.In(calendar.Shanghai()).Format("01-02 15:04"))
		}
	}
	return Outcome{Case: c, Event: e, Replayed: true, Papers: e.Meta.Papers}, true, nil
}

// Allowed lists the moves that the actor may make on the case as it stands.
func (o *Office) Allowed(a Actor, c *Case) []*Move {
	chart := o.ChartOf(c.Chart)
	var out []*Move
	for i := range chart.Moves {
		m := &chart.Moves[i]
		if slices.Contains(m.From, c.State) && o.Policy.May(a.Subject, chart.Act(m.Code), c.Object()) {
			out = append(out, m)
		}
	}
	return out
}

// MayOpen reports whether the actor may make an opening move of the chart.
func (o *Office) MayOpen(a Actor, chart *Chart, move string) bool {
	return o.Policy.May(a.Subject, chart.Act(move), access.Object{Center: a.Center, Owner: a.Party, Agent: a.Party})
}

func inputJSON(in any) ([]byte, error) {
	if in == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(in)
}
