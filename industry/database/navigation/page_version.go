package navigation

import (
	"fmt"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/step"
	"zhibao/patent/literature"
)

// versionOf reads the version of the address.
func (d *Desk) versionOf(c *web.Ctx) (v *Version, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		v, err = version(c.Context(), tx, worklist.Actor(c).Center, number(c, "project"), number(c, "version"))
		return err
	})
	return v, err
}

// versionPage shows a version: the log of its queries, what was taken out, what was tagged, what differs
// from the other versions.
func (d *Desk) versionPage(c *web.Ctx) error {
	v, err := d.versionOf(c)
	if err != nil {
		return err
	}
	here := v.path()
	numbers, err := d.Frozen(c.Context(), worklist.Actor(c).Center, v.ID)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: v.name(c), Sub: v.Note, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利导航", "Patent navigation")}, {Href: projectPath(v.Project), Label: c.T("项目", "Project")}, {Label: v.name(c)}},
		Actions: []web.Link{{Href: here + "/report?as=docx", Label: c.T("报告 DOCX", "Report DOCX")}, {Href: here + "/report?as=pdf", Label: c.T("报告 PDF", "Report PDF")}}}
	if d.may(c, ActWork) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: here + "/tag", Label: c.T("标引", "Tag")}, web.Link{Href: here + "/noise", Label: c.T("去噪", "Take noise out")})
	}
	c.Page.Actions = append(c.Page.Actions, web.Link{Href: here + "/documents?analysis=trend", Label: c.T("统计分析", "Analysis"), Tone: web.Blue})
	kv := web.KV{Title: c.T("数据集", "Set of data")}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("文献数（去噪后，去重）", "Documents without noise, each once"), Text: strconv.Itoa(len(numbers)), Href: here + "/documents"})
	kv.Add(c.T("建立", "Frozen"), v.By+" "+web.When(v.At))
	noise := web.Table{Title: c.T("已剔除的文献", "Taken out"), Head: []string{c.T("号码", "Number"), c.T("理由", "Reason"), c.T("人员", "By"), c.T("操作", "Undo")}, Empty: c.T("没有剔除文献。", "None.")}
	for _, n := range v.Noise {
		row := []web.Cell{{Text: n.Number, Href: "/documents/" + n.Number}, {Text: n.Why}, {Text: n.By + " " + web.When(n.At)}, {}}
		if d.may(c, ActWork) {
			row[3] = web.Cell{Text: c.T("恢复", "Put back"), Href: here + "/restore/" + n.Number}
		}
		noise.Rows = append(noise.Rows, row)
	}
	tags := web.Table{Title: c.T("标引", "Tags"), Head: []string{c.T("标引", "Tag"), c.T("号码", "Number"), c.T("人员", "By")}, Empty: c.T("没有标引。", "None.")}
	for _, t := range v.Tags {
		tags.Rows = append(tags.Rows, []web.Cell{{Text: t.Text}, {Text: t.Number, Href: "/documents/" + t.Number}, {Text: t.By + " " + web.When(t.At)}})
	}
	others, err := d.otherVersions(c, v)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", []web.Block{kv, v.log(c), noise, tags, others})
}

// log lists what was asked for the version.
func (v *Version) log(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("检索日志", "Log of queries"), Head: []string{c.T("分支", "Branch"), c.T("检索式", "Query"), c.T("时间", "When"), c.T("文献库变动", "State of the data"), c.T("检得", "Found"), c.T("去噪后", "Clean")}, Numbers: []int{3, 4, 5}}
	for _, q := range v.Queries {
		t.Rows = append(t.Rows, []web.Cell{{Text: q.Title}, {Text: q.Words}, {Text: web.When(q.At)}, {Text: strconv.FormatInt(q.Change, 10)}, {Text: strconv.Itoa(q.Total)}, {Text: strconv.Itoa(q.Clean), Href: fmt.Sprintf("%s/documents?of=%s", v.path(), q.ID)}})
	}
	return t
}

// otherVersions leads to the comparison with the others of the project.
func (d *Desk) otherVersions(c *web.Ctx, v *Version) (web.Table, error) {
	t := web.Table{Title: c.T("与其他版本比较", "Compare"), Head: []string{c.T("版本", "Version"), c.T("说明", "Note")}, Empty: c.T("没有其他版本。", "There is no other.")}
	return t, d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		vs, err := versions(c.Context(), tx, worklist.Actor(c).Center, `project_id = $2 AND id <> $3 ORDER BY no`, v.Project, v.ID)
		for _, o := range vs {
			t.Rows = append(t.Rows, []web.Cell{{Text: o.name(c), Href: fmt.Sprintf("%s/compare/%d", v.path(), o.ID)}, {Text: o.Note}})
		}
		return err
	})
}

// A Difference is what two versions do not share.
type Difference struct {
	Added []string `json:"added" doc:"本版有、另一版没有的"`
	Gone  []string `json:"gone" doc:"本版没有、另一版有的"`
	Same  int      `json:"same"`
}

// difference compares the version of the address with the other one of the address.
func (d *Desk) difference(c *web.Ctx) (v, o *Version, x Difference, err error) {
	if v, err = d.versionOf(c); err != nil {
		return nil, nil, x, err
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if o, err = version(c.Context(), tx, worklist.Actor(c).Center, v.Project, number(c, "other")); err != nil {
			return err
		}
		now, err := documents(c.Context(), tx, v.ID)
		if err != nil {
			return err
		}
		then, err := documents(c.Context(), tx, o.ID)
		x = Difference{Added: less(now, then), Gone: less(then, now)}
		x.Same = len(now) - len(x.Added)
		return err
	})
	return v, o, x, err
}

// comparePage shows what two versions do not share.
func (d *Desk) comparePage(c *web.Ctx) error {
	v, o, x, err := d.difference(c)
	if err != nil {
		return err
	}
	const most = 500 // nobody reads further on a page; programs get all
	list := func(title string, numbers []string) web.Table {
		t := web.Table{Title: fmt.Sprintf("%s（%d）", title, len(numbers)), Head: []string{c.T("号码", "Number")}, Empty: c.T("没有。", "None.")}
		for _, n := range numbers[:min(most, len(numbers))] {
			t.Rows = append(t.Rows, []web.Cell{{Text: n, Href: "/documents/" + n}})
		}
		if len(numbers) > most {
			t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("另有 %d 件，见接口", "%d more, see the interface"), len(numbers)-most)}})
		}
		return t
	}
	c.Page = web.Page{Title: fmt.Sprintf(c.T("%s 与 %s 比较", "%s against %s"), v.name(c), o.name(c)), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利导航", "Patent navigation")}, {Href: v.path(), Label: v.name(c)}, {Label: c.T("比较", "Compare")}}}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Grey, Text: fmt.Sprintf(c.T("两版共有 %d 件；均为去噪后的文献。", "%d documents are in both, noise left out."), x.Same)},
		list(fmt.Sprintf(c.T("只在%s", "Only in %s"), v.name(c)), x.Added), list(fmt.Sprintf(c.T("只在%s", "Only in %s"), o.name(c)), x.Gone)})
}

// versionSearch searches in the version of the address, or in one line of its log.
func (d *Desk) versionSearch(c *web.Ctx) (string, error) {
	v, err := d.versionOf(c)
	if err != nil {
		return "", err
	}
	// A line of the log is a list of its own.
	list := v.ID
	if s := c.Query("of"); s != "" {
		list = 0
		for _, q := range v.Queries {
			if q.ID == s {
				list = q.id
			}
		}
		if list == 0 {
			return "", fault.New(fault.Missing, "navigation.query", "数据集的检索日志中没有这一行，请从数据集页面中选择")
		}
	}
	r, err := d.Search.SearchWithin(c.Context(), worklist.Actor(c), "", list)
	if err != nil {
		return "", err
	}
	analysis := ""
	if s := c.Query("analysis"); s != "" && titleOf(analyses(), s)[0] != "—" {
		analysis = s
	}
	return r.Address(analysis), nil
}

// restoring confirms that a document is put back.
type restoring struct{}

// versionSteps are the changes of a version.
func (d *Desk) versionSteps() []step.Change {
	from := func(c *web.Ctx) (web.Link, error) {
		v, err := d.versionOf(c)
		if err != nil {
			return web.Link{}, err
		}
		return web.Link{Href: v.path(), Label: v.name(c)}, nil
	}
	here := func(c *web.Ctx) (string, int64, int64) {
		p, v := number(c, "project"), number(c, "version")
		return fmt.Sprintf("%s/versions/%d", projectPath(p), v), p, v
	}
	return []step.Change{
		step.Step[NewNoise]{Menu: home, At: versionAt + "/noise", Act: ActWork, Title: web.Text{"去噪", "Take noise out"}, Start: func(c *web.Ctx) (in NewNoise, l web.Link, err error) { l, err = from(c); return in, l, err }, Do: func(c *web.Ctx, in *NewNoise) (string, error) {
			page, p, v := here(c)
			return page, d.Clean(c.Context(), worklist.Actor(c), p, v, *in)
		}},
		step.Step[tagging]{Menu: home, At: versionAt + "/tag", Act: ActWork, Title: web.Text{"标引", "Tag"}, Start: func(c *web.Ctx) (in tagging, l web.Link, err error) { l, err = from(c); return in, l, err }, Do: func(c *web.Ctx, in *tagging) (string, error) {
			page, p, v := here(c)
			return page, d.tag(c.Context(), worklist.Actor(c), p, v, *in)
		}},
		step.Step[restoring]{Menu: home, At: versionAt + "/restore/{number}", Act: ActWork, Title: web.Text{"恢复已剔除的文献", "Put a document back"}, Start: func(c *web.Ctx) (in restoring, l web.Link, err error) { l, err = from(c); return in, l, err }, Do: func(c *web.Ctx, _ *restoring) (string, error) {
			page, p, v := here(c)
			return page, d.restore(c.Context(), worklist.Actor(c), p, v, literature.Canonical(c.Path("number")))
		}},
	}
}
