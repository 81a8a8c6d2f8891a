// Package list makes work lists (列表) from a declarative description: filters, saved views
// with counts, sorting, pages, column settings, selection with bulk acts, export. What is
// listed, and who may see it, is the business of the package that describes the list.
//
// Filter, sort and page stand in the address, so a link opens the same list for another
// person who may see it. Filters with a field that is secret are posted, kept on the server
// and stand in the address as an id.
//
//	var queue = list.Spec[Filter, Row]{
//		Name: "preexam.queue", Path: "/preexam/queue", Act: "preexam.list",
//		Title: web.Text{"我的待办", "My work"}, Unit: web.Text{"件", "cases"},
//		Columns: []list.Column[Row]{
//			{Key: "no", Title: web.Text{"案号", "Number"}, Sort: true, Fixed: true,
//				Cell: func(c *web.Ctx, r Row) web.Cell { return web.Cell{Text: r.No, Href: "/case/" + r.No} }},
//		},
//		Sort: "due", Key: func(r Row) string { return r.No }, Load: load,
//	}
package list
