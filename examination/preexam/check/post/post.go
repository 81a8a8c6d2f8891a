// Package post (提交后检查) holds the rules about what the applicant reports after filing with
// CNIPA: number, day, identity of the text, names, payment, and later breaches of the undertaking.
//
// Notice 1.2.3: only the text that passed may be marked for the fast lane. A rule is one file,
// rule_post001.go, and is proved by testdata/post-001.sample. Before filing no rule is evaluated.
package post

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/post-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules about the filing, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{post001(), post002(), post003(), post004(), post005(), post006(), post007()}
}

// reported makes a rule about what was reported after filing.
func reported(m rule.Meta, run func(*check.Pass, *check.FilingFacts)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Filing}, Run: func(p *check.Pass) { run(p, p.Facts.Filing) }}
}
