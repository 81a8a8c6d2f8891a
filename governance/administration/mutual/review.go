package mutual

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// reviewFilter is how the list of acts can be narrowed.
type reviewFilter struct {
	State string       `json:"state" label:"状态" en:"State" widget:"select" options:"open=待复核=Waits,late=超期未复核=Overdue,done=已复核=Signed,doubt=有疑问=With a doubt"`
	Role  string       `json:"role" label:"操作人职责" en:"Role" widget:"select" options:"sysadmin=系统管理员=System administrator,secadmin=安全管理员=Security administrator,auditor=审计员=Auditor"`
	From  calendar.Day `json:"from" label:"操作日自" en:"From" widget:"date"`
	To    calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// signForm is what somebody says about an act of another administrator.
type signForm struct {
	Result string `json:"result" label:"复核意见" en:"Outcome" widget:"radio" required:"true" options:"fine=无异议=No objection,doubt=有疑问=A doubt"`
	Note   string `json:"note" label:"说明" en:"Note" widget:"textarea" max:"500" help:"有疑问的必须写明；记入审计" helpen:"Needed for a doubt; it goes into the audit"`
}

// A reviewRow is an act in the list, in words.
type reviewRow struct {
	identity.Review
	Words
	By   string
	Late bool
}

// reviewQuery is the question for a filter of the person.
func (d *Desk) reviewQuery(c *web.Ctx, tx *store.Tx, f reviewFilter) (q identity.ReviewQuery, err error) {
	a := worklist.Actor(c)
	days, err := d.Office.Settings.Int(c.Context(), tx, setting.Query{Center: a.Center, Key: reviewDays, On: d.Office.Today()})
	q = identity.ReviewQuery{Center: a.Center, Except: ownRole(a), State: f.State, Role: f.Role, Late: c.Now().AddDate(0, 0, -days)}
	if !f.From.IsZero() {
		q.From = f.From.Begin()
	}
	// The day that is named is the last that counts.
	if !f.To.IsZero() {
		q.Before = (f.To + 1).Begin()
	}
	return q, err
}

// reviews lists the acts of the other administrators, in words, and how many there are.
func (d *Desk) reviews(c *web.Ctx, q list.Query[reviewFilter]) (out []*reviewRow, n int, err error) {
	defer fault.Wrap(&err, "list reviews")
	center := worklist.Actor(c).Center
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out = nil // a transaction may be tried again
		ask, err := d.reviewQuery(c, tx, q.Filter)
		if err != nil {
			return err
		}
		// A tab asks for the number alone.
		if n, err = d.Book.CountReviews(c.Context(), tx, ask); err != nil || q.Limit == 0 {
			return err
		}
		ask.Oldest, ask.Offset, ask.Limit = !q.Desc, q.Offset, q.Limit
		all, err := d.Book.Reviews(c.Context(), tx, ask)
		if err != nil {
			return err
		}
		var entries []identity.Entry
		var ids []int64
		for _, r := range all {
			entries, ids = append(entries, r.Entry), append(ids, r.Reviewer)
		}
		// In words, and with the names of the accounts that the entries and the signatures are about.
		words, err := d.Words(c, tx, entries)
		if err != nil {
			return err
		}
		by, err := d.Book.Names(c.Context(), tx, center, ids)
		for i, r := range all {
			out = append(out, &reviewRow{Review: r, Words: words[i], By: by[r.Reviewer], Late: r.Reviewed.IsZero() && r.At.Before(ask.Late)})
		}
		return err
	})
	return out, n, err
}

// reviewTag is the state of an act in the list.
func reviewTag(c *web.Ctx, r *reviewRow) web.Tag {
	switch {
	case r.Late:
		return web.Tag{Tone: web.Red, Text: c.T("超期未复核", "Overdue")}
	case r.Reviewed.IsZero():
		return web.Tag{Tone: web.Amber, Text: c.T("待复核", "Waits")}
	case r.Doubt:
		return web.Tag{Tone: web.Red, Text: c.T("有疑问", "Doubt")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("无异议", "No objection")}
}

// list describes the acts of the other administrators as a list.
func (d *Desk) list() *list.List[reviewFilter, *reviewRow] {
	col := func(key, zh, en string, cell func(*web.Ctx, *reviewRow) web.Cell) list.Column[*reviewRow] {
		return list.Column[*reviewRow]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	text := func(key, zh, en string, of func(*reviewRow) string) list.Column[*reviewRow] {
		return col(key, zh, en, func(_ *web.Ctx, r *reviewRow) web.Cell { return web.Cell{Text: of(r)} })
	}
	seq := text("seq", "审计序号", "Entry", func(r *reviewRow) string { return strconv.FormatInt(r.Seq, 10) })
	seq.Fixed, seq.Sort, seq.Tight, seq.Number = true, true, true, true
	when := text("at", "时间", "Time", func(r *reviewRow) string { return web.When(r.At) })
	when.Tight = true
	role := col("role", "职责", "Role", func(c *web.Ctx, r *reviewRow) web.Cell {
		i := casework.Role(r.Role).Info()
		return web.Cell{Text: c.T(i.Title, i.English)}
	})
	role.Filter = "role"
	state := col("state", "状态", "State", func(c *web.Ctx, r *reviewRow) web.Cell { return web.Cell{Tag: reviewTag(c, r)} })
	state.Filter = "state"
	signed := col("signed", "复核人与说明", "Signed by", func(_ *web.Ctx, r *reviewRow) web.Cell {
		if r.Reviewed.IsZero() {
			return web.Cell{Text: "—"}
		}
		cell := web.Cell{Text: r.By + " " + web.When(r.Reviewed)}
		if r.Note != "" {
			cell.Sub = []string{r.Note}
		}
		return cell
	})
	what := text("detail", "内容", "Detail", func(r *reviewRow) string { return r.What })
	return list.New(list.Spec[reviewFilter, *reviewRow]{Name: "admin.review", Path: "/admin/review", Act: ActReview, Title: web.Text{"复核清单", "Acts to look at"}, Unit: web.Text{"项", "acts"}, Sort: "-seq",
		Columns: []list.Column[*reviewRow]{seq, when, role, text("name", "操作人", "Who", func(r *reviewRow) string { return r.Name }), text("act", "操作", "Act", func(r *reviewRow) string { return r.Title }),
			text("object", "对象", "Object", func(r *reviewRow) string { return r.About }), what, state, signed},
		Key: func(r *reviewRow) string { return strconv.FormatInt(r.Seq, 10) }, Keys: d.reviewKeys, Bulk: []list.Bulk{d.signing()},
		Load: func(c *web.Ctx, q list.Query[reviewFilter]) (list.Rows[*reviewRow], error) {
			rows, n, err := d.reviews(c, q)
			return list.Rows[*reviewRow]{Rows: rows, Total: min(n, list.CountMax+1)}, err
		},
		Export: d.exportReviews, Kinds: []string{"xlsx", "csv"}, Views: d.reviewViews, Above: d.aboveReviews,
		Empty: web.Text{"没有符合条件的操作。另两位管理员的管理操作会列在这里，由您逐项复核。", "No act fits. What the two other administrators do is listed here, for you to look at."}})
}

// reviewViews are the ready-made filters.
func (d *Desk) reviewViews(c *web.Ctx) ([]list.SavedView, error) {
	return []list.SavedView{{Title: c.T("待复核", "Waits"), Query: "state=open", Count: -1}, {Title: c.T("超期未复核", "Overdue"), Query: "state=late", Count: -1}, {Title: c.T("有疑问", "With a doubt"), Query: "state=doubt", Count: -1}}, nil
}

// aboveReviews says what is late, and otherwise what the list is for.
func (d *Desk) aboveReviews(c *web.Ctx) ([]web.Block, error) {
	n, err := d.countReviews(c, identity.ReviewLate)
	if err != nil || n == 0 {
		return []web.Block{web.Notice{Tone: web.Blue, Text: c.T("系统、安全、审计三员的管理操作由另两位之一复核，本人的操作不在此列；超期未复核的记入审计并通知三员。",
			"What one of the three administrators does is looked at by one of the two others; one's own acts are not listed. What waits too long is said in the audit and to all three.")}}, err
	}
	return []web.Block{web.Notice{Tone: web.Red, Title: c.T("有管理操作超期未复核", "Acts wait too long"), Text: c.T(fmt.Sprintf("%d 项管理操作已超过规定天数，请尽快复核。", n), fmt.Sprintf("%d acts have waited longer than the center lets them. Look at them soon.", n)),
		Links: []web.Link{{Href: "/admin/review?state=late", Label: c.T("查看超期的", "Show them")}}}}, nil
}

// countReviews counts the acts in a state that are before the person.
func (d *Desk) countReviews(c *web.Ctx, state string) (n int, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		q, err := d.reviewQuery(c, tx, reviewFilter{State: state})
		if err == nil {
			n, err = d.Book.CountReviews(c.Context(), tx, q)
		}
		return err
	})
	return n, err
}

// Waiting counts the acts that wait for the person, for the menu.
func (d *Desk) Waiting(c *web.Ctx) (int, error) { return d.countReviews(c, identity.ReviewOpen) }

// reviewKeys are the acts that fit, for "select all".
func (d *Desk) reviewKeys(c *web.Ctx, q list.Query[reviewFilter]) (out []string, err error) {
	rows, _, err := d.reviews(c, q)
	for _, r := range rows {
		out = append(out, strconv.FormatInt(r.Seq, 10))
	}
	return out, err
}

// signing is the act of signing for one act or several.
func (d *Desk) signing() list.Bulk {
	number := func(key string) (int64, error) {
		n, err := strconv.ParseInt(key, 10, 64)
		if err != nil {
			return 0, fault.New(fault.Missing, "admin.review", "没有这条待复核的操作，请从复核清单选择")
		}
		return n, nil
	}
	// Whether somebody may is asked for each act, before the form and when it is done.
	return list.Bulk{Key: "sign", Title: web.Text{"复核", "Sign"}, Input: d.sign,
		Check: func(c *web.Ctx, key string) error {
			n, err := number(key)
			if err != nil {
				return err
			}
			return d.Office.DB.Read(c.Context(), func(tx *store.Tx) error { return d.Book.Reviewable(c.Context(), tx, who(c), n) })
		},
		Do: func(c *web.Ctx, key, _ string, input any) (string, error) {
			n, err := number(key)
			if err != nil {
				return "", err
			}
			in := input.(*signForm)
			return "", d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
				return d.Book.SignReview(c.Context(), tx, who(c), identity.Review{Entry: identity.Entry{Seq: n}, Doubt: in.Result == "doubt", Note: in.Note})
			})
		}}
}

// exportReviews sends what the list shows, all pages of it, and says so in the audit.
func (d *Desk) exportReviews(c *web.Ctx, q list.Query[reviewFilter], columns []list.Column[*reviewRow], kind string) error {
	// Ten thousand lines, as far as a list counts.
	q.Offset, q.Limit = 0, list.CountMax
	rows, _, err := d.reviews(c, q)
	if err != nil {
		return err
	}
	e := sheet.Export{Name: c.T("复核清单", "acts to look at"), Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN}
	for _, col := range columns {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(col.Title)})
	}
	// The words of the page, as the person chose its columns.
	var lines [][]any
	for _, r := range rows {
		var line []any
		for _, col := range columns {
			cell := col.Cell(c, r)
			line = append(line, cell.Text+cell.Tag.Text)
		}
		lines = append(lines, line)
	}
	e.Rows = sheet.Slice(c.VeilRows(lines))
	// The list is a piece of the log, so whoever takes it along is an entry there themselves, before the file goes out.
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Book.Audit(c.Context(), tx, who(c), "review.export", fmt.Sprintf("%d 项", len(rows)), "")
	})
	if err != nil {
		return err
	}
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

// Watch tells the three administrators of a center, and the audit, what nobody looked at in time.
func (d *Desk) Watch(ctx context.Context, center int64) (err error) {
	defer fault.Wrap(&err, "watch reviews")
	return d.Office.DB.Write(ctx, func(tx *store.Tx) error {
		days, err := d.Office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: reviewDays, On: d.Office.Today()})
		if err != nil {
			return err
		}
		n, err := d.Book.AlarmReviews(ctx, tx, center, days)
		if err != nil || n == 0 {
			return err
		}
		return d.tell(ctx, tx, center, "/admin/review")
	})
}

// An AdminAct is an act of an administrator and what another said about it.
type AdminAct struct {
	Seq      int64     `json:"seq" doc:"审计序号"`
	At       time.Time `json:"at"`
	Role     string    `json:"role" doc:"操作人的职责：sysadmin、secadmin、auditor"`
	Name     string    `json:"name"`
	Act      string    `json:"act"`
	Title    string    `json:"title" doc:"操作的名称"`
	Object   string    `json:"object"`
	Detail   string    `json:"detail,omitempty"`
	State    string    `json:"state" doc:"open 待复核、late 超期未复核、done 无异议、doubt 有疑问"`
	Reviewer string    `json:"reviewer,omitempty"`
	Reviewed time.Time `json:"reviewed,omitzero"`
	Note     string    `json:"note,omitempty"`
}

// restReview is what programs can do of it.
func (d *Desk) restReview() []rest.Endpoint {
	query, sign := form.Describe(reviewFilter{}, nil), d.signing()
	return []rest.Endpoint{
		{Method: "GET", Path: "/reviews", Act: ActReview, Title: web.Text{"另两位管理员的管理操作及复核情况，最新的在前，至多 1000 项", "Acts of the other administrators and what was said about them, the latest first, at most 1,000"},
			Pages: []string{"GET /admin/review", "POST /admin/review", "GET /admin/review/counts", "GET /admin/review/export"}, Query: query, Answer: []AdminAct{}, Handle: func(c *rest.Call) (any, error) {
				var in reviewFilter
				if err := c.Ask(query, &in); err != nil {
					return nil, err
				}
				rows, _, err := d.reviews(c.Ctx, list.Query[reviewFilter]{Filter: in, Desc: true, Limit: list.MaxBulk})
				out := []AdminAct{}
				for _, r := range rows {
					a := AdminAct{r.Seq, local(r.At), r.Role, r.Name, r.Act, r.Title, r.About, r.What, identity.ReviewDone, r.By, local(r.Reviewed), r.Note}
					// In codes, as the filter takes them.
					switch {
					case r.Late:
						a.State = identity.ReviewLate
					case r.Reviewed.IsZero():
						a.State = identity.ReviewOpen
					case r.Doubt:
						a.State = identity.ReviewOdd
					}
					out = append(out, a)
				}
				return out, err
			}},
		{Method: "POST", Path: "/reviews/{no}", Act: ActReview, Title: web.Text{"复核一项管理操作；不能复核本人或同一职责的", "Sign for an act of another administrator, never for one's own"}, Pages: []string{"POST /admin/review/bulk"}, Body: d.sign, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				var in signForm
				if err := c.Read(d.sign, &in); err != nil {
					return nil, err
				}
				_, err := sign.Do(c.Ctx, c.Path("no"), "", &in)
				return rest.OK(err)
			}},
	}
}
