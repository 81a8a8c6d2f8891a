package catalogue

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/examination/preexam/check/checktest"
)

var update = flag.Bool("update", false, "write docs/rules.md")

func TestDocIsFresh(t *testing.T) {
	var b bytes.Buffer
	if err := WriteDoc(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "..", "..", "docs", "rules.md")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Error("docs/rules.md is stale: run go test ./examination/preexam/check/catalogue -update")
	}
}

// TestChapters runs every sample of every chapter once more through the whole list, so that a
// rule left out of its chapter, or listed in two, is found.
func TestChapters(t *testing.T) {
	seen := map[string]string{}
	for _, c := range Chapters() {
		if c.Title == "" || c.English == "" {
			t.Errorf("chapter %s has no title", c.Code)
		}
		for _, r := range c.Rules {
			if !strings.HasPrefix(r.ID, c.Code+"-") {
				t.Errorf("%s stands in chapter %s", r.ID, c.Code)
			}
			if other := seen[r.ID]; other != "" {
				t.Errorf("%s stands in %s and %s", r.ID, other, c.Code)
			}
			seen[r.ID] = c.Code
			if _, err := Sample(r.ID); err != nil {
				t.Error(err)
			}
		}
		t.Run(c.Code, func(t *testing.T) { checktest.Run(t, c.Rules, c.Samples) })
	}
	if _, err := Sample("ZZZ-001"); err == nil {
		t.Error("unknown chapter")
	}
}
