package finding_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/reading"
	"zhibao/internal/office/paper"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// TestMarkedKeepsTheWords: between the marks stand the papers' own words, all of them, and each mark has
// its number once, before its words.
func TestMarkedKeepsTheWords(t *testing.T) {
	src := "发明名称\n一种水壶\n权利要求书\n1. 一种水壶，其特征在于，包括壶体。所述壶体约为金属。\n说明书\n一种水壶\n技术领域\n本发明涉及日用品〔例如水壶〕。\n"
	app, err := reader.Read(context.Background(), "水壶.txt", strings.NewReader(src), int64(len(src)), reader.Options{Kind: patent.Invention})
	if err != nil {
		t.Fatal(err)
	}
	claims := app.Text(patent.Claims)
	about, body := strings.Index(claims.Text, "约为"), strings.Index(claims.Text, "所述壶体")
	marks := []reading.Mark{{N: 1, Part: patent.Claims, Start: about, End: about + len("约为"), Class: "e"},
		{N: 2, Part: patent.Claims, Start: body, End: about + len("约为金属"), Class: "w"}, {N: 3, Part: patent.Description}}
	var words, bold strings.Builder
	for _, b := range finding.Marked(app, marks) {
		p, ok := b.(paper.Para)
		if !ok {
			continue
		}
		for _, r := range p.Runs {
			if r.Quote {
				words.WriteString(r.Text)
			}
			if r.Bold && !r.Quote || r.Bold && strings.Contains(r.Text, "为") {
				bold.WriteString(r.Text)
			}
		}
	}
	for _, part := range []patent.Part{patent.Claims, patent.Description} {
		for line := range strings.Lines(app.Text(part).Text) {
			if !strings.Contains(words.String(), strings.TrimSpace(line)) {
				t.Errorf("%s lost %q", part, line)
			}
		}
	}
	if got := bold.String(); got != "〔2〕〔1〕约为" {
		t.Errorf("marked %q", got)
	}
	if err := paper.Check(paper.Paper{Style: paper.Report, Title: "报告", Body: finding.Marked(app, marks)}); err != nil {
		t.Error(err)
	}
	if bytes.Contains([]byte(words.String()), []byte("〔1〕")) {
		t.Error("a number is taken for the papers' words")
	}
}
