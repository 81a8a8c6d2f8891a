// Package qua (申请质量检查) holds the indicators of abnormal applications (非正常申请): those that one
// text alone can show, and those that compare it with what the center remembers of earlier ones.
//
// Notice 1.2.3 and annex. A rule is one file, rule_qua006.go, and is proved by
// testdata/qua-006.sample. A finding is a reason to look, never a verdict: from which number on the
// center wants to be told is its own configuration.
package qua

import (
	"embed"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/qua-006.sample and so on.
func Samples() embed.FS { return samples }

// Rules returns the indicators, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{qua001(), qua002(), qua003(), qua004(), qua005(), qua006(), qua007(), qua008(), qua009(), qua010(), qua011(), qua012()}
}

// technical are the kinds that have claims and a description.
func technical() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }

// order77 cites an item of the provisions of 2023 on what abnormal filing is.
func order77(item string) rule.Cite {
	return rule.Cite{Text: "规范申请专利行为的规定", Article: "第三条" + item, Version: "局令第77号", Force: "2024-01-20", Sure: rule.Known}
}

// notice411 cites an item of the announcement of 2021.
func notice411(item string) rule.Cite {
	return rule.Cite{Text: "国家知识产权局公告第411号", Article: item, Version: "2021", Sure: rule.Known}
}

// research is what an applicant is asked for where its filings raise doubts.
const research = "说明研发情况，附研发立项、实验记录、人员社保等证明；没有合理解释的，请主动撤回"
