package counterfeit

import (
	"zhibao/casework/setting"
	"zhibao/law/rule"
)

// market is the text that the other choice of precedence names.
const market = "市场监督管理行政处罚程序规定"

// Settings declares the lengths and amounts of the procedure. What the law fixes stands here too,
// because it is dated; what is uncertain or local is marked as the center's.
func Settings() []setting.Def {
	def := func(t setting.Type, key, title, english, value string, sure rule.Sure, basis []rule.Cite) setting.Def {
		d := setting.Def{Key: "counterfeit." + key, Title: title, English: english, Type: t, Default: map[string]string{"": value}, Sure: sure, Level: rule.Law, Group: Code, Basis: basis}
		if sure == rule.Unsure || sure == rule.Ours {
			d.Level = rule.Center
		}
		return d
	}
	help := func(d setting.Def, zh, en string) setting.Def { d.Help, d.HelpEN = zh, en; return d }
	file := def(setting.Length, "clock.file", "假冒专利立案期限", "Filing", "5工作日", rule.Source, measures2015("立案期限"))
	file.Variants, file.Default = []string{KindFound, KindReported}, map[string]string{"": "5工作日", KindFound: "5工作日", KindReported: "10工作日"}
	precedence := help(def(setting.Choice, "precedence", "立案期限适用的规定", "Which text the time for filing follows", "专利行政执法办法", rule.Unsure, ours("立案期限适用的规定")),
		"选“市场监督管理行政处罚程序规定”的，按“市场监管核查期限”计算", "The other text gives the longer time for verification")
	precedence.Choices = []string{"专利行政执法办法", market}
	text := func(key, title, english, value string) setting.Def {
		return def(setting.Text, key, title, english, value, rule.Ours, ours("办事指南"))
	}
	pl68 := law("专利法", "2020修正", "第六十八条")
	return []setting.Def{file, precedence,
		text("guide.conditions", "举报假冒专利的条件", "Who may report", "任何单位和个人都可以举报假冒专利行为\n有具体的被举报人、产品和标识文字\n行为发生在本地，或者由本地的单位、个人实施"),
		text("guide.materials", "举报假冒专利的材料", "What a report needs", "照抄产品、包装、说明书或网页上的专利标识文字\n写明发现的时间、地点或网址\n可以匿名；凭回执上的查询码查询进度"),
		def(setting.Length, "clock.market", "市场监管核查期限", "Verification under the market supervision procedure", "15工作日", rule.Unsure, ours("核查期限")),
		help(def(setting.Length, "clock.target", "假冒专利办结目标（通知十日）", "Target of the notice", "10日", rule.Unsure, ours("办结目标")), "通知没有说明是工作日还是自然日；中止、检测鉴定期间不计入", "The notice does not say which days; suspension and tests do not count"),
		def(setting.Length, "clock.month", "假冒专利办案期限", "Decision", "1个月", rule.Source, measures2015("办案期限")),
		def(setting.Int, "extend", "办案期限最多延长（日）", "Most days of an extension", "15", rule.Source, measures2015("办案期限的延长")),
		def(setting.Length, "clock.ninety", "处罚决定期限", "Decision under the penalty law", "90日", rule.Source, penalty("第六十条")),
		def(setting.Length, "clock.preserve", "登记保存处理期限", "Decision on what was registered", "7日", rule.Source, penalty("第五十六条")),
		def(setting.Length, "clock.seize", "查封扣押期限", "Seizure", "30日", rule.Source, coercion("第二十五条")),
		def(setting.Int, "prolong", "查封扣押最多延长（日）", "Most days of a prolongation", "30", rule.Source, coercion("第二十五条")),
		def(setting.Length, "clock.ask", "要求听证期限", "Request for a hearing", "5日", rule.Source, penalty("第六十四条")),
		help(def(setting.Int, "hearing.person", "公民听证标准（元）", "Hearing from this amount on: natural persons", "10000", rule.Unsure, ours("较大数额罚款")), "各地标准不同，请按本地规定填写", "It differs by place"),
		def(setting.Int, "hearing.unit", "单位听证标准（元）", "Hearing from this amount on: organisations", "100000", rule.Unsure, ours("较大数额罚款")),
		def(setting.Bool, "discuss.always", "所有处罚均须集体讨论", "Every penalty is discussed", "true", rule.Unsure, ours("集体讨论")),
		def(setting.Int, "discuss.least", "集体讨论的最少人数", "Fewest people in a discussion", "3", rule.Unsure, ours("集体讨论")),
		def(setting.Length, "clock.serve", "决定送达期限", "Service of the decision", "7日", rule.Source, penalty("第六十一条")),
		def(setting.Length, "clock.publish", "决定公开期限", "Publication", "20工作日", rule.Source, measures2015("决定公开")),
		def(setting.Length, "clock.pay", "缴纳罚没款期限", "Payment", "15日", rule.Source, penalty("第六十七条")),
		help(def(setting.Int, "surcharge", "每日加处罚款（千分比）", "Surcharge a day, in permille", "30", rule.Known, penalty("第七十二条")), "百分之三写 30；加处罚款不超出罚款的数额", "30 is three per cent; it never exceeds the fine"),
		def(setting.Length, "clock.urge", "催告履行期限", "Time given when urged", "10日", rule.Source, coercion("第五十四条")),
		def(setting.Length, "clock.apply", "申请强制执行期限", "Application to the court", "3个月", rule.Source, coercion("第五十三条")),
		help(def(setting.Length, "remedy", "复议和诉讼期限", "Time for remedies", "6个月", rule.Known, []rule.Cite{{Text: "行政诉讼法", Article: "第四十六条", Version: "2017修正", Sure: rule.Known}}), "行政复议六十日、行政诉讼六个月，取较长者", "The longer of 60 days and six months"),
		def(setting.Int, "code", "答复码有效天数", "Days for which a code on a paper is valid", "180", rule.Ours, ours("凭码办理")),
		def(setting.Length, "limitation", "行政处罚追责期限", "Limitation", "2年", rule.Source, penalty("第三十六条")),
		def(setting.Int, "fine.multiple", "罚款上限：违法所得的倍数", "Ceiling of the fine: times the gains", "5", rule.Source, pl68),
		def(setting.Int, "fine.threshold", "适用定额上限的违法所得（元）", "Gains up to which the flat ceiling holds", "50000", rule.Source, pl68),
		def(setting.Int, "fine.flat", "罚款定额上限（元）", "Flat ceiling of the fine", "250000", rule.Source, pl68),
		def(setting.Int, "fine.filing", "细则第一百条罚款上限（元）", "Ceiling of a fine under article 100", "100000", rule.Source, law("专利法实施细则", "2023修订", "第一百条")),
	}
}
