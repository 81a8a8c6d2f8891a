package serving_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/drafting"
	"zhibao/casework/worklist/serving"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

type none struct{}

// world is a center in which one clerk drafts, another reviews, the director signs, and one of the two
// parties has no account.
type world struct {
	t      *testing.T
	o      *casework.Office
	clock  *caseworktest.Clock
	drafts *draft.Desk
	desk   *delivery.Desk
	pages  *worklist.Pages
	draft  *drafting.Pages
	serve  *serving.Pages
	k      *casework.Case
}

const asker, other = 100, 200

func chart(drafts *draft.Desk, desk *delivery.Desk) *casework.Chart {
	basis := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	c := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter", Sides: []casework.Side{{Code: "asker", Title: "来信人", English: "Asker"}, {Code: "other", Title: "对方", English: "Other"}},
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: basis, Do: casework.Input(func(s *casework.Step, _ *none) error {
				s.Case.Owner = s.Actor.Party
				if err := s.AddPart(casework.Part{Party: other, Side: "other"}); err != nil {
					return err
				}
				return s.Issue()
			})},
			{Code: "end", Title: "办结", English: "End", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: basis, Do: casework.Input(func(*casework.Step, *none) error { return nil })},
		}}
	c.Moves = append(c.Moves, draft.Moves(drafts, draft.Procedure{Chart: "letter", From: []string{"open"}, Basis: basis, Authors: []casework.Role{casework.Clerk}, Reviewers: []casework.Role{casework.Reviewer},
		Signers: []casework.Role{casework.Director}, Templates: []draft.Template{{Code: "reply", Version: "2026-01-01", From: calendar.MustDay("2026-01-01"), Name: "答复函", English: "Reply", Series: "答字",
			Text: "标题：答复函\n主送：{双方}\n\n关于{事项}，答复如下：\n{答复}", Edit: []string{"答复"}}},
		Fill: func(_ context.Context, _ *store.Tx, _ *casework.Case, _ *draft.Template) (draft.Values, error) {
			return draft.Values{Text: map[string]string{"双方": "双方当事人", "事项": "来信"}, Recipients: []document.Recipient{{Party: asker}, {Party: other}}}, nil
		}})...)
	c.Moves = append(c.Moves, delivery.Moves(desk, delivery.Procedure{Chart: "letter", From: []string{"open"}, By: []casework.Role{casework.Clerk}, Basis: basis})...)
	return c
}

func newWorld(t *testing.T) *world {
	t.Helper()
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	w := &world{t: t, drafts: draft.New(), desk: delivery.New(delivery.Desk{Blobs: blobs})}
	c := chart(w.drafts, w.desk)
	w.o, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{c}, Schemas: []store.Schema{worklist.Schema(), draft.Schema()}, Settings: delivery.Settings(),
		Grants: append(worklist.Grants(), append(append(w.drafts.Grants(), w.desk.Grants()...), access.Grant{Act: casework.ActForm, Role: string(casework.Director), Rel: access.Center})...)})
	w.o.Reached = func(_ context.Context, _ *store.Tx, _, p int64) (bool, error) { return p == asker, nil }
	must(t, w.o.DB.Write(t.Context(), func(tx *store.Tx) error {
		for id, name := range map[int64]string{asker: "示范电器有限公司", other: "无账号商行"} {
			if err := party.Put(t.Context(), tx, &party.Party{ID: id, Center: caseworktest.CenterID, Kind: party.Entity, Name: name, Code: strconv.FormatInt(id, 10), At: w.clock.Now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	names := func(_ context.Context, _ *store.Tx, _ int64, ids []int64) (map[int64]string, error) {
		out := map[int64]string{}
		for _, id := range ids {
			out[id] = map[int64]string{1: "甲", 2: "乙", 3: "主任"}[id]
		}
		return out, nil
	}
	write := func(_ *web.Ctx, _ *casework.Case, _ string, out io.Writer, p paper.Paper) (string, error) {
		return "application/octet-stream", docx.Write(out, p)
	}
	w.draft = drafting.New(drafting.Pages{Office: w.o, Desk: w.drafts, Accounts: names, Parties: party.Names, Write: write})
	w.serve = &serving.Pages{Office: w.o, Desk: w.desk, Parties: party.Names}
	w.pages = worklist.New(worklist.Pages{Office: w.o, Parties: party.Names, Accounts: names, Write: write, Hooks: map[string]worklist.Hooks{"letter": w.draft.Hooks().With(w.serve.Hooks())},
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) { return nil, nil }})
	out, err := w.o.Move(t.Context(), casework.Request{Actor: person(10), Chart: "letter", Move: "write", Input: &none{}})
	must(t, err)
	w.k = out.Case
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func person(account int64) casework.Actor {
	role := map[int64]casework.Role{10: casework.Entity, 11: casework.Entity, 1: casework.Clerk, 2: casework.Reviewer, 3: casework.Director}[account]
	a := casework.Actor{Name: fmt.Sprint(account), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(role)}}}
	a.Party = map[int64]int64{10: asker, 11: other}[account]
	return a
}

// noDrafts keeps nothing of what is typed.
type noDrafts struct{}

func (noDrafts) Save(*web.Ctx, string, int, url.Values) (web.Draft, error) { return web.Draft{}, nil }
func (noDrafts) Load(*web.Ctx, string) (web.Draft, bool, error)            { return web.Draft{}, false, nil }
func (noDrafts) Drop(*web.Ctx, string) error                               { return nil }

// site shows the pages to one person.
func (w *world) site(account int64) *webtest.Site {
	cfg := webtest.Config(person(account))
	cfg.Now, cfg.Drafts = w.clock.Now, noDrafts{}
	return webtest.Start(w.t, cfg, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true,
		Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}, w.pages.Module(), w.draft.Module(), w.serve.Module())
}

// follow returns the address of the first link of the page that has the words.
func follow(t *testing.T, p *webtest.Page, words string) string {
	t.Helper()
	for _, a := range webtest.All(p.Root, "a") {
		if strings.Contains(webtest.Text(a), words) {
			return webtest.Attr(a, "href")
		}
	}
	t.Fatalf("%s: no link %q in\n%s", p.Path, words, webtest.Text(p.Root))
	return ""
}

// sent fails the test unless the form was taken, and returns the page after it.
func sent(t *testing.T, s *webtest.Site, p *webtest.Page) *webtest.Page {
	t.Helper()
	if p.Status != 303 {
		t.Fatalf("%s: %d %s", p.Path, p.Status, webtest.Text(p.Root))
	}
	return s.Get(p.Header.Get("Location"))
}

// issue drafts, edits, reviews and signs a paper on the pages, each by another person.
func (w *world) issue() {
	w.t.Helper()
	clerk, reader, director := w.site(1), w.site(2), w.site(3)
	home := clerk.Get(fmt.Sprintf("/case/%d", w.k.ID))
	list := clerk.Get(follow(w.t, home, "文书拟稿"))
	list.Check()
	list = sent(w.t, clerk, clerk.Submit(clerk.Get(follow(w.t, list, "拟稿")), "template", url.Values{"template": {"reply"}}))
	page := clerk.Get(follow(w.t, list, "答复函"))
	page.Check()
	page.Contains("现在还不能签发", "〔待填：答复〕", "草稿", "受送达人")
	// What is missing is said in the form, and what was typed is kept.
	bad := clerk.Submit(page, "blocks.0.text", url.Values{"blocks.0.text": {"尚缺{理由}。"}, "_act": {"submit"}})
	if bad.Status != 422 || !strings.Contains(bad.Body, "尚缺{理由}。") {
		w.t.Errorf("%d %s", bad.Status, bad.Body)
	}
	page = sent(w.t, clerk, clerk.Submit(page, "blocks.0.text", url.Values{"blocks.0.text": {"写错了。"}, "_act": {"save"}}))
	page = sent(w.t, clerk, clerk.Submit(page, "blocks.0.text", url.Values{"blocks.0.text": {""}, "_act": {"save"}}))
	page.Contains("〔待填：答复〕")
	page = sent(w.t, clerk, clerk.Submit(page, "", url.Values{"_act": {"back-2"}}))
	page.Contains("恢复第 2 版", "写错了。")
	page = sent(w.t, clerk, clerk.Submit(page, "blocks.0.text", url.Values{"blocks.0.text": {"同意。"}, "_act": {"submit"}}))
	page.Contains("待审核", "第 5 版")
	queue := reader.Get("/drafting")
	queue.Check()
	page = reader.Get(follow(w.t, queue, "答复函"))
	move := reader.Get(follow(w.t, page, "审核"))
	move.Contains("同意。")
	sent(w.t, reader, reader.Submit(move, "opinion", url.Values{"opinion": {"可以签发"}}))
	page = director.Get(follow(w.t, director.Get("/drafting"), "答复函"))
	page.Contains("可以签发")
	page = sent(w.t, director, director.Submit(director.Get(follow(w.t, page, "签发")), "draft", nil))
	page.Contains("已签发")
	if got := clerk.Get("/drafting"); strings.Contains(got.Body, "答复函") {
		w.t.Error("an issued paper still waits")
	}
}

// TestOnThePages: a paper is drafted, reviewed, signed and served on the pages; one party reads it in its
// account, for the other it waits at the counter, comes back and waits again.
func TestOnThePages(t *testing.T) {
	w := newWorld(t)
	w.issue()
	clerk := w.site(1)
	queue := clerk.Get("/deliveries")
	queue.Check()
	queue.Contains("无账号商行", "邮寄送达", "待送达", "知保答字〔2026〕1号")
	if strings.Contains(queue.Body, "示范电器") {
		t.Error("what went into an account waits at the counter")
	}
	form := clerk.Get(follow(t, queue, "登记寄出或公告"))
	form.Contains("知保答字〔2026〕1号", "无账号商行")
	queue = sent(t, clerk, clerk.Submit(form, "mail", url.Values{"mail": {"EMS 1234"}}))
	queue.Contains("在途")
	form = clerk.Get(follow(t, queue, "登记结果"))
	queue = sent(t, clerk, clerk.Submit(form, "reason", url.Values{"result": {"failed"}, "reason": {"refused"}}))
	queue.Contains("留置送达", "待送达")
	form = clerk.Get(follow(t, queue, "登记结果"))
	form.Contains("此前", "收件人拒收")
	home := clerk.Get(fmt.Sprintf("/case/%d", w.k.ID))
	home.Contains("送达记录", "未送达", "示范电器有限公司")
	record := clerk.Get(follow(t, home, "详情"))
	record.Check()
	record.Contains("民事诉讼法")

	// The one party sees what was served on it, and nothing of the other.
	mine := w.site(10).Get(fmt.Sprintf("/case/%d", w.k.ID))
	mine.Contains("送达记录", "知保答字〔2026〕1号")
	if strings.Contains(mine.Body, "无账号商行") || strings.Contains(mine.Body, "EMS") || strings.Contains(mine.Body, "文书拟稿") {
		t.Error("a party sees how the other was served, or the drafts")
	}
	theirs := w.site(11).Get(fmt.Sprintf("/case/%d", w.k.ID))
	if strings.Contains(theirs.Body, "知保答字") {
		t.Error("a party knows of a paper that was not served on it yet")
	}
	for _, path := range []string{"/case/%d/drafts", "/deliveries"} {
		if strings.Contains(path, "%d") {
			path = fmt.Sprintf(path, w.k.ID)
		}
		if p := w.site(10).Get(path); strings.Contains(p.Body, "答复函") || strings.Contains(p.Body, "无账号商行") {
			t.Errorf("%s shows a party %s", path, webtest.Text(p.Root))
		}
	}
}

// TestProofs are sent as they were received, to those alone who serve papers.
func TestProofs(t *testing.T) {
	w := newWorld(t)
	w.issue()
	var id int64
	must(t, w.o.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := document.Waiting(t.Context(), tx, caseworktest.CenterID)
		if err != nil {
			return err
		}
		id = all[0].ID
		w.k, err = w.o.Get(t.Context(), tx, person(1), w.k.ID)
		return err
	}))
	_, err := w.o.Move(t.Context(), casework.Request{Actor: person(1), Case: w.k.ID, Expected: w.k.Version, Move: delivery.MoveRecord, Input: &delivery.Record{Delivery: strconv.FormatInt(id, 10), Channel: "person",
		Result: "served", Day: calendar.DayOf(w.clock.Now()), Receiver: "王某", Proof: []form.File{form.Bytes("送达回证.pdf", []byte("%PDF-1.4"))}}})
	must(t, err)
	page := w.site(1).Get(fmt.Sprintf("/case/%d/delivery/%d", w.k.ID, id))
	page.Contains("已送达", "王某", "送达回证.pdf")
	if p := w.site(1).Get(follow(t, page, "送达回证.pdf")); p.Status != 200 || p.Body != "%PDF-1.4" && !strings.Contains(p.Body, "%PDF-1.4") {
		t.Errorf("%d %q", p.Status, p.Body)
	}
	// The papers of the case lead to it, for those who serve and not for the party.
	if p := w.site(1).Get(follow(t, w.site(1).Get(fmt.Sprintf("/case/%d", w.k.ID)), "送达证明：送达回证.pdf")); p.Status != 200 {
		t.Errorf("the proof from the page of the case: %d", p.Status)
	}
	if p := w.site(11).Get(fmt.Sprintf("/case/%d", w.k.ID)); !strings.Contains(p.Body, "知保答字") || strings.Contains(p.Body, "送达证明") {
		t.Error("the party is led to the proof, or does not see its paper")
	}
	for _, path := range []string{"", "/proof/0"} {
		if p := w.site(11).Get(fmt.Sprintf("/case/%d/delivery/%d%s", w.k.ID, id, path)); p.Status != 404 {
			t.Errorf("a party got %s: %d", path, p.Status)
		}
	}
	if p := w.site(1).Get(fmt.Sprintf("/case/%d/delivery/%d/proof/7", w.k.ID, id)); p.Status != 404 {
		t.Errorf("no such proof: %d", p.Status)
	}
}

// TestVoidOnThePages: a paper that was issued by mistake is declared void on the page of the drafts, and is
// no task of the counter any more.
func TestVoidOnThePages(t *testing.T) {
	w := newWorld(t)
	w.issue()
	director := w.site(3)
	list := director.Get(fmt.Sprintf("/case/%d/drafts", w.k.ID))
	list.Check()
	list.Contains("发文登记", "知保答字〔2026〕1号", "有效")
	list = sent(t, director, director.Submit(director.Get(follow(t, list, "作废")), "reason", url.Values{"reason": {"对象有误"}}))
	list.Contains("已作废", "对象有误")
	if p := w.site(1).Get("/deliveries"); strings.Contains(p.Body, "知保答字") {
		t.Error("a void paper waits to be served")
	}
}
