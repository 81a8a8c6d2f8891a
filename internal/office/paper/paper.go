package paper

// A Style is the outer form of a paper.
type Style uint8

const (
	Official Style = iota // red head, number, red line (公文)
	Report                // no head; the title begins the page, page numbers say the total (报告)
)

// A Paper is a document before it is written. Only Title is required.
type Paper struct {
	Style       Style
	Front       *Cover // a page before the title
	Mark        string // upper left: 内部资料, a degree of urgency
	Authority   string // 发文机关标志, in red at the head
	Number      string // 发文字号: 苏知保预〔2026〕381号
	Title       string
	To          string // 主送, without the colon
	Body        []Block
	Attachments []string // names of the 附件, in order
	Signed      string   // 署名; several authorities one a line
	Date        string   // 成文日期: 2026年11月22日
	Contact     string   // 附注 in brackets below the date: person and telephone
	CopyTo      string   // 抄送, in the closing note (版记)
	Printed     string   // 印发机关 and 印发日期, in the closing note
	Seal        bool     // leave and mark the place of the seal over signature and date
	Verify      *Verify  // how a reader checks that the paper is genuine
	Hash        string   // digest of what the paper certifies, printed beside the QR symbol
	Copy        Copy     `json:"-"` // whose copy of an unpublished text the file is; no part of the paper
}

// A Copy says whose copy the file is. It stands at the foot of every page, and where Over is set also faintly over the text:
// a letter keeps the look of one, because it is printed and sent.
type Copy struct {
	ID   string // number of the copy
	Text string // who made it, where and when, with the number
	Over bool
}

// Verify is printed at the lower left of the last page as a QR symbol with its short code.
type Verify struct {
	URL  string // behind the symbol, at most 512 bytes
	Code string // short code a reader can type
}

// A Block is a part of the body: Para, Heading, KeyValues, Table, List, Pictures,
// PageBreak or Signatures.
type Block interface{ block() }

// Align is the position of text in its line or cell.
type Align uint8

const (
	Justify Align = iota // both margins; in a cell: left
	Left
	Center
	Right
)

// A Run is text of one kind in a paragraph.
type Run struct {
	Text string
	Bold bool
	// Quote marks words that are not the authority's own, such as a claim. They are set in Kai
	// and may contain what elsewhere counts as a placeholder.
	Quote bool
}

// Para is a paragraph; a line feed in a run begins a new line.
type Para struct {
	Runs   []Run
	Align  Align
	Indent bool // first line by two characters
	Keep   bool `json:",omitempty"` // on one page with what follows
}

// Heading is a title within the body: level 1 (一、) 黑体, level 2 （一） 楷体, levels 3 and 4 in
// the font of the body, bold at level 3. The number is part of the text.
type Heading struct {
	Level int
	Text  string
}

// KeyValue is one line of a form.
type KeyValue struct{ Key, Value string }

// KeyValues is a form table: name on the left, content on the right.
type KeyValues struct {
	Rows   []KeyValue
	Quoted bool // the contents are not the authority's own words, as Run.Quote says
}

// Table has a heading that is repeated on each page. Rows may be shorter than the heading.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Widths  []float64 // relative; from the content when empty
	Align   []Align   // by column; left when absent
	Quoted  bool      // the rows hold words that are not the authority's own, as Run.Quote says
	Whole   bool      `json:",omitempty"` // not divided between pages, as long as it fits on one
}

// List is a list, numbered （1） or with dots.
type List struct {
	Ordered bool
	Items   []string
}

// PageBreak begins a new page.
type PageBreak struct{}

// Signer is one who signs by hand; Name may be empty.
type Signer struct{ Role, Name string }

// Signatures is the area where parties sign and date, two beside each other.
type Signatures struct{ Parties []Signer }

// Cover is a page of its own before the title, such as the cover of a case file.
type Cover struct {
	Above string // small line over the title
	Title string
	Rows  []KeyValue
	Below string // at the foot
}

func (Para) block()       {}
func (Heading) block()    {}
func (KeyValues) block()  {}
func (Table) block()      {}
func (List) block()       {}
func (PageBreak) block()  {}
func (Signatures) block() {}

// P returns a paragraph of the body.
func P(text string) Para { return Para{Runs: []Run{{Text: text}}, Indent: true} }

// Q returns a paragraph that quotes words which are not the authority's own.
func Q(text string) Para { return Para{Runs: []Run{{Text: text, Quote: true}}, Indent: true} }

// H returns a heading.
func H(level int, text string) Heading { return Heading{level, text} }
