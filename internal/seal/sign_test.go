package seal_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// TestSigner: a signing key is the same whenever it is asked for, another for another scope, and signs
// what nobody else can.
func TestSigner(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
	get := func(scope string) (s *seal.Signer) {
		t.Helper()
		if err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
			s, err = r.Signer(t.Context(), tx, scope)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	one, again, other := get("seal/1"), get("seal/1"), get("seal/2")
	if !bytes.Equal(one.Public(), again.Public()) || bytes.Equal(one.Public(), other.Public()) {
		t.Error("the key of a scope is not its own")
	}
	message := []byte("文书")
	sig, err := one.Sign(message)
	if err != nil {
		t.Fatal(err)
	}
	if !seal.Signed(one.Public(), message, sig) {
		t.Error("a good signature was refused")
	}
	bad := bytes.Clone(sig)
	bad[len(bad)-1] ^= 1
	for name, ok := range map[string]bool{"other key": seal.Signed(other.Public(), message, sig), "other message": seal.Signed(one.Public(), []byte("文号"), sig),
		"changed": seal.Signed(one.Public(), message, bad), "none": seal.Signed(one.Public(), message, nil), "no key": seal.Signed(nil, message, sig)} {
		if ok {
			t.Errorf("%s: taken for a good signature", name)
		}
	}
	der, err := one.Certificate("示范中心", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	public, name, err := seal.CertifiedKey(der)
	if err != nil || !bytes.Equal(public, one.Public()) || name != "示范中心" {
		t.Errorf("certificate of %q: %v", name, err)
	}
	if _, _, err := seal.CertifiedKey(der[:40]); err == nil {
		t.Error("half a certificate was taken")
	}
	if got := fmt.Sprintf("%v %+v %#v", one, one, one); bytes.Contains([]byte(got), []byte("key:")) || !bytes.Contains([]byte(got), []byte(seal.SignerID(one.Public()))) {
		t.Errorf("printed as %s", got)
	}
}

// Only the holder of the private key takes out what was enclosed, and only as it was.
func TestEnclose(t *testing.T) {
	a, b := bytes.Repeat([]byte{3}, 32), bytes.Repeat([]byte{4}, 32)
	mine, err := seal.OpenerOf(a)
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.OpenerOf(b)
	if err != nil {
		t.Fatal(err)
	}
	key, box, err := seal.Enclose(mine.Public())
	if err != nil {
		t.Fatal(err)
	}
	sealed := key.Seal("place", []byte("text"))
	got, err := mine.Open(box)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := got.Open("place", sealed); err != nil || string(plain) != "text" {
		t.Fatalf("%q, %v", plain, err)
	}
	if _, err := other.Open(box); fault.CodeOf(err) != "seal.enclosed" {
		t.Errorf("another key opens it: %v", err)
	}
	box[len(box)-1] ^= 1
	if _, err := mine.Open(box); fault.CodeOf(err) != "seal.enclosed" {
		t.Errorf("a changed box opens: %v", err)
	}
	if _, _, err := seal.Enclose([]byte("no key")); fault.CodeOf(err) != "seal.public" {
		t.Errorf("no key: %v", err)
	}
	if s := fmt.Sprintf("%v %+v %#v", mine, mine, mine); strings.Contains(s, "3, 3") || !strings.Contains(s, seal.SignerID(mine.Public())) {
		t.Error(s)
	}
}

// TestHands: in either way what was signed is that of its own key and message, and a key tells its way.
func TestHands(t *testing.T) {
	for _, p := range []seal.Provider{seal.SM, seal.International} {
		db := storetest.Open(t, storetest.SQLite(t))
		r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
		var a, b, again seal.Hand
		err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
			for scope, h := range map[string]*seal.Hand{"a": &a, "b": &b} {
				if *h, err = r.Hand(t.Context(), tx, scope, p); err != nil {
					return err
				}
			}
			again, err = r.Hand(t.Context(), tx, "a", p)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		signed, err := a.Sign([]byte("message"))
		if err != nil {
			t.Fatal(err)
		}
		if !seal.Signed(again.Public(), []byte("message"), signed) || seal.HandOf(a.Public()) != p {
			t.Errorf("%s: the signature does not hold", p)
		}
		if seal.Signed(b.Public(), []byte("message"), signed) || seal.Signed(a.Public(), []byte("massage"), signed) || seal.Signed(a.Public()[1:], []byte("message"), signed) || seal.Signed(nil, nil, nil) {
			t.Errorf("%s: a false signature holds", p)
		}
	}
}

// TestLinks: a link says in which function it was made.
func TestLinks(t *testing.T) {
	write := func(h hash.Hash) { h.Write([]byte("abc")) }
	// GB/T 32905 annex A, FIPS 180-4.
	for p, want := range map[seal.Provider]string{seal.SM: "0266c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", seal.International: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"} {
		sum := p.Sum(write)
		if hex.EncodeToString(sum) != want || seal.Summed(sum) != p {
			t.Errorf("%s: %x, which is of %s", p, sum, seal.Summed(sum))
		}
	}
}
