package probe

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

func signer(t *testing.T, b byte) *seal.Signer {
	t.Helper()
	s, err := seal.SignerOf(bytes.Repeat([]byte{b}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// written is the record of looks a minute apart: u up, d down, n nothing known, . no look at all.
func written(t *testing.T, looks string) (file string, log *Log) {
	t.Helper()
	r := &Record{Dir: t.TempDir(), Address: "https://center.example", Key: signer(t, 3)}
	for i, x := range looks {
		seen := map[rune]string{'u': Up, 'd': Down, 'n': Unknown}[x]
		if seen == "" {
			continue
		}
		if err := r.Add(noon.Add(time.Duration(i)*time.Minute), seen, time.Millisecond, "x"); err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 { // a process that ends and begins again goes on with the same file
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(r.Dir, "probe-2026-11.txt")
	return file, read(t, file)
}

func read(t *testing.T, file string) *Log {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Gaps are what was seen, and never what was not.
func TestGaps(t *testing.T) {
	for looks, want := range map[string]string{
		"uuuuuuuu":   "",
		"uuduuuuu":   "2-3",
		"uudddduu":   "2-6",
		"ddduuuuu":   "0-3",
		"uuuuuddd":   "",    // it goes on: the next file tells
		"uuddnnuu":   "2-3", // off line itself: until the last look that saw it down
		"uudnnnuu":   "",    // one look, and nothing known after it
		"uuddd....u": "2-4", // silence tells nothing
		"unnnnnnu":   "",
		"uduudduu":   "1-2 4-6",
	} {
		_, l := written(t, looks)
		var got []string
		for _, g := range l.Gaps(time.Minute) {
			got = append(got, fmt.Sprintf("%.0f-%.0f", g.Since.Sub(noon).Minutes(), g.Until.Sub(noon).Minutes()))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", looks, got, want)
		}
	}
}

// No line can be changed, left out, doubled or put elsewhere unnoticed; only the last ones can be cut off,
// which makes no outage.
func TestRecord(t *testing.T) {
	file, l := written(t, "uudduuuu")
	if len(l.Lines) != 8 || l.Signer() != seal.SignerID(signer(t, 3).Public()) || l.Address != "https://center.example" {
		t.Fatalf("%+v", l)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	whole := func(parts ...[]string) string {
		var out strings.Builder
		for _, p := range parts {
			out.WriteString(strings.Join(p, ""))
		}
		return out.String()
	}
	for name, changed := range map[string]string{
		"a state":      strings.Replace(string(text), "fail", "ok", 1),
		"a time":       strings.Replace(string(text), "04:02:00", "04:01:59", 1),
		"a line less":  whole(lines[:5], lines[6:]),
		"a line twice": whole(lines[:6], lines[5:]),
		"two changed":  whole(lines[:5], lines[6:7], lines[5:6], lines[7:]),
		"address":      strings.Replace(string(text), "center.example", "other.example", 1),
		"another key":  strings.Replace(string(text), lines[1], headKey+fmt.Sprintf("%x", signer(t, 4).Public())+"\n", 1),
		"nothing":      "",
	} {
		if changed == string(text) {
			t.Fatalf("%s: nothing to change", name)
		}
		if _, err := Read(strings.NewReader(changed)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l, err := Read(strings.NewReader(whole(lines[:8]))); err != nil || len(l.Lines) != 5 {
		t.Errorf("cut off: %v", err)
	}
	// A line that a power failure cut in two is removed, and writing goes on; a file in which something
	// does not hold is not continued.
	r := &Record{Dir: filepath.Dir(file), Address: "https://center.example", Key: signer(t, 3)}
	if err := os.WriteFile(file, text[:len(text)-10], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Add(noon.Add(time.Hour), Up, 0, "after"); err != nil {
		t.Fatal(err)
	}
	if l := read(t, file); len(l.Lines) != 8 || l.Lines[7].What != "after" {
		t.Errorf("%d lines", len(l.Lines))
	}
	_ = r.Close() // read back above
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "fail", "ok", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Add(noon.Add(time.Hour), Up, 0, "x"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a changed file goes on: %v", err)
	}
	another := &Record{Dir: filepath.Dir(file), Address: "https://other.example", Key: signer(t, 3)}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := another.Add(noon.Add(time.Hour), Up, 0, "x"); fault.CodeOf(err) != "probe.other" {
		t.Errorf("the file of another address goes on: %v", err)
	}
}

// A look tells a center that works from one that does not, and from a place that is off line.
func TestLook(t *testing.T) {
	answer := func(status int, body string) *httptest.Server {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/api/v1/service" {
				t.Errorf("asked for %s", r.URL.Path)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(s.Close)
		return s
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	there := httptest.NewServer(http.NotFoundHandler())
	defer there.Close()
	for name, c := range map[string]struct{ address, control, seen, what string }{
		"works":                 {answer(200, `{"now":"ok"}`).URL, "", Up, "ok"},
		"maintenance":           {answer(200, `{"now":"maintenance"}`).URL + "/", "", Up, "maintenance"},
		"down by its own word":  {answer(200, `{"now":"down"}`).URL, there.URL, Down, "平台自报不能受理"},
		"an error":              {answer(503, `{}`).URL, there.URL, Down, "HTTP 503"},
		"a page of a proxy":     {answer(200, `<html>`).URL, there.URL, Down, "答复无法识别"},
		"gone":                  {gone.URL, there.URL, Down, "拒绝连接"},
		"gone, without control": {gone.URL, "", Down, "拒绝连接"},
		"off line":              {gone.URL, gone.URL, Unknown, "探测点自身断网"},
	} {
		p := &Prober{Client: Anew(), Address: c.address, Control: c.control, Now: time.Now}
		if seen, _, what := p.Look(t.Context()); seen != c.seen || what != c.what {
			t.Errorf("%s: %s %s", name, seen, what)
		}
	}
}
