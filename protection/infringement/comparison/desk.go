// Package comparison (侵权比对) is the bench on which a patent is compared with an accused product: the
// claim chart feature by feature, the views of a design beside those of the product, the defence of prior
// art, and what follows (notice 1.1.1). It is given a case of any procedure that it serves and knows
// nothing else of it; what was concluded is printed into the decision.
//
// Whatever is changed makes a new version. Two people who judge the same feature at once do not overwrite
// each other: the second is shown what the first decided.
package comparison

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/protection/infringement/comparison/table"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed view/*.html
var views embed.FS

//go:embed bench/view/*.html
var bench embed.FS

//go:embed static/*
var static embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "comparison", Files: sub}
}

// Bench is the template "bench" on which two pictures are held against each other, for other pages that do
// so. Their page links the style and the script of this package.
func Bench() fs.FS {
	sub, err := fs.Sub(bench, "bench")
	if err != nil {
		panic(err)
	}
	return sub
}

// The acts of the package.
const (
	ActRead = "comparison.read" // read the comparison of a case
	ActEdit = "comparison.edit" // compare and judge
)

// Grants returns who may compare in the cases of the charts: who handles the case judges; the panel and
// the second reader, a head and a director read. A party reads it in the decision, never before.
func Grants(charts ...string) (gs []access.Grant) {
	read := func(rel access.Relation, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: ActRead, Role: string(r), Rel: rel, Charts: charts})
		}
	}
	read(access.Center, casework.Enforcer, casework.Expert, casework.Head, casework.Director)
	read(access.Second, casework.Reviewer)
	return append(gs, access.Grant{Act: ActEdit, Role: string(casework.Enforcer), Rel: access.Handler, Charts: charts})
}

// An Exhibit is a piece of evidence of a case, as far as a comparison points to it.
type Exhibit struct {
	ID      int64
	Number  string // 申1
	Name    string
	Picture bool     // its content is a picture of which a region can be shown
	Href    string   // its page; may be empty
	SHA256  []string // of its files
}

// Deps is what the desk is handed by package center. Blobs must be set; what else is nil is not asked.
type Deps struct {
	Blobs  *blob.Store
	Charts []string // procedures whose cases have a comparison
	// Admits narrows who reads further than the grants can: an expert reads the cases in which it takes part.
	Admits func(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (bool, error)
	// Closed reports whether the decision of a case is under review or made, so that nothing is changed.
	Closed func(k *casework.Case) bool
	// Patent says what is compared in a case, as its request names it.
	Patent func(ctx context.Context, tx *store.Tx, k *casework.Case) (table.Patent, error)
	// Exhibits lists the exhibits of a case that the actor may see.
	Exhibits func(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) ([]Exhibit, error)
	// Secret names the exhibits of a case that are kept from a party: a decision does not say what they are.
	Secret func(ctx context.Context, tx *store.Tx, k *casework.Case) (map[int64]bool, error)
	// Content opens the picture of an exhibit that the actor may see.
	Content func(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case, exhibit int64) (io.ReadCloser, error)
}

// Desk is the bench.
type Desk struct {
	Deps
	office *casework.Office
}

// New returns the bench. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps} }

// Use gives the bench its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

const (
	// maxPackage bounds what one form of pictures carries.
	maxPackage = 256 << 20
	minute     = time.Minute
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	at := func(method, pattern, act string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: method, Pattern: "/case/{id}/comparison" + pattern, Act: act, Handler: h}
	}
	read := func(pattern string, h func(*web.Ctx) error) web.Route { return at("GET", pattern, ActRead, h) }
	routes := []web.Route{read("", d.tablePage), read("/history", d.historyPage), read("/version/{version}", d.versionPage), read("/print", d.printPage),
		read("/picture/{picture}", d.pictureFile), read("/original/{picture}", d.originalFile), read("/laid/{view}/{how}", d.laidFile), read("/shown/{feature}/{ref}", d.shownFile), read("/exhibit/{exhibit}", d.exhibitFile),
		read("/feature/{feature}", d.featurePage), read("/pair/{view}", d.pairPage), read("/prior/{prior}", d.priorPage),
		at("POST", "/feature/{feature}", ActEdit, d.featurePage), at("POST", "/pair/{view}", ActEdit, d.pairPage), at("POST", "/prior/{prior}", ActEdit, d.priorPage),
		at("POST", "/feature/{feature}/merge", ActEdit, d.mergePosted), at("POST", "/undo", ActEdit, d.undoPosted), at("POST", "/version/{version}", ActEdit, d.restorePosted),
		at("POST", "/prior/{prior}/row/{feature}", ActEdit, d.rowPosted), at("POST", "/prior/{prior}/drop", ActEdit, d.dropPosted)}
	for _, p := range []struct {
		pattern string
		handler func(*web.Ctx) error
	}{{"/patent", d.patentPage}, {"/claims", d.claimsPage}, {"/feature/{feature}/divide", d.dividePage}, {"/cite", d.citePage}, {"/pictures", d.picturesPage}, {"/package", d.packagePage}, {"/overall", d.overallPage}} {
		for _, method := range []string{"GET", "POST"} {
			r := at(method, p.pattern, ActEdit, p.handler)
			if p.pattern == "/claims" || p.pattern == "/pictures" || p.pattern == "/package" {
				r.Limit, r.Timeout = maxPackage, 5*minute
			}
			routes = append(routes, r)
		}
	}
	return web.Module{Name: "comparison", Views: []fs.FS{views, Bench()}, Assets: static, Routes: routes}
}

// serves reports whether cases of the chart have a comparison.
func (d *Desk) serves(chart string) bool { return slices.Contains(d.Charts, chart) }

// Hooks leads from the page of a case to its comparison, those whom it concerns.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: func(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
		if _, err = d.see(c.Context(), tx, worklist.Actor(c), k.ID); err == nil {
			x.Links = []web.Link{{Href: home(k.ID), Label: c.T("侵权比对", "Comparison")}}
		} else if fault.KindOf(err) == fault.Missing {
			err = nil // it is not offered to whom it is not open
		}
		return x, err
	}}
}
