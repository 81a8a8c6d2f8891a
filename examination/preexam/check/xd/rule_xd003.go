package xd

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// xd003: names and signs of the list against the text. An entry of which the text knows nothing at
// all is DSC-011.
func xd003() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-003", Title: "附图标记说明中的标记与正文使用的标记、名称一致",
		English: "The list of reference signs agrees with the signs and names in the text",
		Basis:   []rule.Cite{cite.Rules("第二十一条第二款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Part: patent.Description, Run: func(p *check.Pass) {
		d := p.Prose()
		// One entry may be a sentence that looks like one.
		if len(d.Table) < 2 {
			return
		}
		names := map[string][]prose.Sign{}
		for _, s := range d.Signs {
			if !s.Shared {
				names[s.Sign] = append(names[s.Sign], s)
			}
		}
		for _, e := range d.Table {
			uses := names[e.Sign]
			switch {
			case len(uses) > 0 && !anyNamed(uses, e.Name):
				s := uses[0]
				p.At(patent.Description, s.NameSpan.Start, s.End, fmt.Sprintf("附图标记说明中“%s”是“%s”，正文写作“%s”", e.Sign, e.Name, s.Name),
					"统一部件名称，附图标记说明与正文使用同一名称")
			case len(uses) == 0 && mentioned(d, e):
				p.At(patent.Description, e.Start, e.End, fmt.Sprintf("附图标记说明列有“%s %s”，正文提到%s而没有使用标记%s", e.Sign, e.Name, e.Name, e.Sign),
					"在正文中该部件名称之后标注附图标记")
			}
		}
	}}
}

// anyNamed reports whether one of the uses can have the name of the entry: the longer of the two
// ends in the shorter.
func anyNamed(uses []prose.Sign, name string) bool {
	for _, s := range uses {
		if strings.HasSuffix(s.Name, name) || strings.HasSuffix(name, s.Name) {
			return true
		}
	}
	return false
}

// mentioned reports whether the name of an entry occurs outside the list, and never with its
// sign behind it in a form that the reading of signs does not know, such as 网络N or 网络（N）.
func mentioned(d *prose.Description, e prose.SignEntry) bool {
	text := d.Text.Text
	first, last := d.Table[0].Start, d.Table[len(d.Table)-1].End
	for _, part := range []string{text[:first], text[last:]} {
		for _, between := range []string{"", " ", "（", "("} {
			if strings.Contains(part, e.Name+between+e.Sign) {
				return false
			}
		}
	}
	return strings.Contains(text[:first], e.Name) || strings.Contains(text[last:], e.Name)
}
