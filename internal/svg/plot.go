package svg

import (
	"fmt"
	"strings"
)

// A plot is the field of a chart with two axes: values upwards, labels from left to right.
type plot struct {
	left, top, right, bottom float64
	low, high                float64 // values at bottom and top
	slot                     float64 // width of one label
}

// newPlot draws the grid, the unit and the labels and returns where to draw the values.
func (f Frame) newPlot(b *strings.Builder, d Data, low, high float64) plot {
	scale := ticks(low, high, 5)
	// The left margin is as wide as the longest value on the axis.
	w, h := f.size(720, 320)
	p := plot{top: 42, right: float64(w) - 12, bottom: float64(h) - 30, low: scale[0], high: scale[len(scale)-1]}
	for _, t := range scale {
		p.left = max(p.left, measure(f.format(t), 12)+14)
	}
	p.slot = (p.right - p.left) / float64(len(d.Labels))
	for _, t := range scale {
		// The zero line is darker than the grid: bars stand on it.
		color := line
		if t == 0 {
			color = axis
		}
		fmt.Fprintf(b, `<path d="M%s %sH%s" stroke="%s"/><text x="%s" y="%s" text-anchor="end" fill="%s">%s</text>`,
			num(p.left), num(p.y(t)), num(p.right), color, num(p.left-6), num(p.y(t)+4), muted, esc(f.format(t)))
	}
	if f.Unit != "" {
		fmt.Fprintf(b, `<text x="4" y="16" fill="%s">%s</text>`, muted, esc(f.say("单位：", "Unit: ")+f.Unit))
	}
	// A label stands under its slot; where slots are narrow only every n-th is written.
	every := 1
	for p.slot*float64(every) < 30 {
		every++
	}
	for i, l := range d.Labels {
		if i%every == 0 {
			fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="middle"><title>%s</title>%s</text>`,
				num(p.x(i)), num(p.bottom+18), esc(l), esc(fit(l, 12, p.slot*float64(every)-4)))
		}
	}
	return p
}

// y returns the height at which a value stands.
func (p plot) y(v float64) float64 {
	return p.bottom - (v-p.low)/(p.high-p.low)*(p.bottom-p.top)
}

// x returns the middle of a label's slot.
func (p plot) x(label int) float64 { return p.left + (float64(label)+0.5)*p.slot }
