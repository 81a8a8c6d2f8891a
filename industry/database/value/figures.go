package value

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"zhibao/casework/worklist"
	"zhibao/industry/database/searching"
	"zhibao/internal/office/sheet"
	"zhibao/internal/sorting"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// years is how many ends of years are counted.
const years = 10

// ranked is how many holders and districts a ranking shows.
const ranked = 20

// A Count is the register on one day.
type Count struct {
	Day        calendar.Day   `json:"day"`
	Valid      int            `json:"valid" doc:"有效发明专利"`
	High       int            `json:"high" doc:"高价值发明专利"`
	Open       int            `json:"not_judged" doc:"未判，不计入高价值"`
	By         map[string]int `json:"by_criterion" doc:"各项标准符合的件数，一件可以符合几项"`
	Population int            `json:"population,omitempty" doc:"该日适用的常住人口"`
	Per        float64        `json:"per_10000,omitempty" doc:"每万人口高价值发明专利拥有量；来源写明专利权人在国外的不计"`
	holders    map[string]int
	places     map[string]int
}

// count counts what was judged.
func count(r rules, js []Judged) Count {
	// Holders and districts are only ranked for the last day, which costs nothing to count for all.
	n := Count{Day: r.day, By: map[string]int{}, Population: r.population, holders: map[string]int{}, places: map[string]int{}}
	residents := 0
	for i := range js {
		j := &js[i]
		if j.Valid == Yes {
			n.Valid++
		}
		// What is open is shown beside the number, so that nobody takes it for a no.
		if j.High == Unknown {
			n.Open++
		}
		if j.High != Yes {
			continue
		}
		n.High++
		n.holders[j.holder()]++
		n.places[j.Place]++
		// The number per head is of residents; a source that says no country is taken for one.
		if j.Country == "" || j.Country == "CN" {
			residents++
		}
		for _, v := range j.Verdicts {
			if v.Answer == Yes {
				n.By[v.Criterion]++
			}
		}
	}
	if r.population > 0 {
		n.Per = float64(residents) * 10_000 / float64(r.population)
	}
	return n
}

// counts counts the ends of the last years and the day that is asked for, which is the last one.
func (d *Desk) counts(c *web.Ctx, day calendar.Day) (ns []Count, l *loaded, last rules, err error) {
	day = cmp.Or(day, d.office.Today())
	var days []calendar.Day
	// The last item is the day itself, so the present year has no end of its own.
	for y := day.Year() - years; y < day.Year(); y++ {
		days = append(days, calendar.Date(y, time.December, 31))
	}
	for _, on := range append(days, day) {
		var js []Judged
		if l, last, js, err = d.judged(c, on); err != nil {
			return nil, nil, last, err
		}
		ns = append(ns, count(last, js))
	}
	return ns, l, last, nil
}

// pictures are the analyses of the counts.
func pictures(c *web.Ctx, ns []Count) (out []searching.Picture) {
	var labels []string
	for _, n := range ns {
		// A whole date has no room below a bar: the end of a year is the year, the last day its month and day.
		label := n.Day.String()[5:]
		if label == "12-31" {
			label = strconv.Itoa(n.Day.Year())
		}
		labels = append(labels, label)
	}
	row := func(name string, of func(Count) float64) svg.Series {
		s := svg.Series{Name: name}
		for _, n := range ns {
			s.Values = append(s.Values, of(n))
		}
		return s
	}
	unit, last, highs := c.T("件", "patents"), ns[len(ns)-1], []string{"yes", "valid"}
	all := searching.Picture{Title: c.T("高价值与有效发明专利", "Patents of high value and in force"), Unit: unit, Kind: svg.Bar, Open: func(s, i int) string { return to(ns[i].Day, "high", highs[s]) }}
	all.Data = svg.Data{Labels: labels, Series: []svg.Series{row(c.T("高价值", "High value"), func(n Count) float64 { return float64(n.High) }), row(c.T("有效发明专利", "In force"), func(n Count) float64 { return float64(n.Valid) })}}
	// Lines and not a stack: a patent that meets two criteria would be piled up twice.
	by := searching.Picture{Title: c.T("各项标准（一件可以符合几项）", "By criterion; one patent may meet several"), Unit: unit, Data: svg.Data{Labels: labels}, Kind: svg.Line, Open: func(s, i int) string { return to(ns[i].Day, "high", "yes", "criterion", criteria()[s].code) }}
	for _, k := range criteria() {
		by.Data.Series = append(by.Data.Series, row(c.Say(k.short), func(n Count) float64 { return float64(n.By[k.code]) }))
	}
	out = append(out, all, by, rank(c.T("专利权人", "Holders"), unit, last.Day, "holder", last.holders), rank(c.T("地区（按专利权人地址，不明的不列）", "Districts, by the address of the holder where it is known"), unit, last.Day, "place", last.places))
	if !slices.ContainsFunc(ns, func(n Count) bool { return n.Population > 0 }) {
		return out
	}
	head := searching.Picture{Title: c.T("每万人口高价值发明专利拥有量", "Patents of high value per 10,000 people"), Unit: unit, Kind: svg.Line, Open: func(_, i int) string { return to(ns[i].Day, "high", "yes") }}
	head.Data = svg.Data{Labels: labels, Series: []svg.Series{row(c.T("每万人口", "Per 10,000"), func(n Count) float64 {
		if n.Population == 0 {
			return math.NaN()
		}
		return math.Round(n.Per*100) / 100
	})}}
	return append(out, head)
}

// rank is the first of what was counted by name.
func rank(title, unit string, day calendar.Day, field string, of map[string]int) searching.Picture {
	var names []string
	for name := range of {
		if name != "" {
			names = append(names, name)
		}
	}
	sorting.By(names, func(a, b string) int { return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a, b)) })
	// Behind the first twenty the bars cannot be told apart.
	names = names[:min(ranked, len(names))]
	s := svg.Series{Name: unit}
	for _, name := range names {
		s.Values = append(s.Values, float64(of[name]))
	}
	return searching.Picture{Title: title, Unit: unit, Data: svg.Data{Labels: names, Series: []svg.Series{s}}, Kind: svg.Ranking, Open: func(_, i int) string { return to(day, "high", "yes", field, names[i]) }}
}

// counting asks for a day.
type counting struct {
	On calendar.Day `json:"on" label:"统计日" en:"Counting day" widget:"date" help:"历年各计至年末，最后一项计至这一天；不填为今天" helpen:"The years are counted at their ends, the last item on this day; today where empty"`
}

// figuresPage shows the yearly count.
func (d *Desk) figuresPage(c *web.Ctx) error {
	day, err := dayOf(c)
	if err != nil {
		return err
	}
	ns, l, r, err := d.counts(c, day)
	if err != nil {
		return err
	}
	// What is not judged stands above the numbers, not below.
	blocks, err := d.notices(c, l, r)
	if err != nil {
		return err
	}
	f := form.New(c, form.Describe(counting{}, nil)).Fill(counting{r.day})
	f.Filter, f.Action, f.Submit = true, home+"/figures", c.T("统计", "Count")
	blocks = append(blocks, f)
	for i, p := range pictures(c, ns) {
		blocks = append(blocks, p.Draw(c, "v"+strconv.Itoa(i)))
	}
	// Who misses the number per head is told who can give it.
	if r.population == 0 {
		blocks = append(blocks, web.Notice{Tone: web.Grey, Text: c.T("没有填写统计日适用的常住人口，不计算每万人口拥有量；由管理员在中心配置中填写。", "No population is in force on the day, so nothing is computed per 10,000 people; an administrator enters it in the configuration.")})
	}
	blocks = append(blocks, web.Notice{Tone: web.Grey, Text: c.T("各年按当年年末的规定、对照表和事件计算：此后才发生的终止、无效、授权和获奖不计入；此后补充的数据计入。每万人口拥有量不计来源写明在国外的专利权人。", "Each year is counted with the rules, the table and the events of its last day: what happened later does not count, what was learned later does. Holders abroad do not count per 10,000 people.")})
	c.Page = web.Page{Title: c.T("高价值发明专利统计", "Count of patents of high value"), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("高价值发明专利", "Patents of high value")}, {Label: c.T("年度统计", "Yearly count")}},
		Actions: []web.Link{{Href: home + "/figures/csv?on=" + r.day.String(), Label: c.T("导出数据 CSV", "Data as CSV")}}}
	return c.Render("page-blocks", blocks)
}

// figuresCSV sends the numbers of the count.
func (d *Desk) figuresCSV(c *web.Ctx) error {
	day, err := dayOf(c)
	if err != nil {
		return err
	}
	ns, l, r, err := d.counts(c, day)
	if err != nil {
		return err
	}
	version, _, err := d.version(c, l)
	if err != nil {
		return err
	}
	e := sheet.Export{Name: c.T("高价值发明专利统计", "count of patents of high value"), Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN,
		Notes: []string{c.T("统计日：", "Counted on ") + r.day.String(), version, c.T("依据：", "Basis: ") + based(c)}}
	for _, t := range []web.Text{{"图", "Chart"}, {"项目", "Item"}, {"系列", "Series"}, {"数值", "Value"}} {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(t)})
	}
	var lines [][]any
	for _, p := range pictures(c, ns) {
		for i, label := range p.Data.Labels {
			for s := range p.Data.Series {
				// A day without a population has no number, which is not nought.
				var value any
				if v := p.Data.At(s, i); !math.IsNaN(v) {
					value = v
				}
				lines = append(lines, []any{p.Title, label, p.Data.Series[s].Name, value})
			}
		}
	}
	e.Rows = sheet.Slice(lines)
	return send(c, e, "csv")
}
