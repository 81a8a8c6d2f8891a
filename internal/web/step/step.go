// Package step is a change that a person makes on a page with one form, and a program through the
// interface with the same form.
package step

import (
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// A Change is a step of whatever input.
type Change interface {
	Routes() []web.Route
	Endpoint() rest.Endpoint
}

// A Step is a change with its input.
type Step[T any] struct {
	At, Menu string   // pattern of its page, and the entry of the menu under which it stands
	Act      string   // what the actor wants, for the access policy
	Title    web.Text // and button
	// Start checks the address and returns what the form begins with, and where it was opened from.
	Start func(c *web.Ctx) (in T, from web.Link, err error)
	// Options fills the choices that depend on the center; nil for none.
	Options func(c *web.Ctx, f *form.Form) error
	// Do makes the change and returns where its result stands.
	Do     func(c *web.Ctx, in *T) (string, error)
	Danger bool // it cannot be undone
}

// Recorded says where programs and people find what was changed.
type Recorded struct {
	Page string `json:"page" doc:"变更后的内容所在的页面地址"`
}

// Routes are those of the page that asks and acts.
func (s Step[T]) Routes() (out []web.Route) {
	for _, method := range []string{"GET", "POST"} {
		out = append(out, web.Route{Method: method, Pattern: s.At, Act: s.Act, Handler: s.page, Timeout: time.Minute})
	}
	return out
}

// page shows the form, and does what it is for when it was sent.
func (s Step[T]) page(c *web.Ctx) error {
	begin, from, err := s.Start(c)
	if err != nil {
		return err
	}
	var in T
	f := form.New(c, form.Describe(in, nil)).Fill(begin)
	f.Submit, f.Cancel, f.Danger = c.Say(s.Title), from.Href, s.Danger
	if s.Options != nil {
		if err := s.Options(c, f); err != nil {
			return err
		}
	}
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		to, err := s.Do(c, &in)
		if err == nil {
			c.Flash(web.Green, c.T("已记录", "Recorded"))
			return c.Redirect(to)
		}
		if !f.Refused(err) {
			return err
		}
	}
	c.Page = web.Page{Title: c.Say(s.Title), At: s.Menu, Crumbs: []web.Link{from, {Label: c.Say(s.Title)}}}
	return c.RenderForm(f)
}

// Endpoint is the same for programs, by the same form.
func (s Step[T]) Endpoint() rest.Endpoint {
	var in T
	body := form.Describe(in, nil)
	return rest.Endpoint{Method: "POST", Path: s.At, Act: s.Act, Title: s.Title, Pages: []string{"GET " + s.At, "POST " + s.At}, Body: body, Answer: Recorded{}, Timeout: time.Minute,
		Handle: func(c *rest.Call) (any, error) {
			// What the address names must be there, as on the page.
			if _, _, err := s.Start(c.Ctx); err != nil {
				return nil, err
			}
			f := c.Form(body)
			if s.Options != nil {
				if err := s.Options(c.Ctx, f); err != nil {
					return nil, err
				}
			}
			var in T
			if err := c.ReadForm(f, &in); err != nil {
				return nil, err
			}
			to, err := s.Do(c.Ctx, &in)
			return Recorded{to}, err
		}}
}
