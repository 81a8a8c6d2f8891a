package folio

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A run replaces its own part and leaves the others, in the order of the page.
func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	p := Page{Title: "负载", Intro: "说明。", Parts: []string{"甲", "乙"}}
	for _, part := range [][2]string{{"乙", "旧"}, {"甲", Table([][]string{{"a", "b"}, {"1", "2"}})}, {"乙", "新"}} {
		if err := p.Write(path, part[0], part[1]); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(path)
	if want := "# 负载\n\n说明。\n\n## 甲\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## 乙\n\n新\n"; err != nil || string(b) != want {
		t.Errorf("%v\n%s", err, b)
	}
	if !strings.Contains(Measured("load --users 5"), "`zhibao bench load --users 5`") {
		t.Error(Measured("load --users 5"))
	}
}
