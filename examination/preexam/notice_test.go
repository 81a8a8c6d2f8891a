package preexam_test

import (
	"encoding/json"
	"strings"
	"testing"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
)

// lastPaper returns the name and all words of the paper issued last.
func (w *world) lastPaper(t testing.TB, k *casework.Case) (name, words string) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		papers, err := document.Of(t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		p, err := document.Open(t.Context(), tx, key, k.ID, papers[len(papers)-1].ID)
		if err != nil {
			return err
		}
		b, err := paper.Marshal(p.Content)
		if !json.Valid(b) {
			t.Errorf("no JSON: %s", b)
		}
		name, words = p.Name, string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return name, words
}

func TestNoticeStatesTheOpinion(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, defective)
	k = w.do(t, "预审员", k, "opine", &preexam.Opine{Opinion: "初稿", Cited: ""})
	k = w.do(t, "预审员", k, "opine", &preexam.Opine{Opinion: "权利要求1相对于对比文件1初步判断不具备新颖性。", Cited: "CN1234567A，X，第3段"})
	fs := w.findings(t, k)
	k = w.judge(t, k, fs[0], "adopt", "")
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	name, words := w.lastPaper(t, k)
	if name != "专利申请预审补正通知书" || !strings.Contains(words, "不具备新颖性") || !strings.Contains(words, "CN1234567A") || strings.Contains(words, "初稿") {
		t.Errorf("%s: %s", name, words)
	}
	// What was said is not said again: without defects and without a new opinion there is no notice.
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Declared: secrecy.Declared{Clear: true}, Files: text(corrected)})
	if _, err := w.try("预审员", k, "notify", &preexam.Notify{}); fault.CodeOf(err) != "preexam.nothing_adopted" {
		t.Errorf("an empty notice: %v", err)
	}
	k = w.do(t, "预审员", k, "opine", &preexam.Opine{Opinion: "仍初步判断不具备创造性。"})
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	if name, words = w.lastPaper(t, k); name != "专利申请预审意见通知书" || strings.Contains(words, "新颖性") || !strings.Contains(words, "仍初步判断") {
		t.Errorf("%s: %s", name, words)
	}
}

// The notice lists what must be corrected before what should be, whatever the order of the text.
func TestNoticeListsTheGravestFirst(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, defective)
	k = w.do(t, "预审员", k, "add", &preexam.Add{Part: "权利要求书", Quote: "一种折叠支架", Title: "建议项", Message: "写明用途", Basis: "专利法", Severity: "W"})
	k = w.do(t, "预审员", k, "add", &preexam.Add{Part: "说明书摘要", Title: "必改项", Message: "补充要点", Basis: "专利法", Severity: "E"})
	k = w.judge(t, k, w.findings(t, k)[0], "dismiss", "含义清楚")
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	_, words := w.lastPaper(t, k)
	if must, should := strings.Index(words, "必改项"), strings.Index(words, "建议项"); must < 0 || should < must {
		t.Errorf("must at %d, should at %d", must, should)
	}
}
