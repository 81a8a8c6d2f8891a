package worklist

import (
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
)

// Stash keeps filters, and what a bulk act can be taken back to, for their author alone.
func (p *Pages) Stash() list.Stash { return (*stash)(p) }

// Key names a case in a bulk act: by its number, or by its id while it has none.
func Key(k *casework.Case) string { return rowKey(row{k: k}) }

// Offers are what the person may do at once with a case that a list shows: the moves that can be made
// in bulk, reminding the party, and the pages of the moves by which a term is lengthened or goes on. What the
// policy does not allow is not among them.
func (p *Pages) Offers(c *web.Ctx, k *casework.Case, reminded bool) (out []list.RowAct) {
	a, chart := Actor(c), p.Office.ChartOf(k.Chart)
	allowed, still := p.Office.Allowed(a, k), slices.Contains(chart.Stills(), k.State)
	for _, b := range p.Hooks[k.Chart].Bulk {
		for _, m := range allowed {
			if m.Code == b.Move {
				out = append(out, list.RowAct{Bulk: chart.Act(m.Code), Label: c.T(m.Title, m.English)})
			}
		}
	}
	if p.Office.Tell != nil && !reminded && p.Office.MayRemind(a, k) == nil {
		out = append(out, list.RowAct{Bulk: "remind", Label: c.T("催办", "Remind")})
	}
	for _, m := range allowed {
		// Where the clocks stand still, to let them run again is what can be done about them.
		if (m.Terms || still && chart.Weighs(m)) && !m.Quiet && !m.Danger {
			out = append(out, list.RowAct{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code), Label: c.T(m.Title, m.English)})
		}
	}
	return out
}
