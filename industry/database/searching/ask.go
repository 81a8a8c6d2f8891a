package searching

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// A facet is a field by whose values a result can be narrowed.
type facet struct {
	name  string   // in addresses
	field string   // of the index
	title web.Text // above its values
	depth int      // of codes and days
	top   int      // how many values are shown
	use   facetUse
	says  func(value string) web.Text // nil: the value itself
	aside bool                        // it narrows what a chart opens, and is not counted beside the list
}

// facetUse says how a value of a facet becomes a query.
type facetUse int

const (
	byKey  facetUse = iota // the value itself
	byCode                 // a code and all below it
	byYear                 // the days of a year
)

// facets lists what a result is counted by, in the order of the page.
func facets() []facet {
	pair := func(zh, en string) web.Text { return web.Text{zh, en} }
	choice := func(code string) func(string) web.Text {
		return func(v string) web.Text {
			for _, c := range query.ByCode(code).Choices() {
				if c.Value == v {
					return c.Title
				}
			}
			return web.Text{v, v}
		}
	}
	return []facet{
		{name: "kind", field: "kind", title: pair("专利类型", "Kind"), top: 5, says: choice("PT")},
		{name: "grant", field: "grant", title: pair("授权文献", "Granted"), top: 2, says: choice("GR")},
		{name: "office", field: "office", title: pair("公开国别", "Office"), top: 10, says: officeName},
		{name: "year", field: "published", title: pair("公开年", "Year"), depth: 1, top: 200, use: byYear},
		{name: "applicant", field: "applicant_name", title: pair("申请人", "Applicant"), top: 10},
		{name: "inventor", field: "inventor_name", title: pair("发明人", "Inventor"), top: 10},
		{name: "ipc", field: "ipc", title: pair("国际分类（小类）", "IPC subclass"), depth: 3, top: 10, use: byCode},
		{name: "group", field: "ipc", title: pair("国际分类（大组）", "IPC main group"), depth: 4, top: 10, use: byCode},
		{name: "locarno", field: "locarno", title: pair("洛迦诺分类", "Locarno"), depth: 2, top: 10, use: byCode},
		{name: "country", field: "country", title: pair("申请人国别", "Country of applicant"), top: 10, says: officeName},
		{name: "filed", field: "filed", title: pair("申请年", "Year of filing"), depth: 1, top: 200, use: byYear, aside: true},
		{name: "cites", field: "cites", title: pair("引用", "Cites"), top: 10, aside: true},
		{name: "province", field: "province", title: pair("申请人所在省份", "Province of applicant"), top: 10, aside: true},
		{name: "source", field: "source", title: pair("数据来源", "Source"), top: 5},
	}
}

// shown are the facets that are counted beside the list.
func shown() []facet { return slices.DeleteFunc(facets(), func(f facet) bool { return f.aside }) }

// facetOf finds a facet by its name in addresses, also one that is not shown.
func facetOf(name string) (facet, bool) {
	for _, f := range facets() {
		if f.name == name {
			return f, true
		}
	}
	return facet{}, false
}

// officeName names the offices that are met most; others stay as their two letters.
func officeName(code string) web.Text {
	names := map[string]web.Text{"CN": {"中国", "China"}, "US": {"美国", "United States"}, "EP": {"欧洲专利局", "EPO"}, "WO": {"世界知识产权组织", "WIPO"}, "JP": {"日本", "Japan"}, "KR": {"韩国", "Korea"},
		"DE": {"德国", "Germany"}, "TW": {"中国台湾", "Taiwan, China"}, "HK": {"中国香港", "Hong Kong, China"}, "GB": {"英国", "United Kingdom"}, "FR": {"法国", "France"}, "NL": {"荷兰", "Netherlands"}, "CH": {"瑞士", "Switzerland"}, "SE": {"瑞典", "Sweden"}}
	if n, ok := names[code]; ok {
		return web.Text{n[0] + " " + code, n[1] + " " + code}
	}
	return web.Text{code, code}
}

// title is a value as people read it.
func (f facet) names(value string) web.Text {
	if f.says != nil {
		return f.says(value)
	}
	return web.Text{value, value}
}

// asks is the query of one value. Error: Invalid where the address was made up.
func (f facet) asks(value string) (search.Query, error) {
	switch f.use {
	case byCode:
		return search.Under{Field: f.field, Code: value}, nil
	case byYear:
		year, err := strconv.Atoi(value)
		if err != nil || year < 1700 || year > 2200 {
			return nil, fault.New(fault.Invalid, "searching.year", "“%s”不是年份，请从左侧的统计中选择", value).At("in")
		}
		from, to := int64(calendar.Date(year, time.January, 1)), int64(calendar.Date(year, time.December, 31))
		return search.Span{Field: f.field, From: &from, To: &to}, nil
	}
	return search.Key{Field: f.field, Values: []string{value}}, nil
}

// A view is how a result is looked at: what was taken in and out by facets, order and page.
type view struct {
	In, Out []picked
	Sort    string // one of sorts
	Page    int    // from 1
	Group   bool   // one of each family is shown
}

// picked is a value of a facet.
type picked struct {
	Facet facet  // of which it is a value
	Value string // as the index has it
}

const (
	perPage  = 20     // documents of a page
	maxPicks = 40     // values that narrow a result at the same time
	countTo  = 10_000 // beyond that "more than" is said
	// maxPage is the last page that is shown: nobody reads further, and an export has everything.
	maxPage = countTo / perPage
)

// sorts are the orders of a result; the first is by relevance.
func sorts() []struct {
	code  string
	title web.Text
} {
	return []struct {
		code  string
		title web.Text
	}{{"", web.Text{"相关度", "Relevance"}}, {"-published", web.Text{"公开日，新的在前", "Published, newest first"}}, {"published", web.Text{"公开日，旧的在前", "Published, oldest first"}},
		{"-filed", web.Text{"申请日，新的在前", "Filed, newest first"}}, {"filed", web.Text{"申请日，旧的在前", "Filed, oldest first"}}}
}

// readView reads the view from an address.
func readView(c *web.Ctx) (v view, err error) {
	values := c.R.URL.Query()
	for name, to := range map[string]*[]picked{"in": &v.In, "out": &v.Out} {
		for _, s := range values[name] {
			key, value, _ := strings.Cut(s, ":")
			f, ok := facetOf(key)
			if !ok || value == "" || len(value) > 300 || len(*to) == maxPicks {
				return v, fault.New(fault.Invalid, "searching.facet", "筛选条件“%s”不对，请从左侧的统计中选择", s).At(name)
			}
			*to = append(*to, picked{f, value})
		}
	}
	v.Group = c.Query("group") == "family"
	v.Page = 1
	if s := c.Query("page"); s != "" {
		if v.Page, err = strconv.Atoi(s); err != nil || v.Page < 1 || v.Page > maxPage {
			return v, fault.New(fault.Invalid, "searching.page", "页码应为 1 至 %d；要看后面的文献，请缩小范围或者导出", maxPage).At("page")
		}
	}
	v.Sort = c.Query("sort")
	if !slices.ContainsFunc(sorts(), func(s struct {
		code  string
		title web.Text
	}) bool {
		return s.code == v.Sort
	}) {
		v.Sort = ""
	}
	return v, nil
}

// narrow adds what the view takes in and out: values of one facet are alternatives, facets must all hold.
func (v view) narrow(q search.Query) (search.Query, error) {
	and := search.And{Of: []search.Query{q}}
	by := map[string]int{}
	for _, p := range v.In {
		x, err := p.Facet.asks(p.Value)
		if err != nil {
			return nil, err
		}
		if i, ok := by[p.Facet.name]; ok {
			or := and.Of[i].(search.Or)
			or.Of = append(or.Of, x)
			and.Of[i] = or
			continue
		}
		by[p.Facet.name] = len(and.Of)
		and.Of = append(and.Of, search.Or{Of: []search.Query{x}})
	}
	for _, p := range v.Out {
		x, err := p.Facet.asks(p.Value)
		if err != nil {
			return nil, err
		}
		and.Of = append(and.Of, search.Not{Of: x})
	}
	if len(and.Of) == 1 {
		return q, nil
	}
	return and, nil
}

// An answer is a page of a result with what stands beside it.
type answer struct {
	search.Result
	Docs []literature.Document // of the hits, without claims and description
	Left int64                 // changes of the holding that the index lacks
	Took time.Duration         // for the answer of the index alone
}

// ask answers a query as it is looked at. With counted the facets are counted too.
func (d *Desk) ask(ctx context.Context, center int64, q search.Query, v view, within []string) (a answer, err error) {
	defer fault.Wrap(&err, "search")
	f, err := d.open(ctx, center)
	if err != nil {
		return a, err
	}
	if a.Left, err = d.feed(ctx, center, f, quick); err != nil {
		return a, err
	}
	if q, err = v.narrow(q); err != nil {
		return a, err
	}
	r := search.Request{Query: q, Sort: v.Sort, Offset: (v.Page - 1) * perPage, Limit: perPage, Count: countTo, Within: within}
	for _, f := range shown() {
		r.Facets = append(r.Facets, search.FacetAsk{Field: f.field, Top: f.top, Depth: f.depth})
	}
	from := d.office.Now()
	if a.Result, err = f.engine.Find(ctx, r); err != nil {
		return a, err
	}
	a.Took = d.office.Now().Sub(from)
	numbers := make([]string, len(a.Hits))
	for i, h := range a.Hits {
		numbers[i] = h.ID
	}
	a.Docs, err = d.Holding.Many(ctx, center, numbers)
	return a, err
}
