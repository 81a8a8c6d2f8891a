package board

import (
	"bytes"
	"fmt"
	"slices"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/sheet"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
)

// export sends what fits the filter as a spreadsheet: one line for each clock, because that is what is
// counted and sorted there.
func (b *Board) export(c *web.Ctx, q list.Query[filter], _ []list.Column[*row], kind string) error {
	rows := b.chosen(c, q)
	if err := b.complete(c, rows); err != nil {
		return err
	}
	// The columns are those of the data and not of the page, whatever the person shows there: what is
	// drawn as a bar on the page is two numbers in a sheet.
	var cols []sheet.Column
	for _, h := range [][2]string{{"案号", "Number"}, {"业务", "Procedure"}, {"类型", "Kind"}, {"申请主体", "Applicant"}, {"经办人", "Handler"}, {"状态", "State"}, {"轮到", "Turn"}, {"自", "Since"},
		{"期限", "Term"}, {"已用", "Used"}, {"总长", "Allowed"}, {"到期日", "Due"}, {"情况", "Standing"}, {"预测", "Forecast"}, {"预计完成", "Expected"}, {"依据", "Why"}} {
		cols = append(cols, sheet.Column{Title: c.T(h[0], h[1])})
	}
	var out [][]any
	for _, r := range rows {
		chart := b.chart(r)
		state := chart.State(r.k.State)
		for _, k := range r.forecast.Clocks {
			used, total := k.Result.Used(b.Office.Today())
			why := ""
			for _, line := range b.why(c, r, k) {
				why += line
			}
			out = append(out, []any{worklist.Name(c, r.k), c.T(chart.Title, chart.English), worklist.Kind(c, r.k.Kind), r.owner, r.handler, c.T(state.Title, state.English), b.turn(c, r),
				r.course.Now().From.String(), title(c, k.Clock), used, total, k.Result.Due.String(), b.meter(c, r, k).Text, verdict(c, k.Verdict).Text, k.End.String(), why})
		}
	}
	e := sheet.Export{Columns: cols, Rows: sheet.Slice(out), Person: worklist.Actor(c).Name, Time: c.Now()}
	name, media, write := c.T("在办期限", "terms of open cases"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.WriteXLSX
	if kind == "csv" {
		media, write = "text/csv; charset=utf-8", sheet.WriteCSV
	}
	// Whole in memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	if _, err := write(&buf, e); err != nil {
		return err
	}
	return c.Download(name+"."+kind, media, &buf)
}

// printed sends what fits the filter as a paper for a meeting.
func (b *Board) printed(c *web.Ctx) error {
	format := c.Path("format")
	if !slices.Contains([]string{"pdf", "docx"}, format) {
		return fault.New(fault.Missing, "board.format", "没有这种格式，请改用 pdf 或 docx")
	}
	// The address is that of the list, so the paper shows what the page showed, but all of it.
	var in filter
	f := form.New(c, b.asked)
	if err := b.options(c, f); err != nil {
		return err
	}
	f.Filter = true
	if !f.ReadValues(b.values(c), &in) {
		return fault.New(fault.Invalid, "list.filter", "筛选条件有误，请返回列表按提示改正")
	}
	if err := b.look(c); err != nil {
		return err
	}
	rows := b.chosen(c, list.Query[filter]{Filter: in})
	if err := b.complete(c, rows); err != nil {
		return err
	}
	t := paper.Table{Head: []string{c.T("案号", "Number"), c.T("经办人", "Handler"), c.T("卡在哪里", "Where it stands"), c.T("期限", "Terms"), c.T("预测", "Forecast")}, Widths: []float64{13, 7, 16, 22, 14}, Quoted: true}
	for _, r := range rows {
		state := b.stateCell(c, r)
		where := state.Tag.Text
		// Whose turn it is and since when; what can be done next is of no use on paper.
		where += c.T("；", "; ") + state.Sub[0]
		terms := ""
		for i, m := range b.clocksCell(c, r).Meters {
			if i > 0 {
				terms += c.T("；", "; ")
			}
			terms += m.Name + " " + m.Text
		}
		t.Rows = append(t.Rows, []string{worklist.Name(c, r.k) + c.T("（", " (") + b.matter(c, r) + c.T("）", ")"), r.handler, where, terms,
			verdict(c, r.forecast.Verdict).Text + c.T("；", "; ") + expected(c, r.forecast.Clocks[0])})
	}
	out := paper.Paper{Style: paper.Report, Title: c.T("在办期限总览", "Terms of open cases"), Body: []paper.Block{paper.P(b.summary(c, rows)), t}}
	// A table without rows is none.
	if len(rows) == 0 {
		out.Body = out.Body[:1]
	}
	out.Body = append(out.Body, paper.P(fmt.Sprintf(c.T("%s 于 %s 导出。", "Taken out by %s at %s."), worklist.Actor(c).Name, web.When(c.Now()))))
	var buf bytes.Buffer
	media, err := b.Write(c, nil, format, &buf, out)
	if err != nil {
		return err
	}
	return c.Download(out.Title+"."+format, media, &buf)
}

// summary counts the rows by verdict.
func (b *Board) summary(c *web.Ctx, rows []*row) string {
	out := fmt.Sprintf(c.T("共 %d 件", "%d cases"), len(rows))
	for _, v := range views() {
		n := 0
		for _, r := range rows {
			if r.is(v.code) {
				n++
			}
		}
		out += fmt.Sprintf(c.T("，%s %d 件", ", %s: %d"), c.T(v.zh, v.en), n)
	}
	return out + c.T("。", ".")
}
