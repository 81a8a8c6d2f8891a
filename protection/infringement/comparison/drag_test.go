package comparison_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"zhibao/internal/web/webtest"
	"zhibao/protection/infringement/comparison"
)

// A spot is a place in the window.
type spot struct{ x, y float64 }

// drag moves the mouse of the browser from one place to another with the button held, in steps as a hand
// does, and lets go there.
func drag(t *testing.T, ctx context.Context, from, to spot, held ...chromedp.Modifier) {
	t.Helper()
	with := chromedp.ButtonModifiers(held...)
	do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.x, from.y, with), chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, from.x, from.y, chromedp.ButtonLeft, with))
	for i := range 4 {
		part := float64(i+1) / 4
		do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.x+(to.x-from.x)*part, from.y+(to.y-from.y)*part, chromedp.ButtonLeft, with))
	}
	do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, to.x, to.y, chromedp.ButtonLeft, with))
	// Moving on without the button moves nothing.
	do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, to.x+30, to.y+30, with))
}

// box is where an element lies in the window, after it was scrolled into it.
func box(t *testing.T, ctx context.Context, sel string) (x, y, w, h float64) {
	t.Helper()
	b := eval[[]float64](t, ctx, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()`, sel))
	return b[0], b[1], b[2], b[3]
}

// TestDragBench drags both pictures and the product with the mouse, and does the same with buttons and with
// keys: each way leads to the same view and to the same alignment in the form (S7 D1).
func TestDragBench(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	paired(t, w, s)
	ctx := webtest.Browser(t)
	if err := webtest.Size(ctx, 1440, 900); err != nil {
		t.Fatal(err)
	}
	begin := func() {
		do(t, ctx, chromedp.Navigate(s.URL+w.at("/pair/front")))
		until(t, ctx, `document.querySelector('.bench.live') && Array.from(document.querySelectorAll('.pane img')).every(i => i.naturalWidth > 0)`)
	}
	view := func() (out [2]float64) {
		t.Helper()
		both := eval[[]string](t, ctx, `Array.from(document.querySelectorAll('.film')).map(f => f.style.transform)`)
		if both[0] != both[1] {
			t.Errorf("the pictures do not move together: %q", both)
		}
		if _, err := fmt.Sscanf(both[0], "translate(%f%%, %f%%)", &out[0], &out[1]); err != nil {
			t.Fatalf("%q: %v", both[0], err)
		}
		return out
	}
	product := func() (out [4]float64) {
		t.Helper()
		for i, n := range []string{"x", "y", "size", "turn"} {
			out[i] = eval[float64](t, ctx, `parseFloat(document.querySelector('[name="`+n+`"]').value) || `+map[bool]string{true: "100", false: "0"}[n == "size"])
		}
		return out
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.7 }

	begin()
	x, y, pw, ph := box(t, ctx, ".pane")
	at := spot{x + pw/2, y + ph/2}
	drag(t, ctx, at, spot{at.x + pw/10, at.y - ph/10})
	if v := view(); !near(v[0], 10) || !near(v[1], -10) || product() != [4]float64{0, 0, 100, 0} {
		t.Errorf("a drag of a tenth leads to %v, the product to %v", v, product())
	}
	// Back again by the buttons: five per cent each.
	for _, b := range []string{"left", "left", "down", "down"} {
		do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="`+b+`"]`)))
	}
	if v := view(); !near(v[0], 0) || !near(v[1], 0) {
		t.Errorf("the buttons lead back to %v", v)
	}
	drag(t, ctx, at, spot{at.x + pw/20, at.y}, chromedp.ModifierShift)
	moved := product()
	if v := view(); !near(v[0], 0) || moved[0] <= 1 || moved[1] != 0 {
		t.Errorf("with Shift the view is at %v and the product at %v", v, moved)
	}

	// The keys do what the mouse does, each arrow what its button does.
	begin()
	do(t, ctx, chromedp.Focus(chromedp.CSS(".stage")))
	for _, c := range []struct {
		key    string
		button string
		dx, dy float64
	}{{kb.ArrowLeft, "left", -5, 0}, {kb.ArrowRight, "right", 5, 0}, {kb.ArrowUp, "up", 0, -5}, {kb.ArrowDown, "down", 0, 5}} {
		before := view()
		do(t, ctx, chromedp.KeyEvent(c.key))
		if v := view(); !near(v[0]-before[0], c.dx) || !near(v[1]-before[1], c.dy) {
			t.Errorf("the key of %s leads from %v to %v", c.button, before, v)
		}
		before = view()
		do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="`+c.button+`"]`)), chromedp.Focus(chromedp.CSS(".stage")))
		if v := view(); !near(v[0]-before[0], c.dx) || !near(v[1]-before[1], c.dy) {
			t.Errorf("the button of %s leads from %v to %v", c.button, before, v)
		}
		was := product()
		do(t, ctx, chromedp.KeyEvent(c.key, chromedp.KeyModifiers(chromedp.ModifierShift)))
		if p := product(); !near(p[0]-was[0], c.dx/10) || !near(p[1]-was[1], c.dy/10) || p == was {
			t.Errorf("with Shift the key of %s leads the product from %v to %v", c.button, was, p)
		}
		was = product()
		do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="p`+c.button+`"]`)), chromedp.Focus(chromedp.CSS(".stage")))
		if p := product(); !near(p[0]-was[0], c.dx/10) || !near(p[1]-was[1], c.dy/10) || p == was {
			t.Errorf("the button of %s leads the product from %v to %v", c.button, was, p)
		}
	}
	// Zoom, size, turn and opacity have no drag; the wheel and the slider have buttons and keys.
	for button, key := range map[string]string{"in": "+", "out": "-"} {
		before := eval[string](t, ctx, `document.querySelector('.film').style.transform`)
		do(t, ctx, chromedp.KeyEvent(key))
		after := eval[string](t, ctx, `document.querySelector('.film').style.transform`)
		do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="`+map[string]string{"in": "out", "out": "in"}[button]+`"]`)), chromedp.Focus(chromedp.CSS(".stage")))
		if before == after || eval[string](t, ctx, `document.querySelector('.film').style.transform`) != before {
			t.Errorf("the key %s leads from %q to %q and the button not back", key, before, after)
		}
	}
	do(t, ctx, chromedp.KeyEvent("2"), chromedp.KeyEvent("."), chromedp.KeyEvent("."))
	if got := eval[string](t, ctx, `document.querySelectorAll('.pane')[1].style.opacity`); got != "0.7" {
		t.Errorf("the keys of the opacity lead to %s", got)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`button[data-do="less"]`)))
	if got := eval[string](t, ctx, `document.querySelector('[data-say]').innerText`); !strings.Contains(got, "60%") {
		t.Errorf("the button of the opacity says %q", got)
	}
}

// TestDragRegion marks a region of an exhibit with the mouse; the arrows, and the numbers of the form, lead to
// the same region.
func TestDragRegion(t *testing.T) {
	w := newWorld(t)
	w.exhibits = []comparison.Exhibit{{ID: 5, Number: "申1", Name: "产品照片", Picture: true}}
	w.picture = photo(t, 200, 150, 0)
	s := w.site(handler)
	all := features(w.loaded(s))
	ctx := webtest.Browser(t)
	if err := webtest.Size(ctx, 1440, 900); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(s.URL+all[0]), chromedp.SendKeys(chromedp.CSS(`[name="evidence.0.number"]`), "申1"))
	until(t, ctx, `document.querySelector('.spot img') && document.querySelector('.spot img').naturalWidth > 0`)
	region := func() (out [4]float64) {
		t.Helper()
		for i, n := range []string{"x", "y", "w", "h"} {
			out[i] = eval[float64](t, ctx, `parseFloat(document.querySelector('[name="evidence.0.`+n+`"]').value) || 0`)
		}
		return out
	}
	is := func(what string, want ...float64) {
		t.Helper()
		got := region()
		for i := range want {
			if math.Abs(got[i]-want[i]) > 0.8 {
				t.Errorf("%s marks %v, want %v", what, got, want)
				return
			}
		}
	}
	x, y, pw, ph := box(t, ctx, ".spot img")
	drag(t, ctx, spot{x + pw*0.2, y + ph*0.3}, spot{x + pw*0.6, y + ph*0.7})
	is("the drag", 20, 30, 40, 40)
	// From the other corner it is the same region.
	drag(t, ctx, spot{x + pw*0.6, y + ph*0.7}, spot{x + pw*0.2, y + ph*0.3})
	is("the drag back", 20, 30, 40, 40)
	do(t, ctx, chromedp.Focus(chromedp.CSS(".spot button")))
	shift := chromedp.KeyModifiers(chromedp.ModifierShift)
	do(t, ctx, chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowUp),
		chromedp.KeyEvent(kb.ArrowRight, shift), chromedp.KeyEvent(kb.ArrowDown, shift), chromedp.KeyEvent(kb.ArrowDown, shift), chromedp.KeyEvent(kb.ArrowLeft, shift), chromedp.KeyEvent(kb.ArrowUp, shift))
	is("the keys", 19, 30, 40, 41)
	for n, v := range map[string]string{"x": "10", "y": "20", "w": "30", "h": "35"} {
		eval[bool](t, ctx, `(() => { const f = document.querySelector('[name="evidence.0.`+n+`"]'); f.focus(); f.select(); return true; })()`)
		do(t, ctx, chromedp.KeyEvent(v))
	}
	is("the numbers", 10, 20, 30, 35)
	if got := eval[string](t, ctx, `document.querySelector('.spot button').getAttribute('aria-label')`); !strings.Contains(got, "左 10") || !strings.Contains(got, "高 35") {
		t.Errorf("the frame says %q", got)
	}
}
