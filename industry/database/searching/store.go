package searching

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Run is one search that somebody made.
type Run struct {
	ID, Center, Account int64     // also in its address
	Name                string    // of who searched
	At                  time.Time // when it was asked
	Kind                string    // a query, or what is like a document or a text
	Words               string    // the query; of another kind see there
	Total               int       // that were found then
	More                bool      // Total is where counting stopped
	Change              int64     // of the holding, that the index had then
	Title               string    // of one that is kept
	Shared              bool      // a kept one that the center sees
	Within              int64     // the frozen list to which it is limited; 0 for all documents
}

// Kept reports whether the search was saved under a name.
func (r *Run) Kept() bool { return r.Title != "" }

// A Set is a collection: documents that were chosen and stay. What a kept search finds is the other
// kind, which changes with the holding.
type Set struct {
	ID, Account int64
	Name        string // of who made it
	At          time.Time
	Title       string // at most 60 characters
	Purpose     string // in the words of who made it
	Shared      bool   // the center sees it, only its maker changes it
	Size        int    // documents
}

// A Member is a document of a collection.
type Member struct {
	Number string    // of the publication
	Name   string    // of who put it in
	At     time.Time // when it was put in
	Note   string    // of who made the collection
}

// runAAD binds the sealed words to their search.
func runAAD(id int64) string { return fmt.Sprintf("searching.run %d", id) }

// addRun keeps a search.
func (d *Desk) addRun(ctx context.Context, by casework.Actor, r *Run) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.Center(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		r.ID, r.Center, r.Account, r.Name, r.At = d.office.DB.NewID(), by.Center, by.Account, by.Name, d.office.Now()
		_, err = tx.Exec(ctx, `INSERT INTO searching_run (id, center_id, account_id, name, at, words, total, more, change, title, kept_at, shared, within, kind) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'',0,$10,$11,$12)`,
			r.ID, r.Center, r.Account, r.Name, r.At.UnixMicro(), key.Seal(runAAD(r.ID), []byte(r.Words)), int64(r.Total), r.More, r.Change, false, r.Within, r.Kind)
		return err
	})
}

// runColumns are read in the order of runs.
const runColumns = `id, center_id, account_id, name, at, words, total, more, change, title, shared, within, kind`

// runs reads searches by a condition, with their words opened.
func (d *Desk) runs(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Run, err error) {
	defer fault.Wrap(&err, "searches")
	key, err := d.office.Keys.Center(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT `+runColumns+` FROM searching_run WHERE center_id = $1 AND `+where, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		r := &Run{}
		var at, total int64
		var words []byte
		if err := rows.Scan(&r.ID, &r.Center, &r.Account, &r.Name, &at, &words, &total, &r.More, &r.Change, &r.Title, &r.Shared, &r.Within, &r.Kind); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		plain, err := key.Open(runAAD(r.ID), words)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		r.At, r.Total, r.Words = time.UnixMicro(at), int(total), string(plain)
		out = append(out, r)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// run reads a search that the actor may see: its own, or a kept one that is shared. Everything else
// is not there.
func (d *Desk) run(ctx context.Context, by casework.Actor, id int64) (r *Run, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		rs, err := d.runs(ctx, tx, by.Center, `id = $2`, id)
		if err == nil && len(rs) == 1 && (rs[0].Account == by.Account || rs[0].Shared) {
			r = rs[0]
		}
		return err
	})
	if err == nil && r == nil {
		err = fault.New(fault.Missing, "searching.run", "没有这次检索，请从“专利检索”重新检索")
	}
	return r, err
}

// lately reads the last searches of a person, and what is kept of its own and shared.
func (d *Desk) lately(ctx context.Context, by casework.Actor, limit int) (last, kept []*Run, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if last, err = d.runs(ctx, tx, by.Center, `account_id = $2 ORDER BY at DESC, id DESC LIMIT $3`, by.Account, int64(limit)); err != nil {
			return err
		}
		kept, err = d.runs(ctx, tx, by.Center, `kept_at > 0 AND (account_id = $2 OR shared = $3) ORDER BY kept_at DESC, id DESC LIMIT 200`, by.Account, true)
		return err
	})
	return last, kept, err
}

// keep gives a search of one's own a name, or takes the name away.
func (d *Desk) keep(ctx context.Context, by casework.Actor, id int64, title string, shared bool) error {
	r, err := d.run(ctx, by, id)
	if err != nil {
		return err
	}
	if _, err := r.asked(); err != nil {
		return err
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		at := d.office.Now().UnixMicro()
		// Without a name it is no longer kept, and so no longer shared.
		if title == "" {
			at, shared = 0, false
		}
		n, err := tx.Exec(ctx, `UPDATE searching_run SET title = $1, kept_at = $2, shared = $3 WHERE center_id = $4 AND id = $5 AND account_id = $6`, title, at, shared, by.Center, id, by.Account)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Forbidden, "searching.not_own", "只能保存和修改本人的检索，请自己检索一次再保存")
		}
		return nil
	})
}

// setColumns are read in the order of sets.
const setColumns = `s.id, s.account_id, s.name, s.at, s.title, s.purpose, s.shared`

// sets reads collections by a condition, with their sizes.
func sets(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Set, err error) {
	defer fault.Wrap(&err, "collections")
	rows, err := tx.Query(ctx, `SELECT `+setColumns+`, (SELECT COUNT(*) FROM searching_member m WHERE m.set_id = s.id AND m.center_id = s.center_id) FROM searching_set s WHERE s.center_id = $1 AND s.dropped_at = 0 AND `+where, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		s := &Set{}
		var at, size int64
		if err := rows.Scan(&s.ID, &s.Account, &s.Name, &at, &s.Title, &s.Purpose, &s.Shared, &size); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		s.At, s.Size = time.UnixMicro(at), int(size)
		out = append(out, s)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// mine reads the collections that a person sees.
func (d *Desk) mine(ctx context.Context, by casework.Actor) (out []*Set, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = sets(ctx, tx, by.Center, `(s.account_id = $2 OR s.shared = $3) ORDER BY s.at DESC, s.id DESC LIMIT 500`, by.Account, true)
		return err
	})
	return out, err
}

// set reads a collection that a person sees.
func (d *Desk) set(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (*Set, error) {
	ss, err := sets(ctx, tx, by.Center, `s.id = $2 AND (s.account_id = $3 OR s.shared = $4)`, id, by.Account, true)
	if err == nil && len(ss) == 0 {
		err = fault.New(fault.Missing, "searching.set", "没有这个集合，请从“专利集合”中选择")
	}
	if err != nil {
		return nil, err
	}
	return ss[0], nil
}

// addSet makes a collection.
func (d *Desk) addSet(ctx context.Context, by casework.Actor, s *Set, numbers []string) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		s.ID, s.Account, s.Name, s.At = d.office.DB.NewID(), by.Account, by.Name, d.office.Now()
		if _, err := tx.Exec(ctx, `INSERT INTO searching_set (id, center_id, account_id, name, at, title, purpose, shared, dropped_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0)`,
			s.ID, by.Center, by.Account, by.Name, s.At.UnixMicro(), s.Title, s.Purpose, s.Shared); err != nil {
			return err
		}
		_, err := d.addMembers(ctx, tx, by, s.ID, numbers)
		return err
	})
}

// addMembers puts documents into a collection; those that are in it stay as they are.
func (d *Desk) addMembers(ctx context.Context, tx *store.Tx, by casework.Actor, set int64, numbers []string) (added int, err error) {
	at := d.office.Now().UnixMicro()
	for _, number := range numbers {
		n, err := tx.Exec(ctx, `INSERT INTO searching_member (center_id, set_id, number, account_id, name, at, note) VALUES ($1,$2,$3,$4,$5,$6,'') ON CONFLICT DO NOTHING`,
			by.Center, set, number, by.Account, by.Name, at)
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

// members reads documents of a collection in the order in which they came.
func members(ctx context.Context, tx *store.Tx, set int64, offset, limit int) (out []Member, err error) {
	defer fault.Wrap(&err, "members of collection")
	rows, err := tx.Query(ctx, `SELECT number, name, at, note FROM searching_member WHERE set_id = $1 ORDER BY at, number LIMIT $2 OFFSET $3`, set, int64(limit), int64(offset))
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var m Member
		var at int64
		if err := rows.Scan(&m.Number, &m.Name, &at, &m.Note); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		m.At = time.UnixMicro(at)
		out = append(out, m)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// change runs a change of a collection of one's own.
func (d *Desk) change(ctx context.Context, by casework.Actor, id int64, do func(tx *store.Tx, s *Set) error) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		s, err := d.set(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if s.Account != by.Account {
			return fault.New(fault.Forbidden, "searching.not_own_set", "集合“%s”由%s建立，只有本人可以修改；请建立自己的集合", s.Title, s.Name)
		}
		return do(tx, s)
	})
}

// among lists the collections of a person's own that hold a document.
func (d *Desk) among(ctx context.Context, by casework.Actor, number string) (out []*Set, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = sets(ctx, tx, by.Center, `(s.account_id = $2 OR s.shared = $3) AND s.id IN (SELECT m.set_id FROM searching_member m WHERE m.center_id = s.center_id AND m.number = $4) ORDER BY s.at DESC`, by.Account, true, number)
		return err
	})
	return out, err
}

// noted is the note on a document of a collection; missing where it is not in it.
func (d *Desk) noted(ctx context.Context, tx *store.Tx, set int64, number string) (note string, err error) {
	err = tx.Row(ctx, `SELECT note FROM searching_member WHERE set_id = $1 AND number = $2`, set, strings.TrimSpace(number)).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.Missing, "searching.member", "集合中没有 %s，请从集合的列表中打开", number)
	}
	return note, err
}
