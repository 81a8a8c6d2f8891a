package board

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/forecast"
	"zhibao/casework/worklist"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

// filter is how the board can be narrowed.
type filter struct {
	View    string       `json:"view" label:"预测" en:"Forecast" widget:"hidden" max:"10"` // one of views()
	Chart   string       `json:"chart" label:"业务" en:"Procedure" widget:"select" options:"*"`
	Kind    string       `json:"kind" label:"类型" en:"Kind" widget:"select" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	State   string       `json:"state" label:"状态" en:"State" widget:"select" options:"*"`
	Handler string       `json:"handler" label:"经办人" en:"Handler" widget:"select" options:"*"`
	Week    calendar.Day `json:"week" label:"到期周（所在周的任一日）" en:"Due in the week of" widget:"date"`
}

// Check refuses what stands in an address that nobody can mean: read as no filter it would show other
// cases than those asked for.
func (f *filter) Check() (out form.Errors) {
	known := slices.ContainsFunc(views(), func(v struct{ code, zh, en string }) bool { return v.code == f.View })
	if f.View != "" && !known {
		out = append(out, form.Problem{Text: web.Text{"地址中的范围（view）不是总览已有的范围，请从列表上方的标签中选择", "The scope (view) in the address is unknown; choose one of the tabs above the list"}})
	}
	return out
}

// views are the tabs, each with the verdict that it shows.
func views() []struct{ code, zh, en string } {
	return []struct{ code, zh, en string }{{"late", "已超期", "Overdue"}, {"breach", "将超期", "Will be late"}, {"risk", "有风险", "At risk"},
		{"fine", "正常", "On course"}, {"paused", "中止", "Suspended"}}
}

// is reports whether the row belongs under a tab.
func (r *row) is(view string) bool {
	v := r.forecast.Verdict
	switch view {
	case "late":
		return v == forecast.Late
	case "breach":
		return v == forecast.Breach
	case "risk":
		return v == forecast.Risk
	case "fine":
		return v == forecast.Fine
	case "paused":
		return r.paused()
	}
	return true
}

// fits reports whether the row fits the filter.
func (f *filter) fits(r *row) bool {
	id, err := strconv.ParseInt(f.Handler, 10, 64)
	return r.is(f.View) && (f.Chart == "" || r.k.Chart == f.Chart) && (f.Kind == "" || r.k.Kind == f.Kind) && (f.State == "" || r.k.State == f.State) &&
		(f.Handler == "" || err == nil && r.k.Handler == max(id, 0)) && (f.Week.IsZero() || r.ending(monday(f.Week)) > 0)
}

// monday is the first day of the week of a day.
func monday(d calendar.Day) calendar.Day { return d - calendar.Day((int(d.Weekday())+6)%7) }

// cases is the list.
func (b *Board) cases() *list.List[filter, *row] {
	return list.New(list.Spec[filter, *row]{
		Name: "board", Path: "/board", Act: ActBoard, Title: web.Text{"在办期限总览", "Terms of open cases"}, Unit: web.Text{"件", "cases"}, All: web.Text{"全部", "All"},
		Columns: b.columns(), Sort: "forecast", Rules: b.Rules, Key: func(r *row) string { return worklist.Key(r.k) }, Keys: b.keys, Bulk: b.Pages.Bulk(), Acts: b.acts,
		Load: b.load, Options: b.options, Views: b.tabs, Stash: b.Pages.Stash(), Above: b.above, Kinds: []string{"xlsx", "csv"}, Export: b.export,
		Actions: func(c *web.Ctx) []web.Link {
			q := c.R.URL.Query().Encode()
			return []web.Link{{Href: "/board/print/pdf?" + q, Label: c.T("打印（PDF）", "Print (PDF)")}, {Href: "/board/print/docx?" + q, Label: "DOCX"},
				{Href: "/board/weeks", Label: c.T("按周看到期", "By week")}}
		},
		Empty: web.Text{"这里会列出所有正在计时的在办案件。当前没有符合条件的案件；可以更换筛选条件。", "Every open case with a running clock is listed here. Nothing fits now; change the filter."},
	})
}

func (b *Board) columns() []list.Column[*row] {
	col := func(key, zh, en string, cell func(*web.Ctx, *row) web.Cell) list.Column[*row] {
		return list.Column[*row]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	number := col("number", "案号", "Number", func(c *web.Ctx, r *row) web.Cell {
		return web.Cell{Text: worklist.Name(c, r.k), Href: fmt.Sprintf("/case/%d", r.k.ID), Sub: []string{b.matter(c, r)}}
	})
	number.Fixed, number.Sort, number.Tight, number.Brief = true, true, true, true
	clocks := col("clocks", "期限", "Terms", b.clocksCell)
	expect := col("forecast", "预测", "Forecast", b.forecastCell)
	expect.Sort, expect.Brief, clocks.Brief = true, true, true
	state := col("state", "卡在哪里", "Where it stands", b.stateCell)
	state.Filter = "state"
	handler := col("handler", "经办人", "Handler", func(c *web.Ctx, r *row) web.Cell {
		if r.k.Handler == 0 {
			return web.Cell{Text: c.T("未分派", "nobody yet")}
		}
		return web.Cell{Text: r.handler, Sub: []string{fmt.Sprintf(c.T("计时在办 %d 件", "%d open"), r.open)}}
	})
	handler.Sort, handler.Filter = true, "handler"
	owner := col("owner", "申请主体", "Applicant", func(_ *web.Ctx, r *row) web.Cell { return web.Cell{Text: r.owner} })
	owner.Off = true // a head goes by number and handler
	return []list.Column[*row]{number, expect, clocks, state, handler, owner}
}

// matter is what kind of case it is: 发明 · 专利申请预审.
func (b *Board) matter(c *web.Ctx, r *row) string {
	chart := b.Office.ChartOf(r.k.Chart)
	title := c.T(chart.Title, chart.English)
	if r.k.Kind == "" {
		return title
	}
	return worklist.Kind(c, r.k.Kind) + " · " + title
}

// chosen are the rows that fit, in the order that was asked for.
func (b *Board) chosen(c *web.Ctx, q list.Query[filter]) (out []*row) {
	for _, r := range seen(c).rows {
		if q.Filter.fits(r) {
			out = append(out, r)
		}
	}
	by := func(x, y *row) int { return 0 } // they stand in the order of the forecast
	switch q.Sort {
	case "number":
		by = func(x, y *row) int { return cmp.Compare(x.k.Number, y.k.Number) }
	case "handler":
		by = func(x, y *row) int { return cmp.Compare(x.k.Handler, y.k.Handler) }
	}
	sorting.Stable(out, by) // rows that are alike keep the order of the forecast
	if q.Desc {
		slices.Reverse(out)
	}
	return out
}

// load answers one page of the list.
func (b *Board) load(c *web.Ctx, q list.Query[filter]) (list.Rows[*row], error) {
	all := b.chosen(c, q)
	from := min(q.Offset, len(all))
	out := list.Rows[*row]{Total: len(all), Rows: all[from:min(from+q.Limit, len(all))]}
	return out, b.complete(c, out.Rows)
}

// complete adds to rows what is shown of few at a time.
func (b *Board) complete(c *web.Ctx, rows []*row) error {
	if len(rows) == 0 {
		return nil
	}
	return b.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		var ids, owners []int64
		for _, r := range rows {
			ids, owners = append(ids, r.k.ID), append(owners, r.k.Owner)
		}
		names, err := b.Parties(c.Context(), tx, b.Office.Policy.Reach(worklist.Actor(c).Subject, casework.ActSee), owners)
		if err != nil {
			return err
		}
		// Asked for the rows of one page alone: of most cases nobody looks.
		unserved, err := document.Unserved(c.Context(), tx, worklist.Actor(c).Center, ids)
		for _, r := range rows {
			r.owner, r.unserved = names[r.k.Owner], unserved[r.k.ID]
		}
		return err
	})
}

// keys are those of everything that fits the filter, for "select all".
func (b *Board) keys(c *web.Ctx, q list.Query[filter]) (out []string, err error) {
	// A bulk act comes by itself, without the page having been read before.
	if err := b.look(c); err != nil {
		return nil, err
	}
	for _, r := range b.chosen(c, q) {
		out = append(out, worklist.Key(r.k))
	}
	return out[:min(len(out), q.Limit)], nil
}

// acts are what can be done to a case in its row.
func (b *Board) acts(c *web.Ctx, r *row) []list.RowAct {
	return b.Pages.Offers(c, r.k, r.course.Reminded == b.Office.Today())
}

// tabs are the verdicts with their counts.
func (b *Board) tabs(c *web.Ctx) (out []list.SavedView, err error) {
	for _, v := range views() {
		n := 0
		for _, r := range seen(c).rows {
			if r.is(v.code) {
				n++
			}
		}
		out = append(out, list.SavedView{Title: c.T(v.zh, v.en), Query: url.Values{"view": {v.code}}.Encode(), Count: n})
	}
	return out, nil
}

// options fills the choices of the filter with what is on the board.
func (b *Board) options(c *web.Ctx, f *form.Form) error {
	// The same code in two charts means the same to a reader and is offered once.
	var charts, states []form.Option
	known := map[string]bool{}
	for _, ch := range b.Office.Charts() {
		charts = append(charts, form.Option{Value: ch.Code, Label: web.Text{ch.Title, ch.English}})
		for _, s := range ch.States {
			if !known[s.Code] && !s.Final {
				states = append(states, form.Option{Value: s.Code, Label: web.Text{s.Title, s.English}})
			}
			known[s.Code] = true
		}
	}
	f.Options("chart", charts).Options("state", states)
	return b.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		staff, err := b.Staff(c.Context(), tx, worklist.Actor(c).Center)
		f.Options("handler", append(slices.Clone(staff), form.Option{Value: "-1", Label: web.Text{"未分派", "nobody yet"}}))
		return err
	})
}

// above says what the board does not show, and how a week was counted.
func (b *Board) above(c *web.Ctx) (out []web.Block, err error) {
	v := seen(c)
	day, err := calendar.ParseDay(c.Query("week"))
	if err == nil {
		first := monday(day)
		clocks, cases := 0, 0
		for _, r := range v.rows {
			// What the link of a cell asks for, and nothing that was chosen beside it.
			f := filter{Handler: c.Query("handler")}
			if n := r.ending(first); n > 0 && f.fits(r) {
				clocks, cases = clocks+n, cases+1
			}
		}
		out = append(out, web.Notice{Text: fmt.Sprintf(c.T("%s 至 %s 这一周到期的期限 %d 个，涉及 %d 件案件。", "In the week from %s to %s, %d terms end, in %d cases."), first, first+6, clocks, cases),
			Links: []web.Link{{Href: "/board/weeks", Label: c.T("回到按周统计", "Back to the weeks")}}})
	}
	var notes []string
	if v.cut > 0 {
		notes = append(notes, fmt.Sprintf(c.T("正在计时的案件很多，这里列出最先到期的 %d 件，其余 %d 件未作预测。", "Of the many cases with a running clock the %d due first are listed; %d more are not forecast."), len(v.rows), v.cut))
	}
	if v.idle > 0 {
		notes = append(notes, fmt.Sprintf(c.T("另有在办案件 %d 件现在没有期限在计时（草稿或等候中心以外的机构），不在本表。", "%d more open cases have no running clock (drafts, or waiting for an office outside the center) and are not listed."), v.idle))
	}
	if len(notes) > 0 {
		out = append(out, web.Notice{Text: strings.Join(notes, ""), Links: []web.Link{{Href: "/work?view=open", Label: c.T("全部在办", "All open cases")}}})
	}
	return out, nil
}

// chart is the chart of a row.
func (b *Board) chart(r *row) *casework.Chart { return b.Office.ChartOf(r.k.Chart) }
