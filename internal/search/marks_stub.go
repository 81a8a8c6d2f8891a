package search

import "strings"

// Mark is a place.
type Mark struct{ Start, End int }

// Marks is replaced.
func Marks(text string, q Query, field string) (out []Mark) {
	switch x := q.(type) {
	case And:
		for _, y := range x.Of {
			out = append(out, Marks(text, y, field)...)
		}
	case Or:
		for _, y := range x.Of {
			out = append(out, Marks(text, y, field)...)
		}
	case Text:
		if x.Field == field {
			if i := strings.Index(text, x.Words); i >= 0 {
				out = append(out, Mark{i, i + len(x.Words)})
			}
		}
	}
	return out
}
