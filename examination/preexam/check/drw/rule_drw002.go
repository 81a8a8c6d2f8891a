package drw

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw002 is asked where words in a drawing are likely: of screens, curves and results, and of parts to
// which the text gives no signs, so that the drawing must name them. In flow charts and block diagrams
// words are necessary; a drawing whose parts have signs is looked at for DRW-011 anyway.
func drw002() check.Rule {
	return asked(rule.Meta{
		ID: "DRW-002", Title: "附图中除必需的词语外不含其他注释",
		English: "Drawings hold no comments except necessary words",
		Basis:   []rule.Cite{cite.Rules("第二十一条第三款")},
		Level:   rule.Law, Severity: rule.Warning, Version: 1,
	}, func(p *check.Pass, figs []patent.Figure) {
		signed := signs(p) >= 2
		found, these := entries(p, figs, func(words string) bool {
			switch {
			case says(words, "界面", "截图", "曲线", "结果图", "数据", "对比图", "变化", "示例", "效果图"):
				return true
			default:
				return !signed && !says(words, "流程", "步骤", "框图", "架构", "原理", "模块", "系统", "电路", "时序")
			}
		})
		if len(these) > 0 {
			p.Ask(patent.Drawings, "请看"+list(these)+"：图中是否有部件名称、说明文字、尺寸、公司标志等并非必需的注释？", "删去附图中的注释，写入说明书；必要的词语可以保留", found...)
		}
	})
}
