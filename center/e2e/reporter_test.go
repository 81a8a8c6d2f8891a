package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
)

// TestReporterIsApart: whoever reports under a name is an alias to all who work on the case: on every page of it, in what the key of
// the case opens, and in its papers. The officer gets the name with a reason, which stays; the head, the other officer and
// everybody else get nothing, and without a reason nobody does.
func TestReporterIsApart(t *testing.T) {
	w := lived(t)
	const who, phone = "郑揭发", "13955551234"
	v := w.visitor(t)
	p := v.Submit(v.Get("/report"), "suspect", map[string][]string{"suspect": {"某假冒商行"}, "address": {"某市场三号"}, "product": {"水杯"}, "text": {"包装标注了不存在的专利号"}, "last": {"2026-11-02"}, "who": {who}, "phone": {phone}, "reply": {"phone"}})
	if !strings.Contains(p.Body, "已收到您的举报") {
		t.Fatalf("%d %s", p.Status, shorten(p.Body))
	}
	number := regexp.MustCompile(`[A-Z]{2}-[A-Z]+-\d{4}-\d{5}-\w`).FindString(p.Body)
	var id int64
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT id FROM casework_case WHERE center_id = $1 AND number = $2`, w.Center.Center.ID, number).Scan(&id)
	}); err != nil {
		t.Fatal(number, err)
	}
	officer := w.actor(t, "zhifa1")
	_, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "fuzeren"), Chart: counterfeit.Code, Case: id, Move: "assign", Expected: w.read(t, id).Version,
		Input: &counterfeit.Assign{Handler: fmt.Sprint(officer.Account), Other: fmt.Sprint(w.actor(t, "zhifa2").Account)}})
	if err != nil {
		t.Fatal(err)
	}
	secret := func(where, text string) {
		t.Helper()
		if strings.Contains(text, who) || strings.Contains(text, phone) {
			t.Errorf("%s says who reported", where)
		}
	}
	home, link := fmt.Sprintf("/case/%d", id), fmt.Sprintf("/counterfeit/%d/reporter", id)
	for _, login := range []string{"zhifa1", "zhifa2", "fuzeren", "zhuren", "shouli1"} {
		s := w.person(t, login)
		page := s.Get(home)
		secret(login+" "+home, page.Body)
		if login == "zhifa1" && (!strings.Contains(page.Body, "举报人-") || !strings.Contains(page.Body, link)) {
			t.Error("the officer sees no alias, or no way to the reporter")
		}
		secret(login+" refuse", s.Get(home+"/move/refuse").Body)
	}
	w.nothingInside(t, id, secret)
	for _, login := range []string{"zhifa2", "fuzeren", "zhuren", "yushen1", "auditor"} {
		if got := w.person(t, login).Get(link); got.Status != http.StatusNotFound && got.Status != http.StatusForbidden {
			t.Errorf("%s: %d", login, got.Status)
		}
	}
	s := w.person(t, "zhifa1")
	secret("the form", s.Get(link).Body)
	secret("without a reason", s.Submit(s.Get(link), "reason", map[string][]string{"reason": {""}}).Body)
	before := w.events(t, id, casework.ReadMove)
	if got := s.Submit(s.Get(link), "reason", map[string][]string{"reason": {"核实包装照片的来源"}}); !strings.Contains(got.Body, who) || !strings.Contains(got.Body, phone) || !strings.Contains(got.Body, "核实包装照片的来源") {
		t.Errorf("with a reason: %d", got.Status)
	}
	if n := w.events(t, id, casework.ReadMove); n != before+1 {
		t.Errorf("%d readings are recorded", n-before)
	}
	if got := w.person(t, "shouli1").Get(link); !strings.Contains(got.Body, "核实包装照片的来源") || !strings.Contains(got.Body, officer.Name) {
		t.Error("it does not stay who opened it, and why")
	}
}

// nothingInside looks through what the key of the case opens: the inputs of all steps and the papers.
func (w *world) nothingInside(t *testing.T, id int64, secret func(where, text string)) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.Office.Events(t.Context(), tx, w.Center.Center.ID, id)
		if err != nil {
			return err
		}
		for _, e := range events {
			in := map[string]any{}
			if err := w.Office.InputOf(t.Context(), tx, e, &in); err != nil {
				return err
			}
			text, err := json.Marshal(in)
			if err != nil {
				return err
			}
			secret("the step "+e.Move, string(text))
		}
		key, err := w.Keys.CaseKey(t.Context(), tx, id)
		if err != nil {
			return err
		}
		papers, err := document.Of(t.Context(), tx, w.Center.Center.ID, id)
		for _, x := range papers {
			full, err := document.Open(t.Context(), tx, key, id, x.ID)
			if err != nil {
				return err
			}
			text, err := paper.Marshal(full.Content)
			if err != nil {
				return err
			}
			secret("the paper "+x.Name, string(text))
		}
		if len(papers) == 0 {
			t.Error("there is no paper, so that nothing is looked at")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
