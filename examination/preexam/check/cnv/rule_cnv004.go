package cnv

import (
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// cnv004 goes by what the reader of Word documents met. Merged cells are read by most converters and only
// hinted at.
func cnv004() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "CNV-004", Title: "没有嵌套的表格和合并单元格的复杂表格",
		English: "No tables within tables and no complicated ones",
		Basis:   observed("嵌套或复杂表格"),
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		traced(p, rule.Warning, "nested", "嵌套的表格（表格中的表格）", "拆成几个简单的表格")
		traced(p, rule.Info, "merged", "合并了单元格的表格", "拆分合并的单元格；复杂的表格可以用图片插入")
	}}
}
