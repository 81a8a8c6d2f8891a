package claim

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mode says how the claims of one reference are joined.
type Mode string

// The modes. Only alternative is allowed to a multiple dependent claim (择一引用).
const (
	Single      Mode = "single"      // 权利要求1
	Alternative Mode = "alternative" // 权利要求1或2, 1至3中任一项
	Conjunctive Mode = "conjunctive" // 权利要求1和2
	Bare        Mode = "bare"        // 权利要求1-3, 1、2 without a word of choice; read as alternatives
)

// A Reference is one expression that names other claims.
type Reference struct {
	Span            // from 根据 (or 权利要求) to 所述的
	List      Span  // from 权利要求 to the last number
	Numbers   []int // every claim named, ranges written out, in order, without repeats
	Mode      Mode
	Opening   bool    // the claim begins with it
	Lead      string  // 根据, 如, 按照 …; empty if none
	Tail      string  // 中任一项, 之一 …; empty if none
	Chinese   bool    // Chinese figures
	Preceding bool    // 前述权利要求: no numbers are written, all earlier claims are meant
	Backward  bool    // a range that runs down, 3至1
	Groups    [][]int // the alternatives; claims joined by 和 in one
}

const word = "权利要求"

// maxNamed bounds how many claims one reference can name.
// Sets have a few hundred claims at most; where each of ten thousand claims names all before it, the
// numbers would be a hundred times the text.
const maxNamed = 300

var (
	leads     = []string{"根据", "依据", "按照", "依照", "如同", "如", "按", "基于", "据"}
	ranges    = []string{"-", "－", "–", "—", "−", "‑", "~", "～", "〜", "∼", "至", "到"}
	commas    = []string{"、", ",", "，", "；", ";"}
	ors       = []string{"或者", "或"}
	ands      = []string{"以及", "和", "及", "与", "并"}
	preceding = []string{"前述任一项", "前述任意一项", "前述任一", "上述任一项", "上述任意一项", "上述任一", "以上任一项", "以上任意一项",
		"任一项前述", "任一前述", "任一上述", "任一项上述", "前述的", "上述的", "前述", "上述", "以上", "前面", "在前的", "在前", "任意一项", "任一项", "任一"}
	tail = regexp.MustCompile(`^\s*(?:[之其当]?中)?\s*[的之]?\s*(?:(?:任何|任意|任)\s*(?:[一1１二两]?\s*[个项种条]|[一1１])?|其中[一1１][个项]|之一|中[一1１]\s*[个项条])` +
		`\s*(?:所述)?的?\s*(?:权利要求|权项|项)?(?:中)?`)
	closings = []string{"所述", "所说", "所描述", "所限定", "所定义", "所要求", "所涉及", "所提供", "所公开", "所记载", "所保护", "所请求保护", "记载", "限定", "要求保护", "要求"}
)

// references finds every reference in the body of claim i.
func (s *Set) references(i int) (out []Reference) {
	c := &s.Claims[i]
	body := s.Source[c.Body.Start:c.Body.End]
	for at := 0; ; {
		k := strings.Index(body[at:], word)
		if k < 0 {
			return out
		}
		at += k
		r, next, ok := reference(body, at)
		if !ok && earlier(body, at) != "" {
			r, next, ok = s.precedingAll(body, at, i), at+len(word), true
		}
		if !ok {
			at += len(word)
			continue
		}
		r.finish(body, next)
		front := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(body[:r.Start]), "一种"))
		r.Opening = len(out) == 0 && front == ""
		at = max(r.End, at+len(word))
		r.shift(c.Body.Start)
		out = append(out, r)
	}
}

// reference reads the numbers behind the word at body[at:] and returns where they end.
func reference(body string, at int) (r Reference, next int, ok bool) {
	l := list{s: body, at: at + len(word)}
	if !l.read() {
		return r, 0, false
	}
	r.List = Span{at, l.at}
	r.Numbers = l.numbers()
	r.Chinese, r.Backward = l.chinese, l.backward
	r.Mode, r.Groups = l.groups()
	return r, l.at, true
}

// earlier returns the words that turn a bare 权利要求 into all earlier claims.
func earlier(body string, at int) string {
	front := strings.TrimRight(body[:at], " ")
	w := suffix(front, preceding)
	if w == "" {
		return ""
	}
	if strings.HasPrefix(w, "任") || strings.Contains(w, "任") {
		return w
	}
	if rest := body[at+len(word):]; tail.MatchString(rest) || strings.HasPrefix(rest, "所述") {
		return w
	}
	return ""
}

func (s *Set) precedingAll(body string, at, i int) Reference {
	r := Reference{List: Span{at, at + len(word)}, Preceding: true, Mode: Alternative}
	for j := max(0, i-maxNamed); j < i; j++ {
		if n := s.Claims[j].Number; n > 0 && !slices.Contains(r.Numbers[max(0, len(r.Numbers)-1):], n) {
			r.Numbers = append(r.Numbers, n)
			r.Groups = append(r.Groups, []int{n})
		}
	}
	return r
}

// finish reads what stands before and behind the list.
func (r *Reference) finish(body string, next int) {
	front := body[:r.List.Start]
	if r.Preceding {
		front = strings.TrimRight(front, " ")
		front = front[:len(front)-len(earlier(body, r.List.Start))]
	} else if w := suffix(front, []string{"上述", "前述", "所述"}); w != "" {
		front = front[:len(front)-len(w)]
	}
	r.Lead = suffix(strings.TrimRight(front, " "), leads)
	if r.Lead == "" {
		r.Start = r.List.Start
		if r.Preceding {
			r.Start = len(front)
		}
	} else {
		r.Start = strings.LastIndex(front, r.Lead)
	}
	rest := body[next:min(len(body), next+120)]
	if m := tailOf(rest); m != "" {
		r.Tail = strings.TrimSpace(m)
		next += len(m)
		rest = rest[len(m):]
		if len(r.Numbers) > 1 || r.Preceding {
			r.Mode, r.Groups = Alternative, nil
			for _, n := range r.Numbers {
				r.Groups = append(r.Groups, []int{n})
			}
		}
	}
	r.End = next + closed(rest)
}

// tailOf returns the words of choice that s begins with, or nothing.
func tailOf(s string) string {
	if r, w := utf8.DecodeRuneInString(s[spaces(s):]); w == 0 || !strings.ContainsRune("之其当中的任", r) {
		return ""
	}
	return tail.FindString(s)
}

// closed returns the bytes of 所述的 or its like at the beginning of s.
func closed(s string) int {
	i := spaces(s)
	i += len(prefix(s[i:], []string{"中"}))
	i += len(prefix(s[i:], []string{"的"}))
	i += len(prefix(s[i:], closings))
	return i + len(prefix(s[i:], []string{"的", "之"}))
}

// spaces returns the bytes of ASCII white space at the beginning of s.
func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\n\f\r")) }

func (r *Reference) shift(by int) {
	for _, p := range []*Span{&r.Span, &r.List} {
		p.Start += by
		p.End += by
	}
}

// The bounds of the product of several references in one claim.
const (
	maxAlternatives = 512
	maxCombined     = 32 // references; further ones are read and not combined
)

// combine multiplies the alternatives of the references of one claim: a system with the device
// of claim 1 and the terminal of claim 2 or 3 builds on {1, 2} or {1, 3}. Where the product
// would pass the bound, the first alternative of each further reference stands for it.
func combine(refs []Reference) (out [][]int) {
	for _, r := range refs[:min(len(refs), maxCombined)] {
		groups := r.Groups
		if len(groups) == 0 {
			continue
		}
		if out == nil {
			out = append(out, groups...)
			continue
		}
		if len(out)*len(groups) > maxAlternatives {
			groups = groups[:1]
		}
		var product [][]int
		for _, a := range out {
			for _, b := range groups {
				product = append(product, union(a, b))
			}
		}
		out = unique(product)
	}
	return out
}

func union(a, b []int) []int {
	out := slices.Clone(a)
	for _, n := range b {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// unique drops alternatives that are there already.
func unique(lists [][]int) (out [][]int) {
	ascending := func(a, b []int) bool { return len(a) == 1 && len(b) == 1 && a[0] < b[0] }
	sorted := true // as in 1至9: most alternatives are one claim, and none comes twice
	for i := 1; i < len(lists) && sorted; i++ {
		sorted = ascending(lists[i-1], lists[i])
	}
	if sorted {
		return lists
	}
	seen := make(map[string]bool, len(lists))
	var key []byte
	for _, l := range lists {
		key = key[:0]
		for _, n := range l {
			key = append(key, byte(n>>8), byte(n))
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			out = append(out, l)
		}
	}
	return out
}
