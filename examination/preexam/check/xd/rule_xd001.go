package xd

import (
	"fmt"
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// xd001: one title in all papers. The request form leads; the description against the request
// form is DSC-001 and not told twice.
func xd001() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-001", Title: "各文件中的名称一致",
		English: "The title is the same in all papers",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, Run: func(p *check.Pass) {
		want := reference(p.App)
		for _, t := range p.App.Titles {
			// The description against the request form is a rule of its own.
			if t.Part == patent.Description && want.Part == patent.RequestForm || folded(t.Title) == folded(want.Title) {
				continue
			}
			p.At(t.Part, t.Start, t.End, fmt.Sprintf("%s中的名称“%s”与%s中的“%s”不一致", t.Part, t.Title, want.Part, want.Title),
				"以请求书为准统一各文件中的名称")
		}
		if want.Title != "" {
			accompanying(p, want)
		}
	}}
}

// accompanying holds the titles that the request for examination and the mandate state against the
// one of the application. Both are forms, so the title is a field of its own.
func accompanying(p *check.Pass, want patent.Titled) {
	const remedy = "以请求书为准统一各文件中的名称"
	for _, f := range p.App.Accompanying[examination] {
		if name := f.Name[strings.LastIndexByte(f.Name, '/')+1:]; strings.HasPrefix(name, "发明") && strings.HasSuffix(name, "名称") && folded(f.Value) != "" && folded(f.Value) != folded(want.Title) {
			p.Whole(patent.Whole, fmt.Sprintf("实质审查请求书中的名称“%s”与%s中的“%s”不一致", f.Value, want.Part, want.Title), remedy)
		}
	}
	t := p.Text(patent.Mandate)
	for _, b := range t.Blocks {
		label, value, ok := strings.Cut(t.Of(b), "：")
		if b.Kind != patent.Field || !ok || !strings.HasSuffix(label, "发明名称") || folded(value) == "" || folded(value) == folded(want.Title) {
			continue
		}
		p.At(patent.Mandate, b.End-len(value), b.End, fmt.Sprintf("专利代理委托书中的名称“%s”与%s中的“%s”不一致", value, want.Part, want.Title), remedy)
	}
}

// examination is the form code of the request for substantive examination.
const examination = "110401"

// reference returns the title against which the others are held: that of the request form, or
// else the first.
func reference(a *patent.Application) (want patent.Titled) {
	for i, t := range a.Titles {
		if t.Part == patent.RequestForm {
			return t
		}
		if i == 0 {
			want = t
		}
	}
	return want
}

// folded drops what does not make two names different: white space, the width of letters and
// brackets, a closing full stop.
func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == 0x200b || r == 0xfeff:
			return -1
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
	return strings.TrimRight(s, "。.")
}
