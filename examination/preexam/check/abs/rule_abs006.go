package abs

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// abs006: signs in brackets. A number behind a noun is taken for a sign only if the description
// uses it for the same noun, or claims or abstract put it in brackets there; 5G, 第1服务器 and 20mm
// are none.
func abs006() check.Rule {
	return about(rule.Meta{
		ID: "ABS-006", Title: "摘要中的附图标记加括号",
		English: "Reference signs in the abstract stand in brackets",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.4", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		d := p.Prose()
		known := signsOf(p, d)
		t := p.Text(patent.Abstract)
		own := prose.SignsOf(t, d.Table)
		// Names of the signs in brackets, by sign: read only where a number has none.
		boxed := sync.OnceValue(func() map[string][]string {
			out := map[string][]string{}
			for _, s := range append(prose.SignsOf(p.Text(patent.Claims), d.Table), own...) {
				if s.Bracketed {
					out[s.Sign] = append(out[s.Sign], s.Name)
				}
			}
			return out
		})
		for _, s := range own {
			if s.Bracketed || !known[s.Sign+s.Name] && !akin(s.Name, boxed()[s.Sign]) {
				continue
			}
			p.Once("sign").At(patent.Abstract, s.NameSpan.Start, s.End, fmt.Sprintf("摘要中的附图标记“%s”没有加括号", s.Name+s.Sign),
				fmt.Sprintf("写作“%s（%s）”，或者删去摘要中的附图标记", s.Name, s.Sign))
		}
	})
}

// akin reports whether a name is one of the others, or its end: 盛水桶 is 水桶. Steps and formulae have
// their numbers in brackets without being parts.
func akin(name string, others []string) bool {
	if slices.ContainsFunc([]string{"步骤", "式", "实施例", "权利要求"}, func(w string) bool { return strings.HasSuffix(name, w) }) {
		return false
	}
	return slices.ContainsFunc(others, func(o string) bool {
		return utf8.RuneCountInString(o) > 1 && (strings.HasSuffix(o, name) || strings.HasSuffix(name, o))
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
