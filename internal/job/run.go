package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"zhibao/internal/telemetry"
)

// Run runs jobs until ctx ends. It then claims no more, gives those under way the time of
// Grace, cancels the others, hands them back so that another process can begin at once, and
// returns. Errors of the database are logged and tried again.
func (r *Runner) Run(ctx context.Context) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	free := make(chan struct{}, r.o.Workers)
	for range r.o.Workers {
		free <- struct{}{}
	}
	for ctx.Err() == nil {
		// While much waits, a look at the calendar with every job would cost as much as the job.
		if now := r.o.Now(); now.Sub(r.looked).Abs() >= r.o.Poll/2 {
			if err := r.tick(ctx); err != nil && ctx.Err() == nil {
				r.o.Log.ErrorContext(ctx, "periodic jobs", "error", err)
			}
			r.looked = now
		}
		n, err := r.round(ctx, work, free)
		if err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "background jobs", "error", err)
		}
		if n > 0 && err == nil {
			continue // there may be more
		}
		r.pause(ctx)
	}
	stop := time.AfterFunc(r.o.Grace, cancel)
	defer stop.Stop()
	r.running.Wait()
}

// together is how long a free worker waits for another one while much waits.
const together = 5 * time.Millisecond

// pause waits for Wake, for the next look, or for the end.
func (r *Runner) pause(ctx context.Context) {
	timer := time.NewTimer(r.o.Poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-r.wake:
	}
}

// round waits for a free worker, claims as many jobs as there are free ones and starts them.
func (r *Runner) round(ctx, work context.Context, free chan struct{}) (n int, err error) {
	select {
	case <-free:
	case <-ctx.Done():
		return 0, nil
	}
	room := 1
	// While much waits, half of the workers take their next jobs together rather than each by itself.
	soon := time.NewTimer(together)
	defer soon.Stop()
	for more := true; more; {
		select {
		case <-free:
			room++
			continue
		default:
		}
		if more = r.more && 2*room < r.o.Workers; !more {
			break
		}
		select {
		case <-free:
			room++
		case <-soon.C:
			more = false
		}
	}
	jobs, err := r.claim(ctx, room, r.more)
	r.more = err == nil && len(jobs) == room
	for range room - len(jobs) {
		free <- struct{}{}
	}
	for _, c := range jobs {
		r.running.Go(func() {
			defer func() { free <- struct{}{}; r.Wake() }()
			r.run(work, c)
		})
	}
	return len(jobs), err
}

// RunDue runs everything that is due now, what the jobs themselves ask for included, and
// returns how many runs there were: for commands and tests.
func (r *Runner) RunDue(ctx context.Context) (n int, err error) {
	for {
		if err := r.tick(ctx); err != nil {
			return n, err
		}
		jobs, err := r.claim(ctx, r.o.Workers, false)
		if err != nil || len(jobs) == 0 {
			return n, err
		}
		n += len(jobs)
		var wg sync.WaitGroup
		for _, c := range jobs {
			wg.Go(func() { r.run(ctx, c) })
		}
		wg.Wait()
	}
}

// run does one job and writes down how it ended.
func (r *Runner) run(ctx context.Context, c claim) {
	ctx, end := r.o.Recorder.Begin(ctx, telemetry.Job, c.Kind)
	effect, err := r.handle(ctx, c)
	if err == nil {
		err = r.finish(ctx, c, effect)
	}
	end(telemetry.Outcome(err))
	log := r.o.Log.With("job", c.ID, "kind", c.Kind, "attempt", c.Attempt)
	// What follows must be written even if the process is ending.
	last := context.WithoutCancel(ctx)
	switch {
	case err == nil:
		return
	case errors.Is(err, errLost):
		log.WarnContext(last, "another process took the job over")
		return
	case ctx.Err() != nil:
		err = r.release(last, c)
	default:
		log.WarnContext(last, "job failed", "error", err)
		err = r.postpone(last, c, err)
	}
	if err != nil {
		// The lease ends by itself; then the job runs again.
		log.ErrorContext(last, "job could not be given back", "error", err)
	}
}

// handle calls the handler, prolongs the lease while it works and cancels it if that fails.
func (r *Runner) handle(ctx context.Context, c claim) (effect Effect, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	defer wg.Wait()
	ended := make(chan struct{})
	defer close(ended)
	wg.Go(func() {
		ticker := time.NewTicker(r.o.Lease / 3)
		defer ticker.Stop()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
			}
			if err := r.prolong(ctx, c); errors.Is(err, errLost) {
				cancel(errLost)
				return
			}
		}
	})
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job: panic: %v\n%s", p, debug.Stack())
		}
		if errors.Is(context.Cause(ctx), errLost) {
			err = errLost
		}
	}()
	return r.handlers[c.Kind](ctx, c.Job)
}
