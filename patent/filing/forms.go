package filing

import "strconv"

// document writes 110401. The application number is open before filing.
func (e *Examination) document() *document {
	m := head("", "实质审查请求书")
	m.start("实质审查请求书")
	m.start("专利申请")
	m.leaf("申请号", "")
	m.leaf("发明创造名称", e.Title)
	m.leaf("申请人或专利权人姓名或名称", e.Applicant)
	m.end()
	m.start("请求内容")
	m.tick("声明本申请人放弃专利主动修改权利", e.NoAmendment)
	m.end()
	m.start("延迟审查")
	for i, name := range []string{"延迟审查一年", "延迟审查二年", "延迟审查三年"} {
		m.tick(name, e.Delay == i+1)
	}
	m.end()
	m.leaf("附件清单", "")
	m.start("备注")
	m.tick("该申请为PCT国际申请实审费不予减免", false)
	m.tick("其他情况", false)
	m.end()
	m.start("申请人代表人或专利代理机构签章")
	m.leaf("签章", e.Signature)
	m.date("签章日期", e.SignedOn)
	m.end()
	m.start("国家知识产权局处理意见")
	m.leaf("意见内容", "")
	m.date("提出日期", Date{})
	m.end()
	m.end()
	return &document{code: FormExamination, name: "实质审查请求书", pages: 1, text: m}
}

// document writes 100007.
func (w *Mandate) document() *document {
	m := head("", "专利代理委托书")
	m.start("专利代理委托书")
	m.leaf("被委托专利代理机构名称", w.Agency)
	m.leaf("被委托专利代理机构代码", w.Code)
	m.leaf("委托代办发明名称", w.Title)
	m.leaf("委托代办发明专利申请号", "")
	m.leaf("委托代办新型检索报告发明名称", "")
	m.leaf("委托代办新型检索报告申请号", "")
	m.start("代理人")
	for i, name := range w.Agents {
		m.start("指定代理人", "顺序", strconv.Itoa(i+1))
		m.leaf("姓名", name)
		m.end()
	}
	m.end()
	m.start("委托人签章列表")
	for i, name := range w.Principals {
		m.leaf("委托人签章", name, "顺序", strconv.Itoa(i+1))
	}
	m.end()
	m.leaf("被委托人签章", w.AgencySeal)
	m.date("委托日期", w.On)
	if w.Scan != "" {
		m.start("图片或照片", "顺序", "1")
		m.leaf("说明", "委托书扫描件")
		m.leaf("文件名称", w.Scan)
		m.end()
	}
	m.tick("代理委托信息与扫描件信息一致声明", w.SameAsScan)
	m.end()
	return &document{code: FormMandate, name: "专利代理委托书", pages: 1, text: m}
}

// list writes List.xml, of which the outline is known and the codes are partly guessed: form codes
// begin with 1 for inventions, SHIFOUBZ is 1 for coded documents. Its paths have backslashes and capital letters whatever the entries have.
func (a *Application) list(docs []*document) *markup {
	m := &markup{}
	m.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	m.start("data-bus")
	m.start("QINGQIUXX")
	m.leaf("DIANZISQAJID", "")
	m.leaf("SHENQINGFS", "1")
	m.leaf("YEWULX", FormOf(a.Kind)[:1])
	m.leaf("WENJIANLX", "0")
	m.leaf("TIJIAORDM", "")
	m.leaf("FAMINGMC", a.Request.Title)
	m.leaf("SHENQINGH", a.Request.ApplicationNo)
	m.leaf("WEINEIBH", "")
	m.leaf("GUOJISQH", "")
	m.leaf("NEIBUBH", a.Request.InternalNo)
	m.leaf("BAOID", "")
	m.end()
	m.start("WENJIANBYSXX")
	m.start("BAOTOUXX")
	m.leaf("WENJIANBBZ", "")
	m.leaf("WENJIANGS", strconv.Itoa(len(docs)))
	m.end()
	for _, d := range docs {
		name, ext := d.code+".XML", ".XML"
		coded := "1"
		if d.text == nil {
			name, ext, coded = d.files[0].name, extension(d.files[0].name), "0"
		}
		m.start("BAONEIWJXX")
		m.leaf("WENJIANBZ", name)
		m.leaf("GESHILX", ext)
		m.leaf("BIAOGEDM", d.code)
		m.leaf("XIANGDUILJ", d.folder()+`\`+name)
		m.leaf("DTDVersion", "1.0")
		m.leaf("PAGES", number(d.pages))
		m.leaf("COUNTS", number(d.items))
		m.leaf("SHIFOUBZ", coded)
		m.leaf("WENJIANMC", d.name)
		m.leaf("ZHENGMINGYT", "")
		m.end()
	}
	m.end()
	m.end()
	return m
}
