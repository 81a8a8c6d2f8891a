package decision

import (
	"fmt"
	"net/url"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

// casesFilter names one number of the list. It always comes from a link.
type casesFilter struct {
	By       string       `json:"by" label:"按" en:"By" widget:"hidden" max:"10"`
	Key      string       `json:"key" label:"对象" en:"What" widget:"hidden" max:"40"`
	Decision string       `json:"decision" label:"处理" en:"Decision" widget:"select" options:"adopted=采纳=Adopted,dismissed=不采纳=Dismissed"`
	From     calendar.Day `json:"from" label:"处理日期自" en:"Decided from" widget:"date"`
	To       calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// Check refuses a way of counting that there is not.
func (f *casesFilter) Check() form.Errors {
	g := filter{By: f.By}
	return g.Check()
}

// behind is the list of the cases behind a number, as far as the person may see them: numbers and
// states, never a title.
func (d *Desk) behind() *list.List[casesFilter, behind] {
	col := func(key, zh, en string, cell func(*web.Ctx, behind) web.Cell) list.Column[behind] {
		return list.Column[behind]{Key: key, Title: web.Text{zh, en}, Tight: true, Cell: cell}
	}
	number := func(key, zh, en string, n func(behind) int) list.Column[behind] {
		c := col(key, zh, en, func(_ *web.Ctx, b behind) web.Cell { return web.Cell{Text: strconv.Itoa(n(b))} })
		c.Number = true
		return c
	}
	first := col("number", "案号", "Number", func(c *web.Ctx, b behind) web.Cell {
		return web.Cell{Text: worklist.Name(c, b.k), Href: fmt.Sprintf("/case/%d", b.k.ID)}
	})
	first.Fixed = true
	return list.New(list.Spec[casesFilter, behind]{
		Name: "quality-cases", Path: "/quality/cases", Act: ActSee, Title: web.Text{"计入的案件", "Cases counted"}, Unit: web.Text{"件", "cases"}, Load: d.loadCases,
		Columns: []list.Column[behind]{first,
			col("kind", "类型", "Kind", func(c *web.Ctx, b behind) web.Cell { return web.Cell{Text: worklist.Kind(c, b.k.Kind)} }),
			col("state", "状态", "State", func(c *web.Ctx, b behind) web.Cell {
				return web.Cell{Tag: worklist.StateTag(c, d.Office().ChartOf(b.k.Chart), b.k.State)}
			}),
			number("adopted", "采纳", "Adopted", func(b behind) int { return b.Adopted }), number("dismissed", "不采纳", "Dismissed", func(b behind) int { return b.Dismissed }),
			col("last", "最后处理", "Last decision", func(_ *web.Ctx, b behind) web.Cell { return web.Cell{Text: b.last.String()} })},
		Kinds: []string{"xlsx", "csv"},
		Export: func(c *web.Ctx, q list.Query[casesFilter], columns []list.Column[behind], kind string) error {
			q.Limit, q.Offset = 100_000, 0
			got, err := d.loadCases(c, q)
			if err != nil {
				return err
			}
			return export(c, c.T("计入的案件", "cases counted"), kind, columns, got.Rows)
		},
		Crumbs: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: "/quality?" + url.Values{"by": {c.Query("by")}, "from": {c.Query("from")}, "to": {c.Query("to")}}.Encode(), Label: c.T("缺陷处理统计", "Findings decided")}, {Label: c.T("计入的案件", "Cases counted")}}
		},
		Empty: web.Text{"这里会列出所计入的案件。没有计入的案件，或您都无权查看。", "The cases that a number counts are listed here. There are none, or none that you may see."},
	})
}

// loadCases answers one page of the cases behind a number.
func (d *Desk) loadCases(c *web.Ctx, q list.Query[casesFilter]) (out list.Rows[behind], err error) {
	defer fault.Wrap(&err, "cases of decisions")
	s := d.span(c, q.Filter.From, q.Filter.To)
	// An examiner who types another address sees the own cases alone, whoever is named in it.
	if !d.all(c) && q.Filter.By != "rule" {
		q.Filter.By, q.Filter.Key = "", ""
	}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		found, total, err := cases(c.Context(), tx, q.Filter, s, [2]int{q.Limit, q.Offset})
		if err != nil {
			return err
		}
		out.Total = min(total, list.CountMax+1)
		out.Rows, err = d.visible(c, tx, found)
		return err
	})
	return out, err
}

// visible keeps the cases that the person may see.
func (d *Desk) visible(c *web.Ctx, tx *store.Tx, found []behind) (out []behind, err error) {
	// The policy decides case by case; what is left out was counted all the same.
	known := map[int64]*casework.Case{}
	for len(found) > 0 {
		some := found[:min(len(found), 1000)]
		found = found[len(some):]
		var ids []int64
		for _, b := range some {
			ids = append(ids, b.caseID)
		}
		l, err := d.Office().List(c.Context(), tx, worklist.Actor(c), casework.Filter{IDs: ids, PerPage: 1000, NoTitles: true})
		if err != nil {
			return nil, err
		}
		for _, k := range l.Cases {
			known[k.ID] = k
		}
		for _, b := range some {
			if b.k = known[b.caseID]; b.k != nil {
				out = append(out, b)
			}
		}
	}
	return out, nil
}
