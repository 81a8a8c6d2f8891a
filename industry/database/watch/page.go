package watch

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
)

func states() []choice {
	return []choice{{fresh, web.Text{"未查看", "New"}}, {seen, web.Text{"已查看", "Seen"}}, {handled, web.Text{"已处理", "Handled"}}, {dismissed, web.Text{"不予处理", "Dismissed"}}}
}

// stateTag shows the state of a warning.
func stateTag(c *web.Ctx, state string) web.Tag {
	return web.Tag{Tone: map[string]web.Tone{fresh: web.Amber, seen: web.Blue, handled: web.Green, dismissed: web.Grey}[state], Text: c.Say(named(states(), state))}
}

// list describes the warnings as a list.
func (d *Desk) list() *list.List[filter, *Warning] {
	col := func(key, zh, en string, cell func(*web.Ctx, *Warning) web.Cell) list.Column[*Warning] {
		return list.Column[*Warning]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	what := col("what", "预警", "Warning", func(c *web.Ctx, w *Warning) web.Cell {
		return web.Cell{Text: c.Say(causeTitle(w.Cause)), Href: path + "/" + text(w.ID), Sub: under(w)}
	})
	what.Fixed, what.Brief = true, true
	level := col("level", "级别", "Level", func(c *web.Ctx, w *Warning) web.Cell { return web.Cell{Tag: levelTag(c, w.Level)} })
	level.Sort, level.Filter, level.Brief, level.Tight = true, "level", true, true
	at := col("at", "预警时间", "Warned at", func(_ *web.Ctx, w *Warning) web.Cell { return web.Cell{Text: web.When(w.At)} })
	at.Sort, at.Tight = true, true
	day := col("day", "事由日期", "Day of the cause", func(_ *web.Ctx, w *Warning) web.Cell { return web.Cell{Text: w.Day.String()} })
	day.Sort, day.Tight = true, true
	// The newest first; the level can be sorted and filtered by.
	return list.New(list.Spec[filter, *Warning]{Name: "watch.warnings", Path: path, Act: ActSee, Title: web.Text{"监视与预警", "Watches and warnings"}, Unit: web.Text{"条", "warnings"}, Sort: "-at",
		Columns: []list.Column[*Warning]{level, what,
			col("why", "数据", "Numbers", func(c *web.Ctx, w *Warning) web.Cell { return web.Cell{Text: reason(c, w)} }),
			col("watch", "监视项目", "Watch", func(_ *web.Ctx, w *Warning) web.Cell {
				return web.Cell{Text: w.WatchTitle, Href: home + "/" + text(w.Watch)}
			}),
			col("state", "状态", "State", func(c *web.Ctx, w *Warning) web.Cell { return web.Cell{Tag: stateTag(c, w.State)} }), day, at},
		Load: d.load, Options: d.options, Above: d.age,
		Actions: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: home, Label: c.T("监视项目", "Watches")}, {Href: home + "/new", Label: c.T("新建监视", "New watch")}}
		},
		Empty: web.Text{"没有符合条件的预警。没有预警不表示没有变化，请看上方数据是否有效、监视项目是否在用。", "No warning fits. That there is none does not mean that nothing changed: see above whether the data is fresh."}})
}

// under is the document of a warning, in small.
func under(w *Warning) []string {
	if w.Number == "" {
		return nil
	}
	return []string{w.Number + " " + w.Title}
}

// options fills the choices of the filter.
func (d *Desk) options(c *web.Ctx, f *form.Form) error {
	return d.read(c, func(tx *store.Tx, center int64) error {
		ws, err := d.watches(c.Context(), tx, center, `1 = 1 ORDER BY title, id LIMIT 500`)
		var out []form.Option
		for _, w := range ws {
			out = append(out, form.Option{Value: text(w.ID), Label: web.Text{w.Title, w.Title}})
		}
		f.Options("watch", out)
		return err
	})
}

// load reads a page.
func (d *Desk) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[*Warning], err error) {
	// Anything else would be a column that the page does not have.
	order := map[string]string{"level": "g.level", "day": "g.day"}[q.Sort]
	if order == "" {
		order = "g.at"
	}
	if q.Desc {
		order += " DESC"
	}
	err = d.read(c, func(tx *store.Tx, _ int64) error {
		out.Rows, out.Total, err = warnings(c.Context(), tx, worklist.Actor(c), asked{q.Filter, order + ", g.id DESC", q.Offset, q.Limit})
		return err
	})
	return out, err
}

// age says how old the data is against which the watches stand, and whether all of it was looked at.
func (d *Desk) age(c *web.Ctx) ([]web.Block, error) {
	center := worklist.Actor(c).Center
	state, err := d.Holding.State(c.Context(), center)
	if err != nil {
		return nil, err
	}
	intake := []web.Link{{Href: "/intake", Label: c.T("文献导入", "Import documents")}}
	if state.Documents == 0 {
		return []web.Block{web.Notice{Tone: web.Red, Title: c.T("文献库是空的，监视没有在工作", "The collection is empty: nothing is being watched"), Text: c.T("请先导入已公布的专利文献；没有预警不表示没有变化。", "Import published documents first; that there is no warning says nothing."), Links: intake}}, nil
	}
	var at progress
	if err := d.read(c, func(tx *store.Tx, center int64) error {
		at, err = progressOf(c.Context(), tx, center)
		return err
	}); err != nil {
		return nil, err
	}
	feeds, err := d.Feeds(c.Context(), center)
	if err != nil {
		return nil, err
	}
	// Each source has its own age: one that is fresh says nothing of the others.
	var ages, bad []string
	for _, f := range feeds {
		switch {
		case f.AsOf.IsZero():
			bad = append(bad, fmt.Sprintf(c.T("%s：没有数据", "%s: empty"), f.Source))
		case f.Stale:
			bad = append(bad, fmt.Sprintf(c.T("%s：截至 %s，已过期", "%s: up to %s, out of date"), f.Source, f.AsOf))
		default:
			ages = append(ages, fmt.Sprintf(c.T("%s：截至 %s", "%s: up to %s"), f.Source, f.AsOf))
		}
	}
	slices.Sort(ages)
	slices.Sort(bad)
	n := web.Notice{Tone: web.Green, Title: c.T("监视所依据的数据", "The data that is watched"), Text: strings.Join(append(bad, ages...), c.T("；", "; "))}
	if at.at.IsZero() {
		n.Text += c.T("。尚未比对", ". Not compared yet")
	} else {
		n.Text += fmt.Sprintf(c.T("。最近比对 %s", ". Last compared %s"), web.When(at.at))
	}
	if left := state.Change - at.change; left > 0 {
		n.Text += fmt.Sprintf(c.T("，还有 %d 处变动待比对", ", %d changes still to compare"), left)
		n.Tone = web.Amber
	}
	if len(bad) > 0 || len(feeds) == 0 {
		n.Tone, n.Links = web.Amber, intake
		n.Title = c.T("部分数据过期或者没有数据，其变化不会预警", "Some data is out of date: its changes are not warned of")
	}
	// Nothing at all is fresh.
	if len(feeds) > 0 && len(ages) == 0 {
		n.Tone = web.Red
	}
	return []web.Block{n}, nil
}

// reason is what a warning rests on, with its numbers.
func reason(c *web.Ctx, w *Warning) string {
	f := w.Facts
	switch w.Cause {
	case Publication:
		return fmt.Sprintf(c.T("%s 公开", "published on %s"), w.Day)
	case Grant:
		return fmt.Sprintf(c.T("%s 授权公告", "granted on %s"), w.Day)
	case Term:
		return fmt.Sprintf(c.T("保护期至 %s，预警时还有 %d 天（不多于 %d 天即预警）", "the term ends on %s, %d days ahead (warned of at %d)"), w.Day, f.Days, f.Limit)
	case Fee:
		return fmt.Sprintf(c.T("第 %d 年度年费应在 %s 前缴纳，预警时还有 %d 天（不多于 %d 天即预警）；逾期可在 %s 前补缴并加付滞纳金（专利法实施细则第一百一十五条）。是否已缴不在数据之内",
			"the fee of year %d is due by %s, %d days ahead (warned of at %d); with a surcharge by %s (Implementing Regulations of the Patent Law, article 115). Whether it was paid is not in the data"), f.Year, w.Day, f.Days, f.Limit, f.Late)
	case Burst:
		// The mean is shown as it was compared, over twelve months.
		mean := float64(f.Total) / 12
		return fmt.Sprintf(c.T("%s 公开 %d 件，此前十二个月平均 %.1f 件，为其 %d%%（达到 %d%% 即预警）", "%s: %d published, against a mean of %.1f in the twelve months before: %d%% (warned of from %d%%)"), f.Month, f.Count, mean, f.Percent, f.Limit)
	case Share:
		return fmt.Sprintf(c.T("%s：自 %s 起十二个月公开 %d 件中占 %d 件，%d%%（达到 %d%% 即预警）", "%s: from %s on, of %d published in twelve months %d, %d%% (warned of from %d%%)"), f.Holder, f.Month, f.Total, f.Count, f.Percent, f.Limit)
	}
	out := w.Day.String()
	if f.From != "" || f.To != "" {
		out += fmt.Sprintf(" %s → %s", or(f.From), or(f.To))
	}
	return out
}

// or is a dash where nothing is known.
func or(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
