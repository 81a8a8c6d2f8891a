package font

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
)

// A counter is a coder that only counts what stands where.
type counter [places][2]float64

func (c *counter) bit(place, b int) int {
	c[place][b]++
	return b
}

// best is the byte that says best how likely a 1 is where so many were counted, and what it costs in bits.
func best(n [2]float64) (b byte, cost float64) {
	cost = math.Inf(1)
	for try := 1; try < 256; try++ {
		if c := price(n, byte(try)); c < cost {
			b, cost = byte(try), c
		}
	}
	return b, cost
}

// price is what the bits counted cost with a byte of the model.
func price(n [2]float64, model byte) float64 {
	p := float64(chance(model)) / 65536
	return -n[1]*math.Log2(p) - n[0]*math.Log2(1-p)
}

// model tells how likely a 1 is at each place, by what was counted. A rare place is left out where that costs less
// than to tell of it.
func (c *counter) model() []byte {
	const told = 7 // bits, after deflating
	out := make([]byte, places)
	for place := atX; place < places; place++ {
		for b := range 2 {
			c[parent(place)][b] += c[place][b]
		}
	}
	for place, n := range c {
		if n[0]+n[1] > 0 {
			out[place], _ = best(n)
		}
	}
	for place := atX; place < places; place++ {
		if n := c[place]; n[0]+n[1] > 0 && price(n, out[parent(place)]) < price(n, out[place])+told {
			out[place] = 0
		}
	}
	return out
}

// A packer is a coder that writes.
type packer struct {
	model     []byte
	out       []byte
	low, high uint32
}

func (p *packer) bit(place, b int) int {
	middle := split(p.low, p.high, p.model[place])
	if b == 1 {
		p.high = middle
	} else {
		p.low = middle + 1
	}
	for (p.low^p.high)>>24 == 0 {
		p.out = append(p.out, byte(p.high>>24))
		p.low, p.high = p.low<<8, p.high<<8|0xFF
	}
	return b
}

// end writes as few bytes as tell the last range, with zeros behind them.
func (p *packer) end() []byte {
	for n := range 5 {
		mask := uint32(1<<(32-8*n) - 1)
		v := p.low
		if v&mask != 0 {
			v = (v | mask) + 1
		}
		if v < p.low || v > p.high { // it ran over
			continue
		}
		for i := range n {
			p.out = append(p.out, byte(v>>(24-8*i)))
		}
		break
	}
	for len(p.out) > 0 && p.out[len(p.out)-1] == 0 {
		p.out = p.out[:len(p.out)-1]
	}
	return p.out
}

// read takes a glyph apart.
func read(b []byte) (o outline) {
	word := func(i int) int { return int(int16(binary.BigEndian.Uint16(b[i:]))) }
	n := word(0)
	var ends []int
	for i := range n {
		ends = append(ends, word(10+2*i))
	}
	at := 10 + 2*n
	at += 2 + word(at)
	count := 0
	if n > 0 {
		count = ends[n-1] + 1
	}
	var flags []byte
	for len(flags) < count {
		f := b[at]
		flags = append(flags, f)
		at++
		if f&repeated != 0 {
			for range b[at] {
				flags = append(flags, f)
			}
			at++
		}
	}
	points := make([]point, count)
	d := func(f, short, same byte) (v int) {
		switch {
		case f&short != 0:
			v = int(b[at])
			at++
			if f&same == 0 {
				v = -v
			}
		case f&same == 0:
			v = word(at)
			at += 2
		}
		return v
	}
	for i, f := range flags {
		points[i].on = f&onCurve != 0
		points[i].dx = d(f, shortX, sameX)
	}
	for i, f := range flags {
		points[i].dy = d(f, shortY, sameY)
	}
	from := 0
	for _, e := range ends {
		o = append(o, contour{points: points[from : e+1]})
		from = e + 1
	}
	return o
}

// shapesOf gives contours that stand in several glyphs, or often, a shape; the most frequent come first.
func shapesOf(outlines []outline) (shapes [][]point) {
	count := map[string]int{}
	name := func(c contour) string {
		return fmt.Sprint(c.points[0].on, c.points[1:])
	}
	for _, o := range outlines {
		for _, c := range o {
			count[name(c)]++
		}
	}
	// About twelve bits tell a point, sixteen a shape.
	worth := func(c contour, n int) bool { return (n-1)*len(c.points)*12 > n*16+16 }
	first := map[string][]point{}
	var names []string
	for _, o := range outlines {
		for _, c := range o {
			if n := name(c); first[n] == nil && worth(c, count[n]) {
				first[n] = c.points
				names = append(names, n)
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	number := map[string]int{}
	for i, n := range names {
		number[n] = i + 1
		shapes = append(shapes, first[n])
	}
	for _, o := range outlines {
		for i := range o {
			o[i].shape = number[name(o[i])]
		}
	}
	return shapes
}

// A press makes both files of a font.
type press struct {
	tables, glyphs bytes.Buffer
	model          []byte
}

func (p *press) number(n int) { p.tables.Write(binary.BigEndian.AppendUint32(nil, uint32(n))) }

// list writes packed parts and their lengths.
func (p *press) list(n int, part func(i int, out *packer)) {
	p.number(n)
	for i := range n {
		out := &packer{model: p.model, high: math.MaxUint32}
		part(i, out)
		b := out.end()
		p.tables.Write(binary.BigEndian.AppendUint16(nil, uint16(len(b))))
		p.glyphs.Write(b)
	}
}

// sort takes the glyphs apart: those that are packed, and those that stay as they are, with what says which.
func sort(glyf, loca []byte) (outlines []outline, plain, own []byte) {
	for g := 0; 4*g+8 <= len(loca); g++ {
		b := glyf[binary.BigEndian.Uint32(loca[4*g:]):binary.BigEndian.Uint32(loca[4*g+4:])]
		var o outline
		if len(b) > 0 && b[0] < 128 {
			o = read(b)
		}
		outlines, plain = append(outlines, o), append(plain, 0)
		if !bytes.Equal(o.append(nil), b) && len(b) > 0 {
			outlines[g], plain[g] = nil, 1
			own = append(own, b...)
		}
	}
	return outlines, plain, own
}

// pack makes both files of a font.
func pack(font []byte) (tables, glyphs []byte) {
	var p press
	glyf, loca := table(font, "glyf"), table(font, "loca")
	begin := bytes.Index(font, glyf[:4096])
	outlines, plain, own := sort(glyf, loca)
	shapes := shapesOf(outlines)
	count := new(counter)
	for _, o := range outlines {
		if o != nil {
			o.code(count)
		}
	}
	for _, s := range shapes {
		line(count, s)
	}
	p.model = count.model()
	head := bytes.Clone(font[:begin])
	last := uint32(0)
	for loca := table(head, "loca"); len(loca) >= 4; loca = loca[4:] {
		place := binary.BigEndian.Uint32(loca)
		binary.BigEndian.PutUint32(loca, place-last)
		last = place
	}
	p.number(begin)
	p.tables.Write(head)
	p.tables.Write(plain)
	p.number(len(font))
	p.tables.Write(own)
	p.tables.Write(font[begin+int(last):])
	p.tables.Write(p.model)
	rarely(p.model)
	p.list((len(outlines)+together-1)/together, func(i int, out *packer) {
		for _, o := range outlines[i*together : min(len(outlines), i*together+together)] {
			if o != nil {
				o.code(out)
			}
		}
	})
	p.list(len(shapes), func(i int, out *packer) { line(out, shapes[i]) })
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(p.tables.Bytes())
	}
	if err := errors.Join(err, w.Close()); err != nil {
		panic(err)
	}
	return z.Bytes(), p.glyphs.Bytes()
}

var source = flag.String("pack", "", "the TrueType file to pack into this folder")

// What packed the embedded files packs what is read from them to the same. With -pack they are written anew:
//
//	go test ./internal/office/font -run TestPack -args -pack LXGWWenKai-Regular.ttf
func TestPack(t *testing.T) {
	if *source != "" {
		data, err := os.ReadFile(*source)
		if err != nil {
			t.Fatal(err)
		}
		tables, glyphs = pack(data)
		if err := errors.Join(os.WriteFile("wenkai.tables.gz", tables, 0o600), os.WriteFile("wenkai.glyphs", glyphs, 0o600)); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d and %d bytes", len(tables), len(glyphs))
	}
	f, err := open()
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(f.groups); i += 50 {
		in, out := newUnpacker(f.model, f.groups[i]), &packer{model: f.model, high: math.MaxUint32}
		for g := i * together; g < min(len(f.plain), i*together+together); g++ {
			if f.plain[g] == 0 && len(f.glyph(g)) > 0 {
				o := f.outline(in)
				o.code(out)
			}
		}
		if !bytes.Equal(out.end(), f.groups[i]) {
			t.Fatalf("group %d is packed to something else", i)
		}
	}
}
