package e2e

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/casework/fact"
	"zhibao/center/demo/text"
	"zhibao/examination/abnormal"
	"zhibao/internal/store"
	"zhibao/patent/filing"
)

// TestAbnormalJourney: the clerk enters a lead about two filings and asks the applicant, who explains with
// a proof; somebody else checks, the head concludes, the applicant accepts, and it is reported. Until the
// notice the applicant knows nothing, another one never does, and only what took effect is a fact.
func TestAbnormalJourney(t *testing.T) {
	slow(t)
	for i, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			j := &leadJourney{seat: b}
			for n := range 2 {
				id := w.submitted(t, "qiye01", "", defective(0, 2*i+n, nil))
				w.examined(t, id, "yushen1", "fuhe1")
				j.filings = append(j.filings, w.read(t, id).Number)
				j.ids = append(j.ids, id)
			}
			j.entered()
			j.noticed()
			j.explained()
			j.checked()
			j.concluded()
			j.accepted()
			j.reported()
			j.counted()
			j.clean()
		})
	}
}

// A leadJourney is one lead on its way.
type leadJourney struct {
	*seat
	id      int64
	filings []string
	ids     []int64
}

// in fails the test unless the lead is in a state.
func (j *leadJourney) in(state string) {
	j.t.Helper()
	if k := j.read(j.t, j.id); k.State != state {
		j.t.Fatalf("the lead is in %s, not in %s:\n%s", k.State, state, j.text("main"))
	}
}

// entered goes from the monitor to the form of a lead.
func (j *leadJourney) entered() {
	j.as("shouli1")
	j.open("/abnormal")
	j.has("QUA-001", "QUA-012", "数据来源与时效", "指标只形成待核实的线索，不是结论")
	j.press(`a[href="/open/abnormal/enter"]`)
	j.send(picked("source", "examiner"), chosen("indicator", "QUA-003"), typed("subject", j.nameOf("qiye01")), typed("cases", strings.Join(j.filings, "\n")), typed("reason", "两件申请的方案只更换了材料。"))
	j.id = j.seat.id()
	j.in(abnormal.Lead)
	j.has("分组中的申请（2 件）", j.filings[0], "多件与已公布专利相似")
	if p := j.person(j.t, "qiye01").Get(fmt.Sprintf("/case/%d", j.id)); p.Status != 404 {
		j.t.Errorf("the applicant sees a lead of which it was told nothing: %d", p.Status)
	}
}

// noticed asks the applicant.
func (j *leadJourney) noticed() {
	j.step(j.id, "grade", picked("grade", "high"), typed("reason", "两件"))
	j.step(j.id, "notice", typed("facts", "两件申请的说明书有较多相同段落，请逐件说明。"))
	j.in(abnormal.Noticed)
}

// explained is the answer of the applicant; another one sees nothing of it.
func (j *leadJourney) explained() {
	j.as("qiye01")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("请在期限内提交说明和证明", "专利申请情况核查通知书", j.filings[0], "待说明")
	j.step(j.id, "explain", typed("statement", "两件申请来自两个研发项目，附立项文件和试验报告。"), picked("proofs", "project"), filed("files", j.file("立项文件.pdf", pdf("project"))))
	j.in(abnormal.Checking)
	if p := j.person(j.t, "qiye04").Get(fmt.Sprintf("/case/%d", j.id)); p.Status != 404 {
		j.t.Errorf("another applicant sees the case: %d", p.Status)
	}
}

// checked is the opinion of the second person, who sees the explanation and its proof.
func (j *leadJourney) checked() {
	j.as("fuhe1")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("两个研发项目", "证据（1）")
	j.step(j.id, "check", picked("proposal", "abnormal"), picked("types", "1"), picked("cases", itoa(j.ids[0])), typed("proof", "立项文件只涉及一件。"), typed("reason", "两件方案实质相同。"))
	j.in(abnormal.Concluding)
}

// concluded is the decision of the head.
func (j *leadJourney) concluded() {
	j.as("fuzeren")
	j.step(j.id, "conclude", typed("facts", "两件申请的技术方案实质相同。"))
	j.in(abnormal.Found)
	if n := j.facts(); n != 0 {
		j.t.Errorf("%d facts of a finding that is not in effect", n)
	}
}

// accepted lets the finding take effect.
func (j *leadJourney) accepted() {
	j.as("qiye01")
	j.open(fmt.Sprintf("/case/%d", j.id))
	j.has("非正常专利申请核查结论书", "属于非正常申请")
	j.step(j.id, "accept", ticked("confirm"))
	j.in(abnormal.Reporting)
	if n := j.facts(); n != 1 {
		j.t.Errorf("%d facts of an effective finding, want 1", n)
	}
}

// facts counts what the lead has established.
func (j *leadJourney) facts() (n int) {
	j.t.Helper()
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		return tx.Row(j.t.Context(), `SELECT COUNT(*) FROM casework_fact WHERE case_id = $1 AND kind = $2`, j.id, string(fact.AbnormalFiling)).Scan(&n)
	})
	if err != nil {
		j.t.Fatal(err)
	}
	return n
}

// reported sends the report.
func (j *leadJourney) reported() {
	j.as("baosong")
	j.step(j.id, "report")
	j.in(abnormal.Reported)
	j.has("专利申请核查情况报告")
}

// counted looks at the figures and the lists, and that nothing is too wide.
func (j *leadJourney) counted() {
	j.as("fuzeren")
	for _, x := range []struct{ path, word string }{{"/abnormal/figures", "准确率"}, {"/abnormal/leads?indicator=QUA-003", j.read(j.t, j.id).Number}, {"/abnormal/lists", "示范批次"}, {"/abnormal/limits", "程序默认值"}, {"/abnormal", "数据来源与时效"}, {fmt.Sprintf("/case/%d", j.id), "核查意见"}, {fmt.Sprintf("/case/%d", j.ids[0]), "非正常申请线索"}} {
		j.open(x.path)
		j.has(x.word)
		if n := eval[int](j.seat, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
			j.t.Errorf("%s is %d px too wide", x.path, n)
		}
	}
}

// watched are the addresses of the monitor, with a lead about two filings of which the second reader of
// both may read the passages.
func (w *world) watched(t testing.TB) map[string][2]string {
	t.Helper()
	in := text.IndexOf(filing.Invention, text.Fields()[0])
	first := text.New(in[3]).For(applicant(0), nil)
	var second int64
	for _, app := range []text.Application{first, first.Renamed("轻量化")} {
		second = w.examined(t, w.submitted(t, "qiye01", "", app), "yushen1", "fuhe1")
	}
	w.configured(t, "abnormal.QUA-002.cases", "2")
	w.configured(t, "abnormal.QUA-001.cases", "2")
	head, clerk := w.program(t, "fuzeren"), w.program(t, "shouli1")
	head.act("/abnormal/run", map[string]any{}, nil)
	var lead int64
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT case_id FROM abnormal_member WHERE filing_id = $1 ORDER BY case_id DESC LIMIT 1`, second).Scan(&lead)
	})
	if err != nil {
		t.Fatalf("the monitor has not found two filings of the same paragraphs: %v", err)
	}
	if p := w.person(t, "fuzeren").Get(fmt.Sprintf("/abnormal/%d/passages/%d", lead, second)); p.Status != 404 {
		t.Errorf("who may not read the filings reads their passages: %d", p.Status)
	}
	var list struct{ ID string }
	clerk.act("/abnormal-list/imports", map[string]any{"file": clerk.upload("名单.csv", []byte("申请号,专利类型,申请人,批次,结果,数据来源,数据截至\n202310000001.5,发明,示例,第一批,列入排查,示例,2026-11-02\n"))}, &list)
	return map[string][2]string{
		"/abnormal":                          {"fuzeren", "/abnormal"},
		"/abnormal/figures":                  {"fuhe1", "/abnormal/figures?from=2026-01-01"},
		"/abnormal/limits":                   {"zhuren", "/abnormal/limits"},
		"/abnormal/leads":                    {"baosong", "/abnormal/leads?state=open"},
		"/abnormal/lists":                    {"shouli1", "/abnormal/lists"},
		"/cases/{case}/passages/{filing}":    {"fuhe1", fmt.Sprintf("/cases/%d/passages/%d", lead, second)},
		"/abnormal-list/imports/template":    {"shouli1", "/abnormal-list/imports/template"},
		"/abnormal-list/imports/{id}":        {"shouli1", "/abnormal-list/imports/" + list.ID},
		"/abnormal-list/imports/{id}/failed": {"shouli1", "/abnormal-list/imports/" + list.ID + "/failed"},
	}
}
