// Package drw (说明书附图检查) holds the rules about the drawings as files: their numbers, whether
// they can be read and reproduced, colour and photographs. What is drawn in them is asked, but for
// what can be measured and for words that an engine of this machine read.
//
// Notice 1.2.3. A rule is one file, rule_drw001.go, and is proved by testdata/drw-001.sample.
package drw

import (
	"cmp"
	"embed"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/drw-001.sample and so on.
func Samples() embed.FS { return samples }

// Limits are the technical demands on the files of drawings. What the electronic filing system
// demands differs by year and center; these are settings, and zero means no demand.
type Limits struct {
	MinDPI, MaxDPI float64  // resolution stated by the file
	MinSide        int      // pixels of the shorter side
	MinEffective   float64  // pixels per inch at the printed size
	Formats        []string // accepted formats
}

// StandardLimits returns the demands that hold where a center has set none.
func StandardLimits() Limits {
	return Limits{MinDPI: 72, MaxDPI: 300, MinSide: 200, MinEffective: 100, Formats: []string{"jpeg", "tiff"}}
}

// Rules returns the rules about the drawings, in the order of their numbers.
func Rules() []check.Rule { return RulesWith(StandardLimits()) }

// RulesWith returns the rules with the demands of a center.
func RulesWith(l Limits) []check.Rule {
	return []check.Rule{drw001(), drw002(), drw003(), drw004(l), drw005(l), drw006(), drw007(), drw008(), drw009(), drw010(), drw011(), drw012()}
}

// about makes a rule over the drawings.
func about(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: []patent.Kind{patent.Invention, patent.UtilityModel}, Part: patent.Drawings, Run: run}
}

// report makes a finding about one figure.
func report(p *check.Pass, f patent.Figure, message, suggestion string) *check.Finding {
	out := p.Whole(patent.Drawings, name(f)+message, suggestion)
	out.Paragraph = f.Label
	return out
}

// name says which figure is meant: its label, or else its file.
func name(f patent.Figure) string {
	if f.Label != "" && f.File != "" {
		return f.Label + "（" + f.File + "）"
	}
	return cmp.Or(f.Label, f.File, "附图")
}

// list names at most ten figures.
func list(figs []patent.Figure) string {
	var names []string
	for i, f := range figs {
		if i == 10 {
			return strings.Join(names, "、") + "等"
		}
		names = append(names, cmp.Or(f.Label, f.File, "未编号附图"))
	}
	return strings.Join(names, "、")
}
