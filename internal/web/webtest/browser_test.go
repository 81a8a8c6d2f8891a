package webtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
)

// TestAxe walks the demo pages in both languages and three widths. With SHOTS set to a folder it
// leaves pictures there.
func TestAxe(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := webtest.Browser(t)
	shots := os.Getenv("SHOTS")
	for _, view := range []struct {
		width int64
		l     string
	}{{1440, "lang=zh"}, {390, "lang=zh"}, {1440, "lang=en"}, {320, "lang=en"}, {390, "lang=zh&big=1&sharp=1"}} {
		width, l := view.width, view.l
		if err := webtest.Size(ctx, width, 900); err != nil {
			t.Fatal(err)
		}
		for _, d := range demoPages {
			path, at := d.path, with(d.path, l)
			if !strings.Contains(l, "big") {
				at = with(at, "big=0&sharp=0")
			}
			if err := chromedp.Do(ctx, chromedp.Navigate(s.URL+at)); err != nil {
				t.Fatal(err)
			}
			if shots != "" {
				name := strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "", "%", "").Replace(path+"_"+l) + "_" + map[int64]string{1440: "w", 390: "m", 320: "s"}[width] + ".png"
				if err := webtest.Screenshot(ctx, filepath.Join(shots, name)); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := webtest.Overflow(ctx); err != nil || n > 0 {
				t.Errorf("%d px: %s is %d px too wide (%v)", width, at, n, err)
			}
			found, err := webtest.Axe(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range found {
				t.Errorf("%d px: %s: %s", width, at, v)
			}
		}
	}
}
