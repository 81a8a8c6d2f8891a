package claim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/patent"
)

func TestPathsCircles(t *testing.T) {
	s := Parse(blocks("1. 根据权利要求2所述的支架。", "2. 根据权利要求1或3所述的支架。", "3. 根据权利要求3所述的支架。", "4. 根据权利要求9所述的支架。"))
	for n, want := range map[int]string{1: "[[1 2] [1 2 3]]", 3: "[[3]]", 4: "[[4]]", 7: "[]"} {
		if p, ok := s.Paths(n); fmt.Sprint(p) != want || !ok {
			t.Errorf("%d: %v %v", n, p, ok)
		}
	}
	none := s.Backing(func(int) bool { return false })
	if got := fmt.Sprint(none.Missing(1)); got != "[[2 1] [2 3]]" {
		t.Error(got)
	}
}

// TestMissingEqualsPaths compares the answer that visits each claim once with a search over every
// path written out.
func TestMissingEqualsPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "claims")
		has := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "has")
		var texts []string
		for i := 1; i <= n; i++ {
			if i == 1 || rapid.IntRange(0, 3).Draw(t, "independent") == 0 {
				texts = append(texts, fmt.Sprintf("%d. 一种支架。", i))
				continue
			}
			parents := rapid.SliceOfNDistinct(rapid.IntRange(1, i-1), 1, 3, rapid.ID).Draw(t, "parents")
			join := rapid.SampledFrom([]string{"或", "和"}).Draw(t, "join")
			texts = append(texts, fmt.Sprintf("%d. 根据权利要求%s所述的支架。", i, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(parents)), join), "[]")))
		}
		s := Parse(blocks(texts...))
		asked := s.Backing(func(i int) bool { return has[i] })
		for i := range s.Claims {
			paths, complete := s.Paths(i + 1)
			if !complete {
				continue
			}
			want := slices.ContainsFunc(paths, func(p []int) bool {
				return !slices.ContainsFunc(p[1:], func(n int) bool { return has[n-1] })
			})
			if got := len(asked.Missing(i)) > 0; got != want {
				t.Fatalf("%v: claim %d: %v, want %v over %v", texts, i+1, got, want, paths)
			}
			for _, p := range asked.Missing(i) {
				if slices.ContainsFunc(p[1:], func(n int) bool { return has[n-1] }) || p[0] != i+1 {
					t.Fatalf("%v: claim %d: path %v", texts, i+1, p)
				}
			}
		}
	})
}

// wide is a set of 500 claims of which each names the twenty before it: 20^25 paths and more.
func wide() *patent.Text {
	var b strings.Builder
	b.WriteString("1. 一种支架，其特征在于，包括底座（1）。")
	for i := 2; i <= 500; i++ {
		fmt.Fprintf(&b, "\n%d. 根据权利要求%d至%d中任一项所述的支架，其特征在于，所述底座（1）设有第%d凸台（%d）。", i, max(1, i-20), i-1, i, i)
	}
	return loose(b.String())
}

func TestWideSetIsLinear(t *testing.T) {
	begin := time.Now()
	s := Parse(wide())
	if len(s.Claims) != 500 || len(s.Claims[499].Alternatives) != 20 {
		t.Fatal(len(s.Claims), s.Claims[499].Alternatives)
	}
	asked := s.Backing(func(i int) bool { return i == 0 })
	for i := range s.Claims[1:] {
		if m := asked.Missing(i + 1); m != nil {
			t.Fatal(m)
		}
	}
	if p, complete := s.Paths(500); complete || len(p) != maxPaths {
		t.Error(len(p), complete)
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestAt(t *testing.T) {
	s := Parse(loose(corpus))
	for i := range corpus {
		c := s.At(i)
		if corpus[i] == '\n' {
			continue
		}
		if c == nil || i < c.Start || i >= c.End {
			t.Fatalf("offset %d: %+v", i, c)
		}
	}
	if s.At(-1) != nil || s.At(len(corpus)) != nil {
		t.Error("outside")
	}
}

// sound checks that every offset stands inside its claim and cuts no character.
func sound(t interface{ Fatalf(string, ...any) }, text string, s *Set) {
	last := 0
	for i := range s.Claims {
		c := &s.Claims[i]
		if c.Start < last || c.End < c.Start || c.End > len(text) {
			t.Fatalf("claim [%d, %d) after %d of %d", c.Start, c.End, last, len(text))
		}
		last = c.End
		spans := []Span{c.Body, c.Preamble, c.Transition, c.Characterising, c.SubjectAt}
		for _, r := range c.References {
			spans = append(spans, r.Span, r.List)
		}
		for _, g := range c.Signs {
			spans = append(spans, Span(g.Span), Span(g.NameSpan))
		}
		for _, st := range c.Steps {
			spans = append(spans, st.Span)
		}
		for _, p := range spans {
			if p == (Span{}) {
				continue
			}
			if p.Start < c.Start || p.End > c.End || p.End < p.Start {
				t.Fatalf("span %v outside claim [%d, %d) of %q", p, c.Start, c.End, text)
			}
		}
		if i < 3 || i == len(s.Claims)-1 {
			s.Paths(c.Number)
		}
		s.Backing(func(i int) bool { return i%3 == 0 }).Missing(i)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(corpus)
	f.Add("1.根据权利要求1至9999任一项和前述权利要求所述的，其特征")
	f.Add("权利要求1、权利要求2 和权利要求 一百二十、或第３项\n２．一种（（，（12")
	f.Add("\xff1. 根据权利要求\x80")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		sound(t, text, Parse(loose(text)))
		lines := strings.Split(text, "\n")
		b := blocks(lines...)
		sound(t, b.Text, Parse(b))
	})
}

func BenchmarkParse(b *testing.B) {
	text := wide()
	b.SetBytes(int64(len(text.Text)))
	for b.Loop() {
		Parse(text)
	}
}
