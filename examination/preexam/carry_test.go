package preexam_test

import (
	"fmt"
	"strings"
	"testing"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// stand makes papers of the claims and the paragraphs of the description.
func stand(claims []string, paragraphs ...string) string {
	var sb strings.Builder
	sb.WriteString("发明名称\n一种折叠支架\n权利要求书\n")
	for i, c := range claims {
		fmt.Fprintf(&sb, "%d. %s\n", i+1, c)
	}
	sb.WriteString("说明书\n一种折叠支架\n技术领域\n" + strings.Join(paragraphs, "\n") + "\n说明书摘要\n一种折叠支架。\n")
	return sb.String()
}

const (
	base  = "一种折叠支架，其特征在于，包括底座和长度约为20mm的立杆。"
	plate = "根据权利要求1所述的折叠支架，其特征在于，所述底座是厚度约为3mm的钢板。"
	foot  = "根据权利要求1所述的折叠支架，其特征在于，所述底座的下方设有直径约为8mm的垫脚。"
	field = "[0001] 本发明涉及支架技术领域，支架能够折叠。"
	usage = "[0002] 使用时展开立杆，支架能够折叠后放入包中。"
)

// findings returns those of the latest version.
func (w *world) findings(t testing.TB, k *casework.Case) (fs []*preexam.DeskFinding) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		fs, err = w.desk.Findings(t.Context(), tx, k.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

// examining brings papers to the examiner.
func (w *world) examining(t testing.TB, body string) *casework.Case {
	k := w.submitted(t, body)
	k = w.do(t, "受理员", k, "accept", &preexam.Accept{Class: "H01M"})
	k = w.do(t, "负责人", k, "assign", &preexam.Assign{Handler: "31", Second: "33"})
	return w.do(t, "预审员", k, "start", &preexam.Start{})
}

func (w *world) judge(t testing.TB, k *casework.Case, f *preexam.DeskFinding, decision, reason string) *casework.Case {
	t.Helper()
	return w.do(t, "预审员", k, "judge", &preexam.Judge{Finding: fmt.Sprint(f.ID), Decision: decision, Reason: reason})
}

func TestDecisionsCarryOver(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, stand([]string{base, plate, foot}, field, usage))
	fs := w.findings(t, k)
	if len(fs) != 3 {
		t.Fatalf("%d findings", len(fs))
	}
	// The words are taken from the second of two places where they stand.
	k = w.do(t, "预审员", k, "add", &preexam.Add{Part: "说明书", Quote: "支架能够折叠", Place: "[0002]", Title: "公开不充分", Message: "没有说明如何折叠",
		Basis: "专利法第二十六条第三款", Severity: "E"})
	k = w.do(t, "预审员", k, "add", &preexam.Add{Part: "说明书", Quote: "本发明涉及支架技术领域", Title: "技术领域过宽", Message: "写明具体的技术领域", Basis: "专利法实施细则第二十条", Severity: "W"})
	k = w.judge(t, k, fs[0], "dismiss", "公差在说明书中有定义")
	k = w.judge(t, k, fs[1], "adopt", "")
	k = w.judge(t, k, fs[2], "dismiss", "垫脚可以更换")
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	// A claim comes in front of the others, the second is corrected only half, and the words before
	// the third mark and those of one finding made by hand are others now.
	now := stand([]string{base, "根据权利要求1所述的折叠支架，其特征在于，所述立杆为两节。", plate,
		strings.Replace(foot, "直径约为8mm", "外径约为8mm", 1)}, strings.Replace(field, "支架技术", "折叠支架技术", 1), usage)
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Declared: secrecy.Declared{Clear: true}, Files: text(now)})
	got := map[string]string{}
	for _, f := range w.findings(t, k) {
		where := fmt.Sprintf("%s%d%s", f.Finding.Part, f.Finding.Claim, f.Finding.Title)
		got[where] = fmt.Sprintf("%s was %s moved %v %s", f.Status, f.Before, f.Moved, f.Reason)
		if f.Manual && f.Finding.Title == "公开不充分" && f.Finding.Start == 0 {
			t.Error("the words added by hand still stand there and lost their place")
		}
	}
	want := map[string]string{
		"权利要求书1用语不清楚": "dismissed was dismissed moved false 公差在说明书中有定义",
		"权利要求书3用语不清楚": "adopted was adopted moved false ",
		"权利要求书4用语不清楚": "open was dismissed moved true ",
		"说明书0公开不充分":   "open was adopted moved false ",
		"说明书0技术领域过宽":  "open was adopted moved true ",
	}
	for where, s := range want {
		if got[where] != s {
			t.Errorf("%s: %q, want %q", where, got[where], s)
		}
	}
	if len(got) != len(want) {
		t.Errorf("findings %v", got)
	}
	w.corrected(t, k)
}

// corrected closes the second round: only what a person found can be called corrected by a person.
func (w *world) corrected(t *testing.T, k *casework.Case) {
	for _, f := range w.findings(t, k) {
		_, err := w.try("预审员", k, "judge", &preexam.Judge{Finding: fmt.Sprint(f.ID), Decision: "fixed"})
		switch {
		case f.Manual && err != nil:
			t.Errorf("%s cannot be called corrected: %v", f.Finding.Title, err)
		case !f.Manual && fault.CodeOf(err) != "preexam.not_fixed":
			t.Errorf("%s of a rule was called corrected: %v", f.Finding.Title, err)
		case f.Manual:
			k = w.refreshed(t, k)
		}
	}
	// The dismissal whose surroundings changed waits for the examiner; then the round can end.
	if _, err := w.try("预审员", k, "notify", &preexam.Notify{}); fault.CodeOf(err) != "preexam.undecided" {
		t.Errorf("notified with an open finding: %v", err)
	}
}

func (w *world) refreshed(t testing.TB, k *casework.Case) (out *casework.Case) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.office.Get(t.Context(), tx, w.actor("预审员"), k.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatIsCorrectedIsSaidOnce(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, defective)
	k = w.judge(t, k, w.findings(t, k)[0], "adopt", "")
	k = w.do(t, "预审员", k, "notify", &preexam.Notify{})
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Declared: secrecy.Declared{Clear: true}, Files: text(corrected)})
	if fs := w.findings(t, k); len(fs) != 0 {
		t.Errorf("still there: %+v", fs[0])
	}
}

func TestHandedInAgainUnchanged(t *testing.T) {
	w := newWorld(t)
	k := w.submitted(t, defective)
	k = w.do(t, "受理员", k, "return", &preexam.GiveBack{Reason: "请补充委托书"})
	k = w.do(t, "企业", k, "submit", &preexam.Submit{Undertaking: true})
	if n := len(w.findings(t, k)); n != 1 {
		t.Errorf("%d findings of one defect after handing in again", n)
	}
}

func TestQuoteMustStandWhereItIsSaidTo(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, stand([]string{base, plate}, field, usage))
	in := &preexam.Add{Part: "权利要求书", Quote: "钢板", Place: "1", Title: "缺陷", Message: "说明", Basis: "专利法", Severity: "W"}
	if _, err := w.try("预审员", k, "add", in); fault.CodeOf(err) != "preexam.quote" {
		t.Errorf("added at a claim that does not say so: %v", err)
	}
	in.Place = "2"
	k = w.do(t, "预审员", k, "add", in)
	fs := w.findings(t, k)
	if f := fs[len(fs)-1]; f.Finding.Claim != 2 || f.Finding.Quote != "钢板" {
		t.Errorf("stands at %+v", f.Finding)
	}
}
