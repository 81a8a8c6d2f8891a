package pkg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// formKinds says which kind a request form is for.
var formKinds = map[string]patent.Kind{"110101": patent.Invention, "120101": patent.UtilityModel, "130101": patent.Design}

// pkg004 reports the first contradiction only; the others usually vanish with it. What the
// texts call themselves, 本发明 or 本实用新型, is for the rules about utility models. The kind chosen
// on submission wins over the form when the papers are read, and is compared here.
func pkg004() check.Rule {
	return bundled(rule.Meta{
		ID: "PKG-004", Title: "申请类型明确，请求书、文件和所选类型一致",
		English: "The kind of patent is unambiguous and agrees between form, documents and choice",
		Basis:   []rule.Cite{cite.Rules("第四十四条第（六）项")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		a := p.App
		stated := map[patent.Kind]bool{}
		for _, f := range a.Forms {
			if k := formKinds[f.Code]; k != "" {
				stated[k] = true
			}
		}
		form := formKinds[requestCode(a)]
		technical, design := a.Has(patent.Claims) || a.Has(patent.Description), len(a.Views) > 0 || a.Has(patent.Brief)
		switch {
		case len(stated) > 1:
			p.Whole(patent.Whole, "案卷包中有几种不同类型的请求书，申请类型不明确", "只保留与所申请的专利类型相应的一份请求书")
		case form != "" && a.Kind != "" && form != a.Kind:
			p.Whole(patent.Whole, fmt.Sprintf("提交时选择的类型是%s，请求书却是%s专利请求书", a.Kind, form), "改选类型，或者换用相应的请求书")
		case a.Kind == patent.Design && technical:
			p.Whole(patent.Whole, "外观设计的案卷包中有权利要求书或者说明书", "删去与外观设计无关的文件；申请发明或者实用新型的，换用相应的请求书")
		case a.Kind != patent.Design && design:
			p.Whole(patent.Whole, fmt.Sprintf("%s的案卷包中有外观设计的图片或者简要说明", name(a.Kind)), "删去外观设计的文件；申请外观设计的，换用外观设计专利请求书")
		case a.Kind != "" && a.Kind != patent.Invention && a.HasForm("110401"):
			p.Whole(patent.Whole, fmt.Sprintf("%s的案卷包中有实质审查请求书，实质审查只适用于发明", a.Kind), "删去实质审查请求书；申请发明的，换用发明专利请求书").Severity = rule.Error
		case a.Kind == "":
			p.Whole(patent.Whole, "不能确定申请的是发明、实用新型还是外观设计", "补充请求书，或者在提交时选择类型")
		}
	})
}

// requestCode is the code that the form itself was read as, which a wrong file name does not
// change.
func requestCode(a *patent.Application) string {
	if a.Request == nil {
		return ""
	}
	return a.Request.Code
}

// name also names the unknown kind, which is checked as one of the two technical ones.
func name(k patent.Kind) string {
	if k == "" {
		return "发明或者实用新型"
	}
	return string(k)
}
