package searching

import (
	"html/template"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/industry/database/printed"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// An Analysis is a way to look at a result as a whole.
type Analysis struct {
	Code  string
	Title web.Text
}

// Analyses lists them in the order of their tabs.
func Analyses() (out []Analysis) {
	for _, ch := range charts() {
		out = append(out, Analysis{ch.code, ch.title})
	}
	return out
}

// A Figure is an analysis as a page shows it.
type Figure struct {
	web.Block
	Note string // what must be known of it
}

// Analyse draws an analysis of a frozen list of documents. Its numbers open to nothing: a search within
// the list, which Search keeps, does that. Error: Missing where there is no such analysis or list.
func (d *Desk) Analyse(c *web.Ctx, list int64, code string) (out []Figure, err error) {
	ch, err := chartNamed(code)
	if err != nil {
		return nil, err
	}
	_, gs, err := d.look(c, &Run{Center: worklist.Actor(c).Center, Within: list}, view{Page: 1}, ch)
	for i, g := range gs {
		g.open = nil
		out = append(out, Figure{g.figure(c, code+string(rune('a'+i))), g.note})
	}
	return out, err
}

// Print is the same analysis for a paper.
func (d *Desk) Print(c *web.Ctx, list int64, code string) ([]printed.Figure, error) {
	ch, err := chartNamed(code)
	if err != nil {
		return nil, err
	}
	_, out, err := d.print(c, &Run{Center: worklist.Actor(c).Center, Within: list}, view{Page: 1}, ch)
	return out, err
}

// print computes an analysis as a paper shows it.
func (d *Desk) print(c *web.Ctx, r *Run, v view, ch chart) (*looking, []printed.Figure, error) {
	draw := ch.make
	ch.make = func(d *Desk, x *looking) ([]grid, error) {
		x.paper = true
		return draw(d, x)
	}
	x, gs, err := d.look(c, r, v, ch)
	var out []printed.Figure
	for _, g := range gs {
		out = append(out, g.printed(c))
	}
	return x, out, err
}

// printed is a grid for a paper.
func (g grid) printed(c *web.Ctx) printed.Figure {
	f := printed.Figure{Title: g.title, Note: g.note, Unit: g.unit, Data: svg.Data{Labels: g.labels, Series: g.series}, Links: g.links}
	if g.draw != nil && len(g.labels) > 0 {
		f.SVG = string(g.draw(svg.Frame{Title: g.title, Unit: g.unit, English: c.Lang() == web.EN}, f.Data))
	}
	return f
}

// A Picture is numbers of another package that are shown like the analyses.
type Picture struct {
	Title, Unit string
	Data        svg.Data
	Kind        func(svg.Frame, svg.Data) template.HTML
	Open        func(series, label int) string // the address of the documents behind a number
}

// Draw shows the picture with its numbers below, each with its documents.
func (p Picture) Draw(c *web.Ctx, id string) web.Block {
	return grid{title: p.Title, unit: p.Unit, labels: p.Data.Labels, series: p.Data.Series, draw: p.Kind, open: p.Open}.figure(c, id)
}

// Address is where the page of a search, or an analysis of it, stands.
func (r *Run) Address(analysis string) string {
	at := home + "/" + strconv.FormatInt(r.ID, 10)
	if analysis != "" {
		at += "/charts/" + analysis
	}
	return at
}
