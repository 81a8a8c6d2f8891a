package text

import (
	"strconv"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/designs"
)

// itoa keeps sentences short.
func itoa(n int) string { return strconv.Itoa(n) }

// drawings pairs pictures with their captions. Captions stand below their pictures, or above
// them where the part begins with a caption; a caption without picture is a figure that is missing.
func (s *sorter) drawings(p patent.Part, into *[]patent.Figure) {
	lines := s.figures[p]
	type item struct {
		label, words, file string
		present, picture   bool
	}
	var items []item
	for _, l := range lines {
		// Pictures inside a line of words come before the words.
		for _, m := range l.Run.Marks() {
			items = append(items, item{file: m.File, present: m.File != "", picture: true})
		}
		if l.Kind == patent.Picture {
			items = append(items, item{file: l.File, present: l.Present, picture: true})
			continue
		}
		if w := l.Run.Words(); w != "" {
			it := item{words: w}
			if label, _, ok := canon.FigureLabel(w); ok {
				it.label = label
			} else if name, ok := designs.ViewName(w); ok && p == patent.Pictures {
				it.label = name
			}
			items = append(items, it)
		}
	}
	// One habit holds for the whole part; the first item shows which.
	below := len(items) > 0 && items[0].picture
	waiting := -1 // figure without a label (captions below) or without a picture (captions above)
	s.set(p, func(b *canon.Builder) {
		for _, it := range items {
			switch {
			case it.picture && !below && waiting >= 0 && (*into)[waiting].File == "":
				(*into)[waiting].File, (*into)[waiting].Present = it.file, it.present
			case it.picture:
				*into = append(*into, patent.Figure{File: it.file, Present: it.present})
				waiting = len(*into) - 1
			case it.label != "" && below && waiting >= 0 && (*into)[waiting].Label == "":
				(*into)[waiting].Label = it.label
				b.Words(patent.Picture, "", "", it.words)
				b.File((*into)[waiting].File)
			case it.label != "" && waiting >= 0 && (*into)[waiting].Label == it.label: // the caption says the label again
				b.Words(patent.Paragraph, "", "", it.words)
			case it.label != "":
				*into = append(*into, patent.Figure{Label: it.label})
				waiting = len(*into) - 1
				b.Words(patent.Picture, "", "", it.words)
			default:
				b.Words(patent.Paragraph, "", "", it.words)
			}
		}
	})
}

// statedTitle notes the title where it stands alone, outside any part.
func (s *sorter) statedTitle() {
	if s.title == "" {
		return
	}
	if s.a.Title == "" {
		s.a.Title = s.title
	}
	for _, t := range s.a.Titles {
		if t.Title == s.title {
			return
		}
	}
	s.a.Titles = append(s.a.Titles, patent.Titled{Part: patent.Whole, Title: s.title})
}
