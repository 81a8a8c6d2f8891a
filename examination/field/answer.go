package field

import (
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/law/ident"
	"zhibao/law/rule"
)

// A Verdict says whether a class is open.
type Verdict string

// The verdicts.
const (
	In      Verdict = "in"      // open
	Out     Verdict = "out"     // not open
	Unknown Verdict = "unknown" // the class is missing, broken or too coarse, or there is no list
)

// SchemeOf returns the scheme under which a kind of application is classified.
func SchemeOf(kind string) Scheme {
	if kind == "外观设计" {
		return Locarno
	}
	return IPC
}

// Answer says whether the class of an application of the kind is open. An entry of the list covers
// everything below it; a class that is coarser than an entry is not known to be open.
func Answer(l Lists, kind, stated string) Verdict {
	s := SchemeOf(kind)
	list := l.IPC
	if s == Locarno {
		list = l.Locarno
	}
	c, ok := class(s, stated)
	if !ok || len(list) == 0 {
		return Unknown
	}
	answer := Out
	for _, entry := range list {
		if entry, ok = class(s, entry); !ok {
			continue
		}
		switch {
		case covers(s, entry, c):
			return In
		case covers(s, c, entry):
			answer = Unknown
		}
	}
	return answer
}

// covers reports whether a class lies within an entry: H01M10/05 within H01M and within H01M10/05,
// 14-02 within 14.
func covers(s Scheme, entry, c string) bool {
	if entry == c {
		return true
	}
	if s == IPC {
		return ident.IPC(c).Within(ident.IPC(entry))
	}
	return len(entry) == 2 && strings.HasPrefix(c, entry)
}

// Gate refuses a request whose class lies outside the fields of the center, if the list is an
// official one. Everything uncertain passes and is left to the examiner.
func (d *Desk) Gate(s *casework.Step, q casework.GateQuery) error {
	strict, err := s.Office.Settings.Bool(s.Ctx, s.Tx, s.Setting("field.gate"))
	if err != nil || !strict || len(q.Classes) == 0 {
		return err
	}
	lists, err := d.On(s.Ctx, s.Tx, s.Case.Center, s.Today)
	if err != nil || !lists.Firm(SchemeOf(q.Kind)) {
		return err
	}
	for _, c := range q.Classes {
		if Answer(lists, q.Kind, c) == Out {
			return fault.New(fault.Forbidden, "field.out", "主分类 %s 不在本中心批准的%s清单内，不能提交快速预审；请核对分类号，清单见“领域”页面，也可向有该领域的中心提交或按普通程序申请",
				c, fault.Pair{SchemeOf(q.Kind).Title(), SchemeOf(q.Kind).English()}).At("class").On("国知发管字〔2016〕92号 一（二）2")
		}
	}
	return nil
}

// Settings declares what a center decides about its fields.
func Settings() []setting.Def {
	return []setting.Def{{Key: "field.gate", Title: "清单外的分类不予受理", English: "Refuse classes outside the list", Type: setting.Bool,
		Default: map[string]string{"": "true"}, Sure: rule.Unsure, Level: rule.Center, Group: "field", Help: "仅正式批准的清单可以拒绝；非正式清单只提示",
		HelpEN: "Only an official list can refuse; an unofficial one only warns"}}
}
