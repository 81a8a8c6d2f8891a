package svg

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"strings"

	"zhibao/internal/sorting"
)

// Ranking draws the first series as lying bars from the greatest to the least value, with
// rank, name and value (排名图). Equal values share a rank and keep the order of the data;
// labels without a value come last and have no rank.
func Ranking(f Frame, d Data) template.HTML {
	kind := f.say("排名图", "Ranking")
	if len(d.Series) == 0 {
		return f.empty(kind, d)
	}
	d.Series = d.Series[:1]
	low, high, ok := d.bounds()
	if !ok {
		return f.empty(kind, d)
	}
	order, ranks := rank(d)
	nameRoom, valueRoom := 60.0, 0.0
	for l, label := range d.Labels {
		nameRoom = max(nameRoom, min(measure(label, 13)+10, 240))
		valueRoom = max(valueRoom, measure(f.withUnit(d.At(0, l)), 12)+12)
	}
	var b strings.Builder
	w, _ := f.size(720, 0)
	const row = 26
	f.open(&b, f.id(fmt.Sprint(kind, d)), f.summary(kind, d), w, row*len(order)+4)
	// The rank takes 40 pixels, then come the names, the bars and, behind each bar, its value.
	left := 40 + nameRoom
	room := max(float64(w)-left-valueRoom, 20)
	zero := left + room*-min(low, 0)/(max(high, 0)-min(low, 0)+tiny)
	for i, l := range order {
		y, v := float64(row*i+2), d.At(0, l)
		fmt.Fprintf(&b, `<text x="32" y="%s" text-anchor="end" fill="%s">%s</text>`, num(y+16), muted, ranks[i])
		f.link(&b, 0, l, f.name(d, 0, l), func() {
			fmt.Fprintf(&b, `<text x="40" y="%s" font-size="13"><title>%s</title>%s</text>`, num(y+16), esc(d.Labels[l]), esc(fit(d.Labels[l], 13, nameRoom-6)))
		})
		end := zero
		if !math.IsNaN(v) {
			length := math.Abs(v) / (max(high, 0) - min(low, 0) + tiny) * room
			fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="16" fill="%s"/>`, num(min(zero, zero+math.Copysign(length, v))), num(y+3), num(max(length, 1)), primary)
			end = max(zero, zero+math.Copysign(length, v))
		}
		fmt.Fprintf(&b, `<text x="%s" y="%s">%s</text>`, num(end+6), num(y+16), esc(f.withUnit(v)))
	}
	return done(&b)
}

// tiny keeps the scale of a ranking of zeros from dividing by zero.
const tiny = 1e-12

// rank returns the labels in order and the rank of each: 1, 2, 2, 4, none.
func rank(d Data) (order []int, ranks []string) {
	for l := range d.Labels {
		order = append(order, l)
	}
	sorting.Stable(order, func(i, j int) int {
		a, b := d.At(0, i), d.At(0, j)
		if math.IsNaN(a) || math.IsNaN(b) {
			return cmp.Compare(b2i(math.IsNaN(a)), b2i(math.IsNaN(b)))
		}
		return cmp.Compare(b, a)
	})
	for i, l := range order {
		switch v := d.At(0, l); {
		case math.IsNaN(v):
			ranks = append(ranks, "")
		case i > 0 && v == d.At(0, order[i-1]):
			ranks = append(ranks, ranks[i-1])
		default:
			ranks = append(ranks, fmt.Sprint(i+1))
		}
	}
	return order, ranks
}

// b2i lets truth values be compared: false before true.
func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
