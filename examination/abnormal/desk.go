package abnormal

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "abnormal", Files: sub}
}

// Staff is one person who works in the center.
type Staff struct {
	Account int64
	Name    string
	Roles   []casework.Role
	Away    bool
}

// A Passage is a paragraph of one filing beside the one of another that is most alike to it.
type Passage struct {
	A, B  string
	Score float64
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	// Filings lists the filings of a center from a day on, with what they share.
	Filings func(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) ([]*indicator.Filing, error)
	// Similar lists the filings whose text has at least the share in common with that of one.
	Similar func(ctx context.Context, tx *store.Tx, filing int64, least float64) ([]indicator.Near, error)
	// Passages sets the texts of two filings side by side. The desk asks only for those who may read both.
	Passages func(ctx context.Context, tx *store.Tx, a, b int64) ([]Passage, error)
	// Firms is what the register knows of applicants.
	Firms func(ctx context.Context, tx *store.Tx, center int64, parties []int64) (map[int64]indicator.Firm, error)
	// Transfers lists patents that changed hands since a day, and how old what is known of them is.
	Transfers func(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) ([]indicator.Transfer, Age, error)
	// Filed finds the own case of an application number, 0 where there is none.
	Filed      func(ctx context.Context, tx *store.Tx, center int64, number string) (int64, error)
	Drafts     *draft.Desk
	Deliveries *delivery.Desk
	Evidence   *evidence.Desk
	Staff      func(ctx context.Context, tx *store.Tx, center int64) ([]Staff, error)
}

// An Age says how much a feed holds and when it last got something.
type Age struct {
	Count  int
	Newest time.Time
}

// Desk is the desk of the procedure.
type Desk struct {
	Deps
	office *casework.Office
	chart  *casework.Chart
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps}
	d.chart = d.newChart()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Chart returns the law of the procedure; the desk's methods are what its moves do.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// The acts of the pages, which are about no single case.
const (
	ActSee  = "abnormal.see"  // the monitor, the leads, the lists and the figures
	ActRun  = "abnormal.run"  // have the monitor look now
	ActList = "abnormal.list" // bring in a national list
)

// charts limits a grant to the cases of this procedure.
var charts = []string{Code}

// Grants returns who may watch, and who may know whom a lead concerns, beside what the kernel grants.
func Grants() (gs []access.Grant) {
	add := func(act string, limit []string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: limit})
		}
	}
	add(casework.ActName, charts, casework.Reviewer, casework.Head, casework.Director)
	add(casework.ActForm, charts, casework.Reviewer, casework.Head, casework.Director)
	add(ActSee, nil, casework.Clerk, casework.Reviewer, casework.Marker, casework.Head, casework.Director)
	add(ActRun, nil, casework.Clerk, casework.Head, casework.Director)
	add(ActList, nil, casework.Clerk, casework.Head)
	return gs
}
