package treelog_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// TestWitness: what somebody outside signed over a head is kept for registered keys alone, beside a head of this log;
// no letter of it can be changed; a head that goes back is not signed after one that was; and when the log is written
// anew under the kept testimony, the verification names it. The log as it was is the control.
func TestWitness(t *testing.T) {
	c := newCenter(t)
	head := func() (h *treelog.Head) {
		c.seal()
		c.read(func(ctx context.Context, tx *store.Tx) (err error) {
			h, err = treelog.Latest(ctx, tx, caseworktest.CenterID)
			return err
		})
		return h
	}
	c.work(4)
	first := head()
	c.work(3)
	second := head()
	signer, err := seal.SignerOf(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	w, err := treelog.Testify(second, " 示范省\n知识产权局 ", at, signer)
	if err != nil || w.Name != "示范省 知识产权局" {
		t.Fatalf("%+v %v", w, err)
	}
	text := w.Text()
	if got, err := treelog.ParseTestimony(text); err != nil || got.Text() != text || got.Head.Root != second.Root || !got.At.Equal(at) {
		t.Errorf("%+v %v", got, err)
	}
	if h, err := treelog.ParseKept(text); err != nil || h.Size != second.Size {
		t.Errorf("as a head: %v %v", h, err)
	}
	for i := range len(text) {
		b := []byte(text)
		b[i] ^= 1
		got, err := treelog.ParseTestimony(string(b))
		// A letter of a hexadecimal number that changes its case, or white space at the end, says the same.
		if err == nil && got.Text() != text {
			t.Fatalf("byte %d changed: %q", i, b)
		}
	}
	for want, h := range map[string]*treelog.Head{"treelog.follows_back": first, "": second} {
		if err := h.Follows(second); err != nil && fault.CodeOf(err) != want || (err == nil) != (want == "") {
			t.Errorf("%d entries after %d: %v", h.Size, second.Size, err)
		}
	}
	forged := *second
	forged.Root[0] ^= 1
	if err := forged.Follows(second); fault.CodeOf(err) != "treelog.follows_forked" {
		t.Errorf("another root: %v", err)
	}
	if _, err := treelog.Testify(&forged, "省局", at, signer); fault.CodeOf(err) != "treelog.earlier_signature" {
		t.Errorf("a head that the center did not sign: %v", err)
	}
	keep := func(x *treelog.Testimony, registered ...string) error {
		return c.office.DB.Write(t.Context(), func(tx *store.Tx) error {
			return treelog.Keep(t.Context(), tx, caseworktest.CenterID, x, registered)
		})
	}
	if err := keep(w, "abcdef"); fault.CodeOf(err) != "treelog.witness_unknown" {
		t.Errorf("a key that nobody registered: %v", err)
	}
	other := newCenter(t)
	other.work(4)
	other.seal()
	if err := other.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return treelog.Keep(t.Context(), tx, caseworktest.CenterID, w, []string{w.Signer()})
	}); fault.CodeOf(err) != "treelog.shorter" && fault.CodeOf(err) != "treelog.forked" {
		t.Errorf("the head of another log: %v", err)
	}
	for range 2 { // twice is once
		if err := keep(w, strings.ToUpper(w.Signer())); err != nil {
			t.Fatal(err)
		}
	}
	verify := func(ctx context.Context, tx *store.Tx) (v treelog.Verified) {
		v, err := treelog.Verify(ctx, tx, soon())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c.read(func(ctx context.Context, tx *store.Tx) error {
		if v := verify(ctx, tx); v.Seen != 1 || len(v.Flaws) != 0 {
			t.Errorf("%+v", v)
		}
		all, err := treelog.Testimonies(ctx, tx, caseworktest.CenterID, 10)
		if len(all) != 1 || all[0].Signer() != w.Signer() {
			t.Errorf("%+v", all)
		}
		return err
	})
	c.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE treelog_witness SET text = $1`, strings.Replace(text, "示范省", "别的省", 1))
		return err
	})
	c.read(func(ctx context.Context, tx *store.Tx) error {
		if v := verify(ctx, tx); len(v.Flaws) != 1 || !strings.Contains(v.Flaws[0], "见证") {
			t.Errorf("a testimony that was changed: %v", v.Flaws)
		}
		return nil
	})
	// A testimony over a head that this log never had: the log was written anew.
	rest := *w
	c.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE treelog_witness SET text = $1`, rest.Text())
		if err == nil {
			_, err = tx.Exec(ctx, `DELETE FROM treelog_head WHERE size > $1`, first.Size)
		}
		return err
	})
	c.read(func(ctx context.Context, tx *store.Tx) error {
		n, flaws, err := treelog.Testified(ctx, tx)
		if n != 1 || len(flaws) != 1 || !strings.Contains(flaws[0], "少于") {
			t.Errorf("a log that was cut off: %d %v", n, flaws)
		}
		return err
	})
}
