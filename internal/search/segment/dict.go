package segment

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// termsInBlock is how many terms of the dictionary are read to find one.
const termsInBlock = 16

// A dictWriter collects the dictionary. A block begins with a whole term and the place of its
// postings; the other terms say how much they share with the one before.
type dictWriter struct {
	at     uint64 // place of the next postings in the file
	n      int
	last   []byte
	bytes  []byte
	starts []byte
}

func (d *dictWriter) add(term []byte, df, positions, docs uint64) {
	shared := 0
	if d.n%termsInBlock == 0 {
		d.starts = binary.LittleEndian.AppendUint32(d.starts, uint32(len(d.bytes)))
		d.bytes = binary.AppendUvarint(d.bytes, d.at)
	} else {
		for shared < len(term) && shared < len(d.last) && term[shared] == d.last[shared] {
			shared++
		}
		d.bytes = binary.AppendUvarint(d.bytes, uint64(shared))
	}
	d.bytes = binary.AppendUvarint(d.bytes, uint64(len(term)-shared))
	d.bytes = append(d.bytes, term[shared:]...)
	for _, x := range [...]uint64{df, positions, docs} {
		d.bytes = binary.AppendUvarint(d.bytes, x)
	}
	d.at += positions + docs
	d.last = append(d.last[:0], term...)
	d.n++
}

// A Term is what the dictionary knows of a term.
type Term struct {
	DF        int // documents, deleted ones included
	at        uint64
	positions uint64 // bytes
	docs      uint64 // bytes
	segment   *Reader
	positionsToo,
	masks bool
	group int
}

// A Cursor goes through the dictionary in order.
type Cursor struct {
	r     *Reader
	block int
	left  int // terms of the block that follow
	rest  []byte
	term  []byte
	info  Term
	next  uint64 // place of the next postings
}

// cursor stands before the first term of a block.
func (r *Reader) cursor(block int) *Cursor { return &Cursor{r: r, block: block - 1} }

// Next goes to the next term.
func (c *Cursor) Next() bool {
	shared := 0
	if c.left == 0 {
		if c.block++; 4*c.block >= len(c.r.termBlocks) {
			return false
		}
		c.rest = c.r.terms[binary.LittleEndian.Uint32(c.r.termBlocks[4*c.block:]):]
		c.next = c.uvarint()
		c.left = termsInBlock
	} else {
		if len(c.rest) == 0 {
			return false
		}
		shared = int(c.uvarint())
	}
	c.left--
	n := int(c.uvarint())
	c.term = append(c.term[:shared], c.rest[:n]...)
	c.rest = c.rest[n:]
	c.info = Term{DF: int(c.uvarint()), positions: c.uvarint(), docs: c.uvarint(), at: c.next, segment: c.r}
	c.next += c.info.positions + c.info.docs
	if c.info.DF < 1 || c.info.DF > c.r.Docs {
		panic(damage("dictionary"))
	}
	if hasPositions(c.term) {
		c.info.positionsToo = true
		c.info.group = groupOf(c.term)
		c.info.masks = len(c.r.plan.Groups[c.info.group]) > 1
	}
	return true
}

func (c *Cursor) uvarint() uint64 {
	v, n := binary.Uvarint(c.rest)
	if n <= 0 {
		panic(damage("dictionary"))
	}
	c.rest = c.rest[n:]
	return v
}

// Key returns the term the cursor stands at, until Next is called.
func (c *Cursor) Key() []byte { return c.term }

// Term returns what is known of it.
func (c *Cursor) Term() Term { return c.info }

// Seek returns a cursor before the first term that is not less than key.
func (r *Reader) Seek(key []byte) *Cursor {
	blocks := len(r.termBlocks) / 4
	// The block before the first one that begins beyond key can hold it.
	b := sort.Search(blocks, func(i int) bool { return bytes.Compare(r.firstOf(i), key) > 0 })
	c := r.cursor(max(0, b-1))
	for {
		before := *c
		before.term = bytes.Clone(c.term)
		if !c.Next() || bytes.Compare(c.term, key) >= 0 {
			return &before
		}
	}
}

// firstOf returns the first term of a block.
func (r *Reader) firstOf(block int) []byte {
	b := r.terms[binary.LittleEndian.Uint32(r.termBlocks[4*block:]):]
	_, n := binary.Uvarint(b)
	size, m := binary.Uvarint(b[max(0, n):])
	if n <= 0 || m <= 0 {
		panic(damage("dictionary"))
	}
	return b[n+m : n+m+int(size)]
}

// Lookup finds a term; its DF is 0 where the segment does not have it.
func (r *Reader) Lookup(key []byte) Term {
	blocks := len(r.termBlocks) / 4
	b := sort.Search(blocks, func(i int) bool { return bytes.Compare(r.firstOf(i), key) > 0 })
	if b == 0 {
		return Term{}
	}
	c := r.cursor(b - 1)
	for range termsInBlock {
		if !c.Next() {
			break
		}
		if x := bytes.Compare(c.term, key); x == 0 {
			return c.info
		} else if x > 0 {
			break
		}
	}
	return Term{}
}
