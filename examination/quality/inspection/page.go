package inspection

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ActPlans is to see the plans of the center with their results, and enter what was found from above.
const ActPlans = "quality.plans"

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	out := []web.Route{{Method: "GET", Pattern: "/quality/plans", Act: ActPlans, Handler: d.plansPage}, {Method: "GET", Pattern: "/quality/plans/{id}", Act: ActPlans, Handler: d.planPage},
		{Method: "GET", Pattern: "/quality/plans/{id}/export", Act: ActPlans, Handler: d.planFile}}
	for _, method := range []string{"GET", "POST"} {
		out = append(out, web.Route{Method: method, Pattern: "/quality/outside", Act: ActPlans, Handler: d.outsidePage})
	}
	return out
}

// A summary is a plan with how its cases stand.
type summary struct {
	Plan
	number, state          string // of the plan's own case
	cases, settled, passed int
	sum                    int // of the scores
}

// mean is the mean score of the settled cases.
func (x *summary) mean() string {
	if x.settled == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f", float64(x.sum)/float64(x.settled))
}

// rate is the share of settled cases that passed.
func (x *summary) rate() string {
	if x.settled == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(x.passed)/float64(x.settled))
}

// add counts the cases of a plan.
func (x *summary) add(rows []sampleRow) {
	for _, r := range rows {
		x.cases++ // cancelled ones too: they were drawn
		if r.Settled.IsZero() {
			continue
		}
		x.settled, x.sum = x.settled+1, x.sum+r.Score
		if r.Passed {
			x.passed++
		}
	}
}

// summaries reads the plans of the person's center.
func (d *Desk) summaries(c *web.Ctx) (out []summary, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := plans(c.Context(), tx, worklist.Actor(c).Center)
		if err != nil {
			return err
		}
		var ids []int64
		for _, p := range all {
			ids = append(ids, p.Case)
		}
		cases, err := casework.Plain(c.Context(), tx, worklist.Actor(c).Center, ids)
		if err != nil {
			return err
		}
		for _, p := range all {
			x := summary{Plan: p, number: cases[p.Case].Number, state: cases[p.Case].State}
			rows, err := samplesOf(c.Context(), tx, p.Case)
			if err != nil {
				return err
			}
			x.add(rows)
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

// plansPage lists the plans.
func (d *Desk) plansPage(c *web.Ctx) error {
	all, err := d.summaries(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("抽检计划", "Plans"), Head: []string{c.T("编号", "Number"), c.T("结论日期", "Ended"), c.T("状态", "State"), c.T("抽取", "Drawn"), c.T("已审定", "Settled"), c.T("合格率", "Passed"), c.T("平均分", "Mean score")},
		Numbers: []int{3, 4, 5, 6}, Empty: c.T("还没有抽检计划。点“抽取样本”按期间和比例从办结案件中随机抽取。", "No plans yet. Draw a sample of finished cases.")}
	for i := range all {
		x := &all[i]
		t.Rows = append(t.Rows, []web.Cell{{Text: x.number, Href: fmt.Sprintf("/quality/plans/%d", x.Case)}, {Text: x.From.String() + " – " + x.To.String()}, {Tag: worklist.StateTag(c, d.plan, x.state)},
			{Text: strconv.Itoa(x.cases)}, {Text: strconv.Itoa(x.settled)}, {Text: x.rate()}, {Text: x.mean()}})
	}
	c.Page = web.Page{Title: c.T("质量抽检", "Quality sampling"), At: "/quality/plans", Actions: []web.Link{{Href: "/quality/outside", Label: c.T("上级抽查结果", "Results from above")},
		{Href: "/open/quality/draw", Label: c.T("抽取样本", "Draw a sample"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{t})
}

// A planView is a plan with everything that its page shows.
type planView struct {
	summary
	rows      []sampleRow
	cases     map[int64]*casework.Case
	names     map[int64]string // of the staff
	errors    []errorCount
	classes   []Class // in force today, for the names
	same      bool    // the population is still the one from which was drawn
	sameDrawn bool    // and drawing again gives the same sample
}

// view reads a plan of the person's center, and draws its sample anew to compare.
func (d *Desk) view(c *web.Ctx) (v planView, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return v, fault.New(fault.Missing, "quality.plan", "没有这个抽检计划，请从“质量抽检”中打开")
	}
	a, o := worklist.Actor(c), d.Office()
	err = o.DB.Read(c.Context(), func(tx *store.Tx) error {
		p, err := planOf(c.Context(), tx, a.Center, id)
		if err != nil {
			return err
		}
		v.Plan = p
		if v.rows, err = samplesOf(c.Context(), tx, id); err != nil {
			return err
		}
		ids := []int64{id}
		for _, r := range v.rows {
			ids = append(ids, r.Case)
		}
		if v.cases, err = casework.Plain(c.Context(), tx, worklist.Actor(c).Center, ids); err != nil {
			return err
		}
		v.number, v.state = v.cases[id].Number, v.cases[id].State
		v.add(v.rows)
		if v.names, err = d.names(c, tx, a.Center); err != nil {
			return err
		}
		if v.errors, err = errorsOf(c.Context(), tx, id); err != nil {
			return err
		}
		return d.compare(c, tx, &v)
	})
	return v, err
}

// compare draws again.
func (d *Desk) compare(c *web.Ctx, tx *store.Tx, v *planView) error {
	text, err := d.classText(c, tx, v.Center)
	if err != nil {
		return err
	}
	v.classes = readClasses(text)
	all, digest, err := d.population(c.Context(), tx, &v.Plan)
	if err != nil {
		return err
	}
	// By number and in order: nothing else of a draw can differ.
	again := sampled(&v.Plan, all)
	v.same = digest == v.Digest
	v.sameDrawn = slices.EqualFunc(again, v.rows, func(x drawn, r sampleRow) bool { return x.Number == r.Number })
	return nil
}

// names are those of the staff of a center.
func (d *Desk) names(c *web.Ctx, tx *store.Tx, center int64) (map[int64]string, error) {
	staff, err := d.Staff(c.Context(), tx, center)
	out := map[int64]string{}
	for _, p := range staff {
		out[p.Account] = p.Name
	}
	return out, err
}

// planPage shows a plan: how it was drawn, and how each case of it stands.
func (d *Desk) planPage(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("/quality/plans/%d", v.Case)
	c.Page = web.Page{Title: c.T("质量抽检 ", "Quality sampling ") + v.number, State: worklist.StateTag(c, d.plan, v.state), At: "/quality/plans",
		Crumbs:  []web.Link{{Href: "/quality/plans", Label: c.T("质量抽检", "Quality sampling")}, {Label: v.number}},
		Actions: []web.Link{{Href: at + "/export?_as=xlsx", Label: c.T("导出 XLSX", "Export XLSX")}, {Href: at + "/export?_as=csv", Label: c.T("导出 CSV", "Export CSV")}, {Href: fmt.Sprintf("/case/%d", v.Case), Label: c.T("办理", "Steps"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{v.overview(c), d.table(c, &v), v.byExaminer(c), v.byError(c)})
}

// overview says how the sample was drawn, so that it can be drawn again by hand.
func (v *planView) overview(c *web.Ctx) web.KV {
	kv := web.KV{Title: c.T("抽取", "The draw")}
	size := fmt.Sprintf(c.T("%d 件", "%d cases"), v.Number)
	if v.Share > 0 {
		size = fmt.Sprintf("%d%%", v.Share)
	}
	var strata []string
	for _, s := range v.Strata {
		strata = append(strata, stratumWord(c, s))
	}
	kv.Add(c.T("结论日期", "Ended"), v.From.String()+" – "+v.To.String()).Add(c.T("结论", "Result"), outcomeWord(c, v.Outcome)).
		Add(c.T("总体", "Population"), fmt.Sprintf(c.T("%d 件", "%d cases"), v.Population)).Add(c.T("抽取", "Drawn"), size+c.T("，实抽 ", ", in fact ")+strconv.Itoa(v.summary.cases)).
		Add(c.T("分层", "Strata"), cmp.Or(strings.Join(strata, c.T("、", ", ")), c.T("不分层", "none"))).Add(c.T("随机种子", "Seed"), v.Seed).
		Add(c.T("抽取方法", "How it is drawn"), c.T("各层按 SHA-256（种子/案号）由小到大取", "In each stratum those with the least SHA-256 of seed/number"))
	tag := web.Tag{Tone: web.Green, Text: c.T("与记录一致", "The same again")}
	switch {
	case !v.same:
		tag = web.Tag{Tone: web.Amber, Text: c.T("总体已有变化（如异议撤销了结论），不能逐一复算", "The population has changed since, for example by an objection")}
	case !v.sameDrawn:
		tag = web.Tag{Tone: web.Red, Text: c.T("与记录不一致", "Not the same")}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("复算", "Drawn again"), Tag: tag})
	kv.Add(c.T("合格率", "Passed"), v.rate()).Add(c.T("平均分", "Mean score"), v.mean())
	return kv
}

// stratumWord names a way to divide the population.
func stratumWord(c *web.Ctx, code string) string {
	words := map[string][2]string{"examiner": {"预审员", "examiner"}, "kind": {"类型", "kind"}, "field": {"领域", "field"}, "agency": {"代理机构", "agency"}}
	return c.T(words[code][0], words[code][1])
}

// outcomeWord names the results from which is drawn.
func outcomeWord(c *web.Ctx, code string) string {
	words := map[string][2]string{"all": {"全部", "all"}, "passed": {"合格", "passed"}, "failed": {"不合格或终止", "failed or terminated"}}
	return c.T(words[code][0], words[code][1])
}

// consequenceWord names what follows from an inspection.
func consequenceWord(c *web.Ctx, code string, hours int) string {
	words := map[string][2]string{"none": {"无", "nothing"}, "commend": {"表扬", "commended"}, "remind": {"提醒", "reminded"}, "talk": {"谈话", "talk"}, "train": {"补训", "remedial training"}, "suspend": {"暂停分案", "no more cases"}}
	out := c.T(words[code][0], words[code][1])
	if hours > 0 {
		out += fmt.Sprintf(c.T(" %d 学时", ", %d hours"), hours)
	}
	return out
}

// result says how an inspection ended.
func result(c *web.Ctx, r *sampleRow) web.Cell {
	switch {
	case r.Settled.IsZero():
		return web.Cell{Text: "—"}
	case r.Passed:
		return web.Cell{Tag: web.Tag{Tone: web.Green, Text: c.T("合格", "Passed")}}
	}
	return web.Cell{Tag: web.Tag{Tone: web.Red, Text: c.T("不合格", "Failed")}}
}

// table lists the cases of the sample.
func (d *Desk) table(c *web.Ctx, v *planView) web.Table {
	t := web.Table{Title: c.T("样本", "Sample"), Head: []string{c.T("抽检件", "Inspection"), c.T("案号", "Case"), c.T("类型", "Kind"), c.T("预审员", "Examiner"), c.T("评查人", "Inspector"), c.T("状态", "State"), c.T("得分", "Score"), c.T("结果", "Result")}}
	for i := range v.rows {
		r := &v.rows[i]
		k := v.cases[r.Case]
		score := "—"
		if !r.Settled.IsZero() {
			score = strconv.Itoa(r.Score)
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: k.Number, Href: fmt.Sprintf("/case/%d", r.Case)}, {Text: r.Number, Href: fmt.Sprintf("/case/%d", r.Ended.Case)}, {Text: worklist.Kind(c, r.Kind)},
			{Text: v.names[r.Examiner]}, {Text: cmp.Or(v.names[k.Handler], "—")}, {Tag: worklist.StateTag(c, d.sample, k.State)}, {Text: score}, result(c, r)})
	}
	return t
}

// byExaminer adds up the results of each examiner.
func (v *planView) byExaminer(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("按预审员", "By examiner"), Head: []string{c.T("预审员", "Examiner"), c.T("抽取", "Drawn"), c.T("已审定", "Settled"), c.T("合格率", "Passed"), c.T("平均分", "Mean score")}, Numbers: []int{1, 2, 3, 4}}
	// Small numbers: this page is for those who see each of the cases anyway.
	by := map[int64][]sampleRow{}
	for _, r := range v.rows {
		by[r.Examiner] = append(by[r.Examiner], r)
	}
	for account, rows := range by {
		x := summary{}
		x.add(rows)
		t.Rows = append(t.Rows, []web.Cell{{Text: v.names[account]}, {Text: strconv.Itoa(x.cases)}, {Text: strconv.Itoa(x.settled)}, {Text: x.rate()}, {Text: x.mean()}})
	}
	sorting.By(t.Rows, func(a, b []web.Cell) int { return strings.Compare(a[0].Text, b[0].Text) })
	return t
}

// byError adds up the errors that were found.
func (v *planView) byError(c *web.Ctx) web.Table {
	t := web.Table{Title: c.T("按差错类别", "By class of errors"), Head: []string{c.T("类别", "Class"), c.T("处数", "Errors"), c.T("件数", "Cases")}, Numbers: []int{1, 2}, Empty: c.T("已审定的抽检件没有差错。", "No errors in what was settled.")}
	for _, e := range v.errors {
		t.Rows = append(t.Rows, []web.Cell{{Text: className(c, v.classes, e.class)}, {Text: strconv.Itoa(e.n)}, {Text: strconv.Itoa(e.cases)}})
	}
	return t
}

// className names a class of errors; one that is no longer in force shows its code.
func className(c *web.Ctx, classes []Class, code string) string {
	for _, x := range classes {
		if x.Code == code {
			return c.T(x.Title, cmp.Or(x.English, x.Title))
		}
	}
	return code
}

// planFile sends the sample of a plan as a spreadsheet.
func (d *Desk) planFile(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	kind := c.Query("_as")
	if kind != "xlsx" && kind != "csv" {
		return fault.New(fault.Invalid, "list.export_kind", "没有这种导出格式，请改用：%s", fault.Listed([]string{"xlsx", "csv"}))
	}
	t := d.table(c, &v)
	e := sheet.Export{Person: worklist.Actor(c).Name, Time: c.Now(), Notes: []string{c.T("随机种子 ", "seed ") + v.Seed, c.T("总体摘要 ", "digest of the population ") + v.Digest}}
	for _, h := range append(t.Head, c.T("奖惩", "What follows")) {
		e.Columns = append(e.Columns, sheet.Column{Title: h})
	}
	// The cells of the page, and what followed, which the page has on each case.
	var lines [][]any
	for i, row := range t.Rows {
		var line []any
		for _, cell := range row {
			line = append(line, cell.Text+cell.Tag.Text)
		}
		lines = append(lines, append(line, consequenceWord(c, cmp.Or(v.rows[i].Consequence, "none"), v.rows[i].Hours)))
	}
	e.Rows = sheet.Slice(lines)
	var buf bytes.Buffer
	media := "text/csv; charset=utf-8"
	if kind == "csv" {
		_, err = sheet.WriteCSV(&buf, e)
	} else {
		media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		_, err = sheet.WriteXLSX(&buf, e)
	}
	if err != nil {
		return err
	}
	return c.Download(v.number+"."+kind, media, &buf)
}

// moment writes a moment as people of the center read it.
func moment(t time.Time) string { return t.In(calendar.Shanghai()).Format("2006-01-02 15:04") }
