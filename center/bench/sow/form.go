package sow

import (
	"fmt"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/patent"
	"zhibao/patent/filing"
)

// call gives the application another title in every place that states it.
func (p *paper) call(title string) string {
	for i, line := range p.Brief {
		p.Brief[i] = strings.ReplaceAll(line, p.Title, title)
	}
	p.facts.Filing.Title, p.facts.Filing.PassedTitle = title, title
	p.Title, p.Request.Title = title, title
	if p.Examination != nil {
		p.Examination.Title = title
	}
	if p.Mandate != nil {
		p.Mandate.Title = title
	}
	return title
}

// thing is the title without the words 一种.
func (p *paper) thing() string { return strings.TrimPrefix(p.Title, "一种") }

// packages are faults of the package and of its lists.
func packages() []Fault {
	attach := func(name, file string, data []byte) func(*paper) string {
		return func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				f.Others = append(f.Others, filing.Attachment{Name: name, File: file, Data: data})
			})
		}
	}
	return []Fault{
		// 系统检查：案卷包的安全.
		{"PKG-001", "iud", attach("看图软件", "viewer.exe", []byte("MZ\x90\x00"))},
		{"PKG-001", "iud", attach("其他证明文件", "证明.rar", []byte("Rar!\x1a\x07\x01\x00"))},
		{"PKG-001", "iu", func(p *paper) string { p.facts.Settings.MaxFile = 2000; return Anywhere }},
		// 专利法实施细则第四十四条第（一）项；专利法第二十六条；专利法第二十七条.
		{"PKG-002", "iu", func(p *paper) string { p.Abstract = ""; return Anywhere }},
		{"PKG-002", "iu", func(p *paper) string {
			p.Sections = nil
			return p.onFiling(func(f *filing.Application) { f.Title = "" })
		}},
		{"PKG-002", "u", func(p *paper) string { p.Figures = nil; return Anywhere }},
		// 专利法实施细则第三条；专利法实施细则第四十四条第（二）项.
		{"PKG-003", "iu", english},
		// 专利法实施细则第四十四条第（六）项.
		{"PKG-004", "i", func(p *paper) string { p.chosen = patent.UtilityModel; return Anywhere }},
		{"PKG-004", "u", func(p *paper) string { p.chosen = patent.Invention; return Anywhere }},
		{"PKG-004", "u", func(p *paper) string {
			p.Examination = &filing.Examination{Title: p.Title, SignedOn: p.Request.SignedOn}
			return Anywhere
		}},
		// 电子申请与撰写实践：表格代码.
		{"PKG-005", "iud", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				f.Others = append(f.Others, filing.Attachment{Code: "118" + p.pick("201", "764"), Name: "其他文件", File: "1.xml", Data: []byte("<x/>")})
			})
		}},
		// 国家知识产权局令第84号电子申请的XML格式.
		{"PKG-006", "iu", func(p *paper) string { return p.inFile("100002.xml", "</description>", "") }},
		{"PKG-006", "iu", func(p *paper) string {
			if len(p.Figures) == 0 {
				return ""
			}
			p.Figures[len(p.Figures)-1].Lost = true
			return Anywhere
		}},
		// 专利法实施细则第十九条第（七）项；专利法实施细则第十九条第（八）项.
		{"PKG-007", "iu", func(p *paper) string { p.opt.Pages = map[string]int{filing.FormClaims: 17}; return Anywhere }},
		{"PKG-007", "iu", func(p *paper) string { p.Request.ClaimCount = len(p.Claims) + 1 + p.rng.IntN(3); return Anywhere }},
		// 本中心规定：提前公开；专利法实施细则第五十二条.
		{"PKG-008", "i", func(p *paper) string { p.Request.EarlyPublish = false; return Anywhere }},
		// 本中心规定：同时请求实质审查；专利法第三十五条.
		{"PKG-009", "i", func(p *paper) string { p.Examination = nil; return Anywhere }},
		{"PKG-009", "i", func(p *paper) string { p.Examination.Delay = 1 + p.rng.IntN(3); return Anywhere }},
		// 本中心规定：放弃主动修改；专利法实施细则第五十七条.
		{"PKG-010", "i", func(p *paper) string { p.Examination.NoAmendment = false; return Anywhere }},
		// 专利法实施细则第十七条.
		{"PKG-011", "iud", agency(func(p *paper) string { p.Mandate = nil; return Anywhere })},
		{"PKG-011", "iud", agency(func(p *paper) string { p.Mandate.Principals = nil; return Anywhere })},
		{"PKG-011", "iud", agency(func(p *paper) string { p.Mandate.AgencySeal = ""; return Anywhere })},
		// 专利法实施细则第四条；专利审查指南第一部分第一章4.1.4节.
		{"PKG-012", "iud", func(p *paper) string {
			if p.Request.Agency != nil {
				return ""
			}
			p.Request.Contact = nil
			return Anywhere
		}},
		// 专利审查指南第五部分第一章4.1至5.6节.
		{"PKG-013", "iu", func(p *paper) string {
			if len(p.Figures) == 0 {
				return ""
			}
			p.Figures[0].Art.Width, p.Figures[0].Art.Height = 190, 270
			return Anywhere
		}},
		// 系统检查：文字处理文件的残留.
		{"PKG-014", "iu", func(p *paper) string { p.word = func() []byte { return p.drafted(p.rng.IntN(3)) }; return Anywhere }},
		// 电子申请与撰写实践：占位内容.
		{"PKG-015", "iu", func(p *paper) string {
			w := p.pick("XXX", "待补充", "TODO", "【】", "某某", "XX公司", "（待定）")
			return p.saying(text.Embodiment, "该部分的尺寸见"+w+"。", w)
		}},
		// 专利法实施细则第一百一十七条.
		{"PKG-016", "iud", func(p *paper) string {
			a := p.second()
			p.Request.Applicants[0].FeeFiled, a.FeeFiled = true, false
			return Anywhere
		}},
		// 专利法实施细则第十九条第（六）项；专利法实施细则第一百四十六条.
		{"PKG-017", "iud", func(p *paper) string { p.Request.Signature = ""; return Anywhere }},
	}
}

// english writes the description in English.
func english(p *paper) string {
	for i := range p.Sections {
		p.Sections[i].Paragraphs = []string{strings.Repeat("The present disclosure provides a device with a frame, a shaft and a spring that is mounted between the frame and the shaft. ", 6)}
	}
	return Anywhere
}

// titles are faults of the title.
func titles() []Fault {
	named := func(form string, words ...string) func(*paper) string {
		return func(p *paper) string {
			w := p.pick(words...)
			p.call(strings.NewReplacer("@", p.thing(), "#", w).Replace(form))
			return w
		}
	}
	return []Fault{
		// 专利法第二十六条第二款.
		{"REQ-001", "iud", func(p *paper) string { p.Request.Title = ""; return Anywhere }},
		// 专利审查指南第一部分第一章4.1.1节；专利审查指南第二部分第二章2.2.1节.
		{"REQ-002", "iu", func(p *paper) string {
			return p.call("一种能够根据现场工况自动切换工作模式并且便于搬运和维护的适用于多种场合的" + p.thing())
		}},
		{"REQ-002", "iu", func(p *paper) string {
			return p.call("一种" + strings.Repeat("能够根据现场工况自动切换工作模式并且便于搬运和维护的", 3) + p.thing())
		}},
		// 专利审查指南第一部分第一章4.1.1节.
		{"REQ-003", "iu", named("一种#@", "华为牌", "美的牌", "XJ-300型", "北京", "深圳市")},
		{"REQ-003", "iu", func(p *paper) string {
			who := p.Request.Inventors[0].Name
			p.call("一种" + who + "式" + p.thing())
			return who
		}},
		{"REQ-004", "iu", named("一种#@", "高端", "顶级", "领先的", "完美的", "豪华")},
		{"REQ-005", "iu", named("一种@#", "及其他", "及其类似物", "等")},
		{"REQ-006", "iu", func(p *paper) string {
			return p.call(p.pick("一种装置", "装置", "方法", "一种系统", "一种组合物"))
		}},
		// 专利审查指南第二部分第二章2.2.1节.
		{"REQ-007", "iu", func(p *paper) string {
			if strings.Contains(p.Title, "方法") {
				return ""
			}
			return p.claim("方法", "包括以下步骤：先将工件放入，再启动，最后取出")
		}},
		// 电子申请与撰写实践：名称的标点符号.
		{"REQ-008", "iu", named("一种#@", "新型，", "耐用！", "轻便；", "稳定。")},
		// 专利法实施细则第二十条第一款.
		{"REQ-009", "iu", func(p *paper) string { p.Request.Title = p.thing() + "结构"; return Anywhere }},
		// 专利法第二条第三款.
		{"REQ-010", "u", func(p *paper) string {
			return p.call(p.Title + p.pick("的制造方法", "的加工工艺", "的用途"))
		}},
		// 专利法实施细则第二十条第一款.
		{"XD-001", "iud", agency(func(p *paper) string { p.Mandate.Title = p.thing() + "改良结构"; return Anywhere })},
		{"XD-001", "i", func(p *paper) string { p.Examination.Title = "一种便携" + p.thing(); return Anywhere }},
		// 专利审查指南第二部分第二章2.2.1节.
		{"XD-004", "iu", func(p *paper) string {
			if strings.Contains(p.Title, "方法") {
				return ""
			}
			return p.call("一种" + p.pick("花卉种植", "数据加密", "面包烘焙") + "方法")
		}},
	}
}

// persons are faults of what the request form says about inventors and applicants.
func persons() []Fault {
	inventor := func(edit func(*filing.Inventor, *paper) string) func(*paper) string {
		return func(p *paper) string { return edit(&p.Request.Inventors[len(p.Request.Inventors)-1], p) }
	}
	applicant := func(edit func(*filing.Applicant)) func(*paper) string {
		return func(p *paper) string { edit(&p.Request.Applicants[0]); return Anywhere }
	}
	return []Fault{
		// 专利法实施细则第十四条；专利审查指南第一部分第一章4.1.2节；国家知识产权局令第84号发明人应当是自然人.
		{"REQ-011", "iud", func(p *paper) string { p.Request.Inventors = nil; return Anywhere }},
		{"REQ-011", "iud", inventor(func(v *filing.Inventor, p *paper) string {
			v.Name = p.pick("结构研发课题组", "示例大学", "赵明等", "智能体小助手AI", "第二项目组")
			return v.Name
		})},
		// 国家知识产权局令第84号全部发明人的身份信息.
		{"REQ-012", "iud", inventor(func(v *filing.Inventor, _ *paper) string { v.ID = ""; return Anywhere })},
		{"REQ-012", "iud", inventor(func(v *filing.Inventor, _ *paper) string { v.Country = ""; return Anywhere })},
		// GB 11643（1999）.
		{"REQ-013", "iud", inventor(func(v *filing.Inventor, _ *paper) string { v.ID = wrongLast(v.ID); return v.Name })},
		{"REQ-013", "iud", inventor(func(v *filing.Inventor, _ *paper) string { v.ID = "330108199013320017"; return v.Name })},
		// 专利审查指南第一部分第一章4.1.2节.
		{"REQ-014", "iud", func(p *paper) string {
			p.Request.Inventors = append(p.Request.Inventors, p.Request.Inventors[0])
			return Anywhere
		}},
		{"REQ-014", "iud", inventor(func(v *filing.Inventor, _ *paper) string { v.Withheld = true; return Anywhere })},
		// 专利法实施细则第十九条第（二）项.
		{"REQ-015", "iud", applicant(func(a *filing.Applicant) { a.Code = "" })},
		{"REQ-015", "iud", applicant(func(a *filing.Applicant) { a.Postcode = "" })},
		{"REQ-015", "iud", applicant(func(a *filing.Applicant) { a.Province, a.City, a.Street = "", "", "" })},
		// 专利审查指南第一部分第一章4.1.7节.
		{"REQ-016", "iud", applicant(func(a *filing.Applicant) { a.Street = "长河街道" })},
		{"REQ-016", "iud", applicant(func(a *filing.Applicant) { a.City = "" })},
		{"REQ-016", "iud", applicant(func(a *filing.Applicant) { a.Country = "日本" })},
		// 专利审查指南第一部分第一章4.1.3节.
		{"REQ-017", "iud", func(p *paper) string {
			a := p.second()
			a.Name = p.pick("浙江示例大学科研处", "示例研究院材料课题组", "杭州示例集团技术部", "示例医院骨科")
			return a.Name
		}},
		// 专利法实施细则第十九条第（四）项.
		{"REQ-018", "iud", agency(func(p *paper) string { p.Request.Agency.Code = "3390"; return Anywhere })},
		{"REQ-018", "iud", agency(func(p *paper) string { p.Request.Agency.Agents[0].Licence = ""; return Anywhere })},
		{"REQ-018", "iud", agency(func(p *paper) string { p.Request.Agency.Agents[0].Phone = ""; return Anywhere })},
		{"REQ-018", "iud", agency(func(p *paper) string { p.Request.Agency.Agents = nil; return Anywhere })},
		// 专利法实施细则第十七条第三款.
		{"REQ-019", "iud", func(p *paper) string { p.Request.Representative = p.Request.Applicants[0].Name; return Anywhere }},
		// 系统检查：联系方式的写法.
		{"REQ-030", "iud", func(p *paper) string { p.Request.Contact.Phone = "1390000"; return "1390000" }},
		{"REQ-030", "iud", func(p *paper) string { p.Request.Contact.Mail = "ip@@example"; return "ip@@example" }},
		{"REQ-030", "iud", func(p *paper) string { p.Request.Contact.Postcode = "31000"; return "31000" }},
		// 本中心规定：联系人为本单位人员，填写手机和电子邮箱.
		{"SUB-021", "iud", func(p *paper) string {
			p.facts.Registry.Staff = []string{text.Person(2700).Name}
			return p.Request.Contact.Name
		}},
		{"SUB-021", "iud", func(p *paper) string { p.Request.Contact.Mail = ""; return p.Request.Contact.Name }},
		{"SUB-021", "iud", func(p *paper) string { p.Request.Contact.Phone = "0571-86000001"; return "0571-86000001" }},
		// 国家知识产权局公告第411号第（三）项.
		{"SUB-022", "iud", func(p *paper) string {
			for i := range 11 {
				p.Request.Inventors = append(p.Request.Inventors, text.Person(2800+i))
			}
			return Anywhere
		}},
		// 专利法实施细则第十九条.
		{"XD-005", "iud", agency(func(p *paper) string { p.Mandate.Principals = []string{text.Company(p.Field, 7).Name}; return Anywhere })},
		{"XD-005", "iud", func(p *paper) string {
			name := p.Request.Applicants[0].Name
			p.inFile("承诺书.txt", name, strings.Replace(name, "示例", "示范", 1))
			return p.inFile("承诺书.txt", name, strings.Replace(name, "示例", "示范", 1))
		}},
	}
}

// forms are faults of what the request form declares.
func forms() []Fault {
	earlier := func(country, date, number string) func(*paper) string {
		return func(p *paper) string {
			p.Request.Priorities = []filing.Priority{{Country: country, Date: date, Number: number}}
			return Anywhere
		}
	}
	deposit := filing.Deposit{Unit: "中国微生物菌种保藏管理委员会普通微生物中心", Place: "北京市朝阳区北辰西路1号院3号", Number: "CGMCC No.28765",
		Name: "枯草芽孢杆菌 Bacillus subtilis", On: filing.Date{Year: 2026, Month: 6, Day: 1}, Alive: true}
	return []Fault{
		// 专利法实施细则第十九条第（五）项；专利法实施细则第三十四条.
		{"REQ-020", "iu", earlier("中国", "2026-03-02", "")},
		{"REQ-020", "iu", earlier("中国", "", numbered("202610234567"))},
		{"REQ-020", "iu", earlier("", "2026-03-02", numbered("202610234567"))},
		{"REQ-020", "iu", earlier("中国", "2026-03-02", wrongLast(numbered("202610234567")))},
		// 专利法第二十九条；专利法实施细则第三十六条.
		{"REQ-021", "iu", earlier("中国", "2025-10-08", numbered("202510234567"))},
		// 专利法第二十九条.
		{"DSG-027", "d", earlier("中国", "2026-04-08", numbered("202630234567"))},
		// 专利法实施细则第三十三条.
		{"REQ-023", "iu", func(p *paper) string { p.Request.Grace = p.pick("exhibition", "conference", "leak"); return Anywhere }},
		// 专利法实施细则第二十七条.
		{"REQ-024", "i", func(p *paper) string {
			d := deposit
			d.Number = ""
			p.Request.Deposits = []filing.Deposit{d}
			return Anywhere
		}},
		{"REQ-024", "i", func(p *paper) string { p.Request.Deposits = []filing.Deposit{deposit}; return Anywhere }},
		// 专利法实施细则第二十九条；专利法第二十六条第五款.
		{"REQ-025", "i", func(p *paper) string { p.Request.Genetic = true; return Anywhere }},
		// 专利法实施细则第二十条第四款；WIPO ST.26.
		{"REQ-026", "i", func(p *paper) string { p.Request.Sequence = true; return Anywhere }},
		// 专利法实施细则第二十六条第二款.
		{"REQ-027", "iu", func(p *paper) string { p.Request.AbstractFigure = ""; return Anywhere }},
		{"REQ-027", "iu", func(p *paper) string {
			p.Request.AbstractFigure = fmt.Sprintf("图%d", len(p.Figures)+2)
			return Anywhere
		}},
		// 专利法实施细则第八条.
		{"REQ-028", "iu", func(p *paper) string { p.Request.AbroadRequest = true; return Anywhere }},
		// 专利法实施细则第一百一十条；专利法实施细则第一百一十二条.
		{"REQ-029", "iu", func(p *paper) string { return p.many(11 + p.rng.IntN(5)) }},
		{"REQ-029", "iu", func(p *paper) string { p.opt.Pages = map[string]int{filing.FormDescription: 34}; return Anywhere }},
		// 专利法实施细则第一百一十条.
		{"CLM-035", "iu", func(p *paper) string { return p.many(11 + p.rng.IntN(5)) }},
		// 专利法实施细则第一百一十条；专利法实施细则第一百一十二条；专利法实施细则第一百一十七条.
		{"FIN-001", "iu", func(p *paper) string { return p.many(12) }},
		// 专利法实施细则第一百一十条.
		{"DSC-030", "iu", func(p *paper) string { p.opt.Pages = map[string]int{filing.FormDescription: 34}; return Anywhere }},
	}
}
