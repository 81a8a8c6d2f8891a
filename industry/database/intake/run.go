package intake

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// Bounds of what is put together: others wait for the database meanwhile.
const (
	batchPieces = 200
	batchBytes  = 8 << 20
)

// A batch is some pieces on their way into the holding, read by one of the workers. Many small files go
// together.
type batch struct {
	pieces  []piece
	formats []string
	file    string // up to which, and up to which of its pieces, everything is done with this batch
	entry   int
	bytes   int64
	size    int
	ignored int       // files without documents, passed over
	unread  []Refusal // files that could not be read, or not to their end
	out     []read
	done    chan struct{}
}

// errStop says that a person paused or cancelled the import, or that another process is at it.
var errStop = errors.New("intake: stopped")

// A running is an import while it runs.
type running struct {
	d        *Desk
	m        *Import
	trial    bool
	source   string
	asOf     calendar.Day
	key      seal.Key
	decided  map[string]string
	skip     string // file up to which everything was done
	entry    int    // and how many documents of it
	passed   bool   // it was come to again
	began    time.Time
	drawings int // kept of a document
	before   int64
	next     *batch // that is put together
	give     func(*batch) error
}

// Run brings in, or tries, what an import has not done yet. It may be called again at any time, and goes on
// behind what is known to be done: that is written down in the same transaction as the documents. What is
// wrong with a document refuses that document; the import goes on.
func (d *Desk) Run(ctx context.Context, center, id int64, told func(*Import)) (err error) {
	defer fault.Wrap(&err, "run import %d", id)
	r := &running{d: d, began: d.Now()}
	if err = d.DB.Read(ctx, func(tx *store.Tx) error { return r.find(ctx, tx, center, id) }); err != nil {
		return err
	}
	r.trial, r.source, r.asOf = r.m.State == Checking, r.m.Source, r.m.AsOf
	if r.m.State != Running && r.m.State != Checking {
		return nil // it was paused or cancelled before it began
	}
	if slices.ContainsFunc(r.m.Items, func(i Item) bool { return i.Path == "" }) {
		if r.key, err = d.key(ctx, center); err != nil {
			return err
		}
	}
	r.skip, r.entry, r.before = r.m.File, r.m.Entry, r.m.Sum()
	// What there is to read is added up once.
	if r.m.Total == 0 {
		if err := r.measure(ctx); err != nil {
			return r.fail(ctx, err)
		}
	}
	switch err := r.pipe(ctx, told); {
	case errors.Is(err, errStop):
		return nil
	case err != nil:
		return r.fail(ctx, err)
	}
	return r.finish(ctx)
}

// measure adds up what there is to read.
func (r *running) measure(ctx context.Context) error {
	w := walk{ctx: ctx, blobs: r.d.Blobs, key: r.key, visit: func(e entry) error { r.m.Total += e.size; return nil }}
	return w.all(r.m.Items)
}

// fail ends an import whose files cannot be read at all; what passes is tried again.
func (r *running) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil || fault.Of(err) == nil || fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Unavailable || fault.KindOf(err) == fault.Full || fault.KindOf(err) == fault.Conflict {
		return err
	}
	return r.d.DB.Write(ctx, func(tx *store.Tx) error {
		r.m.Error = fault.MessageOf(err)
		if err := save(ctx, tx, r.m); err != nil {
			return err
		}
		_, err := move(ctx, tx, r.m, Failed, r.d.Now(), Running, Checking)
		return err
	})
}

// finish says that everything was done.
func (r *running) finish(ctx context.Context) error {
	return r.d.DB.Write(ctx, func(tx *store.Tx) error {
		to := Done
		if r.trial {
			to, r.m.Trial, r.m.Tried = Checked, r.m.Counts, r.d.Now()
		}
		r.m.Bytes = r.m.Total
		if err := save(ctx, tx, r.m); err != nil {
			return err
		}
		_, err := move(ctx, tx, r.m, to, r.d.Now(), Running, Checking)
		return err
	})
}

// pipe cuts files into pieces, has them read by as many workers as there are processors, and puts them in
// the order in which they stand.
func (r *running) pipe(ctx context.Context, told func(*Import)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// The order in which batches are put is that in which they were cut, whoever was read first.
	n := runtime.GOMAXPROCS(0)
	work, order := make(chan *batch, n), make(chan *batch, 2*n)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range n {
		wg.Go(func() {
			for b := range work {
				for i := range b.pieces {
					b.out = append(b.out, r.read(ctx, &b.pieces[i]))
				}
				close(b.done)
			}
		})
	}
	r.next, r.give = &batch{}, func(b *batch) error {
		b.done = make(chan struct{})
		for _, to := range []chan *batch{order, work} {
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	var cutting error
	wg.Go(func() {
		defer close(order)
		defer close(work)
		if cutting = r.cut(ctx); cutting == nil {
			cutting = r.give(r.next)
		}
	})
	for b := range order {
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := r.put(ctx, b); err != nil {
			return err
		}
		if told != nil {
			told(r.m)
		}
	}
	return cutting
}

// cut goes through the files and hands on their pieces.
func (r *running) cut(ctx context.Context) error {
	w := walk{ctx: ctx, blobs: r.d.Blobs, key: r.key, visit: func(e entry) error {
		if r.skip == "" || r.passed {
			return r.file(e, 0)
		}
		// Files in front of the one that was read last were done.
		if e.name != r.skip {
			return nil
		}
		r.passed = true
		return r.file(e, r.entry)
	}}
	if err := w.all(r.m.Items); err != nil || r.skip == "" || r.passed {
		return err
	}
	// The file is gone: everything is looked at again, and what is in the holding says nothing new.
	r.skip = ""
	return w.all(r.m.Items)
}

// file hands on the pieces of a file behind those that were done.
func (r *running) file(e entry, after int) error {
	in, err := e.open()
	if err != nil {
		return r.unread(e, 0, err)
	}
	defer in.Close()
	s, err := open(e.name, in, r.decided)
	if err != nil {
		return r.unread(e, 0, err)
	}
	// Bytes of what lies between documents count with the end of the file.
	left := e.size
	for any := false; ; any = true {
		p, err := s.next()
		if errors.Is(err, io.EOF) && !any {
			return r.unread(e, left, fault.New(fault.Invalid, "intake.empty", "文件“%s”中没有识别出专利文献，请核对是否选错了文件", e.name))
		} else if errors.Is(err, io.EOF) {
			r.next.bytes += left
			return nil
		}
		if err != nil {
			return r.unread(e, left, err)
		}
		if p.at <= after {
			continue
		}
		p.file, p.near, p.kept = e.name, e.near, e.kept.more()
		b := r.next
		b.pieces, b.size, b.file, b.entry = append(b.pieces, p), b.size+p.size, e.name, p.at
		took := min(int64(p.size), left)
		b.bytes, left = b.bytes+took, left-took
		if s.format != "" && !slices.Contains(b.formats, s.format) {
			b.formats = append(b.formats, s.format)
		}
		if len(b.pieces) >= batchPieces || b.size >= batchBytes {
			r.next = &batch{}
			if err := r.give(b); err != nil {
				return err
			}
		}
	}
}

// unread notes a file that cannot be read, or cannot be read on. In folders and archives files of other
// kinds lie beside the documents; they are passed over.
func (r *running) unread(e entry, left int64, err error) error {
	if fault.Of(err) == nil || fault.KindOf(err) == fault.Internal {
		return err
	}
	if left == 0 {
		left = e.size
	}
	r.next.bytes += left
	r.next.file, r.next.entry = e.name, 1<<30
	if code := fault.CodeOf(err); !e.sure && (code == "export.no_number" || code == "reader.not_gazette" || code == "intake.empty") {
		r.next.ignored++
		return nil
	}
	r.next.unread = append(r.next.unread, Refusal{File: e.name, Reason: fault.MessageOf(err)})
	return nil
}

// put brings a batch in together with the progress.
func (r *running) put(ctx context.Context, b *batch) error {
	var docs []literature.Document
	var ready []holding.Packed
	var from []int // piece of each document
	var pictures []*designs.Picture
	wrong := slices.Clone(b.unread)
	for i, x := range b.out {
		if x.err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			wrong = append(wrong, b.pieces[i].refusal("", x.err))
			continue
		}
		pictures = append(pictures, x.pictures...)
		docs, ready = append(docs, x.docs...), append(ready, x.packed...)
		for range x.docs {
			from = append(from, i)
		}
	}
	// The import is changed when the transaction stood, not before.
	var next Import
	progress := func(tx *store.Tx, rs []holding.Result) (err error) {
		refused := slices.Clone(wrong) // the transaction may be tried again
		for i, x := range rs {
			if x.Outcome == holding.Refused {
				refused = append(refused, b.pieces[from[i]].refusal(x.Number, x.Err))
			}
		}
		next = r.after(b, rs, docs, len(refused))
		if err := r.note(ctx, tx, &next, refused); err != nil || r.d.Designs == nil || r.trial {
			return err
		}
		return r.d.Designs.Put(ctx, tx, r.m.Center, docs, rs, pictures)
	}
	if !r.trial {
		if r.d.Designs != nil {
			if err := r.d.Designs.Store(ctx, r.m.Center, pictures); err != nil {
				return err
			}
		}
		if _, err := r.d.Holding.PutPacked(ctx, r.m.Center, ready, progress); err != nil {
			return err
		}
		*r.m = next
		return nil
	}
	rs, err := r.d.Holding.Weigh(ctx, r.m.Center, docs)
	if err != nil {
		return err
	}
	if err := r.d.DB.Write(ctx, func(tx *store.Tx) error { return progress(tx, rs) }); err != nil {
		return err
	}
	*r.m = next
	return nil
}

// after is the import when a batch is done.
func (r *running) after(b *batch, rs []holding.Result, docs []literature.Document, refused int) Import {
	// Counted from what was held before the batch.
	next := *r.m
	for _, x := range rs {
		switch x.Outcome {
		case holding.New:
			next.New++
		case holding.Changed:
			next.Changed++
		case holding.Unchanged:
			next.Unchanged++
		}
	}
	next.Refused += int64(refused)
	next.Ignored += b.ignored
	next.Bytes = min(next.Bytes+b.bytes, next.Total)
	next.Formats = slices.Clone(next.Formats)
	formats := slices.Clone(b.formats)
	for i := range docs {
		formats = append(formats, docs[i].Source.Format)
	}
	for _, f := range formats {
		if !slices.Contains(next.Formats, f) {
			next.Formats = append(next.Formats, f)
		}
	}
	if b.file != "" {
		next.File, next.Entry = b.file, b.entry
	}
	if took := r.d.Now().Sub(r.began).Seconds(); took > 0 {
		next.Rate = float64(next.Sum()-r.before) / took
	}
	return next
}

// note writes down how far the import is, and stops it where a person said so.
func (r *running) note(ctx context.Context, tx *store.Tx, next *Import, refused []Refusal) error {
	now, err := imports(ctx, tx, `id = $1`, r.m.ID)
	if err != nil {
		return err
	}
	if len(now) == 0 || now[0].State != Running && now[0].State != Checking {
		return errStop // and nothing of this batch stands
	}
	// Another process may be at the same import: whoever comes second stops, so that nothing is counted twice.
	if was := now[0]; was.File != r.m.File || was.Entry != r.m.Entry || was.Counts != r.m.Counts {
		return errStop
	}
	if room := maxRefusals - r.m.Refused; room > 0 {
		if err := refuse(ctx, tx, r.d.DB, r.m, refused[:min(int64(len(refused)), room)]); err != nil {
			return err
		}
	}
	return save(ctx, tx, next)
}
