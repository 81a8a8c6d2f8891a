package center

import (
	"context"
	"io"
	"slices"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist/exhibits"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/patent"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/comparison"
	"zhibao/protection/infringement/comparison/table"
)

// compared are the procedures whose cases have a comparison of patent and product.
func compared() []string { return []string{"infringement"} }

// newComparison makes the bench and hands it what it needs of the others.
func (c *Center) newComparison(blobs *blob.Store) *comparison.Desk {
	return comparison.New(comparison.Deps{Blobs: blobs, Charts: compared(), Closed: infringement.Judged, Patent: c.comparedPatent,
		Admits: func(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (bool, error) {
			return c.Infringement.Admits(ctx, tx, by, k)
		},
		Exhibits: c.comparedExhibits, Secret: c.secretExhibits, Content: c.exhibitPicture})
}

// comparedPatent says what is compared in a case, as its request names it.
func (c *Center) comparedPatent(ctx context.Context, tx *store.Tx, k *casework.Case) (table.Patent, error) {
	p, err := c.Infringement.PatentOf(ctx, tx, k.ID)
	return table.Patent{Number: p.Number, Title: p.Title, Design: patent.Kind(p.Kind) == patent.Design, Source: p.Source}, err
}

// comparedExhibits are the exhibits of a case that the actor may see, as far as a comparison points to them.
func (c *Center) comparedExhibits(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (out []comparison.Exhibit, err error) {
	all, err := c.Evidence.Of(ctx, tx, c.Office, by, k)
	for _, x := range all {
		e := comparison.Exhibit{ID: x.ID, Number: x.Number, Name: x.Name, Picture: picture(&x) >= 0, Href: exhibits.Address(k, &x)}
		for _, f := range x.Files {
			e.SHA256 = append(e.SHA256, f.SHA256)
		}
		out = append(out, e)
	}
	return out, err
}

// picture is the first file of an exhibit that is a picture, -1 where none is.
func picture(x *evidence.Exhibit) int {
	return slices.IndexFunc(x.Files, func(f evidence.File) bool { return f.Image() })
}

// secretExhibits are those of a case that are kept from one of its parties.
func (c *Center) secretExhibits(ctx context.Context, tx *store.Tx, k *casework.Case) (map[int64]bool, error) {
	all, err := c.Evidence.Of(ctx, tx, c.Office, casework.Robot(k.Center), k)
	out := map[int64]bool{}
	for _, x := range all {
		out[x.ID] = x.Sealed()
	}
	return out, err
}

// exhibitPicture opens the picture of an exhibit that the actor may see. The comparison shows its pixels alone.
func (c *Center) exhibitPicture(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case, exhibit int64) (io.ReadCloser, error) {
	x, err := c.Evidence.Find(ctx, tx, c.Office, by, k, exhibit)
	if err != nil {
		return nil, err
	}
	return c.Evidence.Open(ctx, tx, c.Office, &x, picture(&x))
}
