// Package dsg (外观设计检查) holds the rules about designs: product name, views, pictures, brief
// explanation, similar designs, sets, partial designs and graphical user interfaces.
//
// Notice 1.2.3. A rule is one file, rule_dsg001.go, and is proved by testdata/dsg-001.sample. What
// is shown in a picture is seen only roughly, through 48 × 48 cells of mean colour and the marks of lines.
package dsg

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/dsg-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules about designs, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{
		dsg001(), dsg002(), dsg003(), dsg004(), dsg005(), dsg006(), dsg007(), dsg008(), dsg009(), dsg010(), dsg011(), dsg012(), dsg013(),
		dsg014(), dsg015(), dsg016(), dsg017(), dsg018(), dsg019(), dsg020(), dsg021(), dsg022(), dsg023(), dsg024(), dsg025(), dsg026(),
		dsg027(), dsg028(),
	}
}

// designs is the one kind of all rules here.
func designs() []patent.Kind { return []patent.Kind{patent.Design} }

// design makes a rule about designs, whatever of them is there.
func design(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: designs(), Run: run}
}

// shown makes a rule about the pictures.
func shown(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: designs(), Part: patent.Pictures, Run: run}
}

// explained makes a rule about the brief explanation.
func explained(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: designs(), Part: patent.Brief, Run: run}
}
