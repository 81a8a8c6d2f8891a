package delegation

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Module returns the pages of the procedure.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "delegation", Routes: []web.Route{
		{Method: "GET", Pattern: "/delegation", Act: ActList, Handler: d.listPage},
		{Method: "GET", Pattern: "/delegation/{id}/file/{file}", Act: ActList, Handler: d.filePage},
		{Method: "GET", Pattern: "/entrustments", Public: true, Handler: d.publicPage},
	}}
}

// An allowance is what today's entrustments say of one act.
type allowance struct {
	act   Act
	by    []*Entrustment // in force today
	until calendar.Day   // of the one that lasts longest
	ready int            // officers who may act today under one of them
	why   error          // why nobody may, where none is in force
}

// allowances asks of every act whether it may be done today.
func (d *Desk) allowances(all []*Entrustment, on calendar.Day) (out []allowance) {
	for _, a := range d.Acts {
		x := allowance{act: a}
		_, x.why = d.cover(all, query{act: a.Code, on: on})
		x.by = keep(all, func(e *Entrustment) bool { _, ok := e.Term(on); return ok && slices.Contains(e.Acts, a.Code) })
		who := map[int64]bool{}
		for _, e := range x.by {
			x.until = max(x.until, e.End())
			for i := range e.Officers {
				if o := &e.Officers[i]; o.Valid(on) {
					who[o.Account] = true
				}
			}
		}
		x.ready = len(who)
		out = append(out, x)
	}
	return out
}

// overview reads the entrustments of the person's center, the latest first.
func (d *Desk) overview(c *web.Ctx) (all []*Entrustment, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err = d.all(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	slices.Reverse(all)
	return all, err
}

// listPage lists the entrustments of the center, and what may be done under them today.
func (d *Desk) listPage(c *web.Ctx) error {
	all, err := d.overview(c)
	if err != nil {
		return err
	}
	on := d.office.Today()
	t := web.Table{Title: c.T("委托", "Entrustments"), Head: []string{c.T("编号", "Number"), c.T("委托机关", "Authority"), c.T("委托书", "Document"), c.T("期限", "Term"), c.T("今日效力", "Today"), c.T("步骤", "Step"), c.T("可办理人员", "Officers")},
		Numbers: []int{6}, Empty: c.T("还没有登记执法委托。没有有效委托时，以委托机关名义办理的行为一律不放行。", "None yet. Without one nothing can be done in the name of an authority.")}
	for _, e := range all {
		term, ready := span(e.From, cmp.Or(e.Last(), e.Until)), "—"
		if _, now := e.Term(on); now {
			ready = strconv.Itoa(e.ready(on))
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: e.Own, Href: fmt.Sprintf("/case/%d", e.Case)}, {Text: e.Body}, {Text: dash(e.Number)}, {Text: term}, {Tag: standing(c, e, on)},
			{Tag: worklist.StateTag(c, d.chart, e.State)}, {Text: ready}})
	}
	c.Page = web.Page{Title: c.T("执法委托", "Entrustments"), At: "/delegation", Actions: []web.Link{{Href: "/entrustments", Label: c.T("公布页面", "Public page")}}}
	a := worklist.Actor(c)
	for _, move := range []string{"register", "draw"} {
		if m := d.chart.Move(move); d.office.MayOpen(a, d.chart, move) {
			c.Page.Actions = append(c.Page.Actions, web.Link{Href: "/open/delegation/" + move, Label: c.T(m.Title, m.English)})
		}
	}
	return c.Render("page-blocks", []web.Block{d.allowed(c, all, on), t})
}

// allowed shows what may be done today, and why not.
func (d *Desk) allowed(c *web.Ctx, all []*Entrustment, on calendar.Day) web.Table {
	t := web.Table{Title: fmt.Sprintf(c.T("今日（%s）可办的行为", "What may be done today (%s)"), on), Head: []string{c.T("行为", "Act"), c.T("委托机关", "Authority"), c.T("至", "Until"), c.T("可办理人员", "Officers"), c.T("说明", "Remark")},
		Numbers: []int{3}, Empty: c.T("没有需要执法委托的行为。", "No act needs an entrustment.")}
	for _, x := range d.allowances(all, on) {
		row := []web.Cell{{Text: c.Say(x.act.words())}, {Text: "—"}, {Text: "—"}, {Text: strconv.Itoa(x.ready)}, {Text: "—"}}
		if len(x.by) > 0 {
			var who []string
			for _, e := range x.by {
				who = append(who, e.Body)
			}
			slices.Sort(who)
			row[1], row[2] = web.Cell{Text: strings.Join(slices.Compact(who), c.T("；", "; "))}, web.Cell{Text: x.until.String()}
		}
		if x.why != nil {
			row[4] = web.Cell{Text: c.Say(c.Explain(x.why)), Over: true}
		} else if x.ready < 2 {
			row[4] = web.Cell{Text: c.T("证件有效的执法人员不足两人", "Fewer than two officers with a valid card"), Over: true}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// published reads what is public of the entrustments of all centers: those in force, those that were
// confirmed for a later day, and those that ended within a year.
func (d *Desk) published(c *web.Ctx) (now, ended []*Entrustment, err error) {
	on := d.office.Today()
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		centers, err := d.office.Centers(c.Context(), tx)
		if err != nil {
			return err
		}
		for _, ct := range centers {
			all, err := d.all(c.Context(), tx, ct.ID)
			if err != nil {
				return err
			}
			for _, e := range all {
				switch {
				case len(e.Terms) == 0:
				case e.End() >= on:
					now = append(now, e)
				case e.End() >= on-365:
					ended = append(ended, e)
				}
			}
		}
		return nil
	})
	return now, ended, err
}

// publicPage shows everybody in whose name the center acts, for what and by whom, as the law wants
// (行政处罚法第二十条第三款).
func (d *Desk) publicPage(c *web.Ctx) error {
	now, ended, err := d.published(c)
	if err != nil {
		return err
	}
	blocks := []web.Block{web.Notice{Tone: web.Blue, Title: c.T("本中心受下列机关委托，以委托机关的名义办理有关事项", "The center acts in the name of these authorities"),
		Text: c.T("本中心的行为后果由委托机关承担，受委托的事项不再委托他人。执法人员办理时应当出示执法证件，人数不少于两人；您可以据此核对。", "The authority answers for what the center does, and nothing is entrusted on. Officers come at least in pairs and show their cards; compare them with these lists.")}}
	if len(now) == 0 {
		blocks = append(blocks, web.Table{Title: c.T("有效的委托", "In force"), Head: []string{c.T("委托机关", "Authority")}, Empty: c.T("目前没有有效的执法委托。", "There is none at present.")})
	}
	on := d.office.Today()
	for i, e := range now {
		e.Next = Term{} // nothing that is not confirmed
		kv := d.summary(c, e)
		// Names stand in the rows: a heading has the language of the page.
		kv.Title = fmt.Sprintf(c.T("第 %d 份委托", "Entrustment %d"), i+1)
		kv.Rows = append([]web.KVRow{{Label: c.T("效力", "Standing"), Tag: standing(c, e, on)}}, kv.Rows...)
		acts, people := d.actTable(c, e), d.people(c, e)
		acts.Title, people.Title = fmt.Sprintf(c.T("第 %d 份委托的行为", "Acts of entrustment %d"), i+1), fmt.Sprintf(c.T("第 %d 份委托的执法人员", "Officers of entrustment %d"), i+1)
		people.Rows = slices.DeleteFunc(people.Rows, func(r []web.Cell) bool { return r[4].Tag.Text == c.T("已退出", "Left") })
		blocks = append(blocks, kv, acts, people)
	}
	t := web.Table{Title: c.T("近一年内终止的委托", "Ended within a year"), Head: []string{c.T("委托机关", "Authority"), c.T("委托书", "Document"), c.T("期限", "Term"), c.T("终止", "Ended")}, Empty: c.T("没有。", "None.")}
	for _, e := range ended {
		t.Rows = append(t.Rows, []web.Cell{{Text: e.Body}, {Text: e.Number}, {Text: span(e.Terms[0].From, e.Last())}, {Tag: standing(c, e, on)}})
	}
	c.Page = web.Page{Title: c.T("执法委托公布", "Entrustments"), NoMark: true}
	return c.Render("page-blocks", append(blocks, t))
}

// confirmed counts the entrustments that hold on a day.
func confirmed(all []*Entrustment, on calendar.Day) (cases []int64) {
	for _, e := range all {
		if _, ok := e.Term(on); ok {
			cases = append(cases, e.Case)
		}
	}
	return cases
}
