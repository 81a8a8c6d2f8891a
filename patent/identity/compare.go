package identity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent"
)

// A Status is the outcome for one document.
type Status string

// The outcomes.
const (
	Same      Status = "same"
	Different Status = "different"
	Missing   Status = "missing" // passed but not filed
	Extra     Status = "extra"   // filed but not passed
)

// Title returns the Chinese name of the outcome.
func (s Status) Title() string {
	switch s {
	case Same:
		return "一致"
	case Different:
		return "不一致"
	case Missing:
		return "提交时缺少"
	default:
		return "预审时没有"
	}
}

// A Result is the comparison of what passed with what was filed.
type Result struct {
	Same      bool // every document is the same
	Documents []Document
}

// A Document is the outcome for one part of the papers.
type Document struct {
	Part        patent.Part
	Status      Status
	Passed      string // digest of the passed text, see Digest
	Filed       string
	Differences []Difference
	Notes       []string // Chinese: what differs in the packaging only, for example a re-encoded picture
}

// A Difference is one place where the filed text is not the passed text. Offsets are bytes into
// the text of the part on either side; of pictures they are those of the label.
type Difference struct {
	Part                   patent.Part
	Place                  string // "权利要求3", "[0012]", "图2", "第5段", "申请人/第一申请人/姓名或名称"
	Passed, Filed          string // the words, empty for an insertion or a deletion
	Before, After          string // common words around them
	PassedStart, PassedEnd int
	FiledStart, FiledEnd   int
}

const (
	maxDifferences = 200 // of one document
	around         = 12  // characters shown before and after
)

// Compare compares document by document.
func Compare(ctx context.Context, passed, filed *patent.Application) *Result {
	c := &comparison{ctx: ctx, passed: passed, filed: filed}
	c.flat = !heightsKnown(passed) || !heightsKnown(filed)
	res := &Result{Same: true}
	for _, p := range Papers() {
		if !passed.Has(p) && !filed.Has(p) {
			continue
		}
		d := c.document(p)
		res.Same = res.Same && d.Status == Same
		res.Documents = append(res.Documents, d)
	}
	return res
}

// heightsKnown reports whether the format can tell raised from lowered characters.
func heightsKnown(a *patent.Application) bool { return a.Reader != "text" }

// comparison is one run of Compare. flat is set where one side's format cannot raise characters.
type comparison struct {
	ctx           context.Context
	passed, filed *patent.Application
	flat          bool
}

// document decides about one part. What is absent on one side is not compared further: the whole
// part is the difference.
func (c *comparison) document(p patent.Part) Document {
	d := Document{Part: p, Status: Same, Passed: Digest(c.passed, p), Filed: Digest(c.filed, p)}
	switch {
	case !c.filed.Has(p):
		d.Status = Missing
		return d
	case !c.passed.Has(p):
		d.Status = Extra
		return d
	}
	switch p {
	case patent.RequestForm:
		c.form(&d)
	case patent.Drawings:
		c.figures(&d, c.passed.Figures, c.filed.Figures)
	case patent.Pictures:
		c.figures(&d, c.passed.Views, c.filed.Views)
	default:
		c.text(&d)
		c.inside(&d)
	}
	if p == patent.Abstract {
		c.designated(&d)
	}
	if len(d.Differences) > 0 {
		d.Status = Different
	}
	return d
}

// designated compares the figure of the abstract.
func (c *comparison) designated(d *Document) {
	a, b := label(c.passed.Abstract.Figure), label(c.filed.Abstract.Figure)
	if a != b && a != "" && b != "" {
		d.Differences = append(d.Differences, Difference{Part: d.Part, Place: "摘要附图", Passed: a, Filed: b})
	}
}

// text compares the words of a part.
func (c *comparison) text(d *Document) {
	ta, tb := c.passed.Text(d.Part), c.filed.Text(d.Part)
	a, b := normalise(ta, c.flat), normalise(tb, c.flat)
	if slices.Equal(a.runes, b.runes) {
		return
	}
	pair := pair{ta, tb, a, b}
	for _, r := range narrowed(c.ctx, a, b) {
		if len(d.Differences) == maxDifferences {
			d.Notes = append(d.Notes, "差异超过 "+itoa(maxDifferences)+" 处，其余未列出")
			return
		}
		d.Differences = append(d.Differences, pair.difference(d.Part, r))
	}
}

// narrowed finds the regions that differ: first by line of the normalised text, then by
// character inside the lines that differ.
func narrowed(ctx context.Context, a, b *normal) []region {
	la, lb := a.lines(), b.lines()
	var out []region
	for _, r := range regions(ctx, wordsOf(la), wordsOf(lb), maxBlockEdits) {
		aLo, aHi := span(la, r.aLo, r.aHi, len(a.runes))
		bLo, bHi := span(lb, r.bLo, r.bHi, len(b.runes))
		for _, s := range regions(ctx, a.runes[aLo:aHi], b.runes[bLo:bHi], maxCharEdits) {
			out = append(out, region{s.aLo + aLo, s.aHi + aLo, s.bLo + bLo, s.bHi + bLo})
		}
	}
	return merged(out)
}

// lines cuts the normalised runes at the ends of sentences and clauses. Both sides are cut by
// the same characters, so it does not matter how either was divided into blocks.
func (n *normal) lines() []token {
	var out []token
	from := 0
	for i, c := range n.runes {
		if strings.ContainsRune("。；，：", c) || i+1 < len(n.runes) && n.runes[i+1] == claim {
			out = append(out, token{string(n.runes[from : i+1]), from, i + 1})
			from = i + 1
		}
	}
	if from < len(n.runes) {
		out = append(out, token{string(n.runes[from:]), from, len(n.runes)})
	}
	return out
}

// span turns a range of lines into a range of runes. An empty range stands where its first line
// begins, so that an insertion has a place.
func span(ls []token, lo, hi, end int) (int, int) {
	start := end
	if lo < len(ls) {
		start = ls[lo].start
	}
	if hi > lo {
		return start, ls[hi-1].end
	}
	return start, start
}

// A pair is the two texts of one part with their normalised forms.
type pair struct {
	ta, tb *patent.Text
	a, b   *normal
}

// difference describes one region in the words of the texts. An insertion stands at the place of
// the filed text, because the passed text has nothing there that could be named.
func (x pair) difference(p patent.Part, r region) Difference {
	ta, tb, a, b := x.ta, x.tb, x.a, x.b
	d := Difference{Part: p, Passed: readable(a.runes[r.aLo:r.aHi]), Filed: readable(b.runes[r.bLo:r.bHi])}
	d.PassedStart, d.PassedEnd = a.bytes(r.aLo, r.aHi, len(ta.Text))
	d.FiledStart, d.FiledEnd = b.bytes(r.bLo, r.bHi, len(tb.Text))
	d.Before = readable(a.runes[max(0, r.aLo-around):r.aLo])
	d.After = readable(a.runes[r.aHi:min(len(a.runes), r.aHi+around)])
	d.Place = a.place(ta, r.aLo)
	if r.aHi == r.aLo || d.Place == "" {
		if q := b.place(tb, r.bLo); q != "" {
			d.Place = q
		}
	}
	return d
}

// bytes turns a range of runes into bytes of the original text.
func (n *normal) bytes(lo, hi, end int) (int, int) {
	if lo >= len(n.runes) {
		return end, end
	}
	if hi <= lo {
		return n.start[lo], n.start[lo]
	}
	return n.start[lo], n.end[hi-1]
}

// place names the block of a rune for the reader.
func (n *normal) place(t *patent.Text, at int) string {
	if len(n.block) == 0 {
		return ""
	}
	i := n.block[min(at, len(n.block)-1)]
	for i > 0 && t.Blocks[i].Start == t.Blocks[i].End && t.Blocks[i-1].End >= t.Blocks[i].Start {
		i-- // a picture stands in the block before it
	}
	b := t.Blocks[i]
	switch {
	case b.Kind == patent.ClaimText && b.Number != "":
		return "权利要求" + b.Number
	case b.Kind == patent.TitleLine:
		return "发明名称"
	case b.Number != "":
		return "[" + b.Number + "]"
	}
	count := 0
	for k := range i + 1 {
		if t.Blocks[k].Start < t.Blocks[k].End {
			count++
		}
	}
	return "第" + itoa(count) + "段"
}

// readable shows the marks of normalised text as people write them.
func readable(rs []rune) string {
	var sb strings.Builder
	for _, c := range rs {
		switch c {
		case raised:
			sb.WriteString("〔上标〕")
		case lowered:
			sb.WriteString("〔下标〕")
		case level:
			sb.WriteString("〔平排〕")
		case picture:
			sb.WriteString("〔图片〕")
		case claim:
		default:
			sb.WriteRune(c)
		}
	}
	return sb.String()
}

// itoa keeps sentences short.
func itoa(n int) string { return strconv.Itoa(n) }
