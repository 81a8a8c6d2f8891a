package comparison_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
	"zhibao/protection/infringement/comparison"
)

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatal(js, err)
	}
	return v
}

// until waits at most ten seconds for an expression to be true.
func until(t *testing.T, ctx context.Context, js string) {
	t.Helper()
	for range 100 {
		if eval[bool](t, ctx, "!!("+js+")") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("never: %s\n%s", js, eval[string](t, ctx, "document.body.innerText"))
}

// sound opens a page in both widths: nothing objectionable to axe, nothing wider than the window.
func sound(t *testing.T, ctx context.Context, s *webtest.Site, path string) {
	t.Helper()
	for _, w := range []int64{1440, 390} {
		if err := webtest.Size(ctx, w, 900); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.Navigate(s.URL+path))
		until(t, ctx, `document.readyState === 'complete'`)
		if n, err := webtest.Overflow(ctx); err != nil || n > 0 {
			t.Errorf("%s at %d: wider than the window by %d (%v)", path, w, n, err)
		}
		bad, err := webtest.Axe(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range bad {
			t.Errorf("%s at %d: %s", path, w, v)
		}
		if dir := os.Getenv("ZHIBAO_SHOTS"); dir != "" {
			name := strings.NewReplacer("/", "_").Replace(path[strings.LastIndex(path, "/comparison")+1:])
			if err := webtest.Screenshot(ctx, dir+"/"+name+map[int64]string{1440: "-wide", 390: "-phone"}[w]+".png"); err != nil {
				t.Error(err)
			}
		}
	}
	if err := webtest.Size(ctx, 1440, 900); err != nil {
		t.Fatal(err)
	}
}

// paired is a design case with both pictures of a view.
func paired(t *testing.T, w *world, s *webtest.Site) {
	t.Helper()
	for _, side := range []string{"patent", "product"} {
		if p := files(t, s, w.at("/pictures"), url.Values{"side": {side}, "view": {"front"}, "mm": {"100"}}, "files", map[string][]byte{"主视图.jpg": photo(t, 300, 240, 0)}); p.Status != http.StatusSeeOther {
			t.Fatal(p.Status, text(p))
		}
	}
}

// TestBench drives the bench in a browser: what the mouse does, keys and buttons do too, and what is seen is
// what is saved.
func TestBench(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	paired(t, w, s)
	ctx := webtest.Browser(t)
	for _, path := range []string{"", "/pair/front", "/pair/back", "/overall", "/pictures", "/print"} {
		sound(t, ctx, s, w.at(path))
	}
	do(t, ctx, chromedp.Navigate(s.URL+w.at("/pair/front")))
	until(t, ctx, `document.querySelector('.bench.live')`)
	film := func(i string) string {
		return eval[string](t, ctx, `document.querySelectorAll('.film')[`+i+`].style.transform`)
	}
	press := func(what string) { do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="`+what+`"]`))) }
	press("in")
	press("right")
	if a, b := film("0"), film("1"); a != b || !strings.Contains(a, "scale(1.25)") || !strings.Contains(a, "translate(5%, 0%)") {
		t.Errorf("zoom and pan are not those of both pictures: %q %q", a, b)
	}
	key := func(k string, shift bool) {
		eval[bool](t, ctx, `document.querySelector('.stage').dispatchEvent(new KeyboardEvent('keydown', {key: '`+k+`', bubbles: true, cancelable: true, shiftKey: `+map[bool]string{true: "true", false: "false"}[shift]+`}))`)
	}
	key("ArrowLeft", false)
	if a := film("0"); !strings.Contains(a, "translate(0%, 0%)") {
		t.Errorf("an arrow key moves nothing: %q", a)
	}
	key("ArrowRight", true)
	press("pdown")
	press("pbig")
	if x := eval[string](t, ctx, `['x','y','size'].map(n => document.querySelector('[name="'+n+'"]').value).join(' ')`); x != "0.5 0.5 101" {
		t.Errorf("the product is aligned to %q", x)
	}
	for mode, want := range map[string]string{"overlay": "0.5", "difference": "1", "blink": "", "side": "1"} {
		press(mode)
		if got := eval[string](t, ctx, `document.querySelectorAll('.pane')[1].style.opacity`); want != "" && got != want {
			t.Errorf("%s: opacity %q", mode, got)
		}
		if got := eval[string](t, ctx, `document.querySelectorAll('.pane')[1].style.mixBlendMode`); (mode == "difference") != (got == "difference") {
			t.Errorf("%s: blend %q", mode, got)
		}
	}
	press("blink")
	until(t, ctx, `document.querySelectorAll('.pane')[1].style.opacity === '0'`)
	press("side")
	press("edges")
	until(t, ctx, `Array.from(document.querySelectorAll('.pane img')).every(i => i.complete && i.naturalWidth > 0 && i.src.includes('look=edges'))`)
	// A drag of a tenth of the pane moves the view by as much.
	eval[bool](t, ctx, `(() => { const s = document.querySelector('.stage'), w = document.querySelector('.pane').clientWidth; s.setPointerCapture = () => {};
		const e = (n, x) => s.dispatchEvent(new PointerEvent(n, {clientX: x, clientY: 300, bubbles: true, button: 0, pointerId: 1})); e('pointerdown', 100); e('pointermove', 100 + w / 10); e('pointerup', 0); return true; })()`)
	if a := film("1"); !strings.Contains(a, "translate(10%") {
		t.Errorf("a drag moves to %q", a)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`input[name="verdict"][value="similar"]`)), chromedp.SendKeys(chromedp.CSS(`[name="note"]`), "轮廓相近"), chromedp.Click(chromedp.CSS(`.pair-form .acts button[type="submit"]`)))
	until(t, ctx, `document.readyState === 'complete' && document.querySelector('#live').innerText.includes('已保存')`)
	if p := s.Get(w.at("/pair/front")); !strings.Contains(p.Body, `name="x" value="0.5"`) || !strings.Contains(p.Body, `name="size" value="101"`) {
		t.Error("what was aligned on the bench was not saved")
	}
	withoutScript(t, w, s)
}

// withoutScript sees the static pictures and judges all the same.
func withoutScript(t *testing.T, w *world, s *webtest.Site) {
	t.Helper()
	ctx := webtest.Browser(t)
	if err := webtest.NoScript(ctx); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(s.URL+w.at("/pair/front")))
	if n := eval[int](t, ctx, `Array.from(document.querySelectorAll('.bench .tools')).filter(e => e.offsetHeight > 0).length`); n != 0 {
		t.Error("buttons are shown that do nothing")
	}
	until(t, ctx, `(window.scrollTo(0, 9999), Array.from(document.querySelectorAll('.pane img, .laid img')).filter(i => i.complete && i.naturalWidth > 0).length === 5)`)
	do(t, ctx, chromedp.Click(chromedp.CSS(`input[name="verdict"][value="same"]`)), chromedp.Click(chromedp.CSS(`.pair-form .acts button[type="submit"]`)))
	until(t, ctx, `document.readyState === 'complete' && document.querySelector('#live').innerText.includes('已保存')`)
	if p := s.Get(w.at("/pair/front")); !strings.Contains(p.Body, `value="same" checked`) {
		t.Error("the verdict was not saved")
	}
}

// TestRegion marks a region of an exhibit on its picture.
func TestRegion(t *testing.T) {
	w := newWorld(t)
	w.exhibits = []comparison.Exhibit{{ID: 5, Number: "申1", Name: "产品照片", Picture: true}}
	w.picture = photo(t, 200, 150, 0)
	s := w.site(handler)
	all := features(w.loaded(s))
	must(t, s, s.Get(all[0]), "product", url.Values{"product": {"支架"}, "verdict": {"same"}, "evidence.0.number": {"申1"}, "evidence.0.caption": {"整体"}})
	ctx := webtest.Browser(t)
	for _, path := range []string{w.at(""), all[0], all[1] + "/divide", w.at("/history"), w.at("/claims")} {
		sound(t, ctx, s, path)
	}
	do(t, ctx, chromedp.Navigate(s.URL+all[0]))
	until(t, ctx, `document.querySelector('.spot img') && document.querySelector('.spot img').naturalWidth > 0`)
	eval[bool](t, ctx, `(() => { const b = document.querySelector('.spot'), r = b.querySelector('img').getBoundingClientRect(); b.setPointerCapture = () => {};
		const e = (n, x, y) => b.dispatchEvent(new PointerEvent(n, {clientX: r.left + r.width * x, clientY: r.top + r.height * y, bubbles: true, cancelable: true, button: 0, pointerId: 1}));
		e('pointerdown', 0.1, 0.2); e('pointermove', 0.5, 0.6); e('pointerup', 0.5, 0.6); return true; })()`)
	for range 2 {
		eval[bool](t, ctx, `document.querySelector('.spot button').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true, cancelable: true}))`)
	}
	if got := eval[string](t, ctx, `['x','y','w','h'].map(n => document.querySelector('[name="evidence.0.'+n+'"]').value).join(' ')`); got != "12 20 40 40" {
		t.Errorf("marked %q", got)
	}
	if eval[bool](t, ctx, `document.querySelector('[name="means"]').offsetHeight > 0`) {
		t.Error("reasons of an equivalent are asked for though it is the same")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`input[name="verdict"][value="equivalent"]`)))
	until(t, ctx, `document.querySelector('[name="means"]').offsetHeight > 0`)
	if !regexp.MustCompile(`evidence\.0\.number`).MatchString(s.Get(all[0]).Body) {
		t.Error("the evidence was lost")
	}
}
