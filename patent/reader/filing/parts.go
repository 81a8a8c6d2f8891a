package filing

import (
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
