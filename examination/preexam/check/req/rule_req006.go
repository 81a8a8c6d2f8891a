package req

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// emptyTitles are titles that name a category and no subject.
var emptyTitles = []string{
	"方法", "装置", "组合物", "化合物", "系统", "设备", "产品", "工艺", "材料", "结构", "机构", "电路", "部件", "仪器", "机器", "用途", "应用", "工具",
	"制备方法", "控制方法", "处理方法", "加工方法", "控制系统", "控制装置", "方法及装置", "方法和装置", "方法与装置", "方法及系统", "方法和系统", "方法及设备",
	"方法、装置及系统", "方法、装置和系统", "新方法", "新装置", "新产品",
}

// req006 knows only titles that consist of nothing else. A title that is merely broad is left
// to the examiner.
func req006() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-006", Title: "名称不得仅为“方法”“装置”“组合物”“化合物”“系统”一类词语",
		English: "The title is more than a bare category such as \"method\" or \"device\"",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		if name := w.Bare(); slices.Contains(emptyTitles, name) {
			w.All(p, fmt.Sprintf("名称仅为“%s”，没有反映技术主题", name), "在名称中写明是什么的方法或者什么装置，例如“一种电池包的液冷板”")
		}
	})
}
