package docx

import (
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/text"
	"zhibao/patent/reader/xmltree"
)

// body reads the paragraphs and tables below a node in order.
func (d *document) body(n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "p":
			d.paragraph(k)
		case "tbl":
			d.table(k)
		// Content controls and custom markup only wrap what is there.
		case "sdt":
			d.body(k.First("sdtcontent"))
		case "ins", "moveto", "customxml", "smarttag":
			d.body(k)
		case "sectpr":
			d.sections(k)
		}
	}
}

// sections follows the headers and footers of a section into the traces.
func (d *document) sections(n *xmltree.Node) {
	for _, k := range n.Elements() {
		if p := k.Plain(); p == "headerreference" || p == "footerreference" {
			d.traces.note("header", "", 0)
		}
	}
}

// paragraph makes one line of a paragraph. Pictures that stand alone in a paragraph are lines of
// their own, because the caption below belongs to them. The words of text boxes follow.
func (d *document) paragraph(n *xmltree.Node) {
	r := canon.NewRun(false)
	w := words{d: d, run: r}
	st := d.style(n)
	w.inline(n)
	line := text.Line{Run: r, Heading: st.heading, Title: st.title}
	// Empty paragraphs of a list carry no number, as Word shows it.
	if !r.Empty() && st.num != "" && st.num != "0" {
		if num := d.nums[st.num]; num != nil {
			if line.Auto = num.next(st.level); line.Auto != "" {
				d.traces.note("autonumber", line.Auto, canon.Count(line.Auto))
			}
		}
	}
	if r.Words() == "" && len(r.Marks()) > 0 { // a paragraph of pictures only
		for _, m := range r.Marks() {
			d.lines = append(d.lines, text.Line{Run: canon.NewRun(false), Kind: m.Kind, File: m.File, Present: d.set.Find(m.File) != nil})
		}
	} else {
		d.lines = append(d.lines, line)
	}
	for _, box := range w.boxes {
		d.traces.note("textbox", box.Words(), canon.Count(box.Words()))
		d.body(box)
	}
}

// style settles what the paragraph's own properties and its style say.
func (d *document) style(n *xmltree.Node) style {
	ppr := n.First("ppr")
	st := d.styled[ppr.First("pstyle").Val()]
	if o := ppr.First("outlinelvl"); o != nil {
		if v, err := strconv.Atoi(o.Val()); err == nil && v < 9 {
			st.heading = v + 1
		}
	}
	if num := ppr.First("numpr"); num != nil {
		if id := num.First("numid"); id != nil {
			st.num = id.Val()
		}
		if lvl := num.First("ilvl"); lvl != nil {
			st.level, _ = strconv.Atoi(lvl.Val())
		}
	}
	return st
}

// table makes one line of a table: cells parted by tabs, rows by line feeds. Tables inside cells
// follow as words of the cell.
func (d *document) table(n *xmltree.Node) {
	if layout(n) {
		d.unfold(n)
		return
	}
	r := canon.NewRun(false)
	d.rows(n, r)
	d.lines = append(d.lines, text.Line{Run: r, Kind: patent.Table})
}

// layout reports a table that only arranges the papers on the page: the headings of both the claims
// and the description stand in it. A table of the description has neither.
func layout(n *xmltree.Node) bool {
	claims, description := false, false
	for _, row := range n.All("tr") {
		for _, cell := range cells(row) {
			for _, p := range cell.All("p") {
				if h, ok := canon.PartHead(p.Words()); ok {
					claims = claims || h.Part == patent.Claims
					description = description || h.Part == patent.Description
				}
			}
		}
	}
	return claims && description
}

// unfold reads the cells of a layout one after the other, as if there were no table.
func (d *document) unfold(n *xmltree.Node) {
	for _, row := range n.All("tr") {
		for _, cell := range cells(row) {
			d.body(cell)
		}
	}
}

// rows writes the rows of a table, also those inside content controls.
func (d *document) rows(n *xmltree.Node, r *canon.Run) {
	for _, row := range n.Elements() {
		switch row.Plain() {
		case "tr":
			r.Line()
			first := true
			for _, cell := range cells(row) {
				d.merged(cell)
				if !first {
					r.Cell()
				}
				first = false
				d.cell(cell, r)
			}
		case "sdt":
			d.rows(row.First("sdtcontent"), r)
		case "ins", "customxml":
			d.rows(row, r)
		}
	}
}

// cells lists the cells of a row, also those inside content controls.
func cells(row *xmltree.Node) []*xmltree.Node {
	var out []*xmltree.Node
	for _, k := range row.Elements() {
		switch k.Plain() {
		case "tc":
			out = append(out, k)
		case "sdt":
			out = append(out, cells(k.First("sdtcontent"))...)
		}
	}
	return out
}

// cell writes the words of one cell. Paragraphs inside it are parted by a blank, since line feeds
// end rows; a table inside a cell follows as words, so nothing is lost.
func (d *document) cell(n *xmltree.Node, r *canon.Run) {
	paragraphs := 0
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "p":
			if paragraphs++; paragraphs > 1 {
				r.Tab()
			}
			w := words{d: d, run: r}
			w.inline(k)
			for _, box := range w.boxes {
				d.cell(box, r)
			}
		case "tbl":
			d.traces.note("nested", "", 0)
			for _, row := range k.Elements() {
				for _, c := range cells(row) {
					r.Tab()
					d.cell(c, r)
				}
			}
		case "sdt":
			d.cell(k.First("sdtcontent"), r)
		}
	}
}

// words gathers the inline content of one paragraph.
type words struct {
	d     *document
	run   *canon.Run
	boxes []*xmltree.Node // text boxes anchored here; read after the paragraph
	field int             // nesting of complex fields
	instr bool            // inside the instruction of a field
}

// inline goes through what a paragraph holds. Insertions are read, deletions and the old place of
// moved words are not.
func (w *words) inline(n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch p := k.Plain(); p {
		case "r":
			w.r(k)
		case "ins", "moveto":
			before := len(w.run.Words())
			w.inline(k)
			added := w.run.Words()[before:]
			w.d.traces.note(change(p), added, canon.Count(added))
		// Counted, so that the applicant is told what the final text does not have.
		case "del", "movefrom":
			gone := deleted(k)
			w.d.traces.lost(change(p), gone, canon.Count(gone))
		case "omath", "omathpara":
			w.run.Mark(patent.Formula, "", "")
			w.math(k)
			w.d.traces.note("formula", k.Words(), canon.Count(k.Words()))
		case "hyperlink", "fldsimple":
			if p == "fldsimple" {
				w.d.instruction(k.Attr("instr"))
			}
			w.inline(k)
		case "sdt":
			w.inline(k.First("sdtcontent"))
		case "alternatecontent":
			w.alternate(k)
		case "smarttag", "customxml", "dir", "bdo", "ruby", "rubybase":
			w.inline(k)
		// A deleted paragraph mark joins two paragraphs in the final text; it has no words of its own.
		case "ppr":
			if del := k.Path("rpr", "del"); del != nil {
				w.d.traces.note("deletion", "段落标记", 0)
			}
		}
	}
}

// change names a tracked change.
func change(p string) string {
	switch p {
	case "ins":
		return "insertion"
	case "del":
		return "deletion"
	}
	return "move"
}

// deleted returns all words below a node, deleted ones too, without reading them into the text.
func deleted(n *xmltree.Node) string {
	var sb strings.Builder
	var walk func(*xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, k := range n.Elements() {
			if p := k.Plain(); p == "deltext" || p == "t" {
				sb.WriteString(raw(k))
			} else {
				walk(k)
			}
		}
	}
	walk(n)
	return sb.String()
}

// raw returns the text of a w:t as it stands.
func raw(n *xmltree.Node) string {
	var sb strings.Builder
	for _, k := range n.Kids {
		sb.WriteString(k.Text)
	}
	return sb.String()
}

// r reads one run of characters with one formatting.
func (w *words) r(n *xmltree.Node) {
	// Hidden words do not print, but a converter may take them over: they are named, not read.
	rpr := n.First("rpr")
	if on(rpr.First("vanish")) || on(rpr.First("webhidden")) {
		s := deleted(n)
		w.d.traces.lost("hidden", s, canon.Count(s))
		return
	}
	w.d.font(rpr, n)
	switch rpr.First("vertalign").Val() {
	case "superscript":
		w.run.Span(true, func() { w.content(n) })
	case "subscript":
		w.run.Span(false, func() { w.content(n) })
	default:
		w.content(n)
	}
}

// content reads what one run of characters holds.
func (w *words) content(n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch p := k.Plain(); p {
		case "t":
			if !w.instr {
				w.run.Text(raw(k))
			}
		case "br", "cr":
			w.run.Break()
		case "tab", "ptab":
			w.run.Tab()
		case "nobreakhyphen": // the soft hyphen is none: it shows only where a line happens to end
			w.run.Text("-")
		case "sym":
			w.symbol(k)
		case "fldchar":
			w.fieldChar(k)
		case "instrtext": // the instruction of a field; its result follows as ordinary words
			w.d.instruction(raw(k))
		case "drawing", "pict", "object":
			w.graphic(k)
		case "alternatecontent":
			w.alternate(k)
		// The words are read from the parts of the archive in which they stand, see asides.
		case "footnotereference", "endnotereference":
			w.d.traces.note("note", "", 0)
		case "commentreference":
			w.d.traces.note("comment", "", 0)
		case "ruby": // the pronunciation above the characters is no text
			for _, base := range k.All("rubybase") {
				w.inline(base)
			}
		}
	}
}

// fieldChar keeps the result of a field and drops its instruction.
func (w *words) fieldChar(n *xmltree.Node) {
	switch n.Attr("fldchartype") {
	// What stands between begin and separate is code, what follows is what people see.
	case "begin":
		w.field++
		w.instr = true
	case "separate":
		w.instr = false
	case "end":
		w.field = max(w.field-1, 0)
		w.instr = false
	}
}

// symbol reads a character of a symbol font: Greek and mathematics of the Symbol font have
// Unicode characters; anything else is lost and said to be.
func (w *words) symbol(n *xmltree.Node) {
	v, err := strconv.ParseUint(n.Attr("char"), 16, 32)
	font := strings.ToLower(n.Attr("font"))
	if err == nil {
		if c := symbolRune(rune(v), font); c != 0 {
			w.run.Text(string(c))
			return
		}
	}
	w.d.traces.lost("symbol", n.Attr("font")+" "+n.Attr("char"), 1)
}

// alternate takes the first choice that Word offers; the fallback repeats it for old programs.
func (w *words) alternate(n *xmltree.Node) {
	at := n.First("choice")
	if at == nil {
		at = n.First("fallback")
	}
	if at == nil {
		return
	}
	// A choice may hold runs or the content of one.
	w.content(at)
	w.inline(at)
}
