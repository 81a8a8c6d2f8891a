package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"zhibao/center/demo"
	"zhibao/center/demo/text"
	"zhibao/patent/filing"
)

// stop is what is wrong with where the focus is: nothing visible, out of sight, or under something.
const stop = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e.tagName === 'MAIN') return '';
	const s = getComputedStyle(e), r = e.getClientRects()[0], name = e.tagName + ' ' + (e.id || e.name || e.textContent.trim().slice(0, 20));
	if (!r || r.width < 1) return name + ' has no size';
	if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) return name + ' shows no focus';
	const x = r.left + Math.min(r.width, 16) / 2, y = r.top + Math.min(r.height, 16) / 2, at = document.elementFromPoint(x, y);
	if (!at) return name + ' is out of sight at ' + Math.round(x) + ',' + Math.round(y);
	return e.contains(at) || at.contains(e) || at.closest('label') ? '' : name + ' is under ' + at.tagName + '.' + at.className;
})()`

// keyed presses keys one after the other.
func (b *seat) keyed(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// tab goes on with Tab until it is at the element, looking at each stop. With the skip link first it
// begins in the main part of the page.
func (b *seat) tab(sel string) {
	b.t.Helper()
	at := fmt.Sprintf(`document.activeElement.matches(%q)`, sel)
	for range 150 {
		if eval[bool](b, at) {
			return
		}
		eval[bool](b, `(window.was = document.activeElement, true)`)
		b.keyed(kb.Tab)
		if why := eval[string](b, stop); why != "" {
			b.t.Errorf("%s: %s", b.path(), why)
		}
		if eval[bool](b, `window.was === document.activeElement && window.was !== document.body`) {
			b.t.Fatalf("%s: Tab does not leave %s", b.path(), eval[string](b, `document.activeElement.outerHTML.slice(0, 120)`))
		}
	}
	b.t.Fatalf("%s: Tab never comes to %s", b.path(), sel)
}

// skip uses the skip link of the page. A page to which a form led begins in the main part if the page
// before did: a redirect keeps the fragment of the address.
func (b *seat) skip() {
	b.t.Helper()
	if eval[string](b, `location.hash`) == "#m" {
		return
	}
	b.keyed(kb.Tab)
	if !eval[bool](b, `document.activeElement.matches('a.skip[href="#m"]') && document.activeElement.getBoundingClientRect().left >= 0`) {
		b.t.Fatalf("%s: the first stop is no skip link: %s", b.path(), eval[string](b, `document.activeElement.outerHTML.slice(0, 120)`))
	}
	b.keyed(kb.Enter)
	b.until(`document.activeElement.id === 'm'`)
}

// enter presses a key that leads to another page.
func (b *seat) enter(key string) {
	b.t.Helper()
	b.leave(key, chromedp.KeyEvent(key))
}

// go to an element and press Enter on it.
func (b *seat) follow(sel string) { b.t.Helper(); b.tab(sel); b.enter(kb.Enter) }

// signs somebody in with keys alone, after whoever was there has left.
func (b *seat) keyIn(login string) {
	b.t.Helper()
	if eval[bool](b, `!!document.querySelector('form[action="/sign-out"]')`) {
		b.follow(`form[action="/sign-out"] button`)
	}
	b.open("/sign-in")
	b.skip()
	b.tab("#f-login")
	b.keyed(login, kb.Tab, demo.Password)
	b.enter(kb.Enter)
}

// row goes down the list with j to a case and opens it with o.
func (b *seat) row(id int64) {
	b.t.Helper()
	b.open("/work")
	for range 50 {
		b.keyed("j")
		if eval[bool](b, fmt.Sprintf(`(document.activeElement.getAttribute('href') || '').startsWith('/case/%d')`, id)) {
			b.enter("o")
			return
		}
	}
	b.t.Fatalf("j never comes to case %d: %s", id, b.text("main table"))
}

// TestKeysAlone goes from the draft to the correction notice without a mouse: at each stop the focus
// is seen, nothing traps it, the skip link works, and a dialog gives it back. Only the file is
// handed to the browser, whose own window asks for it.
func TestKeysAlone(t *testing.T) {
	slow(t)
	b := sit(t, lived(t), variants()[0])
	in := text.IndexOf(filing.Invention, text.Fields()[1])
	app := text.With(text.New(in[0]).For(applicant(7), text.Office(0)), "claim-about", "claim-preferred", "text-promise")
	b.keyIn("daili01")
	b.skip()
	b.follow(`a[href="/open/preexam/create"]`)
	b.skip()
	b.tab("#f-client")
	want := fmt.Sprint(b.actor(t, "qiye08").Party)
	for i := 0; eval[string](b, `document.activeElement.value`) != want; i++ {
		if i > 60 {
			t.Fatal("the client cannot be chosen with the arrows")
		}
		b.keyed(kb.ArrowDown)
	}
	b.follow(`main .acts button.btn.p`)
	b.skip()
	b.tab("#f-files")
	b.fill(filed("files", b.file("案卷包.zip", pack(t, app.Filing(), filing.Options{}))))
	b.follow(`main .acts button.btn.p`)
	b.has("自检结果")
	id := b.id()
	b.follow(fmt.Sprintf(`a[href="/case/%d/move/submit"]`, id))
	b.tab("#f-undertaking")
	b.keyed(" ")
	b.follow(`main .acts button.btn.p`)
	b.has("待受理")

	b.keyIn("shouli1")
	b.row(id)
	b.enter("e")
	b.has("受理")
	b.follow(`main .acts button.btn`)
	b.has("待分案")
	b.helped()

	b.keyIn("fuzeren")
	b.row(id)
	b.enter("e")
	b.follow(`main .acts button.btn.p`)
	who := b.login(b.read(t, id).Handler)

	b.keyIn(who)
	b.row(id)
	b.enter("e")
	b.follow(`main .acts button.btn.p`)
	b.decide()
	b.follow(fmt.Sprintf(`a[href="/case/%d/move/search"]`, id))
	b.skip()
	b.tab("#f-database")
	b.keyed("CNABS", kb.Tab)
	b.tab("#f-query")
	b.keyed("B25J")
	b.tab("#f-hits")
	b.keyed("9", kb.Tab)
	b.follow(`main .acts button.btn.p`)
	b.follow(fmt.Sprintf(`a[href="/case/%d/move/notify"]`, id))
	b.follow(`main .acts button.btn.p`)
	if k := b.read(t, id); k.State != "waiting" {
		t.Errorf("the case is in state %s: %s", k.State, b.text("main"))
	}
	b.clean()
}

// helped opens the list of keys and closes it again: the focus is where it was.
func (b *seat) helped() {
	b.t.Helper()
	b.skip()
	b.keyed(kb.Tab)
	eval[bool](b, `(window.was = document.activeElement, true)`)
	b.keyed("?")
	b.until(`!!document.activeElement.closest('.dlg')`)
	if why := eval[string](b, stop); why != "" {
		b.t.Error("in the dialog: " + why)
	}
	b.keyed(kb.Escape)
	if !eval[bool](b, `!document.querySelector('.dlg') && document.activeElement === window.was`) {
		b.t.Error("the dialog does not give the focus back")
	}
}

// decide goes through the findings of the desk: adopts the first and dismisses the others, and finds no defect
// where it is asked.
func (b *seat) decide() {
	b.t.Helper()
	left := waiting(b)
	if left < 2 {
		b.t.Fatalf("%d findings to decide: %s", left, b.text("main"))
	}
	b.keyed("n", "n", "p")
	if why := eval[string](b, stop); why != "" || !eval[bool](b, `document.activeElement.classList.contains('f')`) {
		b.t.Errorf("n and p lead to no finding: %s", why)
	}
	b.enter("a")
	for left--; left > 0; left-- {
		b.until(fmt.Sprintf(`document.readyState === 'complete' && document.querySelectorAll('.f .tag.ta').length === %d`, left))
		b.until(`document.activeElement.classList.contains('f')`)
		if eval[bool](b, `document.activeElement.classList.contains('q')`) { // a question is answered at once
			b.enter("d")
			continue
		}
		b.keyed("d", " ")
		b.enter(kb.Enter)
	}
	if n := waiting(b); n != 0 || !strings.Contains(b.text(".fin"), "缺陷已全部处理") {
		b.t.Errorf("%d findings are left: %s", n, b.text(".fin"))
	}
}
