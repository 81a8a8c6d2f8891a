package value

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

const (
	home       = "/value"
	place      = home + "/{number}"
	industries = "/emerging"
)

// quick is how many batches a page waits for.
const quick = 4

// filter is how the register can be narrowed.
type filter struct {
	High      string       `json:"high" label:"结论" en:"Verdict" widget:"select" options:"yes=高价值=High value,unknown=未判=Not judged,no=不属于=Not of high value,valid=全部有效发明专利=All in force"`
	Criterion string       `json:"criterion" label:"符合的标准" en:"Criterion that holds" widget:"select" options:"emerging=战略性新兴产业=Emerging industry,abroad=海外同族=Family abroad,kept=维持超过10年=Over 10 years,pledged=质押融资=Pledge,awarded=获奖=Award"`
	Branch    string       `json:"branch" label:"产业分支" en:"Branch" widget:"select" options:"*"`
	Holder    string       `json:"holder" label:"专利权人" en:"Holder" max:"120" help:"全称或名称的一部分；有全称相同的，只列全称相同的" helpen:"The whole name or a part; where one has exactly the name, only those"`
	Place     string       `json:"place" label:"地区" en:"District" max:"60" help:"按专利权人地址；写法同上" helpen:"By the address of the holder, written like the above"`
	On        calendar.Day `json:"on" label:"统计日" en:"Counting day" widget:"date" help:"不填为今天" helpen:"Today where empty"`
}

// judged judges every patent of a center on a day.
func (d *Desk) judged(c *web.Ctx, day calendar.Day) (l *loaded, r rules, js []Judged, err error) {
	center := worklist.Actor(c).Center
	if _, err = d.Feed(c.Context(), center, quick); err != nil {
		return nil, r, nil, err
	}
	if l, err = d.load(c.Context(), center); err != nil {
		return nil, r, nil, err
	}
	if day.IsZero() {
		day = d.office.Today()
	}
	if err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		r, err = d.rulesOf(c.Context(), tx, center, day)
		return err
	}); err != nil {
		return nil, r, nil, err
	}
	// Judging all takes less than reading them, so nothing of it is kept.
	js = make([]Judged, 0, len(l.patents))
	for _, p := range l.patents {
		js = append(js, r.judge(p))
	}
	return l, r, js, nil
}

// has reports whether a criterion holds for a patent of high value.
func (j *Judged) has(code string) bool {
	return j.High == Yes && slices.ContainsFunc(j.Verdicts, func(v Verdict) bool { return v.Criterion == code && v.Answer == Yes })
}

// passes is what a text lets through: those that are exactly it where there are any, else those that have it.
func passes(want string, js []Judged, of func(*Judged) string) func(*Judged) bool {
	if want = strings.TrimSpace(want); want == "" {
		return func(*Judged) bool { return true }
	}
	if slices.ContainsFunc(js, func(j Judged) bool { return of(&j) == want }) {
		return func(j *Judged) bool { return of(j) == want }
	}
	return func(j *Judged) bool { return strings.Contains(of(j), want) }
}

// holder is who held the patent on the day.
func (j *Judged) holder() string { return j.HolderOn(j.Day) }

// sift keeps what fits a filter.
func (d *Desk) sift(c *web.Ctx, f filter, js []Judged) ([]Judged, error) {
	in := func(*Judged) bool { return true }
	if f.Branch != "" {
		id, err := strconv.ParseInt(f.Branch, 10, 64)
		if err != nil {
			return nil, fault.New(fault.Invalid, "value.branch", "没有这个产业分支，请从列表中选择").At("branch")
		}
		// A branch finds publications; the grant of an application belongs to it if any of them does.
		numbers, err := d.InBranch(c.Context(), worklist.Actor(c).Center, id)
		if err != nil {
			return nil, err
		}
		roots := map[string]bool{}
		for _, n := range numbers {
			roots[literature.Root(n)] = true
		}
		in = func(j *Judged) bool { return roots[j.Root] }
	}
	holder, at := passes(f.Holder, js, (*Judged).holder), passes(f.Place, js, func(j *Judged) string { return j.Place })
	var out []Judged
	for _, j := range js {
		if (f.High == "" || f.High == j.High.Code() || f.High == "valid" && j.Valid == Yes) && (f.Criterion == "" || j.has(f.Criterion)) && holder(&j) && at(&j) && in(&j) {
			out = append(out, j)
		}
	}
	return out, nil
}

// list describes the register as a list.
func (d *Desk) list() *list.List[filter, *Judged] {
	col := func(key, zh, en string, cell func(*web.Ctx, *Judged) web.Cell) list.Column[*Judged] {
		return list.Column[*Judged]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	number := col("number", "授权公告号", "Number", func(_ *web.Ctx, j *Judged) web.Cell {
		return web.Cell{Text: j.Number, Href: j.address(""), Sub: []string{j.Title}}
	})
	number.Fixed, number.Brief, number.Sort = true, true, true
	high := col("high", "结论", "Verdict", func(c *web.Ctx, j *Judged) web.Cell { return web.Cell{Tag: highTag(c, j.High)} })
	high.Filter, high.Brief, high.Tight = "high", true, true
	holder := col("holder", "专利权人", "Holder", func(_ *web.Ctx, j *Judged) web.Cell { return web.Cell{Text: j.holder()} })
	holder.Sort = true
	day := func(key, zh, en string, of func(*Judged) calendar.Day) list.Column[*Judged] {
		x := col(key, zh, en, func(_ *web.Ctx, j *Judged) web.Cell { return web.Cell{Text: of(j).String()} })
		x.Sort, x.Tight = true, true
		return x
	}
	columns := []list.Column[*Judged]{number, high, holder, day("filed", "申请日", "Filed", func(j *Judged) calendar.Day { return j.Filed }),
		day("granted", "授权公告日", "Granted", func(j *Judged) calendar.Day { return j.Published })}
	for i, k := range criteria() {
		x := list.Column[*Judged]{Key: k.code, Title: k.short, Tight: true, Cell: func(c *web.Ctx, j *Judged) web.Cell {
			// Of a patent that is not in force no criterion counts.
			if j.Valid != Yes {
				return web.Cell{Text: "—"}
			}
			return web.Cell{Tag: answerTag(c, j.Verdicts[i].Answer)}
		}}
		columns = append(columns, x)
	}
	at := col("place", "地区", "District", func(_ *web.Ctx, j *Judged) web.Cell { return web.Cell{Text: j.Place} })
	at.Off = true
	return list.New(list.Spec[filter, *Judged]{Name: "value.patents", Path: home, Act: ActSee, Title: web.Text{"高价值发明专利", "Patents of high value"}, Unit: web.Text{"件", "patents"}, Sort: "number",
		Columns: append(columns, at), Load: d.rows, Export: d.export, Kinds: []string{"xlsx", "csv"}, Above: d.above, Options: d.options,
		Actions: func(c *web.Ctx) []web.Link {
			out := []web.Link{{Href: home + "/figures", Label: c.T("年度统计", "Yearly count")}, {Href: industries, Label: c.T("战略性新兴产业对照表", "Table of emerging industries")}}
			if d.may(c) {
				out = append(out, web.Link{Href: "/bring-in/value", Label: c.T("导入质押与获奖", "Import pledges and awards")})
			}
			return out
		},
		Empty: web.Text{"没有符合条件的发明专利。文献库收录授权公告后自动判断。", "No patent fits. Grants are judged as soon as they are held."}})
}

// may reports whether the person may enter anything.
func (d *Desk) may(c *web.Ctx) bool {
	return d.office.Policy.Ever(worklist.Actor(c).Subject, ActEnter)
}

// address is the page of a patent.
func (j *Judged) address(part string) string {
	out := home + "/" + j.Number + part
	if part == "" {
		out += "?on=" + j.Day.String()
	}
	return out
}

// options fills the branches.
func (d *Desk) options(c *web.Ctx, f *form.Form) error {
	branches, err := d.Branches(c.Context(), worklist.Actor(c).Center)
	f.Options("branch", branches)
	return err
}

// rows reads a page of the list.
func (d *Desk) rows(c *web.Ctx, q list.Query[filter]) (out list.Rows[*Judged], err error) {
	js, err := d.fitting(c, q)
	// Beyond that the list says more than, as all lists do.
	out.Total = min(len(js), list.CountMax+1)
	if q.Limit > 0 {
		js = js[min(q.Offset, len(js)):]
		for i := range js[:min(q.Limit, len(js))] {
			out.Rows = append(out.Rows, &js[i])
		}
	}
	return out, err
}

// fitting are the patents that fit a query, in its order.
func (d *Desk) fitting(c *web.Ctx, q list.Query[filter]) ([]Judged, error) {
	_, _, js, err := d.judged(c, q.Filter.On)
	if err != nil {
		return nil, err
	}
	if js, err = d.sift(c, q.Filter, js); err != nil {
		return nil, err
	}
	by := map[string]func(a, b Judged) int{"filed": func(a, b Judged) int { return cmp.Compare(a.Filed, b.Filed) }, "granted": func(a, b Judged) int { return cmp.Compare(a.Published, b.Published) },
		"holder": func(a, b Judged) int { return cmp.Compare(a.holder(), b.holder()) }}[q.Sort]
	if by != nil {
		sorting.Stable(js, by)
	}
	if q.Desc {
		slices.Reverse(js)
	}
	return js, nil
}

// above says what is counted, on which data, and what is not judged for want of a decision.
func (d *Desk) above(c *web.Ctx) ([]web.Block, error) {
	day, err := dayOf(c)
	if err != nil {
		return nil, nil //nolint:nilerr // the filter says what is wrong with the day
	}
	l, r, _, err := d.judged(c, day)
	if err != nil {
		return nil, err
	}
	return d.notices(c, l, r)
}

// dayOf is the counting day of the address; no day where there is none.
func dayOf(c *web.Ctx) (calendar.Day, error) {
	s := c.Query("on")
	if s == "" {
		return 0, nil
	}
	day, err := calendar.ParseDay(s)
	if err != nil {
		return 0, fault.New(fault.Invalid, "value.on", "统计日“%s”不对，请写作 2026-11-22", s).At("on")
	}
	return day, nil
}

// notices say on what a count rests.
func (d *Desk) notices(c *web.Ctx, l *loaded, r rules) ([]web.Block, error) {
	version, left, err := d.version(c, l)
	if err != nil {
		return nil, err
	}
	n := web.Notice{Tone: web.Blue, Title: fmt.Sprintf(c.T("统计日 %s", "Counted on %s"), r.day), Text: c.T("有效发明专利符合五项标准之一即为高价值（", "An invention patent in force that meets one of five criteria (") + based(c) + c.T("）。", "). ") + version}
	if left > 0 {
		n.Tone, n.Text = web.Amber, n.Text+fmt.Sprintf(c.T("还有 %d 项变动没有计入，稍后重新打开。", "%d changes are not counted yet; open the page again later."), left)
	}
	out := []web.Block{n}
	// Each of these can be mended, by somebody who is named or linked.
	var open []string
	links := []web.Link{}
	if r.on[Emerging] && r.classes.none() {
		open = append(open, c.T("统计日没有适用的战略性新兴产业对照表", "No table of emerging industries is in force on the day"))
		links = append(links, web.Link{Href: industries, Label: c.T("战略性新兴产业对照表", "Table of emerging industries")})
	}
	if r.on[Pledged] && r.pledge == 0 {
		open = append(open, c.T("没有确定较高质押融资金额", "the high amount of a pledge is not fixed"))
	}
	if len(open) > 0 {
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("有标准未判", "Criteria that are not judged"), Text: strings.Join(open, c.T("；", "; ")) + c.T("。这些标准显示为“未判”，不计入件数。", ". They show as not judged and count for nothing."), Links: links})
	}
	return out, nil
}

// version says of which state of the data a count is.
func (d *Desk) version(c *web.Ctx, l *loaded) (string, int64, error) {
	state, err := d.Holding.State(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return "", 0, err
	}
	left := max(state.Change-l.change, 0)
	return fmt.Sprintf(c.T("文献库版本：第 %d 次变动（%s）。", "State of the collection: change %d (%s). "), l.change, web.When(state.At)), left, nil
}

// export sends what fits, with day, state of the data and the reasons.
func (d *Desk) export(c *web.Ctx, q list.Query[filter], columns []list.Column[*Judged], kind string) error {
	js, err := d.fitting(c, q)
	if err != nil {
		return err
	}
	l, err := d.load(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return err
	}
	version, _, err := d.version(c, l)
	if err != nil {
		return err
	}
	// The file says the day even where nobody chose one.
	day := cmp.Or(q.Filter.On, d.office.Today())
	e := sheet.Export{Name: c.T("高价值发明专利", "patents of high value"), Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN,
		Notes: []string{c.T("统计日：", "Counted on ") + day.String(), version, c.T("依据：", "Basis: ") + based(c)}}
	for _, col := range columns {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(col.Title)})
	}
	// The columns of the page first, as the person chose them; then what every reader of the file needs.
	e.Columns = append(e.Columns, sheet.Column{Title: c.T("名称", "Title")}, sheet.Column{Title: c.T("有效性", "In force")})
	for _, k := range criteria() {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(k.short) + c.T("：依据", ": evidence")})
	}
	var lines [][]any
	for i := range js {
		var row []any
		for _, col := range columns {
			cell := col.Cell(c, &js[i])
			row = append(row, cell.Text+cell.Tag.Text)
		}
		row = append(row, js[i].Title, js[i].stands(c))
		for _, v := range js[i].Verdicts {
			row = append(row, js[i].reason(c, v))
		}
		lines = append(lines, row)
	}
	e.Rows = sheet.Slice(lines)
	return send(c, e, kind)
}

// send answers with a table as a file.
func send(c *web.Ctx, e sheet.Export, kind string) error {
	var buf bytes.Buffer
	if kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(e.Name+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(e.Name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}

// to is the list of the patents behind a number.
func to(day calendar.Day, pairs ...string) string {
	v := url.Values{"on": {day.String()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return home + "?" + v.Encode()
}
