package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var b strings.Builder
	code := Run(t.Context(), &b, args)
	return b.String(), code
}

// Each measurement runs in small, and measures what it says.
func TestMeasurements(t *testing.T) {
	dir := t.TempDir()
	draft := filepath.Join(dir, "draft.txt")
	if err := os.WriteFile(draft, []byte(papers), 0o600); err != nil {
		t.Fatal(err)
	}
	corpus := `{"title":"一种支架","abstract":"一种支架。","claims":["1.一种支架，其特征在于，包括底座。"]}` + "\n{}\n"
	if err := os.WriteFile(filepath.Join(dir, "corpus.jsonl"), []byte(corpus), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"move", "--writers", "8", "--seconds", "0.2", "--dir", dir}, []string{"fdatasync", "登记电话", "新建案件", "0 处不符"}},
		{[]string{"list", "--cases", "600", "--requests", "16", "--dir", dir}, []string{"建库：600 件", "预审员待办", "按名称", "页面：预审员 /work"}},
		{[]string{"check", draft, filepath.Join(dir, "corpus.jsonl")}, []string{"读取", "检查", "1 个文件不是", "最大的一件：draft.txt"}},
	} {
		out, code := run(t, c.args...)
		if code != 0 {
			t.Errorf("%v: code %d\n%s", c.args, code, out)
		}
		for _, w := range c.want {
			if !strings.Contains(out, w) {
				t.Errorf("%v: %q is missing in\n%s", c.args, w, out)
			}
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "zhibao-bench-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{nil, {"fly"}, {"move", "--writers", "0"}, {"move", "--wings", "2"}, {"list", "--cases", "-1"}, {"check"}, {"crash", "--kills", "0"}} {
		if out, code := run(t, args...); code != 2 || !strings.Contains(out, "用法") {
			t.Errorf("%v: code %d, %q", args, code, out)
		}
	}
	if _, code := run(t, "check", filepath.Join(t.TempDir(), "nothing")); code != 1 {
		t.Error("a missing file was measured")
	}
}

func TestSample(t *testing.T) {
	s := sample{5 * time.Millisecond, time.Millisecond, 3 * time.Millisecond, 2 * time.Millisecond, 4 * time.Millisecond}
	if s.at(0.5) != 3*time.Millisecond || s.at(1) != 5*time.Millisecond || s.at(0) != time.Millisecond || sample(nil).at(0.5) != 0 {
		t.Errorf("%v %v %v", s.at(0.5), s.at(1), s.at(0))
	}
	if millis(1500*time.Microsecond) != "1.5" || millis(250*time.Millisecond) != "250" || millis(12*time.Microsecond) != "0.012" {
		t.Error("milliseconds are shown wrongly")
	}
}
