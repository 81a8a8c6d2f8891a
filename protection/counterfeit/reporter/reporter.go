// Package reporter (举报人) finds the telephone of who reported a counterfeit, which the pages show masked.
package reporter

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/protection/counterfeit"
)

// Of makes the function that lists the telephone of the reporter of a case.
func Of(d *counterfeit.Desk) func(context.Context, *store.Tx, *casework.Case) ([]unmask.Number, error) {
	return func(ctx context.Context, tx *store.Tx, k *casework.Case) ([]unmask.Number, error) {
		r, err := d.Read(ctx, tx, k)
		if err != nil {
			return nil, err
		}
		lead, _, _, _ := r.Found()
		if lead.Phone == "" {
			return nil, nil
		}
		return []unmask.Number{{Whose: lead.Who, What: web.Text{"举报人电话", "Phone of the reporter"}, Value: lead.Phone}}, nil
	}
}
