package worklist

import (
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// behalf offers to whoever makes a party's move at the counter the parties for which it can be made.
// A party itself is not asked: the fields are left out of its form.
func (p *Pages) behalf(c *web.Ctx, tx *store.Tx, k *casework.Case, m *casework.Move, f *form.Form) error {
	if Actor(c).Party != 0 {
		for _, name := range casework.BehalfFields() {
			f.Without(name)
		}
		return nil
	}
	if len(m.Counter) == 0 {
		return nil
	}
	choices, err := p.parties(c, tx, k, p.Office.ChartOf(k.Chart).PartiesOf(m, k))
	f.Options("behalf", choices)
	return err
}

// parties are parties of a case to choose, each with its side.
func (p *Pages) parties(c *web.Ctx, tx *store.Tx, k *casework.Case, ids []int64) (out []form.Option, err error) {
	names, err := p.Parties(c.Context(), tx, k.Center, ids)
	chart := p.Office.ChartOf(k.Chart)
	for _, id := range slices.Compact(ids) {
		zh, en := names[id], names[id]
		if side := chart.SideOf(k, id); side != "" {
			zh, en = chart.Side(side).Title+" "+zh, chart.Side(side).English+" "+en
		}
		out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{zh, en}})
	}
	return out, err
}

// Codes are the hooks of the move with which a party is given a code to answer with: it offers the
// parties of the case, the owner first.
func Codes(pages func() *Pages) Hooks {
	return Hooks{Options: func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
		if k == nil || move != answer.MoveGive {
			return nil
		}
		ids := []int64{k.Owner}
		for _, x := range k.Parts() {
			if x.For == 0 {
				ids = append(ids, x.Party)
			}
		}
		choices, err := pages().parties(c, tx, k, ids)
		f.Options("party", choices)
		return err
	}}
}
