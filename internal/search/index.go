package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
)

// Options of an index. The zero value is fit for use.
type Options struct {
	Tail int // bytes that are kept in memory before they are written to a file; 0 is 32 MiB
}

// An Index is the embedded Engine. Its folder belongs to one process at a time.
type Index struct {
	dir    string
	layout *layout
	tail   int
	unlock func() error

	queue   chan *change
	flush   chan struct{} // something is frozen
	flushed chan struct{} // it is written
	tidy    chan struct{} // files may have to be merged
	stop    context.CancelFunc
	stopped context.Context
	work    sync.WaitGroup

	mu      sync.Mutex // of the fields below, and of all counts of users
	current *snapshot  // nil when closed
	failed  error      // writing failed: nothing more is taken
	next    int        // number of the next file
	first   int        // number of the first journal that is not in files of segments
	saved   uint32     // how many changes are in files of segments

	listing sync.Mutex // one writes the list of files at a time
	merging sync.Mutex // one merges files at a time

	naming sync.Mutex // of names
	names  map[labelKey]*dictionary

	// The writer's own.
	journal *journal
	changes uint32
	since   int    // number of the journal that is written
	pending bool   // something is frozen and not yet written
	at      uint32 // the last change of what is frozen
}

var _ Engine = (*Index)(nil)

func errClosed() error {
	return fault.New(fault.Unavailable, "search.closed", "检索索引已关闭，请稍后再试")
}

// Open opens the index in a folder, or makes one. An index of another schema is thrown away: see
// Docs whether it has to be filled. A file that is damaged is named in the fault; Remove and fill
// anew is the answer to it.
func Open(dir string, s Schema, o Options) (_ *Index, err error) {
	defer fault.Wrap(&err, "opening the search index")
	l, err := newLayout(s)
	if err != nil {
		return nil, err
	}
	if o.Tail <= 0 {
		o.Tail = 32 << 20
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	x := &Index{dir: dir, layout: l, tail: o.Tail, queue: make(chan *change), flush: make(chan struct{}, 1),
		flushed: make(chan struct{}, 1), tidy: make(chan struct{}, 1), names: map[labelKey]*dictionary{}}
	if x.unlock, err = lockDir(dir); err != nil {
		return nil, fault.New(fault.Conflict, "search.locked", "检索索引正在被另一个进程使用，请先停止它").Because(err)
	}
	x.stopped, x.stop = context.WithCancel(context.Background())
	if err := x.load(); err != nil {
		x.letGo()
		return nil, errors.Join(err, x.unlock())
	}
	x.work.Go(x.writer)
	x.work.Go(x.flusher)
	x.work.Go(x.tidier)
	x.wake(x.tidy)
	return x, nil
}

// Remove deletes an index that is not open.
func Remove(dir string) error { return os.RemoveAll(dir) }

// load reads the files and brings the journals in.
func (x *Index) load() error {
	m, live, err := readManifest(x.dir, x.layout)
	if err != nil {
		return err
	}
	files, err := x.files(m)
	if err != nil {
		return err
	}
	x.publish(nil, 0)
	old := m != nil
	if !old {
		m = &manifest{Journal: x.next}
	} else if err := x.loadParts(m, live); err != nil {
		return err
	}
	x.first, x.changes, x.saved = m.Journal, m.Changes, m.Changes
	if old && len(files) == 0 {
		return damaged(filepath.Join(x.dir, journalName(m.Journal)), fs.ErrNotExist)
	}
	for i, name := range files {
		if i == 0 && name != journalName(m.Journal) {
			return damaged(filepath.Join(x.dir, journalName(m.Journal)), fs.ErrNotExist)
		}
		if err := replay(filepath.Join(x.dir, name), i == len(files)-1, x.again); err != nil {
			return err
		}
	}
	if x.journal, err = x.newJournal(); err != nil {
		return err
	}
	if len(files) == 0 { // a new index
		x.first = x.since
	}
	return x.list()
}

// loadParts opens the segments of a list.
func (x *Index) loadParts(m *manifest, live []segment.Bits) error {
	var parts []part
	for i, e := range m.Parts {
		b, err := x.open(e.File)
		if err == nil && (b.Docs != e.Docs || !b.Same(x.layout.plan)) {
			err = damaged(e.File, errManifest)
		}
		if err != nil {
			x.mu.Lock()
			x.publish(parts, 0)
			x.mu.Unlock()
			return err
		}
		p := part{body: b, live: live[i], count: b.Docs}
		if p.live != nil {
			p.count = p.live.Count()
		}
		parts = append(parts, p)
	}
	x.publish(parts, m.Changes)
	return nil
}

// open maps the file of a segment and checks all of it.
func (x *Index) open(name string) (*body, error) {
	path := filepath.Join(x.dir, name)
	data, unmap, err := mapFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, damaged(path, err)
	}
	if err != nil {
		return nil, err
	}
	r, err := segment.Read(data)
	if err != nil {
		return nil, errors.Join(damaged(path, err), unmap())
	}
	return &body{Reader: r, file: name, close: unmap}, nil
}

func journalName(n int) string { return fmt.Sprintf("journal-%08d", n) }

// files removes what no list names and returns the journals to be read, in order.
func (x *Index) files(m *manifest) (journals []string, err error) {
	entries, err := os.ReadDir(x.dir)
	if err != nil {
		return nil, err
	}
	x.next = 1
	if m != nil {
		x.next = m.Next
	}
	for _, e := range entries {
		name := e.Name()
		number := 0
		kind, _, _ := strings.Cut(name, "-")
		if _, err := fmt.Sscanf(name, kind+"-%d", &number); err == nil {
			x.next = max(x.next, number+1)
		}
		switch {
		case name == lockName || m != nil && name == manifestName:
		case m != nil && kind == "journal" && number >= m.Journal:
			journals = append(journals, name)
		case m != nil && slices.ContainsFunc(m.Parts, func(p partEntry) bool { return p.File == name }):
		case kind == "journal" || kind == "segment" || strings.HasPrefix(name, manifestName):
			if err := os.Remove(filepath.Join(x.dir, name)); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(journals)
	return journals, nil
}

// again applies a frame of a journal.
func (x *Index) again(number uint32, payload []byte) error {
	changes, err := unpackChanges(payload)
	if err != nil {
		return fmt.Errorf("%w: %v", errBroken, err)
	}
	for _, c := range changes {
		if len(c.docs) > 0 {
			if c.made, err = x.layout.build(c.docs); err != nil {
				return err
			}
		}
	}
	x.apply(changes, number)
	x.changes = number
	return x.tidyTail()
}

// newJournal begins the next journal.
func (x *Index) newJournal() (*journal, error) {
	x.since = x.number()
	return newJournal(filepath.Join(x.dir, journalName(x.since)))
}

// number returns the number of a new file.
func (x *Index) number() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.next++
	return x.next - 1
}

// list writes the list of files as they are now, and removes the journals it makes needless.
func (x *Index) list() error {
	x.listing.Lock()
	defer x.listing.Unlock()
	x.mu.Lock()
	m := &manifest{Version: x.layout.version, Plan: x.layout.plan, Journal: x.first, Next: x.next, Changes: x.saved}
	var live []segment.Bits
	for _, p := range x.current.parts {
		if p.file != "" {
			m.Parts = append(m.Parts, partEntry{File: p.file, Docs: p.Docs})
			live = append(live, p.live)
		}
	}
	x.mu.Unlock()
	if err := replaceFile(x.dir, manifestName, m.encode(live)); err != nil {
		return err
	}
	entries, err := os.ReadDir(x.dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "journal-") && e.Name() < journalName(m.Journal) {
			err = errors.Join(err, os.Remove(filepath.Join(x.dir, e.Name())))
		}
	}
	return err
}

// Docs returns how many documents there are.
func (x *Index) Docs() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.current == nil {
		return 0
	}
	return x.current.docs()
}

// Close writes what is only in memory and lets go of the files. Requests that run go on to their end.
func (x *Index) Close() error {
	x.mu.Lock()
	closed := x.current == nil
	x.mu.Unlock()
	if closed {
		return nil
	}
	x.stop()
	x.work.Wait()
	var err error
	if x.failed == nil {
		err = x.lastFlush()
	}
	err = errors.Join(err, x.journal.close())
	x.letGo()
	return errors.Join(err, x.unlock())
}

// letGo ends the current state.
func (x *Index) letGo() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.current != nil {
		x.drop(x.current)
	}
	x.current = nil
}

// wake tells a goroutine that there is something to do, once.
func (x *Index) wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
