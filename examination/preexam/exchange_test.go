package preexam

import (
	"slices"
	"testing"

	"zhibao/examination/preexam/exchange"
)

// TestOutcomesCanBeReported: every event that closes a case can stand in a file from the office.
func TestOutcomesCanBeReported(t *testing.T) {
	for word := range outcomes() {
		if !slices.Contains(exchange.Columns()[1].Choices, word) {
			t.Errorf("%q cannot be chosen in a file", word)
		}
	}
}
