package svg

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// The colours of the visual language. Red stands only for what is overdue.
const (
	primary = "#0b57a4"
	deep    = "#08437f"
	tint    = "#eaf3fc"
	ink     = "#1f2329"
	muted   = "#5b6470"
	line    = "#dde2e9"
	axis    = "#8a94a3"
	page    = "#f3f5f8"
	amber   = "#8a5200"
	red     = "#b42318"
)

// A shade tells one series from the next by colour, pattern, dash and marker at once.
type shade struct {
	color, tint string
	pattern     string // drawn over the tint in a 8×8 tile; empty: solid colour
	dash        string
	marker      string // path around the origin
}

// The shades in the order of the series. The first is the colour of the product, solid, because
// most charts have one series; the patterns differ in direction and density, so that they can
// be told apart in a black-and-white print.
var shades = [...]shade{
	{primary, tint, "", "", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z"},
	{amber, "#fff6e6", "M0 8L8 0M-2 2L2 -2M6 10L10 6", "7 3", "M-3 -3h6v6h-6z"},
	{"#0f6b3f", "#ecf8f1", "M2 1h3v3h-3zM6 5h2v2h-2z", "2 3", "M0 -4L4 3H-4z"},
	{"#5b3fa0", "#f4f0fd", "M0 4H8M4 0V8", "9 3 2 3", "M0 -4.5L4.5 0L0 4.5L-4.5 0z"},
	{"#344054", "#f2f4f7", "M0 2H8M0 6H8", "4 2 1 2", "M-4 -1h3v-3h2v3h3v2h-3v3h-2v-3h-3z"},
	{"#08437f", "#eaf3fc", "M2 0V8M6 0V8", "1 2", "M0 4L4 -3H-4z"},
}

// shadeOf returns the shade of a series; after the last it begins again.
func shadeOf(series int) shade { return shades[series%len(shades)] }

// fill returns the paint of a series: its colour or its pattern.
func fill(id string, series int) string {
	if shadeOf(series).pattern == "" {
		return shadeOf(series).color
	}
	return fmt.Sprintf("url(#%s-p%d)", id, series%len(shades))
}

// patterns defines the paints of the first n series.
func patterns(b *strings.Builder, id string, n int) {
	b.WriteString("<defs>")
	for s := range min(n, len(shades)) {
		if k := shades[s]; k.pattern != "" {
			fmt.Fprintf(b, `<pattern id="%s-p%d" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="%s"/><path d="%s" stroke="%s" stroke-width="2" fill="none"/></pattern>`,
				id, s, k.tint, k.pattern, k.color)
		}
	}
	b.WriteString("</defs>")
}

// legend names the series in one line that ends at right; lines show dash and marker.
func legend(b *strings.Builder, id string, d Data, right float64, lines bool) {
	if len(d.Series) < 2 {
		return
	}
	// Long names are cut so that the line of names fits beside the unit.
	names, total, room := make([]string, len(d.Series)), 0.0, (right-80)/float64(len(d.Series))-38
	for i, s := range d.Series {
		names[i] = fit(s.Name, 12, max(room, 12))
		total += 38 + measure(names[i], 12)
	}
	x := max(80, right-total)
	for i, name := range names {
		k := shadeOf(i)
		if lines {
			fmt.Fprintf(b, `<path d="M%s 12h22" stroke="%s" stroke-width="2" stroke-dasharray="%s"/><path transform="translate(%s 12)" d="%s" fill="%s"/>`,
				num(x), k.color, k.dash, num(x+11), k.marker, k.color)
		} else {
			fmt.Fprintf(b, `<rect x="%s" y="6" width="18" height="12" fill="%s" stroke="%s"/>`, num(x+2), fill(id, i), k.color)
		}
		fmt.Fprintf(b, `<text x="%s" y="16"><title>%s</title>%s</text>`, num(x+26), esc(d.Series[i].Name), esc(name))
		x += 38 + measure(name, 12)
	}
}

// esc makes a text safe inside an element or a quoted attribute. Controls that XML does not
// allow become blanks.
func esc(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return html.EscapeString(s)
}

// num prints a coordinate or a plain value with at most two decimals.
func num(v float64) string {
	s := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// measure estimates the width of a text in pixels: a wide character is one em.
func measure(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			em++
		default:
			em += 0.56
		}
	}
	return em * size
}

// fit shortens a text to a width in pixels and marks the cut.
func fit(s string, size, room float64) string {
	if measure(s, size) <= room {
		return s
	}
	out := ""
	for _, r := range s {
		if measure(out+string(r), size) > room-size {
			break
		}
		out += string(r)
	}
	return out + "…"
}

// ticks returns round values from at most low to at least high, about n of them. Zero is
// always among them, because a bar that does not begin at zero lies.
func ticks(low, high float64, n int) []float64 {
	low, high = min(low, 0), max(high, 0)
	if high == low {
		high = 1
	}
	// The step is 1, 2 or 5 times a power of ten, the smallest that gives few enough lines.
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(n))))
	for _, m := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*m) <= float64(n) {
			step *= m
			break
		}
	}
	var out []float64
	for i := math.Floor(low / step); i <= math.Ceil(high/step); i++ {
		out = append(out, i*step)
	}
	return out
}
