package cnxml

import (
	"strconv"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/xmltree"
)

// drawings lists the figures. Each is a block with its label as words, so that a finding can
// point at it; captions between them are paragraphs.
func (b *body) drawings(out *canon.Builder, n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "figure":
			f := b.figure(k)
			b.a.Figures = append(b.a.Figures, f)
			r := canon.NewRun(false)
			r.Text(f.Label)
			if f.Label == "" {
				r.Mark(patent.Picture, k.Attr("id"), f.File)
			}
			out.Add(patent.Picture, f.Number, k.Attr("id"), r)
			out.File(f.File)
		case "p", "cndrawingp", "paragraphs", "heading":
			b.paragraph(out, k)
		case "docpage", "br", "pb":
		default:
			b.drawings(out, k)
		}
	}
}

// figure reads one figure. Publications state wi and he in pixels, filings in millimetres; only the
// latter are kept as a size.
func (b *body) figure(n *xmltree.Node) patent.Figure {
	img := n.First("img", "image")
	f := patent.Figure{Label: n.Attr("figurelabels"), Number: n.Attr("num")}
	if img == nil {
		return f
	}
	f.File, f.Present = b.src.file(img.Attr("file"))
	if b.src.Millimetres {
		f.MMWidth, f.MMHeight = Number(img.Attr("wi")), Number(img.Attr("he"))
	}
	return f
}

// Number reads a length such as "160.5"; 0 if it is none.
func Number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	// A hundred metres bound what a broken attribute can claim.
	if err != nil || v < 0 || v > 100_000 {
		return 0
	}
	return v
}

// abstract reads the paragraphs and the figure of the abstract. Deposits of biological material,
// which the 2006 standard puts here, are data and would count as words otherwise.
func (b *body) abstract(out *canon.Builder, n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "cnabstfigure", "abstractfigure", "figure":
			b.designate(k)
		case "p", "paragraphs", "heading", "abstproblem", "abstsolution":
			if k.First("biodeposit", "preservation") != nil && k.Attr("num") == "bio" {
				b.deposits(k)
				continue
			}
			b.paragraph(out, k)
		case "docpage":
		default:
			b.abstract(out, k)
		}
	}
}

// designate notes the figure that goes with the abstract.
func (b *body) designate(n *xmltree.Node) {
	figures := n.All("figure")
	if n.Plain() == "figure" {
		figures = []*xmltree.Node{n}
	}
	for _, k := range figures {
		f := b.figure(k)
		d := &b.a.Abstract
		// The first is the figure of the abstract; that there are more is for a rule to say.
		if d.Count++; d.Count == 1 {
			d.Figure, d.File = f.Label, f.File
		}
	}
	if len(figures) == 0 && n.First("img", "image") != nil {
		b.a.Abstract.Count++
		b.a.Abstract.File, _ = b.src.file(n.First("img", "image").Attr("file"))
	}
}

// deposits keeps the samples of biological material that a publication names.
func (b *body) deposits(n *xmltree.Node) {
	if b.a.Publication == nil {
		return
	}
	for _, d := range n.All("biodeposit") {
		b.a.Publication.Deposits = append(b.a.Publication.Deposits, patent.Deposit{
			Unit: d.First("depositary").Words(), Number: d.First("bioaccno").Words(), Date: d.First("date").Words()})
	}
}
