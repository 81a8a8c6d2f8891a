package font

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// The reserved names may be used only for the font as it was published.
const published = "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"

func TestFontIsAsPublished(t *testing.T) {
	data, err := WenKai()
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != published {
		t.Errorf("sha256 %x", sum)
	}
	if !strings.Contains(Licence(), "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(Licence(), "Reserved Font Name") {
		t.Error("licence is incomplete")
	}
}

// Every character of names and papers that is common must have a glyph.
func TestCoverage(t *testing.T) {
	data, err := WenKai()
	if err != nil {
		t.Fatal(err)
	}
	f, err := sfnt.Parse(data)
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
