package casework

import (
	"slices"
	"strconv"

	"zhibao/internal/fault"
)

// Behalf is the part of an input that the counter fills in when it makes a party's move for a party
// that comes, calls or writes. A party that makes the move itself is not asked for it.
type Behalf struct {
	For  string `json:"behalf" label:"代哪一方办理" en:"On behalf of" widget:"select" options:"*" section:"代为办理=On behalf of a party"`
	How  string `json:"behalf_how" label:"提出方式" en:"How it was said" widget:"select" options:"到场=In person,电话=By phone,邮寄=By post,其他=Otherwise"`
	Told string `json:"behalf_told" label:"何时、由何人提出" en:"When and by whom" max:"200" help:"例如：11月28日10时，李某（公司经理）来电，号码尾号 1234" helpen:"For example: 28 November 10:00, Mr Li (manager) called, number ending in 1234"`
}

// BehalfFields are the names of what the counter alone is asked for.
func BehalfFields() []string { return []string{"behalf", "behalf_how", "behalf_told"} }

// Party returns the party for which the move is made: the one that makes it or for which that one acts, or the one that
// the counter names. Error: Invalid where the counter does not say for whom, or how and when it was asked to.
func (b Behalf) Party(s *Step) (int64, error) {
	if a := s.Actor.Party; a != 0 {
		return s.Case.principal(a), nil
	}
	id, err := strconv.ParseInt(b.For, 10, 64)
	switch {
	case err != nil || !slices.Contains(s.Chart.PartiesOf(s.Move, s.Case), id):
		return 0, fault.New(fault.Invalid, "case.behalf", "请选择代哪一方当事人办理").At("behalf")
	case b.How == "" || b.Told == "":
		return 0, fault.New(fault.Invalid, "case.behalf_told", "代当事人办理的，请写明当事人以何种方式、何时、由何人提出").At("behalf_told")
	}
	s.Note("ground", "代当事人办理（"+b.How+"）")
	return id, nil
}

// PartiesOf lists the parties of a case that a move is for: those of its sides, or the owner.
func (c *Chart) PartiesOf(m *Move, k *Case) (out []int64) {
	if len(c.Sides) == 0 || len(m.Sides) == 0 || slices.Contains(m.Sides, c.Sides[0].Code) {
		out = append(out, k.Owner)
	}
	for _, side := range m.Sides {
		out = append(out, k.Side(side)...)
	}
	return slices.DeleteFunc(out, func(id int64) bool { return id == 0 })
}

// principal returns for whom a party acts in the case, itself where for nobody else.
func (c *Case) principal(party int64) int64 {
	if party == c.Agent && party != c.Owner {
		return c.Owner
	}
	for _, p := range c.parts {
		if p.Party == party && p.For != 0 {
			return p.For
		}
	}
	return party
}
