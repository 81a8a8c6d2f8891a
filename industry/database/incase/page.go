package incase

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// asking is the query box.
type asking struct {
	Q string `json:"q" label:"检索式" en:"Query" widget:"textarea" max:"40000" secret:"true" required:"true" help:"由本机按权利要求拟出，请修改后检索；写法与“专利检索”相同" helpen:"Prepared from the claims on this machine; change it as you like. It is written as in “Patent search”"`
}

const (
	likesOfCase = 20 // similar documents on the page of the searches
	likesOfCore = 5  // of each core technology
	perPage     = 20 // documents of a page of a result, see Look
)

// box is where a query for a case is typed.
func box(c *web.Ctx, k *casework.Case, words string) *form.Form {
	f := form.New(c, form.Describe(asking{}, nil)).Fill(asking{words})
	f.Action, f.Submit = address(k.ID, 0), c.T("在本案内检索", "Search for this case")
	return f
}

// head is the head of the pages of a case.
func head(c *web.Ctx, k *casework.Case, last string) {
	c.Page = web.Page{Title: c.T("案内检索", "Search for this case"), Name: worklist.Name(c, k), At: "/work", Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)}}}
	if last == "" {
		c.Page.Crumbs = append(c.Page.Crumbs, web.Link{Label: c.Page.Title})
		return
	}
	c.Page.Crumbs = append(c.Page.Crumbs, web.Link{Href: address(k.ID, 0), Label: c.Page.Title}, web.Link{Label: last})
	c.Page.Title = last
}

// casePage shows what was searched for a case, a query to begin with, and the documents that are most like
// its text.
func (d *Desk) casePage(c *web.Ctx) error {
	x, err := d.open(c, "id", "案内检索")
	if err != nil {
		return err
	}
	words, err := d.prepared(c.Context(), x.k, x.text, c.Lang())
	if err != nil {
		return err
	}
	return d.show(c, x, box(c, x.k, words))
}

// show shows the page with a query that is typed.
func (d *Desk) show(c *web.Ctx, x opened, f *form.Form) error {
	head(c, x.k, "")
	blocks := []web.Block{web.Notice{Tone: web.Blue, Text: c.T("检索只属于本案：能够阅读本案申请文件的人才能看到，每次打开都记入案件历史；检索式用本案密钥加密保存，不进入“专利检索”的记录、地址、日志和索引。案件文本只在本机比对，不另行保存，不发给任何外部服务。",
		"What is searched here belongs to the case: only those who may read its papers see it, and each opening stands in its history. The query is sealed with the key of the case and enters no list of searches, address, log or index. The text is compared on this machine, not kept, and sent to nobody.")}}
	if x.text == nil {
		blocks = append(blocks, web.Notice{Tone: web.Amber, Text: c.T("还没有上传申请文件，没有可以比对的文本。", "No papers were uploaded, so there is no text to compare.")})
	}
	blocks = append(blocks, f, runTable(c, x))
	if x.text == nil {
		return c.Render("page-blocks", blocks)
	}
	cores, err := d.Cores(c, x.k, x.text)
	if err != nil {
		return err
	}
	for _, t := range cores {
		blocks = append(blocks, t)
	}
	likes, _, err := d.Search.Similar(c.Context(), x.k.Center, x.text.all(), "", likesOfCase)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(blocks, searching.LikeTable(c, c.T("与本案文本相近的文献", "Documents like the text of the case"), likes, "")))
}

// asked takes a query for the case.
func (d *Desk) asked(c *web.Ctx) error {
	x, err := d.open(c, "id", "案内检索，检索")
	if err != nil {
		return err
	}
	f := box(c, x.k, "")
	var in asking
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		r, err := d.search(c.Context(), worklist.Actor(c), x.k, strings.TrimSpace(in.Q))
		if err == nil {
			return c.Redirect(address(x.k.ID, r.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	return d.show(c, x, f)
}

// one is the search of a case that the address names. Error: Missing.
func (x *opened) one(c *web.Ctx) (*Run, error) {
	id, _ := strconv.ParseInt(c.Path("run"), 10, 64) //nolint:errcheck // nonsense names none
	for _, r := range x.runs {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, fault.New(fault.Missing, "incase.run", "本案没有这次检索，请从“案内检索”中选择")
}

// runPage shows what a search of the case finds now.
func (d *Desk) runPage(c *web.Ctx) error {
	x, err := d.open(c, "id", "案内检索，结果")
	if err != nil {
		return err
	}
	r, err := x.one(c)
	if err != nil {
		return err
	}
	page := pageOf(c)
	found, err := d.Search.Look(c.Context(), x.k.Center, r.Words, page)
	if err != nil {
		return err
	}
	head(c, x.k, c.T("检索结果", "What was found"))
	kv := web.KV{Title: c.T("检索", "Search")}
	kv.Add(c.T("检索式", "Query"), r.Words).Add(c.T("检索人", "By"), r.Name).Add(c.T("检索时间", "When"), web.When(r.At)).
		Add(c.T("文献库版本", "State of the collection"), fmt.Sprintf(c.T("检索时第 %d 次变动，现在第 %d 次变动", "change %d then, change %d now"), r.Change, found.Change)).
		Add(c.T("件数", "Documents"), fmt.Sprintf(c.T("检索时 %s，现在 %s", "%s then, %s now"), count(c, r.Total, r.More), count(c, found.Total, found.More)))
	blocks := []web.Block{kv, searching.DocumentTable(c, c.T("文献", "Documents"), found.Docs)}
	if last := (found.Total + perPage - 1) / perPage; last > 1 {
		n := web.Notice{Tone: web.Grey, Text: fmt.Sprintf(c.T("第 %d 页，共 %d 页", "Page %d of %d"), page, last)}
		if page > 1 {
			n.Links = append(n.Links, web.Link{Href: fmt.Sprintf("%s?page=%d", address(x.k.ID, r.ID), page-1), Label: c.T("上一页", "Previous")})
		}
		if page < last {
			n.Links = append(n.Links, web.Link{Href: fmt.Sprintf("%s?page=%d", address(x.k.ID, r.ID), page+1), Label: c.T("下一页", "Next")})
		}
		blocks = append(blocks, n)
	}
	return c.Render("page-blocks", append(blocks, box(c, x.k, r.Words)))
}

// pageOf is the page that the address asks for, from 1.
func pageOf(c *web.Ctx) int {
	n, _ := strconv.Atoi(c.Query("page")) //nolint:errcheck // without one it is the first
	return min(max(n, 1), 500)
}

// count writes how many there are.
func count(c *web.Ctx, n int, more bool) string {
	if more {
		return fmt.Sprintf(c.T("多于 %d 件", "more than %d"), n)
	}
	return fmt.Sprintf(c.T("%d 件", "%d"), n)
}

// runTable lists the searches of a case.
func runTable(c *web.Ctx, x opened) web.Table {
	t := web.Table{Title: c.T("本案的检索", "Searches for this case"), Empty: c.T("本案还没有检索过。", "None yet."), Head: []string{c.T("检索式", "Query"), c.T("结果", "Found"), c.T("检索人", "By"), c.T("时间", "When")}}
	for _, r := range x.runs {
		words := strings.Join(strings.Fields(r.Words), " ")
		if in := []rune(words); len(in) > 120 {
			words = string(in[:120]) + "…"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: words, Href: address(x.k.ID, r.ID)}, {Text: count(c, r.Total, r.More)}, {Text: r.Name}, {Text: web.When(r.At)}})
	}
	return t
}

// Cores lists for each core technology in which a case lies the documents of it that are most like the
// case. Whether the reader may see the text was asked before.
func (d *Desk) Cores(c *web.Ctx, k *casework.Case, t *Text) (out []web.Table, err error) {
	if d.Search.Inside() != nil {
		return nil, nil
	}
	cores, err := d.cores(c.Context(), k)
	if err != nil {
		return nil, err
	}
	for i, core := range cores {
		title := fmt.Sprintf(c.T("核心技术“%s”中与本案相近的文献", "Documents of core technology %s that are like the case"), core.Name)
		if slices.ContainsFunc(cores[:i], func(o navigation.Core) bool { return o.Name == core.Name }) {
			title += fmt.Sprintf(c.T("（%d）", " (%d)"), i+1) // tables are told apart by their names
		}
		likes, _, err := d.Search.Similar(c.Context(), k.Center, t.all(), core.Query, likesOfCore)
		if err != nil {
			return nil, err
		}
		out = append(out, searching.LikeTable(c, title, likes, ""))
	}
	return out, nil
}

// cores are the core technologies in which a case lies.
func (d *Desk) cores(ctx context.Context, k *casework.Case) (out []navigation.Core, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = navigation.Cores(ctx, tx, k.Center, k.Attrs["class"])
		return err
	})
	return out, err
}

// Beside is what stands beside the papers of a case that somebody reads: the way to its searches, and the
// nearest documents of the core technologies in which it lies. An index that cannot be asked keeps nobody
// from the papers.
func (d *Desk) Beside(c *web.Ctx, k *casework.Case, t *Text) ([]web.Link, []web.Table, error) {
	if !d.may(worklist.Actor(c), k) {
		return nil, nil, nil
	}
	tables, err := d.Cores(c, k, t)
	if fault.KindOf(err) == fault.Unavailable {
		tables, err = []web.Table{{Title: c.T("核心技术中与本案相近的文献", "Documents of core technology that are like the case"), Empty: c.Say(c.ExplainAll(err))}}, nil
	}
	return d.Links(c, k), tables, err
}
