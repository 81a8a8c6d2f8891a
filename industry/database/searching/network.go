package searching

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/search"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// Bounds of the picture of citations.
const (
	mostCited   = 30   // documents that are chosen because they are cited
	mostDrawn   = 60   // with those that cite them
	citedValues = 5000 // numbers among which those are looked for
	citedBy     = 1000 // documents that cite one, as far as they are read
)

// A knot is an application in the network: its publications that are in the result are one.
type knot struct {
	root    string              // the number without its kind
	cited   []string            // numbers under which it is cited
	members map[string]struct{} // its publications in the result
	by      int                 // documents of the result that cite it
	cites   int                 // how many of the chosen it cites
	year    int                 // of its first publication
	title   string              // of one of its publications
	number  string              // by which it goes in the picture
}

// A weave is the network as it is chosen.
type weave struct {
	x     *looking
	by    map[string]*knot // by root
	knots []*knot
}

// network draws who cites whom within the result: what is cited most, and what cites that most.
func (d *Desk) network(x *looking) ([]grid, error) {
	w := &weave{x: x, by: map[string]*knot{}}
	if err := w.chooseCited(); err != nil {
		return nil, err
	}
	if err := w.chooseCiting(); err != nil {
		return nil, err
	}
	edges, err := d.edges(w)
	if err != nil {
		return nil, err
	}
	return w.grids(edges), nil
}

// knot is the knot of a document, which is made where there is none.
func (w *weave) knot(number string) *knot {
	root := literature.Root(number)
	k := w.by[root]
	if k == nil {
		k = &knot{root: root, members: map[string]struct{}{}}
		w.by[root] = k
	}
	return k
}

// find asks for documents of the result.
func (w *weave) find(q search.Query, limit int) (search.Result, error) {
	return w.x.engine.Find(w.x.ctx, search.Request{Query: search.And{Of: []search.Query{w.x.query, q}}, Limit: limit, Sort: "published", Count: countTo, Within: w.x.within})
}

// chooseCited takes the documents of the result that most of its documents cite.
func (w *weave) chooseCited() error {
	all, err := w.x.count(nil, search.FacetAsk{Field: "cites", Top: citedValues})
	if err != nil {
		return err
	}
	var order []*knot
	for _, v := range all.Facets[0].Values {
		k := w.knot(v.Value)
		if k.cited == nil {
			order = append(order, k)
		}
		k.cited = append(k.cited, v.Value)
		k.by += v.Count
	}
	slices.SortStableFunc(order, func(a, b *knot) int { return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(a.root, b.root)) })
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
			if len(k.members) > 0 && len(w.knots) < mostCited {
				w.knots = append(w.knots, k)
			}
		}
		if len(w.knots) == mostCited {
			break
		}
	}
	return nil
}

// chooseCiting adds the documents that cite most of those.
func (w *weave) chooseCiting() error {
	cited := slices.Clone(w.knots)
	var citing []*knot
	for _, k := range cited {
		found, err := w.find(search.Key{Field: "cites", Values: k.cited}, citedBy)
		if err != nil {
			return err
		}
		k.by = found.Total
		seen := map[*knot]bool{}
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
	slices.SortStableFunc(citing, func(a, b *knot) int { return cmp.Or(cmp.Compare(b.cites, a.cites), cmp.Compare(a.root, b.root)) })
	w.knots = append(w.knots, citing[:min(len(citing), mostDrawn-len(cited))]...)
	// What cites others may be cited as well, only less often than those chosen for it.
	for _, k := range w.knots[len(cited):] {
		if k.by = 0; len(k.cited) > 0 {
			found, err := w.find(search.Key{Field: "cites", Values: k.cited}, 0)
			if err != nil {
				return err
			}
			k.by = found.Total
		}
	}
	return nil
}

// edges reads the documents and who of them cites whom; places are those of the knots in order of year and
// number.
func (d *Desk) edges(w *weave) (out [][2]int, err error) {
	var numbers []string
	for _, k := range w.knots {
		for n := range k.members {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	docs, err := d.Holding.Many(w.x.ctx, worklist.Actor(w.x.c).Center, numbers)
	if err != nil {
		return nil, err
	}
	cites := map[string][]string{}
	for i := range docs {
		k, doc := w.knot(docs[i].Number), &docs[i]
		if year := doc.Published.Year(); k.number == "" || year < k.year {
			k.number, k.year, k.title = doc.Number, year, firstText(doc.Titles, w.x.c.Lang())
		}
		for _, c := range doc.Cites {
			cites[k.root] = append(cites[k.root], literature.Root(c.Number))
		}
	}
	// What the index has and the holding no longer is not drawn.
	w.knots = slices.DeleteFunc(w.knots, func(k *knot) bool { return k.number == "" })
	slices.SortFunc(w.knots, func(a, b *knot) int { return cmp.Or(cmp.Compare(a.year, b.year), strings.Compare(a.number, b.number)) })
	for from, k := range w.knots {
		for to, other := range w.knots {
			if from != to && slices.Contains(cites[k.root], other.root) {
				out = append(out, [2]int{from, to})
			}
		}
	}
	return out, nil
}

// grids are the picture with the documents in it, and the list of its arrows.
func (w *weave) grids(edges [][2]int) []grid {
	c := w.x.c
	nodes := grid{title: c.T("引用网络", "Citation network"), unit: c.T("件", "documents"), series: []svg.Series{{Name: c.T("被引用", "Cited by")}, {Name: c.T("引用图中文献", "Cites, of those shown")}},
		note: fmt.Sprintf(c.T("只看结果内文献之间的引用：先取被引用最多的（至多 %d 件），再取引用它们最多的，合计至多 %d 件，此处 %d 件、%d 条。横轴为公开年；同一申请的各次公开算一件；圆内数字为结果中引用它的文献数，包括没有画出的。结果以外的文献见“引用”。",
			"Citations between documents of the result only: those cited most (up to %d), then those that cite them most, up to %d in all; here %d, and %d links. From left to right by year of publication; publications of one application are one. The number in a disc counts all documents of the result that cite it, drawn or not. For documents outside the result see Citations."),
			mostCited, mostDrawn, len(w.knots), len(edges))}
	links := grid{title: c.T("引用关系", "Who cites whom"), links: [][2]string{}}
	g := svg.Graph{Edges: edges}
	out := make([]float64, len(w.knots))
	for _, e := range edges {
		out[e[0]]++
		links.links = append(links.links, [2]string{w.knots[e[0]].number, w.knots[e[1]].number})
	}
	for i, k := range w.knots {
		if year := strconv.Itoa(k.year); len(g.Columns) == 0 || g.Columns[len(g.Columns)-1] != year {
			g.Columns = append(g.Columns, year)
		}
		about := fmt.Sprintf(c.T("%s；被引用 %d 件，引用图中 %d 件", "%s; cited by %d, cites %d of those shown"), k.title, k.by, int(out[i]))
		g.Nodes = append(g.Nodes, svg.Node{Name: k.number, About: about, Column: len(g.Columns) - 1, Value: float64(k.by)})
		nodes.labels = append(nodes.labels, k.number)
		nodes.series[0].Values = append(nodes.series[0].Values, float64(k.by))
	}
	nodes.series[1].Values = out
	nodes.open = func(_, l int) string { return documents + "/" + w.knots[l].number }
	nodes.draw = func(f svg.Frame, _ svg.Data) template.HTML { return svg.Network(f, g) }
	return []grid{nodes, links}
}

// list shows links as a table.
func (g grid) list(c *web.Ctx) web.Block {
	t := web.Table{Title: g.title, Head: []string{c.T("引用文献", "Cites"), c.T("被引用文献", "Is cited")}, Empty: c.T("结果内的文献没有互相引用。", "No document of the result cites another.")}
	for _, e := range g.links {
		t.Rows = append(t.Rows, []web.Cell{{Text: e[0], Href: documents + "/" + e[0]}, {Text: e[1], Href: documents + "/" + e[1]}})
	}
	return t
}
