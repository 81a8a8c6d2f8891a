package svg

import (
	"encoding/xml"
	"flag"
	"html/template"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var (
	months = []string{"1月", "2月", "3月", "4月", "5月", "6月"}
	counts = Data{months, []Series{{"受理", []float64{120, 86, 1143.5, 0, 97}}}}
	kinds  = Data{months, []Series{
		{"发明", []float64{60, 40, 72, 55, 41, 80}},
		{"实用新型", []float64{30, 26, math.NaN(), 31, 22, 28}},
		{"外观设计", []float64{12, 20, 35, 18, 9, 14}},
	}}
	cites = Graph{[]string{"2019", "2021", "2022"}, []Node{
		{"CN110000001A", "折叠支架，2 件引用", 0, 2}, {"CN110000002A", "手机支架，1 件引用", 0, 1},
		{"CN113000001A", "散热装置，1 件引用", 1, 1}, {"CN113000002A", "底座", 1, 0}, {"CN115000001B", "立杆", 2, 0},
	}, [][2]int{{2, 0}, {3, 2}, {4, 0}, {4, 1}, {1, 3}, {0, 0}}}
)

// drawings are the charts as the pages use them.
func drawings() map[string]template.HTML {
	count := Frame{Title: "每月受理量", Unit: "件", Sum: true}
	linked := count
	linked.Link = func(s, l int) string { return "/cases?month=" + strconv.Itoa(l+1) + "&kind=" + strconv.Itoa(s) }
	change := Data{months, []Series{{"同比", []float64{12.5, -8, 3, -21.25, 0, 40}}}}
	scores := Data{[]string{"苏州中心", "南京中心", "常州中心", "徐州中心", "某某某某（很长的名称）知识产权保护中心"}, []Series{{"得分", []float64{91.2, 88, 88, math.NaN(), 59.5}}}}
	nation := Data{Labels: []string{"江苏", "广东", "台湾", "北京", "黑龙江"}, Series: []Series{{"中心数", []float64{9, 12, 0, 3, 1}}}}
	return map[string]template.HTML{
		"bar":          Bar(count, counts),
		"bar-grouped":  Bar(linked, kinds),
		"bar-negative": Bar(Frame{Title: "同比", Unit: "%", English: true}, change),
		"stacked":      Stacked(linked, kinds),
		"line":         Line(count, kinds),
		"line-single":  Line(Frame{Title: "首次意见周期", Unit: "天"}, counts),
		"heat":         Heat(linked, kinds),
		"ranking":      Ranking(Frame{Title: "考核排名", Unit: "分"}, scores),
		"tiles":        Tiles(Frame{Title: "各省中心数", Unit: "家"}, nation, Provinces()),
		"deadline":     DeadlineBar(Frame{Title: "办结期限", Unit: "个工作日"}, Deadline{Used: 5, Total: 10, Due: "2026-11-27（五）24:00"}),
		"deadline-warn": DeadlineBar(Frame{Title: "办结期限", Unit: "个工作日"},
			Deadline{Used: 9, Total: 10, Paused: 4, Due: "2026-11-27（五）24:00"}),
		"deadline-over": DeadlineBar(Frame{Title: "Due", English: true}, Deadline{Used: 13, Total: 10}),
		"network":       Network(Frame{Title: "引用网络", Link: func(_, n int) string { return "/documents/" + strconv.Itoa(n) }}, cites),
		"empty":         Bar(count, Data{}),
		"table":         Table(linked, kinds),
	}
}

func TestGolden(t *testing.T) {
	for name, got := range drawings() {
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s changed (-want +got):\n%s", name, diff)
		}
	}
}

// Every drawing is well-formed, named, free of styles and scripts, and has unique ids.
func TestStructure(t *testing.T) {
	for name, got := range drawings() {
		check(t, name, string(got))
	}
}

func check(t interface {
	Errorf(string, ...any)
	Helper()
}, name, text string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(text))
	ids := map[string]bool{}
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Errorf("%s is not well-formed: %v", name, err)
			return
		}
		el, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range el.Attr {
			switch key := a.Name.Local; {
			case key == "style" || strings.HasPrefix(key, "on"):
				t.Errorf("%s: attribute %s on <%s>", name, key, el.Name.Local)
			case key == "id" && ids[a.Value]:
				t.Errorf("%s: id %s twice", name, a.Value)
			case key == "id":
				ids[a.Value] = true
			case key == "href" && !strings.HasPrefix(a.Value, "/"):
				t.Errorf("%s: link %s", name, a.Value)
			case strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf"):
				t.Errorf("%s: %s=%q", name, key, a.Value)
			}
		}
	}
	if strings.HasPrefix(text, "<svg") && !(len(ids) >= 2 && strings.Contains(text, "<title id=") && strings.Contains(text, "<desc id=")) {
		t.Errorf("%s has no title or description", name)
	}
}

// Whatever the data and the words, a drawing stays well-formed and within its frame.
func TestAnyData(t *testing.T) {
	coords := regexp.MustCompile(`<rect x="([-0-9.]+)" y="([-0-9.]+)" width="([-0-9.]+)" height="([-0-9.]+)"`)
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)), rapid.Just(0.0), rapid.Float64Range(-1e-6, 1e-6))
		d := Data{Labels: rapid.SliceOfN(rapid.String(), 0, 40).Draw(t, "labels")}
		for range rapid.IntRange(0, 8).Draw(t, "series") {
			d.Series = append(d.Series, Series{rapid.String().Draw(t, "name"), rapid.SliceOfN(value, 0, 40).Draw(t, "values")})
		}
		f := Frame{Title: rapid.String().Draw(t, "title"), Unit: rapid.String().Draw(t, "unit"), Sum: true}
		if rapid.Bool().Draw(t, "linked") {
			f.Link = func(int, int) string { return "/x?a=1&b=\"><script>" }
		}
		for name, got := range map[string]template.HTML{
			"bar": Bar(f, d), "stacked": Stacked(f, d), "line": Line(f, d), "heat": Heat(f, d),
			"ranking": Ranking(f, d), "tiles": Tiles(f, d, Provinces()), "table": Table(f, d),
		} {
			check(t, name, string(got))
			for _, m := range coords.FindAllStringSubmatch(string(got), -1) {
				x, _ := strconv.ParseFloat(m[1], 64)
				y, _ := strconv.ParseFloat(m[2], 64)
				w, _ := strconv.ParseFloat(m[3], 64)
				h, _ := strconv.ParseFloat(m[4], 64)
				if w < 0 || h < 0 || x < -1 || x+w > 725 || y < -1 {
					t.Fatalf("%s draws outside its frame: %s", name, m[0])
				}
			}
		}
	})
}

func TestForeignLinksAreNotDrawn(t *testing.T) {
	for _, href := range []string{"javascript:alert(1)", "//evil.example", "https://evil.example", "", "data:x"} {
		f := Frame{Title: "x", Link: func(int, int) string { return href }}
		if out := string(Bar(f, counts)); strings.Contains(out, "<a ") {
			t.Errorf("link to %q was drawn", href)
		}
	}
}

func TestRankTies(t *testing.T) {
	order, ranks := rank(Data{[]string{"a", "b", "c", "d", "e"}, []Series{{"", []float64{88, math.NaN(), 91, 88, 7}}}})
	if diff := cmp.Diff([]int{2, 0, 3, 4, 1}, order); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1", "2", "2", "4", ""}, ranks); diff != "" {
		t.Error(diff)
	}
}

func TestTicksContainZeroAndBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1e12, 1e12).Draw(t, "low")
		high := low + rapid.Float64Range(0, 1e12).Draw(t, "span")
		out := ticks(low, high, 5)
		zero := false
		for i, v := range out {
			zero = zero || v == 0
			if i > 0 && v <= out[i-1] {
				t.Fatalf("ticks not increasing: %v", out)
			}
		}
		if !zero || out[0] > low || out[len(out)-1] < high || len(out) > 8 {
			t.Fatalf("ticks(%g, %g) = %v", low, high, out)
		}
	})
}

func TestProvinces(t *testing.T) {
	seen := map[[2]int]string{}
	names := map[string]bool{}
	for _, p := range Provinces() {
		if other := seen[[2]int{p.Col, p.Row}]; other != "" {
			t.Errorf("%s stands on %s", p.Name, other)
		}
		seen[[2]int{p.Col, p.Row}], names[p.Name] = p.Name, true
	}
	if len(names) != 34 || !names["台湾"] || !names["香港"] || !names["澳门"] {
		t.Errorf("%d units", len(names))
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 12: "12", 1234567.891: "1,234,567.89", -1000: "-1,000", 999.5: "999.5", -0.001: "0"} {
		if got := Number(v); got != want {
			t.Errorf("Number(%v) = %s, want %s", v, got, want)
		}
	}
}

// Any graph is drawn within its frame, each node once, each edge with its head, and nodes of a stack never on
// one another.
func TestAnyNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := Graph{Columns: rapid.SliceOfN(rapid.StringN(1, 5, -1), 1, 12).Draw(t, "columns")}
		for range rapid.IntRange(1, 60).Draw(t, "nodes") {
			g.Nodes = append(g.Nodes, Node{rapid.String().Draw(t, "name"), rapid.String().Draw(t, "about"), rapid.IntRange(0, len(g.Columns)-1).Draw(t, "column"), float64(rapid.IntRange(0, 9).Draw(t, "value"))})
		}
		edges := 0
		for range rapid.IntRange(0, 80).Draw(t, "edges") {
			e := [2]int{rapid.IntRange(0, len(g.Nodes)-1).Draw(t, "from"), rapid.IntRange(0, len(g.Nodes)-1).Draw(t, "to")}
			if g.Edges = append(g.Edges, e); e[0] != e[1] {
				edges++
			}
		}
		got := string(Network(Frame{Title: "x", Link: func(_, n int) string { return "/d/" + strconv.Itoa(n) }}, g))
		check(t, "network", got)
		if string(Network(Frame{Title: "x", Link: func(_, n int) string { return "/d/" + strconv.Itoa(n) }}, g)) != got {
			t.Fatal("the same graph was drawn in two ways")
		}
		if n := strings.Count(got, `<a href="/d/`); n != len(g.Nodes) {
			t.Fatalf("%d nodes, %d drawn", len(g.Nodes), n)
		}
		// The legend has an arrow of its own.
		if n := strings.Count(got, ` -3.5v7z"`); n != edges+1 {
			t.Fatalf("%d edges, %d heads", edges, n-1)
		}
		p := g.place()
		p.settle(2000, maxInStack)
		at := map[[2]float64]bool{}
		for i := range g.Nodes {
			spot := [2]float64{p.x[i], p.y[i]}
			if at[spot] {
				t.Fatalf("two nodes stand at %v", spot)
			}
			at[spot] = true
		}
	})
}
