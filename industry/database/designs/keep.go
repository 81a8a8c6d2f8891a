package designs

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"zhibao/casework"
	"zhibao/industry/database/holding"
	"zhibao/internal/blob"
	"zhibao/internal/imagery"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/likeness"
	"zhibao/patent/literature"
	"zhibao/patent/reader/figure"
)

// Bounds of what is kept of one design.
const (
	maxPicture  = 40 << 20 // of a file
	maxPictures = 40       // of a design
	keptSide    = 1000     // pixels of the longer side of what is kept
)

// A Picture is one of a published document that is to be kept.
type Picture struct {
	number, title string
	ordinal       int
	data          []byte
	view          imagery.View
	ref           blob.Ref
}

// place is where the pictures of a center's published documents lie.
const place = "designs/picture"

// Look reads the pictures that came with a document, as far as they are there; a picture that is not there,
// or cannot be read, is passed over: the document counts without it. Those of a design are measured too, so
// that it is found by them; of the drawings of another document the first ones are kept, as many as given.
func Look(doc *literature.Document, drawings int, open func(name string) (io.ReadCloser, error)) (out []*Picture) {
	most := maxPictures
	if doc.Kind != patent.Design {
		most = min(drawings, maxPictures)
	}
	if doc.Number == "" {
		return nil
	}
	for i, v := range doc.Views[:min(len(doc.Views), most)] {
		data, err := read(v.File, open)
		if err != nil {
			continue
		}
		shown, err := figure.Show(v.File, data, keptSide)
		if err != nil || shown.Facts.Blank {
			continue
		}
		p := &Picture{number: doc.Number, title: v.Name, ordinal: i + 1, data: shown.Data}
		if doc.Kind == patent.Design {
			p.view = imagery.ViewOf(shown.Pixels)
		}
		out = append(out, p)
	}
	return out
}

// read reads a file that is not too large.
func read(name string, open func(string) (io.ReadCloser, error)) ([]byte, error) {
	r, err := open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPicture+1))
	if err == nil && len(data) > maxPicture {
		err = errors.New("too large")
	}
	return data, err
}

// Store stores pictures before the transaction that refers to them.
func (d *Desk) Store(ctx context.Context, center int64, ps []*Picture) error {
	if len(ps) == 0 {
		return nil
	}
	key, err := d.key(ctx, center)
	if err != nil {
		return err
	}
	for _, p := range ps {
		if p.ref, err = d.Blobs.Put(ctx, key, place, bytes.NewReader(p.data), maxPicture); err != nil {
			return err
		}
	}
	return nil
}

// key is that of a center.
func (d *Desk) key(ctx context.Context, center int64) (key seal.Key, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		key, err = d.office.Keys.Center(ctx, tx, center)
		return err
	})
	return key, err
}

// Put writes down, in the transaction that puts documents into the holding, which pictures they have. A
// picture that is there already stays; where class or day of a design changed, its pictures are taken in
// anew.
func (d *Desk) Put(ctx context.Context, tx *store.Tx, center int64, docs []literature.Document, rs []holding.Result, ps []*Picture) error {
	had := map[string]*literature.Document{}
	var numbers []string
	for i := range docs {
		if (docs[i].Kind == patent.Design || len(ps) > 0) && (rs[i].Outcome == holding.New || rs[i].Outcome == holding.Changed || rs[i].Outcome == holding.Unchanged) {
			had[docs[i].Number] = &docs[i]
			numbers = append(numbers, docs[i].Number)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	ids, err := d.Holding.IDs(ctx, tx, center, numbers)
	if err != nil {
		return err
	}
	for i := range rs {
		if doc := had[rs[i].Number]; doc != nil && doc.Kind == patent.Design && rs[i].Outcome == holding.Changed {
			if err := d.reclass(ctx, tx, center, ids[doc.Number], doc); err != nil {
				return err
			}
		}
	}
	for _, p := range ps {
		if doc := had[p.number]; doc != nil && ids[p.number] != 0 {
			if err := d.put(ctx, tx, center, ids[p.number], doc, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// day is that by which a design is filtered: of its publication, or of its filing where the source has none.
func day(doc *literature.Document) calendar.Day { return cmp.Or(doc.Published, doc.Filed) }

// class is the first class of a design.
func class(doc *literature.Document) string {
	if len(doc.Locarno) == 0 {
		return ""
	}
	return doc.Locarno[0]
}

// next takes the number of a change. The row of the center makes writers follow one another, so that who
// reads the changes in order misses none.
func next(ctx context.Context, tx *store.Tx, center int64) (n int64, err error) {
	err = tx.Row(ctx, `INSERT INTO designs_state (center_id, change) VALUES ($1, 1) ON CONFLICT (center_id) DO UPDATE SET change = designs_state.change + 1 RETURNING change`, center).Scan(&n)
	return n, err
}

// put writes a picture down. One that is not searched for has no change, and no measures.
func (d *Desk) put(ctx context.Context, tx *store.Tx, center, document int64, doc *literature.Document, p *Picture) error {
	var same bool
	err := tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM designs_picture WHERE document_id = $1 AND ordinal = $2 AND sha256 = $3)`, document, int64(p.ordinal), p.ref.SHA256).Scan(&same)
	if err != nil || same {
		return err
	}
	if err := casework.HoldFiles(ctx, tx, center, d.office.Now(), p.ref.Address); err != nil {
		return err
	}
	var change int64
	view := []byte{}
	if doc.Kind == patent.Design {
		if change, err = next(ctx, tx, center); err != nil {
			return err
		}
		if view, err = p.view.MarshalBinary(); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO designs_picture (id, center_id, document_id, number, ordinal, change, title, locarno, day, address, sha256, size, view) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)
		ON CONFLICT (document_id, ordinal) DO UPDATE SET change = excluded.change, title = excluded.title, locarno = excluded.locarno, day = excluded.day, address = excluded.address, sha256 = excluded.sha256, size = excluded.size, view = excluded.view`,
		d.office.DB.NewID(), center, document, doc.Number, int64(p.ordinal), change, p.title, class(doc), int64(day(doc)), p.ref.Address, p.ref.SHA256, p.ref.Size, view)
	return err
}

// reclass takes the pictures of a design in anew where its class or day is another one now.
func (d *Desk) reclass(ctx context.Context, tx *store.Tx, center, document int64, doc *literature.Document) error {
	ks, err := kept(ctx, tx, `document_id = $1 AND (locarno <> $2 OR day <> $3) ORDER BY ordinal`, document, class(doc), int64(day(doc)))
	if err != nil || class(doc) == "" {
		return err
	}
	for _, k := range ks {
		change, err := next(ctx, tx, center)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE designs_picture SET change = $2, locarno = $3, day = $4 WHERE id = $1`, k.ID, change, class(doc), int64(day(doc))); err != nil {
			return err
		}
	}
	return nil
}

// Kept is a picture that is kept.
type Kept struct {
	ID, Document, Change int64
	Number, Title        string
	Ordinal              int
	locarno              string
	day                  calendar.Day
	ref                  blob.Ref
	view                 []byte
}

// name is under what a picture stands in the collection.
func (k *Kept) name() string { return strconv.Itoa(k.Ordinal) }

// kept reads pictures by a condition.
func kept(ctx context.Context, tx *store.Tx, where string, args ...any) (out []Kept, err error) {
	rows, err := tx.Query(ctx, `SELECT id, document_id, change, number, ordinal, title, locarno, day, address, sha256, size, view FROM designs_picture WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		k := Kept{ref: blob.Ref{Place: place}}
		var ordinal, day int64
		if err := rows.Scan(&k.ID, &k.Document, &k.Change, &k.Number, &ordinal, &k.Title, &k.locarno, &day, &k.ref.Address, &k.ref.SHA256, &k.ref.Size, &k.view); err != nil {
			return nil, err
		}
		k.Ordinal, k.day = int(ordinal), calendar.Day(day)
		out = append(out, k)
	}
	return out, rows.Err()
}

// Of lists the pictures of a document in their order.
func (d *Desk) Of(ctx context.Context, center int64, number string) (out []Kept, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = kept(ctx, tx, `center_id = $1 AND number = $2 ORDER BY ordinal`, center, number)
		return err
	})
	return out, err
}

// content reads a picture.
func (d *Desk) content(ctx context.Context, center int64, ref blob.Ref) ([]byte, error) {
	key, err := d.key(ctx, center)
	if err != nil {
		return nil, err
	}
	r, err := d.Blobs.Open(ctx, key, ref)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// entry is a picture as the collection takes it in. What was measured by another version is looked at again.
func (d *Desk) entry(ctx context.Context, center int64, k *Kept) (likeness.Entry, error) {
	e := likeness.Entry{Change: k.Change, Design: likeness.Design{ID: k.Document, Locarno: k.locarno, On: k.day}, Name: k.name()}
	if e.View.UnmarshalBinary(k.view) == nil {
		return e, nil
	}
	data, err := d.content(ctx, center, k.ref)
	if err != nil {
		return e, fmt.Errorf("picture %d of %s: %w", k.Ordinal, k.Number, err)
	}
	img, err := figure.Decode(k.Number, data)
	if err == nil {
		e.View = imagery.ViewOf(img)
	}
	return e, err
}
