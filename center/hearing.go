package center

import (
	"context"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// seats lists those of the center who can sit in a session of a case or record it. Who declared a
// conflict of interest in the case is not among them.
func (c *Center) seats(ctx context.Context, tx *store.Tx, k *casework.Case) (out []form.Option, err error) {
	staff, err := c.staff(ctx, tx, k.Center)
	for _, s := range staff {
		sits := slices.ContainsFunc(s.Roles, func(r casework.Role) bool {
			return slices.Contains([]casework.Role{casework.Enforcer, casework.Expert, casework.Reviewer, casework.Clerk, casework.Head}, r)
		})
		if !sits || k.Conflicted(s.Account) {
			continue
		}
		label := web.Text{s.Name, s.Name}
		if s.Away {
			label = web.Text{s.Name + "（休假）", s.Name + " (away)"}
		}
		out = append(out, form.Option{Value: strconv.FormatInt(s.Account, 10), Label: label})
	}
	return out, err
}

// bench says who tries a case, as far as its procedure appoints somebody.
func (c *Center) bench(ctx context.Context, tx *store.Tx, k *casework.Case) (panel []int64, recorder int64, err error) {
	if k.Chart != c.Infringement.Chart().Code {
		return nil, 0, nil
	}
	return c.Infringement.Bench(ctx, tx, k.ID)
}

// unmarked refuses evidence with a mark of state secrets before anything is stored, and forgets what
// was sent of it before the form.
func unmarked(ctx context.Context, files []form.File) error {
	var in []bundle.File
	for _, f := range files {
		if !f.IsZero() && !evidence.Recording(f.Name) { // a recording has no words to read
			in = append(in, bundle.File{Name: f.Name, Size: f.Size, Open: f.Open})
		}
	}
	m, _, err := secrecy.Find(ctx, in)
	if err != nil || m == nil {
		return err
	}
	for _, f := range files {
		if err := f.Drop(); err != nil {
			return err
		}
	}
	return m.Refusal()
}
