package similar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tale makes a text of made-up words; the same seed makes the same text.
func tale(seed uint64, n int) []rune {
	r := rand.New(rand.NewPCG(seed, 3))
	out := make([]rune, n)
	for i := range out {
		out[i] = '一' + rune(r.IntN(3000))
	}
	return out
}

// changed exchanges every nth character.
func changed(text []rune, n int) string {
	out := append([]rune{}, text...)
	for i := n / 2; i < len(out); i += n {
		out[i] = '丁'
	}
	return string(out)
}

func line(id, text string) string {
	b, _ := json.Marshal(map[string]string{"id": id, "text": text})
	return string(b)
}

func put(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func compare(t *testing.T, o Options, paths ...string) (code int, out, errs string) {
	t.Helper()
	var a, b bytes.Buffer
	o.Now = time.Now
	code = Run(t.Context(), &a, &b, o, paths)
	return code, a.String(), b.String()
}

func TestRun(t *testing.T) {
	first := put(t,
		"\xef\xbb\xbf"+line("甲", string(tale(1, 300))),
		line("乙", string(tale(2, 300))),
		"",
		`{"id": 7, "text": "`+changed(tale(1, 300), 40)+`", "year": [2024]}`,
		`{"id":"断`,
		`{"text":"没有编号的一行文字"}`,
		`{"id":"x","text":5}`,
		"{\"id\":\"gbk\",\"text\":\"\xd6\xd0\xb9\xfa\"}",
		line("空", ""),
	)
	second := put(t, line("引号\"与\\", changed(tale(2, 300), 50)+"\n第二段"), line("丙", string(tale(1, 300))))
	code, out, errs := compare(t, Options{Format: "json", Threshold: 0.5}, first, second)
	want := []string{`{"a":"甲","b":7,"score":0.`, `{"a":"甲","b":"丙","score":1.0000}`, `{"a":"乙","b":"引号\"与\\","score":0.`, `{"a":7,"b":"丙","score":0.`}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 1 || len(lines) != len(want) {
		t.Fatalf("code %d:\n%s%s", code, out, errs)
	}
	for i, w := range want {
		if !strings.HasPrefix(lines[i], w) || !json.Valid([]byte(lines[i])) {
			t.Errorf("line %d: %s, want %s…", i+1, lines[i], w)
		}
	}
	for _, w := range []string{"in.jsonl:5：", "in.jsonl:6：没有 id", "in.jsonl:7：没有 text", "in.jsonl:8：不是 UTF-8", "其中 4 行"} {
		if !strings.Contains(errs, w) {
			t.Errorf("%q is not said in:\n%s", w, errs)
		}
	}
	code, table, _ := compare(t, Options{Format: "text", Threshold: 0.99}, second, put(t, line("丁", string(tale(1, 300)))))
	if rows := strings.Split(strings.TrimSpace(table), "\n"); code != 0 || len(rows) != 2 || !strings.HasPrefix(rows[1], "丙") || !strings.HasSuffix(rows[1], "1.0000") {
		t.Errorf("code %d:\n%s", code, table)
	}
}

// TestRunTwice: the order of work makes no difference.
func TestRunTwice(t *testing.T) {
	var lines []string
	for i := range 3000 {
		text := string(tale(uint64(i), 200))
		if i%3 == 2 {
			text = changed(tale(uint64(i-2), 200), 20+i%30)
		}
		lines = append(lines, line(fmt.Sprint(i), text))
	}
	path := put(t, lines...)
	_, want, _ := compare(t, Options{Format: "json", Threshold: 0.3}, path)
	if n := strings.Count(want, "\n"); n != 1000 {
		t.Errorf("%d pairs of 1000", n)
	}
	for range 3 {
		if _, got, _ := compare(t, Options{Format: "json", Threshold: 0.3}, path); got != want {
			t.Fatal("another answer")
		}
	}
}

func TestRefused(t *testing.T) {
	path := put(t, line("a", "文本"))
	for _, c := range []struct {
		o    Options
		path string
		say  string
	}{
		{Options{Format: "xml", Threshold: 0.5}, path, "没有格式"},
		{Options{Format: "json", Threshold: 0}, path, "阈值"},
		{Options{Format: "json", Threshold: 1.5}, path, "阈值"},
		{Options{Format: "json", Threshold: 0.5}, path + ".not", "读不了"},
		{Options{Format: "json", Threshold: 0.5}, filepath.Dir(path), "不是文件"},
	} {
		if code, out, errs := compare(t, c.o, c.path); code != 2 || out != "" || !strings.Contains(errs, c.say) {
			t.Errorf("%+v: code %d, %q, %q", c.o, code, out, errs)
		}
	}
}

// TestLongLine: a line without an end is left out, with the place, and what stands behind it is compared.
func TestLongLine(t *testing.T) {
	text := string(tale(9, 100))
	path := put(t, line("a", text), line("long", strings.Repeat("长", mostLine/2)), line("b", text), line("tail", strings.Repeat("尾", mostLine)))
	code, out, errs := compare(t, Options{Format: "json", Threshold: 0.5}, path)
	if code != 1 || strings.TrimSpace(out) != `{"a":"a","b":"b","score":1.0000}` || !strings.Contains(errs, "in.jsonl:2：超过") || !strings.Contains(errs, "in.jsonl:4：超过") {
		t.Errorf("code %d: %s%s", code, out, errs)
	}
}

// FuzzParse holds the glance against the library.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"id":"a","text":"b"}`, `{"text":"b","id":1}`, ` { "id" : "a" , "text" : "b\n" } `, `{"id":"a","text":"b"}x`, `{"id":"a","text":"b",}`, `{"ID":"a","id":"c","text":"b"}`, `[]`, `{}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got, ok := glance(line)
		if !ok || !json.Valid(line) {
			return
		}
		var want struct{ ID, Text string }
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		if plain(got.id) != want.ID || string(bytes.ToValidUTF8(got.text, []byte("\ufffd"))) != want.Text && bytes.Equal(got.text, bytes.ToValidUTF8(got.text, nil)) {
			t.Fatalf("%q: %s, %s, want %q, %q", line, got.id, got.text, want.ID, want.Text)
		}
	})
}
