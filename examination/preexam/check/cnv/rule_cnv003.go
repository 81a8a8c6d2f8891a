package cnv

import (
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// cnv003 goes by what the reader of Word documents met.
func cnv003() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "CNV-003", Title: "没有浮动的图片和文本框",
		English: "No floating pictures or text boxes",
		Basis:   observed("浮动对象"),
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		traced(p, rule.Warning, "floating", "浮动（文字环绕）的图片或者文本框", "将环绕方式改为“嵌入型”：浮动的对象在正文中没有确定的位置，转换后可能丢失")
	}}
}
