// Package searching (专利检索) is where the staff of a center ask its collection of published patent
// documents: the query box and the form that write each other, the list with its facets, the
// document, collections, exports. Every search is kept with its words, its moment and the state of
// the data, so that what was found can be shown again. The words of a search never stand in an
// address: they may say what an unpublished application is about.
//
// Notice 1.4.1.
package searching

import (
	"context"
	"embed"
	"io"
	"io/fs"

	"zhibao/casework"
	"zhibao/industry/database/holding"
	"zhibao/internal/access"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed view/*.html
var views embed.FS

//go:embed static/*
var static embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "searching", Files: sub}
}

// The acts of the package.
const (
	ActSearch  = "searching.search"  // search, read published documents
	ActCollect = "searching.collect" // keep searches and collections
)

// Grants returns who searches: whoever examines, enforces or leads. What is found was published.
func Grants() (gs []access.Grant) {
	for _, r := range []casework.Role{casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director, casework.Enforcer, casework.Expert} {
		for _, act := range []string{ActSearch, ActCollect} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	return gs
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Holding *holding.Holding
	// Open opens the index of a center, an empty one where there is none, and says whether it is empty.
	Open func(ctx context.Context, center int64) (_ Engine, empty bool, err error)
	// Fed reads and keeps how far the index of a center has been fed, beside the index: they are
	// lost together.
	Fed func(center int64, set *int64) (int64, error)
	// Outside says that the index is kept by another program.
	Outside bool
	// Links lead from a document to other searches.
	Links func(c *web.Ctx, doc *literature.Document) ([]web.Link, error)
	// Frozen reads a list of documents that was put together elsewhere and stays as it is, such as the
	// data of a navigation project, by its number.
	Frozen func(ctx context.Context, center, list int64) ([]string, error)
	// Onward leads from a result to what can be made of it elsewhere; nil for nothing.
	Onward func(c *web.Ctx, r *Run) []web.Link
	// Write writes a paper as "pdf" or "docx" and says what it is.
	Write func(format string, w io.Writer, p paper.Paper) (contentType string, err error)
	// Strip lists pictures of documents that are kept, at most so many of each, by their numbers; nil for
	// none.
	Strip func(c *web.Ctx, numbers []string, most int) (map[string][]web.Link, error)
	// Beside is what other packages say of a document on its page; nil for nothing.
	Beside func(c *web.Ctx, doc *literature.Document) ([]web.Table, error)
}

// Desk is the search of the program.
type Desk struct {
	Deps
	office *casework.Office
	feeds  feeds
}

// New returns the search. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps, feeds: feeds{of: map[int64]*feed{}}} }

// Use gives the search its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }
