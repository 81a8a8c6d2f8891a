package body_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"io"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/body"
)

// canary occurs in every file of these tests and nowhere on the disk.
const canary = "示范发明内容CANARY0123456789"

func spool(t *testing.T) *body.Spool {
	return &body.Spool{Folder: filepath.Join(t.TempDir(), "spool"), Cipher: func() cipher.AEAD {
		key := make([]byte, 32)
		rand.Read(key)
		block, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		a, err := cipher.NewGCM(block)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}}
}

// form is a body with files of the given sizes.
func form(sizes ...int) (content []byte, boundary string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("_csrf", "token")
	for i, n := range sizes {
		f, _ := w.CreateFormFile("docs", fmt.Sprintf(`C:\x\%d.txt`, i))
		_, _ = f.Write(text(n))
	}
	_ = w.WriteField("title", "标题")
	_ = w.Close()
	return b.Bytes(), w.Boundary()
}

func text(n int) []byte {
	return []byte(strings.Repeat(canary+"\n", n/len(canary)+1))[:n]
}

// Files come back as they were, small ones from memory and large ones from the disk, from the beginning and from
// any place; nothing on the disk has a name or can be read, and when the request ends nothing can be read any more.
func TestFilesComeBack(t *testing.T) {
	sizes := []int{0, 1, 70_000, 900_000, 1 << 20, 3<<20 + 17, 5}
	for _, s := range []*body.Spool{nil, spool(t)} {
		b, boundary := form(sizes...)
		p, err := body.Read(multipart.NewReader(bytes.NewReader(b), boundary), s)
		if err != nil {
			t.Fatal(err)
		}
		if p.Values.Get("_csrf") != "token" || p.Values.Get("title") != "标题" || len(p.Files["docs"]) != len(sizes) {
			t.Fatalf("%v, %d files", p.Values, len(p.Files["docs"]))
		}
		if (p.Large > 0) != (s != nil) {
			t.Errorf("%d bytes are on disk", p.Large)
		}
		if s != nil {
			if left, err := os.ReadDir(s.Folder); err != nil || len(left) > 0 {
				t.Errorf("names on disk: %v, %v", left, err)
			}
		}
		for i, f := range p.Files["docs"] {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, text(sizes[i])) || f.Size != int64(sizes[i]) || f.Name != fmt.Sprintf("%d.txt", i) {
				t.Errorf("%s: %d of %d bytes, %v", f.Name, len(got), f.Size, err)
			}
			at := make([]byte, 100)
			if off := int64(sizes[i] / 3); sizes[i] > 1000 {
				if n, err := r.(io.ReaderAt).ReadAt(at, off); err != nil || !bytes.Equal(at[:n], text(sizes[i])[off:off+100]) {
					t.Errorf("%s at %d: %v", f.Name, off, err)
				}
			}
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if s == nil {
			continue
		}
		r, _ := p.Files["docs"][5].Open()
		if _, err := io.ReadAll(r); err == nil {
			t.Error("a file can be read after the request")
		}
	}
}

// What lies on disk is sealed, and a changed bit is found.
func TestSealedOnDisk(t *testing.T) {
	s := spool(t)
	b, boundary := form(2 << 20)
	p, err := body.Read(multipart.NewReader(bytes.NewReader(b), boundary), s)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	open, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(open) == 0 {
		t.Skip("open files cannot be listed here")
	}
	seen := 0
	for _, fd := range open {
		to, err := os.Readlink(fd)
		if err != nil || !strings.HasPrefix(to, s.Folder) {
			continue
		}
		seen++
		raw, err := os.ReadFile(fd)
		if err != nil || len(raw) < 2<<20 || bytes.Contains(raw, []byte("CANARY")) {
			t.Errorf("%d bytes on disk hold plain text: %v", len(raw), err)
		}
		raw[1<<20] ^= 1
		if err := os.WriteFile(fd, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, _ := p.Files["docs"][0].Open()
	if _, err := io.ReadAll(r); seen != 1 || fault.CodeOf(err) != "web.spool" {
		t.Errorf("%d files; with a changed bit: %v", seen, err)
	}
}

// A body that is cut off anywhere is an error and leaves nothing.
func TestCutOff(t *testing.T) {
	s := spool(t)
	b, boundary := form(2<<20, 10)
	for _, at := range []int{10, 300, 1 << 20, 2<<20 + 100, len(b) - 10} {
		if _, err := body.Read(multipart.NewReader(bytes.NewReader(b[:at]), boundary), s); err == nil {
			t.Errorf("cut off at %d of %d: no error", at, len(b))
		}
	}
}

// As many are inside as there are places; of those who wait each comes in or is told when to come back.
func TestGate(t *testing.T) {
	g := body.NewGate("web.busy", 3, 5, 200*time.Millisecond)
	var mu sync.Mutex
	var most, inside, served, refused int
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			leave, err := g.Enter(context.Background(), "")
			mu.Lock()
			if err != nil {
				if wait, told := web.RetryAfter(err); !told || wait < time.Second || fault.KindOf(err) != fault.Unavailable {
					t.Errorf("%v, %v", wait, err)
				}
				refused++
				mu.Unlock()
				return
			}
			inside++
			most, served = max(most, inside), served+1
			mu.Unlock()
			time.Sleep(20 * time.Millisecond)
			mu.Lock()
			inside--
			mu.Unlock()
			leave()
		})
	}
	wg.Wait()
	if now, places, waiting := g.State(); most > 3 || served < 8 || refused == 0 || now != 0 || waiting != 0 || places != 3 {
		t.Errorf("%d at once, %d served, %d refused; now %d inside, %d waiting", most, served, refused, now, waiting)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 3 {
		if _, err := g.Enter(ctx, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.Enter(ctx, ""); err != context.Canceled {
		t.Errorf("after the caller went away: %v", err)
	}
}

// One who sends all he can has half of the places and half of the line: others get in at once, and he is told
// why he does not. Where nobody says who sends, as in the control, he takes everything.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		who           string
		places, line  int
		inside, stand int
		other         bool
		code          string
	}{{"a", 4, 6, 2, 3, true, "web.busy_share"}, {"a", 1, 1, 1, 1, false, "web.busy"}, {"a", 3, 0, 2, 0, true, "web.busy"}, {"", 4, 6, 4, 6, false, "web.busy"}} {
		g := body.NewGate("web.busy", c.places, c.line, time.Minute)
		var left []func()
		ctx, cancel := context.WithCancel(t.Context())
		for range c.inside {
			leave, err := g.Enter(ctx, c.who)
			if err != nil {
				t.Fatal(err)
			}
			left = append(left, leave)
		}
		var wg sync.WaitGroup
		for range c.stand {
			wg.Go(func() {
				if leave, err := g.Enter(ctx, c.who); err == nil {
					leave()
					t.Errorf("%+v: more than the share got in", c)
				}
			})
		}
		for _, _, waiting := g.State(); waiting < c.stand; _, _, waiting = g.State() {
			time.Sleep(time.Millisecond)
		}
		_, err := g.Enter(ctx, c.who)
		if wait, told := web.RetryAfter(err); !told || wait < time.Second || fault.CodeOf(err) != c.code {
			t.Errorf("%+v: beyond the line: %v", c, err)
		}
		short, stop := context.WithTimeout(ctx, 20*time.Millisecond)
		leave, err := g.Enter(short, "b")
		stop()
		if (err == nil) != c.other {
			t.Errorf("%+v: another gets in: %v", c, err)
		}
		if err == nil {
			leave()
		}
		cancel()
		wg.Wait()
		for _, leave := range left {
			leave()
		}
		if inside, _, waiting := g.State(); inside != 0 || waiting != 0 {
			t.Errorf("%+v: %d inside and %d wait in the end", c, inside, waiting)
		}
		if leave, err := g.Enter(t.Context(), c.who); err != nil { // nothing of the share was kept
			t.Error(err)
		} else {
			leave()
		}
	}
}

// Whoever waits for his own share gets in when he gives a place back, and is refused with the reason after the
// time; whoever waits behind others is told of them.
func TestShareWaits(t *testing.T) {
	g := body.NewGate("web.busy", 2, 10, 50*time.Millisecond)
	leave, err := g.Enter(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Enter(t.Context(), "a"); fault.CodeOf(err) != "web.busy_share" {
		t.Errorf("after the time: %v", err)
	}
	got := make(chan func())
	go func() {
		leave, err := g.Enter(t.Context(), "a")
		if err != nil {
			t.Error(err)
			leave = func() {}
		}
		got <- leave
	}()
	time.Sleep(5 * time.Millisecond)
	leave()
	again := <-got
	other, err := g.Enter(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Enter(t.Context(), "c"); fault.CodeOf(err) != "web.busy" {
		t.Errorf("behind others: %v", err)
	}
	again()
	other()
}
