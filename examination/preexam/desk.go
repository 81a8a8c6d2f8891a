package preexam

import (
	"context"
	"io"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/halt"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/staffing"
	"zhibao/internal/blob"
	"zhibao/internal/imprint"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent"
	"zhibao/patent/reader/figure"
)

// Staff is one person who can be given work.
type Staff = staffing.Staff

// Deps is what the desk is handed by package center.
// They are functions and lists of this package's own types, because a procedure never imports
// another one. Blobs, Registry, Fields, Write, Missing and Staff must be set.
type Deps struct {
	Blobs *blob.Store
	Rules []check.Rule
	Eyes  figure.Eyes     // read the words in pictures where the center wants it, nil for none
	Gates []casework.Gate // asked in order at submission and at acceptance
	// Registry answers what the rules of the subject need to know: registered, suspended, quota.
	Registry func(ctx context.Context, tx *store.Tx, q RegistryQuery) (*check.RegistryFacts, error)
	// Fields adds the classes opened for the center on the day to the facts of the rules.
	Fields func(ctx context.Context, tx *store.Tx, center int64, s *check.SettingsFacts) error
	Write  func(c *web.Ctx, k *casework.Case, format string, w io.Writer, p paper.Paper) (string, error) // "pdf" or "docx", marked as the copy that it is
	// Copy numbers a copy of unpublished text that leaves the program in another form; the mark of an applicant's own is none.
	Copy func(c *web.Ctx, k *casework.Case, what string) (imprint.Mark, error)
	// Missing returns the characters of a paper for which the PDF has no glyph.
	Missing func(p paper.Paper) ([]rune, error)
	Staff   func(ctx context.Context, tx *store.Tx, center int64) ([]Staff, error)
	// Beside is what others know beside the papers that somebody reads: ways on, and tables below them. It may be nil.
	Beside func(c *web.Ctx, k *casework.Case, app *patent.Application) ([]web.Link, []web.Table, error)
}

// A RegistryQuery asks what the registers say about the parties of a request form.
type RegistryQuery struct {
	Center       int64
	Owner, Agent int64
	Names, Codes []string // applicants as the form states them, same order
	AgencyName   string
	AgencyCode   string
	Year         int // civil year whose quota counts
}

// Desk is the pre-examination desk of the program.
type Desk struct {
	Deps
	office *casework.Office
	chart  *casework.Chart
	// Forms that belong to no move, described once.
	batch *form.Schema
	addIn *form.Schema // of a move, but it stands beside the text too
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps, batch: form.Describe(batchForm{}, nil), addIn: form.Describe(Add{}, nil)}
	d.chart = d.newChart()
	return d
}

// Reactions are what the procedure does about facts of others.
func (d *Desk) Reactions() map[fact.Kind]casework.Reaction {
	return map[fact.Kind]casework.Reaction{fact.EntityStopped: halt.Reaction(working(), func() any { return &Suspend{Reason: "备案暂停或取消"} })}
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Findings returns the findings of the latest version under examination.
func (d *Desk) Findings(ctx context.Context, tx *store.Tx, caseID int64) ([]*DeskFinding, error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	v, err := record.Find(ctx, tx, key, caseID, 0, ForExam)
	if err != nil || v == nil {
		return nil, err
	}
	return record.Findings(ctx, tx, key, caseID, v.No)
}

// Application returns the application of the latest version under examination, nil if there is
// none.
func (d *Desk) Application(ctx context.Context, tx *store.Tx, caseID int64) (*patent.Application, error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	v, err := record.Find(ctx, tx, key, caseID, 0, ForExam)
	if err != nil || v == nil {
		return nil, err
	}
	return v.App, nil
}
