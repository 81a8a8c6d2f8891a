package store_test

import (
	"context"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// A text that one of the engines cannot hold is refused by both, with words, and so is a question with one.
func TestUnsoundText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		for _, s := range []string{"机械"[:4], "a\x00b", "\xff"} {
			err := db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, s) })
			if fault.CodeOf(err) != "store.text" || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q is written: %v", s, err)
			}
			for way, do := range map[string]func(context.Context, func(*store.Tx) error) error{"read": db.Read, "write": db.Write} {
				err = do(ctx, func(tx *store.Tx) error {
					return tx.Row(ctx, `SELECT id FROM t_case WHERE number = $1`, s).Scan(new(int64))
				})
				if fault.CodeOf(err) != "store.text" {
					t.Errorf("%q is looked for in a %s: %v", s, way, err)
				}
			}
		}
		if err := db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, "机械🤖\t\n") }); err != nil || count(t, db, "t_case") != 1 {
			t.Errorf("what is sound: %v", err)
		}
	})
}
