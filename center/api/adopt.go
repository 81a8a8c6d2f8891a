package api

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// adopt takes in what a package offers beside its pages.
func (a *API) adopt(e rest.Endpoint) endpoint {
	return endpoint{method: e.Method, path: e.Path, act: e.Act, title: e.Title[0], english: e.Title[1], query: e.Query, body: e.Body, cases: e.Cases, files: e.Files,
		answer: e.Answer, status: e.Status, once: e.Writes(), limit: e.Limit, timeout: e.Timeout, pages: e.Pages, handle: a.adopted(&e)}
}

// adopted is the way of a call to the package that offers the endpoint.
func (a *API) adopted(e *rest.Endpoint) func(*web.Ctx, casework.Actor) error {
	return func(c *web.Ctx, actor casework.Actor) error {
		if strings.Contains(e.Path, "{case}") {
			k, err := a.loaded(c, actor)
			if err != nil {
				return err
			}
			c.R.SetPathValue("id", id(k.ID))
		}
		call := &rest.Call{Ctx: c, Form: func(s *form.Schema) *form.Form { return form.New(sent{c, a.d.Uploads}, s) }}
		run := func() (any, error) {
			if e.Cases {
				if err := takeCases(call); err != nil {
					return nil, err
				}
			}
			return e.Handle(call)
		}
		if !e.Writes() {
			return a.reply(c, e, run)
		}
		return a.once(c, actor, e, run)
	}
}

// maxCases bounds the cases of one call, as the list of the pages does.
const maxCases = 1000

// takeCases takes the cases out of the body, which is then that of the form.
func takeCases(c *rest.Call) error {
	body, err := c.Body()
	if err != nil {
		return err
	}
	all := map[string]json.RawMessage{}
	wrong := fault.New(fault.Invalid, "api.cases", "请以 cases 列出案件的编号或案号，1 至 %d 件", maxCases).At("cases")
	if json.Unmarshal(body, &all) != nil || json.Unmarshal(all["cases"], &c.Cases) != nil || len(c.Cases) == 0 || len(c.Cases) > maxCases {
		return wrong
	}
	delete(all, "cases")
	if body, err = json.Marshal(all); err != nil {
		return err
	}
	c.R.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// own are the pages for which the interface has always stood in its own words.
var own = map[string][]string{
	"GET /cases":                                {"GET /work", "GET /number", "GET /work/counts", "GET /work/export"},
	"POST /cases/search":                        {"POST /work"},
	"GET /cases/{case}":                         {"GET /case/{id}"},
	"GET /cases/{case}/moves/{move}":            {"GET /case/{id}/move/{move}"},
	"POST /cases/{case}/{move}":                 {"POST /case/{id}/move/{move}", "POST /preexam/{id}/judge"},
	"POST /{chart}/{move}":                      {"POST /open/{chart}/{move}"},
	"GET /charts":                               {"GET /open/{chart}/{move}"},
	"GET /cases/{case}/papers/{paper}/{format}": {"GET /case/{id}/paper/{paper}", "GET /case/{id}/paper/{paper}/{format}"},
	"GET /cases/{case}/findings":                {"GET /preexam/{id}/desk"},
	"GET /figures":                              {"GET /figures", "GET /figures/export"},
	"GET /figures/{code}":                       {"GET /figures/{code}", "GET /figures/cases", "POST /figures/cases", "GET /figures/cases/counts", "GET /figures/cases/export"},
}

// A Twin is an address of the interface with the pages for which it stands.
type Twin struct {
	Method, Path, Act string
	Pages             []string
	Adopted           bool // described beside the pages themselves
}

// Twins lists what the interface does of the pages.
func (a *API) Twins() []Twin {
	var out []Twin
	for _, e := range a.endpoints() {
		t := Twin{Method: e.method, Path: e.path, Act: e.act, Pages: e.pages, Adopted: e.pages != nil}
		t.Pages = append(slices.Clone(t.Pages), own[e.method+" "+e.path]...)
		out = append(out, t)
	}
	return out
}
