package req

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req015 asks of applicants from abroad only name and country: their addresses and numbers
// have no common form.
func req015() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-015", Title: "请求书写明申请人的姓名或名称、地址、邮政编码和统一社会信用代码或身份证件号码",
		English: "Name, address, postal code and number of every applicant are given",
		Basis:   []rule.Cite{cite.Rules("第十九条第（二）项")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if len(r.Applicants) == 0 {
			p.Whole(patent.RequestForm, "请求书没有填写申请人", "填写全部申请人，第一申请人应为备案主体")
			return
		}
		for i, a := range r.Applicants {
			if lack := lacking(a); len(lack) > 0 {
				form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("第%d申请人“%s”没有填写%s", i+1, a.Name, strings.Join(lack, "、")),
					"在请求书的申请人一栏补全")
			}
			if a.Postcode == "" || form.Abroad(a.Country) {
				continue
			}
			if _, err := ident.ParsePostcode(a.Postcode); err != nil {
				form.At(p, form.Applicant(r, i, form.Postcode, a.Postcode), fmt.Sprintf("第%d申请人的%s", i+1, err), "填写6位数字的邮政编码")
			}
		}
	})
}

// lacking names the empty fields of one applicant in the order of the form. White space is
// empty.
func lacking(a patent.Applicant) (out []string) {
	add := func(value, name string) {
		if form.Fold(value) == "" {
			out = append(out, name)
		}
	}
	add(a.Name, "姓名或名称")
	if form.Abroad(a.Country) {
		return out
	}
	add(a.Province+a.City+a.Street, "地址")
	add(a.Postcode, "邮政编码")
	if form.Natural(a) {
		add(a.Code, "身份证件号码")
	} else {
		add(a.Code, "统一社会信用代码")
	}
	return out
}
