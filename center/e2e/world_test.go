package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/telemetry"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// full reports whether everything is to be tried, not one variant.
func full() bool { return os.Getenv("ZHIBAO_E2E") == "full" }

// slow leaves out of the fast test command what takes longer than ten seconds: it runs with
// ZHIBAO_E2E=journeys, as in .ci/run, with full, and where a test is asked for by its name.
func slow(t *testing.T) {
	t.Helper()
	if os.Getenv("ZHIBAO_E2E") == "" && flag.Lookup("test.run").Value.String() == "" {
		t.Skip("超过十秒：设 ZHIBAO_E2E=journeys（.ci/run）或用 -run 指定")
	}
}

// began is when the tests began; the center's clock shows a Monday morning then.
var began = time.Now()

func now() time.Time {
	return time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("", 8*3600)).Add(time.Since(began))
}

// demoData is the database of built, where that is not in its folder.
var demoData storetest.Template

// wanted reports that some test wanted the folder of built.
var wanted atomic.Bool

// built is the folder of a small demo center, which is built once and copied for each test.
var built = sync.OnceValues(func() (string, error) {
	wanted.Store(true)
	dir, err := os.MkdirTemp("", "zhibao-e2e-")
	if err != nil {
		return "", err
	}
	var database string
	if demoData, database, err = storetest.NewTemplate(context.Background()); err != nil {
		return dir, err
	}
	c, _, err := demo.Open(context.Background(), demo.Options{Database: database, Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"),
		Now: now, Log: slog.New(slog.DiscardHandler), Cases: 40})
	if err != nil {
		return dir, err
	}
	return dir, c.Close()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if wanted.Load() {
		if dir, err := built(); err == nil {
			os.RemoveAll(dir)
		}
		if err := demoData.Drop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// A world is a running center with its address, its folders and what it logged.
type world struct {
	*center.Center
	URL string
	Dir string
	Log *buffer
	t   testing.TB
	// ahead is how far its clock is put forward, in nanoseconds.
	ahead atomic.Int64
}

// now is the time that the center's clock shows.
func (w *world) now() time.Time { return now().Add(time.Duration(w.ahead.Load())) }

// buffer is a log that many requests write at once.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// lived opens a copy of the demo center and serves it until the test ends.
func lived(t testing.TB) *world {
	t.Helper()
	from, err := built()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "key", "root.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &world{Dir: dir, Log: &buffer{}, t: t}
	database := demoData.Copy(t)
	addedTo(t, database, filepath.Join(dir, "data"))
	c, _, err := demo.Open(t.Context(), demo.Options{Database: database, Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"),
		Now: w.now, Log: slog.New(slog.NewTextHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug})), URL: "https://zhibao.example.cn", Recorder: telemetry.New(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	return w.serve(c)
}

// empty opens a center with nothing in it, as serve does at its first start.
func empty(t testing.TB) (*world, []center.FirstLink) {
	t.Helper()
	dir := t.TempDir()
	w := &world{Dir: dir, Log: &buffer{}, t: t}
	c, err := center.Open(t.Context(), center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), MakeKey: true, Plain: true,
		Now: now, Log: slog.New(slog.NewTextHandler(w.Log, nil)), Center: center.Identity("CS", "测试知识产权保护中心", "Test IP Protection Center", "33"), Footer: web.Footer{Guide: "/guide"}})
	if err != nil {
		t.Fatal(err)
	}
	links, err := c.FirstStart(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w.serve(c), links
}

func (w *world) serve(c *center.Center) *world {
	w.Center = c
	srv := httptest.NewServer(c.Handler())
	w.URL = srv.URL
	w.t.Cleanup(func() {
		srv.Close()
		if err := c.Close(); err != nil && w.t.Context().Err() == nil {
			w.t.Error(err)
		}
	})
	return w
}

// visitor is somebody with a browser without scripts who is not signed in.
func (w *world) visitor(t testing.TB) *webtest.Site {
	t.Helper()
	s := webtest.Start(t, webtest.Config(nil))
	s.URL = w.URL
	return s
}

// person is somebody of the demo who is signed in.
func (w *world) person(t testing.TB, login string) *webtest.Site {
	t.Helper()
	s := w.visitor(t)
	p := s.Submit(s.Get("/sign-in"), "login", map[string][]string{"login": {login}, "password": {demo.Password}})
	if p.Status != 303 {
		t.Fatalf("%s cannot sign in: %d %s", login, p.Status, p.Body)
	}
	return s
}

// read loads a case as the program itself sees it.
func (w *world) read(t testing.TB, id int64) (k *casework.Case) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.Office.Get(t.Context(), tx, casework.Robot(1), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// find returns the first case in a state of a chart, 0 where there is none.
func (w *world) find(t testing.TB, chart, state string) (id int64) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: chart, States: []string{state}, PerPage: 1, NoTitles: true})
		if err == nil && len(l.Cases) > 0 {
			id = l.Cases[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}
