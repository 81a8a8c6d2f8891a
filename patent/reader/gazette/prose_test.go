package gazette

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// slowly gathers the same words one by one, with nothing that goes at once.
func slowly(w *prose, s string) {
	for len(s) > 0 {
		n, size := blank(s)
		if n == 0 {
			w.space, s = true, s[size:]
			continue
		}
		first, _ := utf8.DecodeRuneInString(s)
		if w.line && w.sb.Len() > 0 {
			w.sb.WriteByte('\n')
		} else if w.space && w.last != 0 && !(w.last >= 0x2e80 && first >= 0x2e80) {
			w.sb.WriteByte(' ')
		}
		w.line, w.space = false, false
		w.sb.WriteString(s[:n])
		w.last, _ = utf8.DecodeLastRuneInString(s[:n])
		s = s[n:]
	}
}

// Words that go at once read as those that go one by one, wherever a text is cut into pieces.
func TestProseRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.StringOf(rapid.SampledFrom([]rune("ab. \n\t\u00a0\u3000\u0001\u007f专利é")))
		var quick, slow prose
		for _, s := range rapid.SliceOf(piece).Draw(t, "pieces") {
			quick.text(s)
			slowly(&slow, s)
			if a, b := quick.sb.String(), slow.sb.String(); a != b || quick.last != slow.last || quick.space != slow.space {
				t.Fatalf("%q is %q", b, a)
			}
			if rapid.Bool().Draw(t, "line") {
				quick.line, slow.line = true, true
			}
		}
	})
	// The control: words with one blank between them are a single run.
	if s := "one two 三 four\u3000five"; plainRun(s, 3) != len("one two") {
		t.Error(plainRun(s, 3))
	}
	if s := strings.Repeat("word ", 100); plainRun(s, 4) != len(s)-1 {
		t.Error(plainRun(s, 4))
	}
}
