package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestCEF: whatever stands in an entry makes one line of as many fields, and no field of its own.
func TestCEF(t *testing.T) {
	e := identity.Entry{Seq: 3, Actor: 7, At: time.UnixMilli(1795000000123), Name: "王五|=\\", Act: "sign.failed", Object: "甲\nCEF:0|x|x|x|x|x|9|suid=1", Detail: "乙\r\x1b[31m\u202e suid=8", IP: "10.0.0.1"}
	const want = `CEF:0|zhibao|zhibao|v1\|2|sign.failed|sign.failed|7|rt=1795000000123 externalId=3 deviceExternalId=9 suid=7 suser=王五|\=\\ src=10.0.0.1 cs1Label=object cs1=甲\nCEF:0|x|x|x|x|x|9|suid\=1 msg=乙\r [31m  suid\=8`
	if got := e.CEF(9, "v1|2"); got != want {
		t.Errorf("\n%s\n%s", got, want)
	}
	bare := identity.Entry{Seq: 1, At: time.UnixMilli(0), Act: "sign.in"}.CEF(1, "")
	if !strings.HasSuffix(bare, "|3|rt=0 externalId=1 deviceExternalId=1 suid=0") {
		t.Error(bare)
	}
}

// TestEntriesAfter: each entry once, in order, and none of another center.
func TestEntriesAfter(t *testing.T) {
	b, db, _ := newBook(t)
	ctx := context.Background()
	must(t, db.Write(ctx, func(tx *store.Tx) error {
		for _, center := range []int64{1, 2, 1, 1, 2} {
			if err := b.Audit(ctx, tx, identity.Who{Center: center}, "test", "", ""); err != nil {
				return err
			}
		}
		return nil
	}))
	var seqs []int64
	must(t, db.Read(ctx, func(tx *store.Tx) error {
		for {
			some, err := identity.EntriesAfter(ctx, tx, 1, int64(len(seqs)), 2)
			if err != nil || len(some) == 0 {
				return err
			}
			for _, e := range some {
				seqs = append(seqs, e.Seq)
			}
		}
	}))
	if len(seqs) != 3 || seqs[0] != 1 || seqs[1] != 2 || seqs[2] != 3 {
		t.Error(seqs)
	}
}
