package delegation

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the procedure.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "delegation", Files: sub}
}

// An Act is something that another procedure does in the name of an authority, and that an
// entrustment may therefore allow.
type Act struct{ Code, Title, English string }

// A Person works in the center.
type Person struct {
	Account int64
	Name    string
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Blobs *blob.Store
	Acts  []Act // of all procedures, in the order of the form
	// Staff lists who works in the center and may become an officer.
	Staff func(ctx context.Context, tx *store.Tx, center int64) ([]Person, error)
}

// Desk keeps the entrustments of the program.
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

// act returns the act with the code; one that no procedure has any more shows its code.
func (d *Desk) act(code string) Act {
	if i := slices.IndexFunc(d.Acts, func(a Act) bool { return a.Code == code }); i >= 0 {
		return d.Acts[i]
	}
	return Act{code, code, code}
}

// words is the title of the act in both languages.
func (a Act) words() web.Text { return web.Text{a.Title, a.English} }
