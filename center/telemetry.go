package center

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"zhibao/casework/due"
	"zhibao/center/backup"
	"zhibao/internal/job"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
)

// figures has the recorder ask for what stands in the database and on disk. It tells numbers alone:
// what is counted here holds no name, no number of a case and no title.
func (c *Center) figures() {
	var moves []string
	for _, chart := range c.Office.Charts() {
		for i := range chart.Moves {
			moves = append(moves, chart.Moves[i].Code)
		}
	}
	c.Recorder.Moves(moves...)
	c.Recorder.Look(func(ctx context.Context, put telemetry.Put) {
		up := 1.0
		if err := c.look(ctx, put); err != nil {
			up = 0 // no words of the error: it may name a path or an address
		}
		put("zhibao_up", up)
	})
}

// look reads the figures. Those of several centers are added up.
func (c *Center) look(ctx context.Context, put telemetry.Put) error {
	now := c.Now()
	age := func(since time.Time) float64 {
		if since.IsZero() {
			return 0
		}
		return max(0, now.Sub(since).Seconds())
	}
	s := c.DB.Stats(ctx)
	put("zhibao_database_bytes", float64(s.Bytes))
	put("zhibao_database_commits", float64(s.Commits))
	put("zhibao_database_retries", float64(s.Retries))
	put("zhibao_database_group_largest", float64(s.Largest))
	put("zhibao_database_connections", float64(s.Connections), "state", "open")
	put("zhibao_database_connections", float64(s.InUse), "state", "used")
	put("zhibao_database_waits", float64(s.Waits))
	put("zhibao_write_latest_seconds", c.pace.last(now).Seconds())
	lines(c.heavy, put)
	put("zhibao_search_lag_documents", float64(c.lag.Load()))
	put("zhibao_files_bytes", float64(c.stored.Load()))
	if r, err := room(c.Data); err == nil {
		put("zhibao_disk_used_ratio", r.used)
		put("zhibao_disk_inodes_used_ratio", r.files)
		put("zhibao_disk_free_bytes", r.free)
	}
	if at, ok := lastBackup(c.Backups); ok {
		put("zhibao_backup_age_seconds", age(at))
	}
	return errors.Join(c.counted(ctx, put, age), c.fed(ctx, put, age))
}

// fed tells how old the published documents are.
func (c *Center) fed(ctx context.Context, put telemetry.Put, age func(time.Time) float64) error {
	var oldest float64
	err := c.everywhere(ctx, func(center int64) error {
		st, err := c.Documents.State(ctx, center)
		oldest = max(oldest, age(st.At))
		return err
	})
	put("zhibao_documents_age_seconds", oldest)
	return err
}

// counted tells how many jobs, letters and terms there are.
func (c *Center) counted(ctx context.Context, put telemetry.Put, age func(time.Time) float64) error {
	var queue job.Figures
	var today, over, letters int64
	var oldest time.Time
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if queue, err = c.jobs.Figures(ctx, tx); err != nil {
			return err
		}
		centers, err := c.Office.Centers(ctx, tx)
		for _, ct := range centers {
			d, o, e := due.Count(ctx, tx, ct.ID, c.Office.Today())
			n, at, e2 := mailbox.Backlog(ctx, tx, ct.ID)
			if err := errors.Join(e, e2); err != nil {
				return err
			}
			today, over, letters = today+d, over+o, letters+n
			if n > 0 && (oldest.IsZero() || at.Before(oldest)) {
				oldest = at
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	put("zhibao_jobs", float64(queue.Waiting), "state", "waiting")
	put("zhibao_jobs", float64(queue.Failed), "state", "failed")
	put("zhibao_jobs_oldest_due_seconds", age(queue.Oldest))
	put("zhibao_cases_due_today", float64(today))
	put("zhibao_cases_overdue", float64(over))
	put("zhibao_letters_waiting", float64(letters))
	put("zhibao_letters_oldest_seconds", age(oldest))
	return nil
}

// lastBackup is when the latest whole backup in a folder was made; false where none is.
func lastBackup(dir string) (time.Time, bool) {
	if dir == "" {
		return time.Time{}, false
	}
	names, err := backup.All(dir)
	if err != nil || len(names) == 0 {
		return time.Time{}, true // of old: an alarm is right
	}
	m, err := backup.Read(filepath.Join(dir, names[len(names)-1]))
	if err != nil {
		return time.Time{}, true
	}
	return m.At, true
}
