package readings_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/readings"
	"zhibao/internal/store"
)

// TestManyReadings: twenty cases in an hour are the work of a day, the twenty-first is said, once in an hour; the
// same case many times is one; another reader is not concerned; and what was read before the hour does not count.
func TestManyReadings(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{Settings: readings.Settings()})
	var log bytes.Buffer
	n := 0
	d := &readings.Desk{Office: w.Office, Now: w.Clock.Now, Log: slog.New(slog.NewTextHandler(&log, nil)), Say: func(_ context.Context, _ *store.Tx, center, account int64, what string) error {
		if center == caseworktest.CenterID && account == 31 && strings.HasPrefix(what, "某31一小时内查阅了 2") && strings.HasSuffix(what, "件案件的未公开文本，超过 20 件") {
			n++
		}
		return nil
	}}
	var cases []int64
	for range 22 {
		cases = append(cases, w.Open().ID)
	}
	read := func(who int64, ids ...int64) {
		t.Helper()
		for _, id := range ids {
			if err := w.Office.RecordReading(t.Context(), parceltest.People(who), id, "案件材料"); err != nil {
				t.Fatal(err)
			}
		}
	}
	said := func(want int, when string) {
		t.Helper()
		if err := d.Watch(t.Context(), caseworktest.CenterID); err != nil {
			t.Fatal(err)
		}
		if n != want || strings.Count(log.String(), "many cases") != want {
			t.Errorf("%s: said %d times, want %d\n%s", when, n, want, log.String())
		}
	}
	read(31, cases[:20]...)
	read(31, cases[0], cases[0])
	read(33, cases[:3]...)
	said(0, "twenty cases")
	w.Clock.At = w.Clock.At.Add(61 * time.Minute)
	read(31, cases[20:]...)
	said(0, "twenty an hour ago and two now")
	read(31, cases[:19]...)
	said(1, "twenty-one cases")
	said(1, "again")
	w.Clock.At = w.Clock.At.Add(59 * time.Minute)
	read(31, cases...)
	said(1, "within the hour")
	w.Clock.At = w.Clock.At.Add(2 * time.Minute)
	read(31, cases...)
	said(2, "an hour later")
}
