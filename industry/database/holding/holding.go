package holding

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "holding", Files: sub}
}

// Holding is the documents of all centers in a database. Both fields must be set.
type Holding struct {
	DB  *store.DB
	Now func() time.Time
}

// Outcome is what became of a document that was put.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// A Result is what became of one document, in the order in which they were put.
type Result struct {
	Number  string
	Outcome Outcome
	Fields  []string // that changed
	Err     error    // why it was refused
}

// A Record is an event with what is known of its origin.
type Record struct {
	literature.Event
	Source string
	AsOf   calendar.Day
	At     time.Time // when the holding learned of it
}

// A Cited is where the holding knows a citation from. A source without a name is one from before that was
// kept.
type Cited struct {
	Source string
	AsOf   calendar.Day
	At     time.Time // when the holding learned of it
}

// A Version is an earlier state of a document: what the named fields said before an import changed them.
type Version struct {
	At     time.Time
	Source literature.Source // that brought the change
	Fields []string
	Before map[string]string // by field, as JSON
}

// History is what the holding knows of a document beside its present state.
type History struct {
	At       time.Time        // of the last change
	Versions []Version        // the latest first
	Events   []Record         // by day
	Cited    map[string]Cited // by CitedKey
}

// State says how far the holding of a center is.
type State struct {
	Documents int64
	Change    int64 // number of the last change
	At        time.Time
}

// State reads it.
func (h *Holding) State(ctx context.Context, center int64) (s State, err error) {
	defer fault.Wrap(&err, "state of the holding")
	var at int64
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		err := tx.Row(ctx, `SELECT change, documents, at FROM holding_state WHERE center_id = $1`, center).Scan(&s.Change, &s.Documents, &at)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if at != 0 {
		s.At = time.UnixMicro(at)
	}
	return s, err
}
