package outage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Hooks returns what the procedure adds to the shared pages.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review}
}

// options offers the terms that ended on a day of the outage.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	switch move {
	case "assign":
		if err := d.fresh(c, tx, f); err != nil {
			return err
		}
		return d.offered(c, tx, k, f, func(a *Arrival) bool { return a.Target == 0 })
	case "compare":
		return d.offered(c, tx, k, f, func(a *Arrival) bool { return a.Target != 0 })
	case "judge":
		return d.offered(c, tx, k, f, func(a *Arrival) bool { return a.Again != nil && !a.Again.Whole() && a.Again.Decision != OnlySame })
	}
	if move != "extend" {
		return nil
	}
	all, err := d.termsOf(c, tx, k)
	var out []form.Option
	for _, t := range all {
		whose, whoseEN := "中心的期限", "of the center"
		if t.Rule.Party {
			whose, whoseEN = "当事人的期限", "of the party"
		}
		no := numbered(t.Number)
		out = append(out, form.Option{Value: t.code(), Label: web.Text{fmt.Sprintf("%s %s（%s）%s → %s", no[0], t.Rule.Title, whose, t.Due, t.Moved),
			fmt.Sprintf("%s %s (%s) %s → %s", no[1], t.Rule.English, whoseEN, t.Due, t.Moved)}})
	}
	f.Options("clocks", out)
	return err
}

// offered are the arrivals of an outage that fit a move.
func (d *Desk) offered(c *web.Ctx, tx *store.Tx, k *casework.Case, f *form.Form, fits func(*Arrival) bool) error {
	all, err := d.arrivals(c.Context(), tx, `case_id = $1 AND +center_id = $2`, k.ID, k.Center)
	var out []form.Option
	for _, a := range all {
		if !fits(a) {
			continue
		}
		label := a.Number + " " + written(a.Received)
		out = append(out, form.Option{Value: strconv.FormatInt(a.ID, 10), Label: web.Text{label, label}})
	}
	f.Options("arrival", out)
	return err
}

// termsOf lists the terms that the outage of a case concerns.
func (d *Desk) termsOf(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]Term, error) {
	o, err := one(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	return d.terms(c.Context(), tx, o)
}

// prefill offers the time as it is recorded, and the terms that the center itself set for parties as those to
// move. Those of a law, such as the time to go to court, are listed and chosen by whoever knows the article.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	switch move {
	case "verify":
		o, err := one(c.Context(), tx, k.ID)
		if err != nil {
			return nil, err
		}
		return Verify{Window{written(o.Since), written(o.Until)}, o.Cause}, nil
	case "assign":
		return Assign{Arrival: c.Query("arrival")}, nil
	case "compare":
		return Compare{Arrival: c.Query("arrival")}, nil
	case "judge":
		return Judge{Arrival: c.Query("arrival")}, nil
	case "extend":
		all, err := d.termsOf(c, tx, k)
		in := Extend{}
		for _, t := range all {
			if t.Rule.Party && own(t.Rule) {
				in.Clocks = append(in.Clocks, t.code())
			}
		}
		return in, err
	}
	return nil, nil
}

// review shows what the decision is about.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if move == "judge" {
		return d.differences(c, tx, k)
	}
	if !slices.Contains([]string{"extend", "keep", "announce"}, move) {
		return nil, nil
	}
	return d.blocks(c, tx, k)
}

// differences shows file by file what is to be decided on, under the case of each.
func (d *Desk) differences(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []web.Block, err error) {
	all, err := d.arrivals(c.Context(), tx, `case_id = $1 AND +center_id = $2`, k.ID, k.Center)
	for _, a := range all {
		if w := a.Again.word(); w != standDiffers && w != standRefile {
			continue
		}
		target, err := d.office.Get(c.Context(), tx, casework.Robot(k.Center), a.Target)
		if err != nil {
			return nil, err
		}
		no := c.Say(numbered(target.Number))
		n := web.Notice{Tone: web.Blue, Title: fmt.Sprintf(c.T("应急件 %s，收到时间 %s，所属案件 %s", "Filing %s, received %s, of case %s"), a.Number, written(a.Received), no),
			Links: []web.Link{{Href: fmt.Sprintf("/case/%d", a.Target), Label: c.T("打开案件 ", "Open case ") + no}}}
		out = append(append(out, n), againBlocks(c, a, d.office.Policy.May(worklist.Actor(c).Subject, casework.ActText, target.Object()))...)
	}
	return out, err
}

// extra shows the outage, what the rule of the center says of it, and the terms concerned.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	if x.Main, err = d.blocks(c, tx, k); err != nil {
		return x, err
	}
	all, err := d.arrivals(c.Context(), tx, `case_id = $1 AND +center_id = $2`, k.ID, k.Center)
	if err != nil || len(all) == 0 {
		return x, err
	}
	s := stock{arrivals: all, numbers: map[int64]string{k.ID: k.Number}}
	for _, a := range all {
		if a.Target != 0 && s.numbers[a.Target] == "" {
			if s.numbers[a.Target], err = d.office.NumberOf(c.Context(), tx, k.Center, a.Target); err != nil {
				return x, err
			}
		}
	}
	t := arrivalTable(c, s)
	t.Title = c.T("收到的应急件", "Contingency filings received")
	for _, at := range []int{4, 2} { // the outage is the page itself, and its history says when each was taken in
		t.Head = slices.Delete(t.Head, at, at+1)
		for i := range t.Rows {
			t.Rows[i] = slices.Delete(t.Rows[i], at, at+1)
		}
	}
	x.Main = append(x.Main, t)
	return x, nil
}

// blocks are the outage, what is proposed for each of its days, and the terms.
func (d *Desk) blocks(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]web.Block, error) {
	o, err := one(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	kv := web.KV{Title: c.T("中断", "The outage")}
	kv.Add(c.T("时间", "Time"), between(written(o.Since), written(o.Until))).Add(c.T("发现方式", "Noticed by"), source(c, o.Source)).Add(c.T("原因", "Cause"), dash(o.Cause)).
		Add(c.T("顺延的依据", "Basis"), dash(o.Basis))
	out := []web.Block{kv}
	for _, day := range o.days() {
		f, err := d.finding(c.Context(), tx, o.Center, day)
		if err != nil {
			return nil, err
		}
		out = append(out, proposal(c, f))
	}
	if !k.Open() || k.State == Decided {
		t, err := d.movedTable(c, tx, o)
		return append(out, t), err
	}
	all, err := d.terms(c.Context(), tx, o)
	return append(out, termTable(c, all)), err
}

// proposal says what the rule of the center makes of one day, and what it is not.
func proposal(c *web.Ctx, f Finding) web.Notice {
	n := web.Notice{Tone: web.Blue, Title: fmt.Sprintf(c.T("%s：未达到建议顺延的标准", "%s: moving is not proposed"), f.Day)}
	if f.Proposed() {
		n.Tone, n.Title = web.Amber, fmt.Sprintf(c.T("%s：建议顺延至下一个工作日", "%s: moving to the next working day is proposed"), f.Day)
	}
	n.Text = fmt.Sprintf(c.T("当日中断共 %d 分钟（标准 %d 分钟），24时前 %d 分钟内中断 %d 分钟。标准是本中心的配置；系统中断是否顺延法定期限由法律规定，由主任决定哪些期限顺延、依据是什么。",
		"Down for %d minutes that day (mark: %d), in the last %d minutes before 24:00 for %d. The mark is a setting of the center; whether an outage moves a term of the law is for the law to say, and the director decides which terms move and on which basis."), f.Down, f.Limit, f.Late, f.Last)
	return n
}

// termTable lists the terms on which somebody has to decide.
func termTable(c *web.Ctx, all []Term) web.Table {
	t := web.Table{Title: c.T("中断当日届满、尚未完成的期限", "Terms that ended on those days and are not met"), Head: []string{c.T("案件", "Case"), c.T("业务", "Procedure"), c.T("期限", "Term"), c.T("对象", "Whose"), c.T("期限的依据", "Basis of the term"), c.T("届满日", "Ends"), c.T("可顺延至", "Would move to")},
		Empty: c.T("没有期限在中断当日届满。", "No term ended on those days.")}
	for _, x := range all {
		whose := c.T("中心", "Center")
		if x.Rule.Party {
			whose = c.T("当事人", "Party")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(numbered(x.Number)), Href: "/case/" + strconv.FormatInt(x.Case, 10)}, {Text: c.T(x.Chart.Title, x.Chart.English)}, {Text: c.T(x.Rule.Title, x.Rule.English)}, {Text: whose}, {Text: basisOf(c, x.Rule)}, {Text: x.Due.String()}, {Text: x.Moved.String()}})
	}
	return t
}

// movedTable lists what was decided on.
func (d *Desk) movedTable(c *web.Ctx, tx *store.Tx, o *Outage) (t web.Table, err error) {
	t = web.Table{Title: c.T("决定顺延的期限", "Terms that move"), Head: []string{c.T("案件", "Case"), c.T("期限", "Term"), c.T("原届满日", "Ended"), c.T("顺延至", "Moved to")}, Empty: c.T("没有期限顺延。", "No term moves.")}
	all, err := chosen(c.Context(), tx, o.Case)
	if err != nil {
		return t, err
	}
	for _, x := range all {
		l, err := d.office.List(c.Context(), tx, casework.Robot(o.Center), casework.Filter{IDs: []int64{x.Case}, NoTitles: true})
		if err != nil {
			return t, err
		}
		for _, k := range l.Cases {
			name := web.Text{x.Clock, x.Clock}
			for _, r := range d.office.ChartOf(k.Chart).Clocks {
				if r.Code == x.Clock {
					name = web.Text{r.Title, r.English}
				}
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(numbered(k.Number)), Href: "/case/" + strconv.FormatInt(k.ID, 10)}, {Text: c.Say(name)}, {Text: x.Due.String()}, {Text: x.Moved.String()}})
		}
	}
	return t, nil
}

// source says who noticed an outage.
func source(c *web.Ctx, code string) string {
	switch code {
	case Platform:
		return c.T("平台自测（每 15 秒一次写入）", "the platform itself (a write every 15 seconds)")
	case Prober:
		return c.T("外部探测", "a probe outside")
	}
	return c.T("人工登记", "a person")
}

// basisOf says whose rule a term is.
func basisOf(c *web.Ctx, r *casework.ClockRule) string {
	if own(r) {
		return c.T("本中心规定", "rule of the center")
	}
	var all []string
	for _, b := range r.Basis {
		all = append(all, b.String())
	}
	return strings.Join(all, c.T("；", "; "))
}

// numbered is the number of a case, or words where it has none yet.
func numbered(no string) web.Text {
	if no == "" {
		return web.Text{"（尚未编号）", "(no number yet)"}
	}
	return web.Text{no, no}
}

// dash stands for what is not there.
func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
