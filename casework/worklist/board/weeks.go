package board

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"

	"zhibao/internal/sorting"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ahead is how many weeks are looked at, this one included.
const ahead = 8

// A person is one line of the weeks: how many clocks of a handler's cases have run out, and how many
// end in each week.
type person struct {
	account int64
	name    string
	overdue int
	ending  [ahead]int
}

// people are the lines, the one with the most to come first.
func (v *view) people(from calendar.Day) (out []*person) {
	by := map[int64]*person{}
	for _, r := range v.rows {
		p := by[r.k.Handler]
		if p == nil {
			p = &person{account: r.k.Handler, name: r.handler}
			by[r.k.Handler], out = p, append(out, p)
		}
		p.overdue += r.overdue()
		for i := range ahead {
			p.ending[i] += r.ending(from + calendar.Day(7*i))
		}
	}
	sorting.By(out, func(a, b *person) int {
		return cmp.Or(cmp.Compare(b.sum(), a.sum()), cmp.Compare(a.account, b.account))
	})
	return out
}

// sum is everything of a line.
func (p *person) sum() int {
	n := p.overdue
	for _, x := range p.ending {
		n += x
	}
	return n
}

// href leads to the cases of a handler under a further condition.
func (p *person) href(name, value string) string {
	account := "-1" // as in every list: cases without a handler
	if p.account != 0 {
		account = strconv.FormatInt(p.account, 10)
	}
	return "/board?" + url.Values{"handler": {account}, name: {value}}.Encode()
}

// weeksPage shows how many clocks end in each of the next weeks, by handler: as a drawing, and as a
// table in which each number opens to its cases.
func (b *Board) weeksPage(c *web.Ctx) error {
	if err := b.look(c); err != nil {
		return err
	}
	from := monday(b.Office.Today())
	people := seen(c).people(from)
	title := c.T("今后八周到期的期限", "Terms that end in the next eight weeks")
	t := web.Table{Title: c.T("各人各周", "By person and week"), Head: []string{c.T("经办人", "Handler"), c.T("已超期", "Overdue")}, Empty: c.T("没有正在计时的期限。", "No clock is running."), Numbers: []int{1}}
	var d svg.Data
	for i := range ahead {
		d.Labels = append(d.Labels, weekName(from+calendar.Day(7*i)))
		t.Head, t.Numbers = append(t.Head, d.Labels[i]), append(t.Numbers, i+2)
	}
	// The same numbers as a drawing, where the eye finds the heap, and as a table, which needs no colour.
	sums := make([]int, ahead+1)
	for _, p := range people {
		name := p.name
		if p.account == 0 {
			name = c.T("未分派", "nobody yet")
		}
		row, values := []web.Cell{{Text: name}, p.cell("view", "late", p.overdue)}, make([]float64, ahead)
		sums[0] += p.overdue
		for i, n := range p.ending {
			values[i] = float64(n)
			row, sums[i+1] = append(row, p.cell("week", (from+calendar.Day(7*i)).String(), n)), sums[i+1]+n
		}
		row[1].Over = p.overdue > 0
		t.Rows, d.Series = append(t.Rows, row), append(d.Series, svg.Series{Name: name, Values: values})
	}
	t.Sum = []string{c.T("合计", "Total")}
	for _, n := range sums {
		t.Sum = append(t.Sum, strconv.Itoa(n))
	}
	f := svg.Frame{Title: title, Unit: c.T("个", "terms"), English: c.Lang() == web.EN, Width: 1000, Link: func(s, l int) string {
		// An empty list says nothing more than 0.
		if people[s].ending[l] == 0 {
			return ""
		}
		return people[s].href("week", (from + calendar.Day(7*l)).String())
	}}
	c.Page = web.Page{Title: title, At: "/board", Crumbs: []web.Link{{Href: "/board", Label: c.T("在办期限总览", "Terms of open cases")}, {Label: title}}}
	return c.Render("page-blocks", []web.Block{
		web.Notice{Text: c.T("每格是该周内到期的期限个数（一件案件可以有几个期限同时计时），中止中的期限没有到期日，不计入。点数字看案件。", "Each cell counts the terms that end in the week; a case can have several. A suspended term has no last day and is not counted. Each number opens to its cases.")},
		web.Figure{Title: title, SVG: string(svg.Heat(f, d))}, t})
}

// cell is a number that opens to its cases.
func (p *person) cell(name, value string, n int) web.Cell {
	out := web.Cell{Text: strconv.Itoa(n)}
	if n > 0 {
		out.Href = p.href(name, value)
	}
	return out
}

// weekName is the Monday and the Sunday of a week: 12-07–12-13.
func weekName(monday calendar.Day) string {
	short := func(d calendar.Day) string {
		_, m, day := d.Civil()
		return fmt.Sprintf("%d-%02d", int(m), day)
	}
	return short(monday) + "–" + short(monday+6)
}
