package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework/treelog"
	"zhibao/center"
	"zhibao/internal/lossyfs"
)

// childEnv says how the test binary serves when it is its own victim.
const childEnv = "ZHIBAO_BENCH_SERVE"

// TestMain lets the test binary be the program that is killed: it takes the arguments of "zhibao
// serve". The nightly run kills the real binary with the same code.
func TestMain(m *testing.M) {
	lossyfs.Serve(time.Now)
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		fmt.Fprintln(os.Stderr, serveChild(os.Args[2:]))
		os.Exit(1)
	}
	if len(os.Args) > 1 && os.Args[1] == "check" {
		opt := center.CheckOptions{Format: "json", Now: time.Now}
		os.Exit(center.Check(context.Background(), io.Discard, os.Stderr, opt, os.Args[len(os.Args)-1:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "bench" {
		os.Exit(Run(context.Background(), os.Stderr, os.Args[2:]))
	}
	os.Exit(m.Run())
}

func serveChild(args []string) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	data, key, addr := fs.String("data", "", ""), fs.String("key", "", ""), fs.String("addr", "", "")
	url, database := fs.String("url", "", ""), fs.String("database", "", "")
	if err := fs.Parse(args); err != nil {
		return err
	}
	c, err := site{dir: strings.TrimSuffix(*data, "/data"), database: *database, url: *url, now: time.Now}.open(context.Background())
	if err != nil {
		return err
	}
	if *data != dataDir(strings.TrimSuffix(*data, "/data")) || *key == "" {
		return fmt.Errorf("unexpected folders %s, %s", *data, *key)
	}
	switch os.Getenv(childEnv) {
	case "quiet", "greedy": // a step fails by itself, without others that write
	case "steady", "counted", "leaky", "slowing": // what a program takes of the machine is that of its own rhythm
		go c.Background(context.Background())
	default:
		go c.Background(context.Background())
		go sealOften(c)
	}
	var h http.Handler = c.Handler()
	switch os.Getenv(childEnv) {
	case "early":
		h = early(h)
	case "forgetful":
		h = forgetful(h)
	case "greedy":
		h = greedy(h)
	case "counted":
		h = counted(h)
	case "leaky":
		h = counted(leaky(h))
	case "slowing":
		h = counted(slowing(h))
	}
	return (&http.Server{Addr: *addr, Handler: h}).ListenAndServe()
}

// sealOften enters what is new into the signed log many times a second, where the program does so every
// minute: each kill then meets it at work.
func sealOften(c *center.Center) {
	log := &treelog.Log{DB: c.DB, Keys: c.Keys, Now: c.Now}
	for range time.Tick(50 * time.Millisecond) {
		if _, err := log.Seal(context.Background(), c.Center.ID, false); err != nil {
			fmt.Fprintln(os.Stderr, "seal:", err)
		}
	}
}

// early is a broken program: it says that a move was done a moment before it is. Pages wait for
// what is under way, so that nothing but the kill can bring the mistake to light.
func early(h http.Handler) http.Handler {
	var underWay sync.RWMutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, move, ok := strings.Cut(r.URL.Path, "/move/")
		if !ok || r.Method != http.MethodPost || move == "upload" {
			underWay.Lock()
			underWay.Unlock() //lint:ignore SA2001 nothing is guarded: it waits for those that are under way
			h.ServeHTTP(w, r)
			return
		}
		if err := r.ParseForm(); err != nil {
			panic(err)
		}
		underWay.RLock()
		later := r.Clone(context.WithoutCancel(r.Context()))
		go func() {
			defer underWay.RUnlock()
			time.Sleep(20 * time.Millisecond)
			h.ServeHTTP(nowhere{}, later)
		}()
		w.Header().Set("Location", path)
		w.WriteHeader(http.StatusSeeOther)
	})
}

// nowhere takes a response that nobody reads.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}

// forgetful is a broken program: it does not know a request that it has seen before.
func forgetful(h http.Handler) http.Handler {
	var seen sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") && r.ParseForm() == nil {
			if _, again := seen.LoadOrStore(r.PostForm.Get("_idem"), true); again {
				r.Header.Set("Idempotency-Key", rand.Text())
			}
		}
		h.ServeHTTP(w, r)
	})
}

// greedy is a broken program: it has the whole of what is sent in memory before it looks at it, and keeps it
// until it has answered.
func greedy(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(b))
		h.ServeHTTP(w, r)
	})
}

// goroutinesPath is where a counted program tells how many goroutines it has.
const goroutinesPath = "/-/test/goroutines"

// counted tells how many goroutines there are.
func counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == goroutinesPath {
			fmt.Fprintln(w, runtime.NumGoroutine())
			return
		}
		h.ServeHTTP(w, r)
	})
}

// leaky is a broken program: each answer leaves a goroutine and an open file behind.
func leaky(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, _ := os.Open(os.DevNull) // nothing is read
		kept.Store(rand.Text(), f)
		go func() { select {} }()
		h.ServeHTTP(w, r)
	})
}

// slowing is a broken program: the longer it runs, the longer each answer takes.
func slowing(h http.Handler) http.Handler {
	begun := time.Now()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if runs := time.Since(begun).Seconds(); r.Method == http.MethodPost {
			time.Sleep(time.Duration(runs*runs*10) * time.Millisecond)
		}
		h.ServeHTTP(w, r)
	})
}

// kept is what leaky leaves behind.
var kept sync.Map
