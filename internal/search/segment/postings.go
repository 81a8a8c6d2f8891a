package segment

import (
	"encoding/binary"
	"math"
)

// End is behind the last document.
const End = math.MaxUint32

// Postings go through the documents of a term, in order. They belong to one goroutine.
type Postings struct {
	Doc uint32 // where they stand, or End

	term          Term
	skips, body   []byte
	places        []byte
	blocks, block int
	i, n          int
	rest          int // where the weights of the block begin in body
	weighed       bool
	placed        bool
	docs          [blockSize]uint32
	weights       [blockSize]uint32
	fields        [blockSize]uint32
	ends          [blockSize]uint32 // of the positions of each document
	placesAt      []byte
	shallow       int
	edge          [2 * frontierSize]byte // of a term of a single block
	edgeKnown     bool
}

// Postings of the term, which stands before its first document.
func (t Term) Postings() *Postings {
	p := &Postings{}
	p.reset(t)
	return p
}

// reset begins with another term. The blocks that were decoded stay where they are, to be overwritten.
func (p *Postings) reset(t Term) {
	p.term, p.block, p.Doc = t, -1, 0
	p.skips, p.shallow, p.edgeKnown = nil, 0, false
	if t.DF == 0 {
		p.Doc = End
		return
	}
	data := t.segment.data
	// Postings are read with slack, so they are cut to the end of the file and not to their own.
	p.places, p.body = data[t.at:t.at+t.positions], data[t.at+t.positions:]
	p.blocks = (t.DF + blockSize - 1) / blockSize
	if p.blocks > 1 {
		p.skips, p.body = p.body[:p.blocks*skipSize], p.body[p.blocks*skipSize:]
	}
}

func (p *Postings) lastOf(block int) uint32 {
	return binary.LittleEndian.Uint32(p.skips[block*skipSize:])
}

// load decodes the documents of a block.
func (p *Postings) load(block int) {
	p.block, p.n = block, min(blockSize, p.term.DF-block*blockSize)
	offset, before := 0, uint32(0)
	if p.blocks > 1 {
		offset = int(binary.LittleEndian.Uint32(p.skips[block*skipSize+4:]))
		if block > 0 {
			before = p.lastOf(block-1) + 1
		}
	}
	p.rest = offset + unpack(p.body[offset:], p.docs[:p.n])
	for i, gap := range p.docs[:p.n] {
		before += gap
		p.docs[i] = before
		before++
	}
	if uint64(p.docs[p.n-1]) >= uint64(p.term.segment.Docs) {
		panic(damage("documents of a term"))
	}
	p.i, p.weighed, p.placed = 0, false, false
}

// Next goes to the next document and returns it.
func (p *Postings) Next() uint32 {
	if p.block < 0 {
		p.load(0)
	} else if p.i++; p.i == p.n {
		if p.block+1 >= p.blocks {
			p.i--
			p.Doc = End
			return End
		}
		p.load(p.block + 1)
	}
	p.Doc = p.docs[p.i]
	return p.Doc
}

// Advance goes to the first document that is not less than target, and never back.
func (p *Postings) Advance(target uint32) uint32 {
	if p.Doc == End || p.block >= 0 && p.Doc >= target {
		return p.Doc
	}
	if p.block >= 0 && target == p.Doc+1 {
		return p.Next()
	}
	if p.block < 0 || target > p.docs[p.n-1] {
		b := p.find(max(0, p.block), target)
		if b == p.blocks {
			p.Doc = End
			return End
		}
		if b != p.block {
			p.load(b)
		}
	}
	lo, hi := p.i, p.n
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); p.docs[mid] < target {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == p.n {
		p.Doc = End
		return End
	}
	p.i, p.Doc = lo, p.docs[lo]
	return p.Doc
}

// find returns the first block from one on that ends at or beyond target; its steps double.
func (p *Postings) find(from int, target uint32) int {
	if p.blocks == 1 {
		return from
	}
	step, lo := 1, from
	for lo+step < p.blocks && p.lastOf(lo+step) < target {
		lo += step
		step *= 2
	}
	hi := min(lo+step, p.blocks)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); p.lastOf(mid) < target {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// weigh decodes weights and fields of the block.
func (p *Postings) weigh() {
	at := p.rest + unpack(p.body[p.rest:], p.weights[:p.n])
	if p.term.masks {
		unpack(p.body[at:], p.fields[:p.n])
	}
	p.weighed = true
}

// Weight returns what the occurrences in the document count, each by the weight of its field.
func (p *Postings) Weight() uint32 {
	if !p.weighed {
		p.weigh()
	}
	return p.weights[p.i]
}

// Fields returns the fields of the document with the term, as bits.
func (p *Postings) Fields() uint32 {
	if !p.term.masks {
		return 1
	}
	if !p.weighed {
		p.weigh()
	}
	return p.fields[p.i]
}

// Places appends the positions of the term in the document.
func (p *Postings) Places(dst []uint32) []uint32 {
	b := p.placesOf()
	at := uint32(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			panic(damage("positions"))
		}
		at += uint32(d)
		dst = append(dst, at)
		b = b[n:]
	}
	return dst
}

// placesOf returns the positions of the document as they are written.
func (p *Postings) placesOf() []byte {
	if !p.placed {
		at := uint64(0)
		if p.blocks > 1 {
			at = binary.LittleEndian.Uint64(p.skips[p.block*skipSize+8:])
		}
		data := p.term.segment.data[p.term.at+at:]
		n := unpack(data, p.ends[:p.n])
		sum := uint32(0)
		for i := range p.ends[:p.n] {
			sum += p.ends[i]
			p.ends[i] = sum
		}
		p.placesAt = data[n : n+int(sum)]
		p.placed = true
	}
	from := uint32(0)
	if p.i > 0 {
		from = p.ends[p.i-1]
	}
	return p.placesAt[from:p.ends[p.i]]
}

// Block returns the number of the block in which target would stand and its last document, without
// reading it. Target must not be less than in the call before.
func (p *Postings) Block(target uint32) (block int, last uint32) {
	if p.blocks <= 1 {
		return 0, End - 1
	}
	p.shallow = p.find(max(p.shallow, p.block), target)
	if p.shallow >= p.blocks {
		p.shallow = p.blocks - 1
		return p.shallow, End - 1
	}
	return p.shallow, p.lastOf(p.shallow)
}

// Edge returns pairs of weight and norm that bound those of all documents of a block.
func (p *Postings) Edge(block int) []byte {
	if p.blocks > 1 {
		return p.skips[block*skipSize+16:][:2*frontierSize]
	}
	if !p.edgeKnown {
		var e frontier
		q := *p // a copy, so that reading ahead moves nothing
		q.load(0)
		q.weigh()
		norms := p.term.segment.norms[p.term.group]
		for i, d := range q.docs[:q.n] {
			e.add(q.weights[i], norms[d])
		}
		copy(p.edge[:], e.append(nil))
		p.edgeKnown = true
	}
	return p.edge[:]
}

// EdgeWeight is the weight that a byte of an edge stands for.
func EdgeWeight(b byte) uint32 {
	if b == 255 {
		return MaxWeight
	}
	return uint32(b)
}

// Fill sets the bits of all documents of the term.
func (t Term) Fill(bits Bits) {
	if t.DF == 0 {
		return
	}
	p := t.Postings()
	for b := range p.blocks {
		p.load(b)
		for _, d := range p.docs[:p.n] {
			bits[d>>6] |= 1 << (d & 63)
		}
	}
}

// Term returns the term the postings are of.
func (p *Postings) Term() Term { return p.term }
