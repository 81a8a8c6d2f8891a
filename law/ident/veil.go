package ident

import (
	"strings"
	"unicode/utf8"
)

// A Found is a number of a person that stands within a text, with its place in bytes.
type Found struct {
	From, To int
	Kind     string // phone, id or mail
}

// Kinds of numbers that Find tells apart.
const (
	FoundPhone = "phone"
	FoundID    = "id"
	FoundMail  = "mail"
)

// Find returns the mobile telephones, the numbers of identity cards (also with a wrong check character) and the mail
// addresses in a text, in its order. What stands within a web address, a longer number or a word is none of them.
func Find(text string) (out []Found) {
	for i := 0; i < len(text); {
		if !inToken(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && inToken(text[end]) {
			end++
		}
		if token := text[i:end]; len(token) >= 6 && !strings.Contains(token, "://") {
			out = findIn(token, i, out)
		}
		i = end
	}
	return out
}

// inToken reports whether a byte goes on with what begins a number or an address: printable ASCII but what
// separates words in the notation of programs.
func inToken(b byte) bool { return tokens[b] }

var tokens = func() (out [256]bool) {
	for b := byte('!'); b < 0x7f; b++ {
		out[b] = strings.IndexByte(`"'<>,;()[]{}|\`, b) < 0
	}
	return out
}()

// findIn looks at a run of ASCII characters that begins at a place.
func findIn(token string, at int, out []Found) []Found {
	if i := strings.IndexByte(token, '@'); i > 0 {
		from, to := mailStart(token, i), mailEnd(token, i)
		if mailFormat.MatchString(token[from:to]) && !strings.Contains(token[from:to], "*") {
			out = append(findIn(token[:from], at, out), Found{at + from, at + to, FoundMail})
			return findIn(token[to:], at+to, out)
		}
	}
	for i := 0; i < len(token); {
		if token[i] < '0' || token[i] > '9' {
			i++
			continue
		}
		end := i
		for end < len(token) && (token[end] >= '0' && token[end] <= '9' || end-i == 17 && token[end]|0x20 == 'x') {
			end++
		}
		if kind := kindOf(token[i:end]); kind != "" && apart(token, i, end) {
			out = append(out, Found{at + i, at + end, kind})
		}
		i = end
	}
	return out
}

// mailStart and mailEnd are where the address around an @ begins and ends.
func mailStart(token string, at int) int {
	for at > 0 && strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&*+_-", token[at-1]) >= 0 {
		at--
	}
	return at
}

func mailEnd(token string, at int) int {
	at++
	for at < len(token) && strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", token[at]) >= 0 {
		at++
	}
	for at > 0 && (token[at-1] == '.' || token[at-1] == '-') {
		at--
	}
	return at
}

// kindOf tells by its form what a run of digits is, nothing where it is no number of a person.
func kindOf(s string) string {
	switch {
	case len(s) == 11 && mobileFormat.MatchString(s), len(s) == 13 && s[:2] == "86" && mobileFormat.MatchString(s[2:]):
		return FoundPhone
	case len(s) == 18 && checkPerson(s) == nil && s[6] < '3' && s[6:8] >= "19" && s[6:8] <= "20":
		return FoundID
	}
	return ""
}

// apart reports whether digits are no part of a longer number, of a word or of an amount. The code of the country may
// stand before a telephone.
func apart(token string, from, to int) bool {
	joins := func(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9' || b == '_' }
	if to < len(token) && (joins(token[to]) || token[to] == '.' && to+1 < len(token) && token[to+1] >= '0' && token[to+1] <= '9') {
		return false
	}
	if from == 0 || !joins(token[from-1]) && token[from-1] != '.' {
		return true
	}
	return false
}

// Veil masks every number of a person in a text, which keeps its length: 138****8000, 110***********002X,
// z*******@example.cn.
func Veil(text string) string {
	found := Find(text)
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, f := range found {
		b.WriteString(text[at:f.From])
		b.WriteString(veiled(text[f.From:f.To], f.Kind))
		at = f.To
	}
	b.WriteString(text[at:])
	return b.String()
}

// veiled masks one number.
func veiled(s, kind string) string {
	switch kind {
	case FoundPhone:
		return MaskPhone(s)
	case FoundID:
		return MaskID(s)
	}
	return MaskMail(s)
}

// MaskMail hides all of the name in a mail address but the first of several characters.
func MaskMail(s string) string {
	name, domain, ok := strings.Cut(s, "@")
	if !ok || name == "" {
		return mask(s, 1, 0)
	}
	_, first := utf8.DecodeRuneInString(name)
	if first == len(name) {
		first = 0
	}
	return name[:first] + strings.Repeat("*", utf8.RuneCountInString(name[first:])) + "@" + domain
}

// MaskContact hides the numbers of a field that says in words how somebody is reached: mobile telephones and mail
// addresses as everywhere, and of the landlines all but the area code and the last two digits.
func MaskContact(s string) string {
	s = Veil(s)
	b := []byte(s)
	for i := 0; i < len(b); {
		if b[i] < '0' || b[i] > '9' {
			i++
			continue
		}
		end, digits := i, 0
		for end < len(b) && (b[end] >= '0' && b[end] <= '9' || b[end] == '-' || b[end] == ' ') {
			if b[end] >= '0' && b[end] <= '9' {
				digits++
			}
			end++
		}
		if digits >= 7 {
			hide(b[i:end], digits)
		}
		i = end
	}
	return string(b)
}

// hide puts stars in place of the digits between the first four and the last two, of a short one between the
// first two and the last two.
func hide(b []byte, digits int) {
	head := 4
	if digits < 10 {
		head = 2
	}
	n := 0
	for i := range b {
		if b[i] < '0' || b[i] > '9' {
			continue
		}
		if n++; n > head && n <= digits-2 {
			b[i] = '*'
		}
	}
}

// MaskLoose masks a text of a form: what Veil masks, and every run of fourteen and more digits, which was meant for the
// number of an identity paper and is wrong.
func MaskLoose(s string) string {
	s = Veil(s)
	b := []byte(s)
	for i := 0; i < len(b); {
		if b[i] < '0' || b[i] > '9' {
			i++
			continue
		}
		end := i
		for end < len(b) && (b[end] >= '0' && b[end] <= '9' || b[end]|0x20 == 'x') {
			end++
		}
		if end-i >= 14 {
			copy(b[i:end], MaskID(string(b[i:end])))
		}
		i = end
	}
	return string(b)
}

// MaskPair masks two texts that are compared with each other, and says so where they differ in what is masked alone.
func MaskPair(a, b string) (string, string) {
	x, y := MaskLoose(a), MaskLoose(b)
	if x == y && a != b {
		return x + "（遮蔽部分：原）", y + "（遮蔽部分：新）"
	}
	return x, y
}
