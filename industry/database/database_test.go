package database

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
}

func newWorld(t testing.TB) *world {
	t.Helper()
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Desk: New(Deps{Blobs: blobs})}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Schemas: []store.Schema{Schema(), worklist.Schema()}, Grants: Grants()})
	w.Use(w.office)
	w.clock.SetDay(day("2026-11-23"))
	return w
}

func day(s string) calendar.Day { return calendar.MustDay(s) }

func as(role casework.Role) casework.Actor {
	return casework.Actor{Name: "登记人", Subject: access.Subject{Account: 5, Center: caseworktest.CenterID, Roles: []string{string(role)}}}
}

// number is a made-up number with the right check character.
func number(kind byte, year, serial int) string {
	n, err := ident.ParseApplicationNo(fmt.Sprintf("%c0%d00%07d", kind, year, serial))
	if err != nil {
		panic(err)
	}
	return string(n)
}

var origin = Origin{Source: "登记簿副本", AsOf: day("2026-11-01")}

func (w *world) enter(t testing.TB, no, filed, granted string) {
	t.Helper()
	in := &NewPatent{Entry: Entry{Number: no, Title: "一种锁", Holder: "甲公司", Filed: day(filed), Origin: origin}}
	if granted != "" {
		in.Granted = day(granted)
	}
	if err := w.Enter(t.Context(), as(casework.Enforcer), in); err != nil {
		t.Fatal(err)
	}
}

func (w *world) happen(no, kind, on string, more ...func(*Happening)) error {
	in := &NewEvent{Happening: Happening{Kind: kind, Day: day(on), Origin: origin}}
	for _, f := range more {
		f(&in.Happening)
	}
	return w.Happen(context.Background(), as(casework.Clerk), no, in)
}

// on asks as other procedures do.
func (w *world) on(t testing.TB, no, on string) (r Record, known bool) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		r, known, err = w.Find(t.Context(), tx, caseworktest.CenterID, no, day(on))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, known
}

// TestStatus follows patents through their events, day by day.
func TestStatus(t *testing.T) {
	w := newWorld(t)
	inv, um, old, dsg, dead := number('1', 2019, 1), number('2', 2014, 2), number('3', 2015, 3), number('3', 2022, 4), number('1', 2024, 5)
	w.enter(t, inv, "2019-03-04", "2021-05-06")
	w.enter(t, um, "2014-02-03", "2014-09-10")
	w.enter(t, old, "2015-07-08", "2015-12-01")
	w.enter(t, dsg, "2022-01-05", "2022-06-01")
	w.enter(t, dead, "2024-01-05", "")
	for _, e := range []struct{ no, kind, day string }{{inv, Unpaid, "2023-03-05"}, {inv, Restored, "2023-09-01"}, {inv, Partial, "2024-02-01"}, {inv, Transfer, "2024-06-03"}, {inv, Pledge, "2025-01-02"}, {inv, Released, "2025-08-01"},
		{dsg, Invalid, "2024-05-06"}, {dsg, Reinstated, "2025-04-01"}, {dead, Dead, "2025-10-10"}} {
		if err := w.happen(e.no, e.kind, e.day, func(h *Happening) {
			if e.kind == Transfer {
				h.Holder = "乙公司"
			}
		}); err != nil {
			t.Fatalf("%s %s: %v", e.no, e.kind, err)
		}
	}
	for _, c := range []struct {
		no, on string
		want   Status
		since  string
		more   string
	}{
		{inv, "2019-03-03", None, "", ""}, {inv, "2019-03-04", Pending, "2019-03-04", ""}, {inv, "2021-05-05", Pending, "2019-03-04", ""}, {inv, "2021-05-06", Valid, "2021-05-06", "甲公司"},
		{inv, "2023-03-04", Valid, "2021-05-06", ""}, {inv, "2023-03-05", Lapsed, "2023-03-05", ""}, {inv, "2023-09-01", Valid, "2023-09-01", ""}, {inv, "2024-02-01", Valid, "2023-09-01", "partial 甲公司"},
		{inv, "2024-06-03", Valid, "2023-09-01", "partial 乙公司"}, {inv, "2025-01-02", Valid, "2023-09-01", "partial pledged 乙公司"}, {inv, "2025-08-01", Valid, "2023-09-01", "partial 乙公司"},
		{inv, "2039-03-03", Valid, "2023-09-01", ""}, {inv, "2039-03-04", Ended, "2039-03-04", "partial computed"},
		{um, "2024-02-02", Valid, "2014-09-10", ""}, {um, "2024-02-03", Ended, "2024-02-03", "computed"}, {old, "2025-07-07", Valid, "2015-12-01", ""}, {old, "2025-07-08", Ended, "2025-07-08", "computed"},
		{dsg, "2024-05-05", Valid, "2022-06-01", ""}, {dsg, "2024-05-06", Void, "2024-05-06", ""}, {dsg, "2025-04-01", Valid, "2025-04-01", ""}, {dsg, "2037-01-04", Valid, "2025-04-01", ""}, {dsg, "2037-01-05", Ended, "2037-01-05", "computed"},
		{dead, "2025-10-09", Pending, "2024-01-05", ""}, {dead, "2025-10-10", None, "2025-10-10", ""},
	} {
		r, known := w.on(t, c.no, c.on)
		got := strings.TrimSpace(map[bool]string{true: "partial "}[r.Partial] + map[bool]string{true: "pledged "}[r.Pledged] + map[bool]string{true: "computed "}[r.Computed] + r.Holder)
		if !known || r.Status != c.want || r.Since.String() != c.since || c.more != "" && !strings.HasPrefix(got, c.more) {
			t.Errorf("%s on %s: %s since %s (%s), want %s since %s (%s)", c.no, c.on, r.Status, r.Since, got, c.want, c.since, c.more)
		}
	}
}

// TestVoidFromTheBeginning: on a day before it was declared invalid a patent was in force, and yet counts
// as never granted.
func TestVoidFromTheBeginning(t *testing.T) {
	w := newWorld(t)
	no := number('2', 2020, 7)
	w.enter(t, no, "2020-03-04", "2020-10-06")
	if err := w.happen(no, Invalid, "2024-02-01"); err != nil {
		t.Fatal(err)
	}
	if r, _ := w.on(t, no, "2023-01-01"); r.Status != Valid || r.VoidFrom != day("2024-02-01") {
		t.Errorf("%+v", r)
	}
	// Nothing brings a void patent back but the end of the decision.
	for _, kind := range []string{Unpaid, Restored, Abandoned, Granted, Invalid} {
		if err := w.happen(no, kind, "2024-03-01"); fault.CodeOf(err) != "database.sequence" {
			t.Errorf("%s after the invalidation: %v", kind, err)
		}
	}
	if err := w.happen(no, Reinstated, "2024-09-01"); err != nil {
		t.Fatal(err)
	}
	if r, _ := w.on(t, no, "2023-01-01"); r.Status != Valid || !r.VoidFrom.IsZero() {
		t.Errorf("%+v", r)
	}
}

// TestUnknown: of a number that is not in the ledger nothing is said but its kind.
func TestUnknown(t *testing.T) {
	w := newWorld(t)
	for _, typed := range []string{"ZL 2023 3 0000001.5", "ｚｌ202330000001.5"} {
		want, err := ident.ParseApplicationNo(typed)
		if err != nil {
			continue // no number at all
		}
		r, known := w.on(t, typed, "2026-01-01")
		if known || r.Status != "" || r.Title != "" || r.Number != string(want) {
			t.Errorf("%s: %+v %v", typed, r, known)
		}
	}
	no := number('3', 2023, 1)
	w.enter(t, no, "2023-01-05", "2023-06-01")
	for _, typed := range []string{no, "ZL" + no, "zl " + strings.ReplaceAll(no, ".", ""), "CN" + no, "专利号：ZL" + no} {
		if r, known := w.on(t, typed, "2026-01-01"); !known || r.Status != Valid || r.Kind != "design" {
			t.Errorf("%s is not found: %+v", typed, r)
		}
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		_, _, err := w.Find(t.Context(), tx, caseworktest.CenterID, no[:len(no)-1]+map[bool]string{true: "1", false: "0"}[no[len(no)-1] == '0'], day("2026-01-01"))
		return err
	})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.MessageOf(err), "校验码应为") {
		t.Errorf("a wrong check character: %v", err)
	}
	// Another center has a ledger of its own.
	err = w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		_, known, err := w.Find(t.Context(), tx, 2, no, day("2026-01-01"))
		if known {
			t.Error("known in another center")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRefusals(t *testing.T) {
	w := newWorld(t)
	no := number('1', 2020, 1)
	good := Entry{Number: no, Title: "一种锁", Holder: "甲公司", Filed: day("2020-03-04"), Granted: day("2021-03-04"), Origin: origin}
	for code, change := range map[string]func(*Entry){
		"database.number": func(e *Entry) { e.Number = "202010000001.1" + "1" }, "database.title": func(e *Entry) { e.Title = " " }, "database.holder": func(e *Entry) { e.Holder = "" },
		"database.filed": func(e *Entry) { e.Filed = day("2027-01-01") }, "database.filed_year": func(e *Entry) { e.Filed = day("2021-01-04") }, "database.granted": func(e *Entry) { e.Granted = day("2019-01-04") },
		"database.source": func(e *Entry) { e.Source = "" }, "database.as_of": func(e *Entry) { e.AsOf = day("2026-12-01") },
	} {
		e := good
		change(&e)
		if err := w.Enter(t.Context(), as(casework.Clerk), &NewPatent{Entry: e}); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := w.Enter(t.Context(), as(casework.Examiner), &NewPatent{Entry: good}); fault.CodeOf(err) != "database.enter" {
		t.Errorf("an examiner entered a patent: %v", err)
	}
	for range 2 {
		err := w.Enter(t.Context(), as(casework.Clerk), &NewPatent{Entry: good})
		if good.Title == "again" && fault.CodeOf(err) != "database.exists" {
			t.Errorf("entered twice: %v", err)
		}
		good.Title = "again"
	}
	for _, c := range []struct{ code, kind, on string }{{"database.kind", "nothing", "2022-01-01"}, {"database.day", Unpaid, "2020-01-01"}, {"database.day", Unpaid, "2026-11-24"}, {"database.new_holder", Transfer, "2022-01-01"},
		{"database.prolonged", Prolonged, "2022-01-01"}, {"database.sequence", Granted, "2022-01-01"}, {"database.sequence", Restored, "2022-01-01"}, {"database.sequence", Pledge, "2020-06-01"}} {
		if err := w.happen(no, c.kind, c.on); fault.CodeOf(err) != c.code {
			t.Errorf("%s on %s: %v, want %s", c.kind, c.on, err, c.code)
		}
	}
	if err := w.happen(no, Unpaid, "2024-01-01"); err != nil {
		t.Fatal(err)
	}
	if err := w.happen(no, Unpaid, "2024-01-01"); fault.CodeOf(err) != worklist.AlreadyIn {
		t.Errorf("the same twice: %v", err)
	}
	if err := w.happen(number('1', 2020, 99), Unpaid, "2024-01-01"); fault.CodeOf(err) != "database.unknown" {
		t.Errorf("an event of nothing: %v", err)
	}
}

// TestNothingIsLost: a correction and an event that was struck out stay in the history with their reasons.
func TestNothingIsLost(t *testing.T) {
	w := newWorld(t)
	no := number('1', 2020, 1)
	w.enter(t, no, "2020-03-04", "2021-03-04")
	if err := w.happen(no, Unpaid, "2024-01-01"); err != nil {
		t.Fatal(err)
	}
	proof := form.Bytes("登记簿.pdf", []byte("%PDF-1.4 scan"))
	err := w.correct(t.Context(), as(casework.Head), no, &Correction{Title: "一种门锁", Holder: "甲公司", Filed: day("2020-03-04"), Granted: day("2021-03-09"), Reason: "公告日录错", Origin: origin, Proof: proof})
	if fault.CodeOf(err) != "secrecy.undeclared" {
		t.Errorf("a scan without a declaration: %v", err)
	}
	in := &Correction{Title: "一种门锁", Holder: "甲公司", Filed: day("2020-03-04"), Granted: day("2021-03-09"), Reason: "公告日录错", Origin: origin, Proof: proof}
	in.Clear = true
	if err := w.correct(t.Context(), as(casework.Head), no, in); err != nil {
		t.Fatal(err)
	}
	var p *Patent
	read := func() (vs []version) {
		err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
			if p, err = w.known(t.Context(), tx, caseworktest.CenterID, no); err != nil {
				return err
			}
			key, err := w.office.Keys.Center(t.Context(), tx, caseworktest.CenterID)
			if err != nil {
				return err
			}
			vs, err = versions(t.Context(), tx, key, p.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return vs
	}
	vs := read()
	if len(vs) != 2 || vs[0].reason != "公告日录错" || vs[0].proof == nil || vs[0].proof.Name != "登记簿.pdf" || vs[1].title != "一种锁" || vs[1].granted != day("2021-03-04") || p.Title != "一种门锁" {
		t.Errorf("%+v", vs)
	}
	if err := w.strikeOut(t.Context(), as(casework.Head), no, p.Events[0].ID, &Strike{Reason: "他案"}); err != nil {
		t.Fatal(err)
	}
	if err := w.strikeOut(t.Context(), as(casework.Head), no, p.Events[0].ID, &Strike{Reason: "他案"}); fault.CodeOf(err) != "database.event" {
		t.Errorf("struck out twice: %v", err)
	}
	read()
	if r, _ := w.on(t, no, "2025-01-01"); r.Status != Valid || len(p.Events) != 1 || p.Events[0].StruckWhy != "他案" {
		t.Errorf("%+v %+v", r, p.Events)
	}
}

// TestStatusOnlyChangesOnEvents: between two events, and the end of the term, the status is the same on
// every day, and since when it is never lies ahead.
func TestStatusOnlyChangesOnEvents(t *testing.T) {
	kinds := eventKinds()
	rapid.Check(t, func(t *rapid.T) {
		p := &Patent{Number: ident.ApplicationNo(number(rapid.SampledFrom([]byte{'1', '2', '3'}).Draw(t, "kind"), 2020, 1)), Filed: day("2020-01-06")}
		if rapid.Bool().Draw(t, "granted") {
			p.Granted = p.Filed + calendar.Day(rapid.IntRange(0, 400).Draw(t, "after"))
		}
		marks := []calendar.Day{p.Filed, p.Granted, p.end() + 1}
		for i := range rapid.IntRange(0, 6).Draw(t, "events") {
			e := Event{ID: int64(i + 1), Kind: rapid.SampledFrom(kinds).Draw(t, "event").code, Day: p.Filed + calendar.Day(rapid.IntRange(0, 2000).Draw(t, "day")), Holder: "某"}
			if e.Kind == Prolonged {
				e.Until = p.end() + 100
				marks = append(marks, e.Until+1)
			}
			p.Events, marks = append(p.Events, e), append(marks, e.Day)
		}
		sorted(p.Events)
		was := p.On(p.Filed - 1)
		for on := p.Filed; on < p.Filed+8000; on++ {
			r := p.On(on)
			if r.Status != was.Status && !slices.Contains(marks, on) {
				t.Fatalf("%s became %s on %s without an event: %+v", was.Status, r.Status, on, p.Events)
			}
			if r.Since > on || r.Status == Valid && r.Granted.IsZero() {
				t.Fatalf("%+v on %s", r, on)
			}
			was = r
		}
	})
}

// sheetOf writes a list as somebody fills it in.
func sheetOf(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	e := sheet.Export{}
	for _, c := range columns() {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Title})
	}
	e.Rows = sheet.Slice(rows)
	var buf bytes.Buffer
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestImport: a dry run says of every row what would become of it; what was confirmed is entered, the same
// list a second time enters nothing.
func TestImport(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(casework.Clerk))
	have, fresh, twice := number('1', 2019, 1), number('2', 2021, 2), number('3', 2022, 3)
	w.enter(t, have, "2019-03-04", "2021-05-06")
	row := func(no, title, holder, filed, granted, kind, on, to string) []any {
		return []any{no, title, holder, filed, granted, kind, on, "", to, "", "国家知识产权局公布数据", "2026-11-01"}
	}
	list := sheetOf(t,
		row("ZL"+fresh, "一种凳", "乙公司", "2021-02-03", "2021-09-01", "未缴年费终止", "2023-02-04", ""),
		row(fresh, "一种凳", "乙公司", "2021-02-03", "2021-09-01", "恢复权利", "2023-08-01", ""), // follows from the row above
		row(have, "一种锁", "甲公司", "2019-03-04", "", "专利权转移", "2024-03-04", "丙公司"),
		row(have, "一种锁", "甲公司", "2019-03-04", "", "", "", ""),                          // there already
		row(have, "另一名称", "甲公司", "2019-03-04", "", "", "", ""),                         // twice in the file
		row(twice, "台灯", "丁公司", "2022-03-01", "2022-08-01", "恢复权利", "2023-01-01", ""),  // cannot have happened
		row("202210000001.9", "台灯", "丁公司", "2022-03-01", "", "", "", ""),               // wrong check character
		row(number('3', 2022, 9), "台灯", "丁公司", "2022-13-01", "", "", "", ""),           // no day
		row(number('3', 2022, 8), "台灯", "丁公司", "2022-03-01", "", "", "2023-01-01", ""), // a day without an event
	)
	to := s.upload(t, "/bring-in/patents", "file", form.Bytes("台账.xlsx", list), nil).Header.Get("Location")
	p := s.Get(to)
	for _, want := range []string{"可转入", "已有", "冲突", "错误", "校验码应为 0", "不会发生“恢复权利”", "没有填写法律事件"} {
		p.Contains(want)
	}
	p.Check()
	if r, known := w.on(t, fresh, "2026-01-01"); known {
		t.Errorf("entered by the dry run: %+v", r)
	}
	if p = s.Submit(p, "sure", url.Values{"sure": {"true"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("not entered: %s", p.Body)
	}
	failed, err := sheet.Read([]byte(s.Get(to+"/failed").Body), []sheet.Column{{Key: "number", Title: "专利号"}, {Key: "why", Title: "错误原因"}}, sheet.Limits{})
	if err != nil || len(failed.Rows) != 5 || slices.ContainsFunc(failed.Rows, func(r sheet.Row) bool { return r.Values["why"] == "" }) {
		t.Errorf("%d rows failed, %v", len(failed.Rows), err)
	}
	if r, known := w.on(t, fresh, "2023-05-01"); !known || r.Status != Lapsed || r.Source != "国家知识产权局公布数据" || r.DataVersion != "2026-11-01" {
		t.Errorf("%+v %v", r, known)
	}
	if r, _ := w.on(t, fresh, "2026-01-01"); r.Status != Valid {
		t.Errorf("%+v", r)
	}
	if r, _ := w.on(t, have, "2026-01-01"); r.Holder != "丙公司" {
		t.Errorf("%+v", r)
	}
	if _, known := w.on(t, twice, "2026-01-01"); known {
		t.Error("a row with a mistake was entered")
	}
	again := s.Get(s.upload(t, "/bring-in/patents", "file", form.Bytes("台账.xlsx", list), nil).Header.Get("Location"))
	if strings.Contains(again.Body, `name="sure"`) {
		t.Error("the same list would be entered once more")
	}
}

// A site is the pages as somebody sees them.
type site struct{ *webtest.Site }

func (w *world) site(t testing.TB, a any) site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return site{webtest.Start(t, cfg, w.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})}
}

var hiddenField = regexp.MustCompile(`name="(_[a-z]+)" value="([^"]*)"`)

// upload sends the form of a page with one file, as a browser without scripts would.
func (s site) upload(t testing.TB, path, field string, f form.File, values url.Values) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	all := url.Values{}
	for _, h := range hiddenField.FindAllStringSubmatch(s.Get(path).Body, -1) {
		all[h[1]] = []string{h[2]}
	}
	for name, vs := range values {
		all[name] = vs
	}
	for name, vs := range all {
		for _, v := range vs {
			if err := m.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	part, err := m.CreateFormFile(field, f.Name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(part, r); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	return s.Do(req)
}

// TestPages: everything is there in both languages, and says of a number that is not in the ledger just
// that.
func TestPages(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(casework.Enforcer))
	no := number('3', 2022, 4)
	proof := form.Bytes("登记簿.pdf", []byte("%PDF-1.4 scan"))
	values := url.Values{"number": {"zl" + no}, "title": {"台灯"}, "holder": {"甲公司"}, "filed": {"2022-01-05"}, "granted": {"2022-06-01"}, "source": {"登记簿副本"}, "as_of": {"2026-11-01"}, "clear": {"true"}}
	if p := s.upload(t, "/patents/new", "proof", proof, values); p.Status != http.StatusSeeOther || p.Header.Get("Location") != "/patents/"+no {
		t.Fatalf("not entered: %d %s", p.Status, p.Body)
	}
	s.upload(t, "/patents/new", "proof", proof, values).Contains("台账中已有 ZL" + no)
	event := url.Values{"kind": {Pledge}, "day": {"2024-01-05"}, "detail": {"某银行"}, "source": {"登记簿副本"}, "as_of": {"2026-11-01"}, "clear": {"true"}}
	if p := s.upload(t, "/patents/"+no+"/event", "proof", proof, event); p.Status != http.StatusSeeOther {
		t.Fatalf("no event: %d %s", p.Status, p.Body)
	}
	for _, path := range []string{"/patents", "/patents?number=" + no, "/patents?holder=甲", "/patents?event=pledge&kind=design", "/patents/" + no, "/patents/" + no + "?on=2022-03-01", "/patents/new", "/patents/" + no + "/event",
		"/patents/" + no + "/correct", "/patents/" + no + "/strike/1", "/bring-in/patents", "/patents?number=" + number('1', 2020, 77), "/patents?number=123"} {
		for _, lang := range []string{"zh", "en"} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			p := s.Get(path + sep + "lang=" + lang)
			if p.Status != http.StatusOK {
				t.Errorf("%s: %d", path, p.Status)
			}
			p.Check()
		}
	}
	s.Get("/patents?lang=zh&number="+number('1', 2020, 77)).Contains("台账中没有 ZL", "不能据此判断其法律状态", "2020 年的发明")
	s.Get("/patents?number=123").Contains("号码有误")
	for _, holder := range []string{"甲", "%", "_", "乙"} {
		if found := strings.Contains(s.Get("/patents?holder="+url.QueryEscape(holder)).Body, `href="/patents/`+no); found != (holder == "甲") {
			t.Errorf("holder %s: found %v", holder, found)
		}
	}
	p := s.Get("/patents/" + no)
	p.Contains("某银行", "已质押", "登记簿副本")
	_, proofs, _ := strings.Cut(p.Body, `href="/patents/`+no+`/proof/`)
	id, _, _ := strings.Cut(proofs, `"`)
	if got := s.Get("/patents/" + no + "/proof/" + id); got.Status != http.StatusOK || got.Body != "%PDF-1.4 scan" {
		t.Errorf("the proof: %d", got.Status)
	}
	for _, path := range []string{"/patents/" + number('1', 2020, 78), "/patents/nothing", "/patents/" + no + "/proof/1", "/patents/" + no + "/proof/x"} {
		if got := s.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	for _, kind := range []string{"xlsx", "csv"} {
		if got := s.Get("/patents/export?_as=" + kind); got.Status != http.StatusOK || got.Header.Get("Content-Disposition") == "" {
			t.Errorf("export as %s: %d %s", kind, got.Status, got.Body)
		}
	}
}

// A patent that changed hands after its grant is told with whose it was; an application that did, and an
// entry that was struck out, are not.
func TestTransfers(t *testing.T) {
	w := newWorld(t)
	sold, pending := number('1', 2023, 4001), number('1', 2023, 4002)
	w.enter(t, sold, "2023-01-03", "2025-06-03")
	w.enter(t, pending, "2023-01-03", "")
	to := func(h *Happening) { h.Holder = "受让示例公司" }
	for _, no := range []string{sold, pending} {
		if err := w.happen(no, Transfer, "2025-09-01", to); err != nil {
			t.Fatal(err)
		}
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, n, newest, err := w.Transfers(t.Context(), tx, caseworktest.CenterID, day("2025-01-01"))
		if err != nil {
			return err
		}
		if len(all) != 1 || all[0].To != "受让示例公司" || all[0].Granted != day("2025-06-03") || all[0].Day != day("2025-09-01") || all[0].From == "" || n != 2 || newest == "" {
			t.Errorf("transfers %+v of %d patents, newest data %q", all, n, newest)
		}
		all, _, _, err = w.Transfers(t.Context(), tx, caseworktest.CenterID, day("2025-09-02"))
		if len(all) != 0 {
			t.Errorf("before the day: %+v", all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
