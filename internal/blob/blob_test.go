package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const canary = "金丝雀：一种可折叠的无人机机臂"

// keys returns the keys of two cases.
func keys(t testing.TB, a seal.Algorithm) (k [2]seal.Key) {
	t.Helper()
	db := storetest.Open(t, storetest.SQLite(t))
	if err := db.Migrate(t.Context(), seal.Schema()); err != nil {
		t.Fatal(err)
	}
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "key"), Make: true})
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.NewRing(t.Context(), db, root, seal.Options{Provider: map[seal.Algorithm]seal.Provider{seal.SM4GCM: seal.SM}[a]})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		for i := range k {
			if k[i], err = ring.NewCaseKey(t.Context(), tx, 1, int64(i)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := NewStore(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func text(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(n)})
	r.Read(b)
	copy(b, canary)
	return b
}

func put(t testing.TB, s *Store, k seal.Key, place string, b []byte) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), k, place, bytes.NewReader(b), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func files(t testing.TB, s *Store) (out []string) {
	t.Helper()
	filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			out = append(out, path)
		}
		return err
	})
	return out
}

var sizes = []int{0, 1, 100, frameText - 1, frameText, frameText + 1, 3*frameText + 5}

// What was put comes back, whole and from any offset, with both algorithms.
func TestPutOpen(t *testing.T) {
	for _, a := range []seal.Algorithm{seal.AES256GCM, seal.SM4GCM} {
		s, k := newStore(t), keys(t, a)[0]
		for _, n := range sizes {
			want := text(n)
			ref := put(t, s, k, "1/x/1", want)
			sum := sha256.Sum256(want)
			if ref.Size != int64(n) || ref.SHA256 != hex.EncodeToString(sum[:]) || ref.Address == ref.SHA256 {
				t.Errorf("%d bytes: %+v", n, ref)
			}
			f, err := s.Open(t.Context(), k, Ref{Address: ref.Address, Place: ref.Place})
			if err != nil {
				t.Fatal(err)
			}
			if f.Ref != ref {
				t.Errorf("opened %+v, put %+v", f.Ref, ref)
			}
			if err := iotest.TestReader(f, want); err != nil {
				t.Errorf("%d bytes: %v", n, err)
			}
			if err := s.Verify(t.Context(), k, ref); err != nil {
				t.Errorf("%d bytes: %v", n, err)
			}
			f.Close()
		}
	}
}

// The folder shows neither the text nor that two cases hold the same text; the same text at
// the same place is one file.
func TestFolderTellsNothing(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)
	content := []byte(strings.Repeat(canary, 3000))
	a, again := put(t, s, k[0], "1/x/1", content), put(t, s, k[0], "1/x/1", content)
	b, c := put(t, s, k[1], "1/x/1", content), put(t, s, k[0], "1/y/1", content)
	if a != again || a.Address == b.Address || a.Address == c.Address || len(files(t, s)) != 3 {
		t.Errorf("%+v %+v %+v %+v", a, again, b, c)
	}
	// A call that is cut short leaves ciphertext only, and not for long.
	slow := io.MultiReader(bytes.NewReader(content), iotest.ErrReader(errors.New("cut")))
	if _, err := s.Put(t.Context(), k[0], "1/z/1", slow, 1<<30); err == nil {
		t.Error("no error")
	}
	var checked int
	for _, path := range files(t, s) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		checked += len(raw)
		if bytes.Contains(raw, []byte("金丝雀")) || bytes.Contains([]byte(path), []byte(a.SHA256)) {
			t.Errorf("%s tells something", path)
		}
		if st, _ := os.Stat(path); st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", path, st.Mode())
		}
	}
	if checked < 3*len(content) || len(files(t, s)) != 3 {
		t.Errorf("%d bytes in %d files", checked, len(files(t, s)))
	}
}

// A temporary file that exists while a call is under way holds no text.
func TestTempFile(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)[0]
	r, w := io.Pipe()
	done := make(chan error)
	go func() {
		_, err := s.Put(context.Background(), k, "1/x/1", r, 1<<30)
		done <- err
	}()
	for range 50 {
		w.Write([]byte(strings.Repeat(canary, 200)))
	}
	temp := files(t, s)
	if len(temp) != 1 {
		t.Fatal(temp)
	}
	raw, err := os.ReadFile(temp[0])
	if err != nil || len(raw) < frameText || bytes.Contains(raw, []byte("金丝雀")) {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	w.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Every way to tamper is found, before a byte of what was tampered with is handed out.
func TestDamage(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)
	want := text(3*frameText + 500)
	ref := put(t, s, k[0], "1/x/1", want)
	path := s.path(ref.Address)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	frame := func(n int) []byte { return good[headerSize+n*frameSize:][:frameSize] }
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	trailer := good[len(good)-trailerSize:]
	otherRef := put(t, s, k[0], "1/y/1", append([]byte("other"), want[5:]...))
	other, _ := os.ReadFile(s.path(otherRef.Address))
	elsewhere, _ := os.ReadFile(s.path(put(t, s, k[0], "1/x/1", text(77)).Address))
	cases := map[string][]byte{
		"empty":             {},
		"header only":       good[:headerSize],
		"last frame gone":   join(good[:headerSize+3*frameSize], trailer),
		"no trailer":        good[:len(good)-trailerSize],
		"one byte less":     good[:len(good)-1],
		"one byte more":     join(good, []byte{0}),
		"frames exchanged":  join(good[:headerSize], frame(1), frame(0), good[headerSize+2*frameSize:]),
		"frame twice":       join(good[:headerSize], frame(0), frame(0), good[headerSize+2*frameSize:]),
		"frame more":        join(good[:headerSize], frame(0), good[headerSize:]),
		"another file":      elsewhere,
		"another place":     other,
		"another's trailer": join(good[:len(good)-trailerSize], other[len(other)-trailerSize:]),
		"another's header":  join(other[:headerSize], good[headerSize:]),
		"another's frame":   join(good[:headerSize], other[headerSize:][:frameSize], good[headerSize+frameSize:]),
	}
	for range 300 {
		b := bytes.Clone(good)
		i := rand.IntN(len(b))
		if rand.IntN(2) == 0 {
			i = []int{rand.IntN(headerSize), len(b) - 1 - rand.IntN(trailerSize)}[rand.IntN(2)]
		}
		b[i] ^= 1 << rand.IntN(8)
		cases["bit of byte "+string(rune('0'+i%10))+hex.EncodeToString([]byte{byte(i >> 16), byte(i >> 8), byte(i)})] = b
	}
	for name, content := range cases {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(t.Context(), k[0], ref); fault.CodeOf(err) != "blob.damaged" {
			t.Errorf("%s: %v", name, err)
		}
		f, err := s.Open(t.Context(), k[0], ref)
		if err != nil {
			continue
		}
		got, err := io.ReadAll(f)
		if err == nil || !bytes.HasPrefix(want, got) {
			t.Errorf("%s: %d bytes were handed out, %v", name, len(got), err)
		}
		f.Close()
	}
	// Put repairs it.
	if again := put(t, s, k[0], "1/x/1", want); again != ref {
		t.Errorf("%+v", again)
	}
	for name, try := range map[string]struct {
		key seal.Key
		ref Ref
	}{
		"another case":  {k[1], ref},
		"another place": {k[0], Ref{Address: ref.Address, Place: "1/x/2"}},
		"another sum":   {k[0], Ref{ref.Address, ref.Place, otherRef.SHA256, ref.Size}},
	} {
		if _, err := s.Open(t.Context(), try.key, try.ref); fault.CodeOf(err) != "blob.damaged" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Verify(t.Context(), k[0], ref); err != nil {
		t.Error(err)
	}
}

func TestBounds(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)[0]
	if _, err := s.Put(t.Context(), k, "x", bytes.NewReader(text(1000)), 1000); err != nil {
		t.Error(err)
	}
	_, err := s.Put(t.Context(), k, "x", bytes.NewReader(text(2<<20+1)), 2<<20)
	if fault.KindOf(err) != fault.TooLarge || !strings.Contains(fault.MessageOf(err), "2 MB") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	endless := readerFunc(func(b []byte) (int, error) { cancel(); return len(b), nil })
	if _, err := s.Put(ctx, k, "x", endless, 1<<40); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for _, address := range []string{"", "..", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("../", 21) + "x", strings.Repeat("a", 64)} {
		// What could be an address and is not there was lost: the log and the page must say so.
		kind := fault.Missing
		if address == strings.Repeat("a", 64) {
			kind = fault.Unavailable
		}
		if _, err := s.Open(t.Context(), k, Ref{Address: address, Place: "x"}); fault.CodeOf(err) != "blob.missing" || fault.KindOf(err) != kind {
			t.Errorf("%q: %v", address, err)
		}
		if err := s.Delete(t.Context(), address); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	if len(files(t, s)) != 1 {
		t.Error(files(t, s))
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestDeleteAndGC(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)[0]
	used, unused, fresh, gone := put(t, s, k, "1", text(10)), put(t, s, k, "2", text(10)),
		put(t, s, k, "3", text(10)), put(t, s, k, "4", text(10))
	foreign := filepath.Join(s.dir, "README")
	left := filepath.Join(s.dir, tempDir, randomName())
	for _, path := range []string{foreign, left} {
		os.WriteFile(path, nil, 0o600)
	}
	now := time.Now()
	for _, path := range append(files(t, s), foreign) {
		if path != s.path(fresh.Address) {
			os.Chtimes(path, now.Add(-48*time.Hour), now.Add(-48*time.Hour))
		}
	}
	if err := s.Delete(t.Context(), gone.Address); err != nil {
		t.Error(err)
	}
	n, err := s.GC(t.Context(), now.Add(-24*time.Hour), func(a string, _ time.Time) (bool, error) { return a == used.Address, nil })
	if n != 2 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	for ref, want := range map[Ref]string{used: "internal", fresh: "internal", unused: "blob.missing", gone: "blob.missing"} {
		if err := s.Verify(t.Context(), k, ref); err != nil != (want == "blob.missing") {
			t.Errorf("%s: %v", ref.Place, err)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a foreign file was removed")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("remains were not removed")
	}
	stop := errors.New("stop")
	if _, err := s.GC(t.Context(), now.Add(time.Hour), func(_ string, _ time.Time) (bool, error) { return false, stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

// Many put the same and different texts while GC runs; what was put last is there.
func TestTogether(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)[0]
	var wg sync.WaitGroup
	before := time.Now().Add(-time.Minute)
	for w := range 6 {
		wg.Go(func() {
			for i := range 15 {
				ref, err := s.Put(t.Context(), k, "x", bytes.NewReader(text(100+(w+i)%5)), 1<<20)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Verify(t.Context(), k, ref); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			if _, err := s.GC(t.Context(), before, func(_ string, _ time.Time) (bool, error) { return false, nil }); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	if n := len(files(t, s)); n != 5 {
		t.Errorf("%d files", n)
	}
}

func BenchmarkBlob(b *testing.B) {
	for name, a := range map[string]seal.Algorithm{"aes": seal.AES256GCM, "sm4": seal.SM4GCM} {
		s, k := newStore(b), keys(b, a)[0]
		content := text(10 << 20)
		b.Run(name+"/put 10 MB", func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				put(b, s, k, "x", content)
			}
		})
		ref := put(b, s, k, "x", content)
		b.Run(name+"/read 10 MB", func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				f, err := s.Open(b.Context(), k, ref)
				if err != nil {
					b.Fatal(err)
				}
				io.Copy(io.Discard, f)
				f.Close()
			}
		})
	}
}
