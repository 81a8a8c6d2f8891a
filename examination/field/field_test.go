package field_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/examination/field"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/rule"

	"os"
	"regexp"
)

type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	desk   *field.Desk
}

// gated is the input of a move that asks the gate.
type gated struct {
	Kind, Class string
	gate        casework.Gate
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{desk: field.New()}
	cite := []rule.Cite{{Text: "测试"}}
	chart := &casework.Chart{Code: "request", Prefix: "QQ", Title: "测试请求", English: "Request",
		States: []casework.State{{Code: "open", Title: "在办", English: "Open", Final: true}}, Moves: []casework.Move{{Code: "open", Title: "提出", English: "Open",
			To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: cite, Do: casework.Input(func(s *casework.Step, in *gated) error {
				q := casework.GateQuery{Kind: in.Kind}
				if in.Class != "" {
					q.Classes = []string{in.Class}
				}
				return in.gate(s, q)
			})}}}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart}, Settings: field.Settings(), Schemas: []store.Schema{field.Schema()}, Grants: field.Grants()})
	w.desk.Use(w.office)
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	return w
}

func (w *world) set(t testing.TB, l field.List) error {
	t.Helper()
	l.Center = caseworktest.CenterID
	return w.office.DB.Write(t.Context(), func(tx *store.Tx) error { return w.desk.Set(t.Context(), tx, l) })
}

func (w *world) on(t testing.TB, day string) field.Lists {
	t.Helper()
	var out field.Lists
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.desk.On(t.Context(), tx, caseworktest.CenterID, calendar.MustDay(day))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (w *world) gate(t testing.TB, kind, class string) error {
	_, err := w.office.Move(t.Context(), casework.Request{Chart: "request", Move: "open", Input: &gated{kind, class, w.desk.Gate},
		Actor: casework.Actor{Name: "企业", Subject: access.Subject{Account: 1, Center: caseworktest.CenterID, Party: 9, Roles: []string{string(casework.Entity)}}}})
	return err
}

func list(s field.Scheme, industry, from string, official bool, classes ...string) field.List {
	return field.List{Scheme: s, Industry: industry, From: calendar.MustDay(from), Official: official, Source: "国知办函〔2026〕1号", Classes: classes}
}

func TestAnswer(t *testing.T) {
	l := field.Lists{IPC: []string{"H01M", "G06F17/30", "A61B5"}, Locarno: []string{"14-02", "26"}}
	for _, c := range []struct {
		kind, class string
		want        field.Verdict
	}{
		{"发明", "H01M", field.In}, {"发明", "H01M10/05", field.In}, {"发明", "h01m 10/05", field.In}, {"实用新型", "H01L21/00", field.Out},
		{"发明", "H01", field.Unknown}, {"发明", "G06F", field.Unknown}, {"发明", "G06F17/30", field.In}, {"发明", "G06F17/50", field.Out},
		{"发明", "不是分类号", field.Unknown}, {"发明", "", field.Unknown},
		{"外观设计", "14-02", field.In}, {"外观设计", "14-03", field.Out}, {"外观设计", "14", field.Unknown}, {"外观设计", "26-05", field.In}, {"外观设计", "H01M", field.Unknown},
	} {
		if got := field.Answer(l, c.kind, c.class); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.kind, c.class, got, c.want)
		}
	}
	if field.Answer(field.Lists{}, "发明", "H01M") != field.Unknown {
		t.Error("an empty list answers")
	}
}

// TestEntryCoversEverythingBelow: whatever lies within an entry is open, whatever else is listed.
func TestEntryCoversEverythingBelow(t *testing.T) {
	sub := rapid.StringMatching(`[A-H][0-9]{2}[A-Z]`)
	rapid.Check(t, func(r *rapid.T) {
		l := field.Lists{IPC: rapid.SliceOfN(sub, 1, 5).Draw(r, "list")}
		entry := rapid.SampledFrom(l.IPC).Draw(r, "entry")
		class := entry + rapid.StringMatching(`[1-9][0-9]?/[0-9]{2}`).Draw(r, "group")
		if got := field.Answer(l, "发明", class); got != field.In {
			r.Fatalf("%s is %s although %s is open", class, got, entry)
		}
		other := sub.Draw(r, "other")
		if got := field.Answer(l, "发明", other); (got == field.In) != slices.Contains(l.IPC, other) {
			r.Fatalf("%s is %s, list %v", other, got, l.IPC)
		}
	})
}

func TestListsAreDatedAndUndoneByANewEntry(t *testing.T) {
	w := newWorld(t)
	for _, l := range []field.List{list(field.IPC, "新能源", "2026-01-01", true, "H01M"), list(field.IPC, "新能源", "2026-06-01", true, "H01M", "H02J"),
		list(field.IPC, "生物", "2026-03-01", true, "A61K"), list(field.Locarno, "生物", "2026-03-01", false, "24")} {
		if err := w.set(t, l); err != nil {
			t.Fatal(err)
		}
	}
	for day, want := range map[string]string{"2025-12-31": "", "2026-02-01": "H01M", "2026-03-01": "A61K H01M", "2026-12-01": "A61K H01M H02J"} {
		if got := strings.Join(w.on(t, day).IPC, " "); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	l := w.on(t, "2026-12-01")
	if l.Official || !l.Firm(field.IPC) || l.Firm(field.Locarno) {
		t.Error("an unofficial Locarno list must not make the IPC list unofficial, nor the whole official")
	}
	// A mistake is undone by one more entry of the same day; what was stays readable.
	if err := w.set(t, list(field.IPC, "新能源", "2026-06-01", true, "H01M")); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(w.on(t, "2026-12-01").IPC, " "); got != "A61K H01M" {
		t.Errorf("after the undoing: %s", got)
	}
	if err := w.set(t, list(field.IPC, "生物", "2026-11-01", true)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(w.on(t, "2026-12-01").IPC, " "); got != "H01M" {
		t.Errorf("after the closing of an industry: %s", got)
	}
}

func TestSetRefuses(t *testing.T) {
	w := newWorld(t)
	official := list(field.IPC, "新能源", "2026-01-01", true, "H01M")
	official.Source = ""
	ended := list(field.IPC, "新能源", "2026-01-01", true, "H01M")
	ended.Until = calendar.MustDay("2025-01-01")
	for code, l := range map[string]field.List{"field.class": list(field.IPC, "新能源", "2026-01-01", true, "H01M", "14-02"), "field.scheme": list("cpc", "新能源", "2026-01-01", true),
		"field.industry": list(field.IPC, " ", "2026-01-01", true, "H01M"), "field.source": official, "field.until": ended} {
		if err := w.set(t, l); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestOnlyAnOfficialListRefuses(t *testing.T) {
	w := newWorld(t)
	if err := w.gate(t, "发明", "H01L"); err != nil {
		t.Errorf("refused without any list: %v", err)
	}
	if err := w.set(t, list(field.IPC, "新能源", "2026-01-01", false, "H01M")); err != nil {
		t.Fatal(err)
	}
	if err := w.gate(t, "发明", "H01L"); err != nil {
		t.Errorf("refused by an unofficial list: %v", err)
	}
	if err := w.set(t, list(field.IPC, "新能源", "2026-02-01", true, "H01M")); err != nil {
		t.Fatal(err)
	}
	err := w.gate(t, "发明", "H01L")
	if fault.CodeOf(err) != "field.out" || fault.Of(err).Basis == "" {
		t.Errorf("passed an official list: %v", err)
	}
	for _, c := range []struct{ kind, class string }{{"发明", "H01M"}, {"发明", ""}, {"发明", "H01"}, {"外观设计", "14-02"}} {
		if err := w.gate(t, c.kind, c.class); err != nil {
			t.Errorf("%v refused: %v", c, err)
		}
	}
}

func TestExtension(t *testing.T) {
	w := newWorld(t)
	if err := w.set(t, list(field.IPC, "新能源", "2026-01-01", true, "H01M")); err != nil {
		t.Fatal(err)
	}
	do := func(f func(tx *store.Tx) error) error { return w.office.DB.Write(t.Context(), f) }
	var id int64
	err := do(func(tx *store.Tx) (err error) {
		id, err = w.desk.Ask(t.Context(), tx, field.Extension{Center: 1, Scheme: field.IPC, Industry: "新能源", Classes: []string{"H02J"}, Day: calendar.MustDay("2026-05-01"), Reason: "储能"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.on(t, "2026-12-01").IPC; len(got) != 1 {
		t.Errorf("asking opens nothing: %v", got)
	}
	decide := func(ref string) error {
		return do(func(tx *store.Tx) error {
			return w.desk.Decide(t.Context(), tx, id, field.Extension{Center: 1, Step: field.Approved, Day: calendar.MustDay("2026-09-01"), Reference: ref})
		})
	}
	if err := decide(""); fault.CodeOf(err) != "field.reference" {
		t.Errorf("approved without a reference: %v", err)
	}
	if err := decide("国知办函〔2026〕9号"); err != nil {
		t.Fatal(err)
	}
	if err := decide("国知办函〔2026〕9号"); fault.CodeOf(err) != "field.decided" {
		t.Errorf("decided twice: %v", err)
	}
	for day, want := range map[string]int{"2026-08-31": 1, "2026-09-01": 2} {
		if got := w.on(t, day); len(got.IPC) != want || !got.Official {
			t.Errorf("%s: %+v", day, got)
		}
	}
}

func TestParse(t *testing.T) {
	ls, err := field.Parse([]byte("分类,产业领域,分类号\nIPC,新能源,H01M\nIPC,新能源,h02j\n洛迦诺,新能源,13-02\nIPC,生物,A61K\n"))
	if err != nil || len(ls) != 3 || strings.Join(ls[0].Classes, " ") != "H01M H02J" || ls[1].Scheme != field.Locarno {
		t.Errorf("%+v, %v", ls, err)
	}
	_, err = field.Parse([]byte("分类,产业领域,分类号\nIPC,新能源,H01M\nIPC,新能源,14-02\nCPC,新能源,H01M\n"))
	if m := fault.MessageOf(err); fault.CodeOf(err) != "field.rows" || !strings.Contains(m, "第 3 行") || !strings.Contains(m, "第 4 行 A 列") {
		t.Errorf("wrong rows are not named: %v", err)
	}
}

// TestPublishedList reads the classes of a published list, when it is at hand.
func TestPublishedList(t *testing.T) {
	text, err := os.ReadFile(sharedata.Dir(t, "preexam-centers", "zhejiang-ipc-2024-07-11-official.txt"))
	if err != nil {
		t.Fatal(err)
	}
	classes := regexp.MustCompile(`(?m)^\d+\s+([A-H]\d\d[A-Z])\b`).FindAllStringSubmatch(string(text), -1)
	w := newWorld(t)
	l := list(field.IPC, "浙江", "2024-07-11", true)
	for _, c := range classes {
		l.Classes = append(l.Classes, c[1])
	}
	if len(l.Classes) < 100 {
		t.Fatalf("only %d classes read", len(l.Classes))
	}
	if err := w.set(t, l); err != nil {
		t.Error(err)
	}
}

func (w *world) site(t testing.TB, a any) *webtest.Site {
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, w.desk.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true,
		Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
}

func TestPages(t *testing.T) {
	w := newWorld(t)
	director := casework.Actor{Name: "主任", Subject: access.Subject{Account: 5, Center: caseworktest.CenterID, Roles: []string{string(casework.Director)}}}
	s := w.site(t, director)
	p := s.Get("/fields/new")
	p.Check()
	p = s.Submit(p, "industry", url.Values{"industry": {"新能源"}, "classes": {"H01M、H02J\n错号"}, "official": {"true"}, "source": {"国知办函〔2026〕1号"}})
	p.Check()
	p.Contains("有 1 个分类号不对，请更正：错号")
	if p = s.Submit(p, "industry", url.Values{"classes": {"H01M、H02J"}}); p.Status != 303 {
		t.Fatalf("not set: %s", p.Body)
	}
	if p = s.Submit(s.Get("/fields/extensions/new"), "reason", url.Values{"industry": {"新能源"}, "classes": {"H02S"}, "reason": {"光伏"}}); p.Status != 303 {
		t.Fatalf("not asked: %s", p.Body)
	}
	for _, path := range []string{"/fields?kind=发明&class=H01L", "/fields/history", "/fields/extensions", "/fields/import", "/fields/extensions/new"} {
		for _, lang := range []string{"zh", "en"} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			p := s.Get(path + sep + "lang=" + lang)
			if p.Status != 200 {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
			if lang == "en" {
				p.NoHan()
			}
		}
	}
	_, from, ok := strings.Cut(s.Get("/fields/history?lang=zh").Body, `href="/fields/new?from=`)
	if !ok {
		t.Fatal("the history leads nowhere")
	}
	from, _, _ = strings.Cut(from, `"`)
	p = s.Get("/fields/new?from=" + from)
	p.Check()
	p.Contains("H01M H02J")
	public := w.site(t, nil)
	p = public.Get("/fields?kind=发明&class=H01L")
	p.Check()
	p.Contains("不在批准的服务领域内", "新能源")
	if strings.Contains(p.Body, "/fields/new") {
		t.Error("the public is offered to set lists")
	}
}
