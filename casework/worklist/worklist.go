// Package worklist (办案桌面) is the pages that every procedure shares: the queue, the case with
// its clocks and its history, the form of a move, and the papers. A procedure adds to them
// through hooks and writes a page of its own only where the work deserves one.
package worklist

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"testing/fstest"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed view/*.html
var views embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "worklist", Files: sub}
}

// Extra is what a procedure adds to the page of a case.
type Extra struct {
	Notices []web.Notice // above everything else
	Main    []web.Block  // above the history
	Side    []web.Block  // below the papers
	Links   []web.Link   // buttons before those of the moves
	Facts   []web.KVRow  // further rows of the particulars

	Relations []Relation           // other matters on which the case depends
	Planned   []web.Entry          // what is still to come besides the ends of terms, for the history
	Proofs    map[int64][]web.Link // of the service of the papers, by the paper
}

// Hooks is what a procedure adds to the shared pages. Every field may be nil.
type Hooks struct {
	// Extra runs in the reading transaction of the page and must not write.
	Extra func(c *web.Ctx, tx *store.Tx, k *casework.Case) (Extra, error)
	// Options fills the choices that depend on the case or the center.
	Options func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error // k is nil when opening
	// Prefill returns what the form starts with: a value of the move's input type, or nil.
	Prefill func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error)
	// Review shows above the form of a move what is about to be decided on or sent.
	Review func(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error)
	// Contents lists the documents that the procedure keeps, for those who may see the form of the case.
	Contents func(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]Item, error)
	Checked  []string                                                  // moves whose answers are shown once more before they are made
	Bulk     []BulkMove                                                // moves that can be made on many cases at once
	After    func(k *casework.Case, move string) string                // where to go after the move; "" for the case
	Offer    func(c *web.Ctx, tx *store.Tx, move string) (bool, error) // whether an opening move is shown as a button
}

// Pages are the shared pages.
type Pages struct {
	Office *casework.Office
	Hooks  map[string]Hooks // by chart
	Rules  form.Rules
	// Names of accounts and of parties by id, for display; an unknown id has no entry or "".
	// They come from outside because the kernel knows ids only.
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Parties  func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	// The staff of a center as choices of the filter.
	Staff func(ctx context.Context, tx *store.Tx, center int64) ([]form.Option, error)
	Write func(c *web.Ctx, k *casework.Case, format string, w io.Writer, pp paper.Paper) (contentType string, err error) // "pdf" or "docx", marked as the copy that it is
	// Missing returns the characters of a paper for which the PDF has no glyph. Nil asks nobody.
	Missing func(pp paper.Paper) ([]rune, error)

	// Inspectors lists who of the offices above can be let into a case.
	Inspectors func(ctx context.Context, k *casework.Case) ([]casework.Actor, error)

	Measures []casework.Measure // figures of all procedures, in order

	// Waiting is what waits for the person beside cases; it stands above their work. May be nil.
	Waiting func(c *web.Ctx) ([]web.Block, error)

	schemas              map[string]*form.Schema // by chart.move
	ask, inspect, decide *form.Schema
	period               *form.Schema
	list                 *list.List[filter, row]
	kept                 []casework.Measure // how the clocks of all charts were kept
}

// New returns the pages. Every input of every move is described now, so that a mistake in its
// tags is found when the program starts.
func New(p Pages) *Pages {
	p.schemas = map[string]*form.Schema{}
	p.ask, p.inspect, p.decide = form.Describe(askForm{}, p.Rules), form.Describe(inspectForm{}, p.Rules), form.Describe(decideForm{}, p.Rules)
	p.period = form.Describe(periodQuery{}, p.Rules)
	for _, c := range p.Office.Charts() {
		for i := range c.Moves {
			p.schemas[c.Act(c.Moves[i].Code)] = form.Describe(c.Moves[i].Do.New(), p.Rules)
		}
	}
	p.list = p.queue()
	p.kept = p.terms()
	return &p
}

// Schema returns the description of a move's input, for the API.
func (p *Pages) Schema(act string) *form.Schema { return p.schemas[act] }

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	// Every route asks for the weakest act that lets one in; what a case, a paper or a move
	// demands beyond it is decided on the object itself.
	routes := slices.Concat(p.list.Routes(), p.behind().Routes(), p.openingRoutes())
	routes = append(routes,
		web.Route{Method: "POST", Pattern: "/work/take", Act: casework.ActSee, Handler: p.takePosted},
		web.Route{Method: "GET", Pattern: "/case/{id}", Act: casework.ActSee, Handler: p.casePage},
		web.Route{Method: "POST", Pattern: "/case/{id}/remind", Act: casework.ActRemind, Handler: p.remindPosted},
		web.Route{Method: "POST", Pattern: "/case/{id}/taken", Act: casework.ActSee, Handler: p.takenPosted},
		web.Route{Method: "GET", Pattern: "/number", Act: casework.ActSee, Handler: p.byNumber},
		web.Route{Method: "GET", Pattern: "/case/{id}/dossier/{table}/{format}", Act: casework.ActSee, Handler: p.dossierFile},
		web.Route{Method: "GET", Pattern: "/case/{id}/move/{move}", Act: casework.ActSee, Handler: p.movePage},
		// 512 MB and ten minutes: a move may carry a whole filing package, over a slow line.
		web.Route{Method: "POST", Pattern: "/case/{id}/move/{move}", Act: casework.ActSee, Handler: p.movePage, Limit: 512 << 20, Timeout: 10 * minute},
		web.Route{Method: "GET", Pattern: "/open/{chart}/{move}", Act: casework.ActSee, Handler: p.openPage},
		web.Route{Method: "POST", Pattern: "/open/{chart}/{move}", Act: casework.ActSee, Handler: p.openPage, Limit: 512 << 20, Timeout: 10 * minute},
		web.Route{Method: "GET", Pattern: "/case/{id}/paper/{paper}", Act: casework.ActSee, Handler: p.paperPage},
		web.Route{Method: "GET", Pattern: "/case/{id}/paper/{paper}/{format}", Act: casework.ActSee, Handler: p.paperFile},
		web.Route{Method: "GET", Pattern: "/drafts", Act: casework.ActSee, Handler: p.draftsPage},
		web.Route{Method: "POST", Pattern: "/drafts", Act: casework.ActSee, Handler: p.draftsPage},
		web.Route{Method: "GET", Pattern: "/messages", Act: casework.ActInbox, Handler: p.messagesPage},
		web.Route{Method: "GET", Pattern: "/figures", Act: casework.ActFigures, Handler: p.figuresPage},
		web.Route{Method: "GET", Pattern: "/figures/export", Act: casework.ActFigures, Handler: p.figuresFile},
		web.Route{Method: "GET", Pattern: "/figures/terms", Act: casework.ActFigures, Handler: p.termsPage},
		web.Route{Method: "GET", Pattern: "/figures/{code}", Act: casework.ActFigures, Handler: p.figurePage},
	)
	return web.Module{Name: "worklist", Views: []fs.FS{views}, Assets: assets(), Routes: routes}
}

// assets serves the style sheet of the papers.
func assets() fs.FS {
	return fstest.MapFS{"static/paper.css": {Data: []byte(paper.CSS())}}
}

// Actor returns who asks; the guard has put it there.
func Actor(c *web.Ctx) casework.Actor {
	a, _ := c.Actor.(casework.Actor)
	return a
}

// ID reads a number from the path.
func ID(c *web.Ctx, name string) (int64, error) {
	// The answer to nonsense is that to a case that does not exist: both tell nothing.
	id, err := strconv.ParseInt(c.Path(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.Missing, "case.missing", "没有这个案件，或您无权查看；请核对案号，或在“我的案件”中查找")
	}
	return id, nil
}

// Remaining says in words how long there is until a due day, and how urgent that is.
func Remaining(c *web.Ctx, cal *calendar.Calendar, today, due calendar.Day) web.Cell {
	if due.IsZero() {
		return web.Cell{Text: "—"}
	}
	// Working days, as the center counts, whatever the unit of the term itself: it is how much
	// time there is left to work.
	n := term.Remaining(cal, today, due)
	switch {
	case due < today:
		// Overdue over a holiday only may be 0 working days, which nobody would understand.
		return web.Cell{Text: c.T(fmt.Sprintf("超期 %d 个工作日", max(-n, 1)), fmt.Sprintf("%d working days overdue", max(-n, 1))), Over: true}
	case due == today:
		return web.Cell{Text: c.T("今日到期", "Due today"), Soon: true}
	default:
		return web.Cell{Text: c.T(fmt.Sprintf("剩 %d 个工作日", n), fmt.Sprintf("%d working days left", n)), Soon: n <= 1}
	}
}

// StateTag shows a state with its tone.
func StateTag(c *web.Ctx, chart *casework.Chart, code string) web.Tag {
	// Amber is what the party has to do, purple what waits for a decision or a second reading,
	// grey what is over or not accepted yet, blue the work in between.
	s := chart.State(code)
	tone := web.Blue
	switch {
	case s.Final:
		tone = web.Grey
	case s.Party:
		tone = web.Amber
	case s.QueueRel != 0 && s.Queue == casework.Reviewer, s.Queue == casework.Director:
		tone = web.Purple
	case s.Queue == casework.Clerk:
		tone = web.Grey
	}
	return web.Tag{Tone: tone, Text: c.T(s.Title, s.English)}
}

// Kind shows the kind of a case in the language of the page.
func Kind(c *web.Ctx, kind string) string { return c.T(kind, KindEnglish(kind)) }

// KindEnglish returns the English word for a kind of case.
func KindEnglish(kind string) string {
	return map[string]string{"发明": "Invention", "实用新型": "Utility model", "外观设计": "Design"}[kind]
}
