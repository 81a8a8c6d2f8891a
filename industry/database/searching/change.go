package searching

import (
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// take takes a document out of a collection.
func (d *Desk) take(c *web.Ctx, s *Set, number string) error {
	return d.change(c.Context(), worklist.Actor(c), s.ID, func(tx *store.Tx, s *Set) error {
		if _, err := d.noted(c.Context(), tx, s.ID, number); err != nil {
			return err
		}
		_, err := tx.Exec(c.Context(), `DELETE FROM searching_member WHERE set_id = $1 AND number = $2`, s.ID, number)
		return err
	})
}

// note writes a note on a document of a collection.
func (d *Desk) note(c *web.Ctx, s *Set, number, note string) error {
	return d.change(c.Context(), worklist.Actor(c), s.ID, func(tx *store.Tx, s *Set) error {
		if _, err := d.noted(c.Context(), tx, s.ID, number); err != nil {
			return err
		}
		_, err := tx.Exec(c.Context(), `UPDATE searching_member SET note = $1 WHERE set_id = $2 AND number = $3`, strings.TrimSpace(note), s.ID, number)
		return err
	})
}

// drop gives a collection up; the documents stay in the holding.
func (d *Desk) drop(c *web.Ctx, s *Set) error {
	return d.change(c.Context(), worklist.Actor(c), s.ID, func(tx *store.Tx, s *Set) error {
		_, err := tx.Exec(c.Context(), `UPDATE searching_set SET dropped_at = $1 WHERE id = $2`, d.office.Now().UnixMicro(), s.ID)
		return err
	})
}
