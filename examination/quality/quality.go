// Package quality (审查质量) is what the notice demands for the quality of examination (1.2.3): it counts
// what becomes of the findings of the rules, inspects finished cases by samples with rewards and
// penalties, and keeps the qualification and the training of the examiners, which decide who may be
// given a case. Its parts stand in packages of their own.
package quality

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/examination/quality/decision"
	"zhibao/examination/quality/inspection"
	"zhibao/examination/quality/training"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "quality", Files: sub}
}

// Staff is one person who works in the center.
type Staff struct {
	Account     int64
	Login, Name string
	Roles       []casework.Role
	Away        bool
}

// Ended is a case whose examination ended, as a sample is drawn from them.
type Ended = inspection.Ended

// Bar says what stands against giving a case to an examiner.
type Bar = training.Bar

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Rules    func() map[string]web.Text // titles of the rules, by id
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Parties  func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Staff    func(ctx context.Context, tx *store.Tx, center int64) ([]Staff, error)
	// Ended lists the cases that ended in a period and whose text is still there.
	Ended func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) ([]Ended, error)
}

// Desk is the quality desk of the program.
type Desk struct {
	Decisions   *decision.Desk
	Inspections *inspection.Desk
	Training    *training.Desk
	office      *casework.Office
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{}
	office := func() *casework.Office { return d.office }
	d.Decisions = &decision.Desk{Deps: decision.Deps{Office: office, Rules: deps.Rules, Accounts: deps.Accounts, Parties: deps.Parties}}
	d.Training = &training.Desk{Deps: training.Deps{Office: office, Staff: func(ctx context.Context, tx *store.Tx, center int64) (out []training.Person, err error) {
		all, err := deps.Staff(ctx, tx, center)
		for _, s := range all {
			out = append(out, training.Person{Account: s.Account, Login: s.Login, Name: s.Name, Roles: s.Roles})
		}
		return out, err
	}}}
	d.Inspections = inspection.New(inspection.Deps{Office: office, Ended: deps.Ended, Staff: func(ctx context.Context, tx *store.Tx, center int64) (out []inspection.Person, err error) {
		all, err := deps.Staff(ctx, tx, center)
		for _, s := range all {
			out = append(out, inspection.Person{Account: s.Account, Name: s.Name, Roles: s.Roles, Away: s.Away})
		}
		return out, err
	}})
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Charts are the laws of the procedure: a plan of samples, and the inspection of one case.
func (d *Desk) Charts() []*casework.Chart { return d.Inspections.Charts() }

// Reactions are what the procedure does about facts of others.
func (d *Desk) Reactions() map[fact.Kind]casework.Reaction {
	return map[fact.Kind]casework.Reaction{fact.FindingDecided: d.Decisions.Learn}
}

// CatchUp counts what was decided in the centers before this part of the program was there.
func (d *Desk) CatchUp(ctx context.Context) error {
	var centers []casework.Center
	err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centers, err = d.office.Centers(ctx, tx)
		return err
	})
	for _, ct := range centers {
		if err := d.Decisions.CatchUp(ctx, ct.ID); err != nil {
			return err
		}
	}
	return err
}

// Settings declares what a center decides about quality.
func Settings() []setting.Def {
	return slices.Concat(decision.Settings(), inspection.Settings(), training.Settings())
}

// ActStaff is to keep the qualifications and the training of the examiners.
const ActStaff = training.ActStaff

// ActMine is to see what concerns one's own work.
const ActMine = "quality.mine"

// Grants returns who may do what, beside what the charts grant.
func Grants() []access.Grant {
	return slices.Concat(decision.Grants(), inspection.Grants(), training.Grants(), []access.Grant{{Act: ActMine, Role: string(casework.Examiner), Rel: access.Center}})
}

// Measures are the figures of quality.
func (d *Desk) Measures() []casework.Measure {
	return append(d.Inspections.Measures(), d.Training.Measures()...)
}

// Hooks returns what the procedure adds to the shared pages, by chart.
func (d *Desk) Hooks() map[string]worklist.Hooks {
	return map[string]worklist.Hooks{"quality": d.Inspections.PlanHooks(), "inspection": d.Inspections.SampleHooks()}
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "quality", Routes: slices.Concat(d.Decisions.Routes(), d.Inspections.Routes(), d.Training.Routes(),
		[]web.Route{{Method: "GET", Pattern: "/quality/mine", Act: ActMine, Handler: d.minePage}})}
}

// Notices are what of quality waits for the person, for the page where the person's work is listed.
func (d *Desk) Notices(c *web.Ctx) ([]web.Block, error) {
	rules, err := d.Decisions.Notices(c)
	if err != nil {
		return nil, err
	}
	papers, err := d.Training.Notices(c)
	return append(rules, papers...), err
}

// minePage shows an examiner the inspections of their work with what followed, the certificates and the
// training.
func (d *Desk) minePage(c *web.Ctx) error {
	t, err := d.Inspections.Mine(c)
	if err != nil {
		return err
	}
	blocks, err := d.Training.Mine(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("我的质量与资格", "My quality and qualification"), At: "/quality/mine", Actions: []web.Link{{Href: "/quality", Label: c.T("我的缺陷处理", "My decisions")}}}
	return c.Render("page-blocks", append([]web.Block{t}, blocks...))
}

// MyQuality is what concerns the caller's own work.
type MyQuality struct {
	Inspections []inspection.OwnInspection `json:"inspections" doc:"已审定的抽检"`
	Record      *training.ExaminerOf       `json:"record,omitempty" doc:"上岗证与近一年学时"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	out := rest.Module{Acts: []rest.Act{{Code: ActMine, Title: web.Text{"查看本人的抽检、资格与培训", "See one's own inspections, qualification and training"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/quality/mine", Act: ActMine, Title: web.Text{"本人的抽检、资格与培训", "One's own inspections, qualification and training"}, Pages: []string{"GET /quality/mine"}, Answer: MyQuality{}, Handle: func(c *rest.Call) (any, error) {
			own, err := d.Inspections.RestMine(c.Ctx)
			if err != nil {
				return nil, err
			}
			record, err := d.Training.RestMine(c.Ctx)
			return MyQuality{own, record}, err
		}},
	}}
	for _, m := range []rest.Module{d.Decisions.Rest(), d.Inspections.Rest(), d.Training.Rest()} {
		out.Acts, out.Endpoints = append(out.Acts, m.Acts...), append(out.Endpoints, m.Endpoints...)
	}
	return out
}
