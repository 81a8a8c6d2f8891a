package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/noun"
	"zhibao/patent/prose"
)

// dsc011: the list of reference signs against the text. Only an entry of which the text knows
// neither sign nor name is an error. Signs inside the drawings cannot be read here, so nothing is
// said about those.
func dsc011() check.Rule {
	return about(rule.Meta{
		ID: "DSC-011", Title: "文字部分的附图标记与附图标记说明相互对应",
		English: "Reference signs of the text and of the list of signs correspond",
		Basis:   []rule.Cite{cite.Rules("第二十一条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 3,
	}, func(p *check.Pass) {
		d := p.Prose()
		// One entry may be a sentence that looks like one.
		if len(d.Table) < 2 {
			return
		}
		tabled, used := map[string]bool{}, map[string]bool{}
		for _, s := range d.Signs {
			used[s.Sign] = true
		}
		told := 0
		for _, e := range d.Table {
			tabled[e.Sign] = true
			if used[e.Sign] || outside(d, e.Name) {
				continue
			}
			if told++; told > maxFindings {
				p.Also(patent.Description, e.Start, e.End)
			} else {
				p.At(patent.Description, e.Start, e.End, fmt.Sprintf("附图标记说明列有“%s %s”，正文既没有使用标记%s，也没有提到%s",
					e.Sign, e.Name, e.Sign, e.Name), "在正文中写明该部件并标注附图标记；没有该部件的，从附图标记说明和附图中删去")
			}
		}
		unlisted(p, d, tabled)
	})
}

// unlisted reports, as a hint, the signs that the text uses at least twice for a settled name and
// that the list of signs lacks. A list need not be complete, so this is no error.
func unlisted(p *check.Pass, d *prose.Description, tabled map[string]bool) {
	count := map[string]int{}
	for _, s := range d.Signs {
		if s.Settled {
			count[s.Sign]++
		}
	}
	var places []prose.Sign
	var lacks []string
	lacking := map[string]bool{}
	for _, s := range d.Signs {
		if !s.Settled || tabled[s.Sign] || count[s.Sign] < 2 {
			continue
		}
		if !lacking[s.Sign] {
			lacking[s.Sign] = true
			lacks = append(lacks, s.Sign+"（"+s.Name+"）")
		}
		places = append(places, s)
	}
	for _, s := range places {
		p.Once("unlisted").At(patent.Description, s.NameSpan.Start, s.End, fmt.Sprintf("正文使用的附图标记%s，共%d个，没有列入附图标记说明",
			strings.Join(lacks[:min(10, len(lacks))], "、"), len(lacks)), "在附图标记说明中补列，并核对附图中标有这些标记").Severity = rule.Warning
	}
}

// outside reports whether the name occurs outside the list of signs.
func outside(d *prose.Description, name string) bool {
	first, last := d.Table[0].Start, d.Table[len(d.Table)-1].End
	return noun.TextOf(d.Text.Text[:first]).Names(name) || noun.TextOf(d.Text.Text[last:]).Names(name)
}
