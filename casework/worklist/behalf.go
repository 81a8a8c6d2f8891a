package worklist

import (
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Behalf offers to whoever makes a party's move at the counter the parties for which it can be made.
// A party itself is not asked: the fields are left out of its form.
func Behalf(c *web.Ctx, tx *store.Tx, p *Pages, k *casework.Case, move string, f *form.Form) error {
	if Actor(c).Party != 0 {
		for _, name := range casework.BehalfFields() {
			f.Without(name)
		}
		return nil
	}
	chart := p.Office.Chart(k.Chart)
	m := chart.Move(move)
	if m == nil {
		return nil
	}
	ids := chart.PartiesOf(m, k)
	names, err := p.Parties(c.Context(), tx, ids)
	if err != nil {
		return err
	}
	var choices []form.Option
	for _, id := range slices.Compact(ids) {
		label := names[id]
		if side := chart.Side(chart.SideOf(k, id)); side.Title != "" {
			label = side.Title + " " + label
		}
		choices = append(choices, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{label, label}})
	}
	f.Options("behalf", choices)
	return nil
}
