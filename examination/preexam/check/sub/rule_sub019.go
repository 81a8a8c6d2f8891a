package sub

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dated is a day in any of the ways in which papers write it. Blanks left for the date, as in
// 年 月 日, are none.
var dated = regexp.MustCompile(`(?:[2２][0０][0-9０-９]{2}|[二两]?[〇○零一二三四五六七八九]{3,4})\s*(?:年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日?|[-./][0-9]{1,2}[-./][0-9]{1,2})`)

// sub019 reads the words of the undertaking. A scan has none, and then a person looks. Seals
// are not looked for: no program can tell a seal from a stain.
func sub019() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-019", Title: "附有承诺书，写明申请人、发明创造名称和日期",
		English: "The undertaking is enclosed and names applicant, title and date",
		Basis:   []rule.Cite{basis.Center("预审承诺书")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Bundle}, Run: func(p *check.Pass) {
		t, r := p.Text(patent.Undertaking), p.App.Request
		if t.Text == "" {
			if name := scanned(p.App); name != "" {
				p.Whole(patent.Undertaking, fmt.Sprintf("承诺书“%s”是扫描件或者图片，程序不能读取其中的文字", name), "由受理员人工核对申请人、名称、日期和盖章").Severity = rule.Info
				return
			}
			p.Whole(patent.Undertaking, "案卷包中没有承诺书", "按本中心的格式填写承诺书，签章后放入案卷包")
			return
		}
		text := form.Fold(t.Text)
		if len(r.Applicants) > 0 && !strings.Contains(text, form.Fold(r.Applicants[0].Name)) {
			p.Whole(patent.Undertaking, fmt.Sprintf("承诺书中没有第一申请人“%s”的名称", r.Applicants[0].Name), "写明与请求书一致的申请人全称")
		}
		if name := form.Fold(r.Title); name != "" && !strings.Contains(text, name) {
			p.Whole(patent.Undertaking, fmt.Sprintf("承诺书中没有与请求书一致的名称“%s”", r.Title), "写明与请求书一字不差的发明创造名称")
		}
		if !dated.MatchString(t.Text) {
			p.Whole(patent.Undertaking, "承诺书没有写明日期", "补写签署日期")
		}
	}}
}

// scanned returns the name of an undertaking of which there is only a picture, or nothing.
func scanned(a *patent.Application) string {
	for _, e := range a.Entries {
		if strings.Contains(e.Name, "承诺") {
			return e.Name
		}
	}
	return ""
}
