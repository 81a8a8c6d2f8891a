package um

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// called finds what a text calls its own subject; 本发明人 and 本发明创造 are said of every kind.
var called = words.New(words.List("本发明 本实用新型"), words.List("本发明人 本发明创造 本发明专利 本发明者"))

// um007: the papers call the application what it is. A heading 发明内容 is left alone, because
// practice accepts it for both kinds.
func um007() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-007", Title: "文中的称谓应当与申请类型一致：实用新型称“本实用新型”，发明称“本发明”",
			English: "The text calls the application by its own kind",
			Basis:   []rule.Cite{cite.Practice("申请类型与文中称谓一致")},
			Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: []patent.Kind{patent.UtilityModel, patent.Invention},
		Run: func(p *check.Pass) {
			wrong, right := "本发明", "本实用新型"
			switch p.App.Kind {
			case patent.Invention:
				wrong, right = right, wrong
			case patent.UtilityModel:
			default:
				return
			}
			for _, part := range []patent.Part{patent.Claims, patent.Description, patent.Abstract} {
				named(p, part, wrong, right)
			}
		},
	}
}

// named reports the first wrong name in a part, with the number of all.
func named(p *check.Pass, part patent.Part, wrong, right string) {
	text := p.Text(part).Text
	if !strings.Contains(text, wrong) {
		return
	}
	count, first := 0, words.Match{}
	for _, h := range called.Find(text) {
		if h.Word != wrong {
			continue
		}
		if count == 0 {
			first = h
		}
		count++
	}
	if count > 0 {
		p.At(part, first.Start, first.End, fmt.Sprintf("%s申请的%s中称“%s”，共%d处", p.App.Kind, part, wrong, count), fmt.Sprintf("改为“%s”", right))
	}
}
