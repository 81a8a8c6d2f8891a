// Package xd (文件间一致性检查) holds the rules that compare the parts of an application with each
// other: titles, numbers of figures, the list of signs, categories of claims, names of persons; and
// the persons of the request form with those of other cases.
//
// Notice 1.2.3. A rule is one file, rule_xd001.go, and is proved by testdata/xd-001.sample.
package xd

import (
	"embed"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/xd-001.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the rules that compare parts, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{xd001(), xd002(), xd003(), xd004(), xd005(), xd006(), xd007()}
}

// technical are the kinds that have a description.
func technical() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }

// notice411 cites an item of the announcement of 2021 on abnormal filing.
func notice411(item string) rule.Cite {
	return rule.Cite{Text: "国家知识产权局公告第411号", Article: item, Version: "2021", Sure: rule.Known}
}

// distinct returns the names, each once, in their order.
func distinct(names []string) (out []string) {
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
