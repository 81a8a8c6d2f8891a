package sheet

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// A cell is a value ready to be written: a number, a text or nothing.
type cell struct {
	text   string
	number string // decimal digits, when the cell is a number
}

// maxCell is the longest text of a cell in UTF-16 units; spreadsheets refuse more.
const maxCell = 32767

// cut is the mark of a text that did not fit a cell.
const cut = "…〔内容过长，已截断〕"

// itoa prints a number.
func itoa(n int) string { return strconv.Itoa(n) }

// cellOf turns a value into a cell of a column. What does not fit the kind becomes text, so
// that nothing is lost.
func (e Export) cellOf(v any, k Kind) cell {
	switch v := v.(type) {
	case nil:
		return cell{}
	case string:
		return textCell(v, k)
	case bool:
		if v {
			return cell{text: e.say("是", "yes")}
		}
		return cell{text: e.say("否", "no")}
	case float64:
		return numberCell(v, k)
	case float32:
		return numberCell(float64(v), k)
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		// A spreadsheet keeps 15 digits; a longer number is only safe as text.
		if s := fmt.Sprint(v); k != Text && len(strings.TrimPrefix(s, "-")) <= 15 {
			return cell{number: s}
		} else {
			return cell{text: s}
		}
	case time.Time:
		return timeCell(v, k)
	case fmt.Stringer:
		return textCell(v.String(), k)
	}
	return cell{text: fmt.Sprint(v)}
}

// numberCell keeps a number as number; what is no number is an empty cell.
func numberCell(v float64, k Kind) cell {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return cell{}
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if k == Text {
		return cell{text: s}
	}
	return cell{number: s}
}

// timeCell turns a time into the day number of spreadsheets, in the zone in which it is given.
func timeCell(t time.Time, k Kind) cell {
	switch {
	case t.IsZero():
		return cell{}
	case t.Year() < 1900: // spreadsheets have no numbers for these days
		return cell{text: t.Format("2006-01-02")}
	case k == Date:
		return cell{number: serial(t.Year(), t.Month(), t.Day(), 0)}
	case k == Moment:
		return cell{number: serial(t.Year(), t.Month(), t.Day(), t.Hour()*60+t.Minute())}
	}
	return cell{text: t.Format("2006-01-02 15:04")}
}

// textCell keeps a text as text, except that a day written YYYY-MM-DD in a column of days
// becomes one.
func textCell(s string, k Kind) cell {
	if k == Date {
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return timeCell(t, k)
		}
	}
	return cell{text: s}
}

// serial returns the day number of spreadsheets: 1 is 1900-01-01, and 1900 is taken for a
// leap year, so that the count from March 1900 begins at 1899-12-30.
func serial(y int, m time.Month, d, minutes int) string {
	days := (time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86400
	if days < 61 {
		days--
	}
	return strconv.FormatFloat(float64(days)+float64(minutes)/1440, 'f', -1, 64)
}

// Neutralise makes a text harmless for programs that run a cell as a formula when it begins
// with = + - @, their wide forms, a tab or a carriage return: it puts an apostrophe before
// it. Other text is returned as it is.
func Neutralise(s string) string {
	// What the file cannot hold is dropped later and must not uncover a formula.
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unheld))
	if strings.ContainsRune("=+-@\t\r＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// restore undoes Neutralise and guardDigits on a text that comes back.
func restore(s string) string {
	rest, found := strings.CutPrefix(s, "'")
	if found && (Neutralise(rest) != rest || guardDigits(rest) != rest) {
		return rest
	}
	return s
}

// mangled is what a spreadsheet that opens a CSV file would show otherwise than it stands:
// digits with leading zeros, more than eleven digits, or 12E5.
var mangled = regexp.MustCompile(`^(0[0-9]+|[0-9]{12,}|[0-9]+[Ee][0-9]+)$`)

// guardDigits puts an apostrophe before a code of digits in a CSV file, which has no types.
func guardDigits(s string) string {
	if mangled.MatchString(s) {
		return "'" + s
	}
	return s
}

// fitCell cuts a text to what a cell can hold and marks the cut.
func fitCell(s string) string {
	if len(s) <= maxCell || len(utf16.Encode([]rune(s))) <= maxCell {
		return s
	}
	room := maxCell - len(utf16.Encode([]rune(cut)))
	for i, r := range s {
		if room -= utf16.RuneLen(r); room < 0 {
			return s[:i] + cut
		}
	}
	return s
}
