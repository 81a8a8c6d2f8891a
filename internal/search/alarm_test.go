package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

// TestAlarm compares an alarm with a scan that runs every query on every document.
func TestAlarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var saved []search.Saved
		for i := range rapid.IntRange(1, 25).Draw(t, "queries") {
			saved = append(saved, search.Saved{ID: fmt.Sprint("q", i), Query: searchtest.Query(t, 2)})
		}
		a, err := search.NewAlarm(searchtest.Schema(), saved, nil)
		if err != nil {
			t.Fatal(err)
		}
		scan := searchtest.Scan{Schema: searchtest.Schema()}
		for range 5 {
			d := searchtest.Document(t)
			var want []string
			for _, q := range saved {
				if scan.Matches(d, q.Query) {
					want = append(want, q.ID)
				}
			}
			if got := a.Match(&d); !slices.Equal(got, want) {
				t.Fatalf("%#v: got %v, want %v", d, got, want)
			}
		}
	})
}

// TestAlarmRefuses names the query that no engine would take.
func TestAlarmRefuses(t *testing.T) {
	_, err := search.NewAlarm(searchtest.Schema(), []search.Saved{{ID: "S1", Query: search.Text{Field: "none", Words: "x"}}}, nil)
	if err == nil || !strings.Contains(fault.MessageOf(err), "S1") {
		t.Fatalf("got %v", err)
	}
}

// TestMarks compares with a scan of one text: there are marks where there is a match, and what is
// marked matches by itself.
func TestMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := searchtest.Text(t)
		var q search.Query
		for {
			q = searchtest.Query(t, 0)
			if _, ok := q.(search.Wild); ok {
				break
			}
			if p, ok := q.(search.Text); ok {
				p.Field = "claims"
				q = p
				break
			}
			if p, ok := q.(search.Near); ok {
				p.Field = "claims"
				q = p
				break
			}
		}
		if p, ok := q.(search.Wild); ok {
			p.Field = "claims"
			q = p
		}
		scan := searchtest.Scan{Schema: searchtest.Schema()}
		match := func(text string) bool {
			return scan.Matches(search.Document{Texts: map[string][]string{"claims": {text}}}, q)
		}
		marks := search.Marks(text, q, "claims")
		if match(text) != (len(marks) > 0) {
			t.Fatalf("%#v in %q: marks %v, match %v", q, text, marks, match(text))
		}
		if marks = search.Marks(text, q, "title"); len(marks) > 0 {
			t.Fatalf("%#v marks another field: %v", q, marks)
		}
	})
	got := search.Marks("一种ＬＥＤ灯，LEDs。半导体", search.And{Of: []search.Query{search.Text{Words: "led"}, search.Text{Words: "导体"}, search.Not{Of: search.Text{Words: "一种"}}}}, "title")
	want := []search.Mark{{6, 15}, {len("一种ＬＥＤ灯，LEDs。半"), len("一种ＬＥＤ灯，LEDs。半导体")}}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

// TestSimilar finds the document from which a text was taken, and says by which words.
func TestSimilar(t *testing.T) {
	x := opened(t, t.TempDir(), 0)
	var docs []search.Document
	for i := range 300 {
		docs = append(docs, search.Document{ID: fmt.Sprint("d", i), Texts: map[string][]string{"claims": {fmt.Sprintf("一种装置，包括部件%c%c与导体", 0x5000+rune(i), 0x6000+rune(i))}},
			Keys: map[string][]string{"number": {fmt.Sprint("d", i)}}})
	}
	put(t, x, docs...)
	text := docs[77].Texts["claims"]
	r, err := x.Similar(context.Background(), text, search.Request{Limit: 3})
	if err != nil || len(r.Hits) == 0 || r.Hits[0].ID != "d77" {
		t.Fatalf("got %+v, %v", r, err)
	}
	if c := r.Hits[0].Causes; len(c) == 0 || !strings.Contains(c[0].Words, "件"+string(rune(0x5000+77))) && !strings.Contains(fmt.Sprint(c), string([]rune{0x5000 + 77, 0x6000 + 77})) {
		t.Fatalf("the causes do not name the telling words: %+v", c)
	}
	r, err = x.Similar(context.Background(), text, search.Request{Limit: 3, Query: search.Not{Of: search.Key{Field: "number", Values: []string{"D77"}}}})
	if err != nil || slices.ContainsFunc(r.Hits, func(h search.Hit) bool { return h.ID == "d77" }) {
		t.Fatalf("the document itself was excluded: %+v, %v", r, err)
	}
}
