package seal_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/leaktest"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// victimEnv names the folder in which the test binary changes the root key until it is killed.
const victimEnv = "ZHIBAO_TEST_ROTATE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimEnv); dir != "" {
		fmt.Fprintln(os.Stderr, rotateForever(dir))
		os.Exit(1)
	}
	os.Exit(leaktest.Main(m))
}

// rotateForever changes the root key again and again, each time as the command does.
func rotateForever(dir string) error {
	ctx := context.Background()
	for {
		db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "t.db"))
		if err != nil {
			return err
		}
		root, err := seal.OpenRoot(seal.Source{File: filepath.Join(dir, "keys", "root.key")})
		if err != nil {
			return err
		}
		if _, err := seal.NewRing(ctx, db, root, seal.Options{}); err != nil {
			return err
		}
		if err := root.Rotate(""); err != nil {
			return err
		}
		if _, err := seal.NewRing(ctx, db, root, seal.Options{}); err != nil {
			return err
		}
		if err := db.Close(); err != nil {
			return err
		}
		fmt.Println("changed")
	}
}

// A kept is a text that must be read whatever happens to the root key.
type kept struct{ box, scoped []byte }

func keep(t *testing.T, db *store.DB, r *seal.Ring) kept {
	t.Helper()
	k := newCase(t, db, r, 1, 10)
	out := kept{box: k.Seal("place", []byte(secret))}
	if err := db.Write(t.Context(), func(tx *store.Tx) error {
		s, err := r.Scope(t.Context(), tx, "hotline")
		out.scoped = s.Seal("place", []byte(secret))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func (k kept) read(t *testing.T, db *store.DB, r *seal.Ring) {
	t.Helper()
	key, err := caseKey(db, r, 10)
	if err != nil {
		t.Fatal(err)
	}
	var scope seal.Key
	if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
		scope, err = r.Scope(t.Context(), tx, "hotline")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, each := range []struct {
		key seal.Key
		box []byte
	}{{key, k.box}, {scope, k.scoped}} {
		if got, err := each.key.Open("place", each.box); err != nil || string(got) != secret {
			t.Fatalf("%q, %v", got, err)
		}
	}
}

// After a change the old key file is worth nothing for the database, everything is read with the
// new one, and a database from before the change is read and follows.
func TestRotate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		dir := t.TempDir()
		file, old := filepath.Join(dir, "root.key"), filepath.Join(dir, "old.key")
		root := openRoot(t, file)
		k := keep(t, db, newRing(t, db, root))
		for n := range 3 {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(old, content, 0o600); err != nil {
				t.Fatal(err)
			}
			root := openRoot(t, file)
			newRing(t, db, root)
			if err := root.Rotate(""); err != nil {
				t.Fatal(err)
			}
			// Between the two steps: the file is new, the database is not.
			again := openRoot(t, file)
			if again.Changes() != n+1 {
				t.Errorf("%d changes, want %d", again.Changes(), n+1)
			}
			k.read(t, db, newRing(t, db, again))
			if _, err := seal.NewRing(t.Context(), db, openRoot(t, old), seal.Options{}); fault.CodeOf(err) != "seal.wrong_root" {
				t.Errorf("the old key file still opens the database: %v", err)
			}
		}
	})
}

// A database that is restored from before two changes is read with today's key file; what was
// shredded in between stays unreadable in it.
func TestRotateThenRestore(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "keys", "root.key")
	open := func(name string) *store.DB {
		t.Helper()
		db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	db := open("t.db")
	r := newRing(t, db, openRoot(t, file))
	k := keep(t, db, r)
	newCase(t, db, r, 1, 11)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "backup.db"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		db := open("t.db")
		root := openRoot(t, file)
		r := newRing(t, db, root)
		shred(t, db, r, 11, time.Unix(1, 0))
		if _, err := r.Sweep(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if err := root.Rotate(""); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	back := open("backup.db")
	defer back.Close()
	r = newRing(t, back, openRoot(t, file))
	k.read(t, back, r)
	if _, err := caseKey(back, r, 11); fault.CodeOf(err) != "seal.shredded" {
		t.Errorf("a shredded case in an old database: %v", err)
	}
}

// The root key may come from the environment and is then changed for that of another variable.
func TestRotateEnvironment(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	file := filepath.Join(t.TempDir(), "root.key")
	for n, name := range []string{"ZB_ROOT_A", "ZB_ROOT_B"} {
		t.Setenv(name, hex.EncodeToString(fmt.Appendf(nil, "%032d", n)))
	}
	open := func(env string) (*seal.Root, error) {
		return seal.OpenRoot(seal.Source{File: file, Env: env, Make: true})
	}
	root, err := open("ZB_ROOT_A")
	if err != nil {
		t.Fatal(err)
	}
	k := keep(t, db, newRing(t, db, root))
	for env, code := range map[string]string{"": "seal.rotate_env", "ZB_NONE": "seal.env", "ZB_ROOT_A": "seal.same_root"} {
		if err := root.Rotate(env); fault.CodeOf(err) != code {
			t.Errorf("%q: %v", env, err)
		}
	}
	if err := root.Rotate("ZB_ROOT_B"); err != nil {
		t.Fatal(err)
	}
	if _, err := open("ZB_ROOT_A"); fault.CodeOf(err) != "seal.key_file" {
		t.Errorf("the old variable still opens the key file: %v", err)
	}
	root, err = open("ZB_ROOT_B")
	if err != nil {
		t.Fatal(err)
	}
	k.read(t, db, newRing(t, db, root))
	if err := openRoot(t, filepath.Join(t.TempDir(), "other.key")).Rotate("ZB_ROOT_B"); fault.CodeOf(err) != "seal.rotate_env" {
		t.Errorf("a key of the file was changed for one of the environment: %v", err)
	}
}

// Killed at any moment while the root key is being changed, everything is still read.
func TestRotateKilled(t *testing.T) {
	dir := t.TempDir()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "keys", "root.key")
	k := keep(t, db, newRing(t, db, openRoot(t, file)))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	changes := 0
	for n := range 25 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), victimEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The first change says that the process is under way; then any moment will do.
		if _, err := out.Read(make([]byte, 8)); err != nil {
			t.Fatalf("round %d: the victim changed nothing: %v", n, err)
		}
		time.Sleep(rand.N(30 * time.Millisecond))
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // says "killed"
		db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "t.db"))
		if err != nil {
			t.Fatal(err)
		}
		root := openRoot(t, file)
		k.read(t, db, newRing(t, db, root))
		changes = root.Changes()
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// What the kills left half-written is gone with the next change.
	if err := openRoot(t, file).Rotate(""); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(file + ".*.new"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	t.Logf("%d changes, 25 kills", changes)
	if changes < 25 {
		t.Errorf("only %d changes", changes)
	}
}
