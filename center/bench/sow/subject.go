package sow

import (
	"strings"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/patent/filing"
)

// wrongLast replaces the last character of a number, so that its check character is wrong.
func wrongLast(s string) string {
	if strings.HasSuffix(s, "7") {
		return s[:len(s)-1] + "3"
	}
	return s[:len(s)-1] + "7"
}

// second adds a second applicant, whom the register knows.
func (p *paper) second() *filing.Applicant {
	a := text.Company(p.Field, 5)
	p.Request.Applicants = append(p.Request.Applicants, a)
	p.facts.Registry.Applicants = append(p.facts.Registry.Applicants,
		check.Registrant{Found: true, Active: true, InArea: true, Status: "备案成功", Name: a.Name, Code: a.Code})
	return &p.Request.Applicants[1]
}

// subjects are faults of who files and of what the center serves.
func subjects() []Fault {
	return []Fault{
		// 本中心规定：第一申请人为备案主体.
		{"SUB-001", "iud", func(p *paper) string {
			p.facts.Registry.Applicants[0] = check.Registrant{}
			return p.Request.Applicants[0].Name
		}},
		{"SUB-001", "iud", func(p *paper) string {
			r := &p.facts.Registry.Applicants[0]
			r.Active, r.Status = false, "待受理"
			return p.Request.Applicants[0].Name
		}},
		// GB 32100；专利法实施细则第十九条第（二）项.
		{"SUB-002", "iud", func(p *paper) string {
			a := &p.Request.Applicants[0]
			a.Code = wrongLast(a.Code)
			return a.Code
		}},
		{"SUB-002", "iud", func(p *paper) string {
			p.facts.Registry.Applicants[0].Code = text.Company(p.Field, 6).Code
			return p.Request.Applicants[0].Code
		}},
		// 专利法实施细则第十九条；专利审查指南第一部分第一章4.1.3节.
		{"SUB-003", "iud", func(p *paper) string {
			p.facts.Registry.Applicants[0].Name = text.Company(p.Field, 7).Name
			return p.Request.Applicants[0].Name
		}},
		{"SUB-003", "iud", func(p *paper) string {
			a := &p.Request.Applicants[0]
			a.Name = strings.TrimSuffix(a.Name, "有限公司")
			return a.Name
		}},
		// 本中心规定：备案主体注册或登记地在本区域内.
		{"SUB-004", "iud", func(p *paper) string { p.facts.Registry.Applicants[0].InArea = false; return Anywhere }},
		// 本中心规定：共同申请人备案要求.
		{"SUB-005", "iud", func(p *paper) string {
			a := p.second()
			p.facts.Registry.Applicants[1] = check.Registrant{}
			p.facts.Settings.CoApplicants = "all"
			return a.Name
		}},
		// 国知发管字92号一、（四）.
		{"SUB-006", "iud", func(p *paper) string {
			r := &p.facts.Registry.Applicants[0]
			r.Active, r.Status = false, p.pick("暂停", "取消")
			return p.Request.Applicants[0].Name
		}},
		{"SUB-006", "iud", func(p *paper) string {
			a := p.second()
			p.facts.Registry.Applicants[1].Banned = "列入黑名单，至2027年6月30日"
			return a.Name
		}},
		// 本中心规定：代理机构登记.
		{"SUB-007", "iud", agency(func(p *paper) string { p.facts.Registry.Agency.Found = false; return Anywhere })},
		{"SUB-007", "iud", agency(func(p *paper) string { p.facts.Registry.Agency.Active = false; return Anywhere })},
		{"SUB-007", "iud", agency(func(p *paper) string {
			p.facts.Registry.Agency.Assured, p.facts.Registry.Agency.AssuredNeeded = false, true
			return Anywhere
		})},
		// 专利代理条例第十一条；专利审查指南第一部分第一章4.1.6节.
		{"SUB-008", "iud", agency(func(p *paper) string {
			p.facts.Registry.Agency.Agents = p.facts.Registry.Agency.Agents[1:]
			return Anywhere
		})},
		{"SUB-008", "iud", agency(func(p *paper) string {
			g := p.Request.Agency
			third := g.Agents[0]
			third.Name, third.Licence = text.Person(3100).Name, g.Code+"07777.1"
			g.Agents = append(g.Agents, third)
			p.facts.Registry.Agency.Agents = append(p.facts.Registry.Agency.Agents, third.Licence)
			return Anywhere
		})},
		// 本中心规定：备案主体预审额度.
		{"SUB-009", "iud", func(p *paper) string { p.facts.Registry.QuotaLeft = 0; return Anywhere }},
		// 本中心规定：服务领域分类号清单.
		{"SUB-010", "iu", func(p *paper) string { p.facts.Settings.IPC = []string{"C40B", "B82Y"}; return Anywhere }},
		{"SUB-011", "d", func(p *paper) string { p.facts.Settings.Locarno = []string{"32", "30"}; return Anywhere }},
		// 国知发管字92号二、（三）；本中心规定：备案主体的生产研发方向.
		{"SUB-012", "iu", func(p *paper) string {
			p.facts.Registry.Scope = p.pick("企业管理咨询；法律咨询；财务代理记账", "房地产经纪；物业服务；停车场管理", "演出经纪；票务代理；文艺创作")
			return Anywhere
		}},
		// 本中心规定：不予受理的情形.
		{"SUB-013", "iu", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				f.Others = append(f.Others, filing.Attachment{Code: "150101", Name: "国际申请进入中国国家阶段声明（发明）", File: "150101.xml", Data: []byte("<x/>")})
			})
		}},
		// 本中心规定：不予受理的情形；专利法第九条.
		{"SUB-014", "iu", func(p *paper) string { p.Request.SameDay = true; return Anywhere }},
		// 本中心规定：不予受理的情形.
		{"SUB-015", "iud", func(p *paper) string {
			p.Request.Divisional = &filing.Divisional{Original: numbered("202410123456"), Filed: filing.Date{Year: 2024, Month: 5, Day: 8}}
			return Anywhere
		}},
		// 专利法实施细则第七条.
		{"SUB-016", "iu", func(p *paper) string { p.Request.Secrecy = true; return Anywhere }},
		{"SUB-016", "iu", func(p *paper) string {
			return p.say(text.Background, p.pick("本项目来源于某国防科研任务。", "该设备为军工配套产品。", "相关内容涉及国家秘密，仅供内部使用。", "该装置已列装部队。"))
		}},
		// 本中心规定：已向国家知识产权局提交的申请不予预审.
		{"SUB-017", "iud", func(p *paper) string {
			p.Request.ApplicationNo, p.facts.Filing = p.facts.Filing.ApplicationNo, nil
			return p.Request.ApplicationNo
		}},
		// 本中心规定：重复提交方案实质相同的申请.
		{"SUB-018", "iu", func(p *paper) string {
			p.facts.Earlier.Duplicates = []check.Duplicate{{CaseNo: p.caseNo(), Similarity: 0.97}}
			return Anywhere
		}},
		// 本中心规定：预审承诺书.
		{"SUB-019", "iud", func(p *paper) string { p.Undertaking = false; return Anywhere }},
		{"SUB-019", "iud", func(p *paper) string { return p.inFile("承诺书.txt", p.Title, "") }},
		// 本中心规定：备案主体为企事业单位.
		{"SUB-023", "iud", natural},
		// 专利法第十八条第一款.
		{"SUB-024", "iud", func(p *paper) string {
			if p.Request.Agency != nil {
				return ""
			}
			a := &p.Request.Applicants[0]
			a.Name, a.Country, a.Code = "Example Devices Inc.", p.pick("美国", "德国", "日本"), ""
			return a.Country
		}},
	}
}

// agency keeps a fault to applications with an agency.
func agency(sow func(*paper) string) func(*paper) string {
	return func(p *paper) string {
		if p.Request.Agency == nil {
			return ""
		}
		return sow(p)
	}
}

// natural makes the first applicant a person.
func natural(p *paper) string {
	who := text.Person(p.Index + 40)
	a := &p.Request.Applicants[0]
	a.Name, a.Type, a.Code = who.Name, "个人", who.ID
	p.facts.Registry.Applicants[0] = check.Registrant{Found: true, Active: true, InArea: true, Status: "备案成功", Name: who.Name, Code: who.ID, Natural: true}
	return Anywhere
}

// after are faults of what happens once an application was filed.
func after() []Fault {
	f := func(edit func(*check.FilingFacts)) func(*paper) string {
		return func(p *paper) string { edit(p.facts.Filing); return Anywhere }
	}
	return []Fault{
		// ZC 0006.
		{"POST-001", "iud", f(func(x *check.FilingFacts) { x.ApplicationNo = wrongLast(x.ApplicationNo) })},
		{"POST-001", "iud", f(func(x *check.FilingFacts) { x.ApplicationNo = x.ApplicationNo[:9] + x.ApplicationNo[10:] })},
		{"POST-001", "i", f(func(x *check.FilingFacts) { x.ApplicationNo = numbered("202620666123") })},
		// 本中心规定：预审合格后的提交期限.
		{"POST-002", "iud", f(func(x *check.FilingFacts) { x.FilingDate = x.ValidUntil + 1 })},
		{"POST-002", "iud", f(func(x *check.FilingFacts) { x.FilingDate = x.PassedOn - 3 })},
		// 本中心规定：案件一致性审查.
		{"POST-003", "iud", f(func(x *check.FilingFacts) { x.Compared = false })},
		{"POST-003", "iu", f(func(x *check.FilingFacts) {
			x.Differences = []check.Difference{{Part: "说明书", Place: "第3段", Passed: "固定", Filed: "铰接"}}
		})},
		// 本中心规定：受理通知书与案件一致.
		{"POST-004", "iud", f(func(x *check.FilingFacts) { x.Title += "的改进" })},
		{"POST-004", "iud", f(func(x *check.FilingFacts) {
			x.Applicants = append([]string{"杭州另一家有限公司"}, x.Applicants...)
		})},
		// 本中心规定：提交当日缴费.
		{"POST-005", "iud", f(func(x *check.FilingFacts) { x.PaidOn = x.FilingDate + 2 })},
		// 系统检查：申请号唯一.
		{"POST-006", "iud", f(func(x *check.FilingFacts) { x.UsedElsewhere = "YS202600077" })},
		// 本中心规定：快速通道承诺事项.
		{"POST-007", "iud", f(func(x *check.FilingFacts) { x.Breaches = []string{"2026-11-21 办理著录项目变更"} })},
	}
}
