package query

import (
	"strings"

	"zhibao/internal/fault"
)

// A Wrong says what is wrong with a query and where: Length characters from Column on, counted
// from 1. Its fault is what the user reads.
type Wrong struct {
	Column, Length int
	fault          *fault.Error
}

// Error returns the message in Chinese.
func (w *Wrong) Error() string { return w.fault.Error() }

// Unwrap returns the fault with the message.
func (w *Wrong) Unwrap() error { return w.fault }

// wrong makes an error about n characters at a place, from 0.
func wrong(at, n int, why fault.Phrase) *Wrong {
	return &Wrong{Column: at + 1, Length: max(n, 1),
		fault: fault.New(fault.Invalid, "query.wrong", "请核对检索式第%d列：%s", at+1, why).At("q")}
}

// unknownField says that there is no such field, and which one may be meant.
func unknownField(name string, at int) *Wrong {
	n := len([]rune(name))
	if name == "" {
		return wrong(at, 1, fault.Say("“=”前面应当是字段，例如 标题=支架"))
	}
	for _, f := range Fields() {
		for _, s := range append([]string{f.Title[0]}, f.aliases...) {
			if strings.Contains(s, strings.ToUpper(name)) || strings.Contains(name, s) {
				return wrong(at, n, fault.Say("没有名为“%s”的字段，是不是 %s（%s）？", name, s, f.Code))
			}
		}
	}
	return wrong(at, n, fault.Say("没有名为“%s”的字段，可用的字段见“字段和写法”；要找这几个字本身，请加引号", name))
}
