// Package searching (检索测量) measures the search index: how fast it is built and how fast it answers,
// beside Lucene in the same run where there is a JDK with its jars.
package searching

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"zhibao/internal/search"
)

// ErrUsage says that the arguments make no sense.
var ErrUsage = errors.New("wrong arguments")

// options of a measurement.
type options struct {
	docs, queries, rounds, alarms int    // queries of each kind; alarms are saved queries
	data, dir, publish            string // real texts; where the index lies; the folder of the source
	peer                          bool   // Lucene is asked too
	address                       string // of a server of OpenSearch that is asked too
}

// Run measures and prints to w.
func Run(ctx context.Context, w io.Writer, args []string) (err error) {
	o := options{}
	fs := flag.NewFlagSet("search", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.IntVar(&o.docs, "docs", 100_000, "")
	fs.IntVar(&o.queries, "queries", 100, "")
	fs.IntVar(&o.rounds, "rounds", 5, "")
	fs.IntVar(&o.alarms, "alarms", 100_000, "")
	fs.StringVar(&o.data, "data", "", "")
	fs.StringVar(&o.dir, "dir", "", "")
	fs.StringVar(&o.publish, "publish", "", "")
	fs.BoolVar(&o.peer, "peer", true, "")
	fs.StringVar(&o.address, "opensearch", "", "")
	if fs.Parse(args) != nil || fs.NArg() > 0 || o.docs < 100 || o.queries < 1 || o.rounds < 1 {
		return ErrUsage
	}
	dir, err := os.MkdirTemp(o.dir, "zhibao-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c, err := newCorpus(o.data, 7)
	if err != nil {
		return err
	}
	m := &measurement{options: o, corpus: c, on: time.Now(), dir: dir, w: w, times: map[string][]time.Duration{}, peers: map[string][]time.Duration{}}
	if err := m.all(ctx); err != nil {
		return err
	}
	if err := m.print(w); err != nil || o.publish == "" {
		return err
	}
	return m.write(filepath.Join(o.publish, "docs", "search.md"))
}

// A measurement is what one run found.
type measurement struct {
	options
	corpus *corpus
	on     time.Time
	dir    string
	w      io.Writer

	text       int64 // bytes of text
	build      cost
	disk       int64
	resident   int64 // memory after the queries
	heap       int64
	times      map[string][]time.Duration
	totals     map[string]int // documents that were counted, to be compared with the peer
	peerTotals map[string]int
	alarm      alarmFigures

	peerSays  string // why there is none
	peerBuild cost
	peerDisk  int64
	peers     map[string][]time.Duration

	server *server // nil without one
}

// A cost is what something took.
type cost struct{ wall, cpu time.Duration }

// say tells how far it has come.
func (m *measurement) say(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

// all builds both indexes and asks them in turns.
func (m *measurement) all(ctx context.Context) (err error) {
	m.say("%s %s/%s，%d 个处理器；%d 件文献", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), m.docs)
	folder := filepath.Join(m.dir, "index")
	x, err := search.Open(folder, schema(), search.Options{})
	if err != nil {
		return err
	}
	defer x.Close()
	if m.build, err = m.fill(ctx, x); err != nil {
		return err
	}
	m.disk = sizeOf(folder)
	var p *peer
	// The peer is built after ours: neither of them is measured while the other one works.
	if m.peer {
		if p, err = m.startPeer(ctx); err != nil {
			return err
		}
	} else {
		m.peerSays = "没有要求对照"
	}
	if p != nil {
		defer p.stop()
	}
	defer func() { m.server.drop(ctx) }()
	if err := m.startServer(ctx); err != nil {
		return err
	}
	if err := m.ask(ctx, x, p); err != nil {
		return err
	}
	return m.watch(ctx, x)
}

// chunk is how many documents are put at once.
const chunk = 1000

// fill puts all documents from two callers, while others are made. The clock runs all the time; of the
// processor, what it takes to make the documents is taken off by making them once more.
func (m *measurement) fill(ctx context.Context, x engine) (took cost, err error) {
	at, used := time.Now(), cpu()
	chunks := make(chan []search.Document, 2)
	failed := make(chan error, 2)
	var put sync.WaitGroup
	for range cap(failed) {
		put.Go(func() {
			for docs := range chunks {
				if err := x.Put(ctx, docs); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	m.make(chunks, at, failed)
	close(chunks)
	put.Wait()
	select {
	case err := <-failed:
		return took, err
	default:
	}
	if err := x.Merge(ctx); err != nil {
		return took, err
	}
	took = cost{time.Since(at), cpu() - used}
	used = cpu()
	for n := range m.docs {
		m.corpus.document(n)
	}
	took.cpu -= cpu() - used
	return took, nil
}

// make hands the documents over in chunks, until all are made or putting failed.
func (m *measurement) make(chunks chan<- []search.Document, at time.Time, failed chan error) {
	for from := 0; from < m.docs; from += chunk {
		docs := make([]search.Document, min(chunk, m.docs-from))
		for i := range docs {
			docs[i] = m.corpus.document(from + i)
			for _, texts := range docs[i].Texts {
				for _, t := range texts {
					m.text += int64(len(t))
				}
			}
		}
		if from%100_000 == 0 && from > 0 {
			m.say("%d 件，每秒 %.0f 件", from, float64(from)/time.Since(at).Seconds())
		}
		select {
		case chunks <- docs:
		case err := <-failed:
			failed <- err
			return
		}
	}
}

// ask asks every query of both, in turns; the first round warms up and does not count.
func (m *measurement) ask(ctx context.Context, x *search.Index, p *peer) error {
	runtime.GC() // what building left behind is not part of the answers
	rng := rand.New(rand.NewPCG(3, 4))
	asked := map[string][][]string{}
	for _, k := range kinds() {
		for range m.queries {
			asked[k.name] = append(asked[k.name], k.ask(m.corpus, rng, m.docs))
		}
	}
	m.totals, m.peerTotals = map[string]int{}, map[string]int{}
	for round := range m.rounds + 1 {
		for _, k := range kinds() {
			for _, words := range asked[k.name] {
				at := time.Now()
				r, err := x.Find(ctx, k.request(words))
				took := time.Since(at)
				if err != nil {
					return err
				}
				if round > 0 { // totals are the same in every round, so one is enough
					m.times[k.name] = append(m.times[k.name], took)
				} else {
					m.totals[k.name] += r.Total
				}
			}
			if m.server != nil {
				if err := m.server.ask(ctx, k, asked[k.name], round == 0); err != nil {
					return err
				}
			}
			if p == nil {
				continue
			}
			times, total, err := p.ask(k.name, asked[k.name])
			if err != nil {
				return err
			}
			if round > 0 {
				m.peers[k.name] = append(m.peers[k.name], times...)
			} else {
				m.peerTotals[k.name] += total
			}
		}
	}
	debug.FreeOSMemory() // so that the memory is that of an index at rest
	m.resident, m.heap = resident()
	return nil
}

// at returns the share q of some times.
func at(times []time.Duration, q float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(times))
	return s[min(int(q*float64(len(s))), len(s)-1)]
}

// sizeOf sums the files of a folder; what cannot be read counts nothing.
func sizeOf(dir string) (sum int64) {
	_ = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				sum += info.Size()
			}
		}
		return nil
	})
	return sum
}
