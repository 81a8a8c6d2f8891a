package holding

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent/literature"
)

// A Packed is a document ready to be put. Packing needs no transaction, and as many run at once as one likes.
type Packed struct{ body *body }

// Pack makes a document ready. Its source is to be said before.
func Pack(d *literature.Document) Packed {
	// What has no number is refused when it is put.
	if d.Number == "" {
		return Packed{&body{doc: *d}}
	}
	b, err := bodyOf(d)
	if err != nil {
		return Packed{&body{doc: *d}}
	}
	return Packed{&b}
}

// Put brings documents in, each by its number: new ones are added, known ones merged, those that say
// nothing new left alone. Also, where not nil, is called in the same transaction, so that what an import
// notes of its progress is true whatever happens to the process. Keep the batches small, some hundred
// documents: other writers wait.
func (h *Holding) Put(ctx context.Context, center int64, docs []literature.Document, also func(*store.Tx, []Result) error) ([]Result, error) {
	return h.PutPacked(ctx, center, everyOne(docs, Pack), also)
}

// PutPacked is Put for documents that were made ready before.
func (h *Holding) PutPacked(ctx context.Context, center int64, docs []Packed, also func(*store.Tx, []Result) error) (rs []Result, err error) {
	defer fault.Wrap(&err, "put documents")
	err = h.DB.Write(ctx, func(tx *store.Tx) error {
		p := &putting{h: h, ctx: ctx, tx: tx, center: center}
		if err := p.all(docs); err != nil {
			return err
		}
		rs = p.rs
		if also != nil {
			return also(tx, rs)
		}
		return nil
	})
	return rs, err
}

// Weigh says what Put would do with documents, and does nothing.
func (h *Holding) Weigh(ctx context.Context, center int64, docs []literature.Document) (rs []Result, err error) {
	defer fault.Wrap(&err, "weigh documents")
	// Nothing is written, so nothing is compressed: the stamps say enough.
	ready := everyOne(docs, func(d *literature.Document) Packed {
		b, _, _, err := stamped(d)
		if err != nil {
			return Packed{&body{doc: *d}}
		}
		return Packed{&b}
	})
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		p := &putting{h: h, ctx: ctx, tx: tx, center: center, dry: true}
		err := p.all(ready)
		rs = p.rs
		return err
	})
	return rs, err
}

// everyOne makes documents ready on all processors.
func everyOne(docs []literature.Document, ready func(*literature.Document) Packed) []Packed {
	out := make([]Packed, len(docs))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(docs))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(docs); i += workers {
				out[i] = ready(&docs[i])
			}
		})
	}
	wg.Wait()
	return out
}

// refusals begins the results with what cannot be put at all, and says which can.
func refusals(docs []Packed) (rs []Result, order []int) {
	rs = make([]Result, len(docs))
	for i := range docs {
		b := docs[i].body
		rs[i].Number = b.doc.Number
		if b.doc.Number != "" && b.stamp != nil {
			order = append(order, i)
			continue
		}
		rs[i].Outcome = Refused
		rs[i].Err = fault.New(fault.Invalid, "holding.number", "没有公开（公告）号，无法入库；请补上公开号后重新导入").At("number")
	}
	return rs, order
}

// A putting is one batch while it is put.
type putting struct {
	h      *Holding
	ctx    context.Context
	tx     *store.Tx
	center int64
	rs     []Result
	dry    bool
	change int64
	rows   rows
}

// held is what is known of a document before the batch.
type held struct {
	id    int64
	stamp string
	asOf  int64
}

// all puts a batch: first those whose number comes once, then the repetitions.
func (p *putting) all(bs []Packed) error {
	var order []int
	for p.rs, order = refusals(bs); len(order) > 0; {
		seen, now, later := map[string]bool{}, []int{}, []int(nil)
		for _, i := range order {
			if n := bs[i].body.doc.Number; seen[n] {
				later = append(later, i)
			} else {
				seen[n], now = true, append(now, i)
			}
		}
		if p.dry && len(later) > 0 {
			// What a repetition would find was not written.
			for _, i := range later {
				p.rs[i].Outcome = Unchanged
			}
			later = nil
		}
		if err := p.once(bs, now); err != nil {
			return err
		}
		order = later
	}
	return nil
}

// once puts documents of different numbers.
func (p *putting) once(bs []Packed, order []int) error {
	have, err := p.known(bs, order)
	if err != nil {
		return err
	}
	if !p.dry {
		if err := p.allocate(); err != nil {
			return err
		}
	}
	// What is new is counted here: counting rows of a million documents would take seconds.
	fresh := int64(0)
	for _, i := range order {
		b := bs[i].body
		k, known := have[b.doc.Number]
		switch {
		case !known:
			p.rs[i].Outcome = New
			fresh++
			if err := p.add(b); err != nil {
				return err
			}
		case k.stamp == string(b.stamp) && k.asOf >= int64(b.doc.Source.AsOf):
			p.rs[i].Outcome = Unchanged
		default:
			if err := p.update(k, b, &p.rs[i]); err != nil {
				return err
			}
		}
	}
	if p.dry {
		return nil
	}
	if err := p.flush(); err != nil {
		return err
	}
	_, err = p.tx.Exec(p.ctx, `UPDATE holding_state SET change = $2, documents = documents + $3, at = $4 WHERE center_id = $1`, p.center, p.change, fresh, p.h.Now().UnixMicro())
	return err
}

// IDs reads by what numbers documents are known in the database; those that are not held have none.
func (h *Holding) IDs(ctx context.Context, tx *store.Tx, center int64, numbers []string) (map[string]int64, error) {
	out := map[string]int64{}
	for _, n := range numbers {
		var id int64
		err := tx.Row(ctx, `SELECT id FROM holding_document WHERE center_id = $1 AND number = $2`, center, n).Scan(&id)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if err == nil {
			out[n] = id
		}
	}
	return out, nil
}

// known reads what is held of the numbers.
func (p *putting) known(bs []Packed, order []int) (map[string]held, error) {
	out := map[string]held{}
	for part := range slices.Chunk(order, 200) {
		args, marks := []any{p.center}, make([]string, 0, 200)
		for len(marks) < 200 { // always the same statement, so that it is compiled once
			i := part[min(len(marks), len(part)-1)]
			args = append(args, bs[i].body.doc.Number)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		rows, err := p.tx.Query(p.ctx, `SELECT number, id, stamp, as_of FROM holding_document WHERE center_id = $1 AND number IN (`+strings.Join(marks, ",")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var number string
			var k held
			var stamp []byte
			if err := rows.Scan(&number, &k.id, &stamp, &k.asOf); err != nil {
				rows.Close()
				return nil, err
			}
			k.stamp = string(stamp)
			out[number] = k
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		// The next part asks on the same connection.
		rows.Close()
	}
	return out, nil
}

// allocate takes numbers for the changes of a batch. The row of the center makes batches follow one
// another, so that who reads the changes in order misses none.
func (p *putting) allocate() error {
	if p.change != 0 {
		return nil
	}
	return p.tx.Row(p.ctx, `INSERT INTO holding_state (center_id, change, documents, at) VALUES ($1, 0, 0, $2)
		ON CONFLICT (center_id) DO UPDATE SET at = excluded.at RETURNING change`, p.center, p.h.Now().UnixMicro()).Scan(&p.change)
}

// add puts a document that is not held.
func (p *putting) add(b *body) error {
	if p.dry {
		return nil
	}
	id := p.h.DB.NewID()
	p.document(id, b)
	p.rows.texts = append(p.rows.texts, []any{id, p.center, b.text})
	p.records(id, &b.doc)
	return nil
}

// update merges a document into what is held.
func (p *putting) update(k held, b *body, r *Result) error {
	have, err := p.load(k.id)
	if err != nil {
		return err
	}
	now, before := merge(have, b.doc)
	r.Fields = slices.Sorted(maps.Keys(before))
	r.Outcome = Unchanged
	if len(before) > 0 {
		r.Outcome = Changed
	}
	if p.dry {
		return nil
	}
	if len(before) == 0 {
		// The source confirms what is held: the data is as new as it says.
		_, err := p.tx.Exec(p.ctx, `UPDATE holding_document SET stamp = $2, as_of = CASE WHEN as_of < $3 THEN $3 ELSE as_of END WHERE id = $1`, k.id, b.stamp, int64(b.doc.Source.AsOf))
		return err
	}
	merged, err := bodyOf(&now)
	if err != nil {
		return err
	}
	// What it said before is kept with the source that changed it.
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	src := b.doc.Source
	if _, err := p.tx.Exec(p.ctx, `INSERT INTO holding_version (id, center_id, document_id, at, source, format, file, as_of, fields, before) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		p.h.DB.NewID(), p.center, k.id, p.h.Now().UnixMicro(), src.Name, src.Format, src.File, int64(src.AsOf), strings.Join(r.Fields, ","), packed(was)); err != nil {
		return err
	}
	merged.stamp = b.stamp // what came last is recognised when it comes again
	p.document(k.id, &merged)
	if before["Claims"] != "" || before["Description"] != "" {
		if _, err := p.tx.Exec(p.ctx, `UPDATE holding_text SET body = $2 WHERE document_id = $1`, k.id, merged.text); err != nil {
			return err
		}
	}
	p.records(k.id, &b.doc)
	return nil
}

// load reads a document whole.
func (p *putting) load(id int64) (literature.Document, error) {
	var head, text []byte
	var src literature.Source
	err := p.tx.Row(p.ctx, `SELECT d.head, t.body, d.source, d.format, d.file, d.place, d.as_of FROM holding_document d JOIN holding_text t ON t.document_id = d.id WHERE d.id = $1`, id).
		Scan(&head, &text, &src.Name, &src.Format, &src.File, &src.At, &src.AsOf)
	if err != nil {
		return literature.Document{}, err
	}
	return document(head, text, src)
}
