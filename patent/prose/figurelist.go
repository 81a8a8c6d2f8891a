package prose

import "strings"

// A FigureEntry is one entry of 附图说明: 图1为本实用新型的结构示意图.
type FigureEntry struct {
	Span         // the entry without the mark behind it
	Label   Span // 图1, 图4A和图4B
	Words   Span // what the entry says of its figures
	Figures []Figure
	Chinese bool // numbered with Chinese numerals
}

// readFigures fills the list of figures and the citations.
func (d *Description) readFigures(ls []line) {
	f := newFigureReader(d.Text.Text)
	at := 0
	kind, body := Preface, Span{0, len(d.Text.Text)}
	for _, l := range ls {
		if !l.prose() {
			continue
		}
		var heads []Citation
		for _, c := range f.all(l) {
			for at < len(d.Sections) && d.Sections[at].Title.Start <= c.Start {
				kind, body = d.Sections[at].Kind, d.Sections[at].Body
				at++
			}
			c.Section = kind
			// The words behind an inline title belong to the section though the line begins before it.
			if kind == FigureList && c.Start >= body.Start && d.isHead(c, l, body) {
				heads = append(heads, c)
			} else {
				d.Citations = append(d.Citations, c)
			}
		}
		// A title inside the line ends the list.
		end := l.End
		if n := len(heads); n > 0 && at < len(d.Sections) && d.Sections[at-1].Kind == FigureList {
			end = min(end, d.Sections[at].Title.Start)
		} else if n > 0 {
			end = min(end, d.Section(FigureList).Body.End)
		}
		d.entries(heads, Span{l.Start, max(end, l.Start)})
	}
}

// entries makes an entry of each label that opens one; its words end where the next begins.
func (d *Description) entries(heads []Citation, l Span) {
	for i, h := range heads {
		end := l.End
		if i+1 < len(heads) {
			end = heads[i+1].Start
		}
		end = max(end, h.End) // a second list of figures lies behind the end of the first
		words := trim(d.Text.Text, Span{h.End, legend(d.Text.Text, h.End, end)})
		kept := unnumbered(strings.TrimRightFunc(words.Of(d.Text.Text), blank))
		words.End = words.Start + len(strings.TrimRight(kept, "；;。.，, "))
		// The word that joins the last two entries belongs to neither.
		for _, and := range []string{"以及", "和"} {
			if cut, ok := strings.CutSuffix(words.Of(d.Text.Text), and); ok {
				words.End = words.Start + len(strings.TrimRight(cut, "；;，, "))
			}
		}
		e := FigureEntry{Span: Span{h.Start, max(h.End, words.End)}, Label: h.Span, Words: words, Figures: h.Figures, Chinese: h.Chinese}
		d.Figures = append(d.Figures, e)
		d.listed.Add(h.Figures...)
	}
}

// legend returns where the words of an entry end because a legend begins: 图中：1-底座.
func legend(text string, from, end int) int {
	for _, w := range []string{"图中", "附图标记", "其中"} {
		if i := strings.Index(text[from:end], w); i > 0 {
			if r, n := before(text, skipBack(text, from+i)); strings.ContainsRune("。；;，,]】", r) {
				end = skipBack(text, from+i)
				if r != ']' && r != '】' {
					end -= n
				}
			}
		}
	}
	return end
}

// skipBack returns the offset before the blanks that end at i.
func skipBack(s string, i int) int {
	for i > 0 {
		r, w := before(s, i)
		if !blank(r) || r == '\n' {
			return i
		}
		i -= w
	}
	return i
}

// maxLead is how many bytes before a label are looked at.
const maxLead = 60

// isHead reports whether a mention opens an entry: it stands at the beginning of the line or
// behind the end of another entry, and a word that opens an explanation follows.
func (d *Description) isHead(c Citation, l line, body Span) bool {
	text := d.Text.Text
	start := max(l.Start, body.Start)
	// Only the last words before the label matter; a long line must not be read again and again.
	near := max(start, c.Start-maxLead)
	lead := strings.TrimFunc(unnumbered(strings.TrimFunc(text[near:c.Start], blank)), blank)
	lead = strings.TrimSuffix(lead, "附")
	lead = strings.TrimFunc(lead, blank)
	next := text[skipBlank(text, c.End):l.End]
	if near == start && opens(lead) {
		return !leads(next, "中 内 里 的 所示的 可知 可见 可以 和") || leads(next, "中示 中为")
	}
	explained := leads(next, "为 是 示 所示为 表示 显示 展示 描绘 描述 系 ： : 示出 说明 给出 图示 - — 、本 ，本 ,本")
	switch {
	case strings.HasSuffix(lead, "；"), strings.HasSuffix(lead, ";"), strings.HasSuffix(lead, "。"):
		return explained
	case strings.HasSuffix(lead, "，"), strings.HasSuffix(lead, ","), strings.HasSuffix(lead, "："), strings.HasSuffix(lead, "以及"):
		return leads(next, "为 是 ： : 系 示出 表示")
	}
	return false
}

// unnumbered drops a typed paragraph number at the end of what stands before a label.
func unnumbered(lead string) string {
	i := max(strings.LastIndexByte(lead, '['), strings.LastIndex(lead, "【"))
	if i < 0 || len(lead)-i > 16 {
		return lead
	}
	if n, ok := typedNumber(lead, i); ok && n.End == len(lead) {
		return lead[:i]
	}
	return lead
}

// opens reports whether what stands before a label is nothing, a bullet or a number.
func opens(lead string) bool {
	return len(lead) <= 12 && strings.Trim(lead, "0123456789()（）.．、-—·•*●◆■①②③④⑤⑥⑦⑧⑨⑩ \t") == ""
}

// leads reports whether s begins with one of the words, which blanks part.
func leads(s, words string) bool {
	for _, w := range strings.Fields(words) {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
