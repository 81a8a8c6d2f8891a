package abnormal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

// filter is how the leads can be narrowed.
type filter struct {
	Number    string       `json:"number" label:"线索编号" en:"Number" max:"40"`
	Indicator string       `json:"indicator" label:"指标" en:"Indicator" widget:"select" options:"*"`
	State     string       `json:"state" label:"状态" en:"State" widget:"select" options:"*"`
	Group     string       `json:"group" label:"分组" en:"Group" widget:"select" options:"applicant=同一申请人=One applicant,linked=关联申请人=Linked applicants,agency=同一代理机构=One agency,contact=共用联系方式=A shared way of contact,inventor=同一发明人=One inventor"`
	From      calendar.Day `json:"from" label:"形成日自" en:"From" widget:"date"`
	To        calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// open is the state that stands for all that are not closed.
const open = "open"

// Row is one lead with what the list shows about it.
type Row struct {
	*casework.Case
	Subject string // empty for who may not know it
	Filings int    // of the subject
}

// leads describes the leads as a list.
func (d *Desk) leads() *list.List[filter, *Row] {
	col := func(key, zh, en string, cell func(*web.Ctx, *Row) web.Cell) list.Column[*Row] {
		return list.Column[*Row]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	number := col("number", "线索编号", "Number", func(c *web.Ctx, r *Row) web.Cell {
		return web.Cell{Text: worklist.Name(c, r.Case), Href: fmt.Sprintf("/case/%d", r.ID)}
	})
	number.Fixed, number.Sort, number.Tight = true, true, true
	day := col("opened", "形成日", "Made on", func(_ *web.Ctx, r *Row) web.Cell { return web.Cell{Text: calendar.DayOf(r.Opened).String()} })
	day.Sort, day.Tight = true, true
	due := col("due", "期限", "Due", func(_ *web.Ctx, r *Row) web.Cell {
		return web.Cell{Text: or(r.Due.String(), "—"), Over: !r.Due.IsZero() && r.Due < d.office.Today()}
	})
	due.Tight = true
	filings := col("filings", "申请件数", "Filings", func(_ *web.Ctx, r *Row) web.Cell { return web.Cell{Text: itoa(r.Filings)} })
	filings.Number = true
	return list.New(list.Spec[filter, *Row]{Name: "abnormal.leads", Path: path + "/leads", Act: ActSee, Title: web.Text{"非正常申请线索", "Leads of abnormal filing"}, Unit: web.Text{"件", "leads"}, Sort: "-opened",
		Columns: []list.Column[*Row]{number,
			col("indicator", "指标", "Indicator", func(c *web.Ctx, r *Row) web.Cell {
				t := indicatorTitle(r.Attrs[attrIndicator])
				return web.Cell{Text: c.T(t[0], t[1]), Sub: []string{r.Attrs[attrIndicator]}}
			}),
			col("subject", "涉及主体", "Party", func(_ *web.Ctx, r *Row) web.Cell { return web.Cell{Text: r.Subject} }), filings,
			col("group", "分组", "Group", func(c *web.Ctx, r *Row) web.Cell { return said(c, groupTitle(r.Attrs[attrGroup])) }),
			col("grade", "级别", "Grade", func(c *web.Ctx, r *Row) web.Cell { return said(c, gradeTitle(r.Attrs[attrGrade])) }),
			col("source", "来源", "Source", func(c *web.Ctx, r *Row) web.Cell { return said(c, sourceTitle(r.Attrs[attrSource])) }),
			col("state", "状态", "State", func(c *web.Ctx, r *Row) web.Cell { return web.Cell{Tag: worklist.StateTag(c, d.chart, r.State)} }),
			col("result", "结论", "Conclusion", func(c *web.Ctx, r *Row) web.Cell { return said(c, resultTitle(r.Attrs[attrResult])) }), due, day},
		Load: d.load, Export: d.export, Kinds: []string{"xlsx", "csv"}, Options: d.filterOptions, Actions: d.ways,
		Empty: web.Text{"没有符合条件的线索；没有线索不表示没有问题，请在监测页面查看数据是否有效。", "No lead fits. That there is none says nothing: see on the page of the monitor whether its data is fresh."}})
}

// said is a cell with words in the language of the page.
func said(c *web.Ctx, p fault.Pair) web.Cell { return web.Cell{Text: or(c.T(p[0], p[1]), "—")} }

// filterOptions fills the choices.
func (d *Desk) filterOptions(_ *web.Ctx, f *form.Form) error {
	states := []form.Option{{Value: open, Label: web.Text{"全部在办", "All open"}}}
	for _, s := range d.chart.States {
		states = append(states, form.Option{Value: s.Code, Label: web.Text{s.Title, s.English}})
	}
	f.Options("indicator", append(indicatorOptions(), form.Option{Value: ListIndicator, Label: web.Text(indicatorTitle(ListIndicator))})).Options("state", states)
	return nil
}

// indicatorOptions are the indicators as choices.
func indicatorOptions() (out []form.Option) {
	for _, x := range indicator.Catalogue() {
		out = append(out, form.Option{Value: x.ID, Label: web.Text{x.ID + " " + x.Title, x.ID + " " + x.English}})
	}
	return out
}

// wanted reads the leads that fit a filter and that the person may see.
func (d *Desk) wanted(ctx context.Context, a casework.Actor, f filter, sort string) (out []*Row, err error) {
	defer fault.Wrap(&err, "leads")
	q := casework.Filter{Chart: Code, Number: f.Number, Sort: sort, PerPage: 1000}
	if f.State == open {
		q.Open = true
	} else if f.State != "" {
		q.States = []string{f.State}
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out = nil // a transaction may be tried again
		for q.Page = 1; ; q.Page++ {
			l, err := d.office.List(ctx, tx, a, q)
			if err != nil {
				return err
			}
			for _, k := range l.Cases {
				day := calendar.DayOf(k.Opened)
				if (f.Indicator == "" || k.Attrs[attrIndicator] == f.Indicator) && (f.Group == "" || k.Attrs[attrGroup] == f.Group) && (f.From.IsZero() || day >= f.From) && (f.To.IsZero() || day <= f.To) {
					out = append(out, &Row{Case: k})
				}
			}
			if len(l.Cases) < q.PerPage {
				break
			}
		}
		return d.named(ctx, tx, a, out)
	})
	return out, err
}

// named adds whom leads concern and how many filings they have.
func (d *Desk) named(ctx context.Context, tx *store.Tx, a casework.Actor, rows []*Row) error {
	type about struct {
		subject int64
		filings int
	}
	known := map[int64]about{}
	got, err := tx.Query(ctx, `SELECT l.case_id, l.subject_id, COUNT(m.filing_id) FROM abnormal_lead l LEFT JOIN abnormal_member m ON m.case_id = l.case_id AND m.own
		WHERE l.center_id = $1 GROUP BY l.case_id, l.subject_id`, a.Center)
	if err != nil {
		return err
	}
	for got.Next() {
		var id, subject, n int64
		if err := got.Scan(&id, &subject, &n); err != nil {
			return errors.Join(err, got.Close())
		}
		known[id] = about{subject, int(n)}
	}
	if err := errors.Join(got.Err(), got.Close()); err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows {
		r.Filings = known[r.ID].filings
		ids = append(ids, known[r.ID].subject)
	}
	names, err := party.Names(ctx, tx, a.Center, ids)
	for i, r := range rows {
		// The name is told to those who may know it, as with every case.
		if d.office.Policy.May(a.Subject, casework.ActName, r.Object()) {
			r.Subject = names[ids[i]]
		}
	}
	return err
}

// sorting is the order of the kernel for a column.
func sorting(column string, desc bool) string {
	if column != "number" {
		column = "opened"
	}
	if desc {
		return "-" + column
	}
	return column
}

// load reads a page. Leads are few beside filings, so that all that fit are read to be counted.
func (d *Desk) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[*Row], err error) {
	all, err := d.wanted(c.Context(), worklist.Actor(c), q.Filter, sorting(q.Sort, q.Desc))
	from := min(q.Offset, len(all))
	return list.Rows[*Row]{Total: len(all), Rows: all[from:min(from+q.Limit, len(all))]}, err
}

// export sends all pages of what the list shows.
func (d *Desk) export(c *web.Ctx, q list.Query[filter], columns []list.Column[*Row], kind string) error {
	all, err := d.wanted(c.Context(), worklist.Actor(c), q.Filter, sorting(q.Sort, q.Desc))
	if err != nil {
		return err
	}
	return send(c, c.T("非正常申请线索", "leads of abnormal filing"), kind, columns, all)
}

// send sends the rows of a list as a file.
func send[R any](c *web.Ctx, name, kind string, columns []list.Column[R], rows []R) error {
	e := sheet.Export{Name: name, Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN}
	for _, col := range columns {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(col.Title)})
	}
	var lines [][]any
	for _, r := range rows {
		var line []any
		for _, col := range columns {
			cell := col.Cell(c, r)
			line = append(line, cell.Text+cell.Tag.Text)
		}
		lines = append(lines, line)
	}
	e.Rows = sheet.Slice(c.VeilRows(lines))
	var buf bytes.Buffer
	if kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(e.Name+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(e.Name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}

// listFilter is how the rows of the national lists can be narrowed.
type listFilter struct {
	Number    string `json:"number" label:"申请号" en:"Application" max:"40"`
	Applicant string `json:"applicant" label:"申请人" en:"Applicant" max:"60"`
	Batch     string `json:"batch" label:"批次" en:"Batch" max:"60"`
	Result    string `json:"result" label:"结果" en:"Result" widget:"select" options:"列入排查=Under review,主动撤回=Withdrawn,视为撤回=Deemed withdrawn,驳回=Refused,排除=Taken off"`
	Own       string `json:"own" label:"本中心案件" en:"Cases of this center" widget:"select" options:"yes=只看本中心案件=Only these"`
}

// lists describes the rows of the national lists as a list.
func (d *Desk) lists() *list.List[listFilter, *Listed] {
	col := func(key, zh, en string, cell func(*web.Ctx, *Listed) web.Cell) list.Column[*Listed] {
		return list.Column[*Listed]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	text := func(key, zh, en string, of func(*Listed) string) list.Column[*Listed] {
		return col(key, zh, en, func(_ *web.Ctx, x *Listed) web.Cell { return web.Cell{Text: or(of(x), "—")} })
	}
	number := text("number", "申请号", "Application", func(x *Listed) string { return string(x.Number) })
	number.Fixed, number.Tight = true, true
	at := text("at", "导入日", "Imported", func(x *Listed) string { return calendar.DayOf(x.At).String() })
	at.Tight = true
	return list.New(list.Spec[listFilter, *Listed]{Name: "abnormal.lists", Path: path + "/lists", Act: ActSee, Title: web.Text{"国家局非正常申请名单", "National lists of abnormal filings"}, Unit: web.Text{"行", "rows"}, Sort: "-at",
		Columns: []list.Column[*Listed]{number, col("kind", "类型", "Kind", func(c *web.Ctx, x *Listed) web.Cell { return web.Cell{Text: or(worklist.Kind(c, x.Kind), "—")} }),
			text("applicant", "申请人", "Applicant", func(x *Listed) string { return x.Applicant }), text("day", "申请日", "Filed", func(x *Listed) string { return x.Day.String() }),
			text("batch", "批次", "Batch", func(x *Listed) string { return x.Batch }), col("result", "结果", "Result", func(c *web.Ctx, x *Listed) web.Cell { return web.Cell{Text: c.T(x.Result, resultEnglish(x.Result))} }),
			col("case", "本中心线索", "Lead", func(c *web.Ctx, x *Listed) web.Cell {
				switch {
				case x.Case != 0:
					return web.Cell{Text: c.T("查看线索", "Open"), Href: fmt.Sprintf("/case/%d", x.Case)}
				case x.Filing != 0:
					return web.Cell{Text: c.T("查看案件", "Filing"), Href: fmt.Sprintf("/case/%d", x.Filing)}
				}
				return web.Cell{Text: c.T("非本中心案件", "Not of this center")}
			}),
			text("source", "数据来源", "Source", func(x *Listed) string { return x.Source }), text("version", "数据截至", "As of", func(x *Listed) string { return x.DataVersion }), at},
		Load: func(c *web.Ctx, q list.Query[listFilter]) (list.Rows[*Listed], error) {
			all, err := d.listed(c.Context(), worklist.Actor(c).Center, q.Filter)
			from := min(q.Offset, len(all))
			return list.Rows[*Listed]{Total: len(all), Rows: all[from:min(from+q.Limit, len(all))]}, err
		},
		Export: func(c *web.Ctx, q list.Query[listFilter], columns []list.Column[*Listed], kind string) error {
			all, err := d.listed(c.Context(), worklist.Actor(c).Center, q.Filter)
			if err != nil {
				return err
			}
			return send(c, c.T("国家局非正常申请名单", "national lists of abnormal filings"), kind, columns, all)
		}, Kinds: []string{"xlsx", "csv"}, Actions: d.ways,
		Empty: web.Text{"没有符合条件的记录。还没有导入名单的，请先导入；名单为空不表示没有被通报的申请。", "No row fits. Import a list first; an empty list does not mean that nothing was returned."}})
}

// Lists returns all rows of the national lists of a center, the latest first.
func (d *Desk) Lists(ctx context.Context, center int64) ([]*Listed, error) {
	return d.listed(ctx, center, listFilter{})
}

// listed reads the rows that fit. The lists of a center hold thousands of rows, not millions.
func (d *Desk) listed(ctx context.Context, center int64, f listFilter) (out []*Listed, err error) {
	defer fault.Wrap(&err, "national lists")
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+listedColumns+` FROM abnormal_listed WHERE center_id = $1 ORDER BY at DESC, id DESC`, center)
		if err != nil {
			return err
		}
		defer rows.Close()
		out = nil // a transaction may be tried again
		for rows.Next() {
			x, err := scanListed(rows)
			if err != nil {
				return err
			}
			out = append(out, &x)
		}
		return rows.Err()
	})
	has := func(text, part string) bool { return strings.Contains(text, strings.TrimSpace(part)) }
	out = slices.DeleteFunc(out, func(x *Listed) bool {
		return !has(string(x.Number), f.Number) || !has(x.Applicant, f.Applicant) || !has(x.Batch, f.Batch) || f.Result != "" && x.Result != f.Result || f.Own == "yes" && x.Filing == 0
	})
	return out, err
}
