package registration_test

import (
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/examination/registration"
	"zhibao/internal/fault"
	"zhibao/internal/office/officetest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// issuing makes a move that issues a paper, after the same move was refused because a variable of the
// papers was open.
func (w *world) issuing(t testing.TB, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	contact := func(v string) { w.set(t, "document.contact", v) }
	before := len(w.issued(t))
	for _, unfilled := range []string{"联系电话：【待填】", "{联系电话}", " "} {
		contact(unfilled)
		if _, err := w.try(who, k, move, in); fault.CodeOf(err) != "paper.unresolved" {
			t.Errorf("%s with %q in the paper: %v", move, unfilled, err)
		}
	}
	contact("联系电话：12330")
	k = w.do(t, who, k, move, in)
	if after := len(w.issued(t)); after != before+1 {
		t.Errorf("%s issued %d papers", move, after-before)
	}
	return k
}

// issued are all papers of the center with their content.
func (w *world) issued(t testing.TB) (out []*document.Paper) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.office.List(t.Context(), tx, casework.Robot(caseworktest.CenterID), casework.Filter{Chart: "registration", PerPage: 1000})
		if err != nil {
			return err
		}
		for _, k := range l.Cases {
			papers, err := document.Of(t.Context(), tx, k.Center, k.ID)
			if err != nil {
				return err
			}
			key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
			if err != nil {
				return err
			}
			for _, p := range papers {
				if p, err = document.Open(t.Context(), tx, key, k.ID, p.ID); err != nil {
					return err
				}
				out = append(out, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// filled is the input of a move, completed as in the stories.
func filled[T any](t testing.TB, in *T) *T {
	t.Helper()
	if err := fill(nil, in); err != nil {
		t.Fatal(err)
	}
	return in
}

// assessed is an application that waits for the director.
func (w *world) assessed(t testing.TB, unmet ...string) *casework.Case {
	t.Helper()
	k := w.issuing(t, "企业", nil, "apply", filled(t, &registration.Apply{}))
	k = w.do(t, "受理员", k, "check", &registration.Formal{Complete: true})
	return w.do(t, "受理员", k, "assess", &registration.Check{All: true, Unmet: unmet, Opinion: "经逐条核对"})
}

// TestPapersSayWhatTheyMust issues the decisions about a registration through the door, each refused
// first while a variable is open, and reads every paper back as page, DOCX and PDF.
func TestPapersSayWhatTheyMust(t *testing.T) {
	const unmet = "不以知识产权服务为主营业务"
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	k := w.assessed(t, unmet)
	k = w.issuing(t, "主任", k, "warn_refusal", &registration.WarnRefusal{Refusal: registration.Refusal{Unmet: []string{unmet}, Reason: "经营范围以代理为主"}, Evidence: "营业执照"})
	k = w.do(t, "企业", k, "plead", &registration.Plead{Statement: "已变更"})
	w.issuing(t, "主任", k, "refuse", &registration.Refusal{Unmet: []string{unmet}, Reason: "变更未完成"})

	w.clock.At = w.clock.At.Add(24 * time.Hour)
	k = w.issuing(t, "主任", w.assessed(t), "register", &registration.Remarked{})
	k = w.issuing(t, "受理员", k, "remind", &registration.Remind{What: "约谈", Text: "三件请求缺少必要图样"})
	warned := func(measure string) *casework.Case {
		k = w.issuing(t, "受理员", k, "warn", &registration.Warn{Measure: measure, Ground: "违反服务承诺", Facts: "两次未按合格文本提交", Evidence: "一致性审查记录"})
		return w.do(t, "企业", k, "plead", &registration.Plead{Statement: "已整改"})
	}
	k = w.issuing(t, "主任", warned("suspend"), "suspend", &registration.Suspend{Until: calendar.MustDay("2026-12-31"), Reason: "事实清楚"})
	k = w.issuing(t, "主任", k, "resume", &registration.Reasoned{Reason: "整改到位"})
	w.issuing(t, "主任", warned("cancel"), "cancel", &registration.Reasoned{Reason: "再次违反"})

	objection := []string{"提出异议的截止日为2026年3月", "提供证明材料", "不影响您按普通程序"}
	demanded := map[string][]string{
		"registration.receipt":         {"申请表.pdf", "营业执照.pdf", "SHA-256", "SM3"},
		"registration.refusal_warning": {"备案条件审核结果", unmet + "不符合", "经营范围以代理为主", "营业执照", "您有权陈述意见", "陈述意见的截止日为2026年3月9日"},
		"registration.refusal":         append([]string{"备案条件审核结果", unmet + "不符合", "成立满一年且社保参保人数不少于5人符合", "变更未完成"}, objection...),
		"registration.registered":      {"备案条件审核结果", unmet + "符合", "有效期自2026年3月3日起", "年度复核", "预审额度为10件"},
		"registration.reminder":        {"约谈", "三件请求缺少必要图样"},
		"registration.warning":         {"事由：违反服务承诺", "两次未按合格文本提交", "一致性审查记录", "陈述意见的截止日为2026年3月10日"},
		"registration.suspension":      {"暂停至2026年12月31日", "事实清楚", "已经受理的案件继续办理", "不影响您按普通程序"},
		"registration.resumption":      {"整改到位"},
		"registration.cancellation":    append([]string{"再次违反", "3年内", "不再受理您的备案申请"}, objection...),
	}
	seen, forms := map[string]bool{}, &officetest.Reader{}
	for _, p := range w.issued(t) {
		seen[p.Template] = true
		words, known := demanded[p.Template]
		if !known {
			t.Errorf("%s: nothing is demanded of this paper", p.Template)
		}
		forms.Says(t, p.Content, append(w.common(p), words...)...)
	}
	for template := range demanded {
		if !seen[template] {
			t.Errorf("no paper %s was issued", template)
		}
	}
}

// common are the lines that every paper has.
func (w *world) common(p *document.Paper) []string {
	return []string{p.Name, p.Number, "中国（示范）知识产权保护中心", "示范电器有限公司：", "备案编号", "类别申请主体", "名称示范电器有限公司", "统一社会信用代码" + code(1),
		"依据", "送达方式电子送达", "送达回执", "联系电话：12330", calendar.DayOf(p.At).Chinese(), p.Content.Verify.Code}
}

// TestPapersOfTheStories: every other paper that the stories issue has the common lines too, and what
// it calls a remedy is one.
func TestPapersOfTheStories(t *testing.T) {
	w := newWorld(t)
	stories := caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.desk.Chart(), Actor: w.actor, Fill: fill}
	stories.Before = w.restart
	caseworktest.Stories(t, stories)
	seen, forms := map[string]bool{}, &officetest.Reader{}
	for _, p := range w.issued(t) {
		if seen[p.Template] {
			continue
		}
		seen[p.Template] = true
		words := forms.Forms(t, p.Content)["HTML"]
		for _, line := range []string{p.Number, "备案编号", "依据", "送达方式", "联系电话：12330", calendar.DayOf(p.At).Chinese(), "（印章）"} {
			if !strings.Contains(words, line) {
				t.Errorf("%s does not say %q: %s", p.Template, line, words)
			}
		}
		// An objection is possible to a refusal and to a cancellation, and is promised by nothing else.
		promised := strings.Contains(words, "提出异议”")
		if promised != (p.Template == "registration.refusal" || p.Template == "registration.cancellation") {
			t.Errorf("%s promises an objection: %v", p.Template, promised)
		}
	}
	if len(seen) < 12 {
		t.Errorf("only %d kinds of papers", len(seen))
	}
}
