package quorum

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// Products of FIPS 197, 4.2, and every element with its inverse.
func TestField(t *testing.T) {
	if got := times(0x57, 0x83); got != 0xc1 {
		t.Errorf("57·83 = %x", got)
	}
	if got := times(0x57, 0x13); got != 0xfe {
		t.Errorf("57·13 = %x", got)
	}
	for a := 1; a < 256; a++ {
		if times(byte(a), inverse(byte(a))) != 1 {
			t.Fatalf("the inverse of %x", a)
		}
	}
}

// Every choice of as many shares as are needed gives the secret; every choice of one less gives another.
func TestShares(t *testing.T) {
	secret := make([]byte, 32)
	rand.Read(secret)
	for need := 2; need <= 5; need++ {
		all := deal(secret, 5, need)
		for chosen := range 1 << 5 {
			var some [][]byte
			for i := range all {
				if chosen>>i&1 == 1 {
					some = append(some, all[i])
				}
			}
			if len(some) < need-1 || len(some) == 0 {
				continue
			}
			if got := bytes.Equal(gather(some), secret); got != (len(some) >= need) {
				t.Errorf("%d of %d shares give the secret: %v", len(some), need, got)
			}
		}
	}
}

// Fewer shares than are needed fit every secret: with one share of two known, each value of a byte has exactly
// one other share that leads to it.
func TestFewSharesTellNothing(t *testing.T) {
	known := deal([]byte{7}, 2, 2)[0]
	seen := map[byte]bool{}
	for y := range 256 {
		seen[gather([][]byte{known, {2, byte(y)}})[0]] = true
	}
	if len(seen) != 256 {
		t.Errorf("%d secrets are possible", len(seen))
	}
}

// keyFile makes a key file as the first start does.
func keyFile(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "root.key")
	root, err := seal.OpenRoot(seal.Source{File: path, Make: true})
	if err != nil {
		t.Fatal(err)
	}
	root.Close()
	if content, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// A key file divided among three is given back by any two, and by no one alone; nothing is then written.
func TestSplitAndJoin(t *testing.T) {
	path, content := keyFile(t)
	dir := t.TempDir()
	parts, err := Split(path, filepath.Join(dir, "parts"), 3, 2, time.Now())
	if err != nil || len(parts) != 3 {
		t.Fatal(parts, err)
	}
	for i, p := range parts {
		st, err := os.Stat(p)
		if err != nil || st.Mode().Perm() != 0o600 {
			t.Error(p, st, err)
		}
		to := filepath.Join(dir, "joined")
		for _, alone := range [][]string{{p}, {p, p}} {
			if err := Join(to, alone...); fault.CodeOf(err) != "quorum.few" {
				t.Errorf("%d files of one part: %v", len(alone), err)
			}
		}
		if _, err := os.Lstat(to); err == nil {
			t.Fatal("something was written")
		}
		// The program takes no part for a key file.
		if _, err := seal.OpenRoot(seal.Source{File: p}); fault.CodeOf(err) != "seal.share" {
			t.Errorf("a part as key file: %v", err)
		}
		if err := Join(to, p, parts[(i+1)%3]); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(to); err != nil || !bytes.Equal(got, content) {
			t.Error("not the key file", err)
		}
		if root, err := seal.OpenRoot(seal.Source{File: to}); err != nil {
			t.Error(err)
		} else {
			root.Close()
		}
		if err := Join(to, parts...); fault.CodeOf(err) != "quorum.there" {
			t.Errorf("over a file: %v", err)
		}
		if err := os.Remove(to); err != nil {
			t.Fatal(err)
		}
	}
}

// Parts that do not belong together, were changed or are none give nothing.
func TestJoinRefuses(t *testing.T) {
	path, _ := keyFile(t)
	dir := t.TempDir()
	parts, err := Split(path, dir, 3, 2, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	other, err := Split(path, dir, 3, 2, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	changed := func(name string, change func(*part)) string {
		p, err := read(parts[0])
		if err != nil {
			t.Fatal(err)
		}
		change(p)
		text, err := json.Marshal(p)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, name)
	}
	for want, paths := range map[string][]string{
		"quorum.mixed":   {parts[0], other[1]},
		"quorum.gone":    {parts[0], filepath.Join(dir, "nothing")},
		"quorum.damaged": {parts[1], changed("share", func(p *part) { p.Share = p.Share[:64] + "zz" })},
		"quorum.few":     {},
	} {
		if err := Join(filepath.Join(dir, "joined"), paths...); fault.CodeOf(err) != want {
			t.Errorf("want %s: %v", want, err)
		}
	}
	for name, change := range map[string]func(*part){
		"other share": func(p *part) {
			last := "00"
			if p.Share[64:] == last {
				last = "01"
			}
			p.Share = p.Share[:64] + last
		},
		"sealed": func(p *part) { p.Key[20] ^= 1 },
		"fewer":  func(p *part) { p.Parts = 2 },
	} {
		if err := Join(filepath.Join(dir, "joined"), changed(name, change), parts[1]); fault.CodeOf(err) != "quorum.damaged" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, n := range [][2]int{{3, 1}, {2, 3}, {17, 2}, {1, 1}} {
		if _, err := Split(path, dir, n[0], n[1], time.Now()); fault.CodeOf(err) != "quorum.numbers" {
			t.Errorf("%v: %v", n, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "garbage"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Split(filepath.Join(dir, "garbage"), dir, 3, 2, time.Now()); fault.CodeOf(err) != "seal.key_file" {
		t.Errorf("what is no key file: %v", err)
	}
}
