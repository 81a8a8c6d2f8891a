package outage

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// Hold has steps of other procedures wait while it is open what of a contingency filing was filed again, because
// they rest on the day on which it was received. steps are their codes by chart. The steps of the party are never
// held: filing again is one of them.
func (d *Desk) Hold(charts []*casework.Chart, steps map[string][]string) []*casework.Chart {
	for _, k := range charts {
		for _, code := range steps[k.Code] {
			m := k.Move(code)
			if m == nil {
				panic(fmt.Sprintf("%s has no step %s to be held", k.Code, code)) // a mistake of the program
			}
			run := m.Do.Run
			m.Do.Run = func(s *casework.Step, in any) error {
				if err := d.settled(s.Ctx, s.Tx, s.Case, s.Move); err != nil {
					return err
				}
				return run(s, in)
			}
		}
	}
	d.resting = steps
	return charts
}

// of lists the arrivals that belong to a case.
func (d *Desk) of(ctx context.Context, tx *store.Tx, k *casework.Case) ([]*Arrival, error) {
	return d.arrivals(ctx, tx, `target_id = $1 AND +center_id = $2`, k.ID, k.Center)
}

// settled refuses a step while it is open from when what was filed counts.
func (d *Desk) settled(ctx context.Context, tx *store.Tx, k *casework.Case, m *casework.Move) (err error) {
	defer fault.Wrap(&err, "filings received during an outage")
	all, err := d.of(ctx, tx, k)
	for _, a := range all {
		files, e := d.refiled(ctx, tx, a)
		if e != nil {
			return e
		}
		if err := d.standing(ctx, tx, a, seenOf(files), m); err != nil {
			return err
		}
	}
	return err
}

// standing says why an arrival holds a step up; nil where it does not. Where nothing was filed again, no date is
// taken from the receipt.
func (d *Desk) standing(ctx context.Context, tx *store.Tx, a *Arrival, seen string, m *casework.Move) error {
	x := a.Again
	if seen == seenOf(nil) || x != nil && (x.Whole() || x.Seen == seen && x.Decision == OnlySame) {
		return nil
	}
	no, err := d.office.NumberOf(ctx, tx, a.Center, a.Case)
	switch {
	case err != nil:
		return err
	case x == nil || x.Seen != seen:
		return fault.New(fault.Conflict, "outage.comparing", "应急件 %s 与补办的文件正在自动核对，一般一分钟内完成，完成之前不能办理“%s”；请稍后再办，或者在中断 %s 的页面点“核对补办的文件”", a.Number, m.Words(), no)
	case x.Decision == Refile:
		return fault.New(fault.Conflict, "outage.refiling", "应急件 %s 与补办的文件不一致，负责人已请当事人按收到的文件补办，尚未一致，不能办理“%s”；请等待当事人补办，或者请负责人在中断 %s 的页面改作决定", a.Number, m.Words(), no)
	}
	return fault.New(fault.Conflict, "outage.undecided", "应急件 %s（收到时间 %s）与补办的文件不一致，哪些以回执时间为收到时间尚未决定，不能办理“%s”；请负责人在中断 %s 的页面“决定补办的差异”后再办", a.Number, written(a.Received), m.Words(), no)
}

// tell lets the party of the case know that something was decided for it to read.
func (d *Desk) tell(s *casework.Step, a *Arrival) error {
	if d.office.Tell == nil {
		return nil
	}
	k, err := d.office.Get(s.Ctx, s.Tx, casework.Robot(a.Center), a.Target)
	if err != nil {
		return err
	}
	n := casework.Notification{Center: k.Center, Party: k.Owner, Case: k.ID, Number: k.Number, Kind: casework.NoticeReminder}
	if k.Agent != 0 {
		n.Party = k.Agent
	}
	return d.office.Tell(s.Ctx, s.Tx, n)
}

// holding shows above the form of a step that waits what it waits for, before anything is filled in.
func (d *Desk) holding(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if !slices.Contains(d.resting[k.Chart], move) {
		return nil, nil
	}
	err := d.settled(c.Context(), tx, k, d.office.ChartOf(k.Chart).Move(move))
	if fault.KindOf(err) != fault.Conflict {
		return nil, err
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: c.T("暂不能办理", "Not yet"), Text: c.Say(c.Explain(err))}}, nil
}

// Duties lists what waits for whoever assigns arrivals and decides on differences; it stands above the work of
// that person.
func (d *Desk) Duties(c *web.Ctx) (out []web.Block, err error) {
	a := worklist.Actor(c)
	if !d.office.Policy.Ever(a.Subject, d.chart.Act("judge")) {
		return nil, nil
	}
	t := web.Table{Title: c.T("应急件：等您办理", "Contingency filings that wait for you"), Head: []string{c.T("事项", "What"), c.T("回执编号", "Receipt"), c.T("收到时间（回执）", "Received (receipt)"), c.T("所属案件", "Case"), c.T("办理", "Act")}}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		n, err := waits(c.Context(), tx, a.Center)
		if err != nil || n == 0 {
			return err
		}
		all, err := d.arrivals(c.Context(), tx, fmt.Sprintf(`id IN (SELECT id FROM outage_arrival WHERE %s ORDER BY received_at, id LIMIT %d)`, waiting, shownDuties), a.Center, standDiffers)
		for _, x := range all {
			what, move, target := c.T("归入案件", "Assign"), "assign", web.Cell{Text: "—"}
			if x.Target != 0 {
				no, err := d.office.NumberOf(c.Context(), tx, a.Center, x.Target)
				if err != nil {
					return err
				}
				what, move, target = c.T("决定补办的差异", "Decide on a difference"), "judge", web.Cell{Text: c.Say(numbered(no)), Href: fmt.Sprintf("/case/%d", x.Target)}
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: what}, {Text: x.Number}, {Text: written(x.Received)}, target, {Text: c.T("办理 ", "Open ") + x.Number, Href: fmt.Sprintf("/case/%d/move/%s?arrival=%d", x.Case, move, x.ID)}})
		}
		if more := n - len(t.Rows); more > 0 {
			t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("另有 %d 份", "%d more"), more), Href: "/outage/arrivals"}, {}, {}, {}, {}})
		}
		return err
	})
	if err != nil || len(t.Rows) == 0 {
		return nil, err
	}
	return []web.Block{t}, nil
}

// shownDuties is how many arrivals are listed above somebody's work.
const shownDuties = 5

// waiting is the condition of the arrivals with which a head has something to do.
const waiting = `center_id = $1 AND standing = $2 OR center_id = $1 AND target_id = CAST(0 AS BIGINT)`

// waits counts them.
func waits(ctx context.Context, tx *store.Tx, center int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM outage_arrival WHERE `+waiting, center, standDiffers).Scan(&n)
	return n, err
}

// Undone counts what Duties lists, for the menu; -1 for whom nothing waits.
func (d *Desk) Undone(c *web.Ctx) (n int, err error) {
	a := worklist.Actor(c)
	if !d.office.Policy.Ever(a.Subject, d.chart.Act("judge")) {
		return -1, nil
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		n, err = waits(c.Context(), tx, a.Center)
		return err
	})
	return n, err
}
