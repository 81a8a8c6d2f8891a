package pdftext

import (
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A font turns the codes of a string into characters. A nil function means that it does not say how.
type font func(code string) string

var (
	reference = regexp.MustCompile(`/([^\x00\s/<>\[\](){}%]+)[ \t\r\n]+(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+R\b`)
	toUnicode = regexp.MustCompile(`/ToUnicode[ \t\r\n]+(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+R\b`)
	encoding  = regexp.MustCompile(`/Encoding[ \t\r\n]*/([A-Za-z0-9-]+)`)
	isFontObj = regexp.MustCompile(`/Type[ \t\r\n]*/Font\b`)
	latinFont = regexp.MustCompile(`/BaseFont[ \t\r\n]*/(?:Helvetica|Times|Courier|Symbol|ZapfDingbats)`)
)

// fonts returns the fonts by the names under which contents use them. Two pages may use one name
// for two fonts, so each name has a list.
func (f *file) fonts() map[string][]font {
	made, out := map[*object]font{}, map[string][]font{}
	seen := map[string]map[*object]bool{}
	for _, o := range f.order {
		for _, m := range reference.FindAllStringSubmatch(o.dict, -1) {
			no, _ := strconv.Atoi(m[2])
			for _, target := range f.objects[no] {
				if !isFontObj.MatchString(target.dict) || seen[m[1]][target] {
					continue
				}
				if _, ok := made[target]; !ok {
					made[target] = f.font(target)
				}
				if seen[m[1]] == nil {
					seen[m[1]] = map[*object]bool{}
				}
				seen[m[1]][target] = true
				out[m[1]] = append(out[m[1]], made[target])
			}
		}
	}
	return out
}

// font reads one font: its own table of characters, a known encoding, or the letters of Latin.
func (f *file) font(o *object) font {
	if m := toUnicode.FindStringSubmatch(o.dict); m != nil {
		no, _ := strconv.Atoi(m[1])
		for _, t := range f.objects[no] {
			if t.stream != nil {
				return readTable(string(t.stream))
			}
		}
		return nil
	}
	// Without a table of its own the name of the encoding decides; a font that has neither shows
	// glyphs that nobody can name.
	name := ""
	if m := encoding.FindStringSubmatch(o.dict); m != nil {
		name = m[1]
	}
	switch {
	case strings.HasPrefix(name, "GB"):
		return func(s string) string {
			out, err := simplifiedchinese.GB18030.NewDecoder().String(s)
			if err != nil {
				return ""
			}
			return out
		}
	case strings.HasPrefix(name, "UniGB-U"):
		return wide
	case name == "WinAnsiEncoding", name == "MacRomanEncoding", name == "StandardEncoding", latinFont.MatchString(o.dict):
		return latin
	}
	return nil
}

// wide reads UTF-16, most significant byte first.
func wide(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// latin reads one byte a character.
func latin(s string) string {
	out := make([]rune, len(s))
	for i := range len(s) {
		out[i] = rune(s[i])
	}
	return string(out)
}

var (
	tableParts = regexp.MustCompile(`(?s)begin(codespacerange|bfchar|bfrange)(.*?)end(?:codespacerange|bfchar|bfrange)`)
	tableWord  = regexp.MustCompile(`<[0-9A-Fa-f\s]*>|\[|\]`)
)

// maxChars bounds a table: there are no more codes of two bytes.
const maxChars = 1 << 17

// readTable reads a table from codes to characters. Codes of one and of two bytes may be mixed; the
// shorter is tried first where the table has it.
func readTable(s string) font {
	chars, sizes := map[string]string{}, map[int]bool{}
	left := maxChars // ranges may repeat each other, so the work is bounded and not only what comes of it
	for _, part := range tableParts.FindAllStringSubmatch(s, -1) {
		words := tableWord.FindAllString(part[2], -1)
		switch part[1] {
		case "bfchar":
			for i := 0; i+1 < len(words); i += 2 {
				chars[bare(words[i])] = wide(bare(words[i+1]))
				sizes[len(bare(words[i]))] = true
			}
		case "bfrange":
			readRanges(words, chars, sizes, &left)
		}
	}
	return func(s string) string {
		var b strings.Builder
		for len(s) > 0 {
			n := 0
			for size := 1; size <= 4 && size <= len(s) && n == 0; size++ {
				if c, ok := chars[s[:size]]; ok && sizes[size] {
					b.WriteString(c)
					n = size
				}
			}
			if n == 0 {
				// A glyph without a character, such as a space of its own: pass over one code.
				n = 1
				if !sizes[1] {
					n = 2
				}
			}
			s = s[min(n, len(s)):]
		}
		return b.String()
	}
}

// readRanges reads "from to first" and "from to [each]".
func readRanges(words []string, chars map[string]string, sizes map[int]bool, left *int) {
	for i := 0; i+2 < len(words) && *left > 0; {
		from, to := bare(words[i]), bare(words[i+1])
		low, high := number(from), number(to)
		sizes[len(from)] = true
		i += 2
		if words[i] == "[" {
			for n := low; i+1 < len(words) && words[i+1] != "]"; n++ {
				i++
				chars[code(n, len(from))] = wide(bare(words[i]))
			}
			i += 2
			continue
		}
		start := []rune(wide(bare(words[i])))
		i++
		for n := low; len(start) > 0 && n <= high && n-low < 1<<16; n++ {
			*left--
			last := start[len(start)-1] + rune(n-low)
			chars[code(n, len(from))] = string(start[:len(start)-1]) + string(last)
		}
	}
}

// bare returns the bytes of a word in hexadecimal digits.
func bare(word string) string {
	// A missing last digit is zero, as the format has it.
	digits := strings.Join(strings.Fields(strings.Trim(word, "<>")), "")
	if len(digits)%2 == 1 {
		digits += "0"
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return ""
	}
	return string(b)
}

// number is the value of a code, code the code of a value in so many bytes.
func number(s string) (n int) {
	for i := range min(len(s), 4) {
		n = n<<8 | int(s[i])
	}
	return n
}

func code(n, size int) string {
	b := make([]byte, size)
	for i := size - 1; i >= 0; i-- {
		b[i] = byte(n)
		n >>= 8
	}
	return string(b)
}
