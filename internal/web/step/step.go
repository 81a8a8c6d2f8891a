package navigation

import (
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// A change of the navigation is a page with one form, and the same for programs.
type changing interface {
	routes() []web.Route
	endpoint() rest.Endpoint
}

// A step is a change with its input.
type step[T any] struct {
	at, act, zh, en string // pattern of its page, act, title and button
	// start checks the address and returns what the form begins with, and where it was opened from.
	start func(c *web.Ctx) (in T, from web.Link, err error)
	// options fills the choices that depend on the center; nil for none.
	options func(c *web.Ctx, f *form.Form) error
	// do makes the change and returns where its result stands.
	do     func(c *web.Ctx, in *T) (string, error)
	danger bool // it cannot be undone
}

// Recorded says where programs and people find what was changed.
type Recorded struct {
	Page string `json:"page" doc:"变更后的内容所在的页面地址"`
}

// routes are those of the page that asks and acts.
func (s step[T]) routes() (out []web.Route) {
	for _, method := range []string{"GET", "POST"} {
		out = append(out, web.Route{Method: method, Pattern: s.at, Act: s.act, Handler: s.page, Timeout: time.Minute})
	}
	return out
}

// page shows the form, and does what it is for when it was sent.
func (s step[T]) page(c *web.Ctx) error {
	begin, from, err := s.start(c)
	if err != nil {
		return err
	}
	var in T
	f := form.New(c, form.Describe(in, nil)).Fill(begin)
	f.Submit, f.Cancel, f.Danger = c.T(s.zh, s.en), from.Href, s.danger
	if s.options != nil {
		if err := s.options(c, f); err != nil {
			return err
		}
	}
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		to, err := s.do(c, &in)
		if err == nil {
			c.Flash(web.Green, c.T("已记录", "Recorded"))
			return c.Redirect(to)
		}
		if !f.Refused(err) {
			return err
		}
	}
	c.Page = web.Page{Title: c.T(s.zh, s.en), At: s.menu(), Crumbs: []web.Link{from, {Label: c.T(s.zh, s.en)}}}
	return c.RenderForm(f)
}

// menu is the entry of the menu under which the step stands.
func (s step[T]) menu() string {
	if len(s.at) >= len(branches) && s.at[:len(branches)] == branches {
		return branches
	}
	return home
}

// endpoint is the same for programs, by the same form.
func (s step[T]) endpoint() rest.Endpoint {
	var in T
	body := form.Describe(in, nil)
	return rest.Endpoint{Method: "POST", Path: s.at, Act: s.act, Title: web.Text{s.zh, s.en}, Pages: []string{"GET " + s.at, "POST " + s.at}, Body: body, Answer: Recorded{}, Timeout: time.Minute,
		Handle: func(c *rest.Call) (any, error) {
			// What the address names must be there, as on the page.
			if _, _, err := s.start(c.Ctx); err != nil {
				return nil, err
			}
			f := c.Form(body)
			if s.options != nil {
				if err := s.options(c.Ctx, f); err != nil {
					return nil, err
				}
			}
			var in T
			if err := c.ReadForm(f, &in); err != nil {
				return nil, err
			}
			to, err := s.do(c.Ctx, &in)
			return Recorded{to}, err
		}}
}
