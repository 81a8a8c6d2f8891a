// Package patent (专利申请文件) is the subject matter: one model of an application's text, from
// whichever file it was read, in which every statement has a position that can be shown.
//
// The applicant's file is never altered. A reader turns it into an Application; what it could
// not carry over stands in Losses. All offsets are bytes into the canonical UTF-8 text of a
// part; Text.Runes turns them into code points for the outside.
package patent

import (
	"sort"
	"unicode/utf8"

	"zhibao/internal/imagery"
)

// Kind is the kind of patent applied for; the empty Kind is not known.
type Kind string

// The three kinds.
const (
	Invention    Kind = "发明"
	UtilityModel Kind = "实用新型"
	Design       Kind = "外观设计"
)

// English returns the English name of the kind.
func (k Kind) English() string {
	switch k {
	case Invention:
		return "invention"
	case UtilityModel:
		return "utility model"
	case Design:
		return "design"
	default:
		return "unknown"
	}
}

// Part is a part of the application papers, by its Chinese name.
type Part string

// The parts that have text. The form code of the filing package stands behind each.
const (
	RequestForm Part = "请求书"     // 110101, 120101, 130101
	Claims      Part = "权利要求书"   // 100001
	Description Part = "说明书"     // 100002
	Drawings    Part = "说明书附图"   // 100003
	Abstract    Part = "说明书摘要"   // 100004
	Pictures    Part = "图片或照片"   // 130001
	Brief       Part = "简要说明"    // 130002
	Mandate     Part = "专利代理委托书" // 100007
	Undertaking Part = "承诺书"
	Whole       Part = "申请文件" // findings about the package as a whole
)

// Parts lists the parts in the order in which a report shows them.
func Parts() []Part {
	return []Part{RequestForm, Claims, Description, Drawings, Abstract, Pictures, Brief, Mandate, Undertaking, Whole}
}

// An Application is everything that one submission says.
type Application struct {
	Kind         Kind
	Title        string // invention title or product name, from the request form or else the first part that has it
	Package      bool   // the source is a filing package, so what it lacks is missing
	Reader       string // which reader made this: "cnipa-package", "cn-xml-2006", "cn-xml-2.2.1", "docx", "text", "pictures"
	Request      *Request
	Publication  *Publication // what a published document says of itself, nil for a filing
	Texts        map[Part]*Text
	Titles       []Titled // every place that states the title
	Figures      []Figure // 说明书附图
	Views        []Figure // 外观设计图片或照片
	Images       []Figure // pictures inside the texts, formulas for example; File as in the blocks
	Abstract     Designated
	Entries      []Entry           // every file of the submission, in order
	Forms        []Form            // coded documents found, for example 110401
	Accompanying map[string][]Pair // fields of 110401 and 100008 by form code; Pair.Name is the path
	Losses       []Loss
	Traces       []Trace // 修订, 批注, 隐藏文字 … of a word processor's file
}

// Text returns the text of a part, or an empty text; never nil.
func (a *Application) Text(p Part) *Text {
	if t := a.Texts[p]; t != nil {
		return t
	}
	return &Text{Part: p}
}

// Has reports whether the part was submitted with any content, words or figures.
func (a *Application) Has(p Part) bool {
	if t := a.Texts[p]; t != nil && len(t.Text) > 0 {
		return true
	}
	return p == Drawings && len(a.Figures) > 0 || p == Pictures && len(a.Views) > 0
}

// HasForm reports whether a coded document was submitted.
func (a *Application) HasForm(code string) bool {
	for _, f := range a.Forms {
		if f.Code == code {
			return true
		}
	}
	return false
}

// A Text is the canonical text of one part: its blocks joined by single line feeds. Text of
// tables and formulas that travel as pictures is not in it; they are blocks without length.
type Text struct {
	Part   Part
	Text   string
	Blocks []Block
	Spans  []Span // raised and lowered characters, in order; plain text has none
}

// A Span is text set higher or lower than the line, at bytes [Start, End) of Text.Text.
type Span struct {
	Raised     bool // superscript; else subscript
	Start, End int
}

// BlockKind says what a block is.
type BlockKind string

// The kinds of blocks.
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	ClaimText BlockKind = "claim" // one whole claim as the file delimits it, with its inner line breaks
	TitleLine BlockKind = "title" // invention title at the top of the description
	Table     BlockKind = "table"
	Formula   BlockKind = "formula" // mathematics or chemistry
	Picture   BlockKind = "picture" // image inside the text
	Field     BlockKind = "field"   // one field of a form, as "名称：value"
)

// A Block is one unit of a text, at bytes [Start, End) of Text.Text.
type Block struct {
	Kind       BlockKind
	Number     string // as the file states it: "0001" of a paragraph, "1" of a claim; may be empty
	ID         string // identifier in the file, or a field's path in a form
	Start, End int
	File       string // for pictures: the entry
}

// Of returns the words of a block.
func (t *Text) Of(b Block) string { return t.Text[b.Start:b.End] }

// At returns the index of the block that holds the byte offset, or -1.
func (t *Text) At(offset int) int {
	// Blocks stand in the order of the text.
	i := sort.Search(len(t.Blocks), func(i int) bool { return t.Blocks[i].End > offset })
	if i < len(t.Blocks) && offset >= t.Blocks[i].Start {
		return i
	}
	return -1
}

// Runes turns byte offsets into offsets in Unicode code points.
func (t *Text) Runes(start, end int) (int, int) {
	s := utf8.RuneCountInString(t.Text[:start])
	return s, s + utf8.RuneCountInString(t.Text[start:end])
}

// Append adds a block with the words s and returns its index. Blocks are separated by one
// line feed.
func (t *Text) Append(kind BlockKind, number, s string) int {
	if len(t.Blocks) > 0 {
		t.Text += "\n"
	}
	start := len(t.Text)
	t.Text += s
	t.Blocks = append(t.Blocks, Block{Kind: kind, Number: number, Start: start, End: len(t.Text)})
	return len(t.Blocks) - 1
}

// Titled is one place that states the title, at bytes [Start, End) of the part's text.
type Titled struct {
	Part       Part
	Title      string
	Start, End int
}

// A Figure is one figure of the drawings or one view of a design.
type Figure struct {
	Label      string // "图1", "设计1主视图", as stated; empty if unlabelled
	Number     string // num attribute, as stated
	File       string // name of the entry it points to
	Present    bool   // whether that entry was submitted
	Format     string // "jpeg", "png", "tiff", … decoded from the content
	Width      int    // pixels
	Height     int
	MMWidth    float64 // millimetres as declared, 0 if not
	MMHeight   float64
	DPI        float64 // from the file, 0 if not stated
	Colour     bool    // more than shades of grey
	Blank      bool    // nothing drawn
	SHA256     string  // of the file
	Pixels     string  // hash of the decoded picture, equal after re-encoding without loss
	Perceptual uint64  // 64-bit perceptual hash, near after re-encoding with loss
	Cells      []byte  // mean colour of 48 × 48 cells as RGB, row by row; nil if not decoded
	Problem    string  // why it could not be decoded, in Chinese

	Marks imagery.Marks  // what is drawn, as far as measuring tells
	Read  string         `json:",omitempty"` // the engine that looked for words, empty if none did
	Words []imagery.Word `json:",omitempty"` // what it read; never more than a guess
}

// Designated is the figure that goes with the abstract, or the picture designated by a brief
// explanation.
type Designated struct {
	Figure string // "图1" or a view's name, as stated
	Count  int    // how many were designated
	File   string // entry, where the package carries the figure itself
}

// An Entry is one file of the submission.
type Entry struct {
	Name     string // path inside the submission with forward slashes
	Size     int64
	SHA256   string
	Code     string // form code, if the path or List.xml says so
	Declared bool   // named in List.xml
	Use      string // "document", "picture", "list", "attachment", "unused"
}

// A Form is a coded document of the package.
type Form struct {
	Code  string
	Name  string // Chinese name stated in the list, may be empty
	Entry string
	Pages int  // pages stated in the list, 0 if not
	Items int  // items (claims, figures) stated, 0 if not
	Known bool // the code is one that this program knows
}

// A Loss is something that a reader met and could not carry into the model.
type Loss struct {
	Part  Part
	Entry string
	What  string // Chinese: what was lost, where, and how to provide it
	Runes int    // characters lost, 0 if unknown
}

// A Trace is something in a word processor's file that is not plain final text. Deleted and
// hidden words are not in the model's texts, inserted words are.
type Trace struct {
	Kind  string // "insertion", "deletion", "move", "comment", "hidden", "note", "header", "textbox", "field", "autonumber", "formula", "object", "link", "floating", "nested", "merged", "font", "symbol"
	Part  Part   // where it stands, empty if that cannot be said
	Entry string
	Words string // the words concerned, at most 200 characters
	Count int    // characters concerned
}
