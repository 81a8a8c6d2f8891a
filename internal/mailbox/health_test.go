package mailbox

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// A way that fails again and again rests; letters wait meanwhile without using up their tries, go
// out when it is mended, and are given up when it is not within a day.
func TestBreaker(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		d := &memory{err: undelivered(errors.New("down"))}
		b, jobs := newBox(t, db, c, Options{Driver: fixed(map[Channel]Driver{Mail: d})})
		health := func() (h Health) {
			t.Helper()
			if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
				h, err = b.Health(t.Context(), tx, 5, Mail)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return h
		}
		run := func() {
			t.Helper()
			if _, err := jobs.RunDue(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var ids []int64
		for range breakAfter {
			id, err := send(t, db, b, news)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
			run()
		}
		if h := health(); h.Failures != breakAfter || h.Error != "mailbox.undelivered" || !h.Until.After(c.now()) {
			t.Fatalf("not at rest: %+v", h)
		}
		late, _ := send(t, db, b, news)
		c.pass(90 * time.Second) // the first letters are due again, the way still rests
		before := d.n
		run()
		if d.n != before {
			t.Errorf("%d deliveries while the way rests", d.n-before)
		}
		if l := letter(t, db, b, late); l.State != Waiting || l.Tries != 0 || l.Error != "mailbox.undelivered" {
			t.Errorf("a letter that waits: %+v", l)
		}
		// Mended, everything goes out at once.
		d.err = nil
		if err := db.Write(t.Context(), func(tx *store.Tx) error { return b.Revive(t.Context(), tx, 5, Mail) }); err != nil {
			t.Fatal(err)
		}
		run()
		for _, id := range append(ids, late) {
			if l := letter(t, db, b, id); l.State != Sent {
				t.Errorf("%+v", l)
			}
		}
		if h := health(); h.Failures != 0 || !h.Until.IsZero() || !h.Sent.Equal(c.now()) {
			t.Errorf("after success: %+v", h)
		}
		// The old jobs of letters that went out do nothing more.
		sent := len(d.got)
		c.pass(3 * time.Hour)
		run()
		if len(d.got) != sent || sent != len(ids)+1 {
			t.Errorf("%d letters went out, %d at first", len(d.got), sent)
		}
		unmended(t, db, b, run, c, d)
	})
}

// unmended lets a way fail for more than a day: every letter is then somebody's task.
func unmended(t *testing.T, db *store.DB, b *Box, run func(), c *clock, d *memory) {
	t.Helper()
	d.err = undelivered(errors.New("down"))
	var ids []int64
	for range 20 {
		id, _ := send(t, db, b, news)
		ids = append(ids, id)
	}
	begin := d.n
	for range 30 * 4 {
		run()
		c.pass(15 * time.Minute)
	}
	if n := d.n - begin; n > 20*8 || n < 8 {
		t.Errorf("%d deliveries in thirty hours", n)
	}
	for _, id := range ids {
		if l := letter(t, db, b, id); l.State != Failed || l.Error != "mailbox.undelivered" {
			t.Errorf("%+v", l)
		}
	}
	var open int
	settle := func(id int64) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return b.Settle(t.Context(), tx, id, 3) })
	}
	if err := settle(ids[0]); err != nil {
		t.Error(err)
	}
	if err := settle(ids[0]); err == nil {
		t.Error("settled twice")
	}
	if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
		open, err = b.Failures(t.Context(), tx, 5)
		return err
	}); err != nil || open != len(ids)-1 {
		t.Errorf("%d open, %v", open, err)
	}
	d.err = nil
}

// A recipient that is refused does not stop the way for others.
func TestRefusedIsNoFailureOfTheWay(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	d := &memory{err: refused(errors.New("550"))}
	b, jobs := newBox(t, db, newClock(), Options{Driver: fixed(map[Channel]Driver{Mail: d})})
	for i := range 2 * breakAfter {
		m := news
		m.To = fmt.Sprintf("u%d@example.com", i)
		send(t, db, b, m)
	}
	if _, err := jobs.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.err = nil
	send(t, db, b, news)
	if _, err := jobs.RunDue(t.Context()); err != nil || len(d.got) != 1 {
		t.Errorf("%v, %d arrived", err, len(d.got))
	}
}
