package comparison_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/protection/infringement/comparison"
	"zhibao/protection/infringement/comparison/table"
)

// opened is the input of a move that gives a case its people.
type opened struct{ Handler, Second int64 }

// fixed is the input of the moves that take the comparison into a decision, and out again.
type fixed struct{}

// world is an office with a small procedure whose cases are compared.
type world struct {
	t        *testing.T
	office   *casework.Office
	clock    *caseworktest.Clock
	desk     *comparison.Desk
	caseID   int64
	other    int64                // a case of another procedure
	exhibits []comparison.Exhibit // that the handler sees
	sealed   int64                // of these, one that nobody else sees
	picture  []byte
	patent   table.Patent // of the case, nothing where the case does not know it
}

const (
	handler = 11
	member  = 12 // of the panel
	second  = 13
	head    = 14
	foreign = 15 // enforcer of another center
	party   = 16
	expert  = 17
	absent  = 19 // an expert who takes no part in the case
	clerk   = 18
)

// actor is somebody of the office.
func actor(account int64) casework.Actor {
	role := map[int64]casework.Role{handler: casework.Enforcer, member: casework.Enforcer, second: casework.Reviewer, head: casework.Head, foreign: casework.Enforcer, party: casework.Entity, expert: casework.Expert, absent: casework.Expert, clerk: casework.Clerk}[account]
	a := casework.Actor{Name: map[int64]string{handler: "张承办", member: "李组员"}[account], Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(role)}}}
	switch account {
	case party:
		a.Party = 99
	case foreign:
		a.Center = 2
	}
	return a
}

// chart is a procedure in three moves: opened, decided, decision sent back.
func (w *world) chart(code string) *casework.Chart {
	cite := []rule.Cite{{Text: "测试"}}
	return &casework.Chart{Code: code, Prefix: strings.ToUpper(code[:2]), Title: "侵权纠纷" + code, English: "Dispute " + code,
		States: []casework.State{{Code: "open", Title: "审理中", English: "On trial"}, {Code: "review", Title: "审核中", English: "Under review"}, {Code: "done", Title: "已裁决", English: "Decided", Final: true}},
		Moves: []casework.Move{
			{Code: "open", Title: "请求", English: "Request", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: cite, Do: casework.Input(func(s *casework.Step, in *opened) error {
				s.Case.Owner, s.Case.Handler, s.Case.Second = s.Actor.Party, in.Handler, in.Second
				s.SetTitle("一种折叠支架")
				return s.Issue()
			})},
			{Code: "decide", Title: "裁决", English: "Decide", From: []string{"open"}, To: []string{"review"}, By: []casework.Role{casework.Enforcer}, Basis: cite, Do: casework.Input(func(s *casework.Step, _ *fixed) error {
				return w.desk.Complete(s.Ctx, s.Tx, s.Case.ID)
			})},
			{Code: "reject", Title: "退回", English: "Send back", From: []string{"review"}, To: []string{"open"}, By: []casework.Role{casework.Head}, Basis: cite, Do: casework.Input(func(*casework.Step, *fixed) error { return nil })},
			{Code: "close", Title: "结案", English: "Close", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Head}, Basis: cite, Do: casework.Input(func(*casework.Step, *fixed) error { return nil })},
		}}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	blobs, err := blob.NewStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w.desk = comparison.New(comparison.Deps{Blobs: blobs, Charts: []string{"dispute"}, Admits: func(_ context.Context, _ *store.Tx, by casework.Actor, _ *casework.Case) (bool, error) {
		return by.Account != absent, nil
	}, Closed: func(k *casework.Case) bool { return k.State == "review" },
		Exhibits: func(_ context.Context, _ *store.Tx, by casework.Actor, _ *casework.Case) ([]comparison.Exhibit, error) {
			return slices.DeleteFunc(slices.Clone(w.exhibits), func(e comparison.Exhibit) bool {
				return e.ID == w.sealed && by.Account != handler && !by.Is(casework.System)
			}), nil
		},
		Patent: func(context.Context, *store.Tx, *casework.Case) (table.Patent, error) { return w.patent, nil },
		Secret: func(context.Context, *store.Tx, *casework.Case) (map[int64]bool, error) {
			return map[int64]bool{w.sealed: w.sealed != 0}, nil
		},
		Content: func(context.Context, *store.Tx, casework.Actor, *casework.Case, int64) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(w.picture)), nil
		}})
	var see []access.Grant
	for _, r := range []casework.Role{casework.Enforcer, casework.Expert} {
		see = append(see, access.Grant{Act: casework.ActSee, Role: string(r), Rel: access.Center}, access.Grant{Act: casework.ActName, Role: string(r), Rel: access.Center})
	}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.chart("dispute"), w.chart("other")}, Schemas: []store.Schema{comparison.Schema()},
		Grants: append(see, comparison.Grants("dispute")...)})
	w.desk.Use(w.office)
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	w.caseID, w.other = w.open("dispute"), w.open("other")
	return w
}

func (w *world) open(chart string) int64 {
	w.t.Helper()
	out, err := w.office.Move(w.t.Context(), casework.Request{Chart: chart, Move: "open", Input: &opened{handler, second}, Actor: actor(party)})
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Case.ID
}

// move makes a move of the case.
func (w *world) move(account int64, move string) error {
	var version int64
	err := w.office.DB.Read(w.t.Context(), func(tx *store.Tx) error {
		k, err := w.office.Get(w.t.Context(), tx, actor(head), w.caseID)
		if err == nil {
			version = k.Version
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = w.office.Move(w.t.Context(), casework.Request{Case: w.caseID, Move: move, Input: &fixed{}, Actor: actor(account), Expected: version})
	return err
}

// site is what somebody sees. Routes are decided as the program does: by whether the person may ever do it.
func (w *world) site(account int64) *webtest.Site {
	cfg := webtest.Config(actor(account))
	cfg.Now = w.clock.Now
	cfg.Guard = func(c *web.Ctx, r *web.Route) error {
		c.Actor = actor(account)
		if !r.Public && !w.office.Policy.Ever(actor(account).Subject, r.Act) {
			return fault.New(fault.Missing, "web.missing", "没有找到这个页面，或者您不能查看；请核对地址，或从菜单进入")
		}
		return nil
	}
	blank := func(pattern string) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}
	}
	return webtest.Start(w.t, cfg, w.desk.Module(), web.Module{Name: "home", Routes: []web.Route{blank("/{$}"), blank("/work"), blank("/case/{id}")}})
}

func (w *world) at(path string) string { return fmt.Sprintf("/case/%d/comparison%s", w.caseID, path) }

const claims = `1. 一种折叠支架，其特征在于，包括底座、立杆和连接件，所述立杆通过所述连接件与所述底座转动连接。
2. 根据权利要求1所述的折叠支架，其特征在于，所述连接件为铰链。`

// must submits a form and follows to the page after it.
func must(t *testing.T, s *webtest.Site, p *webtest.Page, field string, v url.Values) *webtest.Page {
	t.Helper()
	p = s.Submit(p, field, v)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("not accepted (%d): %s", p.Status, text(p))
	}
	return s.Get(p.Header.Get("Location"))
}

// text is what can be read of a page.
func text(p *webtest.Page) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			b.WriteString(strings.TrimSpace(n.Data) + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.Root)
	return b.String()
}

// features are the addresses of the features on the page.
func features(p *webtest.Page) (out []string) {
	for _, m := range regexp.MustCompile(`href="(/case/\d+/comparison/feature/\d+)"`).FindAllStringSubmatch(p.Body, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// loaded enters the claims as the handler.
func (w *world) loaded(s *webtest.Site) *webtest.Page {
	p := must(w.t, s, s.Get(w.at("/patent")), "number", url.Values{"number": {"ZL202110123456.7"}, "title": {"折叠支架"}, "kind": {"claims"}, "filed": {"2021-02-01"}})
	p.Contains("还没有确定请求人主张的权利要求")
	return must(w.t, s, s.Get(w.at("/claims")), "asserted", url.Values{"text": {claims}, "asserted": {"2"}})
}

func TestClaimChart(t *testing.T) {
	w := newWorld(t)
	w.exhibits = []comparison.Exhibit{{ID: 5, Number: "申1", Name: "产品照片", Picture: true, Href: "/work"}}
	w.picture = photo(t, 80, 60, 0)
	s := w.site(handler)
	p := w.loaded(s)
	p.Check()
	all := features(p)
	if len(all) != 4 {
		t.Fatalf("%d features: %s", len(all), text(p))
	}
	p.Contains("特征 1A 未判定", "特征 2A 未判定")
	// A verdict without its reasons is refused at its field, and nothing is lost.
	f := s.Get(all[2])
	f.Check()
	f = s.Submit(f, "product", url.Values{"product": {"立杆经万向节连接"}, "verdict": {"equivalent"}, "means": {"均为转动连接"}})
	if f.Status != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", f.Status, text(f))
	}
	f.Check()
	f.Contains("判定为等同时必须写明功能基本相同的理由", "均为转动连接")
	reasons := url.Values{"product": {"立杆经万向节连接"}, "verdict": {"equivalent"}, "means": {"均为转动连接"}, "function": {"折叠"}, "effect": {"可收折"}, "obvious": {"常规替换"},
		"evidence.0.number": {"申1"}, "evidence.0.x": {"10"}, "evidence.0.y": {"20"}, "evidence.0.w": {"30"}, "evidence.0.h": {"40"}, "evidence.0.caption": {"连接处"}}
	for field, bad := range map[string]string{"evidence.0.number": "申9", "evidence.0.w": "95", "evidence.0.time": "上午"} {
		v := url.Values{}
		for k, x := range reasons {
			v[k] = x
		}
		v[field] = []string{bad}
		if f := s.Submit(s.Get(all[2]), "product", v); f.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s %s was accepted: %d", field, bad, f.Status)
		}
	}
	p = must(t, s, s.Get(all[2]), "product", reasons)
	p.Contains("等同", "万向节", "常规替换", "连接处", "张承办")
	for i, href := range all {
		if i != 2 {
			p = must(t, s, s.Get(href), "product", url.Values{"product": {"有"}, "verdict": {"same"}, "evidence.0.number": {"申1"}})
		}
	}
	p.Check()
	p.Contains("落入保护范围", "等同特征 1C", "比对完整")
	img := s.Get(w.picturesOf(p)[0])
	if img.Status != 200 || img.Header.Get("Content-Type") != "image/png" {
		t.Errorf("evidence picture: %d %s", img.Status, img.Header.Get("Content-Type"))
	}
	// One feature that is missing, and neither claim is met.
	p = must(t, s, s.Get(all[1]), "product", url.Values{"product": {"无"}, "verdict": {"different"}, "reason": {"没有连接件"}})
	p.Contains("不落入保护范围", "缺少特征 1B")
	for _, path := range []string{"", "/history", "/print", "/version/3", "/claims", "/patent", "/cite"} {
		for _, lang := range []string{"zh", "en"} {
			p := s.Get(w.at(path) + "?lang=" + lang)
			if p.Status != 200 {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
			if lang == "en" {
				p.NoHan()
			}
		}
	}
	s.Get(all[2] + "?lang=en").NoHan()
}

// picturesOf are the addresses of the pictures on a page.
func (w *world) picturesOf(p *webtest.Page) (out []string) {
	for _, m := range regexp.MustCompile(`<img src="([^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	if len(out) == 0 {
		w.t.Fatalf("no picture on %s", p.Path)
	}
	return out
}

func TestDivideMergeUndo(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	all := features(w.loaded(s))
	d := s.Get(all[1] + "/divide")
	d.Check()
	d = s.Submit(d, "marked", url.Values{"marked": {"包括底板、\n立杆和连接件，"}})
	if d.Status != http.StatusUnprocessableEntity {
		t.Fatal(d.Status)
	}
	d.Contains("拆分只能换行")
	p := must(t, s, s.Get(all[1]+"/divide"), "marked", url.Values{"marked": {"包括底座、\n立杆和连接件，"}})
	if n := len(features(p)); n != 5 {
		t.Fatalf("%d features after the division", n)
	}
	if old := s.Get(all[1]); old.Status != http.StatusNotFound {
		t.Errorf("the divided feature is still there: %d", old.Status)
	}
	q := s.Get(features(p)[1])
	q = s.Do(post(t, s, q, features(p)[1]+"/merge", nil))
	if q.Status != http.StatusSeeOther || len(features(s.Get(w.at("")))) != 4 {
		t.Fatalf("not merged: %d", q.Status)
	}
	// Undo leads back step by step: the merger, the division, the claims, the patent.
	for _, n := range []int{5, 4, 0, 0} {
		p = s.Get(w.at(""))
		u := s.Do(post(t, s, p, w.at("/undo"), url.Values{"seen": {seen(t, p)}}))
		if u.Status != http.StatusSeeOther {
			t.Fatalf("not undone: %d %s", u.Status, text(u))
		}
		if p = s.Get(w.at("")); len(features(p)) != n {
			t.Fatalf("%d features after the undo, want %d", len(features(p)), n)
		}
	}
	if strings.Contains(p.Body, w.at("/undo")) {
		t.Error("there is something left to be undone")
	}
	// Every version is still there and can be brought back.
	h := s.Get(w.at("/history"))
	h.Contains("拆分特征 1B", "合并特征 1B", "撤销，回到第几版")
	v := s.Get(w.at("/version/3"))
	v.Check()
	r := s.Do(post(t, s, v, w.at("/version/3"), url.Values{"seen": {seen(t, v)}}))
	if p = s.Get(w.at("")); r.Status != http.StatusSeeOther || len(features(p)) != 5 {
		t.Errorf("not brought back: %d, %d features", r.Status, len(features(p)))
	}
	// Numbers that were given are never given again.
	if slices.Contains(features(p), all[1]) {
		t.Error("a number was given twice")
	}
	// Who has not seen the latest version takes nothing back.
	if u := s.Do(post(t, s, p, w.at("/undo"), url.Values{"seen": {"1"}})); u.Status != http.StatusConflict {
		t.Errorf("undone unseen: %d", u.Status)
	}
}

// post makes a POST with the token of a page.
func post(t *testing.T, s *webtest.Site, p *webtest.Page, path string, v url.Values) *http.Request {
	t.Helper()
	if v == nil {
		v = url.Values{}
	}
	m := regexp.MustCompile(`name="_csrf" value="([^"]+)"`).FindStringSubmatch(p.Body)
	if m == nil {
		m = regexp.MustCompile(`<meta name="csrf" content="([^"]+)"`).FindStringSubmatch(p.Body)
	}
	v.Set("_csrf", m[1])
	req, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(v.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req
}

func seen(t *testing.T, p *webtest.Page) string {
	t.Helper()
	m := regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("nothing to be seen on %s", p.Path)
	}
	return m[1]
}

// TestTwoAtOnce: who is slower sees what the other decided, and what they typed themselves.
func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	all := features(w.loaded(s))
	mine, theirs := s.Get(all[0]), s.Get(all[0])
	must(t, s, theirs, "product", url.Values{"product": {"塑料支架"}, "verdict": {"same"}})
	p := s.Submit(mine, "product", url.Values{"product": {"并非支架"}, "verdict": {"different"}, "reason": {"是托盘"}})
	if p.Status != http.StatusConflict {
		t.Fatalf("overwritten: %d", p.Status)
	}
	p.Check()
	p.Contains("您的判定没有保存", "塑料支架", "并非支架", "是托盘")
	p = must(t, s, p, "product", url.Values{"product": {"并非支架"}, "verdict": {"different"}, "reason": {"是托盘"}})
	p.Contains("并非支架")
	// Two different features are no conflict.
	a, b := s.Get(all[1]), s.Get(all[2])
	must(t, s, a, "product", url.Values{"product": {"有"}, "verdict": {"same"}})
	must(t, s, b, "product", url.Values{"product": {"有"}, "verdict": {"same"}})
}

func TestPriorArt(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	w.loaded(s)
	p := must(t, s, s.Get(w.at("/cite")), "citation", url.Values{"citation": {"CN201234567U"}, "published": {"2019-05-01"}, "claim": {"2"}})
	p.Contains("CN201234567U", "还没有比对完")
	at := regexp.MustCompile(`/case/\d+/comparison/prior/\d+`).FindString(p.Body)
	q := s.Get(at)
	q.Check()
	rows := regexp.MustCompile(`action="([^"]+/row/\d+)"`).FindAllStringSubmatch(q.Body, -1)
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, r := range rows {
		verdict := "same"
		if i == 1 {
			verdict = "equivalent"
		}
		if x := s.Do(post(t, s, q, r[1], url.Values{"rev": {"0"}, "verdict": {verdict}, "note": {"图2"}})); x.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", x.Status, text(x))
		}
	}
	s.Get(at).Contains("抗辩成立", "无实质性差异")
	x := s.Do(post(t, s, q, rows[0][1], url.Values{"rev": {"0"}, "verdict": {"different"}, "note": {"没有"}}))
	if x.Status != http.StatusConflict {
		t.Errorf("overwritten: %d", x.Status)
	}
	x.Check()
	x.Contains("您的判定没有保存")
	s.Get(at + "?lang=en").NoHan()
	s.Get(at + "?lang=zh")
	must(t, s, s.Get(at), "citation", url.Values{"citation": {"CN201234567U"}, "published": {"2021-02-01"}, "claim": {"2"}}).Contains("不属于现有技术", "抗辩不成立")
	if x := s.Do(post(t, s, q, at+"/drop", nil)); x.Status != http.StatusSeeOther || strings.Contains(s.Get(w.at("")).Body, at) {
		t.Errorf("not removed: %d", x.Status)
	}
}

// photo is a JPEG that tells, if the turn is not 0, how the camera was held and where.
func photo(t *testing.T, width, height int, turn byte) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), uint8((x * y) % 200), 255})
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, nil); err != nil {
		t.Fatal(err)
	}
	if turn == 0 {
		return buf.Bytes()
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x08GPSHERE")
	exif[25] = turn
	return slices.Concat([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif, buf.Bytes()[2:])
}

// files sends a form with files, with the token of a page.
func files(t *testing.T, s *webtest.Site, at string, v url.Values, field string, named map[string][]byte) *webtest.Page {
	t.Helper()
	m := regexp.MustCompile(`name="_csrf" value="([^"]+)"`).FindStringSubmatch(s.Get(at).Body)
	if m == nil {
		t.Fatalf("no form on %s", at)
	}
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf)
	v.Set("_csrf", m[1])
	for k, x := range v {
		_ = mw.WriteField(k, x[0])
	}
	for name, data := range named {
		f, err := mw.CreateFormFile(field, name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(data)
	}
	mw.Close()
	req, err := http.NewRequest(http.MethodPost, s.URL+at, &buf)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", mw.FormDataContentType())
	return s.Do(req)
}

func TestDesignPairs(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	// The patent from a package, the product as photographs that tell where they were taken.
	var zipped bytes.Buffer
	zw := zip.NewWriter(&zipped)
	for _, name := range []string{"01-主视图.jpg", "02-立体图.jpg"} {
		f, err := zw.Create("外观/" + name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(photo(t, 300, 200, 0))
	}
	zw.Close()
	if p := files(t, s, w.at("/package"), url.Values{"side": {"patent"}}, "file", map[string][]byte{"外观.zip": zipped.Bytes()}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, text(p))
	}
	raw := photo(t, 300, 200, 6)
	if p := files(t, s, w.at("/pictures"), url.Values{"side": {"product"}, "mm": {"120"}, "source": {"申3"}}, "files", map[string][]byte{"产品主视图.jpg": raw}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, text(p))
	}
	for name, data := range map[string][]byte{"看不出.jpg": raw, "主视图.jpg": []byte("no picture")} {
		if p := files(t, s, w.at("/pictures"), url.Values{"side": {"product"}}, "files", map[string][]byte{name: data}); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s was accepted: %d", name, p.Status)
		}
	}
	p := s.Get(w.at(""))
	p.Check()
	p.Contains("主视图", "立体图", "主视图未判定", "还没有整体观察、综合判断的结论")
	// What is shown says nothing of the place, stands upright, and the original is as it came.
	bench := s.Get(w.at("/pair/front"))
	bench.Check()
	bench.Contains("原件含拍摄地点", "叠放", "申3")
	var shown []byte
	for _, src := range w.picturesOf(bench) {
		img := s.Get(src)
		if img.Status != 200 || !strings.HasPrefix(img.Header.Get("Content-Type"), "image/") || strings.Contains(img.Body, "GPSHERE") || strings.Contains(img.Body, "Exif") {
			t.Errorf("%s: %d %s", src, img.Status, img.Header.Get("Content-Type"))
		}
		if strings.Contains(src, "/picture/") {
			shown = []byte(img.Body)
		}
	}
	if cfg, _, err := image.DecodeConfig(bytes.NewReader(shown)); err != nil || cfg.Width != 200 || cfg.Height != 300 {
		t.Errorf("the photograph is not upright: %+v %v", cfg, err)
	}
	original := regexp.MustCompile(`href="([^"]+/original/\d+)"`).FindAllStringSubmatch(bench.Body, -1)
	if got := s.Get(original[1][1]); got.Body != string(raw) || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
		t.Error("the original is not as it came")
	}
	for _, how := range []string{"overlay.png", "difference.png", "contours.png", "product.png"} {
		img := s.Get(w.at("/laid/front/" + how))
		if _, err := png.Decode(strings.NewReader(img.Body)); err != nil {
			t.Errorf("%s: %d %v", how, img.Status, err)
		}
	}
	for _, path := range []string{"/laid/front/x.png", "/laid/perspective/overlay.png", "/pair/inside", "/picture/999", "/original/999"} {
		if got := s.Get(w.at(path)); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	look := regexp.MustCompile(`/case/\d+/comparison/picture/\d+`).FindString(bench.Body)
	for _, how := range []string{"grey", "edges"} {
		if _, err := png.Decode(strings.NewReader(s.Get(look + "?look=" + how).Body)); err != nil {
			t.Errorf("%s: %v", how, err)
		}
	}
	w.likened(s)
}

// likened judges the views of TestDesignPairs and concludes.
func (w *world) likened(s *webtest.Site) {
	t := w.t
	bad := s.Submit(s.Get(w.at("/pair/perspective")), "verdict", url.Values{"verdict": {"same"}})
	if bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("one picture was judged: %d", bad.Status)
	}
	bad.Check()
	mine := s.Get(w.at("/pair/front"))
	must(t, s, s.Get(w.at("/pair/front")), "verdict", url.Values{"verdict": {"similar"}, "note": {"轮廓与比例接近"}, "x": {"2.5"}, "size": {"90"}, "turn": {"-3"}, "mirror": {"true"}}).Contains("近似")
	clash := s.Submit(mine, "verdict", url.Values{"verdict": {"not"}, "note": {"我的意见"}})
	if clash.Status != http.StatusConflict {
		t.Errorf("overwritten: %d", clash.Status)
	}
	clash.Check()
	clash.Contains("轮廓与比例接近", "我的意见")
	p := must(t, s, s.Get(w.at("/pair/perspective")), "verdict", url.Values{"verdict": {"unseen"}, "note": {"请求人未提交产品立体图，不影响整体判断"}})
	p.Contains("无法比对")
	again := s.Get(w.at("/overall"))
	v := url.Values{"class": {"same"}, "class_note": {"均为支架，用途相同"}, "verdict": {"similar"}, "note": {"整体视觉效果无实质性差异"}}
	p = must(t, s, s.Get(w.at("/overall")), "class", v)
	p.Contains("落入保护范围", "比对完整", "均为支架")
	if late := s.Submit(again, "class", v); late.Status != http.StatusConflict {
		t.Errorf("overwritten: %d", late.Status)
	}
	for _, path := range []string{"", "/pair/front", "/pair/perspective", "/overall", "/pictures", "/package", "/print"} {
		en := s.Get(w.at(path) + "?lang=en")
		en.Check()
		en.NoHan()
	}
	s.Get(w.at("") + "?lang=zh")
	print := s.Get(w.at("/print"))
	print.Check()
	if n := strings.Count(print.Body, `class="sheet"`); n != 2 {
		t.Errorf("%d pairs are printed", n)
	}
}

// TestWhoReads: who does not take part in the judging sees nothing of it, by no address; a reader changes
// nothing.
func TestWhoReads(t *testing.T) {
	w := newWorld(t)
	own := w.site(handler)
	all := features(w.loaded(own))
	must(t, own, own.Get(w.at("/cite")), "citation", url.Values{"citation": {"D1"}, "claim": {"1"}})
	if p := files(t, own, w.at("/pictures"), url.Values{"side": {"product"}, "view": {"front"}}, "files", map[string][]byte{"a.jpg": photo(t, 30, 20, 0)}); p.Status != http.StatusSeeOther {
		t.Fatal(p.Status)
	}
	reads := []string{w.at(""), w.at("/history"), w.at("/version/1"), w.at("/print"), w.at("/pair/front"), all[0]}
	for _, account := range []int64{party, clerk, foreign, absent} {
		s := w.site(account)
		for _, path := range append(reads, w.at("/picture/6"), w.at("/original/6"), w.at("/laid/front/overlay.png"), w.at("/claims"), w.at("/overall")) {
			if p := s.Get(path); p.Status != http.StatusNotFound {
				t.Errorf("account %d reads %s: %d", account, path, p.Status)
			}
		}
	}
	for _, account := range []int64{member, second, head, expert} {
		s := w.site(account)
		for _, path := range reads {
			p := s.Get(path)
			if p.Status != 200 || strings.Contains(p.Body, "/divide") || strings.Contains(p.Body, `name="verdict"`) || strings.Contains(p.Body, w.at("/undo")) {
				t.Errorf("account %d at %s: %d", account, path, p.Status)
			}
			p.Check()
		}
		count := func() int { return strings.Count(own.Get(w.at("/history")).Body, "/version/") }
		before := count()
		for _, path := range []string{all[0], all[0] + "/merge", w.at("/undo"), w.at("/pair/front"), w.at("/overall"), w.at("/patent")} {
			if p := s.Do(post(t, s, s.Get(w.at("")), path, url.Values{"seen": {"4"}, "verdict": {"same"}})); p.Status < 400 {
				t.Errorf("account %d changes %s: %d", account, path, p.Status)
			}
		}
		if count() != before {
			t.Errorf("account %d left a version", account)
		}
	}
	if p := own.Get(fmt.Sprintf("/case/%d/comparison", w.other)); p.Status != http.StatusNotFound {
		t.Errorf("a case of another procedure has a comparison: %d", p.Status)
	}
}

// TestDecision: what lacks is named; what went into a decision is not changed until it is sent back.
func TestDecision(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	all := features(w.loaded(s))
	if err := w.move(handler, "decide"); fault.CodeOf(err) != "comparison.incomplete" || !strings.Contains(fault.MessageOf(err), "特征 1A 未判定") {
		t.Fatalf("%v", err)
	}
	for i, href := range all {
		v := url.Values{"product": {"有"}, "verdict": {"same"}, "evidence.0.number": {"申1"}, "evidence.0.page": {"3"}}
		if i == 3 {
			v = url.Values{"product": {"销轴"}, "verdict": {"different"}, "reason": {"销轴不是铰链。"}, "estoppel": {"applies"}, "estoppel_note": {"答复审查意见时将连接件限定为铰链"}}
		}
		must(t, s, s.Get(href), "product", v)
	}
	must(t, s, s.Get(w.at("/cite")), "citation", url.Values{"citation": {"CN1U"}, "claim": {"2"}, "published": {"2022-01-01"}})
	if err := w.move(handler, "decide"); err != nil {
		t.Fatal(err)
	}
	if p := s.Get(all[0]); strings.Contains(p.Body, `name="verdict"`) {
		t.Error("a fixed comparison is offered to be changed")
	}
	if p := s.Get(w.at("/claims")); p.Status != http.StatusConflict {
		t.Errorf("changed after the decision: %d", p.Status)
	}
	words := w.printed()
	for _, want := range []string{"权利要求1技术特征比对表", "包括底座、立杆和连接件，", "申1第3页", "关于特征2A：被控侵权产品的对应技术特征与专利技术特征既不相同也不等同。销轴不是铰链。", "特征2A适用禁止反悔规则：答复审查意见时将连接件限定为铰链。",
		"经比对，被控侵权产品缺少与权利要求2的特征2A相同或者等同的技术特征，未落入权利要求2的保护范围。", "不属于现有技术，现有技术抗辩不能成立。"} {
		if !strings.Contains(words, want) {
			t.Errorf("the decision lacks %q:\n%s", want, words)
		}
	}
	if err := w.move(head, "reject"); err != nil {
		t.Fatal(err)
	}
	must(t, s, s.Get(all[0]), "product", url.Values{"product": {"有，塑料"}, "verdict": {"same"}})
	if err := w.move(head, "close"); err != nil {
		t.Fatal(err)
	}
	if p := s.Get(w.at("/claims")); p.Status != http.StatusConflict {
		t.Errorf("changed after the case was closed: %d", p.Status)
	}
}

// printed is what the decision says, and checks that it is a paper.
func (w *world) printed() string {
	w.t.Helper()
	return fmt.Sprint(w.blocks())
}

// rows are the rows of pictures in the decision.
func (w *world) rows() (out []paper.Pictures) {
	w.t.Helper()
	for _, b := range w.blocks() {
		if row, ok := b.(paper.Pictures); ok {
			out = append(out, row)
		}
	}
	return out
}

// blocks are what goes into the decision, made out as a paper in every form.
func (w *world) blocks() (blocks []paper.Block) {
	w.t.Helper()
	err := w.office.DB.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		blocks, err = w.desk.Blocks(w.t.Context(), tx, w.caseID)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := paper.Check(paper.Paper{Title: "裁决书", Body: blocks}); err != nil {
		w.t.Error(err)
	}
	return blocks
}

func TestDesignBlocks(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	for _, side := range []string{"patent", "product"} {
		if p := files(t, s, w.at("/pictures"), url.Values{"side": {side}, "view": {"front"}}, "files", map[string][]byte{"a.jpg": photo(t, 40, 30, 0)}); p.Status != http.StatusSeeOther {
			t.Fatal(p.Status)
		}
	}
	if words := w.printed(); !strings.Contains(words, "尚未作出结论") {
		t.Error(words)
	}
	must(t, s, s.Get(w.at("/pair/front")), "verdict", url.Values{"verdict": {"not"}, "note": {"屏幕形状不同"}})
	must(t, s, s.Get(w.at("/overall")), "class", url.Values{"class": {"similar"}, "class_note": {"均为显示设备。"}, "verdict": {"not"}, "note": {"差异显著影响整体视觉效果。"}})
	must(t, s, s.Get(w.at("/cite")), "citation", url.Values{"citation": {"CN301234567S"}, "published": {"2018-01-01"}})
	words := w.printed()
	for _, want := range []string{"主视图", "不近似", "屏幕形状不同", "相近种类", "综上，两产品为相近种类的产品，被控侵权设计与涉案专利外观设计既不相同也不近似，未落入涉案专利权的保护范围。", "现有设计抗辩比对表（CN301234567S）"} {
		if !strings.Contains(words, want) {
			t.Errorf("the decision lacks %q:\n%s", want, words)
		}
	}
}

// TestClaimsFromAPublication reads the claims, the title and the filing date from a published document.
func TestClaimsFromAFile(t *testing.T) {
	w := newWorld(t)
	s := w.site(handler)
	p := files(t, s, w.at("/claims"), url.Values{"asserted": {"1-2"}}, "file", map[string][]byte{"权利要求书.txt": []byte("权利要求书\n" + claims)})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, text(p))
	}
	if q := s.Get(w.at("")); len(features(q)) != 4 {
		t.Errorf("%d features: %s", len(features(q)), text(q))
	}
	for _, asserted := range []string{"甲", "7"} {
		if p := s.Submit(s.Get(w.at("/claims")), "asserted", url.Values{"text": {claims}, "asserted": {asserted}}); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s was accepted: %d", asserted, p.Status)
		}
	}
}

// TestSealedExhibits: what is sealed stays hidden from a reader who may not know of it, and from the decision.
func TestSealedExhibits(t *testing.T) {
	w := newWorld(t)
	w.exhibits, w.sealed = []comparison.Exhibit{{ID: 5, Number: "申1", Name: "照片"}, {ID: 6, Number: "被密1", Name: "图纸", Picture: true}}, 6
	w.picture = photo(t, 20, 20, 0)
	s := w.site(handler)
	all := features(w.loaded(s))
	must(t, s, s.Get(all[0]), "product", url.Values{"product": {"有"}, "verdict": {"same"}, "evidence.0.number": {"被密1"}, "evidence.0.caption": {"密封结构"}}).Contains("被密1", "密封结构")
	other := w.site(member)
	for _, path := range []string{w.at(""), all[0], w.at("/print"), w.at("/version/3")} {
		if p := other.Get(path); p.Status != 200 || strings.Contains(p.Body, "被密1") || strings.Contains(p.Body, "密封结构") || strings.Contains(p.Body, "图纸") {
			t.Errorf("%s: %d tells of what is sealed", path, p.Status)
		}
	}
	id := all[0][strings.LastIndex(all[0], "/")+1:]
	for _, path := range []string{w.at("/shown/" + id + "/0"), w.at("/exhibit/6")} {
		if p := other.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
		if p := s.Get(path); p.Status != 200 {
			t.Errorf("%s for the handler: %d", path, p.Status)
		}
	}
	if words := w.printed(); strings.Contains(words, "被密1") || strings.Contains(words, "密封结构") || !strings.Contains(words, "依法不公开质证的证据") {
		t.Error(words)
	}
}
