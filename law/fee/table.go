package fee

import (
	"zhibao/law/ident"
	"zhibao/law/rule"
)

// basis returns the article that demands a fee, and the tariff that sets its amount.
func basis(article string) []rule.Cite {
	return []rule.Cite{
		{Text: "专利法实施细则", Article: article, Version: "2023修订", Sure: rule.Source},
		{Text: "专利收费标准", Sure: rule.Known},
	}
}

var standard = Table{
	{Code: Filing, Title: "申请费", English: "Filing fee", Type: ident.Invention, Yuan: 900, Reducible: true, Basis: basis("第一百一十二条")},
	{Code: Filing, Title: "申请费", English: "Filing fee", Type: ident.UtilityModel, Yuan: 500, Reducible: true, Basis: basis("第一百一十二条")},
	{Code: Filing, Title: "申请费", English: "Filing fee", Type: ident.Design, Yuan: 500, Reducible: true, Basis: basis("第一百一十二条")},
	{Code: Publication, Title: "公布印刷费", English: "Publication fee", Type: ident.Invention, Yuan: 50, Basis: basis("第一百一十二条")},
	{Code: Page, Title: "说明书附加费（第31至300页，每页）", English: "Excess pages, 31 to 300, each", Yuan: 50, Basis: basis("第一百一十二条")},
	{Code: PageOver300, Title: "说明书附加费（第301页起，每页）", English: "Excess pages, from 301, each", Yuan: 100, Basis: basis("第一百一十二条")},
	{Code: Claim, Title: "权利要求附加费（第11项起，每项）", English: "Excess claims, from 11, each", Yuan: 150, Basis: basis("第一百一十二条")},
	{Code: Priority, Title: "优先权要求费（每项）", English: "Priority claim, each", Yuan: 80, Basis: basis("第一百一十二条")},
	{Code: Examination, Title: "实质审查费", English: "Substantive examination fee", Type: ident.Invention, Yuan: 2500, Reducible: true, Basis: basis("第一百一十三条")},
	{Code: Reexamination, Title: "复审费", English: "Reexamination fee", Type: ident.Invention, Yuan: 1000, Reducible: true, Basis: basis("第一百一十三条")},
	{Code: Reexamination, Title: "复审费", English: "Reexamination fee", Type: ident.UtilityModel, Yuan: 300, Reducible: true, Basis: basis("第一百一十三条")},
	{Code: Reexamination, Title: "复审费", English: "Reexamination fee", Type: ident.Design, Yuan: 300, Reducible: true, Basis: basis("第一百一十三条")},
	{Code: Invalidation, Title: "无效宣告请求费", English: "Invalidation request fee", Type: ident.Invention, Yuan: 3000, Basis: basis("第一百一十六条")},
	{Code: Invalidation, Title: "无效宣告请求费", English: "Invalidation request fee", Type: ident.UtilityModel, Yuan: 1500, Basis: basis("第一百一十六条")},
	{Code: Invalidation, Title: "无效宣告请求费", English: "Invalidation request fee", Type: ident.Design, Yuan: 1500, Basis: basis("第一百一十六条")},
	{Code: Evaluation, Title: "专利权评价报告请求费", English: "Evaluation report fee", Type: ident.UtilityModel, Yuan: 2400, Basis: basis("第一百一十六条")},
	{Code: Evaluation, Title: "专利权评价报告请求费", English: "Evaluation report fee", Type: ident.Design, Yuan: 2400, Basis: basis("第一百一十六条")},
	{Code: Restoration, Title: "恢复权利请求费", English: "Restoration of rights fee", Yuan: 1000, Basis: basis("第一百一十条")},
	{Code: Extension, Title: "延长期限请求费（第一次，每月）", English: "Extension of time, first, a month", Yuan: 300, Basis: basis("第一百一十条")},
	{Code: ExtensionRepeat, Title: "延长期限请求费（再次，每月）", English: "Extension of time, again, a month", Yuan: 2000, Basis: basis("第一百一十条")},
	{Code: Change, Title: "著录事项变更费", English: "Change of bibliographic data", Yuan: 200, Basis: basis("第一百一十六条")},
}
