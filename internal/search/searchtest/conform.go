package searchtest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/search"
)

// A Subject is an engine to be tested.
type Subject struct {
	// Open opens the engine in a folder, again with what was put there.
	Open func(dir string) (search.Engine, error)
	// Settle lets the engine do what it otherwise does in its own time, such as merging; or nil.
	Settle func(search.Engine) error
	// Dir returns an empty folder, and how to remove it.
	Dir func() (string, func())
}

// Conform puts, replaces and deletes documents, closes and opens the engine, and compares its answers
// with those of a scan.
func Conform(t *testing.T, s Subject) {
	rapid.Check(t, func(t *rapid.T) {
		dir, remove := s.Dir()
		defer remove()
		r := &run{Subject: s, T: t, dir: dir, scan: &Scan{Schema: Schema(), Docs: map[string]search.Document{}}}
		r.open()
		defer func() { _ = r.engine.Close() }()
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			r.step()
		}
		// Several queries on what has come about, because putting costs more than asking.
		for range 12 {
			r.compare(Query(t, 3))
		}
	})
}

// A run is one engine beside a scan of the same documents.
type run struct {
	Subject
	*rapid.T
	dir    string
	engine search.Engine
	scan   *Scan
}

// must ends the test on an error that nothing provoked.
func (r *run) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// open is the first one and every one after closing.
func (r *run) open() {
	e, err := r.Open(r.dir)
	r.must(err)
	r.engine = e
}

// step changes something.
func (r *run) step() {
	ctx := context.Background()
	switch rapid.IntRange(0, 7).Draw(r.T, "step") {
	default:
		docs := rapid.SliceOfN(rapid.Custom(Document), 1, 12).Draw(r.T, "docs")
		r.must(r.engine.Put(ctx, docs))
		for _, d := range docs {
			r.scan.Docs[d.ID] = d
		}
	case 5:
		var ids []string
		for range rapid.IntRange(1, 10).Draw(r.T, "deleted") {
			ids = append(ids, fmt.Sprint("d", rapid.IntRange(0, 70).Draw(r.T, "id")))
		}
		r.must(r.engine.Delete(ctx, ids))
		for _, id := range ids {
			delete(r.scan.Docs, id)
		}
	case 6:
		r.must(r.engine.Close())
		r.open()
	case 7:
		if r.Settle != nil {
			r.must(r.Settle(r.engine))
		}
	}
}

// compare asks both the same.
func (r *run) compare(q search.Query) {
	var within []string
	if rapid.IntRange(0, 4).Draw(r.T, "limited") == 0 {
		within = []string{"unknown"} // a name that is not there is no error
		for range rapid.IntRange(0, 20).Draw(r.T, "within") {
			within = append(within, fmt.Sprint("d", rapid.IntRange(0, 60).Draw(r.T, "id")))
		}
	}
	want := r.scan.Found(q, within)
	if within == nil { // Visit has no such limit
		var visited []string
		r.must(r.engine.Visit(context.Background(), q, func(id string) bool {
			visited = append(visited, id)
			return true
		}))
		sort.Strings(visited)
		r.same(q, "visited", visited, want)
	}
	// Half of the requests have facets, half an order: both change how an engine goes about it.
	req := search.Request{Query: q, Within: within, Limit: rapid.IntRange(1, 9).Draw(r.T, "limit")}
	if rapid.Bool().Draw(r.T, "facets") {
		for _, f := range []string{"office", "ipc", "day"} {
			req.Facets = append(req.Facets, search.FacetAsk{Field: f, Top: rapid.IntRange(0, 3).Draw(r.T, "top"), Depth: rapid.IntRange(0, 2).Draw(r.T, "depth")})
		}
	}
	if rapid.Bool().Draw(r.T, "sorted") {
		req.Sort = rapid.SampledFrom([]string{"day", "-day", "size", "-size"}).Draw(r.T, "sort")
	}
	r.pages(req, want)
	r.counted(req, want)
}

// same shows what the scan has beside what the engine has.
func (r *run) same(q search.Query, what string, got, want any) {
	r.Helper()
	if d := cmp.Diff(want, got); d != "" {
		r.Fatalf("%#v: %s (-scan +engine):\n%s", q, what, d)
	}
}

// pages turns all pages: each document once, in order.
func (r *run) pages(req search.Request, want []string) {
	var got []string
	var last *search.Hit
	state := ""
	for {
		res, err := r.engine.Find(context.Background(), req)
		r.must(err)
		if state != "" && state != res.State { // laid out anew in between: the order may be another
			got, last, state, req.Offset = nil, nil, "", 0
			continue
		}
		state = res.State
		if res.Total != len(want) || res.More {
			r.Fatalf("%#v: total %d, more %v; the scan has %d", req, res.Total, res.More, len(want))
		}
		if len(res.Facets) != len(req.Facets) {
			r.Fatalf("%#v: %d facets", req, len(res.Facets))
		}
		for i, ask := range req.Facets {
			// An empty list and none are the same to those who read it.
			if len(res.Facets[i].Values) == 0 {
				res.Facets[i].Values = nil
			}
			r.same(req.Query, "facet of "+ask.Field, res.Facets[i], r.scan.Facet(ask, want))
		}
		for _, h := range res.Hits {
			r.inOrder(req, last, h)
			last = &h
			got = append(got, h.ID)
		}
		req.Offset += req.Limit
		if len(res.Hits) < req.Limit {
			break
		}
	}
	sort.Strings(got)
	r.same(req.Query, "pages", got, want)
}

// inOrder looks at two neighbours and at what the score of the second one is made of.
func (r *run) inOrder(req search.Request, before *search.Hit, h search.Hit) {
	if name, down := strings.CutPrefix(req.Sort, "-"); name != "" {
		if before == nil {
			return
		}
		// What has no number comes last, whichever way the order goes.
		a, hasA := r.scan.Docs[before.ID].Values[name]
		b, hasB := r.scan.Docs[h.ID].Values[name]
		if hasB && (!hasA || down && a < b || !down && a > b) {
			r.Fatalf("%s of %s is %d and comes before %d", req.Sort, before.ID, a, b)
		}
		return
	}
	// What no words were asked for has no causes and no score.
	sum := 0.0
	for _, c := range h.Causes {
		sum += c.Share
		if c.Share <= 0 || c.Times < 1 || c.Field == "" || c.Words == "" {
			r.Fatalf("%#v: a cause explains nothing: %#v", req.Query, c)
		}
	}
	if math.Abs(sum-h.Score) > 1e-9*max(1, h.Score) {
		r.Fatalf("%#v: the causes of %s make %g, its score is %g", req.Query, h.ID, sum, h.Score)
	}
	if before != nil && h.Score > before.Score*(1+1e-9) {
		r.Fatalf("%#v: %s with %g comes before %s with %g", req.Query, before.ID, before.Score, h.ID, h.Score)
	}
}

// counted asks for counts alone, and for a count that stops.
func (r *run) counted(req search.Request, want []string) {
	req.Limit, req.Offset = 0, 0
	req.Count = max(1, len(want)/2) // half of them, so that it has to stop
	res, err := r.engine.Find(context.Background(), req)
	r.must(err)
	if more := len(want) > req.Count; res.More != more || res.Total != min(len(want), req.Count) || len(res.Hits) > 0 {
		r.Fatalf("%#v: total %d, more %v, %d hits; the scan has %d", req, res.Total, res.More, len(res.Hits), len(want))
	}
}

// IDs returns the names of all documents of an engine, in order.
func IDs(ctx context.Context, e search.Engine) (out []string, err error) {
	err = e.Visit(ctx, search.All{}, func(id string) bool {
		out = append(out, id)
		return true
	})
	slices.Sort(out)
	return out, err
}
