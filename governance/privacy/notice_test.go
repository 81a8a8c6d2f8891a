package privacy

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// asks reports whether somebody has to agree.
func (w *world) asksFor(who string) bool {
	w.t.Helper()
	asks, err := w.Asks(w.t.Context(), caseworktest.CenterID, actor(who).Account)
	if err != nil {
		w.t.Fatal(err)
	}
	return asks
}

// TestAgreement: everybody is asked once for each version of the text; what was agreed to stays readable after the
// center has changed it, and the new version is asked for anew.
func TestAgreement(t *testing.T) {
	w := newWorld(t)
	s := w.site("甲")
	if !w.asksFor("甲") || !w.asksFor("审计员") {
		t.Fatal("nobody is asked")
	}
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/my/agreement", "/personal-data"} {
			p := s.Get(path + "?lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
		}
	}
	if p := s.Submit(s.Get("/my/agreement?lang=zh"), "agree", url.Values{}); p.Status != http.StatusOK && p.Status != http.StatusUnprocessableEntity || !w.asksFor("甲") {
		t.Errorf("without the tick: %d", p.Status)
	}
	p := s.Submit(s.Get("/my/agreement?return=%2Fmy%2Fprivacy"), "agree", url.Values{"agree": {"true"}})
	if p.Status != http.StatusSeeOther || p.Header.Get("Location") != "/my/privacy" || w.asksFor("甲") {
		t.Fatalf("%d to %s", p.Status, p.Header.Get("Location"))
	}
	if !w.asksFor("审计员") {
		t.Error("one agrees for all")
	}
	first, err := w.current(t.Context(), caseworktest.CenterID)
	if err != nil {
		t.Fatal(err)
	}
	s.Get("/my/privacy?lang=zh").Contains(first.Version, "登录后阅读并同意", "2026-03-02 10:00")
	err = w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "privacy.notice", Value: "一、新的规则：全部重写", From: w.office.Today()})
	})
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.current(t.Context(), caseworktest.CenterID)
	if err != nil || second.Version == first.Version || second.Words[0] != "一、新的规则：全部重写" || !w.asksFor("甲") {
		t.Errorf("%v, the changed text is version %s after %s", err, second.Version, first.Version)
	}
	w.site("同事").Get("/personal-data?lang=zh").Contains("全部重写", second.Version)
	p = s.Get("/my/privacy?lang=zh")
	p.Check()
	if !strings.Contains(p.Body, "敏感个人信息") {
		t.Error("what was agreed to cannot be read any more")
	}
}

// TestSignedUp: an account that agreed when it was made is not asked when it signs in.
func TestSignedUp(t *testing.T) {
	w := newWorld(t)
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		if err := w.SignedUp(t.Context(), tx, caseworktest.CenterID, 30); err != nil {
			return err
		}
		return w.SignedUp(t.Context(), tx, caseworktest.CenterID, 30) // the same again is no harm
	})
	if err != nil || w.asksFor("甲") || !w.asksFor("同事") {
		t.Errorf("%v", err)
	}
	w.site("甲").Get("/my/privacy?lang=zh").Contains("注册账号时同意")
}

// TestNoticeSaysWhatTheLawWants: who, what for, how long, which rights, in both languages.
func TestNoticeSaysWhatTheLawWants(t *testing.T) {
	for i, words := range [][]string{{"处理者", "联系方式", "为什么", "敏感个人信息", "提供给谁", "保存多久", "查阅、复制、更正", "起诉"}, {"Who", "What and why", "sensitive", "To whom", "How long", "Your rights"}} {
		for _, x := range words {
			if !strings.Contains(notices[i], x) {
				t.Errorf("%s is missing", x)
			}
		}
	}
	var zero web.Text
	if notices == zero || strings.Count(notices[0], "\n") != strings.Count(notices[1], "\n") {
		t.Error("the languages differ in their paragraphs")
	}
}
