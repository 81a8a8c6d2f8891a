package text

import (
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/designs"
)

// finish makes the texts of the parts.
func (s *sorter) finish() {
	s.opening()
	s.set(patent.Claims, s.claimBlocks)
	s.set(patent.Description, s.proseBlocks)
	s.set(patent.Abstract, func(b *canon.Builder) { paragraphs(b, s.abstract, false) })
	s.set(patent.Brief, func(b *canon.Builder) { paragraphs(b, s.brief, false) })
	s.drawings(patent.Drawings, &s.a.Figures)
	s.drawings(patent.Pictures, &s.a.Views)
	if p := PartOf(s.name); len(s.other) > 0 && p != "" {
		s.set(p, func(b *canon.Builder) { paragraphs(b, s.other, false) })
	}
	if len(s.brief) > 0 {
		designs.Explain(s.a)
	}
	s.statedTitle()
}

// set keeps a finished part. A second text for the same part, from another file, is listed as lost:
// nobody can tell which of the two is meant.
func (s *sorter) set(p patent.Part, fill func(*canon.Builder)) {
	b := canon.New(p)
	fill(b)
	t := b.Text()
	if t == nil {
		return
	}
	if s.a.Texts[p] != nil {
		s.lose(p, canon.Count(t.Text), "《"+string(p)+"》出现了两次，只读取第一份，请删除多余的一份")
		return
	}
	s.a.Texts[p] = t
}

// opening decides what the lines before the first heading are: the cover, the title, or – where
// the file has no heading at all – the text itself.
func (s *sorter) opening() {
	if !s.found && !s.named {
		s.guess()
		return
	}
	var rest []string
	runes := 0
	for _, l := range s.front {
		w := l.Run.Words()
		if w == "" {
			if l.Kind == patent.Picture || len(l.Run.Marks()) > 0 {
				s.lose(patent.Whole, 0, "第一个部分标题之前有图片，未读入，请移到“说明书附图”之下")
			}
			continue
		}
		if k, ok := canon.Cover(w); ok {
			if s.a.Kind == "" {
				s.a.Kind = k
			}
			continue
		}
		if s.title == "" && (l.Title || l.Heading == 1 || len(rest) == 0) && titleLike(w) {
			s.title = w
			continue
		}
		rest = append(rest, w)
		runes += canon.Count(w)
	}
	if len(rest) > 0 {
		s.lose(patent.Whole, runes, "第一个部分标题之前的文字未归入任何部分：“"+canon.Clip(strings.Join(rest, " "), 60)+"”，请放到相应部分或删除")
	}
}

// titleLike reports whether a line can be a title: short, without the punctuation of sentences.
func titleLike(w string) bool {
	n := canon.Count(w)
	return n > 1 && n <= 60 && !strings.ContainsAny(w, "。；：:;") && !strings.HasPrefix(w, "【")
}

// guess treats a file without any heading: claims are known by their numbers, a short text that
// speaks of the disclosure is an abstract, anything else is taken as description.
func (s *sorter) guess() {
	var sp canon.Splitter
	starts, words := 0, 0
	for _, l := range s.front {
		if w := l.Run.Words(); w != "" {
			words++
			for _, piece := range canon.Inline(w) {
				if _, ok := sp.Begins(piece); ok {
					starts++
				}
			}
		}
	}
	lines := s.front
	s.front = nil
	switch {
	case words == 0 && !pictured(lines):
		return
	// Numbered steps occur in descriptions as well, but a description does not begin with one.
	case starts > 0 && firstBegins(lines):
		s.claims = lines
	// 800 characters are far more than the 300 of an abstract (指南1-1-4.5.1): the rule about its
	// length needs the text to be found as one.
	case words <= 2 && strings.Contains(joined(lines), "公开") && canon.Count(joined(lines)) < 800:
		s.abstract = lines
	default:
		s.prose = lines
		s.lose(patent.Description, 0, "文件中没有“权利要求书”“说明书”等部分标题，全部按说明书读入，请加上部分标题")
	}
}

// firstBegins reports whether the first words begin a claim.
func firstBegins(lines []Line) bool {
	for _, l := range lines {
		if w := l.Run.Words(); w != "" {
			var sp canon.Splitter
			_, ok := sp.Begins(w)
			return ok
		}
	}
	return false
}

// pictured reports whether there is anything besides words.
func pictured(lines []Line) bool {
	for _, l := range lines {
		if l.Kind != "" || len(l.Run.Marks()) > 0 {
			return true
		}
	}
	return false
}

// joined returns all words.
func joined(lines []Line) string {
	var sb strings.Builder
	for _, l := range lines {
		sb.WriteString(l.Run.Words())
	}
	return sb.String()
}

// claimBlocks makes one block of each claim; lines that begin no claim belong to the one before.
func (s *sorter) claimBlocks(b *canon.Builder) {
	var sp canon.Splitter
	var cur *canon.Run
	number := ""
	kind := patent.Paragraph // words before the first claim
	flush := func() {
		if cur != nil && !cur.Empty() {
			b.Add(kind, number, "", cur)
		}
		cur = nil
	}
	for _, l := range s.claims {
		pieces := []*canon.Run{l.Run}
		if l.Kind == "" {
			pieces = inlineClaims(l.Run)
		}
		for i, r := range pieces {
			// An automatic number is no text, but it decides where a claim begins. Where it begins
			// none it is put back: the reader of the document sees it.
			w := r.Words()
			auto := ""
			if i == 0 && l.Auto != "" && canon.ClaimNumber(l.Auto) > 0 {
				auto, w = l.Auto, l.Auto+w
			} else if i == 0 && l.Auto != "" {
				r, w = prefixed(l.Auto, r), l.Auto+w
			}
			if n, ok := sp.Begins(w); ok && l.Kind == "" {
				flush()
				kind, number, cur = patent.ClaimText, itoa(n), canon.NewRun(false)
			} else if auto != "" {
				r = prefixed(auto, r)
			}
			if cur == nil {
				cur = canon.NewRun(false)
			}
			cur.Line()
			cur.Append(r)
			if l.Kind == patent.Picture && l.File != "" {
				cur.Mark(patent.Picture, "", l.File)
			}
		}
	}
	flush()
}

// inlineClaims cuts a run where another claim begins in the middle of a line.
func inlineClaims(r *canon.Run) []*canon.Run {
	parts := canon.Inline(r.Words())
	if len(parts) == 1 || len(r.Marks()) > 0 {
		return []*canon.Run{r}
	}
	out := make([]*canon.Run, 0, len(parts))
	for _, p := range parts {
		out = append(out, Words(p).Run)
	}
	return out
}

// prefixed puts an automatic number back before the words, where readers of the document see it.
func prefixed(auto string, r *canon.Run) *canon.Run {
	p := canon.NewRun(false)
	p.Text(auto)
	p.Append(r)
	return p
}

// proseBlocks makes the blocks of the description.
func (s *sorter) proseBlocks(b *canon.Builder) {
	lines := s.prose
	// A title right before the first section belongs to the description.
	if s.title != "" && s.direct && !ownTitle(lines) {
		lines = append([]Line{{Run: Words(s.title).Run, Title: true}}, lines...)
	}
	for i, l := range lines {
		if w := l.Run.Words(); w != "" {
			if l.Title || i == firstWords(lines) && opensWithTitle(lines[i:], s.title) {
				r := canon.NewRun(false)
				r.Append(l.Run)
				b.Add(patent.TitleLine, "", "", r)
				s.title = firstOf(s.title, w)
				s.a.Titles = append(s.a.Titles, patent.Titled{Part: patent.Description, Title: w, Start: b.Len() - len(w), End: b.Len()})
				lines = lines[i+1:]
			} else {
				lines = lines[i:]
			}
			break
		}
	}
	paragraphs(b, lines, true)
}

// firstOf returns a, or b if a is empty.
func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// firstWords returns the index of the first line with words, -1 if there is none.
func firstWords(lines []Line) int {
	for i, l := range lines {
		if !l.Run.Empty() {
			return i
		}
	}
	return -1
}

// ownTitle reports whether the description begins with a title of its own.
func ownTitle(lines []Line) bool {
	i := firstWords(lines)
	return i < 0 || lines[i].Title || opensWithTitle(lines[i:], "")
}

// opensWithTitle reports whether the first line is a title: the one known already, or a short
// line before the first section.
func opensWithTitle(lines []Line, title string) bool {
	w := lines[0].Run.Words()
	if title != "" && canon.Squeeze(w) == canon.Squeeze(title) {
		return true
	}
	if _, ok := canon.Section(w); ok || !titleLike(w) || lines[0].Kind != "" {
		return false
	}
	if _, n := canon.ParaNumber(w); n > 0 {
		return false
	}
	for _, l := range lines[1:] {
		if next := l.Run.Words(); next != "" {
			_, ok := canon.Section(next)
			return ok
		}
	}
	return false
}

// paragraphs makes a block of each line; a line after a soft break goes on with the block before
// unless it has a number or is a title itself.
func paragraphs(b *canon.Builder, lines []Line, sections bool) {
	var cur *canon.Run
	kind, number := patent.Paragraph, ""
	flush := func() {
		if cur != nil && !cur.Empty() {
			b.Add(kind, number, "", cur)
		}
		cur = nil
	}
	for _, l := range lines {
		if l.Kind == patent.Table || l.Kind == patent.Formula {
			flush()
			b.Add(l.Kind, "", "", l.Run)
			continue
		}
		if l.Kind == patent.Picture {
			flush()
			r := canon.NewRun(false)
			r.Mark(patent.Picture, "", l.File)
			b.Add(patent.Picture, "", "", r)
			continue
		}
		r := l.Run
		num, cut := canon.ParaNumber(r.Words())
		_, section := canon.Section(r.Words())
		if l.cont && cur != nil && num == "" && !(sections && section) {
			cur.Line()
			cur.Append(r)
			continue
		}
		flush()
		// "[0012]" in the words, or an automatic number of that form, is the paragraph's number; any
		// other automatic number is words.
		if cut > 0 {
			r.Cut(cut)
		} else if n, c := canon.ParaNumber(l.Auto); c > 0 {
			num = n
		} else if l.Auto != "" {
			r = prefixed(l.Auto, r)
		}
		kind, number = patent.Paragraph, num
		// An outline level alone makes no heading of a whole sentence.
		if num == "" && sections && (section || l.Heading > 0 && titleLike(r.Words())) {
			kind = patent.Heading
		}
		cur = canon.NewRun(false)
		cur.Append(r)
	}
	flush()
}
