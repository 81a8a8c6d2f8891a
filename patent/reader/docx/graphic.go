package docx

import (
	"path"

	"zhibao/patent"
	"zhibao/patent/reader/xmltree"
)

// graphic notes the pictures and text boxes of a drawing.
func (w *words) graphic(n *xmltree.Node) {
	if n.Plain() == "object" {
		w.d.traces.note("object", "", 0)
	}
	// The official converter takes no floating objects: their place in the text is not defined.
	if n.First("anchor") != nil {
		w.d.traces.note("floating", "", 0)
	}
	var walk func(*xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, k := range n.Elements() {
			switch k.Plain() {
			// DrawingML embeds pictures by r:embed, the older VML by r:id.
			case "blip", "imagedata":
				id := k.Attr("embed")
				if id == "" {
					id = k.Attr("id")
				}
				w.run.Mark(patent.Picture, "", w.d.media(id))
			case "txbxcontent":
				w.boxes = append(w.boxes, k)
			case "fallback": // repeats the choice for old programs
			default:
				walk(k)
			}
		}
	}
	walk(n)
}

// media returns the entry of a picture.
func (d *document) media(id string) string {
	r := d.rels[id]
	// An external picture was refused by safe; one without relation is shown as missing.
	if r.external || r.target == "" {
		return ""
	}
	return path.Clean(r.target)
}

// math writes a formula on one line: what is raised or lowered is marked so, fractions get a
// slash, roots a sign.
func (w *words) math(n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "t":
			w.run.Text(raw(k))
		case "f":
			w.math1(k.First("num"))
			w.run.Text("/")
			w.math1(k.First("den"))
		// The sign of the root without brackets around what follows; the words are all there.
		case "rad":
			w.run.Text("√")
			w.math1(k.First("deg"))
			w.math1(k.First("e"))
		case "sup":
			w.run.Span(true, func() { w.math(k) })
		case "sub":
			w.run.Span(false, func() { w.math(k) })
		default:
			w.math(k)
		}
	}
}

// math1 writes a part of a formula that may be absent.
func (w *words) math1(n *xmltree.Node) {
	if n != nil {
		w.math(n)
	}
}
