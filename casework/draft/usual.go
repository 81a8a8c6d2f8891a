package draft

import (
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
)

// served returns on whom a paper would be served as usual if it were issued now.
func (p *Procedure) served(s *casework.Step, t *Template) (groups [][]int64, err error) {
	if p.Usual != nil {
		return p.Usual(s.Ctx, s.Tx, s.Case, t)
	}
	v, err := p.values(s, t)
	if ids := parties(v.Recipients); len(ids) > 0 {
		groups = [][]int64{ids}
	}
	return groups, err
}

// fits refuses recipients for which the move will not issue the paper: whoever chooses them learns it now
// and not from whoever makes the move.
func (d *Desk) fits(s *casework.Step, t *Template, c Content) error {
	chosen := parties(c.Recipients)
	if !t.Ahead() || len(chosen) == 0 {
		return nil
	}
	groups, err := d.procedures[s.Chart.Code].served(s, t)
	if err != nil {
		return err
	}
	if len(groups) == 0 {
		return fault.New(fault.Invalid, "draft.unserved", "“%s”随“%s”制作，现在不向任何当事人送达；请取消选择受送达人", t.Words(), t.By).At("recipients")
	}
	for i := range groups {
		slices.Sort(groups[i])
		if slices.Equal(groups[i], chosen) {
			return nil
		}
	}
	said, err := d.called(s, groups)
	if err != nil {
		return err
	}
	if len(groups) > 1 {
		return fault.New(fault.Invalid, "draft.one_by_one", "“%s”随“%s”分别制作、分别送达：%s；请只选其中一份的受送达人，或者都不选", t.Words(), t.By, said).At("recipients")
	}
	return fault.New(fault.Invalid, "draft.others", "“%s”随“%s”送达%s，与所选的受送达人不一致；请照此选择，或者都不选", t.Words(), t.By, said).At("recipients")
}

// called names the recipients of each paper.
func (d *Desk) called(s *casework.Step, groups [][]int64) (out fault.List, err error) {
	if d.Names == nil {
		return nil, nil
	}
	names, err := d.Names(s.Ctx, s.Tx, s.Case.Center, slices.Concat(groups...))
	for _, g := range groups {
		var one fault.List
		for _, id := range g {
			one = append(one, names[id])
		}
		out = append(out, fault.Say("“%s”", one))
	}
	return out, err
}
