package navigation

import (
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// BranchOf is a branch for programs.
type BranchOf struct {
	ID        string   `json:"id"`
	Parent    string   `json:"parent,omitempty"`
	Title     string   `json:"title"`
	Stage     string   `json:"stage,omitempty" doc:"up、mid 或 down"`
	IPC       []string `json:"ipc"`
	Words     string   `json:"words,omitempty"`
	Firms     []string `json:"firms"`
	Query     string   `json:"query,omitempty" doc:"含下级和并入的分支"`
	Documents int      `json:"documents"`
	More      bool     `json:"more" doc:"文献多于 documents，没有再往下数"`
	Core      bool     `json:"core"`
	History   []Change `json:"history,omitempty" doc:"列表中没有"`
}

// ProjectOf is a project for programs.
type ProjectOf struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	Client   string       `json:"client"`
	Kind     string       `json:"kind" doc:"region、industry、firm、research 或 talent"`
	Phase    string       `json:"phase" doc:"start、work、result、review 或 done"`
	Branch   string       `json:"branch"`
	Leader   string       `json:"leader"`
	Members  string       `json:"members,omitempty"`
	Starts   calendar.Day `json:"starts"`
	Due      calendar.Day `json:"due"`
	Need     string       `json:"need"`
	Versions []VersionOf  `json:"versions,omitempty" doc:"列表中没有"`
	Findings []FindingOf  `json:"findings,omitempty" doc:"列表中没有"`
	History  []Change     `json:"history,omitempty" doc:"列表中没有"`
}

// VersionOf is a set of data for programs.
type VersionOf struct {
	ID        string    `json:"id"`
	No        int       `json:"no"`
	At        time.Time `json:"at"`
	By        string    `json:"by"`
	Note      string    `json:"note"`
	Queries   []Query   `json:"queries"`
	Noise     []Noise   `json:"noise"`
	Tags      []Tag     `json:"tags"`
	Documents []string  `json:"documents,omitempty" doc:"去噪后的号码；项目中没有"`
}

// FindingOf is a finding for programs.
type FindingOf struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Body    string `json:"body"`
	Chart   string `json:"chart,omitempty"`
	Uses    []Use  `json:"uses"`
}

// Searched is a search that was made of a branch or a set of data.
type Searched struct {
	Page string `json:"page" doc:"检索结果或统计分析的地址，接口中同名"`
}

// searchQuery narrows what is searched.
type searchQuery struct {
	Firm     string `json:"firm" label:"企业的序号" en:"Number of the firm" max:"6"`
	Of       string `json:"of" label:"检索日志的行" en:"Line of the log" max:"20"`
	Analysis string `json:"analysis" label:"统计分析" en:"Analysis" max:"20"`
}

// asQuery asks for a format.
type asQuery struct {
	As string `json:"as" label:"格式" en:"Format" max:"5" help:"docx 或 pdf" helpen:"docx or pdf"`
}

// branchFor describes a branch, with the documents that it finds now.
func (d *Desk) branchFor(c *rest.Call, t *tree, b *Branch) (out BranchOf, err error) {
	out = BranchOf{ID: rest.ID(b.ID), Title: b.Title, Stage: b.Stage, IPC: rest.List(b.IPC), Words: b.Words, Firms: rest.List(b.Firms), Query: t.asks(b), Core: b.Core}
	if b.Parent != 0 {
		out.Parent = rest.ID(b.Parent)
	}
	if out.Query != "" {
		out.Documents, out.More, err = d.Search.Count(c.Context(), worklist.Actor(c.Ctx).Center, out.Query)
	}
	return out, err
}

// forPrograms describes a project as it stands in the list.
func (p *Project) forPrograms() ProjectOf {
	return ProjectOf{ID: rest.ID(p.ID), Title: p.Title, Client: p.Client, Kind: p.Kind, Phase: p.Phase, Branch: rest.ID(p.Root), Leader: p.Leader, Members: p.People, Starts: p.Starts, Due: p.Due, Need: p.Need}
}

// forPrograms describes a version without its documents.
func (v *Version) forPrograms() VersionOf {
	return VersionOf{ID: rest.ID(v.ID), No: v.No, At: v.At, By: v.By, Note: v.Note, Queries: rest.List(v.Queries), Noise: rest.List(v.Noise), Tags: rest.List(v.Tags)}
}

// forPrograms describes a finding with its uses.
func (f *Finding) forPrograms() FindingOf {
	return FindingOf{ID: rest.ID(f.ID), Version: rest.ID(f.Version), Title: f.Title, Body: f.Body, Chart: f.Chart, Uses: rest.List(f.Uses)}
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	get := func(at, zh, en string, answer any, h func(*rest.Call) (any, error)) rest.Endpoint {
		return rest.Endpoint{Method: "GET", Path: at, Act: ActSee, Title: web.Text{zh, en}, Pages: []string{"GET " + at}, Answer: answer, Timeout: time.Minute, Handle: h}
	}
	search := func(at, zh, en string, h func(*web.Ctx) (string, error)) rest.Endpoint {
		e := get(at, zh, en, Searched{}, func(c *rest.Call) (any, error) {
			page, err := h(c.Ctx)
			return Searched{page}, err
		})
		e.Query = form.Describe(searchQuery{}, nil)
		return e
	}
	report := get(versionAt+"/report", "导航报告", "Report", nil, rest.File(d.reportPage))
	report.Query, report.Files = form.Describe(asQuery{}, nil), []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"}
	out := []rest.Endpoint{
		get(branches, "产业技术树", "The tree of the industry", []BranchOf{}, d.restTree),
		get(branchAt, "产业技术树的一个分支", "A branch of the tree", BranchOf{}, d.restBranch),
		search(branchAt+"/documents", "检索分支的文献", "Search for the documents of a branch", d.branchSearch),
		get(home, "导航项目", "Navigation projects", []ProjectOf{}, func(c *rest.Call) (any, error) {
			list := []ProjectOf{}
			ps, err := d.allProjects(c.Ctx)
			for _, p := range ps {
				list = append(list, p.forPrograms())
			}
			return list, err
		}),
		get(projectAt, "一个导航项目", "A navigation project", ProjectOf{}, d.restProject),
		get(findingAt, "一条结论及其使用", "A finding and its uses", FindingOf{}, func(c *rest.Call) (any, error) {
			f, _, err := d.findingOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			return f.forPrograms(), nil
		}),
		get(versionAt, "一个数据集版本", "A set of data", VersionOf{}, func(c *rest.Call) (any, error) {
			v, err := d.versionOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			x := v.forPrograms()
			x.Documents, err = d.Frozen(c.Context(), worklist.Actor(c.Ctx).Center, v.ID)
			return x, err
		}),
		search(versionAt+"/documents", "在数据集中检索", "Search in a set of data", d.versionSearch),
		get(versionAt+"/compare/{other}", "两个数据集版本的差异", "What two sets of data do not share", Difference{}, func(c *rest.Call) (any, error) {
			_, _, x, err := d.difference(c.Ctx)
			return Difference{rest.List(x.Added), rest.List(x.Gone), x.Same}, err
		}),
		report,
	}
	for _, s := range d.steps() {
		out = append(out, s.Endpoint())
	}
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看产业技术树与专利导航", "See tree and navigation"}}, {Code: ActWork, Title: web.Text{"维护产业技术树、开展导航项目", "Curate the tree, carry out projects"}}, {Code: ActCore, Title: web.Text{"标记核心技术", "Mark core technology"}}}, Endpoints: out}
}

// restTree answers with the tree, each branch after the one above it.
func (d *Desk) restTree(c *rest.Call) (any, error) {
	t, err := d.tree(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := []BranchOf{}
	t.walk(0, 0, func(b *Branch, _ int) {
		if err == nil {
			var x BranchOf
			x, err = d.branchFor(c, t, b)
			out = append(out, x)
		}
	})
	return out, err
}

// restBranch answers with a branch and its history.
func (d *Desk) restBranch(c *rest.Call) (any, error) {
	t, b, err := d.branch(c.Ctx)
	if err != nil {
		return nil, err
	}
	out, err := d.branchFor(c, t, b)
	if err != nil {
		return nil, err
	}
	out.History, err = d.past(c.Ctx, b.ID)
	return out, err
}

// restProject answers with a project and all that belongs to it.
func (d *Desk) restProject(c *rest.Call) (any, error) {
	w, err := d.whole(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := w.forPrograms()
	for _, v := range w.versions {
		out.Versions = append(out.Versions, v.forPrograms())
	}
	for _, f := range w.findings {
		out.Findings = append(out.Findings, f.forPrograms())
	}
	out.History = w.past
	return out, nil
}
