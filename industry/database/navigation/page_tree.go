package navigation

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/step"
)

const (
	branches = "/branches"
	branchAt = branches + "/{branch}"
)

// branchPath is the page of a branch.
func branchPath(id int64) string { return fmt.Sprintf("%s/%d", branches, id) }

// number reads an id of the address; 0, which nothing has, where it is none.
func number(c *web.Ctx, name string) int64 {
	id, _ := strconv.ParseInt(c.Path(name), 10, 64) //nolint:errcheck // what is no number is found nowhere
	return id
}

// tree reads the tree of the person's center.
func (d *Desk) tree(c *web.Ctx) (t *tree, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		t, err = load(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	return t, err
}

// branch reads the branch of the address with its tree.
func (d *Desk) branch(c *web.Ctx) (*tree, *Branch, error) {
	t, err := d.tree(c)
	if err != nil {
		return nil, nil, err
	}
	b, err := t.find(number(c, "branch"))
	return t, b, err
}

// may reports whether the person may ever do an act: what it may not is not offered.
func (d *Desk) may(c *web.Ctx, act string) bool {
	return d.office.Policy.Ever(worklist.Actor(c).Subject, act)
}

// count writes how many documents a query finds; it leads to them.
func (d *Desk) count(c *web.Ctx, words, href string) (web.Cell, error) {
	if words == "" {
		return web.Cell{Text: "—"}, nil
	}
	n, more, err := d.Search.Count(c.Context(), worklist.Actor(c).Center, words)
	text := strconv.Itoa(n)
	if more {
		text = fmt.Sprintf(c.T("多于 %d", "more than %d"), n)
	}
	return web.Cell{Text: text, Href: href}, err
}

// stageTitle names a place in the chain.
func stageTitle(code string) web.Text {
	return map[string]web.Text{"up": {"上游", "Upstream"}, "mid": {"中游", "Midstream"}, "down": {"下游", "Downstream"}}[code]
}

// treePage shows the tree with the documents of each branch.
func (d *Desk) treePage(c *web.Ctx) error {
	t, err := d.tree(c)
	if err != nil {
		return err
	}
	table := web.Table{Title: c.T("分支", "Branches"), Head: []string{c.T("分支", "Branch"), c.T("产业链位置", "Place"), c.T("国际分类", "IPC"), c.T("重点企业", "Firms"), c.T("文献数", "Documents"), c.T("标记", "Mark")}, Numbers: []int{3, 4},
		Empty: c.T("还没有产业。先新建一个产业，再在其下建立上游、中游、下游的技术分支。", "None yet. Add an industry, then branches of technology below it.")}
	t.walk(0, 0, func(b *Branch, depth int) {
		if err != nil {
			return
		}
		var n web.Cell
		n, err = d.count(c, t.asks(b), branchPath(b.ID)+"/documents")
		row := []web.Cell{{Text: strings.Repeat("　", depth) + b.Title, Href: branchPath(b.ID)}, {Text: c.Say(stageTitle(b.Stage))}, {Text: strings.Join(b.IPC, "、")}, {Text: strconv.Itoa(len(t.firms(b)))}, n, {}}
		if b.Core {
			row[5].Tag = web.Tag{Tone: web.Green, Text: c.T("核心技术", "Core technology")}
		}
		table.Rows = append(table.Rows, row)
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("产业技术树", "Tree of the industry"), At: branches}
	if d.may(c, ActWork) {
		c.Page.Actions = []web.Link{{Href: branches + "/new", Label: c.T("新建产业", "Add an industry"), Tone: web.Blue}}
	}
	return c.Render("page-blocks", []web.Block{table})
}

// branchPage shows one branch: what it asks, its firms, what is below it, its history.
func (d *Desk) branchPage(c *web.Ctx) error {
	t, b, err := d.branch(c)
	if err != nil {
		return err
	}
	here := branchPath(b.ID)
	c.Page = web.Page{Title: b.Title, Sub: t.path(b), At: branches, Crumbs: []web.Link{{Href: branches, Label: c.T("产业技术树", "Tree of the industry")}, {Label: b.Title}}}
	if b.Core {
		c.Page.State = web.Tag{Tone: web.Green, Text: c.T("核心技术", "Core technology")}
	}
	if d.may(c, ActCore) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: here + "/core", Label: c.T("核心技术标记", "Core or not")})
	}
	if d.may(c, ActWork) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: here + "/merge", Label: c.T("并入其他分支", "Merge")}, web.Link{Href: here + "/move", Label: c.T("移动", "Move")},
			web.Link{Href: here + "/edit", Label: c.T("修改", "Edit")}, web.Link{Href: here + "/new", Label: c.T("新建下级分支", "Add below"), Tone: web.Blue})
	}
	all, err := d.count(c, t.asks(b), here+"/documents")
	if err != nil {
		return err
	}
	kv := web.KV{Title: c.T("分支", "Branch")}
	kv.Add(c.T("产业链位置", "Place in the chain"), dash(c.Say(stageTitle(b.Stage)))).Add(c.T("国际分类", "IPC"), dash(strings.Join(b.IPC, "、"))).Add(c.T("检索式", "Query"), dash(b.Words)).
		Add(c.T("合计检索式（含下级和并入的）", "Query with all below and merged"), dash(t.asks(b)))
	counts := web.Table{Title: c.T("文献", "Documents"), Head: []string{c.T("范围", "Of"), c.T("文献数", "Documents")}, Numbers: []int{1}, Rows: [][]web.Cell{{{Text: c.T("全部", "All")}, all}}}
	for _, x := range t.under(b.ID) {
		n, err := d.count(c, t.asks(x), branchPath(x.ID)+"/documents")
		if err != nil {
			return err
		}
		counts.Rows = append(counts.Rows, []web.Cell{{Text: c.T("下级：", "Below: ") + x.Title, Href: branchPath(x.ID)}, n})
	}
	for i, f := range t.firms(b) {
		n, err := d.count(c, ofFirm(t.asks(b), f), fmt.Sprintf("%s/documents?firm=%d", here, i))
		if err != nil {
			return err
		}
		counts.Rows = append(counts.Rows, []web.Cell{{Text: c.T("企业：", "Firm: ") + f}, n})
	}
	past, err := d.pastOf(c, b.ID)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", []web.Block{kv, counts, past})
}

// ofFirm narrows a query to the documents of a firm.
func ofFirm(words, firm string) string {
	if words == "" {
		return ""
	}
	return "(" + words + `) AND PA="` + strings.ReplaceAll(firm, `"`, "") + `"`
}

// dash stands where there is nothing to say.
func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// whats names the lines of a history.
func whats() []named {
	return []named{{"add", web.Text{"新建", "Added"}}, {"edit", web.Text{"修改", "Edited"}}, {"move", web.Text{"移动", "Moved"}}, {"merge", web.Text{"合并", "Merged"}}, {"core", web.Text{"标记为核心技术", "Marked as core"}}, {"plain", web.Text{"取消核心技术", "No longer core"}},
		{"phase", web.Text{"阶段", "Phase"}}, {"version", web.Text{"建立数据集", "Set of data"}}, {"noise", web.Text{"去噪", "Noise taken out"}}, {"restore", web.Text{"恢复", "Put back"}}, {"tag", web.Text{"标引", "Tagged"}}, {"finding", web.Text{"登记结论", "Finding"}}}
}

// past reads the history of a branch or a project.
func (d *Desk) past(c *web.Ctx, id int64) (out []Change, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = history(c.Context(), tx, id)
		return err
	})
	return out, err
}

// pastOf shows the history of a branch or a project.
func (d *Desk) pastOf(c *web.Ctx, id int64) (web.Table, error) {
	t := web.Table{Title: c.T("历史", "History"), Head: []string{c.T("时间", "When"), c.T("人员", "By"), c.T("事项", "What"), c.T("内容", "Content")}}
	past, err := d.past(c, id)
	for _, x := range past {
		t.Rows = append(t.Rows, []web.Cell{{Text: web.When(x.At)}, {Text: x.By}, {Text: c.Say(titleOf(whats(), x.What))}, {Text: x.Detail}})
	}
	return t, err
}

// branchSearch searches for the documents of the branch of the address.
func (d *Desk) branchSearch(c *web.Ctx) (string, error) {
	t, b, err := d.branch(c)
	if err != nil {
		return "", err
	}
	// By its place in the list, not by its name: an address names nobody.
	words := t.asks(b)
	if s := c.Query("firm"); s != "" {
		i, err := strconv.Atoi(s)
		firms := t.firms(b)
		if err != nil || i < 0 || i >= len(firms) {
			return "", fault.New(fault.Missing, "navigation.firm", "分支没有这家企业，请从分支页面中选择")
		}
		words = ofFirm(words, firms[i])
	}
	if words == "" {
		return "", fault.New(fault.Conflict, "navigation.asks_nothing", "分支“%s”及其下级没有填写国际分类或检索式，没有文献可看；请先填写", b.Title)
	}
	r, err := d.Search.Search(c.Context(), worklist.Actor(c), words)
	if err != nil {
		return "", err
	}
	return r.Address(""), nil
}

// choosing names another branch.
type choosing struct {
	To string `json:"to" label:"目标分支" en:"Branch" widget:"select" options:"*"`
}

// marking says whether a branch is core.
type marking struct {
	Core bool   `json:"core" label:"核心技术" en:"Core technology" help:"勾选的，分类落在本分支的预审请求在案件页面上标明" helpen:"Requests whose class lies in the branch are marked on their pages"`
	Why  string `json:"why" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000" help:"所依据的导航项目和结论" helpen:"The project and finding that it rests on"`
}

// to reads the id that was chosen; 0 for none.
func to(s string) int64 {
	id, _ := strconv.ParseInt(s, 10, 64) //nolint:errcheck // what is no number is found nowhere
	return id
}

// branchOptions are the branches as choices.
func (d *Desk) branchOptions(c *web.Ctx, f *form.Form, field string) error {
	t, err := d.tree(c)
	if err != nil {
		return err
	}
	f.Options(field, t.options())
	return nil
}

// treeSteps are the changes of the tree.
func (d *Desk) treeSteps() []step.Change {
	from := func(c *web.Ctx) (web.Link, *Branch, error) {
		_, b, err := d.branch(c)
		if err != nil {
			return web.Link{}, nil, err
		}
		return web.Link{Href: branchPath(b.ID), Label: b.Title}, b, nil
	}
	add := func(c *web.Ctx, in *NewBranch) (string, error) {
		id, err := d.AddBranch(c.Context(), worklist.Actor(c), number(c, "branch"), *in)
		return branchPath(id), err
	}
	others := func(c *web.Ctx, f *form.Form) error { return d.branchOptions(c, f, "to") }
	choose := func(c *web.Ctx) (in choosing, l web.Link, err error) { l, _, err = from(c); return in, l, err }
	return []step.Change{
		step.Step[NewBranch]{Menu: branches, At: branches + "/new", Act: ActWork, Title: web.Text{"新建产业", "Add an industry"}, Do: add, Start: func(c *web.Ctx) (in NewBranch, l web.Link, err error) {
			return in, web.Link{Href: branches, Label: c.T("产业技术树", "Tree of the industry")}, nil
		}},
		step.Step[NewBranch]{Menu: branches, At: branchAt + "/new", Act: ActWork, Title: web.Text{"新建下级分支", "Add a branch below"}, Do: add, Start: func(c *web.Ctx) (in NewBranch, l web.Link, err error) {
			l, _, err = from(c)
			return in, l, err
		}},
		step.Step[NewBranch]{Menu: branches, At: branchAt + "/edit", Act: ActWork, Title: web.Text{"修改分支", "Edit the branch"}, Start: func(c *web.Ctx) (in NewBranch, l web.Link, err error) {
			l, b, err := from(c)
			if err == nil {
				in = b.entered()
			}
			return in, l, err
		}, Do: func(c *web.Ctx, in *NewBranch) (string, error) {
			return branchPath(number(c, "branch")), d.edit(c.Context(), worklist.Actor(c), number(c, "branch"), *in)
		}},
		step.Step[choosing]{Menu: branches, At: branchAt + "/move", Act: ActWork, Title: web.Text{"移动分支", "Move the branch"}, Options: others, Start: choose, Do: func(c *web.Ctx, in *choosing) (string, error) {
			return branchPath(number(c, "branch")), d.move(c.Context(), worklist.Actor(c), number(c, "branch"), to(in.To))
		}},
		step.Step[choosing]{Menu: branches, At: branchAt + "/merge", Act: ActWork, Title: web.Text{"并入其他分支", "Merge into another branch"}, Danger: true, Options: others, Start: choose, Do: func(c *web.Ctx, in *choosing) (string, error) {
			return branchPath(to(in.To)), d.merge(c.Context(), worklist.Actor(c), number(c, "branch"), to(in.To))
		}},
		step.Step[marking]{Menu: branches, At: branchAt + "/core", Act: ActCore, Title: web.Text{"核心技术标记", "Core or not"}, Start: func(c *web.Ctx) (in marking, l web.Link, err error) {
			l, b, err := from(c)
			if err == nil {
				in.Core = b.Core
			}
			return in, l, err
		}, Do: func(c *web.Ctx, in *marking) (string, error) {
			return branchPath(number(c, "branch")), d.Mark(c.Context(), worklist.Actor(c), number(c, "branch"), in.Core, in.Why)
		}},
	}
}
