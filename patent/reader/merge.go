package reader

import (
	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// within makes the entries of a document's own archive read "document!entry".
func within(a *patent.Application, name string) {
	a.Entries = nil
	inner := func(file *string) {
		if *file != "" {
			*file = name + "!" + *file
		}
	}
	for _, list := range [][]patent.Figure{a.Figures, a.Views, a.Images} {
		for i := range list {
			inner(&list[i].File)
		}
	}
	for _, t := range a.Texts {
		for i := range t.Blocks {
			inner(&t.Blocks[i].File)
		}
	}
	inner(&a.Abstract.File)
}

// merge adds what one document says to what the others said. A part that is there already stays,
// and the second one is listed as lost.
func merge(a, b *patent.Application) {
	if a.Texts == nil {
		a.Texts = map[patent.Part]*patent.Text{}
	}
	for _, p := range patent.Parts() {
		t := b.Texts[p]
		switch {
		case t == nil:
		case a.Texts[p] == nil:
			a.Texts[p] = t
			for _, s := range b.Titles {
				if s.Part == p {
					a.Titles = append(a.Titles, s)
				}
			}
		default:
			a.Losses = append(a.Losses, patent.Loss{Part: p, Runes: canon.Count(t.Text),
				What: "《" + string(p) + "》出现了两次，只读取第一份，请删除多余的一份"})
		}
	}
	for _, s := range b.Titles {
		if s.Part == patent.Whole {
			a.Titles = append(a.Titles, s)
		}
	}
	if a.Title == "" {
		a.Title = b.Title
	}
	if a.Kind == "" {
		a.Kind = b.Kind
	}
	if a.Reader == "" {
		a.Reader = b.Reader
	}
	// What was read first wins here as it does for the parts.
	if a.Abstract.Count == 0 && a.Abstract.Figure == "" {
		a.Abstract = b.Abstract
	}
	a.Figures, a.Views, a.Images = append(a.Figures, b.Figures...), append(a.Views, b.Views...), append(a.Images, b.Images...)
	a.Losses, a.Traces = append(a.Losses, b.Losses...), append(a.Traces, b.Traces...)
}
