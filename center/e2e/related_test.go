package e2e

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/protection/counterfeit"
	"zhibao/protection/infringement"
)

// enforced makes a move on a case of enforcement as it stands.
func (w *world) enforced(t testing.TB, login string, id int64, move string, in any) {
	t.Helper()
	k := w.read(t, id)
	if _, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, login), Chart: k.Chart, Case: id, Move: move, Input: in, Expected: k.Version}); err != nil {
		t.Fatalf("%s by %s: %v", move, login, err)
	}
}

// related is the table of related matters on the page of a case.
func related(t testing.TB, s *webtest.Site, id int64) string {
	t.Helper()
	p := s.Get(fmt.Sprintf("/case/%d", id))
	for _, section := range webtest.All(p.Root, "section") {
		if text := webtest.Text(section); len(webtest.All(section, "h2")) > 0 && webtest.Text(webtest.All(section, "h2")[0]) == "关联案件" {
			return text
		}
	}
	return ""
}

// TestRelated marks the product of a lead with the patent of a dispute: each case then names the other,
// with its state and its term, to the officers alone; and a case against somebody against whom another
// is led names that, whichever procedure it belongs to.
func TestRelated(t *testing.T) {
	w := lived(t)
	lead, dispute := w.find(t, counterfeit.Code, counterfeit.Verifying), w.find(t, infringement.Code, infringement.Trying)
	if lead == 0 || dispute == 0 {
		t.Fatal("the demo has no lead under verification or no dispute on trial")
	}
	var patent string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		patent, err = infringement.Patent(t.Context(), tx, dispute)
		return err
	})
	if err != nil || patent == "" {
		t.Fatal(patent, err)
	}
	officer, head := w.login(w.read(t, lead).Handler), w.person(t, "fuzeren")
	if strings.Contains(related(t, head, dispute), w.read(t, lead).Number) {
		t.Fatal("the cases are related before anything relates them")
	}
	w.enforced(t, officer, lead, "verify", &counterfeit.Verify{Day: w.Office.Today(), Way: "online", Text: "网店页面标注的专利号与在审侵权案件相同。", Marked: "专利号：ZL" + patent})
	for at, other := range map[int64]int64{lead: dispute, dispute: lead} {
		k := w.read(t, other)
		state := w.Office.Chart(k.Chart).State(k.State).Title
		if got := related(t, head, at); !strings.Contains(got, "同一专利 "+patent) || !strings.Contains(got, k.Number) && k.Number != "" || !strings.Contains(got, state) {
			t.Errorf("the page of case %d does not name case %d (%s): %s", at, other, state, got)
		}
	}
	// The parties of the dispute do not learn that somebody is looked into.
	if got := related(t, w.person(t, partyOf(t, w, dispute)), dispute); strings.Contains(got, "同一") {
		t.Errorf("a party reads %s", got)
	}
	w.sameParty(t, head, dispute)
}

// sameParty identifies the respondent of a dispute as the person of a case of counterfeiting.
func (w *world) sameParty(t *testing.T, head *webtest.Site, dispute int64) {
	id := w.find(t, counterfeit.Code, counterfeit.Investigating)
	shop := w.read(t, dispute).Side("respondent")[0]
	var in counterfeit.Identify
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		p, err := party.Get(t.Context(), tx, w.Center.Center.ID, shop)
		if err == nil {
			in = counterfeit.Identify{Name: p.Name, Code: p.Code, Sort: "unit", Address: "示范市老街12号", Legal: "何晓东"}
		}
		return err
	})
	if err != nil || in.Code == "" {
		t.Skipf("the respondent has no code: %+v %v", in, err)
	}
	w.enforced(t, w.login(w.read(t, id).Handler), id, "identify", &in)
	for at, other := range map[int64]int64{id: dispute, dispute: id} {
		if got := related(t, head, at); !strings.Contains(got, "同一当事人") || !strings.Contains(got, w.read(t, other).Number) {
			t.Errorf("the page of case %d does not name case %d: %s", at, other, got)
		}
	}
}

// partyOf is the login of somebody who stands in a case.
func partyOf(t testing.TB, w *world, id int64) string {
	t.Helper()
	var out string
	k := w.read(t, id)
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		accounts, err := w.Book.List(t.Context(), tx, 1, 0)
		for _, a := range accounts {
			if a.Party != 0 && a.Status == "active" && len(k.Stands(a.Party)) > 0 {
				out = a.Login
			}
		}
		return err
	})
	if out == "" || err != nil {
		t.Fatalf("nobody with a login stands in case %d: %v", id, err)
	}
	return out
}
