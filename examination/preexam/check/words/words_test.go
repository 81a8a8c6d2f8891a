package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func found(m *Matcher, s string) (out []string) {
	for _, h := range m.Find(s) {
		if s[h.Start:h.End] != h.Word {
			panic("offsets of " + h.Word)
		}
		out = append(out, h.Word)
	}
	return out
}

func TestFind(t *testing.T) {
	vague := New(List("约 大约 左右 等 可以 接近 最好是 好"),
		List("等离子 等于 等温 均等 可以太网 最接近的现有技术 左右两侧 约束 节约"))
	for _, c := range []struct{ text, want string }{
		{"等离子体的温度等于室温", ""},
		{"通过可以太网连接", ""},
		{"可以通过以太网连接", "可以"},
		{"最接近的现有技术", ""},
		{"接近底座", "接近"},
		{"左右两侧设有挡板，高度为3mm左右", "左右"},
		{"大约20mm", "大约"},
		{"约束节约大约", "大约"},
		{"螺栓、螺母等等离子", "等"},
		{"最好是橡胶", "最好是"},
		{"", ""},
		{"等", "等"},
	} {
		if got := strings.Join(found(vague, c.text), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFindOverlapping(t *testing.T) {
	m := New([]string{"ab", "bcd", "abc", "d", "", "ab"}, nil)
	if got := strings.Join(found(m, "abcdab"), " "); got != "abc d ab" {
		t.Error(got)
	}
	if got := New(nil, nil).Find("等离子"); got != nil {
		t.Error(got)
	}
}

func TestIn(t *testing.T) {
	m := New([]string{"左右"}, nil)
	for h := range m.In("高度左右左右", 7) {
		if h.Start != 13 || h.End != 19 {
			t.Error(h)
		}
		break
	}
	if !m.Any("左右") || m.Any("左 右") {
		t.Error("Any")
	}
}

// TestAgainstNaive compares the automaton with a search word by word.
func TestAgainstNaive(t *testing.T) {
	piece := rapid.SampledFrom([]string{"等", "离", "子", "a", "b", "约", "束", "é", "𠮷"})
	join := func(t *rapid.T, n int, name string) string {
		return strings.Join(rapid.SliceOfN(piece, 0, n).Draw(t, name), "")
	}
	rapid.Check(t, func(t *rapid.T) {
		var list, except []string
		for range rapid.IntRange(1, 5).Draw(t, "words") {
			list = append(list, join(t, 3, "word"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
			except = append(except, join(t, 4, "exception"))
		}
		text := join(t, 30, "text")
		m, want := New(list, except), naive(list, except, text)
		if got := found(m, text); !slices.Equal(got, want) {
			t.Fatalf("words %q except %q in %q: %q, want %q", list, except, text, got, want)
		}
		if m.Any(text) != (len(want) > 0) {
			t.Fatalf("words %q except %q: any in %q is %v", list, except, text, m.Any(text))
		}
	})
}

func naive(list, except []string, text string) (out []string) {
	inside := func(i, j int) bool {
		for _, x := range except {
			for k := max(0, j-len(x)); x != "" && k <= i; k++ {
				if strings.HasPrefix(text[k:], x) {
					return true
				}
			}
		}
		return false
	}
	for i := 0; i < len(text); {
		best := ""
		for _, w := range list {
			if len(w) > len(best) && strings.HasPrefix(text[i:], w) && !inside(i, i+len(w)) {
				best = w
			}
		}
		if best == "" {
			i++
			continue
		}
		out = append(out, best)
		i += len(best)
	}
	return out
}

func FuzzFind(f *testing.F) {
	f.Add("等离子约等于", "等 约", "等离子")
	f.Add("\xff等\x80", "等 \x80", "\xff等")
	f.Fuzz(func(t *testing.T, text, list, except string) {
		if len(text) > 2000 || len(list)+len(except) > 500 {
			return
		}
		last := 0
		for _, h := range New(List(list), List(except)).Find(text) {
			if h.Start < last || h.End <= h.Start || text[h.Start:h.End] != h.Word {
				t.Fatal(h)
			}
			if utf8.ValidString(text) && utf8.ValidString(list) && !utf8.ValidString(h.Word) {
				t.Fatal("cut a character")
			}
			last = h.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	m := New(List("约 大约 左右 等 可以 接近 最好是 例如 尤其是 必要时 优选 基本上 大致"), List("等离子 等于 等温 均等"))
	text := strings.Repeat("所述折叠支架的底座与立杆转动连接，等离子体的温度等于室温，高度大约为三十毫米。", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Find(text)
	}
}
