package bench

import (
	"slices"
	"strings"
	"testing"

	"zhibao/center/bench/sow"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/law/rule"
)

// TestRecall sows every fault once and demands that it is found: a fault that a rule misses here is
// one that it used to find.
func TestRecall(t *testing.T) {
	if testing.Short() {
		t.Skip("sows some hundred faults; a quarter of a minute")
	}
	h, err := reap(t.Context(), catalogue.Rules(), text.Count(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := h.print(&b); err != nil {
		t.Fatal(err)
	}
	for _, r := range h.check {
		if got := h.rules[r.ID]; got != nil && len(got.missed) > 0 && r.Auto != rule.Manual {
			t.Errorf("%s: missed %s", r.ID, strings.Join(got.missed, " "))
		}
	}
	if len(h.grave) > 0 {
		t.Errorf("texts without a fault are refused: %v", h.grave)
	}
	for _, w := range []string{"缺陷播种", "查全率", "A ", "H "} {
		if !strings.Contains(b.String(), w) {
			t.Errorf("%q is missing in\n%s", w, b.String())
		}
	}
}

// TestEveryRuleIsSown demands a fault for every rule that the machine decides or proposes.
func TestEveryRuleIsSown(t *testing.T) {
	have := map[string]bool{}
	for _, id := range sow.Rules() {
		have[id] = true
	}
	for _, r := range catalogue.Rules() {
		// What an engine reads in pictures can be measured only where there is one.
		if r.Auto != rule.Manual && !have[r.ID] && !slices.Contains(r.Needs, check.Reading) {
			t.Errorf("%s (%s): no fault is sown", r.ID, r.Auto)
		}
	}
}
