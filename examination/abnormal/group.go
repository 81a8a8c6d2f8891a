package abnormal

import (
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/store"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// groupBlocks show the numbers behind a lead, its filings, and how they came in over time.
func (d *Desk) groupBlocks(c *web.Ctx, tx *store.Tx, k *casework.Case, ms []member, found []look) (out []web.Block, err error) {
	numbers := web.Table{Title: c.T("指标数据", "Numbers"), Head: []string{c.T("数据", "What"), c.T("实际值", "Value"), c.T("阈值", "Threshold"), c.T("阈值生效日", "In force since"), c.T("查看日期", "Looked on")}, Empty: c.T("没有数据：线索由人工登记。", "None: somebody entered the lead.")}
	best := map[int64]indicator.Member{}
	value := ""
	for _, f := range found {
		for _, n := range f.Numbers {
			since := ""
			switch {
			case n.Limit == "":
			case n.From.IsZero():
				since = c.T("默认值", "default")
			default:
				since = n.From.String()
			}
			numbers.Rows = append(numbers.Rows, []web.Cell{{Text: c.T(n.Title, n.English)}, {Text: n.Value}, {Text: or(n.Limit, "—")}, {Text: or(since, "—")}, {Text: f.At.String()}})
		}
		for _, m := range f.Members {
			if m.Score >= best[m.Case].Score {
				best[m.Case] = m
			}
		}
		value = or(f.Value, value)
	}
	out = append(out, numbers)
	kv := web.KV{Title: c.T("依据", "Basis")}
	if x, known := indicator.Of(k.Attrs[attrIndicator]); known {
		kv.Add(c.T("指标依据", "Basis of the indicator"), c.Basis(cites(x)))
	}
	if value != "" {
		kv.Add(c.T("共用的联系方式或发明人", "What they share"), value)
	}
	if len(kv.Rows) > 0 {
		out = append(out, kv)
	}
	t, picture, err := d.memberBlocks(c, tx, k, ms, best)
	return append(out, t, picture), err
}

// memberBlocks are the filings of a group as a table and as a picture by month and applicant.
func (d *Desk) memberBlocks(c *web.Ctx, tx *store.Tx, k *casework.Case, ms []member, best map[int64]indicator.Member) (t web.Table, picture web.Figure, err error) {
	a := worklist.Actor(c)
	t = web.Table{Title: fmt.Sprintf(c.T("分组中的申请（%d 件）", "Filings of the group (%d)"), len(ms)), Head: []string{c.T("案号", "Number"), c.T("申请主体", "Applicant"), c.T("主分类号", "Class"), c.T("提交日期", "Filed on"), c.T("最相似的申请", "Most alike to"), c.T("结果", "Result")}, Empty: c.T("没有。", "None.")}
	var ids, owners []int64
	for _, m := range ms {
		ids = append(ids, m.Filing)
		if o := best[m.Filing].Other; o != 0 {
			ids = append(ids, o)
		}
	}
	plain, err := casework.Plain(c.Context(), tx, k.Center, ids)
	if err != nil {
		return t, picture, err
	}
	for _, f := range plain {
		owners = append(owners, f.Owner)
	}
	names, err := party.Names(c.Context(), tx, k.Center, owners)
	if err != nil {
		return t, picture, err
	}
	for _, m := range ms {
		f := plain[m.Filing]
		if f == nil {
			continue
		}
		row := []web.Cell{{Text: f.Number}, {Text: names[f.Owner]}, {Text: or(f.Attrs["class"], "—")}, {Text: calendar.DayOf(f.Opened).String()}, {Text: "—"}, said(c, resultTitle(m.Verdict))}
		// A filing is a link for who may see it; its words are for who may read both.
		if d.office.Policy.May(a.Subject, casework.ActSee, f.Object()) {
			row[0].Href = fmt.Sprintf("/case/%d", f.ID)
		}
		if o := plain[best[m.Filing].Other]; o != nil {
			row[4].Text = fmt.Sprintf("%s  %.0f%%", o.Number, 100*best[m.Filing].Score)
			if d.mayCompare(a, f, o) {
				row[4].Href = fmt.Sprintf("%s/%d/passages/%d", path, k.ID, f.ID)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, overTime(c, ms, plain, names), nil
}

// most is how many applicants the picture tells apart; the others are one.
const most = 4

// month is how a month is written below the picture: short, for there may be two years of them.
const month = "06-01"

// overTime draws how many filings each applicant of a group made in each month.
func overTime(c *web.Ctx, ms []member, plain map[int64]*casework.Case, names map[int64]string) web.Figure {
	var months []string
	var parties []int64
	count := map[int64]map[string]float64{}
	for _, m := range ms {
		f := plain[m.Filing]
		if f == nil {
			continue
		}
		of := f.Opened.In(calendar.Shanghai()).Format(month)
		if !slices.Contains(months, of) {
			months = append(months, of)
		}
		who := f.Owner
		if !slices.Contains(parties, who) {
			if len(parties) == most {
				who = 0
			}
			if !slices.Contains(parties, who) {
				parties = append(parties, who)
			}
		}
		if count[who] == nil {
			count[who] = map[string]float64{}
		}
		count[who][of]++
	}
	months = filled(months)
	data := svg.Data{Labels: months}
	for _, p := range parties {
		s := svg.Series{Name: or(names[p], c.T("其他申请人", "Others"))}
		for _, m := range months {
			s.Values = append(s.Values, count[p][m])
		}
		data.Series = append(data.Series, s)
	}
	title := c.T("各月提交的申请", "Filings by month")
	return web.Figure{Title: title, SVG: string(svg.Stacked(svg.Frame{Title: title, Unit: c.T("件", "filings"), English: c.Lang() == web.EN, Width: 640, Height: 200}, data))}
}

// filled are the months from the first to the last, those without a filing too.
func filled(months []string) (out []string) {
	if len(months) == 0 {
		return nil
	}
	slices.Sort(months)
	at, err := time.Parse(month, months[0])
	for ; err == nil && at.Format(month) <= months[len(months)-1]; at = at.AddDate(0, 1, 0) {
		out = append(out, at.Format(month))
	}
	return out
}
