package store

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"
)

// Bounds of one group: whichever comes first ends it.
const (
	groupMax  = 256
	groupTime = 20 * time.Millisecond
	attempts  = 5 // of one write whose group was rolled back by a neighbour
)

// A group is the one writer of a SQLite database. Its goroutine owns the connection, opens a
// transaction when somebody wants to write, lends it to everybody who is waiting, one after
// the other, each within a savepoint, and commits once for all. Nobody is told of success or
// failure before that commit: a failure may rest on what a neighbour has just written.
//
//	caller                          writer
//	  │ ── queue: I want to write ──▶ │ BEGIN IMMEDIATE
//	  │ ◀── turn: the transaction ─── │ SAVEPOINT
//	  │ runs fn                       │
//	  │ ── ran: its outcome ────────▶ │ RELEASE, or ROLLBACK TO
//	  │                               │ … the neighbours … COMMIT
//	  │ ◀── done ──────────────────── │
//
// The function runs in its caller's goroutine, so that a panic or a failed test there
// neither stops the writer nor loses its stack.
type group struct {
	q       querier
	d       *dialect
	count   *counters
	queue   chan *request
	quit    chan struct{}
	ended   chan struct{}
	closing atomic.Bool
	stopped atomic.Bool // the disk failed: no more writes in this process
}

// A request is one caller waiting to write.
type request struct {
	ctx  context.Context
	turn chan *Tx
	ran  chan error
	done chan error // one place: the writer never waits for the caller here
	err  error      // outcome of fn, told after the commit
}

// newGroup starts the writer on a connection that nobody else uses.
func newGroup(q querier, d *dialect, c *counters) *group {
	g := &group{q: q, d: d, count: c,
		queue: make(chan *request), quit: make(chan struct{}), ended: make(chan struct{})}
	go g.run()
	return g
}

// write waits for its turn, runs fn and waits for the commit.
func (g *group) write(ctx context.Context, fn func(*Tx) error) (err error) {
	for range attempts {
		if err = g.once(ctx, fn); !errors.Is(err, errAgain) {
			return err
		}
		g.count.retries.Add(1)
	}
	return &classed{busy, err}
}

// once takes part in one group.
func (g *group) once(ctx context.Context, fn func(*Tx) error) error {
	r := &request{ctx: ctx, turn: make(chan *Tx), ran: make(chan error), done: make(chan error, 1)}
	select {
	case <-g.quit:
		return errClosed
	default:
	}
	select {
	case g.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.quit:
		return errClosed
	}
	select {
	case tx := <-r.turn:
		r.run(tx, fn)
		return <-r.done
	case err := <-r.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run gives the turn back whatever fn does, panic and Goexit included.
func (r *request) run(tx *Tx, fn func(*Tx) error) {
	err := errors.New("store: the function did not return")
	defer func() { r.ran <- tx.end(err) }()
	if ended := r.ctx.Err(); ended != nil {
		err = ended
		return
	}
	err = fn(tx)
}

func (g *group) run() {
	defer close(g.ended)
	for {
		select {
		case r := <-g.queue:
			g.commit(r)
		case <-g.quit:
			return
		}
	}
}

// commit runs one group that begins with first.
func (g *group) commit(first *request) {
	if g.stopped.Load() {
		first.done <- errStopped
		return
	}
	if err := g.exec("BEGIN IMMEDIATE"); err != nil {
		first.done <- g.noted(err)
		return
	}
	timer := time.NewTimer(groupTime)
	defer timer.Stop()
	var members []*request
	writes := 0
	for r := first; r != nil; r = g.next(len(members), timer) {
		ran, err := g.lend(r, len(members) == 0)
		if err != nil {
			g.abandon(members, r, err)
			return
		}
		if ran {
			members = append(members, r)
			if r.err == nil {
				writes++
			}
		}
	}
	g.finish(members, writes)
}

// next returns who else is waiting, nil if nobody is or the group is full.
func (g *group) next(members int, timer *time.Timer) *request {
	if members >= groupMax {
		return nil
	}
	select {
	case <-timer.C:
		return nil
	default:
	}
	for range 2 {
		select {
		case r := <-g.queue:
			return r
		default:
			// Whoever was just acknowledged and comes back at once still gets in.
			runtime.Gosched()
		}
	}
	return nil
}

// lend runs one member within a savepoint. The first has the transaction to itself and needs none:
// a savepoint makes SQLite copy every page before it changes, which one writer alone would feel.
// The error says that the transaction is gone.
func (g *group) lend(r *request, first bool) (ran bool, err error) {
	begin, keep, undo := "SAVEPOINT member", "RELEASE member", []string{"ROLLBACK TO member", "RELEASE member"}
	if first {
		begin, keep, undo = "", "", []string{"ROLLBACK", "BEGIN IMMEDIATE"}
	}
	if err := g.exec(begin); err != nil {
		return false, err
	}
	tx := &Tx{q: g.q, d: g.d, detached: true}
	select {
	case r.turn <- tx:
		ran = true
		r.err = <-r.ran
	case <-r.ctx.Done():
	}
	if ran && r.err == nil {
		return true, g.exec(keep)
	}
	if r.err != nil {
		g.noted(r.err)
	}
	for _, s := range undo {
		if err := g.exec(s); err != nil {
			return ran, err
		}
	}
	return ran, nil
}

// abandon ends a group whose transaction SQLite has taken back, as it does when the disk is
// full. Whoever caused it is told why; the others run again.
func (g *group) abandon(members []*request, culprit *request, err error) {
	g.exec("ROLLBACK")
	for _, m := range members {
		m.done <- errAgain
	}
	if culprit.err != nil {
		err = culprit.err
	}
	culprit.done <- g.noted(err)
}

// finish commits and tells everybody how it ended.
func (g *group) finish(members []*request, writes int) {
	end := "COMMIT"
	if writes == 0 {
		end = "ROLLBACK"
	}
	err := g.exec(end)
	if err != nil {
		err = g.noted(err)
		g.exec("ROLLBACK")
	} else if writes > 0 {
		g.count.group(writes)
	}
	for _, m := range members {
		if err != nil {
			m.done <- err
		} else {
			m.done <- m.err
		}
	}
}

// noted remembers a failure of the disk. Linux reports a failed fsync once and then forgets
// the lost pages, so a second attempt would acknowledge what is not there.
func (g *group) noted(err error) error {
	if g.d.classify(err) == broken {
		g.stopped.Store(true)
	}
	return err
}

// exec runs a statement, if there is one.
func (g *group) exec(statement string) error {
	if statement == "" {
		return nil
	}
	_, err := g.q.ExecContext(context.Background(), statement)
	return err
}

// close ends the goroutine after the group under way. It is false if somebody else did.
func (g *group) close() bool {
	if !g.closing.CompareAndSwap(false, true) {
		return false
	}
	close(g.quit)
	<-g.ended
	return true
}
