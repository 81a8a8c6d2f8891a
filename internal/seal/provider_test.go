package seal_test

import (
	"bytes"
	"crypto/rand"
	"path/filepath"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// Both providers do the same: seal, find again, sign, stay after a restart that says nothing, and refuse
// to be exchanged.
func TestProviders(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		p := seal.SM
		db, file := storetest.Open(t, url), filepath.Join(t.TempDir(), "key")
		conforms(t, db, openRoot(t, file), p, seal.SM4GCM)
		if _, err := seal.NewRing(t.Context(), db, openRoot(t, file), seal.Options{Provider: seal.International}); fault.CodeOf(err) != "seal.provider" {
			t.Errorf("another provider: %v", err)
		}
	})
	storetest.EachURL(t, func(t *testing.T, url string) {
		conforms(t, storetest.Open(t, url), openRoot(t, filepath.Join(t.TempDir(), "key")), "", seal.AES256GCM)
	})
	if _, err := seal.ParseProvider("md5"); fault.CodeOf(err) != "seal.provider_unknown" {
		t.Error(err)
	}
}

// conforms works with a new database under a provider.
func conforms(t *testing.T, db *store.DB, root *seal.Root, p seal.Provider, want seal.Algorithm) {
	t.Helper()
	if err := db.Migrate(t.Context(), seal.Schema()); err != nil {
		t.Fatal(err)
	}
	ring, err := seal.NewRing(t.Context(), db, root, seal.Options{Provider: p})
	if err != nil {
		t.Fatal(err)
	}
	k := newCase(t, db, ring, 1, 1)
	box := k.Seal("x", []byte(secret))
	// A restart that names no provider has the one of the database.
	again, err := seal.NewRing(t.Context(), db, root, seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	k2, err := caseKey(db, again, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k2.Open("x", box); err != nil || string(got) != secret || box[0] != byte(want) || k2.Algorithm() != want {
		t.Errorf("%q, %v, algorithm %d", got, err, box[0])
	}
	if !bytes.Equal(k.MAC("lookup", []byte("a")), k2.MAC("lookup", []byte("a"))) || bytes.Equal(k.MAC("lookup", []byte("a")), k.MAC("lookup", []byte("b"))) {
		t.Error("a keyed digest is not found again, or is found for something else")
	}
	for i := range box {
		changed := bytes.Clone(box)
		changed[i] ^= 1
		if _, err := k2.Open("x", changed); err == nil {
			t.Fatalf("a change of byte %d went unnoticed", i)
		}
	}
	// Text that says it was sealed in the other way opens as well.
	for _, a := range []seal.Algorithm{seal.AES256GCM, seal.SM4GCM} {
		aead, err := k.AEAD(a)
		if err != nil {
			t.Fatal(err)
		}
		other := append([]byte{byte(a)}, make([]byte, 12)...)
		rand.Read(other[1:])
		other = aead.Seal(other, other[1:13], []byte(secret), append([]byte{byte(a)}, "x"...))
		if got, err := k2.Open("x", other); err != nil || string(got) != secret {
			t.Errorf("algorithm %d: %q, %v", a, got, err)
		}
	}
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		s, err := ring.Signer(t.Context(), tx, "center/1/seal")
		if err != nil {
			return err
		}
		sig, err := s.Sign([]byte("text"))
		if err == nil && (!seal.Signed(s.Public(), []byte("text"), sig) || seal.Signed(s.Public(), []byte("texT"), sig)) {
			t.Error("the signature does not hold, or holds for another text")
		}
		has, e := seal.ProviderOf(t.Context(), tx)
		if e != nil || (has == seal.SM) != (want == seal.SM4GCM) {
			t.Errorf("recorded: %q, %v", has, e)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
