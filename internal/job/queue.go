package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// errLost says that another process has the job now.
var errLost = errors.New("job: the lease was lost")

// A claim is a job under our lease.
type claim struct {
	Job
	lease int64
}

// Bounds of the pause after a failure.
const (
	backoffFirst = 15 * time.Second
	backoffMost  = 2 * time.Hour
)

// backoff is how long to wait after the given attempt: doubled each time, and somewhere
// between half and one and a half of that, so that what failed together does not come back
// together.
func backoff(attempt int) time.Duration {
	d := min(backoffFirst<<min(attempt-1, 20), backoffMost)
	return d/2 + rand.N(d)
}

// kinds returns the kinds with a handler here, as a list of parameters from $from on.
func (r *Runner) kinds(from int) (list string, args []any) {
	var b strings.Builder
	for i, k := range slices.Sorted(maps.Keys(r.handlers)) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
		args = append(args, k)
	}
	return b.String(), args
}

// claim takes up to n due jobs, those that are due longest first. It asks before it writes, which an idle
// center would do all day, unless something waits for sure.
func (r *Runner) claim(ctx context.Context, n int, sure bool) (out []claim, err error) {
	defer fault.Wrap(&err, "claiming jobs")
	list, kinds := r.kinds(2)
	if list == "" {
		return nil, nil
	}
	now := r.o.Now()
	// An expression keeps the planner off the index of kinds, by which it would read all that waits.
	due := `run_at <= $1 AND leased_until <= $1 AND NOT failed AND kind || '' IN (` + list + `)`
	args := append([]any{now.UnixMicro()}, kinds...)
	waiting := sure
	if !waiting {
		if err := r.db.Ask(ctx, func(tx *store.Tx) error {
			return tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM job_job WHERE `+due+`)`, args...).Scan(&waiting)
		}); err != nil || !waiting {
			return nil, err
		}
	}
	lease := r.db.NewID()
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		p := len(args)
		rows, err := tx.Query(ctx, fmt.Sprintf(`UPDATE job_job
			SET lease = $%d, leased_until = $%d, attempt = attempt + 1, again = FALSE
			WHERE id IN (SELECT id FROM job_job WHERE %s ORDER BY run_at, id LIMIT $%d%s)
			RETURNING id, kind, payload, attempt, run_at, error`, p+1, p+2, due, p+3, tx.SkipLocked()),
			append(slices.Clone(args), lease, now.Add(r.o.Lease).UnixMicro(), n)...)
		if err != nil {
			return err
		}
		jobs, err := scan(rows)
		out = out[:0]
		for _, j := range jobs {
			out = append(out, claim{j, lease})
		}
		return err
	})
	return out, err
}

// scan reads and closes rows of id, kind, payload, attempt, run_at and error.
func scan(rows *sql.Rows) (out []Job, err error) {
	defer rows.Close()
	for rows.Next() {
		var j Job
		var payload string
		var at int64
		if err := rows.Scan(&j.ID, &j.Kind, &payload, &j.Attempt, &at, &j.Error); err != nil {
			return nil, err
		}
		j.Payload, j.RunAt = []byte(payload), time.UnixMicro(at).UTC()
		out = append(out, j)
	}
	return out, rows.Err()
}

// prolong extends the lease, or says that it was lost.
func (r *Runner) prolong(ctx context.Context, c claim) error {
	return r.db.Write(ctx, func(tx *store.Tx) error {
		return one(tx.Exec(ctx, `UPDATE job_job SET leased_until = $3 WHERE id = $1 AND lease = $2`,
			c.ID, c.lease, r.o.Now().Add(r.o.Lease).UnixMicro()))
	})
}

// finish ends a job together with its effect.
func (r *Runner) finish(ctx context.Context, c claim, effect Effect) (err error) {
	defer fault.Wrap(&err, "finishing a job")
	return r.db.Write(ctx, func(tx *store.Tx) error {
		// The row is held from here to the commit, by which the effect counts or does not.
		n, err := tx.Exec(ctx, `DELETE FROM job_job WHERE id = $1 AND lease = $2 AND NOT again`, c.ID, c.lease)
		if err == nil && n == 0 { // asked for once more while it ran, or lost
			err = one(tx.Exec(ctx, `UPDATE job_job SET lease = 0, leased_until = 0, attempt = 0, again = FALSE, error = ''
				WHERE id = $1 AND lease = $2`, c.ID, c.lease))
		}
		if err != nil || effect == nil {
			return err
		}
		return effect(ctx, tx)
	})
}

// postpone gives a job that failed back, for later or for good.
func (r *Runner) postpone(ctx context.Context, c claim, cause error) (err error) {
	defer fault.Wrap(&err, "postponing a job")
	final := isPermanent(cause) || c.Attempt >= r.o.Tries
	at := r.o.Now().Add(backoff(c.Attempt))
	c.Error = fault.CodeOf(cause)
	return r.db.Write(ctx, func(tx *store.Tx) error {
		err := one(tx.Exec(ctx, `UPDATE job_job SET lease = 0, leased_until = 0, run_at = $3, error = $4,
			failed = $5 WHERE id = $1 AND lease = $2`, c.ID, c.lease, at.UnixMicro(), c.Error, final))
		if err == nil && final && r.o.Failed != nil {
			err = r.o.Failed(ctx, tx, c.Job)
		}
		return err
	})
}

// release gives a job back as it was, because the process ends.
func (r *Runner) release(ctx context.Context, c claim) (err error) {
	defer fault.Wrap(&err, "releasing a job")
	return r.db.Write(ctx, func(tx *store.Tx) error {
		return one(tx.Exec(ctx, `UPDATE job_job SET lease = 0, leased_until = 0, attempt = attempt - 1
			WHERE id = $1 AND lease = $2`, c.ID, c.lease))
	})
}

// one turns "no row" into errLost.
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return errLost
	}
	return err
}

// planned reads when each periodic kind is due next, at once: it is asked before every claim.
func (r *Runner) planned(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	err := r.db.Ask(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT kind, next_at FROM job_periodic`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var kind string
			var at int64
			if err := rows.Scan(&kind, &at); err != nil {
				return err
			}
			out[kind] = at
		}
		return rows.Err()
	})
	return out, err
}

// tick enqueues the periodic jobs that are due.
func (r *Runner) tick(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "periodic jobs")
	now := r.o.Now()
	planned, err := r.planned(ctx)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(r.periodic)) {
		next := r.periodic[kind](now).UnixMicro()
		at, known := planned[kind]
		switch {
		case !known:
			err = r.db.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO job_periodic (kind, next_at) VALUES ($1, $2)
					ON CONFLICT DO NOTHING`, kind, next)
				return err
			})
		case at <= now.UnixMicro():
			err = r.db.Write(ctx, func(tx *store.Tx) error {
				n, err := tx.Exec(ctx, `UPDATE job_periodic SET next_at = $3
					WHERE kind = $1 AND next_at = $2`, kind, at, next)
				if err != nil || n == 0 { // another process was faster
					return err
				}
				return r.Enqueue(ctx, tx, Request{Kind: kind, Once: "periodic"})
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
