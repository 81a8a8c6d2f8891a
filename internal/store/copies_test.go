package store_test

import (
	"testing"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// TestCopies asks each engine: SQLite, and a PostgreSQL that waits for no standby, keep one copy.
func TestCopies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c, err := db.Copies(t.Context())
		if err != nil || c.Two() || c.Now != 0 || (c.Commit == "on") != (db.Engine() == store.Postgres) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
