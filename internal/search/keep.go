package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
)

// mergeAtOnce is how many neighbours of like size become one.
const mergeAtOnce = 8

// largest is the size beyond which a segment is left alone, unless much of it is deleted.
const largest = 8 << 30

// choose returns neighbours that should become one segment, or none: the first run of mergeAtOnce
// of like size, or a single one of which more than a third is deleted.
func choose(parts []part) (lo, hi int) {
	level := func(p part) float64 { return math.Log(float64(max(p.Size(), 1<<12))) / math.Log(mergeAtOnce) }
	for lo < len(parts) {
		top := 0.0
		for _, p := range parts[lo:] {
			if p.Size() < largest {
				top = max(top, level(p))
			}
		}
		// The run reaches to the last one that is not much smaller than the largest that follows.
		for hi = len(parts); hi > lo && level(parts[hi-1]) < top-0.75; {
			hi--
		}
		if hi-lo >= mergeAtOnce {
			return lo, lo + mergeAtOnce
		}
		lo = max(hi, lo+1)
	}
	for i, p := range parts {
		if p.Docs-p.count > p.Docs/3 {
			return i, i + 1
		}
	}
	return 0, 0
}

// flusher writes what is frozen to a file. It ends when the index is closed, after what it began.
func (x *Index) flusher() {
	for {
		select {
		case <-x.flush:
			if err := x.flushFrozen(); err != nil {
				_ = x.fail(err) // the next Put says it
			}
			x.wake(x.tidy)
			x.flushed <- struct{}{}
		case <-x.stopped.Done():
			return
		}
	}
}

// flushFrozen writes the frozen segments as one, and a list that needs their journals no more.
func (x *Index) flushFrozen() error {
	s, err := x.acquire()
	if err != nil {
		return err
	}
	defer x.release(s)
	var frozen []part
	for _, p := range s.parts {
		if p.frozen {
			frozen = append(frozen, p)
		}
	}
	if len(frozen) > 0 {
		if err := x.merge(context.Background(), frozen); err != nil {
			return err
		}
	}
	x.mu.Lock()
	x.first, x.saved = x.since, x.at
	x.mu.Unlock()
	return x.list()
}

// merge writes neighbours to one file and puts it in their place.
func (x *Index) merge(ctx context.Context, old []part) error {
	name := fmt.Sprintf("segment-%08d", x.number())
	path := filepath.Join(x.dir, name)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	moved, err := segment.Merge(ctx, f, x.layout.plan, sources(old))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = syncDir(x.dir)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	made, err := x.open(name)
	if err != nil {
		return err
	}
	if x.swap(old, made, moved); made.Docs == 0 {
		return errors.Join(made.close(), os.Remove(path))
	}
	return nil
}

// tidier merges files while there are too many of a size.
func (x *Index) tidier() {
	for {
		select {
		case <-x.tidy:
			for x.stopped.Err() == nil {
				again, err := x.mergeFiles(x.stopped, choose)
				if err != nil && x.stopped.Err() == nil {
					_ = x.fail(err)
				}
				if err != nil || !again {
					break
				}
			}
		case <-x.stopped.Done():
			return
		}
	}
}

// mergeFiles merges the files that pick chooses. It returns false when there were none.
func (x *Index) mergeFiles(ctx context.Context, pick func([]part) (int, int)) (bool, error) {
	x.merging.Lock()
	defer x.merging.Unlock()
	s, err := x.acquire()
	if err != nil {
		return false, err
	}
	defer x.release(s)
	files := s.parts
	for len(files) > 0 && files[len(files)-1].file == "" {
		files = files[:len(files)-1]
	}
	lo, hi := pick(files)
	if lo == hi {
		return false, nil
	}
	if err := x.merge(ctx, files[lo:hi]); err != nil {
		return false, err
	}
	if err := x.list(); err != nil {
		return false, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, p := range files[lo:hi] {
		p.obsolete = true
	}
	return true, nil
}

// Flush writes to a file what is in memory alone. It is never needed; a copy of the folder made
// after it opens faster.
func (x *Index) Flush(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "writing the search index")
	for range 2 { // the second one waits for the first
		if err := x.ask(ctx, &change{flush: true}); err != nil {
			return err
		}
	}
	return nil
}

// Merge makes one segment of all: the index is fastest then. It takes time and, while it runs, the
// space of the index once more.
func (x *Index) Merge(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "merging the search index")
	if err := x.Flush(ctx); err != nil {
		return err
	}
	_, err = x.mergeFiles(ctx, func(parts []part) (int, int) {
		if len(parts) == 1 && parts[0].count == parts[0].Docs {
			return 0, 0
		}
		return 0, len(parts)
	})
	return err
}

// lastFlush writes what is in memory, when the goroutines have ended.
func (x *Index) lastFlush() error {
	if x.pending { // it may have been frozen when the flusher had already ended
		select {
		case <-x.flush:
			if err := x.flushFrozen(); err != nil {
				return err
			}
		default:
		}
	}
	tail := false
	for _, p := range x.current.parts {
		tail = tail || p.file == ""
	}
	if !tail {
		return x.list()
	}
	x.pending = false
	if err := x.freeze(); err != nil {
		return err
	}
	<-x.flush
	return x.flushFrozen()
}
