package watch

import (
	"strconv"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

const (
	path  = "/warnings"
	home  = "/watches"
	one   = path + "/{warning}"
	place = home + "/{watch}"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	routes := append(d.list().Routes(), d.watchList().Routes()...)
	add := func(method, pattern, act string, h func(*web.Ctx) error) {
		routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: act, Handler: h, Timeout: time.Minute})
	}
	add("GET", one, ActSee, d.warningPage)
	add("POST", one, ActHandle, d.warningPage)
	add("GET", place, ActSee, d.watchPage)
	add("POST", place+"/turn", ActKeep, d.turnPosted)
	for _, method := range []string{"GET", "POST"} {
		add(method, home+"/new", ActKeep, d.newPage)
		add(method, place+"/edit", ActKeep, d.editPage)
	}
	return web.Module{Name: "watch", Routes: routes}
}

// id reads a number from the address.
func id(c *web.Ctx, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Path(name), 10, 64)
	if err != nil {
		return 0, fault.New(fault.Missing, "watch.address", "没有 %s 这一项，请从列表中打开", c.Path(name))
	}
	return n, nil
}

// read runs a read transaction.
func (d *Desk) read(c *web.Ctx, do func(tx *store.Tx, center int64) error) error {
	return d.office.DB.Read(c.Context(), func(tx *store.Tx) error { return do(tx, worklist.Actor(c).Center) })
}

// Waiting counts the new warnings of which the person is a recipient, for the menu.
func (d *Desk) Waiting(c *web.Ctx) (n int, err error) {
	err = d.read(c, func(tx *store.Tx, _ int64) error {
		_, n, err = warnings(c.Context(), tx, worklist.Actor(c), asked{filter: filter{State: fresh, Mine: "yes"}})
		return err
	})
	return n, err
}
