package training

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ActStaff is to see and keep the qualifications and the training of the center's examiners.
const ActStaff = "quality.staff"

// Grants returns who keeps the records: those who answer for the examiners.
func Grants() []access.Grant {
	return []access.Grant{{Act: ActStaff, Role: string(casework.Head), Rel: access.Center}, {Act: ActStaff, Role: string(casework.Director), Rel: access.Center}}
}

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	get := func(pattern string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: "GET", Pattern: "/quality/staff" + pattern, Act: ActStaff, Handler: h}
	}
	out := []web.Route{get("", d.listPage), get("/template", d.templateFile), get("/export", d.exportFile), get("/{account}", d.personPage)}
	for _, p := range []struct {
		pattern string
		handler func(*web.Ctx) error
	}{{"/import", d.importPage}, {"/{account}/certificate", d.certificatePage}, {"/{account}/training", d.trainingPage}, {"/{account}/end/{id}", d.endPage},
		{"/{account}/remove/{id}", d.removePage}} {
		for _, method := range []string{"GET", "POST"} {
			r := get(p.pattern, p.handler)
			r.Method, r.Limit = method, 8<<20 // a list of training is the largest of them
			out = append(out, r)
		}
	}
	return out
}

// book reads what is known of the examiners of the person's center.
func (d *Desk) book(c *web.Ctx) (b *Book, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		b, err = d.Open(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	return b, err
}

// soon is until when a certificate must hold not to be shown as ending.
func (d *Desk) soon(c *web.Ctx) (until calendar.Day, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		n, err := d.Office().Settings.Int(c.Context(), tx, setting.Query{Center: worklist.Actor(c).Center, Key: "quality.certificate.notice", On: d.Office().Today()})
		until = d.Office().Today() + calendar.Day(n)
		return err
	})
	return until, err
}

// Ending are the examiners whose certificate has ended or ends soon; nobody while none was entered.
func (d *Desk) Ending(c *web.Ctx) (out []Record, err error) {
	b, err := d.book(c)
	if err != nil || !b.anyPaper {
		return nil, err
	}
	until, err := d.soon(c)
	for _, r := range b.Records {
		if r.Ends <= until {
			out = append(out, r)
		}
	}
	return out, err
}

// Notices remind who answers for the examiners of certificates that end, and an examiner of their own.
func (d *Desk) Notices(c *web.Ctx) (out []web.Block, err error) {
	a := worklist.Actor(c)
	keeper := d.Office().Policy.Ever(a.Subject, ActStaff)
	if !keeper && !a.Is(casework.Examiner) {
		return nil, nil
	}
	if n, err := d.Waiting(c); err != nil || n == 0 {
		return nil, err
	}
	ending, err := d.Ending(c)
	var names []string
	for _, r := range ending {
		if keeper || r.Account == a.Account {
			names = append(names, r.Name+" "+endWord(c, &r))
		}
	}
	if err != nil || len(names) == 0 {
		return nil, err
	}
	slices.Sort(names)
	n := web.Notice{Tone: web.Amber, Title: c.T("上岗证到期提醒", "Certificates that end"), Text: strings.Join(names, c.T("；", "; "))}
	if keeper {
		n.Links = []web.Link{{Href: "/quality/staff", Label: c.T("上岗资格与培训", "Qualification and training")}}
	}
	return []web.Block{n}, nil
}

// endWord says when the certificate of somebody ends.
func endWord(c *web.Ctx, r *Record) string {
	if r.Certified() {
		return fmt.Sprintf(c.T("%s 到期", "ends on %s"), r.Ends)
	}
	return c.T("无有效上岗证", "no valid certificate")
}

// state says in a word how somebody stands.
func state(c *web.Ctx, r *Record, until calendar.Day) web.Tag {
	switch {
	case !r.Certified():
		return web.Tag{Tone: web.Red, Text: c.T("无有效上岗证", "No valid certificate")}
	case r.Short():
		return web.Tag{Tone: web.Amber, Text: c.T("学时不足", "Too few hours")}
	case r.Ends <= until:
		return web.Tag{Tone: web.Amber, Text: c.T("即将到期", "Ends soon")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("符合", "Qualified")}
}

// listPage lists the examiners with certificate and hours.
func (d *Desk) listPage(c *web.Ctx) error {
	b, err := d.book(c)
	if err != nil {
		return err
	}
	until, err := d.soon(c)
	if err != nil {
		return err
	}
	// Who lacks a certificate, or loses it first, stands first.
	sorting.By(b.Records, func(x, y Record) int { return cmp.Or(cmp.Compare(x.Ends, y.Ends), strings.Compare(x.Login, y.Login)) })
	t := web.Table{Title: c.T("预审员", "Examiners"), Head: []string{c.T("姓名", "Name"), c.T("状态", "State"), c.T("上岗证有效至", "Certificate until"), c.T("近一年学时", "Hours in a year"), c.T("要求", "Demanded")},
		Numbers: []int{3, 4}, Empty: c.T("本中心还没有预审员账号。", "There are no examiners yet.")}
	for i := range b.Records {
		r := &b.Records[i]
		ends := web.Cell{Text: "—"}
		if r.Certified() {
			ends = web.Cell{Text: r.Ends.String(), Soon: r.Ends <= until}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: r.Name, Href: fmt.Sprintf("/quality/staff/%d", r.Account)}, {Tag: state(c, r, until)}, ends, {Text: Hours(r.Tenths), Over: r.Short()}, {Text: fmt.Sprint(r.Demand)}})
	}
	c.Page = web.Page{Title: c.T("上岗资格与培训", "Qualification and training"), At: "/quality/staff", Actions: []web.Link{{Href: "/quality/staff/export?_as=xlsx", Label: c.T("导出培训 XLSX", "Export training")},
		{Href: "/quality/staff/import", Label: c.T("导入培训学时", "Import training"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{d.rules(c, b), t})
}

// rules says what the center demands, and what becomes of an assignment without it.
func (d *Desk) rules(c *web.Ctx, b *Book) web.Notice {
	word := func(gate string) string {
		switch gate {
		case Refuse:
			return c.T("不得分案", "no cases")
		case Warn:
			return c.T("分案时提示", "a warning at assignment")
		}
		return c.T("不检查", "not checked")
	}
	return web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("无有效上岗证：%s。培训学时不足：%s。均可在中心配置中修改。", "Without a valid certificate: %s. With too few hours: %s. The center sets both."), word(b.gates[0]), word(b.gates[1])) + c.T("依据：", " Basis: ") + c.Basis(Basis())}
}

// examiner finds the person whom the address names.
func (d *Desk) examiner(c *web.Ctx) (*Record, error) {
	id, err := worklist.ID(c, "account")
	if err != nil {
		return nil, nobody()
	}
	b, err := d.book(c)
	if err != nil {
		return nil, err
	}
	if r := b.Record(id); r != nil {
		return r, nil
	}
	return nil, nobody()
}

// nobody is the answer to an address that names no examiner of the center.
func nobody() error {
	return fault.New(fault.Missing, "quality.person", "本中心没有这位预审员，请从“上岗资格与培训”中打开")
}

// personPage shows one examiner.
func (d *Desk) personPage(c *web.Ctx) error {
	r, err := d.examiner(c)
	if err != nil {
		return err
	}
	until, err := d.soon(c)
	if err != nil {
		return err
	}
	blocks, err := d.Person(c, r, true)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("/quality/staff/%d", r.Account)
	c.Page = web.Page{Title: r.Name, State: state(c, r, until), At: "/quality/staff", Crumbs: crumbs(c, r.Name), Actions: []web.Link{
		{Href: at + "/training", Label: c.T("登记培训", "Record training")}, {Href: at + "/certificate", Label: c.T("登记上岗证", "Record a certificate"), Tone: web.Blue}}}
	return c.Render("page-blocks", blocks)
}

// crumbs lead back to the list.
func crumbs(c *web.Ctx, last string) []web.Link {
	return []web.Link{{Href: "/quality/staff", Label: c.T("上岗资格与培训", "Qualification and training")}, {Label: last}}
}

// Mine are the certificates and the training of the person who asks; nothing for somebody who is no
// examiner.
func (d *Desk) Mine(c *web.Ctx) ([]web.Block, error) {
	b, err := d.book(c)
	if err != nil {
		return nil, err
	}
	if r := b.Record(worklist.Actor(c).Account); r != nil {
		return d.Person(c, r, false)
	}
	return nil, nil
}

// Person are the certificates and the training of one examiner. Who keeps the records can correct them.
func (d *Desk) Person(c *web.Ctx, r *Record, keeper bool) ([]web.Block, error) {
	kv := web.KV{Title: c.T("概况", "Overview")}
	kv.Add(c.T("上岗证", "Certificate"), endWord(c, r)).Add(c.T("近一年培训学时", "Hours of training in a year"), fmt.Sprintf("%s / %d", Hours(r.Tenths), r.Demand))
	at := fmt.Sprintf("/quality/staff/%d", r.Account)
	papers := web.Table{Title: c.T("上岗证", "Certificates"), Head: []string{c.T("证号", "Number"), c.T("发证单位", "Issued by"), c.T("类型", "Kinds"), c.T("领域", "Fields"), c.T("有效期", "In force"), c.T("状态", "State")},
		Empty: c.T("还没有登记上岗证。", "None yet.")}
	today := d.Office().Today()
	for i := range r.Certificates {
		x := &r.Certificates[i]
		number := web.Cell{Text: x.Number}
		if keeper && x.Ended.IsZero() {
			number.Href = fmt.Sprintf("%s/end/%d", at, x.ID)
		}
		papers.Rows = append(papers.Rows, []web.Cell{number, {Text: x.Issuer}, {Text: orAll(c, kindsOf(c, x.Kinds))}, {Text: orAll(c, strings.Join(x.Fields, " "))},
			{Text: x.From.String() + " – " + x.To.String()}, {Tag: validity(c, x, today)}})
	}
	var all []Training
	err := d.Office().DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		all, err = trainings(c.Context(), tx, worklist.Actor(c).Center, r.Account, 1, today)
		return err
	})
	courses := web.Table{Title: c.T("培训记录", "Training"), Head: []string{c.T("日期", "Day"), c.T("内容", "Topic"), c.T("组织单位", "Organiser"), c.T("学时", "Hours"), c.T("证明", "Proof")},
		Empty: c.T("还没有登记培训。", "None yet.")}
	for _, x := range all {
		topic := web.Cell{Text: x.Topic}
		if keeper {
			topic.Href = fmt.Sprintf("%s/remove/%d", at, x.ID)
		}
		courses.Rows = append(courses.Rows, []web.Cell{{Text: x.Day.String()}, topic, {Text: x.Organiser}, {Text: Hours(x.Tenths)}, {Text: x.Proof}})
	}
	return []web.Block{kv, papers, courses}, err
}

// kindsOf names kinds of applications in the language of the page.
func kindsOf(c *web.Ctx, kinds []string) string {
	var out []string
	for _, k := range kinds {
		out = append(out, worklist.Kind(c, k))
	}
	return strings.Join(out, c.T("、", ", "))
}

// orAll says that an empty list restricts nothing.
func orAll(c *web.Ctx, s string) string {
	return cmp.Or(s, c.T("全部", "all"))
}

// validity says whether a certificate holds.
func validity(c *web.Ctx, x *Certificate, today calendar.Day) web.Tag {
	switch {
	case !x.Ended.IsZero():
		return web.Tag{Tone: web.Grey, Text: fmt.Sprintf(c.T("%s 注销：%s", "taken back on %s: %s"), x.Ended, x.Why)}
	case x.Valid(today):
		return web.Tag{Tone: web.Green, Text: c.T("有效", "Valid")}
	case x.From > today:
		return web.Tag{Tone: web.Grey, Text: c.T("未生效", "Not yet")}
	}
	return web.Tag{Tone: web.Red, Text: c.T("已到期", "Ended")}
}

// exportFile sends the training of the last year.
func (d *Desk) exportFile(c *web.Ctx) error {
	kind := c.Query("_as")
	if kind != "xlsx" && kind != "csv" {
		return fault.New(fault.Invalid, "list.export_kind", "没有这种导出格式，请改用：%s", fault.Listed([]string{"xlsx", "csv"}))
	}
	lines, err := d.exported(c)
	if err != nil {
		return err
	}
	e := sheet.Export{Columns: columns(), Rows: sheet.Slice(lines), Person: worklist.Actor(c).Name, Time: c.Now()}
	var buf bytes.Buffer
	media := "text/csv; charset=utf-8"
	if kind == "csv" {
		_, err = sheet.WriteCSV(&buf, e)
	} else {
		media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		_, err = sheet.WriteXLSX(&buf, e)
	}
	if err != nil {
		return err
	}
	return c.Download(c.T("培训学时", "training")+"."+kind, media, &buf)
}

// exported are the courses of the last year as lines of the sheet that can be imported again.
func (d *Desk) exported(c *web.Ctx) (lines [][]any, err error) {
	b, err := d.book(c)
	if err != nil {
		return nil, err
	}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := trainings(c.Context(), tx, worklist.Actor(c).Center, 0, b.today-year+1, b.today)
		for _, x := range all {
			if r := b.Record(x.Account); r != nil {
				lines = append(lines, []any{r.Login, r.Name, x.Day.String(), x.Topic, float64(x.Tenths) / 10, x.Organiser, x.Proof})
			}
		}
		return err
	})
	return lines, err
}

// Waiting is how many certificates have ended or end soon, for the menu.
func (d *Desk) Waiting(c *web.Ctx) (int, error) {
	return d.ending.Get(worklist.Actor(c).Center, d.Office().Now(), func() (int, error) {
		all, err := d.Ending(c)
		return len(all), err
	})
}
