package template

import "testing"

// TestEveryPaperHasItsWording: each kind has a text, and each text holds together.
func TestEveryPaperHasItsWording(t *testing.T) {
	have := map[string]bool{}
	for _, x := range All() {
		if err := x.Check(); err != nil {
			t.Error(err)
		}
		have[x.Code] = true
	}
	for _, k := range kinds {
		if !have[k.Code] {
			t.Errorf("%s has no text", k.Code)
		}
	}
}
