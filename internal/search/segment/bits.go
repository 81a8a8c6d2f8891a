package segment

import (
	"encoding/binary"
	"math/bits"
)

// Bits are a set of documents.
type Bits []uint64

// NewBits returns the empty set of n documents, or the full one.
func NewBits(n int, full bool) Bits {
	b := make(Bits, (n+63)/64)
	if full {
		for i := range b {
			b[i] = ^uint64(0)
		}
		if n%64 > 0 {
			b[len(b)-1] = 1<<(n%64) - 1
		}
	}
	return b
}

// Has reports whether a document is in the set. Nil holds everything.
func (b Bits) Has(doc uint32) bool { return b == nil || b[doc>>6]>>(doc&63)&1 == 1 }

// Set puts a document into the set.
func (b Bits) Set(doc uint32) { b[doc>>6] |= 1 << (doc & 63) }

// Clear takes a document out of the set.
func (b Bits) Clear(doc uint32) { b[doc>>6] &^= 1 << (doc & 63) }

// And leaves what o holds too.
func (b Bits) And(o Bits) {
	for i := range b {
		b[i] &= o[i]
	}
}

// Count returns how many documents are in the set.
func (b Bits) Count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// Each calls f for the documents of the set in order, until it says false.
func (b Bits) Each(f func(doc uint32) bool) bool {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			if !f(uint32(i*64 + bits.TrailingZeros64(w))) {
				return false
			}
		}
	}
	return true
}

// Bytes returns the set as it is stored.
func (b Bits) Bytes() []byte {
	out := make([]byte, 0, 8*len(b))
	for _, w := range b {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

// BitsOf reads a stored set.
func BitsOf(data []byte) Bits {
	b := make(Bits, len(data)/8)
	for i := range b {
		b[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	return b
}
