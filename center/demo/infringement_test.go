package demo_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
)

// TestInfringementCases builds a demo with few other cases: there are enough disputes in every state, some of them on the
// edge of a term, and every explanation of a date holds.
func TestInfringementCases(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 27, 18, 0, 0, 0, time.FixedZone("", 8*3600))
	c, _, err := demo.Open(t.Context(), demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cases: 6})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	states := counts(t, c, `SELECT state, COUNT(*) FROM casework_case WHERE chart = 'infringement' GROUP BY state`)
	sum := 0
	for _, n := range states {
		sum += n
	}
	if sum < 50 {
		t.Errorf("only %d cases: %v", sum, states)
	}
	for _, s := range c.Infringement.Chart().States {
		if states[s.Code] == 0 {
			t.Errorf("no case is in the state %s: %v", s.Title, states)
		}
	}
	today := int64(c.Office.Today())
	near := counts(t, c, `SELECT 'near', COUNT(*) FROM casework_case WHERE chart = 'infringement' AND closed_at = 0 AND due > 0 AND due >= `+strconv.FormatInt(today-2, 10)+` AND due <= `+strconv.FormatInt(today+3, 10))
	if near["near"] < 6 {
		t.Errorf("only %d cases are on the edge of a term", near["near"])
	}
	facts := counts(t, c, `SELECT kind, COUNT(*) FROM casework_fact GROUP BY kind`)
	if facts["repeated_infringement"] == 0 || facts["decision_defied"] == 0 {
		t.Errorf("facts of infringement are missing: %v", facts)
	}
	simple := counts(t, c, `SELECT CASE WHEN ended_day - accepted_day <= 10 THEN 'kept' ELSE 'late' END, COUNT(*) FROM infringement_case WHERE simple = 1 AND outcome IN ('upheld', 'rejected') GROUP BY 1`)
	if simple["kept"] < 10 || simple["late"] == 0 || simple["late"] > simple["kept"]/3 {
		t.Errorf("simplified cases that were decided within ten days and later: %v", simple)
	}
	known := counts(t, c, `SELECT CASE WHEN p.number IS NULL THEN 'typed' ELSE 'ledger' END, COUNT(*) FROM infringement_case i LEFT JOIN database_patent p ON p.number = i.patent AND p.center_id = i.center_id GROUP BY 1`)
	if known["typed"] != 0 || known["ledger"] < 50 {
		t.Errorf("patents that the ledger does not know: %v", known)
	}
	pictured(t, c)
	agree(t, c)
}

// pictured checks that the decisions on designs and on claims show what was compared.
func pictured(t *testing.T, c *center.Center) {
	t.Helper()
	rows, pictures := map[string]int{}, 0
	err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := tx.Query(t.Context(), `SELECT case_id, kind FROM infringement_case WHERE outcome = 'upheld'`)
		if err != nil {
			return err
		}
		kinds := map[int64]string{}
		for all.Next() {
			var id int64
			var kind string
			if err := all.Scan(&id, &kind); err != nil {
				return errors.Join(err, all.Close())
			}
			kinds[id] = kind
		}
		if err := errors.Join(all.Err(), all.Close()); err != nil {
			return err
		}
		for id, kind := range kinds {
			blocks, err := c.Comparison.Blocks(t.Context(), tx, id)
			if err != nil {
				return err
			}
			for _, b := range blocks {
				row, _ := b.(paper.Pictures)
				for _, x := range row.Items {
					if len(x.Data) > 0 {
						rows[kind]++
						pictures += len(x.Data)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows["外观设计"] < 30 || rows["发明"]+rows["实用新型"] < 10 {
		t.Errorf("pictures in the decisions: %v", rows)
	}
	t.Logf("%v, %d bytes", rows, pictures)
}
