package watch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// States of a watch.
const (
	active = "active" // matched against what comes
	paused = "paused" // what comes meanwhile is not made up for
	ended  = "ended"  // for good; its warnings stay
)

// A Watch is what somebody keeps an eye on.
type Watch struct {
	ID, Center, Account int64
	Name                string // of who made it
	At                  time.Time
	Title, Kind, About  string   // what it is about is sealed in the database
	Causes              []string // what it warns of
	State               string
	FromID              int64     // documents that came into the holding later are new to it
	FromAt              time.Time // events that became known later are new to it
	Recipients          []Recipient
	Run                 int64 // the search of which it is made, where it is made of one
	Warnings            int   // how many it gave
}

// A Recipient is told of the warnings of a watch.
type Recipient struct {
	Account int64
	Name    string
}

// A Change is one step in the life of a watch.
type Change struct {
	Name, Act string
	At        time.Time
}

func watchAAD(id int64) string { return fmt.Sprintf("watch.watch %d", id) }

// watches reads watches by a condition, with what they are about opened.
func (d *Desk) watches(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Watch, err error) {
	defer fault.Wrap(&err, "watches")
	key, err := d.office.Keys.Center(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	by := map[int64]*Watch{}
	rows, err := tx.Query(ctx, `SELECT id, account_id, name, at, title, kind, about, causes, state, from_id, from_at, (SELECT COUNT(*) FROM watch_warning g WHERE g.watch_id = w.id) FROM watch_watch w WHERE center_id = $1 AND `+where, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		w := &Watch{Center: center}
		var at, from, n int64
		var about []byte
		var causes string
		if err := rows.Scan(&w.ID, &w.Account, &w.Name, &at, &w.Title, &w.Kind, &about, &causes, &w.State, &w.FromID, &from, &n); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		plain, err := key.Open(watchAAD(w.ID), about)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		w.At, w.FromAt, w.About, w.Causes, w.Warnings = time.UnixMicro(at), time.UnixMicro(from), string(plain), strings.Split(causes, ","), int(n)
		by[w.ID], out = w, append(out, w)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return out, recipients(ctx, tx, center, by)
}

// recipients adds who is told.
func recipients(ctx context.Context, tx *store.Tx, center int64, by map[int64]*Watch) error {
	rows, err := tx.Query(ctx, `SELECT watch_id, account_id, name FROM watch_recipient WHERE center_id = $1 ORDER BY name`, center)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var r Recipient
		if err := rows.Scan(&id, &r.Account, &r.Name); err != nil {
			return err
		}
		if w := by[id]; w != nil {
			w.Recipients = append(w.Recipients, r)
		}
	}
	return rows.Err()
}

// watch reads one.
func (d *Desk) watch(ctx context.Context, tx *store.Tx, center, id int64) (*Watch, error) {
	ws, err := d.watches(ctx, tx, center, `id = $2`, id)
	if err != nil {
		return nil, err
	}
	if len(ws) == 0 {
		return nil, fault.New(fault.Missing, "watch.none", "没有这项监视，请从“监视项目”中选择")
	}
	return ws[0], nil
}

// history reads the life of a watch.
func history(ctx context.Context, tx *store.Tx, id int64) (out []Change, err error) {
	rows, err := tx.Query(ctx, `SELECT name, at, act FROM watch_change WHERE watch_id = $1 ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Change
		var at int64
		if err := rows.Scan(&c.Name, &at, &c.Act); err != nil {
			return nil, err
		}
		c.At = time.UnixMicro(at)
		out = append(out, c)
	}
	return out, rows.Err()
}

// Save makes a watch, or changes one of which the id is given. Who makes or changes it begins anew: only
// what comes from now on is warned of.
func (d *Desk) Save(ctx context.Context, by casework.Actor, w *Watch) error {
	if _, err := compiled(w.Kind, w.About); err != nil {
		return err
	}
	for _, c := range w.Causes {
		if (c == Term || c == Fee) && w.Kind != byNumbers {
			return fault.New(fault.Invalid, "watch.term", "保护期届满和年费到期只能对号码清单预警，请改选“号码清单”或者取消这一项").At("causes")
		}
	}
	// What is held when the first watch is made need not be looked at: read before the watch begins.
	state, err := d.Holding.State(ctx, by.Center)
	if err != nil {
		return err
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO watch_state (center_id, change, version, measured, at) VALUES ($1,$2,0,0,0) ON CONFLICT (center_id) DO NOTHING`, by.Center, state.Change); err != nil {
			return err
		}
		act, old := "edit", &Watch{}
		if w.ID == 0 {
			w.ID, w.Account, w.Name, w.At, w.State, act = d.office.DB.NewID(), by.Account, by.Name, d.office.Now(), active, "make"
		} else {
			var err error
			if old, err = d.watch(ctx, tx, by.Center, w.ID); err != nil {
				return err
			}
			if old.State == ended {
				return fault.New(fault.Conflict, "watch.ended", "这项监视已经终止，请另建一项")
			}
			w.Account, w.Name, w.At, w.State = old.Account, old.Name, old.At, old.State
		}
		w.Center, w.FromID, w.FromAt = by.Center, old.FromID, old.FromAt
		// A watch that only gets another name or other recipients goes on where it was.
		if old.About != w.About || old.Kind != w.Kind {
			w.FromID, w.FromAt = d.office.DB.NewID(), d.office.Now()
		}
		if w.Run != 0 {
			if err := d.Used(ctx, tx, by.Center, w.Run, w.ID); err != nil {
				return err
			}
		}
		return d.write(ctx, tx, by, w, act)
	})
}

// write stores a watch with its recipients.
func (d *Desk) write(ctx context.Context, tx *store.Tx, by casework.Actor, w *Watch, act string) error {
	// What a center watches says what it is interested in.
	key, err := d.office.Keys.Center(ctx, tx, by.Center)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO watch_watch (id, center_id, account_id, name, at, title, kind, about, causes, state, from_id, from_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, kind = excluded.kind, about = excluded.about, causes = excluded.causes, state = excluded.state, from_id = excluded.from_id, from_at = excluded.from_at`,
		w.ID, w.Center, w.Account, w.Name, w.At.UnixMicro(), w.Title, w.Kind, key.Seal(watchAAD(w.ID), []byte(w.About)), strings.Join(w.Causes, ","), w.State, w.FromID, w.FromAt.UnixMicro()); err != nil {
		return err
	}
	// Who was told before is told no more unless the list still has them.
	if _, err := tx.Exec(ctx, `DELETE FROM watch_recipient WHERE watch_id = $1`, w.ID); err != nil {
		return err
	}
	for _, r := range w.Recipients {
		if _, err := tx.Exec(ctx, `INSERT INTO watch_recipient (watch_id, center_id, account_id, name) VALUES ($1,$2,$3,$4)`, w.ID, w.Center, r.Account, r.Name); err != nil {
			return err
		}
	}
	return d.noted(ctx, tx, by, w.ID, act)
}

// noted writes down what was done to a watch, and has the prepared watches of all processes made anew.
func (d *Desk) noted(ctx context.Context, tx *store.Tx, by casework.Actor, id int64, act string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO watch_change (id, center_id, watch_id, account_id, name, at, act) VALUES ($1,$2,$3,$4,$5,$6,$7)`, d.office.DB.NewID(), by.Center, id, by.Account, by.Name, d.office.Now().UnixMicro(), act); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE watch_state SET version = version + 1 WHERE center_id = $1`, by.Center)
	return err
}

// Turn pauses a watch, resumes it or ends it for good.
func (d *Desk) Turn(ctx context.Context, by casework.Actor, id int64, act string) error {
	to, ok := map[string]string{"pause": paused, "resume": active, "end": ended}[act]
	if !ok {
		return fault.New(fault.Invalid, "watch.act", "请选择暂停、恢复或者终止").At("do")
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		w, err := d.watch(ctx, tx, by.Center, id)
		if err != nil {
			return err
		}
		if w.State == ended || w.State == to {
			return fault.New(fault.Conflict, "watch.state", "监视“%s”的状态已经改变，请刷新后再操作", w.Title)
		}
		// What happened in a pause is not made up for.
		if act == "resume" {
			w.FromID, w.FromAt = d.office.DB.NewID(), d.office.Now()
		}
		if _, err := tx.Exec(ctx, `UPDATE watch_watch SET state = $1, from_id = $2, from_at = $3 WHERE id = $4`, to, w.FromID, w.FromAt.UnixMicro(), id); err != nil {
			return err
		}
		return d.noted(ctx, tx, by, id, act)
	})
}

// progress is how far the holding of a center was held against the watches.
type progress struct {
	change   int64     // of the holding, up to which documents were looked at
	version  int64     // grows whenever a watch changes
	measured int64     // day on which terms, bursts and shares were last measured
	at       time.Time // of the last look
}

func progressOf(ctx context.Context, tx *store.Tx, center int64) (p progress, err error) {
	var at int64
	err = tx.Row(ctx, `SELECT change, version, measured, at FROM watch_state WHERE center_id = $1`, center).Scan(&p.change, &p.version, &p.measured, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return progress{}, nil
	}
	if at != 0 {
		p.at = time.UnixMicro(at)
	}
	return p, err
}

func text(n int64) string { return strconv.FormatInt(n, 10) }
