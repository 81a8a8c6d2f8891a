package receipt

import (
	"testing"
	"time"

	"zhibao/law/calendar"
)

// What had come before midnight and waited for its turn is of that day; what waited longer than any request
// lives, came on the same day, or claims to come from the future, is of the moment of its turn.
func TestCounted(t *testing.T) {
	midnight := calendar.MustDay("2026-03-13").Begin()
	at := func(d time.Duration) time.Time { return midnight.Add(d) }
	for name, c := range map[string]struct{ now, arrived, want time.Time }{
		"before midnight":     {at(5 * time.Second), at(-time.Second), at(-time.Second)},
		"to the last moment":  {at(9 * time.Minute), at(-time.Microsecond), at(-time.Microsecond)},
		"at midnight":         {at(5 * time.Second), at(0), at(5 * time.Second)},
		"on the same day":     {at(time.Hour), at(time.Hour - time.Minute), at(time.Hour)},
		"not known":           {at(5 * time.Second), time.Time{}, at(5 * time.Second)},
		"too long ago":        {at(20 * time.Minute), at(-time.Second), at(20 * time.Minute)},
		"later than its turn": {at(-time.Second), at(time.Second), at(-time.Second)},
	} {
		if got := Counted(c.now, c.arrived); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	// As long as something can still count as of the day before, no term of that day has run out for good.
	for d := time.Duration(0); d < time.Hour; d += time.Minute {
		now := at(d)
		counts := calendar.DayOf(Counted(now, at(-time.Second))) < calendar.DayOf(now)
		if settled := Settled(now) == calendar.DayOf(now); counts && settled {
			t.Errorf("%s after midnight the day is settled, though answers of it may come", d)
		}
	}
}
