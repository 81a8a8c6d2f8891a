package clm

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// clm001: without claims an application is not accepted. A part that is there and holds no
// claim is as bad as none. Where nothing at all was submitted the rule is silent: then there
// is no application to judge.
func clm001() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-001", Title: "应当有权利要求书", English: "Claims must be present",
			Basis: []rule.Cite{cite.Act("第二十六条第一款")},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1},
		For: textual(),
		Run: func(p *check.Pass) {
			other := p.App.Has(patent.Description) || p.App.Has(patent.Abstract) || p.App.Has(patent.RequestForm)
			switch {
			case p.App.Has(patent.Claims) && len(p.Claims().Claims) == 0:
				p.Whole(patent.Claims, "权利要求书中没有可以识别的权利要求", "以“1. 一种……”的形式逐项撰写权利要求，每项另起一行并编号")
			case !p.App.Has(patent.Claims) && other:
				p.Whole(patent.Claims, "申请文件中没有权利要求书", "补交权利要求书；缺少权利要求书的申请不予受理")
			}
		},
	}
}
