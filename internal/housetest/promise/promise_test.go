package promise_test

import (
	"encoding/csv"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"zhibao/internal/housetest"
	"zhibao/internal/housetest/promise"
	"zhibao/internal/sharedata"
)

var update = flag.Bool("update", false, "write the pages anew")

const root = "../../.."

// source is the repository, read once for all tests.
var source = sync.OnceValues(func() (*housetest.House, error) { return housetest.Load(os.DirFS(root)) })

func house(t *testing.T) *housetest.House {
	t.Helper()
	h, err := source()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestDocsSecurity: each promise has a proof that is there, and each page is that of its table.
func TestDocsSecurity(t *testing.T) {
	s, err := promise.Know(os.DirFS(root), house(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range promise.Tables() {
		rows, err := table.Read(os.DirFS(root))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range table.Flaws(rows, s) {
			t.Error(f)
		}
		path, want := filepath.Join(root, "docs", table.Page), table.Write(rows)
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || string(have) != want {
			t.Errorf("%s is stale: run `go test ./internal/housetest/promise -update` (%v)", path, err)
		}
	}
}

// TestBrokenPromisesAreFound breaks a table in each way.
func TestBrokenPromisesAreFound(t *testing.T) {
	s, err := promise.Know(os.DirFS(root), house(t))
	if err != nil {
		t.Fatal(err)
	}
	table := promise.Tables()[0]
	const proof = "internal/housetest/promise/promise_test.go#TestDocsSecurity"
	row := func(decision, reason, proof string) promise.Row {
		return promise.Row{"1.1.1", "1", "x", decision, reason, proof}
	}
	if f := table.Flaws([]promise.Row{row(promise.Met, "", proof)}, s); len(f) > 0 {
		t.Fatal(f)
	}
	for want, r := range map[string][]promise.Row{
		"stands twice":    {row(promise.Met, "", proof), row(promise.Met, "", proof)},
		"is no decision":  {row("也许", "", proof)},
		"without proof":   {row(promise.Met, "", "")},
		"without a":       {row(promise.None, "", "")},
		"no file of":      {row(promise.ByOthers, "x", proof)},
		"not there":       {row(promise.Met, "", proof+"X")},
		"absent.go is":    {row(promise.Met, "", "absent.go")},
		"TestHouse is":    {row(promise.Met, "", "internal/housetest/house.go#TestHouse")},
		"testdata is not": {row(promise.Met, "", "internal/housetest/testdata")},
	} {
		if f := table.Flaws(r, s); len(f) != 1 || !strings.Contains(f[0], want) {
			t.Errorf("%s: %q", want, f)
		}
	}
}

// TestSpokenPromises: what SECURITY.md promises has a proof for each row, and a row without one, or with one that is
// not there, is found.
func TestSpokenPromises(t *testing.T) {
	s, err := promise.Know(os.DirFS(root), house(t))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	n, flaws := promise.Spoken(string(page), s)
	for _, f := range flaws {
		t.Error(f)
	}
	if n < 9 {
		t.Errorf("%d promises", n)
	}
	head := "| 内容 | 证明 |\n|---|---|\n"
	for want, row := range map[string]string{"without proof": "| x | 无 |\n", "is not there": "| x | [TestGone](internal/housetest/house_test.go) |\n", "gone.md is": "| x | [gone.md](docs/gone.md) |\n"} {
		if n, f := promise.Spoken(head+row, s); n != 1 || len(f) != 1 || !strings.Contains(f[0], want) {
			t.Errorf("%s: %d %q", want, n, f)
		}
	}
}

// TestEveryRequirementIsDecided: the ids of levels 1 and 2, by chapter as they were counted in the
// published list, and, where that list is at hand, one by one.
func TestEveryRequirementIsDecided(t *testing.T) {
	rows, err := promise.Tables()[0].Read(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	have, chapters := map[string]string{}, map[string]int{}
	for _, r := range rows {
		have[r[0]] = r[1]
		chapter, _, _ := strings.Cut(r[0], ".")
		chapters[chapter+" level "+r[1]]++
	}
	counted := map[string][2]int{"1": {8, 19}, "2": {4, 7}, "3": {8, 11}, "4": {2, 8}, "5": {4, 5}, "6": {13, 22}, "7": {6, 12}, "8": {4, 3}, "9": {4, 3},
		"10": {5, 24}, "11": {3, 11}, "12": {3, 6}, "13": {1, 12}, "14": {2, 7}, "15": {3, 10}, "16": {0, 16}, "17": {0, 7}}
	for c, n := range counted {
		if chapters[c+" level 1"] != n[0] || chapters[c+" level 2"] != n[1] {
			t.Errorf("chapter %s: %d and %d requirements, want %v", c, chapters[c+" level 1"], chapters[c+" level 2"], n)
		}
	}
	if len(have) != 253 {
		t.Errorf("%d requirements", len(have))
	}
	f, err := os.Open(filepath.Join(sharedata.Dir(t, "asvs"), "asvs-5.0.0.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, r := range all[1:] {
		if r[6] != "3" {
			want[strings.TrimPrefix(r[4], "V")] = r[6]
		}
	}
	if !maps.Equal(have, want) {
		t.Errorf("the table has %d requirements, the list %d, and they differ", len(have), len(want))
	}
}

// ways are the words with which Go code reaches out of its process, and where each may stand. All else
// that the product does is answered from its own memory, files and database, so that no text of an
// application can leave by a way that is not in this list.
var ways = map[*regexp.Regexp][]string{
	regexp.MustCompile(`\bnet\.(Dial|Lookup|Resolve)|\bnet\.Dialer\b|\btls\.(Dial|Client)`): {"internal/search/opensearch/client.go", "internal/mailbox/smtp.go", "internal/identity/openid/egress.go", "internal/scan/scan.go"},
	regexp.MustCompile(`\bhttp\.(Client\{|Transport\{|DefaultClient|DefaultTransport|Get\(|Post\(|PostForm\(|Head\()|\brpc\.Dial|httputil\.`): {
		"internal/search/opensearch/client.go", "internal/mailbox/gateway.go", "internal/identity/openid/egress.go", "internal/telemetry/traces.go",
		"governance/outage/probe/look.go"}, // a process of its own outside, which holds nothing of a center
	regexp.MustCompile(`\bexec\.Command|\bos\.StartProcess|\bsyscall\.(Exec|ForkExec|Connect|Socket)\b|\bplugin\.Open`): {"internal/store/postgres.go", "internal/ocr/ocr.go"},
	regexp.MustCompile(`\bpgx(pool)?\.Connect|\bpgxpool\.New|"github.com/jackc/pgx`):                                    {"internal/store/postgres.go", "internal/store/pipe.go"},
	regexp.MustCompile(`"github.com/wneessen/go-mail|"net/smtp"`):                                                       {"internal/mailbox/smtp.go"},
	regexp.MustCompile(`"net/http/pprof"|"expvar"`):                                                                     nil,
}

// outward finds lines that reach out and may not. What measures the program (bench) and what only
// tests use is no part of a center: nobody serves it, and it calls this machine.
func outward(h *housetest.House, texts []housetest.Text) (found []string, idle []string) {
	used := map[string]bool{}
	for _, x := range texts {
		if !strings.HasSuffix(x.Path, ".go") || strings.HasSuffix(x.Path, "_test.go") || strings.HasPrefix(x.Path, "center/bench/") || strings.HasPrefix(x.Path, "tools/") ||
			slices.ContainsFunc([]string{"webtest/", "officetest/", "storetest/", "mailboxtest/", "searchtest/", "internal/lossyfs/"}, func(d string) bool { return strings.Contains(x.Path, d) }) {
			continue
		}
		for way, allowed := range ways {
			if !way.Match(x.Data) {
				continue
			}
			for i, line := range strings.Split(string(x.Data), "\n") {
				if strings.HasPrefix(strings.TrimSpace(line), "//") || !way.MatchString(line) {
					continue
				}
				used[way.String()+x.Path] = true
				if !slices.Contains(allowed, x.Path) {
					found = append(found, x.Path+":"+strconv.Itoa(i+1)+": "+strings.TrimSpace(line))
				}
			}
		}
	}
	for way, allowed := range ways {
		for _, p := range allowed {
			if !used[way.String()+p] {
				idle = append(idle, p+" does not use "+way.String())
			}
		}
	}
	slices.Sort(found)
	return found, idle
}

// TestOnlyTheseReachOutside: the product reaches other machines and other programs from the files that
// docs/threats.md speaks of, and from nowhere else.
func TestOnlyTheseReachOutside(t *testing.T) {
	h := house(t)
	found, idle := outward(h, h.Texts)
	for _, f := range append(found, idle...) {
		t.Error(f)
	}
	planted := housetest.Text{Path: "examination/preexam/leak.go", Data: []byte("package preexam\n\nfunc leak(s string) { http.Post(\"https://x\", s, nil) }\nfunc run() { exec.Command(\"curl\") }\n")}
	if found, _ := outward(h, append(slices.Clone(h.Texts), planted)); len(found) != 2 {
		t.Errorf("two planted leaks: %q", found)
	}
}
