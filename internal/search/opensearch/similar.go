package opensearch

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/search/words"
	"zhibao/internal/sorting"
)

// maxTerms is how many terms of some texts the server is asked about, the most frequent.
const maxTerms = 2_000

// A term of some texts that tells something.
type telling struct {
	text  string
	times int
	worth float64
}

// token is a term as the server has it.
func token(text string) string {
	if r, n := utf8.DecodeRuneInString(text); words.IsHan(r) {
		return text[:n] + "_" + text[n:]
	}
	return text
}

// Similar finds documents like some texts: those that share their most telling terms.
func (x *Index) Similar(ctx context.Context, texts []string, r search.Request) (_ search.Result, err error) {
	defer fault.Wrap(&err, "asking the search server what is similar")
	defer clear(&err)
	if err := x.check.Request(&r); err != nil || len(x.main) == 0 {
		return search.Result{}, err
	}
	list, err := x.telling(ctx, texts)
	if err != nil {
		return search.Result{}, err
	}
	w := &writer{Index: x}
	var like []object
	for _, t := range list {
		for _, f := range x.main {
			o, key := phrase(f, []string{token(t.text)})
			like = append(like, w.named(o, clause{f.Name, t.text, key}, weight(f)*search.Boost(t.times)))
		}
	}
	only, err := w.query(r.Query, false)
	if err != nil {
		return search.Result{}, err
	}
	return w.find(ctx, object{"bool": object{"must": oneOf(like), "filter": only}}, r)
}

// Telling names what is peculiar to some texts. See the embedded engine.
func (x *Index) Telling(ctx context.Context, texts []string, most int) (_ []string, err error) {
	defer fault.Wrap(&err, "telling terms")
	defer clear(&err)
	list, err := x.telling(ctx, texts)
	if err != nil {
		return nil, err
	}
	worth := map[string]float64{}
	for _, t := range list {
		worth[t.text] = t.worth
	}
	return search.Peculiar(texts, worth, most), nil
}

// telling chooses the terms, the weightiest first. The server is asked how many documents have each: it is
// told the terms once each, by the alphabet, and not the texts.
func (x *Index) telling(ctx context.Context, texts []string) (list []telling, err error) {
	terms := search.Terms(texts)
	known := slices.SortedFunc(maps.Keys(terms), func(a, b string) int { return cmp.Or(cmp.Compare(terms[b], terms[a]), cmp.Compare(a, b)) })
	known = known[:min(len(known), maxTerms)]
	if len(known) == 0 || len(x.main) == 0 {
		return nil, nil
	}
	frequent, total, err := x.frequencies(ctx, known)
	if err != nil {
		return nil, err
	}
	for _, text := range known {
		if w := search.Worth(terms[text], frequent[token(text)], total); w > 0 {
			list = append(list, telling{text, terms[text], w})
		}
	}
	sorting.By(list, func(a, b telling) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.text, b.text)) })
	return list[:min(search.TellingTerms, len(list))], nil
}

// frequencies asks in how many documents terms occur: in the field that has them most often.
func (x *Index) frequencies(ctx context.Context, terms []string) (map[string]int, int, error) {
	tokens := make([]string, len(terms))
	for i, t := range terms {
		tokens[i] = token(t)
	}
	slices.Sort(tokens)
	text := object{}
	fields := make([]string, len(x.main))
	for i, f := range x.main {
		text[f.Name] = strings.Join(tokens, " ")
		fields[i] = inText + "." + f.Name
	}
	b, err := json.Marshal(object{"doc": object{inText: text}, "fields": fields, "term_statistics": true, "field_statistics": false, "positions": false, "offsets": false})
	if err != nil {
		return nil, 0, err
	}
	var a struct {
		Vectors map[string]struct {
			Terms map[string]struct {
				Docs int `json:"doc_freq"`
			} `json:"terms"`
		} `json:"term_vectors"`
	}
	if err := x.ask(ctx, "POST", "/"+x.name+"/_termvectors", b, &a); err != nil {
		return nil, 0, err
	}
	out := map[string]int{}
	for _, v := range a.Vectors {
		for t, n := range v.Terms {
			out[t] = max(out[t], n.Docs)
		}
	}
	total, err := x.Docs(ctx)
	return out, total, err
}
