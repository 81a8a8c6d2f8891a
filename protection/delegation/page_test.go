package delegation

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

func (w *world) site(t testing.TB, a any) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	nobody := func(context.Context, *store.Tx, int64, []int64) (map[int64]string, error) { return nil, nil }
	pages := worklist.New(worklist.Pages{Office: w.office, Rules: form.Rules{"uscc": func(string) web.Text { return web.Text{} }}, Accounts: nobody, Parties: nobody,
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) { return nil, nil }, Hooks: map[string]worklist.Hooks{"delegation": w.Hooks()}})
	home := web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}
	return webtest.Start(t, cfg, home, pages.Module(), w.Module())
}

// TestPages: the list says what may be done today and why not, the case shows everything, and the public
// reads what the law wants published, and nothing of a draft.
func TestPages(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	clerk := w.site(t, w.actor("受理员"))
	p := clerk.Get("/delegation?lang=zh")
	p.Check()
	p.Contains("没有执法委托授权本中心办理“送达文书”", "还没有登记执法委托")
	k := w.confirmed(t, &Register{Content: Content{Acts: []string{"t.serve"}, Area: "3301"}})
	w.do(t, "受理员", "draw", nil, &Draw{Content{Body: "拟稿机关"}})
	p = clerk.Get("/delegation?lang=zh")
	p.Check()
	p.Contains("示知法委〔2026〕1号", "没有执法委托授权本中心办理“作出裁决”", "拟稿机关", "待签署")
	for _, path := range []string{"/delegation", "/entrustments", fmt.Sprintf("/case/%d", k.ID), "/open/delegation/draw", "/open/delegation/register", fmt.Sprintf("/case/%d/move/renew", k.ID), fmt.Sprintf("/case/%d/move/publish", k.ID)} {
		for _, lang := range []string{"zh", "en"} {
			p := clerk.Get(path + "?lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
		}
	}
	if p := clerk.Get(fmt.Sprintf("/case/%d/move/renew", k.ID)); !strings.Contains(p.Body, `value="2027-12-31"`) {
		t.Error("the form of a renewal does not offer another year")
	}
	head := w.site(t, w.actor("负责人"))
	p = head.Get(fmt.Sprintf("/case/%d/move/staff?lang=zh", k.ID))
	p.Check()
	for _, want := range []string{"甲-1", "乙-1", `value="2026-01-06"`} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("the form of the officers lacks %s", want)
		}
	}
	p = clerk.Get(fmt.Sprintf("/case/%d?lang=zh", k.ID))
	p.Contains("委托机关尚未公布", "浙江省杭州市", "甲-1", "委托书.pdf", "示范市知识产权局行政执法专用章")
	_, file, _ := strings.Cut(p.Body, fmt.Sprintf(`href="/delegation/%d/file/`, k.ID))
	file, _, _ = strings.Cut(file, `"`)
	if got := clerk.Get(fmt.Sprintf("/delegation/%d/file/%s", k.ID, file)); got.Status != http.StatusOK || got.Body != "%PDF-1.4 scan" {
		t.Errorf("the signed document: %d", got.Status)
	}
	for _, path := range []string{fmt.Sprintf("/delegation/%d/file/1", k.ID), "/delegation/1/file/1", "/delegation/x/file/y"} {
		if got := clerk.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	public := w.site(t, nil)
	p = public.Get("/entrustments?lang=zh")
	p.Check()
	p.Contains("示范市知识产权局", "示知法委〔2026〕1号", "送达文书", "甲", "甲-1", "浙江省杭州市", "本中心公布")
	if strings.Contains(p.Body, "拟稿机关") {
		t.Error("a draft is published")
	}
	k = w.do(t, "受理员", "renew", k, &Renew{Until: day("2027-12-31"), Signature: Signature{Number: "示知法委〔2026〕2号"}})
	if p := public.Get("/entrustments"); strings.Contains(p.Body, "示知法委〔2026〕2号") {
		t.Error("a renewal that is not confirmed is published")
	}
	w.do(t, "负责人", "revoke", k, &Revoke{Day: day("2026-01-06")})
	public.Get("/entrustments?lang=zh").Contains("目前没有有效的执法委托", "2026-01-06 起终止")
}

// TestPapers: every paper of the procedure is complete, and the notices go to the public.
func TestPapers(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	k := w.do(t, "主任", "confirm", w.do(t, "受理员", "sign", w.do(t, "受理员", "draw", nil, &Draw{}), &Signature{}), &Remarked{})
	k = w.do(t, "负责人", "staff", k, &Staff{From: day("2026-02-02")})
	k = w.do(t, "主任", "accept", w.do(t, "受理员", "renew", k, &Renew{Until: day("2027-12-31"), Signature: Signature{Number: "示知法委〔2026〕2号"}}), &Remarked{})
	w.do(t, "负责人", "revoke", k, &Revoke{Day: day("2026-03-02")})
	want := map[string][]string{
		"行政执法委托书（送签稿）": {"示范市知识产权局", "送达文书", "作出裁决", "甲-1", "不得再委托其他组织或者个人", "2026年1月1日至2026年12月31日"},
		"行政执法委托公告":     {"示知法委〔2026〕1号", "社会公众", "乙-1"},
		"执法人员变更公告":     {"自2026年2月2日起", "甲-1"},
		"行政执法委托续签公告":   {"示知法委〔2026〕2号", "2027年1月1日至2027年12月31日"},
		"终止行政执法委托公告":   {"2026年3月2日", "委托机关撤销委托", "示知法函〔2026〕9号"},
	}
	for name, text := range w.papers(t, k) {
		for _, part := range want[name] {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %s:\n%s", name, part, text)
			}
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("not issued: %v", want)
	}
}

// papers are the papers of a case as text, by their names.
func (w *world) papers(t testing.TB, k *casework.Case) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		for _, p := range all {
			full, err := document.Open(t.Context(), tx, key, k.ID, p.ID)
			if err != nil {
				return err
			}
			html, err := paper.HTML(full.Content)
			if err != nil {
				return err
			}
			out[p.Name] = string(html)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFigures counts what holds on the last day, and the days that were covered.
func TestFigures(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	w.confirmed(t, &Register{Content: Content{From: day("2026-01-11"), Until: day("2026-01-20")}})
	w.clock.SetDay(day("2026-02-10"))
	figure := func(code, from, to string) float64 {
		for _, m := range w.Measures() {
			if m.Code != code {
				continue
			}
			var f casework.Figure
			err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
				f, err = m.Compute(t.Context(), tx, 1, casework.Period{From: day(from), To: day(to)})
				return err
			})
			if err != nil || !f.Known {
				t.Fatalf("%s: %+v %v", code, f, err)
			}
			return f.Value
		}
		t.Fatal("no figure " + code)
		return 0
	}
	for _, c := range []struct {
		code, from, to string
		want           float64
	}{{"delegation.in_force", "2026-01-01", "2026-01-20", 1}, {"delegation.in_force", "2026-01-01", "2026-01-21", 0}, {"delegation.officers", "2026-01-01", "2026-01-20", 2}, {"delegation.officers", "2026-01-01", "2026-01-31", 0},
		{"delegation.covered", "2026-01-01", "2026-01-20", 50}, {"delegation.covered", "2026-01-11", "2026-01-20", 100}, {"delegation.covered", "2026-02-01", "2026-12-31", 0}} {
		if got := figure(c.code, c.from, c.to); got != c.want {
			t.Errorf("%s %s–%s: %v, want %v", c.code, c.from, c.to, got, c.want)
		}
	}
}

// TestRest describes the same to programs; the public learns no number of a case.
func TestRest(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	k := w.confirmed(t, &Register{})
	all := []*Entrustment{}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		all, err = w.all(t.Context(), tx, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	own, public := w.many(all, false), w.many(all, true)
	if own[0].Case != rest.ID(k.ID) || public[0].Case != "" || !own[0].InForce || len(own[0].Terms) != 1 || len(own[0].Officers) != 2 || own[0].Published != calendar.MustDay("2026-01-06") {
		t.Errorf("%+v", own)
	}
}
