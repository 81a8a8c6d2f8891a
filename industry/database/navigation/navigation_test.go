package navigation

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/searching"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

type world struct {
	*Desk
	office  *casework.Office
	clock   *caseworktest.Clock
	holding *holding.Holding
	written []paper.Paper
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w, dir, marks := &world{}, t.TempDir(), map[int64]int64{}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Schemas: []store.Schema{Schema(), searching.Schema(), holding.Schema(), worklist.Schema()}, Grants: slices.Concat(Grants(), searching.Grants()), Settings: searching.Settings()})
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	w.holding = &holding.Holding{DB: w.office.DB, Now: w.clock.Now}
	s := searching.New(searching.Deps{Holding: w.holding,
		Open: func(_ context.Context, center int64) (searching.Engine, bool, error) {
			x, err := search.Open(filepath.Join(dir, fmt.Sprint(center)), holding.SearchSchema(), search.Options{})
			if err != nil {
				return nil, false, err
			}
			return x, x.Docs() == 0, nil
		},
		Frozen: func(ctx context.Context, center, list int64) ([]string, error) {
			return w.Frozen(ctx, center, list)
		},
		Fed: func(center int64, set *int64) (int64, error) {
			if set != nil {
				marks[center] = *set
			}
			return marks[center], nil
		}})
	s.Use(w.office)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Desk = New(Deps{Search: s, Write: func(_ string, out io.Writer, p paper.Paper) (string, error) {
		w.written = append(w.written, p)
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.Write(out, p)
	}})
	w.Use(w.office)
	return w
}

func head() casework.Actor {
	return casework.Actor{Name: "负责人", Subject: access.Subject{Account: 7, Center: caseworktest.CenterID, Roles: []string{string(casework.Head)}}}
}

// put puts documents of two technologies into the holding: even serials are batteries, odd ones lasers.
func (w *world) put(t testing.TB, from, upTo int) {
	t.Helper()
	var docs []literature.Document
	for i := from; i < upTo; i++ {
		title, ipc, firm := "一种电池的隔膜", "H01M 50/40", "甲公司"
		if i%2 == 1 {
			title, ipc, firm = "激光器的散热装置", "H01S 5/024", "乙公司"
		}
		docs = append(docs, literature.Document{Number: fmt.Sprintf("CN1%08dA", i), Office: "CN", KindCode: "A", Kind: patent.Kind("发明"), Published: calendar.Date(2015+i%8, 5, 1), Filed: calendar.Date(2014+i%8, 3, 1), Language: "zh",
			Titles: []literature.Text{{Language: "zh", Words: title}}, Applicants: []literature.Party{{Name: firm, Country: "CN"}}, IPC: []string{ipc}, Source: literature.Source{Name: "测试数据", Format: "test", At: i}})
	}
	rs, err := w.holding.Put(t.Context(), caseworktest.CenterID, docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if r.Err != nil {
			t.Fatal(r.Number, r.Err)
		}
	}
}

// plant makes an industry with two branches.
func (w *world) plant(t testing.TB) (root, battery, laser int64) {
	t.Helper()
	add := func(parent int64, in NewBranch) int64 {
		id, err := w.AddBranch(t.Context(), head(), parent, in)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	root = add(0, NewBranch{Title: "新能源"})
	battery = add(root, NewBranch{Title: "电池", Stage: "up", IPC: "H01M 50/40", Firms: "甲公司\n乙公司"})
	return root, battery, add(root, NewBranch{Title: "激光", Stage: "mid", IPC: "h01s5", Words: "标题=散热"})
}

// asks reads what a branch asks, and how many documents that finds.
func (w *world) asks(t testing.TB, id int64) (string, int) {
	t.Helper()
	var q string
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		tr, err := load(t.Context(), tx, caseworktest.CenterID)
		if err == nil {
			q = tr.asks(tr.by[id])
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	numbers, _, err := w.Search.Numbers(t.Context(), caseworktest.CenterID, q, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return q, len(numbers)
}

// TestTree: a branch asks what it and all below it ask; a merged one loses nothing; nothing stands below itself.
func TestTree(t *testing.T) {
	w := newWorld(t)
	w.put(t, 0, 20)
	root, battery, laser := w.plant(t)
	if q, n := w.asks(t, root); n != 20 {
		t.Errorf("%s finds %d", q, n)
	}
	if q, n := w.asks(t, laser); n != 10 || q != "IPC=(H01S5) AND (标题=散热)" {
		t.Errorf("%s finds %d", q, n)
	}
	if err := w.move(t.Context(), head(), root, battery); fault.CodeOf(err) != "navigation.below_itself" {
		t.Errorf("below itself: %v", err)
	}
	if err := w.merge(t.Context(), head(), laser, battery); err != nil {
		t.Fatal(err)
	}
	if q, n := w.asks(t, battery); n != 20 {
		t.Errorf("merged: %s finds %d", q, n)
	}
	if err := w.edit(t.Context(), head(), laser, NewBranch{Title: "激光"}); fault.CodeOf(err) != "navigation.branch" {
		t.Errorf("a merged branch is edited: %v", err)
	}
	for _, bad := range []NewBranch{{Title: "x", IPC: "Z99"}, {Title: "x", Words: "标题=("}} {
		if _, err := w.AddBranch(t.Context(), head(), root, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	var past []Change
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		past, err = history(t.Context(), tx, battery)
		return err
	}); err != nil || len(past) != 2 || past[0].What != "merge" {
		t.Errorf("history %+v %v", past, err)
	}
}

// TestCores: an invention lies in a core technology when its class lies at or below one of the branch, not
// when it is merely wider.
func TestCores(t *testing.T) {
	w := newWorld(t)
	root, battery, _ := w.plant(t)
	if err := w.Mark(t.Context(), head(), battery, true, "第一期导航结论"); err != nil {
		t.Fatal(err)
	}
	empty, err := w.AddBranch(t.Context(), head(), root, NewBranch{Title: "空"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Mark(t.Context(), head(), empty, true, "无分类"); fault.CodeOf(err) != "navigation.no_classes" {
		t.Errorf("core without classes: %v", err)
	}
	for class, want := range map[string]int{"H01M50/40": 1, "H01M 50/40": 1, "H01M50": 0, "H01M": 0, "H01S5/024": 0, "": 0, "14-02": 0} {
		if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			got, err := Cores(t.Context(), tx, caseworktest.CenterID, class)
			if len(got) != want {
				t.Errorf("%q: %+v", class, got)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// begin makes a project that is being carried out, with a first version.
func (w *world) begin(t testing.TB, root int64) (project, version int64) {
	t.Helper()
	day := calendar.MustDay("2026-11-01")
	project, err := w.AddProject(t.Context(), head(), root, NewProject{Title: "新能源导航", Client: "某园区", Kind: "industry", Leader: "张三", Starts: day, Due: day + 90, Need: "方向"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Build(t.Context(), head(), project, "太早"); fault.CodeOf(err) != "navigation.not_begun" {
		t.Errorf("data before the work begins: %v", err)
	}
	if err := w.Lead(t.Context(), head(), project, NewPhase{To: "work", Note: "立项"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Lead(t.Context(), head(), project, NewPhase{To: "result", Note: "太早"}); fault.CodeOf(err) != "navigation.not_ready" {
		t.Errorf("results without data: %v", err)
	}
	if version, err = w.Build(t.Context(), head(), project, "初检"); err != nil {
		t.Fatal(err)
	}
	return project, version
}

// TestVersions: a version stays as it is when the holding grows; noise is left out everywhere, comes back,
// and is carried into the next version; versions can be compared.
func TestVersions(t *testing.T) {
	w := newWorld(t)
	w.put(t, 0, 20)
	root, _, _ := w.plant(t)
	project, first := w.begin(t, root)
	if err := w.Clean(t.Context(), head(), project, first, NewNoise{Numbers: "CN100000002A，CN100000004A", Why: "同类词"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Clean(t.Context(), head(), project, first, NewNoise{Numbers: "CN199999999A", Why: "x"}); fault.CodeOf(err) != "navigation.not_in_version" {
		t.Errorf("noise that is not there: %v", err)
	}
	if err := w.restore(t.Context(), head(), project, first, "CN100000004A"); err != nil {
		t.Fatal(err)
	}
	if err := w.restore(t.Context(), head(), project, first, "CN100000004A"); fault.CodeOf(err) != "navigation.not_noise" {
		t.Errorf("put back twice: %v", err)
	}
	w.put(t, 20, 26)
	second, err := w.Build(t.Context(), head(), project, "复检")
	if err != nil {
		t.Fatal(err)
	}
	then, err := w.Frozen(t.Context(), caseworktest.CenterID, first)
	if err != nil {
		t.Fatal(err)
	}
	now, err := w.Frozen(t.Context(), caseworktest.CenterID, second)
	if err != nil {
		t.Fatal(err)
	}
	if len(then) != 19 || len(now) != 25 || len(less(now, then)) != 6 || len(less(then, now)) != 0 {
		t.Errorf("%d, then %d", len(then), len(now))
	}
	if _, err := w.Frozen(t.Context(), caseworktest.CenterID+1, first); fault.KindOf(err) != fault.Missing {
		t.Errorf("another center reads it: %v", err)
	}
	r, err := w.Search.SearchWithin(t.Context(), head(), "PA=甲公司", first)
	if err != nil || r.Total != 9 {
		t.Errorf("a search within: %+v %v", r, err)
	}
}

// TestPages: every page opens, every number leads to as many documents, and the report has log and figures.
func TestPages(t *testing.T) {
	w := newWorld(t)
	w.put(t, 0, 20)
	root, battery, _ := w.plant(t)
	project, first := w.begin(t, root)
	cfg := webtest.Config(head())
	cfg.Now = w.clock.Now
	s := webtest.Start(t, cfg, w.Module(), w.Search.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
	if err := w.find(t.Context(), head(), project, finding{Version: fmt.Sprint(first), Title: "优势在隔膜", Body: "论述", Chart: "applicants"}); err != nil {
		t.Fatal(err)
	}
	var f *Finding
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		fs, err := findings(t.Context(), tx, project)
		if len(fs) == 1 {
			f = fs[0]
		}
		return err
	}); err != nil || f == nil {
		t.Fatal(err)
	}
	if err := w.use(t.Context(), head(), project, f.ID, using{User: "某企业", Purpose: "调整研发方向", Day: calendar.MustDay("2026-11-20")}); err != nil {
		t.Fatal(err)
	}
	version := fmt.Sprintf("/navigation/%d/versions/%d", project, first)
	for at, want := range map[string]string{"/branches": "新能源", branchPath(battery): "企业：甲公司", "/navigation": "新能源导航", projectPath(project): "优势在隔膜", version: "检索日志",
		fmt.Sprintf("%s/findings/%d", projectPath(project), f.ID): "调整研发方向", version + "/documents": "共 20 件", version + "/documents?analysis=trend": "历年公开量", branchPath(battery) + "/documents?firm=0": "共 10 件"} {
		p := s.Get(at)
		if to := p.Header.Get("Location"); to != "" {
			p = s.Get(to)
		}
		if p.Status != 200 || !strings.Contains(p.Body, want) {
			t.Errorf("%s: %d lacks %s", at, p.Status, want)
		}
	}
	if p := s.Get(version + "/report?as=docx"); p.Status != 200 || len(w.written) != 1 {
		t.Fatalf("report: %d", p.Status)
	}
	var tables []string
	pictures := 0
	for _, b := range w.written[0].Body {
		if x, ok := b.(paper.Pictures); ok {
			if format, wide, _ := x.Items[0].Format(); format != "png" || wide < 1400 || !strings.HasPrefix(x.Items[0].Text, "申请人排名") {
				t.Errorf("the picture %q is %s, %d wide", x.Items[0].Text, format, wide)
			}
			pictures++
		}
		if x, ok := b.(paper.Table); ok {
			tables = append(tables, x.Caption)
		}
	}
	if pictures != 1 || len(tables) != 2 || tables[0] != "检索日志" || !strings.HasPrefix(tables[1], "申请人排名") {
		t.Errorf("%d pictures and tables %q in the report", pictures, tables)
	}
}
