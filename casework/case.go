package casework

import (
	"encoding/json"
	"slices"
	"time"

	"zhibao/internal/access"
	"zhibao/law/calendar"
)

// A Case is one file of a procedure.
type Case struct {
	ID       int64
	Center   int64
	Chart    string
	Number   string // empty until it is issued
	State    string
	Version  int64  // counts moves; the expected version of the next
	Seq      int64  // counts events
	Kind     string // attribute of the case, for example the kind of patent
	Owner    int64  // party whose case it is
	Agent    int64  // party that acts for it, 0 for none
	Handler  int64  // account
	Second   int64  // account of the second reader
	Province string
	Opened   time.Time
	Closed   time.Time         // zero while open
	Title    string            // secret; empty when loaded without the right to see it
	Attrs    map[string]string // plain attributes; never text of an application
	Due      calendar.Day      // of the clock that ends first, no day if none runs
	DueClock string
	DueParty bool // that clock runs against the party
	Provis   bool // the due date is provisional
	head     []byte
	sealed   []byte // title under the center's key
	conflict []int64
	parts    []Part  // those that last
	opened   []int64 // accounts to which the text is open now, see Opening
	stored   place
}

// A place is where a case stands in the lists: the columns that their indexes hold.
type place struct {
	number, state, kind           string
	owner, agent, handler, second int64
	closed                        int64
	due                           calendar.Day
}

func (c *Case) place() place {
	return place{c.Number, c.State, c.Kind, c.Owner, c.Agent, c.Handler, c.Second, micro(c.Closed), c.Due}
}

// Object returns the case as the access policy sees it.
func (c *Case) Object() access.Object {
	return access.Object{ID: c.ID, Center: c.Center, Province: c.Province, Owner: c.Owner, Agent: c.Agent,
		Handler: c.Handler, Second: c.Second, State: c.State, Chart: c.Chart, Parts: c.sides(), Conflicted: c.conflict, Opened: c.opened}
}

// Open reports whether the case is not closed.
func (c *Case) Open() bool { return c.Closed.IsZero() }

func (c *Case) attrs() string {
	if len(c.Attrs) == 0 {
		return "{}"
	}
	b, err := json.Marshal(c.Attrs)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// SetAttr sets a plain attribute, or removes it when the value is empty.
func (c *Case) SetAttr(name, value string) {
	if c.Attrs == nil {
		c.Attrs = map[string]string{}
	}
	if value == "" {
		delete(c.Attrs, name)
		return
	}
	c.Attrs[name] = value
}

// An Event is one entry of a case's history. Events are never changed.
type Event struct {
	ID      int64
	Center  int64
	Case    int64
	Seq     int64
	At      time.Time
	Actor   int64
	Name    string
	Role    string
	Move    string // move code, or "read" for an opening of unpublished text
	From    string
	To      string
	Meta    Meta
	Input   []byte // ciphertext of the typed input as JSON
	Prev    []byte
	Hash    []byte
	idem    []byte
	rawMeta string
}

// Meta is the plain part of an event: nothing secret may enter it.
type Meta struct {
	Via     string            `json:"via,omitempty"`
	Basis   string            `json:"basis,omitempty"`
	Papers  []string          `json:"papers,omitempty"`  // numbers of papers issued
	Digests []string          `json:"digests,omitempty"` // of the same papers, in the same order
	Clocks  []ClockOp         `json:"clocks,omitempty"`
	Facts   []string          `json:"facts,omitempty"`
	Notes   map[string]string `json:"notes,omitempty"`
	Asked   string            `json:"asked,omitempty"`   // keyed digest of what was sent, where an idempotency key came with it
	For     int64             `json:"for,omitempty"`     // the only party that learns of the event
	Arrived int64             `json:"arrived,omitempty"` // microseconds; when the last byte had come, where that was the day before
	Row     string            `json:"row,omitempty"`     // digest of the case as the move left it
	Version int64             `json:"v"`                 // version of the case after the event
}

// Counted is when what the event records counts as received: when it was recorded, or, where it had arrived
// before midnight and its turn came after it, when it had arrived.
func (e *Event) Counted() time.Time {
	if e.Meta.Arrived != 0 {
		return time.UnixMicro(e.Meta.Arrived).UTC()
	}
	return e.At
}

// A ClockOp is an explicit act on a clock: an extension with its reason code, or a start on a day
// before that of the event.
type ClockOp struct {
	Clock  string `json:"clock"`
	Start  string `json:"start,omitempty"`  // day, for a case that was begun elsewhere
	Extend string `json:"extend,omitempty"` // length as term.ParseLength reads it
	Why    string `json:"why,omitempty"`
}

// Conflicted reports whether the account declared a conflict of interest in the case.
func (c *Case) Conflicted(account int64) bool { return slices.Contains(c.conflict, account) }
