package text

import (
	"regexp"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// The marks that authors really use; everything else of the language is read as words.
var (
	strong   = regexp.MustCompile(`\*\*([^*\n]+?)\*\*`)
	code     = regexp.MustCompile("`([^`\n]+)`")
	image    = regexp.MustCompile(`!\[([^\]]*)\]\(\s*([^)\s]+)[^)]*\)`)
	rule     = regexp.MustCompile(`^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$`)
	divider  = regexp.MustCompile(`^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$`)
	fence    = regexp.MustCompile("^\\s*(?:```|~~~)")
	superSub = regexp.MustCompile(`(?i)<(sup|sub)>([^<\n]{1,80})</(?:sup|sub)>`)
	// Editors write a number that is to stay one, and no list, as 1\. – only there is the stroke markup.
	escaped = regexp.MustCompile(`^(\s*[0-9]+)\\([.)])`)
	breaks  = regexp.MustCompile(`(?i)<br\s*/?>`)
)

// markdownLines turns Markdown into lines: headings, tables and pictures become structure, marks
// of emphasis go, the words stay.
func markdownLines(raw []string) []Line {
	var out []Line
	fenced := false
	for i := 0; i < len(raw); i++ {
		s := raw[i]
		switch {
		case fence.MatchString(s):
			fenced = !fenced
		case fenced:
			out = append(out, Words(s))
		// A line drawn across the page holds no words.
		case rule.MatchString(s):
		case strings.HasPrefix(strings.TrimSpace(s), "|") && strings.Count(s, "|") >= 2:
			n := i
			for n < len(raw) && strings.HasPrefix(strings.TrimSpace(raw[n]), "|") {
				n++
			}
			out = append(out, table(raw[i:n]))
			i = n - 1
		default:
			out = append(out, markdownLine(s)...)
		}
	}
	return out
}

// table makes one line of the rows of a table.
func table(rows []string) Line {
	r := canon.NewRun(false)
	for _, row := range rows {
		// The line of dashes below the head of a table.
		if divider.MatchString(row) {
			continue
		}
		r.Line()
		for i, cell := range strings.Split(strings.Trim(strings.TrimSpace(row), "|"), "|") {
			if i > 0 {
				r.Cell()
			}
			inlineWords(r, cell)
		}
	}
	return Line{Run: r, Kind: patent.Table}
}

// markdownLine makes lines of one line of Markdown; a picture inside it is a line of its own, and
// its description a caption if it begins with a figure's label.
func markdownLine(s string) []Line {
	s = escaped.ReplaceAllString(s, "$1$2")
	level, words := hashes(strings.TrimSpace(s))
	if level > 0 {
		s = words
	}
	var out []Line
	at := 0
	piece := func(t string) {
		r := canon.NewRun(false)
		inlineWords(r, t)
		if !r.Empty() {
			out = append(out, Line{Run: r, Heading: level})
		}
	}
	for _, m := range image.FindAllStringSubmatchIndex(s, -1) {
		piece(s[at:m[0]])
		at = m[1]
		out = append(out, Line{Run: canon.NewRun(false), Kind: patent.Picture, File: s[m[4]:m[5]]})
		if alt := s[m[2]:m[3]]; canonLabel(alt) {
			piece(alt)
		}
	}
	piece(s[at:])
	if len(out) == 0 {
		out = append(out, Line{Run: canon.NewRun(false)})
	}
	return out
}

// canonLabel reports whether the words begin with a figure's label.
func canonLabel(s string) bool { _, _, ok := canon.FigureLabel(s); return ok }

// inlineWords adds words without marks of emphasis; <sup> and <sub> are kept as such.
func inlineWords(r *canon.Run, s string) {
	s = code.ReplaceAllString(strong.ReplaceAllString(s, "$1"), "$1")
	for i, line := range breaks.Split(s, -1) {
		if i > 0 {
			r.Break()
		}
		at := 0
		for _, m := range superSub.FindAllStringSubmatchIndex(line, -1) {
			r.Text(line[at:m[0]])
			r.Raised(strings.EqualFold(line[m[2]:m[3]], "sup"), line[m[4]:m[5]])
			at = m[1]
		}
		r.Text(line[at:])
	}
}
