package calendar

import (
	"fmt"
	"time"
)

// A Day is a civil day in China, counted from 1970-01-01. The zero Day is 1970-01-01 and
// stands for "no day" in structures; no rule of this program begins there.
type Day int32

// Shanghai is the time zone of every day and deadline: UTC+8 without summer time.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// DayOf returns the civil day in China on which t falls.
func DayOf(t time.Time) Day {
	sec := t.Unix() + 8*60*60
	d := sec / 86400
	if sec%86400 < 0 {
		d--
	}
	return Day(d)
}

// Date returns the day of a year, month and day of month, normalised as by time.Date.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, Wrong("日期 %q 应写作 YYYY-MM-DD，例如 2026-11-23", "the date %q must be written YYYY-MM-DD, for example 2026-11-23", s)
	}
	return Day(t.Unix() / 86400), nil
}

// MustDay is ParseDay for literals; it panics on a bad one.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Civil returns year, month and day of month.
func (d Day) Civil() (year int, month time.Month, day int) { return d.utc().Date() }

// Year returns the calendar year.
func (d Day) Year() int { return d.utc().Year() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday {
	return time.Weekday(((int(d)+int(time.Thursday))%7 + 7) % 7) // 1970-01-01 was a Thursday
}

// Begin returns 00:00 of the day in China.
func (d Day) Begin() time.Time { return time.Unix(int64(d)*86400-8*60*60, 0).In(Shanghai()) }

// End returns 24:00 of the day in China, which is 00:00 of the next.
func (d Day) End() time.Time { return (d + 1).Begin() }

// IsZero reports whether d stands for "no day".
func (d Day) IsZero() bool { return d == 0 }

// String returns YYYY-MM-DD, or an empty string for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Chinese returns the day as papers write it: 2026年11月23日.
func (d Day) Chinese() string {
	y, m, n := d.Civil()
	return fmt.Sprintf("%d年%d月%d日", y, m, n)
}

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD, or nothing as no day.
func (d *Day) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	*d, err = ParseDay(string(b))
	return err
}
