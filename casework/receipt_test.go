package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// receipts are the times of all events in the order in which they were recorded.
func receipts(t *testing.T, o *casework.Office) (out []int64) {
	t.Helper()
	read(t, o, func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT at FROM casework_event ORDER BY id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var at int64
			if err := rows.Scan(&at); err != nil {
				return err
			}
			out = append(out, at)
		}
		return rows.Err()
	})
	return out
}

// Whatever the clock of the machine does, receipts follow each other in time; one that stands further
// back than a time server corrects has nothing new received, and says so, until it is right again.
func TestClockSteps(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	o.Receipts.Retold = false
	clock.At = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	k := do(t, o, entity(), nil, "write", &write{Title: "时钟"})
	for i, step := range []struct {
		by      time.Duration
		refused bool
	}{{time.Second, false}, {-time.Second, false}, {time.Hour, false}, {-time.Hour, true}, {30 * time.Minute, true}, {30*time.Minute - 2*time.Second, false},
		{-time.Microsecond, true}, {time.Hour, false}, {24 * time.Hour, false}, {-24 * time.Hour, true}, {365 * 24 * time.Hour, false}, {0, false}} {
		clock.At = clock.At.Add(step.by)
		out, err := o.Move(t.Context(), casework.Request{Actor: clerk(), Case: k.ID, Move: "more", Input: &answer{}, Expected: k.Version})
		if refused := fault.CodeOf(err) == "case.clock"; refused != step.refused || !refused && err != nil {
			t.Fatalf("step %d, by %s: %v", i, step.by, err)
		}
		if step.refused {
			if m := fault.MessageOf(err); fault.KindOf(err) != fault.Unavailable || !strings.Contains(m, "校准时钟") {
				t.Errorf("step %d: %s", i, m)
			}
			if err := o.RecordReading(t.Context(), entity(), k.ID, "text"); err != nil && fault.KindOf(err) != fault.Missing {
				t.Errorf("step %d: reading: %v", i, err)
			}
			continue
		}
		k = out.Case
	}
	all := receipts(t, o)
	if !slices.IsSorted(all) || len(all) < 9 {
		t.Errorf("%d receipts: %v", len(all), all)
	}
	if v, err := casework.Verify(t.Context(), o.DB); err != nil || len(v.Flaws) > 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// The control: a receipt that is older than the one before it, as a clock that was set back would have
// made it without the rule, is what the test above looks for.
func TestClockStepsCanFail(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	o.Receipts.Retold = false
	clock.At = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	do(t, o, entity(), nil, "write", &write{Title: "一"})
	do(t, o, entity(), nil, "write", &write{Title: "二"})
	err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE casework_event SET at = at - 3600000000 WHERE id = (SELECT MAX(id) FROM casework_event)`)
		return err
	})
	if err != nil || slices.IsSorted(receipts(t, o)) {
		t.Errorf("a receipt from the past passed, %v", err)
	}
}

// The day of a receipt is that of China, to the last microsecond before 24:00 and wherever the machine
// believes itself to be. The expected days were counted by hand on a wall calendar: five working days.
func TestClockEdges(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("UTC-10", -10*3600), time.FixedZone("UTC+14", 14*3600), time.FixedZone("UTC+8", 8*3600)}
	for name, c := range map[string]struct {
		at      string // in China
		due     string
		certain bool
	}{
		"morning":               {"2026-11-23 10:00:00.000000", "2026-11-30", true},
		"last moment":           {"2026-11-23 23:59:59.999999", "2026-11-30", true},
		"24:00":                 {"2026-11-24 00:00:00.000000", "2026-12-01", true},
		"before a holiday":      {"2026-09-30 16:00:00.000000", "2026-10-13", true},
		"Spring Festival":       {"2026-02-13 16:00:00.000000", "2026-02-27", true},
		"before a leap day":     {"2028-02-28 12:00:00.000000", "2028-03-06", false},
		"leap day":              {"2028-02-29 23:59:59.999999", "2028-03-07", false},
		"28 February":           {"2027-02-28 23:59:59.999999", "2027-03-05", false},
		"year end":              {"2026-12-31 23:59:59.999999", "2027-01-07", false},
		"year without a list":   {"2031-05-06 09:00:00.000000", "2031-05-13", false},
		"summer time of others": {"2026-03-29 09:30:00.000000", "2026-04-03", true},
	} {
		for _, zone := range zones {
			o, clock := caseworktest.NewOffice(t, setup())
			at, err := time.ParseInLocation("2006-01-02 15:04:05.000000", c.at, zones[3])
			if err != nil {
				t.Fatal(err)
			}
			clock.At = at.In(zone)
			k := do(t, o, entity(), nil, "write", &write{Title: "期限"})
			if k.Due.String() != c.due || k.Provis == c.certain {
				t.Errorf("%s (%s): due %s, provisional %v; want %s", name, zone, k.Due, k.Provis, c.due)
			}
		}
	}
}
