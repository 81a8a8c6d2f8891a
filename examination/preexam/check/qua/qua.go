// Package qua (申请质量检查) holds the indicators of abnormal applications (非正常申请) that one
// text alone can show. What takes the comparison of many applications is not here.
//
// Notice 1.2.3 and annex. A rule is one file, rule_qua006.go, and is proved by
// testdata/qua-006.sample. A finding is a reason to look, never a verdict.
package qua

import (
	"embed"

	"zhibao/examination/preexam/check"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/qua-006.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the indicators, in the order of their numbers.
func Rules() []check.Rule { return []check.Rule{qua006()} }
