package draft

import (
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
)

// Coming are the moves that can be made in a state of a chart or in one that can follow it.
func Coming(chart *casework.Chart, state string) map[string]bool {
	moves, seen := map[string]bool{}, map[string]bool{}
	for next := []string{state}; len(next) > 0; next = next[1:] {
		if seen[next[0]] {
			continue
		}
		seen[next[0]] = true
		for _, m := range chart.Moves {
			if slices.Contains(m.From, next[0]) {
				moves[m.Code] = true
				next = append(next, m.To...)
			}
		}
	}
	return moves
}

// Issuer is the move in whose course the paper is issued, or the signature. Empty where the template names
// a move that the chart does not have.
func (t *Template) Issuer(chart *casework.Chart) string {
	if !t.Ahead() {
		return MoveIssue
	}
	for _, m := range chart.Moves {
		if m.Title == t.By[0] {
			return m.Code
		}
	}
	return ""
}

// End ends the drafts of a case that ends: those that were made ahead for a step which cannot come any
// more. The event names them, and each says why. Letters can still be signed.
func (d *Desk) End(s *casework.Step) error {
	p := d.procedures[s.Chart.Code]
	if p == nil {
		return nil
	}
	all, err := In(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	coming := Coming(s.Chart, s.Case.State)
	var names fault.List
	for _, x := range all {
		i := slices.IndexFunc(p.Templates, func(t Template) bool { return t.Code == x.Template && t.Version == x.Form })
		if !x.Open() || i < 0 || !p.Templates[i].Ahead() || coming[p.Templates[i].Issuer(s.Chart)] {
			continue
		}
		t := &p.Templates[i]
		x.State, x.note = Ended, s.Key().Seal(aad(x.ID, 0), []byte(fault.Say("案件已转为“%s”，“%s”不会再办理，草稿随案作废", s.Chart.State(s.Case.State).Words(), t.By).String()))
		if err := put(s, x); err != nil {
			return err
		}
		names = append(names, t.Name)
	}
	if len(names) > 0 {
		s.Note("void", fault.Say("随案作废的文书草稿：%s", names).String())
	}
	return nil
}
