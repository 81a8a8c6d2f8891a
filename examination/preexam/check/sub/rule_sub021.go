package sub

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub021 compares the contact with the persons whom the applicant registered and with the inventors,
// who mostly work for it. The list is not complete, so a stranger is a reason to ask and no more.
// Numbers and addresses that are wrongly written are REQ-030, a contact that is missing is PKG-012.
func sub021() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-021", Title: "联系人是申请人的人员，手机和电子邮箱能够联系",
		English: "The contact belongs to the applicant and can be reached by mobile and mail",
		Basis:   []rule.Cite{basis.CenterKnown("联系人为本单位人员，填写手机和电子邮箱")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		c := r.Contact
		if form.Fold(c.Name) == "" {
			return
		}
		is := func(name string) bool { return form.Same(name, c.Name) }
		if len(f.Staff) > 0 && !slices.ContainsFunc(f.Staff, is) && !slices.ContainsFunc(r.Inventors, func(i patent.Inventor) bool { return is(i.Name) }) {
			form.At(p, form.Contact(r, form.Name, c.Name), fmt.Sprintf("联系人“%s”不是第一申请人备案的联系人，也不是发明人", c.Name),
				"联系人应当是申请人的人员；是的，在备案信息中增加该联系人")
		}
		if n, err := ident.ParsePhone(c.Phone); err == nil && !n.Mobile() {
			form.At(p, form.Contact(r, form.Phone, c.Phone), fmt.Sprintf("联系人的电话“%s”不是手机号，收不到短信通知", ident.MaskContact(c.Phone)), "填写联系人的手机号").Severity = rule.Info
		}
		if form.Fold(c.Mail) == "" {
			form.At(p, form.Contact(r, form.Mail, c.Mail), fmt.Sprintf("联系人“%s”没有填写电子邮箱", c.Name), "填写联系人的电子邮箱")
		}
	})
}
