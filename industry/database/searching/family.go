package searching

import (
	"cmp"
	"context"

	"zhibao/internal/search"
	"zhibao/internal/web"
)

// groupTo is how many documents are put together by families, those that come first; who has more narrows
// the search.
const groupTo = 5000

// A family is documents of a result that belong to one family, in the order of the result.
type family struct {
	name  string // as its source gives it; empty of a document that names none
	first int    // place of the first of them in the result
	all   []string
}

// families puts the documents of a result together by their families, in the order of the first of each.
// more tells that only the first ones were.
func (d *Desk) families(ctx context.Context, r *Run, v view) (out []family, documents int, more bool, err error) {
	numbers, more, err := d.found(ctx, r, v, groupTo)
	if err != nil {
		return nil, 0, false, err
	}
	of, err := d.Holding.Aspects(ctx, r.Center, numbers)
	if err != nil {
		return nil, 0, false, err
	}
	// Publications of one application are one family, whether the source of each says so or not.
	named, by := map[string]string{}, map[string]int{}
	for _, n := range numbers {
		if x := of[n]; x.Family != "" && x.Filing != "" {
			named[x.Filing] = x.Family
		}
	}
	for i, n := range numbers {
		x := of[n]
		key := cmp.Or(x.Family, named[x.Filing], x.Filing)
		if at, ok := by[key]; ok && key != "" {
			out[at].all = append(out[at].all, n)
			continue
		}
		by[key] = len(out)
		out = append(out, family{cmp.Or(x.Family, named[x.Filing]), i, []string{n}})
	}
	return out, len(numbers), more, nil
}

// byFamilies puts on the page the first document of each family instead of every document.
func (d *Desk) byFamilies(c *web.Ctx, l *listed, p *runPage) error {
	ctx := c.Context()
	fs, n, more, err := d.families(ctx, l.run, l.view)
	if err != nil {
		return err
	}
	p.Families, p.Documents, p.Cut = len(fs), n, more
	from := min((l.view.Page-1)*perPage, len(fs))
	var heads []string
	l.families = map[string]family{}
	for _, f := range fs[from:min(from+perPage, len(fs))] {
		heads = append(heads, f.all[0])
		l.families[f.all[0]] = f
	}
	f, err := d.open(ctx, l.run.Center)
	if err != nil {
		return err
	}
	q, err := l.view.narrow(l.asked)
	if err != nil {
		return err
	}
	// What they owe their places to, of these alone. They come in the same order.
	res, err := f.engine.Find(ctx, search.Request{Query: q, Sort: l.view.Sort, Limit: perPage, Count: 1, Within: append([]string{}, heads...)})
	if err != nil {
		return err
	}
	l.answer.Hits = res.Hits
	l.answer.Docs, err = d.Holding.Many(ctx, l.run.Center, heads)
	return err
}
