package similarity

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// folded returns the letters of a text in one form: digits, punctuation and spaces are left out, full
// width and capitals made alike.
func folded(s string) []rune {
	out, _, _ := fold(nil, s)
	return out
}

// small is the small letter of each ASCII letter, 0 of everything else.
var small = func() (out [utf8.RuneSelf]uint8) {
	for c := byte('a'); c <= 'z'; c++ {
		out[c], out[c-'a'+'A'] = c, c
	}
	return out
}()

// fold returns the letters of a text in the memory of dst, how many of them are Chinese characters, and
// whether the text is UTF-8. Most of a text are Chinese or plain Latin letters, which are told from their
// bytes alone.
func fold[T string | []byte](dst []rune, s T) (letters []rune, han int, ok bool) {
	dst = slices.Grow(dst[:0], len(s))
	dst = dst[:cap(dst)]
	n := 0
	ok = true
	for i := 0; i < len(s) && n < len(dst); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if l := small[c]; l != 0 {
				dst[n] = rune(l)
				n++
			}
			continue
		}
		if c >= 0xe3 && c <= 0xef && i+2 < len(s) {
			x, y := s[i+1]^0x80, s[i+2]^0x80
			r := rune(c&15)<<12 | rune(x)<<6 | rune(y)
			switch {
			case x|y >= 64:
			case r >= '一' && c <= 0xe9:
				dst[n] = r
				n++
				han++
				i += 3
				continue
			case r <= '。' && c == 0xe3:
				i += 3
				continue
			case r >= '！' && r <= '～':
				if l := small[r-'！'+'!']; l != 0 {
					dst[n] = rune(l)
					n++
				}
				i += 3
				continue
			}
		}
		r, w := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		i += w
		if w == 1 {
			ok = false
			continue
		}
		if unicode.IsLetter(r) {
			dst[n] = unicode.ToLower(r)
			n++
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
	}
	return dst[:n], han, ok
}
