package lawbook

import (
	"fmt"
	"regexp"
	"strings"
)

// digits of Chinese numbers below ten.
var digits = map[rune]int{'零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// compare puts articles into the order of the text: by the numbers in them, and then by their words.
func compare(x, y string) int {
	a, b := numbers(x), numbers(y)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] - b[i]
		}
	}
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(x, y)
}

// numbers are the numbers in an article, Chinese or Arabic, from left to right.
func numbers(s string) (out []int) {
	sum, last, arabic, open := 0, 0, false, false
	flush := func() {
		if open {
			out = append(out, sum+last)
		}
		sum, last, arabic, open = 0, 0, false, false
	}
	for _, r := range s {
		d, chinese := digits[r]
		switch {
		case r >= '0' && r <= '9':
			if open && !arabic {
				flush()
			}
			last, arabic, open = 10*last+int(r-'0'), true, true
		case chinese:
			if arabic {
				flush()
			}
			last, open = d, true
		case r == '十' || r == '百':
			unit := map[rune]int{'十': 10, '百': 100}[r]
			sum, last, open = sum+max(last, 1)*unit, 0, true
		default:
			flush()
		}
	}
	flush()
	return out
}

// numbered is an article by its number alone, with a paragraph and an item of it.
var numbered = regexp.MustCompile(`^第([零一二三四五六七八九十百]+)条(?:第([一二三四五六七八九十]+)款)?(?:第[（(]?([一二三四五六七八九十]+)[）)]?项)?$`)

// english names an article in English where its number says it all, and as it stands otherwise.
func english(article string) string {
	m := numbered.FindStringSubmatch(article)
	if m == nil {
		return article
	}
	out := fmt.Sprintf("Article %d", numbers(m[1])[0])
	for i, word := range []string{"paragraph", "item"} {
		if m[i+2] != "" {
			out += fmt.Sprintf(", %s %d", word, numbers(m[i+2])[0])
		}
	}
	return out
}
