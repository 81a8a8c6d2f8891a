// Package text (文本) reads plain text and Markdown, and sorts the lines of any document without
// marked parts – text or word processor – into the parts of an application by their headings
// 发明名称, 说明书摘要, 权利要求书, 说明书, 说明书附图.
//
// A heading may be written as people do: with # or ** or 【】, with blanks between the characters,
// numbered, with a colon and the words on the same line. A main section such as 技术领域 opens the
// description by itself. What stands before the first heading is the cover and the title; other
// words there belong to no part and are listed as lost. A file without any heading is sorted by
// its name, or else by what its first lines look like.
package text

import (
	"regexp"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// A Line is one paragraph of a document.
type Line struct {
	Run     *canon.Run
	Kind    patent.BlockKind // Table, Picture or Formula; empty for words
	Heading int              // outline level that the format gives it, 0 for none
	Title   bool             // the format calls it the document's title
	Auto    string           // number that the word processor puts before it, "1."
	File    string           // entry of a picture
	Present bool             // whether that entry is in the submission
	cont    bool             // goes on after a line break inside the paragraph
}

// Words makes a line of plain words.
func Words(s string) Line {
	r := canon.NewRun(false)
	r.Text(s)
	return Line{Run: r}
}

// Assemble sorts the lines into a. The file's name decides the part where no heading does.
func Assemble(a *patent.Application, name string, lines []Line) {
	if a.Texts == nil {
		a.Texts = map[patent.Part]*patent.Text{}
	}
	s := &sorter{a: a, name: name, part: PartOf(name), figures: map[patent.Part][]Line{}}
	s.named = s.part != ""
	for _, l := range lines {
		s.line(l)
	}
	s.finish()
}

// partNames are looked for in this order: 说明书附图 contains 说明书, 说明书摘要 contains both 说明书 and
// 摘要. The figure of the abstract is named so that it is not taken for the abstract.
var partNames = []struct {
	words string
	part  patent.Part
}{
	{"说明书附图", patent.Drawings}, {"说明书摘要", patent.Abstract}, {"摘要附图", ""}, {"权利要求书", patent.Claims}, {"权利要求", patent.Claims},
	{"简要说明", patent.Brief}, {"承诺书", patent.Undertaking}, {"委托书", patent.Mandate}, {"请求书", patent.RequestForm},
	{"说明书", patent.Description}, {"摘要", patent.Abstract},
	{"100001", patent.Claims}, {"100002", patent.Description}, {"100003", patent.Drawings}, {"100004", patent.Abstract}, {"130002", patent.Brief},
}

// PartOf returns the part that a file's name states, empty if none.
func PartOf(name string) patent.Part {
	base := canon.Squeeze(name[strings.LastIndexByte(name, '/')+1:])
	for _, p := range partNames {
		if strings.Contains(base, p.words) {
			return p.part
		}
	}
	return ""
}

// sorter is the state while lines go by.
type sorter struct {
	a        *patent.Application
	name     string
	part     patent.Part
	named    bool   // the part comes from the file's name
	found    bool   // some heading or section title was seen
	wantName bool   // the line after 发明名称
	shown    bool   // below the heading 摘要附图
	title    string // first one stated, wherever it stands
	front    []Line // before any heading: cover, title, or all of a file without headings
	claims   []Line
	prose    []Line
	abstract []Line
	brief    []Line
	other    []Line // of parts that are kept as paragraphs: undertaking, mandate
	figures  map[patent.Part][]Line
	direct   bool // the description began with a section, without the heading 说明书
}

// mainSections open the description by themselves. Sub-headings such as 实施例 do not: they occur
// in other papers too.
var mainSections = map[string]bool{"技术领域": true, "所属技术领域": true, "背景技术": true, "发明内容": true, "实用新型内容": true, "附图说明": true, "具体实施方式": true}

// line takes one paragraph apart at its soft breaks: authors put a heading and its text, or several
// numbered paragraphs, into one.
func (s *sorter) line(l Line) {
	if l.Kind != "" || l.Run.Empty() {
		s.put(l)
		return
	}
	pieces := l.Run.Split()
	for i, r := range pieces {
		p := l
		p.Run, p.cont = r, i > 0
		if i > 0 {
			p.Auto = ""
		}
		s.piece(p)
	}
}

// piece takes one line of words.
func (s *sorter) piece(l Line) {
	w := l.Run.Words()
	if w == "" {
		s.put(l)
		return
	}
	if h, ok := canon.PartHead(w); ok && s.opens(h, l) {
		s.head(h)
		return
	}
	// The first line after 发明名称 is the title, whatever it looks like.
	if s.wantName {
		s.wantName = false
		if s.named1(w) {
			return
		}
	}
	if title, ok := canon.Section(w); ok && mainSections[title] && s.part != patent.Description && s.part != patent.Brief {
		s.found, s.shown = true, false
		s.direct = s.direct || s.part == ""
		s.part = patent.Description
	}
	s.put(l)
}

// opens reports whether a line that could be a heading is one where it stands.
func (s *sorter) opens(h canon.Head, l Line) bool {
	return !h.Title || s.part == "" || s.part == patent.Description && !s.sectioned() || l.Heading > 0
}

// sectioned reports whether the description already has a section: after that the words 发明名称
// on a line of their own are text.
func (s *sorter) sectioned() bool {
	for _, l := range s.prose {
		if _, ok := canon.Section(l.Run.Words()); ok {
			return true
		}
	}
	return false
}

// head switches to the part that a heading opens.
func (s *sorter) head(h canon.Head) {
	s.found, s.wantName = true, false
	if h.Kind != "" && s.a.Kind == "" {
		s.a.Kind = h.Kind
	}
	switch {
	case h.Title:
		s.wantName = true
		if h.Rest != "" {
			s.wantName = false
			s.named1(h.Rest)
		}
	case h.Shown:
		s.shown = true
		if h.Rest != "" {
			s.designate(h.Rest)
		}
	default:
		s.part, s.shown = h.Part, false
		if h.Rest != "" {
			s.put(Words(h.Rest))
		}
	}
}

// named1 takes the words after 发明名称 as the title; false if they are something else.
func (s *sorter) named1(w string) bool {
	// Twice the 60 characters at most for a title (指南1-1-4.1.1): a longer line is a paragraph.
	if _, ok := canon.Section(w); ok || canon.Count(w) > 120 {
		return false
	}
	w = strings.Trim(w, "《》“”\"")
	if s.title == "" {
		s.title = w
	}
	if s.part == patent.Description {
		s.prose = append(s.prose, Line{Run: Words(w).Run, Title: true})
	}
	return true
}

var anyFigure = regexp.MustCompile(`图\s*[0-9０-９]+[A-Za-z]?`)

// designate takes the figure of the abstract from the line after 摘要附图.
func (s *sorter) designate(w string) {
	labels := anyFigure.FindAllString(w, -1)
	if len(labels) == 0 {
		s.lose(patent.Abstract, canon.Count(w), "“摘要附图”后的文字“"+canon.Clip(w, 30)+"”不是图号，未读入")
		return
	}
	d := &s.a.Abstract
	// "为图1" or "指定图1为摘要附图" is no loss.
	if rest := canon.Count(w) - canon.Count(labels[0]); rest > 8 {
		s.lose(patent.Abstract, rest, "“摘要附图”后只读入图号，其余文字“"+canon.Clip(w, 30)+"”未读入")
	}
	// The first one counts; how many are named is for a rule to judge.
	if d.Figure == "" {
		d.Figure = canon.Squeeze(canon.Narrow(labels[0]))
	}
	d.Count = max(d.Count, len(labels))
	// "见独立文件" announces a file of its own, in which further figures are named.
	if strings.Contains(w, "独立") || strings.Contains(w, "文件") {
		d.Count = max(1, d.Count-len(labels)+1)
	}
}

// put keeps a line for the current part. Parts are made at the end, because what the first lines
// are can only be told when it is known what follows.
func (s *sorter) put(l Line) {
	if s.shown && (l.Kind == patent.Picture || !l.Run.Empty()) {
		if l.Kind == patent.Picture {
			s.a.Abstract.Count, s.a.Abstract.File = s.a.Abstract.Count+1, l.File
		} else {
			s.designate(l.Run.Words())
		}
		return
	}
	switch s.part {
	case "":
		s.front = append(s.front, l)
	case patent.Claims:
		s.claims = append(s.claims, l)
	case patent.Description:
		s.prose = append(s.prose, l)
	case patent.Abstract:
		s.abstract = append(s.abstract, l)
	case patent.Brief:
		s.brief = append(s.brief, l)
	case patent.Drawings, patent.Pictures:
		s.figures[s.part] = append(s.figures[s.part], l)
	default:
		s.other = append(s.other, l)
	}
}

// lose lists words that belong to no part.
func (s *sorter) lose(p patent.Part, runes int, what string) {
	s.a.Losses = append(s.a.Losses, patent.Loss{Part: p, Entry: s.name, What: what, Runes: runes})
}
