package e2e

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/center/bench/beside"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/clause"
	"zhibao/law/rule"
)

// newer reports whether the journeys run on a database that a made-up next version has upgraded: it has added
// columns, tables and indexes, and this version goes on with it.
func newer() bool { return os.Getenv("ZHIBAO_NEWER") != "" }

// addedTo has the next version upgrade the database of a center that lies in a folder.
func addedTo(t testing.TB, database, data string) {
	t.Helper()
	if !newer() {
		return
	}
	if database == "" {
		database = "sqlite:" + filepath.Join(data, "zhibao.db")
	}
	if err := beside.Upgrade(t.Context(), io.Discard, database, 1, now); err != nil {
		t.Fatal(err)
	}
}

// none is the input of a step without one.
type none struct{}

// next is the office of a version to come on the same database: pre-examination has a state and a step more, and
// there is a procedure that this version does not have at all.
func (w *world) next(t testing.TB) *casework.Office {
	t.Helper()
	basis, robot := []rule.Cite{{Text: "本中心规定", Article: "测试"}}, []casework.Role{casework.System}
	do := casework.Input(func(*casework.Step, *none) error { return nil })
	owner := w.actor(t, "qiye01").Party
	begin := casework.Input(func(s *casework.Step, _ *none) error {
		s.Case.Owner = owner
		s.SetTitle("新业务的一件")
		return s.Issue()
	})
	var charts []*casework.Chart
	for _, k := range w.Office.Charts() {
		if k.Code == "preexam" {
			own := *k
			own.States = append(slices.Clone(k.States), casework.State{Code: "conferring", Title: "会商中", English: "Conferred on", Phase: "受理", Queue: casework.Head})
			own.Moves = append(slices.Clone(k.Moves), casework.Move{Code: "confer", Title: "会商", English: "Confer", From: []string{"submitted"}, To: []string{"conferring"}, By: robot, Basis: basis, Do: do},
				casework.Move{Code: "conferred", Title: "结束会商", English: "End it", From: []string{"conferring"}, To: []string{"submitted"}, By: robot, Basis: basis, Do: do})
			k = &own
		}
		charts = append(charts, k)
	}
	charts = append(charts, &casework.Chart{Code: "mediation", Prefix: "TJ", Title: "调解", English: "Mediation", Clause: clause.FastProtection,
		States: []casework.State{{Code: "open", Title: "调解中", English: "Open", Queue: casework.Head}, {Code: "done", Title: "已结束", English: "Done", Final: true}},
		Moves: []casework.Move{{Code: "begin", Title: "开始", English: "Begin", To: []string{"open"}, By: robot, Basis: basis, Do: begin},
			{Code: "end", Title: "结束", English: "End", From: []string{"open"}, To: []string{"done"}, By: robot, Basis: basis, Do: do}}})
	o, err := casework.NewOffice(w.DB, w.Keys, w.now, w.Office.Settings, charts...)
	if err != nil {
		t.Fatal(err)
	}
	grants := casework.Grants()
	for _, k := range charts {
		grants = append(grants, k.Grants()...)
	}
	o.Policy = access.New(grants...)
	return o
}

// TestNewerStates: what a newer version wrote that this one does not know — a state and a step of a procedure, and
// a whole procedure — is shown, says so, and can be moved by nobody; nothing else stops. The newer version then goes
// on with it. The control: the same case before, and another one meanwhile.
func TestNewerStates(t *testing.T) {
	w := lived(t)
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	status, _ := w.codes(t, id)
	other := w.submitted(t, "qiye02", "", defective(1, 1, nil))
	const said = "新版本的程序办理过"
	page := func(login, path string) string {
		t.Helper()
		got := w.person(t, login).Get(path)
		if got.Status != 200 {
			t.Errorf("%s gets %d from %s: %s", login, got.Status, path, shorten(got.Body))
		}
		return got.Body
	}
	at := func(id int64) string { return fmt.Sprintf("/case/%d", id) }
	if strings.Contains(page("shouli1", at(id)), said) {
		t.Error("a case that this version knows is said to be one of a newer version")
	}
	next := w.next(t)
	robot := casework.Robot(1)
	k := w.read(t, id)
	if _, err := next.Move(t.Context(), casework.Request{Actor: robot, Case: id, Move: "confer", Input: &none{}, Expected: k.Version}); err != nil {
		t.Fatal(err)
	}
	opened, err := next.Move(t.Context(), casework.Request{Actor: robot, Chart: "mediation", Move: "begin", Input: &none{}})
	if err != nil {
		t.Fatal(err)
	}
	strange := []int64{id, opened.Case.ID}
	k = w.read(t, id)
	for _, login := range []string{"shouli1", "fuzeren", "zhuren", "qiye01"} {
		for _, one := range strange {
			if got := page(login, at(one)); !strings.Contains(got, said) || strings.Contains(got, "/move/accept") || strings.Contains(got, "/move/withdraw") {
				t.Errorf("the page of %d does not say to %s that a newer version wrote it, or offers a step", one, login)
			}
		}
		page(login, "/work?view=all")
		page(login, "/work?view=open&sort=-opened")
		page(login, "/work?view=todo")
	}
	if got := page("shouli1", at(id)); !strings.Contains(got, "新版本的状态 conferring") || !strings.Contains(got, "本版本没有的步骤 confer") {
		t.Error("the state or the step is not named")
	}
	for _, path := range []string{"/board", "/figures", "/outage/arrivals", "/openings", "/quality", at(id) + "/dossier/flow/docx", at(opened.Case.ID) + "/dossier/flow/docx", at(id) + "?lang=en", "/work?view=all&lang=en"} {
		page("fuzeren", path)
	}
	head, counter := w.program(t, "fuzeren"), w.program(t, "shouli1")
	for _, one := range strange {
		for _, path := range []string{"/cases/%d", "/cases/%d/events", "/cases/%d/papers"} {
			if got := head.call("GET", fmt.Sprintf(path, one), nil); got.status != 200 {
				t.Errorf("%s: %d %s", path, got.status, shorten(string(got.raw)))
			}
		}
	}
	if got := head.call("GET", "/cases", nil); got.status != 200 {
		t.Errorf("the list for programs: %d", got.status)
	}
	var public struct{ State string }
	if w.program(t, "").get("/status?code="+status, &public); !strings.Contains(public.State, "新版本的状态") {
		t.Errorf("the public state is %q", public.State)
	}
	// Nobody makes a step, neither a person nor the program itself.
	accept := w.Office.Chart("preexam").Move("accept").Do.New()
	_, err = w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "shouli1"), Case: id, Move: "accept", Input: accept, Expected: k.Version})
	if fault.CodeOf(err) != "case.state" || !strings.Contains(fault.MessageOf(err), "新版本的状态 conferring") {
		t.Errorf("a step of this version: %v", err)
	}
	if got := counter.call("POST", fmt.Sprintf("/cases/%d/moves/accept", id), nil); got.status < 400 || got.status >= 500 {
		t.Errorf("a step by a program: %d", got.status)
	}
	for _, move := range []string{"confer", "end", "accept"} {
		if _, err = w.Office.Move(t.Context(), casework.Request{Actor: robot, Case: opened.Case.ID, Move: move, Input: &none{}, Expected: 1}); fault.CodeOf(err) != "case.move" {
			t.Errorf("%s in a procedure that this version does not have: %v", move, err)
		}
	}
	before := w.read(t, id).Due
	closed, err := calendar.CloseDays("测试", w.Office.Today()+1, w.Office.Today()+1)
	if err == nil {
		_, err = w.Office.AddCalendarLayer(t.Context(), w.actor(t, "sysadmin"), closed)
	}
	if err != nil {
		t.Errorf("a day on which the center is closed: %v", err)
	}
	if got := w.read(t, id); got.Due != before || got.State != "conferring" {
		t.Errorf("this version touched it: %s %s", got.State, got.Due)
	}
	if err := w.Tend(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := w.RunJobs(t.Context()); err != nil {
		t.Error(err)
	}
	w.examined(t, other, "yushen1", "fuhe1") // the control: another case goes on
	// Back to the newer version, which goes on with both.
	for i, move := range []string{"conferred", "end"} {
		if _, err := next.Move(t.Context(), casework.Request{Actor: robot, Case: strange[i], Move: move, Input: &none{}, Expected: w.read(t, strange[i]).Version}); err != nil {
			t.Errorf("%s by the newer version: %v", move, err)
		}
	}
	w.examined(t, id, "yushen1", "fuhe1")
	if v, err := casework.Verify(t.Context(), w.DB); err != nil || len(v.Flaws) > 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
	if strings.Contains(w.Log.String(), "panic") {
		t.Error("the program has panicked")
	}
}
