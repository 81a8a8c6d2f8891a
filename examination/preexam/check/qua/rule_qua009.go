package qua

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua009 looks at what the form states of the applicants themselves; whoever serves several of them as
// a contact or agent is XD-007.
func qua009() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-009", Title: "申请人的地址、电话和邮箱不与其他申请人共用",
		English: "Applicants do not share an address, phone or mail",
		Basis:   []rule.Cite{order77("第六项"), notice411("第（六）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Earlier}, Run: func(p *check.Pass) {
		limit := p.Facts.Earlier.Limits.Shared
		for _, c := range p.Facts.Earlier.Contacts {
			if limit <= 0 || c.Side != check.OfApplicant || c.Others() < limit {
				continue
			}
			p.Whole(patent.RequestForm, fmt.Sprintf("申请人的%s“%s”与另外%d家没有共同申请关系的申请人相同，达到提示的%d家", c.What, c.Value, c.Others(), limit),
				"核对后填写申请人自己的联系方式；确为共用的，说明与各家的关系").Inside = strings.Join(c.Parties, "、")
		}
	}}
}
