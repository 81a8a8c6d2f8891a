package beside

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// lease is how long a job of a dead process waits.
const lease = 5 * time.Minute

// Imports has one file of documents after the other brought in by the background work of a center.
type Imports struct {
	Center int64
	Dir    string // for the files
	Each   int    // documents in a file
	Now    func() time.Time
	now    int64 // the import at hand
	ended  bool
	begun  int
	Done   int // files that were brought in
}

// desk works on the database from outside of the program.
func (m *Imports) desk(db *store.DB) *intake.Desk {
	d := &intake.Desk{DB: db, Now: m.Now, Holding: &holding.Holding{DB: db, Now: m.Now}}
	d.RunBy(job.New(db, job.Options{Now: m.Now}))
	return d
}

// Begin plans the next import and has the background work take it up.
func (m *Imports) Begin(ctx context.Context, db *store.DB) (err error) {
	defer fault.Wrap(&err, "begin an import")
	m.begun++
	var rows strings.Builder
	rows.WriteString("Publication Number,Kind,Title\n")
	for i := range m.Each {
		fmt.Fprintf(&rows, "US%d,B1,Row %d of file %d\n", 10_000_000+m.begun*m.Each+i, i, m.begun)
	}
	file := filepath.Join(m.Dir, fmt.Sprintf("import-%d.csv", m.begun))
	if err := os.WriteFile(file, []byte(rows.String()), 0o600); err != nil {
		return err
	}
	d := m.desk(db)
	var in *intake.Import
	err = db.Write(ctx, func(tx *store.Tx) error {
		in, err = d.Plan(ctx, tx, intake.New{Center: m.Center, Name: filepath.Base(file), Source: "测量", AsOf: calendar.DayOf(m.Now()), Items: []intake.Item{{Name: filepath.Base(file), Path: file}}})
		return err
	})
	if err != nil {
		return err
	}
	m.now, m.ended = in.ID, false
	_, err = d.Do(ctx, m.Center, in.ID, "start")
	return err
}

// Look says whether the import at hand has ended, and what is wrong with it or with what it left.
func (m *Imports) Look(ctx context.Context, db *store.DB) (ended bool, flaws []string, err error) {
	defer fault.Wrap(&err, "look at the import")
	d := m.desk(db)
	in, err := d.Find(ctx, m.Center, m.now)
	if err != nil {
		return false, nil, err
	}
	held, err := d.Holding.State(ctx, m.Center)
	if err != nil {
		return false, nil, err
	}
	later, err := d.Find(ctx, m.Center, m.now)
	if err != nil {
		return false, nil, err
	}
	switch before := int64((m.begun - 1) * m.Each); {
	case in.State == intake.Running && in.New != later.New: // it went on between the two looks
	case in.State == intake.Running && (held.Documents < before || held.Documents > before+int64(m.Each) || in.New != held.Documents-before):
		flaws = append(flaws, fmt.Sprintf("导入进行中：记为新增 %d，库中多 %d 件", in.New, held.Documents-before))
	case in.State == intake.Running:
	case in.State != intake.Done || in.New != int64(m.Each) || in.Changed+in.Unchanged+in.Refused > 0 || held.Documents != before+int64(m.Each):
		ended = true
		flaws = append(flaws, fmt.Sprintf("导入 %s：新增 %d、变更 %d、无变化 %d、未导入 %d，应新增 %d；库中 %d 件，应为 %d 件；%s", in.State, in.New, in.Changed, in.Unchanged, in.Refused, m.Each,
			held.Documents, before+int64(m.Each), in.Error))
	default:
		if ended = true; !m.ended {
			m.Done, m.ended = m.Done+1, true
		}
	}
	return ended, flaws, nil
}

// Expire ends the leases of jobs that processes held which died before a moment, as the minutes would for which
// these jobs wait otherwise.
func Expire(ctx context.Context, db *store.DB, died time.Time) error {
	return db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job_job SET leased_until = 0 WHERE lease <> 0 AND leased_until < $1`, died.Add(lease).UnixMicro())
		return err
	})
}
