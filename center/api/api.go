package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// Prefix is the beginning of every address of the interface.
const Prefix = "/api/v1"

// ActKey is the act of routes that every key may call, whatever it is limited to.
const ActKey = "api.key"

// Deps is what the interface needs. Office, forms, hooks, measures and writers are those of the
// pages, so that both always do the same.
type Deps struct {
	Pages   *worklist.Pages
	Book    *identity.Book
	Limits  *limit.Limiter
	Uploads web.Uploads
	Parts   []Part
	Desks   []rest.Module // what the packages offer beside their pages
	// Check examines files without storing anything and returns a report that encodes as the
	// command line's JSON. It is for those who could send the files in a move of CheckChart.
	Check      func(ctx context.Context, q CheckQuery) (any, error)
	CheckChart string
	// Bars says why an account may use only what is its own and what is public; nil: nothing is closed. May be nil.
	Bars  func(ctx context.Context, a casework.Actor) (why, err error)
	Rate  limit.Rule // calls of one account; 600 a minute where zero
	Log   *slog.Logger
	Title string // name of the system in the description
}

// A Part is something that a procedure shows of its cases beside what all cases have: findings,
// the text. Load is called for those who may do Act on the case; what members of staff read is
// recorded as What first.
type Part struct {
	Chart, Name    string // the address is /cases/{case}/Name
	Title, English string
	Act, What      string
	Load           func(ctx context.Context, a casework.Actor, k *casework.Case) (any, error)
}

// A CheckQuery asks for an examination of files.
type CheckQuery struct {
	Actor casework.Actor
	Files []form.File
	Kind  string       // empty: found out from the files
	On    calendar.Day // day whose rules hold, no day: today
}

// API answers programs.
type API struct {
	d                                Deps
	office                           *casework.Office
	list, search, begin, check, keys *form.Schema // described once, at start
	document                         []byte       // OpenAPI description
}

// New describes all inputs and makes the OpenAPI description.
func New(d Deps) *API {
	if d.Rate.Max == 0 {
		d.Rate = limit.Rule{Name: "api", Max: 600, Per: time.Minute}
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	a := &API{d: d, office: d.Pages.Office}
	charts, states := a.options()
	a.list = form.Describe(listInput{}, d.Pages.Rules).With("chart", charts).With("state", states)
	a.search = form.Describe(searchInput{}, d.Pages.Rules).With("chart", charts).With("state", states)
	a.begin = form.Describe(beginInput{}, d.Pages.Rules)
	a.check = form.Describe(checkInput{}, d.Pages.Rules)
	a.keys = form.Describe(keyForm{}, d.Pages.Rules)
	a.document = a.describe()
	return a
}

// Grants returns who may call the routes that have no act of their own: every account.
func Grants() []access.Grant {
	var gs []access.Grant
	for _, r := range casework.Roles() {
		gs = append(gs, access.Grant{Act: ActKey, Role: string(r.Role), Rel: access.Center})
	}
	return gs
}

// sends reports whether a key could ever send files: in a move of the chart, or, where chart is empty,
// in any move or to an address of a package. Others have no use for uploads and checks.
func (a *API) sends(s access.Subject, chart string) bool {
	for _, ch := range a.office.Charts() {
		for i := range ch.Moves {
			act := ch.Act(ch.Moves[i].Code)
			if (chart == "" || chart == ch.Code) && a.office.Policy.Ever(s, act) && a.d.Pages.Schema(act).HasFiles() {
				return true
			}
		}
	}
	for _, d := range a.d.Desks {
		for _, e := range d.Endpoints {
			if chart == "" && e.Act != "" && e.Body != nil && a.office.Policy.Ever(s, e.Act) && e.Body.HasFiles() {
				return true
			}
		}
	}
	return false
}

// senders hides an endpoint from keys that could never send files in a move of the chart.
func (a *API) senders(chart string, handle func(*web.Ctx, casework.Actor) error) func(*web.Ctx, casework.Actor) error {
	return func(c *web.Ctx, actor casework.Actor) error {
		if !a.sends(actor.Subject, chart) {
			return missing()
		}
		return handle(c, actor)
	}
}

// OpenAPI returns the description of the interface. Equal charts give equal bytes.
func (a *API) OpenAPI() []byte { return a.document }

// An endpoint is one address of the interface, for the routes and for the description.
type endpoint struct {
	method, path   string // path without Prefix
	act            string // ActKey for every key; empty for everybody
	title, english string
	query          *form.Schema // parameters in the address
	more           []string     // further parameters in the address, as strings
	body           *form.Schema // JSON in the request
	raw            string       // content type of a request that is no JSON
	answer         any          // value of the type that is answered, nil for a file
	status         int          // 200 where 0
	handle         func(*web.Ctx, casework.Actor) error
	limit          int64
	timeout        time.Duration
	moves          bool     // stands for the moves of all charts; described one by one
	once           bool     // wants an Idempotency-Key
	cases          bool     // the body names cases
	files          []string // media types of what is answered where that is no JSON
	pages          []string // routes of the pages for which it stands
}

// endpoints lists the interface in the order of its description.
func (a *API) endpoints() []endpoint {
	const get, post = http.MethodGet, http.MethodPost
	out := []endpoint{
		{method: get, path: "", act: ActKey, title: "索引与当前密钥", english: "Index and the key in use", answer: Index{}, handle: a.index},
		{method: get, path: "/openapi.json", title: "本说明", english: "This description", answer: map[string]any{}, handle: a.openAPI},
		{method: get, path: "/charts", act: ActKey, title: "全部业务、状态与步骤", english: "Procedures, states and moves", answer: []Chart{}, handle: a.charts},
		{method: get, path: "/cases", act: casework.ActSee, title: "案件列表", english: "List cases", query: a.list, answer: Listing{}, handle: a.listCases},
		{method: post, path: "/cases/search", act: casework.ActSee, title: "按名称等查找案件（名称属秘密，只在正文中传送）",
			english: "Search cases; titles are secret and travel in the body", body: a.search, answer: Listing{}, handle: a.searchCases},
		{method: get, path: "/cases/{case}", act: casework.ActSee, title: "一件案件", english: "One case", answer: Case{}, handle: a.getCase},
		{method: get, path: "/cases/{case}/events", act: casework.ActSee, title: "办理经过", english: "History", answer: []Event{}, handle: a.events},
		{method: get, path: "/cases/{case}/moves/{move}", act: casework.ActSee, title: "步骤的输入与现有选项", english: "Input of a move with its present options",
			answer: MoveForm{}, handle: a.moveForm},
		{method: get, path: "/cases/{case}/papers", act: casework.ActSee, title: "文书目录", english: "Papers", answer: []Paper{}, handle: a.papers},
		{method: get, path: "/cases/{case}/papers/{paper}/{format}", act: casework.ActForm, title: "一份文书（json、pdf、docx）", english: "A paper as json, pdf or docx",
			handle: a.paper},
		{method: get, path: "/figures", act: casework.ActFigures, title: "统计指标", english: "Figures", more: []string{"month"}, answer: []Figure{}, handle: a.figures},
		{method: get, path: "/figures/{code}", act: casework.ActFigures, title: "一项指标及计入的案件", english: "A figure with its cases", more: []string{"month"},
			answer: FigureCases{}, handle: a.figure},
		{method: post, path: "/uploads", act: ActKey, title: "开始上传一个文件", english: "Begin a file", body: a.begin, answer: Begun{}, status: http.StatusCreated, handle: a.senders("", a.beginUpload)},
		{method: post, path: "/uploads/{id}", act: ActKey, title: "上传一片（从已收到处继续；offset=0 的空正文可查询进度）", english: "Send a piece; go on from what is received",
			more: []string{"offset"}, raw: "application/octet-stream", answer: Received{}, handle: a.senders("", a.appendUpload), limit: web.ChunkSize + 4096, timeout: 5 * time.Minute},
		{method: post, path: "/{chart}/{move}", act: ActKey, handle: a.openCase, limit: 4 << 20, timeout: 5 * time.Minute, moves: true},
		{method: post, path: "/cases/{case}/{move}", act: casework.ActSee, handle: a.moveCase, limit: 4 << 20, timeout: 10 * time.Minute, moves: true},
	}
	for _, d := range a.d.Desks {
		for _, e := range d.Endpoints {
			out = append(out, a.adopt(e))
		}
	}
	for _, p := range a.d.Parts {
		out = append(out, endpoint{method: get, path: "/cases/{case}/" + p.Name, act: p.Act, title: p.Title, english: p.English, answer: map[string]any{}, handle: a.part(p)})
	}
	if a.d.Check != nil {
		out = append(out, endpoint{method: post, path: "/check", act: ActKey, title: "自检（不保存任何内容）", english: "Self-check; nothing is stored", body: a.check,
			raw: "multipart/form-data", answer: map[string]any{}, handle: a.senders(a.d.CheckChart, a.checkFiles), limit: 64 << 20, timeout: 5 * time.Minute})
	}
	return out
}

// Module returns the routes. Each checks the key itself; see Guard.
func (a *API) Module() web.Module {
	m := web.Module{Name: "api"}
	for _, e := range a.endpoints() {
		m.Routes = append(m.Routes, web.Route{Method: e.method, Pattern: Prefix + e.path, Act: e.act, Public: e.act == "", JSON: true, Bearer: true,
			Limit: e.limit, Timeout: e.timeout, Handler: a.serve(e)})
	}
	// What is no address of the interface is refused as a problem, too, and to keys only.
	nothing := endpoint{act: ActKey, handle: func(*web.Ctx, casework.Actor) error { return missing() }}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		m.Routes = append(m.Routes, web.Route{Method: method, Pattern: Prefix + "/{rest...}", Act: ActKey, JSON: true, Bearer: true, Handler: a.serve(nothing)})
	}
	return m
}

// Guard is the guard of the pages for all routes but those of the interface, which know no
// session: their handlers demand a key.
func (a *API) Guard(next func(*web.Ctx, *web.Route) error) func(*web.Ctx, *web.Route) error {
	return func(c *web.Ctx, r *web.Route) error {
		if r.Bearer && (r.Pattern == Prefix || strings.HasPrefix(r.Pattern, Prefix+"/")) {
			c.Actor = nil
			return nil
		}
		return next(c, r)
	}
}

// openAPI answers the description.
func (a *API) openAPI(c *web.Ctx, _ casework.Actor) error {
	c.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.W.WriteHeader(http.StatusOK)
	if c.R.Method == http.MethodHead {
		return nil
	}
	return begun(io.Copy(c.W, strings.NewReader(string(a.document))))
}
