package preexam

import (
	"testing"

	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/patent/reader/bundle"
)

// TestSizesAgree: every form whose papers are read takes, and says that it takes, what the readers accept.
func TestSizesAgree(t *testing.T) {
	lim, right := bundle.Standard(), func(string) lang.Text { return lang.Text{} }
	for _, in := range []any{Upload{}, Answer{}, Filed{}, AddPapers{}, batchForm{}} {
		f := form.Describe(in, form.Rules{"phone": right, "appno": right}).Field("files")
		if f.Size != lim.Most("a.xml") || f.Sizes[".zip"] != lim.Most("a.ZIP") || len(f.Sizes) != 1 {
			t.Errorf("%T takes %d and %v, the readers %d and %d", in, f.Size, f.Sizes, lim.Most("a.xml"), lim.Most("a.zip"))
		}
	}
}
