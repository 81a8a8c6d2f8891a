package svg

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"zhibao/internal/sorting"
)

// A Graph is things that point to one another, each in a column such as its year (引用网络).
type Graph struct {
	Columns []string // from left to right
	Nodes   []Node
	Edges   [][2]int // from, to: places in Nodes; edges of a node to itself are left out
}

// A Node is one thing of a graph.
type Node struct {
	Name   string  // written below it
	About  string  // said of it by the hover text and the link
	Column int     // its place in Columns
	Value  float64 // how large it is drawn; nothing at 0
}

// The measures of a network, in pixels.
const (
	nodePitch  = 48.0 // from node to node in a column
	maxInStack = 12   // nodes one above the other; a column with more is divided
	networkTop = 60.0 // below the legend
)

// A stack is nodes one above the other, from the top; a column has one or more.
type stack struct {
	column int
	nodes  []int
}

// A placed graph knows where its nodes are.
type placed struct {
	Graph
	stacks []stack
	x, y   []float64 // of each node
	near   [][]int   // nodes with an edge to it or from it
	most   float64   // the greatest value
	width  float64   // of a stack
}

// Network draws a graph from left to right: a node that others point to is a disc, the larger the greater its
// value, which stands in it; one that only points is a hollow square. The same graph gives the same picture.
// Frame.Link is asked with the place of a node as label.
func Network(f Frame, g Graph) template.HTML {
	kind := f.say("关系网络图", "Network")
	g.Edges = slices.DeleteFunc(slices.Clone(g.Edges), func(e [2]int) bool { return e[0] == e[1] })
	if len(g.Nodes) == 0 {
		return f.empty(kind, Data{})
	}
	p := g.place()
	high := 0
	for _, s := range p.stacks {
		high = max(high, len(s.nodes))
	}
	w := max(720, int(p.width*float64(len(p.stacks)))+24)
	h := int(networkTop+nodePitch*float64(high)) + 34
	p.settle(float64(w), high)
	var b strings.Builder
	desc := f.Desc
	if desc == "" {
		desc = fmt.Sprintf(f.say("%s，%d 个节点，%d 条连线。数据见下表。", "%s, %d nodes, %d links. See the table below."), kind, len(g.Nodes), len(g.Edges))
	}
	f.open(&b, f.id(fmt.Sprint(kind, g)), desc, w, h)
	f.networkLegend(&b)
	p.years(&b, float64(h))
	for _, e := range p.Edges {
		p.edge(&b, e[0], e[1])
	}
	for i := range p.Nodes {
		f.node(&b, p, i)
	}
	return done(&b)
}

// place divides the columns into stacks and orders these so that few edges cross.
func (g Graph) place() *placed {
	p := &placed{Graph: g, x: make([]float64, len(g.Nodes)), y: make([]float64, len(g.Nodes)), near: make([][]int, len(g.Nodes)), width: 52}
	inside := make([]int, len(g.Nodes)) // edges of a node to others of its column
	for _, e := range g.Edges {
		p.near[e[0]], p.near[e[1]] = append(p.near[e[0]], e[1]), append(p.near[e[1]], e[0])
		if g.Nodes[e[0]].Column == g.Nodes[e[1]].Column {
			inside[e[0]]++
		}
	}
	for column := range g.Columns {
		var in []int
		for i, n := range g.Nodes {
			if n.Column == column {
				in = append(in, i)
				p.most = max(p.most, n.Value)
				p.width = max(p.width, min(measure(n.Name, 11)+12, 130))
			}
		}
		// What points to others of its column stands further to the right, as what points does everywhere.
		sorting.Stable(in, func(a, b int) int { return cmp.Compare(inside[a], inside[b]) })
		parts := (len(in) + maxInStack - 1) / maxInStack
		for k := range parts {
			p.stacks = append(p.stacks, stack{column, in[k*len(in)/parts : (k+1)*len(in)/parts]})
		}
	}
	p.untangle()
	return p
}

// untangle moves nodes up and down in their stacks towards the middle of what they are linked with, from the
// left and from the right by turns.
func (p *placed) untangle() {
	for _, s := range p.stacks {
		p.level(s)
	}
	const turns = 12
	for turn := range turns {
		for k := range p.stacks {
			if turn%2 == 1 {
				k = len(p.stacks) - 1 - k
			}
			s := p.stacks[k]
			middle := map[int]float64{}
			for _, n := range s.nodes {
				middle[n] = p.y[n]
				for _, other := range p.near[n] {
					middle[n] += p.y[other]
				}
				middle[n] /= float64(len(p.near[n]) + 1)
			}
			sorting.Stable(s.nodes, func(a, b int) int { return cmp.Compare(middle[a], middle[b]) })
			p.level(s)
		}
	}
}

// level sets the heights of a stack around the middle.
func (p *placed) level(s stack) {
	for i, n := range s.nodes {
		p.y[n] = float64(i) - float64(len(s.nodes)-1)/2
	}
}

// settle turns places into pixels.
func (p *placed) settle(w float64, high int) {
	slot := (w - 24) / float64(len(p.stacks))
	for k, s := range p.stacks {
		for _, n := range s.nodes {
			p.x[n] = 12 + (float64(k)+0.5)*slot
			p.y[n] = networkTop + (p.y[n]+float64(high)/2)*nodePitch - 6
		}
	}
	p.width = slot
}

// years writes the names of the columns with lines between them.
func (p *placed) years(b *strings.Builder, h float64) {
	for k := 0; k < len(p.stacks); {
		next := k
		for next < len(p.stacks) && p.stacks[next].column == p.stacks[k].column {
			next++
		}
		from, to := 12+float64(k)*p.width, 12+float64(next)*p.width
		if k > 0 {
			fmt.Fprintf(b, `<path d="M%s %sV%s" stroke="%s"/>`, num(from), num(networkTop-20), num(h-24), line)
		}
		name := p.Columns[p.stacks[k].column]
		fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="middle" fill="%s">%s</text>`, num((from+to)/2), num(h-8), ink, esc(fit(name, 12, to-from)))
		k = next
	}
}

// radius is how far a node reaches from its middle; its surface tells its value.
func (p *placed) radius(n int) float64 {
	if p.Nodes[n].Value <= 0 {
		return 5
	}
	return 8 + 8*math.Sqrt(p.Nodes[n].Value/max(p.most, 1))
}

// edge draws an arrow that leaves and arrives level.
func (p *placed) edge(b *strings.Builder, from, to int) {
	side, bend := 1.0, 0.0 // on which side of the target the arrow arrives
	switch {
	case p.x[from] < p.x[to]:
		side = -1
	case p.x[from] == p.x[to]:
		bend = p.width * 0.4
	}
	x1, x2 := p.x[from]-side*(p.radius(from)+1), p.x[to]+side*(p.radius(to)+8)
	if bend > 0 {
		x1 = p.x[from] + p.radius(from) + 1
	}
	pull := side * max(math.Abs(x1-x2)/2, bend)
	c1 := x1 - pull
	if bend > 0 {
		c1 = x1 + bend
	}
	fmt.Fprintf(b, `<path d="M%s %sC%s %s %s %s %s %s" fill="none" stroke="%s"/>`, num(x1), num(p.y[from]), num(c1), num(p.y[from]), num(x2+pull), num(p.y[to]), num(x2), num(p.y[to]), axis)
	fmt.Fprintf(b, `<path d="M%s %sl%s -3.5v7z" fill="%s"/>`, num(x2-side*7), num(p.y[to]), num(side*8), muted)
}

// node draws a node with its name on a plate that keeps the lines from it.
func (f Frame) node(b *strings.Builder, p *placed, n int) {
	node, x, y, r := p.Nodes[n], p.x[n], p.y[n], p.radius(n)
	about := node.Name + f.say("：", ": ") + node.About
	f.link(b, 0, n, about, func() {
		below, name := y+r+12, fit(node.Name, 11, p.width-4)
		wide := measure(name, 11)
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="12" fill="#ffffff"/>`, num(x-wide/2), num(below-10), num(wide))
		if node.Value > 0 {
			fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="#ffffff"><title>%s</title></circle>`, num(x), num(y), num(r), primary, esc(about))
			fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="middle" font-size="11" fill="#ffffff">%s</text>`, num(x), num(y+4), esc(fit(f.format(node.Value), 11, 2*r)))
		} else {
			fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="#ffffff" stroke="%s" stroke-width="2"><title>%s</title></rect>`, num(x-r), num(y-r), num(2*r), num(2*r), primary, esc(about))
		}
		fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="middle" font-size="11"><title>%s</title>%s</text>`, num(x), num(below), esc(about), esc(name))
	})
}

// networkLegend says what the marks are.
func (f Frame) networkLegend(b *strings.Builder) {
	fmt.Fprintf(b, `<circle cx="20" cy="14" r="8" fill="%s"/><text x="20" y="18" text-anchor="middle" font-size="11" fill="#ffffff">3</text><text x="34" y="18">%s</text>`,
		primary, f.say("被引用的，数字为次数", "cited, so often"))
	fmt.Fprintf(b, `<rect x="205" y="9" width="10" height="10" fill="#ffffff" stroke="%s" stroke-width="2"/><text x="222" y="18">%s</text>`, primary, f.say("没有被引用的", "not cited"))
	fmt.Fprintf(b, `<path d="M340 14h22" stroke="%s"/><path d="M336 14l8 -3.5v7z" fill="%s"/><text x="370" y="18">%s</text>`, axis, muted, f.say("由引用者指向被引用者", "from what cites to what is cited"))
}
