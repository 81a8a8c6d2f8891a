package words

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func show(text string) string {
	var out []string
	Each(text, func(t *Token) {
		s := string(t.Word)
		if t.Han != 0 {
			if s = string(t.Han); t.Next != 0 {
				s += string(t.Next)
			}
		}
		out = append(out, fmt.Sprintf("%s@%s", s, text[t.Start:t.End]))
	})
	return strings.Join(out, " ")
}

func TestEach(t *testing.T) {
	for text, want := range map[string]string{
		"半导体":            "半导@半 导体@导 体@体",
		"半，导":            "半@半 导@导",
		"ＬＥＤ灯5G":         "led@ＬＥＤ 灯@灯 5g@5G",
		"e\u0301t\u0301": "ét\u0301@e\u0301t\u0301",
		"㎡①":             "m21@㎡①",
		"葛\ufe00城":       "葛城@葛 城@城",
		"a-b_c":          "a@a b@b c@c",
		"〇々":             "〇々@〇 々@々",
		"㍻元年":            "平成@㍻ 成元@㍻ 元年@元 年@年",
		" \xff。":         "",
	} {
		if got := show(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	n := 0
	Each(strings.Repeat("a", 3*Longest+1), func(*Token) { n++ })
	if n != 4 {
		t.Errorf("a long word is %d words", n)
	}
	if Normal(" ＡＢ c　") != "ab c" {
		t.Errorf("got %q", Normal(" ＡＢ c　"))
	}
}

// FuzzEach looks at what holds for every text: tokens ascend, lie within it, and do not depend on
// whether the text was normalised before.
func FuzzEach(f *testing.F) {
	for _, s := range []string{"半导体，LED", "ＬＥＤe\u0301", "㎡㍻", "\xff\u200b", "ǅ", "한글カﾞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		Each(text, func(k *Token) {
			if k.Start < 0 || k.End > len(text) || k.Start >= k.End || k.End < last {
				t.Fatalf("%q: token from %d to %d after %d", text, k.Start, k.End, last)
			}
			if last = k.End; k.Han == 0 && !utf8.Valid(k.Word) {
				t.Fatalf("%q: the word %q", text, k.Word)
			}
		})
		var a, b []string
		Each(text, func(k *Token) { a = append(a, string(k.Han)+string(k.Word)) })
		Each(Normal(text), func(k *Token) { b = append(b, string(k.Han)+string(k.Word)) })
		if strings.Join(a, " ") != strings.Join(b, " ") {
			t.Fatalf("%q: %v, normalised before %v", text, a, b)
		}
	})
}
