package xd

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// xd005: names across request form, mandate and undertaking. Only names are compared, after folding
// the width of brackets; addresses may differ in form.
func xd005() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-005", Title: "申请人、发明人姓名或者名称在请求书、委托书和承诺书中一致",
		English: "Names of applicants and inventors are the same in all papers",
		Basis:   []rule.Cite{cite.Rules("第十九条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Form}, Run: func(p *check.Pass) {
		for _, part := range []patent.Part{patent.Mandate, patent.Undertaking} {
			// That a mandate or undertaking is missing is said by the rules of the package.
			if !p.App.Has(part) {
				continue
			}
			text := folded(p.Text(part).Text)
			for i, a := range p.App.Request.Applicants {
				if a.Name == "" || strings.Contains(text, folded(a.Name)) {
					continue
				}
				p.Whole(part, fmt.Sprintf("请求书中的第%d申请人“%s”没有出现在%s中", i+1, a.Name, part),
					"核对名称是否与营业执照或者身份证件一致，改正写错的一份文件，重新签章")
			}
			inventors(p, part, text)
		}
	}}
}

// inventors compares inventors only with papers that name any of them: a mandate need not.
func inventors(p *check.Pass, part patent.Part, text string) {
	var lost []string
	found := 0
	for _, v := range p.App.Request.Inventors {
		switch {
		case v.Name == "":
		case strings.Contains(text, folded(v.Name)):
			found++
		default:
			lost = append(lost, v.Name)
		}
	}
	if found > 0 && len(lost) > 0 {
		p.Whole(part, fmt.Sprintf("请求书中的发明人“%s”没有出现在%s中", strings.Join(lost, "、"), part), "核对发明人姓名，使各文件一致")
	}
}
