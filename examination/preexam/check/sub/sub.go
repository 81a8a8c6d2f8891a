// Package sub (主体与资格检查) holds the rules that decide whether an applicant, an agency and an
// application may use the fast lane at all: registration, area, quota, field, and what is shut out.
//
// Notice 1.2.3 (主体条件) and 1.4 (those who are banned). A rule is one file, rule_sub001.go, and is
// proved by testdata/sub-001.sample. Near everything here is a demand of the center, not law.
package sub

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/sub-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules about subject and eligibility, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{
		sub001(), sub002(), sub003(), sub004(), sub005(), sub006(), sub007(), sub008(), sub009(), sub010(),
		sub011(), sub012(), sub013(), sub014(), sub015(), sub016(), sub017(), sub018(), sub019(), sub020(), sub021(), sub022(), sub023(), sub024(), sub025(),
	}
}

// filled makes a rule about the request form alone.
func filled(m rule.Meta, run func(*check.Pass, *patent.Request)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Form}, Run: func(p *check.Pass) { run(p, p.App.Request) }}
}

// registered makes a rule that compares the request form with the center's registers.
func registered(m rule.Meta, run func(*check.Pass, *patent.Request, *check.RegistryFacts)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Form, check.Registry}, Run: func(p *check.Pass) {
		run(p, p.App.Request, p.Facts.Registry)
	}}
}

// entry returns what the register says about the i-th applicant; nothing means not registered.
func entry(f *check.RegistryFacts, i int) check.Registrant {
	if f == nil || i >= len(f.Applicants) {
		return check.Registrant{}
	}
	return f.Applicants[i]
}
