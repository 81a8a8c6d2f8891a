package pkg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg012 misses the contact with an error, and what is incomplete of it with a warning:
// letters go to the contact, so a missing telephone delays but does not prevent. A natural
// person is its own contact.
func pkg012() check.Rule {
	return filled(rule.Meta{
		ID: "PKG-012", Title: "单位申请人未委托代理机构的，填写联系人",
		English: "An organisation without an agency names a contact",
		Basis:   []rule.Cite{cite.Rules("第四条"), cite.Guide("第一部分第一章4.1.4", rule.Known)},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if r.Agency.Name != "" || len(r.Applicants) == 0 || form.Natural(r.Applicants[0]) {
			return
		}
		c := r.Contact
		if form.Fold(c.Name) == "" {
			p.Whole(patent.RequestForm, fmt.Sprintf("申请人“%s”是单位且未委托代理机构，没有填写联系人", r.Applicants[0].Name), "填写本单位一名联系人的姓名、电话和地址")
			return
		}
		var lack []string
		for _, x := range []struct{ value, name string }{{c.Phone, "电话"}, {c.Postcode, "邮政编码"}, {c.Province + c.City + c.Street, "地址"}} {
			if form.Fold(x.value) == "" {
				lack = append(lack, x.name)
			}
		}
		if len(lack) > 0 {
			form.At(p, form.Contact(r, form.Name, c.Name), fmt.Sprintf("联系人“%s”没有填写%s", c.Name, strings.Join(lack, "、")), "补全联系人的联系方式，国家知识产权局的文件将送达联系人").Severity = rule.Warning
		}
	})
}
