package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/feature"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/comparison/table"
)

// disputes are the addresses of an infringement case on trial: its files, evidence, hearings and
// comparison, and the figures of all. What the demo lacks is made first.
func (w *world) disputes(t testing.TB) map[string][2]string {
	t.Helper()
	k := w.read(t, w.find(t, "infringement", infringement.Trying))
	login := w.officerOf(t, k.Handler)
	officer := w.program(t, login)
	exhibit := w.pictured(t, k)
	no := w.heard(t, k, login)
	picture := w.compared(t, k.ID, login, exhibit.Number)
	var m struct{ Files []struct{ ID string } }
	officer.get(fmt.Sprintf("/cases/%d/infringement", k.ID), &m)
	if len(m.Files) == 0 {
		t.Fatalf("no file in the infringement case %d", k.ID)
	}
	out := map[string][2]string{
		"/infringement/figures":       {"zhuren", "/infringement/figures"},
		"/infringement/figures/cases": {"zhuren", "/infringement/figures/cases?by=outcome&is=upheld"},
	}
	read := func(pattern, format string, args ...any) {
		out["/cases/{case}"+pattern] = [2]string{login, fmt.Sprintf("/cases/%d", k.ID) + fmt.Sprintf(format, args...)}
	}
	read("/infringement/files/{file}", "/infringement/files/%s", m.Files[0].ID)
	read("/exhibits", "/exhibits")
	read("/exhibits/{exhibit}", "/exhibits/%d", exhibit.ID)
	read("/exhibits/{exhibit}/files/{file}", "/exhibits/%d/files/0", exhibit.ID)
	read("/exhibits/{exhibit}/pictures/{file}", "/exhibits/%d/pictures/0", exhibit.ID)
	read("/exhibits/list/{format}", "/exhibits/list/pdf")
	read("/hearings", "/hearings")
	read("/hearings/{no}", "/hearings/%d", no)
	read("/hearings/{no}/record/{format}", "/hearings/%d/record/pdf", no)
	read("/hearings/{no}/scans/{place}", "/hearings/%d/scans/1", no)
	read("/comparison", "/comparison")
	read("/comparison/history", "/comparison/history")
	read("/comparison/version/{version}", "/comparison/version/1")
	read("/comparison/picture/{picture}", "/comparison/picture/%s", picture)
	read("/comparison/original/{picture}", "/comparison/original/%s", picture)
	read("/comparison/laid/{view}/{how}", "/comparison/laid/front/overlay")
	read("/comparison/shown/{feature}/{ref}", "/comparison/shown/1/0")
	read("/comparison/exhibit/{exhibit}", "/comparison/exhibit/%d", exhibit.ID)
	return out
}

// officerOf is the enforcer of the demo who has an account.
func (w *world) officerOf(t testing.TB, account int64) string {
	t.Helper()
	for _, login := range []string{"zhifa1", "zhifa2", "zhifa3"} {
		if w.actor(t, login).Account == account {
			return login
		}
	}
	t.Fatalf("no enforcer has account %d", account)
	return ""
}

// photograph is a picture as a camera writes it.
func photograph(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 120, 90)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictured hands in an exhibit with a picture for the one who asks, at the counter.
func (w *world) pictured(t testing.TB, k *casework.Case) (x evidence.Exhibit) {
	t.Helper()
	in := &evidence.Submit{}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form = "产品照片", "电子数据", "证明被控产品的外观", "自行拍摄", "原件"
	in.Files = []form.File{form.Bytes("产品.jpg", photograph(t))}
	in.For, in.How, in.Told = fmt.Sprint(k.Owner), "到场", "11月23日9时，经办人到场提交"
	w.move(t, "shouli1", k.ID, evidence.MoveSubmit, in)
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		xs, err := w.Evidence.Of(t.Context(), tx, w.Office, casework.Robot(k.Center), k)
		if i := slices.IndexFunc(xs, func(x evidence.Exhibit) bool { return x.Name == in.Name }); err == nil && i >= 0 {
			x = xs[i]
		}
		return err
	})
	if err != nil || x.ID == 0 {
		t.Fatalf("the exhibit was not entered: %v", err)
	}
	return x
}

// compared judges a feature by an exhibit and lays two pictures beside each other; it returns one.
func (w *world) compared(t testing.TB, id int64, login, exhibit string) string {
	t.Helper()
	by, bench := w.actor(t, login), w.Comparison
	err := bench.Edit(t.Context(), by, id, "claims", func(x *table.Table, m table.Mark) error {
		f := table.Feature{ID: 1, Role: feature.Own, Text: "包括底座", Product: "底座", Verdict: table.Same, Evidence: []table.Ref{{Number: exhibit, Caption: "整体"}}, Mark: m}
		x.Claims, x.Last = []table.Claim{{Number: 1, Asserted: true, Text: "1. 一种支架，包括底座。", Features: []table.Feature{f}}}, 1
		return nil
	})
	for _, side := range []table.Side{table.OfPatent, table.OfProduct} {
		if err == nil {
			err = bench.Bring(t.Context(), by, id, table.Picture{Side: side, View: "front", Source: exhibit}, "主视图.jpg", photograph(t))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	var c struct{ Pictures []struct{ ID string } }
	w.program(t, login).get(fmt.Sprintf("/cases/%d/comparison", id), &c)
	if len(c.Pictures) == 0 {
		t.Fatal("the pictures are not in the comparison")
	}
	return c.Pictures[0].ID
}

// heard holds an inquiry whose record the one who asks signed by hand. It began with the working day:
// the clock is put back while it is planned.
func (w *world) heard(t testing.TB, k *casework.Case, login string) int64 {
	t.Helper()
	in := &hearing.Arrange{Kind: hearing.Inquiry, Panel: []string{fmt.Sprint(k.Handler)}, Recorder: fmt.Sprint(w.actor(t, "shouli2").Account), Order: "询问"}
	in.Day, in.From, in.Until, in.Link = w.Office.Today(), w.now().Add(2*time.Minute).Format("15:04"), w.now().Add(30*time.Minute).Format("15:04"), "会议号 778899"
	w.move(t, login, k.ID, hearing.MovePlan, in)
	w.ahead.Add(int64(3 * time.Minute)) // it has begun
	var all []struct{ No int64 }
	w.program(t, login).get(fmt.Sprintf("/cases/%d/hearings", k.ID), &all)
	if len(all) == 0 {
		t.Fatal("the inquiry was not planned")
	}
	no := all[len(all)-1].No
	w.move(t, login, k.ID, hearing.MoveRecord, &hearing.Minutes{Session: fmt.Sprint(no), Text: "主：请说明购买经过。\n申：在门店购买。"})
	sign := &hearing.SignRecord{Session: fmt.Sprint(no), Name: "李四", As: "经理", Read: "right", Scan: form.Bytes("签名页.pdf", []byte("%PDF-1.7 by hand"))}
	sign.For, sign.How, sign.Told = fmt.Sprint(k.Owner), "到场", "当场签名"
	w.move(t, "shouli1", k.ID, hearing.MoveSign, sign)
	return no
}
