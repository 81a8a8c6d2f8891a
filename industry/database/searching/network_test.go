package searching

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/industry/database/searching/citing"
	"zhibao/internal/web/webtest"
	"zhibao/patent/literature"
)

// weaving puts documents into the holding of which each cites the ones whose places divide its own, and two
// that are cited from outside the searched ones or lie outside themselves.
func (w *world) weaving(t *testing.T, n int) {
	t.Helper()
	var docs []literature.Document
	for i := 1; i <= n; i++ {
		d := doc(i, 2010+i/12, "CN", "发明", fmt.Sprintf("折叠支架（之%d）", i), "底座和立杆。", "甲公司", "F16M 11/04")
		for k := 2; k < i; k++ {
			if i%k == 0 {
				d.Cites = append(d.Cites, literature.Citation{Number: docs[k-1].Number})
			}
		}
		d.Cites = append(d.Cites, literature.Citation{Number: "US9999999B2"})
		docs = append(docs, d)
	}
	// A later publication of the second application, which adds a citation, and a document that no search
	// for brackets finds.
	again := docs[1]
	again.Number, again.KindCode, again.Grant = strings.TrimSuffix(again.Number, "A")+"B", "B", true
	again.Cites = []literature.Citation{{Number: docs[0].Number}}
	other := doc(n+1, 2022, "CN", "发明", "散热装置", "翅片。", "乙公司", "H01S 5/024")
	other.Cites = []literature.Citation{{Number: docs[1].Number}}
	w.put(t, append(docs, again, other)...)
}

// TestNetwork: documents, links and how often each is cited are those that the holding has of the result.
func TestNetwork(t *testing.T) {
	for _, n := range []int{20, 150} {
		w := newWorld(t)
		w.weaving(t, n)
		s := w.site(t, as(5))
		p := ask(t, s, "TI=折叠支架")
		page := s.Get(p.Path + "/charts/network")
		if page.Status != http.StatusOK {
			t.Fatalf("%d %s", page.Status, page.Body)
		}
		page.Check()
		// The result is read from the holding and counted again, document by document.
		var numbers []string
		for i := 1; i <= n; i++ {
			numbers = append(numbers, fmt.Sprintf("CN1%08dA", i))
		}
		docs, err := w.Holding.Many(t.Context(), caseworktest.CenterID, append(numbers, "CN100000002B"))
		if err != nil || len(docs) != n+1 {
			t.Fatalf("%d documents, %v", len(docs), err)
		}
		by, cites := map[string]int{}, map[[2]string]bool{}
		for _, d := range docs {
			for _, c := range d.Cites {
				by[literature.Root(c.Number)]++
				cites[[2]string{literature.Root(d.Number), literature.Root(c.Number)}] = true
			}
		}
		tables := webtest.All(page.Root, "table")
		if len(tables) != 2 {
			t.Fatalf("%d tables", len(tables))
		}
		drawn := map[string]bool{}
		for _, tr := range webtest.All(tables[0], "tr")[1:] {
			td := webtest.All(tr, "td")
			root := literature.Root(webtest.Text(td[0]))
			drawn[root] = true
			if want := fmt.Sprint(by[root]); webtest.Text(td[1]) != want {
				t.Errorf("%d documents: %s is cited by %s, the holding says %s", n, root, webtest.Text(td[1]), want)
			}
		}
		if n == 150 && len(drawn) != citing.MostDrawn {
			t.Errorf("%d documents are drawn", len(drawn))
		}
		// The thirty that are cited most are all there; where fewer are cited, all that are linked.
		var order []string
		for root := range by {
			if strings.HasPrefix(root, "CN") {
				order = append(order, root)
			}
		}
		slices.SortFunc(order, func(a, b string) int { return by[b] - by[a] })
		for i, root := range order {
			if !drawn[root] && (n == 20 || i < citing.MostCited && by[root] > by[order[citing.MostCited]]) {
				t.Errorf("%s is cited %d times and not drawn", root, by[root])
			}
		}
		want := 0
		for e := range cites {
			if drawn[e[0]] && drawn[e[1]] {
				want++
			}
		}
		rows := 0
		for _, tr := range webtest.All(tables[1], "tr")[1:] {
			td := webtest.All(tr, "td")
			for _, a := range webtest.All(td[1], "a") {
				if e := [2]string{literature.Root(webtest.Text(td[0])), literature.Root(webtest.Text(a))}; !cites[e] {
					t.Errorf("%v is no citation", e)
				}
				rows++
			}
		}
		// Each link has one head in the picture, and the legend one; each document one link to its page.
		if heads := strings.Count(page.Body, ` -3.5v7z"`) - 1; want == 0 || rows != want || heads != want {
			t.Errorf("%d documents: %d links in the table, %d in the picture, %d in the holding", n, rows, heads, want)
		}
		svg := webtest.All(page.Root, "svg")
		if len(svg) != 1 || len(webtest.All(svg[0], "a")) != len(drawn) {
			t.Fatalf("the picture does not link to its %d documents", len(drawn))
		}
		if to := s.Get(webtest.Attr(webtest.All(svg[0], "a")[0], "href")); to.Status != http.StatusOK {
			t.Errorf("a node leads to %d", to.Status)
		}
		if csv := s.Get(p.Path + "/charts/network/csv"); strings.Count(csv.Body, "引用关系,") != want {
			t.Errorf("the table for programs has not %d links: %s", want, csv.Body)
		}
	}
}
