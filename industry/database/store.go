package database

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

const patentColumns = `p.id, p.center_id, p.number, p.title, p.holder, p.filed_day, p.granted_day, p.source, p.data_version, p.at`

type scanner interface{ Scan(...any) error }

func scanPatent(row scanner) (*Patent, error) {
	p := &Patent{}
	var number string
	var filed, granted, at int64
	err := row.Scan(&p.ID, &p.Center, &number, &p.Title, &p.Holder, &filed, &granted, &p.Source, &p.DataVersion, &at)
	p.Number, p.Filed, p.Granted, p.At = ident.ApplicationNo(number), calendar.Day(filed), calendar.Day(granted), time.UnixMicro(at)
	return p, err
}

// byNumber reads a patent with its events, nil where the ledger has none of the number.
func byNumber(ctx context.Context, tx *store.Tx, center int64, n ident.ApplicationNo) (*Patent, error) {
	p, err := scanPatent(tx.Row(ctx, `SELECT `+patentColumns+` FROM database_patent p WHERE p.center_id = $1 AND p.number = $2`, center, string(n)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return p, events(ctx, tx, p)
}

// events adds its events to a patent, those that were struck out too.
func events(ctx context.Context, tx *store.Tx, ps ...*Patent) (err error) {
	defer fault.Wrap(&err, "events of patents")
	if len(ps) == 0 {
		return nil
	}
	by, marks, args := map[int64]*Patent{}, []string{}, []any{}
	for i, p := range ps {
		by[p.ID], marks, args = p, append(marks, fmt.Sprintf("$%d", i+1)), append(args, p.ID)
	}
	rows, err := tx.Query(ctx, `SELECT patent_id, id, at, name, kind, day, until_day, detail, holder, source, data_version, struck_at, struck_by, struck_why, length(proof) FROM database_event
		WHERE patent_id IN (`+strings.Join(marks, ",")+`) ORDER BY day, id`, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		var e Event
		var patent, at, day, until, struck, proof int64
		if err := rows.Scan(&patent, &e.ID, &at, &e.By, &e.Kind, &day, &until, &e.Detail, &e.Holder, &e.Source, &e.DataVersion, &struck, &e.StruckBy, &e.StruckWhy, &proof); err != nil {
			return errors.Join(err, rows.Close())
		}
		e.At, e.Day, e.Until, e.Proof = time.UnixMicro(at), calendar.Day(day), calendar.Day(until), proof > 0
		if struck != 0 {
			e.Struck = time.UnixMicro(struck)
		}
		by[patent].Events = append(by[patent].Events, e)
	}
	return errors.Join(rows.Err(), rows.Close())
}

// A search narrows the list of patents. What is empty is not asked for.
type search struct {
	number ident.ApplicationNo
	holder string // part of the name of a holder, also of a later one
	title  string // part of it
	kind   string
	event  string // kind of an event that it has
	sort   string // column of the list
	desc   bool
	offset int
	limit  int
}

// orders are the columns by which the list can be sorted.
var orders = map[string]string{"number": "p.number", "title": "p.title", "holder": "p.holder", "filed": "p.filed_day", "granted": "p.granted_day", "at": "p.at"}

// part is the pattern for a part of a text; ! stands before what the pattern would read otherwise.
func part(s string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}

// find reads one page of the patents that fit, with their events, and counts all of them.
func find(ctx context.Context, tx *store.Tx, center int64, f search) (out []*Patent, total int, err error) {
	defer fault.Wrap(&err, "search patents")
	where, args := `p.center_id = $1`, []any{center}
	add := func(cond string, v any) {
		args = append(args, v)
		where += " AND " + strings.ReplaceAll(cond, "?", fmt.Sprintf("$%d", len(args)))
	}
	if f.number != "" {
		add(`p.number = ?`, string(f.number))
	}
	if f.holder != "" {
		add(`(p.holder LIKE ? ESCAPE '!' OR p.id IN (SELECT e.patent_id FROM database_event e WHERE e.center_id = $1 AND e.kind = 'transfer' AND e.struck_at = 0 AND e.holder LIKE ? ESCAPE '!'))`, part(f.holder))
	}
	if f.title != "" {
		add(`p.title LIKE ? ESCAPE '!'`, part(f.title))
	}
	if f.kind != "" {
		add(`p.kind = ?`, f.kind)
	}
	if f.event != "" {
		add(`p.id IN (SELECT e.patent_id FROM database_event e WHERE e.center_id = $1 AND e.kind = ? AND e.struck_at = 0)`, f.event)
	}
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM database_patent p WHERE `+where, args...).Scan(&total); err != nil || f.limit == 0 {
		return nil, total, err
	}
	by, way := orders[f.sort], "ASC"
	if by == "" {
		by = "p.at"
	}
	if f.desc {
		way = "DESC"
	}
	rows, err := tx.Query(ctx, `SELECT `+patentColumns+` FROM database_patent p WHERE `+where+fmt.Sprintf(` ORDER BY %s %s, p.id %s LIMIT %d OFFSET %d`, by, way, way, f.limit, f.offset), args...)
	if err != nil {
		return nil, 0, err
	}
	for rows.Next() {
		p, err := scanPatent(rows)
		if err != nil {
			return nil, 0, errors.Join(err, rows.Close())
		}
		out = append(out, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, 0, err
	}
	return out, total, events(ctx, tx, out...)
}

// A version is what the ledger said of a patent from a moment on, and who entered it why.
type version struct {
	id                  int64
	at                  time.Time
	name, what          string // who; "entered", "imported" or "corrected"
	title, holder       string
	filed, granted      calendar.Day
	source, dataVersion string
	reason              string
	proof               *proof
}

// A proof is the file that shows what was entered.
type proof struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Blob   string `json:"blob"`
}

// put writes the patent as it is now, and a version that is never changed.
func put(w *writing, p *Patent, v version) (err error) {
	defer fault.Wrap(&err, "put patent")
	if _, err = w.tx.Exec(w.ctx, `INSERT INTO database_patent (id, center_id, number, kind, title, holder, filed_day, granted_day, source, data_version, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, holder = excluded.holder, filed_day = excluded.filed_day, granted_day = excluded.granted_day, source = excluded.source,
		data_version = excluded.data_version, at = excluded.at`, p.ID, p.Center, string(p.Number), kindName(p.Number), p.Title, p.Holder, int64(p.Filed), int64(p.Granted), p.Source, p.DataVersion, p.At.UnixMicro()); err != nil {
		return err
	}
	_, err = w.tx.Exec(w.ctx, `INSERT INTO database_version (id, center_id, patent_id, at, account_id, name, what, title, holder, filed_day, granted_day, source, data_version, reason, proof)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`, v.id, p.Center, p.ID, p.At.UnixMicro(), w.by.Account, w.by.Name, v.what, p.Title, p.Holder, int64(p.Filed), int64(p.Granted),
		p.Source, p.DataVersion, v.reason, v.proof.sealed(w.key, v.id))
	return err
}

// versions lists what the ledger said of a patent, the latest first.
func versions(ctx context.Context, tx *store.Tx, key seal.Key, patent int64) (out []version, err error) {
	defer fault.Wrap(&err, "versions of patent %d", patent)
	rows, err := tx.Query(ctx, `SELECT id, at, name, what, title, holder, filed_day, granted_day, source, data_version, reason, proof FROM database_version WHERE patent_id = $1 ORDER BY id DESC`, patent)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var v version
		var at, filed, granted int64
		var body []byte
		if err := rows.Scan(&v.id, &at, &v.name, &v.what, &v.title, &v.holder, &filed, &granted, &v.source, &v.dataVersion, &v.reason, &body); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		v.at, v.filed, v.granted = time.UnixMicro(at), calendar.Day(filed), calendar.Day(granted)
		if v.proof, err = openProof(key, v.id, body); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, v)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// addEvent records an event; it is never changed, only struck out.
func addEvent(w *writing, p *Patent, e Event, f *proof) (err error) {
	defer fault.Wrap(&err, "add event")
	_, err = w.tx.Exec(w.ctx, `INSERT INTO database_event (id, center_id, patent_id, at, account_id, name, kind, day, until_day, detail, holder, source, data_version, struck_at, struck_by, struck_why, proof)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,0,'','',$14)`, e.ID, p.Center, p.ID, e.At.UnixMicro(), w.by.Account, w.by.Name, e.Kind, int64(e.Day), int64(e.Until), e.Detail, e.Holder,
		e.Source, e.DataVersion, f.sealed(w.key, e.ID))
	return err
}

// strike takes an event out of account and keeps it. It reports whether there was such an event.
func strike(ctx context.Context, tx *store.Tx, p *Patent, id int64, e Event) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE database_event SET struck_at = $3, struck_by = $4, struck_why = $5 WHERE id = $1 AND patent_id = $2 AND struck_at = 0`, id, p.ID, e.Struck.UnixMicro(), e.StruckBy, e.StruckWhy)
	return n > 0, err
}

// proofOf reads what proves an event or a version of a patent; nil where nothing does.
func proofOf(ctx context.Context, tx *store.Tx, key seal.Key, patent, id int64) (*proof, error) {
	var body []byte
	err := tx.Row(ctx, `SELECT proof FROM database_event WHERE id = $1 AND patent_id = $2 UNION ALL SELECT proof FROM database_version WHERE id = $1 AND patent_id = $2`, id, patent).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return openProof(key, id, body)
}

func proofAAD(id int64) string { return fmt.Sprintf("database/proof/%d", id) }

// sealed is the description of a proof as it is stored; empty for none.
func (f *proof) sealed(key seal.Key, id int64) []byte {
	if f == nil {
		return []byte{}
	}
	body, _ := json.Marshal(f) // strings and a number
	return key.Seal(proofAAD(id), body)
}

// openProof reads what sealed wrote.
func openProof(key seal.Key, id int64, body []byte) (*proof, error) {
	if len(body) == 0 {
		return nil, nil
	}
	plain, err := key.Open(proofAAD(id), body)
	if err != nil {
		return nil, err
	}
	f := &proof{}
	return f, json.Unmarshal(plain, f)
}
