package svg

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// steps are the paints of a heat table and a tile map from little to much, with the colour
// of the digits on them.
var steps = [...]struct{ fill, text string }{
	{"#f7fafd", ink}, {"#d8e8f7", ink}, {"#a9cbec", ink}, {"#2f76bd", "#ffffff"}, {deep, "#ffffff"},
}

// step returns the paint of a value between the bounds.
func step(v, low, high float64) (fill, text string) {
	if math.IsNaN(v) {
		return "#ffffff", muted
	}
	i := 0
	if high > low {
		i = min(int((v-low)/(high-low)*float64(len(steps))), len(steps)-1)
	}
	return steps[i].fill, steps[i].text
}

// Heat draws a table of cells that are the darker the greater the value; each cell prints its
// value (热力表). Series are the rows, labels the columns.
func Heat(f Frame, d Data) template.HTML {
	kind := f.say("热力表", "Heat table")
	low, high, ok := d.bounds()
	if !ok {
		return f.empty(kind, d)
	}
	// Names take what they need, up to a quarter of the width; the hover text has the whole.
	left := 40.0
	for _, s := range d.Series {
		left = max(left, min(measure(s.Name, 12)+12, 180))
	}
	var b strings.Builder
	w, _ := f.size(720, 0)
	const row, head = 28, 26
	h := head + row*len(d.Series) + 4
	f.open(&b, f.id(fmt.Sprint(kind, d)), f.summary(kind, d), w, h)
	cell := (float64(w) - left - 2) / float64(len(d.Labels))
	for l, label := range d.Labels {
		fmt.Fprintf(&b, `<text x="%s" y="17" text-anchor="middle"><title>%s</title>%s</text>`,
			num(left+(float64(l)+0.5)*cell), esc(label), esc(fit(label, 12, cell-2)))
	}
	for s := range d.Series {
		y := float64(head + row*s)
		fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="end"><title>%s</title>%s</text>`,
			num(left-6), num(y+18), esc(d.Series[s].Name), esc(fit(d.Series[s].Name, 12, left-10)))
		for l := range d.Labels {
			v := d.At(s, l)
			paint, text := step(v, low, high)
			x := left + float64(l)*cell
			name := d.Series[s].Name + " " + d.Labels[l] + f.say("：", ": ") + f.withUnit(v)
			f.link(&b, s, l, name, func() {
				fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%d" fill="%s" stroke="%s"><title>%s</title></rect>`,
					num(x), num(y), num(cell), row, paint, line, esc(name))
				fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="middle" fill="%s">%s</text>`,
					num(x+cell/2), num(y+18), text, esc(fit(f.format(v), 12, cell)))
			})
		}
	}
	return done(&b)
}
