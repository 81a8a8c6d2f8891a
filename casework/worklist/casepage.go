package worklist

import (
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/superior"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// casePage shows one case: its clocks with the way each date came about, what happened, the
// papers, and the steps that the person may take now.
func (p *Pages) casePage(c *web.Ctx) error {
	id, err := ID(c, "id")
	if err != nil {
		return err
	}
	a := Actor(c)
	var d web.Detail
	var key string
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := p.Office.Get(c.Context(), tx, a, id)
		if err != nil {
			return err
		}
		key = rowKey(row{k: k})
		d, err = p.detail(c, tx, a, k)
		return err
	})
	if err != nil {
		return err
	}
	return p.placed(c, key, d)
}

// newer says of a case that a newer version of the program has brought it where this one does not know the way.
func newer(c *web.Ctx) web.Notice {
	return web.Notice{Tone: web.Amber, Title: c.T("本案由新版本的程序办理过，本版本只能查看", "A newer version of the program has handled this case; this one only shows it"), Text: c.T("现在运行的版本不认识本案的状态，不能办理，也不推算期限（到期日是新版本写入的）。请系统管理员恢复运行新版本后再办。", "The version that runs now does not know the state of the case: no step can be made and no term is computed (the due day is what the newer version wrote). Have the system administrator run the newer version again.")}
}

// placed answers with the page of a case and leads back to its row in the list that was shown last,
// and on to the neighbours of the row.
func (p *Pages) placed(c *web.Ctx, key string, d web.Detail) error {
	t, err := p.list.Around(c, key)
	if err != nil {
		return err
	}
	c.Page.Crumbs[0].Href = t.Back
	if t.Prev != nil {
		c.Page.Prev = web.Link{Href: fmt.Sprintf("/case/%d", t.Prev.k.ID), Label: Name(c, t.Prev.k)}
	}
	if t.Next != nil {
		c.Page.Next = web.Link{Href: fmt.Sprintf("/case/%d", t.Next.k.ID), Label: Name(c, t.Next.k)}
	}
	return c.Render("page-detail", d)
}

// detail puts the page together. Only running clocks are drawn: a clock that was met or stopped
// has left its trace in the history. What the procedure adds stands above the history in the
// main column and below the particulars and the papers at the side.
func (p *Pages) detail(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case) (d web.Detail, err error) {
	chart := p.Office.ChartOf(k.Chart)
	var extra Extra
	if h := p.Hooks[k.Chart]; h.Extra != nil {
		if extra, err = h.Extra(c, tx, k); err != nil {
			return d, err
		}
	}
	p.head(c, a, k, append(extra.Links, p.openingLinks(c, a, k)...))
	if d.Notices = extra.Notices; !chart.Knows(k.State) {
		d.Notices = append([]web.Notice{newer(c)}, d.Notices...)
	}
	clocks, err := p.Office.Clocks(c.Context(), tx, k)
	if err != nil {
		return d, err
	}
	for i := range clocks {
		if clocks[i].Running() && chart.Knows(k.State) {
			d.Clocks = append(d.Clocks, p.clock(c, tx, k, &clocks[i]))
		}
	}
	events, err := p.Office.EventsFor(c.Context(), tx, a, k)
	if err != nil {
		return d, err
	}
	d.Steps = steps(c, chart, events)
	issued, reads, err := document.Visible(c.Context(), tx, p.Office, a, k)
	if err != nil {
		return d, err
	}
	timeline := p.timeline(c, a, k, history{events, clocks, extra.Planned, paperLinks(k, issued, reads)})
	papers, err := p.papers(c, tx, k, shelf{issued, reads, extra.Proofs})
	if err != nil {
		return d, err
	}
	facts, err := p.facts(c, tx, k, extra.Facts)
	if err != nil {
		return d, err
	}
	d.Main = append(extra.Main, timeline)
	if p.Office.Tell != nil && p.Office.MayRemind(a, k) == nil {
		d.Main = append([]web.Block{remindBlock{c, k.ID}}, d.Main...)
	}
	related, err := p.related(c, tx, a, k)
	if err != nil {
		return d, err
	}
	d.Side = append([]web.Block{facts, papers}, extra.Side...)
	if len(extra.Relations) > 0 {
		t, err := p.relations(c, tx, a, k, extra.Relations)
		if err != nil {
			return d, err
		}
		d.Side = append(d.Side, t)
	}
	d.Side = append(d.Side, related, dossierLinks(c, k))
	return d, nil
}

// Name is what a case is called in titles and links: its number, never its title.
func Name(c *web.Ctx, k *casework.Case) string {
	if k.Number != "" {
		return k.Number
	}
	if k.State != "draft" {
		return c.T("尚无案号", "No number yet")
	}
	return c.T("草稿", "Draft")
}

// head sets the title, the crumbs and a button for each move that the person may make now. A
// move that the chart calls quiet is made from a page of its own and has no button here. The
// title of an unpublished application is shown as a heading to those who may see it; Page.Name,
// which goes into the browser's title and its history, is always the number.
func (p *Pages) head(c *web.Ctx, a casework.Actor, k *casework.Case, links []web.Link) {
	chart := p.Office.ChartOf(k.Chart)
	title := k.Title
	if title == "" {
		title = Name(c, k)
	}
	c.Page = web.Page{Title: title, Name: Name(c, k), State: StateTag(c, chart, k.State), At: "/work",
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Label: Name(c, k)}}, Actions: links}
	steps := buttons(c, chart, p.Office.Allowed(a, k), k)
	blue := func(l web.Link) bool { return l.Tone == web.Blue }
	// Where the work is done on a page of the procedure, that page is the main way on. While the case
	// waits for somebody else, nothing here is what has to be done next.
	s := chart.State(k.State)
	mine := s.Party && a.Party != 0 || s.Queue != "" && a.Is(s.Queue)
	if i := slices.IndexFunc(steps, blue); i >= 0 && (!mine || slices.ContainsFunc(links, blue)) {
		steps[i].Tone = ""
	}
	c.Page.Actions = append(c.Page.Actions, steps...)
}

// clock draws one running clock with its explanation.
func (p *Pages) clock(c *web.Ctx, tx *store.Tx, k *casework.Case, r *casework.Clock) web.Clock {
	today := p.Office.Today()
	out := web.Clock{Name: c.T(r.Rule.Title, r.Rule.English), Kind: p.kindOfTerm(c, r), Basis: rule.Meta{Basis: r.Rule.Basis}.Cites(), Length: c.T(r.Length.String(), r.Length.English())}
	// A suspended clock has no due day at all (中止期间不计算): any day shown would be wrong.
	if r.Result.Due.IsZero() {
		out.Left, out.Due, out.Tone = c.T("已中止", "Suspended"), c.T("恢复后计算", "computed when resumed"), web.Amber
		return out
	}
	// Without the calendar there is still the name and the basis of the clock to show.
	cal, err := p.Office.Calendar(c.Context(), tx, k.Center)
	if err != nil {
		return out
	}
	left := Remaining(c, cal, today, r.Result.Due)
	out.Left = left.Text
	// A term ends with its last day, so the hour is part of the answer.
	out.Due = fmt.Sprintf(c.T("%s（%s）24:00", "%s (%s) 24:00"), r.Result.Due, weekday(c, r.Result.Due))
	used, total := r.Result.Used(today)
	out.Used = fmt.Sprintf("%d / %d", used, total)
	if total > 0 {
		out.Percent = 100 * used / total
	}
	// The mark on the bar, in per cent of the term used, from which the clock turns amber.
	out.Warn = 80
	switch {
	case left.Over:
		out.Tone = web.Red
	case left.Soon || out.Percent >= 80:
		out.Tone = web.Amber
	default:
		out.Tone = web.Blue
	}
	if r.Result.Paused > 0 {
		out.Paused = c.T(fmt.Sprintf("%d 日", r.Result.Paused), fmt.Sprintf("%d days", r.Result.Paused))
	}
	if r.Result.Provisional {
		out.Provisional = c.T("暂定日期：该年度放假安排尚未公布", "Provisional: the year's holidays are not announced yet")
	}
	// Every day of the term with the reason why it counts or does not, so that whoever doubts the
	// date can follow it on paper.
	for _, row := range r.Result.Rows {
		count := ""
		if row.N > 0 {
			count = fmt.Sprint(row.N)
		}
		out.Why = append(out.Why, web.WhyRow{Day: row.Day.String(), What: c.T(row.String(), row.English()), Count: count})
	}
	return out
}

// kindOfTerm says how binding the length of a clock is. Only what the configuration knows as law is
// called so: whatever is uncertain is a rule of the center.
func (p *Pages) kindOfTerm(c *web.Ctx, r *casework.Clock) string {
	// What the notice promises beside a term of the law is told from it first.
	if r.Rule.Target {
		return c.T("目标期限", "target")
	}
	level := rule.Center
	if def := p.Office.Settings.Def(r.Rule.Setting); def != nil && def.Level != "" {
		level = def.Level
	}
	switch level {
	case rule.Law:
		return c.T("法定", "by law")
	case rule.Guideline:
		return c.T("指南规定", "by guideline")
	default:
		return c.T("本中心规定", "center rule")
	}
}

// weekday is one character in Chinese and three letters in English.
func weekday(c *web.Ctx, d calendar.Day) string {
	return c.T([]string{"日", "一", "二", "三", "四", "五", "六"}[d.Weekday()], d.Weekday().String()[:3])
}

// steps shows the stages of the procedure, which of them the case has been through and where it is.
func steps(c *web.Ctx, chart *casework.Chart, events []casework.Event) *web.Steps {
	var entered []string
	for _, e := range events {
		if e.To != e.From {
			entered = append(entered, e.To)
		}
	}
	out := &web.Steps{Label: c.T("办理进度", "Progress")}
	for _, ph := range chart.Progress(entered) {
		out.Items = append(out.Items, web.Step{Title: c.Word(ph.Title), Done: ph.Done, Now: ph.Now})
	}
	return out
}

// A shelf is the papers of a case, which of them the person may read, and what proves their service.
type shelf struct {
	issued []*document.Paper
	reads  func(int64) bool
	proofs map[int64][]web.Link
}

// papers lists what was issued in the case. A paper that was delivered twice shows the latest
// delivery; 已阅 is the first opening by the party, not the legal day of receipt. Only for those who
// may read a paper it is a link.
func (p *Pages) papers(c *web.Ctx, tx *store.Tx, k *casework.Case, s shelf) (web.Table, error) {
	t := web.Table{Title: c.T("文书", "Papers"), Head: []string{c.T("文书", "Paper"), c.T("文号", "Number"), c.T("送达", "Delivery")},
		Empty: c.T("还没有发出文书。", "No papers yet.")}
	deliveries, err := document.Told(c.Context(), tx, p.Office, Actor(c), k)
	if err != nil {
		return t, err
	}
	for _, x := range s.issued {
		name, state := web.Cell{Text: x.Name}, ""
		if s.reads(x.ID) {
			name.Href = fmt.Sprintf("/case/%d/paper/%d", k.ID, x.ID)
		}
		for _, d := range deliveries {
			if d.Paper != x.ID {
				continue
			}
			switch {
			case !d.Read.IsZero():
				state = c.T("已阅 ", "read ") + d.Read.In(calendar.Shanghai()).Format("01-02 15:04")
			case d.Channel == document.Account:
				state = c.T("已送达 ", "delivered ") + d.Delivered.In(calendar.Shanghai()).Format("01-02 15:04")
			case d.Done(): // a day that somebody recorded has no hour
				state = c.T("已送达 ", "delivered ") + d.Day().String()
			case d.Waits():
				state = c.T("待送达", "to be served")
			default:
				state = c.T("未送达", "came back")
			}
		}
		if !x.Revoked.IsZero() {
			state = c.T("已作废", "void")
		}
		t.Rows = append(t.Rows, []web.Cell{name, {Text: x.Number}, {Text: state, Links: s.proofs[x.ID]}})
	}
	return t, nil
}

// relatedMax is how many other cases of a party the page of a case shows.
const relatedMax = 8

// related lists the other open cases of the same applicant with their terms, the most urgent first.
func (p *Pages) related(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case) (web.Table, error) {
	t := web.Table{Title: c.T("同一申请主体的其他在办案件", "Other open cases of the applicant"), Head: []string{c.T("案号", "Number"), c.T("状态", "State"), c.T("剩余", "Left")},
		Empty: c.T("没有您可以查看的其他在办案件。", "None that you may see.")}
	if k.Owner == 0 || superior.Is(a) {
		return t, nil
	}
	l, err := p.Office.List(c.Context(), tx, a, casework.Filter{Owner: k.Owner, Open: true, PerPage: relatedMax + 1, NoTitles: true})
	if err != nil {
		return t, err
	}
	cal, err := p.Office.Calendar(c.Context(), tx, k.Center)
	for _, x := range l.Cases {
		if x.ID != k.ID && len(t.Rows) < relatedMax {
			t.Rows = append(t.Rows, []web.Cell{{Text: Name(c, x), Href: fmt.Sprintf("/case/%d", x.ID)}, {Tag: StateTag(c, p.Office.ChartOf(x.Chart), x.State)}, Remaining(c, cal, p.Office.Today(), x.Due)})
		}
	}
	if l.Total > relatedMax+1 {
		t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("全部 %d 件", "All %d"), l.Total), Href: fmt.Sprintf("/work?owner=%d&view=open", k.Owner)}, {}, {}})
	}
	return t, err
}

// dossierLinks are the tables that go with a case on paper.
func dossierLinks(c *web.Ctx, k *casework.Case) web.Table {
	t := web.Table{Title: c.T("卷宗", "Dossier"), Head: []string{c.T("文件", "File"), "PDF", "DOCX"}}
	for _, x := range []struct{ code, zh, en string }{{"flow", "案件流程表", "Course of the case"}, {"contents", "卷宗目录", "Contents"}} {
		base := fmt.Sprintf("/case/%d/dossier/%s/", k.ID, x.code)
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(x.zh, x.en)}, {Text: c.T("下载 PDF", "PDF"), Href: base + "pdf"}, {Text: c.T("下载 DOCX", "DOCX"), Href: base + "docx"}})
	}
	return t
}

// facts shows who is concerned with the case; rows with an empty value are left out. The
// procedure's own rows follow.
func (p *Pages) facts(c *web.Ctx, tx *store.Tx, k *casework.Case, more []web.KVRow) (web.KV, error) {
	kv := web.KV{Title: c.T("案件信息", "Particulars")}
	names, err := p.Parties(c.Context(), tx, k.Center, []int64{k.Owner, k.Agent})
	if err != nil {
		return kv, err
	}
	people, err := p.Accounts(c.Context(), tx, k.Center, []int64{k.Handler, k.Second})
	if err != nil {
		return kv, err
	}
	chart := p.Office.ChartOf(k.Chart)
	kv.Add(c.T("案号", "Number"), k.Number).Add(c.T("业务", "Procedure"), c.T(chart.Title, chart.English)).
		Add(c.T("类型", "Kind"), Kind(c, k.Kind)).Add(c.T("申请主体", "Applicant"), superior.Party(p.Office, Actor(c), k, names[k.Owner], c.T("（保密）", "(confidential)"))).Add(c.T("代理机构", "Agency"), superior.Party(p.Office, Actor(c), k, names[k.Agent], c.T("（保密）", "(confidential)"))).
		Add(c.T("经办人", "Handler"), people[k.Handler]).Add(c.T("复核人", "Second reader"), people[k.Second]).
		Add(c.T("新建", "Opened"), k.Opened.In(calendar.Shanghai()).Format(time.DateTime))
	if !k.Open() {
		kv.Add(c.T("办结", "Closed"), k.Closed.In(calendar.Shanghai()).Format(time.DateTime))
	}
	kv.Rows = append(kv.Rows, more...)
	return kv, nil
}

// byNumber opens the case with a number that somebody typed.
func (p *Pages) byNumber(c *web.Ctx) error {
	var id int64
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		// A number that exists elsewhere and one that does not exist give the same answer.
		k, err := p.Office.Find(c.Context(), tx, Actor(c), c.Query("no"))
		if err == nil {
			id = k.ID
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Redirect(fmt.Sprintf("/case/%d", id))
}
