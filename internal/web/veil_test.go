package web_test

import (
	"net/http"
	"strings"
	"testing"

	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// TestVeil: what stands between tags and in the texts of an answer is masked; values of fields, addresses, numbers of rows
// and numbers stay.
func TestVeil(t *testing.T) {
	cfg := webtest.Config(nil)
	cfg.Veil = func(c *web.Ctx) func(string) string {
		if c.Query("open") != "" {
			return nil
		}
		return func(s string) string { return strings.ReplaceAll(s, "13800138000", "138****8000") }
	}
	m := web.Module{Name: "home", Routes: []web.Route{
		{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error {
			c.Page = web.Page{Title: "电话"}
			kv := web.KV{Title: "电话"}
			kv.Rows = []web.KVRow{{Label: "手机", Text: "13800138000", Href: "/?q=13800138000"}}
			return c.Render("page-blocks", []web.Block{kv})
		}},
		{Method: "GET", Pattern: "/json", Public: true, JSON: true, Handler: func(c *web.Ctx) error {
			return c.JSON(http.StatusOK, map[string]any{"a": "致13800138000", "b": 13800138000, "id": "113800138000138", "c": "\"<13800138000>\n13800138000\\"})
		}},
	}}
	s := webtest.Start(t, cfg, m)
	p := s.Get("/")
	p.Check()
	if text := webtest.Text(p.Root); !strings.Contains(text, "138****8000") || strings.Contains(text, "13800138000") || !strings.Contains(p.Body, `href="/?q=13800138000"`) {
		t.Error(p.Body)
	}
	if p := s.Get("/?open=1"); strings.Contains(p.Body, "138****8000") {
		t.Error("a page that is to show the number masks it")
	}
	want := `{"a":"致138****8000","b":13800138000,"c":"\"\u003c138****8000\u003e\n138****8000\\","id":"113800138000138"}` + "\n"
	if got := s.Get("/json").Body; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
