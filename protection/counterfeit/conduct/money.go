package conduct

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/law/calendar"
)

// Money is an amount in 分, written as 元 with at most two decimals.
type Money int64

// Yuan returns an amount of whole 元.
func Yuan(n int) Money { return Money(n) * 100 }

// String returns 12345.60, or nothing for no amount.
func (m Money) String() string {
	if m == 0 {
		return "0"
	}
	if m%100 == 0 {
		return strconv.FormatInt(int64(m/100), 10)
	}
	return fmt.Sprintf("%d.%02d", m/100, m%100)
}

// MarshalText writes what String gives.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// maxYuan bounds an amount: a hundred thousand million 元.
const maxYuan = 100_000_000_000

// UnmarshalText reads 25000, 25,000.5 or 25000元; nothing is no amount.
func (m *Money) UnmarshalText(b []byte) error {
	text := strings.TrimSuffix(strings.NewReplacer(",", "", "，", "", " ", "").Replace(string(b)), "元")
	if text == "" {
		*m = 0
		return nil
	}
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	bad := calendar.Wrong("金额 %q 无法识别，请写作 25000 或 25000.50（元）", "the amount %q is not known; write it as 25000 or 25000.50 (yuan)", clip(string(b)))
	if err != nil || n < 0 || n > maxYuan || len(part) > 2 || strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		return bad
	}
	cents := 0
	if part != "" {
		if cents, err = strconv.Atoi((part + "0")[:2]); err != nil || cents < 0 || strings.ContainsAny(part, "+-") {
			return bad
		}
	}
	*m = Money(n)*100 + Money(cents)
	return nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// Limits are the amounts in force on the day of a decision.
type Limits struct {
	Multiple  int   // of the illegal gains
	Threshold Money // up to which gains the flat ceiling holds
	Flat      Money // ceiling where there are no gains or few
	Filing    Money // ceiling for 细则第一百条
}

// Ceiling returns the highest fine for conduct of the group with these illegal gains
// (专利法第六十八条): five times the gains, or, with none or few, a flat amount.
func (l Limits) Ceiling(g Group, gains Money) Money {
	switch {
	case g == Marking:
		return 0
	case g == Filing:
		return l.Filing
	case gains > l.Threshold:
		return gains * Money(l.Multiple)
	}
	return l.Flat
}

// Surcharge returns the additional fine (加处罚款) of so many permille a day for the days after the
// last day of payment; it never exceeds the fine itself.
func Surcharge(fine Money, permille int, due, on calendar.Day) Money {
	if on <= due || due.IsZero() || fine <= 0 {
		return 0
	}
	days := int64(on - due)
	if full := int64(1000); days*int64(permille) >= full {
		return fine
	}
	return Money(int64(fine) * int64(permille) * days / 1000)
}
