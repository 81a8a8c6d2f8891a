package privacy

import (
	"embed"
	"io"
	"io/fs"

	"zhibao/casework"
	"zhibao/internal/office/paper"
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
	return store.Schema{Owner: "privacy", Files: sub}
}

// Desk keeps the requests and the incidents of the program.
type Desk struct {
	// Write writes a paper in a format, docx or pdf, and returns its media type.
	Write func(format string, w io.Writer, p paper.Paper) (string, error)

	// Sources know what the program can correct or erase of a person.
	Sources []Source

	office *casework.Office
	rights *casework.Chart
	breach *casework.Chart

	ask, back, notice, agreement, confirm, withdraw *form.Schema
}

// New returns the desk. Use must be called before it works.
func New(write func(string, io.Writer, paper.Paper) (string, error)) *Desk {
	d := &Desk{Write: write, ask: form.Describe(Ask{}, nil), back: form.Describe(TakeBack{}, nil), notice: form.Describe(Notice{}, nil), agreement: form.Describe(AgreeForm{}, nil), confirm: form.Describe(ReadForm{}, nil), withdraw: form.Describe(WithdrawForm{}, nil)}
	d.rights, d.breach = d.newRights(), d.newIncident()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Charts returns the law of the procedures.
func (d *Desk) Charts() []*casework.Chart { return []*casework.Chart{d.rights, d.breach} }
