package abnormal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

const path = "/abnormal"

func itoa(n int) string { return strconv.Itoa(n) }

// Module returns the pages.
func (d *Desk) Module() web.Module {
	routes := slices.Concat(d.leads().Routes(), d.lists().Routes(), d.importer().Routes(), []web.Route{
		{Method: "GET", Pattern: path, Act: ActSee, Handler: d.overviewPage},
		{Method: "GET", Pattern: path + "/run", Act: ActRun, Handler: d.runPage},
		// A look at all filings takes as long as they are many.
		{Method: "POST", Pattern: path + "/run", Act: ActRun, Handler: d.runPage, Timeout: 10 * time.Minute},
		{Method: "GET", Pattern: path + "/figures", Act: ActSee, Handler: d.figuresPage},
		{Method: "GET", Pattern: path + "/limits", Act: ActSee, Handler: d.limitsPage},
		{Method: "GET", Pattern: path + "/{id}/passages/{filing}", Act: ActSee, Handler: d.passagesPage}})
	return web.Module{Name: Code, Routes: routes}
}

// overviewPage shows the indicators with what they found, and how far what they rest on can be trusted.
func (d *Desk) overviewPage(c *web.Ctx) error {
	center := worklist.Actor(c).Center
	feeds, err := d.Feeds(c.Context(), center)
	if err != nil {
		return err
	}
	var run *Run
	var tallies []Tally
	var limits map[string]indicator.Limit
	today := d.office.Today()
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if run, err = lastRun(c.Context(), tx, center); err != nil {
			return err
		}
		if limits, err = d.limits(c.Context(), tx, center); err != nil {
			return err
		}
		tallies, err = d.Tallies(c.Context(), tx, center, casework.Period{From: today - 365, To: today})
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("非正常申请监测", "Monitor of abnormal filings"), At: path, Actions: d.ways(c)}
	return c.Render("page-blocks", []web.Block{d.health(c, run, feeds), d.indicatorTable(c, tallies, limits, feeds), feedTable(c, feeds), web.Notice{Text: c.T("指标只形成待核实的线索，不是结论：是否属于非正常申请由人核查、另一人复核后写明理由作出。阈值均为本中心规定，可在“阈值”中查看生效日期。",
		"An indicator only makes a lead: whether a filing is abnormal is found by people, with reasons and four eyes. The thresholds are rules of this center; “Thresholds” says since which day each holds.")}})
}

// ways are the links to the other pages.
func (d *Desk) ways(c *web.Ctx) []web.Link {
	a := worklist.Actor(c)
	out := []web.Link{{Href: path + "/leads", Label: c.T("线索", "Leads")}, {Href: path + "/lists", Label: c.T("国家局名单", "National lists")}, {Href: path + "/figures", Label: c.T("统计", "Figures")}, {Href: path + "/limits", Label: c.T("阈值", "Thresholds")}}
	for _, x := range []struct{ act, href, zh, en string }{{d.chart.Act("enter"), "/open/abnormal/enter", "登记线索", "Enter a lead"}, {ActList, "/bring-in/abnormal", "导入名单", "Import a list"}, {ActRun, path + "/run", "立即监测", "Look now"}} {
		if d.office.Policy.Ever(a.Subject, x.act) {
			out = append(out, web.Link{Href: x.href, Label: c.T(x.zh, x.en)})
		}
	}
	if d.office.Policy.Ever(a.Subject, ActRun) {
		out[len(out)-1].Tone = web.Blue
	}
	return out
}

// health says when the monitor looked last, and what it could not see.
func (d *Desk) health(c *web.Ctx, run *Run, feeds []FeedState) web.Notice {
	if run == nil {
		return web.Notice{Tone: web.Red, Title: c.T("监测还没有运行过", "The monitor has never looked"), Text: c.T("下面没有线索不表示没有问题；监测每天运行一次，也可以立即运行。", "That there are no leads says nothing. It looks once a day, and can be had to look now.")}
	}
	when := time.UnixMicro(run.At).In(calendar.Shanghai()).Format("2006-01-02 15:04")
	n := web.Notice{Tone: web.Green, Title: c.T("上次监测 ", "Last look ") + when,
		Text: fmt.Sprintf(c.T("查看申请 %d 件，符合指标的分组 %d 个，新形成线索 %d 件，并入已有线索 %d 件，用时 %.1f 秒。", "%d filings, %d groups at a threshold, %d new leads, %d grown, %.1f seconds."), run.Filings, run.Found, run.Opened, run.Grown, float64(run.Millis)/1000)}
	var bad []string
	for _, f := range feeds {
		if f.State != Fresh {
			bad = append(bad, c.Say(f.Title))
		}
	}
	if len(bad) > 0 {
		n.Tone = web.Amber
		n.Text += c.T("下列数据没有或已过期，依赖它们的指标不能发现问题：", " Empty or stale, so that what rests on it finds nothing: ") + strings.Join(bad, c.T("、", ", ")) + c.T("。", ".")
	}
	return n
}

// indicatorTable lists the indicators of the catalogue; each count opens to its leads.
func (d *Desk) indicatorTable(c *web.Ctx, tallies []Tally, limits map[string]indicator.Limit, feeds []FeedState) web.Table {
	t := web.Table{Title: c.T("指标（近一年）", "Indicators (within a year)"), Head: []string{c.T("指标", "Indicator"), c.T("依据", "Basis"), c.T("阈值", "Thresholds"), c.T("线索", "Leads"), c.T("在办", "Open"), c.T("准确率", "Precision"), c.T("数据", "Data")}}
	for _, y := range tallies {
		title := indicatorTitle(y.Indicator)
		x, known := indicator.Of(y.Indicator)
		row := []web.Cell{{Text: c.T(title[0], title[1])}, {Text: "—"}, {Text: "—"}, {Text: itoa(y.Leads)}, {Text: itoa(y.Open)}, {Text: "—"}, {}}
		if known {
			row[0].Text = y.Indicator + " " + row[0].Text
			row[1].Text = c.Basis(cites(x))
			row[2].Text = limitWords(c, x, limits)
		}
		if y.Leads > 0 {
			row[3].Href = path + "/leads?indicator=" + y.Indicator
		}
		if y.Open > 0 {
			row[4].Href = path + "/leads?state=open&indicator=" + y.Indicator
		}
		if y.Decided() > 0 {
			row[5].Text = fmt.Sprintf("%.0f%%（%d / %d）", y.Precision(), y.Abnormal+y.Withdrawn, y.Decided())
		}
		need := x.Feeds
		if !known {
			need = []string{indicator.FeedLists}
		}
		row[6].Tag = worst(c, feeds, need)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cites writes the basis of an indicator in one line.
func cites(x indicator.Indicator) string {
	var out []string
	for _, b := range x.Basis {
		out = append(out, b.String())
	}
	return strings.Join(out, "；")
}

// limitWords writes the thresholds of an indicator.
func limitWords(c *web.Ctx, x indicator.Indicator, limits map[string]indicator.Limit) string {
	var out []string
	for _, l := range x.Limits {
		out = append(out, c.T(l.Title, l.English)+" "+itoa(limits[l.Key].N))
	}
	return strings.Join(out, c.T("；", "; "))
}

// worst is the state of the feed that stands worst among those that are needed.
func worst(c *web.Ctx, feeds []FeedState, need []string) web.Tag {
	out := FeedState{State: Fresh}
	for _, f := range feeds {
		if (f.Code == feedRun || slices.Contains(need, f.Code)) && (f.State == Empty || f.State == Stale && out.State == Fresh) {
			out = f
		}
	}
	return out.tag(c)
}

// feedTable shows how old the data is.
func feedTable(c *web.Ctx, feeds []FeedState) web.Table {
	t := web.Table{Title: c.T("数据来源与时效", "Feeds and their age"), Head: []string{c.T("数据", "Feed"), c.T("数量", "Number"), c.T("最新", "Newest"), c.T("距今", "Age"), c.T("过期天数", "Stale after, days"), c.T("状态", "State")}, Numbers: []int{1, 4}}
	for _, f := range feeds {
		n := itoa(f.Count)
		if f.Of > 0 {
			n += " / " + itoa(f.Of)
		}
		if f.Code == feedRun {
			n = "—"
		}
		newest := "—"
		if !f.Newest.IsZero() {
			newest = calendar.DayOf(f.Newest).String()
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(f.Title)}, {Text: n}, {Text: newest}, {Text: f.age(c, c.Now())}, {Text: itoa(f.Days)}, {Tag: f.tag(c)}})
	}
	return t
}

// runForm has the monitor look now.
type runForm struct {
	Why string `json:"why" label:"说明" en:"Remark" max:"200"`
}

// runPage has the monitor look now.
func (d *Desk) runPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("立即监测", "Look now"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("非正常申请监测", "Monitor of abnormal filings")}, {Label: c.T("立即监测", "Look now")}}}
	f := form.New(c, form.Describe(runForm{}, nil))
	f.Submit, f.Cancel = c.T("开始监测", "Look"), path
	f.Intro = c.T("对全部预审案件重新计算指标。已有的线索不会重复形成；不产生任何结论。", "All filings are looked at anew. What is a lead already is not made one again, and nothing is concluded.")
	var in runForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	a := worklist.Actor(c)
	r, err := d.Watch(c.Context(), a.Center, a.Account)
	if err != nil {
		return err
	}
	c.Flash(web.Green, fmt.Sprintf(c.T("监测完成：新形成线索 %d 件，并入 %d 件", "Done: %d new leads, %d grown"), r.Opened, r.Grown))
	return c.Redirect(path)
}

// periodForm chooses the days of the figures.
type periodForm struct {
	From calendar.Day `json:"from" label:"线索形成日自" en:"Leads from" widget:"date"`
	To   calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// complete fills in the year back from today.
func (in *periodForm) complete(today calendar.Day) error {
	if in.To.IsZero() {
		in.To = today
	}
	if in.From.IsZero() {
		in.From = in.To - 364
	}
	if in.To < in.From {
		return fault.New(fault.Invalid, "abnormal.period", "统计期间的截止日不能早于起始日，请核对").At("to")
	}
	return nil
}

// figuresPage shows what became of the leads, by indicator.
func (d *Desk) figuresPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("非正常申请统计", "Figures of abnormal filings"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("非正常申请监测", "Monitor of abnormal filings")}, {Label: c.T("统计", "Figures")}}}
	f := form.New(c, form.Describe(periodForm{}, nil))
	f.Filter, f.Submit, f.Action = true, c.T("统计", "Count"), path+"/figures"
	var in periodForm
	if !f.ReadValues(c.R.URL.Query(), &in) {
		return c.RenderForm(f)
	}
	if err := in.complete(d.office.Today()); err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	f.Fill(in)
	var all []Tally
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		all, err = d.Tallies(c.Context(), tx, worklist.Actor(c).Center, casework.Period{From: in.From, To: in.To})
		return err
	})
	if err != nil {
		return err
	}
	t := web.Table{Title: fmt.Sprintf(c.T("%s 至 %s 形成的线索", "Leads from %s to %s"), in.From, in.To), Numbers: []int{1, 2, 3, 4, 5, 6, 7, 8},
		Head: []string{c.T("指标", "Indicator"), c.T("线索", "Leads"), c.T("在办", "Open"), c.T("排除", "Dismissed"), c.T("不属于", "Not abnormal"), c.T("认定", "Abnormal"), c.T("撤回", "Withdrawn"), c.T("准确率", "Precision"), c.T("天数中位数", "Median days")}}
	data := svg.Data{Series: []svg.Series{{Name: c.T("认定或撤回", "Abnormal or withdrawn")}, {Name: c.T("排除或不属于", "Dismissed or not abnormal")}, {Name: c.T("在办", "Open")}}}
	span := fmt.Sprintf("&from=%s&to=%s", in.From, in.To)
	var codes []string
	for _, y := range all {
		title := indicatorTitle(y.Indicator)
		precision, days := "—", "—"
		if y.Decided() > 0 {
			precision = fmt.Sprintf("%.0f%%", y.Precision())
		}
		if y.Known {
			days = fmt.Sprintf("%g", y.Median)
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: y.Indicator + " " + c.T(title[0], title[1])}, {Text: itoa(y.Leads), Href: path + "/leads?indicator=" + y.Indicator + span}, {Text: itoa(y.Open)}, {Text: itoa(y.Dismissed)}, {Text: itoa(y.Clear)}, {Text: itoa(y.Abnormal)}, {Text: itoa(y.Withdrawn)}, {Text: precision}, {Text: days}})
		data.Labels, codes = append(data.Labels, strings.TrimPrefix(y.Indicator, "QUA-")), append(codes, y.Indicator)
		for i, n := range []int{y.Abnormal + y.Withdrawn, y.Dismissed + y.Clear, y.Open} {
			data.Series[i].Values = append(data.Series[i].Values, float64(n))
		}
	}
	title := c.T("各指标的线索", "Leads by indicator")
	picture := web.Figure{Title: title, SVG: string(svg.Stacked(svg.Frame{Title: title, Unit: c.T("件", "leads"), English: c.Lang() == web.EN, Width: 1000, Height: 260,
		Link: func(_, label int) string { return path + "/leads?indicator=" + codes[label] + span }}, data))}
	return c.Render("page-blocks", []web.Block{f, picture, t, web.Notice{Text: c.T("准确率 = 认定非正常或申请人主动撤回的线索 ÷ 已办结的线索；被撤销的认定不计入认定。天数从线索形成到排除或作出结论。", "Precision: leads found abnormal or withdrawn by the applicant, of those decided; a finding that was revoked is none. Days count from the lead to its dismissal or conclusion.")}})
}

// limitsPage shows each threshold with since when it is in force.
func (d *Desk) limitsPage(c *web.Ctx) error {
	var limits map[string]indicator.Limit
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		limits, err = d.limits(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	if err != nil {
		return err
	}
	may := d.office.Policy.Ever(worklist.Actor(c).Subject, actConfig)
	t := web.Table{Title: c.T("指标的阈值", "Thresholds of the indicators"), Head: []string{c.T("指标", "Indicator"), c.T("阈值", "Threshold"), c.T("现行值", "In force"), c.T("生效日", "Since"), c.T("程序默认值", "Default"), c.T("说明", "Remark")}, Numbers: []int{2, 4}}
	for _, x := range indicator.Catalogue() {
		for _, l := range x.Limits {
			cell := web.Cell{Text: c.T(l.Title, l.English)}
			if may {
				cell.Href = "/admin/settings/abnormal." + l.Key
			}
			since := c.T("默认值", "default")
			if !limits[l.Key].From.IsZero() {
				since = limits[l.Key].From.String()
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: x.ID}, cell, {Text: itoa(limits[l.Key].N)}, {Text: since}, {Text: l.Default}, {Text: c.T(l.Help, l.HelpEN)}})
		}
	}
	note := web.Notice{Text: c.T("阈值由中心主任在“中心配置”中设定，须写明生效日；修改不影响已形成的线索，线索中保留形成时的数值和阈值。", "The director sets the thresholds in the configuration, each with the day from which it holds. A lead keeps the numbers and thresholds as they were when it was made.")}
	if may {
		note.Links = []web.Link{{Href: "/admin/settings", Label: c.T("中心配置", "Configuration")}}
	}
	c.Page = web.Page{Title: c.T("监测阈值", "Thresholds of the monitor"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("非正常申请监测", "Monitor of abnormal filings")}, {Label: c.T("阈值", "Thresholds")}}}
	return c.Render("page-blocks", []web.Block{note, t})
}

// actConfig is to change the configuration of the center; package governance grants it.
const actConfig = "admin.config"
