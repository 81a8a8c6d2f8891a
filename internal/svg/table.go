package svg

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// Table returns the data of a chart as an HTML table (数据表): labels are rows, series are
// columns. With Frame.Sum a last row adds the columns up.
func Table(f Frame, d Data) template.HTML {
	var b strings.Builder
	caption := f.Title
	if f.Unit != "" {
		caption += f.say("（单位：", " (unit: ") + f.Unit + f.say("）", ")")
	}
	fmt.Fprintf(&b, `<table class="data"><caption>%s</caption><thead><tr><th scope="col">%s</th>`, esc(caption), f.say("项目", "Item"))
	for _, s := range d.Series {
		name := s.Name
		if name == "" {
			name = f.say("数值", "Value")
		}
		fmt.Fprintf(&b, `<th scope="col" class="n">%s</th>`, esc(name))
	}
	b.WriteString("</tr></thead><tbody>")
	// Labels are headings of their rows, so that a screen reader says them before each value.
	for l, label := range d.Labels {
		fmt.Fprintf(&b, `<tr><th scope="row">%s</th>`, esc(label))
		for s := range d.Series {
			f.cell(&b, d, s, l)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody>")
	if f.Sum && len(d.Labels) > 0 {
		fmt.Fprintf(&b, `<tfoot><tr><th scope="row">%s</th>`, f.say("合计", "Total"))
		for s := range d.Series {
			fmt.Fprintf(&b, `<td class="n">%s</td>`, esc(f.format(total(d, s))))
		}
		b.WriteString("</tr></tfoot>")
	}
	b.WriteString("</table>")
	return template.HTML(b.String())
}

// cell writes one value, as a link where there is something behind it.
func (f Frame) cell(b *strings.Builder, d Data, s, l int) {
	v := d.At(s, l)
	b.WriteString(`<td class="n">`)
	if math.IsNaN(v) {
		b.WriteString(f.say("无数据", "no data"))
	} else {
		f.link(b, s, l, f.name(d, s, l), func() { b.WriteString(esc(f.format(v))) })
	}
	b.WriteString("</td>")
}

// total adds a series up, missing values left out; NaN where it has none at all.
func total(d Data, s int) float64 {
	sum, any := 0.0, false
	for l := range d.Labels {
		if v := d.At(s, l); !math.IsNaN(v) {
			sum, any = sum+v, true
		}
	}
	if !any {
		return math.NaN()
	}
	return sum
}
