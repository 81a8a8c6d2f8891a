package searching

import (
	"io/fs"
	"time"

	"zhibao/internal/web"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	var routes []web.Route
	add := func(method, pattern, act string, h func(*web.Ctx) error) {
		routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: act, Handler: h, Timeout: time.Minute})
	}
	run, set := home+"/{run}", collections+"/{set}"
	add("GET", home, ActSearch, d.homePage)
	add("POST", home, ActSearch, d.asked)
	add("POST", home+"/form", ActSearch, d.askedByForm)
	add("POST", home+"/live", ActSearch, d.live)
	add("POST", home+"/similar", ActSearch, d.likePosted)
	add("GET", run, ActSearch, d.runPage)
	add("GET", run+"/export", ActSearch, d.exportRun)
	add("GET", run+"/charts/{chart}", ActSearch, d.chartsPage)
	add("GET", run+"/charts/{chart}/csv", ActSearch, d.chartCSV)
	add("GET", run+"/report", ActSearch, d.reportPage)
	add("GET", documents+"/{number}", ActSearch, d.documentPage)
	add("GET", documents+"/{number}/beside", ActSearch, d.besidePage)
	add("POST", run+"/keep", ActCollect, d.keepPosted)
	add("POST", run+"/collect", ActCollect, d.collectRun)
	add("POST", documents+"/{number}/collect", ActCollect, d.collectPosted)
	for _, method := range []string{"GET", "POST"} {
		add(method, collections, ActCollect, d.setsPage)
		add(method, set+"/note/{number}", ActCollect, d.notePage)
	}
	add("GET", set, ActCollect, d.setPage)
	add("GET", set+"/export", ActCollect, d.exportSet)
	add("POST", set+"/put", ActCollect, d.putPosted)
	add("POST", set+"/take/{number}", ActCollect, d.takePosted)
	add("POST", set+"/drop", ActCollect, d.dropPosted)
	return web.Module{Name: "searching", Views: []fs.FS{views}, Assets: static, Routes: routes}
}
