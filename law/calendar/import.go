package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The bounds of an imported table.
const (
	maxBytes   = 1 << 20
	maxEntries = 3000
	maxName    = 120 // bytes, 40 Chinese characters
)

// ImportJSON reads one year in the format of the holiday-cn project:
//
//	{"year":2027,"papers":["…"],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},…]}
//
// A file without days gives a layer without days, which makes no year known. Errors are in
// Chinese and name the line or the day.
func ImportJSON(r io.Reader) (Layer, error) {
	b, err := readBounded(r)
	if err != nil {
		return Layer{}, err
	}
	var file struct {
		Year   int
		Papers []string
		Days   []struct {
			Name     string
			Date     string
			IsOffDay *bool
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return Layer{}, jsonError(b, err)
	}
	if file.Year < firstYear || file.Year > lastYear {
		return Layer{}, Wrong("年份 year 为 %d，应在 %d–%d 之间", "the year is %d and must be between %d and %d", file.Year, firstYear, lastYear)
	}
	l := Layer{Kind: Notice, Name: fmt.Sprintf("%d年节假日安排", file.Year), Source: file.Papers}
	for i, d := range file.Days {
		date, err := ParseDay(d.Date)
		if err != nil {
			return Layer{}, within("第 %d 天：", "day %d: ", i+1, err)
		}
		// A notice may reach into the last days of the year before and the first of the next.
		if off := date.Year() - file.Year; off < -1 || off > 1 {
			return Layer{}, Wrong("第 %d 天：%s 不属于 %d 年的安排，请核对", "day %d: %s does not belong to the holidays of %d; please compare", i+1, date, file.Year)
		}
		if d.IsOffDay == nil {
			return Layer{}, Wrong("第 %d 天：%s 缺少 isOffDay（true 休，false 班）", "day %d: %s lacks isOffDay (true: off, false: at work)", i+1, date)
		}
		l.Days = append(l.Days, Entry{date, strings.TrimSpace(d.Name), *d.IsOffDay})
	}
	return l, l.Check()
}

// ImportCSV reads lines of date, name and 休 or 班, in UTF-8:
//
//	2027-01-01,元旦,休
//
// Empty lines, lines that begin with # and a first line of headings are skipped. Errors
// name the line.
func ImportCSV(r io.Reader) (Layer, error) {
	b, err := readBounded(r)
	if err != nil {
		return Layer{}, err
	}
	l := Layer{Kind: Notice, Name: "导入的节假日安排"}
	heading := true
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parseLine(line)
		if err != nil && heading && !strings.ContainsAny(line, "0123456789") {
			heading = false
			continue
		}
		if err != nil {
			return Layer{}, within("第 %d 行：", "line %d: ", i+1, err)
		}
		heading = false
		l.Days = append(l.Days, e)
		if len(l.Days) > maxEntries {
			return Layer{}, Wrong("第 %d 行：超过 %d 天，请分次导入", "line %d: more than %d days; import them in parts", i+1, maxEntries)
		}
	}
	return l, l.Check()
}

func parseLine(line string) (e Entry, err error) {
	fields := strings.Split(strings.ReplaceAll(line, "，", ","), ",")
	if len(fields) != 3 {
		return e, Wrong("应为三列：日期,名称,休或班，例如 2027-01-01,元旦,休", "there must be three columns, date, name, and off or work as the template writes them")
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(strings.Trim(strings.TrimSpace(fields[i]), `"`))
	}
	if e.Date, err = ParseDay(fields[0]); err != nil {
		return e, err
	}
	e.Name = fields[1]
	switch fields[2] {
	case "休":
		e.Off = true
	case "班":
	default:
		return e, Wrong("第三列为 %q，应为 休 或 班", "the third column is %q; it must say off or work as the template writes them", fields[2])
	}
	return e, e.check()
}

func readBounded(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return nil, &Error{Message: "节假日表未能读完，请重新上传", EN: "the file could not be read to its end; upload it again", err: err}
	case len(b) > maxBytes:
		return nil, Wrong("节假日表超过 1 MB，请确认选对了文件", "the file is larger than 1 MB; is it the right one?")
	case !utf8.Valid(b):
		return nil, Wrong("节假日表不是 UTF-8 编码，请另存为 UTF-8 后再导入", "the file is not UTF-8; save it as UTF-8 and import it again")
	}
	return bytes.TrimPrefix(b, []byte("\ufeff")), nil
}

// jsonError says on which line the JSON is broken.
func jsonError(b []byte, err error) error {
	offset := int64(len(b))
	what, english := "不是完整的 JSON", "this is no complete JSON"
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset, what = e.Offset, fmt.Sprintf("字段 %s 的类型不对（%s）", e.Field, e.Value)
		english = fmt.Sprintf("the field %s has the wrong type (%s)", e.Field, e.Value)
	}
	line := 1 + bytes.Count(b[:min(max(offset, 0), int64(len(b)))], []byte("\n"))
	return &Error{Message: fmt.Sprintf("第 %d 行：%s，请使用 holiday-cn 格式的年度文件", line, what),
		EN: fmt.Sprintf("line %d: %s; use the yearly file of holiday-cn", line, english)}
}
