// Package font carries the one Chinese font of the program, LXGW WenKai (霞鹜文楷), for PDF
// papers where the operator supplies no fonts of its own. It covers GB 2312, GBK, the General
// Standard Chinese Characters (通用规范汉字表) and a small part of the extensions.
//
// The font is the TrueType file as it was published, byte for byte, in two files: what is
// beside the glyphs, deflated, and the glyphs, packed by how likely each bit of an outline is after those before it. A
// paper uses some hundred of 29,145 glyphs, so that only those are unpacked that are needed.
package font

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// What is beside the packed glyphs; open says in which order.
//
//go:embed wenkai.tables.gz
var tables []byte

//go:embed wenkai.glyphs
var glyphs []byte

//go:embed OFL.txt
var licence string

// maxTables bounds the unpacked tables, in bytes.
const maxTables = 32 << 20

// together is how many glyphs are packed as one.
const together = 2

// A Font is the TrueType file, whose glyphs are there once they were needed. It may be used by many at once.
type Font struct {
	data   []byte
	glyf   int    // where the table of glyphs begins
	places []int  // of the glyphs in it, and its end
	plain  []byte // 1 for the glyphs that are there from the beginning
	model  []byte
	groups [][]byte // packed
	shapes [][]byte // packed

	lock sync.Mutex
	done []bool // which groups are unpacked
}

// WenKai returns the font, which is one for the whole program.
var WenKai = sync.OnceValues(open)

// errTorn says that what is embedded is not whole, which a test forbids.
var errTorn = errors.New("the embedded font is damaged")

// open takes apart what is beside the glyphs: the file up to them, which glyphs stand there as they are, these
// glyphs, the rest of the file, the model, and the length of each group of packed glyphs.
func open() (*Font, error) {
	in, err := gzip.NewReader(bytes.NewReader(tables))
	if err != nil {
		return nil, fmt.Errorf("unpack font: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(in, maxTables))
	if err != nil {
		return nil, fmt.Errorf("unpack font: %w", err)
	}
	r := &parts{b: b}
	f := &Font{}
	head := r.next(r.number())
	f.glyf = len(head)
	place := uint32(0)
	for loca := table(head, "loca"); len(loca) >= 4; loca = loca[4:] {
		place += binary.BigEndian.Uint32(loca) // the size of a glyph takes less than its place
		binary.BigEndian.PutUint32(loca, place)
		f.places = append(f.places, int(place))
	}
	if len(f.places) == 0 {
		return nil, errTorn
	}
	f.plain = r.next(len(f.places) - 1)
	f.data = make([]byte, r.number())
	if r.torn || len(f.data) < f.glyf+f.places[len(f.plain)] {
		return nil, errTorn
	}
	copy(f.data, head)
	for g, plain := range f.plain {
		if plain == 1 {
			copy(f.glyph(g), r.next(len(f.glyph(g))))
		}
	}
	tail := f.data[f.glyf+f.places[len(f.plain)]:]
	copy(tail, r.next(len(tail)))
	f.model = r.next(places)
	packed := &parts{b: glyphs}
	f.groups = packed.list(r)
	f.shapes = packed.list(r)
	f.done = make([]bool, len(f.groups))
	if r.torn || packed.torn || len(f.groups) != (len(f.plain)+together-1)/together {
		return nil, errTorn
	}
	rarely(f.model)
	return f, nil
}

// table finds a table of a font, which may be cut off behind it.
func table(font []byte, name string) []byte {
	for i := 12; i+16 <= len(font) && i < 12+16*int(font[5]); i += 16 {
		at, size := int(binary.BigEndian.Uint32(font[i+8:])), int(binary.BigEndian.Uint32(font[i+12:]))
		if string(font[i:i+4]) == name && at+size <= len(font) {
			return font[at : at+size]
		}
	}
	return nil
}

// glyph is where a glyph stands, or will stand.
func (f *Font) glyph(g int) []byte {
	return f.data[f.glyf+f.places[g] : f.glyf+f.places[g+1]]
}

// Data is the font. The glyphs that Need was not called for may be blank; whoever reads them calls it before.
func (f *Font) Data() []byte { return f.data }

// Need unpacks a glyph, and those of which it is composed.
func (f *Font) Need(glyph int) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.need(glyph)
}

func (f *Font) need(g int) {
	if g < 0 || g >= len(f.plain) {
		return
	}
	if f.plain[g] == 1 {
		for _, part := range components(f.glyph(g)) {
			f.need(part)
		}
		return
	}
	if f.done[g/together] {
		return
	}
	f.done[g/together] = true
	u := newUnpacker(f.model, f.groups[g/together])
	for i := g / together * together; i < min(g/together*together+together, len(f.plain)); i++ {
		if f.plain[i] == 0 && len(f.glyph(i)) > 0 {
			copy(f.glyph(i), f.outline(u).append(nil))
		}
	}
}

// outline unpacks the next outline of a group, and the shapes that stand in it.
func (f *Font) outline(u *unpacker) (o outline) {
	o.code(u)
	for i := range o {
		if n := o[i].shape; n > 0 && n <= len(f.shapes) {
			begin := o[i].points[0]
			o[i].points = line(newUnpacker(f.model, f.shapes[n-1]), nil)
			o[i].points[0].dx, o[i].points[0].dy = begin.dx, begin.dy
		}
	}
	return o
}

// Flags of a part of a composed glyph.
const (
	wordArgs = 1 << 0
	scaled   = 1 << 3
	more     = 1 << 5
	scaledXY = 1 << 6
	turned   = 1 << 7
)

// components lists the glyphs of which one is composed; a simple one has none.
func components(b []byte) (out []int) {
	if len(b) < 10 || b[0] < 128 {
		return nil
	}
	for at := 10; at+4 <= len(b); {
		flags := binary.BigEndian.Uint16(b[at:])
		out = append(out, int(binary.BigEndian.Uint16(b[at+2:])))
		if flags&more == 0 {
			break
		}
		at += 6
		for flag, n := range map[uint16]int{wordArgs: 2, scaled: 2, scaledXY: 4, turned: 8} {
			if flags&flag != 0 {
				at += n
			}
		}
	}
	return out
}

// Parts are cut off one after the other.
type parts struct {
	b    []byte
	torn bool
}

// next is what follows, of so many bytes.
func (p *parts) next(n int) []byte {
	if n > len(p.b) {
		p.torn, n = true, 0
	}
	out := p.b[:n]
	p.b = p.b[n:]
	return out
}

// number is the next number.
func (p *parts) number() int {
	if b := p.next(4); !p.torn {
		return int(binary.BigEndian.Uint32(b))
	}
	return 0
}

// list is a list of parts, whose number and lengths stand elsewhere.
func (p *parts) list(lengths *parts) (out [][]byte) {
	n := lengths.number()
	for b := lengths.next(2 * n); len(b) > 0; b = b[2:] {
		out = append(out, p.next(int(binary.BigEndian.Uint16(b))))
	}
	return out
}

// Licence returns the SIL Open Font License under which the font is distributed; it must be
// shown wherever the program shows the licences of its parts.
func Licence() string { return licence }
