package term

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"zhibao/law/calendar"
)

// Unit is what a length counts.
type Unit string

// The units.
const (
	WorkingDay  Unit = "wd" // 工作日
	CalendarDay Unit = "cd" // 日: every day, unless the regime makes short terms working days
	Month       Unit = "m"  // 个月
	Year        Unit = "y"  // 年
)

// Title returns the Chinese word that follows the number.
func (u Unit) Title() string {
	switch u {
	case WorkingDay:
		return "工作日"
	case Month:
		return "个月"
	case Year:
		return "年"
	}
	return "日"
}

// maxN bounds each unit to a hundred years.
func (u Unit) maxN() int {
	switch u {
	case WorkingDay, CalendarDay:
		return 36600
	case Month:
		return 1200
	case Year:
		return 100
	}
	return -1
}

// A Length is a number of units, for example 7工作日. No units (0日) means the day itself.
// In text and JSON it is what String gives.
type Length struct {
	N    int
	Unit Unit
}

// WorkingDays returns n working days.
func WorkingDays(n int) Length { return Length{n, WorkingDay} }

// CalendarDays returns n days of the calendar.
func CalendarDays(n int) Length { return Length{n, CalendarDay} }

// Months returns n months.
func Months(n int) Length { return Length{n, Month} }

// Years returns n years.
func Years(n int) Length { return Length{n, Year} }

// IsZero reports whether l is no length at all, which is not the same as 0日.
func (l Length) IsZero() bool { return l == Length{} }

// String returns 7工作日, 15日, 1个月 or 3年, and an empty string for no length.
func (l Length) String() string {
	if l.IsZero() {
		return ""
	}
	return strconv.Itoa(l.N) + l.Unit.Title()
}

// English returns "7 working days", "15 days", "1 month" or "3 years".
func (l Length) English() string {
	if l.IsZero() {
		return ""
	}
	word := map[Unit]string{WorkingDay: "working day", CalendarDay: "day", Month: "month", Year: "year"}[l.Unit]
	if l.N != 1 {
		word += "s"
	}
	return strconv.Itoa(l.N) + " " + word
}

// Check reports a length that is negative, longer than a hundred years, or of no known unit.
func (l Length) Check() error {
	if l.N < 0 || l.N > l.Unit.maxN() {
		return calendar.Wrong("期限 %s 超出范围，应为 0 至 %d", "the length %s is out of range; it is 0 to %d", l, max(l.Unit.maxN(), 0))
	}
	return nil
}

// ParseLength reads what String writes and the forms people write: 7个工作日, 7 wd, 十五日,
// 15自然日, 15天, 1月, 一个月, 2 years. Full-width digits are accepted.
func ParseLength(s string) (Length, error) {
	fail := calendar.Wrong("期限 %q 无法识别，请写作 7工作日、15日、1个月 或 1年", "the length %q is not known; write it as 7 working days, 15 days, 1 month or 1 year", clip(s))
	text := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return unicode.ToLower(r)
	}, s)
	i := strings.IndexFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && !strings.ContainsRune(numerals, r)
	})
	if len(text) > 64 || i <= 0 {
		return Length{}, fail
	}
	n, err := number(text[:i])
	if err != nil {
		return Length{}, fail
	}
	l := Length{N: n}
	switch strings.TrimPrefix(text[i:], "个") {
	case "工作日", "wd", "workingday", "workingdays":
		l.Unit = WorkingDay
	case "日", "天", "自然日", "日历日", "cd", "day", "days":
		l.Unit = CalendarDay
	case "月", "m", "month", "months":
		l.Unit = Month
	case "年", "周年", "y", "year", "years":
		l.Unit = Year
	default:
		return Length{}, fail
	}
	return l, l.Check()
}

// MustLength is ParseLength for literals; it panics on a bad one.
func MustLength(s string) Length {
	l, err := ParseLength(s)
	if err != nil {
		panic(err)
	}
	return l
}

const numerals = "零一二三四五六七八九十两"

// number reads digits, or a Chinese number up to 九十九.
func number(s string) (int, error) {
	if s[0] >= '0' && s[0] <= '9' {
		return strconv.Atoi(s)
	}
	tens, ones, ten := strings.Cut(s, "十")
	digit := func(s string, empty int) (int, error) {
		if s == "" {
			return empty, nil
		}
		i := strings.Index(numerals[:len("零一二三四五六七八九")], s)
		if s == "两" {
			i = 2 * len("零")
		}
		if i < 0 || len(s) != len("零") {
			return 0, errors.New("numeral")
		}
		return i / len("零"), nil
	}
	if !ten {
		return digit(s, 0)
	}
	t, err1 := digit(tens, 1)
	o, err2 := digit(ones, 0)
	return t*10 + o, errors.Join(err1, err2)
}

// clip keeps error messages short.
func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// MarshalText writes what String gives.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what ParseLength accepts, or nothing as no length.
func (l *Length) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*l = Length{}
		return nil
	}
	*l, err = ParseLength(string(b))
	return err
}
