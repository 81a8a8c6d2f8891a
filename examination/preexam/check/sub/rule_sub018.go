package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sameText is the similarity from which an earlier case counts as the same text. Ours: the
// list of earlier cases already holds only near duplicates.
const sameText = 0.9

// sub018 names the earlier case and whom to ask, and nothing of its content: the other text
// may belong to someone else. Whether the earlier case passed or failed makes no difference.
func sub018() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-018", Title: "与在先的预审案件不重复",
		English: "The text is no near-duplicate of an earlier case",
		Basis:   []rule.Cite{basis.Center("重复提交方案实质相同的申请")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 1,
	}, Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		for _, d := range p.Facts.Earlier.Duplicates {
			where := ""
			if d.Center != "" {
				where = d.Center + "的"
			}
			f := p.Whole(patent.Whole, fmt.Sprintf("与%s预审案件 %s 的内容相似度为%.0f%%", where, d.CaseNo, d.Similarity*100),
				"说明与该案的区别；实质相同的，撤回本件，不得重复提交")
			if d.Similarity < sameText {
				f.Severity = rule.Warning
			}
		}
	}}
}
