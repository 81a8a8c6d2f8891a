// Package watch (监视与预警) tells the staff of a center when something happens among the published
// patents that somebody keeps an eye on: a new publication, a grant, a legal event, a term that ends, a
// burst of filings, a holder that dominates. Each new or changed document of the holding is held against
// all watches; what fits becomes a warning with a level, the numbers behind it and a record of how it was
// handled. The same cause warns once.
//
// Notice 1.4.1.
package watch

import (
	"context"
	"embed"
	"io/fs"
	"sync"

	"zhibao/casework"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/access"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "watch", Files: sub}
}

// The acts of the package.
const (
	ActSee    = "watch.see"    // read warnings and watches
	ActKeep   = "watch.keep"   // make, change, pause and end watches
	ActHandle = "watch.handle" // record how a warning was handled
)

// Grants returns who watches: whoever searches and is of the center's own staff.
func Grants() (gs []access.Grant) {
	for _, r := range []casework.Role{casework.Clerk, casework.Examiner, casework.Reviewer, casework.Enforcer, casework.Head, casework.Director} {
		for _, act := range []string{ActSee, ActKeep, ActHandle} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	return gs
}

// Deps is what the desk is handed by package center. All but Tell must be set.
type Deps struct {
	Holding *holding.Holding
	Feeds   func(ctx context.Context, center int64) ([]intake.Feed, error)
	Count   func(ctx context.Context, center int64, r search.Request) (search.Result, error)
	Words   func(ctx context.Context, by casework.Actor, run int64) (words, title string, err error)
	// Used notes that a watch was made of a search, which is kept for that.
	Used  func(ctx context.Context, tx *store.Tx, center, run, watch int64) error
	Staff func(ctx context.Context, tx *store.Tx, center int64) ([]form.Option, error)
	// Tell tells accounts of the center outside the product that something waits, never what.
	Tell func(ctx context.Context, tx *store.Tx, center int64, accounts []int64) error
}

// Desk is the watching of the program.
type Desk struct {
	Deps
	office *casework.Office
	mu     sync.Mutex
	alarms map[int64]*prepared
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps, alarms: map[int64]*prepared{}} }

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }
