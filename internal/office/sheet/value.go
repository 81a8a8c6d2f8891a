package sheet

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"zhibao/internal/fault"
)

// clean takes the blanks around a cell away, wide ones and invisible ones too, and the
// apostrophe that an export put before it.
func clean(s string) string {
	return restore(strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u3000' || r == '\uFEFF' || r == '\u200B'
	}))
}

// formulaErrors are what a spreadsheet leaves where a formula failed.
var formulaErrors = regexp.MustCompile(`^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)$`)

// scientific is how a spreadsheet shows a number that is too long for its cell.
var scientific = regexp.MustCompile(`^-?[0-9](\.[0-9]+)?E\+[0-9]+$`)

// short is a whole number of which a spreadsheet keeps every digit.
var short = regexp.MustCompile(`^[0-9]{1,15}$`)

// read returns the canonical text of a cell, or what is wrong with it.
func (c Column) read(stored, shown string, l line) (value, message string) {
	switch {
	case stored == "":
		return "", wrong("必填，请填写")
	case formulaErrors.MatchString(stored):
		return "", wrong("单元格里是出错的公式，请改为填写结果")
	case !utf8.ValidString(stored) || strings.ContainsRune(stored, utf8.RuneError):
		return "", wrong("含有无法识别的字符，请将文件另存为 UTF-8 或 .xlsx 后上传")
	}
	limit := c.Max
	if limit <= 0 {
		limit = 2000
	}
	if n := utf8.RuneCountInString(stored); n > limit {
		return "", wrong("最多 %d 个字，现有 %d 个字，请删减", limit, n)
	}
	if len(c.Choices) > 0 {
		return c.choose(shown)
	}
	switch c.Kind {
	case Integer:
		return readInteger(stored)
	case Decimal, Money:
		return readDecimal(stored, false)
	case Percent:
		return readDecimal(stored, true)
	case Date:
		return readDay(stored, l)
	case Moment:
		return readMoment(stored, l)
	}
	if l.shown == nil || !scientific.MatchString(shown) && !scientific.MatchString(stored) {
		return shown, ""
	}
	if short.MatchString(stored) {
		return stored, ""
	}
	return "", wrong("数字过长，已被表格软件舍入，请先把单元格设为文本格式再重新填写")
}

// choose finds the choice that a text means; width, case and blanks do not count.
func (c Column) choose(text string) (value, message string) {
	for _, choice := range c.Choices {
		if foldHeading(choice) == foldHeading(text) {
			return choice, ""
		}
	}
	return "", wrong("应为其中之一：%s", fault.Listed(c.Choices))
}

// narrow turns wide digits and signs into narrow ones and drops thousands separators.
func narrow(s string) string {
	return strings.ReplaceAll(norm.NFKC.String(s), ",", "")
}

// readInteger reads a whole number; spreadsheets may store 12 as 12.0.
func readInteger(text string) (value, message string) {
	s := strings.TrimSuffix(narrow(text), ".0")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return "", wrong("应为整数，例如 12")
	}
	return strconv.FormatInt(n, 10), ""
}

// plainDecimal is what people write; the exponent is what spreadsheets store.
var plainDecimal = regexp.MustCompile(`^[+-]?[0-9]{1,20}(\.[0-9]{0,20})?([Ee][+-]?[0-9]{1,2})?$`)

// readDecimal reads a number; with a percent sign, or as a share, where percent is wanted.
func readDecimal(text string, percent bool) (value, message string) {
	s, signed := strings.CutSuffix(narrow(text), "%")
	s = strings.TrimSpace(strings.TrimSuffix(s, "元"))
	if !plainDecimal.MatchString(s) || signed && !percent {
		if percent {
			return "", wrong("应为百分比，例如 92.8%%")
		}
		return "", wrong("应为数字，例如 12.5")
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return "", wrong("应为数字，例如 12.5")
	}
	switch {
	case signed:
		r.Quo(r, big.NewRat(100, 1))
	case percent && new(big.Rat).Abs(r).Cmp(big.NewRat(1, 1)) > 0:
		// 92.8 without a sign may be 92.8 % or 9280 %.
		return "", wrong("大于 1 的比例请带百分号填写，例如 92.8%%")
	}
	return trimZeros(r.FloatString(15)), ""
}

// trimZeros makes 12.500 to 12.5 and 12.000 to 12.
func trimZeros(s string) string {
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "" || s == "-" || s == "-0" {
		return "0"
	}
	return s
}

// fromSerial reads the day number of a spreadsheet.
func fromSerial(text string, l line) (time.Time, bool) {
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || l.shown == nil || !(days >= 1 && days < 2958466) { // to 9999-12-31
		return time.Time{}, false
	}
	t, err := excelize.ExcelDateToTime(days, l.dates1904)
	return t.Round(time.Second), err == nil
}

// dayForms are the ways in which people write a day; all have the year first, so that none can
// be taken for another.
var dayForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// readDay reads a day. A time of day other than midnight is refused, because dropping it could
// move a deadline.
func readDay(text string, l line) (value, message string) {
	if t, ok := fromSerial(text, l); ok {
		return t.Format(time.DateOnly), ""
	}
	s := strings.Join(strings.Fields(narrow(text)), " ")
	for _, form := range dayForms {
		for _, midnight := range []string{"", " 0:00", " 00:00:00", "T00:00:00"} {
			if t, err := time.Parse(form+midnight, s); err == nil {
				return t.Format(time.DateOnly), ""
			}
		}
	}
	return "", wrong("应为日期，例如 2026-11-22")
}

// readMoment reads day and minute; seconds are accepted and dropped.
func readMoment(text string, l line) (value, message string) {
	if t, ok := fromSerial(text, l); ok {
		return t.Round(time.Minute).Format("2006-01-02 15:04"), ""
	}
	s := strings.Join(strings.Fields(narrow(text)), " ")
	for _, day := range dayForms {
		for _, clock := range []string{" 15:4", " 15:4:5", "T15:04", "T15:04:05"} {
			if t, err := time.Parse(day+clock, s); err == nil {
				return t.Format("2006-01-02 15:04"), ""
			}
		}
	}
	return "", wrong("应为日期和时刻，例如 2026-11-22 14:30")
}

// wrong says what is wrong with a cell and what to write.
func wrong(format string, args ...any) string { return fault.Say(format, args...).String() }
