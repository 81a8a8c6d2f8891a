package catalogue

import (
	"slices"
	"strings"
	"testing"

	"zhibao/internal/web"
)

// TestEntries: every entry says what, at which level, what for, on which basis and how long, in both languages; what is
// masked is sensitive or unpublished; no entry stands twice.
func TestEntries(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Entries {
		for _, x := range []web.Text{e.What, e.Purpose, e.Basis, e.Kept, e.Level.Words()} {
			if x[0] == "" || x[1] == "" || x[0] == x[1] {
				t.Errorf("%s %s: %q", e.Owner, e.What[0], x)
			}
		}
		if !slices.ContainsFunc(Levels, func(l struct {
			Level Level
			Title web.Text
		}) bool {
			return l.Level == e.Level
		}) || seen[e.Owner+e.What[0]] {
			t.Errorf("%s %s: level %q, or twice", e.Owner, e.What[0], e.Level)
		}
		if strings.Contains(e.What[0], "遮蔽") && (!e.Personal || e.Level == Public || e.Level == Internal) && e.Owner != "unmask" {
			t.Errorf("%s is masked and not said to be sensitive", e.What[0])
		}
		seen[e.Owner+e.What[0]] = true
	}
}
