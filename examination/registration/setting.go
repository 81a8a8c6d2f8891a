package registration

import (
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/registration/credit"
	"zhibao/examination/registration/ladder"
	"zhibao/law/rule"
)

// Settings declares what a center decides about registration. None of these numbers is law.
func Settings() []setting.Def {
	one := func(v string) map[string]string { return map[string]string{"": v} }
	def := func(t setting.Type, key, title, english, value string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Type: t, Default: one(value), Sure: rule.Unsure, Level: rule.Center,
			Group: "registration", Basis: centerRule(title)}
	}
	help := func(d setting.Def, zh, en string) setting.Def { d.Help, d.HelpEN = zh, en; return d }
	byKind := func(d setting.Def, agency string) setting.Def {
		d.Variants = []string{KindEntity, KindAgency}
		d.Default = map[string]string{"": d.Default[""], KindEntity: d.Default[""], KindAgency: agency}
		return d
	}
	return slices.Concat([]setting.Def{
		help(def(setting.List, "registration.area", "服务区域", "Area", "32"), "行政区划代码或其前缀，例如 32、3205", "Division codes or their beginnings, for example 32 or 3205"),
		help(byKind(def(setting.Text, "registration.criteria", "备案条件", "Criteria", strings.Join(entityCriteria, "\n")), strings.Join(agencyCriteria, "\n")),
			"每行一条，审核时逐条记录符合与否", "One a line; each is answered in the check"),
		def(setting.Bool, "registration.national", "须报国家局核准", "National confirmation", "false"),
		def(setting.Bool, "registration.notice", "备案前须公示", "Announcement before registration", "false"),
		def(setting.Length, "registration.clock.notice", "公示期", "Announcement", "5工作日"),
		def(setting.Length, "registration.clock.review", "备案审核期限", "Review", "10工作日"),
		def(setting.Length, "registration.clock.supplement", "补正期限", "Correction", "10工作日"),
		def(setting.Length, "registration.clock.change", "信息变更审核期限", "Change", "5工作日"),
		def(setting.Length, "registration.clock.plead", "陈述意见期限", "Statement", "5工作日"),
		def(setting.Length, "registration.clock.objection", "异议审查期限", "Decision on an objection", "5工作日"),
		def(setting.Length, "registration.object_within", "提出异议的期限", "Time to object", "5工作日"),
		byKind(def(setting.Length, "registration.suspend", "暂停的最短期限", "Shortest suspension", "6个月"), "6个月"),
		byKind(def(setting.Length, "registration.bar", "取消后不再受理的期限", "No new application after cancellation", "3年"), "1年"),
		def(setting.Int, "registration.quota.new", "新备案主体年度额度", "Quota of a new entity", "10"),
		def(setting.Int, "registration.quota.usual", "年度额度", "Usual quota", "20"),
		help(def(setting.List, "registration.quota.ladder", "年度额度阶梯", "Quota ladder", "20:70:50\n50:80:100"),
			"每行“上年合格件数:合格率%:额度”，取满足条件的最高额度", "A line is passes:pass rate in per cent:quota of last year; the highest that fits counts"),
		def(setting.Int, "registration.quota.sample", "合格率最小样本", "Smallest sample for a rate", "5"),
		def(setting.Int, "registration.quota.extra", "增量额度上限", "Largest extra quota", "20"),
		def(setting.Bool, "registration.assured", "代理机构须在精准服务保障名单内", "Assured agencies only", "false"),
		def(setting.Bool, "registration.in_area", "申请主体须在服务区域内", "Applicants of the area only", "true"),
	}, ladder.Settings(), credit.Settings())
}

// The criteria that centers publish; each center changes them for itself, one a line.
var (
	entityCriteria = []string{"注册或登记地在服务区域内且具有独立法人资格", "成立满一年且社保参保人数不少于5人", "生产研发或经营范围属于批准的产业领域",
		"具有研发场地、团队和稳定投入", "有专利管理团队与书面制度", "有一件授权发明或三件授权实用新型、外观设计", "两年内无失信、无非正常申请、无故意侵权", "不以知识产权服务为主营业务"}
	agencyCriteria = []string{"持有有效的专利代理机构执业许可证", "专利代理师已执业备案", "未受行政处罚、未列入经营异常名录", "已登记联系人与联系方式"}
)

// area returns the division codes, or their beginnings, that the center serves.
func (d *Desk) area(s *casework.Step) ([]string, error) {
	return s.Office.Settings.List(s.Ctx, s.Tx, s.Setting("registration.area"))
}
