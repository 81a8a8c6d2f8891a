package decision

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// actions lead on from the list.
func (d *Desk) actions(c *web.Ctx) []web.Link {
	return []web.Link{{Href: "/rules", Label: c.T("预审规则", "Rules")}}
}

// above shows the rules that are dismissed too often, how it is counted, and the tabs.
func (d *Desk) above(c *web.Ctx) (out []web.Block, err error) {
	if !d.all(c) {
		return []web.Block{web.Notice{Tone: web.Blue, Text: c.T("这里只统计您本人的处理。他人的处理达到本中心规定的件数时，才显示全中心的比率。",
			"Only your own decisions are counted here. The share of the center is shown where others decided often enough.")}}, nil
	}
	flags, err := d.flags(c)
	if err != nil {
		return nil, err
	}
	for _, f := range flags {
		out = append(out, d.notice(c, f))
	}
	return append(out, web.Notice{Text: c.T("每条缺陷按最后一次处理计一次；需人工判断的问题和手工增加的缺陷不计。不采纳率＝不采纳÷（采纳＋不采纳）。", "Each finding counts once, with the last decision. Questions and findings made by hand are left out. Share: dismissed among all decided.")}, d.tabs(c)), nil
}

// flags reads the rules of the person's center that are dismissed too often.
func (d *Desk) flags(c *web.Ctx) (out []Flag, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = d.Flags(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	return out, err
}

// Waiting is how many rules wait for a head to say what is done about them.
func (d *Desk) Waiting(c *web.Ctx) (int, error) {
	if !d.Office().Policy.Ever(worklist.Actor(c).Subject, ActNote) {
		return -1, nil
	}
	return d.waiting.Get(worklist.Actor(c).Center, d.Office().Now(), func() (int, error) {
		flags, err := d.flags(c)
		return len(flags), err
	})
}

// Notices are the rules that wait for the person, for the page where the person's work is listed.
func (d *Desk) Notices(c *web.Ctx) (out []web.Block, err error) {
	if !d.Office().Policy.Ever(worklist.Actor(c).Subject, ActNote) {
		return nil, nil
	}
	flags, err := d.flags(c)
	if err != nil || len(flags) == 0 {
		return nil, err
	}
	var names []string
	for _, f := range flags {
		names = append(names, f.Rule)
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: c.T("规则不采纳率过高", "Rules dismissed too often"), Text: fmt.Sprintf(c.T("%s 的不采纳率超过本中心规定，请查看理由并说明处理情况。", "%s: dismissed more often than the center allows; see the reasons and say what is done."), strings.Join(names, c.T("、", ", "))),
		Links: []web.Link{{Href: "/quality", Label: c.T("查看", "See")}}}}, nil
}

// Why names one of the usual reasons.
func Why(c *web.Ctx, code string) string {
	switch code {
	case "clear":
		return c.T("含义清楚", "clear in the context")
	case "term":
		return c.T("通用术语", "a common term")
	case "wrong":
		return c.T("规则误判", "the rule is wrong")
	case "settled":
		return c.T("已与申请人核实", "settled with the applicant")
	case "own":
		return c.T("自行填写的理由", "own words")
	}
	return c.T("未分类", "not classed")
}

// reasons lists why a rule was dismissed.
func reasons(c *web.Ctx, f Flag) string {
	var out []string
	for _, w := range f.Whys {
		out = append(out, fmt.Sprintf("%s %d", Why(c, w.Why), w.N))
	}
	return strings.Join(out, c.T("、", ", "))
}

// rule names a rule by its id and its title.
func (d *Desk) rule(c *web.Ctx, id string) string {
	if title, ok := d.Rules()[id]; ok {
		return id + " " + c.Say(title)
	}
	return id
}

// notice shows one rule that is dismissed too often, with the reasons that were given.
func (d *Desk) notice(c *web.Ctx, f Flag) web.Notice {
	n := web.Notice{Tone: web.Amber, Title: d.rule(c, f.Rule), Text: fmt.Sprintf(c.T("%s 以来处理 %d 条，不采纳 %d 条（%.1f%%）。理由：%s。", "Since %s %d were decided and %d dismissed (%.1f%%). Reasons: %s."),
		f.Since, f.Seen(), f.Dismissed, f.Percent(), reasons(c, f))}
	v := url.Values{"by": {"rule"}, "key": {f.Rule}, "decision": {"dismissed"}, "from": {f.Since.String()}, "to": {d.Office().Today().String()}}
	n.Links = []web.Link{{Href: "/quality/cases?" + v.Encode(), Label: c.T("查看案件", "See the cases")}}
	if d.Office().Policy.Ever(worklist.Actor(c).Subject, ActNote) {
		n.Links = append(n.Links, web.Link{Href: "/quality/rules/" + url.PathEscape(f.Rule), Label: c.T("登记处理情况", "Say what is done"), Tone: web.Blue})
	}
	return n
}

// noteForm is what a head says about a rule.
type noteForm struct {
	Done string `json:"done" label:"处理" en:"What is done" widget:"radio" required:"true" options:"report=报请修订规则=Have the rule revised,train=组织预审员统一标准=Agree on a standard,keep=规则无误，继续观察=The rule is right"`
	Text string `json:"text" label:"说明" en:"Remark" widget:"textarea" required:"true" max:"2000" help:"不要写入申请文件的内容" helpen:"Do not quote applications"`
}

// doneWord names what a head did.
func doneWord(c *web.Ctx, code string) string {
	switch code {
	case "report":
		return c.T("报请修订规则", "Have the rule revised")
	case "train":
		return c.T("组织预审员统一标准", "Agree on a standard")
	}
	return c.T("规则无误，继续观察", "The rule is right")
}

// rulePage shows one rule with what was said about it before, and takes what is done now. From the
// next day on its decisions count anew.
func (d *Desk) rulePage(c *web.Ctx) error {
	id := c.Path("rule")
	if _, ok := d.Rules()[id]; !ok {
		return unknown()
	}
	f := form.New(c, form.Describe(noteForm{}, nil))
	f.Submit, f.Cancel = c.T("登记", "Record"), "/quality"
	var in noteForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := d.Say(c.Context(), worklist.Actor(c), Note{Rule: id, Done: in.Done, Text: in.Text}); err != nil {
			return err
		}
		c.Flash(web.Green, c.T("已登记；自明日起重新统计", "Recorded; counted anew from tomorrow"))
		return c.Redirect("/quality")
	}
	blocks, err := d.ruleBlocks(c, id)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: d.rule(c, id), At: "/quality", Crumbs: []web.Link{{Href: "/quality", Label: c.T("缺陷处理统计", "Findings decided")}, {Label: id}}}
	return c.Render("page-blocks", append(blocks, f))
}

// unknown is the answer to a rule that there is not, or not any more.
func unknown() error {
	return fault.New(fault.Missing, "quality.rule", "没有这条规则，请从缺陷处理统计中打开")
}

// ruleBlocks are the numbers of a rule and what was said about it.
func (d *Desk) ruleBlocks(c *web.Ctx, id string) (out []web.Block, err error) {
	flags, err := d.flags(c)
	if err != nil {
		return nil, err
	}
	for _, f := range flags {
		if f.Rule == id {
			n := d.notice(c, f)
			n.Links = n.Links[:1] // the page is where the other leads
			out = append(out, n)
		}
	}
	notes, err := d.notes(c, id)
	t := web.Table{Title: c.T("历次处理", "What was done before"), Head: []string{c.T("时间", "Time"), c.T("处理", "What"), c.T("说明", "Remark"), c.T("登记人", "By")}, Empty: c.T("还没有登记过。", "Nothing yet.")}
	for _, n := range notes {
		t.Rows = append(t.Rows, []web.Cell{{Text: time.UnixMicro(n.At).In(calendar.Shanghai()).Format("2006-01-02 15:04")}, {Text: doneWord(c, n.Done)}, {Text: n.Text}, {Text: n.Name}})
	}
	return append(out, t), err
}

// notes reads what was said about a rule.
func (d *Desk) notes(c *web.Ctx, id string) (out []Note, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = notesOf(c.Context(), tx, worklist.Actor(c).Center, id)
		return err
	})
	return out, err
}

// Say records what a head does about a rule: report, train or keep, with a remark.
func (d *Desk) Say(ctx context.Context, by casework.Actor, n Note) (err error) {
	defer fault.Wrap(&err, "answer about a rule")
	if _, ok := d.Rules()[n.Rule]; !ok || !d.Office().Policy.Ever(by.Subject, ActNote) {
		return unknown()
	}
	defer d.waiting.Forget(by.Center)
	n.Name, n.At = by.Name, d.Office().Now().UnixMicro()
	return d.Office().DB.Write(ctx, func(tx *store.Tx) error { return insertNote(ctx, tx, d.Office().DB.NewID(), by.Center, by, n) })
}
