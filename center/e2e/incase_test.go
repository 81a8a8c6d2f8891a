package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"

	"zhibao/examination/preexam"
	"zhibao/internal/web/webtest"
)

// examining is a case that somebody examines now.
func (w *world) examining(t testing.TB, login string) int64 {
	t.Helper()
	a := defective(0, 0, nil)
	class, _, _ := strings.Cut(a.IPC, " ") // the papers of a package do not say it, the counter does
	return w.begun(t, w.submitted(t, "qiye01", "", a), login, "fuhe1", preexam.Accept{Class: class})
}

// core makes the class of a case a core technology of the center.
func (w *world) core(t testing.TB, id int64) {
	t.Helper()
	p := w.program(t, "fuzeren")
	var made struct{ Page string }
	p.act("/branches/new", map[string]any{"title": "示例产业"}, &made)
	industry := path.Base(made.Page)
	p.act("/branches/"+industry+"/new", map[string]any{"title": "案内检索的分支", "ipc": w.read(t, id).Attrs["class"] + "\nH01M\nG06F\nH04L\nB01D\nF16F"}, &made)
	p.act("/branches/"+path.Base(made.Page)+"/core", map[string]any{"core": true, "why": "示例"}, nil)
}

// followed: the form follows the box while somebody types, the box follows the form, and a mistake is
// pointed at before anything is sent (S1).
func (b *seat) followed() {
	b.t.Helper()
	if !b.scripts {
		return
	}
	back := b.path()
	b.open("/search")
	b.fill(typed("q", "标题=(减振 OR 温度) AND 公开日>=2012"))
	b.until(`document.querySelector('[name="rows.0.words"]').value === '减振 温度' && document.querySelector('[name="rows.1.from"]').value === '2012'`)
	b.open("/search")
	b.fill(typed("q", "减振 AND 标提=电池"))
	b.until(`(document.querySelector('#ask-wrong mark') || {}).textContent === '标提' && document.querySelector('#ask-wrong').innerText.includes('第8列')`)
	if v := eval[string](b, `document.querySelector('#f-q').getAttribute('aria-invalid')`); v != "true" {
		b.t.Errorf("the box is invalid: %q", v)
	}
	eval[bool](b, `(document.querySelector('.by-form').open = true)`)
	b.fill(typed("rows.0.words", "飞轮"))
	b.until(`document.querySelector('#f-q').value.startsWith('标题=飞轮') && !document.querySelector('#ask-wrong p')`)
	if b.path() != "/search" {
		b.t.Errorf("typing led to %s", b.path())
	}
	b.open(back)
}

// compared: a document lists what is like it with the words, and stands beside one of them (S4).
func (b *seat) compared() {
	b.t.Helper()
	back := b.path()
	b.press(`article.hit h3 a`)
	b.has("相近文献", "附图", "相近程度")
	b.press(`a[href*="/beside?with="]`)
	b.has("并排比较", "权利要求", "连续四个以上")
	b.look()
	b.open(back)
}

// together: a family is one row, and the documents are as many as one by one.
func (b *seat) together() {
	b.t.Helper()
	back, all := b.path(), b.found()
	b.press(`a[href*="group=family"]`)
	b.has(fmt.Sprintf("个专利族，%d 件文献", all))
	b.look()
	b.open(back)
}

// alike: by a number the result has an address, by a text it is shown at once.
func (b *seat) alike() {
	b.t.Helper()
	b.open("/search")
	eval[bool](b, `(document.querySelector('#like').open = true)`)
	b.fill(typed("text", "减振装置包括弹簧和阻尼器，所述阻尼器与温度传感器相连。"))
	b.press(`form[action="/search/similar"] button.p`)
	b.has("文字没有保存", "校验值")
	number := eval[string](b, `document.querySelector('main tbody a').textContent`)
	b.look()
	b.open("/search")
	eval[bool](b, `(document.querySelector('#like').open = true)`)
	b.fill(typed("number", number))
	b.press(`form[action="/search/similar"] button.p`)
	if !strings.HasPrefix(b.path(), "/search/") {
		b.t.Errorf("the result by a number stands at %s", b.path())
	}
	b.has("与此文献相近", number)
	b.look()
}

// forCase: from the papers to a search of the case, prepared from its claims; what is like it, and what is
// like it in its core technology; nobody else finds it (S7).
func (b *seat) forCase() {
	b.t.Helper()
	id := b.examining(b.t, "yushen1")
	b.core(b.t, id)
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.has("案内检索的分支", "相近程度")
	here := fmt.Sprintf("/case/%d/search", id)
	b.press(fmt.Sprintf(`a[href=%q]`, here))
	b.has("本案的检索", "与本案文本相近的文献", "案内检索的分支")
	if words := eval[string](b, `document.querySelector('#f-q').value`); !strings.Contains(words, " OR ") {
		b.t.Errorf("prepared: %q", words)
	}
	b.look()
	b.press(`main form[action$="/search"] button.p`)
	if !strings.HasPrefix(b.path(), here+"/") {
		b.t.Fatalf("the result stands at %s: %s", b.path(), b.text("main"))
	}
	b.has("检索时间", "文献库版本")
	b.look()
	if e := b.lastEvent(b.t, id); !strings.Contains(fmt.Sprint(e), "案内检索") {
		b.t.Errorf("the history does not say it: %v", e)
	}
	at := b.path()
	// What was searched need not be typed again where the search is recorded in the case.
	form := b.person(b.t, "yushen1").Get(fmt.Sprintf("/case/%d/move/search", id))
	if !strings.Contains(form.Body, "本中心专利文献库") || !strings.Contains(form.Body, " OR ") {
		b.t.Errorf("the record of a search is empty: %d", form.Status)
	}
	for _, login := range []string{"yushen4", "sysadmin", "qiye01", "zhifa1"} {
		if got := b.person(b.t, login).Get(at); got.Status != http.StatusNotFound && got.Status != http.StatusForbidden {
			b.t.Errorf("%s opens the search of a case: %d", login, got.Status)
		}
	}
}

// look holds the page against the rules of accessibility and its width.
func (b *seat) look() {
	b.t.Helper()
	if !b.scripts {
		if err := webtest.Script(b.ctx); err != nil {
			b.t.Fatal(err)
		}
	}
	found, err := webtest.Axe(b.ctx)
	if !b.scripts {
		err = errors.Join(err, webtest.NoScript(b.ctx))
	}
	if err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("%s: %v", b.path(), v)
	}
	if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
		b.t.Errorf("%s is %d px too wide", b.path(), n)
	}
}

// searchedFor searches with the canary in every way there is: for the case, by its text, by a text that is
// pasted, and while it is typed.
func searchedFor(t *testing.T, w *world, id int64) {
	t.Helper()
	s := w.person(t, "yushen1")
	here := fmt.Sprintf("/case/%d/search", id)
	page := s.Get(here)
	page.Contains("本案的检索", "与本案文本相近的文献")
	got := s.Submit(page, "q", url.Values{"q": {"标题=" + canary + " OR 电池"}})
	if got.Status != http.StatusSeeOther || strings.Contains(got.Header.Get("Location"), "q=") {
		t.Fatalf("%d %s", got.Status, shorten(webtest.Text(got.Root)))
	}
	s.Get(got.Header.Get("Location")).Contains(canary)
	s.Get(here).Contains(canary)
	s.Submit(s.Get(here), "q", url.Values{"q": {canary + " AND 标提=" + canary}}).Contains("没有名为")
	home := s.Get("/search")
	if strings.Contains(home.Body, canary) {
		t.Error("a search for a case stands among the searches of a person")
	}
	s.Submit(home, "text", url.Values{"text": {canary + "一种电池的隔膜" + canary}}).Contains("文字没有保存")
	s.Post("/search/live", url.Values{"_csrf": {home.Token()}, "_from": {"box"}, "q": {canary}})
	if p := w.person(t, "yushen4").Get(here); p.Status != http.StatusNotFound {
		t.Errorf("who may not read the case opens its searches: %d", p.Status)
	}
	w.program(t, "yushen1").get(fmt.Sprintf("/cases/%d/searches", id), &struct{}{})
}
