package privacy

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// A world is an office with requests.
type world struct {
	*Desk
	t      testing.TB
	office *casework.Office
	clock  *caseworktest.Clock
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Desk: New(write), t: t}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: w.Charts(), Settings: Settings(), Schemas: []store.Schema{worklist.Schema(), unmask.Schema(), Schema(), identity.Schema()}, Grants: Grants()})
	w.Use(w.office)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	return w
}

// write writes a paper as its words.
func write(_ string, w io.Writer, p paper.Paper) (string, error) {
	if err := paper.Check(p); err != nil {
		return "", err
	}
	html, err := paper.HTML(p)
	if err == nil {
		_, err = io.WriteString(w, string(html))
	}
	return "text/html", err
}

func actor(name string) casework.Actor {
	people := map[string]struct {
		account, party int64
		role           casework.Role
	}{"受理员": {20, 0, casework.Clerk}, "甲": {30, 70, casework.Entity}, "同事": {31, 70, casework.Entity}, "预审员": {32, 0, casework.Examiner}, "审计员": {33, 0, casework.Auditor},
		"安全管理员": {34, 0, casework.SecAdmin}, "负责人": {40, 0, casework.Head}, "主任": {41, 0, casework.Director}, "系统": {0, 0, casework.System}}
	p, ok := people[name]
	if !ok {
		panic("nobody is called " + name)
	}
	return casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Party: p.party, Center: caseworktest.CenterID, Roles: []string{string(p.role)}}}
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	forget := func(t *testing.T, _ string) {
		w.clock.At = calendar.MustDay("2026-01-05").Begin()
		err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM privacy_request`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.rights, Actor: actor, Before: forget})
}

// site are the pages as somebody sees them.
func (w *world) site(who string) *webtest.Site {
	w.t.Helper()
	cfg := webtest.Config(actor(who))
	cfg.Now = w.clock.Now
	nobody := func(context.Context, *store.Tx, int64, []int64) (map[int64]string, error) { return nil, nil }
	pages := worklist.New(worklist.Pages{Office: w.office, Accounts: nobody, Parties: nobody,
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) { return nil, nil }, Hooks: w.Hooks()})
	home := web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}
	return webtest.Start(w.t, cfg, home, pages.Module(), w.Module())
}

// do makes a move and returns the case.
func (w *world) do(who, move string, k *casework.Case, in any) *casework.Case {
	w.t.Helper()
	r := casework.Request{Actor: actor(who), Chart: "privacy", Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(w.t.Context(), r)
	if err != nil {
		w.t.Fatalf("%s: %v", move, err)
	}
	return out.Case
}

// TestOwnRequests: whoever is signed in asks on a page of their own and finds the answer there; a colleague of
// the same organisation finds nothing, and the desk finds it in its list.
func TestOwnRequests(t *testing.T) {
	w := newWorld(t)
	mine, colleague := w.site("甲"), w.site("同事")
	for _, who := range []string{"甲", "预审员", "审计员"} {
		p := w.site(who).Get("/my/privacy?lang=zh")
		p.Check()
		p.Contains("提出请求", "还没有请求")
	}
	p := mine.Submit(mine.Get("/my/privacy?lang=zh"), "what", url.Values{"kind": {"delete"}, "what": {"删除我的旧手机号码"}})
	if p.Status >= http.StatusBadRequest {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	p = mine.Get("/my/privacy?lang=zh")
	p.Check()
	p.Contains("待核实身份", "2026-03-23", "GR")
	_, id, _ := strings.Cut(p.Body, `href="/my/privacy/`)
	id, _, _ = strings.Cut(id, `"`)
	own := "/my/privacy/" + id
	if p := mine.Get(own + "?lang=zh"); true {
		p.Check()
		p.Contains("删除我的旧手机号码", "撤回请求", "第四十七条")
	}
	if p := colleague.Get(own); p.Status != http.StatusNotFound {
		t.Errorf("a colleague: %d", p.Status)
	}
	if p := colleague.Get("/my/privacy"); strings.Contains(p.Body, id) {
		t.Error("a colleague sees the request")
	}
	clerk := w.site("受理员")
	p = clerk.Get("/privacy?lang=zh")
	p.Check()
	p.Contains("甲", "删除", "待核实身份", "登记书面或口头请求")
	for _, path := range []string{"/privacy", "/case/" + id, "/open/privacy/enter", "/case/" + id + "/move/identify", own} {
		for _, lang := range []string{"zh", "en"} {
			s := clerk
			if path == own {
				s = mine
			}
			p := s.Get(path + "?lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d %s", path, p.Status, p.Find("main"))
			}
			p.Check()
		}
	}
	if p := w.site("预审员").Get("/case/" + id + "?lang=zh"); strings.Contains(p.Body, "旧手机号码") || strings.Contains(p.Body, "甲") {
		t.Error("an examiner reads the request")
	}
	k := w.load(id)
	k = w.do("受理员", "identify", k, &Identify{How: "account"})
	w.do("负责人", "answer", k, &Answer{Done: "旧号码已删除，审计日志按规定保存。"})
	p = mine.Get(own + "?lang=zh")
	p.Check()
	p.Contains("已办理", "旧号码已删除")
	if strings.Contains(p.Body, "撤回请求") {
		t.Error("what was answered can be taken back")
	}
}

// load reads a case as the desk sees it.
func (w *world) load(id string) (k *casework.Case) {
	w.t.Helper()
	err := w.office.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		var n int64
		if _, err := fmt.Sscan(id, &n); err != nil {
			return err
		}
		k, err = w.office.Get(w.t.Context(), tx, actor("受理员"), n)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

// asks makes a request of somebody.
func (w *world) asks(who string) *casework.Case {
	return w.do("系统", "ask", nil, &Asked{Account: fmt.Sprint(actor(who).Account), Name: who, Ask: Ask{Kind: "access", What: "全部"}})
}

// TestTakeBack: one's own request can be taken back while it is open; the history, which others of the center see,
// names nobody; and nobody fills the desk with more than ten.
func TestTakeBack(t *testing.T) {
	w := newWorld(t)
	k := w.asks("甲")
	s := w.site("甲")
	own := fmt.Sprintf("/my/privacy/%d", k.ID)
	if p := s.Submit(s.Get(own), "sure", url.Values{"sure": {"true"}}); p.Status >= http.StatusBadRequest {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	s.Get(own + "?lang=zh").Contains("已撤回")
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		if err == nil && (len(events) != 2 || events[1].Name != "请求人" || events[1].Actor != 0) {
			t.Errorf("the history: %+v", events)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range mostOpen {
		w.asks("甲")
	}
	_, err = w.office.Move(t.Context(), casework.Request{Actor: actor("系统"), Chart: "privacy", Move: "ask", Input: &Asked{Account: "30", Name: "甲", Ask: Ask{Kind: "access", What: "全部"}}})
	if fault.CodeOf(err) != "privacy.many" {
		t.Errorf("the eleventh: %v", err)
	}
	w.asks("同事")
}

// TestLetters: the answer says what was done, the refusal why not and which way is open.
func TestLetters(t *testing.T) {
	w := newWorld(t)
	in := &Enter{Name: "李某", Contact: "示范市示范路1号", Day: w.office.Today(), How: "邮寄", Ask: Ask{Kind: "copy", What: "登记的联系方式"}}
	k := w.do("负责人", "answer", w.do("受理员", "identify", w.do("受理员", "enter", nil, in), &Identify{How: "callback"}), &Answer{Done: "联系方式已复制随附。"})
	w.letter(k, "个人信息权利请求答复书", "李某", "示范市示范路1号", "第四十五条", "登记的联系方式", "联系方式已复制随附。")
	k = w.do("负责人", "refuse", w.do("受理员", "enter", nil, in), &Refuse{Ground: "identity", Why: "两次回访无人接听"})
	w.letter(k, "个人信息权利请求不予办理通知书", "不能核实请求人身份", "两次回访无人接听", "向人民法院提起诉讼")
}

// letter finds words in the only paper of a case.
func (w *world) letter(k *casework.Case, name string, words ...string) {
	w.t.Helper()
	text := w.letterOf(k, name)
	for _, x := range words {
		if !strings.Contains(text, x) {
			w.t.Errorf("%s lacks %s: %s", name, x, text)
		}
	}
}

// letterOf is the only paper of a case as text.
func (w *world) letterOf(k *casework.Case, name string) (text string) {
	w.t.Helper()
	err := w.office.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(w.t.Context(), tx, k.Center, k.ID)
		if err != nil || len(all) != 1 || all[0].Name != name {
			w.t.Errorf("%d papers: %v", len(all), err)
			return err
		}
		key, err := w.office.Keys.CaseKey(w.t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		full, err := document.Open(w.t.Context(), tx, key, k.ID, all[0].ID)
		if err != nil {
			return err
		}
		html, err := paper.HTML(full.Content)
		text = string(html)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// numberOf is the id of a case as text.
func numberOf(k *casework.Case) string { return fmt.Sprint(k.ID) }
