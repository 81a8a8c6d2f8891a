package measure

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/matter"
)

// Act is to see the figures by type, handler and outcome.
const Act = "infringement.figures"

// Grants returns who sees them: who is answerable for the officers.
func Grants() []access.Grant {
	return []access.Grant{{Act: Act, Role: string(casework.Head), Rel: access.Center}, {Act: Act, Role: string(casework.Director), Rel: access.Center}}
}

// Page shows the cases of a period divided in several ways.
type Page struct {
	*Desk
	Names func(c *web.Ctx, tx *store.Tx, ids []int64) (map[int64]string, error)
}

// Routes are the pages.
func (p *Page) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/infringement/figures", Act: Act, Handler: p.tables}, {Method: "GET", Pattern: "/infringement/figures/cases", Act: Act, Handler: p.list}}
}

// A way divides the cases.
type way struct {
	code, zh, en string             // as the address and the titles have it
	key          func(Ended) string // of the part to which a case belongs
}

// ways are those in which the tables divide the cases.
func ways() []way {
	return []way{{"kind", "专利类型", "Type", func(x Ended) string { return x.Kind }}, {"handler", "承办人", "Handler", func(x Ended) string { return strconv.FormatInt(x.Handler, 10) }},
		{"outcome", "结案方式", "Outcome", func(x Ended) string { return x.Outcome }}, {"track", "程序", "Procedure", func(x Ended) string { return map[bool]string{true: "simple", false: "ordinary"}[x.Simple] }}}
}

// view is the cases of the period in the address, the last twelve months where it names none.
type view struct {
	period casework.Period
	all    []Ended
	names  map[int64]string         // of the handlers
	cases  map[int64]*casework.Case // for their numbers
}

// read reads the cases of the period, with the names that the tables show.
func (p *Page) read(c *web.Ctx) (v view, err error) {
	today := p.Office().Today()
	v.period = casework.Period{From: today - 365, To: today}
	// What is no day is left aside: the address is typed by nobody but those who change it by hand.
	if d, err := calendar.ParseDay(c.Query("from")); err == nil {
		v.period.From = d
	}
	if d, err := calendar.ParseDay(c.Query("to")); err == nil {
		v.period.To = d
	}
	err = p.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		if v.all, err = p.In(c.Context(), tx, worklist.Actor(c).Center, v.period); err != nil {
			return err
		}
		var handlers, cases []int64
		for _, x := range v.all {
			handlers, cases = append(handlers, x.Handler), append(cases, x.Case)
		}
		if v.names, err = p.Names(c, tx, handlers); err != nil {
			return err
		}
		v.cases, err = casework.Plain(c.Context(), tx, worklist.Actor(c).Center, cases)
		return err
	})
	return v, err
}

// word names a part of a division.
func (v *view) word(c *web.Ctx, w way, key string) string {
	switch w.code {
	case "kind":
		return worklist.Kind(c, key)
	case "handler":
		id, _ := strconv.ParseInt(key, 10, 64)
		return cmp.Or(v.names[id], "—")
	case "outcome":
		o := matter.OutcomeTitle(key)
		return c.T(o[0], o[1])
	}
	return map[string]string{"simple": c.T("简易程序", "Simplified"), "ordinary": c.T("普通程序", "Ordinary")}[key]
}

// parts divides the cases, in the order of the keys.
func parts(all []Ended, w way) (keys []string, by map[string][]Ended) {
	by = map[string][]Ended{}
	for _, x := range all {
		if len(by[w.key(x)]) == 0 {
			keys = append(keys, w.key(x))
		}
		by[w.key(x)] = append(by[w.key(x)], x)
	}
	slices.Sort(keys)
	return keys, by
}

// address of the cases behind a number.
func (v *view) address(w way, key, kept string) string {
	q := url.Values{"by": {w.code}, "is": {key}, "from": {v.period.From.String()}, "to": {v.period.To.String()}}
	if kept != "" {
		q.Set("kept", kept)
	}
	return "/infringement/figures/cases?" + q.Encode()
}

// rate writes a share of cases.
func rate(all []Ended, fits func(Ended) bool) string {
	if len(all) == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(len(ids(all, fits)))/float64(len(all)))
}

// onTarget and onStatutory say by which clock a case was in time.
func onTarget(x Ended) bool    { return x.Target }
func onStatutory(x Ended) bool { return x.Statutory }

// mean is the mean duration.
func mean(all []Ended) string {
	sum := 0
	for _, x := range all {
		sum += x.Days
	}
	return fmt.Sprintf("%.1f", float64(sum)/float64(max(len(all), 1)))
}

// tables shows the divisions, each number with its cases behind it.
func (p *Page) tables(c *web.Ctx) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	var out []web.Block
	for _, w := range ways() {
		t := web.Table{Title: c.T("按"+w.zh, "By "+strings.ToLower(w.en)), Head: []string{c.T(w.zh, w.en), c.T("结案", "Ended"), c.T("目标内", "On target"), c.T("法定期限内", "Within the rule text"), c.T("平均日数", "Mean days"), c.T("中位数", "Median"), c.T("第90百分位", "90th percentile")},
			Numbers: []int{1, 2, 3, 4, 5, 6}, Empty: c.T("该期间没有结案的侵权案件。", "No infringement case ended in the period.")}
		keys, by := parts(v.all, w)
		for _, key := range keys {
			some := by[key]
			t.Rows = append(t.Rows, []web.Cell{{Text: v.word(c, w, key)}, {Text: strconv.Itoa(len(some)), Href: v.address(w, key, "")}, {Text: rate(some, onTarget), Href: v.address(w, key, "target")}, {Text: rate(some, onStatutory), Href: v.address(w, key, "statutory")},
				{Text: mean(some)}, {Text: strconv.Itoa(Quantile(some, 0.5))}, {Text: strconv.Itoa(Quantile(some, 0.9))}})
		}
		out = append(out, t)
	}
	c.Page = web.Page{Title: c.T("侵权案件统计", "Infringement figures"), Sub: v.period.From.String() + " – " + v.period.To.String(), At: "/infringement/figures"}
	return c.Render("page-blocks", out)
}

// chosen are the cases that the address names.
func (p *Page) chosen(c *web.Ctx) (view, []Ended, error) {
	v, err := p.read(c)
	var out []Ended
	for _, w := range ways() {
		for _, x := range v.all {
			if w.code != c.Query("by") || w.key(x) != c.Query("is") || c.Query("kept") == "target" && !x.Target || c.Query("kept") == "statutory" && !x.Statutory {
				continue
			}
			out = append(out, x)
		}
	}
	return v, out, err
}

// list shows the cases behind a number.
func (p *Page) list(c *web.Ctx) error {
	v, some, err := p.chosen(c)
	if err != nil {
		return err
	}
	t := web.Table{Head: []string{c.T("案号", "Number"), c.T("类型", "Type"), c.T("承办人", "Handler"), c.T("结案方式", "Outcome"), c.T("立案", "Accepted"), c.T("结案", "Ended"), c.T("日数", "Days"), c.T("目标", "Target"), c.T("法定期限", "Rule text")}, Numbers: []int{6}, Empty: c.T("没有这样的案件。", "None.")}
	kept := func(b bool) web.Cell {
		if b {
			return web.Cell{Tag: web.Tag{Tone: web.Green, Text: c.T("按期", "in time")}}
		}
		return web.Cell{Tag: web.Tag{Tone: web.Red, Text: c.T("超期", "late")}}
	}
	for _, x := range some {
		o := matter.OutcomeTitle(x.Outcome)
		t.Rows = append(t.Rows, []web.Cell{{Text: v.cases[x.Case].Number, Href: fmt.Sprintf("/case/%d", x.Case)}, {Text: worklist.Kind(c, x.Kind)}, {Text: cmp.Or(v.names[x.Handler], "—")}, {Text: c.T(o[0], o[1])},
			{Text: x.Accepted.String()}, {Text: x.Day.String()}, {Text: strconv.Itoa(x.Days)}, kept(x.Target), kept(x.Statutory)})
	}
	c.Page = web.Page{Title: c.T("侵权案件统计：案件", "Infringement figures: cases"), At: "/infringement/figures", Crumbs: []web.Link{{Href: "/infringement/figures", Label: c.T("侵权案件统计", "Infringement figures")}, {Label: c.T("案件", "Cases")}}}
	return c.Render("page-blocks", []web.Block{t})
}

// InfringementPart is one part of a division for programs.
type InfringementPart struct {
	By        string `json:"by" doc:"kind、handler、outcome 或 track"`
	Is        string `json:"is"`
	Ended     int    `json:"ended"`
	Target    int    `json:"on_target"`
	Statutory int    `json:"on_statutory"`
	Median    int    `json:"median_days"`
	P90       int    `json:"p90_days"`
}

// InfringementEnded is one case that ended.
type InfringementEnded struct {
	Case      string       `json:"case"`
	Number    string       `json:"number"`
	Outcome   string       `json:"outcome"`
	Accepted  calendar.Day `json:"accepted"`
	Ended     calendar.Day `json:"ended"`
	Target    bool         `json:"on_target"`
	Statutory bool         `json:"on_statutory"`
}

// Rest is what programs can do of the pages.
func (p *Page) Rest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/infringement/figures", Act: Act, Title: web.Text{"侵权案件统计", "Infringement figures"}, Pages: []string{"GET /infringement/figures"}, Answer: []InfringementPart{}, Handle: func(c *rest.Call) (any, error) {
			v, err := p.read(c.Ctx)
			var out []InfringementPart
			for _, w := range ways() {
				keys, by := parts(v.all, w)
				for _, key := range keys {
					some := by[key]
					out = append(out, InfringementPart{w.code, key, len(some), len(ids(some, onTarget)), len(ids(some, onStatutory)), Quantile(some, 0.5), Quantile(some, 0.9)})
				}
			}
			return rest.List(out), err
		}},
		{Method: "GET", Path: "/infringement/figures/cases", Act: Act, Title: web.Text{"一项侵权统计的案件", "The cases behind an infringement figure"}, Pages: []string{"GET /infringement/figures/cases"}, Answer: []InfringementEnded{}, Handle: func(c *rest.Call) (any, error) {
			v, some, err := p.chosen(c.Ctx)
			var out []InfringementEnded
			for _, x := range some {
				out = append(out, InfringementEnded{rest.ID(x.Case), v.cases[x.Case].Number, x.Outcome, x.Accepted, x.Day, x.Target, x.Statutory})
			}
			return rest.List(out), err
		}},
	}
}
