package similarity

import (
	"cmp"
	"slices"
	"sort"
	"sync"
)

// An Index finds the texts of a collection that are nearly the same as a given one. It keeps marks and
// ids and nothing that can be read; it is never the truth, and is built again from the texts at any time.
//
// What is added is found at once. Open and Save keep it in a file; what was added or deleted since the
// last Save is lost with the process, so that the caller goes through its records from then on again:
// adding twice is the same as adding once. All methods may be called from several goroutines.
//
// Of unpublished texts make a KeyedIndex, or say Inside and leave the file within the wall.
type Index struct {
	mu       sync.RWMutex
	label    Label
	segments []*segment // the oldest first
	tail     tail
}

// A Label says of what collection an index is. It is written into the file.
type Label struct {
	Collection string // at most 255 bytes; no text of an application
	Inside     bool   // the texts are not published: neither the file nor an answer may leave the house
	keyed      bool
}

// A tail holds what was added last, until it is large enough to become a segment.
type tail struct {
	b    Builder
	at   map[int64]int      // text of an id
	live []Fingerprint      // of each text; no marks where it was deleted
	runs map[uint64][]int32 // texts of a mark
}

// tailMarks is how many marks the tail holds at most; some eleven thousand texts.
const tailMarks = 1 << 19

// New returns an empty index.
func New(label Label) *Index { return &Index{label: label} }

// Label says of what the index is.
func (x *Index) Label() Label { return x.label }

// Len returns how many texts there are.
func (x *Index) Len() (n int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, s := range x.segments {
		n += s.n - s.gone
	}
	return n + len(x.tail.at)
}

// Add takes a text in, in the place of one with the same id.
func (x *Index) Add(id int64, f Fingerprint) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
	t := &x.tail
	if t.at == nil {
		t.at, t.runs = map[int64]int{}, map[uint64][]int32{}
	}
	doc := len(t.live)
	if err := t.b.Add(id, f); err != nil {
		return err
	}
	t.at[id] = doc
	t.live = append(t.live, Fingerprint{f.level, slices.Clone(f.marks)})
	for _, m := range f.marks {
		t.runs[m] = append(t.runs[m], int32(doc))
	}
	if t.b.count < tailMarks {
		return nil
	}
	return x.freeze()
}

// Delete takes a text out and reports whether it was there.
func (x *Index) Delete(id int64) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.remove(id)
}

func (x *Index) remove(id int64) (found bool) {
	if doc, ok := x.tail.at[id]; ok {
		delete(x.tail.at, id)
		x.tail.live[doc].marks = nil
		found = true
	}
	for _, s := range x.segments {
		found = s.remove(id) || found
	}
	return found
}

// freeze makes a segment of the tail, and one of the last two as long as they are about of one size: a
// text is moved as often as the number of texts has bits.
func (x *Index) freeze() error {
	if len(x.tail.live) > 0 {
		gone := x.tail
		x.tail = tail{}
		s := gone.b.segment()
		for doc := range s.n {
			if _, ok := gone.at[s.id(doc)]; !ok {
				s.dead[doc/64] |= 1 << (doc % 64)
				s.gone++
			}
		}
		x.segments = append(x.segments, s)
	}
	for n := len(x.segments); n >= 2 && x.segments[n-2].n <= 2*x.segments[n-1].n; n = len(x.segments) {
		if err := x.join(n - 2); err != nil {
			return err
		}
	}
	return nil
}

// join makes one segment of the one given and all after it.
func (x *Index) join(first int) error {
	s, err := merged(x.segments[first:])
	if err != nil {
		return err
	}
	for _, old := range x.segments[first:] {
		if err := old.close(); err != nil {
			return err
		}
	}
	x.segments = append(x.segments[:first], s)
	return nil
}

// A Wish says what a query is to return.
type Wish struct {
	Most   int     // texts; 20 if not given
	Shared int     // marks that must be common; 3 if not given, and fewer where a text has not twelve
	Share  float64 // of the marks of the shorter text; 0.12 if not given
}

// A Match is a text that was found.
type Match struct {
	ID int64
	Kinship
}

// Limits of a pair that is worth an exact check. Of strangers next to none have three marks in common;
// a text of which three words in ten are exchanged keeps a quarter to a third of its marks.
const (
	leastShared = 3
	leastShare  = 0.12
)

// needed returns how many marks must be common when the shorter text has so few. Of a title one exchanged
// word leaves two of eight.
func needed(shared, few int) int { return min(shared, few, max(2, few/4)) }

// The rarest marks are looked at first, and of each the first texts. What stands in more is a phrase of
// the trade, which is looked at only where a text has few other marks, as one of a large batch.
const (
	mostOfMark = 1024
	enough     = 8 // marks
)

// Query returns the texts that are most like the one whose fingerprint is given, the best first. That
// they are alike is an estimate; the holder of the texts asks Score.
func (x *Index) Query(f Fingerprint, w Wish) []Match {
	w.Most, w.Shared, w.Share = cmp.Or(w.Most, 20), cmp.Or(w.Shared, leastShared), cmp.Or(w.Share, leastShare)
	x.mu.RLock()
	defer x.mu.RUnlock()
	var out []Match
	keep := func(id int64, k Kinship, fewer int) {
		if k.Share >= w.Share && k.Shared >= needed(w.Shared, fewer) {
			out = append(out, Match{id, k})
		}
	}
	for _, s := range x.segments {
		s.query(f, keep)
	}
	x.tail.query(f, keep)
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return cmp.Or(cmp.Compare(b.Alike, a.Alike), cmp.Compare(b.Shared, a.Shared), cmp.Compare(a.ID, b.ID)) < 0
	})
	return out[:min(w.Most, len(out))]
}

// query hands every text on that has marks of the fingerprint, with the smaller number of marks.
func (s *segment) query(f Fingerprint, keep func(int64, Kinship, int)) {
	type run struct{ lo, hi int }
	runs := make([]run, 0, len(f.marks))
	for _, m := range f.marks {
		if lo, hi := s.run(m); lo < hi {
			runs = append(runs, run{lo, hi})
		}
	}
	sort.Slice(runs, func(i, j int) bool {
		a, b := runs[i], runs[j]
		return cmp.Compare(a.hi-a.lo, b.hi-b.lo) < 0
	})
	var hits []uint32
	skipped := 0
	for i, r := range runs {
		if i >= enough && r.hi-r.lo > mostOfMark {
			skipped = len(runs) - i
			break
		}
		for at := r.lo; at < min(r.hi, r.lo+mostOfMark); at++ {
			hits = append(hits, s.post(at))
		}
	}
	slices.Sort(hits)
	for len(hits) > 0 {
		doc, n := int(hits[0]), 1
		for n < len(hits) && int(hits[n]) == doc {
			n++
		}
		hits = hits[n:]
		if doc < s.n && !s.isDead(doc) {
			level := max(f.level, s.level(doc))
			a, b := f.at(level), s.at(doc, level)
			// What was not looked at is taken to be common in the same proportion.
			keep(s.id(doc), kinship(n, max(1, a-skipped), max(n, b-skipped)), min(a, b))
		}
	}
}

func (t *tail) query(f Fingerprint, keep func(int64, Kinship, int)) {
	var hits []int32
	for _, m := range f.marks {
		run := t.runs[m]
		hits = append(hits, run[:min(len(run), mostOfMark)]...)
	}
	slices.Sort(hits)
	for _, doc := range slices.Compact(hits) {
		if g := t.live[doc]; len(g.marks) > 0 {
			level := max(f.level, g.level)
			keep(t.b.ids[doc], f.Kin(g), min(f.at(level), g.at(level)))
		}
	}
}

// A KeyedIndex is an index of keyed fingerprints: it may lie where other centers ask it.
type KeyedIndex struct{ x *Index }

// NewKeyed returns an empty index of keyed fingerprints.
func NewKeyed(collection string) *KeyedIndex {
	return &KeyedIndex{New(Label{Collection: collection, keyed: true})}
}

// Len returns how many texts there are.
func (x *KeyedIndex) Len() int { return x.x.Len() }

// Add takes a text in, in the place of one with the same id.
func (x *KeyedIndex) Add(id int64, k Keyed) error { return x.x.Add(id, k.f) }

// Delete takes a text out and reports whether it was there.
func (x *KeyedIndex) Delete(id int64) bool { return x.x.Delete(id) }

// Query returns the texts most like the one whose fingerprint under the same key is given.
func (x *KeyedIndex) Query(k Keyed, w Wish) []Match { return x.x.Query(k.f, w) }
