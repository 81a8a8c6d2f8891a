package worklist

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/superior"
	"zhibao/internal/sorting"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A history is what the page of a case tells of its course: what happened, the terms, what is planned
// besides their ends, and where the papers are read, by their numbers.
type history struct {
	events  []casework.Event
	clocks  []casework.Clock
	planned []web.Entry
	papers  map[string]web.Link
}

// paperLinks are the pages of the papers that the person may read.
func paperLinks(k *casework.Case, issued []*document.Paper, reads func(int64) bool) map[string]web.Link {
	out := map[string]web.Link{}
	for _, x := range issued {
		if reads(x.ID) {
			out[x.Number] = web.Link{Href: fmt.Sprintf("/case/%d/paper/%d", k.ID, x.ID), Label: x.Name + " " + x.Number}
		}
	}
	return out
}

// timeline lists the events of the case, the latest first, above them the days that are still
// to come. Readings of unpublished text are events like others but would bury the steps, so
// they are shown only when asked for (?show=reads).
func (p *Pages) timeline(c *web.Ctx, a casework.Actor, k *casework.Case, h history) web.Timeline {
	clocks := h.clocks
	t := web.Timeline{Title: c.T("办理经过", "History")}
	show := c.Query("show")
	for _, f := range []struct{ code, zh, en string }{{"", "全部步骤", "All steps"}, {"papers", "有文书的", "With papers"}, {"terms", "影响期限的", "About terms"},
		{"party", "当事人办理的", "By the party"}, {"center", "中心办理的", "By the center"}, {"reads", "查阅记录", "Readings"}} {
		href := fmt.Sprintf("/case/%d", k.ID)
		if f.code != "" {
			href += "?show=" + f.code
		}
		t.Filters = append(t.Filters, web.Tab{Href: href, Label: c.T(f.zh, f.en), Count: -1, Now: show == f.code})
	}
	chart := p.Office.ChartOf(k.Chart)
	// A case carries some dozens of events, so filtering them here costs nothing and leaves the
	// hash chain of the case whole in one query.
	for _, e := range slices.Backward(h.events) {
		if shown(chart, e, show) {
			t.Entries = append(t.Entries, entry(c, chart, a, e, h.papers))
		}
	}
	if show == "" || show == "terms" {
		t.Entries = append(closures(c, clocks, p.Office.Today()), t.Entries...)
		sorting.Stable(t.Entries, func(a, b web.Entry) int { return strings.Compare(b.Day, a.Day) })
	}
	var future []web.Entry
	// Due days belong to the future of the whole history, not to a filtered part of it.
	for _, r := range clocks {
		if r.Running() && !r.Result.Due.IsZero() && show == "" && chart.Knows(k.State) {
			future = append(future, web.Entry{Time: r.Result.Due.String(), Day: r.Result.Due.String(), Title: c.T(r.Rule.Title+"届满", r.Rule.English+" ends"), To: true})
		}
	}
	if show == "" {
		future = append(future, h.planned...)
	}
	// What comes last stands on top, as in the past below.
	sorting.Stable(future, func(a, b web.Entry) int { return strings.Compare(b.Day, a.Day) })
	t.Entries = append(future, t.Entries...)
	t.Empty = c.T("没有这一类记录。", "No such entries.")
	return t
}

// closures are the days until today that a term of the case does not count because the center was
// closed or a system was down; each is noted once.
func closures(c *web.Ctx, clocks []casework.Clock, today calendar.Day) (out []web.Entry) {
	seen := map[calendar.Day]bool{}
	for i := range clocks {
		for _, row := range clocks[i].Result.Rows {
			if row.Why.Status != calendar.Closed || row.Day > today || seen[row.Day] {
				continue
			}
			seen[row.Day] = true
			out = append(out, web.Entry{Time: row.Day.String(), Day: row.Day.String(), Title: c.T(row.Why.String(), row.Why.English()), Text: c.T("当日不计入期限", "the day counts in no term")})
		}
	}
	return out
}

// shown reports whether the event is of the type that was asked for.
func shown(chart *casework.Chart, e casework.Event, show string) bool {
	_, _, reading := e.Reading()
	party := e.Role == string(casework.Entity) || e.Role == string(casework.AgencyRole)
	switch show {
	case "reads":
		return reading
	case "papers":
		return len(e.Meta.Papers) > 0
	case "terms":
		return !reading && (len(e.Meta.Clocks) > 0 || slices.ContainsFunc(chart.Clocks, func(r casework.ClockRule) bool { return r.Touched(e) }))
	case "party":
		return party
	case "center":
		return !party && !reading
	default:
		return !reading
	}
}

// graceTitle names what an outage did to a case: a term moved, or something was received during it.
func graceTitle(c *web.Ctx, e casework.Event) string {
	if e.Meta.Notes["day"] != "" {
		return c.T("收到应急件（系统中断期间）", "Received during an outage")
	}
	return c.T("期限顺延（系统中断）", "Term moved (outage)")
}

// entry draws one event. The first twelve hexadecimal digits of its hash are enough to compare
// with a printed copy; the whole chain is verified by the auditor.
// The papers that the person may read are links; of the others stands the number.
func entry(c *web.Ctx, chart *casework.Chart, a casework.Actor, e casework.Event, papers map[string]web.Link) web.Entry {
	out := web.Entry{Time: e.Counted().In(calendar.Shanghai()).Format("2006-01-02 15:04"), Day: calendar.DayOf(e.Counted()).String(), Who: e.Name,
		Hash: hex.EncodeToString(e.Hash)}
	if len(out.Hash) > 12 {
		out.Hash = out.Hash[:12]
	}
	if superior.Person(a, e.Role) || a.Party != 0 && e.Name != a.Name && e.Role != string(casework.Entity) && e.Role != string(casework.AgencyRole) {
		role := casework.Role(e.Role).Info()
		out.Who = c.T(role.Title, role.English) // the other side sees the function, not the person
	}
	// A reading is no move of the chart and has no states or papers.
	if title, english, reading := e.Reading(); reading {
		out.Title, out.Text = c.T(title, english), e.Meta.Notes["what"]
		if a.Party != 0 {
			out.Who = c.T("工作人员", "Staff of the center")
		} else if reader := e.Meta.Notes["reader"]; reader != "" && reader != e.Name {
			out.Text = c.T("查阅人：", "Reader: ") + reader
		}
		return out
	}
	var text []string
	switch e.Move {
	case casework.RemindMove:
		out.Title = c.T("催办", "Party reminded")
	case casework.GraceMove:
		out.Title = graceTitle(c, e)
		text = append(text, e.Meta.Basis)
	}
	// A move that a later version of the chart no longer has still stands under its code.
	if m := chart.Move(e.Move); m == nil && out.Title == "" {
		out.Title = c.T("本版本没有的步骤 ", "Step that this version does not have: ") + e.Move
	} else if m != nil {
		out.Title = c.T(m.Title, m.English)
	}
	if e.To != e.From {
		s := chart.State(e.To)
		text = append(text, c.T("进入“"+s.Title+"”", "→ "+s.English))
	}
	for _, op := range e.Meta.Clocks {
		if op.Extend == "" {
			continue // a clock that began in another system
		}
		text = append(text, c.T("期限延长 "+op.Extend+"（"+op.Why+"）", "extended by "+op.Extend))
	}
	var numbers []string
	for _, no := range e.Meta.Papers {
		if l, ok := papers[no]; ok {
			out.Links = append(out.Links, l)
		} else {
			numbers = append(numbers, no)
		}
	}
	if len(numbers) > 0 {
		text = append(text, strings.Join(numbers, c.T("、", ", ")))
	}
	out.Text = strings.Join(append(text, noted(c, a, e)...), c.T("；", "; "))
	return out
}

// noted are the notes of an event that are shown: those that the moves write for the public of the case,
// and to the center what became of its drafts. Others are internal.
func noted(c *web.Ctx, a casework.Actor, e casework.Event) (out []string) {
	names := []string{"what", "day", "ground", "reason"}
	if a.Party == 0 {
		names = append(names, "void")
	}
	for _, n := range names {
		if v := e.Meta.Notes[n]; v != "" {
			out = append(out, c.Word(v))
		}
	}
	return out
}
