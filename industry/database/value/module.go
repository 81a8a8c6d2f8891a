package value

import (
	"fmt"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	routes := d.list().Routes()
	for at, h := range map[string]func(*web.Ctx) error{place: d.onePage, home + "/figures": d.figuresPage, home + "/figures/csv": d.figuresCSV, industries: d.industriesPage} {
		routes = append(routes, web.Route{Method: "GET", Pattern: at, Act: ActSee, Handler: h, Timeout: time.Minute})
	}
	for _, s := range d.steps() {
		routes = append(routes, s.Routes()...)
	}
	routes = append(append(routes, d.evidences().Routes()...), d.table().Routes()...)
	return web.Module{Name: "value", Routes: routes}
}

// maxLines bounds the table on the page.
const maxLines = 2000

// industriesPage shows the table of industries.
func (d *Desk) industriesPage(c *web.Ctx) error {
	var cs []*Class
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		cs, err = readClasses(c.Context(), tx, worklist.Actor(c).Center, `1 = 1`)
		return err
	}); err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("战略性新兴产业对照表", "Table of emerging industries"), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("高价值发明专利", "Patents of high value")}, {Label: c.T("战略性新兴产业对照表", "Table of emerging industries")}}}
	if d.may(c) {
		c.Page.Actions = []web.Link{{Href: industries + "/new", Label: c.T("增加一行", "Add a line")}, {Href: "/bring-in/emerging", Label: c.T("导入对照表", "Import a table"), Tone: web.Blue}}
	}
	var blocks []web.Block
	if len(cs) == 0 {
		blocks = append(blocks, web.Notice{Tone: web.Amber, Title: c.T("未设对照表", "There is no table"), Text: c.T("本系统不附带国际专利分类与战略性新兴产业分类的对照表，也不推断对照关系。导入之前，“战略性新兴产业”这项标准显示为未判，不计入。", "No table of IPC and emerging industries comes with the program and none is guessed. Until one is imported the criterion is not judged and counts for nothing.")})
	}
	if len(cs) > maxLines {
		blocks = append(blocks, web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("对照表有 %d 行，本页列出前 %d 行。", "The table has %d lines; the first %d are here."), len(cs), maxLines)})
		cs = cs[:maxLines]
	}
	t := web.Table{Title: c.T("对照", "Lines"), Head: []string{c.T("国际分类", "IPC"), c.T("产业代码", "Code"), c.T("产业名称", "Industry"), c.T("对照表版本", "Version"), c.T("适用", "In force"), c.T("来源", "Source"), c.T("登记", "Entered")},
		Empty: c.T("还没有对照。由受理员、预审员或负责人按公布的对照表导入。", "None yet. A clerk, an examiner or a head imports the table that was published.")}
	for _, x := range cs {
		period := c.T("自 ", "from ") + x.From.String()
		cell := web.Cell{}
		switch {
		case x.Until.IsZero() && d.may(c):
			cell.Links = []web.Link{{Href: fmt.Sprintf("%s/%d/end", industries, x.ID), Label: c.T("终止", "End")}}
		case !x.Until.IsZero():
			period += c.T(" 至 ", " to ") + x.Until.String()
			cell.Sub = []string{strings.TrimSpace(x.EndedBy + " " + x.Why)}
		}
		cell.Text = period
		t.Rows = append(t.Rows, []web.Cell{{Text: x.IPC}, {Text: x.Code}, {Text: x.Title}, {Text: x.Version}, cell, {Text: x.Source}, {Text: x.Name + " " + web.When(x.At)}})
	}
	return c.Render("page-blocks", append(blocks, t))
}
