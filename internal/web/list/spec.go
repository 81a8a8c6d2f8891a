package list

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// PageSize is how many rows a page has.
const PageSize = 50

// CountMax is up to which number the total is exact; beyond, it reads "1 万以上".
const CountMax = 10_000

// A Query is what a person asks for. F is the struct of the filters.
type Query[F any] struct {
	Filter F
	Sort   string // key of a column that has Sort
	Desc   bool
	Offset int
	Limit  int // rows wanted; 0: only the total
}

// Rows is the answer to a Query.
type Rows[R any] struct {
	Rows  []R
	Total int               // at most CountMax+1, which means more
	Sum   map[string]string // column → text of the last row; none where empty
}

// A Column shows one property of the rows.
type Column[R any] struct {
	Key    string
	Title  web.Text
	Sort   bool   // the list can be sorted by it
	Number bool   // aligned to the right
	Tight  bool   // never broken into lines: numbers, dates
	Fixed  bool   // cannot be hidden
	Off    bool   // hidden until the person shows it
	Brief  bool   // on a telephone what a row shows before it is opened; where a column is, rows are folded
	Filter string // filter with options that can be chosen in the head of the column
	Cell   func(*web.Ctx, R) web.Cell
}

// A SavedView is a filter that somebody gave a name.
type SavedView struct {
	ID    string // by which it can be dropped; empty where the person cannot
	Title string
	Query string // of the address, canonical: url.Values.Encode
	Count int    // below zero: the list counts it
	Team  bool
}

// A Bulk act is done to the selected rows, one by one. What it may do to which row is decided
// for each row, before and when it is done.
type Bulk struct {
	Key   string
	Title web.Text
	Input *form.Schema // what must be entered, for example to whom; nil: nothing
	// Offer reports whether the person may ever do it; nil: everybody.
	Offer func(c *web.Ctx) bool
	// Prepare sets options of the input that depend on the request; may be nil.
	Prepare func(c *web.Ctx, f *form.Form) error
	// Check tells why the act is not possible for the row; nil error: it is.
	Check func(c *web.Ctx, key string) error
	// Do acts. Input points to a struct of Input's type, nil without Input; idem is the
	// idempotency key of this row. It returns how the row was, if Undo can bring that back.
	Do func(c *web.Ctx, key, idem string, input any) (was string, err error)
	// Undo brings a row back to how it was, by an act of its own: what was done stays in its history.
	// It is offered for UndoFor after the act, and refuses a row that has changed since; nil: never.
	// It needs a Stash.
	Undo func(c *web.Ctx, key, idem, was string) error
}

// A RowAct is offered in the row itself: a bulk act that is done to this row alone, or a page.
type RowAct struct {
	Bulk  string // key of the act
	Href  string // of the page, where it is no bulk act
	Label string
}

// UndoFor is how long a bulk act can be taken back.
const UndoFor = 30 * time.Second

// Stash keeps filters that must not stand in an address.
type Stash interface {
	Put(c *web.Ctx, list string, v url.Values) (id string, err error)
	Get(c *web.Ctx, list, id string) (url.Values, error)
}

// Settings keeps which columns a person shows. Without one a cookie does.
type Settings interface {
	Get(c *web.Ctx, list string) (string, error)
	Set(c *web.Ctx, list, value string) error
}

// A Spec describes a list. F is the struct of its filters, tagged as package form wants, R
// the type of a row.
type Spec[F, R any] struct {
	Name    string // unique: "preexam.queue"
	Path    string
	Act     string // what the actor wants, for the access policy
	Title   web.Text
	Unit    web.Text // 件, cases
	Columns []Column[R]
	Sort    string // column of the usual order, "-due" for the reverse
	Load    func(*web.Ctx, Query[F]) (Rows[R], error)

	Rules   form.Rules                                 // of the filters' tags
	Options func(*web.Ctx, *form.Form) error           // sets options of filters that depend on the request
	Key     func(R) string                             // names a row for selection; nil: no selection
	Keys    func(*web.Ctx, Query[F]) ([]string, error) // of all results, at most MaxBulk; nil: only the page can be selected
	Bulk    []Bulk
	Acts    func(*web.Ctx, R) []RowAct          // what can be done to a row beside opening it; nil: nothing
	Above   func(*web.Ctx) ([]web.Block, error) // what stands over the list; may be nil
	Views   func(*web.Ctx) ([]SavedView, error)
	Save    func(c *web.Ctx, title, query string, team bool) error // keeps a view; nil: none can be saved
	Drop    func(c *web.Ctx, id string) error                      // removes a view; nil: none can be removed
	Export  func(c *web.Ctx, q Query[F], columns []Column[R], kind string) error
	Kinds   []string // of export: "xlsx", "csv"
	Actions func(*web.Ctx) []web.Link
	Sub     func(*web.Ctx, Rows[R]) string // text beside the title; the total where nil
	Empty   web.Text                       // what would be here, and the next thing to do
	All     web.Text                       // what the list without a filter is called; 全部 where empty
	Usual   [2]string                      // filter and value that mean the same as the list without a filter; may be empty
	Wide    [2]string                      // filter and value with which the list leaves nothing out; may be empty
	Crumbs  func(*web.Ctx) []web.Link
	Trail   bool  // the page shown last is remembered, for Around; needs Key
	Stash   Stash // needed where a filter is secret
	Keep    Settings
	Public  bool // for everybody: no Act, no selection
}

// MaxBulk is how many rows one bulk act takes.
const MaxBulk = 1000

// A List is a Spec that was checked; it is made at start.
type List[F, R any] struct {
	Spec[F, R]
	*core
}

// New checks the description and panics where it is wrong.
func New[F, R any](s Spec[F, R]) *List[F, R] {
	var zero F
	l := &List[F, R]{Spec: s, core: erase(s, form.Describe(zero, s.Rules))}
	l.check()
	return l
}

// check panics where the description is wrong.
func (l *core) check() {
	if l.Name == "" || !strings.HasPrefix(l.Path, "/") || l.Load == nil || len(l.Columns) == 0 {
		panic(fmt.Sprintf("list: %q needs Name, Path, Load and Columns", l.Name))
	}
	seen := map[string]bool{}
	for _, col := range l.Columns {
		if col.Key == "" || seen[col.Key] || col.Cell == nil || col.Title[1] == "" {
			panic(fmt.Sprintf("list: %s: column %q is doubled or incomplete", l.Name, col.Key))
		}
		seen[col.Key] = true
		if f := l.filter.Field(col.Filter); col.Filter != "" && (f == nil || f.Secret) {
			panic(fmt.Sprintf("list: %s: column %q has no filter %q", l.Name, col.Key, col.Filter))
		}
	}
	if key := strings.TrimPrefix(l.Sort, "-"); key != "" && !seen[key] {
		panic(fmt.Sprintf("list: %s: no column %q to sort by", l.Name, key))
	}
	if l.filter.HasSecret() && l.Stash == nil {
		panic(fmt.Sprintf("list: %s: a filter is secret, so a Stash is needed", l.Name))
	}
	for _, f := range l.filter.Fields {
		if reserved[f.Name] {
			panic(fmt.Sprintf("list: %s: a filter cannot be called %q", l.Name, f.Name))
		}
		f.Required = false
	}
	if slices.ContainsFunc(l.Bulk, func(b Bulk) bool { return b.Undo != nil }) && l.Stash == nil {
		panic(fmt.Sprintf("list: %s: what can be taken back needs a Stash", l.Name))
	}
	if (len(l.Bulk) > 0 || l.Acts != nil) && l.Key == nil {
		panic(fmt.Sprintf("list: %s: bulk acts need Key", l.Name))
	}
}

// reserved are the names in the address that belong to the list itself.
var reserved = map[string]bool{"sort": true, "page": true, "f": true, "lang": true, "big": true, "sharp": true, "keys": true, "return": true}

// Routes returns the routes of the list: the page and what belongs to it.
func (l *core) Routes() []web.Route {
	get := func(sub string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: "GET", Pattern: l.Path + sub, Act: l.Act, Public: l.Public, Handler: h}
	}
	post := func(sub string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: "POST", Pattern: l.Path + sub, Act: l.Act, Public: l.Public, Handler: h}
	}
	counts := get("/counts", l.counts)
	counts.Passive = true
	out := []web.Route{get("", l.page), post("", l.filterPosted), post("/columns", l.columnsPosted), counts}
	if l.Export != nil {
		out = append(out, get("/export", l.export))
	}
	if len(l.Bulk) > 0 {
		out = append(out, post("/bulk", l.bulk))
	}
	// Where nothing can be taken back there is no address for it either.
	if slices.ContainsFunc(l.Bulk, func(b Bulk) bool { return b.Undo != nil }) {
		out = append(out, post("/undo", l.undo))
	}
	if l.Save != nil {
		out = append(out, post("/views", l.viewPosted))
	}
	if l.Drop != nil {
		out = append(out, post("/drop", l.dropPosted))
	}
	return out
}
