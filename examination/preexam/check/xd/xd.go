// Package xd (文件间一致性检查) holds the rules that compare the parts of an application with each
// other: titles, numbers of figures, the list of signs, categories of claims, names of persons.
//
// Notice 1.2.3. A rule is one file, rule_xd001.go, and is proved by testdata/xd-001.sample.
package xd

import (
	"embed"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/xd-001.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the rules that compare parts, in the order of their numbers.
func Rules() []check.Rule { return []check.Rule{xd001(), xd002(), xd003(), xd004(), xd005()} }

// technical are the kinds that have a description.
func technical() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }
