package value

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// NewPledge is a pledge as it is entered.
type NewPledge struct {
	Day    calendar.Day `json:"day" label:"质押登记日" en:"Day of the registration" widget:"date" required:"true"`
	Amount int64        `json:"amount" label:"质押融资金额（元）" en:"Amount, yuan" required:"true" min:"1" max:"1000000000000" help:"几件专利一并质押的，填写合同总额并在说明中写明" helpen:"The whole amount where several patents were pledged together; say so in the detail"`
	Detail string       `json:"detail" label:"质权人与登记号" en:"Pledgee and number" required:"true" max:"300"`
	Source string       `json:"source" label:"数据来源" en:"Source" required:"true" max:"120"`
	AsOf   calendar.Day `json:"as_of" label:"数据截至" en:"Data as of" widget:"date" required:"true"`
}

// NewAward is an award as it is entered.
type NewAward struct {
	Prize  string       `json:"prize" label:"奖项" en:"Award" widget:"radio" required:"true" options:"state=国家科学技术奖=National science and technology award,patent=中国专利奖=China patent award"`
	Detail string       `json:"detail" label:"年度（届次）、名称与等级" en:"Year, name and grade" required:"true" max:"300" help:"如 2023年国家技术发明奖二等奖、第二十四届中国专利金奖" helpen:"As the decision has it"`
	Day    calendar.Day `json:"day" label:"授奖决定日" en:"Day of the decision" widget:"date" required:"true"`
	Source string       `json:"source" label:"数据来源" en:"Source" required:"true" max:"120"`
	AsOf   calendar.Day `json:"as_of" label:"数据截至" en:"Data as of" widget:"date" required:"true"`
}

// striking says why something was a mistake.
type striking struct {
	Why string `json:"why" label:"撤销理由" en:"Reason" widget:"textarea" required:"true" max:"500"`
}

func (in *NewPledge) evidence() *holding.Evidence {
	return &holding.Evidence{Kind: holding.Pledge, Day: in.Day, Amount: in.Amount, Detail: strings.TrimSpace(in.Detail), Source: strings.TrimSpace(in.Source), AsOf: in.AsOf}
}

func (in *NewAward) evidence() *holding.Evidence {
	return &holding.Evidence{Kind: holding.Award, Day: in.Day, Prize: in.Prize, Detail: strings.TrimSpace(in.Detail), Source: strings.TrimSpace(in.Source), AsOf: in.AsOf}
}

// check refuses what cannot be: a day before the grant or filing, or from the future.
func (d *Desk) check(p *Patent, e *holding.Evidence) error {
	today := d.office.Today()
	switch {
	case e.Day > today || !p.Filed.IsZero() && e.Day < p.Filed:
		return fault.New(fault.Invalid, "value.day", "日期 %s 应在申请日 %s 之后且不晚于今天，请核对", e.Day, p.Filed).At("day")
	case e.AsOf > today:
		return fault.New(fault.Invalid, "value.as_of", "数据截至的日期不能晚于今天，请核对").At("as_of")
	case e.Kind == holding.Pledge && e.Amount <= 0:
		return fault.New(fault.Invalid, "value.amount", "请填写质押融资金额，以元为单位").At("amount")
	}
	return nil
}

// Enter records a pledge or an award of a patent.
func (d *Desk) Enter(ctx context.Context, by casework.Actor, number string, e *holding.Evidence) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock(ctx, "value.evidence"); err != nil {
			return err
		}
		p, err := d.patent(ctx, tx, by.Center, number)
		if err != nil {
			return err
		}
		if err := d.check(p, e); err != nil {
			return err
		}
		e.Root, e.Account, e.Name = p.Root, by.Account, by.Name
		return d.Holding.AddEvidence(ctx, tx, by.Center, e)
	})
}

// A line is a line of a list of evidence.
type line struct {
	number string
	*holding.Evidence
}

// evidences brings in a list of pledges and awards.
func (d *Desk) evidences() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "valuation", Act: ActEnter, Path: "/bring-in/value", At: home,
		Title: web.Text{"导入质押与获奖", "Import pledges and awards"}, Unit: web.Text{"行", "rows"}, Show: "number", Name: "质押与获奖",
		Columns: []sheet.Column{
			{Key: "number", Title: "公开（公告）号", Aliases: []string{"公告号", "授权公告号"}, Required: true, Max: 40, Help: "如 CN113783949B"},
			{Key: "kind", Title: "类别", Required: true, Choices: []string{"质押融资", "国家科学技术奖", "中国专利奖"}},
			{Key: "day", Title: "日期", Kind: sheet.Date, Required: true, Help: "质押登记日，或授奖决定日"},
			{Key: "amount", Title: "金额（元）", Kind: sheet.Integer, Help: "质押融资的必填"},
			{Key: "detail", Title: "说明", Required: true, Max: 300, Help: "质权人与登记号；或年度（届次）、名称与等级"},
			{Key: "source", Title: "数据来源", Required: true, Max: 120},
			{Key: "as_of", Title: "数据截至", Kind: sheet.Date, Required: true}},
		Input: func(_ int, v map[string]string) (any, error) { return readLine(v) },
		Judge: func(ctx context.Context, tx *store.Tx, a casework.Actor, in any, earlier func(string) int) error {
			l := in.(*line)
			p, err := d.patent(ctx, tx, a.Center, l.number)
			if err != nil {
				return err
			}
			if first := earlier(p.Root + l.Kind + l.Day.String() + l.Detail); first != 0 {
				return fault.New(fault.Conflict, "value.twice", "与第 %d 行相同，请只保留一行", first).At("number")
			}
			return d.check(p, l.Evidence)
		},
		Bring: func(ctx context.Context, a casework.Actor, in any) error {
			l := in.(*line)
			err := d.Enter(ctx, a, l.number, l.Evidence)
			if fault.CodeOf(err) == "holding.evidence_twice" {
				return fault.New(fault.Conflict, worklist.AlreadyIn, "已经登记过，内容相同，请从表中删去此行")
			}
			return err
		},
		Also: []worklist.Also{{Href: home, Act: ActSee, Label: web.Text{"高价值发明专利", "Patents of high value"}}},
		Help: worklist.Help{Title: web.Text{"先核对，后写入", "Checked first, entered after"}, Text: web.Text{"一行一笔质押融资或一个奖项，写明来源和数据截至的日期。文献库中没有授权公告的号码不能登记。", "A row for each pledge or award, with its source and how old its data is. The patent must be held as a grant."}}}
}

// readLine makes a line of its cells.
func readLine(v map[string]string) (*line, error) {
	e := &holding.Evidence{Kind: holding.Award, Detail: v["detail"], Source: v["source"]}
	for key, to := range map[string]*calendar.Day{"day": &e.Day, "as_of": &e.AsOf} {
		var err error
		if *to, err = calendar.ParseDay(v[key]); err != nil {
			return nil, fault.New(fault.Invalid, "value.date", "应为日期，例如 2026-11-22").At(key)
		}
	}
	if v["kind"] == "质押融资" {
		// Everything else in the column is the name of an award.
		e.Kind = holding.Pledge
		var err error
		if e.Amount, err = whole(v["amount"]); err != nil {
			return nil, err
		}
	}
	for _, p := range prizes() {
		if p.title[0] == v["kind"] {
			e.Prize = p.code
		}
	}
	return &line{v["number"], e}, nil
}

// table brings in a table of industries.
func (d *Desk) table() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "industries", Act: ActEnter, Path: "/bring-in/emerging", At: home,
		Title: web.Text{"导入战略性新兴产业对照表", "Import a table of emerging industries"}, Unit: web.Text{"行", "rows"}, Show: "ipc", Name: "战略性新兴产业对照表",
		Columns: []sheet.Column{
			{Key: "ipc", Title: "国际分类", Aliases: []string{"IPC", "IPC分类号", "国际专利分类号"}, Required: true, Max: 20, Help: "如 H01M 10/05；含其下各级"},
			{Key: "code", Title: "产业代码", Aliases: []string{"战略性新兴产业代码", "代码"}, Required: true, Max: 40},
			{Key: "title", Title: "产业名称", Aliases: []string{"战略性新兴产业分类名称", "名称"}, Required: true, Max: 120},
			{Key: "version", Title: "对照表版本", Required: true, Max: 60, Help: "对照表的名称和年份，按原文件填写"},
			{Key: "from", Title: "自何日起适用", Kind: sheet.Date, Required: true},
			{Key: "source", Title: "数据来源", Required: true, Max: 120}},
		Input: func(_ int, v map[string]string) (any, error) {
			from, err := calendar.ParseDay(v["from"])
			if err != nil {
				return nil, fault.New(fault.Invalid, "value.date", "应为日期，例如 2026-11-22").At("from")
			}
			return &NewClass{IPC: v["ipc"], Code: v["code"], Title: v["title"], Version: v["version"], From: from, Source: v["source"]}, nil
		},
		Judge: func(ctx context.Context, tx *store.Tx, a casework.Actor, in any, earlier func(string) int) error {
			c, err := in.(*NewClass).check()
			if err != nil {
				return err
			}
			if first := earlier(c.IPC + " " + c.Code + " " + c.Version); first != 0 {
				return fault.New(fault.Conflict, "value.twice", "与第 %d 行相同，请只保留一行", first).At("ipc")
			}
			return already(c.clash(ctx, tx, a.Center))
		},
		Bring: func(ctx context.Context, a casework.Actor, in any) error {
			_, err := d.addClass(ctx, a, in.(*NewClass))
			return already(err)
		},
		Also: []worklist.Also{{Href: industries, Act: ActSee, Label: web.Text{"战略性新兴产业对照表", "Table of emerging industries"}}},
		Help: worklist.Help{Title: web.Text{"按公布的对照表填写", "As the table was published"}, Text: web.Text{"本系统不附带对照表，也不推断对照关系；请由国家公布的国际专利分类与战略性新兴产业分类对照表整理导入，写明版本和来源。", "No table comes with the program and none is guessed; import the one that was published, with its version and source."}}}
}

// already says that a line stands in the table.
func already(err error) error {
	if fault.CodeOf(err) == "value.class_twice" {
		return fault.New(fault.Conflict, worklist.AlreadyIn, "已经登记过，内容相同，请从表中删去此行")
	}
	return err
}

// whole reads an amount without its separators.
func whole(s string) (n int64, err error) {
	s = strings.NewReplacer(",", "", "，", "", " ", "").Replace(s)
	for _, r := range s {
		if r < '0' || r > '9' || n > 1e12 {
			return 0, fault.New(fault.Invalid, "value.amount", "请填写质押融资金额，以元为单位").At("amount")
		}
		n = n*10 + int64(r-'0')
	}
	return n, nil
}
