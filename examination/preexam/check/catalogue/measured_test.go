package catalogue

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/law/rule"
)

// Goals of the figures: the share of faults found in real texts by rules of kind A and H, and by each
// rule alone.
const goalA, goalH, goalEach = 0.99, 0.95, 0.9

// TestMeasured holds the published figures to the goals, where they are those of the rule as it is. A
// rule that was changed since is named in docs/rules.md instead.
func TestMeasured(t *testing.T) {
	m, err := Measured()
	if err != nil {
		t.Fatal(err)
	}
	sown, found, rules := map[rule.Auto]int{}, map[rule.Auto]int{}, 0
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.ID] = true
		f := m.Rules[r.ID]
		if f.Version > r.Version {
			t.Errorf("%s was measured in version %d and is version %d", r.ID, f.Version, r.Version)
		}
		if f.RealFound > f.RealSown || f.DemoFound > f.DemoSown {
			t.Errorf("%s found more than was sown", r.ID)
		}
		if f.RealSown >= 20 {
			rules++
		}
		if f.Version != r.Version || f.RealSown == 0 || r.Auto == rule.Manual {
			continue
		}
		sown[r.Auto], found[r.Auto] = sown[r.Auto]+f.RealSown, found[r.Auto]+f.RealFound
		if float64(f.RealFound) < goalEach*float64(f.RealSown) {
			t.Errorf("%s found %d of %d", r.ID, f.RealFound, f.RealSown)
		}
	}
	for id := range m.Rules {
		if !known[id] {
			t.Errorf("%s was measured and is no rule", id)
		}
	}
	for auto, goal := range map[rule.Auto]float64{rule.Deterministic: goalA, rule.Heuristic: goalH} {
		if float64(found[auto]) < goal*float64(sown[auto]) {
			t.Errorf("rules of kind %s found %d of %d", auto, found[auto], sown[auto])
		}
	}
	if rules < 60 {
		t.Errorf("%d rules were measured at 20 places and more", rules)
	}
	if again, err := parseMeasured(m.String()); err != nil || again.String() != m.String() {
		t.Errorf("what is written is not what is read: %v", err)
	}
}

// TestQualityIsOfTheSame demands that the page of figures and those in docs/rules.md are of one
// measurement.
func TestQualityIsOfTheSame(t *testing.T) {
	m, err := Measured()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "docs", "quality.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{m.Version, m.On} {
		if !strings.Contains(string(page), w) {
			t.Errorf("docs/quality.md does not name %s, of which measured.txt is", w)
		}
	}
}

// TestShare never rounds up to all.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		n, all int
		want   string
	}{{1, 1, "100%"}, {1999, 2000, "99.9%"}, {0, 3, "0.0%"}, {9, 10, "90.0%"}} {
		if got := share(c.n, c.all); got != c.want {
			t.Errorf("share(%d, %d) = %s", c.n, c.all, got)
		}
	}
	if _, err := parseMeasured("CLM-001 1 2\n"); err == nil {
		t.Error("a line that is cut was read")
	}
}
