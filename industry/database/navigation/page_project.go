package navigation

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/searching"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/step"
)

const (
	home      = "/navigation"
	projectAt = home + "/{project}"
	versionAt = projectAt + "/versions/{version}"
	findingAt = projectAt + "/findings/{finding}"
)

// projectPath is the page of a project.
func projectPath(id int64) string { return fmt.Sprintf("%s/%d", home, id) }

// path is the page of a version.
func (v *Version) path() string { return fmt.Sprintf("%s/versions/%d", projectPath(v.Project), v.ID) }

// homePage lists the projects.
func (d *Desk) homePage(c *web.Ctx) error {
	ps, err := d.allProjects(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("导航项目", "Projects"), Head: []string{c.T("项目", "Project"), c.T("委托方", "Client"), c.T("类型", "Kind"), c.T("阶段", "Phase"), c.T("负责人", "Leader"), c.T("计划完成", "Due")},
		Empty: c.T("还没有项目。先在“产业技术树”中建立产业，再新建项目。", "None yet. Add an industry to the tree first, then a project.")}
	for _, p := range ps {
		due := web.Cell{Text: p.Due.String(), Over: p.Phase != "done" && p.Due < d.office.Today()}
		t.Rows = append(t.Rows, []web.Cell{{Text: p.Title, Href: projectPath(p.ID)}, {Text: p.Client}, {Text: c.Say(titleOf(kinds(), p.Kind))}, {Tag: p.tag(c)}, {Text: p.Leader}, due})
	}
	c.Page = web.Page{Title: c.T("专利导航", "Patent navigation"), At: home, Actions: []web.Link{{Href: branches, Label: c.T("产业技术树", "Tree of the industry")}}}
	if d.may(c, ActWork) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: home + "/new", Label: c.T("新建项目", "New project"), Tone: web.Blue})
	}
	return c.Render("page-blocks", []web.Block{t})
}

// allProjects reads the projects of the person's center, the last one first.
func (d *Desk) allProjects(c *web.Ctx) (ps []*Project, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ps, err = projects(c.Context(), tx, worklist.Actor(c).Center, `id > 0 ORDER BY at DESC, id DESC LIMIT 1000`)
		return err
	})
	return ps, err
}

// tag shows the phase; what is finished is green.
func (p *Project) tag(c *web.Ctx) web.Tag {
	tone := web.Blue
	if p.Phase == "done" {
		tone = web.Green
	}
	return web.Tag{Tone: tone, Text: c.Say(titleOf(phases(), p.Phase))}
}

// A whole is a project with everything that belongs to it.
type whole struct {
	*Project            // its particulars
	root     string     // the branch that it is about, with those above it
	versions []*Version // the first one first
	findings []*Finding // in the order in which they were entered
	past     []Change   // the last one first
}

// whole reads the project of the address.
func (d *Desk) whole(c *web.Ctx) (w whole, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		center := worklist.Actor(c).Center
		if w.Project, err = project(c.Context(), tx, center, number(c, "project")); err != nil {
			return err
		}
		t, err := load(c.Context(), tx, center)
		if err != nil {
			return err
		}
		if b := t.by[w.Root]; b != nil {
			w.root = t.path(b)
		}
		if w.versions, err = versions(c.Context(), tx, center, `project_id = $2 ORDER BY no`, w.ID); err != nil {
			return err
		}
		for _, v := range w.versions {
			if err := v.fill(c.Context(), tx); err != nil {
				return err
			}
		}
		if w.findings, err = findings(c.Context(), tx, w.ID); err != nil {
			return err
		}
		w.past, err = history(c.Context(), tx, w.ID)
		return err
	})
	return w, err
}

// version is a version of the project by its id; nil where there is none.
func (w *whole) version(id int64) *Version {
	for _, v := range w.versions {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// projectPage shows a project: its particulars, sets of data, findings with their uses, history.
func (d *Desk) projectPage(c *web.Ctx) error {
	w, err := d.whole(c)
	if err != nil {
		return err
	}
	here := projectPath(w.ID)
	c.Page = web.Page{Title: w.Title, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利导航", "Patent navigation")}, {Label: w.Title}}, State: w.tag(c)}
	if d.may(c, ActWork) {
		c.Page.Actions = []web.Link{{Href: here + "/phase", Label: c.T("变更阶段", "Change the phase")}, {Href: here + "/finding", Label: c.T("登记结论", "Enter a finding")}, {Href: here + "/build", Label: c.T("建立数据集版本", "Freeze a set of data"), Tone: web.Blue}}
	}
	kv := web.KV{Title: c.T("项目", "Project")}
	kv.Add(c.T("委托方", "Client"), w.Client).Add(c.T("类型", "Kind"), c.Say(titleOf(kinds(), w.Kind))).Add(c.T("依据", "After"), standard).Add(c.T("产业或分支", "Industry or branch"), w.root).Add(c.T("负责人", "Leader"), w.Leader).
		Add(c.T("成员", "Members"), dash(strings.Join(lines(w.People), "；"))).Add(c.T("起止", "From and to"), w.Starts.String()+" — "+w.Due.String()).Add(c.T("需求", "Need"), w.Need)
	past, err := d.pastOf(c, w.ID)
	if err != nil {
		return err
	}
	blocks := []web.Block{kv, w.versionTable(c), w.findingTable(c)}
	for _, f := range w.findings {
		if len(f.Uses) > 0 {
			blocks = append(blocks, useTable(c, f))
		}
	}
	return c.Render("page-blocks", append(blocks, past))
}

// versionTable lists the sets of data.
func (w *whole) versionTable(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("数据集版本", "Sets of data"), Head: []string{c.T("版本", "Version"), c.T("建立", "Frozen"), c.T("说明", "Note"), c.T("分支检索", "Queries"), c.T("剔除", "Noise"), c.T("标引", "Tags")}, Numbers: []int{3, 4, 5},
		Empty: c.T("还没有数据集。进入实施阶段后，按产业树各分支的检索式建立。", "None yet. In the phase of carrying out, freeze what the branches find.")}
	for _, v := range w.versions {
		t.Rows = append(t.Rows, []web.Cell{{Text: v.name(c), Href: v.path()}, {Text: v.By + " " + web.When(v.At)}, {Text: v.Note}, {Text: strconv.Itoa(len(v.Queries))}, {Text: strconv.Itoa(len(v.Noise))}, {Text: strconv.Itoa(len(v.Tags))}})
	}
	return t
}

// name is what people call a version.
func (v *Version) name(c *web.Ctx) string {
	return fmt.Sprintf(c.T("第 %d 版", "Version %d"), v.No)
}

// findingTable lists the findings.
func (w *whole) findingTable(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("结论", "Findings"), Head: []string{c.T("结论", "Finding"), c.T("数据集", "Data"), c.T("附图", "Figure"), c.T("登记", "Entered"), c.T("使用次数", "Uses")}, Numbers: []int{4}, Empty: c.T("还没有结论。", "None yet.")}
	for _, f := range w.findings {
		row := []web.Cell{{Text: f.Title, Href: fmt.Sprintf("%s/findings/%d", projectPath(w.ID), f.ID)}, {}, {Text: c.Say(titleOf(analyses(), f.Chart))}, {Text: f.By + " " + web.When(f.At)}, {Text: strconv.Itoa(len(f.Uses))}}
		if v := w.version(f.Version); v != nil {
			row[1] = web.Cell{Text: v.name(c), Href: v.path()}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// analyses are the figures that a finding can have.
func analyses() (out []named) {
	for _, a := range searching.Analyses() {
		out = append(out, named{a.Code, a.Title})
	}
	return out
}

// useTable lists who uses a finding for what.
func useTable(c *web.Ctx, f *Finding) web.Table {
	t := web.Table{Title: c.T("使用记录：", "Uses: ") + f.Title, Head: []string{c.T("日期", "Day"), c.T("使用单位", "Who"), c.T("用途", "For what"), c.T("登记人", "Entered by")}, Empty: c.T("还没有使用记录。", "No use is entered.")}
	for _, u := range f.Uses {
		t.Rows = append(t.Rows, []web.Cell{{Text: u.Day.String()}, {Text: u.User}, {Text: u.Purpose}, {Text: u.By}})
	}
	return t
}

// findingOf reads the finding of the address.
func (d *Desk) findingOf(c *web.Ctx) (f *Finding, v *Version, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		p, err := project(c.Context(), tx, worklist.Actor(c).Center, number(c, "project"))
		if err != nil {
			return err
		}
		if f, err = oneFinding(c.Context(), tx, p.ID, number(c, "finding")); err != nil {
			return err
		}
		v, err = version(c.Context(), tx, worklist.Actor(c).Center, p.ID, f.Version)
		return err
	})
	return f, v, err
}

// findingPage shows a finding with its figure and its uses.
func (d *Desk) findingPage(c *web.Ctx) error {
	f, v, err := d.findingOf(c)
	if err != nil {
		return err
	}
	kv := web.KV{Title: c.T("结论", "Finding")}
	kv.Add(c.T("论述", "Text"), f.Body).Add(c.T("数据集", "Set of data"), v.name(c)+"（"+web.When(v.At)+"）").Add(c.T("登记", "Entered"), f.By+" "+web.When(f.At))
	blocks := []web.Block{kv}
	if f.Chart != "" {
		figures, err := d.Search.Analyse(c, v.ID, f.Chart)
		if err != nil {
			return err
		}
		for _, g := range figures {
			blocks = append(blocks, g.Block)
			if g.Note != "" {
				blocks = append(blocks, web.Notice{Tone: web.Grey, Text: g.Note})
			}
		}
	}
	c.Page = web.Page{Title: f.Title, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利导航", "Patent navigation")}, {Href: projectPath(v.Project), Label: c.T("项目", "Project")}, {Label: f.Title}}}
	if d.may(c, ActWork) {
		c.Page.Actions = []web.Link{{Href: fmt.Sprintf("%s/findings/%d/use", projectPath(v.Project), f.ID), Label: c.T("登记使用", "Enter a use"), Tone: web.Blue}}
	}
	return c.Render("page-blocks", append(blocks, useTable(c, f)))
}

// projectSteps are the changes of projects.
func (d *Desk) projectSteps() []step.Change {
	from := func(c *web.Ctx) (web.Link, *Project, error) {
		w, err := d.whole(c)
		if err != nil {
			return web.Link{}, nil, err
		}
		return web.Link{Href: projectPath(w.ID), Label: w.Title}, w.Project, nil
	}
	here := func(c *web.Ctx) (string, int64) { return projectPath(number(c, "project")), number(c, "project") }
	return []step.Change{
		step.Step[NewProject]{Menu: home, At: home + "/new", Act: ActWork, Title: web.Text{"新建项目", "New project"}, Options: func(c *web.Ctx, f *form.Form) error { return d.branchOptions(c, f, "root") },
			Start: func(c *web.Ctx) (in NewProject, l web.Link, err error) {
				in.Starts = d.office.Today()
				return in, web.Link{Href: home, Label: c.T("专利导航", "Patent navigation")}, nil
			}, Do: func(c *web.Ctx, in *NewProject) (string, error) {
				id, err := d.AddProject(c.Context(), worklist.Actor(c), to(in.Root), *in)
				return projectPath(id), err
			}},
		step.Step[NewPhase]{Menu: home, At: projectAt + "/phase", Act: ActWork, Title: web.Text{"变更阶段", "Change the phase"}, Start: func(c *web.Ctx) (in NewPhase, l web.Link, err error) { l, _, err = from(c); return in, l, err }, Do: func(c *web.Ctx, in *NewPhase) (string, error) {
			page, id := here(c)
			return page, d.Lead(c.Context(), worklist.Actor(c), id, *in)
		}},
		step.Step[building]{Menu: home, At: projectAt + "/build", Act: ActWork, Title: web.Text{"建立数据集版本", "Freeze a set of data"}, Start: func(c *web.Ctx) (in building, l web.Link, err error) { l, _, err = from(c); return in, l, err }, Do: func(c *web.Ctx, in *building) (string, error) {
			page, id := here(c)
			v, err := d.Build(c.Context(), worklist.Actor(c), id, in.Note)
			return fmt.Sprintf("%s/versions/%d", page, v), err
		}},
		step.Step[finding]{Menu: home, At: projectAt + "/finding", Act: ActWork, Title: web.Text{"登记结论", "Enter a finding"}, Options: d.findingOptions, Start: func(c *web.Ctx) (in finding, l web.Link, err error) { l, _, err = from(c); return in, l, err }, Do: func(c *web.Ctx, in *finding) (string, error) {
			page, id := here(c)
			return page, d.find(c.Context(), worklist.Actor(c), id, *in)
		}},
		step.Step[using]{Menu: home, At: findingAt + "/use", Act: ActWork, Title: web.Text{"登记使用", "Enter a use"}, Start: func(c *web.Ctx) (in using, l web.Link, err error) {
			f, v, err := d.findingOf(c)
			if err == nil {
				in.Day, l = d.office.Today(), web.Link{Href: fmt.Sprintf("%s/findings/%d", projectPath(v.Project), f.ID), Label: f.Title}
			}
			return in, l, err
		}, Do: func(c *web.Ctx, in *using) (string, error) {
			page, id := here(c)
			return fmt.Sprintf("%s/findings/%d", page, number(c, "finding")), d.use(c.Context(), worklist.Actor(c), id, number(c, "finding"), *in)
		}},
	}
}

// findingOptions are the sets of data and the figures that a finding can rest on.
func (d *Desk) findingOptions(c *web.Ctx, f *form.Form) error {
	w, err := d.whole(c)
	if err != nil {
		return err
	}
	var vs, as []form.Option
	for _, v := range w.versions {
		vs = append(vs, form.Option{Value: strconv.FormatInt(v.ID, 10), Label: web.Text{fmt.Sprintf("第 %d 版：%s", v.No, v.Note), fmt.Sprintf("Version %d: %s", v.No, v.Note)}})
	}
	for _, a := range analyses() {
		as = append(as, form.Option{Value: a.code, Label: a.title})
	}
	f.Options("version", vs)
	f.Options("chart", as)
	return nil
}
