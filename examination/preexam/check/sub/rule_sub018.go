package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub018 tells the applicant how alike the texts are, and the center with which case: the other text
// may belong to someone else. Whether the earlier case passed or failed makes no difference. A text
// that is only similar is told here where it is a stranger's; QUA-001 tells those of the same hand, and
// QUA-012 those that were abnormal.
func sub018() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-018", Title: "与在先的预审案件不重复",
		English: "The text is no near-duplicate of an earlier case",
		Basis:   []rule.Cite{basis.Center("重复提交方案实质相同的申请")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 2,
	}, Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		for _, d := range p.Facts.Earlier.Duplicates {
			same := p.Facts.Earlier.Limits.Same(d)
			if d.Abnormal || d.Linked && !same {
				continue
			}
			f := p.Whole(patent.Whole, fmt.Sprintf("与在先的另一件预审案件内容相似度为%.0f%%", d.Similarity*100),
				"说明本件与在先申请的区别；实质相同的，撤回本件，不得重复提交")
			f.Inside = d.Inside()
			if !same {
				f.Severity = rule.Warning
			}
		}
	}}
}
