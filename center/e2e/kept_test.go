package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
)

// askKept asks a browser what it stores of this site, kind by kind.
const askKept = `window.kept = undefined; (async () => {
	const out = [];
	if (localStorage.length) out.push('localStorage');
	if (sessionStorage.length) out.push('sessionStorage');
	if ((await indexedDB.databases()).length) out.push('indexedDB');
	if ((await caches.keys()).length) out.push('caches');
	if ((await navigator.serviceWorker.getRegistrations()).length) out.push('worker');
	window.kept = out.join(' ');
})().catch(e => { window.kept = 'error ' + e; }); true`

// plantKept puts something into each of them, as a page that keeps text would.
const plantKept = `window.done = false; localStorage.setItem('x', 'y'); sessionStorage.setItem('x', 'y');
	(async () => {
		await (await caches.open('x')).put('/x', new Response('y'));
		await new Promise((ok, bad) => { const r = indexedDB.open('x'); r.onsuccess = () => { r.result.close(); ok(); }; r.onerror = bad; });
		window.done = true;
	})(); true`

// kept returns what the browser stores.
func (b *seat) kept() string {
	b.t.Helper()
	eval[bool](b, askKept)
	b.until(`window.kept !== undefined`)
	return eval[string](b, `window.kept`)
}

// TestBrowserKeepsNothing: an examiner reads unpublished text, types and signs out. Nothing of it is in any
// store of the browser, then or before; what somebody put there is gone with the session; no answer with text
// may be cached; and going back shows nothing. That the stores are seen is shown by what is planted.
func TestBrowserKeepsNothing(t *testing.T) {
	slow(t)
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	s := w.person(t, "yushen1")
	pages := []string{"/work?view=todo", fmt.Sprintf("/case/%d", id), fmt.Sprintf("/preexam/%d/desk", id), "/search"}
	for _, path := range pages {
		if p := s.Get(path); p.Status == http.StatusOK && !strings.Contains(p.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be cached: %q", path, p.Header.Get("Cache-Control"))
		}
	}
	b := sit(t, w, variants()[0])
	b.as("yushen1")
	for _, path := range pages {
		b.open(path)
		if got := b.kept(); got != "" {
			t.Errorf("%s keeps something in %s", path, got)
		}
	}
	b.open(pages[2])
	// The longest line of the desk is a sentence of the application.
	text := ""
	for line := range strings.SplitSeq(eval[string](b, `document.querySelector('main').innerText`), "\n") {
		if utf8.RuneCountInString(line) > utf8.RuneCountInString(text) {
			text = strings.TrimSpace(line)
		}
	}
	if utf8.RuneCountInString(text) < 20 {
		t.Fatalf("no text on the desk: %q", text)
	}
	eval[bool](b, plantKept)
	b.until(`window.done`)
	if got := b.kept(); got != "localStorage sessionStorage indexedDB caches" {
		t.Fatalf("what was planted is seen as %q", got)
	}
	b.leaveHere()
	if got := b.kept(); got != "" {
		t.Errorf("after signing out there is something in %s", got)
	}
	for range 3 {
		b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
		b.until(`document.readyState === 'complete'`)
		if strings.Contains(eval[string](b, `document.documentElement.innerText`), text) {
			t.Errorf("going back shows the text at %s", b.path())
		}
	}
}
