package searching

import (
	"context"
	"html/template"
	"strconv"

	"zhibao/internal/search"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// A grid is the numbers of a chart: labels down, series across, each number with its documents.
type grid struct {
	title, note, unit string                                  // above the picture
	labels            []string                                // lines of the table
	series            []svg.Series                            // its columns
	open              func(series, label int) string          // nil: the numbers open to nothing
	draw              func(svg.Frame, svg.Data) template.HTML // how it is pictured
	links             [][2]string                             // numbers of documents, from and to, instead of labels and series
}

// A chart is a way to look at a result as a whole.
type chart struct {
	code  string                                    // in addresses
	title web.Text                                  // on its tab
	make  func(d *Desk, x *looking) ([]grid, error) // computes it
}

// charts lists the analyses in the order of their tabs.
func charts() []chart {
	return []chart{
		{"trend", web.Text{"趋势", "Trends"}, (*Desk).trend},
		{"applicants", web.Text{"申请人", "Applicants"}, rankOf("applicant", web.Text{"申请人排名", "Applicants by documents"})},
		{"inventors", web.Text{"发明人", "Inventors"}, rankOf("inventor", web.Text{"发明人排名", "Inventors by documents"})},
		{"classes", web.Text{"技术分布", "Technology"}, (*Desk).classes},
		{"matrix", web.Text{"申请人与技术", "Applicants and technology"}, (*Desk).matrix},
		{"life", web.Text{"技术生命周期", "Life cycle"}, (*Desk).life},
		{"terms", web.Text{"授权与到期", "Grants and terms"}, (*Desk).terms},
		{"cited", web.Text{"引用", "Citations"}, (*Desk).cited},
		{"network", web.Text{"引用网络", "Citation network"}, (*Desk).network},
		{"places", web.Text{"地域", "Places"}, (*Desk).places},
		{"firm", web.Text{"企业与行业对比", "A firm against all"}, (*Desk).firm},
	}
}

// looking is a result that is looked at as a whole.
type looking struct {
	c      *web.Ctx        // for the words
	ctx    context.Context // ends with the request
	engine search.Engine   // that is asked
	query  search.Query    // narrowed by the view
	within []string        // the documents to which the search is limited; nil for all
	view   view            // to which a number adds what it opens
	base   string          // page of the result
	firm   string          // the applicant that is compared
	paper  bool            // it is for a paper, in which nothing can be pointed at
}

// count counts facets of the result, or of a part of it.
func (x *looking) count(and search.Query, asks ...search.FacetAsk) (search.Result, error) {
	q := x.query
	if and != nil {
		q = search.And{Of: []search.Query{q, and}}
	}
	return x.engine.Find(x.ctx, search.Request{Query: q, Facets: asks, Count: countTo, Within: x.within})
}

// ask is how a facet is counted, so many values of it.
func (f facet) ask(top int) search.FacetAsk {
	return search.FacetAsk{Field: f.field, Depth: f.depth, Top: top}
}

// to is the address of the documents that have all of the values.
func (x *looking) to(ps ...picked) string {
	v := x.view
	for _, p := range ps {
		v = v.with(p, false)
	}
	return v.address(x.base)
}

// facetNamed is a facet that is known to be there.
func facetNamed(name string) facet {
	f, _ := facetOf(name)
	return f
}

// values are the values of a facet in the order of the answer.
func values(f search.Facet) (out []string, counts []float64) {
	for _, v := range f.Values {
		out = append(out, v.Value)
		counts = append(counts, float64(v.Count))
	}
	return out, counts
}

// years turns counts by year into a value for each year of the span, without gaps.
func years(f search.Facet, from, to int) []float64 {
	out := make([]float64, max(to-from+1, 0))
	for _, v := range f.Values {
		if y, err := strconv.Atoi(v.Value); err == nil && y >= from && y <= to {
			out[y-from] = float64(v.Count)
		}
	}
	return out
}

// maxYears is how many years a chart shows at most, the last ones.
const maxYears = 30

// span is the first and the last year that has documents.
func span(f search.Facet) (from, to int) {
	for _, v := range f.Values {
		y, err := strconv.Atoi(v.Value)
		if err != nil {
			continue
		}
		if from == 0 || y < from {
			from = y
		}
		to = max(to, y)
	}
	return max(from, to-maxYears+1), to
}

// yearLabels names every year of a span; none where there is no span.
func yearLabels(from, to int) (out []string) {
	for y := from; y <= to && from > 0; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out
}

// trend shows documents by year of publication, all of them and the foremost offices.
func (d *Desk) trend(x *looking) ([]grid, error) {
	year, office := facetNamed("year"), facetNamed("office")
	// No collection reaches back further than some three hundred years.
	all, err := x.count(nil, year.ask(400), office.ask(4))
	if err != nil {
		return nil, err
	}
	from, to := span(all.Facets[0])
	g := grid{title: x.c.T("历年公开量", "Documents by year"), unit: x.c.T("件", "documents"), labels: yearLabels(from, to), draw: svg.Line,
		note:   x.c.T("按公开（公告）日统计；最近一年尚不完整。", "By day of publication; the last year is not complete."),
		series: []svg.Series{{Name: x.c.T("全部", "All"), Values: years(all.Facets[0], from, to)}}}
	offices, _ := values(all.Facets[1])
	if len(offices) < 2 {
		offices = nil // its line would lie on that of all
	}
	for _, o := range offices {
		part, err := x.count(search.Key{Field: office.field, Values: []string{o}}, year.ask(400))
		if err != nil {
			return nil, err
		}
		g.series = append(g.series, svg.Series{Name: x.c.Say(office.names(o)), Values: years(part.Facets[0], from, to)})
	}
	g.open = func(s, l int) string {
		p := []picked{{year, g.labels[l]}}
		if s > 0 {
			p = append(p, picked{office, offices[s-1]})
		}
		return x.to(p...)
	}
	return []grid{g}, nil
}

// rankOf ranks the values of a facet.
func rankOf(name string, title web.Text) func(*Desk, *looking) ([]grid, error) {
	return func(_ *Desk, x *looking) ([]grid, error) {
		f := facetNamed(name)
		all, err := x.count(nil, f.ask(20))
		if err != nil {
			return nil, err
		}
		return []grid{x.ranked(f, title, all.Facets[0])}, nil
	}
}

// ranked is a ranking of the values of a facet.
func (x *looking) ranked(f facet, title web.Text, found search.Facet) grid {
	vs, counts := values(found)
	g := grid{title: x.c.Say(title), unit: x.c.T("件", "documents"), draw: svg.Ranking, series: []svg.Series{{Name: x.c.T("文献数", "Documents"), Values: counts}},
		open: func(_, l int) string { return x.to(picked{f, vs[l]}) }}
	for _, v := range vs {
		g.labels = append(g.labels, x.c.Say(f.names(v)))
	}
	return g
}

// classes shows the foremost subclasses, and how they went over the years.
func (d *Desk) classes(x *looking) ([]grid, error) {
	class, year := facetNamed("ipc"), facetNamed("year")
	all, err := x.count(nil, class.ask(20), year.ask(400))
	if err != nil {
		return nil, err
	}
	from, to := span(all.Facets[1])
	from = max(from, to-9)
	g := grid{title: x.c.T("小类与年份", "Subclasses by year"), unit: x.c.T("件", "documents"), labels: yearLabels(from, to), draw: svg.Heat}
	vs, _ := values(all.Facets[0])
	vs = vs[:min(10, len(vs))]
	for _, v := range vs {
		part, err := x.count(search.Under{Field: class.field, Code: v}, year.ask(400))
		if err != nil {
			return nil, err
		}
		g.series = append(g.series, svg.Series{Name: v, Values: years(part.Facets[0], from, to)})
	}
	g.open = func(s, l int) string { return x.to(picked{class, vs[s]}, picked{year, g.labels[l]}) }
	return []grid{x.ranked(class, web.Text{"国际分类小类", "IPC subclasses"}, all.Facets[0]), g}, nil
}

// matrix shows who works on what.
func (d *Desk) matrix(x *looking) ([]grid, error) {
	who, what := facetNamed("applicant"), facetNamed("group")
	all, err := x.count(nil, who.ask(10), what.ask(10))
	if err != nil {
		return nil, err
	}
	names, _ := values(all.Facets[0])
	codes, _ := values(all.Facets[1])
	g := grid{title: x.c.T("申请人与大组", "Applicants by main group"), unit: x.c.T("件", "documents"), labels: codes, draw: svg.Heat}
	for _, n := range names {
		part, err := x.count(search.Key{Field: who.field, Values: []string{n}}, what.ask(500))
		if err != nil {
			return nil, err
		}
		by := map[string]float64{}
		for _, v := range part.Facets[0].Values {
			by[v.Value] = float64(v.Count)
		}
		row := make([]float64, len(codes))
		for i, code := range codes {
			row[i] = by[code]
		}
		g.series = append(g.series, svg.Series{Name: n, Values: row})
	}
	g.open = func(s, l int) string { return x.to(picked{who, names[s]}, picked{what, codes[l]}) }
	return []grid{g}, nil
}

// maxNames bounds how many applicants of a year are told apart.
const maxNames = 100_000

// life shows, year by year, how many documents there are and how many applicants stand behind them.
func (d *Desk) life(x *looking) ([]grid, error) {
	year, who := facetNamed("year"), facetNamed("applicant")
	all, err := x.count(nil, year.ask(400))
	if err != nil {
		return nil, err
	}
	from, to := span(all.Facets[0])
	from = max(from, to-19)
	g := grid{title: x.c.T("技术生命周期", "Life cycle"), unit: "", labels: yearLabels(from, to), draw: svg.Line,
		note:   x.c.T("文献数与申请人数同升为成长期，申请人减少为淘汰期，两者平稳为成熟期；由人判断，机器不下结论。", "Both rising: growth; fewer applicants: shake-out; both steady: maturity. The judgement is for people."),
		series: []svg.Series{{Name: x.c.T("文献数", "Documents"), Values: years(all.Facets[0], from, to)}, {Name: x.c.T("申请人数", "Applicants")}}}
	for _, label := range g.labels {
		q, err := year.asks(label)
		if err != nil {
			return nil, err
		}
		part, err := x.count(q, who.ask(maxNames))
		if err != nil {
			return nil, err
		}
		g.series[1].Values = append(g.series[1].Values, float64(len(part.Facets[0].Values)))
	}
	g.open = func(_, l int) string { return x.to(picked{year, g.labels[l]}) }
	return []grid{g}, nil
}
