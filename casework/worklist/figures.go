package worklist

import (
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// figuresPage shows the monthly figures with their definitions; each opens to its cases.
func (p *Pages) figuresPage(c *web.Ctx) error {
	period, month := periodOf(c, p.Office.Today())
	a := Actor(c)
	t := web.Table{Title: month, Head: []string{c.T("指标", "Figure"), c.T("数值", "Value"), c.T("分子", "Above"), c.T("分母", "Below"), c.T("口径", "Definition")}, Numbers: []int{1, 2, 3}}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		// Computed on demand from the cases themselves: a figure is never stored, so it cannot
		// disagree with the list that it opens to.
		for _, m := range p.Measures {
			f, err := m.Compute(c.Context(), tx, a.Center, period)
			if err != nil {
				return err
			}
			// An empty denominator is not 0 %: there is nothing to say about such a month.
			value := "—"
			if f.Known {
				value = fmt.Sprintf("%.4g %s", f.Value, m.Unit)
			}
			// A plain count has no denominator; an empty one is shown as 0.
			below := ""
			if f.Denominator != nil {
				below = fmt.Sprint(len(f.Denominator))
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: c.T(m.Title, m.English), Href: fmt.Sprintf("/figures/%s?month=%s", m.Code, month)}, {Text: value},
				{Text: fmt.Sprint(len(f.Numerator))}, {Text: below}, {Text: c.T(m.Definition, m.DefinitionEN)}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	// AddDate on a first of the month never skips one.
	from := period.From.Begin()
	c.Page = web.Page{Title: c.T("统计报表", "Figures"), Actions: []web.Link{
		{Href: "/figures?month=" + from.AddDate(0, -1, 0).Format("2006-01"), Label: c.T("上一月", "Month before")},
		{Href: "/figures?month=" + from.AddDate(0, 1, 0).Format("2006-01"), Label: c.T("下一月", "Next month")}}}
	return c.Render("page-blocks", []web.Block{t})
}

// periodOf is the month in the address, or the present one.
func periodOf(c *web.Ctx, today calendar.Day) (casework.Period, string) {
	month := c.Query("month")
	// Anything that is not a month shows the present one; there is no form to blame.
	first, err := calendar.ParseDay(month + "-01")
	if err != nil {
		y, m, _ := today.Civil()
		first = calendar.Date(y, m, 1)
	}
	y, m, _ := first.Civil()
	// The day before the first of the next month; Date carries month 13 over into January.
	return casework.Period{From: first, To: calendar.Date(y, m+1, 1) - 1}, fmt.Sprintf("%d-%02d", y, m)
}

// figurePage lists the cases behind one figure, as far as the person may see them.
func (p *Pages) figurePage(c *web.Ctx) error {
	period, month := periodOf(c, p.Office.Today())
	a := Actor(c)
	for _, m := range p.Measures {
		if m.Code != c.Path("code") {
			continue
		}
		t := web.Table{Title: month, Head: []string{c.T("案号", "Number"), c.T("类型", "Kind"), c.T("状态", "State"), c.T("计入", "Counted"), c.T("新建", "Opened")},
			Empty: c.T("本期没有计入的案件。", "No cases in this period.")}
		err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
			f, err := m.Compute(c.Context(), tx, a.Center, period)
			if err != nil {
				return err
			}
			t.Rows, err = p.behind(c, tx, a, f)
			return err
		})
		if err != nil {
			return err
		}
		c.Page = web.Page{Title: c.T(m.Title, m.English), Sub: c.T(m.Definition, m.DefinitionEN), At: "/figures",
			Crumbs: []web.Link{{Href: "/figures?month=" + month, Label: c.T("统计报表", "Figures")}, {Label: c.T(m.Title, m.English)}}}
		return c.Render("page-blocks", []web.Block{t})
	}
	// A code of an older version, kept as a bookmark.
	return c.Redirect("/figures")
}

// behind lists the cases of a figure, at most 1,000, without titles: whoever reads statistics
// needs to find the cases, not to know what they are about. The person may be entitled to see
// fewer cases than were counted; the count is of the center, the list of what is visible.
func (p *Pages) behind(c *web.Ctx, tx *store.Tx, a casework.Actor, f casework.Figure) ([][]web.Cell, error) {
	above := map[int64]bool{}
	ids := append([]int64{}, f.Denominator...)
	for _, id := range f.Numerator {
		above[id] = true
		// In a ratio the numerator is part of the denominator and must not be listed twice.
		if f.Denominator == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	l, err := p.Office.List(c.Context(), tx, a, casework.Filter{IDs: ids[:min(len(ids), 1000)], PerPage: 1000, NoTitles: true})
	if err != nil {
		return nil, err
	}
	var out [][]web.Cell
	for _, k := range l.Cases {
		word := c.T("分母", "below")
		if above[k.ID] {
			word = c.T("分子", "above")
		}
		out = append(out, []web.Cell{{Text: Name(c, k), Href: fmt.Sprintf("/case/%d", k.ID)}, {Text: Kind(c, k.Kind)}, {Tag: StateTag(c, p.Office.Chart(k.Chart), k.State)},
			{Text: word}, {Text: k.Opened.In(calendar.Shanghai()).Format(time.DateOnly)}})
	}
	return out, nil
}
