package infringement

import (
	"zhibao/casework/setting"
	"zhibao/law/rule"
)

// Settings declares what is not fixed by law, or differs by rule text and year.
func Settings() []setting.Def {
	def := func(key, title, english string, kind setting.Type, value string, sure rule.Sure, basis ...rule.Cite) setting.Def {
		// What is not known to be law is the center's own rule, and shown as that.
		level := rule.Law
		if sure == rule.Unsure {
			level = rule.Center
		}
		if len(basis) == 0 {
			basis = own(title)
		}
		return setting.Def{Key: "infringement." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: sure, Level: level, Group: "infringement", Basis: basis}
	}
	target := def("clock.target", "快速维权办结目标", "Target of the notice", setting.Length, "1个月", rule.Unsure, notice)
	target.Variants, target.Default = []string{"发明", "实用新型", "外观设计"}, map[string]string{"": "1个月", "外观设计": "10日"}
	target.Help, target.HelpEN = "通知只写“10日”“1个月”，没有写明工作日还是自然日；自立案起算，中止和鉴定期间不计", "The notice says 10 days and 1 month only; from the acceptance, without suspension and appraisal"
	// The two rule texts agree in these lengths; where they differ each has a setting of its own.
	both := []rule.Cite{measures, old}
	return []setting.Def{
		def("clock.docket", "立案审查期限", "Time to accept", setting.Length, "5工作日", rule.Source, both...),
		def("clock.supplement", "请求补正期限", "Time to correct a request", setting.Length, "15日", rule.Unsure),
		target,
		def("clock.statutory", "法定办案期限", "Term of the rule text", setting.Length, "3个月", rule.Source, both...),
		def("extension.2015", "案情复杂的最长延长（2015年办法）", "Longest extension (2015)", setting.Length, "1个月", rule.Source, old),
		def("extension.82", "案情复杂的最长延长（局令第82号）", "Longest extension (order 82)", setting.Length, "2个月", rule.Unsure, measures),
		def("clock.serve", "副本送达期限", "Time to serve the copies", setting.Length, "5工作日", rule.Source, both...),
		def("clock.announce", "公告送达期", "Public notice", setting.Length, "30日", rule.Unsure, rule.Cite{Text: "民事诉讼法", Article: "第九十五条", Version: "2023修正", Sure: rule.Known}),
		def("clock.answer", "答辩期限", "Time to answer", setting.Length, "15日", rule.Source, both...),
		def("clock.forward", "答辩转送期限", "Time to forward the answer", setting.Length, "5工作日", rule.Source, both...),
		def("hearing.notice", "口头审理提前通知时间", "Notice of a hearing", setting.Length, "3工作日", rule.Known, both...),
		def("clock.sue", "起诉期限", "Time to sue", setting.Length, "15日", rule.Source, statute),
		def("clock.publish", "裁决公开期限", "Time to publish", setting.Length, "20工作日", rule.Source, old),
		def("clock.urge", "催告期限", "Time after urging", setting.Length, "10日", rule.Source, coercion),
		def("clock.apply", "申请强制执行期限", "Time to apply to the court", setting.Length, "3个月", rule.Source, coercion),
		def("code", "答复码有效天数", "Days for which a code on a paper is valid", setting.Int, "180", rule.Ours, own("凭码办理")...),
		def("clock.archive", "结案归档期限", "Time to archive", setting.Length, "30日", rule.Unsure),
		def("simple.kinds", "简易程序适用的专利类型", "Patents of the simplified procedure", setting.List, "外观设计", rule.Unsure),
		def("simple.panel", "简易程序的合议组人数", "Panel of the simplified procedure", setting.Int, "1", rule.Unsure),
		def("conditions", "侵权裁决请求的受理条件（办事指南）", "Conditions in the guide", setting.Text, "请求人是专利权人或者利害关系人\n有明确的被请求人\n有明确的请求事项和具体事实、理由\n属于受案范围和本机关管辖\n没有就该纠纷向人民法院起诉，也没有经过行政裁决", rule.Ours),
		def("materials", "侵权裁决请求的材料（办事指南）", "Papers in the guide", setting.Text, "专利侵权纠纷处理请求书（签章）\n请求人主体资格证明\n专利证书及最新年费收据，或专利登记簿副本\n实用新型、外观设计可以要求提交专利权评价报告\n侵权证据和侵权比对材料\n由代理人提出的，授权委托书", rule.Ours),
	}
}
