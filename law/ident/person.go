package ident

import (
	"fmt"
	"strings"
	"time"

	"zhibao/law/calendar"
)

// An IDNumber is the 18-character number of a resident identity card (公民身份号码, GB 11643)
// or of a residence permit for people of Hong Kong, Macao and Taiwan (港澳台居民居住证).
type IDNumber string

var (
	idNumber  = name{"身份证号", "Identity number"}
	idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
)

// idRegions are the first two digits in use: the provinces (GB/T 2260), then the residence
// permits of 香港, 澳门 and 台湾.
const idRegions = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "

// ParseIDNumber reads an identity number. The day of birth must exist; whether it is
// plausible on a given day is what Age tells.
func ParseIDNumber(s string) (IDNumber, error) {
	text, err := idNumber.read(s)
	if err != nil {
		return "", err
	}
	i := 0
	for _, r := range text {
		i++
		if (r < '0' || r > '9') && (r != 'X' || i != 18) {
			return "", idNumber.character(i, r, "数字（仅第18位可为 X）", "a digit (only the 18th may be X)")
		}
	}
	if i == 15 {
		return "", idNumber.fail(Length, 0, "为15位旧号码，已停止使用，请填写18位号码",
			"is an old number of 15 digits, no longer in use; enter the 18 characters")
	}
	if i != 18 {
		return "", idNumber.length(18, i)
	}
	if err := checkPerson(text); err != nil {
		return "", err
	}
	if want := idCheck(text); text[17] != want {
		return "", idNumber.check(text, want, func(s string) bool {
			return allDigits(s[:17]) && checkPerson(s) == nil && idCheck(s) == s[17]
		})
	}
	return IDNumber(text), nil
}

func checkPerson(text string) *Error {
	if !strings.Contains(idRegions, " "+text[:2]+" ") {
		return idNumber.fail(Range, 1, fmt.Sprintf("前2位 %s 不是省级行政区划代码，请核对", text[:2]),
			fmt.Sprintf("begins with %s, which is no province; please compare", text[:2]))
	}
	birth, err := time.Parse("20060102", text[6:14])
	if err != nil || birth.Year() < 1850 || birth.Year() > 2099 {
		return idNumber.fail(Range, 7, "第7至14位不是有效的出生日期（年月日），请核对",
			"has no valid date of birth at 7 to 14; please compare")
	}
	return nil
}

func idCheck(text string) byte {
	sum := 0
	for i, w := range idWeights {
		sum += int(text[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// Birth returns the day of birth.
func (n IDNumber) Birth() calendar.Day {
	t, err := time.Parse("20060102", part(string(n), 18, 6, 14))
	if err != nil {
		return 0
	}
	return calendar.Date(t.Year(), t.Month(), t.Day())
}

// Age returns the completed years on a day; negative is before birth. Whoever was born on
// 29 February completes a year on 1 March of common years.
func (n IDNumber) Age(on calendar.Day) int {
	by, bm, bd := n.Birth().Civil()
	y, m, d := on.Civil()
	age := y - by
	if m < bm || m == bm && d < bd {
		age--
	}
	return age
}

// Division returns the six digits of the division of first registration (GB/T 2260).
func (n IDNumber) Division() string { return part(string(n), 18, 0, 6) }

// Permit reports whether the number is that of a 港澳台居民居住证.
func (n IDNumber) Permit() bool { return n != "" && n[0] == '8' }

// MaskID hides all of an identity number or passport but the first three and last four
// characters, and all but the last of a short one: 110***********002X.
func MaskID(s string) string { return mask(s, 3, 4) }

// MaskPhone hides the middle of a telephone number: 138****8000.
func MaskPhone(s string) string { return mask(s, 3, 4) }

// mask keeps head and tail characters if at least four are hidden between them.
func mask(s string, head, tail int) string {
	r := []rune(s)
	if len(r) < head+tail+4 {
		head, tail = 0, min(1, len(r)/4)
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}
