package similarity

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Builder makes an index of very many texts at once. It keeps some 400 bytes of each, and Write sorts
// them. It serves one goroutine; the fingerprints may come from several.
type Builder struct {
	ids   []int64
	docs  []byte
	marks slabs
	count int
}

// errMany says that a segment is full; its postings are numbered with 32 bits.
var errMany = errors.New("too many fingerprints for one index")

// Add takes a fingerprint in. Of several with one id the last counts.
func (b *Builder) Add(id int64, f Fingerprint) error {
	if b.count+len(f.marks) > math.MaxUint32 || len(b.ids) == math.MaxInt32 {
		return errMany
	}
	doc := uint64(len(b.ids))
	b.ids = append(b.ids, id)
	kept := counted(f)
	b.docs = append(b.docs, kept[:]...)
	for _, m := range f.marks {
		slab, key := keyOf(m)
		b.marks.add(slab, uint64(key)<<32|doc)
	}
	b.count += len(f.marks)
	return nil
}

// ranks returns the number that each text has when they are ordered by their ids, and the texts in that
// order. A text that is replaced by a later one has the number -1.
func (b *Builder) ranks() (rank []int32, order []int32) {
	order = make([]int32, len(b.ids))
	for i := range order {
		order[i] = int32(i)
	}
	if !slices.IsSorted(b.ids) {
		slices.SortStableFunc(order, func(x, y int32) int { return cmp.Compare(b.ids[x], b.ids[y]) })
	}
	rank = make([]int32, len(b.ids))
	n := 0
	for i, doc := range order {
		if i+1 < len(order) && b.ids[order[i+1]] == b.ids[doc] {
			rank[doc] = -1
			continue
		}
		rank[doc], order[n] = int32(n), doc
		n++
	}
	return rank, order[:n]
}

// segment sorts what was added into a segment in memory. The builder is empty afterwards.
func (b *Builder) segment() *segment {
	rank, order := b.ranks()
	n := len(order)
	s := &segment{n: n, ids: make([]byte, 0, 8*n), docs: make([]byte, 0, docSize*n), dead: make([]uint64, (n+63)/64), bits: dirBits(b.count)}
	for _, doc := range order {
		s.ids = binary.LittleEndian.AppendUint64(s.ids, uint64(b.ids[doc]))
		s.docs = append(s.docs, b.docs[docSize*int(doc):docSize*int(doc)+docSize]...)
	}
	s.dirs = make([]byte, 0, 4*(1<<s.bits+1))
	s.keys, s.posts = make([]byte, 0, 4*b.count), make([]byte, 0, 4*b.count)
	var in []uint64
	var by sorter
	buckets := 1 << s.bits / slabCount
	for slab := range slabCount {
		in = by.sort(b.marks.take(slab, in[:0]), 32)
		at := 0
		for bucket := range buckets {
			s.dirs = binary.LittleEndian.AppendUint32(s.dirs, uint32(len(s.posts)/4))
			end := uint64(bucket+1) << (32 + 32 - (s.bits - leastDirs))
			for ; at < len(in) && (in[at] < end || bucket == buckets-1); at++ {
				if doc := rank[uint32(in[at])]; doc >= 0 {
					s.keys = binary.LittleEndian.AppendUint32(s.keys, uint32(in[at]>>32))
					s.posts = binary.LittleEndian.AppendUint32(s.posts, uint32(doc))
				}
			}
		}
	}
	s.dirs = binary.LittleEndian.AppendUint32(s.dirs, uint32(len(s.posts)/4))
	*b = Builder{}
	return s
}

// merged returns the living texts of segments as one. Of an id that stands in several the last counts.
func merged(all []*segment) (*segment, error) {
	var b Builder
	for _, s := range all {
		moved := make([]int32, s.n)
		for doc := range s.n {
			if moved[doc] = -1; !s.isDead(doc) {
				moved[doc] = int32(len(b.ids))
				b.ids = append(b.ids, s.id(doc))
				b.docs = append(b.docs, s.docs[docSize*doc:docSize*doc+docSize]...)
			}
		}
		if len(b.ids) > math.MaxInt32 {
			return nil, errMany
		}
		if err := s.each(func(slab int, key, doc uint32) {
			if moved[doc] >= 0 {
				b.marks.add(slab, uint64(key)<<32|uint64(moved[doc]))
				b.count++
			}
		}); err != nil {
			return nil, err
		}
	}
	if b.count > math.MaxUint32 {
		return nil, errMany
	}
	return b.segment(), nil
}

// each goes over all postings.
func (s *segment) each(f func(slab int, key, doc uint32)) error {
	for b := range 1 << s.bits {
		lo, hi := s.dir(b), s.dir(b+1)
		if lo > hi || hi > len(s.posts)/4 {
			return fmt.Errorf("bucket %d of an index: postings %d to %d of %d", b, lo, hi, len(s.posts)/4)
		}
		for i := lo; i < hi; i++ {
			doc := s.post(i)
			if int(doc) >= s.n {
				return fmt.Errorf("posting %d of an index: text %d of %d", i, doc, s.n)
			}
			f(b>>(s.bits-leastDirs), s.key(i), doc)
		}
	}
	return nil
}
