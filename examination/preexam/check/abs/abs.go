// Package abs (说明书摘要检查) holds the rules about the abstract: its length and form, what it
// must say and must not say, and the figure that goes with it.
//
// Notice 1.2.3. A rule is one file, rule_abs001.go, and is proved by testdata/abs-001.sample.
package abs

import (
	"embed"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/abs-001.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the rules about the abstract, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{abs001(), abs002(), abs003(), abs004(), abs005(), abs006(), abs007(), abs008(), abs009()}
}

// about makes a rule over the abstract.
func about(m rule.Meta, run func(*check.Pass)) check.Rule {
	// A design has no abstract (专利法第二十七条第一款).
	return check.Rule{Meta: m, For: []patent.Kind{patent.Invention, patent.UtilityModel}, Part: patent.Abstract, Run: run}
}

// body returns the abstract without the lines that name the paper or its figure.
func body(t *patent.Text) (out []prose.Span) {
	for start := 0; start <= len(t.Text); {
		end := len(t.Text)
		if i := strings.IndexByte(t.Text[start:], '\n'); i >= 0 {
			end = start + i
		}
		if s := t.Text[start:end]; !prose.Blank(s) && !heading(s) && !figureLine(s) {
			out = append(out, prose.Span{Start: start, End: end})
		}
		start = end + 1
	}
	return out
}

// heading reports a line that names the paper.
func heading(s string) bool {
	if len(s) > 120 {
		return false
	}
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "：:")
	return s == "摘要" || s == "说明书摘要" || s == "【摘要】" || s == "摘要附图" || s == "(57)摘要"
}

// figureLine reports a line that names the figure for the abstract, which belongs to the form.
func figureLine(s string) bool {
	return strings.HasPrefix(strings.TrimSpace(s), "摘要附图") && prose.Runes(s) <= 20
}

// content returns the words of the abstract, lines joined.
func content(t *patent.Text) string {
	var b strings.Builder
	for _, s := range body(t) {
		b.WriteString(s.Of(t.Text))
		b.WriteByte('\n')
	}
	return b.String()
}
