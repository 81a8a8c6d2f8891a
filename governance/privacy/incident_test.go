package privacy

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
)

func TestIncidentStories(t *testing.T) {
	w := newWorld(t)
	forget := func(t *testing.T, _ string) {
		w.clock.At = w.office.Today().Begin()
		w.clear(t)
	}
	t.Chdir("testdata/incident")
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.breach, Actor: actor, Before: forget})
}

// clear forgets all incidents.
func (w *world) clear(t *testing.T) {
	t.Helper()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, table := range []string{"incident", "report"} {
			if _, err := tx.Exec(t.Context(), `DELETE FROM privacy_`+table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// hour moves the clock of the day and returns how many reports became late.
func (w *world) hour(h, m int) int {
	w.t.Helper()
	w.clock.At = w.office.Today().Begin().Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	n, err := w.NoteLate(w.t.Context(), caseworktest.CenterID)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// TestHours: each report has its own hours from when the incident was known; what is late is noted once, in the
// minute after its time, and what was reported in time never is.
func TestHours(t *testing.T) {
	w := newWorld(t)
	w.clock.At = w.office.Today().Begin().Add(10 * time.Hour)
	k := w.breaks("负责人", &Notice{Known: "2026-03-02 09:50", Kinds: []string{"identity"}, What: "误发"})
	for _, x := range []struct{ h, m, want int }{{10, 50, 0}, {10, 51, 1}, {10, 52, 0}, {11, 49, 0}} {
		if n := w.hour(x.h, x.m); n != x.want {
			t.Errorf("%d:%02d: %d late, want %d", x.h, x.m, n, x.want)
		}
	}
	k = w.load(numberOf(k))
	out, err := w.office.Move(t.Context(), casework.Request{Actor: actor("负责人"), Case: k.ID, Expected: k.Version, Move: "send", Input: &Send{To: "2", At: "2026-03-02 11:40", How: "公文"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ h, m, want int }{{11, 51, 0}, {13, 50, 0}, {13, 51, 1}, {23, 0, 0}} {
		if n := w.hour(x.h, x.m); n != x.want {
			t.Errorf("%d:%02d: %d late, want %d", x.h, x.m, n, x.want)
		}
	}
	p := w.site("负责人").Get(path(out.Case.ID) + "?lang=zh")
	p.Check()
	p.Contains("已逾时", "已报告", "证件号码", "误发", "2026-03-02 10:50", "2026-03-02 13:50")
	if p := w.site("负责人").Get("/incidents?lang=zh"); true {
		p.Check()
		p.Contains("2 项已逾时", "属地网信部门")
	}
	html := w.letterOf(out.Case, "个人信息安全事件报告")
	for _, x := range []string{"上级机关", "证件号码", "误发", "正在查明", "第五十七条"} {
		if !strings.Contains(html, x) {
			t.Errorf("the report lacks %s", x)
		}
	}
}

// breaks enters an incident.
func (w *world) breaks(who string, in *Notice) *casework.Case {
	w.t.Helper()
	out, err := w.office.Move(w.t.Context(), casework.Request{Actor: actor(who), Chart: "incident", Move: "report", Input: in})
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Case
}

// TestSecurityAdministrator: the administrator of security enters an incident and sees its hours, and neither the case
// nor a word of what is said of it.
func TestSecurityAdministrator(t *testing.T) {
	w := newWorld(t)
	s := w.site("安全管理员")
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/incidents", "/incidents/new"} {
			p := s.Get(path + "?lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
		}
	}
	p := s.Submit(s.Get("/incidents/new"), "what", url.Values{"known": {"2026-03-02 09:50"}, "kinds": {"account"}, "what": {"口令被试出"}})
	if p.Status >= http.StatusBadRequest {
		t.Fatalf("%d %s", p.Status, p.Find("main"))
	}
	p = s.Get("/incidents?lang=zh")
	p.Contains("AQ", "待研判", "2026-03-02 10:50")
	if strings.Contains(p.Body, "口令被试出") || strings.Contains(p.Body, `href="/case/`) {
		t.Error("the administrator reads of the incident")
	}
	head := w.site("负责人").Get("/incidents?lang=zh")
	_, id, _ := strings.Cut(head.Body, `href="/case/`)
	id, _, _ = strings.Cut(id, `"`)
	for _, to := range []string{"", "/move/assess", "/move/send", "/move/dismiss"} {
		for _, lang := range []string{"zh", "en"} {
			p := w.site("负责人").Get("/case/" + id + to + "?lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", to, p.Status)
			}
			p.Check()
		}
	}
	w.site("负责人").Get("/case/"+id+"?lang=zh").Contains("口令被试出", "安全管理员", "报告时限")
	if p := s.Get("/case/" + id); p.Status != http.StatusNotFound && p.Status != http.StatusForbidden {
		t.Errorf("the case: %d", p.Status)
	}
}

// TestPersonsAreTold: what the persons are told names what the law wants, and nothing that is not known yet is left open.
func TestPersonsAreTold(t *testing.T) {
	w := newWorld(t)
	k := w.breaks("负责人", &Notice{Known: "2026-03-02 09:50", Kinds: []string{"contact", "account"}, What: "误发"})
	k = w.do("负责人", "assess", k, &Assess{Kinds: []string{"contact", "account"}, Persons: 3, Cause: "设置错误", Harm: "垃圾信息", Measures: "已撤回", Advice: "更换口令", Reports: []string{"1", "2", "3"}})
	k = w.do("负责人", "inform", k, &Inform{Told: true, Day: w.office.Today(), How: "电话"})
	html := w.letterOf(k, "个人信息安全事件告知书")
	for _, x := range []string{"姓名与联系方式、账号与口令", "设置错误", "垃圾信息", "已撤回", "更换口令"} {
		if !strings.Contains(html, x) {
			t.Errorf("it lacks %s", x)
		}
	}
}
