package center_test

import (
	"slices"
	"testing"

	"zhibao/law/rule"
)

// TestTargetsAndTermsOfLaw: in the procedures of fast protection the target of the notice is marked as one, is no
// term of the law, and runs beside one that is: from the same step, against the center.
func TestTargetsAndTermsOfLaw(t *testing.T) {
	c := open(t)
	level := func(key string) rule.Level { return c.Office.Settings.Def(key).Level }
	for _, code := range []string{"infringement", "counterfeit"} {
		targets, beside := 0, 0
		clocks := c.Office.Chart(code).Clocks
		for _, x := range clocks {
			if x.Target != (x.Setting == code+".clock.target") {
				t.Errorf("%s, %s: target is %v", code, x.Title, x.Target)
			}
			if !x.Target {
				continue
			}
			targets++
			if level(x.Setting) == rule.Law {
				t.Errorf("%s: %s is shown as a term of the law", code, x.Title)
			}
			for _, y := range clocks {
				if !y.Target && !y.Party && level(y.Setting) == rule.Law && slices.Equal(x.Start, y.Start) {
					beside++
				}
			}
		}
		if targets != 1 || beside == 0 {
			t.Errorf("%s has %d targets beside %d terms of the law", code, targets, beside)
		}
	}
}
