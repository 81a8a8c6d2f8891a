package worklist

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// By what a figure is broken down.
const (
	byKind    = "kind"
	byHandler = "handler"
	byState   = "state" // as the case stands now: of a closed one, its outcome
)

// breakdowns are in the order of the tabs.
func breakdowns() []struct{ code, zh, en string } {
	return []struct{ code, zh, en string }{{byKind, "按类型", "By kind"}, {byHandler, "按经办人", "By handler"}, {byState, "按结果", "By outcome"}}
}

// groupOf is the part of a breakdown to which a case belongs.
func groupOf(k *casework.Case, by string) string {
	switch {
	case k == nil:
		return ""
	case by == byHandler:
		return strconv.FormatInt(k.Handler, 10)
	case by == byState:
		return k.Chart + "." + k.State
	}
	return k.Kind
}

// A Group is a part of a figure: the cases of one kind, of one person, or with one outcome.
type Group struct {
	Of     string // value of the breakdown
	Figure casework.Figure
}

// Breakdown cuts a figure into its groups, the one with the most cases first.
func (p *Pages) Breakdown(ctx context.Context, tx *store.Tx, center int64, f casework.Figure, by string) (_ []Group, err error) {
	defer fault.Wrap(&err, "breakdown of a figure")
	cases, err := casework.Plain(ctx, tx, center, slices.Concat(f.Numerator, f.Denominator))
	if err != nil {
		return nil, err
	}
	sizes := map[string]int{}
	for _, k := range cases {
		sizes[groupOf(k, by)]++
	}
	groups := slices.SortedFunc(maps.Keys(sizes), func(a, b string) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
	var out []Group
	for _, g := range groups {
		out = append(out, Group{g, f.Only(func(id int64) bool { return groupOf(cases[id], by) == g })})
	}
	return out, nil
}

// brokenDown is the table of the groups of a figure in a period. Each number opens to exactly the cases
// that it counts.
func (p *Pages) brokenDown(c *web.Ctx, tx *store.Tx, m *casework.Measure, s span) ([]web.Block, error) {
	by := c.Query("by")
	if !slices.ContainsFunc(breakdowns(), func(b struct{ code, zh, en string }) bool { return b.code == by }) {
		by = byKind
	}
	f, err := m.Compute(c.Context(), tx, Actor(c).Center, s.period())
	if err != nil {
		return nil, err
	}
	groups, err := p.Breakdown(c.Context(), tx, Actor(c).Center, f, by)
	if err != nil {
		return nil, err
	}
	names, err := p.groupNames(c, tx, groups, by)
	if err != nil {
		return nil, err
	}
	tabs := web.Tabs{Label: c.T("分组", "Breakdown")}
	t := web.Table{Title: c.T("本期分组", "This period, broken down") + " · " + s.title(c), Head: []string{c.T("分组", "Group"), c.T("数值", "Value"), c.T("分子", "Numerator"), c.T("分母（样本）", "Denominator (sample)")},
		Numbers: []int{1, 2, 3}, Empty: c.T("本期没有计入的案件。", "No case was counted in this period.")}
	for _, b := range breakdowns() {
		tabs.Items = append(tabs.Items, web.Tab{Href: "/figures/" + m.Code + "?" + url.Values{"period": {s.code()}, "by": {b.code}}.Encode(), Label: c.T(b.zh, b.en), Count: -1, Now: b.code == by})
		if b.code == by {
			t.Head[0] = c.T(b.zh, b.en)
		}
	}
	if len(f.Each) > 0 {
		t.Head, t.Numbers = append(t.Head, c.T("用时中位数", "Median"), c.T("用时 P90", "P90")), append(t.Numbers, 4, 5)
	}
	row := func(name string, g casework.Figure, more url.Values) {
		cells := []web.Cell{{Text: name}, {Text: value(c, m, g)}, counted(m, s, above, g.Numerator), counted(m, s, below, g.Denominator)}
		for i := 2; i < 4 && more != nil; i++ {
			if cells[i].Href != "" {
				cells[i].Href += "&" + more.Encode()
			}
		}
		if len(f.Each) > 0 {
			cells = append(cells, middle(g), at(g, 0.9))
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, g := range groups {
		row(names[g.Of], g.Figure, url.Values{"by": {by}, "of": {g.Of}})
	}
	if len(groups) > 1 {
		row(c.T("全部", "All"), f, nil)
	}
	return []web.Block{tabs, t}, nil
}

// middle is the median of what the cases took, reckoned as everywhere.
func middle(f casework.Figure) web.Cell {
	return web.Cell{Text: svg.Number(number(casework.Median(f.Each)))}
}

// at is a quantile of what the cases took, in the unit of the term.
func at(f casework.Figure, share float64) web.Cell {
	n, known := f.At(share)
	if !known {
		return web.Cell{Text: "—"}
	}
	return web.Cell{Text: svg.Number(n)}
}

// groupNames are the groups in words.
func (p *Pages) groupNames(c *web.Ctx, tx *store.Tx, groups []Group, by string) (map[string]string, error) {
	out := map[string]string{}
	var ids []int64
	for _, g := range groups {
		switch by {
		case byKind:
			out[g.Of] = Kind(c, g.Of)
		case byState:
			chart, state, _ := strings.Cut(g.Of, ".")
			if ch := p.Office.Chart(chart); ch != nil {
				x := ch.State(state)
				out[g.Of] = c.T(x.Title, x.English)
			}
		default:
			id, err := strconv.ParseInt(g.Of, 10, 64)
			if err == nil && id != 0 {
				ids = append(ids, id)
			}
		}
	}
	names, err := p.Accounts(c.Context(), tx, Actor(c).Center, ids)
	for _, id := range ids {
		out[strconv.FormatInt(id, 10)] = names[id]
	}
	for _, g := range groups {
		if out[g.Of] == "" {
			out[g.Of] = c.T("未分", "none")
		}
	}
	return out, err
}
