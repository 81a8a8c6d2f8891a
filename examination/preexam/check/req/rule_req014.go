package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req014 takes the same name with different numbers for two persons. A request not to publish
// a name is the inventor's own, so the package has to hold the statement; a loose form is not
// asked for it. Two entries that share a number are one person with a misspelt name, or one
// number copied twice.
func req014() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-014", Title: "发明人（设计人）不重复，“不公布姓名”的请求前后一致并有声明",
		English: "No inventor is named twice; requests not to publish a name agree and are declared",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.2", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, v := range r.Inventors {
			for j := range i {
				if why := sameInventor(r.Inventors[j], v); why != "" {
					form.At(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("第%d%s“%s”与第%d%s“%s”%s", i+1, inventors(p), v.Name, j+1, inventors(p), r.Inventors[j].Name, why),
						"同一人只填写一次；如确为两人，请核对姓名和证件号码")
					break
				}
			}
			if v.Withheld && p.App.Package && !form.Enclosed(p.App, "不公布", "不公开") {
				form.At(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("第%d%s“%s”请求不公布姓名，但文件中没有本人的书面声明", i+1, inventors(p), v.Name),
					"附上由其本人签字的不公布姓名声明；不需要的，取消勾选")
			}
		}
	})
}

// sameInventor says why two entries are, or may be, one person.
func sameInventor(a, b patent.Inventor) string {
	name, id := form.Same(a.Name, b.Name) && form.Fold(a.Name) != "", form.Same(a.ID, b.ID) && form.Fold(a.ID) != ""
	switch {
	case name && (id || a.ID == "" || b.ID == "") && a.Withheld != b.Withheld:
		return "重复，且一处请求不公布姓名、另一处没有"
	case name && (id || a.ID == "" || b.ID == ""):
		return "重复"
	case id:
		return "的证件号码相同"
	}
	return ""
}
