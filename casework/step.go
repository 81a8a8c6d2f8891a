package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhibao/casework/fact"
	"zhibao/casework/serial"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A Step is one move while it is being made: what its function sees and what it may do.
type Step struct {
	Ctx      context.Context
	Tx       *store.Tx
	Office   *Office
	Chart    *Chart
	Move     *Move
	Case     *Case
	Actor    Actor
	Now      time.Time
	Today    calendar.Day // of the receipt
	Received time.Time    // before Now where what arrived before midnight had to wait for its turn

	from, to string
	meta     Meta
	key      seal.Key
	opening  bool
	titled   string
	clocks   []Clock
	shred    bool
	depth    int
}

func (s *Step) open(r Request) error {
	s.Chart = s.Office.Chart(r.Chart)
	if s.Chart == nil {
		return fault.New(fault.Missing, "case.chart", "没有名为 %s 的业务，请从菜单选择", r.Chart)
	}
	s.Move = s.Chart.Move(r.Move)
	if s.Move == nil || !s.Move.Opens() {
		return fault.New(fault.Missing, "case.move", "没有“%s”这一步骤，请刷新页面查看现在可办的步骤", r.Move)
	}
	o := s.Office
	obj := access.Object{Center: r.Actor.Center, Owner: r.Actor.Party, Agent: r.Actor.Party}
	if !o.Policy.May(r.Actor.Subject, s.Chart.Act(s.Move.Code), obj) {
		return fault.New(fault.Forbidden, "case.open", "您的账号不能办理“%s”；确需办理的，请联系安全管理员授予相应角色", s.Move.Words()).On(s.Move.Cites())
	}
	ct, err := o.Center(s.Ctx, s.Tx, r.Actor.Center)
	if err != nil {
		return err
	}
	s.opening = true
	s.Case = &Case{ID: r.id, Center: ct.ID, Province: ct.Province, Chart: s.Chart.Code, Opened: s.Now.Truncate(time.Microsecond), head: []byte{}}
	s.key = r.secret
	return nil
}

// keepKey keeps the key of a case that is opened.
func (s *Step) keepKey() error {
	if !s.opening {
		return nil
	}
	return s.Office.Keys.KeepCaseKey(s.Ctx, s.Tx, s.Case.Center, s.Case.ID, s.key)
}

func (s *Step) loadKey() (err error) {
	s.key, err = s.Office.Keys.CaseKey(s.Ctx, s.Tx, s.Case.ID)
	return err
}

// Key returns the case's own key, for everything secret that belongs to it.
func (s *Step) Key() seal.Key { return s.key }

// To chooses the target among those that the move allows.
func (s *Step) To(state string) error {
	if !slices.Contains(s.Move.To, state) {
		return fmt.Errorf("move %s of %s may not lead to %s", s.Move.Code, s.Chart.Code, state)
	}
	s.to = state
	return nil
}

// SetTitle gives the case its title. The title is secret: it is stored encrypted and found
// only through keyed bigrams.
func (s *Step) SetTitle(title string) { s.Case.Title, s.titled = title, title }

// Issue gives the case its number, once. The number is gap-free in the center, the procedure and
// the year.
func (s *Step) Issue() error {
	if s.Case.Number != "" {
		return nil
	}
	ct, err := s.Office.Center(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	n, err := s.Next(s.Chart.Code)
	if err != nil {
		return err
	}
	s.Case.Number = serial.Number(s.Chart.Prefix, ct.Code, s.Today.Year(), n)
	return nil
}

// Alias records a number under which the case was known elsewhere; lists find the case by it too.
// It fails with Conflict when another case of the chart has the number.
func (s *Step) Alias(number string) error {
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO casework_alias (center_id, chart, number, case_id) VALUES ($1,$2,$3,$4)`,
		s.Case.Center, s.Chart.Code, serial.Plain(number), s.Case.ID)
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "case.alias", "原案号 %s 已属于本中心的另一案件，请核对", number)
	}
	return err
}

// Next takes the next number of a series of the center in this year, without gaps.
func (s *Step) Next(series string) (int64, error) {
	return serial.Next(s.Ctx, s.Tx, s.Case.Center, series, s.Today.Year())
}

// Extend lengthens a running clock. The reason is a code or short plain words, never text of an
// application.
func (s *Step) Extend(clock string, by term.Length, why string) {
	s.meta.Clocks = append(s.meta.Clocks, ClockOp{Clock: clock, Extend: by.String(), Why: why})
}

// StartClock starts a clock on an earlier day: that of a case which another system began.
func (s *Step) StartClock(clock string, on calendar.Day) {
	s.meta.Clocks = append(s.meta.Clocks, ClockOp{Clock: clock, Start: on.String()})
}

// Paper notes in the event the number of a paper that was issued and the digest of its row.
func (s *Step) Paper(number, digest string) {
	s.meta.Papers, s.meta.Digests = append(s.meta.Papers, number), append(s.meta.Digests, digest)
}

// Note adds plain words to the event. Nothing secret may be noted.
func (s *Step) Note(name, value string) {
	if s.meta.Notes == nil {
		s.meta.Notes = map[string]string{}
	}
	s.meta.Notes[name] = value
}

// Only keeps the event of this move from all parties but one and those who act for it.
func (s *Step) Only(party int64) { s.meta.For = party }

// Setting asks for a value of the center's configuration in force today for the kind of case.
func (s *Step) Setting(key string) setting.Query {
	return setting.Query{Center: s.Case.Center, Key: key, Variant: s.Case.Kind, On: s.Today}
}

// Establish records a fact and lets the other procedures react to it in this transaction.
func (s *Step) Establish(f fact.Fact) error {
	f.ID, f.Center, f.Case, f.At = s.Office.DB.NewID(), s.Case.Center, s.Case.ID, s.Now
	if err := insertFact(s.Ctx, s.Tx, f); err != nil {
		return err
	}
	s.meta.Facts = append(s.meta.Facts, string(f.Kind))
	for _, react := range s.Office.reactions[f.Kind] {
		if err := react(s.Ctx, s, f); err != nil {
			return fmt.Errorf("react to %s: %w", f.Kind, err)
		}
	}
	return nil
}

// ShredAfter destroys the case's key once the move is recorded: everything secret of the case is
// then unreadable for ever, in backups too. The chain of events stays verifiable.
func (s *Step) ShredAfter() { s.shred = true }

// maxDepth bounds how far facts may lead from case to case within one transaction.
const maxDepth = 8

// Follow makes a move of the system on another case in the same transaction, as the consequence
// of this one.
func (s *Step) Follow(caseID int64, move string, input any) error {
	c, err := s.Office.held(s.Ctx, s.Tx, s.Case.Center, caseID)
	if err == nil {
		_, err = s.consequence(Request{Actor: Robot(c.Center), Case: caseID, Move: move, Input: input, Expected: c.Version})
	}
	return err
}

// consequence makes a move on another case, or opens one, within this move.
func (s *Step) consequence(r Request) (*Case, error) {
	if s.depth >= maxDepth {
		return nil, fmt.Errorf("consequences of %s lead further than %d cases", s.Move.Code, maxDepth)
	}
	r.id, r.secret = s.Office.DB.NewID(), s.Office.Keys.Passing()
	next, err := s.Office.begin(s.Ctx, s.Tx, r)
	if err != nil {
		return nil, err
	}
	if err := next.keepKey(); err != nil {
		return nil, err
	}
	next.depth = s.depth + 1
	if err := next.Move.Do.Run(next, r.Input); err != nil {
		return nil, err
	}
	_, err = next.finish(r.Input, nil)
	return next.Case, err
}

// finish writes what the move's function decided: state, title, event, clocks.
func (s *Step) finish(input any, idem []byte) (Event, error) {
	c := s.Case
	if s.to == "" {
		s.to = s.Move.To[0]
	}
	if s.to == Stay {
		s.to = s.from
	}
	c.State, c.Version = s.to, c.Version+1
	if s.Chart.State(s.to).Final && c.Open() {
		c.Closed = s.Now
		for _, end := range s.Office.Closing {
			if err := end(s); err != nil {
				return Event{}, err
			}
		}
	} else if !s.Chart.State(s.to).Final {
		c.Closed = time.Time{}
	}
	if s.titled != "" {
		if err := s.Office.sealTitle(s.Ctx, s.Tx, c, s.titled); err != nil {
			return Event{}, err
		}
	}
	s.meta.Basis, s.meta.Version, s.meta.Row = s.Move.Cites(), c.Version, c.plain().digest()
	plain, err := inputJSON(input)
	if err != nil {
		return Event{}, err
	}
	ev := Event{Actor: s.Actor.Account, Name: s.Actor.Name, Role: s.Move.role(s.Actor), Move: s.Move.Code,
		From: s.from, To: s.to, Meta: s.meta, idem: idem}
	if err := s.Office.append(s.Ctx, s.Tx, c, &ev, sealed{s.key, plain, s.Now}); err != nil {
		return Event{}, err
	}
	if s.Chart.turns(ev, c.Kind != c.stored.kind) {
		if s.clocks, err = s.Office.Clocks(s.Ctx, s.Tx, c, ev); err != nil {
			return Event{}, err
		}
		c.soonest(s.clocks)
	}
	if s.shred {
		if _, err := s.Office.Keys.Shred(s.Ctx, s.Tx, c.ID, s.Now); err != nil {
			return Event{}, err
		}
		if err := s.Office.dropTitle(s.Ctx, s.Tx, c); err != nil {
			return Event{}, err
		}
	}
	if s.opening {
		return ev, insertCase(s.Ctx, s.Tx, c)
	}
	return ev, updateCase(s.Ctx, s.Tx, c)
}

// role returns the role in which the actor made the move.
func (m *Move) role(a Actor) string {
	for _, r := range slices.Concat(m.By, m.Counter) {
		if a.Is(r) {
			return string(r)
		}
	}
	return ""
}
