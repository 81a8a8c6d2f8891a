package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"sync/atomic"
	"time"

	"zhibao/internal/fault"
)

// An id has 63 bits: 41 for milliseconds since idEpoch (until 2095), 10 for the node, 12
// for a count within the millisecond that runs over into the time when it is full.
const (
	nodeBits  = 10
	countBits = 12
	maxNodes  = 1 << nodeBits
)

// IDBits is how many bits of an id stand below its milliseconds.
const IDBits = nodeBits + countBits

// idEpoch is 2026-01-01 00:00 UTC in milliseconds.
const idEpoch = 1767225600000

type ids struct {
	now  func() int64 // milliseconds since idEpoch
	node int64
	last atomic.Int64 // time and count, without the node
}

// NewID returns an id never used before, greater than every id this process made earlier,
// and in the order of time between processes. It is positive and needs 63 bits: in JSON it
// is a string.
func (db *DB) NewID() int64 { return db.ids.next() }

func (g *ids) next() int64 {
	for {
		last := g.last.Load()
		// A clock that stands still or steps back only makes the count go on.
		v := max(g.now()<<countBits, last+1)
		if g.last.CompareAndSwap(last, v) {
			high, low := v>>countBits, v&(1<<countBits-1)
			return high<<(nodeBits+countBits) | g.node<<countBits | low
		}
	}
}

// IDTime returns when id was made, to the millisecond, if the clock was right.
func IDTime(id int64) time.Time {
	return time.UnixMilli(id>>(nodeBits+countBits) + idEpoch).UTC()
}

// prepare makes the store's own tables and takes the next node number. Numbers go round
// after 1024 openings, by which time the process that had it before has long ended.
func (db *DB) prepare(ctx context.Context, o Options) error {
	db.ids = &ids{}
	engineNow := int64(0)
	err := db.Read(ctx, func(tx *Tx) error {
		return tx.Row(ctx, db.now).Scan(&engineNow)
	})
	if err != nil {
		return err
	}
	db.ids.now = func() int64 { return engineNow - idEpoch }
	if o.Now != nil {
		db.ids.now = func() int64 { return o.Now().UnixMilli() - idEpoch }
	}
	for range 3 {
		// Two processes that make the same table at the same time collide in PostgreSQL's
		// catalogue in spite of IF NOT EXISTS.
		if err = db.claim(ctx); !IsUnique(err) {
			break
		}
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Unavailable || kind == fault.Full) {
		// A full disk must not keep readers out.
		db.ids.node = randomNode()
		return nil
	}
	return err
}

// claim makes the tables if they are missing and takes a node number.
func (db *DB) claim(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "claiming a node number")
	return db.Write(ctx, func(tx *Tx) error {
		for _, t := range []string{
			`CREATE TABLE IF NOT EXISTS store_lock (name TEXT PRIMARY KEY, uses BIGINT NOT NULL)`,
			`CREATE TABLE IF NOT EXISTS store_migration (
				owner TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,
				PRIMARY KEY (owner, name))`,
		} {
			statements, err := db.ddl(t)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, statements[0]); err != nil {
				return err
			}
		}
		return tx.Row(ctx, `INSERT INTO store_lock (name, uses) VALUES ('store/node', 0)
			ON CONFLICT (name) DO UPDATE SET uses = (store_lock.uses + 1) % 1024
			RETURNING uses`).Scan(&db.ids.node)
	})
}

// randomNode is for processes that could not take a number.
func randomNode() int64 {
	var b [2]byte
	rand.Read(b[:])
	return int64(binary.BigEndian.Uint16(b[:]) % maxNodes)
}
