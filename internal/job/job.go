package job

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
)

//go:embed schema
var schema embed.FS

// Schema is the tables of this package.
func Schema() store.Schema { return store.Schema{Owner: "job", Files: schema} }

// A Job is work to do.
type Job struct {
	ID      int64
	Kind    string
	Payload json.RawMessage
	Attempt int       // 1 at the first run
	RunAt   time.Time // when it was, or is, due
	Error   string    // code of the last failure
}

// A Request asks for a job.
type Request struct {
	Kind string
	// Once, if not empty, makes the job the only one of its kind and this name: a second
	// request while the first waits only moves it forward, one while it runs has it run again.
	Once string
	// Payload is stored as JSON, in plain: ids, never text of a case.
	Payload any
	// At is when to run it, at once if zero.
	At time.Time
}

// An Effect is what a handler changes in the database. It is committed together with the end
// of the job, and not at all if the lease was lost.
type Effect func(ctx context.Context, tx *store.Tx) error

// A Handler does the work: outside the database first, then by the effect it returns, which
// may be nil. It may run more than once for one job. An error has it run again later, unless
// it is Permanent.
type Handler func(ctx context.Context, j Job) (Effect, error)

// Options of a Runner. Now must be set.
type Options struct {
	Now      func() time.Time
	Log      *slog.Logger        // nothing is logged if nil
	Workers  int                 // jobs at the same time; 4 if 0
	Poll     time.Duration       // how often to look for jobs of other processes; 2 s if 0
	Lease    time.Duration       // how long a job of a dead process waits; 5 min if 0
	Grace    time.Duration       // how long Run waits for jobs under way when it ends; 10 s if 0
	Tries    int                 // runs before a job has failed; 10 if 0
	Recorder *telemetry.Recorder // times the runs; none are if nil
	// Failed is called in the transaction in which a job fails for good, so that somebody is
	// given the task to look at it.
	Failed func(ctx context.Context, tx *store.Tx, j Job) error
}

// A Runner runs the jobs of one database.
type Runner struct {
	db       *store.DB
	o        Options
	handlers map[string]Handler
	periodic map[string]func(after time.Time) time.Time
	wake     chan struct{}
	running  sync.WaitGroup
	looked   time.Time // when Run last looked for periodic jobs
	more     bool      // the last claim of Run found as much as it could take
}

// New makes a Runner without handlers.
func New(db *store.DB, o Options) *Runner {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Workers = or(o.Workers, 4)
	o.Poll = or(o.Poll, 2*time.Second)
	o.Lease = or(o.Lease, 5*time.Minute)
	o.Grace = or(o.Grace, 10*time.Second)
	o.Tries = or(o.Tries, 10)
	return &Runner{db: db, o: o, handlers: map[string]Handler{},
		periodic: map[string]func(time.Time) time.Time{}, wake: make(chan struct{}, 1)}
}

func or[T int | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}

// Handle sets who does the jobs of a kind. Call it before Run; jobs of other kinds are left
// to other processes.
func (r *Runner) Handle(kind string, h Handler) { r.handlers[kind] = h }

// Every has a job of the kind run again and again, in one process at a time: next tells when
// after a given time. Runs missed while no process was up are made up for by one.
func (r *Runner) Every(kind string, next func(after time.Time) time.Time, h Handler) {
	r.periodic[kind] = next
	r.Handle(kind, h)
}

// Interval is a next for Every: at the multiples of d since midnight UTC.
func Interval(d time.Duration) func(time.Time) time.Time {
	return func(after time.Time) time.Time { return after.Truncate(d).Add(d) }
}

// Enqueue writes a job into the caller's transaction. Wake, after the commit, has it begin
// at once instead of with the next look.
func (r *Runner) Enqueue(ctx context.Context, tx *store.Tx, q Request) (err error) {
	defer fault.Wrap(&err, "enqueueing %s", q.Kind)
	payload, err := json.Marshal(q.Payload)
	if err != nil {
		return err
	}
	now := r.o.Now()
	if q.At.IsZero() {
		q.At = now
	}
	var once any
	if q.Once != "" {
		once = q.Once
	}
	return tx.Later(ctx, `INSERT INTO job_job (id, kind, once, payload, run_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kind, once) DO UPDATE SET
			run_at = CASE WHEN excluded.run_at < job_job.run_at OR job_job.failed
				THEN excluded.run_at ELSE job_job.run_at END,
			payload = excluded.payload,
			again = job_job.lease <> 0,
			attempt = CASE WHEN job_job.failed THEN 0 ELSE job_job.attempt END,
			failed = FALSE`,
		r.db.NewID(), q.Kind, once, string(payload), q.At.UnixMicro(), now.UnixMicro())
}

// Wake has the runner look for jobs now.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Failed returns the jobs that have failed for good, the latest first, at most 200.
func (r *Runner) Failed(ctx context.Context, tx *store.Tx) (_ []Job, err error) {
	defer fault.Wrap(&err, "listing failed jobs")
	rows, err := tx.Query(ctx, `SELECT id, kind, payload, attempt, run_at, error FROM job_job
		WHERE failed ORDER BY run_at DESC, id DESC LIMIT 200`)
	if err != nil {
		return nil, err
	}
	return scan(rows)
}

// Retry has a failed job run again at once, as if for the first time.
func (r *Runner) Retry(ctx context.Context, tx *store.Tx, id int64) (err error) {
	defer fault.Wrap(&err, "retrying a job")
	n, err := tx.Exec(ctx, `UPDATE job_job SET failed = FALSE, attempt = 0, run_at = $2
		WHERE id = $1 AND failed`, id, r.o.Now().UnixMicro())
	if err == nil && n == 0 {
		err = fault.New(fault.Missing, "job.none", "没有这一失败任务，可能已被重新执行，请刷新页面")
	}
	return err
}

// Figures say how the queue is.
type Figures struct {
	Waiting, Failed int64
	Oldest          time.Time // since when the one that is due longest waits; zero where none is
}

// Figures counts the jobs.
func (r *Runner) Figures(ctx context.Context, tx *store.Tx) (f Figures, err error) {
	defer fault.Wrap(&err, "counting jobs")
	var oldest int64
	err = tx.Row(ctx, `SELECT coalesce(sum(CASE WHEN failed THEN 0 ELSE 1 END), 0), coalesce(sum(CASE WHEN failed THEN 1 ELSE 0 END), 0),
		coalesce(min(CASE WHEN NOT failed AND run_at <= $1 THEN run_at END), 0) FROM job_job`, r.o.Now().UnixMicro()).Scan(&f.Waiting, &f.Failed, &oldest)
	if oldest > 0 {
		f.Oldest = time.UnixMicro(oldest)
	}
	return f, err
}

type permanent struct{ error }

// Unwrap returns the cause.
func (p permanent) Unwrap() error { return p.error }

// Permanent marks an error after which trying again would be of no use.
func Permanent(err error) error { return permanent{err} }

func isPermanent(err error) bool {
	_, ok := errors.AsType[permanent](err)
	return ok
}
