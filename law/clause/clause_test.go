package clause_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhibao/law/clause"
)

// The outline of the notice, typed again.
const outline = "1.1.1 1.1.2 1.1.3 1.1.4 1.2.1 1.2.2 1.2.3 1.2.4 1.3.1 1.3.2 1.4.1 1.4.2 2.1 2.2 3.1 3.2 3.3 4.1 4.2 A.1 A.2"

func TestAll(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	var ids []string
	for _, c := range clause.All() {
		ids = append(ids, string(c.ID))
		if !han.MatchString(c.Title) || !han.MatchString(c.Text) || han.MatchString(c.English) || c.Demand == "" {
			t.Errorf("%s lacks a title or text in one of the languages", c.ID)
		}
		if !strings.HasSuffix(c.Text, "。") || !strings.HasSuffix(c.Demand, ".") {
			t.Errorf("%s: text does not end as a sentence", c.ID)
		}
		if clause.Of(c.ID) != c || !c.ID.Valid() || !strings.Contains(c.ID.Cite(), c.Title) {
			t.Errorf("%s is not found by its id", c.ID)
		}
	}
	if got := strings.Join(ids, " "); got != outline {
		t.Errorf("clauses %s", got)
	}
	if clause.ID("1.5").Valid() || clause.Of("1.5").ID != "1.5" {
		t.Error("a clause that does not exist is valid")
	}
	all := clause.All()
	slices.Reverse(all)
	if clause.All()[0].ID != clause.FastProtection {
		t.Error("the table can be changed from outside")
	}
}
