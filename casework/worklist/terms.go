package worklist

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/casework/terms"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// terms are a measure for each clock of each chart that runs against the center: how many were kept.
// Procedures need not declare them; the charts say enough.
func (p *Pages) terms() (out []casework.Measure) {
	for _, chart := range p.Office.Charts() {
		for i := range chart.Clocks {
			r := &chart.Clocks[i]
			if r.Party || len(r.Stop) == 0 {
				continue
			}
			m := casework.Measure{Code: termCode(chart, r), Title: chart.Title + "：" + r.Title, English: chart.English + ": " + r.English, Unit: "%",
				Definition:   "期内由办理步骤办结的这一期限中，在到期日当日或之前办结的 ÷ 全部；中止的日子不计，同一案件多次起算的按最后一次；撤回的案件不计",
				DefinitionEN: "Kept on or before the due day among those met by a step in the period; suspended days are not counted, of several runs in a case the last counts, withdrawn cases do not"}
			m.Compute = func(ctx context.Context, tx *store.Tx, center int64, period casework.Period) (casework.Figure, error) {
				all, err := terms.In(ctx, tx, p.Office, terms.Query{Center: center, Chart: chart, Period: period, Clocks: []string{r.Code}})
				return kept(all[r.Code]), err
			}
			out = append(out, m)
		}
	}
	return out
}

// termCode names the measure of a clock.
func termCode(chart *casework.Chart, r *casework.ClockRule) string {
	return "term." + chart.Code + "." + r.Code
}

// kept is the share of the clocks that were kept, with how much time each took.
func kept(all []terms.Kept) casework.Figure {
	good, each, ids := []int64{}, map[int64]float64{}, []int64{}
	for _, k := range all {
		ids, each[k.Case] = append(ids, k.Case), k.Used
		if !k.Late {
			good = append(good, k.Case)
		}
	}
	return casework.Ratio(good, ids).Spread(each)
}

// termsPage shows for each clock how many were kept in a period and how long they took.
func (p *Pages) termsPage(c *web.Ctx) error {
	s, err := spanOf(c.Query("period"), p.Office.Today())
	if err != nil {
		return err
	}
	t := web.Table{Title: s.title(c), Head: []string{c.T("期限", "Term"), c.T("办结", "Met"), c.T("按期", "Kept"), c.T("按期率", "Rate"), c.T("用时中位数", "Median"), c.T("用时 P90", "P90")}, Numbers: []int{1, 2, 3, 4, 5},
		Empty: c.T("本期没有办结的期限。", "No term was met in this period.")}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := p.termFigures(c.Context(), tx, Actor(c).Center, s)
		for _, x := range all {
			m, f := x.measure, x.now
			t.Rows = append(t.Rows, []web.Cell{{Text: c.T(m.Title, m.English), Href: "/figures/" + m.Code + "?period=" + s.code()}, counted(m, s, below, f.Denominator), counted(m, s, above, f.Numerator),
				{Text: value(c, m, f)}, middle(f), at(f, 0.9)})
		}
		return err
	})
	if err != nil {
		return err
	}
	title := c.T("期限执行情况", "How terms were kept")
	c.Page = web.Page{Title: title, Sub: s.title(c), At: "/figures", Crumbs: []web.Link{{Href: "/figures?period=" + s.code(), Label: c.T("统计报表", "Figures")}, {Label: title}},
		Actions: p.spanActions(c, s, "/figures/terms")}
	how := web.Notice{Title: c.T("口径", "Definition"), Text: c.T("期内由办理步骤办结的期限，按中心为计时对象的每一种期限分列；到期日当日办结为按期。用时按该期限的计算单位（工作日或日），中止的日子不计。",
		"Terms met by a step in the period, for each clock that runs against the center; met on the due day is kept. The time taken is in the unit of the term, suspended days left out.")}
	return c.Render("page-blocks", []web.Block{spanTabs(c, s, "/figures/terms"), how, t})
}

// termFigures computes all clocks of a chart in one go; clocks of which none was met are left out.
func (p *Pages) termFigures(ctx context.Context, tx *store.Tx, center int64, s span) (out []reading, err error) {
	defer fault.Wrap(&err, "terms of %s", s.code())
	for _, chart := range p.Office.Charts() {
		all, err := terms.In(ctx, tx, p.Office, terms.Query{Center: center, Chart: chart, Period: s.period()})
		if err != nil {
			return nil, err
		}
		for i := range chart.Clocks {
			r := &chart.Clocks[i]
			if m := p.measure(termCode(chart, r)); m != nil && len(all[r.Code]) > 0 {
				out = append(out, reading{measure: m, now: kept(all[r.Code])})
			}
		}
	}
	return out, nil
}

// A TermFigure is how one clock was kept in a period.
type TermFigure struct {
	Code   string  `json:"code" doc:"案件见 /figures/{code}"`
	Title  string  `json:"title"`
	Period string  `json:"period"`
	Met    int     `json:"met"`
	Kept   int     `json:"kept"`
	Median float64 `json:"median" doc:"用时中位数，单位同期限"`
	P90    float64 `json:"p90"`
}

// periodQuery is the period of a figure in an address.
type periodQuery struct {
	Period string `json:"period" label:"统计期间" en:"Period" max:"10"`
}

// restTerms answers how the clocks were kept.
func (p *Pages) restTerms(c *web.Ctx) ([]TermFigure, error) {
	s, err := spanOf(c.Query("period"), p.Office.Today())
	if err != nil {
		return nil, err
	}
	out := []TermFigure{}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := p.termFigures(c.Context(), tx, Actor(c).Center, s)
		for _, x := range all {
			t := TermFigure{Code: x.measure.Code, Title: x.measure.Title, Period: s.code(), Met: len(x.now.Denominator), Kept: len(x.now.Numerator)}
			t.Median = casework.Median(x.now.Each).Value
			t.P90, _ = x.now.At(0.9)
			out = append(out, t)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	return out, nil
}
