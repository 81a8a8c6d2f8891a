package e2e

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/store"
)

// TestOtherCasesStayInside submits one text for two applicants. The examiner learns of the other
// case and which it is. The second applicant learns nothing, neither from the draft nor from the page of
// the case, until the examiner puts it into a notice.
func TestOtherCasesStayInside(t *testing.T) {
	w := lived(t)
	earlier := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 2, nil)), "yushen1", "fuhe1")
	id := w.examined(t, w.submitted(t, "qiye04", "", defective(3, 2, nil)), "yushen2", "fuhe2")
	var k *casework.Case
	examiner := w.actor(t, "yushen1")
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.Office.Get(t.Context(), tx, examiner, earlier)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const told = "与在先的另一件预审案件内容相似度为"
	firm := applicant(0).Name
	desk := func(login string) string { return w.person(t, login).Get(fmt.Sprintf("/preexam/%d/desk", id)).Body }
	if page := desk("yushen2"); !strings.Contains(page, told) || !strings.Contains(page, k.Number) || !strings.Contains(page, firm) {
		t.Errorf("the examiner does not learn of %s", k.Number)
	}
	if page := desk("qiye04"); strings.Contains(page, told) || strings.Contains(page, k.Number) || strings.Contains(page, firm) {
		t.Error("the applicant learns that there is another case before the examiner says so, or learns which")
	}
	type version struct {
		Findings []struct{ Rule, Message, Inside string }
	}
	of := func(login string) (inside, all string) {
		var v version
		w.program(t, login).get(fmt.Sprintf("/cases/%d/versions/1", id), &v)
		for _, f := range v.Findings {
			if f.Rule == "SUB-018" {
				inside += f.Inside
			}
			all += f.Message + f.Inside
		}
		return inside, all
	}
	if inside, _ := of("yushen2"); !strings.Contains(inside, k.Number) {
		t.Errorf("a program of the examiner reads %q", inside)
	}
	if inside, all := of("qiye04"); inside != "" || strings.Contains(all, k.Number) || strings.Contains(all, told) {
		t.Errorf("a program of the applicant reads %q", inside)
	}
}
