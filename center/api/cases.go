package api

import (
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/superior"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// listInput is how a list is narrowed in the address. Nothing in it is secret.
type listInput struct {
	View    string       `json:"view" label:"范围" en:"Scope" widget:"select" options:"todo=待我办理=Waiting for me,mine=我经办的=Handled by me,due=今日到期=Due today,late=已超期=Overdue,open=全部在办=All open,closed=已办结=Closed" help:"不填为全部可见案件" helpen:"All visible cases where empty"`
	Number  string       `json:"number" label:"案号（或其一部分）" en:"Part of a number" max:"40"`
	Chart   string       `json:"chart" label:"业务" en:"Procedure" widget:"select" options:"*"`
	State   string       `json:"state" label:"状态" en:"State" widget:"select" options:"*"`
	Kind    string       `json:"kind" label:"类型" en:"Kind" widget:"select" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	Until   calendar.Day `json:"until" label:"到期不晚于" en:"Due until" widget:"date"`
	Handler int64        `json:"handler" label:"经办人账号" en:"Account of the handler" min:"1"`
	Owner   int64        `json:"owner" label:"申请主体" en:"Applicant" min:"1"`
	Sort    string       `json:"sort" label:"排序" en:"Sort" widget:"select" options:"due=到期日=Due,-due=到期日倒序=Due descending,number=案号=Number,-number=案号倒序=Number descending,opened=新建=Opened,-opened=新建倒序=Opened descending"`
	Page    int          `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
	PerPage int          `json:"per_page" label:"每页件数" en:"Cases on a page" min:"1" max:"1000"`
}

// searchInput adds what must not stand in an address.
type searchInput struct {
	listInput
	Title string `json:"title" label:"名称" en:"Title" max:"60" secret:"true"`
}

// A Ref is somebody with a name.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// An Item is one case in a list.
type Item struct {
	ID          string       `json:"id"`
	Number      string       `json:"number" doc:"草稿没有案号"`
	Chart       string       `json:"chart"`
	State       string       `json:"state"`
	StateTitle  string       `json:"state_title"`
	Kind        string       `json:"kind"`
	Title       string       `json:"title,omitempty" doc:"仅在密钥有 case.name 权限时给出"`
	Version     int64        `json:"version" doc:"If-Match 使用的版本"`
	Owner       *Ref         `json:"owner,omitempty"`
	Handler     *Ref         `json:"handler,omitempty"`
	Opened      time.Time    `json:"opened"`
	Closed      time.Time    `json:"closed,omitzero"`
	Due         calendar.Day `json:"due,omitzero" doc:"最近一个期限的届满日"`
	DueClock    string       `json:"due_clock,omitempty"`
	DueParty    bool         `json:"due_party" doc:"该期限由申请主体遵守"`
	Provisional bool         `json:"provisional" doc:"该年度放假安排尚未公布，日期为暂定"`
}

// A Listing is one page of cases.
type Listing struct {
	Cases []Item `json:"cases"`
	Total int    `json:"total"`
	More  bool   `json:"more" doc:"总数超过可精确计数的一万件"`
	Page  int    `json:"page"`
}

// A Case is one case with its clocks and what can be done now.
type Case struct {
	Item
	Agent    *Ref              `json:"agent,omitempty"`
	Second   *Ref              `json:"second,omitempty"`
	Province string            `json:"province"`
	Attrs    map[string]string `json:"attrs,omitempty" doc:"仅在密钥有 case.form 权限时给出"`
	Clocks   []Clock           `json:"clocks"`
	Moves    []Allowed         `json:"moves" doc:"此密钥现在可以办理的步骤"`
}

// A Clock is one term with the way in which its date came about.
type Clock struct {
	Code        string       `json:"code"`
	Title       string       `json:"title"`
	Party       bool         `json:"party"`
	Target      bool         `json:"target" doc:"通知要求的目标期限，与法定期限并列"`
	Started     calendar.Day `json:"started"`
	Met         calendar.Day `json:"met,omitzero"`
	Length      string       `json:"length"`
	Due         calendar.Day `json:"due,omitzero" doc:"中止期间没有届满日"`
	Used        int          `json:"used"`
	Total       int          `json:"total"`
	Paused      bool         `json:"paused"`
	Late        bool         `json:"late"`
	Provisional bool         `json:"provisional"`
	Basis       []string     `json:"basis"`
	Rows        []ClockRow   `json:"rows" doc:"为何是这一天"`
}

// A ClockRow is one line of the explanation of a date.
type ClockRow struct {
	Kind term.RowKind `json:"kind"`
	Day  calendar.Day `json:"day"`
	To   calendar.Day `json:"to,omitzero"`
	N    int          `json:"n,omitempty"`
	Text string       `json:"text"`
}

// Allowed is one move that can be made now.
type Allowed struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Danger bool   `json:"danger" doc:"不可撤销"`
}

// listCases answers the cases that fit the address. It is a list of everything visible where
// nothing is asked; the pages begin with what waits for the person.
func (a *API) listCases(c *web.Ctx, actor casework.Actor) error {
	var in listInput
	if errs := a.list.Decode(form.Input{Values: rest.Query(c)}, &in); len(errs) > 0 {
		return errs
	}
	return a.answerList(c, actor, searchInput{listInput: in})
}

// searchCases answers the cases that fit the body. It changes nothing and needs no
// Idempotency-Key: it is a POST so that words of a title stay out of addresses and their logs.
func (a *API) searchCases(c *web.Ctx, actor casework.Actor) error {
	var in searchInput
	if err := a.read(c, a.search, &in); err != nil {
		return err
	}
	return a.answerList(c, actor, in)
}

// filter translates what was asked into the kernel's filter, as the work list does.
func (a *API) filter(actor casework.Actor, in searchInput) casework.Filter {
	today := a.office.Today()
	f := casework.Filter{Chart: in.Chart, Kind: in.Kind, Number: in.Number, Title: in.Title, Owner: superior.Asked(actor, in.Owner), Handler: in.Handler, DueUntil: in.Until,
		Sort: in.Sort, Page: max(in.Page, 1), PerPage: in.PerPage}
	if in.State != "" {
		f.States = []string{in.State}
	}
	f.Open = in.View != "" && in.View != "closed"
	switch in.View {
	case "todo":
		f.Todo = &actor
	case "mine":
		f.Mine = actor.Account
	case "due":
		f.DueFrom, f.DueUntil = today, today
	case "late":
		f.DueUntil = today - 1
	case "closed":
		f.Closed = true
	}
	return f
}

// answerList answers one page of cases. A title is there only where the key may see it.
func (a *API) answerList(c *web.Ctx, actor casework.Actor, in searchInput) error {
	f := a.filter(actor, in)
	out := Listing{Cases: []Item{}, Page: f.Page}
	err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		l, err := a.office.List(c.Context(), tx, actor, f)
		if err != nil {
			return err
		}
		out.Total, out.More = min(l.Total, casework.MaxCount), l.Total > casework.MaxCount
		names, err := a.names(c, tx, actor, l.Cases)
		for _, k := range l.Cases {
			out.Cases = append(out.Cases, a.item(k, names))
		}
		return err
	})
	if err != nil {
		return err
	}
	return ok(c, out)
}

// names are those of parties and accounts.
type names struct {
	party, account map[int64]string
	actor          casework.Actor // to whom they are told
}

// names looks up everybody who occurs in the cases, once.
func (a *API) names(c *web.Ctx, tx *store.Tx, actor casework.Actor, cases []*casework.Case) (n names, err error) {
	n.actor = actor
	var parties, accounts []int64
	for _, k := range cases {
		parties, accounts = append(parties, k.Owner, k.Agent), append(accounts, k.Handler, k.Second)
	}
	center := a.office.Policy.Reach(actor.Subject, casework.ActSee)
	if n.party, err = a.d.Pages.Parties(c.Context(), tx, center, parties); err != nil {
		return n, err
	}
	n.account, err = a.d.Pages.Accounts(c.Context(), tx, center, accounts)
	return n, err
}

// ref is somebody with a name; nobody is left out of the answer.
func ref(n int64, names map[int64]string) *Ref {
	if n == 0 {
		return nil
	}
	return &Ref{id(n), names[n]}
}

// owner is a party of a case, as far as the actor may know whose it is.
func (a *API) owner(k *casework.Case, party int64, n names) *Ref {
	if superior.Hides(a.office, n.actor, k) {
		return nil
	}
	return ref(party, n.party)
}

// item is a case as a list shows it.
func (a *API) item(k *casework.Case, n names) Item {
	return Item{ID: id(k.ID), Number: k.Number, Chart: k.Chart, State: k.State, StateTitle: a.office.ChartOf(k.Chart).State(k.State).Title, Kind: k.Kind,
		Title: k.Title, Version: k.Version, Owner: a.owner(k, k.Owner, n), Handler: ref(k.Handler, n.account), Opened: clock(k.Opened), Closed: clock(k.Closed),
		Due: k.Due, DueClock: k.DueClock, DueParty: k.DueParty, Provisional: k.Provis}
}

// find returns the case in the address, by its id or its number.
func (a *API) find(c *web.Ctx, tx *store.Tx, actor casework.Actor) (*casework.Case, error) {
	name := c.Path("case")
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return a.office.Get(c.Context(), tx, actor, n)
	}
	return a.office.Find(c.Context(), tx, actor, name)
}

// loaded is find in a transaction of its own.
func (a *API) loaded(c *web.Ctx, actor casework.Actor) (k *casework.Case, err error) {
	err = a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err = a.find(c, tx, actor)
		return err
	})
	return k, err
}

// getCase answers one case; its version is the entity tag that a move on it has to give.
func (a *API) getCase(c *web.Ctx, actor casework.Actor) error {
	var out Case
	err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := a.find(c, tx, actor)
		if err != nil {
			return err
		}
		out, err = a.view(c, tx, actor, k)
		return err
	})
	if err != nil {
		return err
	}
	c.W.Header().Set("ETag", etag(out.Version))
	return ok(c, out)
}

// view is a case as the actor may see it, with its clocks.
func (a *API) view(c *web.Ctx, tx *store.Tx, actor casework.Actor, k *casework.Case) (out Case, err error) {
	clocks, err := a.office.Clocks(c.Context(), tx, k)
	if err != nil {
		return out, err
	}
	return a.shown(c, tx, actor, k, clocks)
}

// shown is a case of which the clocks are known as the actor may see it.
func (a *API) shown(c *web.Ctx, tx *store.Tx, actor casework.Actor, k *casework.Case, clocks []casework.Clock) (out Case, err error) {
	defer fault.Wrap(&err, "view of case %d", k.ID)
	n, err := a.names(c, tx, actor, []*casework.Case{k})
	if err != nil {
		return out, err
	}
	out = Case{Item: a.item(k, n), Agent: a.owner(k, k.Agent, n), Second: ref(k.Second, n.account), Province: k.Province, Clocks: []Clock{}, Moves: []Allowed{}}
	// Attributes hold the applicant's own reference and the application number.
	if a.office.Policy.May(actor.Subject, casework.ActForm, k.Object()) {
		out.Attrs = k.Attrs
	}
	for i := range clocks {
		out.Clocks = append(out.Clocks, clockOf(&clocks[i], a.office.Today()))
	}
	for _, m := range a.office.Allowed(actor, k) {
		out.Moves = append(out.Moves, Allowed{m.Code, m.Title, m.Danger})
	}
	return out, nil
}

// clockOf is a term as it stands on the day, met ones among them.
func clockOf(r *casework.Clock, today calendar.Day) Clock {
	out := Clock{Code: r.Rule.Code, Title: r.Rule.Title, Party: r.Rule.Party, Target: r.Rule.Target, Started: r.Started, Met: r.Met, Length: r.Length.String(), Due: r.Result.Due,
		Paused: r.Paused, Late: r.Late(today), Provisional: r.Result.Provisional, Basis: []string{}, Rows: []ClockRow{}}
	out.Used, out.Total = r.Result.Used(today)
	for _, b := range r.Rule.Basis {
		out.Basis = append(out.Basis, b.String())
	}
	for _, row := range r.Result.Rows {
		out.Rows = append(out.Rows, ClockRow{row.Kind, row.Day, row.To, row.N, row.String()})
	}
	return out
}

// options lists the procedures and their states for the filters.
func (a *API) options() (charts, states []form.Option) {
	for _, ch := range a.office.Charts() {
		charts = append(charts, form.Option{Value: ch.Code, Label: web.Text{ch.Title, ch.English}})
		for _, s := range ch.States {
			if !slices.ContainsFunc(states, func(o form.Option) bool { return o.Value == s.Code }) {
				states = append(states, form.Option{Value: s.Code, Label: web.Text{s.Title, s.English}})
			}
		}
	}
	return charts, states
}
