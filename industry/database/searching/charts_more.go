package searching

import (
	"html/template"
	"strconv"
	"strings"

	"zhibao/internal/search"
	"zhibao/internal/svg"
	"zhibao/internal/web"
)

// A term is how long a patent of a kind lasts from its filing day: 专利法第四十二条.
type term struct {
	kind  string // as the index has it
	years int    // from the filing day
}

// terms shows grants by year of filing, and when their terms end by law.
func (d *Desk) terms(x *looking) ([]grid, error) {
	filed, kind, grant := facetNamed("filed"), facetNamed("kind"), facetNamed("grant")
	// Designs filed before 2021-06-01 have ten years; that year is counted with the longer term.
	lasting := []term{{"发明", 20}, {"实用新型", 10}, {"外观设计", 15}}
	counts := make([]search.Facet, len(lasting))
	all := search.Facet{}
	for i, l := range lasting {
		part, err := x.count(search.And{Of: []search.Query{search.Key{Field: kind.field, Values: []string{l.kind}}, search.Key{Field: grant.field, Values: []string{"1"}}}}, filed.ask(400))
		if err != nil {
			return nil, err
		}
		counts[i] = part.Facets[0]
		all.Values = append(all.Values, part.Facets[0].Values...)
	}
	from, to := span(all)
	granted := grid{title: x.c.T("授权文献的申请年", "Granted documents by year of filing"), unit: x.c.T("件", "documents"), labels: yearLabels(from, to), draw: svg.Stacked}
	ends := grid{title: x.c.T("按法定期限届满的年份", "Year in which the term ends by law"), unit: x.c.T("件", "documents"), draw: svg.Stacked,
		note: x.c.T("发明二十年、实用新型十年、外观设计十五年（2021年6月1日前申请的为十年），自申请日起算（专利法第四十二条）；没有扣除提前终止和无效的，也没有计入期限补偿。",
			"Twenty years for inventions, ten for utility models, fifteen for designs (ten if filed before 2021-06-01), from the filing day (Patent Law, art. 42); early ends, invalidity and compensation are not considered.")}
	first, last := 9999, 0
	for i, l := range lasting {
		f, t := span(counts[i])
		if f > 0 {
			first, last = min(first, f+l.of(f)), max(last, t+l.of(t))
		}
		granted.series = append(granted.series, svg.Series{Name: x.c.Say(kind.names(l.kind)), Values: years(counts[i], from, to)})
	}
	this := x.c.Now().Year()
	first = max(first, this)
	ends.labels = yearLabels(first, min(last, first+maxYears-1))
	for i, l := range lasting {
		row := make([]float64, len(ends.labels))
		for _, v := range counts[i].Values {
			y, _ := strconv.Atoi(v.Value) //nolint:errcheck // the engine writes years
			if at := y + l.of(y) - first; at >= 0 && at < len(row) {
				row[at] += float64(v.Count)
			}
		}
		ends.series = append(ends.series, svg.Series{Name: granted.series[i].Name, Values: row})
	}
	open := func(kindOf, year string) string {
		return x.to(picked{kind, kindOf}, picked{grant, "1"}, picked{filed, year})
	}
	granted.open = func(s, l int) string { return open(lasting[s].kind, granted.labels[l]) }
	ends.open = func(s, l int) string {
		y, _ := strconv.Atoi(ends.labels[l]) //nolint:errcheck // written above
		return open(lasting[s].kind, strconv.Itoa(y-lasting[s].years))
	}
	return []grid{granted, ends}, nil
}

// of is the term of a patent filed in a year.
func (t term) of(year int) int {
	if t.kind == "外观设计" && year < 2021 {
		return 10
	}
	return t.years
}

// cited shows what the documents of the result cite most, and who cites it.
func (d *Desk) cited(x *looking) ([]grid, error) {
	who := facetNamed("applicant")
	all, err := x.count(nil, search.FacetAsk{Field: "cites", Top: 20}, who.ask(10))
	if err != nil {
		return nil, err
	}
	numbers, counts := values(all.Facets[0])
	rank := grid{title: x.c.T("被本结果引用最多的文献", "What the documents cite most"), unit: x.c.T("次", "times"), labels: numbers, draw: svg.Ranking, series: []svg.Series{{Name: x.c.T("引用它的文献数", "Documents that cite it"), Values: counts}},
		open: func(_, l int) string { return documents + "/" + numbers[l] }}
	names, _ := values(all.Facets[1])
	top := numbers[:min(10, len(numbers))]
	net := grid{title: x.c.T("谁引用谁", "Who cites what"), unit: x.c.T("件", "documents"), labels: top, draw: svg.Heat,
		note: x.c.T("行是申请人，列是被引用的文献，数字是该申请人引用它的文献数。", "Rows are applicants, columns the cited documents, numbers how many of their documents cite it.")}
	for _, n := range names {
		part, err := x.count(search.Key{Field: who.field, Values: []string{n}}, search.FacetAsk{Field: "cites", Top: 5000})
		if err != nil {
			return nil, err
		}
		by := map[string]float64{}
		for _, v := range part.Facets[0].Values {
			by[v.Value] = float64(v.Count)
		}
		row := make([]float64, len(top))
		for i, number := range top {
			row[i] = by[number]
		}
		net.series = append(net.series, svg.Series{Name: n, Values: row})
	}
	net.open = func(s, l int) string { return x.to(picked{who, names[s]}, picked{facetNamed("cites"), top[l]}) }
	return []grid{rank, net}, nil
}

// places shows where the applicants are: countries, and the provinces of China as tiles.
func (d *Desk) places(x *looking) ([]grid, error) {
	country, province := facetNamed("country"), facetNamed("province")
	all, err := x.count(nil, country.ask(20), province.ask(40))
	if err != nil {
		return nil, err
	}
	tiles := x.ranked(province, web.Text{"各省（区、市）申请人的文献", "Documents by province of the applicant"}, all.Facets[1])
	named, _ := values(all.Facets[1])
	for i, name := range named {
		named[i] = tileOf(name)
	}
	tiles.draw = func(f svg.Frame, data svg.Data) template.HTML {
		return svg.Tiles(f, svg.Data{Labels: named, Series: data.Series}, svg.Provinces())
	}
	tiles.note = x.c.T("按申请人地址所在的省级行政区统计；地址不明的不计。方格图不是地图。", "By the province in the applicant's address; unknown addresses are left out. The tiles are no map.")
	return []grid{x.ranked(country, web.Text{"申请人国别", "Countries of the applicants"}, all.Facets[0]), tiles}, nil
}

// tileOf is the name of the tile of a province, of which the holding has the name in full.
func tileOf(province string) string {
	for _, t := range svg.Provinces() {
		if strings.HasPrefix(province, t.Name) {
			return t.Name
		}
	}
	return province
}

// firm shows one applicant against all.
func (d *Desk) firm(x *looking) ([]grid, error) {
	who, year, class := facetNamed("applicant"), facetNamed("year"), facetNamed("ipc")
	if x.firm == "" {
		all, err := x.count(nil, who.ask(1))
		if err != nil || len(all.Facets[0].Values) == 0 {
			return nil, err
		}
		x.firm = all.Facets[0].Values[0].Value
	}
	own := search.Key{Field: who.field, Values: []string{x.firm}}
	all, err := x.count(nil, year.ask(400), class.ask(10))
	if err != nil {
		return nil, err
	}
	mine, err := x.count(own, year.ask(400), class.ask(5000))
	if err != nil {
		return nil, err
	}
	from, to := span(all.Facets[0])
	share := func(part, whole []float64) []float64 {
		out := make([]float64, len(whole))
		for i := range whole {
			if whole[i] > 0 {
				out[i] = part[i] * 100 / whole[i]
			}
		}
		return out
	}
	overYears := grid{title: x.firm + x.c.T("：历年占全部的份额", ": share of all by year"), unit: "%", labels: yearLabels(from, to), draw: svg.Bar,
		series: []svg.Series{{Name: x.c.T("份额", "Share"), Values: share(years(mine.Facets[0], from, to), years(all.Facets[0], from, to))}},
		open:   func(_, l int) string { return x.to(picked{who, x.firm}, picked{year, strconv.Itoa(from + l)}) }}
	codes, counts := values(all.Facets[1])
	by := map[string]float64{}
	for _, v := range mine.Facets[1].Values {
		by[v.Value] = float64(v.Count)
	}
	part := make([]float64, len(codes))
	for i, code := range codes {
		part[i] = by[code]
	}
	byClass := grid{title: x.firm + x.c.T("：各小类占全部的份额", ": share of all by subclass"), unit: "%", labels: codes, draw: svg.Bar, series: []svg.Series{{Name: x.c.T("份额", "Share"), Values: share(part, counts)}},
		open: func(_, l int) string { return x.to(picked{who, x.firm}, picked{class, codes[l]}) }}
	return []grid{overYears, byClass}, nil
}
