package lawbook

import "strings"

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
