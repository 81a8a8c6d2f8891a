package svg

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// Line draws a line a series over the labels (折线图). Where a value is missing the line is
// broken; nothing is interpolated.
func Line(f Frame, d Data) template.HTML {
	kind := f.say("折线图", "Line chart")
	low, high, ok := d.bounds()
	if !ok {
		return f.empty(kind, d)
	}
	var b strings.Builder
	w, h := f.size(720, 320)
	f.open(&b, f.id(fmt.Sprint(kind, d)), f.summary(kind, d), w, h)
	p := f.newPlot(&b, d, low, high)
	legend(&b, "", d, p.right, true)
	for s := range d.Series {
		k := shadeOf(s)
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>`, trace(p, d, s), k.color, k.dash)
		for l := range d.Labels {
			v := d.At(s, l)
			if math.IsNaN(v) {
				continue
			}
			f.link(&b, s, l, f.name(d, s, l), func() {
				fmt.Fprintf(&b, `<path transform="translate(%s %s)" d="%s" fill="%s"><title>%s</title></path>`,
					num(p.x(l)), num(p.y(v)), k.marker, k.color, esc(f.name(d, s, l)))
			})
			// With several lines the digits would cover each other; the table has them.
			if len(d.Series) == 1 && measure(f.format(v), 11) <= p.slot {
				fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="middle" font-size="11">%s</text>`, num(p.x(l)), num(p.y(v)-8), esc(f.format(v)))
			}
		}
	}
	return done(&b)
}

// trace returns the path of a series, lifted over missing values.
func trace(p plot, d Data, s int) string {
	var path strings.Builder
	pen := "M"
	for l := range d.Labels {
		v := d.At(s, l)
		if math.IsNaN(v) {
			pen = "M"
			continue
		}
		path.WriteString(pen + num(p.x(l)) + " " + num(p.y(v)))
		pen = "L"
	}
	return path.String()
}
