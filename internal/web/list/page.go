package list

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// asked is a request for the list, taken apart.
type asked struct {
	query  Query[any]
	form   *form.Form
	values url.Values // what stands in the address: filters that are not secret, f, sort
	page   int
	ok     bool // the filters are valid
	fields []form.FieldView
}

// ask reads the address. Names that the list does not know are ignored, because addresses
// are typed, shared and kept for years; a secret filter in the address is ignored too.
func (l *core) ask(c *web.Ctx) (asked, error) { return l.askAs(c, c, c.R.URL.Query()) }

// askAs reads what could stand in the address; what is wrong with it is said to the host.
func (l *core) askAs(c *web.Ctx, host form.Host, in url.Values) (asked, error) {
	a := asked{values: url.Values{}, page: 1}
	filters := url.Values{}
	for _, f := range l.filter.Fields {
		for _, v := range in[f.Name] {
			if v != "" && !f.Secret && l.Usual != [2]string{f.Name, v} {
				filters.Add(f.Name, v)
				a.values.Add(f.Name, v)
			}
		}
	}
	if id := in.Get("f"); id != "" && l.Stash != nil {
		secret, err := l.Stash.Get(c, l.Name, id)
		if err != nil {
			return a, err
		}
		a.values.Set("f", id)
		for name, v := range secret {
			if f := l.filter.Field(name); f != nil && f.Secret {
				filters[name] = v
			}
		}
	}
	a.form = form.New(host, l.filter)
	a.form.Filter = true
	if l.Options != nil {
		if err := l.Options(c, a.form); err != nil {
			return a, err
		}
	}
	a.query.Filter, a.ok = l.read(a.form, filters)
	if n, err := strconv.Atoi(in.Get("page")); err == nil && n > 1 && n <= CountMax {
		a.page = n
	}
	a.query.Limit, a.query.Offset = PageSize, (a.page-1)*PageSize
	sort := in.Get("sort")
	if key := strings.TrimPrefix(sort, "-"); !l.sortable(key) {
		sort = l.Sort
	} else if sort != l.Sort {
		a.values.Set("sort", sort)
	}
	a.query.Sort, a.query.Desc = strings.TrimPrefix(sort, "-"), strings.HasPrefix(sort, "-")
	return a, nil
}

// sortable reports whether the list can be sorted by the column. Nothing else of the address
// reaches the query that sorts.
func (l *core) sortable(key string) bool {
	return slices.ContainsFunc(l.Columns, func(col Column[any]) bool { return col.Key == key && col.Sort })
}

// page is the handler of the list itself.
func (l *core) page(c *web.Ctx) error {
	v, err := l.View(c)
	if err != nil {
		return err
	}
	l.leaveTrail(c, v)
	c.Page.Title = c.Say(l.Title)
	c.Page.Sub = v.Sub
	if l.Crumbs != nil {
		c.Page.Crumbs = l.Crumbs(c)
	}
	c.Page.Actions = v.exports(l.Kinds)
	if l.Actions != nil {
		c.Page.Actions = append(c.Page.Actions, l.Actions(c)...)
	}
	if l.Above == nil {
		return c.Render("page-list", v)
	}
	blocks, err := l.Above(c)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(blocks, v))
}

// View returns the list as a block, for a page that has more than the list.
func (l *core) View(c *web.Ctx) (*View, error) {
	a, err := l.ask(c)
	if err != nil {
		return nil, err
	}
	var got Rows[any]
	if a.ok {
		if got, err = l.Load(c, a.query); err != nil {
			return nil, err
		}
	}
	v := &View{c: c, path: l.Path, values: a.values, Form: a.form, Page: a.page, Total: got.Total, Unit: c.Say(l.Unit),
		Empty: c.Say(l.Empty), Title: c.Say(l.Title), Secret: l.filter.HasSecret(), Filters: slices.ContainsFunc(l.filter.Fields, func(f *form.Field) bool { return f.Widget != "hidden" }), wide: l.Wide,
		CanSave: l.Save != nil, CanAll: l.Keys != nil, Filtered: l.filtered(a.values)}
	if v.Empty == "" {
		v.Empty = c.T("没有符合条件的记录。", "Nothing matches.")
	}
	if l.Sub != nil {
		v.Sub = l.Sub(c, got)
	} else {
		v.Sub = v.TotalText()
	}
	shown, slim, err := l.settings(c)
	if err != nil {
		return nil, err
	}
	v.Slim, v.Acts = slim, l.Acts != nil
	v.Folds = slices.ContainsFunc(l.Columns, func(x Column[any]) bool { return x.Brief && shown[x.Key] })
	for _, b := range l.Bulk {
		if b.Offered(c) {
			v.Bulk = append(v.Bulk, web.Link{Href: b.Key, Label: c.Say(b.Title)})
		}
	}
	l.columnsOf(c, v, a, shown)
	l.rowsOf(c, v, got, shown)
	v.Tabs, err = l.tabs(c, v)
	return v, err
}

// filtered reports whether anything but the order was chosen.
func (l *core) filtered(values url.Values) bool {
	for name := range values {
		if name != "sort" {
			return true
		}
	}
	return false
}

// columnsOf makes the heads, each with the address that sorts by it or turns the order.
func (l *core) columnsOf(c *web.Ctx, v *View, a asked, shown map[string]bool) {
	a.fields = a.form.Fields()
	for _, col := range l.Columns {
		v.Settings = append(v.Settings, Setting{Key: col.Key, Title: c.Say(col.Title), On: shown[col.Key], Fixed: col.Fixed})
		if !shown[col.Key] {
			continue
		}
		h := Head{Title: c.Say(col.Title), Number: col.Number}
		if col.Sort {
			next := col.Key
			if a.query.Sort == col.Key {
				h.Dir = "ascending"
				if a.query.Desc {
					h.Dir = "descending"
				} else {
					next = "-" + next
				}
			}
			h.Href = v.link("sort", next)
		}
		l.choicesOf(c, v, a, col, &h)
		v.Heads = append(v.Heads, h)
	}
}

// choicesOf makes the filter in the head of a column: a link for each choice, and one for all.
func (l *core) choicesOf(c *web.Ctx, v *View, a asked, col Column[any], h *Head) {
	if col.Filter == "" {
		return
	}
	for _, f := range a.fields {
		if f.Name != col.Filter || len(f.Choices) == 0 {
			continue
		}
		h.Choices = append(h.Choices, PageLink{Href: v.link(f.Name, ""), Label: c.T("全部", "All"), Now: f.Value == ""})
		for _, x := range f.Choices {
			h.Choices = append(h.Choices, PageLink{Href: v.link(f.Name, x.Value), Label: x.Label, Now: x.Picked})
			if x.Picked {
				h.Chosen = x.Label
			}
		}
	}
}

// boxed is a cell under its column.
func boxed(c *web.Ctx, col *Column[any], cell web.Cell) Cell {
	return Cell{Cell: cell, Label: c.Say(col.Title) + c.T("：", ": "), Number: col.Number, Tight: col.Tight, Brief: col.Brief}
}

// rowsOf makes the cells of the columns that are shown, and the row of sums.
func (l *core) rowsOf(c *web.Ctx, v *View, got Rows[any], shown map[string]bool) {
	for _, r := range got.Rows {
		var row Row
		if l.Key != nil {
			row.ID = anchor(l.Key(r))
			if len(v.Bulk) > 0 {
				row.Key = l.Key(r)
			}
		}
		if l.Acts != nil {
			row.Acts = l.Acts(c, r)
		}
		for _, col := range l.Columns {
			if shown[col.Key] {
				row.Cells = append(row.Cells, boxed(c, &col, col.Cell(c, r)))
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if len(got.Sum) == 0 || len(got.Rows) == 0 {
		return
	}
	for _, col := range l.Columns {
		if shown[col.Key] {
			v.Sum = append(v.Sum, boxed(c, &col, web.Cell{Text: got.Sum[col.Key]}))
		}
	}
	if v.Sum[0].Text == "" {
		v.Sum[0].Text = c.T("合计", "Total")
	}
}

// tabs makes the saved views; current is the one whose filter is that of the address.
func (l *core) tabs(c *web.Ctx, v *View) (*web.Tabs, error) {
	if l.Views == nil {
		return nil, nil
	}
	values := v.values
	saved, err := l.Views(c)
	if err != nil {
		return nil, err
	}
	for _, s := range saved {
		if s.ID != "" && l.Drop != nil {
			v.Drops = append(v.Drops, s)
		}
	}
	if err := l.count(c, saved); err != nil {
		return nil, err
	}
	tabs := &web.Tabs{Label: c.T("保存的视图", "Saved views")}
	now := values.Encode()
	all := l.All
	if all.IsZero() {
		all = web.Text{"全部", "All"}
	}
	tabs.Items = append(tabs.Items, web.Tab{Href: l.Path, Label: c.Say(all), Count: -1, Now: now == ""})
	for _, s := range saved {
		q, err := url.ParseQuery(s.Query)
		if err != nil {
			return nil, fmt.Errorf("list: saved view: %w", err)
		}
		title := s.Title
		if s.Team {
			title += c.T("（团队）", " (team)")
		}
		tabs.Items = append(tabs.Items, web.Tab{Href: l.Path + "?" + q.Encode(), Label: title, Count: s.Count, Now: now == q.Encode()})
	}
	markNow(tabs, values)
	return tabs, nil
}

// markNow marks, where no view is exactly what is shown, the one that was narrowed: all of its
// conditions hold, and of several it is the one with the most.
func markNow(tabs *web.Tabs, values url.Values) {
	best, most := 0, -1
	for i, tab := range tabs.Items {
		if tab.Now {
			return
		}
		_, query, _ := strings.Cut(tab.Href, "?")
		q, err := url.ParseQuery(query)
		fits := err == nil
		for name := range q {
			fits = fits && q.Get(name) == values.Get(name)
		}
		if fits && len(q) > most {
			best, most = i, len(q)
		}
	}
	tabs.Items[best].Now = true
}

// counts answers the page's question, every minute, whether there is anything new. Rows are
// never moved under the reader's hand.
func (l *core) counts(c *web.Ctx) error {
	a, err := l.ask(c)
	if err != nil {
		return err
	}
	if !a.ok {
		return fault.New(fault.Invalid, "list.filter", "筛选条件有误，请返回列表按提示改正")
	}
	a.query.Limit, a.query.Offset = 0, 0
	got, err := l.Load(c, a.query)
	if err != nil {
		return err
	}
	v := &View{c: c, path: l.Path, values: a.values, Total: got.Total, Unit: c.Say(l.Unit), Page: a.page}
	if v.Tabs, err = l.tabs(c, v); err != nil {
		return err
	}
	shown, err := strconv.Atoi(c.Query("_shown"))
	if err == nil && got.Total != shown {
		v.News = v.news(got.Total - shown)
	}
	return c.Fragment("list-counts", v)
}
