package cnv

import (
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// cnv005 goes by what the reader of Word documents met.
func cnv005() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "CNV-005", Title: "正文使用宋体、黑体、楷体或者仿宋",
		English: "The text is set in one of the usual Chinese fonts",
		Basis:   observed("特殊字体"),
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		traced(p, rule.Warning, "font", "常用字体以外的字体", "改为宋体、黑体、楷体或者仿宋；特殊字体的字转换后可能变形或者丢失")
	}}
}
