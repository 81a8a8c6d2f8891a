package worklist

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// Parts of a figure that open to a list of cases.
const (
	above = "above"
	below = "below"
)

// value is a figure in words: an empty denominator is not 0 %, there is nothing to say.
func value(c *web.Ctx, m *casework.Measure, f casework.Figure) string {
	if !f.Known {
		return "—"
	}
	return svg.Number(f.Value) + " " + unitOf(c, m)
}

// unitOf is the unit of a measure in the language of the page.
func unitOf(c *web.Ctx, m *casework.Measure) string {
	english := map[string]string{"件": "cases", "工作日": "working days", "日": "days", "次": "per case", "学时": "hours"}
	if e := english[m.Unit]; e != "" {
		return c.T(m.Unit, e)
	}
	return m.Unit
}

// counted is one part of a figure as a cell that opens to exactly the cases that it counts. A plain
// count has no part below, a mean none above.
func counted(m *casework.Measure, s span, part string, cases []int64) web.Cell {
	if cases == nil {
		return web.Cell{}
	}
	out := web.Cell{Text: strconv.Itoa(len(cases))}
	if len(cases) > 0 {
		out.Href = "/figures/cases?" + url.Values{"code": {m.Code}, "period": {s.code()}, "part": {part}}.Encode()
	}
	return out
}

// A reading is one measure in a period and in the one before.
type reading struct {
	measure   *casework.Measure
	now, then casework.Figure
}

// readings computes all measures. A figure is never stored, so it cannot disagree with the list
// that it opens to.
func (p *Pages) readings(c *web.Ctx, s span) (out []reading, err error) {
	defer fault.Wrap(&err, "figures of %s", s.code())
	a := Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for i := range p.Measures {
			r := reading{measure: &p.Measures[i]}
			if r.now, err = r.measure.Compute(c.Context(), tx, a.Center, s.period()); err != nil {
				return err
			}
			if r.then, err = r.measure.Compute(c.Context(), tx, a.Center, s.add(-1).period()); err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// figuresPage shows all figures of a period beside those of the period before, first as bars and
// then as a table in which each number opens to its cases.
func (p *Pages) figuresPage(c *web.Ctx) error {
	s, err := spanOf(c.Query("period"), p.Office.Today())
	if err != nil {
		return err
	}
	all, err := p.readings(c, s)
	if err != nil {
		return err
	}
	t := web.Table{Title: s.title(c), Head: []string{c.T("指标", "Figure"), c.T("本期", "This period"), c.T("上期", "Before"), c.T("分子", "Numerator"),
		c.T("分母（样本）", "Denominator (sample)")}, Numbers: []int{1, 2, 3, 4}}
	// The definitions stand below: as a column they would be a letter wide on a phone.
	how := web.KV{Title: c.T("口径", "Definitions")}
	for _, r := range all {
		m := r.measure
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(m.Title, m.English), Href: "/figures/" + m.Code + "?period=" + s.code()}, {Text: value(c, m, r.now)}, {Text: value(c, m, r.then)},
			counted(m, s, above, r.now.Numerator), counted(m, s, below, r.now.Denominator)})
		how.Add(c.T(m.Title, m.English), c.T(m.Definition, m.DefinitionEN))
	}
	c.Page = web.Page{Title: c.T("统计报表", "Figures"), Sub: s.title(c), At: "/figures", Actions: p.spanActions(c, s, "/figures")}
	return c.Render("page-blocks", []web.Block{spanTabs(c, s, "/figures"), beside(c, s, all, "件"), beside(c, s, all, "%"), t, how})
}

// beside draws the measures of one unit as bars of this period beside the one before.
func beside(c *web.Ctx, s span, all []reading, unit string) web.Figure {
	var d svg.Data
	var codes []string
	series := []svg.Series{{Name: s.add(-1).title(c)}, {Name: s.title(c)}}
	for _, r := range all {
		if r.measure.Unit != unit {
			continue
		}
		d.Labels, codes = append(d.Labels, c.T(r.measure.Title, r.measure.English)), append(codes, r.measure.Code)
		series[0].Values, series[1].Values = append(series[0].Values, number(r.then)), append(series[1].Values, number(r.now))
	}
	d.Series = series
	title := c.T("业务量", "Volume")
	if unit == "%" {
		title = c.T("比率", "Rates")
	}
	f := svg.Frame{Title: title, Unit: c.T(unit, map[string]string{"件": "cases", "%": "%"}[unit]), English: c.Lang() == web.EN, Width: 1000, Height: 260,
		Link: func(_, label int) string { return "/figures/" + codes[label] + "?period=" + s.code() }}
	return web.Figure{Title: title, SVG: string(svg.Bar(f, d))}
}

// spanTabs lead to the month, the quarter and the year.
func spanTabs(c *web.Ctx, s span, path string) web.Tabs {
	out := web.Tabs{Label: c.T("统计期间", "Period")}
	for _, x := range []struct {
		months int
		zh, en string
	}{{1, "月度", "Month"}, {3, "季度", "Quarter"}, {12, "年度", "Year"}} {
		out.Items = append(out.Items, web.Tab{Href: path + "?period=" + span{x.months, 0}.at(s.from).code(), Label: c.T(x.zh, x.en), Count: -1, Now: x.months == s.months})
	}
	return out
}

// spanActions are the buttons of a page of figures: the files and the neighbouring periods. There
// is no period after the present one.
func (p *Pages) spanActions(c *web.Ctx, s span, path string) []web.Link {
	out := []web.Link{{Href: "/figures/export?_as=xlsx&period=" + s.code(), Label: c.T("导出 XLSX", "Export XLSX")}, {Href: "/figures/export?_as=csv&period=" + s.code(), Label: c.T("导出 CSV", "Export CSV")}}
	out = append(out, web.Link{Href: "/figures/terms?period=" + s.code(), Label: c.T("期限执行情况", "How terms were kept")})
	if path != "/figures" {
		out = nil
	}
	out = append(out, web.Link{Href: path + "?period=" + s.add(-1).code(), Label: c.T("上一期", "Period before")})
	if next := s.add(1); next.from <= p.Office.Today() {
		out = append(out, web.Link{Href: path + "?period=" + next.code(), Label: c.T("下一期", "Next period")})
	}
	return out
}

// figuresFile sends the table of figures as a spreadsheet.
func (p *Pages) figuresFile(c *web.Ctx) error {
	kind := c.Query("_as")
	if kind != "xlsx" && kind != "csv" {
		return fault.New(fault.Invalid, "list.export_kind", "没有这种导出格式，请改用：%s", fault.Listed([]string{"xlsx", "csv"}))
	}
	s, err := spanOf(c.Query("period"), p.Office.Today())
	if err != nil {
		return err
	}
	all, err := p.readings(c, s)
	if err != nil {
		return err
	}
	var rows [][]any
	count := func(cases []int64) any {
		if cases == nil {
			return ""
		}
		return len(cases)
	}
	for _, r := range all {
		rows = append(rows, []any{c.T(r.measure.Title, r.measure.English), sheetNumber(r.now), sheetNumber(r.then), unitOf(c, r.measure), count(r.now.Numerator), count(r.now.Denominator),
			c.T(r.measure.Definition, r.measure.DefinitionEN)})
	}
	cols := []sheet.Column{{Title: c.T("指标", "Figure")}, {Title: s.title(c)}, {Title: s.add(-1).title(c)}, {Title: c.T("单位", "Unit")}, {Title: c.T("分子", "Numerator")},
		{Title: c.T("分母（样本）", "Denominator (sample)")}, {Title: c.T("口径", "Definition")}}
	return download(c, file{c.T("统计报表 ", "figures ") + s.code(), kind}, cols, rows)
}

// trendLength is over how many periods a trend goes.
const trendLength = 12

// figurePage shows one figure over twelve periods, as a drawing and as a table in which each number
// opens to its cases.
func (p *Pages) figurePage(c *web.Ctx) error {
	m := p.measure(c.Path("code"))
	if m == nil {
		return c.Redirect("/figures") // a code of an older version, kept as a bookmark
	}
	s, err := spanOf(c.Query("period"), p.Office.Today())
	if err != nil {
		return err
	}
	a := Actor(c)
	var d svg.Data
	var values []float64
	t := web.Table{Title: c.T("各期数值", "By period"), Head: []string{c.T("期间", "Period"), c.T("数值", "Value"), c.T("分子", "Numerator"), c.T("分母（样本）", "Denominator (sample)")}, Numbers: []int{1, 2, 3}}
	path := "/figures/" + m.Code
	var parts []web.Block
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for i := range trendLength {
			x := s.add(i - trendLength + 1)
			f, err := m.Compute(c.Context(), tx, a.Center, x.period())
			if err != nil {
				return err
			}
			d.Labels, values = append(d.Labels, x.code()), append(values, number(f))
			t.Rows = append(t.Rows, []web.Cell{{Text: x.title(c), Href: path + "?period=" + x.code()}, {Text: value(c, m, f)}, counted(m, x, above, f.Numerator), counted(m, x, below, f.Denominator)})
		}
		parts, err = p.brokenDown(c, tx, m, s)
		return err
	})
	if err != nil {
		return err
	}
	slices.Reverse(t.Rows) // the latest first, as in every history
	d.Series = []svg.Series{{Values: values}}
	title := c.T(m.Title, m.English)
	f := svg.Frame{Title: title, Unit: unitOf(c, m), English: c.Lang() == web.EN, Width: 1000, Height: 280,
		Link: func(_, label int) string { return path + "?period=" + d.Labels[label] }}
	draw := svg.Line
	if m.Unit == "件" {
		draw = svg.Bar
	}
	c.Page = web.Page{Title: title, Sub: s.title(c), At: "/figures", Actions: p.spanActions(c, s, path),
		Crumbs: []web.Link{{Href: "/figures?period=" + s.code(), Label: c.T("统计报表", "Figures")}, {Label: title}}}
	blocks := append([]web.Block{spanTabs(c, s, path), web.Notice{Title: c.T("口径", "Definition"), Text: c.T(m.Definition, m.DefinitionEN)}}, parts...)
	return c.Render("page-blocks", append(blocks, web.Figure{Title: fmt.Sprintf(c.T("近 %d 期", "Over %d periods"), trendLength), SVG: string(draw(f, d))}, t))
}

// measure returns the measure with the code, or nil.
func (p *Pages) measure(code string) *casework.Measure {
	for _, all := range [][]casework.Measure{p.Measures, p.kept} {
		for i := range all {
			if all[i].Code == code {
				return &all[i]
			}
		}
	}
	return nil
}

// AllMeasures are the figures of the procedures, then how the clocks of all charts were kept.
func (p *Pages) AllMeasures() []casework.Measure { return slices.Concat(p.Measures, p.kept) }
