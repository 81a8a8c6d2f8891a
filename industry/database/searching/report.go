package searching

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/printed"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/web"
)

// reporting says how a report is sent, and of what part of the result it is.
type reporting struct {
	As   string   `json:"as" label:"格式" en:"Format" max:"5" help:"docx 或 pdf" helpen:"docx or pdf"`
	In   string   `json:"in" label:"限于" en:"Only" max:"300" help:"如 office:CN" helpen:"such as office:CN"`
	Out  string   `json:"out" label:"排除" en:"Without" max:"300"`
	Firm string   `json:"firm" label:"对比的申请人" en:"Applicant that is compared" max:"200" help:"留空为文献最多的" helpen:"Empty: the one with most documents"`
	_    struct{} // keyed literals only
}

// reportPage sends the report on a result: what was asked when, in which state of the data, and every
// analysis as a picture with its numbers.
func (d *Desk) reportPage(c *web.Ctx) error {
	r, err := d.runOf(c)
	if err != nil {
		return err
	}
	format := c.Query("as")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Invalid, "searching.report", "分析报告的格式应为 docx 或 pdf，请从统计分析页面下载").At("as")
	}
	v, err := readView(c)
	if err != nil {
		return err
	}
	p, err := d.report(c, r, v)
	if err != nil {
		return err
	}
	if err := d.used(c.Context(), r, usedExport, worklist.Actor(c).Account); err != nil {
		return err
	}
	var buf bytes.Buffer
	kind, err := d.Write(format, &buf, p)
	if err != nil {
		return err
	}
	return c.Download(p.Title+"."+format, kind, &buf)
}

// report writes the report.
func (d *Desk) report(c *web.Ctx, r *Run, v view) (p paper.Paper, err error) {
	p = paper.Paper{Style: paper.Report, Title: c.T("检索结果分析报告", "Report on a search")}
	if r.Kept() {
		p.Title = r.Title + c.T("：分析报告", ": report")
	}
	press, err := printed.New(c.Lang())
	if err != nil {
		return p, err
	}
	for i, ch := range charts() {
		x, figures, err := d.print(c, r, v, ch)
		if err != nil {
			return p, err
		}
		if i == 0 {
			if p.Body, err = d.log(c, r, x); err != nil {
				return p, err
			}
		}
		p.Body = append(p.Body, paper.H(1, c.Say(ch.title)))
		if len(figures) == 0 {
			p.Body = append(p.Body, paper.P(c.T("结果中没有可以分析的文献。", "There is nothing to analyse.")))
		}
		for _, f := range figures {
			blocks, err := press.Blocks(f)
			if err != nil {
				return p, err
			}
			p.Body = append(p.Body, blocks...)
		}
	}
	return p, nil
}

// log is how the documents of a report were found: when it was asked, and what is counted now.
func (d *Desk) log(c *web.Ctx, r *Run, x *looking) ([]paper.Block, error) {
	state, err := d.Holding.State(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return nil, err
	}
	now, err := x.count(nil)
	if err != nil {
		return nil, err
	}
	out := []paper.Block{paper.H(1, c.T("检索日志", "Log of the search")), paper.P(c.T("检索式：", "Query: ") + strings.Join(strings.Fields(r.Words), " "))}
	for _, chip := range x.view.chips(c, "") {
		out = append(out, paper.P(c.T("统计时限于：", "Counted only: ")+chip.Text))
	}
	t := paper.Table{Head: []string{c.T("操作", "What"), c.T("时间", "When"), c.T("人员", "Who"), c.T("文献库变动", "State of the data"), c.T("件数", "Documents")}, Align: []paper.Align{paper.Left, paper.Left, paper.Left, paper.Right, paper.Right}}
	t.Rows = [][]string{{c.T("检索", "Searched"), web.When(r.At), r.Name, strconv.FormatInt(r.Change, 10), count(c.Lang(), r.Total, r.More)},
		{c.T("统计", "Counted"), web.When(c.Now()), worklist.Actor(c).Name, strconv.FormatInt(state.Change, 10), count(c.Lang(), now.Total, now.More)}}
	if r.Within != 0 {
		out = append(out, paper.P(c.T("只在固定的数据集中检索。", "Only a frozen set of data was searched.")))
	}
	if now.More {
		out = append(out, paper.P(fmt.Sprintf(c.T("件数只数到 %d，统计图包括全部结果。", "Counting stops at %d; the analyses count everything."), countTo)))
	}
	return append(out, t), nil
}
