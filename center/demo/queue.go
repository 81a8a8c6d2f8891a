package demo

import (
	"cmp"
	"container/heap"
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// A task is something that happens at a moment of the demo's time.
type task struct {
	at  time.Time
	seq int // order of planning, for tasks of one moment
	do  func(context.Context) error
}

// queue holds tasks in the order of time.
type queue []task

// Len, Less, Swap, Push and Pop make it a heap.
func (q queue) Len() int { return len(q) }

// Less orders by time, then by the order in which tasks were planned.
func (q queue) Less(i, j int) bool {
	return cmp.Or(q[i].at.Compare(q[j].at), cmp.Compare(q[i].seq, q[j].seq)) < 0
}

// Swap exchanges two tasks.
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds a task at the end.
func (q *queue) Push(x any) { *q = append(*q, x.(task)) }

// Pop removes the last task.
func (q *queue) Pop() any {
	old := *q
	t := old[len(old)-1]
	*q = old[:len(old)-1]
	return t
}

// on plans something for a moment.
func (b *builder) on(at time.Time, do func(context.Context) error) {
	b.serial++
	heap.Push(&b.queue, task{at, b.serial, do})
}

// later plans something for an office hour some working days from now; with none, for today, or for
// the next minutes when the hour has passed.
func (b *builder) later(days int, do func(context.Context) error) {
	d := calendar.DayOf(b.clk.Now())
	for range days {
		d = b.cal.NextWorking(d)
	}
	at := d.Begin().Add(9*time.Hour + time.Duration(b.rng.IntN(8*3600))*time.Second)
	if !at.After(b.clk.Now()) {
		at = b.clk.Now().Add(time.Duration(5+b.rng.IntN(90)) * time.Minute)
	}
	b.on(at, do)
}

// play does what was planned until the present. Each night the terms that ran out are dealt with,
// as the running program does every minute.
func (b *builder) play(ctx context.Context) error {
	night := calendar.DayOf(b.clk.Now()) + 1
	for b.queue.Len() > 0 {
		t := heap.Pop(&b.queue).(task)
		// The future is left out: these cases are still under way, which is what a desk is for.
		if t.at.After(b.end.Add(-3 * time.Hour)) {
			continue
		}
		for ; night.Begin().Before(t.at); night++ {
			b.clk.set(night.Begin().Add(time.Minute))
			if err := b.c.Tend(ctx); err != nil {
				return err
			}
		}
		b.clk.set(t.at)
		if err := t.do(ctx); fault.CodeOf(err) == "case.state" {
			b.say("      " + err.Error()) // the clock was faster; the case is as it should be
		} else if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return b.c.Tend(ctx)
}
