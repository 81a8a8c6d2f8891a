// Package identities (证件号码) finds the numbers of identity papers in the request form of a case, which the
// pages show masked.
package identities

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist/unmask"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent"
)

// Of makes the function that lists the numbers in the request form of a case.
func Of(d *preexam.Desk) func(context.Context, *store.Tx, *casework.Case) ([]unmask.Number, error) {
	return func(ctx context.Context, tx *store.Tx, k *casework.Case) ([]unmask.Number, error) {
		app, err := d.Application(ctx, tx, k.ID)
		if err != nil || app == nil {
			return nil, err
		}
		return In(app.Text(patent.RequestForm)), nil
	}
}

// In lists the numbers of a request form, in its order, each with the name that stands before it.
func In(t *patent.Text) (out []unmask.Number) {
	name := ""
	for _, b := range t.Blocks {
		field, value, ok := strings.Cut(t.Of(b), "：")
		switch {
		case !ok:
		case strings.HasSuffix(b.ID, "身份证号"):
			out = append(out, unmask.Number{Whose: name, What: web.Text{"身份证件号码", "Number of an identity paper"}, Value: value})
		case strings.Contains(field, "姓名"):
			name = value
		}
	}
	return out
}
