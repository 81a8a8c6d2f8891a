package center

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/ident"
	"zhibao/protection/counterfeit"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/matter"
)

// mostRelated is how many cases of one kind the page of a case lists as related.
const mostRelated = 10

// kin adds to a case of enforcement the cases that are about the same patent or the same party, in
// either procedure: neither knows the other. The officers alone see them.
func (c *Center) kin() worklist.Hooks {
	return worklist.Hooks{Extra: func(x *web.Ctx, tx *store.Tx, k *casework.Case) (out worklist.Extra, err error) {
		if worklist.Actor(x).Party != 0 {
			return out, nil
		}
		f := kin{c: c, x: x, tx: tx, k: k, seen: map[int64]bool{k.ID: true}}
		if err := f.established(); err != nil {
			return out, err
		}
		if err := f.samePatent(); err != nil {
			return out, err
		}
		err = f.sameParty()
		return worklist.Extra{Relations: f.out}, err
	}}
}

// kin gathers the related cases of one case.
type kin struct {
	c    *Center
	x    *web.Ctx
	tx   *store.Tx
	k    *casework.Case
	seen map[int64]bool
	out  []worklist.Relation
}

// add adds a case that is not there yet.
func (f *kin) add(what web.Text, id int64) {
	if f.seen[id] || len(f.out) >= 2*mostRelated {
		return
	}
	f.seen[id] = true
	f.out = append(f.out, worklist.Relation{What: what, Case: id})
}

// accused are the parties against which the case is led.
func (f *kin) accused() []int64 {
	if f.k.Chart == counterfeit.Code {
		if f.k.Owner == 0 {
			return nil
		}
		return []int64{f.k.Owner}
	}
	return f.k.Side(matter.Respondent)
}

// established are the cases in which a fact about the accused was established.
func (f *kin) established() error {
	for _, p := range f.accused() {
		facts, err := casework.Facts(f.x.Context(), f.tx, casework.FactFilter{Center: f.k.Center, Party: p, Kinds: []fact.Kind{fact.RepeatedInfringement, fact.Counterfeit, fact.DecisionDefied}})
		if err != nil {
			return err
		}
		for _, x := range slices.Backward(facts) {
			f.add(web.Text{"同一当事人，已认定“" + x.Kind.Title() + "”", "Same party, established: " + f.x.Word(x.Kind.Title())}, x.Case)
		}
	}
	return nil
}

// samePatent are the cases about a patent of this one.
func (f *kin) samePatent() error {
	numbers, err := f.c.Counterfeit.Numbers(f.x.Context(), f.tx, f.k.ID)
	if err != nil {
		return err
	}
	if f.k.Chart == infringement.Code {
		number, err := infringement.Patent(f.x.Context(), f.tx, f.k.ID)
		if err != nil {
			return err
		}
		numbers = []string{number}
	}
	for _, n := range numbers {
		disputes, err := infringement.Concerned(f.x.Context(), f.tx, f.k.Center, bare(n))
		if err != nil {
			return err
		}
		leads, err := f.c.Counterfeit.Concerned(f.x.Context(), f.tx, f.k.Center, bare(n))
		if err != nil {
			return err
		}
		all := append(disputes, leads...)
		for _, id := range all[max(0, len(all)-mostRelated):] {
			f.add(web.Text{"同一专利 " + bare(n), "Same patent " + bare(n)}, id)
		}
	}
	return nil
}

// sameParty are the cases against the same party, the latest first.
func (f *kin) sameParty() error {
	for _, p := range f.accused() {
		for _, q := range []casework.Filter{{Chart: counterfeit.Code, Owner: p}, {Chart: infringement.Code, Part: p}} {
			q.Sort, q.PerPage, q.NoTitles = "-opened", mostRelated, true
			l, err := f.c.Office.List(f.x.Context(), f.tx, worklist.Actor(f.x), q)
			if err != nil {
				return err
			}
			for _, k := range l.Cases {
				f.add(web.Text{"同一当事人", "Same party"}, k.ID)
			}
		}
	}
	return nil
}

// bare writes the number of an application or patent as both procedures store it.
func bare(number string) string {
	if n, err := ident.ParseApplicationNo(number); err == nil {
		return string(n)
	}
	return number
}
