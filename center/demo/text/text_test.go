package text

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"zhibao/patent/filing"
)

func description(a Application) (out []string) {
	for _, s := range a.Sections {
		out = append(out, s.Paragraphs...)
	}
	return out
}

func TestNoParagraphIsSharedByTwoTexts(t *testing.T) {
	seen := map[string]int{}
	for i := range Count() {
		a := New(i)
		texts := append(description(a), a.Abstract)
		texts = append(texts, a.Brief...)
		for _, c := range a.Claims {
			texts = append(texts, c.Text())
		}
		for _, p := range texts {
			if utf8.RuneCountInString(p) < 12 {
				continue
			}
			if j, ok := seen[p]; ok && j != i {
				t.Errorf("%d %s and %d %s share %q", j, New(j).Title, i, a.Title, p)
			}
			seen[p] = i
		}
	}
}

func TestKindsAndFields(t *testing.T) {
	kinds, fields, names := map[filing.Kind]int{}, map[string]int{}, map[string]bool{}
	for i := range Count() {
		a := New(i)
		kinds[a.Kind]++
		fields[a.Field]++
		if names[a.Title] {
			t.Errorf("%s occurs twice", a.Title)
		}
		names[a.Title] = true
	}
	t.Log(Count(), kinds, fields)
	if len(fields) != len(Fields()) {
		t.Errorf("%d fields are used of %d", len(fields), len(Fields()))
	}
}

// grams are the sequences of eight characters in the description.
func grams(a Application) map[string]bool {
	r := []rune(strings.Join(description(a), ""))
	out := map[string]bool{}
	for i := 0; i+8 <= len(r); i++ {
		out[string(r[i:i+8])] = true
	}
	return out
}

func TestDescriptionsAreUnlike(t *testing.T) {
	var all []map[string]bool
	for i := range Count() {
		if a := New(i); a.Kind != filing.Design {
			all = append(all, grams(a))
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 1500 {
		i, j := rng.IntN(len(all)), rng.IntN(len(all))
		if i == j {
			continue
		}
		both := 0
		for g := range all[i] {
			if all[j][g] {
				both++
			}
		}
		worst = max(worst, float64(both)/float64(len(all[i])+len(all[j])-both))
	}
	t.Logf("largest Jaccard %.3f", worst)
	if worst >= 0.5 {
		t.Errorf("two descriptions have Jaccard %.3f", worst)
	}
}

func TestEqualIndicesGiveEqualTextsQuickly(t *testing.T) {
	New(0)
	for i := range Count() {
		start := time.Now()
		a := New(i)
		if d := time.Since(start); d > 50*time.Millisecond {
			t.Errorf("%d took %v", i, d)
		}
		if !reflect.DeepEqual(a, New(i)) {
			t.Fatalf("%d differs from itself", i)
		}
	}
	if !reflect.DeepEqual(New(3), New(3+Count())) || !reflect.DeepEqual(New(-1), New(Count()-1)) {
		t.Error("indices do not go round")
	}
}

func TestTextsAreComplete(t *testing.T) {
	for i := range Count() {
		a := New(i)
		if a.Kind == filing.Design {
			if len(a.Brief) < 4 || a.Locarno == "" || len(a.Figures) < 2 {
				t.Errorf("%s: incomplete design", a.Title)
			}
			continue
		}
		if n := len(a.Claims); n < 3 || n > 12 {
			t.Errorf("%s: %d claims", a.Title, n)
		}
		if n := utf8.RuneCountInString(a.Abstract); n > 300 || n < 100 {
			t.Errorf("%s: abstract of %d characters", a.Title, n)
		}
		if n := utf8.RuneCountInString(a.Title); n > 25 {
			t.Errorf("%s: title of %d characters", a.Title, n)
		}
		if len(a.Sections) != 5 || a.IPC == "" || len(a.Figures) == 0 {
			t.Errorf("%s: incomplete", a.Title)
		}
		multiple := map[int]bool{}
		for k, c := range a.Claims {
			if c.Number != k+1 {
				t.Errorf("%s: claim %d has the number %d", a.Title, k+1, c.Number)
			}
			for _, r := range c.Refs {
				if r >= c.Number || len(c.Refs) > 1 && multiple[r] {
					t.Errorf("%s: claim %d refers to %d", a.Title, c.Number, r)
				}
			}
			multiple[c.Number] = len(c.Refs) > 1
		}
		for _, p := range append(description(a), a.Abstract) {
			if strings.ContainsAny(p, "{}~|") || strings.Contains(p, "，，") || strings.Contains(p, "。。") ||
				strings.Contains(p, "；。") || strings.Contains(p, "（）") {
				t.Errorf("%s: %s", a.Title, p)
			}
		}
	}
}

func TestEveryDefectChangesTheText(t *testing.T) {
	if n := len(Defects()); n < 30 {
		t.Fatalf("%d defects", n)
	}
	placed := map[string]int{}
	for i := 0; i < Count(); i += 4 {
		a := New(i)
		for _, d := range Defects() {
			b := With(a, d.Code)
			switch {
			case len(b.Planted) == 0 && !reflect.DeepEqual(pack(t, a, false), pack(t, b, false)):
				t.Errorf("%s: %s is not planted but changes the text", a.Title, d.Code)
			case len(b.Planted) == 0:
				continue
			case !slices.Contains(d.Kinds, a.Kind):
				t.Errorf("%s: %s does not belong to %s", a.Title, d.Code, a.Kind)
			case reflect.DeepEqual(a.Filing(), b.Filing()):
				t.Errorf("%s: %s changes nothing", a.Title, d.Code)
			case !reflect.DeepEqual(Corrected(b), a):
				t.Errorf("%s: %s is not put right", a.Title, d.Code)
			}
			placed[d.Code]++
		}
		if !reflect.DeepEqual(a, New(i)) {
			t.Errorf("%s was edited through a copy", a.Title)
		}
	}
	for _, d := range Defects() {
		t.Logf("%-18s %-28s %d", d.Code, d.Name, placed[d.Code])
		if placed[d.Code] == 0 {
			t.Errorf("%s finds no place", d.Code)
		}
	}
}

func pack(t *testing.T, a Application, write bool) any {
	t.Helper()
	if !write {
		return a.Filing()
	}
	var b bytes.Buffer
	if err := filing.Write(&b, a.Filing(), filing.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCorrectedKeepsWhatRemains(t *testing.T) {
	i := IndexOf(filing.Invention, "")[2]
	a := With(New(i), "claim-stop", "abstract-long", "exam-absent", "no-such-code", "view-name")
	if want := []string{"claim-stop", "abstract-long", "exam-absent"}; !slices.Equal(a.Planted, want) {
		t.Fatalf("planted %v, want %v", a.Planted, want)
	}
	b := Corrected(a, "claim-stop", "view-name")
	if !slices.Equal(b.Planted, []string{"claim-stop"}) || b.Examination == nil || b.Abstract != New(i).Abstract {
		t.Errorf("the second version holds %v", b.Planted)
	}
	c := With(b, "claim-gap")
	if !slices.Equal(c.Planted, []string{"claim-stop", "claim-gap"}) {
		t.Errorf("the third version holds %v", c.Planted)
	}
	if !reflect.DeepEqual(Corrected(c), New(i)) {
		t.Error("the last version is not the clean text")
	}
}

func TestOneCharacter(t *testing.T) {
	for i := range Count() {
		a := New(i)
		p := []rune(strings.Join(append(description(a), a.Brief...), "\n"))
		b := OneCharacter(a)
		q := []rune(strings.Join(append(description(b), b.Brief...), "\n"))
		n := 0
		for k := range p {
			if len(p) != len(q) || p[k] != q[k] {
				n++
			}
		}
		if n != 1 {
			t.Fatalf("%s: %d characters differ", a.Title, n)
		}
	}
}

func TestPackagesAreWritten(t *testing.T) {
	for _, k := range []filing.Kind{filing.Invention, filing.UtilityModel, filing.Design} {
		for _, i := range IndexOf(k, "")[:min(2, len(IndexOf(k, "")))] {
			if b := pack(t, New(i), true).([]byte); !bytes.HasPrefix(b, []byte("PK")) {
				t.Errorf("%d: no archive", i)
			}
		}
	}
}

func TestPeopleAreValidAndFromNowhere(t *testing.T) {
	for n := range 3000 {
		p := Person(n)
		if len(p.ID) != 18 || identityCheck(p.ID[:17]) != p.ID[17:] {
			t.Fatalf("%d: %s", n, p.ID)
		}
		if c := utf8.RuneCountInString(p.Name); c < 2 || c > 4 {
			t.Fatalf("%d: %s", n, p.Name)
		}
	}
	if identityCheck("11010519491231002") != "X" { // the example of GB 11643
		t.Error("check digit is wrong")
	}
}
