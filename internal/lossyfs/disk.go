//go:build linux

package lossyfs

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// sector is what a disk writes as a whole.
const sector = 512

// A disk is the content of the file system: what programs see, and what would be there after a cut.
type disk struct {
	mu     sync.Mutex
	now    func() time.Time
	root   *item
	nextID uint64
	off    bool // the power was cut
	faults Faults
	count  Count
}

// An item is a file or a folder.
type item struct {
	id   uint64
	name string // path at the time it was made, for faults that mean some files only
	mode uint32
	at   time.Time

	// Of a file: what programs see, what is on disk, and what happened in between.
	data, kept []byte
	writes     []change

	// Of a folder, nil for a file.
	names, keptNames map[string]*item
	entries          []entry
}

// A change is a write, or a new length if data is nil.
type change struct {
	off  int64
	data []byte
}

// An entry is a change of a folder: the name now means the item, or nothing if it is nil.
type entry struct {
	name string
	item *item
}

func newDisk(now func() time.Time) *disk {
	d := &disk{now: now}
	d.root = d.item("", syscall.S_IFDIR|0o700)
	return d
}

// item makes one that no folder has yet.
func (d *disk) item(name string, mode uint32) *item {
	d.nextID++
	it := &item{id: d.nextID + 1, name: name, mode: mode, at: d.now()}
	if mode&syscall.S_IFMT == syscall.S_IFDIR {
		it.names, it.keptNames = map[string]*item{}, map[string]*item{}
	}
	return it
}

// set changes a folder.
func (d *disk) set(it *item, name string, to *item) {
	if to == nil {
		delete(it.names, name)
	} else {
		it.names[name] = to
	}
	it.entries = append(it.entries, entry{name, to})
	it.at = d.now()
}

// resize changes the length of a file.
func resize(b []byte, n int64) []byte {
	if n <= int64(len(b)) {
		return b[:n]
	}
	return append(b, make([]byte, n-int64(len(b)))...)
}

// do has a change happen to content.
func (c change) do(b []byte) []byte {
	if c.data == nil {
		return resize(b, c.off)
	}
	if end := c.off + int64(len(c.data)); end > int64(len(b)) {
		b = resize(b, end)
	}
	copy(b[c.off:], c.data)
	return b
}

// change writes or truncates.
func (d *disk) change(it *item, c change) {
	it.data = c.do(it.data)
	it.writes = append(it.writes, c)
	it.at = d.now()
}

// sync puts everything that happened to an item on disk.
func (it *item) sync() {
	for _, c := range it.writes {
		it.kept = c.do(it.kept)
	}
	it.writes = nil
	if it.names != nil {
		it.keptNames, it.entries = maps.Clone(it.names), nil
	}
}

// forget is what Linux does after a failed synchronisation: the pages count as written, and are not. Programs
// still see them until the power is cut.
func (it *item) forget() { it.writes, it.entries = nil, nil }

// cut returns the disk as it is found after the power was cut: of what was not synchronised, each sector is
// there or not, and each folder has got to some point of what happened to it.
func (d *disk) cut(seed uint64) *disk {
	d.off = true
	after := &disk{now: d.now, nextID: d.nextID, count: d.count, faults: d.faults.lasting()}
	after.root = after.found(d.root, rand.New(rand.NewPCG(seed, 0)), &after.count)
	return after
}

// found is an item after the cut. Names go in order, so that a seed gives the same disk again.
func (d *disk) found(old *item, rng *rand.Rand, n *Count) *item {
	it := d.item(old.name, old.mode)
	it.at = old.at
	if old.names == nil {
		it.data = slices.Clone(old.kept)
		for _, c := range old.writes {
			for part := range c.sectors() {
				if rng.IntN(2) == 0 {
					n.Lost++
					continue
				}
				n.Torn++
				it.data = part.do(it.data)
			}
		}
		it.kept = slices.Clone(it.data)
		return it
	}
	names := maps.Clone(old.keptNames)
	reached := rng.IntN(len(old.entries) + 1)
	for _, e := range old.entries[:reached] {
		if e.item == nil {
			delete(names, e.name)
		} else {
			names[e.name] = e.item
		}
	}
	n.Entries += len(old.entries) - reached
	for _, name := range slices.Sorted(maps.Keys(names)) {
		it.names[name] = d.found(names[name], rng, n)
	}
	it.keptNames = maps.Clone(it.names)
	return it
}

// sectors cuts a write where sectors of the file end.
func (c change) sectors() func(yield func(change) bool) {
	return func(yield func(change) bool) {
		if c.data == nil {
			yield(c)
			return
		}
		for off, rest := c.off, c.data; len(rest) > 0; {
			n := min(int64(len(rest)), sector-off%sector)
			if !yield(change{off, rest[:n]}) {
				return
			}
			off, rest = off+n, rest[n:]
		}
	}
}

// used is how many bytes the files have.
func (it *item) used() (n int64) {
	n = int64(len(it.data))
	for _, sub := range it.names {
		n += sub.used()
	}
	return n
}

// step counts an operation that changes something and says whether it is to fail.
func (d *disk) step(it *item) syscall.Errno {
	if d.off {
		return syscall.EIO
	}
	if d.faults.means(it) {
		d.count.Ops++
		if d.faults.FailAt > 0 {
			if d.faults.FailAt--; d.faults.FailAt == 0 {
				d.count.Failed++
				return syscall.Errno(d.faults.Errno)
			}
		}
	}
	return 0
}

// room reports whether a file may have so many bytes.
func (d *disk) room(it *item, size int64) bool {
	return d.faults.Quota == 0 || size <= int64(len(it.data)) || d.root.used()-int64(len(it.data))+size <= d.faults.Quota
}

// synchronise puts an item on disk, or only says so, or fails.
func (d *disk) synchronise(it *item) syscall.Errno {
	if errno := d.step(it); errno != 0 {
		return errno
	}
	d.count.Syncs++
	f := &d.faults
	switch {
	case f.LieAbout != "" && it.lies(f):
		return 0
	case f.FailSyncs > 0 && f.means(it):
		f.FailSyncs--
		d.count.Failed++
		it.forget()
		return syscall.EIO
	}
	it.sync()
	return 0
}

// lies reports whether a synchronisation of the item is only said to have happened.
func (it *item) lies(f *Faults) bool {
	return strings.Contains(it.name, f.LieAbout) && (it.names != nil || !f.LieDirs)
}
