package canon

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// A number alone on its line under the word for a claim, and numbers in brackets or circles, which
	// also count steps: those begin a claim only before the words of one.
	claimAlone  = regexp.MustCompile(`^权利要求\s*([1-9１-９][0-9０-９]{0,2})$`)
	claimBoxed  = regexp.MustCompile(`^(?:[(（\[［【]\s*([1-9１-９][0-9０-９]{0,2})\s*[)）\]］】]|([1-9１-９][0-9０-９]{0,2})\s*[)）]|([①-⑳]))\s*[.．、]?\s*`)
	claimOpens  = regexp.MustCompile(`^(?:一种|一类|一套|(?:根据|如|按照|按|依照|依据)?权利要求\s*[0-9０-９])`)
	claimStart  = regexp.MustCompile(`^(?:权利要求\s*)?([1-9１-９][0-9０-９]{0,2})\s*[.．、,，:：]\s*`)
	claimWords  = regexp.MustCompile(`^(?:一种|一类|一套|根据|如|按照|按|依照|依据|权利要求|使用|利用|采用|包[含括]|用于|实施)`)
	claimRefers = regexp.MustCompile(`^.{0,40}?权利要求\s*[0-9０-９一二三四五六七八九十]`)
	inlineStart = regexp.MustCompile(`[。；]\s*([1-9１-９][0-9０-９]{0,2})\s*[.．、]\s*(?:根据|如|按照|一种)[^。]{0,60}`)
)

// A Splitter finds where claims begin when lines of a claim set come one after another. A number
// at the start of a line begins a claim if the words after it are those of a claim, or if it is
// the next number and the claim before has ended; a list of steps 1、2、3、 inside a claim does not.
type Splitter struct {
	last  int  // number of the current claim
	open  bool // a claim has begun
	ended bool // the last line ended a sentence
	list  bool // inside a numbered list
}

// Begins reports whether the line begins a claim, and the number it states.
func (s *Splitter) Begins(line string) (number int, begins bool) {
	defer func() {
		if begins {
			s.last, s.open, s.list = number, true, false
		}
		end := strings.TrimRight(line, "\"”’）) ")
		s.ended = strings.HasSuffix(end, "。") || strings.HasSuffix(end, ".") || strings.HasSuffix(end, "．")
	}()
	if m := claimAlone.FindStringSubmatch(line); m != nil {
		n, err := strconv.Atoi(Narrow(m[1]))
		return n, err == nil && n == s.last+1 && (s.ended || !s.open)
	}
	if n, ok := boxed(line); ok {
		return n, n == s.last+1 && (s.ended || !s.open)
	}
	m := claimStart.FindStringSubmatchIndex(line)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(Narrow(line[m[2]:m[3]]))
	if err != nil {
		return 0, false
	}
	rest := line[m[1]:]
	decimal := rest != "" && rest[0] >= '0' && rest[0] <= '9'
	strong := claimWords.MatchString(rest) && (strings.HasPrefix(rest, "一种") || claimRefers.MatchString(rest) || strings.Contains(rest, "特征")) ||
		claimRefers.MatchString(rest) && n == s.last+1 || strings.HasPrefix(line, "权利要求")
	switch {
	case strong && !(s.list && n <= s.last+1 && !s.ended):
		return n, true
	case decimal:
		return n, !s.open && n == 1 || n == s.last+1 && s.ended && strings.Contains(rest, "特征")
	case !s.open:
		return n, n == 1
	case n == s.last+1 && s.ended && !s.list:
		return n, true
	}
	if n <= s.last || n == 1 {
		s.list = true
	}
	return 0, false
}

// boxed reads a number in brackets or in a circle before the first words of a claim.
func boxed(line string) (int, bool) {
	m := claimBoxed.FindStringSubmatch(line)
	if m == nil || !claimOpens.MatchString(line[len(m[0]):]) {
		return 0, false
	}
	if m[3] != "" {
		return int([]rune(m[3])[0]-'①') + 1, true
	}
	n, err := strconv.Atoi(Narrow(m[1] + m[2]))
	return n, err == nil
}

// Inline cuts a line in which several claims follow one another, "…。2.根据权利要求1…", where the
// numbers continue. The pieces joined give the line again.
func Inline(line string) []string {
	first := claimStart.FindStringSubmatch(line)
	if first == nil {
		return []string{line}
	}
	want, err := strconv.Atoi(Narrow(first[1]))
	if err != nil {
		return []string{line}
	}
	var out []string
	start := 0
	for at := 0; ; {
		m := inlineStart.FindStringSubmatchIndex(line[at:])
		if m == nil {
			return append(out, line[start:])
		}
		n, err := strconv.Atoi(Narrow(line[at+m[2] : at+m[3]]))
		words := line[at+m[0] : at+m[1]]
		if err == nil && n == want+1 && (strings.Contains(words, "权利要求") || strings.Contains(words, "一种")) {
			out = append(out, strings.TrimRight(line[start:at+m[2]], " \t\u3000"))
			start, want = at+m[2], n
		}
		at += m[3]
	}
}
