package bench

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhibao/center/bench/field"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/internal/sharedata"
)

// TestPublish measures everything in small and reads what was written.
func TestPublish(t *testing.T) {
	if testing.Short() {
		t.Skip("sows a hundred faults in real texts")
	}
	data := sharedata.Dir(t)
	root := t.TempDir()
	for _, name := range []string{qualityPage, measuredFile, judgedFile} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{judgedFile, basisFile, learnedFile, heldFile} {
		judged, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), judged, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := publish(t.Context(), io.Discard, root, data, os.Args[0], sizes{places: 1, texts: 0, hostile: 4 << 10, files: 25}); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, qualityPage))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{check.Version(catalogue.Rules()), "| A | 真实文本 |", "| CLM-010 |", "25 件申请", "## 特意构造的输入", "字词与结构规则", "第二半在改进之后才核对"} {
		if !strings.Contains(string(page), w) {
			t.Errorf("%q is missing in\n%s", w, page)
		}
	}
	if w := regexp.MustCompile(`NaN|%!|Inf`).FindString(string(page)); w != "" {
		t.Errorf("the page holds %s", w)
	}
	figures, err := os.ReadFile(filepath.Join(root, measuredFile))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(figures), "\nCLM-004 ") {
		t.Errorf("no figures of CLM-004 in\n%s", figures)
	}
}

// TestGlean sows one fault where its rule is deaf, to prove that the count tells.
func TestGlean(t *testing.T) {
	d := field.Document{ID: "a", Title: "一种折叠支架", Abstract: "本发明公开了一种折叠支架。", Claims: []string{
		"1. 一种折叠支架，其特征在于，包括底座和立杆。", "2. 根据权利要求1所述的折叠支架，其特征在于，所述立杆为管状。", "3. 根据权利要求1所述的折叠支架，其特征在于，所述底座为板状。"}}
	rules := catalogue.Rules()
	h, err := glean(t.Context(), rules, []field.Document{d}, 3)
	if err != nil {
		t.Fatal(err)
	}
	if r := h.rules["CLM-043"]; r == nil || r.sown == 0 || r.found != r.sown {
		t.Errorf("CLM-043: %+v", r)
	}
	for i := range rules {
		if rules[i].ID == "CLM-043" {
			rules[i].Run = func(*check.Pass) {}
		}
	}
	if h, err = glean(t.Context(), rules, []field.Document{d}, 3); err != nil {
		t.Fatal(err)
	}
	if r := h.rules["CLM-043"]; r.found != 0 || len(r.missed) != r.sown {
		t.Errorf("a deaf rule found %d of %d", r.found, r.sown)
	}
}
