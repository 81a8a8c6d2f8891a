package finding

import (
	"fmt"
	"io"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/report"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// A Report is what is printed of a version: its findings with what was decided about each, and the
// papers with the findings marked at their words.
type Report struct {
	Case     *casework.Case
	Version  *record.Version
	Findings []*record.DeskFinding // in the order of the page, which numbers them
}

// Paper is the report as it is printed. It says who took it out and when, because from here on nobody
// watches it.
func (r *Report) Paper(c *web.Ctx) paper.Paper {
	v := r.Version
	rows := Rows(c, r.Findings)
	body := []paper.Block{notice.Heading(r.Case, notice.TitleOf(v.App)), paper.KeyValues{Rows: []paper.KeyValue{
		{Key: "文本", Value: fmt.Sprintf("第%d版，%s提交", v.No, minute(v.At.In(calendar.Shanghai()).Format))}, {Key: "规则版本", Value: v.Rules}}}}
	if len(rows) == 0 {
		body = append(body, paper.P("没有发现缺陷。"))
	} else {
		body = append(body, paper.Table{Head: []string{"序号", "程度", "位置与原文", "缺陷与建议", "依据", "处理"}, Rows: rows, Quoted: true,
			Widths: []float64{1, 2, 5, 7, 4, 3}})
	}
	body = append(body, paper.Q(fmt.Sprintf("本报告由%s于%s打印，内含未公开的申请内容，请妥善保管。", worklist.Actor(c).Name, minute(c.Now().In(calendar.Shanghai()).Format))))
	return paper.Paper{Style: paper.Report, Title: "预审检查报告", Body: append(body, Marked(v.App, Marks(r.Findings))...)}
}

func minute(format func(string) string) string { return format("2006-01-02 15:04") }

// Marked are the papers as text in which every finding is marked: its number before its words, which
// are bold. The forms are left out, since they hold what nobody prints without need. Nothing is added to
// the words but the numbers in 〔〕.
func Marked(app *patent.Application, marks []reading.Mark) (out []paper.Block) {
	out = append(out, paper.PageBreak{}, paper.H(1, "附：标注了缺陷的申请文件"),
		paper.P("〔〕中的数字是缺陷在前表中的序号，其后的粗体字是所指的文字；数字和粗体为标注，其余文字与申请文件一致。"))
	for _, p := range reading.Papers(app, marks, reading.Gallery{Address: func(int) string { return "" }, Absent: "文件中没有"}) {
		if len(p.Blocks) == 0 && len(p.Pictures) == 0 {
			continue
		}
		out = append(out, paper.H(2, p.Title))
		for _, b := range p.Blocks {
			number := ""
			if b.Number != "" {
				number = "[" + b.Number + "] "
			}
			out = append(out, marked(number, b.Segments, b.Heading))
		}
		for _, x := range p.Pictures {
			// The words under a picture are its label already.
			if len(x.Segments) > 0 {
				out = append(out, marked("〔图片〕", x.Segments, false))
			} else {
				out = append(out, paper.Q("〔图片〕"+x.Label))
			}
		}
	}
	return out
}

// marked is one paragraph of the papers.
func marked(number string, words []reading.Segment, heading bool) paper.Para {
	p := paper.Para{Indent: !heading}
	if number != "" {
		p.Runs = append(p.Runs, paper.Run{Text: number})
	}
	for _, s := range words {
		for _, n := range s.First {
			p.Runs = append(p.Runs, paper.Run{Text: fmt.Sprintf("〔%d〕", n.N), Bold: true})
		}
		p.Runs = append(p.Runs, paper.Run{Text: s.Text, Bold: !s.Plain || heading, Quote: true})
	}
	return p
}

// HTML writes the papers beside the standing findings as one file that works without a network: the
// report of the command line and of the public check.
func (r *Report) HTML(w io.Writer, name string, rules []check.Rule, english bool) error {
	v := r.Version
	rep := &check.Report{RulesVersion: v.Rules, Findings: Standing(r.Findings)}
	if v.Report != nil {
		rep.On, rep.Passed, rep.Skipped = v.Report.On, v.Report.Passed, v.Report.Skipped
	}
	return report.HTML(w, &report.View{File: name, App: v.App, Report: rep, Rules: rules, English: english})
}
