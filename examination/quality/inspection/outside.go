package inspection

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// outsideForm is what an office above found.
type outsideForm struct {
	Level   string       `json:"level" label:"抽查单位" en:"By whom" widget:"radio" required:"true" options:"nation=国家知识产权局=CNIPA,province=省知识产权局=Provincial office"`
	From    calendar.Day `json:"from" label:"抽查期间自" en:"Period from" widget:"date" required:"true"`
	To      calendar.Day `json:"to" label:"至" en:"Until" widget:"date" required:"true"`
	Sampled int          `json:"sampled" label:"抽查件数" en:"Cases inspected" required:"true" min:"1" max:"100000"`
	Passed  int          `json:"passed" label:"合格件数" en:"Cases passed" required:"true" min:"0" max:"100000"`
	Source  string       `json:"source" label:"通报文号或来源" en:"Source" required:"true" max:"200"`
}

// Enter records what an office above found.
func (d *Desk) Enter(ctx context.Context, by casework.Actor, x Outside) (err error) {
	defer fault.Wrap(&err, "record a result from above")
	o := d.Office()
	switch {
	case !o.Policy.Ever(by.Subject, ActPlans):
		return fault.New(fault.Forbidden, "quality.outside", "上级抽查结果由业务负责人或中心主任登记，请联系其办理")
	case x.To < x.From || x.To > o.Today():
		return fault.New(fault.Invalid, "quality.outside_days", "抽查期间的截止日须不早于起始日，且不晚于今天，请核对").At("to")
	case x.Passed > x.Sampled:
		return fault.New(fault.Invalid, "quality.outside_passed", "合格件数 %d 多于抽查件数 %d，请核对", x.Passed, x.Sampled).At("passed")
	}
	x.ID, x.Center, x.At, x.Name = o.DB.NewID(), by.Center, o.Now().UnixMicro(), by.Name
	return o.DB.Write(ctx, func(tx *store.Tx) error { return insertOutside(ctx, tx, by.Account, x) })
}

// enter records what was typed.
func (d *Desk) enter(c *web.Ctx, in *outsideForm) error {
	return d.Enter(c.Context(), worklist.Actor(c), Outside{Level: in.Level, From: in.From, To: in.To, Sampled: in.Sampled, Passed: in.Passed, Source: in.Source})
}

// found lists what was found from above, ever.
func (d *Desk) found(c *web.Ctx) (out []Outside, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = outsides(c.Context(), tx, worklist.Actor(c).Center, 1, d.Office().Today())
		return err
	})
	return out, err
}

// outsidePage lists what offices above found, and takes a result.
func (d *Desk) outsidePage(c *web.Ctx) error {
	title := c.T("上级抽查结果", "Results from above")
	c.Page = web.Page{Title: title, At: "/quality/plans", Crumbs: []web.Link{{Href: "/quality/plans", Label: c.T("质量抽检", "Quality sampling")}, {Label: title}}}
	f := form.New(c, form.Describe(outsideForm{}, nil))
	f.Submit, f.Cancel = c.T("登记", "Record"), "/quality/plans"
	var in outsideForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.enter(c, &in)
		if err == nil {
			c.Flash(web.Green, c.T("已登记", "Recorded"))
			return c.Redirect("/quality/outside")
		}
		if !f.Refused(err) {
			return err
		}
	}
	all, err := d.found(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("历次抽查", "So far"), Head: []string{c.T("抽查单位", "By"), c.T("期间", "Period"), c.T("抽查", "Inspected"), c.T("合格", "Passed"), c.T("合格率", "Rate"), c.T("来源", "Source"), c.T("登记", "Recorded")},
		Numbers: []int{2, 3, 4}, Empty: c.T("还没有登记过国家局、省局的抽查结果。", "None yet.")}
	for _, x := range all {
		by := map[string]string{"nation": c.T("国家知识产权局", "CNIPA"), "province": c.T("省知识产权局", "Province")}[x.Level]
		t.Rows = append(t.Rows, []web.Cell{{Text: by}, {Text: x.From.String() + " – " + x.To.String()}, {Text: strconv.Itoa(x.Sampled)}, {Text: strconv.Itoa(x.Passed)},
			{Text: fmt.Sprintf("%.1f%%", 100*float64(x.Passed)/float64(x.Sampled))}, {Text: x.Source}, {Text: x.Name + " " + moment(time.UnixMicro(x.At))}})
	}
	return c.Render("page-blocks", []web.Block{t, f})
}

// Mine are the settled inspections of the person's own work with what followed.
func (d *Desk) Mine(c *web.Ctx) (web.Table, error) {
	t := web.Table{Title: c.T("对本人的抽检", "Inspections of my work"), Head: []string{c.T("抽检件", "Inspection"), c.T("案号", "Case"), c.T("得分", "Score"), c.T("结果", "Result"), c.T("奖惩", "What follows"), c.T("审定", "Settled")},
		Empty: c.T("还没有审定的抽检。", "None was settled yet.")}
	rows, err := d.own(c)
	if err != nil {
		return t, err
	}
	for i := range rows {
		r := &rows[i]
		t.Rows = append(t.Rows, []web.Cell{{Text: r.mine, Href: fmt.Sprintf("/case/%d", r.Case)}, {Text: r.Number, Href: fmt.Sprintf("/case/%d", r.Ended.Case)}, {Text: strconv.Itoa(r.Score)}, result(c, &r.sampleRow),
			{Text: consequenceWord(c, r.Consequence, r.Hours)}, {Text: r.Settled.String()}})
	}
	return t, nil
}

// An ownRow is an inspection with its number.
type ownRow struct {
	sampleRow
	mine string
}

// own reads the settled inspections of the person's work with their numbers.
func (d *Desk) own(c *web.Ctx) (out []ownRow, err error) {
	a := worklist.Actor(c)
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		rows, err := settledOf(c.Context(), tx, a.Center, a.Account)
		if err != nil {
			return err
		}
		var ids []int64
		for _, r := range rows {
			ids = append(ids, r.Case)
		}
		cases, err := casework.Plain(c.Context(), tx, a.Center, ids)
		for _, r := range rows {
			out = append(out, ownRow{r, cases[r.Case].Number})
		}
		return err
	})
	return out, err
}
