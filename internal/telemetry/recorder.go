package telemetry

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// A Kind is what sort of work is timed.
type Kind string

// The kinds, from the door to the cellar.
const (
	Request  Kind = "request"  // of a person or a program, by module
	Move     Kind = "move"     // of a case
	SQL      Kind = "sql"      // a transaction
	Job      Kind = "job"      // one run in the background
	Outbound Kind = "outbound" // a call to another system
)

// bounds of the histograms, in seconds: what promises are made about lies between them.
var bounds = []float64{0.002, 0.005, 0.015, 0.03, 0.06, 0.15, 0.3, 0.8, 2, 10, 60}

// most is how many series a kind may have.
const most = 500

// other stands for what is no name, or is one too many.
const other = "other"

// plain is what a name may look like: it begins like an identifier and holds nothing but ASCII, in
// which hardly a title and no Chinese name can be written. Digits in a row would be a number of something.
var (
	plain = regexp.MustCompile(`^[a-z][a-zA-Z/._-]{0,47}$`)
	short = regexp.MustCompile(`^[1-5]xx$|^[a-z]{1,12}$`)
)

// A Recorder keeps the figures of one process. A nil Recorder keeps none, so that parts can be used
// without one. It may be used by any number of goroutines.
type Recorder struct {
	now    func() time.Time
	set    *metrics.Set
	mu     sync.Mutex // of series
	series map[series]*metrics.PrometheusHistogram
	counts map[Kind]int
	moves  map[string]bool // that there are: what else somebody asks for is no name
	looks  []func(ctx context.Context, put Put)
	traces *Traces // nil where none are sent
}

type series struct {
	kind          Kind
	name, outcome string
}

// New makes a Recorder with a clock, whose time may run on as it likes but never back.
func New(now func() time.Time) *Recorder {
	return &Recorder{now: now, set: metrics.NewSet(), series: map[series]*metrics.PrometheusHistogram{}, counts: map[Kind]int{}}
}

// Begin begins a piece of work, and returns the context of what belongs to it and what to call with its
// outcome when it ends: "ok" or another short word of the program.
func (r *Recorder) Begin(ctx context.Context, kind Kind, name string) (context.Context, func(outcome string)) {
	if r == nil {
		return ctx, func(string) {}
	}
	if !plain.MatchString(name) || kind == Move && !r.move(name) {
		name = other
	}
	traced := func(string) {}
	if r.traces != nil {
		ctx, traced = r.traces.begin(ctx, kind, name)
	}
	begun := r.now()
	return ctx, func(outcome string) {
		if !short.MatchString(outcome) {
			outcome = other
		}
		r.histogram(series{kind, name, outcome}).Update(r.now().Sub(begun).Seconds())
		traced(outcome)
	}
}

// Moves tells which moves there are.
func (r *Recorder) Moves(codes ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.moves = map[string]bool{}
	for _, c := range codes {
		r.moves[c] = true
	}
}

func (r *Recorder) move(code string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.moves[code]
}

// Outcome says how something ended that returned err.
func Outcome(err error) string {
	if err != nil {
		return "failed"
	}
	return "ok"
}

// histogram finds or makes the histogram of a series.
func (r *Recorder) histogram(s series) *metrics.PrometheusHistogram {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.series[s]
	if h == nil {
		if r.counts[s.kind] >= most {
			s.name, s.outcome = other, other
		} else {
			r.counts[s.kind]++
		}
		h = r.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`zhibao_%s_seconds{name=%q,outcome=%q}`, s.kind, s.name, s.outcome), bounds)
		r.series[s] = h
	}
	return h
}

// Put notes a figure as it is now; a label is a name and its value, in turn.
type Put func(name string, value float64, labels ...string)

// Look has a function called at each reading, for what is counted elsewhere.
func (r *Recorder) Look(f func(ctx context.Context, put Put)) {
	if r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.looks = append(r.looks, f)
	}
}

// patience is how long a reading may take.
const patience = 5 * time.Second

// Write writes all figures in the text format of Prometheus.
func (r *Recorder) Write(ctx context.Context, w io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r.set.WritePrometheus(w)
	r.mu.Lock()
	looks := slices.Clone(r.looks)
	r.mu.Unlock()
	for _, look := range looks {
		look(ctx, func(name string, value float64, labels ...string) {
			list := ""
			for i := 0; i+1 < len(labels); i += 2 {
				v := labels[i+1]
				if !plain.MatchString(v) {
					v = other
				}
				list += fmt.Sprintf("%s=%q,", labels[i], v)
			}
			if list != "" {
				name += "{" + list[:len(list)-1] + "}"
			}
			metrics.WriteGaugeFloat64(w, name, value)
		})
	}
	metrics.WriteProcessMetrics(w)
}

// Handler serves the figures at /metrics and nothing else.
func (r *Recorder) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		r.Write(req.Context(), w)
	})
	return mux
}
