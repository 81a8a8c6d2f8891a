package casework

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// ReadMove is the move code of the event that records an opening of unpublished text.
const ReadMove = "read"

// aad binds a ciphertext to its place, so that it cannot be moved elsewhere.
func aad(caseID int64, field string, seq int64) string {
	return fmt.Sprintf("casework/%d/%s/%d", caseID, field, seq)
}

// sealed is the secret part of an event before it is sealed, and when it happens.
type sealed struct {
	key   seal.Key
	plain []byte // typed input as JSON, nil for none
	now   time.Time
}

// append adds an event to the case's chain. The hash covers the ciphertext of the input, and can be verified without keys.
func (o *Office) append(ctx context.Context, tx *store.Tx, c *Case, e *Event, s sealed) error {
	c.Seq++
	e.ID, e.Center, e.Case, e.Seq, e.At = o.DB.NewID(), c.Center, c.ID, c.Seq, s.now.Truncate(time.Microsecond)
	e.Prev = c.head
	if s.plain != nil {
		e.Input = s.key.Seal(aad(c.ID, "input", e.Seq), s.plain)
	}
	meta, err := json.Marshal(e.Meta)
	if err != nil {
		return err
	}
	e.rawMeta = string(meta)
	e.Hash = e.digest(o.Keys.Provider())
	c.head = e.Hash
	return insertEvent(ctx, tx, e)
}

// digest is over every stored column of the event except its id, each preceded by its length, in the
// function of a provider.
func (e *Event) digest(p seal.Provider) []byte {
	return p.Sum(func(h hash.Hash) {
		for _, n := range []int64{e.Center, e.Case, e.Seq, e.At.UnixMicro(), e.Actor} {
			_ = binary.Write(h, binary.BigEndian, n)
		}
		for _, s := range []string{e.Name, e.Role, e.Move, e.From, e.To, e.rawMeta} {
			field(h, []byte(s))
		}
		field(h, e.Input)
		field(h, e.idem)
		field(h, e.Prev)
	})
}

// A plainRow is what a case shows in lists. Only moves change it, so the event of the last move can
// vouch for it; due dates change with calendars as well and are recomputed instead.
type plainRow struct {
	chart, number, kind, attrs    string
	owner, agent, handler, reader int64
	opened, closed                int64
}

// plain returns the row as it is stored.
func (c *Case) plain() plainRow {
	return plainRow{c.Chart, c.Number, c.Kind, c.attrs(), c.Owner, c.Agent, c.Handler, c.Second, micro(c.Opened), micro(c.Closed)}
}

// digest is that of every column, each text preceded by its length.
func (r plainRow) digest() string {
	h := sha256.New()
	for _, n := range []int64{r.owner, r.agent, r.handler, r.reader, r.opened, r.closed} {
		_ = binary.Write(h, binary.BigEndian, n)
	}
	for _, s := range []string{r.chart, r.number, r.kind, r.attrs} {
		field(h, []byte(s))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func field(h hash.Hash, b []byte) {
	_ = binary.Write(h, binary.BigEndian, int64(len(b)))
	h.Write(b)
}

// EventsFor returns the history of a case as far as the actor may know it: a party does not learn of
// what only the center sees, or what concerns another party alone. After a seq, where one is given.
func (o *Office) EventsFor(ctx context.Context, tx *store.Tx, a Actor, k *Case, after ...int64) ([]Event, error) {
	events, err := o.Events(ctx, tx, k.Center, k.ID, after...)
	if chart := o.Chart(k.Chart); a.Party != 0 && chart != nil {
		stands := k.Stands(a.Party)
		events = slices.DeleteFunc(events, func(e Event) bool {
			m := chart.Move(e.Move)
			return m != nil && m.Inside || e.Meta.For != 0 && !slices.Contains(stands, e.Meta.For)
		})
	}
	return events, err
}

// InputOf decrypts the typed input of an event into in.
func (o *Office) InputOf(ctx context.Context, tx *store.Tx, e Event, in any) (err error) {
	defer fault.Wrap(&err, "input of event %d", e.ID)
	var cipher []byte
	if err := tx.Row(ctx, `SELECT input FROM casework_event WHERE id = $1 AND center_id = $2`, e.ID, e.Center).Scan(&cipher); err != nil {
		return err
	}
	key, err := o.Keys.CaseKey(ctx, tx, e.Case)
	if err != nil {
		return err
	}
	plain, err := key.Open(aad(e.Case, "input", e.Seq), cipher)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, in)
}

// RecordReading appends the event that the actor opened unpublished text: what, and why. It must succeed before the text is shown.
func (o *Office) RecordReading(ctx context.Context, by Actor, caseID int64, what string) (err error) {
	defer fault.Wrap(&err, "record reading")
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := o.held(ctx, tx, o.Policy.Reach(by.Subject, ActSee), caseID)
		if err != nil {
			return err
		}
		if !o.Policy.May(by.Subject, ActText, c.Object()) && !o.Policy.May(by.Subject, ActForm, c.Object()) {
			return missing()
		}
		e := Event{Actor: by.Account, Name: by.Name, Move: ReadMove, From: c.State, To: c.State,
			Meta: Meta{Via: by.Via, Version: c.Version, Notes: map[string]string{"what": what, "ip": by.IP}}}
		return o.aside(ctx, tx, c, &e, nil)
	})
}
