// Package marking (专利标识核验) reads patent numbers out of the words of a label and says what each
// stands for on a day: whether the number can exist at all, what right it is, how that right stood,
// and whose it was, against the ledger of patents that is handed in.
//
// A verdict is a first answer with its reason and its basis; what it suggests is decided by people.
package marking

import (
	"regexp"
	"strings"
	"unicode"

	"zhibao/law/ident"
)

// Most is the number of numbers that are checked at once.
const Most = 200

// A Found is one number as it was read.
type Found struct {
	Raw     string // as it stands in the text, with what stands before it
	Number  ident.ApplicationNo
	Err     error  // why it is no number; nil where Number is set
	Claimed string // kind that the words say: 发明, 实用新型, 外观设计, or nothing
	Applied bool   // the words call it an application, not a patent
}

// wide turns full-width characters and the dots and dashes of labels into plain ones.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　' || r == '\u00a0' || r == '\u2009':
			return ' '
		case strings.ContainsRune("·•。∙﹒", r):
			return '.'
		case strings.ContainsRune("–—−‐‑－", r):
			return '-'
		case r == '\u200b' || r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// candidate is a run of digits as people write patent numbers, with what announces it. Letters that
// readers of pictures take for digits are let in behind a mark alone.
var candidate = regexp.MustCompile(`(?i)(专利申请号|专利号|申请号|patent\s*n[or]\.?|app(?:lication)?\.?\s*n[or]\.?)?[ \t]*[:]?[ \t]*((?:ZL|CN)[ \t.:-]*)*([0-9OQIl](?:[ \t.\-]{0,2}[0-9OQIl]){6,16}(?:[ \t.\-]{0,2}[0-9Xx])?)`)

var (
	spaces = regexp.MustCompile(`[ \t\-]+`)
	kinds  = regexp.MustCompile(`发明专利|实用新型|外观设计|发明`)
)

// Find reads the numbers of a text, each once, in their order. What looks like a patent number and
// is announced as one is kept even where it cannot be one, with the reason.
func Find(text string) (out []Found) {
	text = wide(text)
	seen := map[string]bool{}
	last := 0
	for _, m := range candidate.FindAllStringSubmatchIndex(text, -1) {
		raw := strings.TrimSpace(text[m[0]:m[1]])
		marked := m[2] >= 0 || m[4] >= 0
		body := text[m[6]:m[7]]
		if !marked && m[6] > 0 && (isWord(text[m[6]-1]) || text[m[6]-1] == '.') {
			continue // the tail of something else, such as a model number
		}
		f := read(body, marked)
		if f.Err != nil && !marked && !likely(body) {
			continue
		}
		f.Raw = raw
		f.Claimed, f.Applied = said(text[last:m[1]], text[m[1]:])
		last = m[1]
		key := string(f.Number) + "|" + spaces.ReplaceAllString(body, "")
		if f.Number != "" {
			key = string(f.Number)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, f)
		}
	}
	return out
}

func isWord(b byte) bool { return b < 128 && (unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b))) }

// read turns a run into a number, taking letters that look like digits for digits where a mark says
// that a number follows.
func read(body string, marked bool) Found {
	plain := spaces.ReplaceAllString(body, "")
	if marked {
		n := len(plain) - 1
		plain = strings.NewReplacer("O", "0", "o", "0", "Q", "0", "I", "1", "l", "1").Replace(plain[:n]) + plain[n:]
	}
	no, err := ident.ParseApplicationNo(dotted(plain))
	if err != nil {
		return Found{Err: err}
	}
	return Found{Number: no}
}

// dotted keeps the last dot alone: labels write 2023.1000.0001.5 too.
func dotted(s string) string {
	n := strings.LastIndex(s, ".")
	if n < 0 || n != len(s)-2 {
		return strings.ReplaceAll(s, ".", "")
	}
	return strings.ReplaceAll(s[:n], ".", "") + s[n:]
}

// likely reports whether a bare run has the shape of a number with its check character.
func likely(body string) bool {
	d := strings.ReplaceAll(spaces.ReplaceAllString(body, ""), ".", "")
	return len(d) == 13 && d[:2] == "20" && strings.ContainsRune("12389", rune(d[4])) && strings.Contains(body, ".")
}

// said reads what the words around a number call it: the kind of right nearest before it, or right
// behind it in brackets.
func said(before, after string) (kind string, applied bool) {
	if r := []rune(before); len(r) > 60 {
		before = string(r[len(r)-60:])
	}
	// A line is a statement of its own.
	if i := strings.LastIndexAny(before, "\n;；"); i >= 0 {
		before = before[i+1:]
	}
	if all := kinds.FindAllString(before, -1); len(all) > 0 {
		kind = all[len(all)-1]
	} else if after = strings.TrimLeft(after, " \t"); strings.HasPrefix(after, "(") {
		head := []rune(after)
		kind = kinds.FindString(string(head[:min(len(head), 12)]))
	}
	applied = strings.Contains(before, "专利申请号") || strings.Contains(before, "申请号") && !strings.Contains(before, "专利号") || strings.Contains(before, "已申请")
	return strings.TrimSuffix(kind, "专利"), applied
}
