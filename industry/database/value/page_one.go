package value

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/step"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// one judges the patent of the address on the day of the address.
func (d *Desk) one(c *web.Ctx) (j Judged, es []holding.Evidence, err error) {
	day, err := dayOf(c)
	if err != nil {
		return j, nil, err
	}
	return d.judgeOne(c, c.Path("number"), day)
}

// judgeOne judges a patent by its number, and reads what was entered of it.
func (d *Desk) judgeOne(c *web.Ctx, number string, day calendar.Day) (j Judged, es []holding.Evidence, err error) {
	center := worklist.Actor(c).Center
	if _, err := d.Feed(c.Context(), center, quick); err != nil {
		return j, nil, err
	}
	if day.IsZero() {
		day = d.office.Today()
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		p, err := d.patent(c.Context(), tx, center, number)
		if err != nil {
			return err
		}
		r, err := d.rulesOf(c.Context(), tx, center, day)
		if err != nil {
			return err
		}
		j = r.judge(p)
		es, err = d.Holding.Evidences(c.Context(), tx, center, p.Root)
		return err
	})
	return j, es, err
}

// onePage shows a patent with its verdicts and what was entered of it.
func (d *Desk) onePage(c *web.Ctx) error {
	j, es, err := d.one(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: j.Title, Sub: j.Number, At: home, State: highTag(c, j.High), Crumbs: []web.Link{{Href: home, Label: c.T("高价值发明专利", "Patents of high value")}, {Label: j.Number}},
		Actions: []web.Link{{Href: "/documents/" + j.Number, Label: c.T("查看文献", "Open the document")}}}
	if d.may(c) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: j.address("/pledge"), Label: c.T("登记质押融资", "Enter a pledge")}, web.Link{Href: j.address("/award"), Label: c.T("登记获奖", "Enter an award")})
	}
	kv := web.KV{Title: fmt.Sprintf(c.T("统计日 %s", "Counted on %s"), j.Day)}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("结论", "Verdict"), Tag: highTag(c, j.High)})
	kv.Add(c.T("有效性", "In force"), j.stands(c)).Add(c.T("专利权人", "Holder"), j.holder()).Add(c.T("申请日", "Filed"), j.Filed.String()).Add(c.T("授权公告日", "Granted"), j.Published.String()).
		Add(c.T("国际分类", "IPC"), strings.Join(j.IPC, c.T("；", "; "))).Add(c.T("同族号", "Family"), j.Family).Add(c.T("依据", "Basis"), based(c))
	return c.Render("page-blocks", []web.Block{kv, j.table(c), d.entered(c, &j, es)})
}

// table shows the verdicts with their evidence.
func (j *Judged) table(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("五项标准", "The five criteria"), Head: []string{c.T("标准", "Criterion"), c.T("结果", "Answer"), c.T("依据", "Evidence")}}
	for i, k := range criteria() {
		v := j.Verdicts[i]
		cell := web.Cell{Text: j.reason(c, v)}
		// The one evidence that is a document itself.
		if v.Why == whyMember {
			cell.Href = "/documents/" + v.Member.Number
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Say(k.title)}, {Tag: answerTag(c, v.Answer)}, cell})
	}
	return t
}

// entered lists pledges and awards, those that were struck out too.
func (d *Desk) entered(c *web.Ctx, j *Judged, es []holding.Evidence) web.Table {
	t := web.Table{Title: c.T("登记的质押融资与获奖", "Pledges and awards that were entered"), Head: []string{c.T("日期", "Day"), c.T("内容", "Content"), c.T("来源", "Source"), c.T("登记", "Entered"), c.T("状态", "State")},
		Empty: c.T("没有登记。这不表示没有发生。", "None is entered. That does not mean that there is none.")}
	for _, e := range es {
		what := c.Say(prizeTitle(e.Prize)) + c.T("：", ": ") + e.Detail
		if e.Kind == holding.Pledge {
			what = fmt.Sprintf(c.T("质押融资 %s 元，%s", "pledged for %s yuan, %s"), yuan(e.Amount), e.Detail)
		}
		state := web.Cell{Tag: web.Tag{Tone: web.Green, Text: c.T("有效", "Counts")}}
		// What was struck out stays to be seen, with who did it and why.
		if !e.Struck.IsZero() {
			state = web.Cell{Tag: web.Tag{Tone: web.Grey, Text: c.T("已撤销", "Struck out")}, Sub: []string{e.StruckBy + " " + web.When(e.Struck) + " " + e.Why}}
		} else if d.may(c) {
			state.Links = []web.Link{{Href: j.address(fmt.Sprintf("/strike/%d", e.ID)), Label: c.T("撤销误登记", "Strike out")}}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: e.Day.String()}, {Text: what}, {Text: told(c, e.Source, e.AsOf)}, {Text: e.Name + " " + web.When(e.At)}, state})
	}
	return t
}

// Beside is the box on the page of a document: the verdicts of the patent to which it belongs, for who may
// see them; none where the document is of no granted invention.
func (d *Desk) Beside(c *web.Ctx, doc *literature.Document) ([]web.Table, error) {
	// Most documents are no granted inventions; nothing is read for them.
	if doc.Office != "CN" || !wanted(doc) || !d.office.Policy.Ever(worklist.Actor(c).Subject, ActSee) {
		return nil, nil
	}
	j, es, err := d.judgeOne(c, doc.Number, 0)
	if fault.KindOf(err) == fault.Missing {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	t := j.table(c)
	t.Title = fmt.Sprintf(c.T("高价值发明专利：%s（统计日 %s）", "High value: %s (counted on %s)"), highTag(c, j.High).Text, j.Day)
	// Being in force comes first: without it the five do not matter.
	t.Rows = append([][]web.Cell{{{Text: c.T("有效发明专利", "Invention patent in force"), Href: j.address("")}, {Tag: answerTag(c, j.Valid)}, {Text: j.stands(c)}}}, t.Rows...)
	out := []web.Table{t}
	if len(es) > 0 {
		out = append(out, d.entered(c, &j, es))
	}
	return out, nil
}

// steps are all changes.
func (d *Desk) steps() []step.Change {
	patent := func(c *web.Ctx) (web.Link, error) {
		j, _, err := d.judgeOne(c, c.Path("number"), 0)
		if err != nil {
			return web.Link{}, err
		}
		return web.Link{Href: j.address(""), Label: j.Number}, nil
	}
	enter := func(c *web.Ctx, e *holding.Evidence) (string, error) {
		return home + "/" + c.Path("number"), d.Enter(c.Context(), worklist.Actor(c), c.Path("number"), e)
	}
	today := func() calendar.Day { return d.office.Today() }
	table := func(c *web.Ctx) web.Link {
		return web.Link{Href: industries, Label: c.T("战略性新兴产业对照表", "Table of emerging industries")}
	}
	number := func(c *web.Ctx, name string) int64 {
		id, _ := strconv.ParseInt(c.Path(name), 10, 64) //nolint:errcheck // what is no number is found nowhere
		return id
	}
	return []step.Change{
		step.Step[NewPledge]{Menu: home, At: place + "/pledge", Act: ActEnter, Title: web.Text{"登记质押融资", "Enter a pledge"}, Start: func(c *web.Ctx) (in NewPledge, l web.Link, err error) {
			l, err = patent(c)
			return NewPledge{AsOf: today()}, l, err
		}, Do: func(c *web.Ctx, in *NewPledge) (string, error) { return enter(c, in.evidence()) }},
		step.Step[NewAward]{Menu: home, At: place + "/award", Act: ActEnter, Title: web.Text{"登记获奖", "Enter an award"}, Start: func(c *web.Ctx) (in NewAward, l web.Link, err error) {
			l, err = patent(c)
			return NewAward{Prize: "patent", AsOf: today()}, l, err
		}, Do: func(c *web.Ctx, in *NewAward) (string, error) { return enter(c, in.evidence()) }},
		step.Step[striking]{Menu: home, At: place + "/strike/{id}", Act: ActEnter, Title: web.Text{"撤销误登记", "Strike out a mistake"}, Danger: true, Start: func(c *web.Ctx) (in striking, l web.Link, err error) {
			l, err = patent(c)
			return in, l, err
		}, Do: func(c *web.Ctx, in *striking) (string, error) {
			by := worklist.Actor(c)
			root := literature.Root(literature.Canonical(c.Path("number")))
			return home + "/" + c.Path("number"), d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
				return d.Holding.StrikeEvidence(c.Context(), tx, by.Center, holding.Evidence{ID: number(c, "id"), Root: root, StruckBy: by.Name, Why: strings.TrimSpace(in.Why)})
			})
		}},
		step.Step[NewClass]{Menu: home, At: industries + "/new", Act: ActEnter, Title: web.Text{"增加一行", "Add a line"}, Start: func(c *web.Ctx) (in NewClass, l web.Link, err error) {
			return NewClass{From: today()}, table(c), nil
		}, Do: func(c *web.Ctx, in *NewClass) (string, error) {
			_, err := d.addClass(c.Context(), worklist.Actor(c), in)
			return industries, err
		}},
		step.Step[ending]{Menu: home, At: industries + "/{class}/end", Act: ActEnter, Title: web.Text{"终止一行", "End a line"}, Danger: true, Start: func(c *web.Ctx) (in ending, l web.Link, err error) {
			err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
				_, err := oneClass(c.Context(), tx, worklist.Actor(c).Center, number(c, "class"))
				return err
			})
			return ending{Until: today()}, table(c), err
		}, Do: func(c *web.Ctx, in *ending) (string, error) {
			return industries, d.endClass(c.Context(), worklist.Actor(c), number(c, "class"), in)
		}},
	}
}
