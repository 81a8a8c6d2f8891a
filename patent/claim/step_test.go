package claim

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// written is what a label of a step is, in one expression: slow, and plain to read.
var written = regexp.MustCompile(`步骤\s*[(（]?\s*([sS]?[0-9０-９]{1,4}(?:[-.．][0-9]{1,3})*|[一二三四五六七八九十]{1,3}|[a-zA-Z])\s*[)）]?|\b([sS][0-9]{1,4}(?:[-.][0-9]{1,3})*)\s*[、:：,，.．；;)）]`)

// TestStepsAreThoseOfTheExpression finds labels in random bodies both ways.
func TestStepsAreThoseOfTheExpression(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(strings.Split("步骤|步|骤|S|s|1|2|10|０|一|十|a|B|_|(|（|)|）| |.|．|-|、|：|:|，|;|所述|包括|S1、|S101：|步骤S2：|步骤（3）|步骤1|步骤一|步骤a|\n", "|")), 0, 24).Draw(t, "pieces"), "")
		var want []string
		for _, m := range written.FindAllStringSubmatchIndex(s, -1) {
			i, j := m[2], m[3]
			if i < 0 {
				i, j = m[4], m[5]
			}
			want = append(want, strings.ToUpper(narrow(s[i:j])))
		}
		var got []string
		for _, x := range steps(s, Span{0, len(s)}) {
			got = append(got, x.Label)
		}
		found += len(want)
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("%q: %v, want %v", s, got, want)
		}
	})
	if found < 10 {
		t.Errorf("only %d labels", found)
	}
}
