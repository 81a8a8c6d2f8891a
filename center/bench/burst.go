package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A burstFigure is a burst of new cases.
type burstFigure struct {
	created       int
	took          time.Duration // until the last was acknowledged
	told          time.Duration // until the last message had arrived
	each          sample
	cpu           time.Duration // of the program, for one case with its message
	lost, doubled int
	strange       int // messages about cases that nobody opened
	says          string
}

// A receiver is the gateway to which messages go: a server that counts.
type receiver struct {
	srv  *http.Server
	url  string
	drop int // every so many messages is thrown away after it was taken: a broken gateway
	n    atomic.Int64

	mu   sync.Mutex
	seen map[int64]int // case → messages
	last time.Time
}

var aboutCase = regexp.MustCompile(`/case/(\d+)`)

// newReceiver listens on this machine.
func newReceiver() (*receiver, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	v := &receiver{seen: map[int64]int{}, url: "http://" + l.Addr().String() + "/messages"}
	v.srv = &http.Server{Handler: v, ReadHeaderTimeout: time.Minute}
	go func() { _ = v.srv.Serve(l) }()
	return v, nil
}

// ServeHTTP takes one message.
func (v *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m struct{ To, Text string }
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	n := v.n.Add(1)
	if v.drop > 0 && n%int64(v.drop) == 0 {
		return
	}
	found := aboutCase.FindStringSubmatch(m.Text)
	if found == nil {
		return
	}
	id, _ := strconv.ParseInt(found[1], 10, 64)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen[id]++
	v.last = time.Now()
}

// recount compares what was acknowledged with what has arrived.
func (v *receiver) recount(f *burstFigure, opened map[int64]bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f.lost, f.doubled, f.strange = 0, 0, 0
	for id := range opened {
		switch n := v.seen[id]; {
		case n == 0:
			f.lost++
		case n > 1:
			f.doubled++
		}
	}
	for id := range v.seen {
		if !opened[id] {
			f.strange++
		}
	}
}

// toldWithin is how long the messages may take after the last case.
const toldWithin = 5 * time.Minute

// measureBurst opens cases by the interface and waits until every message has arrived.
func (r *caseRun) measureBurst(ctx context.Context, w io.Writer) (err error) {
	opened, err := r.openMany(ctx)
	if err != nil {
		return err
	}
	begun := time.Now()
	r.gate.wait(begun)
	for r.gate.recount(&r.burst, opened); r.burst.lost > 0 && time.Since(begun) < toldWithin && ctx.Err() == nil; r.gate.recount(&r.burst, opened) {
		if r.gate.quiet() > 20*time.Second {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	r.burst.told = r.burst.took + time.Since(begun)
	after, err := r.p.used(ctx)
	if err != nil {
		return err
	}
	f := &r.burst
	f.cpu = (after.CPU - f.cpu) / time.Duration(max(f.created, 1))
	f.says = fmt.Sprintf("新建 %d 件（%d 个客户端，接口）：每秒 %.0f 件，p50 %s ms，p99 %s ms；消息全部到达用 %.1f 秒，每秒 %.0f 条；每件连同消息用处理器 %s ms；消息丢失 %d，重复 %d，无主 %d",
		f.created, r.clients, f.rate(), millis(f.each.at(0.5)), millis(f.each.at(0.99)), f.told.Seconds(), float64(f.created-f.lost)/f.told.Seconds(), millis(f.cpu),
		f.lost, f.doubled, f.strange)
	fmt.Fprintln(w, f.says)
	if f.lost+f.doubled+f.strange > 0 {
		return errors.New("messages were lost or doubled")
	}
	return nil
}

// rate is how many cases were acknowledged in a second.
func (f *burstFigure) rate() float64 { return float64(f.created) / f.took.Seconds() }

// wait counts the silence from a moment on.
func (v *receiver) wait(from time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = from
}

// quiet is how long no message has come.
func (v *receiver) quiet() time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return time.Since(v.last)
}

// openMany opens the cases, each client one after the other, and returns which were acknowledged.
func (r *caseRun) openMany(ctx context.Context) (map[int64]bool, error) {
	before, err := r.p.used(ctx)
	if err != nil {
		return nil, err
	}
	r.burst.cpu = before.CPU
	opened := map[int64]bool{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	var n atomic.Int64
	begun := time.Now()
	for range r.clients {
		b := newBrowser(r.p.base())
		wg.Go(func() {
			for {
				i := n.Add(1)
				if i > int64(r.creates) {
					return
				}
				start := time.Now()
				id, err := b.open(ctx, r.openers[int(i)%len(r.openers)], i)
				mu.Lock()
				if err != nil {
					failed = err
					n.Store(int64(r.creates))
				} else {
					opened[id] = true
					r.burst.each = append(r.burst.each, time.Since(start))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	r.burst.took, r.burst.created = time.Since(begun), len(opened)
	return opened, failed
}

// open opens a case by the interface.
func (b *browser) open(ctx context.Context, key string, n int64) (int64, error) {
	const path = "/api/v1/preexam/create"
	got, err := b.call(ctx, call{method: http.MethodPost, path: path, key: key, idem: fmt.Sprintf("bench-create-%012d", n), body: map[string]any{"ref": "测量"}})
	if err != nil {
		return 0, err
	}
	var out struct {
		Case struct{ ID string } `json:"case"`
	}
	if err := json.Unmarshal([]byte(got.body), &out); err != nil || out.Case.ID == "" {
		return 0, &refusal{path, got}
	}
	return strconv.ParseInt(out.Case.ID, 10, 64)
}
