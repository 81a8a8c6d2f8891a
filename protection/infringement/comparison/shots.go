package comparison

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/protection/infringement/comparison/table"
)

// A Shot is the picture of a view, as a search for similar designs takes it.
type Shot struct {
	Name string
	Data []byte
}

// Shots reads the pictures of the product view by view, those of the patent where there are none of the
// product, for somebody who may read the comparison of the case. It asks within the reading of the caller: one that
// waits for a connection while it holds another may wait for itself.
func (d *Desk) Shots(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (k *casework.Case, out []Shot, err error) {
	s, err := d.laid(ctx, tx, by, asked{id, 0})
	if err != nil {
		return nil, nil, err
	}
	key, err := d.office.Keys.CaseKey(ctx, tx, id)
	if err != nil {
		return nil, nil, err
	}
	for _, side := range []table.Side{table.OfProduct, table.OfPatent} {
		for _, v := range s.table.Present() {
			pair := s.table.Pair(v.Code)
			p := s.table.Picture(map[table.Side]int64{table.OfProduct: pair.Product, table.OfPatent: pair.Patent}[side])
			if p == nil {
				continue
			}
			data, err := d.content(ctx, key, s.k, p.Shown)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, Shot{v.Title, data})
		}
		if len(out) > 0 {
			break
		}
	}
	return s.k, out, nil
}
