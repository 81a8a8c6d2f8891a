package searching

import (
	"cmp"
	"strings"

	"zhibao/internal/search"
	"zhibao/internal/sorting"
	"zhibao/internal/web/lang"
	"zhibao/patent/literature"
)

// A piece is a part of a text, marked where the query found it.
type piece struct {
	Text string
	On   bool
}

// marked cuts a text at what the query found in it.
func marked(text string, q search.Query, field string) []piece {
	return cut(text, search.Marks(text, q, field))
}

// cut cuts a text at marks, in their order; of two that overlap the first counts.
func cut(text string, marks []search.Mark) (out []piece) {
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(text) {
			continue
		}
		if m.Start > at {
			out = append(out, piece{Text: text[at:m.Start]})
		}
		out = append(out, piece{text[m.Start:m.End], true})
		at = m.End
	}
	if at < len(text) {
		out = append(out, piece{Text: text[at:]})
	}
	return out
}

// everywhere cuts a text at every word of a query, whichever field it was asked of: who reads a whole
// document wants to see where it speaks of them.
func everywhere(text string, q search.Query) []piece {
	var all []search.Mark
	for _, field := range []string{"title", "abstract", "claims", "description"} {
		all = append(all, search.Marks(text, q, field)...)
	}
	sorting.By(all, func(a, b search.Mark) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	return cut(text, all)
}

// firstText is a text in the language of the reader where there is one, else the first.
func firstText(ts []literature.Text, l lang.Lang) string {
	for _, t := range ts {
		if t.Language == string(l) {
			return t.Words
		}
	}
	if len(ts) > 0 {
		return ts[0].Words
	}
	return ""
}

// short cuts a text after so many characters.
func short(s string, most int) string {
	in := []rune(strings.Join(strings.Fields(s), " "))
	if len(in) <= most {
		return string(in)
	}
	return string(in[:most]) + "…"
}
