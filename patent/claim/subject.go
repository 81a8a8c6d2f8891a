package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/patent/prose"
)

// transitions are the words between preamble and characterising part, with those that mean it
// only behind a pause; 其特征值为 is none of them.
var (
	transitions = []string{"特征在于", "特征还在于", "特征是", "特征为", "特征在", "特征如下", "特征包括", "特征：", "特征:",
		"特征，", "特征,", "改进在于", "改进之处在于", "改进是"}
	pauses = "，,；;。 \n\t、：:"
)

// parts finds preamble, transition and characterising part.
func (c *Claim) parts(text string) {
	body := text[c.Body.Start:c.Body.End]
	for at := 0; at < len(body); {
		k := nextOf(body, at, "特征", "改进")
		if k < 0 {
			return
		}
		w := prefix(body[k:], transitions)
		front := strings.TrimSuffix(strings.TrimSuffix(body[:k], "技术"), "主要")
		start := len(strings.TrimSuffix(front, "其"))
		if owned := strings.HasSuffix(front, "其"); w != "" && (owned || paused(front) && strings.HasSuffix(w, "在于")) {
			end := k + len(w)
			c.Transition = Span{c.Body.Start + start, c.Body.Start + end}
			c.Preamble = Span{c.Body.Start, c.Transition.Start}
			c.Characterising = Span{c.Transition.End, c.Body.End}
			return
		}
		at = k + len("特征")
	}
}

// nextOf returns where the first of two words begins at or behind at, or -1.
func nextOf(s string, at int, a, b string) int {
	i, j := strings.Index(s[at:], a), strings.Index(s[at:], b)
	switch {
	case i < 0 && j < 0:
		return -1
	case i < 0 || j >= 0 && j < i:
		i = j
	}
	return at + i
}

func paused(front string) bool {
	r, _ := utf8.DecodeLastRuneInString(front)
	return strings.ContainsRune(pauses, r)
}

var (
	measures = []string{"种", "个", "类", "套", "组", "条", "款", "项", "台", "件", "只", "根", "块", "副", "对", "批", "支", "张", "份", "株", "段"}
	// verbs end a subject name that no comma ends: 一种支架包括底座.
	verbs = []string{"包括", "包含", "具有", "其特征", "特征在于", "由以下", "由如下", "其中", "其包", "其具", "其由", "它包", "是由", "还包", "进一步", "，", ",", "：", ":", "；", ";", "。", "\n"}
)

// subject makes out the subject name, the category and the kind of claim i; parents stand before
// their dependents, so that theirs are known.
func (s *Set) subject(i int) {
	c := &s.Claims[i]
	opening := len(c.References) > 0 && c.References[0].Opening
	at := c.Body.Start
	if opening {
		at = c.References[0].End
	}
	c.SubjectAt = s.subjectSpan(c, at)
	c.Subject = Name(s.Source[c.SubjectAt.Start:c.SubjectAt.End])
	c.Category = CategoryOf(c.Subject)
	switch {
	case len(c.References) == 0:
		c.Kind = Independent
	case !opening:
		c.Kind = Referring
	default:
		c.Kind = s.dependence(i)
	}
	if c.Kind == Dependent {
		if p := s.Claim(first1(c.References[0].Numbers)); c.Subject == "" && p != nil {
			c.Category = p.Category
		}
	}
}

func first1(list []int) int {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// verbHeads are the characters with which one of the verbs begins: few of a subject do.
var verbHeads = func() map[rune]bool {
	out := map[rune]bool{}
	for _, w := range verbs {
		r, _ := utf8.DecodeRuneInString(w)
		out[r] = true
	}
	return out
}()

// subjectSpan returns the words that name the subject, from 一种 or the reference to the first
// pause that stands outside brackets.
func (s *Set) subjectSpan(c *Claim, at int) Span {
	end := c.Body.End
	if !c.Transition.Empty() && c.Transition.Start >= at {
		end = c.Transition.Start
	}
	at += blanks(s.Source[at:end])
	at += article(s.Source[at:end])
	words := s.Source[at:end]
	depth, stop := 0, len(words)
	for i, r := range words {
		if opensBracket(r) {
			depth++
		} else if closesBracket(r) {
			depth = max(depth-1, 0)
		}
		if depth > 0 && i < 2000 {
			continue
		}
		if !verbHeads[r] {
			continue
		}
		if w := prefix(words[i:], verbs); w != "" && (isPause(w) && !locant(words, i, len(w)) || !isPause(w) && i > 0 && ends(words, i)) {
			stop = i
			break
		}
	}
	return Span{at, at + len(strings.TrimRightFunc(words[:stop], func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && !strings.ContainsRune("）)］]\"”’'％%", r)
	}))}
}

// article returns the bytes of 一种 or another number with its measure.
func article(s string) int {
	for _, one := range []string{"一个或多个", "一种或多种", "至少一个", "至少一种", "多个", "所述的", "所述", "本发明的", "本实用新型的", "一", "1", "１"} {
		rest, ok := strings.CutPrefix(s, one)
		if !ok {
			continue
		}
		if len(one) > 3 {
			return len(one)
		}
		if m := prefix(rest, measures); m != "" {
			return len(one) + len(m)
		}
	}
	return 0
}

// ends reports whether a verb at words[i:] ends the subject: 一种包含A的组合物 goes on, because the
// words up to the comma end in the name of a thing, and 一种支架包括底座 does not.
func ends(words string, i int) bool {
	front := words[:i]
	if utf8.RuneCountInString(front) < 2 || suffix(front, []string{"用于", "一种", "使用", "利用", "对于", "的"}) != "" {
		return false
	}
	rest := words[i:]
	if k := strings.IndexAny(rest, "，,：:；;。\n"); k >= 0 {
		rest = rest[:k]
	}
	_, tail, attributive := cutLast(rest, "的")
	if attributive && prefix(front, []string{"用于", "在", "对", "基于", "利用", "采用", "适用于", "应用于", "具有", "配备", "通过", "由"}) != "" && !strings.Contains(front, "的") {
		return false
	}
	return !attributive || utf8.RuneCountInString(tail) > 12 || CategoryOf(front) != Product || prefix(words[i:], []string{"其特征", "特征在于"}) != ""
}

// locant reports a comma between figures, as in 2,4-二氯苯.
func locant(words string, i, size int) bool {
	if i == 0 || words[i-1] < '0' || words[i-1] > '9' {
		return false
	}
	_, n := digit(words[i+size:])
	return n > 0
}

func isPause(w string) bool { return w == "\n" || unicode.IsPunct([]rune(w)[0]) }

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// Name returns a subject name without 一种, white space and bracketed signs.
func Name(words string) string {
	words = words[article(words):]
	if prose.HanEnd(words, 0) == len(words) {
		return words // nothing to leave out
	}
	var b strings.Builder
	b.Grow(len(words))
	depth := 0
	for _, r := range words {
		switch {
		case opensBracket(r):
			depth++
		case closesBracket(r):
			depth = max(depth-1, 0)
		case depth == 0 && !unicode.IsSpace(r) && r != '“' && r != '”' && r != '"':
			b.WriteRune(r)
		}
	}
	return b.String()
}

func opensBracket(r rune) bool { return r == '（' || r == '(' || r == '［' || r == '[' }

func closesBracket(r rune) bool { return r == '）' || r == ')' || r == '］' || r == ']' }

var (
	methodEnds  = []string{"方法", "工艺", "流程", "过程", "制法", "做法", "办法", "步骤", "制备", "策略", "工法", "算法", "疗法", "合成法", "生产", "制作法", "测定法", "检测法", "分析法"}
	useEnds     = []string{"用途", "应用", "的使用"}
	mediumEnds  = []string{"介质", "可读存储器", "可读存储设备", "可读存储装置", "可读记录载体"}
	programEnds = []string{"程序产品", "计算机程序", "应用程序", "程序", "软件产品"}
	systemEnds  = []string{"系统", "平台"}
)

// CategoryOf judges a subject name by its end; an empty name has no category.
func CategoryOf(name string) Category {
	switch {
	case name == "":
		return ""
	case suffix(name, methodEnds) != "":
		return Method
	case suffix(name, useEnds) != "":
		return Use
	case suffix(name, mediumEnds) != "":
		return Medium
	case suffix(name, programEnds) != "":
		return Program
	case suffix(name, systemEnds) != "":
		return System
	default:
		return Product
	}
}

// Head returns the last part of a subject name, behind its last 的: 方法 of 使用权利要求1所述的支架的方法.
func Head(name string) string {
	if _, after, ok := cutLast(name, "的"); ok && after != "" {
		return after
	}
	return name
}

// dependence tells a dependent claim from one that opens like it and goes on to another subject:
// 根据权利要求1所述的方法制备的材料, 权利要求1所述的化合物在制药中的用途.
func (s *Set) dependence(i int) Kind {
	c := &s.Claims[i]
	p := s.Claim(first1(c.References[0].Numbers))
	if p == nil || p == c || c.Subject == "" || p.Subject == "" {
		return Dependent
	}
	if prefix(c.Subject, []string{"所制备", "制备的", "所得", "得到的", "获得的", "制得的"}) != "" {
		return Referring
	}
	rest, ok := strings.CutPrefix(c.Subject, p.Subject)
	if !ok {
		rest, ok = strings.CutPrefix(c.Subject, Head(p.Subject))
	}
	if !ok && !p.Category.IsProduct() {
		_, rest, ok = strings.Cut(c.Subject, p.Category.Title())
	}
	if ok && rest == "" {
		return Dependent
	}
	if ok && (goesOn(rest) || c.Category != p.Category) {
		return Referring
	}
	if c.Category != p.Category && c.Category != "" && (strings.Contains(c.Subject, "的") || c.Category == Use) {
		return Referring
	}
	return Dependent
}

// goesOn reports whether words behind the parent's subject turn to another one.
func goesOn(rest string) bool {
	return prefix(rest, []string{"的", "在", "制备", "制造", "制得", "得到", "获得", "生产", "形成", "加工", "用于", "作为", "所", "中"}) != ""
}
