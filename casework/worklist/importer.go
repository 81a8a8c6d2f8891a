package worklist

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// An Importer brings in, one move or one entry a line, what another system held (批量转入): a list is read,
// every line is judged without entering anything, and what was confirmed is entered.
type Importer struct {
	Office      func() *casework.Office
	Chart, Move string // the move that opens the case of a line; with Bring, Chart is only what the list is called
	Path        string // of the pages: "/registration/import"
	At          string // path of the menu entry that is current
	Act         string // who may
	Title       web.Text
	Unit        web.Text // of what is brought in: 家, 件
	Show        string   // key of the column that names a line on the page; never one that is secret
	Columns     []sheet.Column
	Name        string   // of the template and of the list of what failed
	Notes       []string // lines above the explanations in the template
	Help        Help
	Also        []Also // where to go instead, for other lists
	// Input makes the input of the move from the cells of a line.
	Input func(line int, values map[string]string) (any, error)
	// Judge says what would become of a line: nil, it can be brought in; a fault with the code
	// AlreadyIn, nothing is to be done; any other fault, why not, with the column as its field.
	// Earlier returns the line above that asked with the same key, or 0, for what must not occur
	// twice in a file.
	Judge func(ctx context.Context, tx *store.Tx, a casework.Actor, in any, earlier func(key string) int) error
	// Bring enters a line that opens no case. Called again for the same line it must do nothing, and say
	// so by AlreadyIn. Nil: the move is made.
	Bring func(ctx context.Context, a casework.Actor, in any) error
}

// Help says above the form what the list is for.
type Help struct{ Title, Text web.Text }

// Also leads to the importer of another list, for who may use it.
type Also struct {
	Href, Act string
	Label     web.Text
}

// AlreadyIn is the code of the fault by which a line was brought in earlier.
const AlreadyIn = "import.already"

// What became, or would become, of a line.
const (
	lineNew      = "new"      // will be brought in
	lineSame     = "same"     // is there already, nothing to do
	lineConflict = "conflict" // contradicts what is there
	lineError    = "error"    // cannot be read
	lineDone     = "done"     // was brought in
)

// An imported line is one line of the file with its outcome.
type importLine struct {
	Line     int // as the spreadsheet numbers it
	State    string
	Case     int64 // that it opened
	Problems []sheet.Problem
	Values   map[string]string
}

// An importBatch is one file that is being read in. Its lines are sealed under the key of the
// center, and only who sent it sees them.
type importBatch struct {
	ID, Center, Account int64
	What                string // chart
	At                  time.Time
	State               string            // "planned", "running", "done"
	Total, Done, Failed int               // lines to bring in, brought in, refused while bringing in
	Letters             map[string]string `json:"-"` // of the columns in this file, by key
	Lines               []importLine
}

// importBody is what of a batch is sealed.
type importBody struct {
	Letters map[string]string
	Lines   []importLine
}

func importAAD(id int64) string { return fmt.Sprintf("worklist/import/%d", id) }

// put writes a batch with its progress.
func (m *Importer) put(ctx context.Context, tx *store.Tx, b *importBatch) (err error) {
	defer fault.Wrap(&err, "put import")
	key, err := m.Office().Keys.Center(ctx, tx, b.Center)
	if err != nil {
		return err
	}
	body, err := json.Marshal(importBody{b.Letters, b.Lines})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO worklist_import (id, center_id, chart, at, account_id, state, total, done, failed, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done,
		failed = excluded.failed, body = excluded.body`, b.ID, b.Center, b.What, b.At.UnixMicro(), b.Account, b.State, int64(b.Total),
		int64(b.Done), int64(b.Failed), key.Seal(importAAD(b.ID), body))
	return err
}

// batch returns a file of the person.
func (m *Importer) batch(ctx context.Context, tx *store.Tx, a casework.Actor, id int64) (*importBatch, error) {
	b := &importBatch{ID: id, Center: a.Center, Account: a.Account, What: m.Chart}
	var at int64
	var sealed []byte
	err := tx.Row(ctx, `SELECT at, state, total, done, failed, body FROM worklist_import WHERE id = $1 AND center_id = $2
		AND account_id = $3 AND chart = $4`, id, a.Center, a.Account, m.Chart).Scan(&at, &b.State, &b.Total, &b.Done, &b.Failed, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "import.missing", "没有这次转入，或不是由您上传；请由上传人打开，或重新上传表格")
	} else if err != nil {
		return nil, err
	}
	b.At = time.UnixMicro(at)
	key, err := m.Office().Keys.Center(ctx, tx, a.Center)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(importAAD(id), sealed)
	if err != nil {
		return nil, err
	}
	var body importBody
	err = json.Unmarshal(plain, &body)
	b.Letters, b.Lines = body.Letters, body.Lines
	return b, err
}

// recent lists the latest files of the person, without their lines.
func (m *Importer) recent(ctx context.Context, tx *store.Tx, a casework.Actor) (out []importBatch, err error) {
	defer fault.Wrap(&err, "list imports")
	rows, err := tx.Query(ctx, `SELECT id, at, state, total, done, failed FROM worklist_import WHERE center_id = $1 AND account_id = $2
		AND chart = $3 ORDER BY at DESC LIMIT 10`, a.Center, a.Account, m.Chart)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var b importBatch
		var at int64
		if err := rows.Scan(&b.ID, &at, &b.State, &b.Total, &b.Done, &b.Failed); err != nil {
			return nil, err
		}
		b.At = time.UnixMicro(at)
		out = append(out, b)
	}
	return out, rows.Err()
}

// plan reads a file and says of every line what would become of it. Nothing is entered.
func (m *Importer) plan(ctx context.Context, a casework.Actor, data []byte) (_ *importBatch, err error) {
	defer fault.Wrap(&err, "plan import")
	in, err := sheet.Read(data, m.Columns, sheet.Limits{Problems: 5000})
	if err != nil {
		return nil, err
	}
	o := m.Office()
	b := &importBatch{ID: o.DB.NewID(), Center: a.Center, Account: a.Account, What: m.Chart, At: o.Now(), State: "planned", Letters: in.Letters}
	wrong := map[int][]sheet.Problem{}
	for _, p := range in.Problems {
		wrong[p.Line] = append(wrong[p.Line], p)
	}
	for _, r := range in.Bad {
		b.Lines = append(b.Lines, importLine{Line: r.Line, State: lineError, Values: r.Values, Problems: wrong[r.Line]})
	}
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		seen := map[string]int{}
		for _, r := range in.Rows {
			l := importLine{Line: r.Line, State: lineNew, Values: r.Values}
			input, err := m.Input(r.Line, r.Values)
			if err == nil {
				err = m.Judge(ctx, tx, a, input, func(key string) int {
					first := seen[key]
					if first == 0 {
						seen[key] = r.Line
					}
					return first
				})
			}
			if err := m.note(b, &l, err); err != nil {
				return err
			}
			if l.State == lineNew {
				b.Total++
			}
			b.Lines = append(b.Lines, l)
		}
		return m.put(ctx, tx, b)
	})
	return b, err
}

// note writes a refusal into the line that it is about; what is no refusal is returned.
func (m *Importer) note(b *importBatch, l *importLine, err error) error {
	if err == nil {
		return nil
	}
	switch fault.KindOf(err) {
	case fault.Internal:
		return err
	case fault.Invalid:
		l.State = lineError
	default:
		l.State = lineConflict
	}
	if fault.CodeOf(err) == AlreadyIn {
		l.State = lineSame
	}
	p := sheet.Problem{Line: l.Line, Message: fault.MessageOf(err)}
	if e := fault.Of(err); e != nil {
		for _, c := range m.Columns {
			if c.Key == e.Field {
				p.Column, p.Title = b.Letters[c.Key], c.Title
			}
		}
	}
	l.Problems = []sheet.Problem{p}
	return nil
}

// importChunk is after how many lines the progress is stored.
const importChunk = 100

// run brings the planned lines in, one move each, and stores how far it came. It may be started
// again at any time: a line that was brought in is not brought in twice.
func (m *Importer) run(ctx context.Context, a casework.Actor, b *importBatch) (err error) {
	defer fault.Wrap(&err, "run import")
	save := func() error {
		return m.Office().DB.Write(ctx, func(tx *store.Tx) error { return m.put(ctx, tx, b) })
	}
	b.State, b.Done, b.Failed = "running", 0, 0
	for i := range b.Lines {
		l := &b.Lines[i]
		if l.State == lineDone {
			b.Done++
		}
		if l.State != lineNew {
			continue
		}
		if err := m.bring(ctx, a, b, l); err != nil {
			return err
		}
		if l.State == lineDone {
			b.Done++
		} else {
			b.Failed++
		}
		if (b.Done+b.Failed)%importChunk == 0 {
			if err := save(); err != nil {
				return err
			}
		}
	}
	b.State = "done"
	return save()
}

// bring makes the move of one line. A refusal is the line's; anything else ends the run.
func (m *Importer) bring(ctx context.Context, a casework.Actor, b *importBatch, l *importLine) error {
	in, err := m.Input(l.Line, l.Values)
	if err == nil && m.Bring != nil {
		if err = m.Bring(ctx, a, in); err == nil {
			l.State, l.Problems = lineDone, nil
			return nil
		}
	} else if err == nil {
		var out casework.Outcome
		out, err = m.Office().Move(ctx, casework.Request{Actor: a, Chart: m.Chart, Move: m.Move, Input: in,
			Key: fmt.Sprintf("%s/import/%d/%d", m.Chart, b.ID, l.Line)})
		if err == nil {
			l.State, l.Case, l.Problems = lineDone, out.Case.ID, nil
			return nil
		}
	}
	if ctx.Err() != nil {
		return err
	}
	return m.note(b, l, err)
}

// failures is the list of the lines that were not brought in, to be mended and uploaded again.
func (m *Importer) failures(b *importBatch) sheet.Export {
	var in sheet.Import
	for _, l := range b.Lines {
		if l.State == lineError || l.State == lineConflict {
			in.Bad = append(in.Bad, sheet.Row{Line: l.Line, Values: l.Values})
			in.Problems = append(in.Problems, l.Problems...)
		}
	}
	return sheet.Corrections("未转入的"+m.Name, m.Columns, in)
}
