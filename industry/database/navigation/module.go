package navigation

import (
	"slices"
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/step"
)

// steps are all changes.
func (d *Desk) steps() []step.Change {
	return slices.Concat(d.treeSteps(), d.projectSteps(), d.versionSteps())
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	var routes []web.Route
	// What reads stands here; every change brings its own routes.
	for at, h := range map[string]func(*web.Ctx) error{branches: d.treePage, branchAt: d.branchPage, branchAt + "/documents": led(d.branchSearch), home: d.homePage, projectAt: d.projectPage, findingAt: d.findingPage,
		versionAt: d.versionPage, versionAt + "/documents": led(d.versionSearch), versionAt + "/compare/{other}": d.comparePage, versionAt + "/report": d.reportPage} {
		routes = append(routes, web.Route{Method: "GET", Pattern: at, Act: ActSee, Handler: h, Timeout: time.Minute})
	}
	for _, s := range d.steps() {
		routes = append(routes, s.Routes()...)
	}
	return web.Module{Name: "navigation", Routes: routes}
}

// led is a page that leads to the search that it made.
func led(search func(*web.Ctx) (string, error)) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		at, err := search(c)
		if err != nil {
			return err
		}
		return c.Redirect(at)
	}
}
