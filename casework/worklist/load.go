package worklist

import (
	"net/url"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// above is what stands over the list: the workload for those who distribute the work, and the
// button with which those who share a queue take the next case.
func (p *Pages) above(c *web.Ctx) ([]web.Block, error) {
	a := Actor(c)
	var out []web.Block
	if p.Waiting != nil {
		more, err := p.Waiting(c)
		if err != nil {
			return nil, err
		}
		out = more
	}
	if a.Is(casework.Head) || a.Is(casework.Director) {
		strip, err := p.workload(c)
		if err != nil {
			return nil, err
		}
		out = append(out, strip)
	}
	if p.Office.Shares(a) {
		out = append(out, takeBlock{c})
	}
	return out, nil
}

// workload is the strip with one line per person (工作量). Each number leads to exactly the
// cases that it counts.
func (p *Pages) workload(c *web.Ctx) (t web.Table, err error) {
	a := Actor(c)
	t = web.Table{Title: c.T("各人工作量", "Workload"), Head: []string{c.T("经办人", "Handler"), c.T("在办", "Open"), c.T("已超期", "Overdue"), c.T("今日到期", "Due today")},
		Numbers: []int{1, 2, 3}, Empty: c.T("还没有分派到人的案件。", "No case has been given to anybody yet.")}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		// One statement for all people, so that the lines belong to the same moment.
		work, err := p.Office.Workload(c.Context(), tx, a)
		if err != nil {
			return err
		}
		var ids []int64
		for _, w := range work {
			ids = append(ids, w.Account)
		}
		names, err := p.Accounts(c.Context(), tx, p.Office.Policy.Reach(a.Subject, casework.ActSee), ids)
		if err != nil {
			return err
		}
		// The list can be narrowed only to people of today's staff; who has left is still named,
		// because the cases have to go to somebody, but without links.
		staff, err := p.Staff(c.Context(), tx, a.Center)
		known := map[string]bool{}
		for _, s := range staff {
			known[s.Value] = true
		}
		for _, w := range work {
			// What nobody handles yet stands in the shared queues and is not anybody's load.
			if w.Account != 0 {
				t.Rows = append(t.Rows, workRow(w, names[w.Account], known))
			}
		}
		return err
	})
	return t, err
}

// workRow is the line of one person. What is not there has no link, because an empty list says
// nothing more than 0.
func workRow(w casework.Work, name string, known map[string]bool) []web.Cell {
	id := strconv.FormatInt(w.Account, 10)
	cell := func(view string, n int) web.Cell {
		out := web.Cell{Text: strconv.Itoa(n)}
		if n > 0 && known[id] {
			out.Href = "/work?" + url.Values{"view": {view}, "handler": {id}}.Encode()
		}
		return out
	}
	late, today := cell("late", w.Overdue), cell("due", w.DueToday)
	late.Over, today.Soon = w.Overdue > 0, w.DueToday > 0
	if name == "" {
		name = id
	}
	return []web.Cell{{Text: name}, cell("open", w.Open), late, today}
}
