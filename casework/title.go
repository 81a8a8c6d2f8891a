package casework

import (
	"context"
	"fmt"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

func titleAAD(id int64) string { return fmt.Sprintf("casework/%d/title", id) }

// sealTitle encrypts the title under the center's key and stores its keyed bigrams, through
// which lists find it.
func (o *Office) sealTitle(ctx context.Context, tx *store.Tx, c *Case, title string) (err error) {
	defer fault.Wrap(&err, "seal title")
	key, err := o.Keys.Center(ctx, tx, c.Center)
	if err != nil {
		return err
	}
	c.sealed = key.Seal(titleAAD(c.ID), []byte(title))
	if _, err := tx.Exec(ctx, `DELETE FROM casework_word WHERE case_id = $1 AND +center_id = $2`, c.ID, c.Center); err != nil {
		return err
	}
	for _, token := range key.Bigrams("title", title) {
		_, err := tx.Exec(ctx, `INSERT INTO casework_word (center_id, token, case_id) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`,
			c.Center, token, c.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// dropTitle forgets the title of a case whose secrets are destroyed. It is sealed under the key of
// the center, which lives on.
func (o *Office) dropTitle(ctx context.Context, tx *store.Tx, c *Case) error {
	c.sealed, c.Title = nil, ""
	_, err := tx.Exec(ctx, `DELETE FROM casework_word WHERE case_id = $1 AND +center_id = $2`, c.ID, c.Center)
	return err
}

// Hidden reports whether the case has a title that was kept back from whoever asked.
func (c *Case) Hidden() bool { return c.Title == "" && len(c.sealed) > 0 }

// unsealTitles fills in the titles of cases for an actor who may see them.
func (o *Office) unsealTitles(ctx context.Context, tx *store.Tx, by Actor, cases []*Case) (err error) {
	defer fault.Wrap(&err, "unseal title")
	var key seal.Key
	var of int64
	for _, c := range cases {
		chart := o.Chart(c.Chart)
		if len(c.sealed) == 0 || (chart == nil || !chart.Named) && !o.Policy.May(by.Subject, ActName, c.Object()) {
			continue
		}
		if of != c.Center {
			if key, err = o.Keys.Center(ctx, tx, c.Center); err != nil {
				return err
			}
			of = c.Center
		}
		plain, err := key.Open(titleAAD(c.ID), c.sealed)
		if err != nil {
			return err
		}
		c.Title = string(plain)
	}
	return nil
}
