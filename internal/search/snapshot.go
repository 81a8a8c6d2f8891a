package search

import (
	"os"
	"path/filepath"
	"slices"

	"zhibao/internal/search/segment"
)

// A body is a segment that one or more snapshots use. Its counts are guarded by the index.
type body struct {
	*segment.Reader
	file     string // its name in the folder, "" in memory
	close    func() error
	users    int
	obsolete bool // no list of files names it any more
	frozen   bool // it is in memory and being written to a file
}

// A part is a body with the documents of it that are left.
type part struct {
	*body
	live  segment.Bits // nil for all; never changed, only replaced
	count int          // how many are left
}

// A snapshot is the index at one moment. What begins on a snapshot ends on it.
type snapshot struct {
	parts   []part
	users   int
	changes uint32
	layout  int // how often the parts were changed since the index was opened
}

// docs is how many documents are left.
func (s *snapshot) docs() (n int) {
	for _, p := range s.parts {
		n += p.count
	}
	return n
}

// acquire returns the index as it is now; it is released by the one who acquired it.
func (x *Index) acquire() (*snapshot, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.current == nil {
		return nil, errClosed()
	}
	x.current.users++
	return x.current, nil
}

func (x *Index) release(s *snapshot) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(s)
}

// drop takes a user from a snapshot, and the snapshot from its bodies after the last one. The lock is held.
func (x *Index) drop(s *snapshot) {
	if s.users--; s.users > 0 {
		return
	}
	for _, p := range s.parts {
		if p.users--; p.users > 0 || p.close == nil {
			continue
		}
		// Nobody is left who could be told of a failure; the next start removes what stays.
		_ = p.close()
		if p.obsolete {
			_ = os.Remove(filepath.Join(x.dir, p.file))
		}
	}
}

// publish makes parts the current state. The lock is held.
func (x *Index) publish(parts []part, changes uint32) {
	s := &snapshot{parts: parts, users: 1, changes: changes}
	for _, p := range parts {
		p.users++
	}
	old := x.current
	x.current = s
	if old != nil {
		s.layout = old.layout + 1
		x.drop(old)
	}
}

// apply takes the documents of a change out of what there is and adds its segment. Only the writer
// calls it, and only it changes which documents are left.
func (x *Index) apply(changes []*change, number uint32) {
	x.mu.Lock()
	defer x.mu.Unlock()
	parts := slices.Clone(x.current.parts)
	own := make([]bool, len(parts), len(parts)+len(changes)) // whose set was copied for this change
	for _, c := range changes {
		for _, id := range c.ids {
			for i := range parts {
				p := &parts[i]
				doc, ok := p.Find(id)
				if !ok || !p.live.Has(doc) {
					continue
				}
				if !own[i] {
					own[i] = true
					if p.live == nil {
						p.live = segment.NewBits(p.Docs, true)
					} else {
						p.live = slices.Clone(p.live)
					}
				}
				p.live.Clear(doc)
				p.count--
			}
		}
		if c.made != nil {
			parts = append(parts, part{body: &body{Reader: c.made}, count: c.made.Docs})
			own = append(own, false)
		}
	}
	// Segments in memory of which nothing is left are forgotten at once.
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.count == 0 && p.file == "" && !p.frozen })
	x.publish(parts, number)
}

// swap puts one segment in the place of neighbours it was merged from. Documents that went while
// that was done are taken out of it. It returns false when there is nothing left to take the place.
func (x *Index) swap(old []part, made *body, moved [][]uint32) {
	x.mu.Lock()
	defer x.mu.Unlock()
	parts := x.current.parts
	at := slices.IndexFunc(parts, func(p part) bool { return p.body == old[0].body })
	next := part{body: made, count: made.Docs}
	for i := range old {
		now := parts[at+i]
		for doc, to := range moved[i] {
			if to == segment.Gone || now.live.Has(uint32(doc)) {
				continue
			}
			if next.live == nil {
				next.live = segment.NewBits(made.Docs, true)
			}
			next.live.Clear(to)
			next.count--
		}
	}
	list := append(slices.Clone(parts[:at]), next)
	if made.Docs == 0 {
		list = list[:at]
	}
	x.publish(append(list, parts[at+len(old):]...), x.current.changes)
}
