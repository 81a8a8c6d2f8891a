package opensearch

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/sorting"
)

// visited is how many documents are read at once when all are visited.
const visited = 10_000

// defaultTop is how many values of a facet there are when nobody says.
const defaultTop = 20

// An answer is what the server says to a search.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Hits     struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []hit `json:"hits"`
	} `json:"hits"`
	Aggregations map[string]struct {
		Count   int `json:"doc_count"`
		Others  int `json:"sum_other_doc_count"`
		Buckets []struct {
			Key   string `json:"key"`
			Count int    `json:"doc_count"`
		} `json:"buckets"`
	} `json:"aggregations"`
}

// A hit is a document of an answer.
type hit struct {
	ID          string             `json:"_id"`
	Score       float64            `json:"_score"`
	Names       map[string]float64 `json:"matched_queries"`
	Explanation *explanation       `json:"_explanation"`
	Sort        []any              `json:"sort"`
}

// An explanation says what a score is made of.
type explanation struct {
	Description string        `json:"description"`
	Details     []explanation `json:"details"`
}

// Find answers a request. See search.Engine.
func (x *Index) Find(ctx context.Context, r search.Request) (_ search.Result, err error) {
	defer fault.Wrap(&err, "asking the search server")
	defer clear(&err)
	if err := x.check.Request(&r); err != nil {
		return search.Result{}, err
	}
	w := &writer{Index: x}
	q, err := w.query(r.Query, r.Sort == "" && r.Limit > 0)
	if err != nil {
		return search.Result{}, err
	}
	return w.find(ctx, q, r)
}

// find asks for what a query finds and puts the answer together.
func (w *writer) find(ctx context.Context, q object, r search.Request) (out search.Result, err error) {
	if r.Within != nil {
		q = object{"bool": object{"must": q, "filter": object{"terms": object{"id": valids(r.Within)}}}}
	}
	body := object{"query": q, "from": r.Offset, "size": r.Limit, "track_total_hits": r.Count + 1, "timeout": patience.String()}
	switch {
	case r.Limit == 0:
		delete(body, "from")
	case r.Sort != "":
		body["sort"] = order(r.Sort)
	case len(w.clauses) > 0:
		body["explain"] = true
	}
	aggs := object{}
	for i, ask := range r.Facets {
		aggs[strconv.Itoa(i)] = object{"terms": object{"field": w.facetField(ask), "size": top(ask), "order": []object{{"_count": "desc"}, {"_key": "asc"}}}}
	}
	if len(aggs) > 0 {
		body["aggs"] = aggs
	}
	out.State = w.state()
	a, err := w.search(ctx, body)
	if err != nil {
		return search.Result{}, err
	}
	out.Total = a.Hits.Total.Value
	if out.Total > r.Count {
		out.Total, out.More = r.Count, true
	}
	for _, h := range a.Hits.Hits {
		out.Hits = append(out.Hits, w.hit(h, r.Sort == ""))
	}
	if len(aggs) > 0 {
		out.Facets, err = w.facets(ctx, q, r.Facets, a)
	}
	return out, err
}

// search sends a search.
func (x *Index) search(ctx context.Context, body object) (*answer, error) {
	body["_source"] = false
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	a := &answer{}
	// Always the same copy, so that equal hits keep their order.
	err = x.ask(ctx, "POST", "/"+x.name+"/_search?include_named_queries_score=true&preference=zhibao", b, a)
	if err == nil && a.TimedOut {
		err = fault.New(fault.Unavailable, "opensearch.slow", "检索用时过长，已停止，请缩小检索范围后再试")
	}
	return a, err
}

// order is by a day or a number; what has none comes last, and equal ones by their names.
func order(sort string) []object {
	name, down := strings.CutPrefix(sort, "-")
	way := "asc"
	if down {
		way = "desc"
	}
	return []object{{inValue + "." + name: object{"order": way, "missing": "_last"}}, {"id": "asc"}}
}

// valids are texts that JSON holds.
func valids(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = valid(s)
	}
	return out
}

// top is how many values a facet shows.
func top(ask search.FacetAsk) int {
	if ask.Top > 0 {
		return ask.Top
	}
	return defaultTop
}

// facetField is the server's field in which a facet is counted.
func (x *Index) facetField(ask search.FacetAsk) string {
	depth := max(0, ask.Depth)
	switch x.fields[ask.Field].Kind {
	case search.KindTree:
	case search.KindDay:
		if depth > 2 {
			depth = 0
		}
	default:
		depth = 0
	}
	return inFacet + "." + atDepth(ask.Field, depth)
}

// facets reads what was counted. Of a document with several values, one may be listed and another not:
// where values were left out, those documents are counted of which every value is listed.
func (x *Index) facets(ctx context.Context, q object, asks []search.FacetAsk, a *answer) (out []search.Facet, err error) {
	aggs := object{}
	for i, ask := range asks {
		counted := a.Aggregations[strconv.Itoa(i)]
		f := search.Facet{Field: ask.Field}
		var listed []string
		for _, b := range counted.Buckets {
			f.Values = append(f.Values, search.FacetValue{Value: b.Key, Count: b.Count})
			listed = append(listed, b.Key)
		}
		out = append(out, f)
		if counted.Others > 0 {
			field := x.facetField(ask)
			many := inMany + strings.TrimPrefix(field, inFacet)
			aggs[fmt.Sprint("any", i)] = object{"filter": object{"exists": object{"field": field}}}
			aggs[fmt.Sprint("listed", i)] = object{"filter": object{"terms_set": object{field: object{"terms": listed, "minimum_should_match_field": many}}}}
		}
	}
	if len(aggs) == 0 {
		return out, nil
	}
	b, err := x.search(ctx, object{"query": q, "size": 0, "track_total_hits": false, "aggs": aggs})
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Others = b.Aggregations[fmt.Sprint("any", i)].Count - b.Aggregations[fmt.Sprint("listed", i)].Count
	}
	return out, nil
}

// hit says what a score is made of. The server adds shares up in fewer digits than they have here, and
// names parts that stand in an alternative that was not met as a whole; so they are made to fit the sum.
func (w *writer) hit(h hit, explain bool) search.Hit {
	out := search.Hit{ID: h.ID}
	if !explain || h.Score <= 0 {
		return out
	}
	times := map[string]int{}
	h.Explanation.count(times)
	sum := 0.0
	for name, share := range h.Names {
		n, err := strconv.Atoi(name)
		if err != nil || n >= len(w.clauses) || share <= 0 {
			continue
		}
		c := w.clauses[n]
		out.Causes = append(out.Causes, search.Cause{Field: c.field, Words: c.words, Times: max(1, times[c.key]), Share: share})
		sum += share
	}
	sorting.By(out.Causes, func(a, b search.Cause) int { return strings.Compare(a.Field+"\x00"+a.Words, b.Field+"\x00"+b.Words) })
	for i := range out.Causes {
		out.Causes[i].Share *= h.Score / sum
		out.Score += out.Causes[i].Share
	}
	return out
}

// How the server explains what a word or a phrase counts.
var (
	explainedPart  = regexp.MustCompile(`^weight\((.+) in \d+\)`)
	explainedTimes = regexp.MustCompile(`^score\(freq=([0-9.]+)\)`)
)

// count reads how often each part occurs.
func (e *explanation) count(times map[string]int) {
	if e == nil {
		return
	}
	part := explainedPart.FindStringSubmatch(e.Description)
	for i := range e.Details {
		d := &e.Details[i]
		if n := explainedTimes.FindStringSubmatch(d.Description); part != nil && n != nil {
			f, _ := strconv.ParseFloat(n[1], 64)
			times[part[1]] = int(f)
		}
		d.count(times)
	}
}

// Visit calls f with the ID of every document of a query. See search.Engine.
func (x *Index) Visit(ctx context.Context, q search.Query, f func(id string) bool) (err error) {
	defer fault.Wrap(&err, "visiting the search server")
	defer clear(&err)
	if err := x.check.Query(q); err != nil {
		return err
	}
	written, err := (&writer{Index: x}).query(q, false)
	if err != nil {
		return err
	}
	body := object{"query": written, "size": visited, "sort": []object{{"id": "asc"}}, "track_total_hits": false}
	for {
		a, err := x.search(ctx, body)
		if err != nil {
			return err
		}
		for _, h := range a.Hits.Hits {
			if !f(h.ID) {
				return nil
			}
		}
		if len(a.Hits.Hits) < visited {
			return nil
		}
		body["search_after"] = a.Hits.Hits[visited-1].Sort
	}
}
