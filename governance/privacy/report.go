package privacy

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/governance/privacy/catalogue"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ActCatalogue is to see the catalogue of data, and to take the papers out.
const ActCatalogue = "privacy.catalogue"

// catalogueRoutes are the pages of the catalogue and of the papers.
func (d *Desk) catalogueRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/data-catalogue", Act: ActCatalogue, Handler: d.cataloguePage},
		{Method: "GET", Pattern: "/data-catalogue/{paper}/{format}", Act: ActCatalogue, Handler: d.paperFile},
	}
}

// cataloguePage shows the catalogue, and the papers that can be taken out.
func (d *Desk) cataloguePage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("数据分类目录", "Catalogue of data")}
	last := d.office.Today().Year()
	papers := web.Table{Title: c.T("文件", "Papers"), Head: []string{c.T("文件", "Paper"), "Word", "PDF"}}
	for _, p := range []struct {
		path string
		name web.Text
	}{{"catalogue", web.Text{"数据分类目录", "Catalogue of data"}}, {"assessment", web.Text{"个人信息保护影响评估（待填写）", "Impact assessment (to be filled in)"}},
		{"risk", web.Text{fmt.Sprintf("%d 年度数据安全风险评估报告", last), fmt.Sprintf("Report on risks of data in %d", last)}}, {"risk-before", web.Text{fmt.Sprintf("%d 年度数据安全风险评估报告", last-1), fmt.Sprintf("Report on risks of data in %d", last-1)}}} {
		row := []web.Cell{{Text: c.Say(p.name)}}
		for _, format := range []string{"docx", "pdf"} {
			row = append(row, web.Cell{Text: c.T("下载", "Download"), Href: "/data-catalogue/" + p.path + "/" + format})
		}
		papers.Rows = append(papers.Rows, row)
	}
	return c.Render("page-blocks", append([]web.Block{web.Notice{Tone: web.Blue, Text: c.T("目录由程序按其数据表列出；级别与保存期限是本中心规定，请每年核对。", "The program lists what lies in its tables; levels and times are rules of the center, to be looked at each year.")}, papers}, catalogueTables(c)...))
}

// catalogueTables are the catalogue.Entries by level.
func catalogueTables(c *web.Ctx) (out []web.Block) {
	for _, l := range slices.Backward(catalogue.Levels) {
		t := web.Table{Title: c.Say(l.Title), Head: []string{c.T("数据", "Data"), c.T("级别", "Level"), c.T("个人信息", "Personal"), c.T("目的", "Purpose"), c.T("依据", "Basis"), c.T("保存期限", "Kept for"), c.T("所在", "Where")}}
		for _, e := range catalogue.Entries {
			if e.Level != l.Level {
				continue
			}
			personal := c.T("否", "no")
			if e.Personal {
				personal = c.T("是", "yes")
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(e.What)}, {Tag: web.Tag{Tone: e.Level.Tone(), Text: c.Say(e.Level.Words())}}, {Text: personal}, {Text: c.Say(e.Purpose)}, {Text: c.Say(e.Basis)}, {Text: c.Say(e.Kept)}, {Text: e.Owner}})
		}
		out = append(out, t)
	}
	return out
}

// paperFile sends one of the papers.
func (d *Desk) paperFile(c *web.Ctx) error {
	format := c.Path("format")
	if format != "docx" && format != "pdf" {
		return noPaper()
	}
	a := worklist.Actor(c)
	var p paper.Paper
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		p, err = d.paper(c.Context(), tx, a.Center, c.Path("paper"))
		return err
	})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	kind, err := d.Write(format, &b, p)
	if err != nil {
		return err
	}
	return c.Download(p.Title+"."+format, kind, &b)
}

func noPaper() error {
	return fault.New(fault.Missing, "privacy.paper", "没有这种文件，请在“数据分类目录”页面选择")
}

// paper makes one of the papers of a center.
func (d *Desk) paper(ctx context.Context, tx *store.Tx, center int64, which string) (p paper.Paper, err error) {
	ct, err := d.office.Center(ctx, tx, center)
	if err != nil {
		return p, err
	}
	today := d.office.Today()
	p = paper.Paper{Style: paper.Report, Signed: ct.Name, Date: today.Chinese()}
	switch which {
	case "catalogue":
		p.Title, p.Body = "数据分类目录", cataloguePaper()
	case "assessment":
		p.Title, p.Body = "个人信息保护影响评估报告", assessment()
	case "risk", "risk-before":
		year := today.Year()
		if which != "risk" {
			year--
		}
		p.Title = fmt.Sprintf("%d年度数据安全风险评估报告", year)
		p.Body, err = d.risks(ctx, tx, center, year)
	default:
		err = noPaper()
	}
	return p, err
}

// cataloguePaper is the catalogue as a table.
func cataloguePaper() (out []paper.Block) {
	for _, l := range slices.Backward(catalogue.Levels) {
		t := paper.Table{Head: []string{"数据", "个人信息", "目的", "依据", "保存期限"}, Widths: []float64{3, 1, 3, 3, 3}}
		for _, e := range catalogue.Entries {
			if e.Level == l.Level {
				t.Rows = append(t.Rows, []string{e.What[0], map[bool]string{true: "是", false: "否"}[e.Personal], e.Purpose[0], e.Basis[0], e.Kept[0]})
			}
		}
		out = append(out, paper.H(1, "级别："+l.Title[0]), t)
	}
	return out
}

// assessment is the form of an impact assessment: what the law wants assessed, with what the program knows.
func assessment() []paper.Block {
	sensitive := paper.Table{Head: []string{"敏感或者未公开的个人信息", "目的", "依据", "保存期限"}, Widths: []float64{3, 3, 3, 3}}
	for _, e := range catalogue.Entries {
		if e.Personal && (e.Level == catalogue.Sensitive || e.Level == catalogue.Unpublished) {
			sensitive.Rows = append(sensitive.Rows, []string{e.What[0], e.Purpose[0], e.Basis[0], e.Kept[0]})
		}
	}
	blank := func(items ...string) paper.Block {
		t := paper.Table{Head: []string{"评估事项", "情况", "结论与改进"}, Widths: []float64{4, 4, 4}}
		for _, x := range items {
			t.Rows = append(t.Rows, []string{x, "", ""})
		}
		return t
	}
	return []paper.Block{paper.P("依据个人信息保护法第五十五条、第五十六条。空白处由本中心填写；报告和处理情况记录至少保存三年。"),
		paper.H(1, "一、评估的情形"), blank("处理敏感个人信息", "利用个人信息进行自动化决策", "委托处理、提供或者公开个人信息", "向境外提供个人信息", "其他对个人权益有重大影响的处理"),
		paper.H(1, "二、处理的个人信息"), sensitive,
		paper.H(1, "三、处理目的、处理方式是否合法、正当、必要"), blank("目的明确、与处理直接相关", "限于最小范围", "已告知并取得同意或者具有其他合法性基础"),
		paper.H(1, "四、对个人权益的影响及安全风险"), blank("未公开申请泄露", "证件号码、联系方式泄露或者被滥用", "举报人身份泄露", "内部人员越权查看", "错误、不完整的信息影响办理结果"),
		paper.H(1, "五、保护措施是否合法、有效并与风险程度相适应"), blank("按案件加密、期满销毁密钥", "按需知悉、利害关系回避", "号码遮蔽显示，查看写明理由并记录", "审计链与存证日志", "权利请求与安全事件的办理"),
		paper.H(1, "六、结论"), paper.Signatures{Parties: []paper.Signer{{Role: "评估人"}, {Role: "负责人"}}}}
}

// A Year is what happened with data in a year.
type Year struct {
	Asked, Answered, Refused, LateAnswers    int // requests that were made in it, whenever they were answered
	Incidents, Reports, LateReports, Waiting int // incidents that became known in it, with their reports
	Unmasked                                 int // times that masked numbers were shown
	Agreements                               int // to any version of the text
	Persons                                  int // accounts that agreed to the text in force today
}

// within reports whether a moment lies in a year.
func within(d calendar.Day, year int) bool { return d.Year() == year }

// year counts what happened in a year.
func (d *Desk) year(ctx context.Context, tx *store.Tx, center int64, year int) (y Year, err error) {
	requests, err := d.read(ctx, tx, center, `1 = 1`)
	if err != nil {
		return y, err
	}
	for _, r := range requests {
		if !within(calendar.DayOf(r.At), year) {
			continue
		}
		// A request is counted in the year in which it was made, so that the sums of the years are all of them.
		y.Asked++
		switch r.State {
		case Answered:
			y.Answered++
		case Refused:
			y.Refused++
		}
		clocks, err := d.office.Clocks(ctx, tx, r.file)
		if err != nil {
			return y, err
		}
		if slices.ContainsFunc(clocks, func(c casework.Clock) bool { return c.Late(d.office.Today()) }) {
			y.LateAnswers++
		}
	}
	incidents, err := d.incidents(ctx, tx, center)
	if err != nil {
		return y, err
	}
	for _, x := range incidents {
		if !within(calendar.DayOf(x.Known), year) || x.State == Dismissed {
			continue
		}
		y.Incidents++
		for _, r := range x.Reports {
			switch {
			case !r.Needed: // the head said why
			case r.Sent.IsZero():
				y.Waiting++
			default:
				y.Reports++
				if r.Sent.After(r.Due) {
					y.LateReports++
				}
			}
		}
	}
	// A year is one of China, not of UTC.
	from, until := calendar.Date(year, 1, 1).Begin(), calendar.Date(year+1, 1, 1).Begin()
	if y.Unmasked, err = unmask.Count(ctx, tx, center, from, until); err != nil {
		return y, err
	}
	y.Agreements, y.Persons, err = d.agreedIn(ctx, tx, center, year)
	return y, err
}

// agreedIn counts the agreements of a year, and the accounts that agreed to the text in force.
func (d *Desk) agreedIn(ctx context.Context, tx *store.Tx, center int64, year int) (n, now int, err error) {
	t, err := d.text(ctx, tx, center)
	if err != nil {
		return 0, 0, err
	}
	err = tx.Row(ctx, `SELECT COALESCE(SUM(CASE WHEN at >= $2 AND at < $3 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN version = $4 THEN 1 ELSE 0 END), 0) FROM privacy_agreement WHERE center_id = $1`,
		center, calendar.Date(year, 1, 1).Begin().UnixMicro(), calendar.Date(year+1, 1, 1).Begin().UnixMicro(), t.Version).Scan(&n, &now)
	return n, now, err
}

// risks is the report of a year: what the program counted, and what people have to judge.
func (d *Desk) risks(ctx context.Context, tx *store.Tx, center int64, year int) ([]paper.Block, error) {
	y, err := d.year(ctx, tx, center, year)
	if err != nil {
		return nil, err
	}
	kinds := paper.Table{Head: []string{"级别", "类别数", "其中个人信息"}}
	for _, l := range catalogue.Levels {
		all, personal := 0, 0
		for _, e := range catalogue.Entries {
			if e.Level == l.Level {
				all++
				if e.Personal {
					personal++
				}
			}
		}
		kinds.Rows = append(kinds.Rows, []string{l.Title[0], strconv.Itoa(all), strconv.Itoa(personal)})
	}
	n := strconv.Itoa
	judge := paper.Table{Head: []string{"风险", "本年度情况", "应对措施", "责任人与期限"}, Widths: []float64{3, 3, 3, 2}}
	for _, x := range []string{"未公开申请泄露", "个人信息泄露或者滥用", "数据被篡改或者丢失", "供应链与漏洞", "备份与恢复"} {
		judge.Rows = append(judge.Rows, []string{x, "", "", ""})
	}
	return []paper.Block{paper.P("依据数据安全法第二十一条、第二十九条、第三十条编制。数字由平台统计，其余由本中心填写。"),
		paper.H(1, "一、处理的数据种类"), kinds, paper.P("明细见《数据分类目录》。"),
		paper.H(1, "二、安全事件"), paper.KeyValues{Rows: []paper.KeyValue{{Key: "安全事件（起）", Value: n(y.Incidents)}, {Key: "已报告（次）", Value: n(y.Reports)}, {Key: "其中逾时（次）", Value: n(y.LateReports)}, {Key: "尚待报告（次）", Value: n(y.Waiting)}}},
		paper.H(1, "三、个人信息权利请求"), paper.KeyValues{Rows: []paper.KeyValue{{Key: "收到（件）", Value: n(y.Asked)}, {Key: "已办理（件）", Value: n(y.Answered)}, {Key: "不予办理（件）", Value: n(y.Refused)}, {Key: "逾期（件）", Value: n(y.LateAnswers)}}},
		paper.H(1, "四、遮蔽号码的查看与同意"), paper.KeyValues{Rows: []paper.KeyValue{{Key: "写明理由查看（次）", Value: n(y.Unmasked)}, {Key: "本年度同意处理规则（次）", Value: n(y.Agreements)}, {Key: "已同意现行规则的账号", Value: n(y.Persons)}}},
		paper.H(1, "五、面临的风险及应对措施"), judge, paper.H(1, "六、结论与整改"), paper.Signatures{Parties: []paper.Signer{{Role: "数据安全负责人"}, {Role: "中心主任"}}}}, nil
}
