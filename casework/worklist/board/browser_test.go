package board_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
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
	must(t, chromedp.Do(ctx, chromedp.Navigate(s.URL+"/board?lang=zh"), chromedp.Click(`tr:has(button[value="letter.give `+number+`"]) .unfold summary`), chromedp.Click(`button[value="letter.give `+number+`"]`), chromedp.WaitVisible(`button[value="go"]`)))
	text, err := chromedp.Run(ctx, chromedp.Text(`main`))
	must(t, err)
	if !strings.Contains(text, "已选 1 件，将处理 1 件") {
		t.Errorf("the act of the row led to %q", text)
	}
}

// TestFoldedOnAPhone: fifty cases are at most six screens of a telephone, each with its number, its forecast
// and the term that breaks first; opening one shows the rest of it. On a desk and on paper nothing is folded.
func TestFoldedOnAPhone(t *testing.T) {
	ctx := webtest.Browser(t)
	w, _ := lived(t)
	for range 55 {
		w.letter(t, calendar.MustDay("2026-11-16"), 32)
	}
	w.on(calendar.MustDay("2026-11-23"))
	s := w.site(t, 40)
	get := func(js string) int {
		t.Helper()
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](js))
		must(t, err)
		return n
	}
	const height, states = `document.documentElement.scrollHeight`, `[...document.querySelectorAll('main tbody tr')].filter(r => r.innerText.includes('轮到')).length`
	must(t, webtest.Size(ctx, 390, 844))
	must(t, chromedp.Do(ctx, chromedp.Navigate(s.URL+"/board")))
	rows := get(`document.querySelectorAll('main tbody tr').length`)
	if h := get(height); rows != 50 || h > 6*844 {
		t.Errorf("%d rows are %d px, %.1f screens", rows, h, float64(h)/844)
	}
	if n := get(states); n != 0 {
		t.Errorf("%d rows are open before anybody opened them", n)
	}
	if n := get(`[...document.querySelectorAll('main tbody tr')].filter(r => /XH-\S+/.test(r.innerText) && /超期|有风险|正常/.test(r.innerText) && /已用|停表/.test(r.innerText)).length`); n != rows {
		t.Errorf("%d of %d rows say number, forecast and term", n, rows)
	}
	must(t, chromedp.Do(ctx, chromedp.Click(`main tbody tr:nth-child(2) .unfold summary`)))
	if n := get(states); n != 1 {
		t.Errorf("after one was opened %d rows are open", n)
	}
	if bad, err := webtest.Axe(ctx); err != nil || len(bad) > 0 {
		t.Errorf("%v %v", bad, err)
	}
	must(t, webtest.Paper(ctx, true))
	if n := get(states); n != rows {
		t.Errorf("on paper %d of %d rows are whole", n, rows)
	}
	must(t, webtest.Paper(ctx, false))
	must(t, webtest.Size(ctx, 1440, 900))
	if n := get(states); n != rows {
		t.Errorf("on a desk %d of %d rows are whole", n, rows)
	}
}
