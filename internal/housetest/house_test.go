package housetest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestHouse runs every rule over this repository.
func TestHouse(t *testing.T) {
	h, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if h.Module != "zhibao" || len(h.Packages) < 2 || len(h.Requires) < 5 {
		t.Fatalf("module %q with %d packages and %d modules: the tree was not read", h.Module, len(h.Packages), len(h.Requires))
	}
	exceptions, err := Exceptions()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range Checks() {
		known[c.Name] = true
		t.Run(c.Name, func(t *testing.T) {
			rest, idle := Judge(c.Name, c.Run(h), exceptions)
			for _, f := range rest {
				t.Error(f)
			}
			for _, e := range idle {
				t.Errorf("exceptions.txt: nothing breaks %s at %s any more; delete the line", e.Rule, e.On)
			}
			if t.Failed() {
				t.Logf("the rule: %s", c.Demand)
			}
		})
	}
	for _, e := range exceptions {
		if !known[e.Rule] {
			t.Errorf("exceptions.txt: there is no rule %q", e.Rule)
		}
	}
}

// TestChecksCanFail plants breaches: each rule has a sample under testdata that says which
// lines must be found, and everything else in it must be left alone.
func TestChecksCanFail(t *testing.T) {
	for _, c := range Checks() {
		t.Run(c.Name, func(t *testing.T) {
			files, want := sample(t, filepath.Join("testdata", c.Name+".txt"))
			h, err := Load(files)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, f := range c.Run(h) {
				got[place(f)] = true
				if f.Say == "" || f.On == "" {
					t.Errorf("%v: finding without advice or subject", f)
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("found %v\nwant  %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
			}
			if len(want) == 0 {
				t.Error("the sample has no breach")
			}
		})
	}
	left, _ := filepath.Glob("testdata/*.txt")
	if len(left) != len(Checks()) {
		t.Errorf("%d samples for %d rules", len(left), len(Checks()))
	}
}

func place(f Finding) string {
	if f.Line == 0 {
		return f.Path
	}
	return fmt.Sprintf("%s:%d", f.Path, f.Line)
}

var (
	fileMark = regexp.MustCompile(`^-- (\S+) --$`)
	wantMark = regexp.MustCompile(`^want (\S+)$`)
	fillMark = regexp.MustCompile(`^fill (\d+) (.+)$`)
	hereMark = "/*bad*/"
)

// sample reads a small module written as one text. "-- name --" begins a file, "want place" in
// the head and /*bad*/ at the end of a line name what must be found, and "fill n line" stands
// for n such lines, in which # is replaced by the number.
func sample(t *testing.T, path string) (fstest.MapFS, map[string]bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files, want := fstest.MapFS{}, map[string]bool{}
	name, lines := "", 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if m := fileMark.FindStringSubmatch(line); m != nil {
			name, lines = m[1], 0
			files[name] = &fstest.MapFile{}
			continue
		}
		if m := wantMark.FindStringSubmatch(line); m != nil && name == "" {
			want[m[1]] = true
			continue
		}
		out := []string{line}
		if m := fillMark.FindStringSubmatch(line); m != nil {
			n := 0
			fmt.Sscan(m[1], &n)
			out = nil
			for i := range n {
				out = append(out, strings.ReplaceAll(m[2], "#", fmt.Sprint(i)))
			}
		}
		for _, l := range out {
			lines++
			if l, ok := strings.CutSuffix(l, hereMark); ok && name != "" {
				want[fmt.Sprintf("%s:%d", name, lines)] = true
				files[name].Data = append(files[name].Data, l+"\n"...)
			} else if name != "" {
				files[name].Data = append(files[name].Data, l+"\n"...)
			}
		}
	}
	if files["go.mod"] == nil {
		files["go.mod"] = &fstest.MapFile{Data: []byte("module sample\n")}
	}
	return files, want
}

func TestExceptions(t *testing.T) {
	list, err := parseExceptions("# head\n\ntable-center | job_queue | belongs to the process, not to a center\n")
	if err != nil || len(list) != 1 || list[0].On != "job_queue" {
		t.Fatalf("%v, %v", list, err)
	}
	found := []Finding{{On: "job_queue", Say: "x"}, {On: "case_event", Say: "y"}}
	rest, idle := Judge("table-center", found, append(list, Exception{"table-center", "gone", "was needed once upon a time"}))
	if len(rest) != 1 || rest[0].On != "case_event" || len(idle) != 1 || idle[0].On != "gone" {
		t.Errorf("rest %v, idle %v", rest, idle)
	}
	for _, bad := range []string{"table-center | job_queue", "table-center | job_queue | why"} {
		if _, err := parseExceptions(bad); err == nil {
			t.Errorf("%q passed without a reason", bad)
		}
	}
}
