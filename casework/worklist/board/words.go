package board

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/forecast"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/web"
	"zhibao/law/term"
)

// verdict is what is to be expected, as a tag: the word says what the colour says.
func verdict(c *web.Ctx, v forecast.Verdict) web.Tag {
	switch v {
	case forecast.Late:
		return web.Tag{Tone: web.Red, Text: c.T("已超期", "Overdue")}
	case forecast.Breach:
		return web.Tag{Tone: web.Red, Text: c.T("将超期", "Will be late")}
	case forecast.Risk:
		return web.Tag{Tone: web.Amber, Text: c.T("有风险", "At risk")}
	default:
		return web.Tag{Tone: web.Green, Text: c.T("正常", "On course")}
	}
}

// forecastCell is the verdict on the clock that breaks first, with the way that leads to it.
func (b *Board) forecastCell(c *web.Ctx, r *row) web.Cell {
	first := r.forecast.Clocks[0]
	return web.Cell{Tag: verdict(c, r.forecast.Verdict), Sub: []string{expected(c, first)}, More: c.T("依据", "Why"), Why: b.why(c, r, first)}
}

// expected is when the clock is likely to be met, beside when it has to be.
func expected(c *web.Ctx, k forecast.Clock) string {
	return fmt.Sprintf(c.T("%s：预计 %s 完成，期限 %s", "%s: expected on %s, due on %s"), title(c, k.Clock), k.End, k.Due)
}

// why explains a forecast so that it can be reckoned again by hand.
func (b *Board) why(c *web.Ctx, r *row, k forecast.Clock) []string {
	chart := b.chart(r)
	var steps []string
	total, assumed, sample := 0.0, false, 0
	// Each step with its own days, so that whoever doubts the sum can add it up.
	for i, s := range k.Steps {
		state := chart.State(s.State)
		text := c.T(state.Title, state.English)
		if i == 0 && s.Lasted > 0 {
			text += fmt.Sprintf(c.T("（已 %d 日）再", " (after %d so far)"), s.Lasted)
		}
		text += c.T(" "+days(s.Days)+" 日", " "+days(s.Days)+" d")
		steps = append(steps, text)
		total, assumed, sample = total+s.Days, assumed || s.Source == forecast.Assumed, max(sample, s.Samples)
	}
	out := []string{fmt.Sprintf(c.T("仍有 %d 步：%s；合计约 %s 个工作日。", "%d steps to go: %s; about %s working days in all."), len(k.Steps), strings.Join(steps, c.T("、", ", ")), days(total))}
	if sample > 0 {
		kind := worklist.Kind(c, r.k.Kind)
		out = append(out, fmt.Sprintf(c.T("按本中心近 %d 个月同类案件%s在各环节所用工作日的中位数（至多 %d 次）。", "By the median working days of such cases%s in each step over %d months (up to %d stays)."), b.sampled(c, r, kind, sample)...))
	}
	if assumed {
		out = append(out, fmt.Sprintf(c.T("样本不足的环节按设定的 %d 个工作日计。", "Steps with too few cases count %d working days, as set."), r.model.Assumed))
	}
	// The usual way is not the only one: how all of them fared is what the verdict rests on.
	if k.Of > 0 {
		out = append(out, fmt.Sprintf(c.T("同样到过这一环节的 %d 件次中，%d 件次此后所用超过所剩的 %d 个工作日。", "Of %d stays like this one, %d took more than the %d working days left."), k.Of, k.Over, k.Left))
	}
	if r.forecast.Load != 1 && slices.ContainsFunc(k.Steps, func(s forecast.Step) bool { return s.Loaded }) {
		out = append(out, fmt.Sprintf(c.T("经办人计时在办 %d 件，各人中位数 %d 件，其环节按 %s 倍计。", "The handler has %d open cases, the median is %d: the steps of the handler count %s times."),
			r.open, seen(c).median, strconv.FormatFloat(r.forecast.Load, 'f', 2, 64)))
	}
	return out
}

// sampled are the values of the sentence about the sample, in the order of the language.
func (b *Board) sampled(c *web.Ctx, r *row, kind string, sample int) []any {
	months := seen(c).months
	// A procedure without kinds says nothing between brackets.
	if kind != "" {
		kind = c.T("（"+kind+"）", " ("+kind+")")
	}
	if c.Lang() == web.EN {
		return []any{kind, months, sample}
	}
	return []any{months, kind, sample}
}

// days is a number of days with at most one decimal.
func days(n float64) string { return strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0") }

// title is the name of a clock; the target of the notice is told from the term of the law, where its name does
// not say so itself.
func title(c *web.Ctx, k *casework.Clock) string {
	out := c.T(k.Rule.Title, k.Rule.English)
	if k.Rule.Target && !strings.Contains(k.Rule.Title, "目标") {
		out += c.T("（目标）", " (target)")
	}
	return out
}

// clocksCell draws every running clock.
func (b *Board) clocksCell(c *web.Ctx, r *row) (out web.Cell) {
	for _, k := range r.forecast.Clocks {
		out.Meters = append(out.Meters, b.meter(c, r, k))
	}
	return out
}

// meter is one clock: used and allowed, what is left, and the day.
func (b *Board) meter(c *web.Ctx, r *row, k forecast.Clock) web.Meter {
	today := b.Office.Today()
	used, total := k.Result.Used(today)
	if k.Paused {
		// The total of a term that stands still is known, its end is not.
		return web.Meter{Name: title(c, k.Clock), Percent: 100 * used / max(total, 1), Tone: web.Grey,
			Text: fmt.Sprintf(c.T("已用 %d / %d，停表：%s；若今日恢复则 %s 到期", "%d of %d used, stopped: %s; due on %s if resumed today"), used, total, b.reason(c, r, k), k.Due)}
	}
	m := web.Meter{Name: title(c, k.Clock), Percent: 100 * used / max(total, 1), Tone: web.Blue}
	// The tone is that of the clock on the page of the case: red when it is over, amber from 80 % on.
	left := worklist.Remaining(c, r.model.Cal, today, k.Result.Due)
	switch {
	case left.Over:
		m.Tone = web.Red
	case left.Soon || m.Percent >= 80:
		m.Tone = web.Amber
	}
	m.Text = fmt.Sprintf(c.T("已用 %d / %d，%s，%s 到期", "%d of %d used, %s, due on %s"), used, total, left.Text, k.Result.Due)
	if k.Result.Provisional {
		m.Text += c.T("（暂定）", " (provisional)")
	}
	// The party answers for it, but the center learns here whom to remind.
	if k.Rule.Party {
		m.Name += c.T("（当事人）", " (party)")
	}
	return m
}

// reason is why the clock stands still, and since when.
func (b *Board) reason(c *web.Ctx, r *row, k forecast.Clock) string {
	// The latest suspension is the one that lasts.
	for _, row := range slices.Backward(k.Result.Rows) {
		if row.Kind == term.Paused && row.Note != "" {
			return b.stateName(c, r, row.Note) + c.T("，自 ", ", since ") + row.Day.String()
		}
	}
	return b.stateName(c, r, b.chart(r).State(r.k.State).Title)
}

// stateName is the title of a state of the chart in the language of the page.
func (b *Board) stateName(c *web.Ctx, r *row, title string) string {
	for _, s := range b.chart(r).States {
		if s.Title == title {
			return c.T(s.Title, s.English)
		}
	}
	return title
}

// stateCell says what the case waits for: whose turn it is and since when, what stands still, what was
// not served, and what can be done next.
func (b *Board) stateCell(c *web.Ctx, r *row) web.Cell {
	now := r.course.Now()
	lasted := r.model.Cal.WorkingDaysBetween(now.From, b.Office.Today())
	out := web.Cell{Tag: worklist.StateTag(c, b.chart(r), r.k.State)}
	out.Sub = append(out.Sub, fmt.Sprintf(c.T("轮到%s，自 %s（%d 个工作日）", "%s, since %s (%d working days)"), b.turn(c, r), now.From, lasted))
	if n := len(r.unserved); n > 0 {
		out.Sub = append(out.Sub, fmt.Sprintf(c.T("文书未送达：%s", "Not served: %s"), strings.Join(r.unserved, c.T("、", ", "))))
	}
	if !r.course.Reminded.IsZero() {
		out.Sub = append(out.Sub, c.T("最近催办 ", "Reminded on ")+r.course.Reminded.String())
	}
	if next := b.next(r); len(next) > 0 {
		var titles []string
		for _, m := range next {
			titles = append(titles, c.T(m.Title, m.English))
		}
		out.Sub = append(out.Sub, c.T("下一步：", "Next: ")+strings.Join(titles, c.T(" / ", " / ")))
	}
	return out
}

// turn is whose turn it is: a side, a person, a role, or somebody outside the center.
func (b *Board) turn(c *web.Ctx, r *row) string {
	chart := b.chart(r)
	s := chart.State(r.k.State)
	switch {
	case s.Party && len(chart.Sides) == 0:
		return c.T("申请主体", "the applicant")
	case s.Party:
		// A state that names no side waits for the one whose case it is.
		sides := s.Sides
		if len(sides) == 0 {
			sides = []string{chart.Sides[0].Code}
		}
		var out []string
		for _, code := range sides {
			x := chart.Side(code)
			out = append(out, c.T(x.Title, x.English))
		}
		return strings.Join(out, c.T("、", ", "))
	case s.Queue == "":
		return c.T("中心以外的机构", "an office outside the center")
	}
	role := s.Queue.Info()
	out := c.T(role.Title, role.English)
	if s.QueueRel == access.Handler && r.handler != "" {
		out += " " + r.handler
	}
	return out
}

// mostNext is how many of the possible moves are named.
const mostNext = 4

// next are the moves that lead on from the state, made by whoever's turn it is.
func (b *Board) next(r *row) (out []*casework.Move) {
	chart := b.chart(r)
	s := chart.State(r.k.State)
	for i := range chart.Moves {
		m := &chart.Moves[i]
		// What stays in the state is work on it and no way out of it.
		leads := slices.ContainsFunc(m.To, func(to string) bool { return to != casework.Stay && to != r.k.State })
		theirs := slices.Contains(m.By, s.Queue) || s.Party && (slices.Contains(m.By, casework.Entity) || slices.Contains(m.By, casework.AgencyRole))
		if leads && theirs && !m.Quiet && slices.Contains(m.From, r.k.State) && len(out) < mostNext {
			out = append(out, m)
		}
	}
	return out
}
