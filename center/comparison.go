package center

import (
	"zhibao/internal/blob"
	"zhibao/protection/infringement/comparison"
)

// compared are the procedures whose cases have a comparison of patent and product.
func compared() []string { return []string{"infringement"} }

// newComparison makes the bench and hands it what it needs of the others.
func (c *Center) newComparison(blobs *blob.Store) *comparison.Desk {
	return comparison.New(comparison.Deps{Blobs: blobs, Charts: compared()})
}
