package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req030 is our own: nothing in law forbids a wrong number, but nobody can be reached by it.
// Foreign numbers of foreign applicants are left alone. Each wrong entry is a finding of its
// own, at its own field.
func req030() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-030", Title: "电话、电子邮箱和邮政编码的写法正确",
		English: "Telephone numbers, mail addresses and postal codes are well formed",
		Basis:   []rule.Cite{basis.Ours("联系方式的写法")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, a := range r.Applicants {
			who := fmt.Sprintf("第%d申请人的", i+1)
			if !form.Abroad(a.Country) {
				phone(p, form.Applicant(r, i, form.Phone, a.Phone), who, a.Phone)
			}
			mail(p, form.Applicant(r, i, form.Mail, a.Mail), who, a.Mail)
		}
		c := r.Contact
		phone(p, form.Contact(r, form.Phone, c.Phone), "联系人的", c.Phone)
		mail(p, form.Contact(r, form.Mail, c.Mail), "联系人的", c.Mail)
		if c.Postcode != "" {
			_, err := ident.ParsePostcode(c.Postcode)
			written(p, form.Contact(r, form.Postcode, c.Postcode), "联系人的", err)
		}
		for i, g := range r.Agency.Agents {
			phone(p, form.Agent(r, i, form.Phone, g.Phone), fmt.Sprintf("第%d代理师的", i+1), g.Phone)
		}
	})
}

// phone, mail and the postal code pass on what package ident says is wrong, which names the
// place; an empty field is for the rules that demand it.
func phone(p *check.Pass, at form.Field, who, number string) {
	if number == "" {
		return
	}
	_, err := ident.ParsePhone(number)
	written(p, at, who, err)
}

// mail accepts what mail servers accept in practice: ASCII addresses.
func mail(p *check.Pass, at form.Field, who, address string) {
	if address == "" {
		return
	}
	_, err := ident.ParseEmail(address)
	written(p, at, who, err)
}

// written reports an error of form for one party.
func written(p *check.Pass, at form.Field, who string, err error) {
	if err != nil {
		form.At(p, at, who+err.Error(), "核对并改正；中心和国家知识产权局将按此联系")
	}
}
