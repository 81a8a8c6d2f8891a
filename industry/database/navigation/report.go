package navigation

import (
	"bytes"
	"fmt"
	"strconv"

	"zhibao/industry/database/printed"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/web"
)

// reportPage sends the report over a version: what was asked when, in which state of the data, what was
// taken out, the findings with their figures and their numbers, and who uses them.
func (d *Desk) reportPage(c *web.Ctx) error {
	format := c.Query("as")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Invalid, "navigation.format", "报告的格式应为 docx 或 pdf，请从数据集页面下载").At("as")
	}
	w, err := d.whole(c)
	if err != nil {
		return err
	}
	v := w.version(number(c, "version"))
	if v == nil {
		return fault.New(fault.Missing, "navigation.version", "项目没有这个数据集版本，请从项目页面中选择")
	}
	p, err := d.report(c, &w, v)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	kind, err := d.Write(format, &buf, p)
	if err != nil {
		return err
	}
	return c.Download(fmt.Sprintf("%s-%s.%s", w.Title, v.name(c), format), kind, &buf)
}

// report writes the report.
func (d *Desk) report(c *web.Ctx, w *whole, v *Version) (p paper.Paper, err error) {
	p = paper.Paper{Style: paper.Report, Title: w.Title + c.T("专利导航报告", ": report of patent navigation")}
	add := func(b ...paper.Block) { p.Body = append(p.Body, b...) }
	add(paper.P(fmt.Sprintf(c.T("委托方：%s；类型：%s；产业或分支：%s；负责人：%s；依据：%s", "Client: %s; kind: %s; industry or branch: %s; leader: %s; after %s"), w.Client, c.Say(titleOf(kinds(), w.Kind)), w.root, w.Leader, standard)),
		paper.H(1, c.T("需求", "Need")), paper.P(w.Need), paper.H(1, c.T("数据集与检索日志", "Data and log of queries")),
		paper.P(fmt.Sprintf(c.T("第 %d 版，%s由%s建立；剔除 %d 件，标引 %d 条。", "Version %d, %s by %s; %d taken out, %d tags."), v.No, web.When(v.At), v.By, len(v.Noise), len(v.Tags))))
	log := paper.Table{Caption: c.T("检索日志", "Log of queries"), Head: []string{c.T("分支", "Branch"), c.T("检索式", "Query"), c.T("时间", "When"), c.T("文献库变动", "State of the data"), c.T("检得", "Found"), c.T("去噪后", "Clean")}}
	for _, q := range v.Queries {
		log.Rows = append(log.Rows, []string{q.Title, q.Words, web.When(q.At), strconv.FormatInt(q.Change, 10), strconv.Itoa(q.Total), strconv.Itoa(q.Clean)})
	}
	add(log)
	if len(v.Noise) > 0 {
		noise := paper.Table{Caption: c.T("剔除的文献", "Taken out"), Head: []string{c.T("号码", "Number"), c.T("理由", "Reason"), c.T("人员", "By")}}
		for _, n := range v.Noise {
			noise.Rows = append(noise.Rows, []string{n.Number, n.Why, n.By})
		}
		add(noise)
	}
	add(paper.H(1, c.T("结论", "Findings")))
	some, press := false, (*printed.Press)(nil)
	for _, f := range w.findings {
		if f.Version != v.ID {
			continue
		}
		some = true
		add(paper.H(2, f.Title), paper.P(f.Body))
		if f.Chart != "" {
			if press == nil {
				if press, err = printed.New(c.Lang()); err != nil {
					return p, err
				}
			}
			figures, err := d.Search.Print(c, v.ID, f.Chart)
			if err != nil {
				return p, err
			}
			for _, g := range figures {
				blocks, err := press.Blocks(g)
				if err != nil {
					return p, err
				}
				add(blocks...)
			}
		}
		for _, u := range f.Uses {
			add(paper.P(fmt.Sprintf(c.T("使用：%s，%s，%s", "Used: %s, %s, %s"), u.Day.String(), u.User, u.Purpose)))
		}
	}
	if !some {
		add(paper.P(c.T("以本版数据集为依据的结论尚未登记。", "No finding that rests on this version is entered.")))
	}
	return p, nil
}
