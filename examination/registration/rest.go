package registration

import (
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/superior"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/examination/registration/notice"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A RegisterPage is one page of the register.
type RegisterPage struct {
	Parties []RegisterRow `json:"parties"`
	Total   int           `json:"total"`
	Page    int           `json:"page"`
}

// A RegisterRow is one party of the register: what is public about it.
type RegisterRow struct {
	Party      string       `json:"party"`
	Case       string       `json:"case,omitempty" doc:"备案的案件；尚未申请的没有"`
	Name       string       `json:"name"`
	Code       string       `json:"code" doc:"统一社会信用代码"`
	Kind       string       `json:"kind" doc:"entity 申请主体、agency 代理机构"`
	Status     string       `json:"status"`
	Registered calendar.Day `json:"registered,omitzero"`
	Quota      *QuotaView   `json:"quota,omitempty"`
}

// A QuotaView is the quota of a year with the figures on which it rests.
type QuotaView struct {
	Year   int `json:"year"`
	Base   int `json:"base"`
	Extra  int `json:"extra"`
	Used   int `json:"used"`
	Left   int `json:"left"`
	Passed int `json:"passed_last_year"`
	Seen   int `json:"concluded_last_year"`
}

// A Registration is what the register holds of one party.
type Registration struct {
	RegisterRow
	Until     calendar.Day  `json:"until,omitzero" doc:"暂停或不再受理至"`
	Ground    string        `json:"ground,omitempty"`
	Assured   bool          `json:"assured" doc:"在精准服务保障名单内的代理机构"`
	Former    []string      `json:"former_names,omitempty"`
	Stated    *Particulars  `json:"particulars,omitempty" doc:"以下各项仅在密钥有 registration.file 权限时给出"`
	Wanted    *Particulars  `json:"change,omitempty" doc:"申请中的变更"`
	Criteria  []CriterionOf `json:"criteria,omitempty"`
	Partners  []Partner     `json:"partners,omitempty" doc:"已委托的代理机构；代理机构的则为委托人"`
	Documents []DocumentOf  `json:"documents,omitempty"`
	Words     []WordsOf     `json:"correspondence,omitempty"`
}

// CriterionOf is the answer to one criterion in the latest check.
type CriterionOf struct {
	Title string `json:"title"`
	Met   bool   `json:"met"`
}

// A Partner is an agency or client by a mandate in force.
type Partner struct {
	Party  string `json:"party"`
	Name   string `json:"name"`
	Status string `json:"status"`
}

// DocumentOf is one document that was handed in.
type DocumentOf struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Move   string    `json:"move"`
	At     time.Time `json:"at"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
}

// WordsOf is what was written in one move.
type WordsOf struct {
	At   time.Time `json:"at"`
	Move string    `json:"move"`
	Text string    `json:"text"`
}

// registerQuery filters and pages the register.
type registerQuery struct {
	filter
	Sort    string `json:"sort" label:"排序" en:"Sort" widget:"select" options:"name=名称=Name,-name=名称倒序=Name descending,code=代码=Code,-code=代码倒序=Code descending,kind=类别=Kind,status=状态=Standing"`
	Page    int    `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
	PerPage int    `json:"per_page" label:"每页家数" en:"Parties on a page" min:"1" max:"500"`
}

// Rest returns what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	q := form.Describe(registerQuery{}, rules())
	acts := []rest.Act{{Code: ActList, Title: web.Text{"查看备案名册与额度", "See the register and quotas"}}, {Code: ActFile, Title: web.Text{"查看备案信息与材料", "See particulars and documents"}},
		{Code: ActAccounts, Title: web.Text{"管理本单位账号", "Manage the accounts of the party"}}, {Code: ActTakeover, Title: web.Text{"核对、审批账号接管", "Check and decide take-overs"}}}
	es := []rest.Endpoint{
		{Method: "GET", Path: "/registration", Act: ActList, Title: web.Text{"备案名册与年度额度", "The register with quotas"}, Query: q, Answer: RegisterPage{},
			Pages: []string{"GET /registration", "POST /registration", "GET /registration/counts"}, Handle: func(c *rest.Call) (any, error) { return d.restRegister(c, q) }},
		{Method: "GET", Path: "/cases/{case}/registration", Act: casework.ActSee, Title: web.Text{"一家的备案、条件、委托与额度", "One registration with criteria, mandates and quota"},
			Answer: Registration{}, Handle: d.restRegistration},
		{Method: "GET", Path: "/cases/{case}/documents/{file}", Act: ActFile, Title: web.Text{"一份备案材料", "A document of a registration"}, Pages: []string{"GET /registration/file/{id}/{file}"},
			Files: []string{"application/octet-stream"}, Handle: rest.File(d.filePage)},
		{Method: "GET", Path: "/announced", Title: web.Text{"公示中的备案", "Registrations announced"}, Pages: []string{"GET /announced"}, Answer: []notice.Announcement{}, Handle: func(c *rest.Call) (any, error) {
			out, err := d.notices().List(c.Ctx)
			return rest.List(out), err
		}},
	}
	es = append(es, d.importer().Rest()...)
	es = append(es, d.restMembers()...)
	more := d.Ladder.Rest()
	return rest.Module{Acts: append(acts, more.Acts...), Endpoints: slices.Concat(es, d.restTakeovers(), more.Endpoints)}
}

// quotaView is a quota for programs, nil for a party that has none.
func quotaView(q *Quota) *QuotaView {
	if q == nil {
		return nil
	}
	return &QuotaView{q.Year, q.Base, q.Extra, q.Used, q.Left(), q.Passed, q.Seen}
}

// registerRow is a row of the register for programs.
func registerRow(r row) RegisterRow {
	out := RegisterRow{Party: rest.ID(r.p.ID), Name: r.p.Name, Code: r.p.Code, Kind: string(r.p.Kind), Status: string(r.p.Status), Quota: quotaView(r.quota)}
	if r.e != nil {
		out.Case, out.Registered = rest.ID(r.e.Case), r.e.Registered
	}
	return out
}

// restRegister answers one page of the register.
func (d *Desk) restRegister(c *rest.Call, s *form.Schema) (any, error) {
	var in registerQuery
	if err := c.Ask(s, &in); err != nil {
		return nil, err
	}
	page, size := max(in.Page, 1), in.PerPage
	if size == 0 {
		size = list.PageSize
	}
	q := list.Query[filter]{Filter: in.filter, Sort: strings.TrimPrefix(in.Sort, "-"), Desc: strings.HasPrefix(in.Sort, "-"), Offset: (page - 1) * size, Limit: size}
	rows, err := d.load(c.Ctx, q)
	out := RegisterPage{Parties: []RegisterRow{}, Total: rows.Total, Page: page}
	for _, r := range rows.Rows {
		out.Parties = append(out.Parties, registerRow(r))
	}
	return out, err
}

// restRegistration answers what the register holds under a case, as far as the key may see it.
func (d *Desk) restRegistration(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	var out Registration
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		a := worklist.Actor(c.Ctx)
		k, err := d.office.Get(c.Context(), tx, a, id)
		if err != nil {
			return err
		}
		if k.Chart != d.chart.Code {
			return gone(fault.Say("份备案"))
		}
		e, err := d.entryOf(c.Ctx, tx, k)
		if err != nil {
			return err
		}
		if e == nil {
			return gone(fault.Say("份备案"))
		}
		p, err := party.Get(c.Context(), tx, k.Center, k.Owner)
		if err != nil {
			return err
		}
		r := row{p: p, e: e}
		if k.Kind == KindEntity && !e.Registered.IsZero() {
			if r.quota, err = d.quota(c.Context(), tx, k.Center, p.ID, d.office.Today()); err != nil {
				return err
			} else if superior.Few(a, r.quota.Used, r.quota.Seen) {
				r.quota = nil
			}
		}
		out = Registration{RegisterRow: registerRow(r), Until: e.Until, Ground: e.Ground, Assured: e.Assured, Former: p.Former}
		if !d.office.Policy.May(a.Subject, ActFile, k.Object()) {
			return nil
		}
		out.Stated = whole(a, &e.Particulars)
		return d.restFile(c, tx, k, &out)
	})
	return out, err
}

// whole is what a party stated, with lists that are empty rather than absent.
func whole(a casework.Actor, p *Particulars) *Particulars {
	out := *p
	out.Agents, out.Contacts = rest.List(p.Agents), []Contact{}
	for _, x := range p.Contacts {
		out.Contacts = append(out.Contacts, Contact{Name: x.Name, Phone: unmask.Phone(a, x.Phone), Mail: x.Mail})
	}
	return &out
}

// restFile adds what stands in the file of a registration.
func (d *Desk) restFile(c *rest.Call, tx *store.Tx, k *casework.Case, out *Registration) error {
	all, want, err := d.words(c.Ctx, tx, k)
	if err != nil {
		return err
	}
	for _, w := range all {
		out.Words = append(out.Words, WordsOf{w.at, w.move.Code, strings.Join(w.said, "；")})
	}
	if k.State == Changing && want != nil {
		out.Wanted = whole(worklist.Actor(c.Ctx), &want.Particulars)
	}
	met, err := d.answers(c.Ctx, tx, k)
	if err != nil {
		return err
	}
	for _, x := range met {
		out.Criteria = append(out.Criteria, CriterionOf(x))
	}
	ps, err := d.partners(c.Ctx, tx, k)
	if err != nil {
		return err
	}
	for _, p := range ps {
		out.Partners = append(out.Partners, Partner{rest.ID(p.ID), p.Name, string(p.Status)})
	}
	fs, err := d.files(c.Context(), tx, k.ID)
	for _, f := range fs {
		out.Documents = append(out.Documents, DocumentOf{rest.ID(f.ID), f.Name, f.Move, f.At.In(calendar.Shanghai()), f.Size, f.SHA256})
	}
	return err
}
