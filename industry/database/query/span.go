package query

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/law/calendar"
)

var (
	dayFormat  = regexp.MustCompile(`^(\d{4})(?:[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2})日?|月)?|年)?$`)
	bothDays   = regexp.MustCompile(`^(\d{4}|\d{8})-(\d{4}|\d{8})$`)
	separators = regexp.MustCompile(`(?i)\s*(?:至|到|~|～|\.\.|—|–|\bTO\b)\s*`)
)

// stretch is the first and the last day that a text means: a year, a month or a day.
func stretch(s string) (from, to calendar.Day, ok bool) {
	m := dayFormat.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, 0, false
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if year < 1700 || year > 2200 || m[2] != "" && (month < 1 || month > 12) {
		return 0, 0, false
	}
	switch {
	case m[2] == "":
		return calendar.Date(year, 1, 1), calendar.Date(year, 12, 31), true
	case m[3] == "":
		from = calendar.Date(year, time.Month(month), 1)
		return from, calendar.Date(year, time.Month(month)+1, 1) - 1, true
	}
	from = calendar.Date(year, time.Month(month), day)
	_, _, same := from.Civil()
	return from, from, same == day && day > 0
}

// compared compiles a day, an amount or an interval of them, with the sign in front of it.
func compared(x *part, f *Field, sign string) (search.Query, error) {
	if x.op == and || x.op == or || x.op == not {
		if sign != "=" {
			return nil, wrong(x.at, x.to-x.at, fault.Say("“%s”后面只能写一个日期或者一个数", sign))
		}
		return compile(x, f)
	}
	text := strings.TrimSpace(x.text)
	bad := func() error {
		if f.use == amounts {
			return wrong(x.at, x.to-x.at, fault.Say("“%s”不是数量或者数量的区间，应当写作 10、5至10 或者 >=10", text))
		}
		return wrong(x.at, x.to-x.at, fault.Say("“%s”不是日期或者日期的区间，应当写作 2020、2020-05、2020-05-01、20200501-20211231 或者 2020至2022", text))
	}
	first, last, cut := text, text, false
	if m := bothDays.FindStringSubmatch(text); m != nil && f.use == days {
		first, last, cut = m[1], m[2], true
	} else if at := separators.FindStringIndex(text); at != nil {
		first, last, cut = text[:at[0]], text[at[1]:], true
	}
	if cut && sign != "=" || first == "" && last == "" {
		return nil, bad()
	}
	lo, okLo := f.ends(first)
	hi, okHi := f.ends(last)
	if !okLo || !okHi {
		return nil, bad()
	}
	span := search.Span{Field: f.in[0], From: lo[0], To: hi[1]}
	switch sign {
	case ">=":
		span.To = nil
	case "<=":
		span.From = nil
	case ">":
		span = search.Span{Field: f.in[0], From: shifted(lo[1], 1)}
	case "<":
		span = search.Span{Field: f.in[0], To: shifted(lo[0], -1)}
	}
	if span.From != nil && span.To != nil && *span.From > *span.To {
		return nil, wrong(x.at, x.to-x.at, fault.Say("区间的开头在末尾之后，请对调：%s", text))
	}
	return span, nil
}

func shifted(v *int64, by int64) *int64 {
	n := *v + by
	return &n
}

// ends are the least and the greatest value that a text means; nil where it is empty or *, which
// leaves that end open.
func (f *Field) ends(s string) (ends [2]*int64, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || s == "*" {
		return ends, true
	}
	if f.use == amounts {
		n, err := strconv.ParseInt(s, 10, 32)
		return [2]*int64{&n, &n}, err == nil
	}
	from, to, ok := stretch(s)
	lo, hi := int64(from), int64(to)
	return [2]*int64{&lo, &hi}, ok
}
