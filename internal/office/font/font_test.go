package font

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// The reserved names may be used only for the font as it was published.
const published = "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"

// whole unpacks every glyph.
func whole(t *testing.T, f *Font) []byte {
	t.Helper()
	for g := range f.plain {
		f.Need(g)
	}
	return f.Data()
}

func TestFontIsAsPublished(t *testing.T) {
	f, err := open()
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(whole(t, f)); hex.EncodeToString(sum[:]) != published {
		t.Errorf("sha256 %x", sum)
	}
	if !strings.Contains(Licence(), "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(Licence(), "Reserved Font Name") {
		t.Error("licence is incomplete")
	}
}

// Only what was needed is unpacked, and the parts of a composed glyph with it, whoever needs it at the same time.
func TestNeed(t *testing.T) {
	f, err := open()
	if err != nil {
		t.Fatal(err)
	}
	full, err := open()
	if err != nil {
		t.Fatal(err)
	}
	same := func(g int) bool { return bytes.Equal(f.glyph(g), full.glyph(g)) }
	composed, parts := 0, 0
	for g := range f.plain {
		if c := components(f.glyph(g)); len(c) > 0 && composed == 0 {
			composed, parts = g, c[0]
		}
	}
	const some, other = 12_345, 20_000
	for _, g := range []int{some, other, composed} {
		full.Need(g)
	}
	if same(some) || same(other) || composed == 0 || same(parts) {
		t.Fatal("glyphs are there before they are needed, or none is composed")
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			f.Need(some)
			f.Need(composed)
			if !same(some) || !same(composed) || !same(parts) {
				t.Error("a glyph is not there, or another")
			}
		})
	}
	wg.Wait()
	f.Need(-1)
	f.Need(len(f.plain))
	if same(other) {
		t.Error("a glyph is there that nobody needs")
	}
}

// Every character of names and papers that is common must have a glyph.
func TestCoverage(t *testing.T) {
	font, err := WenKai()
	if err != nil {
		t.Fatal(err)
	}
	f, err := sfnt.Parse(font.Data())
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	has := func(r rune) bool {
		g, err := f.GlyphIndex(&buf, r)
		return err == nil && g != 0
	}
	for _, r := range "〔〕【】《》“”‘’—…·①⑳ⅠⅫ℃㎡×÷±≤≥αβμ¥￥€‰→√𠮷𬱖𫖯𬭎镕堃喆昇龘" {
		if !has(r) {
			t.Errorf("no glyph for %c U+%04X", r, r)
		}
	}
	missing := 0
	for r := rune(0x4E00); r <= 0x9FA5; r++ {
		if !has(r) {
			missing++
		}
	}
	if missing > 0 {
		t.Errorf("%d characters of GBK missing", missing)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNeed(b *testing.B) {
	f, err := open()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		clear(f.done)
		for g := 0; g < len(f.plain); g += 100 { // none stands with another
			f.Need(g)
		}
	}
}
