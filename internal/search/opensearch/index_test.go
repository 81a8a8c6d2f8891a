package opensearch

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

// server is the address of a real one, or the test is skipped.
func server(t *testing.T) string {
	address := os.Getenv("ZHIBAO_OPENSEARCH")
	if address == "" {
		t.Skip("没有 OpenSearch：用 scripts/opensearch start 启动，并设 ZHIBAO_OPENSEARCH")
	}
	return address
}

// names keeps the indexes of tests apart.
var names atomic.Int64

func newName() string { return fmt.Sprintf("zhibao-test-%d-%d", time.Now().UnixNano(), names.Add(1)) }

// TestConform holds a real server to what every engine must do.
func TestConform(t *testing.T) {
	address := server(t)
	ctx := context.Background()
	open := func(name string) (search.Engine, error) { return Open(ctx, address, name, searchtest.Schema()) }
	searchtest.Conform(t, searchtest.Subject{
		Open:   open,
		Settle: func(e search.Engine) error { return e.(*Index).Merge(ctx) },
		Dir: func() (string, func()) {
			name := newName()
			return name, func() {
				if e, err := open(name); err == nil {
					_ = e.(*Index).Drop(ctx)
				}
			}
		},
	})
}

// both are a server and the embedded engine with the same documents.
func both(t *testing.T) (theirs *Index, ours *search.Index) {
	address := server(t)
	ctx := context.Background()
	theirs, err := Open(ctx, address, newName(), searchtest.Schema())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = theirs.Drop(ctx) })
	if ours, err = search.Open(t.TempDir(), searchtest.Schema(), search.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ours.Close() })
	for i, text := range []string{"半导体装置，半导体", "一种LED灯与半导体", "天线与波导", "天线装置", "弹簧 led led"} {
		d := search.Document{ID: fmt.Sprint("d", i), Texts: map[string][]string{"claims": {text}}, Keys: map[string][]string{}, Values: map[string]int64{}}
		for _, e := range []search.Engine{theirs, ours} {
			if err := e.Put(ctx, []search.Document{d}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return theirs, ours
}

// TestTimes compares how often words are said to occur, which the tests of all engines leave open.
func TestTimes(t *testing.T) {
	theirs, ours := both(t)
	for _, q := range []search.Query{
		search.Text{Words: "半导体"}, search.Text{Words: "led"}, search.Text{Words: "导"}, search.Near{A: "天线", B: "装置", Distance: 3},
		search.Or{Of: []search.Query{search.Text{Words: "天线"}, search.Text{Field: "claims", Words: "led"}}},
	} {
		var got [2]map[string]string
		for i, e := range []search.Engine{theirs, ours} {
			r, err := e.Find(context.Background(), search.Request{Query: q, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			got[i] = map[string]string{}
			for _, h := range r.Hits {
				for _, c := range h.Causes {
					got[i][h.ID] += fmt.Sprintf("%s %s %d;", c.Field, c.Words, c.Times)
				}
			}
		}
		if d := cmp.Diff(got[1], got[0]); d != "" || len(got[0]) == 0 {
			t.Errorf("%#v (-embedded +server):\n%s", q, d)
		}
	}
}

// TestSimilar compares what is like a text and what is peculiar to it.
func TestSimilar(t *testing.T) {
	theirs, ours := both(t)
	ctx := context.Background()
	like := []string{"天线装置和半导体"}
	var got [2][]string
	for i, e := range []interface {
		Similar(context.Context, []string, search.Request) (search.Result, error)
		Telling(context.Context, []string, int) ([]string, error)
	}{theirs, ours} {
		r, err := e.Similar(ctx, like, search.Request{Query: search.Not{Of: search.Text{Words: "灯"}}, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		words, err := e.Telling(ctx, like, 5)
		if err != nil {
			t.Fatal(err)
		}
		got[i] = words
		for _, h := range r.Hits {
			got[i] = append(got[i], h.ID)
			for _, c := range h.Causes {
				if c.Share <= 0 {
					t.Errorf("%T: %#v", e, c)
				}
			}
		}
	}
	if d := cmp.Diff(got[1], got[0]); d != "" || len(got[0]) < 4 {
		t.Errorf("(-embedded +server):\n%s", d)
	}
}

// TestOpen finds again what was put, and begins anew with another schema.
func TestOpen(t *testing.T) {
	theirs, _ := both(t)
	ctx := context.Background()
	for _, c := range []struct {
		version string
		want    int
	}{{"test", 5}, {"other", 0}} {
		s := searchtest.Schema()
		s.Version = c.version
		x, err := Open(ctx, theirs.base, theirs.name, s)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := x.Docs(ctx); err != nil || n != c.want {
			t.Errorf("%s: %d documents, %v", c.version, n, err)
		}
	}
}

// TestRefused says what is wrong with what is asked or put.
func TestRefused(t *testing.T) {
	x, _ := both(t)
	ctx := context.Background()
	many := search.Or{}
	for i := range 1500 {
		many.Of = append(many.Of, search.Text{Words: fmt.Sprint("word", i)})
	}
	for code, q := range map[string]search.Query{
		"search.unknown_field": search.Text{Field: "nothing", Words: "x"},
		"opensearch.stars":     search.Wild{Pattern: "半*导*体*装*置"},
		"opensearch.too_large": many,
	} {
		if _, err := x.Find(ctx, search.Request{Query: q, Limit: 1}); fault.KindOf(err) != fault.Invalid || fault.Of(err).Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	long := search.Document{ID: strings.Repeat("x", maxID+1)}
	if err := x.Put(ctx, []search.Document{long}); fault.Of(err) == nil || fault.Of(err).Code != "opensearch.id" {
		t.Errorf("a long name: %v", err)
	}
}
