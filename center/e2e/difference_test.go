package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/governance/outage"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// arrived makes an outage with one contingency filing that belongs to a case.
func (w *world) arrived(t testing.TB, target int64) (id int64) {
	t.Helper()
	at := w.now().Add(-time.Hour)
	window := outage.Window{Since: at.Add(-time.Hour).In(calendar.Shanghai()).Format("2006-01-02 15:04"), Until: w.now().Add(-time.Minute).In(calendar.Shanghai()).Format("2006-01-02 15:04")}
	out, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "fuzeren"), Chart: "outage", Move: "report", Input: &outage.Report{Window: window, Cause: "断网"}})
	if err != nil {
		t.Fatal(err)
	}
	of := out.Case.ID
	if _, err := w.desk(t, func() time.Time { return at }).Take(t.Context(), "a.zip", strings.NewReader("package")); err != nil {
		t.Fatal(err)
	}
	done, err := w.Outage.Ingest(t.Context(), w.actor(t, "shouli1"), w.Outage.Folder, false)
	if err != nil || len(done) != 1 || done[0].State != outage.Taken {
		t.Fatalf("%+v, %v", done, err)
	}
	err = w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT id FROM outage_arrival WHERE case_id = $1`, of).Scan(&id)
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &outage.Assign{Arrival: itoa(id), Number: w.read(t, target).Number, Basis: "本中心规定"}
	if in.Number == "" { // a request that nobody has accepted yet
		in.Fresh = itoa(target)
	}
	w.move(t, "fuzeren", of, "assign", in)
	return id
}

// outageOf is the outage of an arrival.
func (w *world) outageOf(t testing.TB, arrival int64) (id int64) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT case_id FROM outage_arrival WHERE id = $1`, arrival).Scan(&id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestDifference: a request was received during an outage and filed again with another content. The comparison makes
// itself, the head finds the open difference above the work and on the case, the counter cannot accept before it is
// decided and is told who has to do what, and the party goes on and reads what was decided.
func TestDifference(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
			of := w.outageOf(t, w.arrived(t, id))
			at := fmt.Sprintf("/case/%d", id)
			b.as("shouli1")
			b.open(at + "/move/accept")
			b.has("暂不能办理", "正在自动核对")
			for range 2 { // the first look says when the jobs are due
				if _, err := w.RunJobs(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.ahead.Add(int64(time.Minute))
			}
			b.open(at)
			b.has("不一致，待负责人决定", "“受理”")
			b.shown("difference-case", at)
			b.open(at + "/move/accept")
			b.has("尚未决定", "请负责人")
			b.send()
			b.has("尚未决定", "请负责人")
			b.shown("difference-accept", at+"/move/accept")
			b.as("qiye01")
			b.open(at)
			b.has("您可以继续办理")
			b.shown("difference-party", at)
			b.as("fuzeren")
			b.open("/work")
			b.has("应急件：等您办理", "决定补办的差异")
			b.shown("difference-work", "/work")
			b.press(fmt.Sprintf(`a[href^="/case/%d/move/judge?arrival="]`, of))
			b.shown("difference-judge", b.path())
			b.send(picked("decision", outage.OnlySame), typed("reason", "补办的是更正后的文件"))
			b.open("/work")
			if strings.Contains(b.text("main"), "应急件：等您办理") {
				t.Error("what is decided still waits")
			}
			b.as("shouli1")
			b.step(id, "accept")
			if k := w.read(t, id); k.State != "accepted" {
				t.Errorf("the request is %s", k.State)
			}
			b.as("qiye01")
			b.open(at)
			b.has("补办的是更正后的文件")
			b.clean()
		})
	}
}
