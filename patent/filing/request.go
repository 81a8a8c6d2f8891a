package filing

import (
	"fmt"
	"strconv"
)

// request writes 110101, 120101 or 130101. The documents are those that the lists name.
func (a *Application) request(docs []*document) *document {
	name := map[Kind]string{UtilityModel: "实用新型专利请求书", Design: "外观设计专利请求书"}[a.Kind]
	if name == "" {
		name = "发明专利请求书"
	}
	r := &a.Request
	m := head("", name)
	m.start(name)
	m.leaf("收到日期", "")
	m.leaf("申请号", r.ApplicationNo)
	m.leaf("分案提交日", "")
	m.leaf("申请日", "")
	m.leaf("费减审批", "")
	m.tick("向外申请审批", r.AbroadRequest)
	m.leaf("挂号号码", "")
	if a.Kind == Design {
		m.leaf("使用外观设计的产品名称", r.Title)
	} else {
		m.leaf("发明名称", r.Title)
		m.leaf("发明英文名称", r.EnglishTitle)
	}
	m.leaf("内部编号", r.InternalNo)
	m.inventors(a.Kind, r.Inventors)
	m.applicants(r.Applicants)
	m.leaf("代表人", r.Representative)
	m.contact(r.Contact)
	m.agency(r.Agency)
	m.divisional(r.Divisional)
	if a.Kind == Invention {
		m.deposits(r.Deposits)
		m.start("序列表")
		m.tick("本申请涉及核苷酸或氨基酸序列表", r.Sequence)
		m.end()
	}
	m.priorities(r.Priorities)
	m.grace(r.Grace)
	m.declarations(a.Kind, r)
	a.lists(m, docs)
	m.start("申请人或代理机构签章")
	m.leaf("签章", r.Signature)
	m.date("签章日期", r.SignedOn)
	m.end()
	m.start("专利局审批")
	m.leaf("审核意见", "")
	m.date("提交日期", Date{})
	m.end()
	m.end()
	return &document{code: FormOf(a.Kind), name: name, pages: 4, text: m}
}

// inventors writes identity for everybody who has one; the form of 2022 asked it of the first
// inventor only, since 2026 it is asked of all.
func (m *markup) inventors(k Kind, list []Inventor) {
	who := "发明人"
	if k == Design {
		who = "设计人"
	}
	m.start(who)
	for i, v := range list {
		if i == 0 {
			m.start("第一" + who)
		} else {
			m.start("其他"+who, "顺序", strconv.Itoa(i))
		}
		m.leaf("姓名", v.Name)
		m.tick("请求不公开", v.Withheld)
		if i == 0 || v.Country != "" || v.ID != "" {
			m.leaf("国籍", v.Country)
			m.leaf("身份证号", v.ID)
		}
		m.leaf("英文姓名", v.EnglishName)
		m.end()
	}
	m.end()
}

// applicants writes all fields for every applicant, filled or not.
func (m *markup) applicants(list []Applicant) {
	m.start("申请人")
	for i, p := range list {
		if i == 0 {
			m.start("第一申请人")
		} else {
			m.start("其他申请人", "顺序", strconv.Itoa(i))
		}
		for _, f := range [][2]string{
			{"姓名或名称", p.Name},
			{"申请人类型", p.Type},
			{"用户代码", ""},
			{"个人身份证号或组织机构代码", p.Code},
			{"电子邮箱", p.Mail},
			{"国籍或总部所在地", p.Country},
			{"经营所在地或营业所在地", p.Country},
			{"省自治区直辖市名称", p.Province},
			{"市县名称", p.City},
			{"城区乡街道门牌号", p.Street},
			{"邮政编码", p.Postcode},
			{"电话", p.Phone},
			{"英文名称", ""},
			{"英文地址", ""},
		} {
			m.leaf(f[0], f[1])
		}
		m.tick("费减备案", p.FeeFiled)
		m.end()
	}
	m.end()
}

// contact writes the empty form where there is no contact.
func (m *markup) contact(c *Contact) {
	if c == nil {
		c = &Contact{}
	}
	m.start("联系人")
	m.leaf("姓名", c.Name)
	m.leaf("电话", c.Phone)
	m.leaf("电子邮箱", c.Mail)
	m.leaf("邮政编码", c.Postcode)
	m.leaf("省自治区直辖市名称", c.Province)
	m.leaf("市县名称", c.City)
	m.leaf("城区乡街道门牌号", c.Street)
	m.end()
}

// agency writes one empty element where there is no agency.
func (m *markup) agency(a *Agency) {
	if a == nil {
		m.leaf("专利代理机构", "")
		return
	}
	m.start("专利代理机构")
	m.leaf("名称", a.Name)
	m.leaf("代码", a.Code)
	m.tick("声明已经与申请人签订了专利代理委托书且本表中的信息与委托书中相应信息一致", a.Declared)
	for i, g := range a.Agents {
		m.start("代理人", "顺序", strconv.Itoa(i+1))
		m.leaf("姓名", g.Name)
		m.leaf("工作证号", g.Licence)
		m.leaf("电话", g.Phone)
		m.end()
	}
	m.end()
}

// divisional writes empty fields where nothing is divided.
func (m *markup) divisional(d *Divisional) {
	if d == nil {
		d = &Divisional{}
	}
	m.start("分案申请")
	m.leaf("原申请号", d.Original)
	m.leaf("针对的分案申请号", d.From)
	m.date("原申请日", d.Filed)
	m.end()
}

// deposits writes one group for each sample.
func (m *markup) deposits(list []Deposit) {
	m.start("生物材料样品信息")
	for i, d := range list {
		m.start("生物材料样品", "顺序", strconv.Itoa(i+1))
		m.leaf("保藏单位", d.Unit)
		m.leaf("地址", d.Place)
		m.date("保藏日期", d.On)
		m.leaf("保藏编号", d.Number)
		m.leaf("分类命名", d.Name)
		m.start("存活情况")
		m.tick("存活", d.Alive)
		m.tick("未存活", !d.Alive)
		m.end()
		m.end()
	}
	m.end()
}

// priorities writes one group for each earlier application, the dates as the caller has them.
func (m *markup) priorities(list []Priority) {
	m.start("要求优先权声明")
	for i, p := range list {
		m.start("在先申请", "顺序", strconv.Itoa(i+1))
		m.leaf("在先申请国别或地区", p.Country)
		m.leaf("在先申请日", p.Date)
		m.leaf("在先申请号", p.Number)
		m.end()
	}
	m.end()
}

// grace writes the declaration under the name that the form really carries.
func (m *markup) grace(which string) {
	m.start("不丧失新颖性申明颖性申明")
	m.tick("已在中国政府主办或承认的国际展览会上首次展出", which == "exhibition")
	m.tick("已在规定的学术会议或技术会议上首次发表", which == "conference")
	m.tick("他人未经申请人同意而泄露其内容", which == "leak")
	m.end()
}

// declarations writes the boxes that a kind has. 保密请求 stands on no public outline and is ours.
func (m *markup) declarations(k Kind, r *Request) {
	m.tick("保密请求", r.Secrecy)
	if k == Design {
		m.leaf("洛迦诺分类号", r.Locarno)
		m.plural("相似外观设计", r.SimilarDesigns)
		m.plural("成套产品", r.SetProducts)
		m.tick("局部外观设计", r.Partial)
		return
	}
	if k == Invention {
		m.start("提前公开")
		m.tick("请求早日公布该专利申请", r.EarlyPublish)
		m.end()
		m.start("遗传资源")
		m.tick("本专利申请涉及的发明创造是依赖于遗传资源完成的", r.Genetic)
		m.end()
	}
	m.start("同日申请")
	m.tick("声明本发明在同日申请实用新型专利", r.SameDay)
	m.end()
	m.start("摘要附图")
	m.leaf("图号", r.AbstractFigure)
	m.end()
}

// lists writes 申请文件清单 and 附加文件清单: the application itself, then the forms around it.
func (a *Application) lists(m *markup, docs []*document) {
	m.start("申请文件清单")
	m.start("申请文件信息")
	n := 0
	for _, d := range docs {
		if d.listed {
			n++
			m.listed("申请文件", n, d)
		}
	}
	m.end()
	count := a.Request.ClaimCount
	if count == 0 {
		count = len(a.Claims)
	}
	m.leaf("项数", number(max(0, count)))
	m.end()
	m.start("附加文件清单")
	n = 0
	for _, d := range docs {
		if !d.listed {
			n++
			m.listed("附加文件", n, d)
		}
	}
	m.leaf("备案编号", "")
	m.end()
}

// listed writes one line of a list.
func (m *markup) listed(name string, n int, d *document) {
	m.start(name, "顺序", strconv.Itoa(n))
	m.leaf("文件名称", d.name)
	m.leaf("表格代码", d.code)
	m.leaf("页数", fmt.Sprint(d.pages))
	m.end()
}
