package svg

import (
	"fmt"
	"hash/fnv"
	"html/template"
	"math"
	"strings"
)

// A Frame is what all charts share. The zero Frame is usable.
type Frame struct {
	ID      string               // prefix of the element ids; derived from the content when empty
	Title   string               // name of the chart, for screen readers and the table
	Desc    string               // what the picture shows; written from the data when empty
	Unit    string               // of the values: 件, 天, %
	Width   int                  // pixels, 720 when zero
	Height  int                  // pixels, 320 when zero; charts that list rows ignore it
	English bool                 // language of the words that the chart adds
	Sum     bool                 // the table gets a row of totals
	Format  func(float64) string // how values are printed; Number when nil
	// Link returns the address behind a value, or nothing. Only addresses within the site
	// (beginning with / or ?) are drawn.
	Link func(series, label int) string
}

// A Series is one row of values, in the order of the labels. NaN is "no value".
type Series struct {
	Name   string
	Values []float64
}

// Data is what a chart shows. A series shorter than the labels lacks the last values.
type Data struct {
	Labels []string
	Series []Series
}

// At returns the value of a series at a label, NaN where there is none.
func (d Data) At(series, label int) float64 {
	v := d.Series[series].Values
	if label >= len(v) || math.IsInf(v[label], 0) {
		return math.NaN()
	}
	return v[label]
}

// Bounds returns the smallest and the largest value; ok is false where there is none.
func (d Data) bounds() (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for s := range d.Series {
		for l := range d.Labels {
			if v := d.At(s, l); !math.IsNaN(v) {
				low, high, ok = min(low, v), max(high, v), true
			}
		}
	}
	return low, high, ok
}

// Number prints a value with at most two decimals and thousands separated: 12,345.6.
func Number(v float64) string {
	if math.IsNaN(v) {
		return "—"
	}
	s := num(v)
	whole, frac, hasFrac := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFrac {
		whole += "." + frac
	}
	if strings.HasPrefix(s, "-") {
		return "-" + whole
	}
	return whole
}

// format prints a value as the frame wants it; a missing one is always a dash.
func (f Frame) format(v float64) string {
	if f.Format == nil || math.IsNaN(v) {
		return Number(v)
	}
	return f.Format(v)
}

// withUnit prints a value as one says it: 12 件, but 92.8%.
func (f Frame) withUnit(v float64) string {
	switch {
	case f.Unit == "" || math.IsNaN(v):
		return f.format(v)
	case f.Unit == "%":
		return f.format(v) + "%"
	}
	return f.format(v) + " " + f.Unit
}

// say returns the Chinese or the English words.
func (f Frame) say(zh, en string) string {
	if f.English {
		return en
	}
	return zh
}

// size returns the size of the drawing, the given one where the frame has none.
func (f Frame) size(width, height int) (w, h int) {
	if f.Width > 0 {
		width = f.Width
	}
	if f.Height > 0 {
		height = f.Height
	}
	return width, height
}

// summary describes the data in a sentence for those who do not see the picture.
func (f Frame) summary(kind string, d Data) string {
	if f.Desc != "" {
		return f.Desc
	}
	// Highest and lowest are named with their label: that is what one looks for in a picture.
	low, high, ok := d.bounds()
	if !ok {
		return kind + f.say("，暂无数据。", ", no data yet.")
	}
	lowAt, highAt := "", ""
	for s := range d.Series {
		for l, label := range d.Labels {
			name := label
			if len(d.Series) > 1 {
				name = d.Series[s].Name + " " + label
			}
			if v := d.At(s, l); v == low && lowAt == "" {
				lowAt = name
			} else if v == high && highAt == "" {
				highAt = name
			}
		}
	}
	if low == high {
		return fmt.Sprintf(f.say("%s，%d 项，均为%s。数据见下表。", "%s, %d items, all %s. See the table below."),
			kind, len(d.Labels), f.withUnit(low))
	}
	return fmt.Sprintf(f.say("%s，%d 项，最高为%s（%s），最低为%s（%s）。数据见下表。",
		"%s, %d items, highest %s (%s), lowest %s (%s). See the table below."),
		kind, len(d.Labels), highAt, f.withUnit(high), lowAt, f.withUnit(low))
}

// id returns the prefix of the element ids. Two pictures of one page with different content
// never share it.
func (f Frame) id(content string) string {
	if f.ID != "" {
		return esc(f.ID)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(f.Title + "\x00" + content)) // a hash never fails
	return fmt.Sprintf("c%08x", h.Sum32())
}

// open begins the drawing with its title and description.
func (f Frame) open(b *strings.Builder, id, desc string, w, h int) {
	role := "img"
	if f.Link != nil {
		role = "group" // the links inside an img would be hidden from screen readers
	}
	class := "chart"
	if w > 960 {
		class = "chart wide" // its words would be too small where it is made to fit
	}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" class="%s" width="%d" height="%d" viewBox="0 0 %d %d" role="%s" aria-labelledby="%s-t %s-d" font-size="12" fill="%s">`,
		class, w, h, w, h, role, id, id, ink)
	fmt.Fprintf(b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, esc(f.Title), id, esc(desc))
}

// link wraps what draw writes in the link behind a value, if it has one.
func (f Frame) link(b *strings.Builder, series, label int, name string, draw func()) {
	href := ""
	if f.Link != nil {
		href = f.Link(series, label)
	}
	local := strings.HasPrefix(href, "?") || strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//")
	if !local {
		draw()
		return
	}
	fmt.Fprintf(b, `<a href="%s" aria-label="%s">`, esc(href), esc(name))
	draw()
	b.WriteString(`</a>`)
}

// done ends the drawing. Every text in it went through esc, every number through num, so it
// is safe to stand in a page as it is.
func done(b *strings.Builder) template.HTML {
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// empty draws the picture of no data.
func (f Frame) empty(kind string, d Data) template.HTML {
	var b strings.Builder
	w, _ := f.size(720, 0)
	f.open(&b, f.id(kind), f.summary(kind, d), w, 60)
	fmt.Fprintf(&b, `<rect width="%d" height="60" fill="%s"/><text x="%d" y="34" text-anchor="middle" fill="%s">%s</text>`,
		w, page, w/2, muted, f.say("暂无数据", "No data yet"))
	return done(&b)
}
