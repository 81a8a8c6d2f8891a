package casework

import (
	"strings"
	"testing"
)

// What a case jumped over is not done, an end in a stage of its own is where it was before, and what
// lies before the first stage was done elsewhere.
func TestProgress(t *testing.T) {
	c := &Chart{States: []State{{Code: "draft", Phase: "提交"}, {Code: "in", Phase: "受理"}, {Code: "no", Phase: "受理", Final: true},
		{Code: "work", Phase: "办理"}, {Code: "gone", Phase: "办理", Final: true}, {Code: "done", Phase: "办理", Final: true}, {Code: "object", Phase: "异议"}}}
	for entered, want := range map[string]string{
		"":                   "提交 受理 办理 异议",
		"draft":              "[提交] 受理 办理 异议",
		"draft in work":      "提交✓ 受理✓ [办理] 异议",
		"draft in work done": "提交✓ 受理✓ [办理] 异议",
		"draft gone":         "[提交] 受理 办理 异议",
		"draft in gone":      "提交✓ [受理] 办理 异议",
		"draft in no object": "提交✓ 受理✓ 办理 [异议]",
		"work object work":   "提交✓ 受理✓ [办理] 异议",
		"unknown":            "提交 受理 办理 异议",
	} {
		var got []string
		for _, ph := range c.Progress(strings.Fields(entered)) {
			s := ph.Title
			if ph.Done {
				s += "✓"
			}
			if ph.Now {
				s = "[" + s + "]"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, not %s", entered, s, want)
		}
	}
}
