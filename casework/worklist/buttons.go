package worklist

import (
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/internal/web"
)

// buttons are the moves as links: what destroys stands last, and the first that leads on is the main one.
func buttons(c *web.Ctx, chart *casework.Chart, moves []*casework.Move, k *casework.Case) []web.Link {
	var on, danger []web.Link
	main := onward(chart, moves, k)
	for _, m := range moves {
		l := web.Link{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, m.Code), Label: c.T(m.Title, m.English)}
		switch {
		case m.Quiet:
		case m.Danger:
			l.Tone = web.Red
			danger = append(danger, l)
		default:
			if m == main {
				l.Tone = web.Blue
			}
			on = append(on, l)
		}
	}
	return append(on, danger...)
}

// onward is the move that is made most often now, nil where none leads to another state: the first to a later
// station of the procedure, before those that go back or stop a term.
func onward(chart *casework.Chart, moves []*casework.Move, k *casework.Case) (first *casework.Move) {
	at := func(state string) int {
		return slices.IndexFunc(chart.States, func(s casework.State) bool { return s.Code == state })
	}
	for _, m := range moves {
		if m.Quiet || m.Danger || m.To[0] == casework.Stay {
			continue
		}
		if !m.Terms && at(m.To[0]) > at(k.State) {
			return m
		}
		if first == nil {
			first = m
		}
	}
	return first
}
