package text

import (
	"strings"

	"zhibao/patent/reader/canon"
)

// unwrap joins the lines of a text that was broken at a fixed width, as text copied from a PDF
// is. It does so only where most lines have the same width and end inside a sentence; a text of
// whole paragraphs stays.
func unwrap(raw []string) []string {
	// Short lines say nothing: headings and last lines of paragraphs have any width.
	widths := map[int]int{}
	long, most, open := 0, 0, 0
	for _, l := range raw {
		w := columns(strings.TrimSpace(l))
		// Fifteen Chinese characters.
		if w < 30 {
			continue
		}
		long++
		// A width falls on a comma by chance alone; authors break after them.
		if !strings.ContainsRune("。；：！？，、.;:,|", lastRune(strings.TrimSpace(l))) {
			open++
		}
		if widths[w]++; widths[w] > widths[most] {
			most = w
		}
	}
	near := 0
	for w, n := range widths {
		// Punctuation that may not begin a line makes lines differ by up to two characters.
		if w >= most-4 && w <= most+4 {
			near += n
		}
	}
	// Too few lines to tell, lines wider than any page, widths that vary, or lines that mostly end
	// a sentence: then the breaks are the author's own.
	if long < 12 || most > 130 || near*100 < long*60 || open*100 < long*55 {
		return raw
	}
	var out []string
	for i, l := range raw {
		t := strings.TrimSpace(l)
		if i > 0 && len(out) > 0 && t != "" && goesOn(strings.TrimSpace(raw[i-1]), t, most) {
			last := strings.TrimRight(out[len(out)-1], " \t\u3000")
			glue := ""
			if canon.Joint(lastRune(last), []rune(t)[0]) {
				glue = " "
			}
			out[len(out)-1] = last + glue + t
			continue
		}
		out = append(out, l)
	}
	return out
}

// goesOn reports whether the line continues the one before it, which fills the width.
func goesOn(before, line string, width int) bool {
	if columns(before) < width-6 {
		return false
	}
	if _, n := canon.ParaNumber(line); n > 0 {
		return false
	}
	if _, ok := canon.PartHead(line); ok {
		return false
	}
	if _, ok := canon.Section(line); ok {
		return false
	}
	// A full line that ends a sentence goes on, unless a claim begins: nothing else tells the two apart.
	ended := strings.HasSuffix(before, "。") || strings.HasSuffix(before, "；")
	return canon.ClaimNumber(line) == 0 || !ended
}

// columns is the width of a line, Chinese characters counted twice.
func columns(s string) (n int) {
	for _, c := range s {
		if n++; c >= 0x1100 {
			n++
		}
	}
	return n
}

// lastRune returns the last character, 0 of nothing.
func lastRune(s string) (last rune) {
	for _, c := range s[max(0, len(s)-4):] {
		last = c
	}
	return last
}
