package ladder

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Act is to see rates and proposals.
const Act = "registration.ladder"

// Grants lets those see the proposals who may answer one.
func Grants() (gs []access.Grant) {
	for _, r := range []casework.Role{casework.Clerk, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: Act, Role: string(r), Rel: access.Center})
	}
	return gs
}

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/registration/ladder", Act: Act, Handler: d.listPage},
		{Method: "GET", Pattern: "/registration/ladder/{id}/{year}", Act: Act, Handler: d.ratePage}}
}

// all reads the rates of the person's center, and notes how many proposals wait.
func (d *Desk) all(c *web.Ctx) (out []*Rate, err error) {
	center := worklist.Actor(c).Center
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = d.Rates(c.Context(), tx, center, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	waiting := count{at: d.Office().Now()}
	for _, r := range out {
		if r.Open() {
			waiting.n++
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.counts == nil {
		d.counts = map[int64]count{}
	}
	d.counts[center] = waiting
	return out, nil
}

// fresh is how long a count is believed: every page shows it in the menu, and to count is to look
// at the results of two years.
const fresh = 5 * time.Minute

// Waiting is how many proposals wait, for the menu; it may be some minutes old.
func (d *Desk) Waiting(c *web.Ctx) (int, error) {
	known := func() (count, bool) {
		d.mu.Lock()
		defer d.mu.Unlock()
		n, ok := d.counts[worklist.Actor(c).Center]
		return n, ok && d.Office().Now().Sub(n.at) < fresh
	}
	n, ok := known()
	if ok {
		return n.n, nil
	}
	_, err := d.all(c)
	n, _ = known()
	return n.n, err
}

// Title names what a level proposes.
func Title(level string) web.Text {
	switch level {
	case Remind:
		return web.Text{"提醒、约谈或警告", "Remind, talk or warn"}
	case Suspend:
		return web.Text{"拟暂停预审服务", "Suspend"}
	case Cancel:
		return web.Text{"拟取消备案", "Cancel"}
	}
	return web.Text{"未超过界限", "Within the limits"}
}

// listPage lists the proposals that wait, and those of the same years that were answered.
func (d *Desk) listPage(c *web.Ctx) error {
	rates, err := d.all(c)
	if err != nil {
		return err
	}
	open := web.Table{Title: c.T("待处理的提示", "Proposals that wait"), Head: head(c, c.T("提示", "Proposal")), Numbers: []int{3, 4},
		Empty: c.T("没有待处理的提示。备案主体或代理机构的年度预审不合格率超过本中心规定的界限时，会列在这里。", "None. A party whose yearly rate of failures passes the limit of the center is listed here.")}
	done := web.Table{Title: c.T("本年度和上年度已处理的提示", "Answered, of this year and the last"), Head: head(c, c.T("处理", "Answer")), Numbers: []int{3, 4},
		Empty: c.T("还没有处理过的提示。", "None yet.")}
	for _, r := range rates {
		row := []web.Cell{{Text: r.Name, Href: r.path()}, {Text: c.Word(r.Kind)}, {Text: r.years(c)}, {Text: fmt.Sprintf("%d / %d", r.Failed, r.Seen())},
			{Text: fmt.Sprintf("%.1f%%", r.Percent())}}
		switch {
		case r.Open():
			open.Rows = append(open.Rows, append(row, web.Cell{Tag: web.Tag{Tone: r.tone(), Text: c.Say(Title(r.Level()))}}))
		case r.Decided != nil:
			done.Rows = append(done.Rows, append(row, web.Cell{Text: d.answered(c, r)}))
		}
	}
	c.Page = web.Page{Title: c.T("惩戒提示", "Proposed measures"), At: "/registration/ladder"}
	return c.Render("page-blocks", []web.Block{web.Notice{Text: c.T("提示不产生任何后果：是否采取措施由人决定，暂停、取消须先告知并听取陈述；不采取的，写明理由后不再就同一年度重复提示。界限与最小样本在“中心配置”中设定。",
		"A proposal has no effect by itself: a person decides, and nobody is suspended or cancelled unheard. Where no measure is taken, the reason is recorded and the proposal does not come back for the year. The limits are set in the configuration.")}, open, done})
}

// head is the heading of both lists.
func head(c *web.Ctx, last string) []string {
	return []string{c.T("名称", "Name"), c.T("类别", "Kind"), c.T("年度", "Year"), c.T("不合格 / 有结论", "Failed / concluded"), c.T("不合格率", "Rate of failures"), last}
}

func (r *Rate) path() string { return fmt.Sprintf("/registration/ladder/%d/%d", r.Case, r.Year) }

// years is the year in words; one that goes on says so.
func (r *Rate) years(c *web.Ctx) string {
	if r.Over {
		return strconv.Itoa(r.Year)
	}
	return c.T(fmt.Sprintf("%d（截至今日）", r.Year), fmt.Sprintf("%d (so far)", r.Year))
}

func (r *Rate) tone() web.Tone {
	return map[string]web.Tone{Remind: web.Amber, Suspend: web.Amber, Cancel: web.Red}[r.Level()]
}

// answered says who did what about the proposal.
func (d *Desk) answered(c *web.Ctx, r *Rate) string {
	m := d.Office().Chart("registration").Move(r.Decided.Move)
	return r.Decided.At.In(calendar.Shanghai()).Format(time.DateOnly) + " " + r.Decided.Name + c.T("：", ": ") + c.T(m.Title, m.English)
}

// ratePage shows how the rate of a party in a year comes about, each of its cases, and the ways on.
func (d *Desk) ratePage(c *web.Ctx) error {
	k, r, err := d.one(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("计入的案件", "Cases counted"), Head: []string{c.T("案号", "Number"), c.T("类型", "Kind"), c.T("结论日", "Concluded on"), c.T("结论", "Result")},
		Empty: c.T("没有在本系统中办理的案件。", "No cases of this system.")}
	for _, x := range r.Cases {
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Number, Href: fmt.Sprintf("/case/%d", x.Case)}, {Text: worklist.Kind(c, x.Kind)}, {Text: x.Day.String()}, {Tag: x.tag(c)}})
	}
	for _, f := range r.Abnormal {
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Number, Href: fmt.Sprintf("/case/%d", f.Case)}, {Text: "—"}, {Text: f.Day.String()}, {Tag: web.Tag{Tone: web.Red, Text: c.T("非正常申请认定", "Abnormal filing")}}})
	}
	c.Page = web.Page{Title: r.Name, Sub: r.years(c), At: "/registration/ladder", Actions: d.ways(c, k, r),
		Crumbs: []web.Link{{Href: "/registration/ladder", Label: c.T("惩戒提示", "Proposed measures")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)}, {Label: strconv.Itoa(r.Year)}}}
	blocks := []web.Block{d.figures(c, r), t}
	if n := d.notice(c, k, r); n != nil {
		blocks = append([]web.Block{*n}, blocks...)
	}
	return c.Render("page-blocks", blocks)
}

// one finds the rate of the address.
func (d *Desk) one(c *web.Ctx) (k *casework.Case, found *Rate, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = d.Office().Get(c.Context(), tx, worklist.Actor(c), id); err != nil {
			return err
		}
		rates, err := d.Rates(c.Context(), tx, k.Center, k.Owner)
		for _, r := range rates {
			if r.Case == id && strconv.Itoa(r.Year) == c.Path("year") {
				found = r
			}
		}
		return err
	})
	if err == nil && (found == nil || !d.Office().Policy.May(worklist.Actor(c).Subject, Act, k.Object())) {
		err = fault.New(fault.Missing, "registration.rate", "该主体在这一年度没有预审结论，或备案已终止；请从“惩戒提示”或备案页面打开")
	}
	return k, found, err
}

// tag shows the result of a case.
func (x *Counted) tag(c *web.Ctx) web.Tag {
	switch {
	case x.Open:
		return web.Tag{Tone: web.Grey, Text: c.T("结论待定，不计", "Open again, not counted")}
	case x.Passed:
		return web.Tag{Tone: web.Green, Text: c.T("合格", "Passed")}
	case x.Outcome != "":
		return web.Tag{Tone: web.Red, Text: c.T("终止："+x.Outcome, "Terminated: "+c.Word(x.Outcome))}
	}
	return web.Tag{Tone: web.Red, Text: c.T("不合格", "Failed")}
}

// figures shows the numbers and the rule.
func (d *Desk) figures(c *web.Ctx, r *Rate) web.KV {
	kv := web.KV{Title: c.T("年度预审不合格率", "Yearly rate of failures")}
	kv.Add(c.T("类别", "Kind"), c.Word(r.Kind)).Add(c.T("有最终结论的已受理案件", "Accepted cases with a final result"), strconv.Itoa(r.Seen())).
		Add(c.T("其中合格", "Passed"), strconv.Itoa(r.Passed)).Add(c.T("其中不合格", "Failed"), strconv.Itoa(r.Failed))
	if n := r.Before.Passed + r.Before.Failed; n > 0 {
		kv.Add(c.T("含转入前的结论（无案件可打开）", "Before the system was used (no cases to open)"),
			c.T(fmt.Sprintf("合格 %d，不合格 %d", r.Before.Passed, r.Before.Failed), fmt.Sprintf("%d passed, %d failed", r.Before.Passed, r.Before.Failed)))
	}
	rate := fmt.Sprintf("%.1f%%", r.Percent())
	if r.Seen() < r.Sample {
		rate += c.T("（未达最小样本，不作提示）", " (too few results to propose anything)")
	}
	kv.Add(c.T("不合格率", "Rate of failures"), rate)
	limits := c.T(fmt.Sprintf("超过 %d%% 提示暂停，超过 %d%% 提示取消", r.Limits[Suspend], r.Limits[Cancel]), fmt.Sprintf("above %d%% suspension, above %d%% cancellation", r.Limits[Suspend], r.Limits[Cancel]))
	if !r.Over {
		limits = c.T(fmt.Sprintf("年度尚未结束：超过 %d%% 只提示提醒、约谈或警告", r.Limits[Remind]), fmt.Sprintf("the year goes on: above %d%% a reminder only", r.Limits[Remind]))
	}
	kv.Add(c.T("界限（本中心规定）", "Limits (center rule)"), limits).Add(c.T("最小样本", "Smallest sample"), strconv.Itoa(r.Sample)).
		Add(c.T("口径", "How it is counted"), c.T(basis, "Failures by accepted cases with a final result in the year; a termination is a failure, a withdrawal is no result, and what is objected to or was set aside does not count yet."))
	return kv
}

// notice says what is proposed or what became of it; nil where there is nothing to say.
func (d *Desk) notice(c *web.Ctx, k *casework.Case, r *Rate) *web.Notice {
	switch {
	case r.Open():
		n := &web.Notice{Tone: web.Amber, Title: c.T("惩戒提示：", "Proposed: ") + c.Say(Title(r.Level()))}
		if r.Level() != r.byRate() {
			n.Text = c.T(fmt.Sprintf("%d 年度内生效且未被撤销的非正常申请认定 %d 次，达到本中心规定的 %d 次（%s）。请核对后决定。", r.Year, len(r.Abnormal), r.Most[r.Level()], strings.Join(r.abnormal(), "、")),
				fmt.Sprintf("In %d abnormal filing was found %d times and stands, which reaches %d (%s). Look at the cases and decide.", r.Year, len(r.Abnormal), r.Most[r.Level()], strings.Join(r.abnormal(), ", ")))
			if len(d.ways(c, k, r)) == 0 {
				n.Text += c.T("该备案现在不能办理惩戒措施，或须由他人办理。", " Nothing can be done about it now, or it is somebody else's to do.")
			}
			return n
		}
		n.Text = c.T(fmt.Sprintf("%d 年度不合格率 %.1f%%（%d / %d），超过 %d%%。请核对所计案件后决定。", r.Year, r.Percent(), r.Failed, r.Seen(), r.Limits[r.Level()]),
			fmt.Sprintf("In %d %.1f%% failed (%d of %d), more than %d%%. Look at the cases and decide.", r.Year, r.Percent(), r.Failed, r.Seen(), r.Limits[r.Level()]))
		if len(d.ways(c, k, r)) == 0 {
			n.Text += c.T("该备案现在不能办理惩戒措施，或须由他人办理。", " Nothing can be done about it now, or it is somebody else's to do.")
		}
		return n
	case r.Decided != nil:
		return &web.Notice{Tone: web.Green, Text: c.T("已处理：", "Answered: ") + d.answered(c, r), Links: []web.Link{{Href: fmt.Sprintf("/case/%d", k.ID), Label: c.T("查看备案", "See the registration")}}}
	}
	return nil
}

// abnormal names the cases in which abnormal filing was found.
func (r *Rate) abnormal() (out []string) {
	for _, f := range r.Abnormal {
		out = append(out, f.Number)
	}
	return out
}

// ways are the moves with which an open proposal is answered, for those who may make them now. The
// measure that is proposed comes first.
func (d *Desk) ways(c *web.Ctx, k *casework.Case, r *Rate) (out []web.Link) {
	if !r.Open() {
		return nil
	}
	codes := []string{"warn", "remind", "waive"}
	if r.Level() == Remind {
		codes = []string{"remind", "waive"}
	}
	may := d.Office().Allowed(worklist.Actor(c), k)
	for _, code := range codes {
		if m := d.Office().ChartOf(k.Chart).Move(code); slices.Contains(may, m) {
			out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/move/%s?proposal=%s", k.ID, m.Code, r.Code()), Label: c.T(m.Title, m.English)})
		}
	}
	if len(out) > 0 {
		out[0].Tone = web.Blue
	}
	return out
}

// Extra is what the page of a registration shows of its rates to those who may see them.
func (d *Desk) Extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	if !d.Office().Policy.May(worklist.Actor(c).Subject, Act, k.Object()) {
		return x, nil
	}
	rates, err := d.Rates(c.Context(), tx, k.Center, k.Owner)
	kv := web.KV{Title: c.T("年度预审不合格率", "Yearly rate of failures")}
	for _, r := range rates {
		if r.Case != k.ID {
			continue
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: r.years(c), Text: fmt.Sprintf("%.1f%%（%d / %d）", r.Percent(), r.Failed, r.Seen()), Href: r.path()})
		if n := d.notice(c, k, r); n != nil && r.Open() {
			n.Links = append([]web.Link{{Href: r.path(), Label: c.T("查看所计案件", "See the cases")}}, d.ways(c, k, r)...)
			x.Notices = append(x.Notices, *n)
		}
	}
	if len(kv.Rows) > 0 {
		x.Side = append(x.Side, kv)
	}
	return x, err
}
