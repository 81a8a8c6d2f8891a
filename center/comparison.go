package center

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/protection/infringement/comparison"
	"zhibao/protection/infringement/comparison/table"
)

// compared are the procedures whose cases have a comparison of patent and product.
func compared() []string { return []string{"infringement"} }

// newComparison makes the bench and hands it what it needs of the others.
func (c *Center) newComparison(blobs *blob.Store) *comparison.Desk {
	return comparison.New(comparison.Deps{Blobs: blobs, Charts: compared(), Patent: c.comparedPatent, Exhibits: c.comparedExhibits})
}

// comparedPatent is the patent that the request names.
func (c *Center) comparedPatent(ctx context.Context, tx *store.Tx, k *casework.Case) (table.Patent, error) {
	p, err := c.Infringement.PatentOf(ctx, tx, k.ID)
	return table.Patent{Number: p.Number, Title: p.Title, Design: p.Kind == "外观设计", Source: p.Source}, err
}

// comparedExhibits are the exhibits of a case that the actor may see.
func (c *Center) comparedExhibits(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (out []comparison.Exhibit, err error) {
	all, err := c.Evidence.Of(ctx, tx, c.Office, by, k)
	for i := range all {
		out = append(out, comparison.Exhibit{ID: all[i].ID, Number: all[i].Number, Name: all[i].Name, Href: fmt.Sprintf("/case/%d/evidence/%d", k.ID, all[i].ID)})
	}
	return out, err
}
