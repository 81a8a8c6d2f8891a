package searchtest

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"zhibao/internal/search"
)

// Schema is the one that the documents of this package have.
func Schema() search.Schema {
	return search.Schema{Version: "test", Fields: []search.Field{
		{Name: "title", Kind: search.KindText, Weight: 3},
		{Name: "party", Kind: search.KindText, Alone: true},
		{Name: "abstract", Kind: search.KindText, Weight: 1.5},
		{Name: "claims", Kind: search.KindText},
		{Name: "office", Kind: search.KindKey, Facet: true},
		{Name: "number", Kind: search.KindKey},
		{Name: "ipc", Kind: search.KindTree, Facet: true, Path: path},
		{Name: "day", Kind: search.KindDay, Facet: true},
		{Name: "size", Kind: search.KindNumber},
	}}
}

// path cuts codes such as a.b.c.
func path(code string) (out []string) {
	parts := strings.Split(code, ".")
	for i := range parts {
		out = append(out, strings.Join(parts[:i+1], "."))
	}
	return out
}

// The pieces of texts: few, so that they meet, and with all that makes texts different.
var pieces = []string{"半", "导", "体", "半导体", "装置", "半导", "导体装置", "的", "一种", "〇", "々", "led", "LED", "ＬＥＤ", "leds", "lead", "a1", "5G", "５ｇ",
	"é", "e\u0301", "㎡", "①", "Ⅳ", "ﬁn", "α", "μm", "한글", "カメラ", "，", "。", " ", "-", "\n", "　", "\u200b", "\ufe00", "😀", "\xff", ""}

// Values that are the same when width, case and space do not count, and codes that are nested.
var (
	offices = []string{"CN", "cn", "ＣＮ", "US", "EP", "中国 ", "中国"}
	codes   = []string{"g", "g.06", "g.06.f", "g.06.f.17", "g.06.n", "h.01", "h.01.l", "H.01.L", "a"}
	fields  = []string{"", "", "title", "party", "abstract", "claims"}
)

// Text draws a text.
func Text(t *rapid.T) string {
	if rapid.IntRange(0, 40).Draw(t, "kind") == 0 { // a long one
		one := rapid.SampledFrom(pieces).Draw(t, "piece")
		return strings.Repeat(one, rapid.IntRange(100, 600).Draw(t, "times"))
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
}

// Document draws a document of one of a few names.
func Document(t *rapid.T) search.Document {
	d := search.Document{ID: fmt.Sprint("d", rapid.IntRange(0, 60).Draw(t, "id")), Texts: map[string][]string{}, Keys: map[string][]string{}, Values: map[string]int64{}}
	for _, f := range fields[2:] {
		if n := rapid.IntRange(0, 2).Draw(t, "texts"); n > 0 {
			for range n {
				d.Texts[f] = append(d.Texts[f], Text(t))
			}
		}
	}
	d.Keys["office"] = rapid.SliceOfN(rapid.SampledFrom(offices), 0, 3).Draw(t, "offices")
	// A number is its own document, so that a query can mean one.
	d.Keys["number"] = []string{strings.ToUpper(d.ID)}
	d.Keys["ipc"] = rapid.SliceOfN(rapid.SampledFrom(codes), 0, 3).Draw(t, "codes")
	for _, f := range []string{"day", "size"} {
		if rapid.Bool().Draw(t, "has") {
			d.Values[f] = rapid.Int64Range(-400, 20_000).Draw(t, f)
		}
	}
	return d
}

// Patterns with holes at both ends, in the middle, and several in a row.
var wilds = []string{"le*", "l?d", "*d", "*e*", "半?体", "半*置", "?导", "导?", "??体", "*体", "半*", "?*装", "半**体*置", "ｌｅ＊", "体?*的", "a?", "?é"}

// Query draws a tree of some depth.
func Query(t *rapid.T, depth int) search.Query {
	kinds := 12     // the last five are made of other queries
	if depth == 0 { // nothing more inside
		kinds = 8
	}
	field := rapid.SampledFrom(fields).Draw(t, "field")
	// No part at all is a query too: And finds everything then, Or nothing.
	few := func(low int) (out []search.Query) {
		for range rapid.IntRange(low, 4).Draw(t, "parts") {
			out = append(out, Query(t, depth-1))
		}
		return out
	}
	switch rapid.IntRange(0, kinds).Draw(t, "query") {
	case 0:
		return search.All{}
	case 1, 2:
		words := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 3).Draw(t, "words"), "")
		return search.Text{Field: field, Words: words}
	case 3:
		one := rapid.SampledFrom(pieces)
		return search.Near{Field: field, A: one.Draw(t, "a"), B: one.Draw(t, "b"), Distance: rapid.IntRange(0, 9).Draw(t, "distance"), Ordered: rapid.Bool().Draw(t, "ordered")}
	case 4:
		return search.Wild{Field: field, Pattern: rapid.SampledFrom(wilds).Draw(t, "pattern")}
	case 5:
		return search.Key{Field: "office", Values: rapid.SliceOfN(rapid.SampledFrom(offices), 0, 3).Draw(t, "values")}
	case 6:
		return search.Under{Field: "ipc", Code: rapid.SampledFrom(codes).Draw(t, "code")}
	case 7, 8:
		q := search.Span{Field: rapid.SampledFrom([]string{"day", "size"}).Draw(t, "column")}
		if from := rapid.Int64Range(-500, 21_000).Draw(t, "from"); rapid.Bool().Draw(t, "open") {
			q.From = &from
		}
		if to := rapid.Int64Range(-500, 21_000).Draw(t, "to"); rapid.Bool().Draw(t, "open") {
			q.To = &to
		}
		return q
	case 9, 10:
		return search.And{Of: few(0)}
	case 11:
		return search.Or{Of: few(0)}
	}
	return search.Not{Of: Query(t, depth-1)}
}
