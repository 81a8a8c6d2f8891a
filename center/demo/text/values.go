package text

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// conditions states the value of every param in one embodiment.
func (w *writer) conditions(k int) string {
	var out []string
	for _, p := range w.params {
		on := "步骤S" + p.on + "中"
		if !w.isProcess() {
			on = w.naming.one(p.on, inText) + "的"
		}
		out = append(out, on+p.what+"为"+p.between(k))
	}
	return strings.Join(out, "，")
}

// values gives both ends and the middle of every range, one embodiment each.
func (w *writer) values() []string {
	if len(w.params) == 0 {
		return nil
	}
	suffix := ""
	if w.isProcess() {
		suffix = "-step"
	}
	return []string{
		w.frame("value"+suffix+"-first", "{C}", w.conditions(0)),
		"实施例2",
		w.frame("value"+suffix, "{N}", "2", "{C}", w.conditions(1)),
		"实施例3",
		w.frame("value"+suffix, "{N}", "3", "{C}", w.conditions(2)),
	}
}

// data reports the experiment: three embodiments around the seed's value, and what there was
// before.
func (w *writer) data() []string {
	m := w.metric
	if m.name == "" {
		return nil
	}
	var got []string
	for k := range 3 {
		// The three results differ a little, as measurements do, and never by as much as the old way.
		scale := math.Pow(10, float64(m.places))
		shift := (float64(k)-0.8)*0.045 + 0.02*w.rng.Float64()
		v := math.Round(m.ours*(1+shift)*scale) / scale
		s := strconv.FormatFloat(v, 'f', m.places, 64) + m.unit
		if slices.Contains(got, s) {
			s = strconv.FormatFloat(v+float64(k)/scale, 'f', m.places, 64) + m.unit
		}
		got = append(got, s)
	}
	theirs := strconv.FormatFloat(m.theirs, 'f', m.places, 64) + m.unit
	out := w.frame("data", "{M}", m.name, "{V}", list(got, "和"), "{Y}", theirs)
	if w.curveFigure > 0 {
		out += w.frame("curve", "{N}", strconv.Itoa(w.curveFigure), "{M}", m.name)
	}
	test := w.frame("test", "{M}", m.name, "{A}", strconv.Itoa(20+w.rng.IntN(8)), "{B2}", strconv.Itoa(5+w.rng.IntN(16)),
		"{C2}", strconv.Itoa(10*(1+w.rng.IntN(12))))
	return []string{test, out, w.contrast()}
}

// contrast takes one part or step away and measures again: the result lies in between.
func (w *writer) contrast() string {
	m := w.metric
	share := 0.35 + 0.3*w.rng.Float64()
	mid := strconv.FormatFloat(m.ours+(m.theirs-m.ours)*share, 'f', m.places, 64) + m.unit
	if w.isProcess() {
		s := w.steps[1+w.rng.IntN(len(w.steps)-2)]
		return w.frame("contrast-step", "{P}", s.name, "{F}", s.job, "{M}", m.name, "{Z}", mid)
	}
	p := w.parts[1+w.rng.IntN(len(w.parts)-1)]
	return w.frame("contrast", "{P}", w.naming.one(p.name, inText), "{F}", w.naming.apply(p.job, inText), "{M}", m.name, "{Z}", mid)
}

// others names what could stand in the place of a part or a value, and closes with a word on
// installation.
func (w *writer) others() (out []string) {
	if w.isProcess() {
		return w.otherSteps()
	}
	for _, p := range w.parts[1:] {
		for _, d := range w.lib.details {
			if strings.HasSuffix(p.name, d.suffix) && w.used["alt:"+d.suffix] == 0 && len(out) < 2 {
				w.used["alt:"+d.suffix]++
				out = append(out, w.frame("alt", "{P}", w.naming.one(p.name, inText), "{F}", w.naming.apply(p.job, inText),
					"{A}", d.others[w.rng.IntN(len(d.others))]))
			}
		}
	}
	if w.app.Kind == filing.Invention {
		out = slices.Insert(out, 0, w.apart()...)
	}
	last := w.frame("size")
	if w.moves() {
		last += w.frame("size-active")
	}
	return append(out, last)
}

// otherSteps does the same for a process.
func (w *writer) otherSteps() (out []string) {
	n := len(w.steps) - 1
	for k := range min(2, n) {
		i := (k*max(1, n/2) + w.index) % n
		p, q := w.steps[i], w.steps[i+1]
		out = append(out, w.frame("lack-step", "{P}", p.name, "{F}", p.job, "{Q}", q.name, "{G}", q.job))
	}
	for _, p := range w.params {
		out = append(out, w.frame("alt-step", "{P}", p.what, "{V}", p.span()))
	}
	return append(out, w.frame("site")+w.frame("site"))
}

// apart explains why parts stand beside each other and which can be left out.
func (w *writer) apart() (out []string) {
	n := len(w.parts) - 2
	for k := range min(2, n) {
		i := 1 + (k*max(1, n/2)+w.index)%n
		p, q := w.parts[i], w.parts[i+1]
		out = append(out, w.frame("lack", "{P}", w.naming.one(p.name, inText), "{F}", w.naming.apply(p.job, inText),
			"{Q}", w.naming.one(q.name, inText), "{G}", w.naming.apply(q.job, inText)))
	}
	var extra []string
	for _, p := range w.parts {
		if p.extra {
			extra = append(extra, w.naming.one(p.name, inText))
		}
	}
	if len(extra) > 1 {
		out = append(out, w.frame("both", "{P}", extra[0], "{Q}", extra[1]))
	}
	return out
}
