package hearing

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

// Minutes is the record as a paper (笔录): who, when, where, what was said, corrections, signatures.
func (x *Session) Minutes(chart *casework.Chart, k *casework.Case) paper.Paper {
	kv := paper.KeyValues{Quoted: true, Rows: []paper.KeyValue{{Key: "案号", Value: k.Number}, {Key: "时间", Value: x.When()}, {Key: "地点", Value: x.Where()},
		{Key: "公开与否", Value: map[bool]string{true: "公开举行", false: "不公开举行"}[x.Public]}, {Key: "主持人及合议组成员", Value: names(x.Panel)}, {Key: "记录人", Value: x.Recorder.Name}}}
	came := paper.Table{Caption: "到场人员", Head: []string{"一方", "姓名", "身份", "身份核对"}, Quoted: true}
	for _, a := range x.Attendance {
		came.Rows = append(came.Rows, []string{chart.Side(a.Side).Title, a.Name, a.As, a.Proof})
	}
	out := paper.Paper{Style: paper.Report, Title: x.Kind + "笔录", Number: fmt.Sprintf("第%d次", x.No), Body: []paper.Block{kv}}
	if len(came.Rows) > 0 {
		out.Body = append(out.Body, came)
	}
	for _, a := range x.Absences {
		out.Body = append(out.Body, paper.Q("缺席："+chart.Side(a.Side).Title+"。"+a.Reason))
	}
	for _, p := range x.Record {
		if p.Speaker == "" {
			out.Body = append(out.Body, paper.Q("（"+strings.Trim(p.Text, "（）")+"）"))
			continue
		}
		out.Body = append(out.Body, paper.Para{Indent: true, Runs: []paper.Run{{Text: p.Speaker + "：", Bold: true, Quote: true}, {Text: p.Text, Quote: true}}})
	}
	return x.signed(chart, out)
}

// signed adds corrections and signatures.
func (x *Session) signed(chart *casework.Chart, out paper.Paper) paper.Paper {
	signs := paper.Table{Caption: "核对与签名（以上笔录经阅看，记录无误的签名确认）", Head: []string{"签名人", "一方及身份", "方式", "时间", "补正或说明"}, Widths: []float64{8, 12, 8, 11, 22}, Quoted: true}
	for _, g := range x.Signatures {
		who := "本中心"
		if g.Side != "center" {
			who = chart.Side(g.Side).Title
		}
		signs.Rows = append(signs.Rows, []string{g.Name, who + " " + g.As, g.How, g.At.In(calendar.Shanghai()).Format("2006-01-02 15:04"), strings.TrimSpace(g.Correction + g.Reason)})
	}
	if len(signs.Rows) > 0 {
		out.Body = append(out.Body, signs)
	}
	var open []paper.Signer
	for _, a := range x.Attendance {
		if !x.hasSigned(a) {
			open = append(open, paper.Signer{Role: chart.Side(a.Side).Title + " " + a.As, Name: a.Name})
		}
	}
	if len(open) > 0 {
		out.Body = append(out.Body, paper.Signatures{Parties: open})
	}
	out.Hash = x.Digest
	return out
}

func (x *Session) hasSigned(a Attendance) bool {
	for _, g := range x.Signatures {
		if g.Name == a.Name && g.Side == a.Side {
			return true
		}
	}
	return false
}

func names(seats []Seat) string {
	var out []string
	for _, s := range seats {
		out = append(out, s.Name)
	}
	return strings.Join(out, "、")
}
