package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// rights are the type digits of the kinds.
var rights = map[patent.Kind]ident.PatentType{patent.Invention: ident.Invention, patent.UtilityModel: ident.UtilityModel, patent.Design: ident.Design}

func post001() check.Rule {
	return reported(rule.Meta{
		ID: "POST-001", Title: "申请号的写法和校验码正确，种类号与案件类型一致",
		English: "The application number is well formed and its type digit fits the case",
		Basis:   []rule.Cite{basis.Standard("ZC 0006", "2003")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		if form.Fold(f.ApplicationNo) == "" {
			return
		}
		no, err := ident.ParseApplicationNo(f.ApplicationNo)
		want := rights[p.App.Kind]
		switch {
		case err != nil:
			p.Whole(patent.Whole, fmt.Sprintf("上报的申请号“%s”有误：%s", f.ApplicationNo, err), "对照专利申请受理通知书改正")
		case want != 0 && no.Type() != want:
			p.Whole(patent.Whole, fmt.Sprintf("申请号“%s”是%s申请的号码，本案是%s", no, kindOf(no.Type()), p.App.Kind), "核对申请号，可能填写了另一件申请的号码")
		}
	})
}

// kindOf names a type; the fast lane has no place for PCT numbers.
func kindOf(t ident.PatentType) string {
	if t.PCT() {
		return "PCT进入国家阶段的" + t.Title()
	}
	return t.Title()
}
