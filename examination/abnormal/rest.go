package abnormal

import (
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// AbnormalMonitor is the page of the monitor for programs.
type AbnormalMonitor struct {
	Run        *AbnormalRun   `json:"run,omitempty" doc:"上次监测；从未运行的没有"`
	Feeds      []AbnormalFeed `json:"feeds"`
	Indicators []AbnormalSum  `json:"indicators" doc:"近一年形成的线索"`
}

// AbnormalRun is one look of the monitor.
type AbnormalRun struct {
	At      time.Time `json:"at"`
	Filings int       `json:"filings" doc:"查看的申请"`
	Found   int       `json:"found" doc:"达到阈值的分组"`
	Opened  int       `json:"opened" doc:"新形成的线索"`
	Grown   int       `json:"grown" doc:"并入新申请的线索"`
}

// AbnormalFeed is how old one kind of data is.
type AbnormalFeed struct {
	Code   string    `json:"code"`
	Title  string    `json:"title"`
	Count  int       `json:"count"`
	Newest time.Time `json:"newest,omitzero"`
	State  string    `json:"state" doc:"fresh、stale 或 empty"`
}

// AbnormalSum is what became of the leads of one indicator.
type AbnormalSum struct {
	Indicator string  `json:"indicator"`
	Title     string  `json:"title"`
	Leads     int     `json:"leads"`
	Open      int     `json:"open"`
	Dismissed int     `json:"dismissed"`
	Clear     int     `json:"clear"`
	Abnormal  int     `json:"abnormal"`
	Withdrawn int     `json:"withdrawn"`
	Decided   int     `json:"decided"`
	Precision float64 `json:"precision" doc:"百分数；没有办结的为 0"`
	Median    float64 `json:"median_days"`
}

// AbnormalLead is one lead.
type AbnormalLead struct {
	Case      string       `json:"case"`
	Number    string       `json:"number"`
	Indicator string       `json:"indicator"`
	Group     string       `json:"group" doc:"applicant、linked、agency、contact 或 inventor"`
	Subject   string       `json:"subject,omitempty" doc:"涉及主体；无权查看的没有"`
	Filings   int          `json:"filings"`
	Grade     string       `json:"grade,omitempty"`
	Source    string       `json:"source"`
	State     string       `json:"state"`
	Result    string       `json:"result,omitempty"`
	Due       calendar.Day `json:"due,omitzero"`
	Made      calendar.Day `json:"made"`
}

// AbnormalListed is a row of a national list.
type AbnormalListed struct {
	Number    string       `json:"number"`
	Kind      string       `json:"kind,omitempty"`
	Applicant string       `json:"applicant"`
	Filed     calendar.Day `json:"filed,omitzero"`
	Batch     string       `json:"batch"`
	Result    string       `json:"result"`
	Source    string       `json:"source"`
	AsOf      string       `json:"as_of" doc:"数据截至"`
	Filing    string       `json:"filing,omitempty" doc:"本中心的预审案件"`
	Case      string       `json:"case,omitempty" doc:"形成的线索"`
	At        time.Time    `json:"at"`
}

// AbnormalLimit is a threshold.
type AbnormalLimit struct {
	Indicator string       `json:"indicator"`
	Key       string       `json:"key"`
	Title     string       `json:"title"`
	Value     int          `json:"value"`
	Since     calendar.Day `json:"since,omitzero" doc:"没有的为程序默认值"`
	Default   string       `json:"default"`
}

// AbnormalPassage is a pair of paragraphs.
type AbnormalPassage struct {
	A     string  `json:"a"`
	B     string  `json:"b"`
	Score float64 `json:"score"`
}

// sum is what became of the leads of an indicator, for programs.
func (t *Tally) sum() AbnormalSum {
	return AbnormalSum{t.Indicator, indicatorTitle(t.Indicator)[0], t.Leads, t.Open, t.Dismissed, t.Clear, t.Abnormal, t.Withdrawn, t.Decided(), t.Precision(), t.Median}
}

// runOf is a look for programs, nil where there was none.
func runOf(r *Run) *AbnormalRun {
	if r == nil {
		return nil
	}
	return &AbnormalRun{time.UnixMicro(r.At), r.Filings, r.Found, r.Opened, r.Grown}
}

// Rest is what programs can do of the pages. The steps of leads are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看非正常申请监测", "See the monitor of abnormal filings"}}, {Code: ActRun, Title: web.Text{"立即监测", "Have the monitor look"}}, {Code: ActList, Title: web.Text{"导入非正常申请名单", "Import lists of abnormal filings"}}},
		Endpoints: slices.Concat(d.restWatch(), d.restLists(), d.importer().Rest())}
}

// restWatch are the monitor, its figures and its thresholds.
func (d *Desk) restWatch() []rest.Endpoint {
	period := form.Describe(periodForm{}, nil)
	sums := func(c *rest.Call, p casework.Period) (out []AbnormalSum, err error) {
		err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
			all, err := d.Tallies(c.Context(), tx, worklist.Actor(c.Ctx).Center, p)
			out = nil // a transaction may be tried again
			for _, t := range all {
				out = append(out, t.sum())
			}
			return err
		})
		return rest.List(out), err
	}
	return []rest.Endpoint{
		{Method: "GET", Path: "/abnormal", Act: ActSee, Title: web.Text{"监测概况：上次运行、数据时效、各指标的线索", "The monitor: last look, age of the feeds, leads by indicator"}, Pages: []string{"GET /abnormal"}, Answer: AbnormalMonitor{}, Handle: func(c *rest.Call) (any, error) {
			center, today := worklist.Actor(c.Ctx).Center, d.office.Today()
			feeds, err := d.Feeds(c.Context(), center)
			if err != nil {
				return nil, err
			}
			out := AbnormalMonitor{Feeds: []AbnormalFeed{}}
			for _, f := range feeds {
				out.Feeds = append(out.Feeds, AbnormalFeed{f.Code, f.Title[0], f.Count, f.Newest, f.State})
			}
			err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
				r, err := lastRun(c.Context(), tx, center)
				out.Run = runOf(r)
				return err
			})
			if err == nil {
				out.Indicators, err = sums(c, casework.Period{From: today - 365, To: today})
			}
			return out, err
		}},
		{Method: "POST", Path: "/abnormal/run", Act: ActRun, Title: web.Text{"立即监测；已有的线索不重复形成", "Have the monitor look now; what is a lead is not made one again"}, Pages: []string{"GET /abnormal/run", "POST /abnormal/run"}, Body: form.Describe(runForm{}, nil), Answer: AbnormalRun{}, Timeout: 10 * time.Minute,
			Handle: func(c *rest.Call) (any, error) {
				var in runForm
				if err := c.Read(form.Describe(runForm{}, nil), &in); err != nil {
					return nil, err
				}
				a := worklist.Actor(c.Ctx)
				r, err := d.Watch(c.Context(), a.Center, a.Account)
				return runOf(&r), err
			}},
		{Method: "GET", Path: "/abnormal/figures", Act: ActSee, Title: web.Text{"期内形成的线索按指标统计", "Leads made in a period, by indicator"}, Pages: []string{"GET /abnormal/figures"}, Query: period, Answer: []AbnormalSum{}, Handle: func(c *rest.Call) (any, error) {
			var in periodForm
			if err := c.Ask(period, &in); err != nil {
				return nil, err
			}
			if err := in.complete(d.office.Today()); err != nil {
				return nil, err
			}
			return sums(c, casework.Period{From: in.From, To: in.To})
		}},
		{Method: "GET", Path: "/abnormal/limits", Act: ActSee, Title: web.Text{"指标的阈值与生效日", "The thresholds and since when they hold"}, Pages: []string{"GET /abnormal/limits"}, Answer: []AbnormalLimit{}, Handle: func(c *rest.Call) (any, error) {
			out := []AbnormalLimit{}
			err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
				limits, err := d.limits(c.Context(), tx, worklist.Actor(c.Ctx).Center)
				for _, x := range indicator.Catalogue() {
					for _, l := range x.Limits {
						out = append(out, AbnormalLimit{x.ID, l.Key, l.Title, limits[l.Key].N, limits[l.Key].From, l.Default})
					}
				}
				return err
			})
			return out, err
		}},
	}
}

// restLists are the leads, the national lists and the passages. Who may see what is asked as on the pages.
func (d *Desk) restLists() []rest.Endpoint {
	query, rows := form.Describe(leadQuery{}, nil), form.Describe(listQuery{}, nil)
	return []rest.Endpoint{
		{Method: "GET", Path: "/abnormal/leads", Act: ActSee, Title: web.Text{"非正常申请线索", "Leads of abnormal filing"}, Pages: []string{"GET /abnormal/leads", "POST /abnormal/leads", "GET /abnormal/leads/counts", "GET /abnormal/leads/export"}, Query: query, Answer: []AbnormalLead{}, Handle: func(c *rest.Call) (any, error) {
			var in leadQuery
			if err := c.Ask(query, &in); err != nil {
				return nil, err
			}
			all, err := d.wanted(c.Context(), worklist.Actor(c.Ctx), filter(in), "-opened")
			out := []AbnormalLead{}
			for _, r := range all {
				out = append(out, AbnormalLead{rest.ID(r.ID), r.Number, r.Attrs[attrIndicator], r.Attrs[attrGroup], r.Subject, r.Filings, r.Attrs[attrGrade], r.Attrs[attrSource], r.State, r.Attrs[attrResult], r.Due, calendar.DayOf(r.Opened)})
			}
			return out, err
		}},
		{Method: "GET", Path: "/abnormal/lists", Act: ActSee, Title: web.Text{"国家局非正常申请名单", "Rows of the national lists"}, Pages: []string{"GET /abnormal/lists", "POST /abnormal/lists", "GET /abnormal/lists/counts", "GET /abnormal/lists/export"}, Query: rows, Answer: []AbnormalListed{}, Handle: func(c *rest.Call) (any, error) {
			var in listQuery
			if err := c.Ask(rows, &in); err != nil {
				return nil, err
			}
			all, err := d.listed(c.Context(), worklist.Actor(c.Ctx).Center, listFilter(in))
			out := []AbnormalListed{}
			for _, x := range all {
				out = append(out, AbnormalListed{string(x.Number), x.Kind, x.Applicant, x.Day, x.Batch, x.Result, x.Source, x.DataVersion, rest.ID(x.Filing), rest.ID(x.Case), x.At})
			}
			return out, err
		}},
		{Method: "GET", Path: "/cases/{case}/passages/{filing}", Act: ActSee, Title: web.Text{"并列两件申请的相似段落；须有权阅读两件", "Passages of two filings side by side, for who may read both"}, Pages: []string{"GET /abnormal/{id}/passages/{filing}"}, Answer: []AbnormalPassage{}, Handle: func(c *rest.Call) (any, error) {
			_, _, all, err := d.passagesOf(c.Ctx)
			out := []AbnormalPassage{}
			for _, p := range all {
				out = append(out, AbnormalPassage(p))
			}
			return out, err
		}},
	}
}

// leadQuery and listQuery are the filters of the lists in the codes of programs.
type leadQuery struct {
	Number    string       `json:"number" label:"线索编号" en:"Number" max:"40"`
	Indicator string       `json:"indicator" label:"指标" en:"Indicator" max:"20" help:"QUA-001 至 QUA-012，或 LIST" helpen:"QUA-001 to QUA-012, or LIST"`
	State     string       `json:"state" label:"状态" en:"State" max:"20" help:"open 为全部在办" helpen:"open: all that are not closed"`
	Group     string       `json:"group" label:"分组" en:"Group" max:"20"`
	From      calendar.Day `json:"from" label:"形成日自" en:"From" widget:"date"`
	To        calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

type listQuery struct {
	Number    string `json:"number" label:"申请号" en:"Application" max:"40"`
	Applicant string `json:"applicant" label:"申请人" en:"Applicant" max:"60"`
	Batch     string `json:"batch" label:"批次" en:"Batch" max:"60"`
	Result    string `json:"result" label:"结果" en:"Result" max:"20"`
	Own       string `json:"own" label:"本中心案件" en:"Cases of this center" max:"3" help:"yes 为只看本中心案件" helpen:"yes: only these"`
}
