package demo

import (
	"testing"

	"zhibao/center/demo/text"
	"zhibao/patent/similarity"
)

// TestMadeIsABatch: what is made of one text is a batch, not one text that is filed again and again.
func TestMadeIsABatch(t *testing.T) {
	paragraphs := func(a text.Application) (out []string) {
		for _, c := range a.Claims {
			out = append(out, c.Body)
		}
		for _, s := range a.Sections {
			out = append(out, s.Paragraphs...)
		}
		return out
	}
	a := text.New(0)
	x := similarity.Of(paragraphs(made(a, "轻量化", "铝合金压铸")))
	y := similarity.Of(paragraphs(made(a, "绝缘型", "尼龙注塑")))
	how, parts := similarity.Alike(x, y), similarity.Paragraphs(x, y)
	t.Logf("alike %.2f, %+v", how, parts)
	if how >= 0.9 || parts.Near == 0 || parts.Share() < 0.6 {
		t.Errorf("alike %.2f, %+v", how, parts)
	}
}
