// Package citing chooses what a picture of the citations within a result shows (引用网络): the documents that
// are cited most, and those that cite them. It asks the search engine and reads no more documents than it shows.
package citing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"zhibao/internal/search"
	"zhibao/internal/sorting"
	"zhibao/patent/literature"
)

// Bounds of the picture of citations.
const (
	MostCited = 30   // documents that are chosen because they are cited
	MostDrawn = 60   // with those that cite them
	values    = 5000 // numbers among which those are looked for
	citedBy   = 1000 // documents that cite one, as far as they are read
)

// A Result is documents as a search engine finds them.
type Result struct {
	Engine search.Engine                                         // that finds them
	Query  search.Query                                          // that says which
	Within []string                                              // the documents to which the search is limited; nil for all
	Read   func(numbers []string) ([]literature.Document, error) // reads documents with what they cite
}

// A Network is what is cited most in a result and what cites that most.
type Network struct {
	Knots []*Knot  // by year and number
	Edges [][2]int // from what cites to what is cited: places in Knots
}

// A Knot is an application in the network: its publications that are in the result are one.
type Knot struct {
	By    int                 // documents of the result that cite it, drawn or not
	First literature.Document // its first publication in the result

	root    string              // the number without its kind
	cited   []string            // numbers under which it is cited
	members map[string]struct{} // its publications in the result
	cites   int                 // how many of the chosen it cites
}

// A weave is the network as it is chosen.
type weave struct {
	Result
	ctx   context.Context  // ends with the request
	by    map[string]*Knot // by root
	knots []*Knot
}

// Of reads who cites whom within a result.
func Of(ctx context.Context, r Result) (Network, error) {
	w := &weave{Result: r, ctx: ctx, by: map[string]*Knot{}}
	if err := w.chooseCited(); err != nil {
		return Network{}, err
	}
	if err := w.chooseCiting(); err != nil {
		return Network{}, err
	}
	edges, err := w.edges()
	return Network{w.knots, edges}, err
}

// knot is the knot of a document, which is made where there is none.
func (w *weave) knot(number string) *Knot {
	root := literature.Root(number)
	k := w.by[root]
	if k == nil {
		k = &Knot{root: root, members: map[string]struct{}{}}
		w.by[root] = k
	}
	return k
}

// find asks for documents of the result.
func (w *weave) find(q search.Query, limit int) (search.Result, error) {
	return w.Engine.Find(w.ctx, search.Request{Query: search.And{Of: []search.Query{w.Query, q}}, Limit: limit, Sort: "published", Within: w.Within})
}

// chooseCited takes the documents of the result that most of its documents cite.
func (w *weave) chooseCited() error {
	all, err := w.Engine.Find(w.ctx, search.Request{Query: w.Query, Facets: []search.FacetAsk{{Field: "cites", Top: values}}, Within: w.Within})
	if err != nil {
		return err
	}
	var order []*Knot
	for _, v := range all.Facets[0].Values {
		k := w.knot(v.Value)
		if k.cited == nil {
			order = append(order, k)
		}
		k.cited = append(k.cited, v.Value)
		k.By += v.Count
	}
	sorting.Stable(order, func(a, b *Knot) int { return cmp.Or(cmp.Compare(b.By, a.By), cmp.Compare(a.root, b.root)) })
	for some := range slices.Chunk(order, 200) {
		roots := make([]string, len(some))
		for i, k := range some {
			roots[i] = k.root
		}
		found, err := w.find(search.Key{Field: "number", Values: roots}, citedBy)
		if err != nil {
			return err
		}
		for _, h := range found.Hits {
			w.knot(h.ID).members[h.ID] = struct{}{}
		}
		for _, k := range some {
			if len(k.members) > 0 && len(w.knots) < MostCited {
				w.knots = append(w.knots, k)
			}
		}
		if len(w.knots) == MostCited {
			break
		}
	}
	return nil
}

// chooseCiting adds the documents that cite most of those.
func (w *weave) chooseCiting() error {
	cited := slices.Clone(w.knots)
	var citing []*Knot
	for _, k := range cited {
		found, err := w.find(search.Key{Field: "cites", Values: k.cited}, citedBy)
		if err != nil {
			return err
		}
		k.By = found.Total
		seen := map[*Knot]bool{}
		for _, h := range found.Hits {
			from := w.knot(h.ID)
			from.members[h.ID] = struct{}{}
			if seen[from] {
				continue
			}
			seen[from] = true
			if from.cites++; from.cites == 1 && !slices.Contains(cited, from) {
				citing = append(citing, from)
			}
		}
	}
	sorting.Stable(citing, func(a, b *Knot) int { return cmp.Or(cmp.Compare(b.cites, a.cites), cmp.Compare(a.root, b.root)) })
	w.knots = append(w.knots, citing[:min(len(citing), MostDrawn-len(cited))]...)
	// What cites others may be cited as well, only less often than those chosen for it.
	for _, k := range w.knots[len(cited):] {
		if k.By = 0; len(k.cited) > 0 {
			found, err := w.find(search.Key{Field: "cites", Values: k.cited}, 0)
			if err != nil {
				return err
			}
			k.By = found.Total
		}
	}
	return nil
}

// edges reads the documents and who of them cites whom; places are those of the knots in order of year and
// number.
func (w *weave) edges() (out [][2]int, err error) {
	var numbers []string
	for _, k := range w.knots {
		for n := range k.members {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	docs, err := w.Read(numbers)
	if err != nil {
		return nil, err
	}
	cites := map[string][]string{}
	for i := range docs {
		k, doc := w.knot(docs[i].Number), &docs[i]
		if k.First.Number == "" || doc.Published < k.First.Published {
			k.First = *doc
		}
		for _, c := range doc.Cites {
			cites[k.root] = append(cites[k.root], literature.Root(c.Number))
		}
	}
	// What the index has and the holding no longer is not drawn.
	w.knots = slices.DeleteFunc(w.knots, func(k *Knot) bool { return k.First.Number == "" })
	sorting.By(w.knots, func(a, b *Knot) int {
		return cmp.Or(cmp.Compare(a.First.Published.Year(), b.First.Published.Year()), strings.Compare(a.First.Number, b.First.Number))
	})
	for from, k := range w.knots {
		for to, other := range w.knots {
			if from != to && slices.Contains(cites[k.root], other.root) {
				out = append(out, [2]int{from, to})
			}
		}
	}
	return out, nil
}
