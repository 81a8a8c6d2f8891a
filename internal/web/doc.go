// Package web is the page plumbing (页面): routes, security headers, sessions' tokens, the
// layout, shared blocks, static files and the mapping of errors to pages. It knows no
// procedure and no case; what a page is about comes from the package that brings it.
//
// A package brings a Module: its templates and one explicit list of routes. The handler of a
// route gets a Ctx, sets Ctx.Page and ends with Render, Redirect, JSON or an error:
//
//	func (p pages) show(c *web.Ctx) error {
//		cs, err := p.office.Case(c.Context(), c.Actor, c.Path("no"))
//		if err != nil {
//			return err
//		}
//		c.Page.Title = cs.Number
//		c.Page.State = web.Tag{Tone: web.Blue, Text: c.T("办理中", "Open")}
//		return c.Render("show", cs)
//	}
//
// In a template the data is .D; {{t "中文" "English"}} writes a text, {{say .D.Name}} writes
// data that may be Chinese on an English page, {{$.Hidden}} stands in every POST form that
// is not made by package form.
//
// Scripts only make pages quicker: everything works without them.
package web
