package filing

import (
	"path"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/designs"
	"zhibao/patent/reader/xmltree"
)

// pictures reads 130001.
func (r *reader) pictures(src cnxml.Source, root *xmltree.Node) { designs.Pictures(r.a, root, src) }

// brief reads 130002.
func (r *reader) brief(src cnxml.Source, root *xmltree.Node) { designs.Brief(r.a, root, src) }

// shown reads 100005, the figure of the abstract as a document of its own.
func (r *reader) shown(src cnxml.Source, root *xmltree.Node) {
	// The document may use the elements of the drawings or of the abstract; only figures matter.
	figures := 0
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, k := range n.Elements() {
			if k.Plain() != "figure" && k.Plain() != "img" {
				walk(k)
				continue
			}
			img := k
			if k.Plain() == "figure" {
				img = k.First("img", "image")
			}
			d := &r.a.Abstract
			// The first is taken, all are counted: more than one figure is a defect of its own.
			if figures++; figures == 1 {
				d.Figure = k.Attr("figurelabels")
				if img != nil {
					d.File, _ = src.Resolve(img.Attr("file"))
				}
			}
			d.Count = figures
		}
	}
	walk(root)
}

// loose takes the pictures in the folder of the drawings or views for figures where the document
// that should name them is missing: old packages carry nothing but the pictures.
func (r *reader) loose() {
	for _, e := range r.set.Entries {
		if !bundle.Picture(e.Name) || bundle.Noise(e.Name) || r.list.Used(e.Name) != "" {
			continue
		}
		f := patent.Figure{File: e.Name, Present: true}
		base := strings.TrimSuffix(path.Base(e.Name), path.Ext(e.Name))
		switch code := r.code(e.Name); {
		// Where the document exists, a picture that it does not name is an orphan and not a figure.
		case code == "100003" && !r.named(code):
			f.Label, _, _ = canon.FigureLabel(base)
			r.a.Figures = append(r.a.Figures, f)
		case code == "130001" && !r.named(code):
			f.Label, _ = designs.ViewName(e.Name)
			r.a.Views = append(r.a.Views, f)
		default:
			continue
		}
		r.list.Use(e.Name, "picture")
	}
}

// named reports whether the package has the document of that code.
func (r *reader) named(code string) bool { return r.a.HasForm(code) }
