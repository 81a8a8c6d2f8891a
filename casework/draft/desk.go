package draft

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "draft", Files: sub}
}

// A Procedure is what the papers of one chart are made from, and by whom.
type Procedure struct {
	Chart     string
	Templates []Template
	// Fill returns what the case knows for a template.
	Fill func(ctx context.Context, tx *store.Tx, k *casework.Case, t *Template) (Values, error)
	// Usual returns on whom a paper would be served that a move issues, if it were made now: a group for each
	// paper, none where it is served on nobody. Nil stands for the recipients of Fill.
	Usual func(ctx context.Context, tx *store.Tx, k *casework.Case, t *Template) (groups [][]int64, err error)
	// Mandate returns in whose name a paper is issued, and refuses where nobody has entrusted it. Nil
	// stands for the center's own name.
	Mandate func(s *casework.Step, t *Template) (Mandate, error)
	// Issued, if set, runs when a paper was issued, so that the procedure can start clocks and move on.
	Issued func(s *casework.Step, t *Template, p *document.Paper) error

	From      []string        // states in which papers are made
	Authors   []casework.Role // who draft and edit
	Reviewers []casework.Role // who review (法制审核), none of whom wrote it
	Signers   []casework.Role // who sign and issue, who neither wrote nor reviewed it
	Basis     []rule.Cite
}

// Desk makes the drafts of all procedures that have some.
type Desk struct {
	procedures map[string]*Procedure
	// Served, if set, is told of the parties on whom an issued paper was served at once.
	Served func(s *casework.Step, p *document.Paper) error
	// Names, if set, returns the names of parties, for the variable 受送达人.
	Names func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
}

// New returns a desk without procedures.
func New() *Desk { return &Desk{procedures: map[string]*Procedure{}} }

// Of returns what papers of a chart are made from, nil where none are drafted.
func (d *Desk) Of(chart string) *Procedure { return d.procedures[chart] }

// Charts lists the charts for which papers are drafted.
func (d *Desk) Charts() (out []string) {
	for code := range d.procedures {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// Template returns the template with the code that is in force on the day.
func (p *Procedure) Template(code string, on calendar.Day) (*Template, error) {
	for i := range p.Templates {
		if t := &p.Templates[i]; t.Code == code && t.InForce(on) {
			return t, nil
		}
	}
	return nil, fault.New(fault.Missing, "draft.template", "没有现行有效的文书模板“%s”，请从列出的模板中选择", code).At("template")
}

// InForce lists the templates in force on the day.
func (p *Procedure) InForce(on calendar.Day) (out []*Template) {
	for i := range p.Templates {
		if t := &p.Templates[i]; t.InForce(on) {
			out = append(out, t)
		}
	}
	return out
}

// check panics on templates that do not hold together, which is a mistake of the program.
func (p *Procedure) check() {
	for i := range p.Templates {
		t := &p.Templates[i]
		if err := t.Check(); err != nil {
			panic(fmt.Sprintf("%s: %v", p.Chart, err))
		}
		for _, o := range p.Templates[:i] {
			if o.Code == t.Code && (o.Version == t.Version || o.InForce(t.From) || t.InForce(o.From)) {
				panic(fmt.Sprintf("%s: two versions of template %s hold on the same day", p.Chart, t.Code))
			}
		}
	}
}

// Issue issues a paper in the course of a move of the procedure. v may be zero; what it does not say comes
// from Fill, and its suggestions stand where nobody drafted the paper. A draft that was made ahead replaces
// them, once somebody else than who wrote it has reviewed it: with that, two people have read its words,
// and who makes the move is for the chart to say.
func (d *Desk) Issue(s *casework.Step, code string, v Values) (_ *document.Paper, err error) {
	defer fault.Wrap(&err, "issue %s", code)
	p := d.procedures[s.Chart.Code]
	if p == nil {
		return nil, fmt.Errorf("no papers are drafted for %s", s.Chart.Code)
	}
	t, err := p.Template(code, s.Today)
	if err != nil {
		return nil, err
	}
	all, err := p.values(s, t)
	if err != nil {
		return nil, err
	}
	for name, text := range v.Text {
		all.Text[name] = text
	}
	for name, blocks := range v.Blocks {
		all.Blocks[name] = blocks
	}
	if all.Attached = append(all.Attached, v.Attached...); len(v.Recipients) > 0 {
		all.Recipients = v.Recipients
	}
	if err := d.standard(s, &all); err != nil {
		return nil, err
	}
	var x *Draft
	var c Content
	if t.Ahead() {
		if x, c, err = d.ahead(s, t, all); err != nil {
			return nil, err
		}
	}
	issued, err := d.issue(s, p, t, all, taken(v.Suggest, c))
	if err != nil || x == nil {
		return issued, err
	}
	if x.State == Issued {
		return issued, nil // it has become the paper of another already
	}
	x.State, x.Signer, x.Paper = Issued, s.Actor.Account, issued.ID
	return issued, put(s, x)
}

// values are what the case knows, with maps that can be added to.
func (p *Procedure) values(s *casework.Step, t *Template) (v Values, err error) {
	if p.Fill != nil {
		v, err = p.Fill(s.Ctx, s.Tx, s.Case, t)
	}
	text, blocks := map[string]string{}, v.Blocks
	for name, x := range v.Text {
		text[name] = x
	}
	if v.Text = text; blocks == nil {
		v.Blocks = map[string][]paper.Block{}
	}
	return v, err
}

// draft composes the paper in whose name it is to be issued.
func (p *Procedure) draft(s *casework.Step, t *Template, v Values, edits map[string]string) (document.Draft, error) {
	out, err := Compose(t, v, edits)
	if err != nil || p.Mandate == nil {
		return out, err
	}
	m, err := p.Mandate(s, t)
	out.Authority, out.Mark, out.Chain = m.Authority, m.Mark, m.Chain
	return out, err
}

// Preview is a version of a draft as it would be issued now, with words that say what is still missing.
// why says what stands against issuing it; nil where nothing does.
func (d *Desk) Preview(s *casework.Step, x *Draft, c Content) (out paper.Paper, why, err error) {
	p := d.procedures[s.Chart.Code]
	t, err := p.Template(x.Template, s.Today)
	if err != nil {
		return out, nil, err
	}
	v, err := d.valuesOf(s, t, c)
	if err != nil {
		return out, nil, err
	}
	sketch, err := Sketch(t, v, c.Blocks)
	if err != nil {
		return out, err, nil
	}
	if p.Mandate != nil {
		m, err := p.Mandate(anybody(s), t)
		if err != nil {
			why = err
		}
		sketch.Authority, sketch.Mark, sketch.Chain = m.Authority, m.Mark, m.Chain
	}
	if out, err = document.Preview(s, sketch); err != nil {
		return out, err, nil
	}
	if why == nil {
		why = d.ready(s, t, c)
	}
	return out, why, nil
}

// anybody is the step as if the system made it: whether an authority has entrusted a paper is asked
// without regard to who looks at the draft. Who signs is asked when it is signed.
func anybody(s *casework.Step) *casework.Step {
	x := *s
	x.Actor = casework.Robot(s.Case.Center)
	return &x
}

// ActSee is to see drafts: who makes, reviews or signs the papers of a procedure.
const ActSee = "draft.see"

// Grants lets those see the drafts of a procedure who write, review or sign them.
func (d *Desk) Grants() (gs []access.Grant) {
	for _, code := range d.Charts() {
		p := d.procedures[code]
		var roles []casework.Role
		for _, r := range slices.Concat(p.Authors, p.Reviewers, p.Signers) {
			if !slices.Contains(roles, r) {
				roles = append(roles, r)
				gs = append(gs, access.Grant{Act: ActSee, Role: string(r), Rel: access.Center, Charts: []string{code}})
			}
		}
	}
	return gs
}

// issue issues the paper and tells whom it concerns.
func (d *Desk) issue(s *casework.Step, p *Procedure, t *Template, v Values, edits map[string]string) (*document.Paper, error) {
	x, err := p.draft(s, t, v, edits)
	if err != nil {
		return nil, err
	}
	x.Template = p.Chart + "." + t.Code
	issued, err := document.Issue(s, x)
	if err != nil {
		return nil, err
	}
	if p.Issued != nil {
		if err := p.Issued(s, t, issued); err != nil {
			return nil, err
		}
	}
	if d.Served != nil {
		err = d.Served(s, issued)
	}
	return issued, err
}
