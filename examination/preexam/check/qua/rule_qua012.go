package qua

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua012 rests on a published decision about a text that was withdrawn as abnormal and filed again,
// and on what a center decides about it; no article says so. The text may have come from anybody.
func qua012() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-012", Title: "不是已被认定为非正常申请的文本的再次提交",
		English: "The text was not abnormal before",
		Basis:   []rule.Cite{basis.CenterOwn("已认定为非正常申请的文本不得再次提交")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		l := p.Facts.Earlier.Limits
		for _, d := range p.Facts.Earlier.Duplicates {
			if !d.Abnormal || l.Similar <= 0 || d.Similarity < l.Similar {
				continue
			}
			f := p.Whole(patent.Whole, fmt.Sprintf("与曾因非正常申请终止或者被列为非正常申请的预审案件内容相似度为%.0f%%", d.Similarity*100),
				"说明与该申请的区别，并附真实研发的证明；实质相同的，撤回本件")
			f.Inside = d.Inside()
			if !l.Same(d) {
				f.Severity = rule.Warning
			}
		}
	}}
}
