package database

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/law/calendar"
)

const (
	path  = "/patents"
	place = path + "/{number}"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	routes := slices.Concat(d.list().Routes(), d.importer().Routes(), []web.Route{{Method: "GET", Pattern: place, Act: ActRead, Handler: d.patentPage},
		{Method: "GET", Pattern: place + "/proof/{id}", Act: ActRead, Handler: d.proofPage}})
	for pattern, h := range map[string]func(*web.Ctx) error{path + "/new": d.newPage, place + "/event": d.eventPage, place + "/correct": d.correctPage, place + "/strike/{id}": d.strikePage} {
		for _, method := range []string{"GET", "POST"} {
			routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: ActEnter, Handler: h, Limit: maxProof + 1<<20, Timeout: time.Minute})
		}
	}
	return web.Module{Name: "database", Routes: routes}
}

// A filter is how the ledger can be narrowed.
type filter struct {
	Number string `json:"number" label:"专利号或申请号" en:"Number" max:"40" help:"可带 ZL、CN、空格或点" helpen:"With or without ZL, CN, spaces and dot"`
	Holder string `json:"holder" label:"专利权人" en:"Holder" max:"60" help:"名称的一部分，也查找受让人" helpen:"A part of the name; also later holders"`
	Title  string `json:"title" label:"名称" en:"Title" max:"60"`
	Kind   string `json:"kind" label:"类型" en:"Kind" widget:"select" options:"invention=发明=Invention,utility=实用新型=Utility model,design=外观设计=Design"`
	Event  string `json:"event" label:"有法律事件" en:"With the event" widget:"select" options:"*"`
}

// list describes the ledger as a list.
func (d *Desk) list() *list.List[filter, *Patent] {
	col := func(key, zh, en string, sort bool, cell func(c *web.Ctx, r Record) web.Cell) list.Column[*Patent] {
		return list.Column[*Patent]{Key: key, Title: web.Text{zh, en}, Sort: sort, Cell: func(c *web.Ctx, p *Patent) web.Cell { return cell(c, p.On(d.office.Today())) }}
	}
	number := col("number", "专利（申请）号", "Number", true, func(_ *web.Ctx, r Record) web.Cell {
		return web.Cell{Text: r.Number, Href: path + "/" + r.Number}
	})
	number.Fixed, number.Tight = true, true
	day := func(key, zh, en string, sort bool, of func(Record) calendar.Day) list.Column[*Patent] {
		c := col(key, zh, en, sort, func(_ *web.Ctx, r Record) web.Cell { return web.Cell{Text: dash(of(r).String())} })
		c.Tight = true
		return c
	}
	kind := col("kind", "类型", "Kind", false, func(c *web.Ctx, r Record) web.Cell { return web.Cell{Text: c.Say(KindTitle(r.Kind))} })
	kind.Tight = true
	version := col("as_of", "数据截至", "As of", false, func(_ *web.Ctx, r Record) web.Cell { return web.Cell{Text: r.DataVersion} })
	version.Tight = true
	return list.New(list.Spec[filter, *Patent]{Name: "database.patents", Path: path, Act: ActRead, Title: web.Text{"专利台账", "Ledger of patents"}, Unit: web.Text{"件", "patents"}, Sort: "-at",
		Columns: []list.Column[*Patent]{number, kind,
			col("title", "名称", "Title", true, func(_ *web.Ctx, r Record) web.Cell { return web.Cell{Text: r.Title} }),
			col("holder", "专利权人", "Holder", true, func(_ *web.Ctx, r Record) web.Cell { return web.Cell{Text: r.Holder} }),
			day("filed", "申请日", "Filed", true, func(r Record) calendar.Day { return r.Filed }), day("granted", "授权公告日", "Granted", true, func(r Record) calendar.Day { return r.Granted }),
			col("status", "今日法律状态", "Today", false, func(c *web.Ctx, r Record) web.Cell { return web.Cell{Tag: r.tag(c)} }),
			day("since", "自", "Since", false, func(r Record) calendar.Day { return r.Since }), version,
			{Key: "at", Title: web.Text{"登记时间", "Entered"}, Sort: true, Off: true, Tight: true, Cell: func(_ *web.Ctx, p *Patent) web.Cell {
				return web.Cell{Text: moment(p.At)}
			}}},
		Load: d.load, Export: d.export, Kinds: []string{"xlsx", "csv"}, Above: d.above, Actions: d.actions, Options: func(_ *web.Ctx, f *form.Form) error { f.Options("event", eventOptions()); return nil },
		Empty: web.Text{"台账中没有符合条件的专利。没有登记的号码，不能据此判断其法律状态。", "The ledger has none that fits. Nothing follows of a number that is not in it."}})
}

// KindTitle names a kind of patents in both languages.
func KindTitle(kind string) web.Text {
	return map[string]web.Text{"invention": {"发明", "Invention"}, "utility": {"实用新型", "Utility model"}, "design": {"外观设计", "Design"}}[kind]
}

// eventOptions are the kinds of events as choices.
func eventOptions() (out []form.Option) {
	for _, k := range eventKinds() {
		out = append(out, form.Option{Value: k.code, Label: web.Text{k.title, k.english}})
	}
	return out
}

// search is what the filter asks for; false where it asks for a number that is none.
func (f *filter) search() (s search, ok bool, err error) {
	s = search{holder: strings.TrimSpace(f.Holder), title: strings.TrimSpace(f.Title), kind: f.Kind, event: f.Event}
	if strings.TrimSpace(f.Number) != "" {
		s.number, err = read(f.Number)
	}
	if fault.Of(err) != nil {
		return s, false, nil
	}
	return s, true, err
}

// load reads a page of the list. A number that is none fits nothing; what is wrong with it stands above.
func (d *Desk) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[*Patent], err error) {
	s, ok, err := q.Filter.search()
	if err != nil || !ok {
		return out, err
	}
	s.sort, s.desc, s.offset, s.limit = q.Sort, q.Desc, q.Offset, q.Limit
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out.Rows, out.Total, err = find(c.Context(), tx, worklist.Actor(c).Center, s)
		out.Total = min(out.Total, list.CountMax+1)
		return err
	})
	return out, err
}

// above says what is known of a number that was asked for, where the list has nothing to show of it.
func (d *Desk) above(c *web.Ctx) ([]web.Block, error) {
	asked := strings.TrimSpace(c.Query("number"))
	if asked == "" {
		return nil, nil
	}
	n, err := read(asked)
	if fault.Of(err) != nil {
		return []web.Block{web.Notice{Tone: web.Red, Title: c.T("号码有误", "Not a number"), Text: c.Say(c.Explain(err))}}, nil
	} else if err != nil {
		return nil, err
	}
	var p *Patent
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		p, err = byNumber(c.Context(), tx, worklist.Actor(c).Center, n)
		return err
	})
	if err != nil || p != nil {
		return nil, err
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: fmt.Sprintf(c.T("台账中没有 %s", "%s is not in the ledger"), n.PatentNo()),
		Text: fmt.Sprintf(c.T("号码的校验位正确，按号码应为%d 年的%s。台账没有登记，不能据此判断其法律状态；请查询国家知识产权局公布的数据后登记。", "The check character is right; by its digits it is of %d, kind: %s. Nothing follows for its status; look it up in the data of CNIPA and enter it."),
			n.Year(), c.Say(KindTitle(kindName(n))))}}, nil
}

// actions are the buttons above the list.
func (d *Desk) actions(c *web.Ctx) []web.Link {
	if !d.office.Policy.Ever(worklist.Actor(c).Subject, ActEnter) {
		return nil
	}
	return []web.Link{{Href: "/bring-in/patents", Label: c.T("批量导入", "Import a list")}, {Href: path + "/new", Label: c.T("登记一件", "Enter one"), Tone: web.Blue}}
}

// tag shows the status.
func (r *Record) tag(c *web.Ctx) web.Tag {
	tone := map[Status]web.Tone{Valid: web.Green, Pending: web.Blue, Lapsed: web.Red, Void: web.Red, Ended: web.Grey, None: web.Grey}[r.Status]
	text := c.Say(r.Status.Title())
	if r.Status == Valid && r.Partial {
		tone, text = web.Amber, text+c.T("（部分无效）", " (partly invalid)")
	}
	if r.Status == Valid && r.Pledged {
		text += c.T("，已质押", ", pledged")
	}
	if r.Computed {
		text += c.T("（按期限推算）", " (by its term)")
	}
	return web.Tag{Tone: tone, Text: text}
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// moment writes a moment as people of the center read it.
func moment(t time.Time) string { return t.In(calendar.Shanghai()).Format("2006-01-02 15:04") }

// A view is a patent with everything that its page shows.
type view struct {
	*Patent
	on       calendar.Day // day that is asked for
	versions []version
}

// view reads the patent of the address as on the day of the address, today without one.
func (d *Desk) view(c *web.Ctx) (v view, err error) {
	v.on = d.office.Today()
	if asked := c.Query("on"); asked != "" {
		if v.on, err = calendar.ParseDay(asked); err != nil {
			return v, fault.New(fault.Invalid, "database.on", "日期“%s”不对，请写作 2026-11-22", asked).At("on")
		}
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		a := worklist.Actor(c)
		if v.Patent, err = d.known(c.Context(), tx, a.Center, c.Path("number")); err != nil {
			return err
		}
		key, err := d.office.Keys.Center(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		v.versions, err = versions(c.Context(), tx, key, v.ID)
		return err
	})
	// To an address everything that is no patent is the same: there is nothing.
	if e := fault.Of(err); e != nil && e.Kind == fault.Invalid && e.Field == "number" {
		err = fault.New(fault.Missing, "database.address", "没有这个号码的专利，请从“专利台账”中查找").Because(err)
	}
	return v, err
}

// dayForm asks for another day.
type dayForm struct {
	On calendar.Day `json:"on" label:"查看某日的法律状态" en:"Status on a day" widget:"date"`
}

// patentPage shows one patent: how it stood on a day, its events, and every state of the ledger.
func (d *Desk) patentPage(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	r := v.On(v.on)
	here := path + "/" + string(v.Number)
	c.Page = web.Page{Title: v.Number.PatentNo(), Sub: v.Title, At: path, Crumbs: []web.Link{{Href: path, Label: c.T("专利台账", "Ledger of patents")}, {Label: string(v.Number)}}, State: r.tag(c)}
	if d.office.Policy.Ever(worklist.Actor(c).Subject, ActEnter) {
		c.Page.Actions = []web.Link{{Href: here + "/correct", Label: c.T("更正著录项目", "Correct")}, {Href: here + "/event", Label: c.T("登记法律事件", "Enter an event"), Tone: web.Blue}}
	}
	f := form.New(c, form.Describe(dayForm{}, nil)).Fill(dayForm{v.on})
	f.Filter, f.Action, f.Submit = true, here, c.T("查看", "Show")
	return c.Render("page-blocks", []web.Block{v.standing(c, r), f, v.timeline(c, here), v.history(c, here)})
}

// standing shows how the patent stood on the day.
func (v *view) standing(c *web.Ctx, r Record) web.KV {
	kv := web.KV{Title: fmt.Sprintf(c.T("%s 的状态", "On %s"), v.on)}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("法律状态", "Status"), Tag: r.tag(c)})
	kv.Add(c.T("自", "Since"), dash(r.Since.String())).Add(c.T("类型", "Kind"), c.Say(KindTitle(r.Kind))).Add(c.T("名称", "Title"), r.Title).Add(c.T("专利权人", "Holder"), r.Holder).
		Add(c.T("申请日", "Filed"), dash(r.Filed.String())).Add(c.T("授权公告日", "Granted"), dash(r.Granted.String())).Add(c.T("法定期限届满日", "End of the term by law"), dash(v.end().String())).
		Add(c.T("法律状态的来源", "Source of the status"), r.Source).Add(c.T("数据截至", "As of"), r.DataVersion)
	if !r.VoidFrom.IsZero() {
		kv.Add(c.T("后被宣告全部无效", "Later declared invalid"), fmt.Sprintf(c.T("%s；宣告无效的专利权视为自始即不存在（专利法第四十七条）", "%s; it counts as never granted (Patent Law, art. 47)"), r.VoidFrom))
	}
	return kv
}

// timeline lists the events, those that were struck out too.
func (v *view) timeline(c *web.Ctx, here string) web.Table {
	t := web.Table{Title: c.T("法律事件", "Events"), Head: []string{c.T("日期", "Day"), c.T("事件", "Event"), c.T("内容", "Content"), c.T("来源", "Source"), c.T("登记", "Entered"), c.T("证明", "Proof"), c.T("状态", "State")},
		Empty: c.T("没有登记法律事件。这不表示没有发生，只表示台账不知晓。", "None is entered. That does not mean that nothing happened.")}
	for _, e := range v.Events {
		k, _ := kindOf(e.Kind)
		var what []string
		for _, s := range []string{e.Holder, e.Detail, prefixed(c.T("至 ", "until "), e.Until.String())} {
			if s != "" {
				what = append(what, s)
			}
		}
		row := []web.Cell{{Text: e.Day.String()}, {Text: c.T(k.title, k.english)}, {Text: dash(strings.Join(what, c.T("；", "; ")))}, {Text: e.Source + c.T("，截至 ", ", as of ") + e.DataVersion}, {Text: e.By + " " + moment(e.At)}, {Text: "—"}, {}}
		if e.Proof {
			row[5] = web.Cell{Text: c.T("查看", "Open"), Href: fmt.Sprintf("%s/proof/%d", here, e.ID)}
		}
		if e.Struck.IsZero() {
			row[6] = web.Cell{Text: c.T("撤销登记", "Strike out"), Href: fmt.Sprintf("%s/strike/%d", here, e.ID)}
		} else {
			row[6] = web.Cell{Tag: web.Tag{Tone: web.Grey, Text: c.T("已撤销登记", "Struck out")}, Text: e.StruckBy + " " + moment(e.Struck) + c.T("：", ": ") + e.StruckWhy}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// prefixed is a text with words before it, nothing where it is empty.
func prefixed(before, s string) string {
	if s == "" {
		return ""
	}
	return before + s
}

// history lists what the ledger said, from the first entry on.
func (v *view) history(c *web.Ctx, here string) web.Table {
	t := web.Table{Title: c.T("登记与更正", "Entries and corrections"), Head: []string{c.T("时间", "When"), c.T("登记人", "By"), c.T("方式", "How"), c.T("名称", "Title"), c.T("专利权人", "Holder"), c.T("申请日", "Filed"), c.T("授权公告日", "Granted"), c.T("来源", "Source"), c.T("理由", "Reason"), c.T("证明", "Proof")}}
	for _, x := range v.versions {
		how := map[string]string{"entered": c.T("登记", "Entered"), "imported": c.T("导入", "Imported"), "corrected": c.T("更正", "Corrected")}[x.what]
		row := []web.Cell{{Text: moment(x.at)}, {Text: x.name}, {Text: how}, {Text: x.title}, {Text: x.holder}, {Text: x.filed.String()}, {Text: dash(x.granted.String())}, {Text: x.source + c.T("，截至 ", ", as of ") + x.dataVersion}, {Text: dash(x.reason)}, {Text: "—"}}
		if x.proof != nil {
			row[9] = web.Cell{Text: x.proof.Name, Href: fmt.Sprintf("%s/proof/%d", here, x.id)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// proofPage sends what proves an entry or an event.
func (d *Desk) proofPage(c *web.Ctx) error {
	id, err := strconv.ParseInt(c.Path("id"), 10, 64)
	if err != nil {
		return gone()
	}
	var f *proof
	var in *blob.File
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		a := worklist.Actor(c)
		p, err := d.known(c.Context(), tx, a.Center, c.Path("number"))
		if err != nil {
			return err
		}
		key, err := d.office.Keys.Center(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		if f, err = proofOf(c.Context(), tx, key, p.ID, id); err != nil || f == nil {
			return err
		}
		in, err = d.Blobs.Open(c.Context(), key, f.ref(id))
		return err
	})
	if fault.KindOf(err) == fault.Invalid || err == nil && f == nil {
		return gone()
	} else if err != nil {
		return err
	}
	defer in.Close()
	return original.Send(c, f.Name, in)
}

func gone() error {
	return fault.New(fault.Missing, "database.proof", "没有这份证明材料，请从专利页面打开")
}
