package pdf

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
)

const (
	cellPitch = 17.0
	cellSide  = 4.5 // between rule and text
	cellEnd   = 3.5 // above and below the text
	ruleWidth = 0.5
	// A row of at most so many lines is not divided between pages.
	wholeRow = 14
)

// itoa prints a number.
func itoa(n int) string { return strconv.Itoa(n) }

// A grid is a table being set: the left edges of its columns and, last, its right edge.
type grid struct {
	*layout
	edges []float64
	align []paper.Align
}

// form adds a table of names and contents.
func (l *layout) form(rows []paper.KeyValue) {
	if len(rows) == 0 {
		return
	}
	// The names take what the longest needs, but not more than a third of the line.
	key := 4 * 12.0
	for _, r := range rows {
		key = max(key, l.width(r.Key, inKey))
	}
	key = min(key+2*cellSide+1, textWidth*0.35)
	g := grid{l, []float64{left, left + key, left + textWidth}, nil}
	l.gap(6)
	for i, r := range rows {
		l.boxes = append(l.boxes, g.row([]string{r.Key, r.Value}, []typeset.Style{inKey, inCell}, i == len(rows)-1)...)
	}
	l.gap(6)
}

// table adds a table whose heading is repeated on every page.
func (l *layout) table(t paper.Table) {
	g := grid{layout: l, edges: l.columns(t), align: t.Align}
	l.gap(6)
	start := len(l.boxes)
	if t.Caption != "" {
		l.text(one(t.Caption, inCaption), setting{pitch: pitch, align: paper.Center, keep: true})
	}
	keys, cells := slices.Repeat([]typeset.Style{inKey}, len(t.Head)), slices.Repeat([]typeset.Style{inCell}, len(t.Head))
	// Headings stand in the middle of their columns, whatever the cells do.
	centered := grid{l, g.edges, slices.Repeat([]paper.Align{paper.Center}, len(t.Head))}
	head := centered.row(t.Head, keys, len(t.Rows) == 0)
	for i := range head {
		head[i].keep = len(t.Rows) > 0
	}
	l.boxes = append(l.boxes, head...)
	for i, r := range t.Rows {
		slices := g.row(append(r[:len(r):len(r)], make([]string, len(t.Head)-len(r))...), cells, i == len(t.Rows)-1)
		for j := range slices {
			slices[j].repeat = head
		}
		l.boxes = append(l.boxes, slices...)
	}
	if t.Whole {
		l.together(start)
	}
	l.gap(6)
}

// columns returns the edges of a table's columns, by its own widths or by what they contain.
func (l *layout) columns(t paper.Table) []float64 {
	widths := make([]float64, len(t.Head))
	for i := range widths {
		if len(t.Widths) == len(t.Head) {
			widths[i] = max(t.Widths[i], 0.1)
			continue
		}
		natural := l.width(t.Head[i], inKey)
		for _, r := range t.Rows[:min(len(t.Rows), 300)] {
			if i < len(r) {
				natural = max(natural, l.width(r[i], inCell))
			}
		}
		widths[i] = min(natural, 240) + 1
	}
	if len(t.Widths) != len(t.Head) {
		widths = typeset.Share(widths, 5*12+1, textWidth-2*cellSide*float64(len(widths)))
		for i := range widths {
			widths[i] += 2 * cellSide
		}
	}
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	edges := []float64{left}
	for _, w := range widths {
		edges = append(edges, edges[len(edges)-1]+textWidth*w/sum)
	}
	return edges
}

// row sets a row as one box for each line of its longest cell, so that a row longer than a
// page can be divided.
func (g grid) row(texts []string, styles []typeset.Style, last bool) []box {
	cells, n := make([][]typeset.Line, len(texts)), 1
	for i, text := range texts {
		room := g.edges[i+1] - g.edges[i] - 2*cellSide
		cells[i] = typeset.Break(one(strings.TrimSpace(text), styles[i]), func(int) float64 { return room }, g.measure)
		n = max(n, len(cells[i]))
	}
	out := make([]box, n)
	for i := range out {
		h := cellPitch
		if i == 0 {
			h += cellEnd
		}
		if i == n-1 {
			h += cellEnd
		}
		out[i] = box{height: h, keep: i < n-1 && (n <= wholeRow || i == 0 || i == n-2), draw: func(y float64, e edge) {
			g.slice(cells, i, y, h)
			if i == 0 || e.first {
				g.rule(g.edges[0], y, g.edges[len(g.edges)-1], y, ruleWidth)
			}
			if i == n-1 && last || e.last {
				g.rule(g.edges[0], y+h, g.edges[len(g.edges)-1], y+h, ruleWidth)
			}
		}}
	}
	return out
}

// slice draws line i of every cell and the rules between the columns.
func (g grid) slice(cells [][]typeset.Line, i int, y, h float64) {
	for _, x := range g.edges {
		g.rule(x, y, x, y+h, ruleWidth)
	}
	if i == 0 {
		y += cellEnd
	}
	for c, lines := range cells {
		if i >= len(lines) {
			continue
		}
		align := paper.Left
		if c < len(g.align) && g.align[c] != paper.Justify {
			align = g.align[c]
		}
		g.set1(lines[i], align, frame{g.edges[c] + cellSide, y, g.edges[c+1] - g.edges[c] - 2*cellSide, cellPitch})
	}
}
