package dsc

import (
	"fmt"
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc001: the first line names the invention, in the words of the request form. White space, the
// width of letters and a closing full stop make no difference; without a request form only the
// presence of a title is checked.
func dsc001() check.Rule {
	return about(rule.Meta{
		ID: "DSC-001", Title: "说明书首行写明发明名称，且与请求书一致",
		English: "The description opens with the title of the request form",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		if d.Title.IsZero() {
			p.Whole(patent.Description, "说明书的技术领域之前没有写明发明或者实用新型的名称",
				"在说明书第一行写明名称，与请求书中的名称一字不差，名称前后不加“发明名称”等字样")
			return
		}
		// A form without a title is the matter of the rules of the request form.
		if p.App.Request == nil || p.App.Request.Title == "" {
			return
		}
		// Only what a reader would see as another title counts.
		own := d.Title.Of(d.Text.Text)
		if plain(own) != plain(p.App.Request.Title) {
			p.At(patent.Description, d.Title.Start, d.Title.End,
				fmt.Sprintf("说明书中的名称“%s”与请求书中的名称“%s”不一致", own, p.App.Request.Title),
				"以请求书为准统一名称；如说明书中的名称才是正确的，请修改请求书")
		}
	})
}

// plain folds what does not make two titles different: white space, full-width letters and a
// closing full stop.
func plain(s string) string {
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
