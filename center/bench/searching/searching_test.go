package searching

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun measures a small index without a peer, and writes the page.
func TestRun(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "docs"), 0o700); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := Run(t.Context(), &out, []string{"--docs", "300", "--queries", "3", "--rounds", "1", "--alarms", "50", "--peer=false", "--publish", root})
	if err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "search.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds() {
		for _, text := range []string{out.String(), string(page)} {
			if !strings.Contains(text, k.title) {
				t.Errorf("%q is missing in:\n%s", k.title, text)
			}
		}
	}
	// A second run alone writes its own part and leaves the others.
	if err := Run(t.Context(), &out, []string{"--docs", "200", "--queries", "2", "--rounds", "1", "--alarms", "20", "--peer=false", "--publish", root}); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(filepath.Join(root, "docs", "search.md"))
	if err != nil {
		t.Fatal(err)
	}
	first, server, _ := strings.Cut(string(page), serverHeading)
	if !strings.HasPrefix(string(again), first) || !strings.HasSuffix(string(again), server) || !strings.Contains(string(again), "--docs 200 ") {
		t.Errorf("the second run wrote:\n%s", again)
	}
	if !strings.Contains(out.String(), "50 条保存的检索式") {
		t.Errorf("no figures of saved queries in:\n%s", &out)
	}
	for _, args := range [][]string{{"--docs", "1"}, {"--nothing"}, {"x"}} {
		if err := Run(t.Context(), &out, args); err != ErrUsage {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestCorpus makes the same documents every time, and other ones from another number.
func TestCorpus(t *testing.T) {
	a, err := newCorpus("", 7)
	if err != nil {
		t.Fatal(err)
	}
	b, err := newCorpus("", 7)
	if err != nil {
		t.Fatal(err)
	}
	same, other := a.document(5), a.document(6)
	if again := b.document(5); again.Texts["claims"][0] != same.Texts["claims"][0] || again.Keys["applicant"][0] != same.Keys["applicant"][0] {
		t.Fatal("the same number makes different documents")
	}
	if same.Texts["claims"][0] == other.Texts["claims"][0] {
		t.Fatal("two numbers make the same document")
	}
	if _, err := newCorpus(t.TempDir(), 7); err == nil {
		t.Fatal("a folder without texts was taken")
	}
}
