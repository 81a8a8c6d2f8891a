package decision

import (
	"math"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// DecidedCount is one row of the decisions for programs.
type DecidedCount struct {
	Key       string   `json:"key" doc:"规则编号、账号、代理机构编号（0 为自行办理）或分类号"`
	Name      string   `json:"name"`
	Adopted   int      `json:"adopted"`
	Dismissed int      `json:"dismissed"`
	Percent   float64  `json:"percent" doc:"不采纳率"`
	Center    *float64 `json:"center_percent,omitempty" doc:"全中心不采纳率；件数过少而不显示的没有"`
}

// DecidedCase is one case behind a number.
type DecidedCase struct {
	Case      string       `json:"case"`
	Number    string       `json:"number"`
	Kind      string       `json:"kind"`
	State     string       `json:"state"`
	Adopted   int          `json:"adopted"`
	Dismissed int          `json:"dismissed"`
	Last      calendar.Day `json:"last" doc:"最后处理日"`
}

// DecidedCases is one page of cases.
type DecidedCases struct {
	Cases []DecidedCase `json:"cases"`
	Total int           `json:"total"`
	Page  int           `json:"page"`
}

// DecidedRule is a rule with what was done about it.
type DecidedRule struct {
	Rule      string         `json:"rule"`
	Over      bool           `json:"over" doc:"不采纳率超过本中心规定，待处理"`
	Since     calendar.Day   `json:"since,omitzero" doc:"自该日起统计"`
	Adopted   int            `json:"adopted"`
	Dismissed int            `json:"dismissed"`
	Reasons   map[string]int `json:"reasons,omitempty" doc:"不采纳的理由：clear、term、wrong、settled、own"`
	Notes     []RuleNote     `json:"notes"`
}

// RuleNote is what a head did about a rule.
type RuleNote struct {
	At   time.Time `json:"at"`
	Name string    `json:"name"`
	Done string    `json:"done" doc:"report、train 或 keep"`
	Text string    `json:"text"`
}

// pageQuery is a filter of cases with the number of a page.
type pageQuery struct {
	casesFilter
	Page int `json:"page" label:"页" en:"Page" min:"1" max:"10000"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	q, behind, note := form.Describe(filter{}, nil), form.Describe(pageQuery{}, nil), form.Describe(noteForm{}, nil)
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看缺陷处理统计", "See how findings were decided"}}, {Code: ActNote, Title: web.Text{"登记对规则的处理", "Say what is done about a rule"}}},
		Endpoints: []rest.Endpoint{
			{Method: "GET", Path: "/quality", Act: ActSee, Title: web.Text{"缺陷的采纳与不采纳，按规则、预审员、代理机构或领域", "Findings adopted and dismissed, by rule, examiner, agency or field"}, Query: q, Answer: []DecidedCount{},
				Pages: []string{"GET /quality", "POST /quality", "GET /quality/counts", "GET /quality/export"}, Handle: func(c *rest.Call) (any, error) { return d.restCounts(c, q) }},
			{Method: "GET", Path: "/quality/cases", Act: ActSee, Title: web.Text{"统计所计入的案件", "Cases behind a number"}, Query: behind, Answer: DecidedCases{},
				Pages: []string{"GET /quality/cases", "POST /quality/cases", "GET /quality/cases/counts", "GET /quality/cases/export"}, Handle: func(c *rest.Call) (any, error) { return d.restCases(c, behind) }},
			{Method: "GET", Path: "/quality/rules/{rule}", Act: ActNote, Title: web.Text{"一条规则的不采纳情况与处理", "A rule, how often it is dismissed and what was done"}, Answer: DecidedRule{},
				Pages: []string{"GET /quality/rules/{rule}"}, Handle: d.restRule},
			{Method: "POST", Path: "/quality/rules/{rule}", Act: ActNote, Title: web.Text{"登记对规则的处理", "Say what is done about a rule"}, Body: note, Answer: rest.Done{},
				Pages: []string{"POST /quality/rules/{rule}"}, Handle: func(c *rest.Call) (any, error) {
					var in noteForm
					if err := c.Read(note, &in); err != nil {
						return nil, err
					}
					return rest.OK(d.Say(c.Context(), worklist.Actor(c.Ctx), Note{Rule: c.Path("rule"), Done: in.Done, Text: in.Text}))
				}},
		}}
}

// restCounts answers all rows of a way of counting.
func (d *Desk) restCounts(c *rest.Call, s *form.Schema) (any, error) {
	q := list.Query[filter]{Sort: "name", Limit: math.MaxInt32}
	if err := c.Ask(s, &q.Filter); err != nil {
		return nil, err
	}
	if errs := q.Filter.Check(); len(errs) > 0 {
		return nil, errs
	}
	got, err := d.load(c.Ctx, q)
	var out []DecidedCount
	for _, r := range got.Rows {
		x := DecidedCount{Key: r.key, Name: r.name, Adopted: r.Adopted, Dismissed: r.Dismissed, Percent: r.Percent()}
		if p := r.whole.Percent(); r.told && r.whole.Seen() > 0 {
			x.Center = &p
		}
		out = append(out, x)
	}
	return rest.List(out), err
}

// restCases answers one page of the cases behind a number.
func (d *Desk) restCases(c *rest.Call, s *form.Schema) (any, error) {
	in := pageQuery{Page: 1}
	if err := c.Ask(s, &in); err != nil {
		return nil, err
	}
	if errs := in.Check(); len(errs) > 0 {
		return nil, errs
	}
	in.Page = max(in.Page, 1)
	got, err := d.loadCases(c.Ctx, list.Query[casesFilter]{Filter: in.casesFilter, Limit: list.PageSize, Offset: (in.Page - 1) * list.PageSize})
	out := DecidedCases{Total: got.Total, Page: in.Page, Cases: []DecidedCase{}}
	for _, b := range got.Rows {
		out.Cases = append(out.Cases, DecidedCase{rest.ID(b.k.ID), b.k.Number, b.k.Kind, b.k.State, b.Adopted, b.Dismissed, b.last})
	}
	return out, err
}

// restRule answers for one rule.
func (d *Desk) restRule(c *rest.Call) (any, error) {
	id := c.Path("rule")
	if _, ok := d.Rules()[id]; !ok {
		return nil, unknown()
	}
	out := DecidedRule{Rule: id, Notes: []RuleNote{}}
	flags, err := d.flags(c.Ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range flags {
		if f.Rule != id {
			continue
		}
		out.Over, out.Since, out.Adopted, out.Dismissed, out.Reasons = true, f.Since, f.Adopted, f.Dismissed, map[string]int{}
		for _, w := range f.Whys {
			out.Reasons[w.Why] = w.N
		}
	}
	notes, err := d.notes(c.Ctx, id)
	for _, n := range notes {
		out.Notes = append(out.Notes, RuleNote{time.UnixMicro(n.At).In(calendar.Shanghai()), n.Name, n.Done, n.Text})
	}
	return out, err
}
