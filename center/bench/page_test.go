package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/identity"
)

// filled opens the center of the folder ZHIBAO_BENCH_KEEP with so many cases (ZHIBAO_BENCH_CASES, 2,000
// where nothing is said) and a head of the center; a folder that has one is used again.
func filled(b *testing.B) (h http.Handler, cookies []*http.Cookie) {
	ctx := context.Background()
	cases, err := strconv.Atoi(os.Getenv("ZHIBAO_BENCH_CASES"))
	if err != nil {
		cases = 2000
	}
	on := site{dir: b.TempDir(), now: time.Now}
	if keep := os.Getenv("ZHIBAO_BENCH_KEEP"); keep != "" {
		on.dir = filepath.Join(keep, strconv.Itoa(cases))
	}
	if _, err := os.Stat(dataDir(on.dir)); err != nil {
		r, err := newRigOn(ctx, on, true)
		if err != nil {
			b.Fatal(err)
		}
		if err := r.fillCases(ctx, io.Discard, cases); err != nil {
			b.Fatal(err)
		}
		a := &identity.Account{Center: r.Center.Center.ID, Login: "chief-00", Name: "负责人00"}
		if err := closed(r.Center, r.account(ctx, a, []casework.Role{casework.Head}, true)); err != nil {
			b.Fatal(err)
		}
	}
	c, err := on.open(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Close() })
	work, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); c.Background(work) }()
	b.Cleanup(func() { stop(); <-ended })
	srv := httptest.NewServer(c.Handler())
	b.Cleanup(srv.Close)
	person := newBrowser(srv.URL)
	if err := person.signIn(ctx, "chief-00"); err != nil {
		b.Fatal(err)
	}
	at, err := url.Parse(srv.URL)
	if err != nil {
		b.Fatal(err)
	}
	return c.Handler(), person.client.Jar.Cookies(at)
}

// changing is what differs between two answers to the same question: tokens, keys and the time.
var changing = regexp.MustCompile(`(name="_(?:csrf|idem)" value="|<meta name="csrf" content="|nonce[-="]+)[^"']+|\d\d:\d\d(?::\d\d)?`)

// BenchmarkListPage measures what a page of the list costs the processor: the whole request of a head,
// without the network. ZHIBAO_BENCH_PAGES names a folder in which the pages are kept for comparison.
func BenchmarkListPage(b *testing.B) {
	h, cookies := filled(b)
	for i, l := range caseLists[:3] {
		b.Run(fmt.Sprint(i), func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, l.path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			if os.Getenv("ZHIBAO_BENCH_PAGES") != "" {
				r.Header.Del("Accept-Encoding")
			}
			for _, c := range cookies {
				r.AddCookie(c)
			}
			b.ReportAllocs()
			begun, n := cpu(), 0
			for b.Loop() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r.Clone(context.Background()))
				if w.Code != http.StatusOK || w.Body.Len() < 1000 {
					b.Fatalf("status %d, %d bytes", w.Code, w.Body.Len())
				}
				if dir := os.Getenv("ZHIBAO_BENCH_PAGES"); dir != "" && n == 0 {
					text := changing.ReplaceAll(w.Body.Bytes(), []byte("$1"))
					if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), text, 0o600); err != nil {
						b.Fatal(err)
					}
				}
				n++
			}
			b.ReportMetric(float64((cpu()-begun).Microseconds())/float64(n), "cpu-µs/op")
		})
	}
}
