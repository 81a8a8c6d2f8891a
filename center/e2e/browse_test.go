package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"zhibao/center/demo"
	"zhibao/internal/web/webtest"
)

// ctxt is a context that leads to a browser.
type ctxt = context.Context

// A variant is one way in which a journey is made.
type variant struct {
	name    string
	scripts bool
	width   int64
}

// variants returns the ways to try: all of them when everything is tried, else the first.
func variants() []variant {
	all := []variant{{"scripts", true, 1366}, {"no-scripts", false, 1366}, {"390px", true, 390}}
	if full() {
		return all
	}
	return all[:1]
}

// A seat is a browser before which one person after the other sits down.
type seat struct {
	*world
	t   testing.TB
	ctx ctxt
	variant
	dir     string
	stopped []string // what the security policy has stopped
	mine    string   // login that a sign-up made
}

// sit opens a browser for a variant.
func sit(t testing.TB, w *world, v variant) *seat {
	t.Helper()
	b := &seat{world: w, t: t, ctx: webtest.Browser(t), variant: v, dir: t.TempDir()}
	err := chromedp.Listen(b.ctx, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok && strings.Contains(e.Entry.Text, "Content Security Policy") {
			b.stopped = append(b.stopped, e.Entry.Text)
		}
	})
	if err := errors.Join(err, webtest.Size(b.ctx, v.width, 800)); err != nil {
		t.Fatal(err)
	}
	if !v.scripts {
		if err := webtest.NoScript(b.ctx); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// do runs steps, each of which may take ten seconds, and tells where the browser was when one
// fails.
func (b *seat) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for i, s := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
		err := chromedp.Do(ctx, s)
		cancel()
		if err != nil {
			b.t.Fatalf("step %d at %s: %v\n%s", i, b.path(), err, b.text("body"))
		}
	}
}

// eval returns what an expression is on the page that is open.
func eval[T any](b *seat, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *seat) path() string { return eval[string](b, `location.pathname + location.search`) }

// text returns what can be read in the first such element, empty where there is none.
func (b *seat) text(sel string) string {
	return strings.Join(strings.Fields(eval[string](b, fmt.Sprintf(`(document.querySelector(%q) || {innerText: ''}).innerText`, sel))), " ")
}

// has fails the test unless all the words can be read on the page.
func (b *seat) has(words ...string) {
	b.t.Helper()
	body := b.text("body")
	for _, w := range words {
		if !strings.Contains(body, w) {
			b.t.Fatalf("%s: %q is not on the page:\n%s", b.path(), w, body)
		}
	}
}

// open goes to an address.
func (b *seat) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.URL + path))
}

// press clicks and waits for the page that follows.
func (b *seat) press(sel string) {
	b.t.Helper()
	b.leave(sel, chromedp.Click(chromedp.CSS(sel)))
}

// leave does what leads to another page, and waits for that.
func (b *seat) leave(sel string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	eval[bool](b, `(window.left = true)`)
	b.do(step)
	end := time.Now().Add(20 * time.Second)
	for time.Now().Before(end) {
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.left === undefined && document.readyState === 'complete'`))
		cancel()
		if err == nil && there {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("nothing follows %s on %s:\n%s", sel, b.path(), b.text("body"))
}

// An entry is one answer in a form.
type entry struct{ how, name, value string }

func typed(name, value string) entry  { return entry{"type", name, value} }
func picked(name, value string) entry { return entry{"pick", name, value} }
func chosen(name, value string) entry { return entry{"choose", name, value} }
func ticked(name string) entry        { return entry{"tick", name, ""} }
func filed(name, path string) entry   { return entry{"file", name, path} }

// fill answers the questions of a form.
func (b *seat) fill(fields ...entry) {
	b.t.Helper()
	for _, f := range fields {
		id := "#f-" + strings.ReplaceAll(f.name, ".", "-")
		switch f.how {
		case "type":
			if eval[bool](b, fmt.Sprintf(`document.querySelector(%q).value !== ''`, id)) {
				b.do(chromedp.Clear(chromedp.CSS(id)))
			}
			b.do(chromedp.SendKeys(chromedp.CSS(id), f.value))
		case "pick":
			b.do(chromedp.Click(chromedp.CSS(fmt.Sprintf(`input[name=%q][value=%q]`, f.name, f.value))))
		case "choose":
			b.do(chromedp.SetValue(chromedp.CSS(id), f.value))
		case "tick":
			b.do(chromedp.Click(chromedp.CSS(id)))
		case "file":
			const sent = `document.querySelectorAll('.ups input:checked').length` // its words say 已上传 while it is on its way, too
			before := eval[int](b, sent)
			b.do(chromedp.SetUploadFiles(chromedp.CSS(id), []string{f.value}))
			if b.scripts && eval[bool](b, fmt.Sprintf(`!!document.querySelector('meta[name=uploads]') && !document.querySelector(%q).closest('form[data-direct]')`, id)) {
				b.until(fmt.Sprintf(`%s > %d`, sent, before))
			}
			// Whoever sends files says that those without words hold no state secrets.
			if eval[bool](b, `!!document.querySelector('#f-clear:not(:checked)')`) {
				b.do(chromedp.Click(chromedp.CSS("#f-clear")))
			}
			// And whose numbers of identity papers are in them.
			if eval[bool](b, `!!document.querySelector('input[name=sensitive]') && !document.querySelector('input[name=sensitive]:checked')`) {
				b.do(chromedp.Click(chromedp.CSS(`input[name=sensitive][value=others]`)))
			}
		}
	}
}

// until waits for something that a script does on the page.
func (b *seat) until(expression string) {
	b.t.Helper()
	end := time.Now().Add(15 * time.Second)
	for !eval[bool](b, expression) {
		if time.Now().After(end) {
			b.t.Fatalf("%s: never %s\n%s", b.path(), expression, b.text("body"))
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// send fills in the form and sends it.
func (b *seat) send(fields ...entry) {
	b.t.Helper()
	b.fill(fields...)
	b.press(`main .acts button.btn:not([name])`)
}

// as signs somebody of the demo in.
func (b *seat) as(login string) { b.t.Helper(); b.with(login, demo.Password) }

// with signs somebody in, after whoever sat here before has left.
func (b *seat) with(login, password string) {
	b.t.Helper()
	if eval[bool](b, `!!document.querySelector('form[action="/sign-out"]')`) {
		b.press(`form[action="/sign-out"] button`)
	}
	b.open("/sign-in")
	b.send(typed("login", login), typed("password", password))
	if strings.HasPrefix(b.path(), "/sign-in") {
		b.t.Fatalf("%s cannot sign in: %s", login, b.text("main"))
	}
	b.agrees()
}

// agrees reads how personal data are handled, where a new account is asked to.
func (b *seat) agrees() {
	b.t.Helper()
	if b.path() == "/my/agreement" {
		b.has("个人信息处理规则", "敏感个人信息")
		b.send(ticked("agree"))
	}
}

// step opens a case, presses the button of a step and fills in its form.
func (b *seat) step(id int64, move string, fields ...entry) {
	b.t.Helper()
	b.open(fmt.Sprintf("/case/%d", id))
	b.press(fmt.Sprintf(`a[href="/case/%d/move/%s"]`, id, move))
	b.send(fields...)
	if eval[bool](b, `document.querySelector('main button[value="confirm"]') !== null`) { // its effect on the terms is shown first
		b.press(`main button[value="confirm"]`)
	}
	if n := eval[int](b, `document.querySelectorAll('main .err, main .over.bad').length`); n > 0 || strings.HasSuffix(b.path(), "/move/"+move) {
		b.t.Fatalf("%s is refused: %s", move, b.text("main"))
	}
}

// file writes something that can be uploaded.
func (b *seat) file(name string, content []byte) string {
	b.t.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// id reads the number of a case from the address.
func (b *seat) id() (id int64) {
	b.t.Helper()
	for part := range strings.SplitSeq(b.path(), "/") {
		if _, err := fmt.Sscan(part, &id); err == nil && id > 0 {
			return id
		}
	}
	b.t.Fatalf("no case at %s: %s", b.path(), b.text("main"))
	return 0
}

// clean fails the test when anything is kept in the browser, or when the security policy had to
// stop anything on the way.
func (b *seat) clean() {
	b.t.Helper()
	if n := eval[int](b, `sessionStorage.length + localStorage.length`); n != 0 {
		b.t.Errorf("%s: %d entries are kept in the browser", b.path(), n)
	}
	for _, v := range b.stopped {
		b.t.Error(v)
	}
	if n := eval[string](b, `document.cookie`); n != "" && strings.Contains(n, "s=") {
		b.t.Errorf("scripts can read the session: %s", n)
	}
}

func click(sel string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(sel)) }

func keys(sel, words string) chromedp.Action[chromedp.Void] {
	return chromedp.SendKeys(chromedp.CSS(sel), words)
}
