package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc027: identity and telephone numbers in a text that will be published. Identity numbers prove
// themselves by their check character; a telephone number is a run of just eleven digits. Faces and
// what else is in a picture cannot be seen here. The number is masked in the message, which travels
// further than the text.
func dsc027() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "DSC-027", Title: "说明书和权利要求书中没有身份证号、手机号等个人信息",
		English: "No identity numbers, telephone numbers or other personal data in the text",
		Basis:   []rule.Cite{{Text: "个人信息保护法", Version: "2021", Sure: rule.Known}},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, For: technical(), Run: func(p *check.Pass) {
		for _, part := range []patent.Part{patent.Claims, patent.Description, patent.Abstract} {
			told := 0
			for start, end := range runs027(p.Text(part).Text) {
				what, masked := personal027(p.Text(part).Text[start:end])
				if what == "" {
					continue
				}
				if told++; told > maxFindings {
					p.Also(part, start, end)
					continue
				}
				p.At(part, start, end, fmt.Sprintf("文中有%s“%s”，申请公布后任何人都能看到", what, masked), "改为虚构并明显无效的号码，例如以星号代替中间各位")
			}
		}
	}}
}

// personal027 says what a number is, with its middle masked, or nothing.
func personal027(s string) (what, masked string) {
	switch len(s) {
	case 11:
		if n, err := ident.ParsePhone(s); err == nil && n.Mobile() {
			return "手机号", ident.MaskPhone(s)
		}
	case 18:
		if _, err := ident.ParseIDNumber(s); err == nil {
			return "居民身份证号", ident.MaskID(s)
		}
	}
	return "", ""
}

// runs027 yields the runs of digits, with an X at the end, that stand alone: letters, points and dashes
// next to them make them part of a longer number or of a name.
func runs027(text string) func(yield func(start, end int) bool) {
	part := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-' || c == '_' || c == '/'
	}
	return func(yield func(start, end int) bool) {
		for i := 0; i < len(text); i++ {
			if !part(text[i]) {
				continue
			}
			start := i
			digits := true
			for i < len(text) && part(text[i]) {
				last := i+1 == len(text) || !part(text[i+1])
				digits = digits && (text[i] >= '0' && text[i] <= '9' || last && i-start == 17 && (text[i] == 'X' || text[i] == 'x'))
				i++
			}
			if digits && !yield(start, i) {
				return
			}
		}
	}
}
