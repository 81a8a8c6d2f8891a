package holding

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// columns of a document without its long texts.
const columns = `d.number, d.head, d.source, d.format, d.file, d.place, d.as_of`

// Find reads a document whole, with its history. The number may be written in any usual way; without a
// kind the latest publication of it is meant. Error: Missing when it is not held, of which nothing follows.
func (h *Holding) Find(ctx context.Context, center int64, number string) (d literature.Document, past History, err error) {
	defer fault.Wrap(&err, "find document")
	canonical := literature.Canonical(number)
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		var id, at int64
		var head, text []byte
		var src literature.Source
		by := `d.number`
		// A number without a kind names all publications of it; the last letter is the grant.
		if canonical == literature.Root(canonical) {
			by = `d.root`
		}
		err := tx.Row(ctx, `SELECT d.id, d.at, d.head, t.body, d.source, d.format, d.file, d.place, d.as_of FROM holding_document d JOIN holding_text t ON t.document_id = d.id
			WHERE d.center_id = $1 AND `+by+` = $2 ORDER BY d.number DESC LIMIT 1`, center, canonical).Scan(&id, &at, &head, &text, &src.Name, &src.Format, &src.File, &src.At, &src.AsOf)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.Missing, "holding.none", "文献库中没有 %s；请核对公开号，或导入含有它的数据", strings.TrimSpace(number))
		} else if err != nil {
			return err
		}
		if d, err = document(head, text, src); err != nil {
			return err
		}
		past.At = time.UnixMicro(at)
		if past.Versions, err = versionsOf(ctx, tx, id); err != nil {
			return err
		}
		if past.Events, err = recordsOf(ctx, tx, id); err != nil {
			return err
		}
		past.Cited, err = citedOf(ctx, tx, id)
		return err
	})
	return d, past, err
}

// versionsOf reads the earlier states of a document, the latest first.
func versionsOf(ctx context.Context, tx *store.Tx, id int64) (out []Version, err error) {
	rows, err := tx.Query(ctx, `SELECT at, source, format, file, as_of, fields, before FROM holding_version WHERE document_id = $1 ORDER BY id DESC LIMIT 500`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v Version
		var at int64
		var fields string
		var before []byte
		if err := rows.Scan(&at, &v.Source.Name, &v.Source.Format, &v.Source.File, &v.Source.AsOf, &fields, &before); err != nil {
			return nil, err
		}
		plain, err := unpacked(before)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &v.Before); err != nil {
			return nil, err
		}
		v.At, v.Fields = time.UnixMicro(at), strings.Split(fields, ",")
		out = append(out, v)
	}
	return out, rows.Err()
}

// recordsOf reads the events of a document by day.
func recordsOf(ctx context.Context, tx *store.Tx, id int64) (out []Record, err error) {
	rows, err := tx.Query(ctx, `SELECT kind, day, transferor, transferee, detail, source, as_of, at FROM holding_event WHERE document_id = $1 ORDER BY day, at, digest`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Record
		var day, asOf, at int64
		if err := rows.Scan(&r.Kind, &day, &r.From, &r.To, &r.Detail, &r.Source, &asOf, &at); err != nil {
			return nil, err
		}
		r.Day, r.AsOf, r.At = calendar.Day(day), calendar.Day(asOf), time.UnixMicro(at)
		out = append(out, r)
	}
	return out, rows.Err()
}

// citedOf reads where the citations of a document are known from.
func citedOf(ctx context.Context, tx *store.Tx, id int64) (out map[string]Cited, err error) {
	rows, err := tx.Query(ctx, `SELECT cited, source, as_of, at FROM holding_citation WHERE document_id = $1`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[string]Cited{}
	for rows.Next() {
		var key string
		var c Cited
		var asOf, at int64
		if err := rows.Scan(&key, &c.Source, &asOf, &at); err != nil {
			return nil, err
		}
		c.AsOf, c.At = calendar.Day(asOf), time.UnixMicro(at)
		out[key] = c
	}
	return out, rows.Err()
}

// Many reads documents without claims and description, in the order of the numbers; those that are not
// held are left out.
func (h *Holding) Many(ctx context.Context, center int64, numbers []string) (out []literature.Document, err error) {
	defer fault.Wrap(&err, "read documents")
	// The database gives them in any order.
	by := map[string]literature.Document{}
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		// A statement takes a bounded number of values.
		for rest := numbers; len(rest) > 0; rest = rest[min(len(rest), 500):] {
			marks, args := []string{}, []any{center}
			for _, n := range rest[:min(len(rest), 500)] {
				args = append(args, n)
				marks = append(marks, fmt.Sprintf("$%d", len(args)))
			}
			ds, err := heads(ctx, tx, `d.center_id = $1 AND d.number IN (`+strings.Join(marks, ",")+`)`, args...)
			if err != nil {
				return err
			}
			for _, d := range ds {
				by[d.Number] = d
			}
		}
		return nil
	})
	for _, n := range numbers {
		if d, ok := by[n]; ok {
			out = append(out, d)
		}
	}
	return out, err
}

// heads reads documents without their long texts.
func heads(ctx context.Context, tx *store.Tx, where string, args ...any) (out []literature.Document, err error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM holding_document d WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number string
		var head []byte
		var src literature.Source
		if err := rows.Scan(&number, &head, &src.Name, &src.Format, &src.File, &src.At, &src.AsOf); err != nil {
			return nil, err
		}
		d, err := document(head, nil, src)
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", number, err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// most bounds the lists that belong to one document.
const most = 1000

// CitedBy reads the documents of the holding that cite a document, or another publication of the same
// application, by their day.
func (h *Holding) CitedBy(ctx context.Context, center int64, number string) (out []literature.Document, err error) {
	defer fault.Wrap(&err, "read citing documents")
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = heads(ctx, tx, fmt.Sprintf(`d.id IN (SELECT c.document_id FROM holding_citation c WHERE c.center_id = $1 AND c.cited = $2) ORDER BY d.number LIMIT %d`, most), center, literature.Root(literature.Canonical(number)))
		return err
	})
	return out, err
}

// Family reads the documents of a family.
func (h *Holding) Family(ctx context.Context, center int64, family string) (out []literature.Document, err error) {
	defer fault.Wrap(&err, "read family")
	if family == "" {
		return nil, nil
	}
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = heads(ctx, tx, fmt.Sprintf(`d.center_id = $1 AND d.family = $2 ORDER BY d.number LIMIT %d`, most), center, family)
		return err
	})
	return out, err
}

// Published lists the numbers of what was published of an application, in their order.
func (h *Holding) Published(ctx context.Context, center int64, application string) (out []string, err error) {
	defer fault.Wrap(&err, "read publications")
	canonical := literature.Application("", application)
	// A Chinese number is written without its office.
	if n := literature.Application("CN", application); canonical != n && !strings.HasPrefix(n, "CN") {
		canonical = n
	}
	if canonical == "" {
		return nil, nil
	}
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		return each(ctx, tx, func(scan func(...any) error) error {
			var n string
			err := scan(&n)
			out = append(out, n)
			return err
		}, fmt.Sprintf(`SELECT number FROM holding_document WHERE center_id = $1 AND application = $2 ORDER BY number LIMIT %d`, most), center, canonical)
	})
	return out, err
}

// each reads the rows of a statement one after the other.
func each(ctx context.Context, tx *store.Tx, row func(scan func(...any) error) error, statement string, args ...any) error {
	rows, err := tx.Query(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// An Aspect is what a list says of a document beside its particulars.
type Aspect struct {
	Family string // empty where its source names none
	Filing string // number of the application, empty where its source names none
	Last   Record // the event that happened last; of no kind where none is held
}

// Aspects reads family, application and last event of documents, by their number.
func (h *Holding) Aspects(ctx context.Context, center int64, numbers []string) (out map[string]Aspect, err error) {
	defer fault.Wrap(&err, "read families and events")
	out = map[string]Aspect{}
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		for some := range slices.Chunk(numbers, 500) {
			marks, args := []string{}, []any{center}
			for _, n := range some {
				args = append(args, n)
				marks = append(marks, fmt.Sprintf("$%d", len(args)))
			}
			of := ` d.center_id = $1 AND d.number IN (` + strings.Join(marks, ",") + `)`
			if err := each(ctx, tx, func(scan func(...any) error) error {
				var number string
				var a Aspect
				err := scan(&number, &a.Family, &a.Filing)
				out[number] = a
				return err
			}, `SELECT d.number, d.family, d.application FROM holding_document d WHERE`+of, args...); err != nil {
				return err
			}
			// Later rows take the place of earlier ones.
			if err := each(ctx, tx, func(scan func(...any) error) error {
				var number string
				var r Record
				var day, asOf int64
				err := scan(&number, &r.Kind, &day, &r.Detail, &r.Source, &asOf)
				r.Day, r.AsOf = calendar.Day(day), calendar.Day(asOf)
				a := out[number]
				a.Last = r
				out[number] = a
				return err
			}, `SELECT d.number, e.kind, e.day, e.detail, e.source, e.as_of FROM holding_document d JOIN holding_event e ON e.document_id = d.id WHERE`+of+` ORDER BY e.day, e.at, e.digest`, args...); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// Changes reads whole documents that changed after a change, in the order of their last change, and the
// change up to which they go: what to ask with the next time. From 0 on it reads everything once.
func (h *Holding) Changes(ctx context.Context, center, after int64, limit int) (out []literature.Document, upTo int64, err error) {
	defer fault.Wrap(&err, "read changes")
	upTo = after
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT d.change, t.body, `+columns+` FROM holding_document d JOIN holding_text t ON t.document_id = d.id
			WHERE d.center_id = $1 AND d.change > $2 ORDER BY d.change LIMIT %d`, limit), center, after)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var number string
			var head, text []byte
			var src literature.Source
			if err := rows.Scan(&upTo, &text, &number, &head, &src.Name, &src.Format, &src.File, &src.At, &src.AsOf); err != nil {
				return err
			}
			d, err := document(head, text, src)
			if err != nil {
				return fmt.Errorf("document %s: %w", number, err)
			}
			out = append(out, d)
		}
		return rows.Err()
	})
	return out, upTo, err
}
