package worklist

import (
	"html/template"
	"maps"
	"slices"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// With returns hooks that do what both do, the first first: a package of the kernel adds its part to
// the pages of a procedure without the procedure knowing.
func (h Hooks) With(more Hooks) Hooks {
	out := h
	out.Checked, out.Bulk = slices.Concat(h.Checked, more.Checked), slices.Concat(h.Bulk, more.Bulk)
	if more.Extra != nil {
		out.Extra = func(c *web.Ctx, tx *store.Tx, k *casework.Case) (x Extra, err error) {
			if h.Extra != nil {
				if x, err = h.Extra(c, tx, k); err != nil {
					return x, err
				}
			}
			y, err := more.Extra(c, tx, k)
			return Extra{slices.Concat(x.Notices, y.Notices), slices.Concat(x.Main, y.Main), slices.Concat(x.Side, y.Side), slices.Concat(x.Links, y.Links),
				slices.Concat(x.Facts, y.Facts), slices.Concat(x.Relations, y.Relations), slices.Concat(x.Planned, y.Planned), joined(x.Proofs, y.Proofs)}, err
		}
	}
	if more.Options != nil {
		out.Options = func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
			if h.Options != nil {
				if err := h.Options(c, tx, k, move, f); err != nil {
					return err
				}
			}
			return more.Options(c, tx, k, move, f)
		}
	}
	if more.Prefill != nil {
		out.Prefill = func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
			if v, err := more.Prefill(c, tx, k, move); v != nil || err != nil || h.Prefill == nil {
				return v, err
			}
			return h.Prefill(c, tx, k, move)
		}
	}
	if more.Review != nil {
		out.Review = func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (above []web.Block, err error) {
			if h.Review != nil {
				if above, err = h.Review(c, tx, k, move); err != nil {
					return nil, err
				}
			}
			below, err := more.Review(c, tx, k, move)
			return append(above, below...), err
		}
	}
	if more.After != nil {
		out.After = func(k *casework.Case, move string) string {
			if to := more.After(k, move); to != "" || h.After == nil {
				return to
			}
			return h.After(k, move)
		}
	}
	out.Contents = contents(h, more)
	if h.Offer == nil {
		out.Offer = more.Offer
	}
	return out
}

// joined are the proofs of both.
func joined(x, y map[int64][]web.Link) map[int64][]web.Link {
	out := maps.Clone(x)
	if out == nil {
		return y
	}
	for paper, links := range y {
		out[paper] = append(out[paper], links...)
	}
	return out
}

// contents are the documents of both in the order of the hooks, nil where neither keeps any.
func contents(h, more Hooks) func(*web.Ctx, *store.Tx, *casework.Case) ([]Item, error) {
	if h.Contents == nil || more.Contents == nil {
		if h.Contents == nil {
			return more.Contents
		}
		return h.Contents
	}
	return func(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]Item, error) {
		first, err := h.Contents(c, tx, k)
		if err != nil {
			return nil, err
		}
		then, err := more.Contents(c, tx, k)
		return append(first, then...), err
	}
}

// A Sheet is a paper as it will look, above the form in which it is decided on. A module that shows one
// on pages of its own has a template "paper-sheet" too.
type Sheet struct{ HTML template.HTML }

// Block is the template that draws it.
func (Sheet) Block() string { return "paper-sheet" }
