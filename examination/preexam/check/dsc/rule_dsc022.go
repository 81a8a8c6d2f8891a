package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc022: absolute promises, a finding for each expression. 彻底 and 必然 alone have technical uses (彻底干燥), so the
// list holds them only in combination.
func dsc022() check.Rule {
	return about(rule.Meta{
		ID: "DSC-022", Title: "不作绝对化的承诺（必然、彻底、杜绝、百分之百等）",
		English: "The text makes no absolute promises",
		Basis:   []rule.Cite{cite.Practice("绝对化用语")},
		Level:   rule.Advice, Severity: rule.Info, Auto: rule.Deterministic, Version: 3,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		for _, m := range absolute.Find(text) {
			p.Once(m.Word).At(patent.Description, m.Start, m.End, fmt.Sprintf("“%s”是绝对化的说法", m.Word),
				"改为“有效地”“显著地”等可由实施例支持的说法，或者给出数据")
		}
	})
}

// absolute holds promises only in combinations that have no technical meaning.
var absolute = words.New(words.List(`必然会 必然能 必然消除 必然避免 必然解决 必然提高 必将 彻底解决 彻底消除 彻底避免 彻底杜绝 彻底改变 彻底克服 彻底根除 彻底摆脱 彻底根治 杜绝 百分之百 百分百
 绝对不会 绝对可靠 绝对安全 绝对保证 绝无可能 完全杜绝 永远不会 永不`), words.List("百分百分比 必将会议"))
