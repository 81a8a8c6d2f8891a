package docx

import (
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/xmltree"
)

// traces counts what a filing should not hold, by kind.
type traces struct {
	order []string
	kinds map[string]*trace
}

// trace is one kind: how often it occurs, how many characters it concerns and how many of them are
// not in the text.
type trace struct {
	times, count, gone int
	words              string
}

// of returns the counters of a kind; kinds are reported in the order in which they were met.
func (t *traces) of(kind string) *trace {
	if t.kinds == nil {
		t.kinds = map[string]*trace{}
	}
	k := t.kinds[kind]
	if k == nil {
		k = &trace{}
		t.kinds[kind] = k
		t.order = append(t.order, kind)
	}
	return k
}

// note remembers something whose words are in the text, or that has none.
func (t *traces) note(kind, words string, count int) {
	k := t.of(kind)
	k.times++
	k.count += count
	// Enough to show what was meant; a document may hold thousands of changes.
	if len(k.words) < 600 && words != "" {
		if k.words != "" {
			k.words += " "
		}
		k.words += words
	}
}

// lost remembers words that are not in the text.
func (t *traces) lost(kind, words string, count int) {
	t.note(kind, words, count)
	t.of(kind).gone += count
}

// merged notes a cell that reaches over several columns or rows.
func (d *document) merged(cell *xmltree.Node) {
	pr := cell.First("tcpr")
	if span := pr.First("gridspan").Val(); span != "" && span != "1" || pr.First("vmerge") != nil {
		d.traces.note("merged", "", 0)
	}
}

// plainFonts are what the converter of the office has, by the beginning of their names in either language.
var plainFonts = []string{"宋体", "新宋体", "simsun", "nsimsun", "黑体", "simhei", "楷体", "kaiti", "仿宋", "fangsong", "华文宋体", "华文仿宋", "华文楷体", "stsong", "stfangsong", "stkaiti", "times new roman", "+"}

// font notes Chinese characters in another font. Fonts of Latin letters do not matter, and neither does
// what the styles of the whole document say.
func (d *document) font(rpr, run *xmltree.Node) {
	fonts := rpr.First("rfonts")
	if fonts == nil {
		return
	}
	name := fonts.Attr("eastasia")
	if name == "" {
		return
	}
	low := strings.ToLower(strings.TrimPrefix(name, "方正"))
	for _, known := range plainFonts {
		if strings.HasPrefix(low, known) {
			return
		}
	}
	said := run.Words()
	if !strings.ContainsFunc(said, func(c rune) bool { return c >= 0x4e00 && c <= 0x9fff }) {
		return
	}
	if k := d.traces.of("font"); strings.Contains(k.words, name) {
		name = ""
	}
	d.traces.note("font", name, canon.Count(said))
}

// instruction notes the instruction of a field. One that would start a program or fetch a file
// makes the document unacceptable.
func (d *document) instruction(s string) {
	d.traces.note("field", s, 0)
	up := strings.ToUpper(canon.Squeeze(s))
	for _, word := range []string{"DDE", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK"} {
		if strings.HasPrefix(up, word) && d.err == nil {
			d.err = fault.New(fault.Invalid, "reader.docx_field", "文件“%s”含有会调用外部程序或文件的域（%s），不予接收。请在 Word 中删除该域后另存再上传",
				d.name, word).At(d.name)
		}
	}
}

// asides reads comments, notes, headers and footers: their words are not part of the papers.
func (d *document) asides() error {
	for _, e := range d.set.Entries {
		base, ok := strings.CutPrefix(strings.ToLower(e.Name), "word/")
		if !ok || !strings.HasSuffix(base, ".xml") {
			continue
		}
		kind := ""
		switch {
		// Footnotes of a patent text are a defect of their own, so they are told from comments.
		case base == "comments.xml":
			kind = "comment"
		case base == "footnotes.xml" || base == "endnotes.xml":
			kind = "note"
		case strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer"):
			kind = "header"
		default:
			continue
		}
		root, err := d.tree(e.Name)
		if err != nil {
			return err
		}
		// Rules above footnotes and page numbers in fields are no words.
		if s := deleted(root); canon.Count(s) > 0 {
			d.traces.lost(kind, s, canon.Count(s))
		}
	}
	return nil
}

// said is what the applicant reads about each kind; %d is the number of characters not read.
// Kinds that are not listed here lose nothing.
var said = map[string]string{
	"deletion": "修订中已删除的 %d 个字符未读入；请接受全部修订后重新上传",
	"move":     "修订中移动前的 %d 个字符未读入；请接受全部修订后重新上传",
	"hidden":   "隐藏文字 %d 个字符未读入；请删除隐藏文字后重新上传",
	"comment":  "批注 %d 个字符未读入；请删除批注后重新上传",
	"note":     "脚注、尾注 %d 个字符未读入；请移入正文后重新上传",
	"header":   "页眉、页脚 %d 个字符未读入；申请文件的内容请勿放在页眉页脚",
	"symbol":   "特殊字体的符号 %d 个无法识别，未读入；请改用标准字符",
}

// report turns the counts into traces and losses.
func (d *document) report() {
	// Empty headers and the marks of notes without words are in nearly every document.
	for _, kind := range d.traces.order {
		t := d.traces.kinds[kind]
		if kind == "header" && t.count == 0 || kind == "note" && t.count == 0 && t.times == 0 {
			continue
		}
		d.a.Traces = append(d.a.Traces, patent.Trace{Kind: kind, Entry: d.name, Words: canon.Clip(t.words, 200), Count: t.count})
		if what := said[kind]; t.gone > 0 && what != "" {
			d.a.Losses = append(d.a.Losses, patent.Loss{Part: patent.Whole, Entry: d.name, Runes: t.gone,
				What: "文件“" + d.name + "”：" + strings.Replace(what, "%d", strconv.Itoa(t.gone), 1)})
		}
	}
}

// symbolRune returns the Unicode character for one of the Symbol font, 0 if there is none.
func symbolRune(c rune, font string) rune {
	// Word puts characters of symbol fonts into U+F000 to U+F0FF; some writers leave them out there.
	if c < 0xf000 || c > 0xf0ff {
		if c >= 0x20 && (c < 0xe000 || c > 0xf8ff) && !strings.HasPrefix(font, "wingdings") && font != "symbol" {
			return c
		}
		c += 0xf000
	}
	if font != "symbol" {
		return 0
	}
	return symbols[c-0xf000]
}

// symbols is the Symbol font's upper half and Greek, by its own code.
var symbols = map[rune]rune{
	'a': 'α', 'b': 'β', 'c': 'χ', 'd': 'δ', 'e': 'ε', 'f': 'φ', 'g': 'γ', 'h': 'η', 'i': 'ι', 'j': 'ϕ', 'k': 'κ', 'l': 'λ', 'm': 'μ',
	'n': 'ν', 'o': 'ο', 'p': 'π', 'q': 'θ', 'r': 'ρ', 's': 'σ', 't': 'τ', 'u': 'υ', 'w': 'ω', 'x': 'ξ', 'y': 'ψ', 'z': 'ζ',
	'D': 'Δ', 'F': 'Φ', 'G': 'Γ', 'L': 'Λ', 'P': 'Π', 'Q': 'Θ', 'S': 'Σ', 'W': 'Ω', 'X': 'Ξ', 'Y': 'Ψ', 'A': 'Α', 'B': 'Β', 'E': 'Ε',
	0xa3: '≤', 0xb3: '≥', 0xb1: '±', 0xb0: '°', 0xb4: '×', 0xb8: '÷', 0xb9: '≠', 0xbb: '≈', 0xa5: '∞', 0xb7: '·', 0xce: '∈', 0xd7: '⋅',
	0xe5: '∑', 0xf2: '∫', 0xd6: '√', 0xb6: '∂', 0xd1: '∇', 0xae: '→', 0xac: '←', 0xa2: '′', 0xb2: '″', 0xc8: '∪', 0xc7: '∩', 0x2d: '−', 0xba: '≡', 0xb5: '∝',
}
