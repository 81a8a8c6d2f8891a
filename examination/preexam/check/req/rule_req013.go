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

// req013 checks residents only; passports have no common form. The message masks the number
// and the finding quotes the name, because a report travels farther than the form.
func req013() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-013", Title: "居民身份证号码的校验码正确，出生日期合理",
		English: "Resident identity numbers have the right check digit and a plausible birthday",
		Basis:   []rule.Cite{basis.Standard("GB 11643", "1999")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, v := range r.Inventors {
			if !form.Abroad(v.Country) && v.ID != "" {
				identity(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("第%d%s“%s”", i+1, inventors(p), v.Name), v.ID)
			}
		}
		for i, a := range r.Applicants {
			if form.Natural(a) && !form.Abroad(a.Country) && a.Code != "" {
				identity(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("申请人“%s”", a.Name), a.Code)
			}
		}
	})
}

// identity reports a number that is malformed, or whose birthday cannot be. Very young
// inventors exist and are only asked about.
func identity(p *check.Pass, at form.Field, who, number string) {
	id, err := ident.ParseIDNumber(number)
	if err != nil {
		form.At(p, at, fmt.Sprintf("%s的证件号 %s 有误：%s", who, ident.MaskID(number), err),
			"对照身份证改正；不持有居民身份证的，填写实际国籍（地区）和护照等证件的号码")
		return
	}
	switch age := id.Age(p.On); {
	case age < 0 || age > 110:
		form.At(p, at, fmt.Sprintf("%s的身份证号码中的出生日期 %s 不合理", who, id.Birth().Chinese()), "对照身份证核对出生日期各位")
	case age < 10:
		form.At(p, at, fmt.Sprintf("按身份证号码，%s只有%d岁", who, age), "核对身份证号码；如属实请说明其创造性贡献").Severity = rule.Warning
	}
}
