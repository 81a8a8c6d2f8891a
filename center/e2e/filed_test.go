package e2e

import (
	"io"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// TestFiledFiles: whatever a party filed in a case can be found and opened to be compared with what the
// contingency desk received, and nothing of before a time is among it.
func TestFiledFiles(t *testing.T) {
	w := lived(t)
	files, cases := map[string]int{}, map[string]int{}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{NoTitles: true, Sort: "number", PerPage: 1000})
		if err != nil {
			return err
		}
		for _, k := range l.Cases {
			if cases[k.Chart]++; cases[k.Chart] > 20 {
				continue
			}
			all, err := w.Outage.Filed(t.Context(), tx, casework.Robot(1), k.ID, time.Time{})
			if fault.CodeOf(err) == "seal.shredded" { // a draft that was discarded
				continue
			}
			if err != nil {
				t.Errorf("%s %s: %v", k.Chart, k.Number, err)
				continue
			}
			later, err := w.Outage.Filed(t.Context(), tx, casework.Robot(1), k.ID, w.now().Add(48*time.Hour))
			if err != nil || len(later) > 0 {
				t.Errorf("%s %s: %d files of the future, %v", k.Chart, k.Number, len(later), err)
			}
			key, err := w.Keys.CaseKey(t.Context(), tx, k.ID)
			if err != nil {
				return err
			}
			for _, f := range all {
				r, err := w.Outage.Blobs.Open(t.Context(), key, f.Ref)
				if err != nil {
					t.Errorf("%s %s: %s: %v", k.Chart, k.Number, f.Name, err)
					continue
				}
				if n, err := io.Copy(io.Discard, r); err != nil || n != f.Size || len(f.SHA256) != 64 || f.At.IsZero() {
					t.Errorf("%s %s: %s: %d of %d bytes, %v", k.Chart, k.Number, f.Name, n, f.Size, err)
				}
				r.Close()
				files[k.Chart]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, chart := range []string{"preexam", "infringement", "registration"} {
		if files[chart] == 0 {
			t.Errorf("no file of %s among %v", chart, cases)
		}
	}
}
