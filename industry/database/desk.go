package database

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"strings"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "database", Files: sub}
}

// The acts of the package.
const (
	ActRead  = "database.read"  // look numbers and holders up
	ActEnter = "database.enter" // enter patents and events, by hand or from a list
)

// Grants returns who may look numbers up and who keeps the ledger. What stands in it was published.
func Grants() (gs []access.Grant) {
	add := func(act string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	add(ActRead, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director, casework.Enforcer, casework.Expert)
	add(ActEnter, casework.Clerk, casework.Enforcer, casework.Head)
	return gs
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct{ Blobs *blob.Store }

// Desk is the ledger of the program.
type Desk struct {
	Deps
	office *casework.Office
}

// New returns the ledger. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps} }

// Use gives the ledger its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Find tells how a patent stood on a day by what the ledger of the center holds. The number may be
// written in any usual way; the record has its canonical form. False means that the number is not in the
// ledger, of which nothing follows. Error: Invalid with the wrong character when it is no number.
func (d *Desk) Find(ctx context.Context, tx *store.Tx, center int64, number string, on calendar.Day) (_ Record, known bool, err error) {
	defer fault.Wrap(&err, "find patent")
	n, err := read(number)
	if err != nil {
		return Record{}, false, err
	}
	p, err := byNumber(ctx, tx, center, n)
	if err != nil || p == nil {
		return Record{Number: string(n), Kind: kindName(n)}, false, err
	}
	return p.On(on), true, nil
}

// read reads a number, or says which character of it is wrong.
func read(number string) (ident.ApplicationNo, error) {
	if strings.TrimSpace(number) == "" {
		return "", fault.New(fault.Invalid, "database.empty", "请填写专利号或申请号").At("number")
	}
	n, err := ident.ParseApplicationNo(number)
	if e, ok := errors.AsType[*ident.Error](err); ok {
		return "", fault.New(fault.Invalid, "database.number", "%s", fault.Pair{e.Message, e.EN}).At("number")
	}
	return n, err
}
