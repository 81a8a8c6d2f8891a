package text

import (
	"strconv"

	"zhibao/patent/filing"
)

// drawFigures decides which figures there are and what each shows. Every part is shown in one of
// them, the core in figure 1.
func (w *writer) drawFigures() {
	if w.isProcess() {
		w.drawProcess()
	} else {
		w.drawDevice()
	}
	// Most applicants report results in words; a third of them draw a curve as well.
	if w.metric.name != "" && w.rng.IntN(3) == 0 {
		w.curveFigure = w.figure(w.frame("fig-curve", "{N}", w.next(), "{M}", w.metric.name), filing.Art{Style: filing.Curve, Width: 120, Height: 100})
	}
	w.app.Request.AbstractFigure = "图1"
}

// next is the number of the figure to come.
func (w *writer) next() string { return strconv.Itoa(len(w.app.Figures) + 1) }

// figure adds one figure with its caption and returns its number.
func (w *writer) figure(caption string, art filing.Art) int {
	n := len(w.app.Figures) + 1
	art.Seed = uint64(w.index)*16 + uint64(n)
	w.app.Figures = append(w.app.Figures, filing.Figure{Label: "图" + strconv.Itoa(n), Art: art})
	w.captions = append(w.captions, caption)
	return n
}

// drawDevice shows the core in figure 1 and each further part in a figure of its own, next to a
// part of the core. There are always two figures at least: applications with a single one are rare.
func (w *writer) drawDevice() {
	var signs []string
	for _, p := range w.parts {
		w.app.Signs = append(w.app.Signs, Sign{w.naming.mark[p.name], p.name})
		if !p.extra {
			signs = append(signs, w.naming.mark[p.name])
			w.shown[p.name] = 1
		}
	}
	w.figure(w.frame("fig-whole", "{N}", "1"), filing.Art{Signs: signs})
	core := w.core()
	for i, p := range w.parts {
		if !p.extra {
			continue
		}
		// A further part is shown with the core part that stands before it in turn.
		q := core[1+i%(len(core)-1)]
		caption := w.frame("fig-part", "{N}", w.next(), "{P}", p.name, "{Q}", q.name)
		w.shown[p.name] = w.figure(caption, filing.Art{Signs: []string{w.naming.mark[p.name], w.naming.mark[q.name]}, Height: 120})
	}
	if len(w.app.Figures) == 1 {
		p, q := core[len(core)-2], core[len(core)-1]
		n := w.figure(w.frame("fig-part", "{N}", "2", "{P}", q.name, "{Q}", p.name),
			filing.Art{Signs: []string{w.naming.mark[p.name], w.naming.mark[q.name]}, Height: 120})
		w.shown[q.name] = n
	}
}

// drawProcess shows the steps as a flow chart, and the modules of a system as blocks.
func (w *writer) drawProcess() {
	var signs []string
	for i := range w.steps {
		signs = append(signs, "S"+strconv.Itoa(i+1))
	}
	w.figure(w.frame("fig-flow", "{N}", "1"), filing.Art{Style: filing.Flow, Signs: signs})
	if w.class != 'Y' {
		return
	}
	signs = nil
	for i := range w.steps {
		m := w.module(i)
		w.app.Signs = append(w.app.Signs, m)
		signs = append(signs, m.Mark)
	}
	w.figure(w.frame("fig-block", "{N}", "2"), filing.Art{Style: filing.Flow, Signs: signs, Height: 110})
}
