package searching

import (
	"fmt"
	"html/template"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/industry/database/searching/citing"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// network draws who cites whom within the result: the picture with the documents in it, and the list of its
// arrows.
func (d *Desk) network(x *looking) ([]grid, error) {
	c := x.c
	n, err := citing.Of(x.ctx, citing.Result{Engine: x.engine, Query: x.query, Within: x.within, Read: func(numbers []string) ([]literature.Document, error) {
		return d.Holding.Many(x.ctx, worklist.Actor(c).Center, numbers)
	}})
	if err != nil {
		return nil, err
	}
	nodes := grid{title: c.T("引用网络", "Citation network"), unit: c.T("件", "documents"), series: []svg.Series{{Name: c.T("被引用", "Cited by")}, {Name: c.T("引用图中文献", "Cites, of those shown")}},
		note: fmt.Sprintf(c.T("只看结果内文献之间的引用：先取被引用最多的（至多 %d 件），再取引用它们最多的，合计至多 %d 件，此处 %d 件、%d 条。横轴为公开年；同一申请的各次公开算一件；圆内数字为结果中引用它的文献数，包括没有画出的。结果以外的文献见“引用”。",
			"Citations between documents of the result only: those cited most (up to %d), then those that cite them most, up to %d in all; here %d, and %d links. From left to right by year of publication; publications of one application are one. The number in a disc counts all documents of the result that cite it, drawn or not. For documents outside the result see Citations."),
			citing.MostCited, citing.MostDrawn, len(n.Knots), len(n.Edges))}
	links := grid{title: c.T("引用关系", "Who cites whom"), links: [][2]string{}}
	g := svg.Graph{Edges: n.Edges}
	out := make([]float64, len(n.Knots))
	for _, e := range n.Edges {
		out[e[0]]++
		links.links = append(links.links, [2]string{n.Knots[e[0]].First.Number, n.Knots[e[1]].First.Number})
	}
	for i, k := range n.Knots {
		if year := strconv.Itoa(k.First.Published.Year()); len(g.Columns) == 0 || g.Columns[len(g.Columns)-1] != year {
			g.Columns = append(g.Columns, year)
		}
		about := fmt.Sprintf(c.T("%s；被引用 %d 件，引用图中 %d 件", "%s; cited by %d, cites %d of those shown"), firstText(k.First.Titles, c.Lang()), k.By, int(out[i]))
		// A page of paper is too narrow for the numbers of documents: there each has the number of its line.
		name, label := k.First.Number, k.First.Number
		if x.paper {
			name = strconv.Itoa(i + 1)
			label = name + "  " + label
		}
		g.Nodes = append(g.Nodes, svg.Node{Name: name, About: about, Column: len(g.Columns) - 1, Value: float64(k.By)})
		nodes.labels = append(nodes.labels, label)
		nodes.series[0].Values = append(nodes.series[0].Values, float64(k.By))
	}
	nodes.series[1].Values = out
	nodes.open = func(_, l int) string { return documents + "/" + n.Knots[l].First.Number }
	nodes.draw = func(f svg.Frame, _ svg.Data) template.HTML { return svg.Network(f, g) }
	if x.paper {
		nodes.note += c.T("图中文献下方为表中的序号。", " Below each document stands its place in the table.")
	}
	return []grid{nodes, links}, nil
}

// list shows links as a table, a line for each document that cites.
func (g grid) list(c *web.Ctx) web.Block {
	t := web.Table{Title: g.title, Head: []string{c.T("引用文献", "Cites"), c.T("被引用文献", "Is cited")}, Empty: c.T("结果内的文献没有互相引用。", "No document of the result cites another.")}
	for i, e := range g.links {
		if i == 0 || g.links[i-1][0] != e[0] {
			t.Rows = append(t.Rows, []web.Cell{{Text: e[0], Href: documents + "/" + e[0]}, {}})
		}
		cell := &t.Rows[len(t.Rows)-1][1]
		cell.Links = append(cell.Links, web.Link{Href: documents + "/" + e[1], Label: e[1]})
	}
	return t
}
