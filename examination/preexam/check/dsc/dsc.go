// Package dsc (说明书检查) holds the rules about the description: its title and five parts, the
// list of figures, reference signs, forbidden wording, and what makes a text unreadable.
//
// Notice 1.2.3. A rule is one file, rule_dsc001.go, and is proved by testdata/dsc-001.sample.
package dsc

import (
	"embed"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/dsc-001.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the rules about the description, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{
		dsc001(), dsc002(), dsc003(), dsc004(), dsc005(), dsc006(), dsc007(), dsc008(), dsc009(), dsc010(), dsc011(), dsc012(), dsc013(),
		dsc014(), dsc015(), dsc016(), dsc017(), dsc018(), dsc019(), dsc020(), dsc021(), dsc022(), dsc023(), dsc024(), dsc025(), dsc026(), dsc027(), dsc028(), dsc029(), dsc030(),
	}
}

// technical are the kinds that have a description.
func technical() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }

// about makes a rule over the description.
func about(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: technical(), Part: patent.Description, Run: run}
}
