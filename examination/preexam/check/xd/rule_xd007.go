package xd

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// xd007: a contact who serves many applicants without an agency, and an attorney whose phone stands
// under several agencies. That one attorney serves many clients of the own agency is what it is for.
// Addresses of the network and devices are nobody's business here and are not kept.
func xd007() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-007", Title: "联系人、代理师的电话和邮箱不为多家无关单位所用",
		English: "No contact or attorney serves many unrelated parties",
		Basis:   []rule.Cite{notice411("第（六）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Earlier}, Run: func(p *check.Pass) {
		limit := p.Facts.Earlier.Limits.Agents
		for _, c := range p.Facts.Earlier.Contacts {
			var who string
			switch {
			case limit <= 0 || c.Others() < limit:
				continue
			case c.Side == check.OfContact:
				who = fmt.Sprintf("另外%d家没有共同申请关系的申请人也使用该联系方式", c.Others())
			case c.Side == check.OfAgent:
				who = fmt.Sprintf("另外%d家代理机构也使用该联系方式", c.Others())
			default:
				continue
			}
			p.Whole(patent.RequestForm, fmt.Sprintf("%s的%s“%s”：%s，达到提示的%d家", c.Side, c.What, c.Value, who, limit),
				"填写本单位人员的联系方式；由他人代办的，应委托依法设立的代理机构").Inside = strings.Join(c.Parties, "、")
		}
	}}
}
