package text

import (
	"strconv"

	"zhibao/patent/filing"
)

// drawDesign writes the views and the brief explanation of a design.
func (w *writer) drawDesign() {
	a := &w.app
	a.Title, a.Locarno, a.IPC = w.name, w.ipc, ""
	a.Request.Locarno = w.ipc
	best := "立体图"
	switch w.design.views {
	case "p": // planar
		w.views("", 0, "主视图", "后视图")
		best = "主视图"
	case "g": // graphical user interface
		w.views("", 0, "主视图", "界面变化状态图1", "界面变化状态图2")
		best = "主视图"
	case "s": // two similar designs
		w.views("设计1", 0, allViews()...)
		w.views("设计2", 1, allViews()...)
		a.Request.SimilarDesigns = 2
		best = "设计1立体图"
	case "5": // bottom not seen in use
		w.views("", 0, "主视图", "后视图", "左视图", "右视图", "俯视图", "立体图")
	default:
		w.views("", 0, allViews()...)
	}
	a.Request.Partial = w.design.views == "b"
	w.brief(best)
}

// allViews are the six orthographic views and one in perspective, in the order of filing.
func allViews() []string {
	return []string{"主视图", "后视图", "左视图", "右视图", "俯视图", "仰视图", "立体图"}
}

// views adds the named views of one product.
func (w *writer) views(prefix string, variant int, names ...string) {
	faces := map[string]string{"主视图": "front", "后视图": "back", "左视图": "left", "右视图": "right", "俯视图": "top", "仰视图": "bottom", "立体图": "oblique"}
	for i, name := range names {
		art := filing.Art{Style: filing.View, Seed: uint64(w.index)*16 + uint64(variant), Face: faces[name], Width: 120, Height: 120}
		if art.Face == "" { // a further state of an interface
			art.Seed, art.Face = art.Seed+uint64(i), "front"
		}
		w.app.Figures = append(w.app.Figures, filing.Figure{Label: prefix + name, Art: art})
	}
}

// brief writes the brief explanation, its statements numbered.
func (w *writer) brief(best string) {
	lines := []string{
		w.frame("d-name"),
		w.frame("d-use", "{U}", w.design.use),
		w.frame("d-point", "{X}", w.design.point),
		w.frame("d-best", "{V}", best),
	}
	switch w.design.views {
	case "p":
		lines = append(lines, w.frame("d-planar"))
	case "g":
		lines = append(lines, w.frame("d-gui", "{X}", w.effect))
	case "s":
		lines = append(lines, w.frame("d-base"))
	case "5":
		lines = append(lines, w.frame("d-omit"))
	case "b":
		lines = append(lines, w.frame("d-part"))
	}
	for i, l := range lines {
		w.app.Brief = append(w.app.Brief, strconv.Itoa(i+1)+"."+l)
	}
}
