// Package infringement (专利侵权纠纷行政裁决) decides disputes over the infringement of patents (notice 1.1.1,
// 3.3): from the request through panel, service, answer, evidence and hearing to the decision, its service,
// publication, and what becomes of it in court and in practice. Two clocks run beside each other, the target of
// the notice and the term of the rule text; both stand still while the case is suspended or appraised, and say why.
package infringement

import (
	"context"
	"embed"
	"io/fs"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/casework/worklist"
	"zhibao/internal/blob"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/measure"
)

//go:embed schema/*.sql
var schema embed.FS

// Code is the chart.
const Code = "infringement"

// Schema returns the tables of the procedure.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "infringement", Files: sub}
}

// A Mandate is the entrustment under which the center acts: the authority in whose name papers are issued, its
// mark, and the chain that each paper shows.
type Mandate struct {
	Case               int64
	Number, Body, Mark string
	From, Until        calendar.Day
	Lines              []string
}

// A Person works in the center or sits on panels.
type Person struct {
	Account int64
	Name    string
	Roles   []casework.Role
	Away    bool
}

// Deps is what the desk is handed by package center. Blobs, Evidence, Hearings, Drafts, Deliveries and Staff must be set; what else is nil is not asked.
type Deps struct {
	Blobs      *blob.Store
	Evidence   *evidence.Desk
	Hearings   *hearing.Book
	Drafts     *draft.Desk
	Deliveries *delivery.Desk // the record of service
	Staff      func(ctx context.Context, tx *store.Tx, center int64) ([]Person, error)
	// Patents looks a patent up as it stood on a day; false where the ledger does not know it.
	Patents func(ctx context.Context, tx *store.Tx, center int64, number string, on calendar.Day) (matter.Patent, bool, error)
	// Seat is the address of a registered party, which a decision names; empty where nobody knows it.
	Seat func(ctx context.Context, tx *store.Tx, center, party int64) (string, error)
	// Gate refuses an act that no valid entrustment covers.
	Gate func(s *casework.Step, act string) (Mandate, error)
	// Complete refuses while the comparison of the case has gaps; Blocks prints it into the decision.
	Complete func(ctx context.Context, tx *store.Tx, caseID int64) error
	Blocks   func(ctx context.Context, tx *store.Tx, caseID int64) ([]paper.Block, error)
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error) // names of the handlers
}

// Desk is the desk of infringement cases.
type Desk struct {
	Deps
	figures *measure.Page
	office  *casework.Office
	chart   *casework.Chart
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps}
	d.figures = &measure.Page{Desk: &measure.Desk{Office: func() *casework.Office { return d.office }}, Names: func(c *web.Ctx, tx *store.Tx, ids []int64) (map[int64]string, error) {
		return d.Accounts(c.Context(), tx, worklist.Actor(c).Center, ids)
	}}
	d.chart = d.newChart()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// PatentOf is the right in dispute of a case, for the comparison.
func (d *Desk) PatentOf(ctx context.Context, tx *store.Tx, caseID int64) (matter.Patent, error) {
	f, _, err := d.get(ctx, tx, caseID)
	if err != nil {
		return matter.Patent{}, err
	}
	return f.Patent, nil
}

// Chart returns the law of the procedure.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// Measures are the figures of infringement cases.
func (d *Desk) Measures() []casework.Measure { return d.figures.All() }

// An Act is one for which the center needs an entrustment.
type Act struct{ Code, Title, English string }

// Acts lists the acts that an entrustment can cover.
func Acts() []Act {
	return []Act{{"infringement.docket", "专利侵权纠纷行政裁决：受理审查与立案", "Infringement: acceptance"}, {"infringement.serve", "专利侵权纠纷行政裁决：文书送达", "Infringement: service"},
		{"infringement.inspect", "专利侵权纠纷行政裁决：现场检查与证据保全", "Infringement: inspection and preservation"}, {"infringement.try", "专利侵权纠纷行政裁决：审理与调解", "Infringement: trial and mediation"},
		{"infringement.decide", "专利侵权纠纷行政裁决：作出裁决", "Infringement: decision"}, {"infringement.enforce", "专利侵权纠纷行政裁决：督促履行与申请强制执行", "Infringement: enforcement"}}
}
