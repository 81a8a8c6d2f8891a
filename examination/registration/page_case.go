package registration

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/superior"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/examination/registration/credit"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Hooks returns what the procedure adds to the shared pages.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, After: after, Checked: []string{"apply", "supplement", "change"}}
}

// after leads back to the list from which the move was made.
func after(_ *casework.Case, move string) string {
	if move == "waive" {
		return "/registration/ladder"
	}
	return ""
}

// extra adds particulars, contacts, mandates, quota, documents and correspondence to the page of
// a case. What the party stated is for those who may see its file.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	e, err := d.entryOf(c, tx, k)
	if err != nil || e == nil {
		return x, err
	}
	p, err := party.Get(c.Context(), tx, k.Center, k.Owner)
	if err != nil {
		return x, err
	}
	if x, err = d.Ladder.Extra(c, tx, k); err != nil {
		return x, err
	}
	found, err := credit.Extra(c, tx, d.office, k)
	if err != nil {
		return x, err
	}
	x.Notices, x.Facts = append(found.Notices, x.Notices...), standing(c, k, p, e)
	if k.Kind == KindEntity && !e.Registered.IsZero() {
		q, err := d.quota(c.Context(), tx, k.Center, p.ID, d.office.Today())
		if err != nil {
			return x, err
		}
		if !superior.Few(worklist.Actor(c), q.Used, q.Seen) {
			x.Side = append(x.Side, quotaBlock(c, q))
		}
	}
	if !d.office.Policy.May(worklist.Actor(c).Subject, ActFile, k.Object()) {
		return x, nil
	}
	if x.Main, err = d.stated(c, tx, k, e); err != nil {
		return x, err
	}
	x.Main = append(found.Main, x.Main...)
	for _, add := range []func(*web.Ctx, *store.Tx, *casework.Case) (web.Table, error){d.mandates, d.criteriaBlock, d.documents} {
		t, err := add(c, tx, k)
		if err != nil {
			return x, err
		}
		if len(t.Head) > 0 {
			x.Side = append(x.Side, t)
		}
	}
	return x, nil
}

// entryOf is what the register holds under the case. An older case of a party that applied again
// has nothing.
func (d *Desk) entryOf(c *web.Ctx, tx *store.Tx, k *casework.Case) (*Entry, error) {
	e, err := d.entry(c.Context(), tx, k.Center, k.Owner)
	if err != nil || e == nil || e.Case != k.ID {
		return nil, err
	}
	return e, nil
}

// standing shows what is public about an entry: code, status, dates, ground, former names.
func standing(c *web.Ctx, k *casework.Case, p *party.Party, e *Entry) []web.KVRow {
	tone := map[party.Status]web.Tone{party.Active: web.Green, party.Suspended: web.Amber, party.Cancelled: web.Red}[p.Status]
	rows := []web.KVRow{{Label: c.T("统一社会信用代码", "Unified social credit code"), Text: cmp.Or(p.Code, p.Claimed)},
		{Label: c.T("备案状态", "Standing"), Tag: web.Tag{Tone: tone, Text: c.T(p.Status.Title(), p.Status.English())}},
		{Label: c.T("备案日期", "Registered on"), Text: e.Registered.String()}}
	if p.Code == "" && worklist.Actor(c).Party == 0 {
		rows = append(rows, web.KVRow{Label: c.T("代码核对", "Code"), Tag: web.Tag{Tone: web.Red, Text: c.T("此代码已登记在另一主体名下：请查明是否同一单位，是的应当办理账号接管", "Another organisation has this code: if it is the same one, it should take over its account")}})
	}
	if !e.Until.IsZero() {
		label := c.T("暂停至", "Suspended until")
		if p.Status == party.Cancelled {
			label = c.T("不再受理至", "Barred until")
		}
		rows = append(rows, web.KVRow{Label: label, Text: e.Until.String()}, web.KVRow{Label: c.T("事由", "Ground"), Text: e.Ground})
	}
	if len(p.Former) > 0 {
		rows = append(rows, web.KVRow{Label: c.T("曾用名", "Former names"), Text: strings.Join(p.Former, "、")})
	}
	if e.Kind == KindAgency {
		since := ""
		if day := k.Attrs[attrAssured]; day != "" {
			since = c.T("（"+day+"）", " ("+day+")")
		}
		rows = append(rows, web.KVRow{Label: c.T("在精准服务保障名单内", "Assured agency"), Text: yes(c, e.Assured) + since})
	}
	return rows
}

// yes shows a fact that is so or not.
func yes(c *web.Ctx, b bool) string {
	if b {
		return c.T("是", "Yes")
	}
	return c.T("否", "No")
}

// quotaBlock shows the quota of the year with the figures of last year on which it rests.
func quotaBlock(c *web.Ctx, q *Quota) web.KV {
	kv := web.KV{Title: c.T(fmt.Sprintf("%d 年度额度", q.Year), fmt.Sprintf("Quota of %d", q.Year))}
	kv.Add(c.T("年度额度", "Quota"), strconv.Itoa(q.Base)).Add(c.T("增量额度", "Extra"), strconv.Itoa(q.Extra)).
		Add(c.T("已用", "Used"), strconv.Itoa(q.Used)).Add(c.T("剩余", "Left"), strconv.Itoa(q.Left())).
		Add(c.T("上年度合格 / 有结论", "Passed / concluded last year"), fmt.Sprintf("%d / %d", q.Passed, q.Seen))
	return kv
}

// stated shows what the party stated, what it wants to change, and what was written since.
func (d *Desk) stated(c *web.Ctx, tx *store.Tx, k *casework.Case, e *Entry) ([]web.Block, error) {
	out := particularsBlocks(c, c.T("备案信息", "Particulars"), &e.Particulars)
	notes, want, err := d.notes(c, tx, k)
	if err != nil {
		return nil, err
	}
	if k.State == Changing && want != nil {
		t := web.Table{Title: c.T("申请的变更", "Changes asked for"), Head: []string{c.T("事项", "What"), c.T("现在", "Now"), c.T("变更后", "Then")}}
		for _, r := range differences(&e.Particulars, &want.Particulars) {
			t.Rows = append(t.Rows, []web.Cell{{Text: r[0]}, {Text: r[1]}, {Text: r[2]}})
		}
		out = append([]web.Block{t}, out...)
	}
	if len(notes.Rows) > 0 {
		out = append(out, notes)
	}
	return out, nil
}

// particularsBlocks shows what a party stated, with its contacts and, of an agency, its attorneys.
func particularsBlocks(c *web.Ctx, title string, p *Particulars) []web.Block {
	kv := web.KV{Title: title}
	kv.Add(c.T("名称", "Name"), p.Name).Add(c.T("注册地行政区划", "Division"), p.Division).Add(c.T("注册地址", "Address"), p.Address).
		Add(c.T("法定代表人或负责人", "Legal representative"), p.Legal).Add(c.T("成立日期", "Established"), p.Established.String()).
		Add(c.T("社保参保人数", "Insured staff"), strconv.Itoa(p.Insured)).Add(c.T("产业领域", "Industry"), p.Industry)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("经营范围", "Business scope"), Text: p.Scope, Lines: true},
		web.KVRow{Label: c.T("专利工作", "Patent work"), Text: p.Patents, Lines: true})
	if p.Licence != "" {
		kv.Add(c.T("机构代码", "Agency code"), p.Licence)
	}
	out := []web.Block{kv}
	contacts := web.Table{Title: c.T("联系人", "Contacts"), Head: []string{c.T("姓名", "Name"), c.T("手机", "Phone"), c.T("邮箱", "Mail")}}
	for _, x := range p.Contacts {
		contacts.Rows = append(contacts.Rows, []web.Cell{{Text: x.Name}, {Text: unmask.Phone(worklist.Actor(c), x.Phone)}, {Text: x.Mail}})
	}
	out = append(out, contacts)
	if len(p.Agents) > 0 {
		t := web.Table{Title: c.T("专利代理师", "Patent attorneys"), Head: []string{c.T("姓名", "Name"), c.T("执业证号", "Licence number")}}
		for _, a := range p.Agents {
			t.Rows = append(t.Rows, []web.Cell{{Text: a.Name}, {Text: a.No}})
		}
		out = append(out, t)
	}
	return out
}

// notes shows what was written in the moves, and the latest change that was asked for.
func (d *Desk) notes(c *web.Ctx, tx *store.Tx, k *casework.Case) (t web.Table, want *Change, err error) {
	t = web.Table{Title: c.T("往来与记录", "Correspondence"), Head: []string{c.T("时间", "Time"), c.T("事项", "Matter"), c.T("内容", "Words")}}
	all, want, err := d.words(c, tx, k)
	for _, w := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: w.at.Format("2006-01-02 15:04")}, {Text: c.T(w.move.Title, w.move.English)}, {Text: strings.Join(w.said, "；")}})
	}
	return t, want, err
}

// words is what was written in one move.
type words struct {
	at   time.Time
	move *casework.Move
	said []string
}

// words gathers what was written in the moves, and the latest change that was asked for. The
// opinions inside the center are for its staff.
func (d *Desk) words(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []words, want *Change, err error) {
	events, err := d.office.Events(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range events {
		if e.Move == "change" {
			want = &Change{}
			if err := d.office.InputOf(c.Context(), tx, e, want); err != nil {
				return nil, nil, err
			}
		}
		// What the center's people write to each other is not for the party.
		inside := slices.Contains([]string{"check", "visit", "assess", "send_back", "dispute"}, e.Move)
		if _, _, off := e.Reading(); off || inside && worklist.Actor(c).Party != 0 {
			continue
		}
		var in map[string]any
		if err := d.office.InputOf(c.Context(), tx, e, &in); err != nil {
			return nil, nil, err
		}
		w := words{at: e.At.In(calendar.Shanghai()), move: d.chart.Move(e.Move)}
		for _, key := range []string{"people", "objector", "opinion", "remark", "statement", "facts", "text", "grounds", "reason", "evidence"} {
			if s, ok := in[key].(string); ok && s != "" {
				w.said = append(w.said, s)
			}
		}
		if len(w.said) > 0 {
			out = append(out, w)
		}
	}
	return out, want, nil
}

// agencies lists the agencies that may act for the entity today.
func (d *Desk) agencies(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]*party.Party, error) {
	return party.Agencies(c.Context(), tx, k.Owner, d.office.Today())
}

// mandates lists the agencies of an entity, or the clients of an agency.
func (d *Desk) mandates(c *web.Ctx, tx *store.Tx, k *casework.Case) (t web.Table, err error) {
	t = web.Table{Title: c.T("已委托的代理机构", "Agencies entrusted"), Empty: c.T("没有委托代理机构。", "No agency is entrusted.")}
	if k.Kind == KindAgency {
		t.Title, t.Empty = c.T("委托本机构的主体", "Clients"), c.T("还没有主体委托。", "No clients yet.")
	}
	t.Head = []string{c.T("名称", "Name"), c.T("备案状态", "Standing")}
	ps, err := d.partners(c, tx, k)
	for _, p := range ps {
		t.Rows = append(t.Rows, []web.Cell{{Text: p.Name}, {Text: c.T(p.Status.Title(), p.Status.English())}})
	}
	return t, err
}

// partners are the agencies that may act for an entity today, or the clients of an agency.
func (d *Desk) partners(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]*party.Party, error) {
	if k.Kind == KindAgency {
		return party.Clients(c.Context(), tx, k.Owner, d.office.Today())
	}
	return d.agencies(c, tx, k)
}

// answers are those of the latest check. The party sees them when it is decided.
func (d *Desk) answers(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]Answer, error) {
	if worklist.Actor(c).Party != 0 && slices.Contains([]string{Assessing, Deciding, Announced, Reported}, k.State) {
		return nil, nil
	}
	return answers(c.Context(), tx, k.ID)
}

// criteriaBlock shows the answers of the latest check.
func (d *Desk) criteriaBlock(c *web.Ctx, tx *store.Tx, k *casework.Case) (t web.Table, err error) {
	list, err := d.answers(c, tx, k)
	if err != nil || len(list) == 0 {
		return t, err
	}
	t = web.Table{Title: c.T("备案条件", "Criteria"), Head: []string{c.T("条件", "Criterion"), c.T("结果", "Result")}}
	for _, a := range list {
		tag := web.Tag{Tone: web.Green, Text: c.T("符合", "Met")}
		if !a.Met {
			tag = web.Tag{Tone: web.Red, Text: c.T("不符合", "Not met")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: a.Title}, {Tag: tag}})
	}
	return t, nil
}

// documents lists the documents of a case with links to them.
func (d *Desk) documents(c *web.Ctx, tx *store.Tx, k *casework.Case) (t web.Table, err error) {
	fs, err := d.files(c.Context(), tx, k.ID)
	t = web.Table{Title: c.T("材料", "Documents"), Head: []string{c.T("材料", "Document"), c.T("步骤", "Step"), c.T("时间", "Time")}, Empty: c.T("没有材料。", "No documents.")}
	for _, f := range fs {
		m := d.chart.Move(f.Move)
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Name, Href: fmt.Sprintf("/registration/file/%d/%d", k.ID, f.ID)}, {Text: c.T(m.Title, m.English)},
			{Text: f.At.In(calendar.Shanghai()).Format(time.DateOnly)}})
	}
	return t, err
}

// filePage sends one document. For staff the opening is an event of the case.
func (d *Desk) filePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	var found *File
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, a, id)
		if err != nil {
			return err
		}
		if k.Chart != d.chart.Code || !d.office.Policy.May(a.Subject, ActFile, k.Object()) {
			return gone(fault.Say("份材料"))
		}
		fs, err := d.files(c.Context(), tx, k.ID)
		for i := range fs {
			if strconv.FormatInt(fs[i].ID, 10) == c.Path("file") {
				found = &fs[i]
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if found == nil {
		return gone(fault.Say("份材料"))
	}
	// The record must stand before a byte is sent.
	if a.Party == 0 {
		if err := d.office.RecordReading(c.Context(), a, id, "备案材料"); err != nil {
			return err
		}
	}
	return d.send(c, found, blobPlace(id), func(tx *store.Tx) (sealKey, error) { return d.office.Keys.CaseKey(c.Context(), tx, id) })
}

// criteriaOptions offers the criteria in force.
func (d *Desk) criteriaOptions(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]form.Option, error) {
	text, err := d.office.Settings.Raw(c.Context(), tx, setting.Query{Center: k.Center, Key: "registration.criteria", Variant: k.Kind, On: d.office.Today()})
	var out []form.Option
	for _, l := range splitLines(text) {
		out = append(out, form.Option{Value: l, Label: web.Text{l, l}})
	}
	return out, err
}

// options offers what can be chosen in a move's form.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	switch move {
	case "assess", "warn_refusal", "refuse":
		out, err := d.criteriaOptions(c, tx, k)
		f.Options("unmet", out)
		return err
	case "end_entrust":
		var out []form.Option
		as, err := d.agencies(c, tx, k)
		for _, a := range as {
			out = append(out, form.Option{Value: strconv.FormatInt(a.ID, 10), Label: web.Text{a.Name, a.Name}})
		}
		f.Options("agency", out)
		return err
	}
	return nil
}
