package dsg

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// abstractNames are names that stand for many kinds of products. Only the whole name counts:
// 文具盒 and 儿童玩具车 are products.
var abstractNames = []string{
	"文具", "炊具", "乐器", "建筑用物品", "建筑材料", "家具", "工具", "玩具", "电器", "家用电器", "家电", "灯具", "餐具", "厨具", "洁具", "卫浴", "体育用品", "办公用品",
	"生活用品", "日用品", "装饰品", "工艺品", "饰品", "零件", "配件", "部件", "设备", "装置", "仪器", "器械", "医疗器械", "机械", "机器", "容器", "包装", "服装", "鞋类", "电子产品", "数码产品", "五金件",
}

// dsg005 compares whole names, so that it never meets a real product.
func dsg005() check.Rule {
	return design(rule.Meta{
		ID: "DSG-005", Title: "产品名称不得过于概括、抽象（如“文具”“炊具”“建筑用物品”）",
		English: "The product name is not over-general, such as \"stationery\"",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		if name := w.Bare(); slices.Contains(abstractNames, name) {
			w.All(p, fmt.Sprintf("产品名称“%s”过于概括", w.Text), "写明具体的产品种类，例如将“文具”改为“笔筒”")
		}
	})
}
