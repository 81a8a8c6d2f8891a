package body

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"zhibao/internal/fault"
)

// A Gate lets so many in at once; the others wait in line, for a while. The nil Gate lets everybody in.
type Gate struct {
	code    string
	places  chan struct{}
	wait    time.Duration
	line    int64 // how many may wait
	waiting atomic.Int64
}

// NewGate makes a gate with so many places, at which up to line wait, each as long as wait. The code is that
// of the refusal.
func NewGate(code string, places, line int, wait time.Duration) *Gate {
	return &Gate{code: code, places: make(chan struct{}, max(places, 1)), line: int64(line), wait: wait}
}

// State says how many are inside, how many there are places for, and how many wait.
func (g *Gate) State() (inside, places, waiting int) {
	if g == nil {
		return 0, 0, 0
	}
	return len(g.places), cap(g.places), int(g.waiting.Load())
}

// Enter waits for a place and returns what gives it back, to be called once. It fails with Unavailable, and
// how long to wait, where the line is too long or moves too slowly.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	if g == nil {
		return func() {}, nil
	}
	leave = func() { <-g.places }
	select {
	case g.places <- struct{}{}:
		return leave, nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.line {
		return nil, g.busy()
	}
	patience := time.NewTimer(g.wait)
	defer patience.Stop()
	select {
	case g.places <- struct{}{}:
		return leave, nil
	case <-patience.C:
		return nil, g.busy()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// later is the cause of a refusal: it says when to try again.
type later struct{ after time.Duration }

// Error is for the log.
func (l *later) Error() string { return fmt.Sprintf("body: too many at once, again after %s", l.after) }

// RetryAfter is how long to wait.
func (l *later) RetryAfter() time.Duration { return l.after }

// busy refuses. The more there are in line, the later one should come back.
func (g *Gate) busy() error {
	inside, _, waiting := g.State()
	after := 10 * time.Second * time.Duration(1+waiting/max(inside, 1))
	after = min(after, 2*time.Minute)
	return fault.New(fault.Unavailable, g.code, "正在接收和处理的大文件较多（处理中 %d 件，排队 %d 件），本次未予接收，没有保存任何内容；请保留所填内容，约 %d 秒后重新提交", inside, waiting, int(after.Seconds())).
		Because(&later{after})
}
