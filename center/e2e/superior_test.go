package e2e

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"testing"

	"zhibao/casework/party"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
)

// TestAboveLearnsNoNames: the offices above see that there is a case, and not whose: neither in the list nor on its page, in its
// tables or by the interface; looking for the cases of a party finds no fewer than looking for all; and of what is counted for one
// party they get no number below five. The counter sees all of it, so that the test looks at something.
func TestAboveLearnsNoNames(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	k := w.read(t, id)
	var name string
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		names, err := party.Names(t.Context(), tx, k.Center, []int64{k.Owner})
		name = names[k.Owner]
		return err
	}); err != nil || name == "" {
		t.Fatal(err)
	}
	paths := []string{"/work?view=open&chart=preexam&state=" + preexam.Examining, fmt.Sprintf("/case/%d", id)}
	for _, login := range []string{"shengju", "guojia"} {
		s, control := w.person(t, login), w.person(t, "shouli1")
		for _, path := range paths {
			body := s.Get(path).Body
			if !strings.Contains(body, k.Number) {
				t.Errorf("%s, %s: not the case", login, path)
			}
			// Neither the applicant, nor its people, nor its other cases, of which the registration has its name.
			for _, says := range []string{name, w.actor(t, "qiye01").Name, "BA-", "E2E"} {
				if says != "" && path != paths[0] && strings.Contains(body, says) || strings.Contains(body, name) {
					t.Errorf("%s, %s: it says %s", login, path, says)
				}
			}
			if body := control.Get(path).Body; !strings.Contains(body, name) {
				t.Errorf("the counter does not see the name on %s: the test looks at nothing", path)
			}
		}
		if body := s.Get(fmt.Sprintf("/case/%d/dossier/flow/docx", id)); strings.Contains(mainPart(t, body.Body), name) {
			t.Errorf("%s: the table of the case names the applicant", login)
		}
		var all, some struct {
			Total int
			Cases []struct {
				ID           string
				Owner, Agent *struct{ Name string }
			}
		}
		p := w.program(t, login)
		p.get("/cases?chart=preexam", &all)
		p.get(fmt.Sprintf("/cases?chart=preexam&owner=%d", k.Owner), &some)
		if all.Total == 0 || all.Total != some.Total {
			t.Errorf("%s: %d cases, %d of the party", login, all.Total, some.Total)
		}
		for _, x := range all.Cases {
			if x.Owner != nil {
				t.Errorf("%s: the interface names %s", login, x.Owner.Name)
			}
		}
		var one struct{ Owner, Agent *struct{ Name string } }
		if p.get(fmt.Sprintf("/cases/%d", id), &one); one.Owner != nil || one.Agent != nil {
			t.Errorf("%s: the interface names %v", login, one)
		}
		w.fewAreNotTold(t, login)
	}
}

// mainPart is the text of a DOCX, with its marks.
func mainPart(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fewAreNotTold reads the register as somebody above and as the counter.
func (w *world) fewAreNotTold(t *testing.T, login string) {
	t.Helper()
	type entry struct {
		Party string
		Quota *struct {
			Used int
			Seen int `json:"concluded_last_year"`
		}
	}
	var above, inside struct{ Parties []entry }
	w.program(t, login).get("/registration?kind=entity&per_page=100", &above)
	w.program(t, "shouli1").get("/registration?kind=entity&per_page=100", &inside)
	told := map[string]bool{}
	for _, x := range above.Parties {
		told[x.Party] = x.Quota != nil
	}
	few, many := 0, 0
	for _, x := range inside.Parties {
		switch {
		case x.Quota == nil:
			continue
		case x.Quota.Used >= 5 && x.Quota.Seen >= 5:
			many++
			if !told[x.Party] {
				t.Errorf("%s is not told that a party has used %d", login, x.Quota.Used)
			}
		default:
			few++
			if told[x.Party] {
				t.Errorf("%s is told that a party has used %d of %d", login, x.Quota.Used, x.Quota.Seen)
			}
		}
	}
	if few == 0 {
		t.Error("no party has few: the test looks at nothing")
	}
	t.Logf("%s: %d parties with few, %d with many", login, few, many)
}
