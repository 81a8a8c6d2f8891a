package worklist

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/superior"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

const minute = time.Minute

// filter is how the queue can be narrowed. Words of a title are secret: they are posted and
// kept on the server.
type filter struct {
	View    string       `json:"view" label:"范围" en:"Scope" widget:"hidden" max:"10"` // one of standing(); todo where empty
	Number  string       `json:"number" label:"案号" en:"Number" max:"40"`
	Title   string       `json:"title" label:"名称" en:"Title" max:"60" secret:"true"`
	Chart   string       `json:"chart" label:"业务" en:"Procedure" widget:"select" options:"*"`
	Kind    string       `json:"kind" label:"类型" en:"Kind" widget:"select" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	State   string       `json:"state" label:"状态" en:"State" widget:"select" options:"*"`
	Until   calendar.Day `json:"until" label:"到期不晚于" en:"Due until" widget:"date"`
	Handler string       `json:"handler" label:"经办人" en:"Handler" widget:"select" options:"*"`
	Owner   string       `json:"owner" label:"申请主体" en:"Applicant" widget:"hidden" max:"20"`
}

// todo is the view of what waits for the person, which the list shows by itself.
const todo = "todo"

// A scope is a view that everybody has.
type scope struct{ view, zh, en string }

// standing lists the views that everybody has, in the order of the tabs.
func standing() []scope {
	return []scope{{todo, "待我办理", "Waiting for me"}, {"mine", "我经办的", "Handled by me"}, {"due", "今日到期", "Due today"},
		{"late", "已超期", "Overdue"}, {"open", "全部在办", "All open"}, {"closed", "已办结", "Closed"}, {everything, "全部案件", "All cases"}}
}

// everything is the view of all cases that the person may see.
const everything = "all"

// Check refuses what stands in an address that nobody can mean: read as no filter it would show
// other cases than those asked for.
func (f *filter) Check() (out form.Errors) {
	if f.View != "" && !slices.ContainsFunc(standing(), func(s scope) bool { return s.view == f.View }) {
		out = append(out, form.Problem{Field: "", Text: web.Text{"地址中的范围（view）不是列表已有的范围，请从列表上方的标签中选择", "The scope (view) in the address is unknown; choose one of the tabs above the list"}})
	}
	for _, n := range []struct {
		name, v string
		text    web.Text
	}{{"handler", f.Handler, web.Text{"地址中的经办人（handler）不是编号，请在“经办人”中选择", "The handler in the address is no number; choose one in the filter"}},
		{"", f.Owner, web.Text{"地址中的申请主体（owner）不是编号，请从备案主体或案件页面进入", "The applicant (owner) in the address is no number; come from the entity or the case"}}} {
		if id, err := strconv.ParseInt(n.v, 10, 64); n.v != "" && (err != nil || id == 0 || id < -1) {
			out = append(out, form.Problem{Field: n.name, Text: n.text})
		}
	}
	return out
}

// row is one case with what the list shows about it.
type row struct {
	k              *casework.Case     // Title is empty where the person may not know it
	owner, handler string             // names, empty where there is none
	cal            *calendar.Calendar // of the case's center, for the days that are left
	taker          string             // colleague who took it from a shared queue just now
}

// queue is the list of cases, open to every role: what it contains follows from the policy. It
// is sorted by due day, so the most urgent case is the first one that a person sees.
func (p *Pages) queue() *list.List[filter, row] {
	return list.New(list.Spec[filter, row]{
		Name: "work", Path: "/work", Act: casework.ActSee, Title: web.Text{"我的案件", "My cases"}, Unit: web.Text{"件", "cases"}, All: web.Text{"待我办理", "Waiting for me"}, Usual: [2]string{"view", todo}, Wide: [2]string{"view", everything},
		Columns: p.columns(), Sort: "due", Rules: p.Rules, Key: rowKey, Trail: true, Keys: p.keys, Bulk: p.Bulk(), Above: p.above,
		Load: p.load, Options: p.filterOptions, Views: p.savedViews, Save: p.saveView, Drop: p.dropView, Stash: (*stash)(p),
		Kinds: []string{"xlsx", "csv"}, Actions: p.openings,
		Export: func(c *web.Ctx, q list.Query[filter], columns []list.Column[row], kind string) error {
			return export(c, q, p.load, columns, file{c.T("案件", "cases"), kind})
		},
		Empty: web.Text{"这里会列出等您办理的案件。当前没有符合条件的案件；可以更换范围或筛选条件。", "Cases that wait for you are listed here. Nothing fits now; change the scope or the filter."},
	})
}

// columns are what the list and its export can show. Fixed columns cannot be switched off, Off
// ones are hidden until somebody asks for them, Tight ones take no more room than their text.
func (p *Pages) columns() []list.Column[row] {
	col := func(key, zh, en string, cell func(*web.Ctx, row) web.Cell) list.Column[row] {
		return list.Column[row]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	number := col("number", "案号", "Number", func(c *web.Ctx, r row) web.Cell {
		// A draft has no number yet (numbers are issued at acceptance, without gaps): its day and
		// hour tell several drafts apart.
		text := r.k.Number
		if text == "" {
			text = Name(c, r.k) + " " + r.k.Opened.In(calendar.Shanghai()).Format("01-02 15:04")
		}
		return web.Cell{Text: text, Href: fmt.Sprintf("/case/%d", r.k.ID)}
	})
	number.Sort, number.Fixed, number.Tight = true, true, true
	due := col("due", "到期日", "Due", func(c *web.Ctx, r row) web.Cell {
		text := r.k.Due.String()
		// The holidays of the year are not announced yet, so the day may still move.
		if r.k.Provis {
			text += c.T("（暂定）", " (provisional)")
		}
		return web.Cell{Text: text}
	})
	due.Sort, due.Tight = true, true
	left := col("left", "剩余", "Left", func(c *web.Ctx, r row) web.Cell {
		// A closed case keeps its last due day, but nobody has to hurry any more.
		if !r.k.Open() {
			return web.Cell{}
		}
		return Remaining(c, r.cal, p.Office.Today(), r.k.Due)
	})
	left.Tight = true
	opened := col("opened", "新建", "Opened", func(c *web.Ctx, r row) web.Cell {
		return web.Cell{Text: r.k.Opened.In(calendar.Shanghai()).Format(time.DateOnly)}
	})
	opened.Sort, opened.Tight, opened.Off = true, true, true
	state := col("state", "状态", "State", func(c *web.Ctx, r row) web.Cell {
		return web.Cell{Tag: StateTag(c, p.Office.ChartOf(r.k.Chart), r.k.State)}
	})
	kind := col("kind", "类型", "Kind", func(c *web.Ctx, r row) web.Cell {
		// Procedures without kinds, such as 备案, are told apart by their name.
		if r.k.Kind == "" {
			chart := p.Office.ChartOf(r.k.Chart)
			return web.Cell{Text: c.T(chart.Title, chart.English)}
		}
		return web.Cell{Text: Kind(c, r.k.Kind)}
	})
	kind.Tight, state.Tight = true, true
	kind.Filter, state.Filter = "kind", "state"
	handler := col("handler", "经办人", "Handler", handlerCell)
	handler.Filter = "handler"
	return []list.Column[row]{number,
		col("title", "名称", "Title", func(c *web.Ctx, r row) web.Cell {
			if r.k.Hidden() {
				return web.Cell{Text: c.T("（保密）", "(confidential)")}
			}
			return web.Cell{Text: r.k.Title}
		}),
		kind, col("owner", "申请主体", "Applicant", func(c *web.Ctx, r row) web.Cell { return web.Cell{Text: r.owner} }),
		state, due, left, handler, opened}
}

// toFilter translates what was asked into the kernel's filter.
func (p *Pages) toFilter(c *web.Ctx, f filter) casework.Filter {
	a := Actor(c)
	today := p.Office.Today()
	out := casework.Filter{Chart: f.Chart, Kind: f.Kind, Number: f.Number, Title: f.Title, DueUntil: f.Until}
	if f.State != "" {
		out.States = []string{f.State}
	}
	// Check has refused what is no number.
	out.Handler, _ = strconv.ParseInt(f.Handler, 10, 64)
	out.Owner, _ = strconv.ParseInt(superior.Asked(a, f.Owner), 10, 64)
	switch f.View {
	case todo, "":
		out.Open, out.Todo = true, &a
	case "mine":
		out.Open, out.Mine = true, a.Account
	case "due":
		out.Open, out.DueFrom, out.DueUntil = true, today, today
	// Due on or before yesterday: a term that ends today is not overdue before midnight.
	case "late":
		out.Open, out.DueUntil = true, today-1
	case "open":
		out.Open = true
	case "closed":
		out.Closed = true
	}
	return out
}

// load answers one page of the list, or only the count when no rows are asked for.
func (p *Pages) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[row], err error) {
	defer fault.Wrap(&err, "load queue")
	f := p.toFilter(c, q.Filter)
	f.Sort = q.Sort
	if q.Desc {
		f.Sort = "-" + q.Sort
	}
	f.CountOnly = q.Limit == 0
	f.PerPage = q.Limit
	if q.Limit > 0 {
		f.Page = q.Offset/q.Limit + 1
	}
	a := Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		l, err := p.Office.List(c.Context(), tx, a, f)
		if err != nil {
			return err
		}
		out.Total = l.Total
		out.Rows, err = p.rows(c, tx, l.Cases)
		return err
	})
	return out, err
}

// rows adds names and calendars to cases.
func (p *Pages) rows(c *web.Ctx, tx *store.Tx, cases []*casework.Case) ([]row, error) {
	var parties, accounts []int64
	for _, k := range cases {
		parties, accounts = append(parties, k.Owner), append(accounts, k.Handler)
	}
	center := p.Office.Policy.Reach(Actor(c).Subject, casework.ActSee)
	owners, err := p.Parties(c.Context(), tx, center, parties)
	if err != nil {
		return nil, err
	}
	handlers, err := p.Accounts(c.Context(), tx, center, accounts)
	if err != nil {
		return nil, err
	}
	takers, err := p.takers(c, tx, cases)
	if err != nil {
		return nil, err
	}
	out := make([]row, len(cases))
	cals := map[int64]*calendar.Calendar{} // one for each center
	for i, k := range cases {
		if cals[k.Center] == nil {
			if cals[k.Center], err = p.Office.Calendar(c.Context(), tx, k.Center); err != nil {
				return nil, err
			}
		}
		out[i] = row{k, superior.Party(p.Office, Actor(c), k, owners[k.Owner], c.T("（保密）", "(confidential)")), handlers[k.Handler], cals[k.Center], takers[k.ID]}
	}
	return out, nil
}

// filterOptions fills the choices of the filter. The handlers of a center are offered only to
// its own staff: a party is not to learn who works there, and province and nation (center 0)
// have no single staff to choose from.
func (p *Pages) filterOptions(c *web.Ctx, f *form.Form) error {
	var charts, states []form.Option
	// The same code in two charts means the same to a reader and is offered once.
	seen := map[string]bool{}
	for _, ch := range p.Office.Charts() {
		charts = append(charts, form.Option{Value: ch.Code, Label: web.Text{ch.Title, ch.English}})
		for _, s := range ch.States {
			if !seen[s.Code] {
				states = append(states, form.Option{Value: s.Code, Label: web.Text{s.Title, s.English}})
			}
			seen[s.Code] = true
		}
	}
	f.Options("chart", charts).Options("state", states)
	a := Actor(c)
	if a.Center == 0 || a.Party != 0 {
		f.Options("handler", nil)
		return nil
	}
	return p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		staff, err := p.Staff(c.Context(), tx, a.Center)
		f.Options("handler", staff)
		return err
	})
}

// openings are the buttons for the opening moves that the person may make.
func (p *Pages) openings(c *web.Ctx) []web.Link {
	var out []web.Link
	a := Actor(c)
	for _, ch := range p.Office.Charts() {
		for i := range ch.Moves {
			m := &ch.Moves[i]
			if m.Opens() && !m.Quiet && p.Office.MayOpen(a, ch, m.Code) && p.offered(c, ch.Code, m.Code) {
				out = append(out, web.Link{Href: "/open/" + ch.Code + "/" + m.Code, Label: c.T(m.Title, m.English), Tone: web.Blue})
			}
		}
	}
	return out
}

// offered asks the procedure whether an opening makes sense for the person now. A question that
// fails hides nothing: the door itself decides.
func (p *Pages) offered(c *web.Ctx, chart, move string) bool {
	h := p.Hooks[chart]
	if h.Offer == nil {
		return true
	}
	yes := true
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		yes, err = h.Offer(c, tx, move)
		return err
	})
	return yes || err != nil
}

// export sends what fits the filter as a spreadsheet, up to 100,000 rows in steps of 1,000, so
// that one person cannot hold the database for the length of the whole export. The cells are
// those of the page: what is confidential there is confidential here.
func export[F any](c *web.Ctx, q list.Query[F], load func(*web.Ctx, list.Query[F]) (list.Rows[row], error), columns []list.Column[row], f file) error {
	q.Limit, q.Offset = 1000, 0
	cols := make([]sheet.Column, len(columns))
	for i, col := range columns {
		cols[i] = sheet.Column{Title: c.Say(col.Title)}
	}
	var out [][]any
	for {
		got, err := load(c, q)
		if err != nil {
			return err
		}
		for _, r := range got.Rows {
			line := make([]any, len(columns))
			for i, col := range columns {
				cell := col.Cell(c, r)
				line[i] = cell.Text + cell.Tag.Text
			}
			out = append(out, line)
		}
		q.Offset += q.Limit
		if len(got.Rows) < q.Limit || q.Offset >= 100_000 {
			break
		}
	}
	return download(c, f, cols, out)
}

// savedViews lists the standing views with their counts, then those that were saved.
func (p *Pages) savedViews(c *web.Ctx) (out []list.SavedView, err error) {
	a := Actor(c)
	counts := map[string]int{}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for _, s := range standing() {
			if s.view == todo || s.view == "mine" && a.Party != 0 {
				continue // the list itself; a party handles nothing
			}
			if s.view == everything { // what is open and what is closed: counted already
				n := min(counts["open"]+counts["closed"], casework.MaxCount+1)
				out = append(out, list.SavedView{Title: c.T(s.zh, s.en), Query: url.Values{"view": {s.view}}.Encode(), Count: n})
				continue
			}
			n, err := p.count(c, tx, a, filter{View: s.view})
			if err != nil {
				return err
			}
			counts[s.view] = n
			out = append(out, list.SavedView{Title: c.T(s.zh, s.en), Query: url.Values{"view": {s.view}}.Encode(), Count: n})
		}
		saved, err := p.views(c, tx)
		out = append(out, saved...)
		return err
	})
	return out, err
}

// count is exact up to casework.MaxCount.
func (p *Pages) count(c *web.Ctx, tx *store.Tx, a casework.Actor, f filter) (int, error) {
	cf := p.toFilter(c, f)
	cf.CountOnly = true
	l, err := p.Office.List(c.Context(), tx, a, cf)
	return l.Total, err
}

// Todo returns how many cases wait for the person, for the menu.
func (p *Pages) Todo(c *web.Ctx) (n int, err error) {
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		n, err = p.count(c, tx, Actor(c), filter{View: "todo"})
		return err
	})
	return n, err
}
