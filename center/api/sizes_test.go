package api

import (
	"testing"

	"zhibao/internal/web/form"
	"zhibao/patent/reader/bundle"
)

// TestSizesAgree: what programs may have checked is what the readers accept.
func TestSizesAgree(t *testing.T) {
	lim, f := bundle.Standard(), form.Describe(checkInput{}, nil).Field("files")
	if f.Size != lim.Most("a.xml") || f.Sizes[".zip"] != lim.Most("a.zip") {
		t.Errorf("%d and %v, the readers take %d and %d", f.Size, f.Sizes, lim.Most("a.xml"), lim.Most("a.zip"))
	}
}
