package similarity

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
)

// Of a mark 40 bits are kept in a segment: which slab (8) and the rest (32). Of 230 million marks two
// that differ are taken for one with a probability of 0.0002.
const keyBits = 40

// keyOf returns in which slab a mark is, and its key there. The low bits of a mark are evenly spread at
// every level.
func keyOf(mark uint64) (slab int, key uint32) {
	return int(mark >> 32 & (slabCount - 1)), uint32(mark)
}

const (
	docSize   = 8 // level, and how many marks there are at that level and the six above it
	maxCount  = 255
	leastDirs = 8 // bits; one for each slab
	mostDirs  = 26
)

// A segment is a part of an index that never changes but for what is deleted. It is made of plain
// bytes, whether they lie in memory or in a mapped file.
type segment struct {
	n     int    // texts
	ids   []byte // 8 for each text, ascending
	docs  []byte // docSize for each text
	bits  int    // of a key that choose the bucket
	dirs  []byte // 4 for each bucket and one more: where its postings begin
	keys  []byte // 4 for each posting: its key; the slab is told by the bucket
	posts []byte // 4 for each posting: the text
	dead  []uint64
	gone  int // texts that are deleted
	free  func() error
}

func (s *segment) id(doc int) int64 { return int64(binary.LittleEndian.Uint64(s.ids[8*doc:])) }

func (s *segment) dir(bucket int) int { return int(binary.LittleEndian.Uint32(s.dirs[4*bucket:])) }

func (s *segment) key(i int) uint32 { return binary.LittleEndian.Uint32(s.keys[4*i:]) }

func (s *segment) post(i int) uint32 { return binary.LittleEndian.Uint32(s.posts[4*i:]) }

func (s *segment) level(doc int) uint8 { return s.docs[docSize*doc] }

// at returns how many marks a text has at a level.
func (s *segment) at(doc int, level uint8) int {
	c := counts(s.docs[docSize*doc : docSize*doc+docSize])
	return c.at(level)
}

func (s *segment) isDead(doc int) bool { return s.dead[doc/64]>>(doc%64)&1 != 0 }

// find returns the text of an id that is not deleted.
func (s *segment) find(id int64) (doc int, ok bool) {
	doc = sort.Search(s.n, func(i int) bool { return s.id(i) >= id })
	return doc, doc < s.n && s.id(doc) == id && !s.isDead(doc)
}

// remove marks a text as deleted.
func (s *segment) remove(id int64) bool {
	doc, ok := s.find(id)
	if ok {
		s.dead[doc/64] |= 1 << (doc % 64)
		s.gone++
	}
	return ok
}

// run returns the postings of a mark: those from lo to hi.
func (s *segment) run(mark uint64) (lo, hi int) {
	slab, key := keyOf(mark)
	b := int((uint64(slab)<<32 | uint64(key)) >> (keyBits - s.bits))
	lo, hi = s.dir(b), s.dir(b+1)
	if lo > hi || hi > len(s.posts)/4 {
		return 0, 0
	}
	if hi-lo > 32 {
		end := hi
		lo += sort.Search(hi-lo, func(i int) bool { return s.key(lo+i) >= key })
		hi = lo + sort.Search(end-lo, func(i int) bool { return s.key(lo+i) > key })
		return lo, hi
	}
	for lo < hi && s.key(lo) != key {
		lo++
	}
	end := lo
	for end < hi && s.key(end) == key {
		end++
	}
	return lo, end
}

// dirBits chooses the number of buckets for a number of postings: eight in each, more or less.
func dirBits(postings int) int {
	return min(max(bits.Len(uint(postings/8)), leastDirs), mostDirs)
}

// counts are the level of a text and how many marks it has there and on the six levels above.
type counts [docSize]byte

// at returns how many marks a text has at a level, from its own on. Above those that are counted half
// of them is left on each.
func (c *counts) at(level uint8) int {
	up := max(0, int(level)-int(c[0]))
	if up > docSize-2 {
		return int(c[docSize-1]) >> min(up-docSize+2, 8)
	}
	return int(c[1+up])
}

// counted returns what is kept of a fingerprint beside its marks.
func counted(f Fingerprint) (out counts) {
	var n [docSize - 1]int // marks of the level itself, and those of each level above
	for _, m := range f.marks {
		n[min(bits.LeadingZeros64(m)-int(f.level), len(n)-1)]++
	}
	out[0] = f.level
	sum := 0
	for i, here := range slices.Backward(n[:]) {
		sum += here
		out[1+i] = byte(min(sum, maxCount))
	}
	return out
}
