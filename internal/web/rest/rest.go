// Package rest is how a package says, beside its pages, what programs can do of them: addresses
// under /api/v1 with the same act, the same form and the same functions as the page. Package
// center/api serves and describes them.
package rest

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// An Act is an entry of the access policy to which a key can be limited, in words.
type Act struct {
	Code  string
	Title web.Text
}

// A Module is what one package offers to programs.
type Module struct {
	Acts      []Act // beside those of the kernel and of the moves
	Endpoints []Endpoint
}

// An Endpoint is one address and method. A path with {case} is called with the number or the id of
// a case that the caller may see; the handler finds the id under {id}.
type Endpoint struct {
	Method, Path string   // path without the prefix of the interface
	Act          string   // that of the page; empty for everybody
	Title        web.Text // what it is for
	Pages        []string // routes of the pages that it stands for, "GET /fields"
	Query        *form.Schema
	Body         *form.Schema
	Cases        bool     // the body names cases in "cases", beside the fields of Body
	Answer       any      // value of the type that is answered; nil for a file
	Files        []string // media types of a file
	Status       int      // 200 where 0
	Reads        bool     // a POST that changes nothing: its words are secret
	Once         bool     // acts once by itself, so the answer need not be kept
	Limit        int64
	Timeout      time.Duration
	Handle       func(*Call) (any, error) // a handler that sent a file returns nil
}

// Writes reports whether calling twice would act twice, so that a key of the act is needed.
func (e *Endpoint) Writes() bool { return e.Method == http.MethodPost && !e.Reads }

// A Call is one call of an endpoint.
type Call struct {
	*web.Ctx
	Form  func(*form.Schema) *form.Form // the form of a page, read from JSON
	Cases []string                      // where the endpoint asks for cases
}

// Read decodes the body by the schema of a page's form.
func (c *Call) Read(s *form.Schema, ptr any) error { return c.ReadForm(c.Form(s), ptr) }

// ReadForm decodes the body by a form whose choices have been set.
func (c *Call) ReadForm(f *form.Form, ptr any) error {
	good, err := f.Read(ptr)
	if err == nil && !good {
		err = f.Errors()
	}
	return err
}

// Ask decodes the parameters of the address.
func (c *Call) Ask(s *form.Schema, ptr any) error {
	if errs := s.Decode(form.Input{Values: Query(c.Ctx)}, ptr); len(errs) > 0 {
		return errs
	}
	return nil
}

// Query returns the parameters in the address. Decode passes over names with _, which belong to
// pages; here they are unknown like all others.
func Query(c *web.Ctx) url.Values {
	out := url.Values{}
	for name, v := range c.R.URL.Query() {
		if len(name) > 0 && name[0] == '_' {
			name = "?" + name
		}
		out[name] = v
	}
	return out
}

// Number reads a number from the path; what is none names nothing.
func (c *Call) Number(name string) (int64, error) {
	n, err := strconv.ParseInt(c.Path(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(fault.Missing, "api.missing", "没有这个资源，或此密钥无权查看；请核对编号、地址与密钥的权限")
	}
	return n, nil
}

// Done is the answer to an act that has nothing else to say.
type Done struct {
	Done bool `json:"done"`
}

// OK is the answer of an act that was done, or the refusal.
func OK(err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return Done{true}, nil
}

// File makes the handler of a page that sends a file that of an endpoint.
func File(page func(*web.Ctx) error) func(*Call) (any, error) {
	return func(c *Call) (any, error) { return nil, page(c.Ctx) }
}

// ID writes a number of a row as text: it does not fit into the numbers of many programs. Nothing
// is empty.
func ID(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// List is xs, never null.
func List[T any](xs []T) []T {
	if xs == nil {
		return []T{}
	}
	return xs
}
