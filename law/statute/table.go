package statute

import (
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Kinds of texts and places where they are read.
var (
	statuteLaw = [2]string{"法律", "law"}
	decree     = [2]string{"行政法规", "administrative regulation"}
	order      = [2]string{"部门规章", "departmental rule"}
	document   = [2]string{"规范性文件", "normative document"}
	court      = [2]string{"司法解释", "interpretation of the Supreme People's Court"}
	guide      = [2]string{"审查指南", "examination guidelines"}
	standard   = [2]string{"标准", "standard"}
	ours       = [2]string{"本中心规定", "rule of the center"}
	practice   = [2]string{"实务", "practice"}

	laws           = [2]string{"国家法律法规数据库", "National database of laws and regulations"}
	lawsHref       = "https://flk.npc.gov.cn/"
	office         = [2]string{"国家知识产权局政府网站", "Site of the CNIPA"}
	cnipa          = "https://www.cnipa.gov.cn/"
	supreme        = [2]string{"最高人民法院网站", "Site of the Supreme People's Court"}
	spc            = "https://www.court.gov.cn/"
	samr           = [2]string{"国家标准全文公开系统", "Public system of the national standards"}
	samrHref       = "https://openstd.samr.gov.cn/"
	government     = [2]string{"中国政府网", "Site of the Central Government"}
	governmentHref = "https://www.gov.cn/"
	wipo           = [2]string{"世界知识产权组织网站", "Site of WIPO"}
	wipoHref       = "https://www.wipo.int/"
	here           = [2]string{"本中心；现行数值见中心配置与办事指南", "This center; the values in force stand in its configuration and guide"}
	craft          = [2]string{"本平台整理，仅供参考，无法律约束力", "Gathered by this program; binds nobody"}
)

func day(s string) calendar.Day { return calendar.MustDay(s) }

var texts = []Text{
	{Code: "patent-law", Name: "专利法", Versions: []string{"2020修正"}, English: "Patent Law", Kind: statuteLaw, Level: rule.Law, From: day("2021-06-01"), Source: laws, Href: lawsHref},
	{Code: "penalty-law", Name: "行政处罚法", Versions: []string{"2021修订"}, English: "Administrative Penalty Law", Kind: statuteLaw, Level: rule.Law, From: day("2021-07-15"), Source: laws, Href: lawsHref},
	{Code: "coercion-law", Name: "行政强制法", Versions: []string{"2011"}, English: "Administrative Coercion Law", Kind: statuteLaw, Level: rule.Law, From: day("2012-01-01"), Source: laws, Href: lawsHref},
	{Code: "civil-procedure-law", Name: "民事诉讼法", Versions: []string{"2023修正"}, English: "Civil Procedure Law", Kind: statuteLaw, Level: rule.Law, From: day("2024-01-01"),
		Note: [2]string{"行政程序中的送达和期间参照适用", "Applied by analogy to service and terms in administrative procedure"}, Source: laws, Href: lawsHref},
	{Code: "litigation-law", Name: "行政诉讼法", Versions: []string{"2017修正"}, English: "Administrative Litigation Law", Kind: statuteLaw, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "review-law", Name: "行政复议法", Versions: []string{"2023修订"}, English: "Administrative Reconsideration Law", Kind: statuteLaw, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "civil-code", Name: "民法典", Versions: []string{"2020"}, English: "Civil Code", Kind: statuteLaw, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "e-commerce-law", Name: "电子商务法", Versions: []string{"2018"}, English: "E-Commerce Law", Kind: statuteLaw, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "privacy-law", Name: "个人信息保护法", Versions: []string{"2021"}, English: "Personal Information Protection Law", Kind: statuteLaw, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "patent-rules", Name: "专利法实施细则", Versions: []string{"2023修订"}, English: "Implementing Regulations of the Patent Law", Kind: decree, Level: rule.Law, From: day("2024-01-20"), Source: laws, Href: lawsHref},
	{Code: "agency-regulations", Name: "专利代理条例", Versions: []string{"2018"}, English: "Patent Agency Regulations", Kind: decree, Level: rule.Law, Source: laws, Href: lawsHref},
	{Code: "order-82", Name: "专利纠纷行政裁决和调解办法", Versions: []string{"局令第82号，2024"}, English: "Measures for administrative decision and mediation of patent disputes (Order 82)", Kind: order, Level: rule.Law, From: day("2025-02-01"),
		Note: [2]string{"适用于该日及以后立案的案件；条文逐条核对以公布文本为准，具体数值由中心配置", "For cases accepted on or after that day; the published text decides, the numbers are settings of the center"}, Source: office, Href: cnipa},
	{Code: "order-71", Name: "专利行政执法办法", Versions: []string{"局令第71号，2015", "国家知识产权局令第71号", "2015"}, English: "Measures for administrative patent enforcement (Order 71)", Kind: order, Level: rule.Law, From: day("2015-07-01"),
		Note: [2]string{"侵权纠纷案件自 2025-02-01 起立案的适用局令第82号；此前立案的仍按本办法", "Infringement cases accepted from 2025-02-01 follow Order 82; those accepted earlier follow this text"}, Source: office, Href: cnipa},
	{Code: "order-77", Name: "规范申请专利行为的规定", Versions: []string{"局令第77号"}, English: "Provisions on the conduct of filing (Order 77)", Kind: order, Level: rule.Law, From: day("2024-01-20"), Source: office, Href: cnipa},
	{Code: "notice-92", Name: "国知发管字〔2016〕92号", English: "Notice on fast and coordinated protection (2016) No. 92", Kind: document, Level: rule.Guideline, From: day("2016-11-23"), Source: office, Href: cnipa},
	{Code: "preexam-measures", Name: "专利申请预审业务管理办法（试行）", Versions: []string{"国知办发办字〔2023〕25号"}, English: "Measures for pre-examination (trial)", Kind: document, Level: rule.Guideline,
		Note: [2]string{"未见全文，其中的数值由各中心配置", "The full text was not at hand; its numbers are settings of each center"}, Source: office, Href: cnipa},
	{Code: "handling-norms", Name: "专利行政执法办案规范", English: "Norms for handling patent enforcement cases", Kind: document, Level: rule.Guideline, Source: office, Href: cnipa},
	{Code: "plan-14", Name: "国民经济和社会发展第十四个五年规划和2035年远景目标纲要", Versions: []string{"2021"}, English: "Outline of the 14th Five-Year Plan and of the goals for 2035", Kind: document, Level: rule.Guideline, From: day("2021-03-12"),
		Note: [2]string{"未见原文，口径依惯常理解，各项可由中心配置", "The text was not at hand; what counts follows the usual reading and can be configured"}, Source: government, Href: governmentHref},
	{Code: "notice-411", Name: "国家知识产权局公告第411号", Versions: []string{"2021"}, English: "Announcement 411 of the CNIPA", Kind: document, Level: rule.Guideline, Source: office, Href: cnipa},
	{Code: "order-84", Name: "国家知识产权局令第84号", Versions: []string{"2025"}, English: "Order 84 of the CNIPA, amending the guidelines", Kind: guide, Level: rule.Guideline, From: day("2026-01-01"), Source: office, Href: cnipa},
	{Code: "guidelines", Name: "专利审查指南", Versions: []string{"2023，经局令第84号修改"}, English: "Patent Examination Guidelines", Kind: guide, Level: rule.Guideline, From: day("2026-01-01"), Source: office, Href: cnipa},
	{Code: "court-2009-21", Name: "法释〔2009〕21号", English: "Interpretation on infringement disputes (2009) No. 21", Kind: court, Level: rule.Law,
		Note: [2]string{"人民法院审理专利侵权案件的规则，行政裁决参照", "The rule of the courts, followed in administrative decisions"}, Source: supreme, Href: spc},
	{Code: "court-provisions", Name: "最高人民法院关于审理专利纠纷案件适用法律问题的若干规定", Versions: []string{"2015"}, English: "Provisions on trying patent disputes", Kind: court, Level: rule.Law,
		Note: [2]string{"人民法院的规则，行政裁决参照", "The rule of the courts, followed in administrative decisions"}, Source: supreme, Href: spc},
	{Code: "gb-32100", Name: "GB 32100", Versions: []string{"2015"}, English: "GB 32100, unified social credit code", Kind: standard, Level: rule.Guideline, Source: samr, Href: samrHref},
	{Code: "gb-11643", Name: "GB 11643", Versions: []string{"1999"}, English: "GB 11643, citizen identification number", Kind: standard, Level: rule.Guideline, Source: samr, Href: samrHref},
	{Code: "zc-0006", Name: "ZC 0006", Versions: []string{"2003"}, English: "ZC 0006, numbers of applications", Kind: standard, Level: rule.Guideline, Source: office, Href: cnipa},
	{Code: "st26", Name: "WIPO ST.26", Versions: []string{"2022"}, English: "WIPO ST.26", Kind: standard, Level: rule.Guideline, Source: wipo, Href: wipoHref},
	{Code: "st26-1.7", Name: "WIPO标准 ST.26", Versions: []string{"1.7"}, English: "WIPO ST.26, version 1.7", Kind: standard, Level: rule.Guideline, Source: wipo, Href: wipoHref},
	{Code: "filing-format", Name: "电子申请文件提交要求", English: "Format of papers filed on line", Kind: document, Level: rule.Guideline, Source: office, Href: cnipa},
	{Code: "center", Name: "本中心规定", English: "Rules of the center", Kind: ours, Level: rule.Center,
		Note: [2]string{"不是法律；由中心负责，可在中心配置中修改，修改自生效日起适用", "Not law; the center answers for them and can change them from a day on"}, Source: here},
	{Code: "editor", Name: "电子申请离线编辑器预检", English: "Check of the off-line editor", Kind: practice, Level: rule.Advice, Source: craft},
	{Code: "filing-practice", Name: "电子申请与撰写实践", English: "Practice of filing and drafting", Kind: practice, Level: rule.Advice, Source: craft},
	{Code: "preexam-practice", Name: "预审实务", English: "Practice of pre-examination", Kind: practice, Level: rule.Advice, Source: craft},
	{Code: "drafting-advice", Name: "撰写质量提示", English: "Advice on drafting", Kind: practice, Level: rule.Advice, Source: craft},
	{Code: "system", Name: "系统检查", English: "Checks of the program", Kind: practice, Level: rule.Advice, Source: craft},
}
