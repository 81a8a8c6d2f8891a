package exhibits

import (
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// codes are the moves on evidence, after which the person is led back to it.
func codes() []string {
	return []string{evidence.MoveSubmit, evidence.MoveCollect, evidence.MoveAnswer, evidence.MoveAsk, evidence.MoveDecide, evidence.MoveWeigh, evidence.MoveHand, evidence.MoveStamp}
}

// Hooks are what the evidence adds to the pages of a case: the way to it, its lines in the contents of
// the dossier, and what its moves offer. Procedures join them with their own.
func (p *Pages) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: p.extra, Options: p.options, Prefill: p.prefill, Contents: p.contents,
		After: func(k *casework.Case, move string) string {
			if slices.Contains(codes(), move) {
				return address(k)
			}
			return ""
		}}
}

// extra is the button that leads to the evidence, with how much of it the person may know.
func (p *Pages) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (out worklist.Extra, err error) {
	a := worklist.Actor(c)
	xs, err := p.Desk.Of(c.Context(), tx, p.office(), a, k)
	if err != nil {
		return out, err
	}
	// Whoever sees nothing and can do nothing is not led to an empty page.
	may := len(xs) > 0 || slices.ContainsFunc(p.office().Allowed(a, k), func(m *casework.Move) bool { return slices.Contains(codes(), m.Code) })
	if may {
		out.Links = []web.Link{{Href: address(k), Label: fmt.Sprintf(c.T("证据（%d）", "Evidence (%d)"), len(xs))}}
	}
	return out, nil
}

// choice is an exhibit to choose.
func choice(x *evidence.Exhibit) form.Option {
	label := x.Number + " " + x.Name
	return form.Option{Value: strconv.FormatInt(x.ID, 10), Label: web.Text{label, label}}
}

// fits reports whether the actor's move can be about the exhibit.
func (p *Pages) fits(a casework.Actor, k *casework.Case, x *evidence.Exhibit, move string) bool {
	switch move {
	case evidence.MoveAnswer:
		own := p.office().ChartOf(k.Chart).SideOf(k, a.Party)
		return a.Party == 0 || own == "" || x.Side != own
	case evidence.MoveAsk:
		return x.Secrecy == evidence.Open && slices.Contains(k.Stands(a.Party), x.Party)
	case evidence.MoveDecide:
		return x.Secrecy == evidence.Asked
	case evidence.MoveStamp:
		return len(x.Files) > 0
	}
	return true
}

// options offers the exhibits that the move can be about, of those that the person may know of.
func (p *Pages) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	if k == nil || !slices.Contains(codes(), move) {
		return nil
	}
	a := worklist.Actor(c)
	xs, err := p.Desk.Of(c.Context(), tx, p.office(), a, k)
	if err != nil {
		return err
	}
	var choices []form.Option
	for i := range xs {
		if p.fits(a, k, &xs[i], move) {
			choices = append(choices, choice(&xs[i]))
		}
	}
	switch move {
	case evidence.MoveAnswer, evidence.MoveWeigh, evidence.MoveHand:
		f.Options("exhibits", choices)
	case evidence.MoveAsk, evidence.MoveDecide, evidence.MoveStamp:
		f.Options("exhibit", choices)
	}
	return nil
}

// prefill chooses the exhibit from whose page the form was opened.
func (p *Pages) prefill(c *web.Ctx, _ *store.Tx, k *casework.Case, move string) (any, error) {
	id := c.Query("exhibit")
	if k == nil || id == "" {
		return nil, nil
	}
	switch move {
	case evidence.MoveAnswer:
		return evidence.Answer{Exhibits: []string{id}}, nil
	case evidence.MoveWeigh:
		return evidence.Weigh{Exhibits: []string{id}}, nil
	case evidence.MoveHand:
		return evidence.Hand{Exhibits: []string{id}}, nil
	case evidence.MoveAsk:
		return evidence.AskSecret{Exhibit: id}, nil
	case evidence.MoveDecide:
		return evidence.DecideSecret{Exhibit: id}, nil
	case evidence.MoveStamp:
		return evidence.Attach{Exhibit: id}, nil
	}
	return nil, nil
}

// contents are the files of the exhibits for the contents of the dossier.
func (p *Pages) contents(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []worklist.Item, err error) {
	xs, err := p.Desk.Of(c.Context(), tx, p.office(), worklist.Actor(c), k)
	for i := range xs {
		x := &xs[i]
		// A thing without files is in the dossier, too.
		if len(x.Files) == 0 {
			out = append(out, worklist.Item{Name: x.Number + " " + x.Name, Kind: c.Word(x.Kind), At: x.At})
		}
		for _, f := range x.Files {
			out = append(out, worklist.Item{Name: x.Number + " " + f.Name, Kind: c.Word(x.Kind), At: x.At, Digest: f.SHA256})
		}
	}
	return out, err
}
