package counterfeit

import (
	"context"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

func fmtID(id int64) string { return strconv.FormatInt(id, 10) }

// Reports of one address: a few at once, and a bounded number a day.
var (
	burst = limit.Rule{Name: "counterfeit.report.hour", Max: 5, Per: time.Hour}
	daily = limit.Rule{Name: "counterfeit.report.day", Max: 20, Per: 24 * time.Hour}
)

// center is the one whose pages strangers see.
func (d *Desk) center(ctx context.Context) (ct casework.Center, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.office.Centers(ctx, tx)
		if err == nil && len(all) == 0 {
			return fault.New(fault.Unavailable, "counterfeit.no_center", "中心尚未建立，请稍后再试")
		}
		if err == nil {
			ct = all[0]
		}
		return err
	})
	return ct, err
}

// reportPage takes a report by anybody and gives its receipt. Nothing on it is shown to others.
func (d *Desk) reportPage(c *web.Ctx) error {
	title := c.T("假冒专利举报", "Report counterfeited patents")
	c.Page = web.Page{Title: title, At: "/report", NoMark: true, Wide: true, Crumbs: []web.Link{{Href: "/guide", Label: c.T("办事指南", "Guide")}, {Label: title}}}
	f := form.New(c, form.Describe(Tip{}, d.Rules))
	f.Submit = c.T("提交举报", "Report")
	f.Intro = c.T("请如实填写。举报人信息依法保密，被举报人看不到。提交后您会得到线索编号和查询码。", "Please be truthful. Who reports stays secret from who is reported. You get a number and a code.")
	f.Suggest("reply", "code")
	var in Tip
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	number, code, err := d.takeReport(c, &in)
	if err != nil {
		if !f.Refused(err) {
			return err
		}
		return c.RenderForm(f)
	}
	kv := web.KV{Title: c.T("举报回执", "Receipt")}
	kv.Add(c.T("线索编号", "Number"), number)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("查询码", "Code"), Text: code, Href: "/status?code=" + code})
	kv.Add(c.T("收到时间", "Received"), d.office.Now().In(calendar.Shanghai()).Format(time.DateTime))
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Green, Title: c.T("已收到您的举报", "Your report was received"),
		Text: c.T("请保存线索编号和查询码，凭查询码可以查询进度。本页离开后不再显示查询码。", "Keep the number and the code; the code is not shown again.")}, kv})
}

// takeReport counts and enters a report.
func (d *Desk) takeReport(c *web.Ctx, in *Tip) (number, code string, err error) {
	for _, r := range []limit.Rule{burst, daily} {
		if err := d.Limits.Allow(c.Context(), r, c.IP().String()); err != nil {
			return "", "", err
		}
	}
	ct, err := d.center(c.Context())
	if err != nil {
		return "", "", err
	}
	return d.ReportByPublic(c.Context(), ct.ID, in)
}

// A Publication is a decision as it was published.
type Publication struct {
	Number  string       `json:"number"`
	Name    string       `json:"name"`
	Summary string       `json:"summary"`
	Place   string       `json:"place"`
	Day     calendar.Day `json:"day"`
}

// Published lists the published decisions of a center, the latest first, at most limit.
func Published(ctx context.Context, tx *store.Tx, center int64, limit int) (_ []Publication, err error) {
	defer fault.Wrap(&err, "published decisions")
	rows, err := tx.Query(ctx, `SELECT number, name, summary, place, day FROM counterfeit_publication WHERE center_id = $1 ORDER BY day DESC, id DESC LIMIT $2`, center, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Publication
	for rows.Next() {
		var p Publication
		var day int64
		if err := rows.Scan(&p.Number, &p.Name, &p.Summary, &p.Place, &day); err != nil {
			return nil, err
		}
		p.Day = calendar.Day(day)
		out = append(out, p)
	}
	return out, rows.Err()
}

// mostPublished is how many decisions the public page lists.
const mostPublished = 500

// published reads them for the public.
func (d *Desk) published(ctx context.Context) (out []Publication, err error) {
	ct, err := d.center(ctx)
	if err != nil {
		return nil, err
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = Published(ctx, tx, ct.ID, mostPublished)
		return err
	})
	return out, err
}

// publishedPage lists the decisions for everybody.
func (d *Desk) publishedPage(c *web.Ctx) error {
	title := c.T("假冒专利处罚公开", "Published penalties")
	c.Page = web.Page{Title: title, At: "/counterfeit/published", NoMark: true, Wide: true, Crumbs: []web.Link{{Href: "/guide", Label: c.T("办事指南", "Guide")}, {Label: title}}}
	all, err := d.published(c.Context())
	if err != nil {
		return err
	}
	t := web.Table{Title: title, Head: []string{c.T("案号", "Case"), c.T("当事人", "Person"), c.T("摘要", "Summary"), c.T("公开渠道", "Where"), c.T("公开日期", "Published on")},
		Empty: c.T("还没有公开的处罚决定。", "No decision was published yet.")}
	for _, p := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: p.Number}, {Text: p.Name}, {Text: p.Summary}, {Text: p.Place}, {Text: p.Day.String()}})
	}
	return c.Render("page-blocks", []web.Block{t})
}
