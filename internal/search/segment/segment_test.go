package segment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]uint32{0, 1, 200, 1 << 20, 1<<32 - 1}).Draw(t, "most")
		v := rapid.SliceOfN(rapid.Uint32Range(0, most), 1, blockSize).Draw(t, "numbers")
		b := pack(nil, v)
		size := len(b)
		out := make([]uint32, len(v))
		if n := unpack(append(b, make([]byte, slack)...), out); n != size || !slices.Equal(out, v) {
			t.Fatalf("got %v in %d bytes, want %v in %d", out, n, v, size)
		}
	})
}

// TestFrontier: every document of a block is bounded by a pair.
func TestFrontier(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var e frontier
		n := 1 + rng.IntN(blockSize)
		weights, norms := make([]uint32, n), make([]byte, n)
		for i := range n {
			weights[i], norms[i] = uint32(rng.IntN(1+rng.IntN(400))), byte(rng.IntN(100))
			e.add(weights[i], norms[i])
		}
		pairs := e.append(nil)
		for i := range n {
			held := false
			for k := 0; k < len(pairs); k += 2 {
				held = held || EdgeWeight(pairs[k]) >= weights[i] && pairs[k+1] <= norms[i]
			}
			if !held {
				t.Fatalf("%v does not bound weight %d, norm %d", pairs, weights[i], norms[i])
			}
		}
	}
}

var plan = Plan{Groups: [][]int{{3, 1}, {1}}, Facets: 1, Values: 1}

func sample(docs int) []byte {
	b := NewBuilder(plan, docs)
	for i := range docs {
		b.Begin(fmt.Sprint("d", i))
		b.Texts(0, [][]string{{"半导体 led"}, {fmt.Sprint("装置", i), "半导"}})
		b.Texts(1, [][]string{{"人"}})
		b.Filter(3, fmt.Sprint(i%3))
		b.Facet(0, fmt.Sprint("f", i%5))
		b.Value(0, int64(i*i-40))
	}
	return b.Build()
}

// TestAdvance goes to documents of many blocks in every way.
func TestAdvance(t *testing.T) {
	r, err := Read(sample(2000))
	if err != nil {
		t.Fatal(err)
	}
	term := r.Lookup(FilterTerm(3, "1"))
	for _, stride := range []uint32{1, 2, 5, 130, 700, 5000} {
		p := term.Postings()
		for target := uint32(0); target < 2100; target += stride {
			want := target + (4-target%3)%3
			if want >= 2000 {
				want = End
			}
			if got := p.Advance(target); got != want {
				t.Fatalf("from %d: got %d, want %d", target, got, want)
			}
		}
	}
	if v, ok := r.Values(0).Get(50); !ok || v != 2460 {
		t.Fatalf("got %d, %v", v, ok)
	}
	if doc, ok := r.Find("d1999"); !ok || doc != 1999 || r.ID(doc) != "d1999" {
		t.Fatalf("got %d, %v", doc, ok)
	}
	if _, ok := r.Find("none"); ok {
		t.Fatal("found what is not there")
	}
}

// reseal gives a changed file the checksums of what it holds, so that the reader goes on to read it.
func reseal(data []byte) []byte {
	data = bytes.Clone(data)
	n := len(data)
	if n < len(magic)+tailSize {
		return data
	}
	entries := int(binary.LittleEndian.Uint32(data[n-tailSize:]))
	if entries > 1<<12 || entries*entrySize > n-tailSize {
		return data
	}
	list := data[n-tailSize-entries*entrySize : n-tailSize]
	for e := list; len(e) > 0; e = e[entrySize:] {
		at, size := binary.LittleEndian.Uint64(e[8:]), binary.LittleEndian.Uint64(e[16:])
		if at <= uint64(n) && size <= uint64(n)-at {
			binary.LittleEndian.PutUint32(e[4:], Checksum(data[at:at+size]))
		}
	}
	binary.LittleEndian.PutUint32(data[n-tailSize+4:], Checksum(list))
	return data
}

// walk reads everything there is.
func walk(r *Reader) (err error) {
	defer Guard(&err)
	var places []uint32
	for c := r.cursor(0); c.Next(); {
		p := c.Term().Postings()
		for doc := p.Next(); doc != End; doc = p.Next() {
			if c.Term().positionsToo {
				p.Weight()
				places = p.Places(places[:0])
				r.FieldOf(c.Term().group, doc, 5)
			}
		}
		block, _ := c.Term().Postings().Block(3)
		if c.Term().positionsToo {
			c.Term().Postings().Edge(block)
		}
	}
	for doc := range uint32(r.Docs) {
		r.Find(r.ID(doc))
		for _, o := range r.Facets(0).Append(nil, doc) {
			r.Facets(0).Name(int(o))
		}
		r.Values(0).Get(doc)
	}
	r.Seek([]byte{1})
	r.Lookup(FilterTerm(3, "2"))
	return nil
}

// FuzzRead changes bytes of a segment behind the back of its checksums: reading ends with the error
// that it is damaged, and with nothing else.
func FuzzRead(f *testing.F) {
	whole := sample(150)
	f.Add(uint(100), uint64(0xff))
	f.Add(uint(len(whole)-300), uint64(1))
	for i := range 64 {
		f.Add(uint(i*len(whole)/64), uint64(0x8040201008040201))
	}
	f.Fuzz(func(t *testing.T, at uint, change uint64) {
		data := bytes.Clone(whole)
		for i := range 8 {
			data[(int(at%uint(len(data)))+i)%len(data)] ^= byte(change >> (8 * i))
		}
		r, err := Read(reseal(data))
		if err == nil && r.Docs < 1<<20 && len(r.facets) == 1 && len(r.values) == 1 {
			err = walk(r)
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	})
}
