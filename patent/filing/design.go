package filing

// The documents of a design. Their document type cn-design-application-body-20080416.dtd is not
// public; these element names are ours:
//
//	130001  cn-design-application-body/cn-design-pictures/figure@num@figure-labels/img
//	130002  cn-design-application-body/cn-brief/p@id@num
//	130101  as 120101, but the root 外观设计专利请求书, 使用外观设计的产品名称 for 发明名称,
//	        设计人/{第一设计人|其他设计人} for 发明人, and 洛迦诺分类号, 相似外观设计/{声明, 项数},
//	        成套产品/{声明, 项数}, 局部外观设计/附加
const designDTD = "cn-design-application-body-20080416.dtd"

// designBody begins a document of a design; the caller closes what it opens.
func designBody(code, name string) (*document, *markup) {
	m := head(designDTD, "cn-design-application-body")
	m.start("cn-design-application-body", "lang", "zh", "country", "CN")
	return &document{code: code, name: name, listed: true, text: m}, m
}

// pictures writes 130001. The label of each figure is the name of the view.
func (a *Application) pictures(opt Options) (*document, error) {
	d, m := designBody(FormPictures, "外观设计图片或照片")
	w := drawer{doc: d, opt: opt}
	m.start("cn-design-pictures")
	w.figures(m, a.Figures)
	m.end()
	m.end()
	d.pages, d.items = len(a.Figures), len(a.Figures)
	return d, w.err
}

// brief writes 130002, one paragraph for each numbered statement.
func (a *Application) brief(opt Options) (*document, error) {
	d, m := designBody(FormBrief, "外观设计简要说明")
	w := drawer{doc: d, opt: opt}
	m.start("cn-brief")
	n := 0
	for _, p := range a.Brief {
		n = w.paragraph(m, p, n)
	}
	m.end()
	m.end()
	d.pages = 1
	return d, w.err
}

// plural writes the declaration that an application holds several designs, and how many.
func (m *markup) plural(name string, count int) {
	m.start(name)
	m.tick("声明", count > 0)
	m.leaf("项数", number(count))
	m.end()
}
