package similarity

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// words makes texts of made-up words; edits exchanges a share of them.
type words struct{ r *rand.Rand }

func newWords(seed uint64) words { return words{rand.New(rand.NewPCG(seed, 7))} }

func (w words) word() string {
	var b strings.Builder
	for range 2 + w.r.IntN(2) {
		b.WriteRune('一' + rune(w.r.IntN(1000)*w.r.IntN(1000)/250))
	}
	return b.String()
}

func (w words) text(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = w.word()
	}
	return out
}

func (w words) edited(text []string, rate float64) []string {
	out := slices.Clone(text)
	for i := range out {
		if w.r.Float64() < rate {
			out[i] = w.word()
		}
	}
	return out
}

func joinedWords(text []string) string { return strings.Join(text, "") }

func TestQuery(t *testing.T) {
	w := newWords(1)
	x := New(Label{Collection: "published"})
	var texts [][]string
	for i := range 3000 {
		texts = append(texts, w.text(60+w.r.IntN(400)))
		if err := x.Add(int64(1000+i), FingerprintOf(joinedWords(texts[i]))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 200 {
		edited := joinedWords(w.edited(texts[i], 0.2))
		got := x.Query(FingerprintOf(edited), Wish{})
		if len(got) == 0 || got[0].ID != int64(1000+i) {
			t.Fatalf("text %d: %v", i, got)
		}
		if len(got) > 3 {
			t.Errorf("text %d: %d others are taken for alike", i, len(got)-1)
		}
	}
	if got := x.Query(FingerprintOf(joinedWords(w.text(300))), Wish{}); len(got) != 0 {
		t.Errorf("a stranger is like %v", got)
	}
	if got := x.Query(FingerprintOf("短"), Wish{}); len(got) != 0 {
		t.Errorf("one letter is like %v", got)
	}
}

// TestTitle: a short text is found, too, when a word of it is exchanged.
func TestTitle(t *testing.T) {
	x := New(Label{})
	for i, s := range []string{"一种液冷板的蛇形流道结构", "一种纺织机械的送经机构", "液冷板"} {
		if err := x.Add(int64(i), FingerprintOf(s)); err != nil {
			t.Fatal(err)
		}
	}
	if got := x.Query(FingerprintOf("一种液冷板的螺旋流道结构"), Wish{}); len(got) != 1 || got[0].ID != 0 {
		t.Errorf("%v", got)
	}
}

// TestIndexIsAMap adds, replaces, deletes, saves and opens in any order, and holds the index against a
// plain map of fingerprints.
func TestIndexIsAMap(t *testing.T) {
	w := newWords(2)
	var pool []Fingerprint
	for range 40 {
		pool = append(pool, FingerprintOf(joinedWords(w.text(100))))
	}
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "index")
		x := New(Label{Collection: "一", Inside: true})
		want := map[int64]int{}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			id := rapid.Int64Range(-3, 12).Draw(rt, "id")
			switch rapid.IntRange(0, 9).Draw(rt, "step") {
			case 0, 1, 2, 3, 4:
				text := rapid.IntRange(0, len(pool)-1).Draw(rt, "text")
				if err := x.Add(id, pool[text]); err != nil {
					rt.Fatal(err)
				}
				want[id] = text
			case 5, 6:
				_, there := want[id]
				if x.Delete(id) != there {
					rt.Fatalf("delete %d: there %v", id, there)
				}
				delete(want, id)
			case 7:
				if err := x.freeze(); err != nil {
					rt.Fatal(err)
				}
			default:
				if err := errors.Join(x.Save(path), x.Close()); err != nil {
					rt.Fatal(err)
				}
				var err error
				if x, err = Open(path); err != nil {
					rt.Fatal(err)
				}
				if x.Label() != (Label{Collection: "一", Inside: true}) {
					rt.Fatal(x.Label())
				}
			}
			if x.Len() != len(want) {
				rt.Fatalf("%d texts, want %d", x.Len(), len(want))
			}
			for text := range pool[:5] {
				var ids, wants []int64
				for _, m := range x.Query(pool[text], Wish{}) {
					if m.Alike == 1 {
						ids = append(ids, m.ID)
					}
				}
				for id, v := range want {
					if v == text {
						wants = append(wants, id)
					}
				}
				slices.Sort(wants)
				if !slices.Equal(ids, wants) {
					rt.Fatalf("text %d: %v, want %v", text, ids, wants)
				}
			}
		}
		if err := x.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// TestDamaged changes and cuts the file of an index at many places: it is refused or, where the byte
// fills a gap, reads as before.
func TestDamaged(t *testing.T) {
	w := newWords(3)
	var b Builder
	for i := range 50 {
		if err := b.Add(int64(i), FingerprintOf(joinedWords(w.text(80)))); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "index")
	if err := b.Write(path, Label{Collection: "x"}); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKeyed(path); !errors.Is(err, ErrFile) {
		t.Errorf("an open index was taken for a keyed one: %v", err)
	}
	for i := 0; i < len(good); i += 37 {
		bad := slices.Clone(good)
		bad[i] ^= 0x40
		if _, _, err := parse(bad); !errors.Is(err, ErrFile) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, _, err := parse(good[:i]); !errors.Is(err, ErrFile) {
			t.Fatalf("cut to %d bytes: %v", i, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("files left: %v, %v", left, err)
	}
	if err := New(Label{Collection: strings.Repeat("x", 300)}).Save(path); err == nil {
		t.Error("a name of 300 bytes was written")
	}
	if x, err := Open(path); err != nil || x.Len() != 50 {
		t.Errorf("after a failed save: %v", err)
	}
}

// TestNoText looks for every run of three characters of a text in the file of its index.
func TestNoText(t *testing.T) {
	x := New(Label{Collection: "inside", Inside: true})
	if err := x.Add(1, FingerprintOf(sheet)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "index")
	if err := x.Save(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := []rune(sheet)
	for i := range len(r) - 2 {
		if strings.Contains(string(b), string(r[i:i+2])) {
			t.Errorf("%s can be read", string(r[i:i+2]))
		}
	}
}

func TestKeyed(t *testing.T) {
	w := newWords(4)
	text := w.text(300)
	key, other := sha256.Sum256([]byte("key")), sha256.Sum256([]byte("other"))
	f := FingerprintOf(joinedWords(text))
	k, ok := f.Keyed(key[:])
	g, _ := FingerprintOf(joinedWords(w.edited(text, 0.1))).Keyed(key[:])
	strange, _ := f.Keyed(other[:])
	if !ok || k.Len() != f.Len() {
		t.Fatal("marks are lost", k.Len(), f.Len())
	}
	if got := k.Kin(g); got.Share < 0.5 {
		t.Errorf("an edited text under the same key: %+v", got)
	}
	if k.Kin(strange).Shared != 0 || k.f.Kin(f).Shared != 0 {
		t.Error("another key or none gives the same marks")
	}
	if _, ok := f.Keyed([]byte("short")); ok {
		t.Error("a short key was taken")
	}
	// A long and a short version are compared at the level of the long one, keyed or not.
	long := joinedWords(text) + joinedWords(w.text(2000))
	kl, _ := FingerprintOf(long).Keyed(key[:])
	if a, b := kl.Kin(k), FingerprintOf(long).Kin(f); a != b || a.Share < 0.9 {
		t.Errorf("keyed %+v, open %+v", a, b)
	}
	b, err := k.MarshalBinary()
	var back Keyed
	if err != nil || back.UnmarshalBinary(b) != nil || back.Kin(k).Alike != 1 {
		t.Error("it is not read back", err)
	}
	for _, bad := range [][]byte{nil, b[:9], append(slices.Clone(b), 1), append([]byte{1, 99}, b[2:]...), append([]byte{1, 0}, make([]byte, 16)...)} {
		if back.UnmarshalBinary(bad) == nil {
			t.Errorf("%d bytes were taken for a fingerprint", len(bad))
		}
	}
	x := NewKeyed("shared")
	path := filepath.Join(t.TempDir(), "keyed")
	if err := errors.Join(x.Add(5, k), x.Add(6, strange), x.Save(path)); err != nil {
		t.Fatal(err)
	}
	if x.Delete(6); x.Len() != 1 {
		t.Error("not deleted")
	}
	if x, err = OpenKeyed(path); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := x.Query(g, Wish{}); len(got) != 1 || got[0].ID != 5 {
		t.Errorf("%v", got)
	}
	if _, err := Open(path); !errors.Is(err, ErrFile) {
		t.Errorf("a keyed index was taken for an open one: %v", err)
	}
}

// TestFinder plants edited copies and a batch from one template, and holds the pairs against those of
// comparing every text with every other one.
func TestFinder(t *testing.T) {
	w := newWords(5)
	var texts [][]byte
	var made [][]string
	for i := range 600 {
		text := w.text(60 + w.r.IntN(300))
		if i > 0 && i%10 == 0 {
			text = w.edited(made[w.r.IntN(i)], 0.15)
		}
		made = append(made, text)
	}
	template := w.text(200)
	for range 60 {
		made = append(made, w.edited(template, 0.15))
	}
	made = append(made, made[3], made[3])
	for _, m := range made {
		texts = append(texts, []byte(joinedWords(m)))
	}
	var want []Pair
	var m Meter
	for a := range texts {
		m.Hold(texts[a])
		for b := a + 1; b < len(texts); b++ {
			if s := m.Score(texts[b]); s >= 0.4 {
				want = append(want, Pair{a, b, s})
			}
		}
	}
	checking := Checking{Least: 0.4, Workers: 2, Text: func(i int, buf []byte) ([]byte, error) { return append(buf, texts[i]...), nil }}
	var before []Pair
	for workers := 1; workers <= 3; workers++ {
		f := NewFinder(workers)
		for i, text := range texts {
			if err := f.Add(i%workers, i, text); err != nil {
				t.Fatal(err)
			}
		}
		got, err := f.Candidates(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, err = Check(t.Context(), got, checking)
		if err != nil {
			t.Fatal(err)
		}
		got, large, err := Complete(t.Context(), got, checking)
		if err != nil || large > 0 {
			t.Fatal(large, err)
		}
		// The sample is drawn by chance; at 0.4 one pair in hundreds has too few common marks.
		for _, p := range got {
			if !slices.Contains(want, p) {
				t.Errorf("%v is no pair", p)
			}
		}
		if len(got) < len(want)-len(want)/200 {
			t.Errorf("%d workers: %d pairs, want %d", workers, len(got), len(want))
		}
		if before != nil && !slices.Equal(got, before) {
			t.Error("the number of workers makes a difference")
		}
		before = got
	}
	groups := Groups(want, func(i int) string { return fmt.Sprint(i % 2) })
	if len(groups[0].Members) != 60 || groups[0].Owners != 2 {
		t.Errorf("largest group: %d members of %d owners", len(groups[0].Members), groups[0].Owners)
	}
	failed := errors.New("failed")
	checking.Text = func(int, []byte) ([]byte, error) { return nil, failed }
	if _, err := Check(t.Context(), want, checking); !errors.Is(err, failed) {
		t.Errorf("a text that cannot be read: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewFinder(1).Candidates(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
	if NewFinder(1).Add(0, -1, nil) == nil {
		t.Error("a negative number was taken")
	}
}

// TestScore holds the measure against one written with maps.
func TestScore(t *testing.T) {
	slow := func(s string, n int) map[string]bool {
		r := []rune(strings.Join(strings.Fields(s), ""))
		out := map[string]bool{}
		for i := 0; i+n <= len(r); i++ {
			out[string(r[i:i+n])] = true
		}
		if len(r) > 0 && len(r) < n {
			out[string(r)] = true
		}
		return out
	}
	latin := func(s string) bool {
		n, others := 0, 0
		for _, r := range s {
			if r == 'a' || r == 'b' || r == 'é' {
				n++
			} else if unicode.IsLetter(r) {
				others++
			}
		}
		return n > 3*others
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.StringOfN(rapid.RuneFrom([]rune("ab装置，1 　\n")), 0, 30, -1), rapid.StringOfN(rapid.RuneFrom([]rune("abé. ж")), 0, 60, -1))
		a, b := text.Draw(rt, "a"), text.Draw(rt, "b")
		n := 3
		if latin(a) && latin(b) {
			n = 9
		}
		x, y := slow(a, n), slow(b, n)
		both := 0
		for k := range x {
			if y[k] {
				both++
			}
		}
		want := float64(both) / float64(max(1, len(x)+len(y)-both))
		if got := Score(a, b); got != want {
			rt.Fatalf("%q, %q: %v, want %v", a, b, got, want)
		}
	})
}

func BenchmarkFingerprint(b *testing.B) {
	var text []byte
	for i, w := range newWords(6).text(280) {
		if text = append(text, w...); i%7 == 6 {
			text = append(text, "，"...)
		}
	}
	var m Marker
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Of(text)
	}
}

func BenchmarkScore(b *testing.B) {
	w := newWords(6)
	text := w.text(280)
	x, y := []byte(joinedWords(text)), []byte(joinedWords(w.edited(text, 0.2)))
	var m Meter
	for b.Loop() {
		m.Hold(x)
		m.Score(y)
	}
}
