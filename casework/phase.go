package casework

import "slices"

// A Phase is a stage of a procedure as its progress bar shows it.
type Phase struct {
	Title     string
	Done, Now bool
}

// Phases are the stages of the procedure, in the order in which the chart first names them; states
// between which the public sees no difference share one.
func (c *Chart) Phases() (out []string) {
	for _, s := range c.States {
		if s.Phase != "" && !slices.Contains(out, s.Phase) {
			out = append(out, s.Phase)
		}
	}
	return out
}

// Progress tells from the states that a case entered, in their order, which stages it has been
// through and where it is. What it jumped over is not done: whoever objects to not being accepted
// has never been examined. What lies before the first stage it entered was done elsewhere, before
// it was brought in.
func (c *Chart) Progress(entered []string) (out []Phase) {
	phases := c.Phases()
	been := make([]bool, len(phases))
	first, now := len(phases), -1
	for i, code := range entered {
		s := c.State(code)
		at := slices.Index(phases, s.Phase)
		// A case may end in any stage; the one that the chart gives to its last state is then only a name.
		if at < 0 || s.Final && i > 0 && !been[at] {
			continue
		}
		been[at], first, now = true, min(first, at), at
	}
	for i, title := range phases {
		out = append(out, Phase{Title: title, Done: i < now && (been[i] || i < first), Now: i == now})
	}
	return out
}
