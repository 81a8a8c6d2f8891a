package center

import (
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/fact"
	"zhibao/casework/merger"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
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
		if out.Main, err = c.merged(x, tx, k); err != nil || worklist.Actor(x).Party != 0 {
			return out, err
		}
		f := kin{c: c, x: x, tx: tx, k: k, seen: map[int64]bool{k.ID: true}}
		if err := f.established(); err != nil {
			return out, err
		}
		if err := f.samePatent(); err != nil {
			return out, err
		}
		err = f.sameParty()
		out.Relations = f.out
		return out, err
	}}
}

// merged leads from a case to the evidence and the papers of those that are tried together with it or were taken
// into it, as far as the person may see them.
func (c *Center) merged(x *web.Ctx, tx *store.Tx, k *casework.Case) ([]web.Block, error) {
	t := web.Table{Title: x.T("合并各案的证据和文书", "Evidence and papers of the cases put together"), Head: []string{x.T("案号", "Number"), x.T("状态", "State"), x.T("证据", "Evidence"), x.T("文书", "Papers")}}
	a := worklist.Actor(x)
	for _, number := range merger.Numbers(k) {
		other, err := c.Office.Find(x.Context(), tx, a, number)
		if fault.KindOf(err) == fault.Missing {
			continue
		} else if err != nil {
			return nil, err
		}
		exhibits, err := c.Evidence.Of(x.Context(), tx, c.Office, a, other)
		if err != nil {
			return nil, err
		}
		papers, reads, err := document.Visible(x.Context(), tx, c.Office, a, other)
		if err != nil {
			return nil, err
		}
		at := fmt.Sprintf("/case/%d", other.ID)
		issued := web.Cell{Text: x.T(fmt.Sprintf("%d 份", len(papers)), strconv.Itoa(len(papers)))}
		for _, p := range papers {
			if reads(p.ID) {
				issued.Links = append(issued.Links, web.Link{Href: fmt.Sprintf("%s/paper/%d", at, p.ID), Label: x.Word(p.Name)})
			}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: other.Number, Href: at}, {Tag: worklist.StateTag(x, c.Office.ChartOf(other.Chart), other.State)},
			{Text: x.T(fmt.Sprintf("%d 件", len(exhibits)), strconv.Itoa(len(exhibits))), Href: at + "/evidence"}, issued})
	}
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return []web.Block{t}, nil
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
