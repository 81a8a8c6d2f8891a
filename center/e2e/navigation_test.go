package e2e

import (
	"path"
	"testing"
)

// navigated lists where programs read the search of published documents and navigation, after they made
// a search, a collection, a tree and a project with two sets of data.
func (w *world) navigated(t testing.TB) map[string][2]string {
	t.Helper()
	p := w.program(t, "fuzeren")
	record := func(at string, body map[string]any) string {
		var made struct{ Page string }
		p.act(at, body, &made)
		return path.Base(made.Page)
	}
	industry := record("/branches/new", map[string]any{"title": "示例产业"})
	branch := record("/branches/"+industry+"/new", map[string]any{"title": "示例分支", "ipc": "H01M", "firms": "示例大学"})
	project := "/navigation/" + record("/navigation/new", map[string]any{"title": "示例导航", "client": "示例园区", "kind": "industry", "root": industry, "leader": "张三", "starts": "2026-11-02", "due": "2027-03-01", "need": "示例"})
	record(project+"/phase", map[string]any{"to": "work", "note": "立项"})
	first := record(project+"/build", map[string]any{"note": "初检"})
	second := record(project+"/build", map[string]any{"note": "复检"})
	record(project+"/finding", map[string]any{"version": second, "title": "示例结论", "body": "示例", "chart": "applicants"})
	var whole struct{ Findings []struct{ ID string } }
	p.get(project, &whole)
	version := project + "/versions/" + second
	calls := map[string][2]string{"/branches": {"yushen1", "/branches"}, "/branches/{branch}": {"zhifa1", "/branches/" + branch}, "/branches/{branch}/documents": {"yushen1", "/branches/" + branch + "/documents"},
		"/navigation": {"yushen1", "/navigation"}, "/navigation/{project}": {"yushen1", project}, "/navigation/{project}/findings/{finding}": {"yushen1", project + "/findings/" + whole.Findings[0].ID},
		"/navigation/{project}/versions/{version}": {"yushen1", version}, "/navigation/{project}/versions/{version}/documents": {"yushen1", version + "/documents?analysis=trend"},
		"/navigation/{project}/versions/{version}/compare/{other}": {"yushen1", version + "/compare/" + first}, "/navigation/{project}/versions/{version}/report": {"yushen1", version + "/report?as=pdf"}}
	return calls
}
