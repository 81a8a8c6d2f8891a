package readings_test

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/readings"
	"zhibao/casework/setting"
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

// TestUnlikeOneself: whoever reads two or three cases on each of ten days and nine on the eleventh is spoken of, once
// that day, though nine are few; somebody used to fifteen may read as many; whoever has read on nine days only is not
// judged; and a center that compares nothing hears nothing.
func TestUnlikeOneself(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{Settings: readings.Settings()})
	said := map[int64]int{}
	desk := func() *readings.Desk {
		return &readings.Desk{Office: w.Office, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler), Say: func(_ context.Context, _ *store.Tx, _, account int64, what string) error {
			if !strings.Contains(what, "三倍标准差") {
				t.Errorf("said: %s", what)
			}
			said[account]++
			return nil
		}}
	}
	d := desk()
	var cases []int64
	for range 16 {
		cases = append(cases, w.Open().ID)
	}
	read := func(who int64, n int) {
		t.Helper()
		for _, id := range cases[:n] {
			if err := w.Office.RecordReading(t.Context(), parceltest.People(who), id, "案件材料"); err != nil {
				t.Fatal(err)
			}
		}
	}
	watch := func(d *readings.Desk, want map[int64]int, when string) {
		t.Helper()
		if err := d.Watch(t.Context(), caseworktest.CenterID); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(said, want) {
			t.Errorf("%s: said %v, want %v", when, said, want)
		}
	}
	for day := range 10 {
		read(31, 2+day%2)
		read(33, 14+day%2)
		if day > 0 {
			read(20, 2)
		}
		watch(d, map[int64]int{}, "an ordinary day")
		w.Clock.At = w.Clock.At.AddDate(0, 0, 1)
	}
	read(33, 16)
	read(31, 5)
	read(20, 9)
	watch(d, map[int64]int{}, "five instead of three, sixteen instead of fifteen, nine of whom little is known")
	read(31, 9)
	watch(d, map[int64]int{31: 1}, "nine instead of three")
	watch(d, map[int64]int{31: 1}, "again")
	if err := w.Office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.Office.Settings.Set(t.Context(), tx, w.Office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "casework.readings_days", Value: "0", From: w.Office.Today()})
	}); err != nil {
		t.Fatal(err)
	}
	watch(desk(), map[int64]int{31: 1}, "nothing is compared")
}
