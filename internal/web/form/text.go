package form

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"zhibao/internal/web/lang"
)

// builtin are the rules that need no knowledge of the business. A program's rule of the same
// name takes precedence.
var builtin = Rules{"email": checkEmail, "phone": checkPhone}

// phoneForm is generous: foreign numbers and extensions are numbers too.
var phoneForm = regexp.MustCompile(`^\+?[0-9][0-9() \-]{3,25}[0-9]$`)

// checkEmail wants one address without a name and with a dot in its domain.
func checkEmail(v string) lang.Text {
	if a, err := mail.ParseAddress(v); err != nil || a.Address != v || !strings.Contains(v[strings.LastIndex(v, "@"):], ".") {
		return lang.Text{"电子邮箱的写法应如 name@example.cn，请核对", "Enter an e-mail address like name@example.cn"}
	}
	return lang.Text{}
}

// checkPhone looks at the characters only.
func checkPhone(v string) lang.Text {
	if !phoneForm.MatchString(v) {
		return lang.Text{"电话号码只能由数字、空格、括号和连字符组成，例如 0512-12345678，请核对",
			"A phone number has digits, spaces, brackets and hyphens only, for example 0512-12345678"}
	}
	return lang.Text{}
}

// narrow turns full-width letters, digits and signs (Ａ１－) into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s)
}

// clean trims the value and unifies line ends; codes are also narrowed. The text itself is
// kept as typed: no normal form is applied, because it would change rare characters of names.
func (f *Field) clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Trim(s, " \t\n\u3000\u200b\ufeff\u00a0")
	switch f.Widget {
	case "uscc", "idcard", "code":
		s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(narrow(s)))
	case "phone", "email", "number":
		s = narrow(s)
	case "money":
		s = strings.NewReplacer(",", "", " ", "").Replace(narrow(s))
	case "date":
		s = cleanDate(narrow(s))
	case "password":
		// White space belongs to a password; only the trimming of pasted line ends is kind.
	}
	if f.Kind == Integer || f.Kind == Number {
		s = strings.ReplaceAll(narrow(s), ",", "")
	}
	return s
}

// dateForm is the ways in which people write a day.
var dateForm = regexp.MustCompile(`^([0-9]{4})(?:[-/.年 ]\s*)?([0-9]{1,2})(?:[-/.月 ]\s*)?([0-9]{1,2})日?$`)

// cleanDate turns the common ways to write a day into YYYY-MM-DD; others stay as they are.
func cleanDate(s string) string {
	m := dateForm.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	bare := len(s) == len(m[1])+len(m[2])+len(m[3])
	if bare && len(s) != 8 {
		return s
	}
	pad := func(d string) string { return strings.Repeat("0", 2-len(d)) + d }
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}

// validDate refuses days that do not exist. Before 1900 it is a slip of the hand.
func validDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil && s >= "1900"
}

// strange finds what no typed text contains: broken UTF-8, control characters, and the
// characters that reverse the direction of writing to disguise a text.
func strange(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return true
	}
	return strings.ContainsFunc(s, func(r rune) bool {
		switch {
		case r == '\n', r == '\r':
			return !lines
		case r == '\t':
			return false
		case r < 0x20, r >= 0x7f && r < 0xa0:
			return true
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return true
		}
		return false
	})
}
