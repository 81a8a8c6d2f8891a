package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/search"
)

// TestTogether puts, deletes, finds and merges at the same time. Whoever was told that a document is
// there finds it at once, and one that was deleted is not found again.
func TestTogether(t *testing.T) {
	x := opened(t, t.TempDir(), 8<<10)
	ctx := context.Background()
	finds := func(id, word string) int {
		r, err := x.Find(ctx, search.Request{Query: search.And{Of: []search.Query{search.Key{Field: "number", Values: []string{id}}, search.Text{Words: word}}}, Limit: 5})
		if err != nil {
			t.Error(err)
		}
		return r.Total
	}
	var work sync.WaitGroup
	for w := range 4 {
		work.Go(func() {
			for i := range 40 {
				id, word := fmt.Sprintf("w%di%d", w, i%7), fmt.Sprintf("word%d", i)
				d := search.Document{ID: id, Texts: map[string][]string{"title": {"半导体 " + word}, "claims": {strings.Repeat("装置", 50)}}, Keys: map[string][]string{"number": {id}}}
				if err := x.Put(ctx, []search.Document{d}); err != nil {
					t.Error(err)
				}
				if n := finds(id, word); n != 1 {
					t.Errorf("%s with %s is found %d times", id, word, n)
				}
				if n := finds(id, "半导体"); n != 1 {
					t.Errorf("%s is found %d times", id, n)
				}
				if i%5 == 4 {
					if err := x.Delete(ctx, []string{id}); err != nil {
						t.Error(err)
					}
					if n := finds(id, "装置"); n != 0 {
						t.Errorf("%s was deleted and is found", id)
					}
				}
			}
		})
	}
	work.Go(func() {
		for range 5 {
			if err := x.Merge(ctx); err != nil {
				t.Error(err)
			}
		}
	})
	work.Wait()
}

// TestCut cuts a file short while it is mapped: the search fails with a fault, and the program goes on.
func TestCut(t *testing.T) {
	dir := t.TempDir()
	x := opened(t, dir, 0)
	for _, d := range many(600) {
		put(t, x, d)
	}
	if err := x.Merge(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "segment-*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.Truncate(files[0], 0); err != nil {
		t.Fatal(err)
	}
	_, err = x.Find(context.Background(), search.Request{Query: search.Text{Words: "半导体"}, Limit: 5})
	if fault.CodeOf(err) != "search.damaged" {
		t.Fatalf("got %v", err)
	}
}

// TestRefused names what is wrong with a request or a document.
func TestRefused(t *testing.T) {
	x := opened(t, t.TempDir(), 0)
	deep := search.Query(search.All{})
	for range 100 {
		deep = search.Not{Of: deep}
	}
	for code, r := range map[string]search.Request{
		"search.unknown_field": {Query: search.Text{Field: "none", Words: "x"}},
		"search.wrong_field":   {Query: search.Key{Field: "title", Values: []string{"x"}}},
		"search.too_large":     {Query: deep},
		"search.long_text":     {Query: search.Text{Words: strings.Repeat("字", 1001)}},
		"search.distance":      {Query: search.Near{A: "a", B: "b", Distance: 1001}},
		"search.many_values":   {Query: search.Key{Field: "office", Values: make([]string, 50_001)}},
		"search.wild":          {Query: search.Wild{Pattern: "a b*"}},
		"search.wild_empty":    {Query: search.Wild{Pattern: "＊?"}},
		"search.wild_mixed":    {Query: search.Wild{Pattern: "led*灯"}},
		"search.page":          {Limit: 1001},
		"search.no_facet":      {Facets: []search.FacetAsk{{Field: "number"}}},
	} {
		if _, err := x.Find(context.Background(), r); fault.CodeOf(err) != code || fault.KindOf(err) != fault.Invalid {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	for code, d := range map[string]search.Document{
		"search.document":      {ID: ""},
		"search.document_size": {ID: "a", Texts: map[string][]string{"title": {strings.Repeat("字", 6<<20)}}},
	} {
		if err := x.Put(context.Background(), []search.Document{d}); fault.CodeOf(err) != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}
