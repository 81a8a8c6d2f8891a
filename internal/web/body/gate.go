package body

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"zhibao/internal/fault"
)

// A Gate lets so many in at once; the others wait in line, for a while. Nobody takes more than half of the
// places, rounded up, or of the line, so that others still get in. The nil Gate lets everybody in.
type Gate struct {
	code    string
	places  chan struct{}
	wait    time.Duration
	line    int // how many may wait
	waiting atomic.Int64

	mu   sync.Mutex
	each map[string]*share // of those who are inside or wait
}

// A share is what one account has of a gate.
type share struct {
	places  chan struct{} // half of those of the gate; whoever waits for one of the gate has one of these already
	line    int           // how many may wait
	present int           // inside or waiting
	waiting int
}

// NewGate makes a gate with so many places, at which up to line wait, each as long as wait. The code is that
// of the refusal.
func NewGate(code string, places, line int, wait time.Duration) *Gate {
	return &Gate{code: code, places: make(chan struct{}, max(places, 1)), line: line, wait: wait, each: map[string]*share{}}
}

// half is what one may have of n.
func half(n int) int { return (n + 1) / 2 }

// State says how many are inside, how many there are places for, and how many wait.
func (g *Gate) State() (inside, places, waiting int) {
	if g == nil {
		return 0, 0, 0
	}
	return len(g.places), cap(g.places), int(g.waiting.Load())
}

// Enter waits for a place and returns what gives it back, to be called once. Who is whose share is counted,
// nobody's where it is empty. It fails with Unavailable, and how long to wait, where the line is too long or
// moves too slowly.
func (g *Gate) Enter(ctx context.Context, who string) (leave func(), err error) {
	if g == nil {
		return func() {}, nil
	}
	own := g.come(who)
	defer func() {
		if err != nil {
			g.gone(who, own)
		}
	}()
	leave = func() {
		<-g.places
		<-own.places
		g.gone(who, own)
	}
	// Who finds a place need not stand in line, but passes nobody who waits for the same share.
	select {
	case own.places <- struct{}{}:
		select {
		case g.places <- struct{}{}:
			return leave, nil
		default:
			<-own.places
		}
	default:
	}
	if err := g.queue(own); err != nil {
		return nil, err
	}
	defer g.unqueue(own)
	patience := time.NewTimer(g.wait)
	defer patience.Stop()
	if err := stand(ctx, own.places, patience.C, func() error { return g.greedy(own) }); err != nil {
		return nil, err
	}
	if err := stand(ctx, g.places, patience.C, g.busy); err != nil {
		<-own.places
		return nil, err
	}
	return leave, nil
}

// stand waits for one of some places, until it is refused.
func stand(ctx context.Context, places chan struct{}, patience <-chan time.Time, refuse func() error) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-patience:
		return refuse()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// come notes that somebody is there.
func (g *Gate) come(who string) *share {
	g.mu.Lock()
	defer g.mu.Unlock()
	own := g.each[who]
	if own == nil {
		own = &share{places: make(chan struct{}, cap(g.places)), line: g.line}
		if who != "" {
			own = &share{places: make(chan struct{}, half(cap(g.places))), line: half(g.line)}
		}
		g.each[who] = own
	}
	own.present++
	return own
}

// gone forgets who has nothing any more.
func (g *Gate) gone(who string, own *share) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if own.present--; own.present == 0 {
		delete(g.each, who)
	}
}

// queue stands in line, where there is room for one more, and for one more of the same.
func (g *Gate) queue(own *share) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.waiting.Load() >= int64(g.line):
		return g.busy()
	case own.waiting >= own.line:
		return g.greedy(own)
	}
	g.waiting.Add(1)
	own.waiting++
	return nil
}

// unqueue leaves the line.
func (g *Gate) unqueue(own *share) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting.Add(-1)
	own.waiting--
}

// later is the cause of a refusal: it says when to try again.
type later struct{ after time.Duration }

// Error is for the log.
func (l *later) Error() string { return fmt.Sprintf("body: too many at once, again after %s", l.after) }

// RetryAfter is how long to wait.
func (l *later) RetryAfter() time.Duration { return l.after }

// after is when to come back: the more there are in line, the later.
func (g *Gate) after() *later {
	inside, _, waiting := g.State()
	return &later{min(10*time.Second*time.Duration(1+waiting/max(inside, 1)), 2*time.Minute)}
}

// busy refuses because of all the others.
func (g *Gate) busy() error {
	l := g.after()
	inside, _, waiting := g.State()
	return fault.New(fault.Unavailable, g.code, "正在接收和处理的大文件较多（处理中 %d 件，排队 %d 件），本次未予接收，没有保存任何内容；请保留所填内容，约 %d 秒后重新提交", inside, waiting, int(l.after.Seconds())).Because(l)
}

// greedy refuses because of what the same account sends already.
func (g *Gate) greedy(own *share) error {
	l := g.after()
	return fault.New(fault.Unavailable, g.code+"_share", "同一账号（未登录的，同一网络地址）同时最多处理 %d 件大文件，现已满，本次未予接收，没有保存任何内容；请保留所填内容，等前面的办完，约 %d 秒后重新提交", cap(own.places), int(l.after.Seconds())).Because(l)
}
