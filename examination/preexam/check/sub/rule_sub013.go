package sub

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub013 knows such applications by the forms of the national phase (150101 and so on), by the
// fields of the request form and by the box of the request for examination.
func sub013() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-013", Title: "不是PCT国际申请或者进入国家阶段的申请",
		English: "The application is no PCT application and no national phase",
		Basis:   []rule.Cite{basis.Center("不予受理的情形")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Bundle}, Run: func(p *check.Pass) {
		const fix = "PCT国际申请和进入中国国家阶段的申请不能预审，请按普通程序办理"
		for _, f := range p.App.Forms {
			if strings.HasPrefix(f.Code, "15") {
				p.Whole(patent.Whole, fmt.Sprintf("案卷包中有国际申请用的表格 %s %s", f.Code, f.Name), fix)
				return
			}
		}
		if r := p.App.Request; r != nil {
			for _, x := range r.Other {
				if strings.Contains(x.Name, "国际申请") && form.Ticked(x.Value) {
					form.At(p, form.Plain(x.Value, "国际申请"), fmt.Sprintf("请求书填写了国际申请信息“%s”", x.Value), fix)
					return
				}
			}
		}
		for _, x := range p.App.Accompanying["110401"] {
			if strings.Contains(x.Name, "PCT") && form.Ticked(x.Value) {
				p.Whole(patent.Whole, "实质审查请求书声明该申请为PCT国际申请", fix)
			}
		}
	}}
}
