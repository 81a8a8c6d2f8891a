package incase

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/internal/access"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent/literature"
)

// nothing is what the move of the test asks for.
type nothing struct {
	Note string `json:"note" label:"说明" en:"Remark" max:"40"`
}

// chart is a procedure with one state before the end, in which whoever opens a case handles it.
func chart() *casework.Chart {
	return &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "work", Title: "办理中", English: "In work", Queue: casework.Examiner, QueueRel: access.Handler},
			{Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{{Code: "end", Title: "办结", English: "End", From: []string{"work"}, To: []string{"done"}, By: []casework.Role{casework.Examiner}, Basis: []rule.Cite{{Text: "本中心规定", Article: "试"}},
			Do: casework.Input(func(*casework.Step, *nothing) error { return nil })}, {Code: "write", Title: "登记", English: "Write", To: []string{"work"}, By: []casework.Role{casework.Examiner}, Basis: []rule.Cite{{Text: "本中心规定", Article: "试"}},
			Do: casework.Input(func(s *casework.Step, _ *nothing) error {
				s.Case.Handler, s.Case.Attrs = s.Actor.Account, map[string]string{"class": "H01S 5/024"}
				return nil
			})}}}
}

func as(account int64) casework.Actor {
	return casework.Actor{Name: fmt.Sprintf("预审员%d", account), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(casework.Examiner)}}}
}

// secret stands in the text of the case alone.
const secret = "鸰枳棘"

// A world is an office with a case of the examiner 5, and sixty documents of two technologies.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	dir    string
	k      *casework.Case
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart()},
		Schemas: []store.Schema{Schema(), searching.Schema(), navigation.Schema(), holding.Schema(), worklist.Schema()}, Grants: slices.Concat(searching.Grants(), navigation.Grants())})
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	docs := &holding.Holding{DB: w.office.DB, Now: w.clock.Now}
	fed := map[int64]int64{}
	s := searching.New(searching.Deps{Holding: docs,
		Open: func(_ context.Context, center int64) (searching.Engine, bool, error) {
			x, err := search.Open(filepath.Join(w.dir, fmt.Sprint(center)), holding.SearchSchema(), search.Options{})
			if err != nil {
				return nil, false, err
			}
			return x, x.Docs() == 0, nil
		},
		Frozen: func(context.Context, int64, int64) ([]string, error) { return nil, nil },
		Fed: func(center int64, set *int64) (int64, error) {
			if set != nil {
				fed[center] = *set
			}
			return fed[center], nil
		}})
	s.Use(w.office)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Desk = New(Deps{Search: s, Charts: []string{"letter"}, Text: func(context.Context, *store.Tx, *casework.Case) (*Text, error) {
		return &Text{Title: "一种激光器的散热装置" + secret, Claims: []string{"1.一种激光器的散热装置，其特征在于，包括微通道热沉和所述" + secret + "。"}}, nil
	}})
	w.Use(w.office)
	out, err := w.office.Move(t.Context(), casework.Request{Actor: as(5), Chart: "letter", Move: "write", Input: &nothing{}})
	if err != nil {
		t.Fatal(err)
	}
	w.k = out.Case
	var put []literature.Document
	for i := range 60 {
		title, ipc := "一种电池的隔膜", "H01M 50/40"
		if i%2 == 1 {
			title, ipc = "激光器的散热装置", "H01S 5/024"
		}
		if i == 31 {
			title += "与微通道热沉"
		}
		put = append(put, literature.Document{Number: fmt.Sprintf("CN1%08dA", i+1), Office: "CN", KindCode: "A", Published: calendar.Date(2015+i%8, 5, 1), Language: "zh",
			Titles: []literature.Text{{Language: "zh", Words: title}}, IPC: []string{ipc}, Source: literature.Source{Name: "测试数据", Format: "test", At: i + 1}})
	}
	if _, err := docs.Put(t.Context(), caseworktest.CenterID, put, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) site(t testing.TB, a casework.Actor) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, w.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
}

// TestSearchForCase: terms are prepared from the claims, the nearest document comes first, and what was asked
// is found again by those who may read the case and by nobody else.
func TestSearchForCase(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(5))
	page := s.Get(address(w.k.ID, 0))
	page.Check()
	page.Contains("本案还没有检索过", "与本案文本相近的文献")
	if box := page.Find("textarea"); !strings.Contains(box, "微通道热沉") || strings.Contains(box, secret) || strings.Contains(box, "所述") {
		t.Errorf("prepared: %s", box) // what no document has tells nothing
	}
	first := webtest.Text(webtest.All(webtest.All(page.Root, "tbody")[0], "tr")[0])
	if !strings.Contains(first, "CN100000032A") {
		t.Errorf("the nearest document: %s", first)
	}
	got := s.Submit(page, "q", url.Values{"q": {"激光器 OR " + secret}})
	if got.Status != http.StatusSeeOther || strings.Contains(got.Header.Get("Location"), "q=") {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	at := got.Header.Get("Location")
	result := s.Get(at + "?page=2")
	result.Check()
	result.Contains(secret, "30 件", "第 2 页，共 2 页", "检索时间", "第 ")
	if rows := webtest.All(webtest.All(result.Root, "tbody")[0], "tr"); len(rows) != 10 {
		t.Errorf("%d documents on the second page", len(rows))
	}
	s.Get(address(w.k.ID, 0)).Contains(secret, "预审员5")
	if bad := s.Submit(page, "q", url.Values{"q": {"激光器 AND 标提=甲"}}); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("%d", bad.Status)
	} else {
		bad.Check()
		bad.Contains("第9列")
	}
	if p := s.Get(address(w.k.ID, 0) + "/12345"); p.Status != http.StatusNotFound {
		t.Errorf("%d", p.Status)
	}
	other := w.site(t, as(6))
	for _, path := range []string{address(w.k.ID, 0), at} {
		if p := other.Get(path); p.Status != http.StatusNotFound || strings.Contains(p.Body, secret) {
			t.Errorf("who does not handle the case opens %s: %d", path, p.Status)
		}
	}
	if w.may(as(6), w.k) || !w.may(as(5), w.k) {
		t.Error("the way to the searches is open to the wrong people")
	}
}

// TestCaseIsSealed: the words stand in no column as they are, in no list of searches and not in the index;
// each look stands in the history of the case.
func TestCaseIsSealed(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(5))
	got := s.Submit(s.Get(address(w.k.ID, 0)), "q", url.Values{"q": {secret}})
	s.Get(got.Header.Get("Location")).Contains(secret)
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		var words []byte
		if err := tx.Row(t.Context(), `SELECT words FROM incase_run WHERE case_id = $1`, w.k.ID).Scan(&words); err != nil {
			return err
		}
		if strings.Contains(string(words), secret) || len(words) == 0 {
			t.Error("the words of a search can be read in the database")
		}
		var n int64
		if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM searching_run`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d searches in the list of all: %v", n, err)
		}
		events, err := w.office.Events(t.Context(), tx, w.k.Center, w.k.ID)
		looks := 0
		for _, e := range events {
			if strings.Contains(fmt.Sprint(e), "案内检索") {
				looks++
			}
		}
		if looks != 3 {
			t.Errorf("%d looks stand in the history", looks)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestCores: a case of a core technology has the nearest documents of that beside its papers, and no others.
func TestCores(t *testing.T) {
	w := newWorld(t)
	head := casework.Actor{Name: "负责人", Subject: access.Subject{Account: 7, Center: caseworktest.CenterID, Roles: []string{string(casework.Head)}}}
	nav := navigation.New(navigation.Deps{Search: w.Search})
	nav.Use(w.office)
	root, err := nav.AddBranch(t.Context(), head, 0, navigation.NewBranch{Title: "光电"})
	if err != nil {
		t.Fatal(err)
	}
	branch, err := nav.AddBranch(t.Context(), head, root, navigation.NewBranch{Title: "激光散热", IPC: "H01S"})
	if err != nil {
		t.Fatal(err)
	}
	s := w.site(t, as(5))
	if p := s.Get(address(w.k.ID, 0)); strings.Contains(p.Body, "激光散热") {
		t.Error("a branch that is not core is shown")
	}
	if err := nav.Mark(t.Context(), head, branch, true, "测试"); err != nil {
		t.Fatal(err)
	}
	p := s.Get(address(w.k.ID, 0))
	p.Check()
	p.Contains("激光散热", "CN100000032A")
	if rows := webtest.All(webtest.All(p.Root, "tbody")[0], "tr"); len(rows) != likesOfCore {
		t.Errorf("%d documents of the core technology", len(rows))
	}
}
