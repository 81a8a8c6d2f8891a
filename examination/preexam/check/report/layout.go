package report

import (
	"cmp"
	"slices"

	"zhibao/internal/sorting"
	"zhibao/patent"
)

// A Part is one part of the papers as it is shown, with the findings marked in its words.
type Part struct {
	Name    patent.Part
	Whole   []int // numbers of the findings about the part as a whole
	Lines   []Line
	Figures []patent.Figure // of the drawings, or the views of a design
}

// A Line is one block of a part.
type Line struct {
	Kind   patent.BlockKind
	Number string // of a paragraph, where the words do not say it
	File   string // of a picture
	Pieces []Piece
}

// A Piece is a run of words under the same findings.
type Piece struct {
	Text   string
	Class  string // "" unmarked, "e", "w" or "i" for the gravest finding over it
	Begins []int  // numbers of the findings that begin with it
	Ends   []int  // numbers of those that end with it
}

// Layout cuts the papers into lines and pieces. The pieces of a part joined give its text, but
// for the line feeds between blocks. Findings may overlap and may reach over blocks.
func Layout(app *patent.Application, items []Item) (out []Part) {
	for _, name := range patent.Parts() {
		var own, whole []Item
		for _, it := range items {
			switch {
			case it.Part != name:
			case it.Positioned:
				own = append(own, it)
			default:
				whole = append(whole, it)
			}
		}
		for _, it := range items {
			for _, x := range it.Further() {
				if again := it; x.Part == name && x.Start < x.End {
					again.Start, again.End, again.Again = x.Start, x.End, true
					own = append(own, again)
				}
			}
		}
		if !app.Has(name) && len(whole) == 0 {
			continue
		}
		p := Part{Name: name}
		for _, it := range whole {
			p.Whole = append(p.Whole, it.N)
		}
		switch name {
		case patent.Drawings:
			p.Figures = app.Figures
		case patent.Pictures:
			p.Figures = app.Views
		}
		t := app.Text(name)
		for _, b := range t.Blocks {
			p.Lines = append(p.Lines, lineOf(t, b, own))
		}
		if len(t.Blocks) == 0 && t.Text != "" {
			p.Lines = append(p.Lines, lineOf(t, patent.Block{Kind: patent.Paragraph, End: len(t.Text)}, own))
		}
		out = append(out, p)
	}
	return out
}

func lineOf(t *patent.Text, b patent.Block, own []Item) Line {
	l := Line{Kind: b.Kind, File: b.File}
	if b.Kind == patent.Paragraph && t.Part == patent.Description {
		l.Number = b.Number
	}
	cuts := []int{b.Start, b.End}
	var here []Item
	for _, it := range own {
		if it.Start < b.End && it.End > b.Start {
			here = append(here, it)
			cuts = append(cuts, max(it.Start, b.Start), min(it.End, b.End))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 1; i < len(cuts); i++ {
		p := Piece{Text: t.Text[cuts[i-1]:cuts[i]]}
		for _, it := range here {
			if it.Start >= cuts[i] || it.End <= cuts[i-1] {
				continue
			}
			if c := class(it.Severity); worse(c, p.Class) {
				p.Class = c
			}
			if it.Start == cuts[i-1] && !it.Again {
				p.Begins = append(p.Begins, it.N)
			}
			if it.End == cuts[i] || it.End > b.End && i == len(cuts)-1 && cut(t, b, it.End) {
				p.Ends = append(p.Ends, it.N)
			}
		}
		sorting.By(p.Ends, cmp.Compare)
		l.Pieces = append(l.Pieces, p)
	}
	return l
}

// cut reports whether a finding that reaches over the block ends before the words of the next
// one, so that its number must stand here.
func cut(t *patent.Text, b patent.Block, end int) bool {
	for _, next := range t.Blocks {
		if next.Start >= b.End && next.End > next.Start {
			return end <= next.Start
		}
	}
	return true
}
