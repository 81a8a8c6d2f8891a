package counterfeit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// statForm chooses a period and by what the cases are grouped.
type statForm struct {
	From calendar.Day `json:"from" label:"自" en:"From" widget:"date"`
	To   calendar.Day `json:"to" label:"至" en:"To" widget:"date"`
	By   string       `json:"by" label:"分组" en:"By" options:"source=来源=Source,outcome=处理结果=Outcome,handler=承办人=Officer"`
	Key  string       `json:"key" label:"其中一组" en:"One group" max:"40"`
}

// The address names the period and the group, so that every figure is a link.
func (in *statForm) complete(today calendar.Day) error {
	year, _, _ := today.Civil()
	if in.From.IsZero() {
		in.From = calendar.Date(year, 1, 1)
	}
	if in.To.IsZero() {
		in.To = today
	}
	if in.By == "" {
		in.By = "source"
	}
	if in.To < in.From {
		return fault.New(fault.Invalid, "counterfeit.period", "统计期间的截止日不能早于起始日，请核对").At("to")
	}
	return nil
}

// group returns by what a case is grouped.
func (in *statForm) group(k *casework.Case) string {
	switch in.By {
	case "outcome":
		return k.Attrs[attrOutcome]
	case "handler":
		return strconv.FormatInt(k.Handler, 10)
	}
	return k.Attrs[attrSource]
}

// A CounterfeitGroup is the cases of a period that have one thing in common, for programs.
type CounterfeitGroup struct {
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	Cases    int      `json:"cases"`
	OnTarget int      `json:"on_target" doc:"十日目标内"`
	OnTime   int      `json:"on_time" doc:"办案期限内"`
	Median   float64  `json:"median_days"`
	P90      float64  `json:"p90_days"`
	Filed    int      `json:"filed" doc:"其中立案后办结的；没有的不计天数和按期"`
	Numbers  []string `json:"numbers" doc:"案号"`
}

// counted is a number of a group, or a dash where none of it was ever filed.
func (g *CounterfeitGroup) counted(n string) string {
	if g.Filed == 0 {
		return "—"
	}
	return n
}

// groups counts, and reads the numbers of the cases.
func (d *Desk) groups(ctx context.Context, by casework.Actor, in *statForm, word func(string) string) (out []CounterfeitGroup, plain map[int64]*casework.Case, ids map[string][]int64, err error) {
	ids = map[string][]int64{}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.Figures.By(ctx, tx, by.Center, casework.Period{From: in.From, To: in.To}, in.group)
		if err != nil {
			return err
		}
		var every []int64
		for _, g := range all {
			every = append(every, g.Cases...)
		}
		if plain, err = casework.Plain(ctx, tx, by.Center, every); err != nil {
			return err
		}
		names, err := d.staffNames(ctx, tx, by.Center)
		for _, g := range all {
			x := CounterfeitGroup{Key: g.Key, Cases: len(g.Cases), OnTarget: len(g.OnTime), OnTime: len(g.InTime), Median: g.Median, P90: g.P90, Filed: g.Filed}
			if x.Title = word(g.Key); in.By == "handler" {
				x.Title = cmp.Or(names[g.Key], "—")
			}
			for _, id := range g.Cases {
				x.Numbers = append(x.Numbers, plain[id].Number)
			}
			ids[g.Key] = g.Cases
			out = append(out, x)
		}
		return err
	})
	return out, plain, ids, err
}

func (d *Desk) staffNames(ctx context.Context, tx *store.Tx, center int64) (map[string]string, error) {
	staff, err := d.Staff(ctx, tx, center)
	out := map[string]string{}
	for _, p := range staff {
		out[strconv.FormatInt(p.Account, 10)] = p.Name
	}
	return out, err
}

// figuresPage shows the cases of a period by source, outcome or officer; each group opens to its cases.
func (d *Desk) figuresPage(c *web.Ctx) error {
	title := c.T("假冒专利统计", "Figures of counterfeiting")
	c.Page = web.Page{Title: title, At: "/counterfeit/figures"}
	f := form.New(c, form.Describe(statForm{}, nil)).Without("key")
	f.Filter, f.Submit, f.Action = true, c.T("统计", "Count"), "/counterfeit/figures"
	var in statForm
	asked := c.R.URL.Query()
	asked.Del("key") // which group is opened is a link, not a field
	if !f.ReadValues(asked, &in) {
		return c.RenderForm(f)
	}
	in.Key = c.Query("key")
	if err := in.complete(d.office.Today()); err != nil {
		return err
	}
	f.Fill(in)
	word := func(key string) string {
		if in.By == "outcome" {
			return cmp.Or(outcomeWord(c, key), "—")
		}
		return sourceWord(c, key)
	}
	groups, plain, ids, err := d.groups(c.Context(), worklist.Actor(c), &in, word)
	if err != nil {
		return err
	}
	t := web.Table{Title: fmt.Sprintf(c.T("%s 至 %s 办结的线索和案件", "Decided from %s to %s"), in.From, in.To), Head: []string{c.T("分组", "Group"), c.T("件数", "Cases"), c.T("十日目标内", "Within the target"), c.T("办案期限内", "In time"), c.T("天数中位数", "Median days"), c.T("九十分位", "P90")},
		Numbers: []int{1, 2, 3, 4, 5}, Empty: c.T("期内没有办结的线索和案件。", "Nothing was decided in the period.")}
	for _, g := range groups {
		href := fmt.Sprintf("/counterfeit/figures?from=%s&to=%s&by=%s&key=%s", in.From, in.To, in.By, g.Key)
		t.Rows = append(t.Rows, []web.Cell{{Text: g.Title}, {Text: strconv.Itoa(g.Cases), Href: href}, {Text: g.counted(strconv.Itoa(g.OnTarget))}, {Text: g.counted(strconv.Itoa(g.OnTime))}, {Text: g.counted(fmt.Sprintf("%g", g.Median))}, {Text: g.counted(fmt.Sprintf("%g", g.P90))}})
	}
	blocks := []web.Block{f, t}
	if list := ids[in.Key]; in.Key != "" && len(list) > 0 {
		rows := web.Table{Title: c.T("该组案件", "Cases of the group"), Head: []string{c.T("案号", "Case"), c.T("状态", "State"), c.T("处理结果", "Outcome")}}
		for _, id := range slices.Sorted(slices.Values(list)) {
			k := plain[id]
			rows.Rows = append(rows.Rows, []web.Cell{{Text: k.Number, Href: "/case/" + fmtID(id)}, {Tag: worklist.StateTag(c, d.chart, k.State)}, {Text: outcomeWord(c, k.Attrs[attrOutcome])}})
		}
		blocks = append(blocks, rows)
	}
	return c.Render("page-blocks", blocks)
}

// Measures are the figures of the procedure for the report of the center.
func (d *Desk) Measures() []casework.Measure { return d.Figures.Measures() }
