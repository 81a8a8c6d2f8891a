package similarity

import "math/bits"

// slabCount is into how many parts numbers are spread by their highest bits, so that each part is sorted
// alone, in the cache of the processor, and its memory given back when it is done.
const slabCount = 256

const (
	firstChunk = 64
	lastChunk  = 8192
)

// slabs gather numbers in 256 parts without ever copying what is in them.
type slabs [slabCount]struct {
	full [][]uint64
	last []uint64
}

func (s *slabs) add(slab int, x uint64) {
	t := &s[slab]
	if len(t.last) == cap(t.last) {
		n := min(max(firstChunk, 4*cap(t.last)), lastChunk)
		if len(t.last) > 0 {
			t.full = append(t.full, t.last)
		}
		t.last = make([]uint64, 0, n)
	}
	t.last = append(t.last, x)
}

// take appends the numbers of a part to dst and forgets them.
func (s *slabs) take(slab int, dst []uint64) []uint64 {
	t := &s[slab]
	for _, c := range t.full {
		dst = append(dst, c...)
	}
	dst = append(dst, t.last...)
	t.full, t.last = nil, nil
	return dst
}

// A sorter sorts numbers by some of their bits and keeps its memory.
type sorter struct{ spare []uint64 }

// sort orders a by the bits from the lowest one given, keeping the order of equal ones. Both a and the
// memory of the sorter may be the result; the caller goes on with what is returned.
func (s *sorter) sort(a []uint64, lowest int) []uint64 {
	var all uint64
	for _, x := range a {
		all |= x
	}
	if cap(s.spare) < len(a) {
		s.spare = make([]uint64, len(a)+len(a)/4)
	}
	b := s.spare[:len(a)]
	const width = 11
	for at := lowest; at < bits.Len64(all); at += width {
		var count [1 << width]int
		for _, x := range a {
			count[x>>at&(1<<width-1)]++
		}
		sum := 0
		for i, n := range count {
			count[i], sum = sum, sum+n
		}
		for _, x := range a {
			d := x >> at & (1<<width - 1)
			b[count[d]] = x
			count[d]++
		}
		a, b = b, a
	}
	s.spare = b[:cap(b)]
	return a
}
