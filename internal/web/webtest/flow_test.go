package webtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zhibao/internal/web/webtest"
)

func right() url.Values {
	return url.Values{"name": {"苏州某某科技有限公司"}, "code": {"91320500MA1X12345Y"}, "kind": {"投诉"}, "who.0.name": {"𠮷田"}, "who.0.role": {"请求人"},
		"agreed": {"true"}, "when": {"2026/11/3"}, "fee": {"12.5"}, "note": {"一\n二"}}
}

// TestFormWithoutScripts goes through a form as a browser without scripts does.
func TestFormWithoutScripts(t *testing.T) {
	s, got, _ := demoSite(t)
	page := s.Get("/demo/form")
	p := s.Submit(page, "name", url.Values{"name": {"某单位"}, "code": {"123"}})
	p.Check()
	if p.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", p.Status)
	}
	p.Contains("有 4 处需要改正", "统一社会信用代码应为 18 位", "请选择类型")
	if title := p.Find("title"); !strings.HasPrefix(title, "错误：登记 - ") {
		t.Errorf("title %q", title)
	}
	if !strings.Contains(p.Body, `value="某单位"`) {
		t.Error("what was typed is lost")
	}
	for _, l := range []string{"#f-code", "#f-kind-0", "#f-who-0-name", "#f-agreed"} {
		if !strings.Contains(p.Body, `href="`+l+`"`) {
			t.Errorf("the summary has no link to %s", l)
		}
	}
	two := s.Submit(p, "name", url.Values{"_add": {"who"}, "who.0.name": {"甲"}})
	two.Check()
	if two.Status != 200 || !strings.Contains(two.Body, "who.1.name") || !strings.Contains(two.Body, `value="甲"`) {
		t.Errorf("adding a row: %d", two.Status)
	}
	one := s.Submit(two, "name", url.Values{"_del": {"who.0"}, "who.1.name": {"乙"}})
	if strings.Contains(one.Body, "who.1.name") || !strings.Contains(one.Body, `value="乙"`) {
		t.Error("removing a row removes another")
	}
	twice := right()
	twice.Set("name", "重复")
	p = s.Submit(page, "name", twice)
	p.Contains("该单位今天已登记过（依据：示范办法第三条）")
	done := s.Submit(page, "name", right())
	if done.Status != http.StatusSeeOther || done.Header.Get("Location") != "/demo/case" {
		t.Fatalf("%d\n%s", done.Status, done.Body)
	}
	s.Get("/demo/case").Contains("已登记。")
	in := (*got)[0]
	if in.When != "2026-11-03" || in.Fee != 1250 || in.Who[0].Name != "𠮷田" || in.Note != "一\n二" {
		t.Errorf("%+v", in)
	}
}

func TestListFilters(t *testing.T) {
	s, _, _ := demoSite(t)
	p := s.Get("/demo/list")
	p.Contains("共 120 件", "第 1–50 件，共 120 件", "投诉 40")
	if !strings.Contains(p.Body, `aria-sort="ascending"`) {
		t.Error("the order is not told")
	}
	found := s.Submit(p, "q", url.Values{"q": {"台灯"}, "kind": {"投诉"}})
	at := found.Header.Get("Location")
	if found.Status != http.StatusSeeOther || strings.Contains(at, url.QueryEscape("台灯")) || !strings.Contains(at, "f=") {
		t.Fatalf("%d %s: a secret filter is in the address", found.Status, at)
	}
	list := s.Get(at)
	list.Check()
	list.Contains("台灯")
	if strings.Contains(webtest.Text(list.Root), "传感器") || !strings.Contains(list.Body, `value="台灯"`) {
		t.Error("the filter does not hold, or is not shown")
	}
	if p := s.Get("/demo/list?f=unknown"); p.Status != http.StatusNotFound {
		t.Errorf("a filter of nobody: %d", p.Status)
	}
	if p := s.Get("/demo/list?q=secret"); strings.Contains(p.Body, `value="secret"`) {
		t.Error("a secret filter is taken from the address")
	}
	last := s.Get("/demo/list?sort=-no&page=3")
	last.Contains("第 101–120 件，共 120 件", "SX202600001", "上一页")
	if strings.Contains(last.Body, ">下一页<") {
		t.Error("there is a page after the last")
	}
	empty := s.Get("/demo/list?due=2030-01-01")
	empty.Check()
	empty.Contains("没有符合条件的记录", "去掉筛选条件")
	bad := s.Get("/demo/list?due=morgen")
	bad.Check()
	bad.Contains("到期日不是有效日期")
}

func TestListColumnsAndViews(t *testing.T) {
	s, _, _ := demoSite(t)
	page := s.Get("/demo/list?kind=" + url.QueryEscape("投诉"))
	p := s.Submit(page, "col", url.Values{"col": {"name", "due"}, "slim": {"1"}})
	if p.Status != http.StatusSeeOther || !strings.Contains(p.Header.Get("Location"), "kind=") {
		t.Fatalf("%d %s", p.Status, p.Header.Get("Location"))
	}
	p = s.Get("/demo/list")
	heads := webtest.All(p.Root, "th")
	if len(heads) != 3 || !strings.Contains(p.Body, "stack slim") {
		t.Errorf("%d columns; the fixed one, name and due are wanted", len(heads))
	}
	if p := s.Submit(page, "title", url.Values{"title": {"我的投诉"}}); p.Status != http.StatusSeeOther {
		t.Errorf("saving a view: %d", p.Status)
	}
	if p := s.Submit(page, "title", url.Values{"title": {" "}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a view without name: %d", p.Status)
	}
	req, _ := http.NewRequest("GET", s.URL+"/demo/list/counts?_shown=117", nil)
	req.Header.Set("HX-Request", "true")
	s.Do(req).Contains("有 3 件新到，点击刷新")
	if p := s.Get("/demo/list/export?_as=csv"); p.Status != 200 || !strings.Contains(p.Header.Get("Content-Disposition"), "csv") {
		t.Errorf("export: %d", p.Status)
	}
	if p := s.Get("/demo/list/export?_as=exe"); p.Status != 422 {
		t.Errorf("export of an unknown kind: %d", p.Status)
	}
}

func TestBulk(t *testing.T) {
	s, _, done := demoSite(t)
	page := s.Get("/demo/list")
	if p := s.Submit(page, "_sel", url.Values{"_bulk": {"assign"}}); p.Status != 422 {
		t.Errorf("nothing selected: %d", p.Status)
	}
	preview := s.Submit(page, "_sel", url.Values{"_bulk": {"assign"}, "_sel": {"SX202600001", "SX202600002", "SX202600005", "SX202600001"}})
	preview.Check()
	preview.Contains("将处理 2 件，另有 1 件不能处理", "SX202600005：无权限")
	if len(*done) > 0 {
		t.Fatal("the preview acts")
	}
	wrong := s.Submit(preview, "_bulk", url.Values{"_act": {"go"}, "to": {"nobody"}})
	wrong.Contains("请在列出的选项中选择转给")
	result := s.Submit(preview, "_bulk", url.Values{"_act": {"go"}, "to": {"u1"}})
	result.Check()
	result.Contains("已处理 2 件，未处理 0 件")
	if strings.Join(*done, ",") != "SX202600001→u1,SX202600002→u1" {
		t.Errorf("%v", *done)
	}
	all := s.Submit(s.Get("/demo/list?kind="+url.QueryEscape("投诉")), "_sel", url.Values{"_bulk": {"assign"}, "_all": {"1"}})
	all.Contains("将处理 36 件，另有 4 件不能处理")
}

func TestDrafts(t *testing.T) {
	s, _, _ := demoSite(t)
	page := s.Get("/demo/form")
	token := page.Token()
	save := func(version, name string) *webtest.Page {
		req, _ := http.NewRequest("POST", s.URL+"/-/draft/intake", strings.NewReader(url.Values{"_draft": {version}, "name": {name}}.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-CSRF-Token", token)
		return s.Do(req)
	}
	p := save("0", "半个名")
	if p.Status != 200 || !strings.Contains(p.Body, "草稿已于 12:00:00 保存") {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	if p := save("0", "另一窗口"); p.Status != http.StatusConflict || !strings.Contains(p.Body, "另一个窗口") {
		t.Errorf("the second window is not warned: %d %s", p.Status, p.Body)
	}
	again := s.Get("/demo/form")
	again.Contains("草稿已于 12:00:00 保存")
	if !strings.Contains(again.Body, `value="半个名"`) || !strings.Contains(again.Body, `name="_draft" value="1"`) {
		t.Error("the draft is not there")
	}
}

func TestJSON(t *testing.T) {
	s, _, _ := demoSite(t)
	page := s.Get("/demo/form")
	token := page.Token()
	send := func(body string) *webtest.Page {
		req, _ := http.NewRequest("POST", s.URL+"/demo/api", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-CSRF-Token", token)
		return s.Do(req)
	}
	p := send(`{"name":"甲","code":"91320500MA1X12345Y","kind":"投诉","agreed":true,"who":[{"name":"乙","role":"请求人"}]}`)
	if p.Status != 200 {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	p = send(`{"name":"甲","admin":true}`)
	var v struct {
		Code, Ref string
		Problems  []struct{ Field, Message string }
	}
	if err := json.Unmarshal([]byte(p.Body), &v); err != nil || p.Status != 422 || v.Code != "form.invalid" || v.Ref == "" || len(v.Problems) < 4 {
		t.Errorf("%d %s %v", p.Status, p.Body, err)
	}
}

func TestTemplates(t *testing.T) {
	s, _, _ := demoSite(t)
	var data any
	s.Mux.Watch(func(module, page string, d any) {
		if module+"/"+page == "demo/custom" {
			data = d
		}
	})
	s.Get("/demo/custom")
	pages, err := s.Mux.Vary("demo", "custom", data)
	if err != nil || !slices.Contains(s.Mux.Templates(), "demo/custom") {
		t.Fatal(err, s.Mux.Templates())
	}
	if len(pages) != 6 {
		t.Errorf("%d executions: want one page in two languages with three kinds of data", len(pages))
	}
	for name, html := range pages {
		for _, problem := range webtest.Problems(html) {
			t.Errorf("%s: %s", name, problem)
		}
		if strings.Contains(html, "<script>alert") {
			t.Errorf("%s: data became a script", name)
		}
	}
}
