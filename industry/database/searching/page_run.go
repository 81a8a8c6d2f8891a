package searching

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/search"
	"zhibao/internal/sorting"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// address is the page of a search as it is looked at.
func (v view) address(base string) string {
	values := url.Values{}
	for _, p := range v.In {
		values.Add("in", p.Facet.name+":"+p.Value)
	}
	for _, p := range v.Out {
		values.Add("out", p.Facet.name+":"+p.Value)
	}
	if v.Sort != "" {
		values.Set("sort", v.Sort)
	}
	if v.Group {
		values.Set("group", "family")
	}
	if v.Page > 1 {
		values.Set("page", strconv.Itoa(v.Page))
	}
	if len(values) == 0 {
		return base
	}
	return base + "?" + values.Encode()
}

// with is the view with one more value taken in or out, on its first page.
func (v view) with(p picked, out bool) view {
	v.Page = 1
	if out {
		v.Out = append(slices.Clone(v.Out), p)
	} else {
		v.In = append(slices.Clone(v.In), p)
	}
	return v
}

// without is the view with a value let go of.
func (v view) without(p picked, out bool) view {
	v.Page = 1
	same := func(q picked) bool { return q.Facet.name == p.Facet.name && q.Value == p.Value }
	if out {
		v.Out = slices.DeleteFunc(slices.Clone(v.Out), same)
	} else {
		v.In = slices.DeleteFunc(slices.Clone(v.In), same)
	}
	return v
}

// has reports whether a value is taken in.
func (v view) has(p picked) bool {
	return slices.ContainsFunc(v.In, func(q picked) bool { return q.Facet.name == p.Facet.name && q.Value == p.Value })
}

// A facetView is a facet as the page shows it.
type facetView struct {
	Title  string       // what is counted
	Values []facetValue // the commonest first, years from the last one
	Others int          // documents whose value is not among them
}

// facetValue is one value: a link that takes it in or lets go of it, and one that leaves it out.
type facetValue struct {
	Text, In, Out, Not string // what is read, and the addresses behind it
	Count              int    // documents that have it
	Now                bool   // it is taken in
}

// facetViews shows the facets that have something to choose from.
func (v view) facetViews(c *web.Ctx, base string, found []search.Facet) (out []facetView) {
	for i, f := range shown() {
		if i >= len(found) || len(found[i].Values) < 2 && !slices.ContainsFunc(v.In, func(p picked) bool { return p.Facet.name == f.name }) {
			continue
		}
		values := slices.Clone(found[i].Values)
		if f.use == byYear {
			sorting.By(values, func(a, b search.FacetValue) int { return strings.Compare(b.Value, a.Value) })
		}
		fv := facetView{Title: c.Say(f.title), Others: found[i].Others}
		for _, x := range values {
			p := picked{f, x.Value}
			text := c.Say(f.names(x.Value))
			value := facetValue{Text: text, Count: x.Count, Now: v.has(p), Out: v.with(p, true).address(base), Not: fmt.Sprintf(c.T("排除 %s", "Leave out %s"), text)}
			value.In = v.with(p, false).address(base)
			if value.Now {
				value.In = v.without(p, false).address(base)
			}
			fv.Values = append(fv.Values, value)
		}
		out = append(out, fv)
	}
	return out
}

// A chip is a value that was taken in or out, with what lets go of it.
type chip struct{ Text, Href, Label string }

// chips lists what narrows the result.
func (v view) chips(c *web.Ctx, base string) (out []chip) {
	for _, p := range v.In {
		text := c.Say(p.Facet.title) + c.T("：", ": ") + c.Say(p.Facet.names(p.Value))
		out = append(out, chip{text, v.without(p, false).address(base), fmt.Sprintf(c.T("取消 %s", "Remove %s"), text)})
	}
	for _, p := range v.Out {
		text := c.T("不含 ", "Without ") + c.Say(p.Facet.title) + c.T("：", ": ") + c.Say(p.Facet.names(p.Value))
		out = append(out, chip{text, v.without(p, true).address(base), fmt.Sprintf(c.T("取消 %s", "Remove %s"), text)})
	}
	return out
}

// A runPage is what a result shows.
type runPage struct {
	*entry
	Run     *Run         // as it was asked
	Here    string       // its address
	Count   string       // in words
	Facets  []facetView  // beside the list
	Chips   []chip       // what narrows it
	Clear   string       // without any of them
	Hits    []hitView    // of this page
	Pages   []web.Link   // the present one has no address
	Sorts   []web.Link   // the present one has no address
	Notices []web.Notice // what a reader must know
	Keep    *form.Form   // gives it a name
	Exports []web.Link   // of all that is found
	Sets    []*Set       // collections of one’s own

	Group               string // the same by families, or by documents again
	Grouped, Cut        bool   // it is by families; of the first documents alone
	Families, Documents int    // that were put together
	Own                 bool   // made by who looks at it
}

// keeping names a search.
type keeping struct {
	Title  string `json:"title" label:"名称" en:"Name" max:"60" help:"留空则不再保存" helpen:"Empty: no longer kept"`
	Shared bool   `json:"shared" label:"与本中心同事共享" en:"Share with the center"`
}

// runPage shows what a search finds now.
func (d *Desk) runPage(c *web.Ctx) error {
	by := worklist.Actor(c)
	r, err := d.runOf(c)
	if err != nil {
		return err
	}
	if r.Kind != byQuery {
		return d.likesPage(c, r)
	}
	v, err := readView(c)
	if err != nil {
		return err
	}
	q, err := r.asked()
	if err != nil {
		return err
	}
	asked, err := q.Compile()
	if err != nil {
		return err
	}
	within, err := d.within(c.Context(), r)
	if err != nil {
		return err
	}
	a, err := d.ask(c.Context(), by.Center, asked, v, within)
	if err != nil {
		return err
	}
	base := fmt.Sprintf("%s/%d", home, r.ID)
	p := runPage{entry: d.entry(c, r.Words, q.Rows()), Run: r, Here: base, Count: count(c.Lang(), a.Total, a.More), Own: r.Account == by.Account, Grouped: v.Group, Facets: v.facetViews(c, base, a.Facets), Chips: v.chips(c, base),
		Clear: view{Sort: v.Sort, Page: 1}.address(base)}
	l := listed{r, v, asked, &a, nil}
	if v.Group {
		if err := d.byFamilies(c, &l, &p); err != nil {
			return err
		}
	}
	p.Pages = v.pages(c, base, p.total(a.Total))
	if p.Hits, err = d.hitViews(c, l); err != nil {
		return err
	}
	other := v
	other.Group, other.Page = !v.Group, 1
	p.Sorts, p.Group = v.sorts(c, base), other.address(base)
	if p.Sets, err = d.mine(c.Context(), by); err != nil {
		return err
	}
	p.Sets = slices.DeleteFunc(p.Sets, func(s *Set) bool { return s.Account != by.Account })
	p.Notices = d.told(c, r, v, a)
	p.Keep = form.New(c, form.Describe(keeping{}, nil)).Fill(keeping{r.Title, r.Shared})
	p.Keep.Action, p.Keep.Submit = base+"/keep", c.T("保存", "Keep")
	p.Exports = v.files(base+"/export", "xlsx", "csv", "docx")
	d.frame(c, r, v, base)
	return c.Render("search-run", p)
}

// frame is the title of the page of a result, and where it leads.
func (d *Desk) frame(c *web.Ctx, r *Run, v view, base string) {
	c.Page = web.Page{Title: c.T("检索结果", "What was found"), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Label: c.T("检索结果", "What was found")}},
		Actions: []web.Link{{Href: v.address(base + "/charts/trend"), Label: c.T("统计分析", "Analysis")}}}
	if d.Onward != nil {
		c.Page.Actions = append(c.Page.Actions, d.Onward(c, r)...)
	}
	if r.Kept() {
		c.Page.Title = r.Title
	}
}

// files are the files at an address in several formats, of all that is found.
func (v view) files(base string, formats ...string) (out []web.Link) {
	v.Page = 1
	to := v.address(base)
	sep := "?"
	if strings.Contains(to, "?") {
		sep = "&"
	}
	for _, kind := range formats {
		out = append(out, web.Link{Href: to + sep + "as=" + kind, Label: strings.ToUpper(kind)})
	}
	return out
}

// total is how many rows there are, given how many documents.
func (p *runPage) total(documents int) int {
	if p.Grouped {
		return p.Families
	}
	return documents
}

// runOf reads the search of the address.
func (d *Desk) runOf(c *web.Ctx) (*Run, error) {
	id, err := strconv.ParseInt(c.Path("run"), 10, 64)
	if err != nil {
		return nil, gone(c.Path("run"))
	}
	return d.run(c.Context(), worklist.Actor(c), id)
}

// told is what a reader must know about the result.
func (d *Desk) told(c *web.Ctx, r *Run, v view, a answer) (out []web.Notice) {
	if r.Within != 0 {
		out = append(out, web.Notice{Tone: web.Blue, Text: c.T("只在固定的数据集中检索，不随文献库变化；在上方重新检索则查找全部文献。", "Only a frozen set of data is searched; a new search above asks all documents.")})
	}
	if a.Left > 0 {
		out = append(out, web.Notice{Tone: web.Amber, Text: fmt.Sprintf(c.T("检索索引正在更新，还有约 %d 项变动没有进入；稍后重新打开本页即可看到。", "The index is being brought up to date; about %d changes are not in it yet. Open the page again in a while."), a.Left)})
	}
	if len(v.In)+len(v.Out) == 0 && !a.More && !r.More && a.Total != r.Total {
		out = append(out, web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("%s 检索时有 %d 件，现在有 %d 件：此后文献库有变动。要固定一批文献，请放入集合。", "There were %[2]d on %[1]s, now there are %[3]d: the collection has changed. To hold on to documents, put them into a collection."), web.When(r.At), r.Total, a.Total)})
	}
	if a.More {
		out = append(out, web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("结果多于 %d 件，没有再往下数；列表可以翻到第 %d 件，统计图和左侧的数字包括全部结果。", "There are more than %d; counting stopped there. The list goes to number %d; charts and facets count everything."), countTo, countTo)})
	}
	return out
}

// pages are the links to other pages of the result.
func (v view) pages(c *web.Ctx, base string, total int) (out []web.Link) {
	last := min((total+perPage-1)/perPage, maxPage)
	if last < 2 {
		return nil
	}
	to := func(n int, label string) {
		x := v
		x.Page = n
		l := web.Link{Label: label}
		if n != v.Page {
			l.Href = x.address(base)
		}
		out = append(out, l)
	}
	if v.Page > 1 {
		to(v.Page-1, c.T("上一页", "Previous"))
	}
	for n := max(1, v.Page-3); n <= min(last, v.Page+3); n++ {
		to(n, strconv.Itoa(n))
	}
	if v.Page < last {
		to(v.Page+1, c.T("下一页", "Next"))
	}
	return out
}

// sorts are the orders to choose from; the present one has no address.
func (v view) sorts(c *web.Ctx, base string) (out []web.Link) {
	for _, s := range sorts() {
		x := v
		x.Page, x.Sort = 1, s.code
		l := web.Link{Label: c.Say(s.title)}
		if s.code != v.Sort {
			l.Href = x.address(base)
		}
		out = append(out, l)
	}
	return out
}

// keepPosted gives a search a name.
func (d *Desk) keepPosted(c *web.Ctx) error {
	r, err := d.runOf(c)
	if err != nil {
		return err
	}
	var in keeping
	f := form.New(c, form.Describe(keeping{}, nil))
	if ok, err := f.Read(&in); err != nil || !ok {
		return err
	}
	if err := d.keep(c.Context(), worklist.Actor(c), r.ID, strings.TrimSpace(in.Title), in.Shared); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已保存。", "Kept."))
	return c.Redirect(fmt.Sprintf("%s/%d", home, r.ID))
}
