package typeset

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// em measures as a font would that has square Chinese and half as wide other characters.
func em(r rune, _ Style) float64 {
	if wide(r) {
		return 1
	}
	return 0.5
}

func lines(text string, room float64) []string {
	var out []string
	for _, l := range Break([]Span{{Text: text}}, func(int) float64 { return room }, em) {
		out = append(out, l.Text())
	}
	return out
}

func TestBreak(t *testing.T) {
	for _, c := range []struct {
		name, text string
		room       float64
		want       []string
	}{
		{"even", "专利权人提出请求", 4, []string{"专利权人", "提出请求"}},
		{"closing mark squeezed in", "权利要求一，不清楚", 5.5, []string{"权利要求一，", "不清楚"}},
		{"closing mark takes one along", "权利要求一，不清楚", 5.4, []string{"权利要求", "一，不清楚"}},
		{"opening mark goes on", "依据《专利法》第二条", 3, []string{"依据", "《专利", "法》第", "二条"}},
		{"number whole", "申请号为202610123456.7的申请", 8, []string{"申请号为", "202610123456.7的", "申请"}},
		{"english words", "the quick brown fox", 5, []string{"the quick", "brown fox"}},
		{"address breaks after slash", "https://example.cn/verify/abc", 9, []string{"https://", "example.cn/verify/", "abc"}},
		{"word longer than line", "ABCDEFGH", 2, []string{"ABCD", "EFGH"}},
		{"dash pair", "一二三——四", 4, []string{"一二三", "——四"}},
		{"line feed", "甲\n\n乙", 9, []string{"甲", "", "乙"}},
		{"line feed at end", "甲\n", 9, []string{"甲", ""}},
		{"percent", "合格率92.8%以上", 5, []string{"合格率", "92.8%以上"}},
		{"empty", "", 5, []string{""}},
		{"variation selector", "葛󠄀城市", 2, []string{"葛󠄀城", "市"}},
		{"combining mark", "e\u0301e\u0301 e\u0301", 1, []string{"e\u0301e\u0301", "e\u0301"}},
	} {
		got := lines(c.text, c.room)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

var alphabet = []rune("专利权人提出申请的一二三四，。、；：（）《》“”——……〔2026〕abcXYZ 0123.5%-/\n\t𠮷é\u0301\u200d￥")

// Nothing is lost or added, lines fit, and marks stand where they may.
func TestBreakProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 200).Draw(t, "text"))
		room := rapid.Float64Range(2, 30).Draw(t, "room")
		first := rapid.Float64Range(2, 30).Draw(t, "first")
		roomOf := func(n int) float64 {
			if n == 0 {
				return first
			}
			return room
		}
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		for !utf8.RuneStart((text + "x")[cut]) {
			cut--
		}
		spans := []Span{{text[:cut], 1}, {text[cut:], 2}}
		var all strings.Builder
		out := Break(spans, roomOf, em)
		for i, l := range out {
			s := l.Text()
			all.WriteString(s)
			width := l.Width
			if n := len(l.Atoms); n > 0 && l.Atoms[n-1].class == closer {
				width -= 0.5
			}
			if width > roomOf(i)+1e-6 && len(l.Atoms) > 1 {
				t.Fatalf("line %q is %g wide, room %g", s, l.Width, roomOf(i))
			}
			if i > 0 && l.Atoms != nil && !out[i-1].Last && l.Atoms[0].class == closer && !emergency(out[i-1], l) {
				t.Fatalf("line begins with %q after %q", s, out[i-1].Text())
			}
			if n := len(l.Atoms); n > 0 && !l.Last && l.Atoms[n-1].class == opener && n > 1 && !emergency(l, out[i+1]) {
				t.Fatalf("line ends with opening mark: %q", s)
			}
			if st := l.Stretch(roomOf(i)); l.Width <= roomOf(i) && st < -1e-9 {
				t.Fatalf("stretch %g of a line that fits", st)
			}
		}
		if squash(all.String()) != squash(text) {
			t.Fatalf("text changed:\n%q\n%q", text, all.String())
		}
		if len(out) == 0 || !out[len(out)-1].Last {
			t.Fatal("no last line")
		}
	})
}

// emergency reports whether two lines had no permitted break between them at all.
func emergency(a, b Line) bool {
	atoms := append(append([]Atom{}, a.Atoms...), b.Atoms...)
	for i := 1; i < len(a.Atoms); i++ {
		if mayBreak(atoms[:i], atoms[i]) {
			return false
		}
	}
	return true
}

// squash removes what breaking may drop: blanks and line ends.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestStretchFillsTheLine(t *testing.T) {
	l := Break([]Span{{Text: "专利权人 patent 提出请求的理由如下所述"}}, func(int) float64 { return 12.3 }, em)[0]
	width := l.Width
	for i, a := range l.Atoms[:len(l.Atoms)-1] {
		if a.Grow {
			width += l.Stretch(12.3)
		} else if next := l.Atoms[i+1]; a.class == han && next.class == han {
			t.Errorf("no growth between %q and %q", a.Text, next.Text)
		}
	}
	if width < 12.2999 || width > 12.3001 {
		t.Errorf("justified width %g", width)
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		natural []float64
		want    []float64
	}{
		{[]float64{2, 4, 30}, []float64{2, 4, 14}},
		{[]float64{2, 12, 12}, []float64{2, 9, 9}},
		{[]float64{2, 2}, []float64{10, 10}},
		{[]float64{20, 20, 20, 20, 20}, []float64{4, 4, 4, 4, 4}},
		{nil, []float64{}},
	} {
		got := Share(c.natural, 6, 20)
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })); diff != "" {
			t.Errorf("%v: %s", c.natural, diff)
		}
	}
}

// TestStretchTearsNothing: where a long number goes to the next line, what is left is not drawn out.
func TestStretchTearsNothing(t *testing.T) {
	for text, torn := range map[string]bool{"侵犯专利ZL202110305417.9专利权": true, "统一社会信用代码91330108MA0000007M": false} {
		l := Break([]Span{{Text: text}}, func(int) float64 { return 10 }, em)[0]
		if got := l.Stretch(10) == 0; got != torn {
			t.Errorf("%q: stretched by %g", l.Text(), l.Stretch(10))
		}
	}
}
