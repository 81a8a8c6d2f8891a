package abnormal

import (
	"zhibao/casework/setting"
	"zhibao/examination/abnormal/indicator"
	"zhibao/law/rule"
)

// Settings declares the thresholds of the indicators, the terms of the procedure and from when on a feed
// counts as stale. All of it is the center's own: no text lays it down.
func Settings() (out []setting.Def) {
	def := func(t setting.Type, key, title, english, value string, help ...string) {
		d := setting.Def{Key: "abnormal." + key, Title: title, English: english, Type: t, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center, Group: Code, Basis: ours(title)}
		if len(help) == 2 {
			d.Help, d.HelpEN = help[0], help[1]
		}
		out = append(out, d)
	}
	for _, x := range indicator.Catalogue() {
		for _, l := range x.Limits {
			def(setting.Int, l.Key, x.ID+" "+l.Title, x.ID+" "+l.English, l.Default, l.Help, l.HelpEN)
			out[len(out)-1].Basis = append(x.Basis, out[len(out)-1].Basis...)
		}
	}
	def(setting.Int, "window", "监测的时间范围（日）", "Days that the monitor looks back", "730", "较早的申请文本仍用于比对；计件的指标只计一年", "Older texts are still compared; what is counted is counted over a year")
	def(setting.Int, "again", "结案后再次提示的新增件数", "New filings after which a group is told again", "2", "同一组线索办结后，新增申请达到该数的才再次形成线索", "Once a lead about a group has ended")
	def(setting.Int, "repeated", "认定为连续提交的次数", "Findings that make it repeated", "2", "在规定时间内生效的认定达到该数的，记为连续提交", "Effective findings within the time below")
	def(setting.Int, "repeated.months", "计算连续提交的月数", "Months within which they are counted", "12")
	def(setting.Length, "clock.lead", "线索核实期限", "Time to look into a lead", "10工作日")
	def(setting.Length, "clock.explain", "说明举证期限", "Time to explain", "10工作日")
	def(setting.Length, "clock.check", "核查期限", "Time to check", "10工作日")
	def(setting.Length, "clock.conclude", "结论期限", "Time to conclude", "5工作日")
	def(setting.Length, "clock.object", "异议期限", "Time to object", "5工作日")
	def(setting.Length, "clock.review", "异议审查期限", "Time to review an objection", "10工作日")
	def(setting.Length, "clock.report", "上报期限", "Time to report", "5工作日")
	def(setting.Int, "extend", "举证最多延长（工作日）", "Most working days of an extension", "10")
	def(setting.Int, "stale.filings", "预审案件数据过期天数", "Days until filings count as stale", "30")
	def(setting.Int, "stale.lists", "国家局名单过期天数", "Days until the national lists count as stale", "120")
	def(setting.Int, "stale.transfers", "专利转让数据过期天数", "Days until transfers count as stale", "90")
	def(setting.Int, "stale.run", "监测运行过期天数", "Days until a run counts as stale", "2")
	return out
}
