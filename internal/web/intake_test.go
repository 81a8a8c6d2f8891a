package web_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/body"
	"zhibao/internal/web/webtest"
)

// One large form at a time is taken in: the second is told when to come back, in words, and small ones and
// pages are answered meanwhile. Without a gate both are let in.
func TestLargeFormsWait(t *testing.T) {
	for _, gate := range []*body.Gate{body.NewGate("web.busy", 1, 5, 50*time.Millisecond), nil} {
		var mu sync.Mutex
		inside, most := 0, 0
		entered, leave := make(chan bool, 2), make(chan bool)
		r := web.Route{Method: "POST", Pattern: "/a", Act: "a", Limit: 64 << 20, Handler: func(c *web.Ctx) error {
			if c.R.ContentLength > web.LargeFile {
				mu.Lock()
				inside++
				most = max(most, inside)
				mu.Unlock()
				entered <- true
				<-leave
			}
			return c.JSON(200, nil)
		}}
		cfg := webtest.Config("x")
		cfg.Heavy = web.Heavy{Work: gate, Spool: spoolOf(t)}
		s := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{r, get("/a", formPage)}})
		token := regexp.MustCompile(`name="csrf" content="([^"]+)"`).FindStringSubmatch(s.Get("/a").Body)[1]
		send := func(size int) *http.Response {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			_ = w.WriteField("_csrf", token)
			f, _ := w.CreateFormFile("f", "a.txt")
			_, _ = f.Write(make([]byte, size))
			w.Close()
			req, _ := http.NewRequest("POST", s.URL+"/a", &b)
			req.Header.Set("Content-Type", w.FormDataContentType())
			res, err := s.Client.Do(req)
			if err != nil {
				t.Error(err)
				return nil
			}
			return res
		}
		first := make(chan int)
		go func() { first <- send(8 << 20).StatusCode }()
		<-entered
		if res := send(1000); res.StatusCode != 200 {
			t.Errorf("a small form meanwhile: %d", res.StatusCode)
		}
		second := make(chan *http.Response)
		go func() { second <- send(8 << 20) }()
		if gate == nil {
			<-entered
			close(leave)
			if res := <-second; res.StatusCode != 200 || most != 2 {
				t.Errorf("without a gate: %d, %d at once", res.StatusCode, most)
			}
			<-first
			continue
		}
		res := <-second
		words, _ := io.ReadAll(res.Body)
		if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || !strings.Contains(string(words), "秒后重新提交") {
			t.Errorf("the second: %d, Retry-After %q, %.300s", res.StatusCode, res.Header.Get("Retry-After"), words)
		}
		close(leave)
		if got := <-first; got != 200 {
			t.Errorf("the first: %d", got)
		}
		if res := send(8 << 20); res.StatusCode != 200 {
			t.Errorf("afterwards: %d", res.StatusCode)
		}
	}
}

func spoolOf(t *testing.T) *body.Spool {
	return &body.Spool{Folder: t.TempDir(), Cipher: func() cipher.AEAD {
		block, err := aes.NewCipher(make([]byte, 32))
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

// An account that sends all the time leaves a place to others, and the answer to it says why; whoever finds all
// places taken is told of that.
func TestOneAccountLeavesPlaces(t *testing.T) {
	entered, leave := make(chan bool, 9), make(chan bool)
	r := web.Route{Method: "POST", Pattern: "/a", Act: "a", Limit: 64 << 20, Handler: func(c *web.Ctx) error {
		entered <- true
		<-leave
		return c.JSON(200, nil)
	}}
	cfg := webtest.Config("x")
	guard := cfg.Guard
	cfg.Guard = func(c *web.Ctx, r *web.Route) error {
		err := guard(c, r)
		n, _ := strconv.ParseInt(c.R.Header.Get("Account"), 10, 64)
		c.Actor = asked(n)
		return err
	}
	cfg.Heavy = web.Heavy{Receive: body.NewGate("web.busy", 3, 9, 50*time.Millisecond), Spool: spoolOf(t)}
	s := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{r, get("/a", formPage)}})
	token := regexp.MustCompile(`name="csrf" content="([^"]+)"`).FindStringSubmatch(s.Get("/a").Body)[1]
	send := func(account string) (int, string, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		_ = w.WriteField("_csrf", token)
		f, _ := w.CreateFormFile("f", "a.txt")
		_, _ = f.Write(make([]byte, 5<<20))
		w.Close()
		req, _ := http.NewRequest("POST", s.URL+"/a", &b)
		req.Header.Set("Content-Type", w.FormDataContentType())
		req.Header.Set("Account", account)
		res, err := s.Client.Do(req)
		if err != nil {
			t.Error(err)
			return 0, "", ""
		}
		words, _ := io.ReadAll(res.Body)
		res.Body.Close()
		return res.StatusCode, res.Header.Get("Retry-After"), string(words)
	}
	var wg sync.WaitGroup
	for _, account := range []string{"7", "7", "8"} {
		wg.Go(func() {
			if status, _, _ := send(account); status != 200 {
				t.Errorf("account %s: %d", account, status)
			}
		})
		<-entered
	}
	for account, want := range map[string]string{"7": "同一账号", "9": "正在接收和处理的大文件较多"} {
		if status, after, words := send(account); status != 503 || after == "" || !strings.Contains(words, want) {
			t.Errorf("account %s: %d, Retry-After %q, %.300s", account, status, after, words)
		}
	}
	close(leave)
	wg.Wait()
}
