package abs

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// abs006: signs in brackets. A number behind a noun is taken for a sign only if the description
// uses it for the same noun; 5G, 第1服务器 and 20mm are none.
func abs006() check.Rule {
	return about(rule.Meta{
		ID: "ABS-006", Title: "摘要中的附图标记加括号",
		English: "Reference signs in the abstract stand in brackets",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.4", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		known := signsOf(p, d)
		t := p.Text(patent.Abstract)
		var first prose.Sign
		n := 0
		for _, s := range prose.SignsOf(t, d.Table) {
			if s.Bracketed || !known[s.Sign+s.Name] {
				continue
			}
			if n++; n == 1 {
				first = s
			}
		}
		if n > 0 {
			p.At(patent.Abstract, first.NameSpan.Start, first.End, fmt.Sprintf("摘要中有%d处附图标记没有加括号", n),
				fmt.Sprintf("写作“%s（%s）”，或者删去摘要中的附图标记", first.Name, first.Sign))
		}
	})
}

// signsOf returns the signs with names that the description settles. A number behind a noun of the
// abstract is only then surely a reference sign.
func signsOf(p *check.Pass, d *prose.Description) map[string]bool {
	known := map[string]bool{}
	for _, e := range d.Table {
		known[e.Sign+e.Name] = true
	}
	if len(d.Figures) == 0 && len(p.App.Figures) == 0 {
		return known
	}
	for _, s := range d.Signs {
		if s.Settled {
			known[s.Sign+s.Name] = true
		}
	}
	return known
}
