package similarity

import (
	"unicode"
	"unicode/utf8"
)

// folded returns the letters of a text in one form: digits, punctuation and spaces are left out, full
// width and capitals made alike.
func folded(s string) []rune {
	out, _ := fold(make([]rune, 0, len(s)/3), s)
	return out
}

// fold appends the letters of a text to dst and says how many of them are Chinese characters. Most of a
// text are Chinese or plain Latin letters, which are told from their bytes alone.
func fold[T string | []byte](dst []rune, s T) (letters []rune, han int) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 0xe4 && c <= 0xe9 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80:
			r := rune(c&15)<<12 | rune(s[i+1]&63)<<6 | rune(s[i+2]&63)
			i += 3
			if r >= '一' && r <= 0x9fff || unicode.IsLetter(r) {
				dst = append(dst, r)
				han++
			}
		case c < utf8.RuneSelf:
			i++
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c >= 'a' && c <= 'z' {
				dst = append(dst, rune(c))
			}
		default:
			r, w := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			i += w
			if r >= '！' && r <= '～' {
				r -= '！' - '!'
			}
			if unicode.IsLetter(r) && r != utf8.RuneError {
				dst = append(dst, unicode.ToLower(r))
				if unicode.Is(unicode.Han, r) {
					han++
				}
			}
		}
	}
	return dst, han
}
