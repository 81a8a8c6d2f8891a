package counterfeit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
)

// Hooks is what the shared pages show of a case.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.shown, Checked: []string{"decide", "order", "refuse", "notify", "enforce"},
		Offer: func(_ *web.Ctx, _ *store.Tx, move string) (bool, error) { return move != "tip", nil }}
}

// options offers people and kinds of conduct.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	switch move {
	case "propose", "conclude":
		f.Options("conducts", conducts(d.office.Today()))
	}
	if move != "assign" && move != "reassign" && move != "conclude" && move != "discuss" {
		return nil
	}
	staff, err := d.Staff(c.Context(), tx, k.Center)
	if err != nil {
		return err
	}
	switch move {
	case "assign", "reassign":
		officers := people(staff, k, casework.Enforcer)
		f.Options("handler", officers).Options("other", officers)
	case "conclude":
		f.Options("reviewer", people(staff, k, casework.Reviewer))
	case "discuss":
		f.Options("people", slices.DeleteFunc(people(staff, k, casework.Head, casework.Director, casework.Reviewer, casework.Enforcer), func(o form.Option) bool {
			return o.Value == strconv.FormatInt(k.Handler, 10) || o.Value == k.Attrs[attrOther]
		}))
	}
	return nil
}

// people are the staff with one of the roles and no conflict in the case, as choices.
func people(staff []Staff, k *casework.Case, roles ...casework.Role) (out []form.Option) {
	for _, p := range staff {
		if !slices.ContainsFunc(roles, func(r casework.Role) bool { return slices.Contains(p.Roles, r) }) || k.Conflicted(p.Account) {
			continue
		}
		label := web.Text{p.Name, p.Name}
		if p.Away {
			label = web.Text{p.Name + "（请假）", p.Name + " (away)"}
		}
		out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: label})
	}
	return out
}

// prefill offers what the case knows already.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	today := d.office.Today()
	switch move {
	case "lead":
		return NewLead{Arrived: today, Reported: Reported{Last: today, Reply: "code"}}, nil
	case "assign", "reassign":
		if k.Handler == 0 {
			return nil, nil
		}
		return Assign{Handler: strconv.FormatInt(k.Handler, 10), Other: k.Attrs[attrOther]}, nil
	}
	if k == nil {
		return nil, nil
	}
	r, err := d.Read(c.Context(), tx, k)
	if err != nil {
		return nil, err
	}
	if in := r.start(move, today); in != nil {
		return d.drafted(c.Context(), tx, k, in)
	}
	on, err := d.presence(c.Context(), tx, k, r)
	if err != nil {
		return nil, err
	}
	switch move {
	case "inspect":
		return Inspect{Present: on}, nil
	case "interview":
		return Interview{Present: on}, nil
	case "copy":
		return Copy{Present: on}, nil
	case "sample":
		return Sample{Present: on}, nil
	case "preserve":
		return Preserve{Secure: Secure{Present: on}}, nil
	case "seize":
		return Seize{Secure: Secure{Present: on}}, nil
	case "recheck":
		return Recheck{Present: on}, nil
	}
	return nil, nil
}

// drafted lets a form begin with the words of the paper that was drafted for it: they are what is issued.
func (d *Desk) drafted(ctx context.Context, tx *store.Tx, k *casework.Case, in any) (any, error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, k.ID)
	take := func(code, block string, to *string) {
		words, e := draft.Written(ctx, tx, key, k.ID, code)
		if err = errors.Join(err, e); words[block] != "" {
			*to = words[block]
		}
	}
	switch x := in.(type) {
	case Decide:
		take("penalty", "理由", &x.Reason)
		return x, err
	case Notify:
		take("advance", "事实", &x.Findings)
		take("hearing_notice", "事实", &x.Findings)
		return x, err
	case Conclude:
		take("conclusion", "事实", &x.Facts)
		take("conclusion", "证据", &x.Evidence)
		take("conclusion", "情节", &x.Degree)
		return x, err
	}
	return in, err
}

// presence offers the two officers with the cards that they showed before, and the address.
func (d *Desk) presence(ctx context.Context, tx *store.Tx, k *casework.Case, r Record) (p Present, err error) {
	p.Day = d.office.Today()
	staff, err := d.Staff(ctx, tx, k.Center)
	for _, s := range staff {
		if s.Account == k.Handler || strconv.FormatInt(s.Account, 10) == k.Attrs[attrOther] {
			p.Officers = append(p.Officers, Officer{Name: s.Name})
		}
	}
	if who, _ := Last[Identify](r); who != nil {
		p.Place = who.Address
	}
	if was, _ := Last[Inspect](r); was != nil {
		p.Officers, p.Place, p.Witness = was.Officers, was.Place, was.Witness
	}
	return p, err
}

// conducts are the kinds of conduct in force, as choices, each with its article.
func conducts(on calendar.Day) (out []form.Option) {
	for _, k := range conduct.On(on) {
		out = append(out, form.Option{Value: k.Code, Label: web.Text{k.Title + "（" + k.Basis.Article + "）", fmt.Sprintf("%s (%s)", k.English, k.Basis.Article)}})
	}
	return out
}
