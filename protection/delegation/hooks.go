package delegation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Hooks returns what the procedure adds to the shared pages.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review, Checked: []string{"draw", "register", "amend"}}
}

// options offers the acts of all procedures and the staff of the center.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, _ *casework.Case, move string, f *form.Form) error {
	if slices.Contains([]string{"draw", "register", "amend"}, move) {
		var acts []form.Option
		for _, a := range d.Acts {
			acts = append(acts, form.Option{Value: a.Code, Label: a.words()})
		}
		f.Options("acts", acts)
	} else if move != "staff" {
		return nil
	}
	people, err := d.Staff(c.Context(), tx, worklist.Actor(c).Center)
	var out []form.Option
	for _, p := range people {
		out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: web.Text{p.Name, p.Name}}) // a name is the same in both languages
	}
	f.Options("officers.account", out)
	return err
}

// prefill offers what is known, so that nothing is typed twice.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	today := d.office.Today()
	switch move {
	case "draw", "register":
		area, err := d.office.Settings.Raw(c.Context(), tx, setting.Query{Center: worklist.Actor(c).Center, Key: "delegation.area", On: today})
		in := Content{Kinds: kinds, Area: area, From: today}
		if move == "register" {
			return Register{Content: in}, err
		}
		return Draw{in}, err
	case "amend", "staff", "renew":
	case "publish":
		return Publish{Day: today}, nil
	default:
		return nil, nil
	}
	e, err := d.one(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	switch move {
	case "amend":
		return Draw{e.content()}, nil
	case "staff":
		return Staff{From: today, Officers: e.lines(today)}, nil
	}
	y, m, day := (e.Last() + 1).Civil()
	return Renew{Until: calendar.Date(y+1, m, day) - 1}, nil
}

// content is the entrustment as the form shows it.
func (e *Entrustment) content() Content {
	return Content{Body: e.Body, Mark: e.Mark, Seal: e.Seal, Code: e.Code, Contact: e.Contact, Phone: e.Phone, Acts: e.Acts, Kinds: e.Kinds, Area: strings.Join(e.Area, "\n"),
		From: e.From, Until: e.Until, Officers: e.lines(e.From)}
}

// lines are the officers who are listed on a day, as the form shows them.
func (e *Entrustment) lines(on calendar.Day) (out []OfficerLine) {
	for i := range e.Officers {
		if o := &e.Officers[i]; o.Listed(on) {
			out = append(out, OfficerLine{strconv.FormatInt(o.Account, 10), o.Card, o.CardUntil})
		}
	}
	return out
}

// review shows what is about to be confirmed.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if !slices.Contains([]string{"confirm", "accept", "decline"}, move) {
		return nil, nil
	}
	e, err := d.one(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	files, err := d.documents(c, tx, k)
	return []web.Block{d.summary(c, e), d.actTable(c, e), d.people(c, e), files}, err
}

// extra shows what is entrusted, who may act, and the signed documents.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	e, err := d.one(c.Context(), tx, k.ID)
	if err != nil {
		return x, err
	}
	on := d.office.Today()
	x.Facts = []web.KVRow{{Label: c.T("今日效力", "Today"), Tag: standing(c, e, on)}}
	if _, ok := e.Term(on); ok {
		x.Notices = d.warnings(c, e, on)
	}
	x.Main = []web.Block{d.summary(c, e), d.actTable(c, e), d.people(c, e)}
	files, err := d.documents(c, tx, k)
	x.Side = []web.Block{files}
	return x, err
}

// warnings say what is missing of an entrustment in force.
func (d *Desk) warnings(c *web.Ctx, e *Entrustment, on calendar.Day) (out []web.Notice) {
	if e.BodyPublished.IsZero() {
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("委托机关尚未公布", "Not published by the authority"), Text: c.T("委托书应由双方分别向社会公布；请在委托机关公布后登记公布日期和途径。", "Both sides have to publish the entrustment; record when and where the authority did.")})
	}
	if n := e.ready(on); n < 2 {
		out = append(out, web.Notice{Tone: web.Red, Title: c.T("执法人员不足", "Too few officers"), Text: fmt.Sprintf(c.T("今天证件有效的执法人员只有 %d 名，需要两人到场的行为不能办理；请变更执法人员或换证。", "Only %d officers hold a valid card today; what needs two of them cannot be done."), n)})
	}
	return out
}

// standing says whether an entrustment holds on a day.
func standing(c *web.Ctx, e *Entrustment, on calendar.Day) web.Tag {
	_, now := e.Term(on)
	switch {
	case len(e.Terms) == 0:
		return web.Tag{Tone: web.Grey, Text: c.T("未生效", "Not in force")}
	case now && !e.Ended.IsZero():
		return web.Tag{Tone: web.Amber, Text: fmt.Sprintf(c.T("有效，%s 起终止", "In force, ends on %s"), e.Ended)}
	case now:
		return web.Tag{Tone: web.Green, Text: c.T("有效", "In force")}
	case on < e.Terms[0].From:
		return web.Tag{Tone: web.Blue, Text: fmt.Sprintf(c.T("%s 起生效", "From %s"), e.Terms[0].From)}
	case !e.Ended.IsZero():
		return web.Tag{Tone: web.Red, Text: fmt.Sprintf(c.T("%s 起终止", "Revoked from %s"), e.Ended)}
	}
	return web.Tag{Tone: web.Grey, Text: fmt.Sprintf(c.T("%s 届满", "Expired on %s"), e.Last())}
}

// summary shows the authority, the scope and the days.
func (d *Desk) summary(c *web.Ctx, e *Entrustment) web.KV {
	kv := web.KV{Title: c.T("委托内容", "What is entrusted")}
	kv.Add(c.T("委托机关", "Authority"), e.Body).Add(c.T("委托书文号", "Document"), dash(e.Number)).Add(c.T("签署日期", "Signed on"), dash(e.Signed.String())).
		Add(c.T("机关代字", "Word in paper numbers"), e.Mark).Add(c.T("印章", "Seal"), e.Seal).Add(c.T("统一社会信用代码", "Credit code"), dash(e.Code)).Add(c.T("联系", "Contact"), e.Contact+" "+e.Phone).
		Add(c.T("专利类型", "Kinds of patents"), kindsOf(c, e.Kinds)).Add(c.T("地域", "Area"), e.Place())
	if len(e.Terms) == 0 {
		kv.Add(c.T("拟委托期限", "Term as drawn up"), span(e.From, e.Until))
	}
	for i, t := range e.Terms {
		label := c.T("委托期限", "Term")
		if i > 0 {
			label = c.T("续签", "Renewal")
		}
		kv.Add(label, span(t.From, t.Until)+"  "+t.Number)
	}
	if !e.Next.Until.IsZero() {
		kv.Add(c.T("待确认的续签", "Renewal to be confirmed"), span(e.Next.From, e.Next.Until)+"  "+e.Next.Number)
	}
	if !e.Ended.IsZero() {
		kv.Add(c.T("终止", "Revoked"), e.Ended.String()+"  "+c.Word(e.Why))
	}
	kv.Add(c.T("本中心公布", "Published by the center"), dash(e.Published.String())).Add(c.T("委托机关公布", "Published by the authority"), dash(strings.TrimSpace(e.BodyPublished.String()+"  "+e.BodyWhere)))
	return kv
}

// dash stands for what is not there.
func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// kindsOf lists kinds of patents in the language of the page.
func kindsOf(c *web.Ctx, kinds []string) string {
	var out []string
	for _, k := range kinds {
		out = append(out, worklist.Kind(c, k))
	}
	return strings.Join(out, c.T("、", ", "))
}

// actTable lists the acts.
func (d *Desk) actTable(c *web.Ctx, e *Entrustment) web.Table {
	t := web.Table{Title: c.T("委托的行为", "Acts"), Head: []string{c.T("行为", "Act")}}
	for _, code := range e.Acts {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(d.act(code).words())}})
	}
	return t
}

// people lists the officers, with those who were listed before.
func (d *Desk) people(c *web.Ctx, e *Entrustment) web.Table {
	on := d.office.Today()
	t := web.Table{Title: c.T("执法人员", "Officers"), Head: []string{c.T("姓名", "Name"), c.T("执法资格证号", "Card"), c.T("证件有效期至", "Valid until"), c.T("在名单内", "Listed"), c.T("状态", "State")}}
	for i := range e.Officers {
		o := &e.Officers[i]
		tag := web.Tag{Tone: web.Green, Text: c.T("可办理", "May act")}
		switch {
		case !o.Until.IsZero() && o.Until < on:
			tag = web.Tag{Tone: web.Grey, Text: c.T("已退出", "Left")}
		case o.From > on:
			tag = web.Tag{Tone: web.Blue, Text: c.T("尚未开始", "Not yet")}
		case o.CardUntil < on:
			tag = web.Tag{Tone: web.Red, Text: c.T("证件已过期", "Card expired")}
		}
		until := c.T("至今", "now")
		if !o.Until.IsZero() {
			until = o.Until.String()
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: o.Name}, {Text: o.Card}, {Text: o.CardUntil.String()}, {Text: o.From.String() + " – " + until}, {Tag: tag}})
	}
	return t
}

// documents lists the signed documents with links to them, for those who may read them.
func (d *Desk) documents(c *web.Ctx, tx *store.Tx, k *casework.Case) (t web.Table, err error) {
	t = web.Table{Title: c.T("签署的文件", "Signed documents"), Head: []string{c.T("文件", "Document"), c.T("步骤", "Step"), c.T("时间", "Time")}, Empty: c.T("没有文件。", "None.")}
	if !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActForm, k.Object()) {
		return t, nil
	}
	fs, err := d.files(c.Context(), tx, k.ID)
	for _, f := range fs {
		m := d.chart.Move(f.Move)
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Name, Href: fmt.Sprintf("/delegation/%d/file/%d", k.ID, f.ID)}, {Text: c.T(m.Title, m.English)}, {Text: f.At.In(calendar.Shanghai()).Format("2006-01-02")}})
	}
	return t, err
}
