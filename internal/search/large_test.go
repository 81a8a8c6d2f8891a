package search_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

// many are documents in which a few words are so common that their postings have many blocks.
func many(n int) (out []search.Document) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := []string{"半导体", "装置", "导体", "led", "的", "方法", "α"}
	for i := range n {
		text := func(most int) string {
			var b strings.Builder
			for range rng.IntN(most) {
				b.WriteString(words[min(rng.IntN(len(words)), rng.IntN(len(words)))])
				if rng.IntN(3) == 0 {
					b.WriteString("，")
				}
			}
			return b.String()
		}
		out = append(out, search.Document{ID: fmt.Sprint("d", i), Texts: map[string][]string{"title": {text(4)}, "abstract": {text(30)}, "claims": {text(50), text(9)}},
			Keys: map[string][]string{"office": {[]string{"CN", "US", "EP"}[rng.IntN(3)]}, "ipc": {fmt.Sprintf("g.%d.%d", rng.IntN(4), rng.IntN(9))}}, Values: map[string]int64{"size": int64(i % 100)}})
	}
	return out
}

// TestLarge compares with a scan where postings have many blocks, and what is found first by leaving
// blocks out with what is found first by looking at everything.
func TestLarge(t *testing.T) {
	x := opened(t, t.TempDir(), 256<<10)
	docs := many(1500)
	scan := &searchtest.Scan{Schema: searchtest.Schema(), Docs: map[string]search.Document{}}
	for chunk := range slices.Chunk(docs, 250) {
		put(t, x, chunk...)
	}
	var gone []string
	for i, d := range docs {
		if scan.Docs[d.ID] = d; i%11 == 3 {
			delete(scan.Docs, d.ID)
			gone = append(gone, d.ID)
		}
	}
	if err := x.Delete(context.Background(), gone); err != nil {
		t.Fatal(err)
	}
	word := func(w string) search.Query { return search.Text{Words: w} }
	from, to := int64(20), int64(60)
	queries := []search.Query{
		word("半导"), word("半导体"), word("led"), word("α"), word("体"), word("导体装置"), search.Text{Field: "title", Words: "半导体"},
		search.And{Of: []search.Query{word("半导"), word("方法")}}, search.And{Of: []search.Query{word("α"), word("led"), word("的半")}},
		search.Or{Of: []search.Query{word("半导"), word("α")}}, search.Or{Of: []search.Query{word("半导"), word("led"), word("α"), word("方法"), word("体装")}},
		search.And{Of: []search.Query{word("装置"), search.Or{Of: []search.Query{word("α"), word("方法")}}, search.Not{Of: search.Key{Field: "office", Values: []string{"us"}}}}},
		search.And{Of: []search.Query{search.Under{Field: "ipc", Code: "g.1"}, search.Span{Field: "size", From: &from, To: &to}, word("导体")}},
		search.Near{A: "led", B: "装置", Distance: 3}, search.Wild{Pattern: "半?体*置"}, search.Wild{Field: "claims", Pattern: "l*d"}, search.Under{Field: "ipc", Code: "g.2"},
	}
	for round := range 2 {
		for _, q := range queries {
			compareLarge(t, x, scan, q)
		}
		if round == 0 {
			if err := x.Merge(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func compareLarge(t *testing.T, x *search.Index, scan *searchtest.Scan, q search.Query) {
	t.Helper()
	ctx := context.Background()
	want := scan.Found(q, nil)
	if len(want) == 0 {
		t.Fatalf("%#v finds nothing, so it tests nothing", q)
	}
	var all []search.Hit
	state := ""
	for offset := 0; ; offset += 1000 {
		r, err := x.Find(ctx, search.Request{Query: q, Offset: offset, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if state != "" && r.State != state { // laid out anew in between
			all, offset, state = nil, -1000, ""
			continue
		}
		state = r.State
		if all = append(all, r.Hits...); len(r.Hits) < 1000 {
			break
		}
	}
	var ids []string
	for _, h := range all {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	if !slices.Equal(ids, want) {
		t.Fatalf("%#v: %d found, the scan has %d", q, len(ids), len(want))
	}
	for _, r := range []search.Request{{Count: 1}, {Facets: []search.FacetAsk{{Field: "office"}, {Field: "ipc", Depth: 2}, {Field: "ipc", Top: 5}}}} {
		r.Query, r.Limit = q, 10
		got, err := x.Find(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		if got.State != state {
			continue
		}
		for i, h := range got.Hits {
			if h.ID != all[i].ID || math.Abs(h.Score-all[i].Score) > 1e-12*h.Score {
				t.Fatalf("%#v: place %d is %s with %g, by looking at everything %s with %g", q, i, h.ID, h.Score, all[i].ID, all[i].Score)
			}
		}
		for i, f := range got.Facets {
			if w := scan.Facet(r.Facets[i], want); !slices.Equal(f.Values, w.Values) || f.Others != w.Others {
				t.Fatalf("%#v: facet %+v, the scan has %+v", q, f, w)
			}
		}
	}
}
