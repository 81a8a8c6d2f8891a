package demo_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// TestEnforcementCases builds a demo with few other cases: there are enough disputes and cases of counterfeiting, at
// least one in every state of either chart, some of them on the edge of a term, and every explanation of a date holds.
func TestEnforcementCases(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 27, 18, 0, 0, 0, time.FixedZone("", 8*3600))
	c, _, err := demo.Open(t.Context(), demo.Options{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cases: 6})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sum := 0
	for _, chart := range []*casework.Chart{c.Infringement.Chart(), c.Counterfeit.Chart()} {
		states := counts(t, c, `SELECT state, COUNT(*) FROM casework_case WHERE chart = '`+chart.Code+`' GROUP BY state`)
		for _, s := range chart.States {
			sum += states[s.Code]
			if states[s.Code] == 0 {
				t.Errorf("%s: no case is in the state %s: %v", chart.Title, s.Title, states)
			}
		}
	}
	if sum < 80 {
		t.Errorf("only %d cases", sum)
	}
	// On the edge is an open case whose next term ends today or within the two working days after it, or has ended.
	edge := c.Office.Today()
	if err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		cal, err := c.Office.Calendar(t.Context(), tx, 1)
		for range 2 {
			edge = cal.NextWorking(edge)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	near := counts(t, c, `SELECT chart, COUNT(*) FROM casework_case WHERE chart IN ('infringement', 'counterfeit') AND closed_at = 0 AND due > 0 AND due <= `+strconv.FormatInt(int64(edge), 10)+` GROUP BY chart`)
	if near["infringement"]+near["counterfeit"] < 10 || near["infringement"] == 0 || near["counterfeit"] == 0 {
		t.Errorf("of %d cases these are on the edge of a term: %v", sum, near)
	}
	t.Logf("%d cases, on the edge of a term %v", sum, near)
	facts := counts(t, c, `SELECT kind, COUNT(*) FROM casework_fact GROUP BY kind`)
	if facts["repeated_infringement"] == 0 || facts["decision_defied"] == 0 {
		t.Errorf("facts of infringement are missing: %v", facts)
	}
	simple := counts(t, c, `SELECT CASE WHEN ended_day - accepted_day <= 10 THEN 'kept' ELSE 'late' END, COUNT(*) FROM infringement_case WHERE simple AND outcome IN ('upheld', 'rejected') GROUP BY 1`)
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
