package svg

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// Bar draws upright bars, one a series beside another at each label (柱状图). Negative values
// hang below zero.
func Bar(f Frame, d Data) template.HTML {
	kind := f.say("柱状图", "Bar chart")
	low, high, ok := d.bounds()
	if !ok {
		return f.empty(kind, d)
	}
	var b strings.Builder
	w, h := f.size(720, 320)
	id := f.id(fmt.Sprint(kind, d))
	f.open(&b, id, f.summary(kind, d), w, h)
	patterns(&b, id, len(d.Series))
	p := f.newPlot(&b, d, low, high)
	legend(&b, id, d, p.right, false)
	// A quarter of the slot stays free, so that groups are seen as groups.
	width := min(p.slot*0.76/float64(len(d.Series)), 48)
	for l := range d.Labels {
		x := p.x(l) - width*float64(len(d.Series))/2
		for s := range d.Series {
			if v := d.At(s, l); !math.IsNaN(v) {
				f.bar(&b, id, d, spot{s, l}, box{x, min(p.y(v), p.y(0)), width, math.Abs(p.y(v) - p.y(0))})
			}
			x += width
		}
	}
	return done(&b)
}

// Stacked draws the series on top of each other, for parts of a whole (堆积柱状图). Values
// below zero are parts of nothing and are left out.
func Stacked(f Frame, d Data) template.HTML {
	kind := f.say("堆积柱状图", "Stacked bar chart")
	sums := make([]float64, len(d.Labels))
	for l := range d.Labels {
		for s := range d.Series {
			if v := d.At(s, l); v > 0 {
				sums[l] += v
			}
		}
	}
	_, high, _ := Data{d.Labels, []Series{{Values: sums}}}.bounds()
	if !(high > 0) {
		return f.empty(kind, d)
	}
	var b strings.Builder
	w, h := f.size(720, 320)
	id := f.id(fmt.Sprint(kind, d))
	f.open(&b, id, f.summary(kind, d), w, h)
	patterns(&b, id, len(d.Series))
	p := f.newPlot(&b, d, 0, high)
	legend(&b, id, d, p.right, false)
	// Bars wider than 56 pixels look like areas and mislead when there are few labels.
	width := min(p.slot*0.64, 56)
	for l := range d.Labels {
		base := 0.0
		for s := range d.Series {
			if v := d.At(s, l); v > 0 {
				f.part(&b, id, d, spot{s, l}, box{p.x(l) - width/2, p.y(base + v), width, p.y(base) - p.y(base+v)})
				base += v
			}
		}
		// The whole stands over the stack, as the parts alone do not tell it.
		if base > 0 && measure(f.format(base), 12) <= p.slot {
			fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="middle">%s</text>`, num(p.x(l)), num(p.y(base)-5), esc(f.format(base)))
		}
	}
	return done(&b)
}

// A box is a rectangle in pixels, a spot the place of a value in the data.
type (
	box  struct{ x, y, w, h float64 }
	spot struct{ series, label int }
)

// name is what a value is called in its hover text and link.
func (f Frame) name(d Data, s, l int) string {
	name := d.Labels[l]
	if len(d.Series) > 1 {
		name += " " + d.Series[s].Name
	}
	return name + f.say("：", ": ") + f.withUnit(d.At(s, l))
}

// bar draws one bar with its value beyond the end.
func (f Frame) bar(b *strings.Builder, id string, d Data, at spot, r box) {
	s, l := at.series, at.label
	v := d.At(s, l)
	f.link(b, s, l, f.name(d, s, l), func() {
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s" stroke="%s"><title>%s</title></rect>`,
			num(r.x), num(r.y), num(r.w), num(r.h), fill(id, s), shadeOf(s).color, esc(f.name(d, s, l)))
	})
	// A value that does not fit over its bar is left to the hover text and the table.
	if text := f.format(v); measure(text, 11) <= max(r.w+6, 16) {
		y := r.y - 4
		if v < 0 {
			y = r.y + r.h + 12
		}
		fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="middle" font-size="11">%s</text>`, num(r.x+r.w/2), num(y), esc(text))
	}
}

// part draws one piece of a stack with its value on a light plate, so that the digits stay
// readable on every pattern.
func (f Frame) part(b *strings.Builder, id string, d Data, at spot, r box) {
	s, l := at.series, at.label
	f.link(b, s, l, f.name(d, s, l), func() {
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s" stroke="%s"><title>%s</title></rect>`,
			num(r.x), num(r.y), num(r.w), num(r.h), fill(id, s), shadeOf(s).color, esc(f.name(d, s, l)))
	})
	text := f.format(d.At(s, l))
	if tw := measure(text, 11) + 6; r.h >= 18 && tw <= r.w {
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="14" fill="#ffffff"/><text x="%s" y="%s" text-anchor="middle" font-size="11">%s</text>`,
			num(r.x+r.w/2-tw/2), num(r.y+r.h/2-7), num(tw), num(r.x+r.w/2), num(r.y+r.h/2+4), esc(text))
	}
}
