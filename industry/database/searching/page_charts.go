package searching

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// chartOf is the analysis of the address.
func chartOf(c *web.Ctx) (chart, error) { return chartNamed(c.Path("chart")) }

func chartNamed(code string) (chart, error) {
	for _, ch := range charts() {
		if ch.code == code {
			return ch, nil
		}
	}
	return chart{}, fault.New(fault.Missing, "searching.chart", "没有这种分析，请从分析页面上方选择")
}

// grids computes an analysis of the search of the address.
func (d *Desk) grids(c *web.Ctx, ch chart) (x *looking, gs []grid, err error) {
	r, err := d.runOf(c)
	if err != nil {
		return nil, nil, err
	}
	v, err := readView(c)
	if err != nil {
		return nil, nil, err
	}
	return d.look(c, r, v, ch)
}

// look computes an analysis of a search as it is looked at.
func (d *Desk) look(c *web.Ctx, r *Run, v view, ch chart) (x *looking, gs []grid, err error) {
	asked, err := r.compiled()
	if err != nil {
		return nil, nil, err
	}
	if asked, err = v.narrow(asked); err != nil {
		return nil, nil, err
	}
	f, within, err := d.scope(c.Context(), r)
	if err != nil {
		return nil, nil, err
	}
	if _, err := d.feed(c.Context(), worklist.Actor(c).Center, f, quick); err != nil {
		return nil, nil, err
	}
	x = &looking{c: c, ctx: c.Context(), engine: f.engine, query: asked, within: within, view: v, base: fmt.Sprintf("%s/%d", home, r.ID), firm: strings.TrimSpace(c.Query("firm"))}
	gs, err = ch.make(d, x)
	return x, gs, err
}

// chartsPage shows an analysis: each picture with its numbers, each number with its documents.
func (d *Desk) chartsPage(c *web.Ctx) error {
	ch, err := chartOf(c)
	if err != nil {
		return err
	}
	x, gs, err := d.grids(c, ch)
	if err != nil {
		return err
	}
	tabs := web.Tabs{Label: c.T("分析", "Analysis")}
	for _, other := range charts() {
		tabs.Items = append(tabs.Items, web.Tab{Href: x.view.address(x.base + "/charts/" + other.code), Label: c.Say(other.title), Now: other.code == ch.code, Count: -1})
	}
	blocks := []web.Block{tabs}
	if ch.code == "firm" && x.firm != "" {
		blocks = append(blocks, d.firms(c, x))
	}
	for i, g := range gs {
		blocks = append(blocks, g.figure(c, fmt.Sprintf("g%d", i)))
		if g.note != "" {
			blocks = append(blocks, web.Notice{Tone: web.Grey, Text: g.note})
		}
	}
	if len(gs) == 0 {
		blocks = append(blocks, web.Notice{Tone: web.Amber, Text: c.T("结果中没有可以分析的文献。", "There is nothing to analyse.")})
	}
	sep := "?"
	csv := x.view.address(x.base + "/charts/" + ch.code + "/csv")
	if strings.Contains(csv, "?") {
		sep = "&"
	}
	if x.firm != "" {
		csv += sep + "firm=" + url.QueryEscape(x.firm)
	}
	c.Page = web.Page{Title: c.T("统计分析：", "Analysis: ") + c.Say(ch.title), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Href: x.view.address(x.base), Label: c.T("检索结果", "What was found")}, {Label: c.T("统计分析", "Analysis")}},
		Actions: []web.Link{{Href: csv, Label: c.T("导出数据 CSV", "Data as CSV")}}}
	for _, l := range x.view.files(x.base+"/report", "docx", "pdf") {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: l.Href, Label: c.T("分析报告 ", "Report ") + l.Label})
	}
	return c.Render("page-blocks", blocks)
}

// firms links to the same comparison for other applicants.
func (d *Desk) firms(c *web.Ctx, x *looking) web.Block {
	tabs := web.Tabs{Label: c.T("申请人", "Applicant")}
	all, err := x.count(nil, facetNamed("applicant").ask(12))
	if err != nil {
		return tabs
	}
	here := x.view.address(x.base + "/charts/firm")
	sep := "?"
	if strings.Contains(here, "?") {
		sep = "&"
	}
	for _, v := range all.Facets[0].Values {
		tabs.Items = append(tabs.Items, web.Tab{Href: here + sep + "firm=" + url.QueryEscape(v.Value), Label: v.Value, Now: v.Value == x.firm, Count: v.Count})
	}
	return tabs
}

// figure is a grid as picture and table.
func (g grid) figure(c *web.Ctx, id string) web.Block {
	if g.links != nil {
		return g.list(c)
	}
	t := &web.Table{Title: "", Caption: g.title, Head: []string{c.T("项目", "Item")}, Empty: c.T("没有数据。", "No data.")}
	for i, s := range g.series {
		t.Head, t.Numbers = append(t.Head, s.Name), append(t.Numbers, i+1)
	}
	for l, label := range g.labels {
		row := []web.Cell{{Text: label}}
		for s := range g.series {
			v := svg.Data{Labels: g.labels, Series: g.series}.At(s, l)
			cell := web.Cell{Text: "—"}
			if !math.IsNaN(v) {
				cell.Text = svg.Number(v)
			}
			if g.open != nil && v > 0 {
				cell.Href = g.open(s, l)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(g.labels) == 0 {
		t.Title = g.title
		return *t
	}
	frame := svg.Frame{ID: id, Title: g.title, Unit: g.unit, English: c.Lang() == web.EN, Link: g.open}
	return web.Figure{Title: g.title, SVG: string(g.draw(frame, svg.Data{Labels: g.labels, Series: g.series})), Data: t}
}

// chartCSV sends the numbers of an analysis.
func (d *Desk) chartCSV(c *web.Ctx) error {
	ch, err := chartOf(c)
	if err != nil {
		return err
	}
	_, gs, err := d.grids(c, ch)
	if err != nil {
		return err
	}
	e := sheet.Export{Name: c.Say(ch.title), Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN}
	for _, t := range []web.Text{{"图", "Chart"}, {"项目", "Item"}, {"系列", "Series"}, {"数值", "Value"}} {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(t)})
	}
	var lines [][]any
	for _, g := range gs {
		for _, e := range g.links {
			lines = append(lines, []any{g.title, e[0], e[1], 1})
		}
		for l, label := range g.labels {
			for s := range g.series {
				lines = append(lines, []any{g.title, label, g.series[s].Name, svg.Data{Labels: g.labels, Series: g.series}.At(s, l)})
			}
		}
	}
	e.Rows = sheet.Slice(lines)
	var buf bytes.Buffer
	if _, err := sheet.WriteCSV(&buf, e); err != nil {
		return err
	}
	return c.Download(c.Say(ch.title)+".csv", "text/csv; charset=utf-8", &buf)
}
