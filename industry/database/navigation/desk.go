package navigation

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"time"

	"zhibao/casework"
	"zhibao/industry/database/searching"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "navigation", Files: sub}
}

// The acts of the package.
const (
	ActSee  = "navigation.see"  // read tree, projects, sets of data
	ActWork = "navigation.work" // curate the tree, carry out projects
	ActCore = "navigation.core" // say which technology is core
)

// Grants returns who sees navigation, who works on it, and who says what is core.
func Grants() (gs []access.Grant) {
	add := func(act string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	add(ActSee, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director, casework.Enforcer, casework.Expert)
	add(ActWork, casework.Examiner, casework.Reviewer, casework.Head)
	add(ActCore, casework.Head, casework.Director)
	return gs
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Search *searching.Desk                                                                 // counts, lists and draws
	Write  func(format string, w io.Writer, p paper.Paper) (contentType string, err error) // "pdf" or "docx"
}

// Desk is the navigation of the program.
type Desk struct {
	Deps                    // what package center hands over
	office *casework.Office // database, clock, policy
}

// New returns the navigation. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps} }

// Use gives the navigation its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// A Change is a line of the history of a branch or a project.
type Change struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	What   string    `json:"what" doc:"add、edit、move、merge、core、plain、phase、version、noise、restore、tag 或 finding"`
	Detail string    `json:"detail,omitempty"`
}

// note writes a line of the history.
func (d *Desk) note(ctx context.Context, tx *store.Tx, by casework.Actor, about int64, what, detail string) error {
	_, err := tx.Exec(ctx, `INSERT INTO navigation_change (id, center_id, about_id, at, account_id, name, what, detail) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		d.office.DB.NewID(), by.Center, about, d.office.Now().UnixMicro(), by.Account, by.Name, what, detail)
	return err
}

// history reads the lines of a branch or a project, the newest first.
func history(ctx context.Context, tx *store.Tx, about int64) (out []Change, err error) {
	err = each(ctx, tx, func(scan func(...any) error) error {
		var c Change
		var at int64
		err := scan(&at, &c.By, &c.What, &c.Detail)
		c.At = time.UnixMicro(at)
		out = append(out, c)
		return err
	}, `SELECT at, name, what, detail FROM navigation_change WHERE about_id = $1 ORDER BY at DESC, id DESC LIMIT 500`, about)
	return out, err
}

// each calls f with every row of a query.
func each(ctx context.Context, tx *store.Tx, f func(scan func(...any) error) error, query string, args ...any) (err error) {
	defer fault.Wrap(&err, "read navigation")
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
