package webtest

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// axe is the accessibility checker axe-core 4.14.1 under MPL-2.0, see testdata/axe-LICENSE.txt.
//
//go:embed testdata/axe.min.js.gz
var axe []byte

// Browser starts a Chromium with an empty profile that ends with the test, and skips the
// test where there is none. The context is for package chromedp.
func Browser(t testing.TB) context.Context {
	t.Helper()
	exe := "/usr/bin/chromium"
	if v := os.Getenv("CHROMIUM"); v != "" {
		exe = v
	}
	if _, err := os.Stat(exe); err != nil {
		t.Skip("没有 Chromium（" + exe + "，可用环境变量 CHROMIUM 指定），跳过浏览器检查")
	}
	if testing.Short() {
		t.Skip("-short：跳过浏览器检查")
	}
	opts := []chromedp.ExecAllocatorOption{chromedp.ExecPath(exe), chromedp.UserDataDir(t.TempDir())}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		opts = append(opts, chromedp.Flag(flag, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() { cancel(); stop() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	timed, end := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(end)
	return timed
}

// Cookies gives the cookies of the site's client to the browser.
func (s *Site) Cookies(ctx context.Context) error {
	u, err := url.Parse(s.URL)
	if err != nil {
		return err
	}
	for _, c := range s.Client.Jar.Cookies(u) {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: s.URL}); err != nil {
			return err
		}
	}
	return nil
}

// Size sets the width and height of the window in CSS pixels.
func Size(ctx context.Context, w, h int64) error {
	return chromedp.Do(ctx, chromedp.EmulateViewport(w, h))
}

// NoScript switches the scripts of pages off, as a person could.
func NoScript(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// Script switches them on again: what looks at a page by a script of its own waits for ever without.
func Script(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	return err
}

// Paper shows the page as it is printed, or again as on a screen.
func Paper(ctx context.Context, on bool) error {
	media := ""
	if on {
		media = "print"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media})
	return err
}

// Screenshot writes the whole page as PNG.
func Screenshot(ctx context.Context, path string) error {
	b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// A Violation is what axe objects to.
type Violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string
		FailureSummary string
	}
}

// String names the rule and the first places.
func (v Violation) String() string {
	s := fmt.Sprintf("%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes[:min(3, len(v.Nodes))] {
		s += "\n    " + n.HTML + "\n      " + n.FailureSummary
	}
	return s
}

// Axe returns the violations of WCAG 2.2 A and AA and of best practice on the page that is
// open. It finds a part of all barriers, no more.
func Axe(ctx context.Context) ([]Violation, error) {
	z, err := gzip.NewReader(bytes.NewReader(axe))
	if err != nil {
		return nil, err
	}
	src, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](string(src)+";undefined")); err != nil {
		return nil, err
	}
	const run = `axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"],resultTypes:["violations"]})
		.then(r=>JSON.stringify(r.violations.map(v=>({ID:v.id,Impact:v.impact,Help:v.help,Nodes:v.nodes.map(n=>({HTML:n.html.slice(0,300),FailureSummary:n.failureSummary}))}))))`
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var list []Violation
	return list, json.Unmarshal([]byte(out), &list)
}

// Overflow returns by how many pixels the page is wider than the window: 0 is right.
func Overflow(ctx context.Context) (int, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[int](`Math.max(0,document.documentElement.scrollWidth-document.documentElement.clientWidth)`))
}
