package selfcheck

import (
	"fmt"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/fee"
	"zhibao/law/ident"
	"zhibao/law/rule"
)

// FeeInput is what the fees of a filing depend on. Numbers left open are none. The reductions are the
// two that the measures on the reduction of patent fees know; whether a party is entitled to one is for
// CNIPA, with whom it registers.
type FeeInput struct {
	Kind       string       `json:"kind" label:"申请类型" en:"Kind" widget:"radio" required:"true" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	Claims     int          `json:"claims" label:"权利要求项数" en:"Claims" max:"1000" help:"外观设计不填" helpen:"Leave open for a design"`
	Pages      int          `json:"pages" label:"说明书及附图页数" en:"Pages of description and drawings" max:"10000" help:"外观设计不填" helpen:"Leave open for a design"`
	Priorities int          `json:"priorities" label:"要求优先权项数" en:"Priorities claimed" max:"100"`
	Examine    bool         `json:"examine" label:"同时请求实质审查（发明）" en:"With the request for examination (inventions)"`
	Reduction  string       `json:"reduction" label:"费用减缴" en:"Reduction" widget:"radio" options:"=不减缴=None,85=一个申请人，已备案（减缴85%）=One applicant registered for it (85%),70=多个申请人，均已备案（减缴70%）=Several applicants all registered (70%)"`
	On         calendar.Day `json:"on" label:"申请日" en:"Day of filing" widget:"date" help:"不填则为今天" helpen:"Today if left open"`
}

// bill works out the fees by the tariff in force on the day of filing, which is today where none is
// given. Errors name the field.
func (in *FeeInput) bill(today calendar.Day) (fee.Bill, error) {
	a := fee.Application{Claims: in.Claims, Pages: in.Pages, Priorities: in.Priorities, Examine: in.Examine, On: in.On}
	a.Type = map[string]ident.PatentType{"发明": ident.Invention, "实用新型": ident.UtilityModel, "外观设计": ident.Design}[in.Kind]
	a.Reduction = map[string]fee.Reduction{"85": fee.Single, "70": fee.Joint}[in.Reduction]
	if a.On.IsZero() {
		a.On = today
	}
	switch {
	case a.Type == ident.Design && (a.Claims > 0 || a.Pages > 0):
		return fee.Bill{}, fault.New(fault.Invalid, "fees.design", "外观设计没有权利要求和说明书，请将项数和页数留空").At("claims")
	case a.Examine && a.Type != ident.Invention:
		return fee.Bill{}, fault.New(fault.Invalid, "fees.examine", "只有发明专利申请需要缴纳实质审查费，请取消勾选").At("examine")
	}
	b, err := fee.Standard().Bill(a)
	if err != nil {
		return fee.Bill{}, fault.New(fault.Invalid, "fees.none", "没有当日适用的收费标准，请换一个申请日").At("on").Because(err)
	}
	return b, nil
}

// feesPage works out what a filing costs, line by line with the basis. Nothing is stored. The form stands
// below the outcome with what was typed, so that another case is a change of one figure.
func (p *Pages) feesPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("专利申请费用计算", "Fees of a filing"), NoMark: true}
	f := form.New(c, p.fees)
	f.Direct = true
	f.Submit = c.T("计算", "Work out")
	f.Intro = c.T("按收费标准计算提交申请时应缴的官方费用，供参考；以国家知识产权局的缴费通知为准。费用向国家知识产权局缴纳，保护中心不收取任何费用。",
		"Official fees due on filing by the dated tariff, for your information; the payment notice of CNIPA decides. They are paid to CNIPA; the center charges nothing.")
	var in FeeInput
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	b, err := in.bill(calendar.DayOf(c.Now()))
	if f.Refused(err) {
		return c.RenderForm(f)
	}
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("应缴费用（元）", "Fees due (yuan)"), Numbers: []int{1, 2, 3, 4}, Head: []string{c.T("费用", "Fee"), c.T("单价", "Each"), c.T("数量", "Number"), c.T("减缴前", "Before reduction"), c.T("应缴", "Due"), c.T("依据", "Basis")},
		Sum: []string{c.T("合计", "Sum"), "", "", fmt.Sprint(b.Full), fmt.Sprint(b.Payable), ""}}
	for _, l := range b.Lines {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(l.Title, l.English)}, {Text: fmt.Sprint(l.Yuan)}, {Text: fmt.Sprint(l.Number)}, {Text: fmt.Sprint(l.Full)}, {Text: fmt.Sprint(l.Payable)},
			{Text: rule.Meta{Basis: l.Basis}.Cites(), Law: true}})
	}
	return c.Render("page-blocks", []web.Block{t, f})
}
