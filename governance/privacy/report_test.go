package privacy

import (
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/governance/privacy/catalogue"
	"zhibao/internal/store"
)

// TestYear: the report of a year counts the requests and incidents of that year alone, what was late, and what was
// found to be none.
func TestYear(t *testing.T) {
	w := newWorld(t)
	day := w.office.Today()
	k := w.asks("甲")
	w.asks("同事")
	k = w.do("受理员", "identify", k, &Identify{How: "account"})
	w.clock.SetDay(day + 40)
	w.do("负责人", "answer", k, &Answer{Done: "已提供"})
	in := &Notice{Known: written(w.office.Now().Add(-90 * 60e9)), Kinds: []string{"contact"}, What: "误发"}
	b := w.breaks("负责人", in)
	sent := func(k *casework.Case, to string) *casework.Case {
		return w.do("负责人", "send", k, &Send{To: to, At: written(w.office.Now()), How: "电话"})
	}
	sent(sent(b, "1"), "2")
	w.do("负责人", "dismiss", w.breaks("负责人", in), &Dismiss{Reason: "没有"})
	p := w.site("主任").Get("/data-catalogue/risk/docx")
	for _, x := range []string{"2026年度", "数据安全法", "未公开专利"} {
		if !strings.Contains(p.Body, x) {
			t.Errorf("the report lacks %s", x)
		}
	}
	for year, want := range map[int]Year{2026: {Asked: 2, Answered: 1, LateAnswers: 2, Incidents: 1, Reports: 2, LateReports: 1, Waiting: 1}, 2025: {}} {
		var got Year
		err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
			got, err = w.year(t.Context(), tx, 1, year)
			return err
		})
		if err != nil || got != want {
			t.Errorf("%d: %+v, want %+v: %v", year, got, want, err)
		}
	}
}

// TestCataloguePages: the catalogue shows everything; the papers can be written, and there are no others.
func TestCataloguePages(t *testing.T) {
	w := newWorld(t)
	s := w.site("安全管理员")
	for _, lang := range []string{"zh", "en"} {
		p := s.Get("/data-catalogue?lang=" + lang)
		p.Check()
		for _, e := range catalogue.Entries {
			if want := e.What[map[string]int{"zh": 0, "en": 1}[lang]]; !strings.Contains(p.Find("main"), want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	}
	for _, paper := range []string{"catalogue", "assessment", "risk", "risk-before"} {
		if p := s.Get("/data-catalogue/" + paper + "/pdf"); p.Status != 200 {
			t.Errorf("%s: %d %s", paper, p.Status, p.Find("main"))
		}
	}
	for _, x := range []string{"第五十五条", "身份证件号码", "举报人", "评估人"} {
		if !strings.Contains(s.Get("/data-catalogue/assessment/docx").Body, x) {
			t.Errorf("the assessment lacks %s", x)
		}
	}
	for _, no := range []string{"/data-catalogue/other/pdf", "/data-catalogue/risk/exe"} {
		if p := s.Get(no); p.Status != 404 {
			t.Errorf("%s: %d", no, p.Status)
		}
	}
}
