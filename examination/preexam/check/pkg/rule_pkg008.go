package pkg

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg008 asks only where the center does. Early publication lets examination on the merits
// begin at once. The box stands on the form of inventions alone.
func pkg008() check.Rule {
	r := filled(rule.Meta{
		ID: "PKG-008", Title: "发明申请勾选提前公开声明",
		English: "An invention asks for early publication",
		Basis:   []rule.Cite{basis.Center("提前公开"), cite.Rules("第五十二条")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if p.Facts.Settings.EarlyPublish && !r.EarlyPublish {
			p.Whole(patent.RequestForm, "请求书没有勾选“请求早日公布该专利申请”，本中心要求发明申请提前公开", "在请求书中勾选提前公开声明")
		}
	})
	r.For, r.Needs = []patent.Kind{patent.Invention}, append(r.Needs, check.Settings)
	return r
}
