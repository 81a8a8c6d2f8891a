package upload_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/center/upload"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// canary occurs in every file and name of these tests and nowhere in the folder.
const canary = "示范发明内容CANARY0123456789"

type world struct {
	dir    string
	now    time.Time
	keeper *upload.Keeper
}

func newWorld(t testing.TB, quota int64) *world {
	t.Helper()
	w := &world{dir: t.TempDir(), now: webtest.Noon()}
	now := func() time.Time { return w.now }
	db, err := store.OpenWith(t.Context(), storetest.Chosen(t, "sqlite:"+filepath.Join(w.dir, "test.db")), store.Options{Now: now})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(t.Context(), seal.Schema(), upload.Schema()))
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "root.key"), DataDir: w.dir, Make: true})
	must(t, err)
	t.Cleanup(root.Close)
	ring, err := seal.NewRing(t.Context(), db, root, seal.Options{})
	must(t, err)
	blobs, err := blob.NewStore(filepath.Join(w.dir, "uploads"))
	must(t, err)
	w.keeper = upload.New(upload.Deps{DB: db, Keys: ring, Blobs: blobs, Now: now, Quota: quota})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ctx is a request of an account.
func ctx(t testing.TB, account int64) *web.Ctx {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
	must(t, err)
	return &web.Ctx{R: r, Actor: casework.Actor{Subject: access.Subject{Account: account, Center: 1}}}
}

// text returns n bytes in which the canary occurs.
func text(n int) []byte {
	b := make([]byte, n)
	src := rand.New(rand.NewPCG(uint64(n), 7))
	for i := range b {
		b[i] = byte(src.IntN(256))
	}
	for at := 0; at+len(canary) <= n; at += 1 << 20 {
		copy(b[at:], canary)
	}
	return b
}

func piece(b []byte, offset int64) []byte {
	return b[offset:min(offset+web.ChunkSize, int64(len(b)))]
}

func send(t testing.TB, k *upload.Keeper, c *web.Ctx, b []byte) string {
	t.Helper()
	id, err := k.Begin(c, canary+".zip", int64(len(b)))
	must(t, err)
	for at := int64(0); at < int64(len(b)); {
		at, err = k.Append(c, id, at, bytes.NewReader(piece(b, at)))
		must(t, err)
	}
	return id
}

func read(t testing.TB, k *upload.Keeper, c *web.Ctx, id string) []byte {
	t.Helper()
	f, err := k.File(c, id)
	must(t, err)
	r, err := f.Open()
	must(t, err)
	defer r.Close()
	b, err := io.ReadAll(r)
	must(t, err)
	if int64(len(b)) != f.Size || f.Name != canary+".zip" {
		t.Fatalf("file %q of %d bytes read as %d", f.Name, f.Size, len(b))
	}
	return b
}

// grep fails when a part of the canary lies in the folder.
func grep(t testing.TB, dir string) {
	t.Helper()
	seen := 0
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		seen++
		for _, part := range []string{canary, "CANARY", "发明内容"} {
			if bytes.Contains(b, []byte(part)) {
				t.Errorf("%s holds plain text", e.Name())
			}
		}
		return err
	}))
	if seen == 0 && os.Getenv(storetest.Env) == "" { // a server keeps its database elsewhere, and files may all be swept
		t.Fatal("nothing was stored")
	}
}

func TestFileComesBack(t *testing.T) {
	w := newWorld(t, 0)
	b := text(2*web.ChunkSize + 12345)
	id := send(t, w.keeper, ctx(t, 7), b)
	for range 2 {
		if !bytes.Equal(read(t, w.keeper, ctx(t, 7), id), b) {
			t.Fatal("other bytes came back")
		}
	}
	grep(t, w.dir)
}

// A broken reader gives some bytes and then fails, as a cut connection does.
type broken struct{ r io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// TestAnyOrder sends pieces of a file in any order, doubled, cut, too short and by strangers: what
// arrives is the file, and each loss costs one piece.
func TestAnyOrder(t *testing.T) {
	w := newWorld(t, 1<<40)
	const chunk = 1 << 12
	w.keeper.SetChunk(chunk)
	piece := func(b []byte, at int64) []byte { return b[at:min(at+chunk, int64(len(b)))] }
	b := text(2*chunk + 777)
	rapid.Check(t, func(rt *rapid.T) {
		own, other := ctx(t, 7), ctx(t, 8)
		id, err := w.keeper.Begin(own, canary+".zip", int64(len(b)))
		if err != nil {
			rt.Skip("no room left")
		}
		have := int64(0)
		for range rapid.IntRange(0, 6).Draw(rt, "tries") {
			at := int64(rapid.IntRange(0, 2).Draw(rt, "piece")) * chunk
			var got int64
			switch rapid.SampledFrom([]string{"whole", "cut", "short", "odd", "stranger"}).Draw(rt, "how") {
			case "whole":
				want := have
				if at == have && have < int64(len(b)) {
					want = have + int64(len(piece(b, at)))
				}
				if got, err = w.keeper.Append(own, id, at, bytes.NewReader(piece(b, at))); err != nil || got != want {
					rt.Fatalf("append at %d of %d: %d, %v", at, have, got, err)
				}
				have = got
			case "cut":
				if at == have && have < int64(len(b)) {
					_, err = w.keeper.Append(own, id, at, broken{bytes.NewReader(piece(b, at)[:100])})
					if fault.KindOf(err) != fault.Unavailable {
						rt.Fatalf("cut piece: %v", err)
					}
				}
			case "short":
				if at == have && have < int64(len(b)) {
					_, err = w.keeper.Append(own, id, at, bytes.NewReader(piece(b, at)[:100]))
					if fault.KindOf(err) != fault.Invalid {
						rt.Fatalf("short piece: %v", err)
					}
				}
			case "odd":
				if got, err = w.keeper.Append(own, id, at+1, bytes.NewReader(b[:100])); err != nil || got != have {
					rt.Fatalf("odd offset: %d, %v", got, err)
				}
			case "stranger":
				if _, err = w.keeper.Append(other, id, have, bytes.NewReader(b)); fault.KindOf(err) != fault.Missing {
					rt.Fatalf("stranger's piece: %v", err)
				}
				if _, err = w.keeper.File(other, id); fault.KindOf(err) != fault.Missing {
					rt.Fatalf("stranger's file: %v", err)
				}
			}
		}
		if _, err := w.keeper.File(own, id); (err == nil) != (have == int64(len(b))) {
			rt.Fatalf("file with %d of %d bytes: %v", have, len(b), err)
		}
		for have < int64(len(b)) {
			if have, err = w.keeper.Append(own, id, have, bytes.NewReader(piece(b, have))); err != nil {
				rt.Fatal(err)
			}
		}
		if !bytes.Equal(read(t, w.keeper, own, id), b) {
			rt.Fatal("other bytes came back")
		}
		w.now = w.now.Add(25 * time.Hour)
		if _, err := w.keeper.Sweep(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
	grep(t, w.dir)
}

func TestBounds(t *testing.T) {
	w := newWorld(t, 3<<20)
	c := ctx(t, 7)
	for _, size := range []int64{0, -1, upload.MaxSize + 1, 4 << 20} {
		if _, err := w.keeper.Begin(c, "a.zip", size); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("size %d: %v", size, err)
		}
	}
	id := send(t, w.keeper, c, text(2<<20))
	if _, err := w.keeper.Begin(c, "a.zip", 2<<20); fault.CodeOf(err) != "upload.quota" {
		t.Errorf("over the quota: %v", err)
	}
	if _, err := w.keeper.Begin(ctx(t, 8), "a.zip", 2<<20); err != nil {
		t.Errorf("another account has its own room: %v", err)
	}
	if _, err := w.keeper.Begin(ctx(t, 0), "a.zip", 1); fault.KindOf(err) != fault.Unauthentic {
		t.Errorf("nobody: %v", err)
	}
	w.now = w.now.Add(upload.Life)
	if _, err := w.keeper.File(c, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("expired: %v", err)
	}
	if _, err := w.keeper.Begin(c, "a.zip", 2<<20); err != nil {
		t.Errorf("room is free again: %v", err)
	}
}

func TestSweep(t *testing.T) {
	w := newWorld(t, 0)
	old := send(t, w.keeper, ctx(t, 7), text(1<<20))
	w.now = w.now.Add(23 * time.Hour)
	young := send(t, w.keeper, ctx(t, 7), text(1<<19))
	w.now = w.now.Add(2 * time.Hour)
	if n, err := w.keeper.Sweep(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d swept, %v", n, err)
	}
	if _, err := w.keeper.File(ctx(t, 7), old); fault.KindOf(err) != fault.Missing {
		t.Errorf("old file: %v", err)
	}
	read(t, w.keeper, ctx(t, 7), young)
	files := 0
	must(t, filepath.WalkDir(filepath.Join(w.dir, "uploads"), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files++
		}
		return err
	}))
	if files != 1 {
		t.Errorf("%d files left, want 1", files)
	}
}

// TestTampered exchanges the pieces of two files: neither opens.
func TestTampered(t *testing.T) {
	w := newWorld(t, 0)
	c := ctx(t, 7)
	ids := []string{send(t, w.keeper, c, text(1000)), send(t, w.keeper, c, text(1001))}
	var paths []string
	must(t, filepath.WalkDir(filepath.Join(w.dir, "uploads"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	must(t, errors.Join(os.Rename(paths[0], paths[0]+"x"), os.Rename(paths[1], paths[0]), os.Rename(paths[0]+"x", paths[1])))
	for _, id := range ids {
		f, err := w.keeper.File(c, id)
		must(t, err)
		r, err := f.Open()
		must(t, err)
		if b, err := io.ReadAll(r); err == nil || len(b) > 0 {
			t.Errorf("%d bytes of an exchanged file were read: %v", len(b), err)
		}
		r.Close()
	}
}

// TestOverHTTP sends a file as the pages' script does.
func TestOverHTTP(t *testing.T) {
	w := newWorld(t, 0)
	cfg := webtest.Config(casework.Actor{Subject: access.Subject{Account: 7, Center: 1}})
	cfg.Uploads = w.keeper
	site := webtest.Start(t, cfg, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Act: "home",
		Handler: func(c *web.Ctx) error { c.Page.Title = "首页"; return c.Render("page-blocks", []web.Block{}) }}}})
	token := site.Get("/").Token()
	post := func(path, kind string, body []byte) *webtest.Page {
		req, err := http.NewRequest(http.MethodPost, site.URL+path, bytes.NewReader(body))
		must(t, err)
		req.Header.Set("X-CSRF-Token", token)
		req.Header.Set("Content-Type", kind)
		return site.Do(req)
	}
	b := text(web.ChunkSize + 10)
	form := url.Values{"name": {canary + ".zip"}, "size": {fmt.Sprint(len(b))}}
	p := post("/-/upload", "application/x-www-form-urlencoded", []byte(form.Encode()))
	_, rest, _ := strings.Cut(p.Body, `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	if p.Status != http.StatusOK || id == "" {
		t.Fatalf("begin: %d %s", p.Status, p.Body)
	}
	for _, step := range []struct{ at, want int64 }{{0, web.ChunkSize}, {0, web.ChunkSize}, {web.ChunkSize, web.ChunkSize + 10}} {
		p = post(fmt.Sprintf("/-/upload/%s?offset=%d", id, step.at), "application/octet-stream", piece(b, step.at))
		if p.Status != http.StatusOK || !strings.Contains(p.Body, fmt.Sprintf(`"received":%d`, step.want)) {
			t.Fatalf("piece at %d: %d %s", step.at, p.Status, p.Body)
		}
	}
	if !bytes.Equal(read(t, w.keeper, ctx(t, 7), id), b) {
		t.Fatal("other bytes came back")
	}
	grep(t, w.dir)
}
