package searching

import (
	"html/template"
	"strconv"

	"zhibao/casework/worklist"
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

// A Figure is the numbers of an analysis with their picture.
type Figure struct {
	web.Block
	Title, Note, Unit string
	Data              svg.Data
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
		out = append(out, Figure{g.figure(c, code+string(rune('a'+i))), g.title, g.note, g.unit, svg.Data{Labels: g.labels, Series: g.series}})
	}
	return out, err
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
