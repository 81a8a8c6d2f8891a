package preexam_test

import (
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestTextsEndByThemselves: nothing is destroyed by itself while the center leaves it to the director, however old it
// is. Where it says so, the text of a withdrawn case goes when its own time has ended and not a day before, the other
// stays until its time, drafts that were thrown away are left alone, and the program does it once; the move stands in
// the record with the fingerprint of the key, and nobody reads the text any more.
func TestTextsEndByThemselves(t *testing.T) {
	w := ruled(t)
	ctx := t.Context()
	gone := w.do(t, "企业", w.simplePass(t), "withdraw", &preexam.Withdraw{Reason: "改为普通申请"})
	draft := w.do(t, "企业", w.do(t, "企业", nil, "create", &preexam.Create{}), "discard", &preexam.Discard{})
	refused := w.do(t, "受理员", w.submitted(t, corrected), "refuse", &preexam.Refuse{Code: "其他", Reason: "不属于受理范围"})
	set := func(key, value string) {
		t.Helper()
		if err := w.office.DB.Write(ctx, func(tx *store.Tx) error {
			return w.office.Settings.Set(ctx, tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: key, Value: value, From: calendar.DayOf(w.clock.At), Reason: "档案规定"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	tend := func(want int, when string) {
		t.Helper()
		if err := w.desk.DestroyEnded(ctx, caseworktest.CenterID); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		n := 0
		for _, k := range []*casework.Case{gone, refused, draft} {
			if err := w.office.DB.Read(ctx, func(tx *store.Tx) error {
				made, err := casework.Made(ctx, tx, caseworktest.CenterID, []int64{k.ID}, "destroy")
				n += len(made[k.ID])
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if n != want {
			t.Errorf("%s: destroyed %d times, want %d", when, n, want)
		}
	}
	proof := func(k *casework.Case) (p seal.Proof, err error) {
		err = w.office.DB.Read(ctx, func(tx *store.Tx) error { p, err = seal.ProofOf(ctx, tx, k.ID); return err })
		return p, err
	}
	opens := func(k *casework.Case) error {
		return w.office.DB.Read(ctx, func(tx *store.Tx) error { _, err := w.office.Keys.CaseKey(ctx, tx, k.ID); return err })
	}
	var backup []byte
	if err := w.office.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT wrapped FROM seal_case WHERE case_id = $1`, gone.ID).Scan(&backup)
	}); err != nil || opens(gone) != nil {
		t.Fatal(err, opens(gone))
	}
	first := w.clock.At
	w.clock.At = first.AddDate(9, 0, 0)
	tend(0, "nine years, and the center said nothing")
	w.clock.At = first
	set("preexam.destroy", "due")
	set("preexam.retention.withdrawn", "30日")
	w.clock.At = first.AddDate(0, 0, 30)
	tend(0, "on the thirtieth day")
	if _, err := proof(gone); fault.CodeOf(err) != "seal.not_shredded" {
		t.Errorf("the text is gone before its time: %v", err)
	}
	w.clock.At = first.AddDate(0, 0, 31)
	tend(1, "on the day after")
	if p, err := proof(gone); err != nil || p.Fingerprint == "" || !p.At.Equal(w.clock.At.UTC()) {
		t.Errorf("the proof: %+v %v", p, err)
	}
	if _, err := proof(refused); fault.CodeOf(err) != "seal.not_shredded" {
		t.Errorf("a case that was not withdrawn: %v", err)
	}
	if err := opens(gone); fault.CodeOf(err) != "seal.shredded" {
		t.Errorf("the key opens still: %v", err)
	}
	// The row of a backup from before is put back: its leaf is gone from the key file.
	if _, err := w.office.Keys.Sweep(ctx, w.office.DB); err != nil {
		t.Fatal(err)
	}
	if err := w.office.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE seal_case SET wrapped = $2, shredded_at = NULL WHERE case_id = $1`, gone.ID, backup)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := opens(gone); fault.CodeOf(err) != "seal.shredded" {
		t.Errorf("the key of the backup opens: %v", err)
	}
	if err := opens(refused); err != nil {
		t.Errorf("the key of the other case: %v", err)
	}
	tend(1, "again")
	w.clock.At = first.AddDate(3, 0, 2)
	tend(2, "after three years")
}
