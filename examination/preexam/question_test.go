package preexam_test

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
)

// asked returns the question among the findings of the latest version.
func (w *world) asked(t testing.TB, k *casework.Case) *preexam.DeskFinding {
	t.Helper()
	for _, f := range w.findings(t, k) {
		if f.Asks() {
			return f
		}
	}
	t.Fatal("nothing is asked")
	return nil
}

// A question is no defect: it must be answered, its answer holds while the words are the same, and a
// yes is stated in the notice in the examiner's own words.
func TestQuestionsAreAnswered(t *testing.T) {
	const second = "根据权利要求1所述的折叠支架，其特征在于，所述立杆为合金。"
	w := newWorld(t)
	k := w.examining(t, stand([]string{base, second}, field, usage))
	q := w.asked(t, k)
	if _, err := w.try("预审员", k, "notify", &preexam.Notify{}); fault.CodeOf(err) != "preexam.undecided" {
		t.Fatalf("a question waits, and the notice goes: %v", err)
	}
	if _, err := w.try("预审员", k, "judge", &preexam.Judge{Finding: fmt.Sprint(q.ID), Decision: "adopt"}); fault.CodeOf(err) != "preexam.answer_facts" {
		t.Fatalf("a defect without facts: %v", err)
	}
	for _, f := range w.findings(t, k) {
		if !f.Asks() {
			k = w.judge(t, k, f, "adopt", "")
		}
	}
	k = w.judge(t, k, q, "adopt", "权利要求2限定了合金的配比，不属于构造。")
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	if _, words := w.lastPaper(t, k); !strings.Contains(words, "权利要求2限定了合金的配比") || strings.Contains(words, "材料本身？") {
		t.Errorf("the notice does not state the facts, or it asks: %s", words)
	}
	// Unchanged words keep the answer; changed ones are asked about again.
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Files: text(stand([]string{base, second}, field, usage+"收起时互不接触。"))})
	if q = w.asked(t, k); q.Status != preexam.FindingAdopted || q.Finding.Message != "权利要求2限定了合金的配比，不属于构造。" {
		t.Errorf("the answer is lost: %+v", q)
	}
	k = w.judge(t, k, q, "reopen", "")
	if q = w.asked(t, k); q.Status != preexam.FindingOpen || q.Finding.Message != q.Finding.Question {
		t.Errorf("not a question again: %+v", q)
	}
	k = w.judge(t, k, q, "dismiss", "")
	if q = w.asked(t, k); q.Status != preexam.FindingDismissed {
		t.Errorf("not answered: %+v", q)
	}
}
