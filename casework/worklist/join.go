package worklist

import (
	"slices"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Join makes one of several hooks, so that what packages of the kernel add to the pages of a case,
// such as its evidence, stands beside what the procedure adds itself. Of Prefill, After and Offer the
// first that answers counts; everything else adds up.
func Join(all ...Hooks) Hooks {
	out := Hooks{
		Extra: func(c *web.Ctx, tx *store.Tx, k *casework.Case) (Extra, error) { return joinExtra(all, c, tx, k) },
		Options: func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
			for _, h := range all {
				if h.Options == nil {
					continue
				}
				if err := h.Options(c, tx, k, move, f); err != nil {
					return err
				}
			}
			return nil
		},
		Prefill: func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
			for _, h := range all {
				if h.Prefill == nil {
					continue
				}
				if v, err := h.Prefill(c, tx, k, move); v != nil || err != nil {
					return v, err
				}
			}
			return nil, nil
		},
		Review: func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (blocks []web.Block, err error) {
			for _, h := range all {
				if h.Review == nil {
					continue
				}
				more, err := h.Review(c, tx, k, move)
				if err != nil {
					return nil, err
				}
				blocks = append(blocks, more...)
			}
			return blocks, nil
		},
	}
	out.Contents = func(c *web.Ctx, tx *store.Tx, k *casework.Case) (items []Item, err error) {
		for _, h := range all {
			if h.Contents == nil {
				continue
			}
			more, err := h.Contents(c, tx, k)
			if err != nil {
				return nil, err
			}
			items = append(items, more...)
		}
		return items, nil
	}
	joinRest(&out, all)
	return out
}

// joinRest joins what needs no reading.
func joinRest(out *Hooks, all []Hooks) {
	for _, h := range all {
		out.Checked, out.Bulk = append(out.Checked, h.Checked...), append(out.Bulk, h.Bulk...)
	}
	out.After = func(k *casework.Case, move string) string {
		for _, h := range all {
			if h.After != nil {
				if to := h.After(k, move); to != "" {
					return to
				}
			}
		}
		return ""
	}
	if i := slices.IndexFunc(all, func(h Hooks) bool { return h.Offer != nil }); i >= 0 {
		out.Offer = all[i].Offer
	}
}

func joinExtra(all []Hooks, c *web.Ctx, tx *store.Tx, k *casework.Case) (out Extra, err error) {
	for _, h := range all {
		if h.Extra == nil {
			continue
		}
		more, err := h.Extra(c, tx, k)
		if err != nil {
			return out, err
		}
		out.Notices, out.Main, out.Side = append(out.Notices, more.Notices...), append(out.Main, more.Main...), append(out.Side, more.Side...)
		out.Links, out.Facts = append(out.Links, more.Links...), append(out.Facts, more.Facts...)
	}
	return out, nil
}
