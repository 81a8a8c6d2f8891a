package pkg

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pageRunes is more than a page can hold at the prescribed size of letters. Ours: 40 lines of
// 45 characters.
const pageRunes = 1800

// pkg007 compares the lists with what can be counted: claims, pictures, documents; pages only
// where the text could not possibly fit. A page count that is merely doubtful warns; that a
// document is missing or has another number of claims or figures is certain.
func pkg007() check.Rule {
	r := filled(rule.Meta{
		ID: "PKG-007", Title: "文件清单所写的文件、页数和项数与实际一致",
		English: "Documents, pages and items of the lists agree with the package",
		Basis:   []rule.Cite{cite.Rules("第十九条第（七）项"), cite.Rules("第十九条第（八）项")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass, r *patent.Request) {
		if p.App.Has(patent.Claims) {
			claims := len(p.Claims().Claims)
			items(p, r.ClaimCount, claims)
		}
		listed(p, r)
		for _, f := range p.App.Forms {
			counted(p, r, f)
		}
	})
	r.Needs = append(r.Needs, check.Bundle)
	return r
}

// items compares the number of claims, on which the fee depends. A text without readable
// claims proves nothing.
func items(p *check.Pass, stated, real int) {
	if stated > 0 && real > 0 && stated != real {
		form.At(p, form.Plain(fmt.Sprint(stated), "项数", "ClaimCount"), fmt.Sprintf("文件清单写有权利要求%d项，权利要求书实有%d项", stated, real), "将项数改为实际的项数")
	}
}

// listed compares the documents of the form's lists with those of the package.
func listed(p *check.Pass, r *patent.Request) {
	all := slices.Concat(r.Documents, r.Attachments)
	if len(all) == 0 {
		return
	}
	for _, d := range all {
		if d.Code != "" && !p.App.HasForm(d.Code) {
			form.At(p, form.Plain(d.Code, "表格代码", "代码", "Code"), fmt.Sprintf("文件清单列有“%s”（%s），案卷包中没有该文件", d.Name, d.Code), "补充该文件，或者从清单中删去")
		}
	}
	for _, f := range p.App.Forms {
		if formKinds[f.Code] == "" && !slices.ContainsFunc(all, func(d patent.Listed) bool { return d.Code == f.Code }) {
			p.Whole(patent.RequestForm, fmt.Sprintf("案卷包中有“%s”（%s），文件清单没有列出", f.Name, f.Code), "在申请文件清单或者附加文件清单中列出该文件").Severity = rule.Warning
		}
	}
}

// counted checks one document against what the form and List.xml state of it.
func counted(p *check.Pass, r *patent.Request, f patent.Form) {
	real := map[string]int{"100001": len(p.Claims().Claims), "100003": len(p.App.Figures), "130001": len(p.App.Views)}[f.Code]
	if f.Items > 0 && real > 0 && f.Items != real {
		p.Whole(patent.Whole, fmt.Sprintf("List.xml 写有%s%d项（幅），实有%d项（幅）", f.Name, f.Items, real), "用客户端重新导出案卷包")
	}
	i := slices.IndexFunc(r.Documents, func(d patent.Listed) bool { return d.Code == f.Code })
	if i < 0 {
		return
	}
	d := r.Documents[i]
	at := form.Plain(fmt.Sprint(d.Pages), "页数", "Pages")
	runes := utf8.RuneCountInString(p.Text(partOf(f.Code)).Text)
	switch {
	case d.Pages == 0:
		p.Whole(patent.RequestForm, fmt.Sprintf("文件清单没有写明“%s”的页数", d.Name), "填写实际的页数")
	case f.Pages > 0 && f.Pages != d.Pages:
		form.At(p, at, fmt.Sprintf("文件清单写有“%s”%d页，List.xml 写有%d页", d.Name, d.Pages, f.Pages), "核对实际页数并统一")
	case short(f.Code) && runes > 0 && d.Pages > 2+runes/leastRunes:
		form.At(p, at, fmt.Sprintf("文件清单写有“%s”%d页，其文字只有%d字", d.Name, d.Pages, runes), "填写实际的页数").Severity = rule.Warning
	case runes > d.Pages*pageRunes:
		form.At(p, at, fmt.Sprintf("文件清单写有“%s”%d页，其文字有%d字，不可能只有%d页", d.Name, d.Pages, runes, d.Pages), "填写实际的页数，附加费按页数计算").Severity = rule.Warning
	}
	if d.Items > 0 && real > 0 && d.Items != real {
		p.Whole(patent.RequestForm, fmt.Sprintf("文件清单写有“%s”%d项（幅），实有%d项（幅）", d.Name, d.Items, real), "改为实际的数目")
	}
}

// leastRunes is fewer characters than a page of claims holds, however it is set.
const leastRunes = 150

// short reports the documents of words alone; pictures and tables fill the pages of the others.
func short(code string) bool { return code == "100001" || code == "100004" }

// partOf returns the part whose words a coded document holds.
func partOf(code string) patent.Part {
	return map[string]patent.Part{"100001": patent.Claims, "100002": patent.Description, "100004": patent.Abstract, "130002": patent.Brief}[code]
}
