package qua

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua003 compares with the published applications that the center has loaded. It knows no others, and
// silence of it is no search.
func qua003() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-003", Title: "没有抄袭、简单替换或者拼凑已公布的专利",
		English: "The text is not copied from a published application",
		Basis:   []rule.Cite{order77("第二项"), notice411("第（二）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Needs: []check.Need{check.Earlier, check.Public}, Run: func(p *check.Pass) {
		limit := p.Facts.Earlier.Limits.Published
		for _, x := range p.Facts.Published.Alike {
			if limit <= 0 || x.Similarity < limit {
				continue
			}
			p.Whole(patent.Whole, fmt.Sprintf("与已公布的专利文献%s内容相似度为%.0f%%，本中心自%.0f%%起提示", x.Number, x.Similarity*100, limit*100),
				"说明与该文献的区别和由此产生的技术效果；本单位在先申请的后续改进，请在说明书背景技术中写明")
		}
	}}
}
