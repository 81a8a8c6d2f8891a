package pdf

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"zhibao/internal/imprint"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdftext"
)

// TestCopy: the number of a copy stands on every page and among the information, of a report and of a letter; a paper
// that is nobody's copy has none.
func TestCopy(t *testing.T) {
	for _, style := range []paper.Style{paper.Official, paper.Report} {
		m := imprint.Mark{ID: imprint.New(), Line: "张敏 310245 · 10.12.3.45 · 2026-11-23 12:00"}
		p := paper.Paper{Style: style, Authority: "某中心", Title: "预审检查报告", Body: []paper.Block{paper.P("正文一。"), paper.PageBreak{}, paper.P("正文二。"), paper.PageBreak{}, paper.P("正文三。")}}
		plain := read(t, p)
		if len(imprint.Find(plain)) != 0 {
			t.Error("a mark where none is")
		}
		p.Copy = paper.Copy{ID: m.ID, Text: m.Text(), Over: style == paper.Report}
		text := read(t, p)
		if n := strings.Count(text, m.Text()); n < 3 {
			t.Errorf("style %v: the mark stands %d times on three pages: %s", style, n, text)
		}
		for _, want := range []string{"正文一。", "正文二。", "正文三。"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is hidden", want)
			}
		}
		if got := imprint.Find(text); len(got) != 1 || got[0] != m.ID {
			t.Errorf("found %v, want %s", got, m.ID)
		}
		var b bytes.Buffer
		if _, err := Write(&b, p, &Fonts{}); err != nil || !bytes.Contains(b.Bytes(), []byte("/Keywords <FEFF"+utf16Hex(m.ID)+">")) {
			t.Error("the information does not say the copy", err)
		}
		if at := os.Getenv("SHOTS"); at != "" {
			if err := os.WriteFile(fmt.Sprintf("%s/copy-%d.pdf", at, style), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// read writes a paper and reads its text again.
func read(t *testing.T, p paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, p, &Fonts{}); err != nil {
		t.Fatal(err)
	}
	return pdftext.Read(b.Bytes()).Words
}
