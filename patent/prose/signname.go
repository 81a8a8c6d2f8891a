package prose

import (
	"strings"
	"unicode/utf8"
)

// settle finds where the name of each use begins. The words before a sign are a run such as
// 通过所述连接件; its name is the entry of the table if the run ends in that, else the longest
// ending that most of the uses of this sign share, else the words behind the last function word.
func settle(text string, signs []Sign, table []SignEntry) {
	tabled := map[string][]string{}
	for _, e := range table {
		tabled[e.Sign] = append(tabled[e.Sign], e.Name)
	}
	uses := map[string][]int{}
	for i := range signs {
		s := &signs[i]
		if name := longestEnd(s.Name, tabled[s.Sign]); name != "" {
			s.cut(text, name)
			continue
		}
		uses[s.Sign] = append(uses[s.Sign], i)
	}
	for _, at := range uses {
		name := common(signs, at)
		if name == "" {
			continue
		}
		for _, i := range at {
			if strings.HasSuffix(signs[i].Name, name) {
				signs[i].cut(text, name)
			}
		}
	}
}

// cut shortens the name of a use to its ending and marks it as settled.
func (s *Sign) cut(text, name string) {
	s.NameSpan.Start = s.NameSpan.End - len(name)
	s.Name, s.Settled = s.NameSpan.Of(text), true
}

// longestEnd returns the longest of the names in which s ends, empty if there is none.
func longestEnd(s string, names []string) (best string) {
	for _, n := range names {
		if len(n) > len(best) && strings.HasSuffix(s, n) {
			best = n
		}
	}
	return best
}

// common returns the longest ending of at least two characters in which more than half of the
// uses, and no fewer than two, agree.
func common(signs []Sign, at []int) string {
	if len(at) < 2 {
		return ""
	}
	count := map[string]int{}
	best := ""
	for _, i := range at {
		s := signs[i].Name
		// Twelve characters bound the work; names of parts are shorter.
		for j, n := len(s), 0; j > 0 && n < 12; n++ {
			_, w := utf8.DecodeLastRuneInString(s[:j])
			j -= w
			if n == 0 {
				continue
			}
			end := s[j:]
			count[end]++
			if c := count[end]; c >= 2 && 2*c > len(at) && len(end) > len(best) {
				best = end
			}
		}
	}
	return best
}
