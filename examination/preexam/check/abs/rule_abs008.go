package abs

import (
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/internal/sorting"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs008: an abstract that is only a copy of claim 1, or of a paragraph, usually lacks problem and
// use. It is allowed, hence information only.
func abs008() check.Rule {
	return about(rule.Meta{
		ID: "ABS-008", Title: "摘要不只是权利要求1或者发明内容的照抄",
		English: "The abstract is more than a copy of claim 1 or of the summary",
		Basis:   []rule.Cite{cite.Quality("摘要的概括性")},
		Level:   rule.Advice, Severity: rule.Info, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		text := bare(content(p.Text(patent.Abstract)))
		// A text of a few words has nothing to copy, an endless one is no abstract.
		if n := len([]rune(text)); n < 40 || n > 2000 {
			return
		}
		if claims := p.Claims().Claims; len(claims) > 0 {
			source := p.Text(patent.Claims).Text
			first := bare(source[claims[0].Start:min(claims[0].End, claims[0].Start+20_000)])
			if copies(text, first) {
				p.Whole(patent.Abstract, "摘要与权利要求1的文字几乎相同", "概括技术问题、技术方案的要点和主要用途，不必照抄权利要求1")
				return
			}
		}
		probes := longest(content(p.Text(patent.Abstract)))
		for l := range strings.Lines(p.Text(patent.Description).Text) {
			if len(l) < len(text)*9/10 || len(l) > 20_000 || !holds(l, probes) {
				continue
			}
			if copies(text, bare(l)) {
				p.Whole(patent.Abstract, "摘要照抄了说明书中的一段文字", "概括技术问题、技术方案的要点和主要用途，不必照抄说明书")
				return
			}
		}
	})
}

// longest returns the three longest runs of words between marks, by which a copy is found
// without comparing every line in full.
func longest(text string) []string {
	runs := strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || strings.ContainsRune(marks, r) })
	sorting.Stable(runs, func(a, b string) int { return len(b) - len(a) })
	return runs[:min(3, len(runs))]
}

// holds reports whether a line has all the runs but one; a copy may differ in a word.
func holds(line string, probes []string) bool {
	n := 0
	for _, w := range probes {
		if strings.Contains(line, w) {
			n++
		}
	}
	return n > 0 && n >= len(probes)-1
}

// marks are left out of the comparison, so that a comma made a semicolon hides no copy.
const marks = "　，。；：、（）(),.;:“”"

// openings are phrases that belong to an abstract or to a claim alone.
var openings = strings.NewReplacer("本发明公开了", "", "本实用新型公开了", "", "本发明提供了", "", "本申请公开了", "", "本申请提供了", "",
	"本实用新型提供了", "", "本发明涉及", "", "其特征在于", "", "其特征是", "")

// copied is the share of the abstract's runs of four characters that make it a copy.
const copied = 0.97

// bare drops what does not distinguish a copy: blanks, marks, brackets and phrases of opening.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(marks, r) {
			return -1
		}
		return r
	}, openings.Replace(s))
}

// copies reports whether nearly all of a is found in b. It gives up as soon as too much was missing.
func copies(a, b string) bool {
	x := []rune(a)
	all := len(x) - 3
	missing, allowed := 0, float64(all)*(1-copied)
	for i := 0; i < all; i++ {
		if strings.Contains(b, string(x[i:i+4])) {
			continue
		}
		if missing++; float64(missing) > allowed {
			return false
		}
	}
	return all > 0
}
