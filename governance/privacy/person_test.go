package privacy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/consent"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestPlainNo: a party that does not agree keeps its own data and nothing else, until it agrees after all; who has not read
// the text yet is led to it, but a program of theirs goes on; staff confirm that they were told and are never shut out.
func TestPlainNo(t *testing.T) {
	w := newWorld(t)
	var audit []string
	w.office.Watch = func(_ context.Context, _ *store.Tx, _ casework.Actor, act, _ string) error {
		audit = append(audit, act)
		return nil
	}
	bars := func(a casework.Actor) string {
		why, err := w.Bars(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if why == nil {
			return ""
		}
		return fault.CodeOf(why)
	}
	me, program := actor("甲"), actor("甲")
	program.Via = "api"
	if got := [3]string{bars(me), bars(program), bars(actor("审计员"))}; got != [3]string{"web.unread", "", ""} {
		t.Errorf("before: %q", got)
	}
	s := w.site("甲")
	p := s.Get("/my/agreement?lang=zh")
	p.Contains("不同意", "书面递交")
	if p = s.Submit(p, "agree", url.Values{"_act": {"decline"}}); p.Header.Get("Location") != "/my/privacy" {
		t.Fatalf("%d to %s", p.Status, p.Header.Get("Location"))
	}
	if got := [2]string{bars(me), bars(program)}; got != [2]string{"web.declined", "web.declined"} {
		t.Errorf("declined: %q", got)
	}
	p = s.Get("/my/privacy?lang=zh")
	p.Check()
	p.Contains("没有同意个人信息处理规则", "阅读并选择是否同意", "书面递交")
	s.Submit(s.Get("/my/agreement"), "agree", url.Values{"agree": {"true"}})
	if bars(me) != "" || !w.asksFor("同事") {
		t.Errorf("agreed after all: %q", bars(me))
	}
	staff := w.site("审计员")
	p = staff.Get("/my/agreement?lang=zh")
	p.Contains("劳动人事管理", "已阅读，继续")
	if strings.Contains(p.Body, `value="decline"`) {
		t.Error("staff are asked for a consent")
	}
	staff.Submit(p, "agree", url.Values{"agree": {"true"}})
	staff.Get("/my/privacy?lang=zh").Contains("已告知，确认已阅读")
	if got := strings.Join(audit, " "); got != "privacy.declined privacy.agreed privacy.read" {
		t.Errorf("the audit: %s", got)
	}
}

// TestSeparateConsents: one's own consents are listed with the text that stood there, and are taken back on a page that
// says what follows; a colleague finds none.
func TestSeparateConsents(t *testing.T) {
	w := newWorld(t)
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return consent.Keep(t.Context(), tx, w.office.DB.NewID, consent.Ask{Kind: consent.Filing, Center: caseworktest.CenterID, Account: 30, Object: 7, At: w.office.Now()}, consent.Given{Sensitive: []string{consent.Others}}, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	s := w.site("甲")
	for _, lang := range []string{"zh", "en"} {
		p := s.Get("/personal-data/consent?lang=" + lang)
		p.Check()
		if p.Status != http.StatusOK {
			t.Errorf("%d", p.Status)
		}
	}
	p := s.Get("/my/privacy?lang=zh")
	p.Contains("我的单独同意", "申请文件中发明人", "有效")
	_, id, _ := strings.Cut(p.Body, `href="/my/privacy/consents/`)
	id, _, _ = strings.Cut(id, `"`)
	own := "/my/privacy/consents/" + id
	if p := w.site("同事").Get(own); p.Status != http.StatusNotFound {
		t.Errorf("a colleague: %d", p.Status)
	}
	p = s.Get(own + "?lang=zh")
	p.Check()
	p.Contains("同意时的说明全文", "尚未提交的草稿不能提交", "撤回同意")
	if p = s.Submit(p, "sure", url.Values{"sure": {"true"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	p = s.Get(own + "?lang=zh")
	p.Contains("撤回时间")
	if strings.Contains(p.Body, `name="sure"`) {
		t.Error("it can be taken back twice")
	}
	s.Get("/my/privacy?lang=zh").Contains("已撤回")
	err = w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		var err error
		for n := range 2*shownConsents + 2 { // two a case, for one's own numbers and those of others
			who := consent.Given{Sensitive: []string{consent.Own, consent.Others}[n%2 : n%2+1]}
			err = errors.Join(err, consent.Keep(t.Context(), tx, w.office.DB.NewID, consent.Ask{Kind: consent.Filing, Center: caseworktest.CenterID, Account: 30, Object: int64(100 + n/2), At: w.office.Now()}, who, 1))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p = s.Get("/my/privacy?lang=zh")
	p.Check()
	p.Contains("本人、他人（已代为取得其同意）", "另有 2 项较早的同意")
	if n := strings.Count(p.Body, "/my/privacy/consents/"); n != shownConsents {
		t.Errorf("%d rows", n)
	}
	if n := strings.Count(s.Get("/my/privacy?consents=all&lang=zh").Body, "/my/privacy/consents/"); n != shownConsents+2 {
		t.Errorf("%d rows of all", n)
	}
}

// known gives the world an account of a party and the sources that know it.
func (w *world) known() *identity.Account {
	w.t.Helper()
	book := identity.New(w.office.DB, w.office.Keys, w.clock.Now, identity.Policy{})
	a := &identity.Account{Center: caseworktest.CenterID, Party: 70, Login: "somebody", Name: "赵甲", Phone: "13800000001", Mail: "alt@example.cn"}
	err := w.office.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		_, err := book.Create(w.t.Context(), tx, identity.Who{Center: a.Center}, a)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Sources = []Source{Drafts(w.office), Accounts(book)}
	return a
}

// granted brings a request of the account to the answer.
func (w *world) granted(a *identity.Account, kind string) *casework.Case {
	k := w.do("系统", "ask", nil, &Asked{Account: fmt.Sprint(a.ID), Name: a.Name, Ask: Ask{Kind: kind, What: "请办理"}})
	return w.do("受理员", "identify", k, &Identify{How: "account"})
}

// account reads it again.
func (w *world) account(id int64) (a *identity.Account) {
	w.t.Helper()
	book := identity.New(w.office.DB, w.office.Keys, w.clock.Now, identity.Policy{})
	if err := w.office.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) { a, err = book.Get(w.t.Context(), tx, id); return err }); err != nil {
		w.t.Fatal(err)
	}
	return a
}

// TestCorrectedByTheProgram: granting a correction changes what the program knows; without the new value, or by who
// checked the identity, nothing changes; the old value stands nowhere but as a digest.
func TestCorrectedByTheProgram(t *testing.T) {
	w := newWorld(t)
	a := w.known()
	k := w.granted(a, "correct")
	for _, lang := range []string{"zh", "en"} {
		p := w.site("负责人").Get(fmt.Sprintf("/case/%d/move/answer?lang=%s", k.ID, lang))
		p.Check()
		if lang == "zh" {
			p.Contains("账号手机，现为 138****0001", "更正后的手机")
		}
		if strings.Contains(p.Body, "13800000001") || strings.Contains(p.Body, `name="final"`) {
			t.Error("the form shows the whole number, or what is for erasing")
		}
	}
	try := func(who string, in *Answer) error {
		_, err := w.office.Move(t.Context(), casework.Request{Actor: actor(who), Case: k.ID, Move: "answer", Input: in, Expected: k.Version})
		return err
	}
	if err := try("负责人", &Answer{Items: []string{"account.phone"}, Done: "已更正"}); fault.CodeOf(err) != "privacy.value" {
		t.Errorf("without a value: %v", err)
	}
	if err := try("负责人", &Answer{Items: []string{"account.whole"}, Done: "已更正"}); fault.CodeOf(err) != "privacy.item" {
		t.Errorf("what is for erasing: %v", err)
	}
	if err := try("负责人", &Answer{Items: []string{"account.phone"}, Phone: "13900000002", Done: "已更正。"}); err != nil {
		t.Fatal(err)
	}
	if got := w.account(a.ID); got.Phone != "13900000002" || got.Name != "赵甲" || got.Mail != "alt@example.cn" {
		t.Errorf("%+v", got)
	}
	w.letter(k, "个人信息权利请求答复书", "平台已执行：账号手机：已更正")
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		var detail string
		err := tx.Row(t.Context(), `SELECT detail FROM identity_audit WHERE center_id = $1 AND act = 'account.corrected'`, caseworktest.CenterID).Scan(&detail)
		if err == nil && (!strings.Contains(detail, identity.Digest("13800000001")) || strings.Contains(detail, "138")) {
			t.Errorf("the audit: %s", detail)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestErasedByTheProgram: granting a deletion erases account and drafts, which cannot be undone and is said so before; the
// letter lists what the law keeps. One person alone cannot do it, and what nobody chose stays.
func TestErasedByTheProgram(t *testing.T) {
	w := newWorld(t)
	a := w.known()
	me := actor("甲")
	me.Account = a.ID
	if _, err := w.office.SaveDraft(t.Context(), me, casework.Draft{Chart: "privacy", Move: "enter", Values: map[string][]string{"name": {"x"}}}); err != nil {
		t.Fatal(err)
	}
	k := w.granted(a, "delete")
	w.site("负责人").Get(fmt.Sprintf("/case/%d/move/answer?lang=zh", k.ID)).Contains("整个账号", "没有提交的草稿（1 份）", "不能恢复")
	in := &Answer{Items: []string{"account.whole", "drafts.all"}, Done: "已删除。"}
	try := func(k *casework.Case) error {
		_, err := w.office.Move(t.Context(), casework.Request{Actor: actor("负责人"), Case: k.ID, Move: "answer", Input: in, Expected: k.Version})
		return err
	}
	if err := try(k); fault.CodeOf(err) != "privacy.final" {
		t.Errorf("unconfirmed: %v", err)
	}
	in.Final = true
	alone := w.do("负责人", "identify", w.do("系统", "ask", nil, &Asked{Account: fmt.Sprint(a.ID), Name: a.Name, Ask: Ask{Kind: "delete", What: "请办理"}}), &Identify{How: "account"})
	if err := try(alone); err == nil || w.account(a.ID).Name != "赵甲" {
		t.Errorf("one person alone: %v", err)
	}
	if err := try(k); err != nil {
		t.Fatal(err)
	}
	if got := w.account(a.ID); got.Name != identity.Erased || got.Phone != "" || got.Mail != "" || got.Login == "somebody" || got.Status != identity.Disabled {
		t.Errorf("%+v", got)
	}
	w.letter(k, "个人信息权利请求答复书", "整个账号", "依法仍保存的个人信息", "审计记录", "三年", "第四十七条第二款")
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		left, err := w.office.Drafts(t.Context(), tx, me)
		if len(left) != 0 {
			t.Errorf("%d drafts are left", len(left))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
