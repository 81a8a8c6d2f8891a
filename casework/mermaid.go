package casework

import (
	"fmt"
	"strings"
)

// Mermaid draws the chart for the documentation: states, moves, who makes them.
func (c *Chart) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range c.States {
		fmt.Fprintf(&b, "    state %q as %s\n", s.Title, s.Code)
	}
	for i := range c.Moves {
		m := &c.Moves[i]
		var who []string
		for _, r := range m.By {
			who = append(who, r.Info().Title)
		}
		label := m.Title + "（" + strings.Join(who, "、") + "）"
		from := m.From
		if m.Opens() {
			from = []string{"[*]"}
		}
		for _, f := range from {
			for _, t := range m.To {
				if t != Stay {
					fmt.Fprintf(&b, "    %s --> %s : %s\n", f, t, label)
				}
			}
		}
	}
	for _, s := range c.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", s.Code)
		}
	}
	return b.String()
}
