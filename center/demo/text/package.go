package text

import (
	"fmt"
	"strings"

	"zhibao/patent/filing"
)

// Filing returns the application as the writer of filing packages wants it.
func (a Application) Filing() *filing.Application {
	f := &filing.Application{
		Kind: a.Kind, Request: a.Request, Figures: a.Figures,
		Examination: a.Examination, Mandate: a.Mandate,
	}
	if a.Kind != filing.Design {
		f.Title = a.Title
	}
	for _, c := range a.Claims {
		f.Claims = append(f.Claims, filing.Claim{Number: c.Number, Text: c.Text()})
	}
	for _, s := range a.Sections {
		f.Sections = append(f.Sections, filing.Section{Heading: s.Heading, Paragraphs: paragraphs(s.Paragraphs)})
	}
	if a.Abstract != "" {
		f.Abstract = paragraphs([]string{a.Abstract})
	}
	f.Brief = paragraphs(a.Brief)
	if a.Undertaking {
		f.Others = append(f.Others, filing.Attachment{Name: "承诺书", File: "承诺书.txt", Data: []byte(a.undertaking())})
	}
	return f
}

// paragraphs wraps lines as the writer of packages wants them, without pictures or formulas.
func paragraphs(lines []string) (out []filing.Paragraph) {
	for _, l := range lines {
		out = append(out, filing.Paragraph{Text: l})
	}
	return out
}

// undertaking is the text of the 承诺书.
func (a Application) undertaking() string {
	who := ""
	if len(a.Request.Applicants) > 0 {
		who = a.Request.Applicants[0].Name
	}
	d := a.Request.SignedOn
	var b strings.Builder
	fmt.Fprintln(&b, "专利申请快速预审服务承诺书")
	fmt.Fprintf(&b, "申请人：%s\n发明创造名称：%s\n", who, a.Request.Title)
	fmt.Fprintln(&b, "本申请人承诺：一、该申请以真实的研发活动为基础，不属于非正常专利申请行为。")
	fmt.Fprintln(&b, "二、预审合格后，正式提交的申请文件与预审合格的文件一致，并按期缴纳费用。")
	fmt.Fprintln(&b, "三、发明专利申请同时请求提前公布和实质审查，并放弃主动修改的权利。")
	fmt.Fprintln(&b, "四、按期答复审查意见，在审查期间不变更著录项目。")
	fmt.Fprintf(&b, "申请人（盖章）：%s\n%d年%d月%d日\n", who, d.Year, d.Month, d.Day)
	return b.String()
}
