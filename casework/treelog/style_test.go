package treelog_test

import (
	"context"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/casework/treelog"
	"zhibao/internal/identity"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// TestStyles: a center with the one family of algorithms has its chains, its log and its heads in it, and each
// record says so; both verify.
func TestStyles(t *testing.T) {
	withBoth(t, func(t *testing.T, p seal.Provider) {
		c := newCenterWith(t, p)
		c.work(3)
		c.seal()
		function, link, key := "SHA-256", 32, 32
		if p == seal.SM {
			function, link, key = "SM3", 33, 65
		}
		c.read(func(ctx context.Context, tx *store.Tx) error {
			h, err := treelog.Latest(ctx, tx, caseworktest.CenterID)
			if err != nil {
				return err
			}
			if h.Function != function || len(h.Public) != key || !h.Signed() {
				t.Errorf("head in %s, key of %d bytes, signed %t", h.Function, len(h.Public), h.Signed())
			}
			for _, table := range []string{"casework_event", "identity_audit"} {
				var shortest, longest int
				if err := tx.Row(ctx, `SELECT MIN(LENGTH(hash)), MAX(LENGTH(hash)) FROM `+table).Scan(&shortest, &longest); err != nil || shortest != link || longest != link {
					t.Errorf("%s: links of %d to %d bytes, want %d (%v)", table, shortest, longest, link, err)
				}
			}
			all, err := c.flaws(ctx, tx, h)
			if len(all) > 0 {
				t.Errorf("%q", all)
			}
			return err
		})
		if flaw, n, err := identity.VerifyAudit(t.Context(), c.office.DB); flaw != "" || n == 0 || err != nil {
			t.Errorf("audit of %d entries: %s %v", n, flaw, err)
		}
	})
}

// TestOldLogGoesOn: a log that began with SM3 and SM2 in a center with the other family goes on in them, and
// heads and proofs from before hold.
func TestOldLogGoesOn(t *testing.T) {
	c := newCenter(t)
	c.log.Begin(seal.SM)
	c.work(2)
	c.seal()
	var old *treelog.Head
	c.read(func(ctx context.Context, tx *store.Tx) (err error) {
		old, err = treelog.Latest(ctx, tx, caseworktest.CenterID)
		return err
	})
	c.log.Begin("")
	c.work(2)
	c.seal()
	c.read(func(ctx context.Context, tx *store.Tx) error {
		now, err := treelog.Extends(ctx, tx, caseworktest.CenterID, old)
		if err != nil {
			return err
		}
		if now.Function != "SM3" || now.Signer() != old.Signer() || now.Size <= old.Size {
			t.Errorf("goes on in %s with %s", now.Function, now.Signer())
		}
		all, err := c.flaws(ctx, tx, old)
		if len(all) > 0 {
			t.Errorf("%q", all)
		}
		return err
	})
}
