package ident

import (
	"fmt"
	"strings"
)

// A USCC is a unified social credit code (统一社会信用代码, GB 32100-2015) of 18 characters.
type USCC string

// usccAlphabet leaves out I, O, S, V and Z; the value of a character is its index.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var (
	uscc        = name{"统一社会信用代码", "Unified social credit code"}
	orgCode     = name{"组织机构代码", "Organisation code"}
	usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

// ParseUSCC reads a unified social credit code. Spaces, hyphens, small letters and full-width
// characters are accepted; letters that look like digits are not guessed but named.
func ParseUSCC(s string) (USCC, error) {
	text, err := uscc.read(s)
	if err != nil {
		return "", err
	}
	text = strings.ReplaceAll(text, "-", "")
	i := 0
	for _, r := range text {
		i++
		if !strings.ContainsRune(usccAlphabet, r) {
			return "", usccLetter(i, r)
		}
		if i > 2 && i <= 8 && r > '9' {
			return "", uscc.character(i, r, "数字（第3至8位为行政区划）", "a digit (3 to 8 are the division)")
		}
	}
	if i != 18 {
		return "", uscc.length(18, i)
	}
	if want := usccCheck(text[:17]); text[17] != want {
		err := uscc.check(text, want, func(s string) bool { return allDigits(s[2:8]) && usccCheck(s[:17]) == s[17] })
		if orgCheck(text[8:16]) == text[16] {
			err.Message += "；第9至17位自身相符，请先核对第1至8位和第18位"
			err.EN += "; 9 to 17 agree with each other, so look at 1 to 8 and 18 first"
		}
		return "", err
	}
	return USCC(text), nil
}

func usccLetter(position int, r rune) *Error {
	want, wantEn := "数字或大写字母（不用 I、O、S、V、Z）", "a digit or capital letter other than I, O, S, V and Z"
	if i := strings.IndexRune("IOSVZ", r); i >= 0 {
		alike := "105U2"[i]
		want += fmt.Sprintf("，是否为 %c", alike)
		wantEn += fmt.Sprintf("; is it %c?", alike)
	}
	return uscc.character(position, r, want, wantEn)
}

func usccCheck(body string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += strings.IndexByte(usccAlphabet, body[i]) * w
	}
	return usccAlphabet[(31-sum%31)%31]
}

// Division returns the code of the division where the body was registered (GB/T 2260).
func (u USCC) Division() string { return part(string(u), 18, 2, 8) }

// OrgCode returns the organisation code within, nine characters.
func (u USCC) OrgCode() string { return part(string(u), 18, 8, 17) }

// Authority returns which authority registered the body, nothing if the sign is not known.
func (u USCC) Authority() string {
	switch part(string(u), 18, 0, 1) {
	case "1":
		return "机构编制"
	case "2":
		return "外交"
	case "3":
		return "司法行政"
	case "4":
		return "文化"
	case "5":
		return "民政"
	case "6":
		return "旅游"
	case "7":
		return "宗教"
	case "8":
		return "工会"
	case "9":
		return "市场监管"
	case "A":
		return "军队"
	case "N":
		return "农业农村"
	case "Y":
		return "其他"
	}
	return ""
}

// An OrgCode is an organisation code (组织机构代码, GB 11714), canonical as 70846113-6.
type OrgCode string

// ParseOrgCode reads an organisation code with or without its hyphen.
func ParseOrgCode(s string) (OrgCode, error) {
	text, err := orgCode.read(s)
	if err != nil {
		return "", err
	}
	text = strings.ReplaceAll(text, "-", "")
	err = orgCode.fixed(text, 9, digits+"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "数字或大写字母", "a digit or capital letter")
	if err != nil {
		return "", err
	}
	valid := func(s string) bool { return orgCheck(s[:8]) == s[8] }
	if !valid(text) {
		return "", orgCode.check(text, orgCheck(text[:8]), valid)
	}
	return OrgCode(text[:8] + "-" + text[8:]), nil
}

func orgCheck(body string) byte {
	sum := 0
	for i, w := range orgWeights {
		v := int(body[i] - '0')
		if body[i] >= 'A' {
			v = int(body[i]-'A') + 10
		}
		sum += v * w
	}
	return "0X987654321"[sum%11] // 11 - sum mod 11, where 10 is X and 11 is 0
}

// part returns s[from:to] of a number that has its full length, otherwise nothing.
func part(s string, full, from, to int) string {
	if len(s) != full {
		return ""
	}
	return s[from:to]
}
