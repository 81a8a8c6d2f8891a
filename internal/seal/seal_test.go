package seal_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const secret = "一种可折叠的无人机机臂及其锁定方法"

func openRoot(t testing.TB, file string) *seal.Root {
	t.Helper()
	root, err := seal.OpenRoot(seal.Source{File: file, Make: true})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func newRing(t testing.TB, db *store.DB, root *seal.Root) *seal.Ring {
	t.Helper()
	if err := db.Migrate(t.Context(), seal.Schema()); err != nil {
		t.Fatal(err)
	}
	r, err := seal.NewRing(t.Context(), db, root, seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newCase(t testing.TB, db *store.DB, r *seal.Ring, centerID, caseID int64) (k seal.Key) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		k, err = r.NewCaseKey(t.Context(), tx, centerID, caseID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

func caseKey(db *store.DB, r *seal.Ring, caseID int64) (k seal.Key, err error) {
	err = db.Read(context.Background(), func(tx *store.Tx) (err error) {
		k, err = r.CaseKey(context.Background(), tx, caseID)
		return err
	})
	return k, err
}

func shred(t testing.TB, db *store.DB, r *seal.Ring, caseID int64, at time.Time) (p seal.Proof) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		p, err = r.Shred(t.Context(), tx, caseID, at)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

// Text opens with the key of its case, at its place, unchanged, and in no other way.
func TestPlaces(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
	a, b := newCase(t, db, r, 1, 10), newCase(t, db, r, 1, 11)
	place := seal.AAD(10, "title", 1)
	box := a.Seal(place, []byte(secret))
	if len(box) != len(secret)+seal.Overhead || bytes.Contains(box, []byte("无人机")) {
		t.Errorf("sealed text of %d bytes", len(box))
	}
	if got, err := a.Open(place, box); err != nil || string(got) != secret {
		t.Errorf("%q, %v", got, err)
	}
	for what, try := range map[string]func() ([]byte, error){
		"key of another case": func() ([]byte, error) { return b.Open(place, box) },
		"another case":        func() ([]byte, error) { return a.Open(seal.AAD(11, "title", 1), box) },
		"another field":       func() ([]byte, error) { return a.Open(seal.AAD(10, "inventors", 1), box) },
		"another version":     func() ([]byte, error) { return a.Open(seal.AAD(10, "title", 2), box) },
		"cut":                 func() ([]byte, error) { return a.Open(place, box[:len(box)-1]) },
		"nothing":             func() ([]byte, error) { return a.Open(place, nil) },
		"a derived key":       func() ([]byte, error) { return a.Derive("x").Open(place, box) },
	} {
		if got, err := try(); fault.CodeOf(err) != "seal.tampered" {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	for i := range box {
		changed := slices.Clone(box)
		changed[i] ^= 3 // also turns one algorithm into the other
		if _, err := a.Open(place, changed); err == nil {
			t.Errorf("a change of byte %d went unnoticed", i)
		}
	}
	if bytes.Equal(box, a.Seal(place, []byte(secret))) {
		t.Error("equal texts are recognisable")
	}
	for _, s := range []string{fmt.Sprint(a), fmt.Sprintf("%v %+v %#v %s %x", a, a, a, a, a)} {
		if !strings.Contains(s, a.Fingerprint()) && !strings.Contains(s, hex.EncodeToString([]byte(a.Fingerprint()))) {
			t.Errorf("printed as %q", s)
		}
	}
}

// The keys are the same after a restart; another root is refused in clear words.
func TestRestart(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		file := filepath.Join(t.TempDir(), "key")
		db := storetest.Open(t, url)
		box := newCase(t, db, newRing(t, db, openRoot(t, file)), 1, 7).Seal("x", []byte(secret))
		again := newRing(t, db, openRoot(t, file))
		k, err := caseKey(db, again, 7)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := k.Open("x", box); err != nil || string(got) != secret {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := caseKey(db, again, 8); fault.CodeOf(err) != "seal.no_case" {
			t.Errorf("no case: %v", err)
		}
		_, err = seal.NewRing(t.Context(), db, openRoot(t, filepath.Join(t.TempDir(), "other")), seal.Options{})
		if fault.CodeOf(err) != "seal.wrong_root" || !strings.Contains(fault.MessageOf(err), "根密钥与本数据库不符") {
			t.Errorf("wrong root: %v", err)
		}
	})
}

// SC07: after shredding, neither the database nor a backup of it made before opens the case,
// even with today's key file; the other cases stay readable in both.
func TestShred(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "key")
	db := storetest.Open(t, filepath.Join(dir, "live.db"))
	root := openRoot(t, file)
	r := newRing(t, db, root)
	for id := range int64(40) {
		newCase(t, db, r, 1, id)
	}
	if err := db.Backup(t.Context(), filepath.Join(dir, "old.db")); err != nil {
		t.Fatal(err)
	}
	k, err := caseKey(db, r, 7)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := shred(t, db, r, 7, at)
	if p.Fingerprint != k.Fingerprint() || !p.At.Equal(at) || p.CaseID != 7 {
		t.Errorf("proof %+v", p)
	}
	if again := shred(t, db, r, 7, at.Add(time.Hour)); again != p {
		t.Errorf("second proof %+v", again)
	}
	if _, err := caseKey(db, r, 7); fault.CodeOf(err) != "seal.shredded" {
		t.Errorf("after shredding: %v", err)
	}
	before, _ := os.ReadFile(file)
	for i, want := range []int{1, 0} {
		if n, err := r.Sweep(t.Context(), db); n != want || err != nil {
			t.Errorf("sweep %d: %d, %v", i, n, err)
		}
	}
	old := storetest.Open(t, filepath.Join(dir, "old.db"))
	for _, root := range []*seal.Root{root, openRoot(t, file)} {
		for name, db := range map[string]*store.DB{"live": db, "backup": old} {
			r := newRing(t, db, root)
			for id := range int64(40) {
				_, err := caseKey(db, r, id)
				if id == 7 && fault.CodeOf(err) != "seal.shredded" || id != 7 && err != nil {
					t.Errorf("%s, case %d: %v", name, id, err)
				}
			}
		}
	}
	// The restored database hands out leaves again, but not the destroyed one.
	restored := newRing(t, old, openRoot(t, file))
	newCase(t, old, restored, 1, 100)
	// Only an old copy of the key file would bring it back: the control of this test.
	if err := os.WriteFile(file, before, 0o600); err != nil {
		t.Fatal(err)
	}
	oldRing := newRing(t, old, openRoot(t, file))
	if _, err := caseKey(old, oldRing, 7); err != nil {
		t.Errorf("control: %v", err)
	}
	// Sweeping heals that, too.
	back := newRing(t, db, openRoot(t, file))
	if n, err := back.Sweep(t.Context(), db); n != 1 || err != nil {
		t.Errorf("sweep after an old key file: %d, %v", n, err)
	}
}

// A key that another process shreds is gone here at once, cached or not.
func TestShredElsewhere(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		db, other := storetest.Open(t, url), storetest.Open(t, url)
		file := filepath.Join(t.TempDir(), "key")
		here := newRing(t, db, openRoot(t, file))
		there := newRing(t, other, openRoot(t, file))
		newCase(t, db, here, 1, 1)
		if _, err := caseKey(db, here, 1); err != nil {
			t.Fatal(err)
		}
		shred(t, other, there, 1, time.Unix(0, 0))
		if _, err := caseKey(db, here, 1); fault.CodeOf(err) != "seal.shredded" {
			t.Errorf("got %v", err)
		}
	})
}

// Many cases made and read at once, with a cache that is too small, on both engines.
func TestTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := db.Migrate(t.Context(), seal.Schema()); err != nil {
			t.Fatal(err)
		}
		r, err := seal.NewRing(t.Context(), db, openRoot(t, filepath.Join(t.TempDir(), "key")), seal.Options{Cached: 5})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 8)
		for w := range int64(8) {
			go func() {
				for i := range int64(20) {
					id := w*100 + i
					var k seal.Key
					err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
						k, err = r.NewCaseKey(t.Context(), tx, w%3, id)
						return err
					})
					var got seal.Key
					if err == nil {
						got, err = caseKey(db, r, id)
					}
					if err == nil && got.Fingerprint() != k.Fingerprint() {
						err = fmt.Errorf("case %d has two keys", id)
					}
					if err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for range 8 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		var cases, leaves int
		err = db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT COUNT(*), COUNT(DISTINCT leaf) FROM seal_case`).Scan(&cases, &leaves)
		})
		if err != nil || cases != 160 || leaves != cases {
			t.Errorf("%d cases with %d leaves (%v)", cases, leaves, err)
		}
	})
}

func TestScopes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
		shared := bytes.Repeat([]byte{7}, 32)
		var a, b, nation seal.Key
		err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
			if a, err = r.Center(t.Context(), tx, 1); err != nil {
				return err
			}
			if b, err = r.Scope(t.Context(), tx, "hotline/1"); err != nil {
				return err
			}
			for range 2 {
				if err := r.ImportScope(t.Context(), tx, "nation", shared); err != nil {
					return err
				}
			}
			if err := r.ImportScope(t.Context(), tx, "nation", bytes.Repeat([]byte{8}, 32)); fault.CodeOf(err) != "seal.scope_exists" {
				return fmt.Errorf("another shared key: %w", err)
			}
			nation, err = r.Scope(t.Context(), tx, "nation")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		macs := map[string]bool{}
		for _, m := range [][]byte{a.MAC("x", nil), a.MAC("y", nil), b.MAC("x", nil), nation.MAC("x", nil), a.MAC("x", []byte{0})} {
			macs[string(m)] = true
		}
		if len(macs) != 5 {
			t.Error("MACs of different keys, purposes or data coincide")
		}
		// Another installation with the same shared secret gets the same fingerprints.
		there := storetest.Open(t, storetest.SQLite(t))
		r2 := newRing(t, there, openRoot(t, filepath.Join(t.TempDir(), "key")))
		err = there.Write(t.Context(), func(tx *store.Tx) error {
			if err := r2.ImportScope(t.Context(), tx, "nation", bytes.Repeat([]byte{7}, 32)); err != nil {
				return err
			}
			k, err := r2.Scope(t.Context(), tx, "nation")
			if err == nil && !bytes.Equal(k.MAC("x", nil), nation.MAC("x", nil)) {
				t.Error("shared keys differ")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// A copy of the data folder tells nothing of text or keys.
func TestDataFolderTellsNothing(t *testing.T) {
	dir := t.TempDir()
	db := storetest.Open(t, filepath.Join(dir, "t.db"))
	file := filepath.Join(t.TempDir(), "key")
	r := newRing(t, db, openRoot(t, file))
	k := newCase(t, db, r, 1, 1)
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO seal_key (scope, wrapped) VALUES ('text', $1)`, k.Seal("x", []byte(secret)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte("无人机")) {
			t.Errorf("the text is in %s", f.Name())
		}
	}
}

func TestRootRefuses(t *testing.T) {
	data := t.TempDir()
	out := t.TempDir()
	os.Symlink(data, filepath.Join(out, "link"))
	good := filepath.Join(out, "good")
	openRoot(t, good)
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(content)
	changed[bytes.Index(changed, []byte(`"tree": "`))+40] ^= 1
	put := func(name string, content []byte, mode os.FileMode) string {
		path := filepath.Join(out, name)
		if err := os.WriteFile(path, content, mode); err != nil {
			t.Fatal(err)
		}
		os.Chmod(path, mode)
		return path
	}
	t.Setenv("ZHIBAO_TEST_ROOT", strings.Repeat("ab", 32))
	t.Setenv("ZHIBAO_TEST_BAD", strings.Repeat("ab", 31))
	for code, src := range map[string]seal.Source{
		"seal.no_key_file":   {},
		"seal.missing":       {File: filepath.Join(out, "none")},
		"seal.inside_data":   {File: filepath.Join(data, "a", "key"), Make: true},
		"seal.inside_data/2": {File: filepath.Join(out, "link", "key"), Make: true},
		"seal.rights":        {File: put("open", content, 0o644)},
		"seal.key_file":      {File: put("cut", content[:len(content)/2], 0o600)},
		"seal.key_file/2":    {File: put("changed", changed, 0o600)},
		"seal.env":           {File: filepath.Join(out, "e"), Env: "ZHIBAO_TEST_BAD", Make: true},
		"seal.env/2":         {File: filepath.Join(out, "e"), Env: "ZHIBAO_TEST_UNSET", Make: true},
		"seal.two_roots":     {File: good, Env: "ZHIBAO_TEST_ROOT"},
	} {
		src.DataDir = data
		root, err := seal.OpenRoot(src)
		if want, _, _ := strings.Cut(code, "/"); fault.CodeOf(err) != want || root != nil {
			t.Errorf("%s: %v, a root %v", code, err, root != nil)
		}
	}
	if entries, _ := os.ReadDir(data); len(entries) > 0 {
		t.Error("something was made in the data folder")
	}
	env := seal.Source{File: filepath.Join(out, "env"), Env: "ZHIBAO_TEST_ROOT", DataDir: data, Make: true}
	for range 2 {
		if _, err := seal.OpenRoot(env); err != nil {
			t.Error(err)
		}
	}
	if b, _ := os.ReadFile(env.File); bytes.Contains(b, []byte("abab")) {
		t.Error("the root key of the environment is in the file")
	}
}

// A text that contains the query has all of its tokens, however either is written.
func TestBigrams(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
	k, other := newCase(t, db, r, 1, 1), newCase(t, db, r, 1, 2)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[一二三四五ＡＢabC（），。 1]{2,30}`).Draw(t, "text")
		runes := []rune(text)
		from := rapid.IntRange(0, len(runes)-2).Draw(t, "from")
		query := string(runes[from:rapid.IntRange(from+2, len(runes)).Draw(t, "to")])
		if !seal.Contains(text, query) {
			t.Fatalf("%q does not contain %q", text, query)
		}
		have, want := k.Bigrams("title", text), k.Bigrams("title", strings.ToUpper(query)+"，")
		if len(want) == 1 && len([]rune(strings.Trim(query, "（），。 "))) < 2 {
			return // a single character cannot be looked up
		}
		for _, w := range want {
			if !slices.Contains(have, w) {
				t.Fatalf("%q lacks a token of %q", text, query)
			}
		}
	})
	a, b := k.Bigrams("title", secret), other.Bigrams("title", secret)
	if len(a) < 12 || slices.Equal(a, b) || slices.Equal(a, k.Bigrams("inventor", secret)) {
		t.Errorf("tokens %v, %v", a, b)
	}
	if k.Bigrams("title", " ，。") != nil || len(k.Bigrams("title", strings.Repeat("甲乙丙", 1<<20))) > 3 {
		t.Error("tokens of nothing, or too many")
	}
}

func BenchmarkKey(b *testing.B) {
	db := storetest.Open(b, storetest.SQLite(b))
	file := filepath.Join(b.TempDir(), "key")
	r := newRing(b, db, openRoot(b, file))
	k := newCase(b, db, r, 1, 1)
	box := k.Seal("x", []byte(secret))
	b.Run("open title", func(b *testing.B) {
		for b.Loop() {
			k.Open("x", box)
		}
	})
	b.Run("case key", func(b *testing.B) {
		for b.Loop() {
			caseKey(db, r, 1)
		}
	})
	b.Run("bigrams of a title", func(b *testing.B) {
		for b.Loop() {
			k.Bigrams("title", secret)
		}
	})
	newCase(b, db, r, 1, 2)
	small, err := seal.NewRing(b.Context(), db, openRoot(b, file), seal.Options{Cached: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("case key, not cached", func(b *testing.B) {
		for b.Loop() {
			if _, err := caseKey(db, small, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestLeavesAreTakenOnce: no two cases have a leaf in common, past the end of a block too, and none gets a
// destroyed one after the restoration of an older database.
func TestLeavesAreTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := db.Migrate(t.Context(), seal.Schema()); err != nil {
			t.Fatal(err)
		}
		r := newRing(t, db, openRoot(t, filepath.Join(t.TempDir(), "key")))
		write := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Write(t.Context(), fn); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *store.Tx) error {
			for id := range int64(600) {
				if _, err := r.NewCaseKey(t.Context(), tx, 1, id); err != nil {
					return err
				}
			}
			return nil
		})
		var cases, leaves, low int64
		count := func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT COUNT(*), COUNT(DISTINCT leaf), MIN(leaf) FROM seal_case`).Scan(&cases, &leaves, &low)
		}
		if write(count); cases != 600 || leaves != 600 {
			t.Errorf("%d cases with %d leaves", cases, leaves)
		}
		const gone = 300 // more than a block
		write(func(tx *store.Tx) error {
			rows, err := tx.Query(t.Context(), `SELECT case_id FROM seal_case WHERE leaf < $1`, gone)
			if err != nil {
				return err
			}
			var ids []int64
			for rows.Next() {
				var id int64
				if err := rows.Scan(&id); err != nil {
					return err
				}
				ids = append(ids, id)
			}
			for _, id := range ids {
				if _, err := r.Shred(t.Context(), tx, id, time.Now()); err != nil {
					return err
				}
			}
			return rows.Err()
		})
		if n, err := r.Sweep(t.Context(), db); err != nil || n < gone-256 {
			t.Fatalf("%d leaves destroyed (%v)", n, err)
		}
		write(func(tx *store.Tx) error {
			for _, q := range []string{`DELETE FROM seal_case`, `UPDATE seal_root SET next_leaf = 0`, `UPDATE seal_block SET next_leaf = 1, until = 256`} {
				if _, err := tx.Exec(t.Context(), q); err != nil {
					return err
				}
			}
			for id := range int64(20) {
				if _, err := r.NewCaseKey(t.Context(), tx, 1, 1000+id); err != nil {
					return err
				}
			}
			return nil
		})
		for id := range int64(20) {
			if _, err := caseKey(db, r, 1000+id); err != nil {
				t.Fatalf("case %d: %v", 1000+id, err)
			}
		}
		if write(count); cases != 20 || leaves != 20 {
			t.Errorf("after the restoration %d cases with %d leaves", cases, leaves)
		}
	})
}
