package similarity

import (
	"bufio"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/sharedata"
)

// jaccard is the share of runs that two texts really have in common.
func jaccard(a, b string) float64 {
	set := func(s string) map[string]bool {
		out := map[string]bool{}
		r := folded(s)
		for i := 0; i+run <= len(r); i++ {
			out[string(r[i:i+run])] = true
		}
		return out
	}
	x, y := set(a), set(b)
	both := 0
	for k := range x {
		if y[k] {
			both++
		}
	}
	if len(x)+len(y) == 0 {
		return 0
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func one(s string) *Signature { return Of([]string{s}) }

// meets reports whether two signatures share a token, by which a list finds them.
func meets(a, b *Signature) bool {
	x, y := a.Tokens(), b.Tokens()
	for i := range x {
		if x[i] == y[i] {
			return true
		}
	}
	return false
}

func lines(t testing.TB, path string, each func(row map[string]any)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		var row map[string]any
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		each(row)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestMeasured holds rewrites of abstracts against the abstracts of thousands of others. The numbers
// that it logs stand in the comment of the package.
func TestMeasured(t *testing.T) {
	dir := sharedata.Dir(t, "cn-patents-bdci2022")
	var texts []string
	var all []*Signature
	lines(t, filepath.Join(dir, "expand_train_1_4097.jsonl"), func(row map[string]any) {
		texts = append(texts, row["abstract"].(string))
		all = append(all, one(row["abstract"].(string)))
	})
	var found, half, met, pairs int
	var off float64
	lines(t, filepath.Join(dir, "near_duplicate_pairs_400.jsonl"), func(row map[string]any) {
		a, b := row["orig_abstract"].(string), row["pert_abstract"].(string)
		x, y := one(a), one(b)
		pairs++
		off += math.Abs(Alike(x, y) - jaccard(a, b))
		if Alike(x, y) >= 0.3 {
			found++
		}
		if Alike(x, y) >= 0.5 {
			half++
		}
		if meets(x, y) {
			met++
		}
	})
	rng := rand.New(rand.NewPCG(1, 2))
	var wrong, wrongMet, strangers int
	for range 100_000 {
		i, k := rng.IntN(len(all)), rng.IntN(len(all))
		if texts[i] == texts[k] || jaccardMay(texts[i], texts[k], Alike(all[i], all[k])) {
			continue
		}
		strangers++
		if Alike(all[i], all[k]) >= 0.3 {
			wrong++
		}
		if meets(all[i], all[k]) {
			wrongMet++
		}
	}
	recall := float64(found) / float64(pairs)
	t.Logf("%d rewrites: %.3f found at 0.3, %.3f at 0.5, %.3f share a token, estimate off by %.3f", pairs, recall, float64(half)/float64(pairs), float64(met)/float64(pairs), off/float64(pairs))
	t.Logf("%d pairs of strangers: %d taken for the same at 0.3, %d share a token", strangers, wrong, wrongMet)
	if recall < 0.88 || off/float64(pairs) > 0.04 || wrong > 10 || wrongMet > 100 {
		t.Error("the signature is worse than its comment says")
	}
}

// jaccardMay reports whether a pair is really alike: of thousands of abstracts some are.
func jaccardMay(a, b string, estimate float64) bool { return estimate > 0.1 && jaccard(a, b) >= 0.3 }

// TestEssays holds an essay against its rewrites, which keep four fifths of it each in another way.
func TestEssays(t *testing.T) {
	dir := sharedata.Dir(t, "near-duplicate-zh", "essay_0.8")
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	orig := read("orig.txt")
	paths, err := filepath.Glob(filepath.Join(dir, "orig_0.8_*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no rewrites", err)
	}
	found := 0
	for _, p := range paths {
		text := read(filepath.Base(p))
		est, is := Alike(one(orig), one(text)), jaccard(orig, text)
		t.Logf("%s: estimated %.2f, really %.2f", filepath.Base(p), est, is)
		if math.Abs(est-is) > 0.12 {
			t.Errorf("%s: estimated %.2f, really %.2f", filepath.Base(p), est, is)
		}
		if est >= 0.3 {
			found++
		}
	}
	if found < len(paths)-2 {
		t.Errorf("%d of %d rewrites found", found, len(paths))
	}
}

// TestSentences measures pairs of sentences that people judged: a signature is made for texts, and
// what it can tell of single sentences is only whether their words are the same.
func TestSentences(t *testing.T) {
	f, err := os.ReadFile(filepath.Join(sharedata.Dir(t, "near-duplicate-zh", "sentence_pairs"), "LCQMC_test.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var tp, fp, fn int
	for line := range strings.Lines(string(f)) {
		w := strings.Split(strings.TrimSpace(line), "\t")
		if len(w) < 3 {
			continue
		}
		label := w[len(w)-1]
		a, b := w[len(w)-3], w[len(w)-2]
		switch alike := Alike(one(a), one(b)) >= 0.5; {
		case alike && label == "1":
			tp++
		case alike:
			fp++
		case label == "1":
			fn++
		}
	}
	if tp == 0 {
		t.Fatal("nothing read")
	}
	t.Logf("LCQMC at 0.5: precision %.2f, recall %.2f", float64(tp)/float64(tp+fp), float64(tp)/float64(tp+fn))
}

const sheet = "所述液冷板包括上盖板和下盖板，上盖板与下盖板之间形成蛇形流道，流道的进口与出口位于同一侧。"

func TestParagraphs(t *testing.T) {
	swapped := strings.ReplaceAll(sheet, "蛇形流道", "螺旋流道")
	other := "本实施例中采用卷积神经网络对采集到的图像进行分割，得到目标区域的轮廓坐标后发送至云端服务器。"
	got := Paragraphs(Of([]string{sheet, sheet, other, "短句"}), Of([]string{swapped, sheet, "完全无关的另一段文字描述了一种纺织机械的送经机构与卷取机构之间的配合关系。"}))
	if want := (Shared{Of: 3, Same: 2, Near: 0}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	got = Paragraphs(Of([]string{sheet}), Of([]string{swapped}))
	if want := (Shared{Of: 1, Near: 1}); got != want || got.Share() != 1 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if (Shared{}).Share() != 0 {
		t.Error("no paragraphs share nothing")
	}
}

func TestRepeated(t *testing.T) {
	n, near := Repeated([]string{sheet, strings.ReplaceAll(sheet, "蛇形流道", "螺旋流道"), "短句", "本实施例中采用卷积神经网络对采集到的图像进行分割，得到目标区域的轮廓坐标。"})
	if n != 3 || near != 2 {
		t.Errorf("%d of %d, want 2 of 3", near, n)
	}
}

func TestStored(t *testing.T) {
	s := Of([]string{sheet, strings.Repeat("同一句话说很多遍也只是同一句话。", 3)})
	b, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back Signature
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if Alike(s, &back) != 1 || back.Runs() != s.Runs() || Paragraphs(s, &back).Same != 2 || back.Tokens() != s.Tokens() {
		t.Error("a stored signature is another one")
	}
	for _, bad := range [][]byte{nil, b[:100], b[:len(b)-1]} {
		if new(Signature).UnmarshalBinary(bad) == nil {
			t.Errorf("%d bytes were taken for a signature", len(bad))
		}
	}
	if Alike(Of(nil), Of(nil)) != 0 {
		t.Error("two empty texts are alike")
	}
	// Fixed for ever, because signatures are stored.
	if got := one(sheet).least[0]; got != one("所述液冷板，包括上盖板和下盖板1，上盖板与下盖板2之间形成蛇形流道；流道的进口与出口位于同一侧").least[0] {
		t.Error("digits and punctuation count")
	}
}

func BenchmarkOf(b *testing.B) {
	p := strings.Repeat(sheet, 10)
	var all []string
	for i := range 40 {
		all = append(all, p[i*3:]+string(rune('一'+i)))
	}
	b.SetBytes(int64(len(strings.Join(all, ""))))
	for b.Loop() {
		Of(all)
	}
}

func BenchmarkAlike(b *testing.B) {
	x, y := one(sheet), one(strings.ReplaceAll(sheet, "流道", "通道"))
	for b.Loop() {
		Alike(x, y)
	}
}
