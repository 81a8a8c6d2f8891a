package exchange

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestExchangeIsDocumented: docs/exchange.md names every column, event and field that is exchanged.
func TestExchangeIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/exchange.md")
	if err != nil {
		t.Fatal(err)
	}
	has := func(word string) {
		if !strings.Contains(string(doc), word) {
			t.Errorf("docs/exchange.md does not tell of %q", word)
		}
	}
	for _, c := range Columns() {
		has(c.Title)
		for _, x := range c.Choices {
			has(x)
		}
	}
	b, err := json.Marshal(MarkRow{})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b, &fields); err != nil {
		t.Fatal(err)
	}
	for name := range fields {
		has("`marks[]." + name + "`")
	}
}
