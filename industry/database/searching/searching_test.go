package searching

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/search"
	"zhibao/internal/search/opensearch"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	dir    string
	marks  map[int64]int64    // how far the index of a center was fed
	lists  map[int64][]string // frozen elsewhere
	papers []paper.Paper      // that were written
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{dir: t.TempDir(), marks: map[int64]int64{}}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Schemas: []store.Schema{Schema(), holding.Schema(), worklist.Schema()}, Grants: Grants(), Settings: Settings()})
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	w.start()
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// start makes the desk anew, as a process that starts does.
func (w *world) start() {
	w.Desk = New(Deps{Holding: &holding.Holding{DB: w.office.DB, Now: w.clock.Now},
		Open: func(ctx context.Context, center int64) (Engine, bool, error) {
			// With a server at hand, all is tested with it; its index has the name of the folder.
			if address := os.Getenv("ZHIBAO_OPENSEARCH"); address != "" {
				name := strings.ToLower(strings.NewReplacer("/", "-", "#", "-").Replace("zhibao-test" + w.folder(center)))
				x, err := opensearch.Open(ctx, address, name, holding.SearchSchema())
				if err != nil {
					return nil, false, err
				}
				n, err := x.Docs(ctx)
				return x, n == 0, err
			}
			x, err := search.Open(w.folder(center), holding.SearchSchema(), search.Options{})
			if err != nil {
				return nil, false, err
			}
			return x, x.Docs() == 0, nil
		},
		Links:  func(*web.Ctx, *literature.Document) ([]web.Link, error) { return nil, nil },
		Frozen: func(_ context.Context, center, list int64) ([]string, error) { return w.lists[list], nil },
		Write: func(_ string, out io.Writer, p paper.Paper) (string, error) {
			w.papers = append(w.papers, p)
			return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.Write(out, p)
		},
		Fed: func(center int64, set *int64) (int64, error) {
			if set != nil {
				w.marks[center] = *set
			}
			return w.marks[center], nil
		}})
	w.Use(w.office)
}

func (w *world) folder(center int64) string { return filepath.Join(w.dir, fmt.Sprint(center)) }

func as(account int64) casework.Actor {
	return casework.Actor{Name: fmt.Sprintf("预审员%d", account), Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(casework.Examiner)}}}
}

// doc is a made-up publication.
func doc(serial, year int, office, kind, title, abstract, applicant, ipc string) literature.Document {
	d := literature.Document{Number: fmt.Sprintf("%s1%08dA", office, serial), Office: office, KindCode: "A", Kind: patent.Kind(kind), Published: calendar.Date(year, 5, 1+serial%28), Language: "zh",
		Titles: []literature.Text{{Language: "zh", Words: title}}, Abstracts: []literature.Text{{Language: "zh", Words: abstract}}, Applicants: []literature.Party{{Name: applicant, Country: "CN", Address: "浙江省杭州市西湖区1号"}},
		IPC: []string{ipc}, Inventors: []literature.Party{{Name: []string{"张三", "李四", "王五"}[serial%3]}}, Source: literature.Source{Name: "测试数据", Format: "test", At: serial}}
	d.Filed = d.Published - 400
	d.Earliest = d.Filed
	return d
}

// fill puts a small collection into the holding.
func (w *world) fill(t testing.TB) []literature.Document {
	t.Helper()
	var docs []literature.Document
	for i := range 60 {
		title, ipc, kind := "一种折叠支架", "F16M 11/04", "发明"
		switch i % 3 {
		case 1:
			title, ipc = "半导体激光器的散热装置", "H01S 5/024"
		case 2:
			title, ipc, kind = "手机支架", "F16M 11/38", "实用新型"
		}
		office := "CN"
		if i%5 == 0 {
			office = "US"
		}
		d := doc(i+1, 2015+i%8, office, kind, fmt.Sprintf("%s（之%d）", title, i), "本发明公开了"+title+"，包括底座和立杆。", []string{"甲公司", "乙公司", "丙大学"}[i%3], ipc)
		if i > 10 && i%2 == 0 {
			d.Cites = []literature.Citation{{Number: docs[0].Number, Category: "X", By: "审查员"}}
		}
		if i%4 == 0 {
			d.Grant, d.KindCode = true, "B"
			d.Number = strings.TrimSuffix(d.Number, "A") + "B"
		}
		d.Claims = []literature.Text{{Language: "zh", Words: "1.一种" + title + "，其特征在于，包括底座。\n2.根据权利要求1所述的" + title + "，其特征在于，还包括立杆。"}}
		docs = append(docs, d)
	}
	w.put(t, docs...)
	return docs
}

func (w *world) put(t testing.TB, docs ...literature.Document) {
	t.Helper()
	rs, err := w.Holding.Put(t.Context(), caseworktest.CenterID, docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if r.Err != nil {
			t.Fatal(r.Number, r.Err)
		}
	}
}

func (w *world) site(t testing.TB, a any) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, w.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
}

// search asks in the box and returns the page of the result.
func ask(t testing.TB, s *webtest.Site, words string) *webtest.Page {
	t.Helper()
	p := s.Submit(s.Get(home), "q", url.Values{"q": {words}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", words, p.Status, p.Body)
	}
	if loc := p.Header.Get("Location"); strings.Contains(loc, "q=") {
		t.Fatalf("the words stand in the address %s", loc)
	}
	return s.Get(p.Header.Get("Location"))
}

var found = regexp.MustCompile(`共 (\d+) 件`)

// total is how many documents a page says were found.
func total(t testing.TB, p *webtest.Page) int {
	t.Helper()
	m := found.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no total: %s", p.Body)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// TestBoxAndFormWriteEachOther: what was typed stands in the form, and what the form says in the box.
func TestBoxAndFormWriteEachOther(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "标题=(折叠 支架) AND 公开日=2016至2020 NOT 申请人=乙")
	if n := total(t, p); n == 0 {
		t.Error("nothing was found")
	}
	for name, want := range map[string]string{"rows.0.words": "折叠 支架", "rows.1.from": "2016", "rows.1.to": "2020", "rows.2.words": "乙"} {
		if !strings.Contains(p.Body, `name="`+name+`" value="`+want+`"`) {
			t.Errorf("the form does not say %s = %s", name, want)
		}
	}
	byForm := s.Submit(p, "rows.0.words", url.Values{"rows.0.words": {"手机"}, "rows.2.field": {"IPC"}, "rows.2.join": {"and"}, "rows.2.words": {"F16M"}})
	if byForm.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", byForm.Status, byForm.Body)
	}
	next := s.Get(byForm.Header.Get("Location"))
	next.Check()
	if !strings.Contains(next.Body, "标题=手机 AND 公开日=[2016 TO 2020] AND 国际分类=F16M") {
		t.Errorf("the box does not say what the form said: %s", next.Find("textarea"))
	}
	if total(t, next) == 0 {
		t.Error("nothing was found by the form")
	}
}

// TestMistakesArePointedAt: the column is named, the place is marked, nothing typed is lost.
func TestMistakesArePointedAt(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(5))
	p := s.Submit(s.Get(home), "q", url.Values{"q": {"支架 AND 标提=折叠"}})
	if p.Status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", p.Status)
	}
	p.Check()
	p.Contains("第8列", "没有名为“标提”的字段")
	if p.Find("mark") != "标提" || !strings.Contains(p.Find("textarea"), "支架 AND 标提=折叠") {
		t.Error("the place is not marked, or what was typed is lost")
	}
}

// TestFacetsEqualTheList: each number beside the list is how many there are when it is chosen, in and out.
func TestFacetsEqualTheList(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "支架 OR 激光器")
	all := total(t, p)
	if all != 60 {
		t.Fatalf("%d found", all)
	}
	checked := 0
	for _, li := range webtest.All(p.Root, "li") {
		as := webtest.All(li, "a")
		bs := webtest.All(li, "b")
		if len(as) != 2 || len(bs) != 1 || !strings.Contains(webtest.Attr(as[0], "href"), "in=") {
			continue
		}
		want, err := strconv.Atoi(webtest.Text(bs[0]))
		if err != nil {
			t.Fatal(err)
		}
		if n := total(t, s.Get(webtest.Attr(as[0], "href"))); n != want {
			t.Errorf("%s: %d in the list, %d beside it", webtest.Text(as[0]), n, want)
		}
		if n := total(t, s.Get(webtest.Attr(as[1], "href"))); n != all-want {
			t.Errorf("without %s: %d in the list, want %d", webtest.Text(as[0]), n, all-want)
		}
		checked++
	}
	if checked < 15 {
		t.Errorf("only %d values were checked", checked)
	}
}

// TestDocument: texts with the words marked, relatives, neighbours in the result; every page in both languages.
func TestDocument(t *testing.T) {
	w := newWorld(t)
	docs := w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "TI=手机 AND CL=底座")
	first := webtest.Attr(webtest.All(p.Root, "h3")[0].FirstChild, "href")
	if first == "" {
		for _, a := range webtest.All(p.Root, "a") {
			if strings.HasPrefix(webtest.Attr(a, "href"), documents) {
				first = webtest.Attr(a, "href")
				break
			}
		}
	}
	d := s.Get(first)
	d.Check()
	d.Contains("著录项目", "权利要求", "法律事件", "同族", "引用")
	if !strings.Contains(d.Body, "<mark>底座</mark>") {
		t.Error("the words are not marked in the claims")
	}
	next := ""
	for _, a := range webtest.All(d.Root, "a") {
		if webtest.Has(a, "data-next") {
			next = webtest.Attr(a, "href")
		}
	}
	if next == "" {
		t.Fatal("no next document")
	}
	if n := s.Get(next); n.Status != http.StatusOK || !strings.Contains(n.Body, "data-prev") {
		t.Errorf("next: %d", n.Status)
	}
	cited := s.Get(documents + "/" + docs[0].Number)
	cited.Contains("被引用")
	if !strings.Contains(cited.Body, docs[12].Number) {
		t.Error("who cites it is not shown")
	}
	s.Get("/?lang=en")
	for _, path := range []string{home, collections, first, documents + "/" + docs[0].Number} {
		en := s.Get(path)
		en.Check()
		en.NoHan()
	}
	if p := s.Get(documents + "/CN199999999A"); p.Status != http.StatusNotFound {
		t.Errorf("a document that is not held: %d", p.Status)
	}
}

// TestCollections: chosen documents stay though the holding goes on; a kept search goes on with it. Nobody
// sees another's unless it is shared, and nobody changes it.
func TestCollections(t *testing.T) {
	w := newWorld(t)
	docs := w.fill(t)
	s, other := w.site(t, as(5)), w.site(t, as(6))
	p := ask(t, s, "TI=手机")
	n := total(t, p)
	put := s.Submit(p, "number", url.Values{"title": {"手机支架"}, "all": {"1"}})
	if put.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", put.Status, put.Body)
	}
	set := put.Header.Get("Location")
	page := s.Get(set)
	page.Check()
	if total(t, page) != n {
		t.Errorf("%d in the collection, %d were found", total(t, page), n)
	}
	w.put(t, doc(900, 2026, "CN", "发明", "手机壳", "一种手机壳。", "丁公司", "H04M 1/18"))
	if again := ask(t, s, "TI=手机"); total(t, again) != n+1 {
		t.Errorf("%d found after one more came in, want %d", total(t, again), n+1)
	}
	if got := total(t, s.Get(set)); got != n {
		t.Errorf("the collection grew to %d", got)
	}
	if got := other.Get(set); got.Status != http.StatusNotFound {
		t.Errorf("another sees it: %d", got.Status)
	}
	if got := other.Get(strings.TrimSuffix(p.Path, "?")); got.Status != http.StatusNotFound {
		t.Errorf("another sees the search: %d", got.Status)
	}
	for _, kind := range []string{"xlsx", "csv", "docx"} {
		if got := s.Get(set + "/export?as=" + kind); got.Status != http.StatusOK || got.Header.Get("Content-Disposition") == "" {
			t.Errorf("%s: %d", kind, got.Status)
		}
		if got := s.Get(p.Path + "/export?as=" + kind); got.Status != http.StatusOK {
			t.Errorf("%s of a result: %d", kind, got.Status)
		}
	}
	csv := s.Get(p.Path + "/export?as=csv").Body
	for _, want := range []string{"TI=手机", "文献库版本", docs[2].Number} {
		if !strings.Contains(csv, want) {
			t.Errorf("the export does not say %s", want)
		}
	}
	note := s.Submit(s.Get(set+"/note/"+docs[2].Number), "note", url.Values{"note": {"最接近的现有技术"}})
	if note.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", note.Status, note.Body)
	}
	s.Get(set).Contains("最接近的现有技术")
	if p := s.Submit(s.Get(collections), "numbers", url.Values{"title": {"清单"}, "numbers": {"CN100000001A 你好"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a word was taken for a number: %d", p.Status)
	}
	if p := s.Submit(s.Get(collections), "numbers", url.Values{"title": {"清单"}, "numbers": {"CN999999999A"}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "没有收录") {
		t.Errorf("a document that is not held was taken: %d", p.Status)
	}
}

// TestCharts: every analysis is drawn with its numbers, and each number opens to as many documents.
func TestCharts(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "")
	opened := 0
	for _, ch := range charts() {
		page := s.Get(p.Path + "/charts/" + ch.code)
		if page.Status != http.StatusOK {
			t.Errorf("%s: %d", ch.code, page.Status)
			continue
		}
		page.Check()
		if len(webtest.All(page.Root, "svg")) == 0 {
			t.Errorf("%s draws nothing", ch.code)
		}
		if csv := s.Get(p.Path + "/charts/" + ch.code + "/csv"); csv.Status != http.StatusOK || strings.Count(csv.Body, "\n") < 2 {
			t.Errorf("%s: no data", ch.code)
		}
		if ch.code == "firm" || ch.code == "life" || ch.code == "cited" || ch.code == "network" {
			continue // shares, counts of applicants and of citations are no numbers of documents
		}
		for i, td := range webtest.All(page.Root, "td") {
			as := webtest.All(td, "a")
			if len(as) != 1 || i%2 != 1 {
				continue
			}
			want, err := strconv.Atoi(webtest.Text(as[0]))
			if err != nil {
				continue
			}
			if n := total(t, s.Get(webtest.Attr(as[0], "href"))); n != want {
				t.Errorf("%s: %d in the table, %d in the list behind it (%s)", ch.code, want, n, webtest.Attr(as[0], "href"))
			}
			opened++
		}
	}
	if opened < 20 {
		t.Errorf("only %d numbers were opened", opened)
	}
	// The tile of a province has the number of its line.
	if page := s.Get(p.Path + "/charts/places"); !strings.Contains(page.Body, "<title>浙江：60 件</title>") {
		t.Error("the tile map does not know the province")
	}
	if p := s.Get(p.Path + "/charts/none"); p.Status != http.StatusNotFound {
		t.Errorf("%d", p.Status)
	}
}

// TestCompareChosen: two documents that are ticked in the list stand side by side; another number of them is
// refused.
func TestCompareChosen(t *testing.T) {
	w := newWorld(t)
	docs := w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "折叠支架")
	p.Contains("并排比较所选的两件")
	send := func(numbers ...string) *webtest.Page {
		return s.Post(p.Path+"/collect", url.Values{"_csrf": {p.Token()}, "compare": {"1"}, "number": numbers})
	}
	got := send(docs[0].Number, docs[3].Number)
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	s.Get(got.Header.Get("Location")).Contains(docs[0].Number, docs[3].Number, "处")
	for _, chosen := range [][]string{nil, {docs[0].Number}, {docs[0].Number, docs[3].Number, docs[6].Number}} {
		if got := send(chosen...); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "请返回列表勾选两件") {
			t.Errorf("%d documents: %d", len(chosen), got.Status)
		}
	}
}

// TestIndexIsRebuilt: an index that is lost is fed anew; one that is damaged says so and loses nothing.
func TestIndexIsRebuilt(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	count := func() int {
		r, err := w.Search(t.Context(), as(5), "支架 OR 激光器")
		if err != nil {
			t.Fatal(err)
		}
		return r.Total
	}
	if count() != 60 {
		t.Fatal("not all was found")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(w.folder(caseworktest.CenterID)); err != nil {
		t.Fatal(err)
	}
	w.start()
	if n := count(); n != 60 {
		t.Errorf("%d found after the index was lost", n)
	}
}

// TestWordsAreSealed: the words of a search do not stand in the database.
func TestWordsAreSealed(t *testing.T) {
	w := newWorld(t)
	r, err := w.Search(t.Context(), as(5), "标题=绝密的可折叠飞行器")
	if err != nil {
		t.Fatal(err)
	}
	var words []byte
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT words FROM searching_run WHERE id = $1`, r.ID).Scan(&words)
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(words), "飞行器") || len(words) == 0 {
		t.Error("the words of a search can be read in the database")
	}
	if _, err := w.run(t.Context(), as(6), r.ID); fault.KindOf(err) != fault.Missing {
		t.Errorf("another reads the search: %v", err)
	}
}

// TestForget: searches that are older than the center keeps them go, unless somebody saved them, took them
// out of the program, put what they found into a collection that is still there, or watches them.
func TestForget(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	names := map[string]int64{}
	for _, name := range []string{"plain", "kept", "exported", "collected", "dropped", "watched"} {
		r, err := w.Search(t.Context(), as(5), "标题=支架")
		if err != nil {
			t.Fatal(err)
		}
		names[name] = r.ID
	}
	at := func(name, rest string) string { return fmt.Sprintf("/search/%d%s", names[name], rest) }
	if err := w.keep(t.Context(), as(5), names["kept"], "支架", false); err != nil {
		t.Fatal(err)
	}
	if p := s.Get(at("exported", "/export?as=csv")); p.Status != http.StatusOK {
		t.Fatal(p.Status)
	}
	for _, name := range []string{"collected", "dropped"} {
		if p := s.Submit(s.Get(at(name, "")), "number", url.Values{"all": {"1"}, "title": {name}}); p.Status != http.StatusSeeOther {
			t.Fatal(name, p.Status)
		}
	}
	sets, err := w.mine(t.Context(), as(5))
	if err != nil || len(sets) != 2 {
		t.Fatal(len(sets), err)
	}
	if err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.Exec(t.Context(), `UPDATE searching_set SET dropped_at = 1 WHERE title = 'dropped'`); err != nil {
			return err
		}
		return w.Used(t.Context(), tx, caseworktest.CenterID, names["watched"], UsedWatch, 77)
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Forget(t.Context(), caseworktest.CenterID); err != nil || n != 0 {
		t.Fatalf("%d of today go: %v", n, err)
	}
	w.clock.SetDay(calendar.MustDay("2026-11-23") + 366)
	if n, err := w.Forget(t.Context(), caseworktest.CenterID+1); err != nil || n != 0 {
		t.Fatalf("%d go with those of another center: %v", n, err)
	}
	if n, err := w.Forget(t.Context(), caseworktest.CenterID); err != nil || n != 2 {
		t.Fatalf("%d go, want two: %v", n, err)
	}
	for name, id := range names {
		_, err := w.run(t.Context(), as(5), id)
		if gone := fault.KindOf(err) == fault.Missing; gone != (name == "plain" || name == "dropped") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
