package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

// consent has somebody speak to the latest act that waits for the administrators.
func consent(s *webtest.Site, what string) *webtest.Page {
	page := regexp.MustCompile(`/admin/consents/\d+`).FindString(s.Get("/admin/consents?lang=zh").Body)
	return s.Submit(s.Get(page), "answer", url.Values{"answer": {what}, "note": {"见会议纪要"}})
}

// setting reads a setting of the center as it holds today.
func (w *world) setting(t testing.TB, key string) (v string) {
	t.Helper()
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		v, err = w.Office.Settings.Raw(t.Context(), tx, setting.Query{Center: 1, Key: key, On: w.Office.Today()})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRetentionNeedsTwo: the director asks for another retention; nothing holds before two administrators of different
// roles agreed, and nothing ever where one refuses. A setting that is not guarded is the control.
func TestRetentionNeedsTwo(t *testing.T) {
	w := lived(t)
	director, sys, sec, audit := w.person(t, "zhuren"), w.person(t, "sysadmin"), w.person(t, "secadmin"), w.person(t, "auditor")
	today := w.Office.Today().String()
	set := func(key, value string) *webtest.Page {
		t.Helper()
		p := director.Submit(director.Get("/admin/settings/"+key), "value", url.Values{"value": {value}, "from": {today}, "reason": {"按档案规定"}})
		return p
	}
	holds := func(key, want, when string) {
		t.Helper()
		if got := w.setting(t, key); got != want {
			t.Errorf("%s: %s is %s, want %s", when, key, got, want)
		}
	}
	set("preexam.rounds", "3")
	holds("preexam.rounds", "3", "not guarded")
	if p := set("casework.emergency_minutes", "viele"); p.Status == http.StatusSeeOther {
		t.Error("what cannot be a value is asked for")
	}
	for key, values := range map[string][2]string{"preexam.retention": {"3年", "5年"}, "casework.emergency_minutes": {"60", "30"}, "searching.keep": {"365", "100"}, "designs.keep": {"180", "90"}, "admin.review_days": {"7", "5"}, "casework.readings_hour": {"20", "10"}} {
		set(key, values[1])
		holds(key, values[0], "asked for")
		director.Get("/admin/settings/"+key).Contains("尚未生效", "三员中的两位")
		if p := set(key, values[1]); !strings.Contains(webtest.Text(p.Root), "已有一件待会同") {
			t.Errorf("%s is asked for twice: %d", key, p.Status)
		}
		if p := director.Get("/admin/consents"); p.Status == http.StatusOK {
			t.Error("the director may answer")
		}
		if p := consent(sys, "agree"); p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
		}
		holds(key, values[0], "one agreed")
		consent(audit, "agree")
		holds(key, values[1], "two agreed")
	}
	set("preexam.retention", "1日")
	consent(sys, "agree")
	consent(sec, "refuse")
	holds("preexam.retention", "5年", "one refused")
	page := regexp.MustCompile(`/admin/consents/\d+`).FindString(sys.Get("/admin/consents").Body)
	sys.Get(page).Contains("不同意", "见会议纪要", "案卷保存期限", "1日")
	sys.Get(page + "?lang=en").NoHan()
	sys.Get("/admin/consents?lang=en").NoHan()
}

// TestRulesShowWhatChanges: who has to agree to other rules of signing in reads which of them change, and from what.
func TestRulesShowWhatChanges(t *testing.T) {
	w := lived(t)
	sec, audit := w.person(t, "secadmin"), w.person(t, "auditor")
	if p := sec.Submit(sec.Get("/admin/signin"), "days", url.Values{"days": {"90"}, "reason": {"按等级保护要求"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	page := regexp.MustCompile(`/admin/consents/\d+`).FindString(audit.Get("/admin/consents").Body)
	if text := webtest.Text(audit.Get(page + "?lang=zh").Root); !strings.Contains(text, "90 天（现为：不要求更换）") || strings.Count(text, "现为") != 1 {
		t.Error(shorten(text))
	}
	audit.Get(page + "?lang=en").NoHan()
	consent(audit, "agree")
	if text := webtest.Text(audit.Get(page + "?lang=zh").Root); !strings.Contains(text, "90 天") || strings.Contains(text, "现为") {
		t.Error(shorten(text))
	}
}

// TestAuditExportNeedsTwo: the auditor asks for a file of the audit, another administrator agrees, and the auditor
// alone takes it, within a day.
func TestAuditExportNeedsTwo(t *testing.T) {
	w := lived(t)
	audit, sec := w.person(t, "auditor"), w.person(t, "secadmin")
	today := w.Office.Today().String()
	audit.Get("/admin/audit").Contains("导出")
	ask := func() {
		t.Helper()
		if p := audit.Submit(audit.Get("/admin/audit/export"), "from", url.Values{"from": {today}, "to": {today}, "reason": {"报送"}}); p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
		}
	}
	ask()
	file := strings.Replace(regexp.MustCompile(`/admin/consents/\d+`).FindString(sec.Get("/admin/consents").Body), "consents", "audit/export", 1)
	refused := func(s *webtest.Site, when string) {
		t.Helper()
		if p := s.Get(file); p.Status == http.StatusOK {
			t.Errorf("%s: the file is sent", when)
		}
	}
	refused(audit, "nobody agreed")
	consent(sec, "agree")
	refused(sec, "who agreed")
	if p := audit.Get(file); p.Status != http.StatusOK || !strings.Contains(p.Body, "会同同意") || !strings.Contains(p.Body, "登录") {
		t.Errorf("%d %s", p.Status, shorten(p.Body))
	}
	audit.Get("/admin/audit").Contains("导出审计记录")
	audit.Get("/admin/audit/export?lang=en").NoHan()
	w.ahead.Add(int64(25 * 60 * 60 * 1e9))
	refused(w.person(t, "auditor"), "after a day")
}
