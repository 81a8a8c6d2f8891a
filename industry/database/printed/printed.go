// Package printed puts the analyses of patent documents into papers (报告中的统计图): the picture as it stands in
// the page, and below it its numbers.
package printed

import (
	"math"
	"strings"

	"zhibao/internal/office/paper"
	"zhibao/internal/svg"
	"zhibao/internal/svg/raster"
	"zhibao/internal/web/lang"
)

// A Figure is the picture of an analysis with its numbers, or with links between documents.
type Figure struct {
	Title, Note, Unit string
	SVG               string // the picture; empty for none
	Data              svg.Data
	Links             [][2]string // from and to, instead of numbers
}

// A Press prints the figures of one paper.
type Press struct {
	pen *raster.Pen
	in  lang.Lang
}

// New returns a press that writes in a language.
func New(in lang.Lang) (*Press, error) {
	pen, err := raster.New()
	return &Press{pen, in}, err
}

// say is the text in the language of the paper.
func (p *Press) say(zh, en string) string {
	if p.in == lang.EN {
		return en
	}
	return zh
}

// whole is as much of a page as a picture may take, in millimetres.
const whole = 180

// Blocks are the picture, what must be known of it, and the table.
func (p *Press) Blocks(f Figure) (out []paper.Block, err error) {
	title := f.Title
	if f.Unit != "" {
		title += p.say("（单位：", " (unit: ") + f.Unit + p.say("）", ")")
	}
	if f.SVG != "" {
		data, err := p.pen.PNG(f.SVG)
		if err != nil {
			return nil, err
		}
		out = append(out, paper.Pictures{Items: []paper.Picture{{Data: data, Text: title}}, Height: whole})
	}
	if f.Note != "" {
		out = append(out, paper.P(f.Note))
	}
	t := p.table(f)
	t.Caption = title
	if len(t.Rows) == 0 {
		return append(out, paper.P(f.Title+p.say("：没有数据。", ": no data."))), nil
	}
	return append(out, t), nil
}

// table is the numbers or the links.
func (p *Press) table(f Figure) (t paper.Table) {
	if f.Links != nil {
		t.Head = []string{p.say("引用文献", "Cites"), p.say("被引用文献", "Is cited")}
		for i, e := range f.Links {
			if i > 0 && f.Links[i-1][0] == e[0] {
				t.Rows[len(t.Rows)-1][1] += p.say("、", ", ") + e[1]
				continue
			}
			t.Rows = append(t.Rows, []string{e[0], e[1]})
		}
		t.Widths = []float64{1, 3}
		return t
	}
	t.Head, t.Align = []string{p.say("项目", "Item")}, []paper.Align{paper.Left}
	for _, s := range f.Data.Series {
		t.Head, t.Align = append(t.Head, strings.TrimSpace(s.Name)), append(t.Align, paper.Right)
	}
	// Beside many narrow columns the names of the lines still need room.
	if len(f.Data.Series) > 6 {
		t.Widths = []float64{2}
		for range f.Data.Series {
			t.Widths = append(t.Widths, 1)
		}
	}
	for l, label := range f.Data.Labels {
		row := []string{label}
		for s := range f.Data.Series {
			v := f.Data.At(s, l)
			if math.IsNaN(v) {
				row = append(row, "—")
				continue
			}
			row = append(row, svg.Number(v))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
