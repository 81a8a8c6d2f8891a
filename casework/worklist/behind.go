package worklist

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
)

// number is a figure for a drawing, NaN where there is none.
func number(f casework.Figure) float64 {
	if !f.Known {
		return math.NaN()
	}
	return math.Round(100*f.Value) / 100
}

// sheetNumber is a figure as a cell of a spreadsheet: a number, empty where there is none.
func sheetNumber(f casework.Figure) any {
	if !f.Known {
		return ""
	}
	return number(f)
}

// behindFilter names one part of one figure. It always comes from a link.
type behindFilter struct {
	Code   string `json:"code" label:"指标" en:"Figure" widget:"hidden" max:"60"`
	Period string `json:"period" label:"期间" en:"Period" widget:"hidden" max:"10"`
	Part   string `json:"part" label:"部分" en:"Part" widget:"hidden" max:"10"`
	By     string `json:"by" label:"分组" en:"Breakdown" widget:"hidden" max:"10"`
	Of     string `json:"of" label:"组" en:"Group" widget:"hidden" max:"60"`
}

// behind is the list of the cases that a figure counts, as far as the person may see them. Titles
// are not in it: whoever reads statistics needs to find the cases, not to know what they are about.
func (p *Pages) behind() *list.List[behindFilter, row] {
	columns := slices.DeleteFunc(p.columns(), func(col list.Column[row]) bool { return col.Key == "title" || col.Key == "left" })
	for i := range columns {
		columns[i].Sort, columns[i].Off, columns[i].Filter = false, false, ""
	}
	return list.New(list.Spec[behindFilter, row]{
		Name: "figure-cases", Path: "/figures/cases", Act: casework.ActFigures, Title: web.Text{"计入的案件", "Cases counted"}, Unit: web.Text{"件", "cases"},
		Columns: columns, Rules: p.Rules, Load: p.loadBehind, Above: p.aboveBehind, Kinds: []string{"xlsx", "csv"},
		Export: func(c *web.Ctx, q list.Query[behindFilter], columns []list.Column[row], kind string) error {
			return export(c, q, p.loadBehind, columns, file{c.T("计入的案件 ", "cases counted ") + q.Filter.Period, kind})
		},
		Crumbs: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: "/figures?period=" + c.Query("period"), Label: c.T("统计报表", "Figures")}, {Label: c.T("计入的案件", "Cases counted")}}
		},
		Empty: web.Text{"这里会列出统计数字所计入的案件。没有计入的案件，或您都无权查看。", "The cases that a figure counts are listed here. There are none, or none that you may see."},
	})
}

// part computes the figure of the filter and returns the cases of the part, by age.
func (p *Pages) part(c *web.Ctx, tx *store.Tx, f behindFilter) (*casework.Measure, span, []int64, error) {
	m := p.measure(f.Code)
	if m == nil {
		return nil, span{}, nil, fault.New(fault.Missing, "worklist.measure", "没有这项指标，请从统计报表进入")
	}
	s, err := spanOf(f.Period, p.Office.Today())
	if err != nil {
		return nil, s, nil, err
	}
	got, err := m.Compute(c.Context(), tx, Actor(c).Center, s.period())
	ids := got.Numerator
	if f.Part == below {
		ids = got.Denominator
	}
	if err != nil || f.By == "" {
		return m, s, slices.Sorted(slices.Values(ids)), err
	}
	cases, err := casework.Plain(c.Context(), tx, Actor(c).Center, ids)
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return groupOf(cases[id], f.By) != f.Of })
	return m, s, slices.Sorted(slices.Values(ids)), err
}

// loadBehind answers one page of the cases of a figure.
func (p *Pages) loadBehind(c *web.Ctx, q list.Query[behindFilter]) (out list.Rows[row], err error) {
	defer fault.Wrap(&err, "cases of a figure")
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		_, _, ids, err := p.part(c, tx, q.Filter)
		if err != nil {
			return err
		}
		var all []*casework.Case
		for some := range slices.Chunk(ids, 1000) {
			l, err := p.Office.List(c.Context(), tx, Actor(c), casework.Filter{IDs: some, PerPage: 1000, NoTitles: true})
			if err != nil {
				return err
			}
			all = append(all, l.Cases...)
		}
		sorting.By(all, func(a, b *casework.Case) int { return cmp.Compare(a.ID, b.ID) })
		out.Total = len(all)
		from := min(q.Offset, len(all))
		out.Rows, err = p.rows(c, tx, all[from:min(from+q.Limit, len(all))])
		return err
	})
	return out, err
}

// aboveBehind says what the cases were counted for. The person may be entitled to see fewer than
// were counted; how many those are is said, not which.
func (p *Pages) aboveBehind(c *web.Ctx) (out []web.Block, err error) {
	f := behindFilter{c.Query("code"), c.Query("period"), c.Query("part"), c.Query("by"), c.Query("of")}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		m, s, ids, err := p.part(c, tx, f)
		if err != nil {
			return err
		}
		word := c.T("分子", "above the line")
		if f.Part == below {
			word = c.T("分母（样本）", "below the line (sample)")
		}
		if f.By != "" {
			names, err := p.groupNames(c, tx, []Group{{Of: f.Of}}, f.By)
			if err != nil {
				return err
			}
			word = names[f.Of] + " · " + word
		}
		out = append(out, web.Notice{Title: c.T(m.Title, m.English) + " · " + s.title(c) + " · " + word + fmt.Sprintf(c.T(" %d 件", ": %d cases"), len(ids)), Text: c.T(m.Definition, m.DefinitionEN)})
		return nil
	})
	return out, err
}
