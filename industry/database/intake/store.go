package intake

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/reader/export"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "intake", Files: sub}
}

// State is how far an import is.
type State string

// The states.
const (
	Planned   State = "planned"  // files are there, nothing was done
	Checking  State = "checking" // a trial runs
	Checked   State = "checked"
	Running   State = "running"
	Paused    State = "paused"
	Done      State = "done"
	Cancelled State = "cancelled"
	Failed    State = "failed" // something other than a document was wrong
)

// An Item is what a person gave: an uploaded file, or a file or folder of the server.
type Item struct {
	Name string
	Path string   `json:",omitempty"` // on the server
	Blob blob.Ref `json:",omitzero"`  // or uploaded
}

// Counts are what became of documents.
type Counts struct{ New, Changed, Unchanged, Refused int64 }

// Sum is how many there were.
func (n Counts) Sum() int64 { return n.New + n.Changed + n.Unchanged + n.Refused }

// An Import is one bringing in of files.
type Import struct {
	ID, Center int64        `json:"-"`
	Source     string       `json:"-"`
	AsOf       calendar.Day `json:"-"`
	State      State        `json:"-"`
	At, Ended  time.Time    `json:"-"`

	Account int64
	Name    string // who
	Items   []Item
	Formats []string // seen so far
	Ignored int      // files without documents in them, passed over
	Total   int64    // bytes to read, as far as known
	Bytes   int64    // read
	Counts           // so far
	Trial   Counts   // what the trial said
	Tried   time.Time

	File    string // that is read, and how many of its documents were done
	Entry   int
	Started time.Time
	Rate    float64 // documents a second
	Error   string  // in Chinese, of a failed one
}

// place is what the items are, so that the same command finds what it began.
func (m *Import) place() string {
	// Names may be the same where files are not.
	out := ""
	for _, i := range m.Items {
		out += i.Path + i.Blob.Address + "\n"
	}
	return out
}

// put writes a new import.
func put(ctx context.Context, tx *store.Tx, m *Import) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO intake_import (id, center_id, source, as_of, state, at, ended_at, place, body) VALUES ($1,$2,$3,$4,$5,$6,0,$7,$8)`,
		m.ID, m.Center, m.Source, int64(m.AsOf), string(m.State), m.At.UnixMicro(), m.place(), string(body))
	return err
}

// save writes the progress. The state belongs to who decides: a pause that was asked for meanwhile stays.
func save(ctx context.Context, tx *store.Tx, m *Import) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE intake_import SET body = $2 WHERE id = $1`, m.ID, string(body))
	return err
}

// move changes the state, if it is still one of those named; false otherwise.
func move(ctx context.Context, tx *store.Tx, m *Import, to State, now time.Time, from ...State) (bool, error) {
	// Only the last states have an end.
	ended := int64(0)
	if to == Done || to == Cancelled || to == Failed {
		ended = now.UnixMicro()
	}
	for _, f := range from {
		n, err := tx.Exec(ctx, `UPDATE intake_import SET state = $2, ended_at = $3 WHERE id = $1 AND state = $4`, m.ID, string(to), ended, string(f))
		if err != nil || n > 0 {
			if err == nil {
				m.State = to
			}
			return n > 0, err
		}
	}
	return false, nil
}

const columns = `id, center_id, source, as_of, state, at, ended_at, body`

// imports reads imports.
func imports(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Import, err error) {
	defer fault.Wrap(&err, "read imports")
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM intake_import WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, center, asOf, at, ended int64
		var source, state, body string
		if err := rows.Scan(&id, &center, &source, &asOf, &state, &at, &ended, &body); err != nil {
			return nil, err
		}
		m := &Import{}
		if err := json.Unmarshal([]byte(body), m); err != nil {
			return nil, err
		}
		m.ID, m.Center, m.Source, m.AsOf, m.State, m.At = id, center, source, calendar.Day(asOf), State(state), time.UnixMicro(at)
		if ended != 0 {
			m.Ended = time.UnixMicro(ended)
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// find reads one import of a center.
func find(ctx context.Context, tx *store.Tx, center, id int64) (*Import, error) {
	all, err := imports(ctx, tx, `id = $1 AND center_id = $2`, id, center)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.Missing, "intake.missing", "没有这次导入，请在“文献导入”的历史中查找")
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// A Refusal is a document that was not brought in.
type Refusal struct {
	File, Place, Number, Reason string
	Line                        int
	Heads, Cells                []string // of a list, to be mended
}

// maxRefusals bounds what is kept of refusals; more than that is a wrong file, not wrong rows.
const maxRefusals = 20_000

// refuse writes refusals down.
func refuse(ctx context.Context, tx *store.Tx, db *store.DB, m *Import, rs []Refusal) error {
	for _, r := range rs {
		heads, err := json.Marshal(r.Heads)
		if err != nil {
			return err
		}
		cells, err := json.Marshal(r.Cells)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO intake_refused (id, center_id, import_id, file, line, place, number, reason, heads, cells) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
			db.NewID(), m.Center, m.ID, r.File, int64(r.Line), r.Place, r.Number, r.Reason, string(heads), string(cells)); err != nil {
			return err
		}
	}
	return nil
}

// refusals reads them in the order of the files.
func refusals(ctx context.Context, tx *store.Tx, id int64, limit int) (out []Refusal, err error) {
	defer fault.Wrap(&err, "read refusals")
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT file, line, place, number, reason, heads, cells FROM intake_refused WHERE import_id = $1 ORDER BY id LIMIT %d`, limit), id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Refusal
		var line int64
		var heads, cells string
		if err := rows.Scan(&r.File, &line, &r.Place, &r.Number, &r.Reason, &heads, &cells); err != nil {
			return nil, err
		}
		r.Line = int(line)
		if err := errors.Join(json.Unmarshal([]byte(heads), &r.Heads), json.Unmarshal([]byte(cells), &r.Cells)); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// clearRefusals forgets the refusals of a trial, or of an import that begins anew.
func clearRefusals(ctx context.Context, tx *store.Tx, id int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM intake_refused WHERE import_id = $1`, id)
	return err
}

// decided reads what people said about the columns of a source.
func decided(ctx context.Context, tx *store.Tx, center int64, source string) (out map[string]string, err error) {
	defer fault.Wrap(&err, "read columns")
	rows, err := tx.Query(ctx, `SELECT heading, field FROM intake_column WHERE center_id = $1 AND source = $2`, center, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[string]string{}
	for rows.Next() {
		var heading, field string
		if err := rows.Scan(&heading, &field); err != nil {
			return nil, err
		}
		out[heading] = field
	}
	return out, rows.Err()
}

// decide remembers what a person said about a column; it counts for later files of the source too.
func decide(ctx context.Context, tx *store.Tx, center int64, source string, c export.Column) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_column (center_id, source, heading, title, field) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (center_id, source, heading) DO UPDATE SET field = excluded.field, title = excluded.title`, center, source, export.Key(c.Title), c.Title, c.Field)
	return err
}

// find reads the import, what was decided of its columns, and how many drawings are kept.
func (r *running) find(ctx context.Context, tx *store.Tx, center, id int64) (err error) {
	if r.m, err = find(ctx, tx, center, id); err != nil {
		return err
	}
	if r.decided, err = decided(ctx, tx, center, r.m.Source); err != nil || r.d.Designs == nil {
		return err
	}
	r.drawings, err = r.d.Designs.Drawings(ctx, tx, center)
	return err
}
