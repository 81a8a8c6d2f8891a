package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center/api"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web/lang"
)

// submitted brings a case to the counter through the interface alone.
func (w *world) submitted(key string) (path string, version int64) {
	w.t.Helper()
	r := w.move(key, "/api/v1/preexam/create", 0, map[string]any{"kind": "发明", "ref": "甲-1"}).want(201, "")
	path = r.header.Get("Location")
	id := w.upload(key, "申请文件.txt", []byte(papers))
	r = w.move(key, path+"/upload", 1, map[string]any{"files": []string{id}, "kind": "发明"}).want(200, "")
	r = w.move(key, path+"/submit", 2, map[string]any{"undertaking": true}).want(200, "")
	if r.at("case", "state") != "submitted" || r.header.Get("ETag") != `"3"` {
		w.t.Fatalf("submitted: %s %s", r.header.Get("ETag"), r.raw)
	}
	return path, 3
}

// What opening a case answers is what reading it answers afterwards, though nothing of it is read for that.
func TestOpened(t *testing.T) {
	w := newWorld(t)
	firm := w.full("企业")
	r := w.move(firm, "/api/v1/preexam/create", 0, map[string]any{"kind": "发明", "ref": "甲-1"}).want(201, "")
	opened, err := json.Marshal(r.at("case"))
	must(t, err)
	again := w.get(firm, r.header.Get("Location")).want(200, "")
	read, err := json.Marshal(again.at())
	must(t, err)
	if string(opened) != string(read) {
		t.Errorf("opened: %s\nread:   %s", opened, read)
	}
	if r.header.Get("ETag") != again.header.Get("ETag") {
		t.Errorf("versions %s, %s", r.header.Get("ETag"), again.header.Get("ETag"))
	}
}

// TestStory takes a case from the applicant over the counter to the examiner and back.
func TestStory(t *testing.T) {
	w := newWorld(t)
	firm, clerk, head, examiner := w.full("企业"), w.full("受理员"), w.full("负责人"), w.full("预审员")
	path, v := w.submitted(firm)

	r := w.get(firm, path).want(200, "")
	if r.at("title") != "一种折叠支架" || len(r.at("clocks").([]any)) == 0 {
		t.Fatalf("case: %s", r.raw)
	}
	first := r.at("clocks").([]any)[0].(map[string]any)
	if rows := first["rows"].([]any); len(rows) < 2 || first["due"] == "" {
		t.Fatalf("clock without explanation: %v", first)
	}

	r = w.move(clerk, path+"/accept", v, map[string]any{"class": "H01M"}).want(200, "")
	number, _ := r.at("case", "number").(string)
	if !casework.ValidNumber(number) {
		t.Fatalf("number: %s", r.raw)
	}
	if r := w.get(clerk, "/api/v1/cases/"+number).want(200, ""); "/api/v1/cases/"+r.at("id").(string) != path {
		t.Fatalf("by number: %s", r.raw)
	}
	f := w.get(head, path+"/moves/assign").want(200, "")
	choices := f.at("schema", "properties", "handler", "enum").([]any)
	if len(choices) != 1 || choices[0] != fmt.Sprint(w.people["预审员"].ID) {
		t.Fatalf("who can be assigned: %s", f.raw)
	}
	w.move(head, path+"/assign", v+1, map[string]any{"handler": "7", "second": "7"}).want(422, "form.invalid")
	w.move(head, path+"/assign", v+1, map[string]any{"handler": choices[0], "second": fmt.Sprint(w.people["复核员"].ID)}).want(200, "")
	w.move(examiner, path+"/start", v+2, nil2).want(200, "")

	findings := w.get(examiner, path+"/findings").want(200, "")
	if !bytes.Contains(findings.raw, []byte("TST-001")) {
		t.Fatalf("findings: %s", findings.raw)
	}
	events := w.get(firm, path+"/events").want(200, "")
	var list []map[string]any
	must(t, json.Unmarshal(events.raw, &list))
	last := list[len(list)-1]
	if last["move"] != casework.ReadMove || last["who"] != "工作人员" {
		t.Fatalf("the reading of the findings is the last event: %v", last)
	}
	if strings.Contains(string(events.raw), "127.0.0.1") {
		t.Fatal("an address of the staff is shown")
	}
	for i := 1; i < len(list); i++ {
		if list[i]["prev"] != list[i-1]["hash"] {
			t.Fatalf("events %d and %d are not linked", i-1, i)
		}
	}
}

// nil2 is an empty input.
var nil2 = map[string]any{}

func TestPapers(t *testing.T) {
	w := newWorld(t)
	firm, clerk := w.full("企业"), w.full("受理员")
	path, v := w.submitted(firm)
	w.move(clerk, path+"/refuse", v, map[string]any{"ground": "领域不符", "reason": "不属于本中心领域"})
	var list []map[string]any
	must(t, json.Unmarshal(w.get(firm, path+"/papers").want(200, "").raw, &list))
	if len(list) == 0 {
		t.Fatal("no paper was issued")
	}
	p := path + "/papers/" + list[0]["id"].(string)
	if r := w.get(firm, p+"/json").want(200, ""); r.at("number") != list[0]["number"] || r.at("content") == nil {
		t.Fatalf("paper: %s", r.raw)
	}
	if r := w.get(firm, p+"/pdf").want(200, ""); !bytes.HasPrefix(r.raw, []byte("%pdf")) || !strings.Contains(r.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("pdf: %v", r.header)
	}
	w.get(firm, p+"/exe").want(404, "api.format")
	w.get(w.full("别的企业"), p+"/pdf").want(404, "api.missing")
	w.get(w.key("企业", casework.ActSee), p+"/pdf").want(404, "api.missing")
	must(t, json.Unmarshal(w.get(firm, path+"/papers").want(200, "").raw, &list))
	if d := list[0]["deliveries"].([]any); len(d) > 0 && d[0].(map[string]any)["state"] != "read" {
		t.Fatalf("reading is not noted: %v", d)
	}
}

// TestKeyOnly walks every route: without a key, with a cookie, with a key of nobody.
func TestKeyOnly(t *testing.T) {
	w := newWorld(t)
	token := w.session("受理员")
	for _, r := range w.api.Module().Routes {
		path := strings.NewReplacer("{case}", "1", "{move}", "accept", "{chart}", "preexam", "{paper}", "1", "{format}", "pdf", "{id}", "X", "{code}", "x", "{rest...}", "nothing").Replace(r.Pattern)
		if r.Public {
			w.do(call{method: r.Method, path: path}).want(200, "")
			continue
		}
		for _, c := range []call{{}, {header: []string{"Cookie", "zb-s=" + token}}, {key: "zbk_nobody"}, {key: token},
			{header: []string{"Authorization", "Basic eDp5"}}, {header: []string{"X-Api-Key", "x"}}} {
			c.method, c.path = r.Method, path
			got := w.do(c)
			if got.status != 401 && got.status != 429 {
				t.Errorf("%s %s: %d %s", r.Method, path, got.status, got.raw)
			}
		}
		w.clock.At = w.clock.At.Add(time.Minute)
	}
}

// TestLanguage: refusals are in the language that the caller prefers, with every word in them.
func TestLanguage(t *testing.T) {
	w := newWorld(t)
	for _, x := range []struct {
		query, accept, tag string
	}{
		{"", "", "zh-CN"}, {"", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"}, {"", "en-GB,en;q=0.9", "en"}, {"", "zh;q=0.5, en;q=0.7", "en"},
		{"", "fr", "zh-CN"}, {"", "en;q=0", "zh-CN"}, {"?lang=en", "zh", "en"}, {"?lang=zh", "en", "zh-CN"},
	} {
		got := w.do(call{method: "GET", path: api.Prefix + "/cases/1" + x.query, header: []string{"Accept-Language", x.accept}}).want(401, "api.key")
		tag := got.header.Get("Content-Language")
		if words := fmt.Sprint(got.v["title"], got.v["detail"]); tag != x.tag || lang.HasHan(words) == (tag == "en") || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%q %q: %s %s", x.query, x.accept, tag, got.raw)
		}
	}
}

// session signs somebody in and returns the cookie's value.
func (w *world) session(name string) (token string) {
	w.t.Helper()
	a := w.people[name]
	var once string
	must(w.t, w.office.DB.Write(w.t.Context(), func(tx *store.Tx) (err error) {
		once, err = w.book.Token(w.t.Context(), tx, a.Center, a.ID, "password", time.Hour)
		return err
	}))
	must(w.t, w.book.SetPassword(w.t.Context(), once, "只有我知道的一句话 2026"))
	token, _, err := w.book.SignIn(w.t.Context(), a.Login, "只有我知道的一句话 2026", "", "")
	must(w.t, err)
	return token
}

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	firm := w.full("企业")
	path, _ := w.submitted(firm)
	post := func(body any, h ...string) reply {
		return w.do(call{method: "POST", path: path + "/withdraw", key: firm, body: body, header: h})
	}
	good := map[string]any{"reason": "提交有误"}
	post(good, "Idempotency-Key", w.idem()).want(428, "api.if_match_missing")
	post(good, "Idempotency-Key", w.idem(), "If-Match", "*").want(422, "api.if_match")
	post(good, "Idempotency-Key", w.idem(), "If-Match", `W/"3"`).want(422, "api.if_match")
	post(good, "If-Match", `"3"`).want(422, "api.idem")
	post(good, "If-Match", `"3"`, "Idempotency-Key", "short").want(422, "api.idem")
	r := post(good, "Idempotency-Key", w.idem(), "If-Match", `"2"`).want(412, "case.version")
	if r.at("version") != float64(3) || r.header.Get("ETag") != `"3"` || !strings.Contains(r.at("detail").(string), "提交预审请求") {
		t.Fatalf("what happened is not said: %s", r.raw)
	}
	post(good, "Idempotency-Key", w.idem(), "If-Match", `"3"`, "Content-Type", "text/plain").want(415, "api.content_type")
	post([]byte(`{"reason":"提交有误","owner":7}`), "Idempotency-Key", w.idem(), "If-Match", `"3"`).want(422, "form.invalid")
	post([]byte(`{"reason":"提交有误","reason":"其他"}`), "Idempotency-Key", w.idem(), "If-Match", `"3"`).want(422, "form.json")
	post([]byte(`[]`), "Idempotency-Key", w.idem(), "If-Match", `"3"`).want(422, "form.json")
	post([]byte(`{"reason":"`+strings.Repeat("a", 5<<20)+`"}`), "Idempotency-Key", w.idem(), "If-Match", `"3"`).want(413, "web.body")
	r = post(map[string]any{"reason": "没有的"}, "Idempotency-Key", w.idem(), "If-Match", `"3"`).want(422, "form.invalid")
	if e := r.at("errors").([]any)[0].(map[string]any); e["field"] != "reason" || e["message"] == "" || e["message_en"] == "" {
		t.Fatalf("fields: %s", r.raw)
	}
	w.move(firm, path+"/accept", 3, nil2).want(403, "case.role")
	w.move(firm, path+"/nothing", 3, nil2).want(404, "api.move")
	w.move(firm, path+"/create", 3, nil2).want(404, "api.move")
}

// TestIdempotent repeats a move: it is made once, and the answer is the same.
func TestIdempotent(t *testing.T) {
	w := newWorld(t)
	firm := w.full("企业")
	body, key := map[string]any{"kind": "发明"}, w.idem()
	open := call{method: "POST", path: "/api/v1/preexam/create", key: firm, body: body, header: []string{"Idempotency-Key", key}}
	var wg sync.WaitGroup
	locations := make([]string, 5)
	for i := range locations {
		wg.Go(func() { locations[i] = w.do(open).header.Get("Location") })
	}
	wg.Wait()
	for _, l := range locations {
		if l == "" || l != locations[0] {
			t.Fatalf("one key opened several cases: %v", locations)
		}
	}
	if r := w.get(firm, "/api/v1/cases").want(200, ""); r.at("total") != float64(1) {
		t.Fatalf("cases: %s", r.raw)
	}
	path := locations[0]
	id := w.upload(firm, "申请文件.txt", []byte(papers))
	up := call{method: "POST", path: path + "/upload", key: firm, body: map[string]any{"files": []string{id}}, header: []string{"Idempotency-Key", w.idem(), "If-Match", `"1"`}}
	w.do(up).want(200, "")
	if r := w.do(up).want(200, ""); r.at("replayed") != true || r.at("event", "seq") != float64(2) || r.header.Get("Idempotency-Replayed") != "true" {
		t.Fatalf("replay: %s", r.raw)
	}
	// Another kind of application is another call, the same file under another id is the same.
	again := up
	again.body = map[string]any{"files": []string{w.upload(firm, "申请文件.txt", []byte(papers))}}
	w.do(again).want(200, "")
	again.body = map[string]any{"files": []string{id}, "kind": "实用新型"}
	w.do(again).want(422, "api.idem_reused")
	up.path, up.body, up.header[3] = path+"/submit", map[string]any{"undertaking": true}, `"2"`
	w.do(up).want(422, "api.idem_reused")
	if r := w.get(firm, path).want(200, ""); r.at("state") != "draft" {
		t.Fatalf("a used key moved the case: %s", r.raw)
	}
	// The same key of somebody else is another key.
	open.key = w.full("别的企业")
	if l := w.do(open).want(201, "").header.Get("Location"); l == path {
		t.Fatal("somebody else's case was answered")
	}
}

// TestSecrets checks what a key does not show, whatever its account may see.
func TestSecrets(t *testing.T) {
	w := newWorld(t)
	firm := w.full("企业")
	path, _ := w.submitted(firm)
	for name, key := range map[string]string{"narrow": w.key("企业", casework.ActSee), "province": w.full("省局"), "head": w.full("负责人")} {
		for _, p := range []string{path, "/api/v1/cases", path + "/events", path + "/papers"} {
			r := w.get(key, p).want(200, "")
			if bytes.Contains(r.raw, []byte("折叠支架")) || bytes.Contains(r.raw, []byte("甲-1")) {
				t.Errorf("%s: %s shows what is secret: %s", name, p, r.raw)
			}
		}
		w.get(key, path+"/findings").want(404, "api.missing")
		if r := w.do(call{method: "POST", path: "/api/v1/cases/search", key: key, body: map[string]any{"title": "折叠支架"}}).want(200, ""); r.at("total") != float64(0) {
			t.Errorf("%s finds by title: %s", name, r.raw)
		}
	}
	if r := w.do(call{method: "POST", path: "/api/v1/cases/search", key: firm, body: map[string]any{"title": "折叠支架"}}).want(200, ""); r.at("total") != float64(1) {
		t.Errorf("the owner does not find: %s", r.raw)
	}
	stranger, nobody := w.full("别的企业"), w.get(w.full("别的企业"), "/api/v1/cases/1").want(404, "api.missing")
	hidden := w.get(stranger, path).want(404, "api.missing")
	delete(hidden.v, "ref")
	delete(nobody.v, "ref")
	if fmt.Sprint(hidden.v) != fmt.Sprint(nobody.v) {
		t.Errorf("hidden and missing differ: %v %v", hidden.v, nobody.v)
	}
	w.move(stranger, path+"/withdraw", 3, map[string]any{"reason": "提交有误"}).want(404, "api.missing")
	w.move(w.key("企业", casework.ActSee), path+"/withdraw", 3, map[string]any{"reason": "提交有误"}).want(403, "case.role")
	w.move(w.key("企业", casework.ActSee), "/api/v1/preexam/create", 0, nil2).want(404, "api.move")
	w.move(w.key("企业", "preexam.create"), path+"/withdraw", 3, nil2).want(404, "api.missing")
	id := w.upload(firm, "甲.txt", []byte(papers))
	draft := w.move(stranger, "/api/v1/preexam/create", 0, nil2).want(201, "").header.Get("Location")
	w.move(stranger, draft+"/upload", 1, map[string]any{"files": []string{id}}).want(422, "form.invalid")
	if bytes.Contains(w.log.Bytes(), []byte("折叠支架")) || bytes.Contains(w.log.Bytes(), []byte("zbk_")) {
		t.Error("the log tells secrets")
	}
}

func TestList(t *testing.T) {
	w := newWorld(t)
	firm, clerk := w.full("企业"), w.full("受理员")
	for range 3 {
		w.submitted(firm)
	}
	r := w.get(clerk, "/api/v1/cases?view=todo&state=submitted&chart=preexam&sort=-opened&per_page=2&page=1&lang=en")
	r.want(422, "form.invalid") // lang is a matter of pages
	r = w.get(clerk, "/api/v1/cases?view=todo&state=submitted&chart=preexam&sort=-opened&per_page=2&page=1").want(200, "")
	cases := r.at("cases").([]any)
	if r.at("total") != float64(3) || len(cases) != 2 || cases[0].(map[string]any)["id"].(string) < cases[1].(map[string]any)["id"].(string) {
		t.Fatalf("list: %s", r.raw)
	}
	for _, bad := range []string{"title=x", "page=0", "page=x", "view=all", "_x=1", "per_page=5000", "sort=title", "view=todo&view=mine"} {
		if r := w.get(clerk, "/api/v1/cases?"+bad); r.status != 422 {
			t.Errorf("%s: %d %s", bad, r.status, r.raw)
		}
	}
	if r := w.get(clerk, "/api/v1/cases?view=closed").want(200, ""); r.at("total") != float64(0) {
		t.Errorf("closed: %s", r.raw)
	}
	figures := w.get(clerk, "/api/v1/figures?month=2026-01").want(200, "")
	var list []map[string]any
	must(t, json.Unmarshal(figures.raw, &list))
	if len(list) == 0 {
		t.Fatal("no figures")
	}
	w.get(clerk, "/api/v1/figures/"+list[0]["code"].(string)).want(200, "")
	w.get(clerk, "/api/v1/figures?month=x").want(422, "api.month")
	w.get(firm, "/api/v1/figures").want(404, "api.missing")
	if r := w.get(clerk, "/api/v1").want(200, ""); r.at("account", "name") != "受理员" {
		t.Errorf("index: %s", r.raw)
	}
	w.get(clerk, "/api/v1/charts").want(200, "")
	w.get(clerk, "/api/v1/nothing/at/all").want(404, "api.missing")
}

func TestCheck(t *testing.T) {
	w := newWorld(t)
	firm := w.full("企业")
	id := w.upload(firm, "甲.txt", []byte(papers))
	r := w.do(call{method: "POST", path: "/api/v1/check", key: firm, body: map[string]any{"files": []string{id}, "kind": "发明", "on": "2026-11-23"}}).want(200, "")
	if r.at("files", "甲.txt") != float64(len(papers)) || r.at("kind") != "发明" {
		t.Fatalf("check: %s", r.raw)
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	p, err := m.CreateFormFile("files", "乙.txt")
	must(t, err)
	p.Write([]byte(papers))
	must(t, m.Close())
	r = w.do(call{method: "POST", path: "/api/v1/check", key: firm, body: b.Bytes(), header: []string{"Content-Type", m.FormDataContentType()}}).want(200, "")
	if r.at("files", "乙.txt") != float64(len(papers)) {
		t.Fatalf("check of sent files: %s", r.raw)
	}
	w.do(call{method: "POST", path: "/api/v1/check", key: firm, body: map[string]any{"files": []string{"GONE"}}}).want(422, "form.invalid")
	w.do(call{method: "POST", path: "/api/v1/preexam/create", key: firm, body: b.Bytes(), header: []string{"Content-Type", m.FormDataContentType(),
		"Idempotency-Key", w.idem()}}).want(415, "api.content_type")
}

func TestRate(t *testing.T) {
	w := newWorldAt(t, limit.Rule{Name: "api", Max: 5, Per: time.Minute})
	key := w.full("受理员")
	for range 5 {
		w.get(key, "/api/v1").want(200, "")
	}
	if r := w.get(key, "/api/v1").want(429, "limit.rate"); r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.get(w.full("企业"), "/api/v1").want(200, "")
	for range 30 {
		w.get("zbk_guess", "/api/v1").want(401, "api.key")
	}
	w.get("zbk_guess", "/api/v1").want(429, "limit.rate")
}

// TestEnded checks that a key that ended, was revoked, or whose account lost its rights is none.
func TestEnded(t *testing.T) {
	w := newWorld(t)
	a := w.people["受理员"]
	who := identity.Who{Center: a.Center, Name: "测试"}
	key := w.full("受理员")
	w.get(key, "/api/v1/cases").want(200, "")
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.book.Revoke(t.Context(), tx, who, a.ID, string(casework.Clerk))
	}))
	w.get(key, "/api/v1/cases").want(404, "api.missing")
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.book.SetStatus(t.Context(), tx, who, a.ID, identity.Disabled)
	}))
	w.get(key, "/api/v1").want(401, "api.key")
	other := w.full("企业")
	w.clock.At = w.clock.At.Add(25 * time.Hour)
	r := w.get(other, "/api/v1").want(401, "api.key")
	if r.header.Get("WWW-Authenticate") == "" {
		t.Error("no WWW-Authenticate")
	}
}

// TestMethods: what is neither GET nor POST does not exist, and no header makes it so.
func TestMethods(t *testing.T) {
	w := newWorld(t)
	key := w.full("企业")
	for _, m := range []string{"PUT", "DELETE", "PATCH"} {
		if r := w.do(call{method: m, path: "/api/v1/cases/1", key: key}); r.status != http.StatusNotFound && r.status != http.StatusForbidden {
			t.Errorf("%s: %d", m, r.status)
		}
	}
	if r := w.do(call{method: "POST", path: "/api/v1/cases/1/withdraw", key: key, header: []string{"X-HTTP-Method-Override", "GET"}}); r.status != 422 {
		t.Errorf("override: %d", r.status)
	}
}

// TestSendersOnly refuses files from keys that could never send them in a move: those of people who
// examine, administer or supervise, and those that are limited to reading. A clerk adds the papers of
// a case that was brought in.
func TestSendersOnly(t *testing.T) {
	w := newWorld(t)
	begin := map[string]any{"name": "文件.txt", "size": 3}
	for _, c := range []struct {
		key    string
		status int
	}{{w.full("企业"), 201}, {w.key("企业", casework.ActSee, "preexam.upload"), 201}, {w.key("企业", casework.ActSee, "preexam.create"), 404},
		{w.key("企业", casework.ActSee), 404}, {w.full("受理员"), 201}, {w.full("负责人"), 404}, {w.full("预审员"), 404}, {w.key("系统管理员", "self"), 404}} {
		code := map[int]string{404: "api.missing"}[c.status]
		w.do(call{method: "POST", path: "/api/v1/uploads", key: c.key, body: begin}).want(c.status, code)
		w.do(call{method: "POST", path: "/api/v1/uploads/X?offset=0", key: c.key, body: []byte("abc"), header: []string{"Content-Type", "application/octet-stream"}}).
			want(404, "api.missing")
		status := map[int]int{201: 422, 404: 404}[c.status]
		w.do(call{method: "POST", path: "/api/v1/check", key: c.key, body: map[string]any{"files": []string{"GONE"}}}).want(status, map[int]string{422: "form.invalid", 404: "api.missing"}[status])
	}
}
