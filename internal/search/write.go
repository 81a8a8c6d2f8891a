package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
)

// A change is what one call asks of the writer.
type change struct {
	payload []byte
	docs    []Document      // when it is read from a journal
	made    *segment.Reader // of the documents; nil where there are none
	ids     []string        // of everything that goes: what is replaced, and what is taken out
	flush   bool            // nothing but to write what is in memory to a file
	done    chan error
}

// Bounds of one change. A call with more becomes several.
const (
	docsOfChange  = 2000
	bytesOfChange = 16 << 20
	changesAtOnce = 64 // that share one write to the disk
)

// Put adds documents, or replaces those of the same ID. Of two of the same ID the later one counts.
// When it fails, some of the documents may have been taken.
func (x *Index) Put(ctx context.Context, docs []Document) (err error) {
	defer fault.Wrap(&err, "adding to the search index")
	for i := range docs {
		if err := x.layout.check(&docs[i]); err != nil {
			return err
		}
	}
	for len(docs) > 0 {
		n, size := 0, 0
		for n < len(docs) && n < docsOfChange && size < bytesOfChange {
			for _, texts := range docs[n].Texts {
				for _, t := range texts {
					size += len(t)
				}
			}
			n++
		}
		if err := x.put(ctx, latest(docs[:n])); err != nil {
			return err
		}
		docs = docs[n:]
	}
	return nil
}

// latest leaves out what a later document of the same name replaces.
func latest(docs []Document) []Document {
	last := make(map[string]int, len(docs))
	for i, d := range docs {
		last[d.ID] = i
	}
	if len(last) == len(docs) {
		return docs
	}
	var out []Document
	for i, d := range docs {
		if last[d.ID] == i {
			out = append(out, d)
		}
	}
	return out
}

// put makes the segment in the goroutine of the caller, so that callers use several processors.
func (x *Index) put(ctx context.Context, docs []Document) error {
	made, err := x.layout.build(docs)
	if err != nil {
		return err
	}
	c := &change{payload: encodeChange(docs, nil), made: made}
	for _, d := range docs {
		c.ids = append(c.ids, d.ID)
	}
	return x.ask(ctx, c)
}

// Delete takes documents out; unknown ones are no error.
func (x *Index) Delete(ctx context.Context, ids []string) (err error) {
	defer fault.Wrap(&err, "deleting from the search index")
	if len(ids) == 0 {
		return nil
	}
	return x.ask(ctx, &change{payload: encodeChange(nil, ids), ids: ids})
}

// ask hands a change to the writer and waits for its answer.
func (x *Index) ask(ctx context.Context, c *change) error {
	c.done = make(chan error, 1)
	select {
	case x.queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-x.stopped.Done():
		return errClosed()
	}
	return <-c.done // the writer always answers
}

// writer takes changes in the order of their coming, as many as are there at once.
func (x *Index) writer() {
	for {
		var batch []*change
		select {
		case c := <-x.queue:
			batch = append(batch, c)
		case <-x.stopped.Done():
			return
		}
	more:
		for len(batch) < changesAtOnce {
			select {
			case c := <-x.queue:
				batch = append(batch, c)
			default:
				break more
			}
		}
		err := x.commit(batch)
		for _, c := range batch {
			c.done <- err
		}
	}
}

// commit brings changes to disk and into the index. After a failure nothing more is taken: what is
// on disk then is not known before the next start.
func (x *Index) commit(batch []*change) error {
	if err := x.failure(); err != nil {
		return err
	}
	var payload []byte
	flush := false
	for _, c := range batch {
		if flush = flush || c.flush; !c.flush {
			payload = binary.AppendUvarint(payload, uint64(len(c.payload)))
			payload = append(payload, c.payload...)
		}
	}
	if len(payload) > 0 {
		if err := x.journal.write(x.changes+1, payload); err != nil {
			return x.fail(err)
		}
		x.changes++
		x.apply(batch, x.changes)
	}
	if err := x.tidyTail(); err != nil {
		return x.fail(err)
	}
	if err := x.rotate(flush); err != nil {
		return x.fail(err)
	}
	return nil
}

// unpackChanges reads what commit wrote as one frame.
func unpackChanges(payload []byte) (out []*change, err error) {
	for len(payload) > 0 {
		n, k := binary.Uvarint(payload)
		if k <= 0 || n > uint64(len(payload)-k) {
			return nil, errChange
		}
		c := &change{}
		var gone []string
		if c.docs, gone, err = decodeChange(payload[k : k+int(n)]); err != nil {
			return nil, err
		}
		for _, d := range c.docs {
			c.ids = append(c.ids, d.ID)
		}
		c.ids = append(c.ids, gone...)
		out = append(out, c)
		payload = payload[k+int(n):]
	}
	return out, nil
}

func (x *Index) fail(err error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failed == nil {
		x.failed = fault.New(fault.Unavailable, "search.write", "检索索引不能写入，请检查磁盘空间后重新启动；已有的内容仍可检索").Because(err)
	}
	return x.failed
}

func (x *Index) failure() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.failed
}

// The segments in memory that are merged at once: as many neighbours of like size as mergeAtOnce,
// none larger than smallTail. Larger ones wait for the file.
const smallTail = 1 << 20

// tidyTail merges small segments in memory, so that single documents do not pile up.
func (x *Index) tidyTail() error {
	for {
		x.mu.Lock()
		parts := x.current.parts
		x.mu.Unlock()
		from := len(parts)
		for from > 0 && parts[from-1].file == "" && !parts[from-1].frozen && parts[from-1].Size() < smallTail {
			from--
		}
		lo, hi := choose(parts[from:])
		if lo == hi {
			return nil
		}
		old := parts[from+lo : from+hi]
		var out bytes.Buffer
		moved, err := segment.Merge(context.Background(), &out, x.layout.plan, sources(old))
		if err != nil {
			return err
		}
		r, err := segment.Read(out.Bytes())
		if err != nil {
			return err
		}
		x.swap(old, &body{Reader: r}, moved)
	}
}

func sources(parts []part) (out []segment.Source) {
	for _, p := range parts {
		out = append(out, segment.Source{Reader: p.Reader, Live: p.live})
	}
	return out
}

// rotate begins a new journal when memory is full, and lets what is there be written to a file. It
// waits when the one before is not done yet and memory is full again.
func (x *Index) rotate(now bool) error {
	size := 0
	x.mu.Lock()
	for _, p := range x.current.parts {
		if p.file == "" && !p.frozen {
			size += p.Size()
		}
	}
	x.mu.Unlock()
	x.settle(now || size >= 2*x.tail)
	if err := x.failure(); err != nil {
		return err
	}
	if size == 0 || x.pending || size < x.tail && !now {
		return nil
	}
	return x.freeze()
}

// settle takes notice that what was frozen is written; it waits for it if told to.
func (x *Index) settle(wait bool) {
	if !x.pending {
		return
	}
	if wait {
		<-x.flushed
		x.pending = false
		return
	}
	select {
	case <-x.flushed:
		x.pending = false
	default:
	}
}

// freeze hands what is in memory to the flusher.
func (x *Index) freeze() error {
	j, err := x.newJournal()
	if err != nil {
		return err
	}
	if err := errors.Join(x.journal.close()); err != nil {
		return err
	}
	x.journal = j
	x.mu.Lock()
	for _, p := range x.current.parts {
		p.frozen = p.file == ""
	}
	x.at = x.changes
	x.mu.Unlock()
	x.pending = true
	x.flush <- struct{}{}
	return nil
}
