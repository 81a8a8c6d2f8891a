package similarity

import (
	"cmp"
	"context"
	"errors"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// A Finder finds all pairs of texts of a collection that are nearly the same, as a whole year of
// applications. Texts are numbered from 0 and are not kept: of each there are some 50 marks of 8 bytes
// until Candidates has gone over them, and then the pairs that share marks. Candidates are looked at
// again by Check, with the texts.
//
//	f := similarity.NewFinder(runtime.NumCPU())
//	// each goroutine w, for its own share of the texts:
//	err := f.Add(w, number, text)
//	pairs, err := f.Candidates(ctx)
//	pairs, err = similarity.Check(ctx, pairs, similarity.Checking{Least: 0.5, Text: text, Workers: 2})
type Finder struct {
	hands []hand
	most  int // numbers of texts are below
}

// A hand is what one goroutine gathers.
type hand struct {
	Marker
	marks slabs
	docs  [][]counts // by blocks of docBlock
	most  int
}

const docBlock = 1 << 12

// Of a mark that few texts have, every pair of them is a candidate. Where many have it, each is paired
// with the first ones and the one before it alone: of a batch made of one template all are then found
// to be kin of the first. What tens of thousands have is a phrase of the trade.
const (
	fewTexts  = 24
	manyTexts = 1 << 16
	pivots    = 3
)

// errNumber says that a text has a number that a finder does not take.
var errNumber = errors.New("number of a text out of range")

// NewFinder returns a finder to which so many goroutines add.
func NewFinder(workers int) *Finder { return &Finder{hands: make([]hand, max(1, workers))} }

// ErrUTF8 says that a text is not UTF-8.
var ErrUTF8 = errors.New("text is not UTF-8")

// Add takes a text in. Goroutines use different workers, from 0; a number is used once, and a text that
// is not UTF-8 is left out with ErrUTF8.
func (f *Finder) Add(worker, number int, text []byte) error {
	if number < 0 || number >= 1<<31 {
		return errNumber
	}
	h := &f.hands[worker]
	p, ok := mark(&h.Marker, text)
	if !ok {
		return ErrUTF8
	}
	block := number / docBlock
	if block >= len(h.docs) {
		h.docs = append(h.docs, make([][]counts, block+1-len(h.docs))...)
	}
	if h.docs[block] == nil {
		h.docs[block] = make([]counts, docBlock)
	}
	h.docs[block][number%docBlock] = counted(p)
	h.most = max(h.most, number+1)
	for _, m := range p.marks {
		slab, key := keyOf(m)
		h.marks.add(slab, uint64(key)<<32|uint64(number))
	}
	return nil
}

// A Pair is two texts by their numbers, the lesser first.
type Pair struct {
	A, B  int
	Score float64 // of a candidate the estimate, see Kinship.Alike; after Check the exact measure
}

// Candidates returns the pairs that share enough marks, ordered by A and B. The finder is empty
// afterwards.
func (f *Finder) Candidates(ctx context.Context) ([]Pair, error) {
	for i := range f.hands {
		f.most = max(f.most, f.hands[i].most)
	}
	width := bits.Len(uint(f.most))
	span := f.most/slabCount + 1 // numbers of A in one part of the pairs
	met := make([]slabs, len(f.hands))
	err := f.spread(ctx, func(w int, m *workbench, slab int) {
		m.in = m.in[:0]
		for i := range f.hands {
			m.in = f.hands[i].marks.take(slab, m.in)
		}
		m.in = m.by.sort(m.in, 32)
		meet(m.in, func(a, b uint32) {
			part := int(a) / span
			met[w].add(part, uint64(int(a)-part*span)<<width|uint64(b))
		})
	})
	if err != nil {
		return nil, err
	}
	found := make([][]Pair, slabCount)
	err = f.spread(ctx, func(_ int, m *workbench, part int) {
		m.in = m.in[:0]
		for i := range met {
			m.in = met[i].take(part, m.in)
		}
		m.in = m.by.sort(m.in, 0)
		for in := m.in; len(in) > 0; {
			n := 1
			for n < len(in) && in[n] == in[0] {
				n++
			}
			if n >= 2 {
				a, b := part*span+int(in[0]>>width), int(in[0]&(1<<width-1))
				if k, few := f.kin(a, b, n); k.Shared >= needed(leastShared, few) && k.Share >= leastShare {
					found[part] = append(found[part], Pair{a, b, k.Alike})
				}
			}
			in = in[n:]
		}
	})
	f.hands = make([]hand, len(f.hands))
	return slices.Concat(found...), err
}

// A workbench is the memory of one goroutine.
type workbench struct {
	in []uint64
	by sorter
}

// spread calls do for each of the 256 parts, from as many goroutines as add.
func (f *Finder) spread(ctx context.Context, do func(worker int, m *workbench, part int)) error {
	return share(ctx, len(f.hands), slabCount, func() func(int, int) error {
		var m workbench
		return func(worker, part int) error {
			do(worker, &m, part)
			return nil
		}
	})
}

// share calls what begin returns for 0 to n-1 from several goroutines, until one of them fails.
func share(ctx context.Context, workers, n int, begin func() func(worker, i int) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wg.Go(func() {
			do := begin()
			for errs[w] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[w] = ctx.Err(); errs[w] == nil {
					errs[w] = do(w, i)
				}
			}
			next.Store(int64(n)) // the others need not go on
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// meet hands the pairs on that the texts of each mark make. Postings are ordered by mark.
func meet(in []uint64, pair func(a, b uint32)) {
	for len(in) > 0 {
		n := 1
		for n < len(in) && in[n]>>32 == in[0]>>32 {
			n++
		}
		run := in[:n]
		in = in[n:]
		if n == 1 || n > manyTexts {
			continue
		}
		slices.Sort(run)
		for i := 1; i < n; i++ {
			first := min(i, pivots)
			if n <= fewTexts {
				first = i
			}
			for _, a := range run[:first] {
				if uint32(a) != uint32(run[i]) { // two marks of one text may have one key
					pair(uint32(a), uint32(run[i]))
				}
			}
			if first < i {
				pair(uint32(run[i-1]), uint32(run[i]))
			}
		}
	}
}

// kin returns how two texts are related that share n marks, and how many marks the smaller one has.
func (f *Finder) kin(a, b, n int) (Kinship, int) {
	x, y := f.counts(a), f.counts(b)
	level := max(x[0], y[0])
	p, q := max(n, x.at(level)), max(n, y.at(level))
	return kinship(n, p, q), min(p, q)
}

func (f *Finder) counts(doc int) counts {
	for i := range f.hands {
		if d := f.hands[i].docs; doc/docBlock < len(d) && d[doc/docBlock] != nil {
			if c := d[doc/docBlock][doc%docBlock]; c != (counts{}) {
				return c
			}
		}
	}
	return counts{}
}

// Checking says how candidates are checked.
type Checking struct {
	Least   float64 // pairs whose score is lower are dropped
	Workers int     // goroutines; 1 if not given
	// Text appends a text to buf by its number. It is called from several goroutines.
	Text func(number int, buf []byte) ([]byte, error)
}

// checkBlock is how many candidates are checked at a time, so that a text is fetched once for all of its
// pairs.
const checkBlock = 64

// Check measures candidates with their texts and returns those whose exact measure, see Score, is high
// enough, in their order.
func Check(ctx context.Context, candidates []Pair, c Checking) ([]Pair, error) {
	blocks := (len(candidates) + checkBlock - 1) / checkBlock
	found := make([][]Pair, blocks)
	err := share(ctx, cmp.Or(c.Workers, 1), blocks, func() func(int, int) error {
		var m Meter
		var buf []byte
		return func(_, block int) (err error) {
			held := -1
			for _, p := range candidates[block*checkBlock : min(len(candidates), (block+1)*checkBlock)] {
				if p.A != held {
					if buf, err = c.Text(p.A, buf[:0]); err != nil {
						return err
					}
					m.Hold(buf)
					held = p.A
				}
				if buf, err = c.Text(p.B, buf[:0]); err != nil {
					return err
				}
				if p.Score = m.Score(buf); p.Score >= c.Least {
					found[block] = append(found[block], p)
				}
			}
			return nil
		}
	})
	return slices.Concat(found...), err
}
