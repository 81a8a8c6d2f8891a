package board_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
)

// TestInBrowser: the board and its weeks hold no barrier that a machine finds and are no wider than the
// window, on a desk and on a telephone, in both languages, with the explanations open; without scripts
// the act of a row leads to its preview.
func TestInBrowser(t *testing.T) {
	ctx := webtest.Browser(t)
	w, open := lived(t)
	s := w.site(t, 40)
	for _, v := range []struct {
		path          string
		width, height int64
	}{{"/board", 1440, 900}, {"/board?lang=en", 390, 844}, {"/board/weeks", 1440, 900}, {"/board/weeks?lang=en", 390, 844}} {
		must(t, webtest.Size(ctx, v.width, v.height))
		must(t, chromedp.Do(ctx, chromedp.Navigate(s.URL+v.path), chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("td details").forEach(d=>{d.open=true});undefined`)))
		bad, err := webtest.Axe(ctx)
		must(t, err)
		for _, b := range bad {
			t.Errorf("%s at %d: %s", v.path, v.width, b)
		}
		if over, err := webtest.Overflow(ctx); err != nil || over != 0 {
			t.Errorf("%s at %d: %d px too wide, %v", v.path, v.width, over, err)
		}
	}
	must(t, webtest.NoScript(ctx))
	number := open["soon"].Number
	must(t, chromedp.Do(ctx, chromedp.Navigate(s.URL+"/board?lang=zh"), chromedp.Click(`button[value="letter.give `+number+`"]`), chromedp.WaitVisible(`button[value="go"]`)))
	text, err := chromedp.Run(ctx, chromedp.Text(`main`))
	must(t, err)
	if !strings.Contains(text, "已选 1 件，将处理 1 件") {
		t.Errorf("the act of the row led to %q", text)
	}
}
