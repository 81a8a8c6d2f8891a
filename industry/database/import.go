package database

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A line is one line of a list: a patent, and an event of it where the line has one.
type line struct {
	Entry
	event *Happening
}

// importer brings a list of patents and their events into the ledger.
func (d *Desk) importer() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "ledger", Act: ActEnter, Path: "/bring-in/patents", At: "/patents",
		Title: web.Text{"导入专利台账", "Import patents"}, Unit: web.Text{"行", "rows"}, Show: "number", Columns: columns(), Name: "专利台账",
		Input: func(_ int, v map[string]string) (any, error) { return readLine(v) }, Judge: d.judge, Bring: d.bring,
		Notes: []string{"一行填写一件专利，或一件专利的一个法律事件；同一专利有几个事件的，填写几行。", "号码列请保持文本格式；日期写作 2026-11-22。", "没有填写法律事件的，不表示专利有效，只表示该来源没有提供。"},
		Also:  []worklist.Also{{Href: "/patents", Act: ActRead, Label: web.Text{"专利台账", "Ledger of patents"}}},
		Help: worklist.Help{Title: web.Text{"先核对，后写入", "Checked first, entered after"}, Text: web.Text{"上传后逐行核对：号码的校验位、日期的先后、与台账是否矛盾。确认后才写入；已有的行不会重复写入，有问题的行可下载、改正后重新上传。每行须写明数据来源和数据截至的日期。",
			"Every row is checked before anything is entered: the check character, the order of the days, contradictions with the ledger. What is there already is not entered twice, and rows that failed can be downloaded, mended and sent again. Each row names its source and how old the data is."}}}
}

// columns are those of a list of patents.
func columns() []sheet.Column {
	var kinds []string
	for _, k := range eventKinds() {
		kinds = append(kinds, k.title)
	}
	return []sheet.Column{
		{Key: "number", Title: "专利号", Aliases: []string{"申请号", "专利号或申请号", "专利（申请）号"}, Required: true, Max: 40, Help: "可带 ZL 或 CN；含校验位"},
		{Key: "title", Title: "名称", Aliases: []string{"专利名称", "发明名称"}, Required: true, Max: 300},
		{Key: "holder", Title: "专利权人", Aliases: []string{"权利人", "申请人"}, Required: true, Max: 300, Help: "授权时的专利权人；多个的用顿号分开"},
		{Key: "filed", Title: "申请日", Kind: sheet.Date, Required: true},
		{Key: "granted", Title: "授权公告日", Kind: sheet.Date, Help: "尚未授权的不填"},
		{Key: "kind", Title: "法律事件", Choices: kinds, Help: "没有的不填"},
		{Key: "day", Title: "事件日期", Kind: sheet.Date, Help: "公告日或登记生效日"},
		{Key: "until", Title: "事件截止日", Kind: sheet.Date, Help: "许可、质押的届满日，或期限补偿后的届满日"},
		{Key: "to", Title: "受让人", Max: 300, Help: "专利权转移的必填"},
		{Key: "detail", Title: "事件说明", Max: 500, Help: "决定号、被许可人、质权人等"},
		{Key: "source", Title: "数据来源", Required: true, Max: 120},
		{Key: "as_of", Title: "数据截至", Aliases: []string{"数据版本", "数据日期"}, Kind: sheet.Date, Required: true},
	}
}

// readLine makes a line of its cells.
func readLine(v map[string]string) (*line, error) {
	l := &line{Entry: Entry{Number: v["number"], Title: v["title"], Holder: v["holder"], Origin: Origin{Source: v["source"]}}}
	var day, until calendar.Day
	for key, to := range map[string]*calendar.Day{"filed": &l.Filed, "granted": &l.Granted, "as_of": &l.AsOf, "day": &day, "until": &until} {
		if v[key] == "" {
			continue
		}
		var err error
		if *to, err = calendar.ParseDay(v[key]); err != nil {
			return nil, fault.New(fault.Invalid, "database.date", "应为日期，例如 2026-11-22").At(key)
		}
	}
	if v["kind"] == "" {
		if v["day"] != "" || v["to"] != "" || v["detail"] != "" {
			return nil, fault.New(fault.Invalid, "database.no_event", "填写了事件的日期或说明，但没有填写法律事件，请补填").At("kind")
		}
		return l, nil
	}
	if day.IsZero() {
		return nil, fault.New(fault.Invalid, "database.no_day", "填写了法律事件，请同时填写事件日期").At("day")
	}
	l.event = &Happening{Day: day, Until: until, Holder: v["to"], Detail: v["detail"], Origin: l.Origin}
	for _, k := range eventKinds() {
		if k.title == v["kind"] {
			l.event.Kind = k.code
		}
	}
	return l, nil
}

// judge says what would become of a line.
func (d *Desk) judge(ctx context.Context, tx *store.Tx, a casework.Actor, in any, earlier func(string) int) error {
	l := in.(*line)
	n, err := read(l.Number)
	if err != nil {
		return err
	}
	key := string(n)
	if l.event != nil {
		key += "|" + l.event.Kind + l.event.Day.String() + l.event.Holder + l.event.Detail
	}
	if first := earlier(key); first != 0 {
		return fault.New(fault.Conflict, "database.twice", "与第 %d 行相同，请只保留一行", first).At("number")
	}
	// An event may follow from one of a line above, which is not entered yet; it is judged when it is.
	follows := earlier("number "+string(n)) != 0
	_, _, err = d.weigh(ctx, tx, a.Center, l)
	if follows && fault.CodeOf(err) == "database.sequence" {
		return nil
	}
	return err
}

// weigh compares a line with the ledger: the patent as it would be, and whether it is new there.
func (d *Desk) weigh(ctx context.Context, tx *store.Tx, center int64, l *line) (p *Patent, fresh bool, err error) {
	n, err := read(l.Number)
	if err != nil {
		return nil, false, err
	}
	if p, err = byNumber(ctx, tx, center, n); err != nil {
		return nil, false, err
	}
	stated := &Correction{Title: l.Title, Holder: l.Holder, Filed: l.Filed, Granted: l.Granted, Origin: l.Origin}
	if fresh = p == nil; fresh {
		p = &Patent{ID: d.office.DB.NewID(), Center: center, Number: n}
		err = d.set(p, stated)
	} else {
		err = p.agrees(stated, d.office.Today())
	}
	switch {
	case err != nil:
		return nil, false, err
	case l.event != nil:
		_, err = d.event(p, l.event)
	case !fresh:
		err = fault.New(fault.Conflict, worklist.AlreadyIn, "台账中已有，内容相同，请从表中删去此行")
	}
	return p, fresh, err
}

// agrees refuses a line that contradicts the ledger: which of the two is wrong a person has to find out.
func (p *Patent) agrees(in *Correction, today calendar.Day) error {
	other := func(field, what string, have any) error {
		return fault.New(fault.Conflict, "database.differs", "台账中该专利的%s为“%s”，与本行不同；请核对，确需更正的在专利页面更正", fault.Pair{what, field}, have).At(field)
	}
	now := p.On(today)
	switch {
	case in.Title != p.Title:
		return other("title", "名称", p.Title)
	case in.Holder != p.Holder && in.Holder != now.Holder:
		return other("holder", "专利权人", now.Holder)
	case in.Filed != p.Filed:
		return other("filed", "申请日", p.Filed)
	case !in.Granted.IsZero() && in.Granted != now.Granted:
		return other("granted", "授权公告日", now.Granted)
	}
	return nil
}

// bring enters a line. The same line a second time finds itself there.
func (d *Desk) bring(ctx context.Context, a casework.Actor, in any) error {
	l := in.(*line)
	return d.write(ctx, a, func(w *writing) error {
		p, fresh, err := d.weigh(ctx, w.tx, a.Center, l)
		if err != nil {
			return err
		}
		if fresh {
			if err := put(w, p, version{id: d.office.DB.NewID(), what: "imported"}); err != nil {
				return err
			}
		}
		if l.event == nil {
			return nil
		}
		e, err := d.event(p, l.event)
		if err != nil {
			return err
		}
		return addEvent(w, p, e, nil)
	})
}
