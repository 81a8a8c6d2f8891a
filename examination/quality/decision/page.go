package decision

import (
	"bytes"
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/svg"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

// The acts of the package.
const (
	ActSee  = "quality.see"  // the page: an examiner sees only what is their own
	ActAll  = "quality.all"  // the decisions of everybody
	ActNote = "quality.note" // say what was done about a rule
)

// Grants returns who may see decisions: those who watch over quality all of them, an examiner their own.
func Grants() (gs []access.Grant) {
	add := func(act string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center})
		}
	}
	add(ActSee, casework.Examiner, casework.Reviewer, casework.Head, casework.Director)
	add(ActAll, casework.Reviewer, casework.Head, casework.Director)
	add(ActNote, casework.Head, casework.Director)
	return gs
}

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	out := slices.Concat(d.list().Routes(), d.behind().Routes())
	for _, method := range []string{"GET", "POST"} {
		out = append(out, web.Route{Method: method, Pattern: "/quality/rules/{rule}", Act: ActNote, Handler: d.rulePage})
	}
	return out
}

// yearBack is how far the page looks back unless it is told otherwise.
const yearBack = 365

// filter is what is counted, and over which days.
type filter struct {
	By   string       `json:"by" label:"按" en:"By" widget:"hidden" max:"10"`
	From calendar.Day `json:"from" label:"处理日期自" en:"Decided from" widget:"date"`
	To   calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// ways are what decisions can be counted by, in the order of the tabs. An examiner sees the rules alone.
func ways() []struct{ code, zh, en string } {
	return []struct{ code, zh, en string }{{"rule", "按规则", "By rule"}, {"examiner", "按预审员", "By examiner"}, {"agency", "按代理机构", "By agency"}, {"field", "按领域", "By field"}}
}

// Check refuses a way of counting that there is not, which would otherwise count another.
func (f *filter) Check() (out form.Errors) {
	if f.By != "" && column(f.By) == "" {
		out = append(out, form.Problem{Text: web.Text{"地址中的统计方式（by）不是已有的方式，请从列表上方的标签中选择", "The way of counting (by) in the address is unknown; choose one of the tabs above the list"}})
	}
	return out
}

// span is what the person is shown: of everybody, or only what is their own.
func (d *Desk) span(c *web.Ctx, from, to calendar.Day) span {
	a := worklist.Actor(c)
	s := span{center: a.Center, from: from, to: to}
	if s.to.IsZero() {
		s.to = d.Office().Today()
	}
	if s.from.IsZero() {
		s.from = s.to - yearBack
	}
	if !d.all(c) {
		s.examiner = a.Account
	}
	return s
}

// all reports whether the person sees the decisions of everybody.
func (d *Desk) all(c *web.Ctx) bool {
	return d.Office().Policy.Ever(worklist.Actor(c).Subject, ActAll)
}

// by is how the person counts; an examiner always by rule.
func (d *Desk) by(c *web.Ctx, by string) string {
	if by == "" || !d.all(c) {
		return "rule"
	}
	return by
}

// row is one rule, examiner, agency or field with its numbers.
type row struct {
	by, key, name string // the way of counting, what is counted by it, and in words
	Tally
	whole Tally // of the whole center; shown to an examiner only where enough others decided
	told  bool  // whole may be shown
	span  span
}

// list describes the decisions as a list.
func (d *Desk) list() *list.List[filter, row] {
	return list.New(list.Spec[filter, row]{
		Name: "quality", Path: "/quality", Act: ActSee, Title: web.Text{"缺陷处理统计", "Findings decided"}, Unit: web.Text{"行", "rows"}, Columns: d.columns(), Sort: "-dismissed",
		Load: d.load, Above: d.above, Usual: [2]string{"by", "rule"}, Kinds: []string{"xlsx", "csv"}, Actions: d.actions,
		Export: func(c *web.Ctx, q list.Query[filter], columns []list.Column[row], kind string) error {
			// All rows: there are not more than rules, people, agencies or classes.
			q.Limit, q.Offset = math.MaxInt32, 0
			got, err := d.load(c, q)
			if err != nil {
				return err
			}
			return export(c, c.T("缺陷处理统计", "findings decided"), kind, columns, got.Rows)
		},
		Empty: web.Text{"所选日期内没有处理过规则发现的缺陷；可以更换日期。", "No findings of the rules were decided in these days; change the dates."},
	})
}

// columns lists the columns; each number opens to its cases.
func (d *Desk) columns() []list.Column[row] {
	number := func(key, zh, en, decision string, n func(row) int) list.Column[row] {
		return list.Column[row]{Key: key, Title: web.Text{zh, en}, Sort: true, Number: true, Tight: true, Cell: func(c *web.Ctx, r row) web.Cell {
			cell := web.Cell{Text: strconv.Itoa(n(r))}
			if n(r) > 0 {
				cell.Href = "/quality/cases?" + url.Values{"by": {r.by}, "key": {r.key}, "decision": {decision}, "from": {r.span.from.String()}, "to": {r.span.to.String()}}.Encode()
			}
			return cell
		}}
	}
	share := func(key, zh, en string, of func(row) (Tally, bool)) list.Column[row] {
		return list.Column[row]{Key: key, Title: web.Text{zh, en}, Sort: true, Number: true, Tight: true, Cell: func(c *web.Ctx, r row) web.Cell {
			t, told := of(r)
			if !told || t.Seen() == 0 {
				return web.Cell{Text: "—"}
			}
			return web.Cell{Text: svg.Number(math.Round(10*t.Percent())/10) + "%"}
		}}
	}
	return []list.Column[row]{
		{Key: "name", Title: web.Text{"对象", "What"}, Sort: true, Fixed: true, Cell: d.nameCell},
		number("adopted", "采纳", "Adopted", "adopted", func(r row) int { return r.Adopted }),
		number("dismissed", "不采纳", "Dismissed", "dismissed", func(r row) int { return r.Dismissed }),
		number("seen", "合计", "Decided", "", func(r row) int { return r.Seen() }),
		share("share", "不采纳率", "Dismissed, share", func(r row) (Tally, bool) { return r.Tally, true }),
		share("whole", "全中心不采纳率", "Share in the center", func(r row) (Tally, bool) { return r.whole, r.told }),
	}
}

// nameCell names the row. A rule leads to what was done about it, for those who may say so.
func (d *Desk) nameCell(c *web.Ctx, r row) web.Cell {
	cell := web.Cell{Text: r.name}
	if r.by == "rule" && d.Office().Policy.Ever(worklist.Actor(c).Subject, ActNote) {
		cell.Href = "/quality/rules/" + url.PathEscape(r.key)
	}
	return cell
}

// load counts, names, sorts and pages. There are as many rows as there are rules, people, agencies or
// fields, not as many as decisions.
func (d *Desk) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[row], err error) {
	defer fault.Wrap(&err, "load decisions")
	s, by := d.span(c, q.Filter.From, q.Filter.To), d.by(c, q.Filter.By)
	var all []row
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		own, err := tallies(c.Context(), tx, by, s)
		if err != nil {
			return err
		}
		whole, err := d.whole(c, tx, own, s)
		if err != nil {
			return err
		}
		least, err := d.number(c.Context(), tx, s.center, "least")
		if err != nil {
			return err
		}
		names, err := d.names(c, tx, by, own)
		if err != nil {
			return err
		}
		for _, t := range own {
			r := row{by: by, key: t.key, name: names[t.key], Tally: t.Tally, whole: whole[t.key], span: s}
			// Of few decisions of others an examiner could tell whose they are.
			r.told = s.examiner == 0 || r.whole.Seen()-r.Seen() >= least
			all = append(all, r)
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	order(all, q.Sort, q.Desc)
	out.Total = len(all)
	from := min(q.Offset, len(all))
	out.Rows = all[from:min(from+q.Limit, len(all))]
	return out, nil
}

// whole is what a row is compared with: all rows together, or, for an examiner, what everybody decided
// about the same rule.
func (d *Desk) whole(c *web.Ctx, tx *store.Tx, own []tallied, s span) (map[string]Tally, error) {
	out := map[string]Tally{}
	if s.examiner != 0 {
		s.examiner = 0
		all, err := tallies(c.Context(), tx, "rule", s)
		for _, t := range all {
			out[t.key] = t.Tally
		}
		return out, err
	}
	var sum Tally
	for _, t := range own {
		sum.Adopted, sum.Dismissed = sum.Adopted+t.Adopted, sum.Dismissed+t.Dismissed
	}
	for _, t := range own {
		out[t.key] = sum
	}
	return out, nil
}

// names says in words what was counted.
func (d *Desk) names(c *web.Ctx, tx *store.Tx, by string, all []tallied) (map[string]string, error) {
	out := map[string]string{}
	var ids []int64
	for _, t := range all {
		out[t.key] = t.key
		// Rules and classes are no numbers of accounts or parties.
		if id, err := strconv.ParseInt(t.key, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	var known map[int64]string
	var err error
	switch by {
	case "rule":
		titles := d.Rules()
		for key := range out {
			if title, ok := titles[key]; ok {
				out[key] = key + " " + c.Say(title)
			}
		}
	case "examiner":
		known, err = d.Accounts(c.Context(), tx, worklist.Actor(c).Center, ids)
	case "agency":
		known, err = d.Parties(c.Context(), tx, worklist.Actor(c).Center, ids)
		out["0"] = c.T("申请主体自行办理", "Without an agency")
	}
	for id, name := range known {
		if name != "" && id != 0 {
			out[strconv.FormatInt(id, 10)] = name
		}
	}
	return out, err
}

// order sorts by a column that the list allows; equals by name.
func order(rows []row, by string, desc bool) {
	// As shown, so that rows which look alike stand by their names.
	share := func(t Tally) int { return int(10 * t.Percent()) }
	sorting.Stable(rows, func(a, b row) int {
		n := 0
		switch by {
		case "adopted":
			n = cmp.Compare(a.Adopted, b.Adopted)
		case "dismissed":
			n = cmp.Compare(a.Dismissed, b.Dismissed)
		case "seen":
			n = cmp.Compare(a.Seen(), b.Seen())
		case "share":
			n = cmp.Compare(share(a.Tally), share(b.Tally))
		case "whole":
			n = cmp.Compare(share(a.whole), share(b.whole))
		case "name":
			n = strings.Compare(a.name, b.name)
		}
		if desc {
			n = -n
		}
		return cmp.Or(n, strings.Compare(a.name, b.name), strings.Compare(a.key, b.key))
	})
}

// export sends rows as a spreadsheet, with the cells of the page.
func export[R any](c *web.Ctx, name, kind string, columns []list.Column[R], rows []R) error {
	cols := make([]sheet.Column, len(columns))
	for i, col := range columns {
		cols[i] = sheet.Column{Title: c.Say(col.Title)}
	}
	lines := make([][]any, len(rows))
	for i, r := range rows {
		for _, col := range columns {
			cell := col.Cell(c, r)
			lines[i] = append(lines[i], cell.Text+cell.Tag.Text)
		}
	}
	// The file names who took it out and when.
	e := sheet.Export{Columns: cols, Rows: sheet.Slice(lines), Person: worklist.Actor(c).Name, Time: c.Now()}
	var buf bytes.Buffer
	if kind == "csv" {
		if _, err := sheet.WriteCSV(&buf, e); err != nil {
			return err
		}
		return c.Download(name+".csv", "text/csv; charset=utf-8", &buf)
	}
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}

// tabs lead from one way of counting to another, over the same days.
func (d *Desk) tabs(c *web.Ctx) web.Tabs {
	out := web.Tabs{Label: c.T("统计方式", "Counted by")}
	for _, w := range ways() {
		// The days stay when the way of counting changes.
		v := url.Values{"by": {w.code}}
		for _, name := range []string{"from", "to"} {
			if x := c.Query(name); x != "" {
				v.Set(name, x)
			}
		}
		out.Items = append(out.Items, web.Tab{Href: "/quality?" + v.Encode(), Label: c.T(w.zh, w.en), Count: -1, Now: d.by(c, c.Query("by")) == w.code})
	}
	return out
}
