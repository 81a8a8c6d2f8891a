// Package value (高价值发明专利) says which of the invention patents in the holding are of high value on a
// day: in force, and one of five criteria. Each criterion is judged by itself, with the evidence on which that
// rests, its source and the state of its data; what the center has not decided or no source says is not
// judged, and said to be so.
//
// Notice 1.4.1.
package value

import (
	"context"
	"embed"
	"io/fs"
	"sync"

	"zhibao/casework"
	"zhibao/industry/database/holding"
	"zhibao/internal/access"
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
	return store.Schema{Owner: "value", Files: sub}
}

// The acts of the package.
const (
	ActSee   = "value.see"   // read patents, verdicts, counts
	ActEnter = "value.enter" // enter pledges, awards and the table of industries
)

// Grants returns who looks and who enters. What is judged was published.
func Grants() (gs []access.Grant) {
	add := func(act string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	add(ActSee, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director, casework.Enforcer, casework.Expert)
	add(ActEnter, casework.Clerk, casework.Examiner, casework.Head)
	return gs
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Holding  *holding.Holding
	Branches func(ctx context.Context, center int64) ([]form.Option, error)              // of the tree of the industry
	InBranch func(ctx context.Context, center, branch int64) (numbers []string, _ error) // documents of one
}

// Desk is the register of the program.
type Desk struct {
	Deps
	office *casework.Office
	mu     sync.Mutex
	of     map[int64]*loaded // by center
}

// New returns the register. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps, of: map[int64]*loaded{}} }

// Use gives the register its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }
