package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A sample is the same whenever it is drawn, another seed draws another, and judgements are counted.
func TestDraw(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		b.WriteString(`{"id":"` + id + `","title":"一种支架","abstract":"一种支架。","claims":["1.一种支架，其特征在于，包括底座。","2.根据权利要求1所述的支架，其特征在于，所述底座连接所述弹簧和所述横梁。"]}` + "\n")
	}
	corpus, labels := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "labels.txt")
	for path, words := range map[string]string{corpus: b.String(), labels: "# read by hand\na 2 25 right\nb 2 25 right\nc 2 25 wrong\nd 2 25 damaged\nd 2 2 right\n"} {
		if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drawn := func(args ...string) string {
		out, code := run(t, append(append([]string{"check", "--repeat", "1", "--rule", "CLM-022"}, args...), corpus)...)
		if code != 0 {
			t.Fatalf("%v: code %d\n%s", args, code, out)
		}
		_, out, _ = strings.Cut(out, "不予通过（F）")
		_, out, _ = strings.Cut(out, "\n")
		return out
	}
	first := drawn("--sample", "5", "--seed", "3")
	if again := drawn("--sample", "5", "--seed", "3"); again != first || strings.Count(first, "未核对\n") != 5 {
		t.Errorf("drawn twice:\n%s\n%s", first, again)
	}
	if drawn("--sample", "5", "--seed", "4") == first {
		t.Error("another seed draws the same")
	}
	for _, w := range []string{"【所述", "缺乏引用基础", "权利要求1：一种支架，其特征在于，包括底座。", "本项前文：2.根据权利要求1", "16 处中的 5 处"} {
		if !strings.Contains(first, w) {
			t.Errorf("%q is missing in\n%s", w, first)
		}
	}
	want := "全部 CLM-022：16 处；正确 2 处，原文受损 1 处，错误 1 处，未核对 12 处；查准率 0.667（受损的算作错误 0.500）；已核对而不再报告的 1 处"
	if got := drawn("--labels", labels); !strings.Contains(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	// Of abstracts the claims are not looked at: 一种支架。 refers back to nothing.
	if got := drawn("--abstracts"); !strings.Contains(got, "全部 CLM-022：0 处") {
		t.Errorf("abstracts: %s", got)
	}
	if _, code := run(t, "check", "--sample", "5", corpus); code != 2 {
		t.Error("a sample of no rule was drawn")
	}
	if err := os.WriteFile(labels, []byte("a 2 right\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := run(t, "check", "--rule", "CLM-022", "--labels", labels, corpus); code != 1 {
		t.Error("a broken label was taken")
	}
}
