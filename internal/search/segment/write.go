package segment

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
)

// A file is a segment while it is written.
type file struct {
	w     *bufio.Writer
	at    uint64
	sum   hash.Hash32
	start uint64
	table []byte
	err   error
}

func newFile(w io.Writer) *file {
	f := &file{w: bufio.NewWriterSize(w, 1<<18), sum: crc32.New(castagnoli)}
	f.put([]byte(magic))
	return f
}

// put writes bytes and remembers the first failure, which finish returns.
func (f *file) put(b []byte) {
	if f.err == nil {
		_, f.err = f.w.Write(b)
	}
	f.sum.Write(b)
	f.at += uint64(len(b))
}

func (f *file) begin() {
	f.sum.Reset()
	f.start = f.at
}

// end enters what was written since begin as a section.
func (f *file) end(kind, number int) {
	f.table = binary.LittleEndian.AppendUint32(f.table, uint32(kind|number<<8))
	f.table = binary.LittleEndian.AppendUint32(f.table, f.sum.Sum32())
	f.table = binary.LittleEndian.AppendUint64(f.table, f.start)
	f.table = binary.LittleEndian.AppendUint64(f.table, f.at-f.start)
}

func (f *file) section(kind, number int, b []byte) {
	f.begin()
	f.put(b)
	f.end(kind, number)
}

// finish writes the table of sections.
func (f *file) finish() error {
	table := f.table
	f.put(table)
	tail := binary.LittleEndian.AppendUint32(nil, uint32(len(table)/entrySize))
	tail = binary.LittleEndian.AppendUint32(tail, Checksum(table))
	f.put(append(tail, magic...))
	if f.err != nil {
		return f.err
	}
	return f.w.Flush()
}

// A termWriter writes postings and the dictionary. Positions go to the file as they come, because
// those of a common term are large; its blocks of documents follow them.
type termWriter struct {
	f      *file
	norms  [][]byte // of the documents of this segment, by group
	fields []int    // how many fields each group has
	term   []byte

	positions bool
	masks     bool
	group     int
	df        int
	last      uint32 // document before this block, plus one
	docs      [blockSize]uint32
	weights   [blockSize]uint32
	fieldsIn  [blockSize]uint32
	lens      [blockSize]uint32
	n         int
	places    []byte // positions of the block
	blocks    []byte
	skips     []byte
	placed    uint64 // bytes of positions of the term so far
	scratch   []byte
	edge      frontier

	dict dictWriter
}

func newTermWriter(f *file, plan Plan, norms [][]byte) *termWriter {
	t := &termWriter{f: f, norms: norms}
	for _, g := range plan.Groups {
		t.fields = append(t.fields, len(g))
	}
	f.begin()
	t.dict.at = f.at
	return t
}

func (t *termWriter) start(term []byte) {
	t.term = term
	t.positions = hasPositions(term)
	if t.positions {
		t.group = groupOf(term)
		t.masks = t.fields[t.group] > 1
	}
	t.df, t.last, t.n, t.placed = 0, 0, 0, 0
	t.blocks, t.skips, t.places = t.blocks[:0], t.skips[:0], t.places[:0]
}

// A posting is one document of a term.
type posting struct {
	doc    uint32
	weight uint32 // occurrences, each by the weight of its field
	fields uint32 // bits of the fields
	places []byte // positions, each as the distance from the one before
}

// add takes the next document; documents ascend.
func (t *termWriter) add(p posting) {
	t.docs[t.n] = p.doc
	if t.positions {
		t.weights[t.n] = min(p.weight, MaxWeight)
		t.fieldsIn[t.n] = p.fields
		t.lens[t.n] = uint32(len(p.places))
		t.places = append(t.places, p.places...)
	}
	t.df++
	if t.n++; t.n == blockSize {
		t.block()
	}
}

// MaxWeight bounds what occurrences count for; nobody tells more apart.
const MaxWeight = 1<<16 - 1

// block writes the documents that were collected.
func (t *termWriter) block() {
	docs := t.docs[:t.n]
	before := t.last
	lastDoc := docs[t.n-1]
	offset, placed := uint32(len(t.blocks)), t.placed
	var gaps [blockSize]uint32
	for i, d := range docs {
		gaps[i] = d - before
		before = d + 1
	}
	t.last = before
	t.blocks = pack(t.blocks, gaps[:t.n])
	t.edge.reset()
	if t.positions {
		t.blocks = pack(t.blocks, t.weights[:t.n])
		if t.masks {
			t.blocks = pack(t.blocks, t.fieldsIn[:t.n])
		}
		t.scratch = pack(t.scratch[:0], t.lens[:t.n])
		t.f.put(t.scratch)
		t.f.put(t.places)
		t.placed += uint64(len(t.scratch) + len(t.places))
		t.places = t.places[:0]
		norms := t.norms[t.group]
		for i, d := range docs {
			t.edge.add(t.weights[i], norms[d])
		}
	}
	t.skips = binary.LittleEndian.AppendUint32(t.skips, lastDoc)
	t.skips = binary.LittleEndian.AppendUint32(t.skips, offset)
	t.skips = binary.LittleEndian.AppendUint64(t.skips, placed)
	t.skips = t.edge.append(t.skips)
	t.n = 0
}

// skipSize is the size of what is known of a block without reading it.
const skipSize = 4 + 4 + 8 + 2*frontierSize

// end writes the term. A term that fits one block has no skips.
func (t *termWriter) end() {
	if t.df == 0 {
		return
	}
	if t.n > 0 {
		t.block()
	}
	docs := uint64(len(t.blocks))
	if t.df > blockSize {
		t.f.put(t.skips)
		docs += uint64(len(t.skips))
	}
	t.f.put(t.blocks)
	t.dict.add(t.term, uint64(t.df), t.placed, docs)
}

func (t *termWriter) finish() {
	t.f.end(sectionPostings, 0)
	t.f.section(sectionTerms, 0, t.dict.bytes)
	t.f.section(sectionTermBlocks, 0, t.dict.starts)
}

// A frontier bounds the scores of a block: every document of it has, beside some pair, no more
// weight and no less length.
type frontier struct {
	weights [blockSize]uint32
	norms   [blockSize]byte
	n       int
}

// frontierSize is how many pairs are kept.
const frontierSize = 4

func (e *frontier) reset() { e.n = 0 }

func (e *frontier) add(weight uint32, norm byte) {
	keep := 0
	for i := range e.n {
		if e.weights[i] >= weight && e.norms[i] <= norm {
			return
		}
		if e.weights[i] > weight || e.norms[i] < norm {
			e.weights[keep], e.norms[keep] = e.weights[i], e.norms[i]
			keep++
		}
	}
	e.weights[keep], e.norms[keep] = weight, norm
	e.n = keep + 1
}

// append writes the pairs, after joining until they are few enough: a pair takes in another by the
// larger weight and the smaller length.
func (e *frontier) append(dst []byte) []byte {
	for e.n > frontierSize {
		best, cost := 0, int(1<<30)
		for i := range e.n - 1 {
			c := abs(int(e.weights[i])-int(e.weights[i+1]))*8 + abs(int(e.norms[i])-int(e.norms[i+1]))
			if c < cost {
				best, cost = i, c
			}
		}
		e.weights[best] = max(e.weights[best], e.weights[best+1])
		e.norms[best] = min(e.norms[best], e.norms[best+1])
		copy(e.weights[best+1:e.n-1], e.weights[best+2:e.n])
		copy(e.norms[best+1:e.n-1], e.norms[best+2:e.n])
		e.n--
	}
	for i := range frontierSize {
		if i < e.n {
			dst = append(dst, byte(min(255, e.weights[i])), e.norms[i])
		} else {
			dst = append(dst, 0, 255)
		}
	}
	return dst
}

func abs(x int) int { return max(x, -x) }
