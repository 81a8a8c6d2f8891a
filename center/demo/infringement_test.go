package demo_test

import (
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"zhibao/center/demo"
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
}
