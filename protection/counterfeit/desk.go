package counterfeit

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/figure"
	"zhibao/protection/counterfeit/marking"
	"zhibao/protection/counterfeit/reporter"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "counterfeit", Files: sub}
}

// A Mandate is the entrustment under which an act is done: in whose name, until when, and the chain
// that papers show.
type Mandate struct {
	Case        int64
	Number      string // 委托书 number
	Body, Mark  string // the authority and its mark in paper numbers
	From, Until calendar.Day
	Lines       []string
}

// Staff is one person who works in the center.
type Staff struct {
	Account int64
	Name    string
	Roles   []casework.Role
	Away    bool
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	// Gate refuses an act that no valid entrustment covers today.
	Gate func(s *casework.Step, act string) (Mandate, error)
	// Patents finds what the ledger of patents says of a number on a day.
	Patents    marking.Ledger
	Drafts     *draft.Desk    // makes papers
	Deliveries *delivery.Desk // serves papers from the queue of the counter
	Evidence   *evidence.Desk // keeps exhibits with their custody
	Hearings   *hearing.Book  // keeps hearings with their records
	Staff      func(ctx context.Context, tx *store.Tx, center int64) ([]Staff, error)
	// Words reads the words in a picture on this machine; nil where nothing there can.
	Words func(ctx context.Context, center int64, picture []byte) (string, error)
	Rules form.Rules // checks that forms use by name
}

// Desk is the desk of the procedure.
type Desk struct {
	Deps
	Limits  *limit.Limiter // of the public form; set when the program starts
	Figures *figure.Desk
	office  *casework.Office
	chart   *casework.Chart
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps}
	d.Figures = &figure.Desk{Office: func() *casework.Office { return d.office }}
	d.chart = d.newChart()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Chart returns the law of the procedure; the desk's methods are what its moves do.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// An Act is something that an entrustment may cover.
type Act struct{ Code, Title, English string }

// The acts that need an entrustment.
const (
	ActInspect  = "counterfeit.inspect"
	ActPreserve = "counterfeit.preserve"
	ActSeize    = "counterfeit.seize"
	ActNotify   = "counterfeit.notify"
	ActDecide   = "counterfeit.decide"
	ActEnforce  = "counterfeit.enforce"
	ActFile     = "counterfeit.file"
)

// Acts lists what an entrustment may cover, for its form.
func Acts() []Act {
	return []Act{{ActFile, "假冒专利案件立案", "Filing of cases of counterfeited patents"}, {ActInspect, "假冒专利现场检查、询问、查阅复制与抽样取证", "Inspection, interviews, copies and samples"},
		{ActPreserve, "假冒专利证据先行登记保存", "Registration of evidence for preservation"}, {ActSeize, "查封扣押假冒专利产品", "Seizure of counterfeit products"},
		{ActNotify, "假冒专利行政处罚事先告知与听证", "Notice of penalties and hearings"}, {ActDecide, "假冒专利行政处罚及其他决定", "Decisions on counterfeited patents"},
		{ActEnforce, "假冒专利处罚决定的催告与申请强制执行", "Urging and application to the court"}}
}

// charts limits a grant to the cases of this procedure.
var charts = []string{Code}

// Grants returns who may see and read such cases, beside what the kernel and the chart grant: who
// enforces, and who approves.
func Grants() []access.Grant {
	var gs []access.Grant
	add := func(act string, limit []string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: limit})
		}
	}
	add(casework.ActSee, charts, casework.Enforcer)
	add(casework.ActName, charts, casework.Enforcer, casework.Head, casework.Director)
	add(casework.ActForm, charts, casework.Enforcer, casework.Head, casework.Director)
	// The pages of the procedure are about no single case.
	add(ActFigures, nil, casework.Enforcer, casework.Head, casework.Director)
	add(ActVerifier, nil, casework.Enforcer, casework.Clerk, casework.Head, casework.Director, casework.Reviewer)
	return append(gs, reporter.Grants()...)
}

// reporters keeps who reported apart.
func (d *Desk) reporters() *reporter.Desk {
	return &reporter.Desk{Office: func() *casework.Office { return d.office }, Charts: charts, Earlier: func(ctx context.Context, tx *store.Tx, k *casework.Case) (reporter.Identity, error) {
		r, err := d.Read(ctx, tx, k)
		lead, _, _, _ := r.Found()
		return reporter.Identity{Who: lead.Who, Phone: lead.Phone}, err
	}}
}

// ActVerifier is to check markings against the ledger of patents.
const ActVerifier = "counterfeit.verifier"

// ActFigures is to see the figures of the procedure.
const ActFigures = "counterfeit.figures"

// person returns somebody of the staff who has the role and no conflict in the case.
func (d *Desk) person(s *casework.Step, id string, role casework.Role, field string) (Staff, error) {
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return Staff{}, err
	}
	n, _ := strconv.ParseInt(id, 10, 64)
	i := slices.IndexFunc(staff, func(p Staff) bool { return p.Account == n && slices.Contains(p.Roles, role) })
	if i < 0 {
		return Staff{}, fault.New(fault.Invalid, "counterfeit.staff", "所选人员没有%s角色，请重新选择", role.Info().Words()).At(field)
	}
	if s.Case.Conflicted(n) {
		return Staff{}, fault.New(fault.Invalid, "counterfeit.conflict", "%s 已申请回避，请另选他人", staff[i].Name).At(field)
	}
	return staff[i], nil
}
