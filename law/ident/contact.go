package ident

import (
	"regexp"
	"strings"
)

// A Phone is a telephone number: 13800138000, 0571-88886666, 0571-88886666-801, 400-123-4567
// or, outside the mainland, +85212345678.
type Phone string

// An Email is an e-mail address with its domain in small letters.
type Email string

// A Postcode is a Chinese postal code of six digits.
type Postcode string

var (
	phone        = name{"电话号码", "Telephone number"}
	email        = name{"电子邮箱", "E-mail address"}
	postcode     = name{"邮政编码", "Postal code"}
	mobileFormat = regexp.MustCompile(`^1[3-9]\d{9}$`)
	// Area codes of three digits are 010 and 02x.
	landFormat    = regexp.MustCompile(`^(010|02\d|0[3-9]\d{2})(\d{7,8})(?:[-转X](\d{1,6}))?$`)
	serviceFormat = regexp.MustCompile(`^([48]00)(\d{3})(\d{4})$`)
	abroadFormat  = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	mailFormat    = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`)
)

// ParsePhone reads a mobile, landline (with area code, extension after a hyphen or 转),
// 400/800 or foreign number (with + and country code).
func ParsePhone(s string) (Phone, error) {
	text, err := phone.read(s)
	if err != nil {
		return "", err
	}
	for _, r := range []string{"—", "–", "−", "_"} {
		text = strings.ReplaceAll(text, r, "-")
	}
	text = strings.NewReplacer("(", "", ")", "-").Replace(text)
	if rest, ok := strings.CutPrefix(text, "0086"); ok {
		text = "+86" + rest
	}
	text, national := strings.CutPrefix(text, "+86")
	text = strings.TrimLeft(text, "-")
	bare := strings.ReplaceAll(text, "-", "")
	switch {
	case mobileFormat.MatchString(bare):
		return Phone(bare), nil
	case strings.HasPrefix(bare, "86") && mobileFormat.MatchString(bare[2:]):
		return Phone(bare[2:]), nil
	case serviceFormat.MatchString(bare):
		return Phone(serviceFormat.ReplaceAllString(bare, "$1-$2-$3")), nil
	case abroadFormat.MatchString(bare) && !strings.HasPrefix(bare, "+86"):
		return Phone(bare), nil
	}
	if p, ok := landline(text); ok {
		return p, nil
	}
	if p, ok := landline("0" + text); national && ok { // +86 571 … leaves out the 0
		return p, nil
	}
	if allDigits(bare) && bare[0] == '1' && len(bare) != 11 {
		return "", phone.fail(Length, 0, "（手机）应为11位，请核对是否漏写或多写", "(mobile) must have 11 digits; check for missing or extra ones")
	}
	return "", phone.fail(Form, 0, "无法识别，请填写手机号，或带区号的固定电话，例如 0571-88886666",
		"is not recognised; enter a mobile number, or a landline with area code such as 0571-88886666")
}

// landline reads area code, number and extension; hyphens may stand anywhere but before the
// extension they must.
func landline(text string) (Phone, bool) {
	for _, cut := range []int{-1, strings.LastIndexByte(text, '-')} {
		candidate := strings.ReplaceAll(text, "-", "")
		if cut > 0 {
			candidate = strings.ReplaceAll(text[:cut], "-", "") + text[cut:]
		}
		if m := landFormat.FindStringSubmatch(candidate); m != nil {
			p := m[1] + "-" + m[2]
			switch {
			case len(m[2]) == 7 && len(m[3]) == 1: // after a hyphen it would read as the eighth digit
				p += "转" + m[3]
			case m[3] != "":
				p += "-" + m[3]
			}
			return Phone(p), true
		}
	}
	return "", false
}

// Mobile reports whether text messages reach the number.
func (p Phone) Mobile() bool { return mobileFormat.MatchString(string(p)) }

// ParseEmail reads an e-mail address of ASCII characters, at most 254.
func ParseEmail(s string) (Email, error) {
	if _, err := email.read(s); err != nil {
		return "", err
	}
	text := narrow(s)
	local, domain, _ := strings.Cut(text, "@")
	if len(text) > 254 || !mailFormat.MatchString(text) || strings.HasPrefix(local, ".") ||
		strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return "", email.fail(Form, 0, "格式不正确，应写作 name@example.com", "is not well formed; write it as name@example.com")
	}
	return Email(local + "@" + strings.ToLower(domain)), nil
}

// narrow trims spaces around the text and turns full-width characters into ASCII, but keeps
// small letters, which mean something before the @.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		return r
	}, strings.TrimSpace(s))
}

// ParsePostcode reads a postal code.
func ParsePostcode(s string) (Postcode, error) {
	text, err := postcode.read(s)
	if err != nil {
		return "", err
	}
	if err := postcode.fixed(text, 6, digits, "数字", "a digit"); err != nil {
		return "", err
	}
	if text == "000000" {
		return "", postcode.fail(Range, 1, "不能为000000，请填写实际邮编", "cannot be 000000; enter the real one")
	}
	return Postcode(text), nil
}
