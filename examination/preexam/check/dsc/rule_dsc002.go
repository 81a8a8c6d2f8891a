package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc002: five parts, each under its title. A part under another usual title, as in translated
// texts, is present and only asked to be renamed. 附图说明 is wanted only where there are drawings:
// handed in, demanded by the kind, or spoken of beyond the background.
func dsc002() check.Rule {
	return about(rule.Meta{
		ID: "DSC-002", Title: "说明书的五个部分齐全并写明标题",
		English: "The five parts of the description are present, each under its heading",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款"), cite.Rules("第二十条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		// One finding instead of five: the text was not divided at all.
		if len(d.Sections) == 0 {
			p.Whole(patent.Description, "说明书没有写明任何一个部分的标题",
				"按技术领域、背景技术、发明内容（实用新型内容）、附图说明、具体实施方式分为五个部分，在每一部分前面单独一行写明标题")
			return
		}
		for _, k := range prose.Order() {
			s := d.Section(k)
			name := partName(p.App.Kind, k)
			switch {
			case s == nil && (k != prose.FigureList || hasDrawings(p)):
				p.Whole(patent.Description, fmt.Sprintf("说明书中没有标题为“%s”的部分", name), missing(k, name))
			case s != nil && !s.Standard:
				title := s.Title.Of(d.Text.Text)
				p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("这一部分的标题写作“%s”，不是规定的“%s”", title, name),
					fmt.Sprintf("将标题改为“%s”", name)).Severity = rule.Warning
			// The other way round, 发明内容 in a utility model, is common and asked to be renamed above.
			case s != nil && k == prose.Content && p.App.Kind == patent.Invention && plain(s.Title.Of(d.Text.Text)) == "实用新型内容":
				p.At(patent.Description, s.Title.Start, s.Title.End, "发明专利申请的说明书使用了标题“实用新型内容”",
					"将标题改为“发明内容”；如申请的是实用新型，请核对申请类型").Severity = rule.Warning
			}
		}
	})
}

// partName is the heading that the kind of application demands.
func partName(kind patent.Kind, k prose.SectionKind) string {
	if k == prose.Content && kind == patent.UtilityModel {
		return "实用新型内容"
	}
	return string(k)
}

// missing says how to supply a part, which for 附图说明 depends on whether there are drawings.
func missing(k prose.SectionKind, name string) string {
	if k == prose.FigureList {
		return "申请有附图，应在发明内容之后增加“附图说明”，逐幅写明图名；如没有附图，请删去正文中对附图的引用"
	}
	return fmt.Sprintf("增加“%s”部分并在其前面单独一行写明标题；内容已写在别处的，移到该标题之下", name)
}

// hasDrawings reports whether the application has drawings: they were handed in, the kind demands
// them, or the text beyond the background speaks of them.
func hasDrawings(p *check.Pass) bool {
	if len(p.App.Figures) > 0 || p.App.Kind == patent.UtilityModel {
		return true
	}
	for _, c := range p.Prose().Citations {
		if c.Section == prose.Content || c.Section == prose.Embodiments {
			return true
		}
	}
	return false
}
