package webtest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// open starts a browser on a page of the demo.
func open(t *testing.T, s *webtest.Site, path string) context.Context {
	t.Helper()
	ctx := webtest.Browser(t)
	if err := webtest.Size(ctx, 1366, 768); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(s.URL+path))
	return ctx
}

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

func TestDraftIsSavedWhileTyping(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := open(t, s, "/demo/form")
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#f-name"), "某某公司"))
	until(t, ctx, `document.querySelector('[data-stage]').textContent.includes('草稿已于 12:00:00 保存')`)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#f-name"), "甲"))
	until(t, ctx, `document.querySelector('[name=_draft]').value === '2'`)
	do(t, ctx, chromedp.Navigate(s.URL+"/demo/form"))
	if got := eval[string](t, ctx, `document.querySelector('#f-name').value`); got != "某某公司甲" {
		t.Errorf("after a new start: %q", got)
	}
	if n := eval[int](t, ctx, `sessionStorage.length + localStorage.length`); n != 0 {
		t.Errorf("%d entries are kept in the browser", n)
	}
}

func TestFilesAreSentAtOnce(t *testing.T) {
	s, got, _ := demoSite(t)
	ctx := open(t, s, "/demo/form")
	file := filepath.Join(t.TempDir(), "请求书.txt")
	if err := os.WriteFile(file, []byte(strings.Repeat("字", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.SetUploadFiles(chromedp.CSS("#f-docs"), []string{file}))
	until(t, ctx, `document.querySelector('.ups').textContent.includes('请求书.txt · 3 KB · 已上传')`)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#f-name"), "某"), chromedp.Click(chromedp.CSS(".acts .btn.p")),
		chromedp.WaitVisible(chromedp.CSS(".err")))
	if !eval[bool](t, ctx, `document.querySelector('.ups').textContent.includes('请求书.txt')`) {
		t.Error("the file is lost after an error elsewhere")
	}
	if !eval[bool](t, ctx, `document.activeElement.classList.contains('err')`) {
		t.Error("the summary does not have the focus")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`.err a[href="#f-code"]`)))
	if id := eval[string](t, ctx, `document.activeElement.id`); id != "f-code" {
		t.Errorf("the link moves the focus to %q", id)
	}
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#f-code"), "91320500MA1X12345Y"),
		chromedp.SendKeys(chromedp.CSS("#f-who-0-name"), "甲"), chromedp.SetValue(chromedp.CSS("#f-who-0-role"), "请求人"))
	tick(t, ctx, "#f-kind-1")
	tick(t, ctx, "#f-agreed")
	do(t, ctx, chromedp.Click(chromedp.CSS(".acts .btn.p")))
	until(t, ctx, `location.pathname === '/demo/case'`)
	if in := (*got)[0]; len(in.Docs) != 1 || in.Docs[0].Name != "请求书.txt" || in.Docs[0].Size != 3000 {
		t.Errorf("%+v", in.Docs)
	}
}

// tick clicks a box until it is ticked: a page that is still being laid out may move away under the pointer.
func tick(t *testing.T, ctx context.Context, sel string) {
	t.Helper()
	for range 5 {
		do(t, ctx, chromedp.Click(chromedp.CSS(sel)))
		if eval[bool](t, ctx, `document.querySelector('`+sel+`').checked`) {
			return
		}
	}
	t.Fatalf("%s cannot be ticked", sel)
}

// TestDoubleClickSubmitsOnce presses the button twice in one moment.
func TestDoubleClickSubmitsOnce(t *testing.T) {
	s, got, _ := demoSite(t)
	ctx := open(t, s, "/demo/form")
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#f-name"), "某"), chromedp.SendKeys(chromedp.CSS("#f-code"), "91320500MA1X12345Y"),
		chromedp.SendKeys(chromedp.CSS("#f-who-0-name"), "甲"), chromedp.SetValue(chromedp.CSS("#f-who-0-role"), "请求人"))
	tick(t, ctx, "#f-kind-1")
	tick(t, ctx, "#f-agreed")
	do(t, ctx,
		chromedp.Evaluate[chromedp.Void](`const b = document.querySelector('.acts .btn.p'); b.click(); b.click(); b.click()`))
	until(t, ctx, `location.pathname === '/demo/case'`)
	if len(*got) != 1 {
		t.Errorf("%d submissions", len(*got))
	}
}

func TestKeys(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := open(t, s, "/demo/list")
	do(t, ctx, chromedp.KeyEvent("jjk"), chromedp.KeyEvent("x"))
	if n := eval[string](t, ctx, `[...document.querySelectorAll('tbody tr')].findIndex(r => r.classList.contains('cur')) + '/' + document.querySelectorAll('tr.sel').length`); n != "0/1" {
		t.Errorf("row/selected %s", n)
	}
	if text := eval[string](t, ctx, `document.querySelector('[data-picked]').textContent`); text != "已选 1 件" {
		t.Errorf("%q", text)
	}
	do(t, ctx, chromedp.Focus(chromedp.CSS("#f-q")), chromedp.KeyEvent("j"))
	if v := eval[string](t, ctx, `document.querySelector('#f-q').value`); v != "j" {
		t.Errorf("typing j gives %q", v)
	}
	// A composing input method sends keyCode 229: no shortcut may act on it.
	_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "j", WindowsVirtualKeyCode: 229})
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("?"), chromedp.WaitVisible(chromedp.CSS(".dlg")))
	found, err := webtest.Axe(ctx)
	if err != nil || len(found) > 0 {
		t.Errorf("help: %v %v", found, err)
	}
	do(t, ctx, chromedp.KeyEvent("\u001b"))
	if eval[int](t, ctx, `document.querySelectorAll('.dlg').length`) != 0 {
		t.Error("Escape does not close the help")
	}
	do(t, ctx, chromedp.Navigate(s.URL+"/demo/list?keys=0"), chromedp.KeyEvent("j"))
	if eval[int](t, ctx, `document.querySelectorAll('tr.cur').length`) != 0 {
		t.Error("switched-off keys act")
	}
	do(t, ctx, chromedp.Navigate(s.URL+"/demo/list?keys=1"), chromedp.KeyEvent("j"), chromedp.KeyEvent("o"))
	until(t, ctx, `location.pathname === '/demo/case'`)
}

// TestSessionEndIsAnnounced: two minutes before, and one key extends it.
func TestSessionEndIsAnnounced(t *testing.T) {
	cfg := demoConfig()
	cfg.Session = func(*web.Ctx) web.Session { return web.Session{ID: "x", Ends: 121 * time.Second} }
	var got []intake
	var done []string
	s := webtest.Start(t, cfg, demo(t, &got, &done))
	ctx := open(t, s, "/demo/form")
	until(t, ctx, `document.querySelector('.dlg') && document.activeElement.textContent === '继续工作'`)
	found, err := webtest.Axe(ctx)
	if err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
	do(t, ctx, chromedp.KeyEvent("\r"))
	until(t, ctx, `!document.querySelector('.dlg')`)
	until(t, ctx, `document.querySelector('.dlg')`)
	if !strings.Contains(s.Log.String(), "route=/-/alive status=200") {
		t.Error("the session was not extended")
	}
}

// TestPrint prints a list: A4, without menus.
func TestPrint(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := open(t, s, "/demo/list")
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	if err != nil || len(pdf) < 1000 {
		t.Fatal(err)
	}
	if shots := os.Getenv("SHOTS"); shots != "" {
		if err := os.WriteFile(filepath.Join(shots, "list.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHtmx sends a form by htmx under the security policy and counts what the policy stops.
func TestHtmx(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := open(t, s, "/demo/custom")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`window.stopped = 0; window.mark = 1; document.addEventListener('securitypolicyviolation', () => window.stopped++)`),
		chromedp.SendKeys(chromedp.CSS("#n"), "新值"), chromedp.Click(chromedp.CSS("main form .btn")))
	until(t, ctx, `document.querySelector('main section p').textContent === '新值'`)
	if eval[int](t, ctx, `window.mark`) != 1 || eval[int](t, ctx, `window.stopped`) != 0 {
		t.Error("the page was loaded anew, or the policy stopped something")
	}
	time.Sleep(300 * time.Millisecond) // htmx takes up the new form when it has settled
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('main input[name=_csrf]').value = 'x'; document.querySelector('meta[name=csrf]').content = 'x'; document.querySelector('main form .btn').click()`))
	until(t, ctx, `document.querySelector('#live').textContent.includes('页面已过期')`)
	if n := eval[int](t, ctx, `sessionStorage.length + localStorage.length`); n != 0 {
		t.Errorf("%d entries are kept in the browser", n)
	}
}

// TestWithoutScripts switches the scripts off in the browser and walks through form and list.
func TestWithoutScripts(t *testing.T) {
	s, got, _ := demoSite(t)
	ctx := webtest.Browser(t)
	if err := webtest.NoScript(ctx); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(s.URL+"/demo/form"),
		chromedp.SendKeys(chromedp.CSS("#f-name"), "某"), chromedp.SendKeys(chromedp.CSS("#f-code"), "91320500MA1X12345Y"),
		chromedp.Click(chromedp.CSS("#f-kind-1")), chromedp.SendKeys(chromedp.CSS("#f-who-0-name"), "甲"),
		chromedp.Click(chromedp.CSS(`button[name="_add"]`)), chromedp.WaitVisible(chromedp.CSS("#f-who-1-name")),
		chromedp.Click(chromedp.CSS(`button[value="who.1"]`)), chromedp.WaitNotPresent(chromedp.CSS("#f-who-1-name")),
		chromedp.SendKeys(chromedp.CSS("#f-who-0-role"), "请求人"), chromedp.Click(chromedp.CSS("#f-agreed")),
		chromedp.Click(chromedp.CSS(".acts .btn.p")), chromedp.WaitVisible(chromedp.CSS(".notice.nn")))
	if len(*got) != 1 {
		t.Fatalf("%d submissions", len(*got))
	}
	do(t, ctx, chromedp.Navigate(s.URL+"/demo/list"), chromedp.SendKeys(chromedp.CSS("#f-q"), "台灯\n"), chromedp.WaitVisible(chromedp.CSS(`input[value="台灯"]`)),
		chromedp.Click(chromedp.CSS(`tbody input[name="_sel"]`)), chromedp.Click(chromedp.CSS(`button[name="_bulk"]`)), chromedp.WaitVisible(chromedp.CSS("#f-to")))
}

// TestAxeSees plants a barrier, so that silence of the checker means something.
func TestAxeSees(t *testing.T) {
	s, _, _ := demoSite(t)
	ctx := open(t, s, "/demo/custom")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('label').remove()`))
	found, err := webtest.Axe(ctx)
	if err != nil || len(found) != 1 || found[0].ID != "label" {
		t.Errorf("%v %v", found, err)
	}
}
