package bench

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/sharedata"
	"zhibao/internal/store/storetest"
)

// The scenario of lists and new cases runs in small, with the program in a process of its own, on both
// engines where there is a PostgreSQL.
func TestCases(t *testing.T) {
	for _, url := range append([]string{""}, serverOf()...) {
		out, code := run(t, "cases", "--cases", "400", "--requests", "16", "--lists", "1", "--creates", "24", "--clients", "4", "--dir", t.TempDir(), "--database", url)
		if code != 0 || !strings.Contains(out, "新建 24 件") || !strings.Contains(out, "消息丢失 0，重复 0，无主 0") || !strings.Contains(out, "页面：列表，全部案件") {
			t.Errorf("%q: code %d\n%s", url, code, out)
		}
	}
}

// serverOf returns the PostgreSQL of the tests, if there is one.
func serverOf() []string {
	if url := os.Getenv(storetest.Env); url != "" {
		return []string{url}
	}
	return nil
}

// People of every role, and the public, work for a few seconds; nothing may fail. How fast it is is not
// asked here: the machine of the tests does other things beside.
func TestLoad(t *testing.T) {
	src := t.TempDir()
	if err := os.Mkdir(filepath.Join(src, "docs"), 0o700); err != nil {
		t.Fatal(err)
	}
	out, _ := run(t, "load", "--publish", src, "--users", "24", "--cases", "400", "--real", "8", "--span", "8s", "--dir", t.TempDir())
	if !strings.Contains(out, "失败 0；") || !strings.Contains(out, "/work") || !strings.Contains(out, "/case/N") {
		t.Error(out)
	}
	if b, err := os.ReadFile(filepath.Join(src, loadFile)); err != nil || !strings.Contains(string(b), "| /work |") {
		t.Errorf("%v\n%s", err, b)
	}
}

// Officers search the documents that were brought in, and clerks accept cases: nothing is refused.
func TestLoadSearches(t *testing.T) {
	out, _ := run(t, "load", "--users", "80", "--cases", "200", "--real", "6", "--patents", "40", "--data", filepath.Dir(sharedata.Dir(t, "csv-exports")), "--span", "12s", "--dir", t.TempDir())
	for _, want := range []string{"失败 0；", "40 件文献", "提交 /search", "/search/N", "提交 /case/N/move/accept"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// The control: a gateway that loses every tenth message, and messages that come twice or are about
// nothing, are found.
func TestRecountFinds(t *testing.T) {
	v, err := newReceiver()
	if err != nil {
		t.Fatal(err)
	}
	defer v.srv.Close()
	v.drop = 10
	opened := map[int64]bool{}
	say := func(id int64) {
		t.Helper()
		res, err := http.Post(v.url, "application/json", strings.NewReader(fmt.Sprintf(`{"to":"1","text":"http://localhost/case/%d"}`, id)))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	for id := range int64(30) {
		opened[id+1] = true
		say(id + 1)
	}
	var f burstFigure
	if v.recount(&f, opened); f.lost != 3 || f.doubled != 0 || f.strange != 0 {
		t.Errorf("%+v", f)
	}
	v.drop = 0
	say(1)
	say(99)
	if v.recount(&f, opened); f.lost != 3 || f.doubled != 1 || f.strange != 1 {
		t.Errorf("%+v", f)
	}
}

// The control of the load: slow answers, a failure and a day on which nobody came do not hold.
func TestDayHolds(t *testing.T) {
	fast := day{all: sample{time.Millisecond, 2 * time.Millisecond}}
	if err := fast.holds(); err != nil {
		t.Error(err)
	}
	for _, d := range []day{{}, {all: sample{time.Second}}, {all: fast.all, errors: 1, notes: []string{"refused"}}} {
		if d.holds() == nil {
			t.Errorf("%+v holds", d)
		}
	}
}
