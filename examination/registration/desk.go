package registration

import (
	"context"
	"embed"
	"io/fs"

	"zhibao/casework"
	"zhibao/examination/registration/ladder"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/division"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the procedure.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "registration", Files: sub}
}

// Deps is what the desk is handed by package center.
type Deps struct {
	Blobs *blob.Store
}

// Desk is the registration desk of the program.
type Desk struct {
	Deps
	Book   *identity.Book // accounts; needed for the pages, not for the moves
	Limits *limit.Limiter // bounds what the public may send; nil for no bound
	Ladder *ladder.Desk   // rates of failures and what they propose
	// Agreed records that a new account agreed to how its data are handled; may be nil.
	Agreed func(ctx context.Context, tx *store.Tx, center, account int64) error
	office *casework.Office
	chart  *casework.Chart
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps}
	d.Ladder = &ladder.Desk{Deps: ladder.Deps{Office: func() *casework.Office { return d.office }, Entrants: entrants}}
	d.chart = d.newChart()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// inArea reports whether a division code lies in the area.
func inArea(code string, area []string) bool {
	for _, a := range area {
		if division.In(code, a) {
			return true
		}
	}
	return len(area) == 0
}

// caseState returns the state of the entry's case.
func (d *Desk) caseState(ctx context.Context, tx *store.Tx, e *Entry) (string, error) {
	k, err := d.office.Get(ctx, tx, casework.Robot(e.Center), e.Case)
	if err != nil {
		return "", err
	}
	return k.State, nil
}

// day shows a day in a sentence, or that there is none.
func day(d calendar.Day) string {
	if d.IsZero() {
		return "另行通知"
	}
	return d.Chinese()
}

// spokenDay is day for a message.
func spokenDay(d calendar.Day) fault.Pair {
	if d.IsZero() {
		return fault.Pair{day(d), "a day to be announced"}
	}
	return fault.Pair{day(d), d.String()}
}
