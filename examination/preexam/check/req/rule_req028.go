package req

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req028 reminds of the consequence: filing abroad has to wait for the answer. Designs need no
// such examination.
func req028() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-028", Title: "向外国申请专利的保密审查请求",
		English: "Request for the secrecy examination before filing abroad",
		Basis:   []rule.Cite{cite.Rules("第八条")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if !r.AbroadRequest {
			return
		}
		at := form.Box("向外国申请", "向外申请", "保密审查", "AbroadRequest")
		if p.App.Kind == patent.Design {
			form.At(p, at, "外观设计申请勾选了向外国申请专利保密审查，保密审查只适用于发明和实用新型", "取消勾选").Severity = rule.Warning
			return
		}
		form.At(p, at, "请求书同时请求向外国申请专利的保密审查", "在收到国家知识产权局关于可以向外国申请专利的决定之前，不要向外国提出申请")
	})
}
