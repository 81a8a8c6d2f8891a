package preexam

import (
	"bytes"
	"fmt"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// reportPage sends the findings of a version with what was decided about each, as a report to be
// printed. Like every reading it is an event of the case.
func (d *Desk) reportPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, _ := strconv.ParseInt(c.Query("v"), 10, 64)
	a := worklist.Actor(c)
	x, err := d.openText(c, a, id, no, "打印检查报告，")
	if err != nil {
		return err
	}
	fs := x.fs
	if len(fs) == 0 {
		fs = fromReport(x.v)
	}
	// In memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	kind, err := d.Write("pdf", &buf, findingsPaper(c, x, record.Ordered(fs)))
	if err != nil {
		return err
	}
	return c.Download(fmt.Sprintf("%s-%s-%d.pdf", c.T("预审报告", "report"), worklist.Name(c, x.k), x.v.No), kind, &buf)
}

// findingsPaper is the report. It says who took it out and when, because from here on nobody
// watches it.
func findingsPaper(c *web.Ctx, x opened, fs []*DeskFinding) paper.Paper {
	v := x.v
	rows := finding.Rows(c, fs)
	body := []paper.Block{notice.Heading(x.k, notice.TitleOf(v.App)), paper.KeyValues{Rows: []paper.KeyValue{
		{Key: "文本", Value: fmt.Sprintf("第%d版，%s提交", v.No, v.At.In(calendar.Shanghai()).Format("2006-01-02 15:04"))}, {Key: "规则版本", Value: v.Rules}}}}
	if len(rows) == 0 {
		body = append(body, paper.P("没有发现缺陷。"))
	} else {
		body = append(body, paper.Table{Head: []string{"序号", "程度", "位置与原文", "缺陷与建议", "依据", "处理"}, Rows: rows, Quoted: true,
			Widths: []float64{1, 2, 5, 7, 4, 3}})
	}
	body = append(body, paper.Q(fmt.Sprintf("本报告由%s于%s打印，内含未公开的申请内容，请妥善保管。", worklist.Actor(c).Name, c.Now().In(calendar.Shanghai()).Format("2006-01-02 15:04"))))
	return paper.Paper{Style: paper.Report, Title: "预审检查报告", Body: body}
}
