// Package incase (案内检索) searches the published documents for a case that is not public. What is asked
// belongs to the case: it is sealed with the key of the case, seen by those alone who may read its text,
// and told in its history. It stands in no list of searches, in no address, in no log and in no index; the
// text of the case is compared in this process and nothing of it is kept.
//
// Notice 1.4.1; Patent Law article 21(3).
package incase

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database/searching"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "incase", Files: sub}
}

// A Text is what a case says of its invention.
type Text struct {
	Title, Abstract string   // empty where the case has none
	Claims          []string // each
}

// all are the texts that are compared, without what every text says.
func (t *Text) all() (out []string) {
	for _, s := range append([]string{t.Title, t.Abstract}, t.Claims...) {
		out = append(out, filler.Replace(s))
	}
	return out
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Search *searching.Desk
	Charts []string // procedures whose cases have a text
	// Text reads the latest text of a case whose reader was asked for already; nil where it has none.
	Text func(ctx context.Context, tx *store.Tx, k *casework.Case) (*Text, error)
}

// Desk is the searches of all cases.
type Desk struct {
	Deps
	office *casework.Office
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps} }

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Module returns the pages. Who searches published documents may search for a case whose text they may read.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "incase", Routes: []web.Route{
		{Method: "GET", Pattern: pattern, Act: searching.ActSearch, Handler: d.casePage, Timeout: time.Minute},
		{Method: "POST", Pattern: pattern, Act: searching.ActSearch, Handler: d.asked, Timeout: time.Minute},
		{Method: "GET", Pattern: pattern + "/{run}", Act: searching.ActSearch, Handler: d.runPage, Timeout: time.Minute},
	}}
}

// pattern is where the searches of a case stand.
const pattern = "/case/{id}/search"

// may reports whether somebody searches for a case.
func (d *Desk) may(a casework.Actor, k *casework.Case) bool {
	return a.Party == 0 && slices.Contains(d.Charts, k.Chart) && d.office.Policy.Ever(a.Subject, searching.ActSearch) && d.office.Policy.May(a.Subject, casework.ActText, k.Object())
}

// Links lead whoever may search for a case there.
func (d *Desk) Links(c *web.Ctx, k *casework.Case) []web.Link {
	if !d.may(worklist.Actor(c), k) {
		return nil
	}
	return []web.Link{{Href: address(k.ID, 0), Label: c.T("案内检索", "Search for this case")}}
}
