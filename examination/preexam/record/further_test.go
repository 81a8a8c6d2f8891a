package record

import (
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// aboutly is one finding for every 约 of the claims.
func aboutly() check.Rule {
	return check.Rule{Meta: rule.Meta{ID: "T-1", Title: "约", English: "about", Level: rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		Part: patent.Claims, Run: func(p *check.Pass) {
			text := p.Text(patent.Claims).Text
			for at := 0; ; at += len("约") {
				k := strings.Index(text[at:], "约")
				if k < 0 {
					return
				}
				at += k
				p.Once("约").At(patent.Claims, at, at+len("约"), "约", "删去")
			}
		}}
}

// version is a version of claims as it was checked.
func version(no int64, claims ...string) *Version {
	t := &patent.Text{Part: patent.Claims}
	for i, c := range claims {
		t.Append(patent.ClaimText, string(rune('1'+i)), c)
	}
	app := &patent.Application{Kind: patent.Invention, Texts: map[patent.Part]*patent.Text{patent.Claims: t}}
	return &Version{No: no, Rules: "1", App: app, Report: check.Run(check.Input{App: app, On: calendar.Date(2026, 11, 23)}, []check.Rule{aboutly()})}
}

// TestADecisionCoversThePlacesItSaw: a decision about a finding with several places holds for those
// places. One that comes later, or one that stays when the first is corrected, is decided again.
func TestADecisionCoversThePlacesItSaw(t *testing.T) {
	one := "1.一种水壶，其特征在于，包括高度约为二十厘米的壶体，还包括容积约为一升的内胆。"
	two := "2.根据权利要求1所述的水壶，其特征在于，所述壶体的壁厚约为两毫米。"
	for _, c := range []struct {
		name          string
		claims        []string
		status, still string // of the finding in the second version; what was decided about it before
		moved         bool
	}{
		{"nothing changed", []string{one, two}, FindingDismissed, FindingDismissed, false},
		{"a place more", []string{one, two, "3.根据权利要求1所述的水壶，其特征在于，所述内胆的壁厚约为一毫米。"}, FindingOpen, FindingDismissed, true},
		{"a place less", []string{one, strings.Replace(two, "约为", "为", 1)}, FindingDismissed, FindingDismissed, false},
		{"the first corrected", []string{strings.Replace(one, "约为二十", "为二十", 1), two}, FindingOpen, FindingDismissed, true},
	} {
		old, now := version(1, one, two), version(2, c.claims...)
		was := Fresh(old)
		if len(was) != 1 || len(was[0].Finding.Further()) != 2 {
			t.Fatalf("%d findings", len(was))
		}
		was[0].Status, was[0].Reason = FindingDismissed, "公知"
		fs := Carry(t.Context(), old, now, was, Fresh(now))
		if len(fs) != 1 || fs[0].Status != c.status || fs[0].Before != c.still || fs[0].Moved != c.moved || fs[0].Newer {
			t.Errorf("%s: %+v", c.name, fs[0])
		}
	}
	// Under newer rules a place that was told before is not new.
	old, now := version(1, one, two), version(2, strings.Replace(one, "约为二十", "为二十", 1), two)
	now.Rules = "2"
	was := Fresh(old)
	was[0].Status = FindingOpen
	if fs := Carry(t.Context(), old, now, was, Fresh(now)); fs[0].Newer {
		t.Error("a place told before is called new")
	}
}
