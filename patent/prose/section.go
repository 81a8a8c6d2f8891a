package prose

import (
	"strings"
	"unicode/utf8"

	"zhibao/patent"
)

// A SectionKind is one of the five parts of a description (专利法实施细则第二十条), by its title.
type SectionKind string

// The five parts, and what stands above the first title.
const (
	Preface     SectionKind = ""
	Field       SectionKind = "技术领域"
	Background  SectionKind = "背景技术"
	Content     SectionKind = "发明内容" // or 实用新型内容
	FigureList  SectionKind = "附图说明"
	Embodiments SectionKind = "具体实施方式"
)

// Order returns the five parts in the order that the regulation demands.
func Order() []SectionKind {
	return []SectionKind{Field, Background, Content, FigureList, Embodiments}
}

// A Section is one part of the description with its title.
type Section struct {
	Kind     SectionKind
	Title    Span // as written, with numbering and brackets
	Body     Span // up to the next title
	Standard bool // the title is the regulation's, apart from spaces, brackets and numbering
	Inline   bool // the body begins in the line of the title
	Empty    bool // no word, table, formula or picture stands in the body
}

// standard are the titles of the regulation, and usual are others under which the same part is
// found in translated and older texts. A usual title counts only where the standard one is absent.
var (
	standard = map[string]SectionKind{
		"技术领域": Field, "背景技术": Background, "发明内容": Content, "实用新型内容": Content,
		"附图说明": FigureList, "具体实施方式": Embodiments,
	}
	usual = map[string]SectionKind{
		"所属技术领域": Field, "发明领域": Field, "领域": Field, "发明所属技术领域": Field, "发明所属的技术领域": Field,
		"本发明所属技术领域": Field, "应用领域": Field, "发明的技术领域": Field, "实用新型领域": Field,
		"背景": Background, "现有技术": Background, "发明背景": Background, "技术背景": Background, "相关技术": Background,
		"发明的背景": Background, "发明的背景技术": Background, "相关技术的说明": Background, "相关技术描述": Background,
		"发明的内容": Content, "发明概述": Content, "发明概要": Content, "发明的概要": Content, "概述": Content, "概要": Content,
		"发明公开": Content, "发明的公开": Content, "公开内容": Content, "发明简述": Content, "实用新型的内容": Content,
		"实用新型概述": Content, "本发明的内容": Content, "本发明内容": Content, "发明的揭示": Content, "发明的概述": Content,
		"附图的简单说明": FigureList, "附图简要说明": FigureList, "附图的简要说明": FigureList, "附图简单说明": FigureList,
		"附图简述": FigureList, "附图的说明": FigureList, "附图的简要描述": FigureList, "附图简要描述": FigureList,
		"附图描述": FigureList, "附图说明如下": FigureList, "图面说明": FigureList, "附图概述": FigureList,
		"附图的简单描述": FigureList, "附图及附图标记说明": FigureList, "说明书附图说明": FigureList,
		"具体实施方案": Embodiments, "具体实施例": Embodiments, "实施方式": Embodiments, "实施发明的方式": Embodiments,
		"最佳实施方式": Embodiments, "发明的具体实施方式": Embodiments, "实施本发明的方式": Embodiments, "发明详述": Embodiments,
		"发明的实施方式": Embodiments, "具体实施方式如下": Embodiments, "优选实施方式": Embodiments, "详细描述": Embodiments,
		"用于实施发明的方式": Embodiments, "用于实施本发明的方式": Embodiments, "实施发明的最佳方式": Embodiments,
		"本发明的最佳实施方式": Embodiments, "本发明的实施方式": Embodiments, "具体的实施方式": Embodiments,
		"优选实施方式的详细描述": Embodiments, "发明详细描述": Embodiments, "实施例": Embodiments, "具体实施方法": Embodiments,
		"发明的详细描述": Embodiments, "发明的详细说明": Embodiments, "本发明的具体实施方式": Embodiments,
		"用于实施发明的形态": Embodiments, "实施方案": Embodiments, "具体实施": Embodiments,
	}
)

// sections finds the titles and cuts the text between them.
func sections(t *patent.Text, ls []line) []Section {
	text := t.Text
	var all []Section
	has, alone := map[SectionKind]bool{}, map[SectionKind]bool{}
	note := func(s Section) {
		has[s.Kind] = has[s.Kind] || s.Standard
		alone[s.Kind] = alone[s.Kind] || s.Standard && !s.Inline
		all = append(all, s)
	}
	for _, l := range ls {
		if s, ok := heading(text, l, has); ok {
			note(s)
		}
		for _, s := range embedded(text, l) {
			if !has[s.Kind] {
				note(s)
			}
		}
	}
	// A usual title beside the standard one of the same part is a heading within it, 现有技术 within
	// 背景技术 for example; so is the second usual one.
	out := all[:0]
	used := map[SectionKind]bool{}
	for _, s := range all {
		if !s.Standard && (has[s.Kind] || used[s.Kind]) || s.Inline && alone[s.Kind] {
			continue
		}
		used[s.Kind] = true
		out = append(out, s)
	}
	for i := range out {
		out[i].Body.End = len(text)
		if i+1 < len(out) {
			out[i].Body.End = out[i+1].Title.Start
		}
	}
	fill(out, t)
	return out
}

// longest heading line in bytes: numbering, brackets and a spaced title.
const maxHeading = 120

// heading reads a line as a title, either alone on the line or, for a part not seen yet, with
// the body behind a colon or a closing 】.
func heading(text string, l line, seen map[SectionKind]bool) (Section, bool) {
	whole := trim(text, l.Span)
	if whole.IsZero() || l.kind == patent.TitleLine || l.kind == patent.Table {
		return Section{}, false
	}
	if whole.End-whole.Start <= maxHeading {
		if k, std, ok := titleKind(whole.Of(text)); ok {
			return Section{Kind: k, Standard: std, Title: whole, Body: Span{l.End, l.End}}, true
		}
	}
	cut := strings.IndexFunc(clip(whole.Of(text), maxHeading), func(r rune) bool { return r == '：' || r == ':' || r == '】' || r == ']' || r == '］' })
	if cut < 0 {
		return Section{}, false
	}
	_, n := peek(text, whole.Start+cut)
	head := Span{whole.Start, whole.Start + cut + n}
	k, std, ok := titleKind(head.Of(text))
	if !ok || !std || seen[k] {
		return Section{}, false
	}
	return Section{Kind: k, Standard: true, Inline: true, Title: head, Body: Span{head.End, head.End}}, true
}

// embedded finds titles inside a line, as in a text that lost its line breaks: a standard title
// between a full stop and a colon.
func embedded(text string, l line) (out []Section) {
	if l.kind == patent.TitleLine || l.kind == patent.Table {
		return nil
	}
	for i := l.Start; i < l.End; {
		j := strings.Index(text[i:l.End], "。")
		if j < 0 {
			return out
		}
		i = skipBlank(text, i+j+len("。"))
		rest := clip(text[i:max(i, l.End)], 30)
		n := strings.IndexAny(rest, "：:")
		if n < 0 {
			continue
		}
		if k, ok := standard[rest[:n]]; ok {
			_, w := peek(rest, n)
			at := Span{i, i + n + w}
			out = append(out, Section{Kind: k, Standard: true, Inline: true, Title: at, Body: Span{at.End, at.End}})
		}
	}
	return out
}

// titleKind looks a title up by its Chinese characters alone, with and without a leading number.
func titleKind(s string) (k SectionKind, std, ok bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case han(r):
			b.WriteRune(r)
		// Marks of a sentence, letters, or digits behind words: a line of text, not a title.
		case letter(r) || b.Len() > 0 && digit(r) || r == '。' || r == '，' || r == '；':
			return "", false, false
		}
	}
	key := b.String()
	for range 2 {
		if k, ok = standard[key]; ok {
			return k, true, true
		}
		if k, ok = usual[key]; ok {
			return k, false, true
		}
		key = strings.TrimLeft(key, "第一二三四五六七八九十")
		key = strings.TrimPrefix(key, "部分")
	}
	return "", false, false
}

// clip cuts to n bytes at most, not inside a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fill marks the sections whose body holds nothing but white space or a typed paragraph number.
// A table, formula or picture is something, though it may have no words.
func fill(out []Section, t *patent.Text) {
	for i := range out {
		out[i].Empty = Blank(withoutNumber(out[i].Body.Of(t.Text)))
	}
	for _, b := range t.Blocks {
		object := b.Kind == patent.Table || b.Kind == patent.Formula || b.Kind == patent.Picture
		if i := sectionAt(out, b.Start); object && i >= 0 && b.Start >= out[i].Body.Start {
			out[i].Empty = false
		}
	}
}

// withoutNumber drops a typed paragraph number from a body that holds nothing more.
func withoutNumber(s string) string {
	t := strings.TrimFunc(clip(s, 60), blank)
	if n, ok := typedNumber(t, 0); ok && len(s) <= 60 {
		return t[n.End:]
	}
	return s
}

// title finds the invention title: the block that the file marks, else a short first line above
// the first section.
func title(text string, ls []line, secs []Section) Span {
	limit := len(text)
	if len(secs) > 0 {
		limit = secs[0].Title.Start
	}
	for _, l := range ls {
		if l.kind == patent.TitleLine && !trim(text, l.Span).IsZero() {
			return trim(text, l.Span)
		}
	}
	if len(secs) == 0 {
		return Span{}
	}
	for _, l := range ls {
		s := trim(text, l.Span)
		if l.Start >= limit {
			break
		}
		if s.IsZero() || label(s.Of(text)) {
			continue
		}
		for _, p := range []string{"发明名称：", "发明名称:", "实用新型名称：", "实用新型名称:"} {
			if strings.HasPrefix(s.Of(text), p) {
				return trim(text, Span{s.Start + len(p), s.End})
			}
		}
		// The length that 指南1-1-4.1.1 allows at most.
		if Runes(s.Of(text)) <= 60 && !strings.ContainsAny(s.Of(text), "。；") {
			return s
		}
		break
	}
	return Span{}
}

// label reports a line that names the paper or the field instead of stating a title.
func label(s string) bool {
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "：:")
	for _, kind := range []string{"发明专利", "实用新型专利", "专利"} {
		s = strings.TrimPrefix(s, kind)
	}
	switch s {
	case "说明书", "发明名称", "实用新型名称", "名称", "申请", "申请书", "申请文件", "说明书全文":
		return true
	}
	return false
}
