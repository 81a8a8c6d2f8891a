package ident

import (
	"fmt"
	"strconv"
	"strings"
)

// An ApplicationNo is a Chinese patent application number with its check character
// (ZC 0006-2003), canonical as 202310000001.5, or 85100001.2 for one before October 2003.
type ApplicationNo string

// PatentType is the type digit of an application number.
type PatentType byte

// The types.
const (
	Invention       PatentType = '1' // 发明
	UtilityModel    PatentType = '2' // 实用新型
	Design          PatentType = '3' // 外观设计
	PCTInvention    PatentType = '8' // PCT 进入国家阶段的发明
	PCTUtilityModel PatentType = '9' // PCT 进入国家阶段的实用新型
)

// Title returns 发明, 实用新型 or 外观设计.
func (t PatentType) Title() string {
	switch t.Right() {
	case Invention:
		return "发明"
	case UtilityModel:
		return "实用新型"
	case Design:
		return "外观设计"
	}
	return ""
}

// MarshalText writes the digit.
func (t PatentType) MarshalText() ([]byte, error) {
	if t == 0 {
		return nil, nil
	}
	return []byte{byte(t)}, nil
}

// UnmarshalText reads the digit, or nothing as no type.
func (t *PatentType) UnmarshalText(b []byte) error {
	*t = 0
	if len(b) == 0 {
		return nil
	}
	if len(b) > 1 || PatentType(b[0]).Title() == "" {
		return patentType.fail(Range, 0, fmt.Sprintf(" %.20q 应为 1、2、3、8 或 9", b), fmt.Sprintf("%.20q must be 1, 2, 3, 8 or 9", b))
	}
	*t = PatentType(b[0])
	return nil
}

// PCT reports whether the application came through the PCT.
func (t PatentType) PCT() bool { return t == PCTInvention || t == PCTUtilityModel }

// Right returns the kind of right that is asked for, which leaves the way in aside.
func (t PatentType) Right() PatentType {
	switch t {
	case PCTInvention:
		return Invention
	case PCTUtilityModel:
		return UtilityModel
	}
	return t
}

var (
	applicationNo = name{"申请号", "Application number"}
	patentType    = name{"专利种类", "Patent type"}
)

// ParseApplicationNo reads an application number or patent number: with or without CN or ZL,
// spaces and dot, in full-width characters, with a small x, and in the 15-digit form of the
// published data (102021000991218), which has no check character of its own.
func ParseApplicationNo(s string) (ApplicationNo, error) {
	text, err := applicationNo.read(s)
	if err != nil {
		return "", err
	}
	for _, prefix := range []string{"申请号", "专利号", ":", "CN", "ZL", "CN"} {
		text = strings.TrimPrefix(text, prefix)
	}
	text = strings.NewReplacer("。", ".", "·", ".").Replace(text)
	if n := len(text); n > 2 && text[n-2] == '.' {
		text = text[:n-2] + text[n-1:]
		if n == 10 || n == 14 { // a dot says that what follows is the check character
			return checked(text)
		}
		if allDigits(text[:n-2]) {
			return "", applicationLength(n - 1)
		}
	}
	if len(text) == 15 && allDigits(text) {
		return fromStandard(text)
	}
	return checked(text)
}

func checked(text string) (ApplicationNo, error) {
	if err := checkApplication(text); err != nil {
		return "", err
	}
	n := len(text) - 1
	return ApplicationNo(text[:n] + "." + text[n:]), nil
}

func applicationLength(n int) *Error {
	return applicationNo.fail(Length, 0, fmt.Sprintf("应为12位数字加1位校验码（2003年10月以前为8位加1位），实为%d位，请核对", n),
		fmt.Sprintf("must have 12 digits and a check character (8 before October 2003), not %d characters; please compare", n))
}

// fromStandard reads type, 0, year and a serial of nine digits.
func fromStandard(text string) (ApplicationNo, error) {
	if text[1] != '0' || text[6:8] != "00" {
		return "", applicationNo.fail(Form, 0, "不是12位申请号加校验码，也不是15位标准格式，请核对",
			"is neither 12 digits with a check character nor the 15-digit form; please compare")
	}
	body := text[2:6] + text[:1] + text[8:]
	return checked(body + string(applicationCheck(body)))
}

// checkApplication checks 8 or 12 digits and their check character.
func checkApplication(text string) *Error {
	i := 0
	for _, r := range text {
		i++
		last := r == 'X' && (i == 9 && len(text) == 9 || i == 13 && len(text) == 13)
		if (r < '0' || r > '9') && !last {
			return applicationNo.character(i, r, "数字（仅末位校验码可为 X）", "a digit (only the last may be X)")
		}
	}
	switch len(text) {
	case 8, 12:
		if err := checkParts(text); err != nil {
			return err
		}
		want := applicationCheck(text)
		return applicationNo.fail(Length, len(text)+1,
			fmt.Sprintf("缺少小数点后的校验码，按前%d位推算应为 %s.%c，请核对", len(text), text, want),
			fmt.Sprintf("lacks the check character; by its digits it would be %s.%c; please compare", text, want))
	case 9, 13:
	default:
		return applicationLength(len(text))
	}
	body := text[:len(text)-1]
	if err := checkParts(body); err != nil {
		return err
	}
	if want := applicationCheck(body); text[len(text)-1] != want {
		return applicationNo.check(text, want, func(s string) bool {
			n := len(s) - 1
			return !strings.Contains(s[:n], "X") && checkParts(s[:n]) == nil && s[n] == applicationCheck(s[:n])
		})
	}
	return nil
}

// checkParts checks year and type.
func checkParts(body string) *Error {
	at := 4
	if len(body) == 8 {
		at = 2
		if yy := body[:2]; yy < "85" && yy > "03" {
			return applicationNo.fail(Range, 1, fmt.Sprintf("前2位年份 %s 有误，8位号码只用于1985年至2003年，请核对", yy),
				fmt.Sprintf("begins with year %s, but 8 digits were used from 1985 to 2003 only; please compare", yy))
		}
	} else if year := body[:4]; year < "2003" || year > "2099" {
		return applicationNo.fail(Range, 1, fmt.Sprintf("前4位年份 %s 有误，12位号码自2003年起使用，请核对", year),
			fmt.Sprintf("begins with year %s, but 12 digits are used from 2003 on; please compare", year))
	}
	if PatentType(body[at]).Title() == "" {
		return applicationNo.character(at+1, rune(body[at]), "种类号 1（发明）、2（实用新型）、3（外观设计）、8 或 9（PCT）",
			"the type 1 (invention), 2 (utility model), 3 (design), 8 or 9 (PCT)")
	}
	return nil
}

// applicationCheck weighs the digits with 2 to 9 and again from 2, modulo 11.
func applicationCheck(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += int(body[i]-'0') * (2 + i%8)
	}
	return "0123456789X"[sum%11]
}

// Old reports whether the number has the eight-digit form used before October 2003.
func (a ApplicationNo) Old() bool { return len(a) == 10 }

// Year returns the year of the number, which is the year of filing.
func (a ApplicationNo) Year() int {
	if a.Old() {
		yy, _ := strconv.Atoi(string(a[:2]))
		if yy < 50 {
			return 2000 + yy
		}
		return 1900 + yy
	}
	year, _ := strconv.Atoi(string(a[:min(4, len(a))]))
	return year
}

// Type returns the type digit, 0 for an empty number.
func (a ApplicationNo) Type() PatentType {
	switch {
	case a.Old():
		return PatentType(a[2])
	case len(a) == 14:
		return PatentType(a[4])
	}
	return 0
}

// PatentNo returns the patent number, ZL202310000001.5.
func (a ApplicationNo) PatentNo() string { return "ZL" + string(a) }

// Standard returns the 15-digit form of the published data, 102023000000001, or nothing for
// an old number. The form is documented for type 1; for the others it is formed alike.
func (a ApplicationNo) Standard() string {
	if len(a) != 14 {
		return ""
	}
	return string(a[4]) + "0" + string(a[:4]) + "00" + string(a[5:12])
}
