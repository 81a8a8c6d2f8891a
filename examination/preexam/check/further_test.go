package check_test

import (
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// TestFurtherPlaces: one finding for a habit of the text, with all its places and their names.
func TestFurtherPlaces(t *testing.T) {
	claims := &patent.Text{Part: patent.Claims}
	claims.Append(patent.ClaimText, "1", "1.一种壶，其特征在于，高约甲，宽约乙。")
	claims.Append(patent.ClaimText, "2", "2.根据权利要求1所述的壶，其特征在于，深约丙，大约丁。")
	app := &patent.Application{Kind: patent.Invention, Texts: map[patent.Part]*patent.Text{patent.Claims: claims}}
	r := check.Rule{Meta: rule.Meta{ID: "T-1", Title: "不用约", English: "x", Level: rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		Part: patent.Claims, Run: func(p *check.Pass) {
			for at := 0; ; at++ {
				k := strings.Index(claims.Text[at:], "约")
				if k < 0 {
					return
				}
				at += k
				end := at + len("约")
				start := at
				if strings.HasSuffix(claims.Text[:at], "大") {
					start -= len("大")
				}
				p.Once("约").At(patent.Claims, start, end, "约", "删去")
			}
		}}
	rep := check.Run(check.Input{App: app, On: calendar.Date(2026, 11, 23)}, []check.Rule{r, r})
	if len(rep.Findings) != 2 { // a key holds within one run of a rule
		t.Fatalf("%d findings", len(rep.Findings))
	}
	f := rep.Findings[0]
	if f.Quote != "约" || f.Claim != 1 || len(f.Further()) != 3 {
		t.Errorf("%+v", f)
	}
	for _, x := range f.Further() {
		if claims.Text[x.Start:x.End] != x.Quote {
			t.Errorf("%q stands at [%d, %d)", x.Quote, x.Start, x.End)
		}
	}
	if got, want := f.Elsewhere(), "同一问题还见于权利要求1、权利要求2、权利要求2“大约”，共4处"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	f.Question = "？"
	if f.Further() != nil || f.Elsewhere() != "" {
		t.Error("the passages of a question are taken for further places")
	}
}
