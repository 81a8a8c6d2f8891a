package claim

import (
	"regexp"
	"strings"
)

// A Step is one label of a step, as S101 or 步骤2.
type Step struct {
	Span
	Label string // "S101", "2", half-width and without 步骤
}

// stepLabel reads a label at the beginning of what it is given.
var stepLabel = regexp.MustCompile(`^(?:步骤\s*[(（]?\s*([sS]?[0-9０-９]{1,4}(?:[-.．][0-9]{1,3})*|[一二三四五六七八九十]{1,3}|[a-zA-Z])\s*[)）]?|([sS][0-9]{1,4}(?:[-.][0-9]{1,3})*)\s*[、:：,，.．；;)）])`)

// steps finds the labels of steps in a body.
func steps(text string, body Span) (out []Step) {
	s := text[body.Start:body.End]
	for at := nextStep(s, 0); at < len(s); {
		m := stepLabel.FindStringSubmatchIndex(s[at:min(len(s), at+maxLabel)])
		if m == nil {
			at = nextStep(s, at+1)
			continue
		}
		i, j := at+m[2], at+m[3]
		if m[2] < 0 {
			i, j = at+m[4], at+m[5]
		}
		out = append(out, Step{Span{body.Start + i, body.Start + j}, strings.ToUpper(narrow(s[i:j]))})
		at = nextStep(s, at+m[1])
	}
	return out
}

// maxLabel bounds a label with the blanks around it, in bytes.
const maxLabel = 120

// nextStep returns where, from at on, a label can begin: at 步骤, or at an S with a figure behind it and
// no letter or figure before it. Without one it returns the length of s.
func nextStep(s string, at int) int {
	for ; at < len(s); at++ {
		// Characters from 步 on begin with E6 or more; the first byte of most others tells enough.
		for at+2 < len(s) && s[at] >= 0xe3 && s[at] != 0xe6 && s[at+1]&0xc0 == 0x80 && s[at+2]&0xc0 == 0x80 && s[at] < 0xf0 {
			at += 3
		}
		if at == len(s) {
			break
		}
		switch c := s[at]; c {
		case 's', 'S':
			if at+1 < len(s) && s[at+1] >= '0' && s[at+1] <= '9' && (at == 0 || !wordByte(s[at-1])) {
				return at
			}
		case 0xe6: // the first byte of 步
			if strings.HasPrefix(s[at:], "步骤") {
				return at
			}
		}
	}
	return len(s)
}

// wordByte reports a letter, figure or underscore of ASCII.
func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// narrow turns full-width digits and letters into ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s)
}
