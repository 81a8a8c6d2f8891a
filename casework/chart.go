package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// Stay as a move's target leaves the state as it is.
const Stay = "="

// A Chart is the law of one procedure: its states, moves, who may make them, on what basis, and
// the clocks that they start and stop.
type Chart struct {
	Code    string // short Latin name, the prefix of tables and URLs
	Prefix  string // prefix of case numbers, "YS"
	Title   string
	English string
	Clause  clause.ID
	Secret  bool   // its cases hold unpublished text, which can be opened to others for a time
	Named   bool   // the title of a case is the name of the party: whoever sees the case sees it
	Sides   []Side // who stands in its cases beside each other, the owner's side first; nil where a case has only its owner
	States  []State
	Moves   []Move
	Clocks  []ClockRule
}

// A Side is what a party can be in a case: 请求人, 被请求人, 第三人.
type Side struct{ Code, Title, English string }

// A State is a station of a case. The code is stored; the title is shown.
type State struct {
	Code, Title, English string
	Phase                string // the stage that the public progress bar shows
	Final                bool
	Party                bool            // the next step is the party's, not the center's
	Sides                []string        // of those sides, where the chart has sides; otherwise the owner's
	Queue                Role            // in whose work list a case of this state stands, beside the party's
	QueueRel             access.Relation // Handler or Second; otherwise everybody of the role in the center
}

// A Move is an edge of a chart.
type Move struct {
	Code, Title, English string
	From                 []string        // states it leaves; empty opens a new case
	To                   []string        // possible targets, the first by default; Stay keeps the state
	By                   []Role          // who may make it
	Rel                  access.Relation // relation that those roles need, Center by default
	Owner                access.Relation // relation of entity and agency, Owner or Agent by default
	Sides                []string        // sides whose parties may make it, where the chart has sides; otherwise the owner's
	Basis                []rule.Cite
	Do                   Handler
	FourEyes             []string // moves whose last actor must be somebody else
	Danger               bool     // asks for confirmation
	Terms                bool     // lengthens or shortens a running term: its effect is shown before it is made
	Inside               bool     // parties do not learn that it was made
	Counter              []Role   // who may make it at the counter for a party that cannot, see Behalf
	Quiet                bool     // made from a page of its own, not offered as a button
}

// A Handler is the typed input of a move and what the move does with it. Before, if there is
// one, does the slow work (reading and checking files) before the transaction begins, once it
// is known that the actor may make the move. A case that the move opens has no more than id, center and key.
type Handler struct {
	New    func() any // pointer to a zero input
	Before func(ctx context.Context, c *Case, key seal.Key, in any) error
	Run    func(*Step, any) error
}

// Input makes the handler of a move whose input is T. T carries the form tags from which page,
// JSON schema and validation come.
func Input[T any](run func(*Step, *T) error) Handler {
	return Handler{
		New: func() any { return new(T) },
		Run: func(s *Step, in any) error { return run(s, in.(*T)) },
	}
}

// Prepared makes the handler of a move that has slow work to do before it runs.
func Prepared[T any](before func(context.Context, *Case, seal.Key, *T) error, run func(*Step, *T) error) Handler {
	h := Input(run)
	h.Before = func(ctx context.Context, c *Case, key seal.Key, in any) error { return before(ctx, c, key, in.(*T)) }
	return h
}

// A ClockRule is one clock of a chart. The due date is a pure function of the events, the
// calendar and the length in force on the day it starts.
type ClockRule struct {
	Code, Title, English string
	Start                []string // moves that start it anew: "accept", or "approve>passed" only into that state
	Stop                 []string // moves that meet it, in the same way
	Pause                []string // states in which it does not run
	Setting              string   // configuration key of its length, by kind of case
	Regime               term.Regime
	Basis                []rule.Cite
	Party                bool   // runs against the party, not against the center
	Target               bool   // what the notice (3.3) promises, beside the term of the law
	Overdue              string // move that the system makes when it has run out, if any
}

// Knows reports whether the chart has a state; a newer version may have written another.
func (c *Chart) Knows(state string) bool {
	return slices.ContainsFunc(c.States, func(s State) bool { return s.Code == state })
}

// State returns the state with the code, or one that says that this version does not know it.
func (c *Chart) State(code string) State {
	if i := slices.IndexFunc(c.States, func(s State) bool { return s.Code == code }); i >= 0 {
		return c.States[i]
	}
	return State{Code: code, Title: "新版本的状态 " + code, English: "State of a newer version: " + code}
}

// Move returns the move with the code, or nil.
func (c *Chart) Move(code string) *Move {
	for i := range c.Moves {
		if c.Moves[i].Code == code {
			return &c.Moves[i]
		}
	}
	return nil
}

// Opens reports whether the move opens a new case.
func (m *Move) Opens() bool { return len(m.From) == 0 }

// Words returns the title for a message.
func (m *Move) Words() fault.Pair { return fault.Pair{m.Title, m.English} }

// Words returns the title for a message.
func (s State) Words() fault.Pair { return fault.Pair{s.Title, s.English} }

// Cites returns the citations of the move in one line.
func (m *Move) Cites() string { return rule.Meta{Basis: m.Basis}.Cites() }

// Act is the name of the move in the access policy.
func (c *Chart) Act(move string) string { return c.Code + "." + move }

// Grants returns the access grants that the chart's moves imply.
func (c *Chart) Grants() []access.Grant {
	var gs []access.Grant
	for i := range c.Moves {
		m := &c.Moves[i]
		for _, r := range m.By {
			if (r == Entity || r == AgencyRole) && len(m.Sides) > 0 {
				gs = append(gs, c.sided(m, r)...)
				continue
			}
			rel := m.Rel
			if rel == access.None {
				rel = access.Center
			}
			switch {
			case r == Entity:
				rel = access.Owner
			case r == AgencyRole:
				rel = access.Agent
				if m.Owner != access.None {
					rel = m.Owner
				}
			case r == System, r == Head, r == Director:
				rel = access.Center
			}
			gs = append(gs, access.Grant{Act: c.Act(m.Code), Role: string(r), Rel: rel, States: m.From})
		}
		for _, r := range m.Counter {
			gs = append(gs, access.Grant{Act: c.Act(m.Code), Role: string(r), Rel: access.Center, States: m.From})
		}
	}
	return gs
}

// sided grants a move to the parties of some sides: the first side is the owner's, the others take part.
func (c *Chart) sided(m *Move, r Role) (gs []access.Grant) {
	act := c.Act(m.Code)
	if slices.Contains(m.Sides, c.Sides[0].Code) {
		rel := access.Owner
		if r == AgencyRole {
			rel = access.Agent
		}
		gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: rel, States: m.From})
	}
	others := slices.DeleteFunc(slices.Clone(m.Sides), func(s string) bool { return s == c.Sides[0].Code })
	if len(others) > 0 {
		gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Part, Sides: others, States: m.From})
	}
	return gs
}

// Side returns the side with the code, or one that shows the code itself.
func (c *Chart) Side(code string) Side {
	if i := slices.IndexFunc(c.Sides, func(s Side) bool { return s.Code == code }); i >= 0 {
		return c.Sides[i]
	}
	return Side{code, code, code}
}

// sidesKnown reports whether the chart has all the sides.
func (c *Chart) sidesKnown(codes []string) bool {
	return !slices.ContainsFunc(codes, func(code string) bool {
		return !slices.ContainsFunc(c.Sides, func(s Side) bool { return s.Code == code })
	})
}

// Check reports everything that is wrong with the chart.
func (c *Chart) Check() error {
	k := &chartCheck{chart: c, states: map[string]State{}, leaves: map[string]bool{}, reached: map[string]bool{}}
	for _, s := range c.States {
		if _, twice := k.states[s.Code]; twice || s.Title == "" || s.English == "" {
			k.wrong("state %q defined twice or without titles", s.Code)
		}
		if !c.sidesKnown(s.Sides) {
			k.wrong("state %s names an unknown side", s.Code)
		}
		k.states[s.Code] = s
	}
	k.moves()
	k.reach()
	k.clocks()
	return errors.Join(k.errs...)
}

type chartCheck struct {
	chart           *Chart
	states          map[string]State
	leaves, reached map[string]bool
	errs            []error
}

func (k *chartCheck) wrong(format string, args ...any) {
	k.errs = append(k.errs, fmt.Errorf(k.chart.Code+": "+format, args...))
}

func (k *chartCheck) moves() {
	seen := map[string]bool{}
	for i := range k.chart.Moves {
		m := &k.chart.Moves[i]
		if seen[m.Code] || m.Title == "" || m.English == "" || m.Code == ReadMove || m.Code == RemindMove || m.Code == GraceMove {
			k.wrong("move %q defined twice, without titles, or called as an event of the kernel", m.Code)
		}
		seen[m.Code] = true
		if len(m.By) == 0 || len(m.Basis) == 0 || len(m.To) == 0 || m.Do.New == nil {
			k.wrong("move %s has no role, no basis, no target or no input", m.Code)
		}
		for _, f := range m.From {
			if s, ok := k.states[f]; !ok {
				k.wrong("move %s leaves unknown state %s", m.Code, f)
			} else if s.Final && slices.ContainsFunc(m.To, func(t string) bool { return t != Stay && t != f }) && !m.Danger {
				k.wrong("move %s leaves final state %s without being marked as dangerous", m.Code, f)
			}
			if slices.ContainsFunc(m.To, func(t string) bool { return t != Stay && t != f }) {
				k.leaves[f] = true
			}
		}
		for _, t := range m.To {
			if _, ok := k.states[t]; !ok && t != Stay {
				k.wrong("move %s enters unknown state %s", m.Code, t)
			}
			if m.Opens() {
				k.reached[t] = true
			}
		}
		if !k.chart.sidesKnown(m.Sides) {
			k.wrong("move %s names an unknown side", m.Code)
		}
		for _, f := range m.FourEyes {
			if k.chart.Move(f) == nil {
				k.wrong("move %s needs four eyes with unknown move %s", m.Code, f)
			}
		}
	}
}

func (k *chartCheck) reach() {
	for grew := true; grew; {
		grew = false
		for i := range k.chart.Moves {
			m := &k.chart.Moves[i]
			if !slices.ContainsFunc(m.From, func(f string) bool { return k.reached[f] }) {
				continue
			}
			for _, t := range m.To {
				if t != Stay && !k.reached[t] {
					k.reached[t], grew = true, true
				}
			}
		}
	}
	for code, s := range k.states {
		if !k.reached[code] {
			k.wrong("state %s cannot be reached", code)
		}
		if !s.Final && !k.leaves[code] {
			k.wrong("state %s is a dead end", code)
		}
	}
}

func (k *chartCheck) clocks() {
	for _, r := range k.chart.Clocks {
		if len(r.Start) == 0 || r.Setting == "" || len(r.Basis) == 0 || r.Title == "" {
			k.wrong("clock %s has no start, no length, no title or no basis", r.Code)
		}
		for _, m := range slices.Concat(r.Start, r.Stop, strings.Fields(r.Overdue)) {
			move, into, _ := strings.Cut(m, ">")
			if _, known := k.states[into]; k.chart.Move(move) == nil || (into != "" && !known) {
				k.wrong("clock %s names unknown move %s", r.Code, m)
			}
		}
		for _, s := range r.Pause {
			if _, ok := k.states[s]; !ok {
				k.wrong("clock %s pauses in unknown state %s", r.Code, s)
			}
		}
	}
}

// A GateQuery is what a gate is asked: may these parties bring this matter in today?
type GateQuery struct {
	Owner   int64 // party whose matter it is
	Agent   int64 // party that acts for it, 0 for none
	Kind    string
	Classes []string // IPC or Locarno classes, as stated; may be empty
	Names   []string // applicants as the papers state them, empty where they state none
	Codes   []string // their credit codes, same order
}

// A Gate refuses a matter, or lets it pass with nil. Gates are handed to procedures by package center.
type Gate func(s *Step, q GateQuery) error
