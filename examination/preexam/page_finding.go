package preexam

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
)

// findingView is one finding beside the text. N counts from 1 on the page and joins the mark in
// the text with the words at the side.
type findingView struct {
	N                   int
	ID                  int64
	Href                string // address of the page with this finding
	Class               string
	Title, Where, Quote string
	Message, Suggestion string
	Severity, Rule      string
	Basis, Level        string
	Status              string
	Tag                 web.Tag
	Reason, Before      string // why dismissed; what was decided in the version before
	Typed               string // a reason that was typed and not taken
	Unfolded            bool   // the reason is being given
	Marked              bool   // has words in the text that are marked
	Focus               bool   // the page was opened for it
	Fixable             bool   // made by hand on the version before: it may have been corrected
	Asks                bool   // a question that was not answered with a defect
	Passages            []passageView
}

// passageView is a place on which the answer to a question depends.
type passageView struct{ Where, Quote string }

// usualReasons are offered when a finding is dismissed; own words may be added or stand alone.
func usualReasons() []string {
	return []string{"结合说明书全文，含义清楚。", "属于本领域的通用术语，含义确定。", "规则误判，原文不是该缺陷所指的情形。", "已与申请人核实，无须修改。"}
}

// fill turns findings and papers into what the template shows.
func (d *Desk) fill(c *web.Ctx, view *deskView, v *Version, fs []*DeskFinding) {
	fs = record.Ordered(fs)
	view.Parts = reading.Papers(v.App, marksOf(fs), reading.Gallery{Absent: c.T("案卷中没有这幅图的文件", "The package has no file for this picture"),
		Address: func(i int) string { return fmt.Sprintf("/preexam/%d/figure/%d/%d", view.Case.ID, v.No, i) }})
	marked := reading.Placed(view.Parts)
	counts := map[string]int{}
	var open, asked []string
	disputed := view.filter(c, fs)
	for i, f := range fs {
		x := d.findingView(c, i+1, f)
		x.Href, x.Marked = fmt.Sprintf("/preexam/%d/desk?v=%d&f=%d#f%d", view.Case.ID, v.No, f.ID, f.ID), marked[f.ID]
		if x.Asks {
			x.Class = "q"
		}
		counts[x.Class]++
		if view.Case.State == Draft || view.Case.State == Returned {
			x.Tag = web.Tag{} // nobody decides about a self-check
		}
		if f.Waits() {
			view.Open++
			switch x.Class {
			case "e":
				open = append(open, strconv.FormatInt(f.ID, 10))
			case "q":
				asked = append(asked, strconv.FormatInt(f.ID, 10))
			}
		}
		x.Focus = c.Query("f") == strconv.FormatInt(f.ID, 10)
		if !disputed || f.Status == FindingDismissed && !f.Asks() || x.Focus {
			view.Findings = append(view.Findings, x)
		}
	}
	// Keys act on the first that waits, before any was gone to.
	if i := slices.IndexFunc(view.Findings, func(x findingView) bool { return x.Tag.Tone == web.Amber }); i >= 0 && !view.Report && c.Query("f") == "" {
		view.Findings[i].Focus = true
	}
	view.FirstAsk = slices.IndexFunc(view.Findings, func(x findingView) bool { return x.Asks })
	if view.Defects = len(view.Findings); view.FirstAsk >= 0 {
		view.Defects = view.FirstAsk
	}
	view.Decided = !view.Report && len(fs) > 0 && view.Open == 0
	// Adopting all at once is offered for what must be corrected; the rest needs a look each.
	if len(open) > 1 {
		view.Bulk = strings.Join(open, ",")
	}
	view.Asked = strings.Join(asked, ",")
	view.Counts = []countView{{"over", c.T("必须补正", "Must"), counts["e"]}, {"soon", c.T("建议修改", "Should"), counts["w"]},
		{"", c.T("提示", "May"), counts["i"]}, {"", c.T("需人工判断", "To judge"), counts["q"]}, {"", c.T("已通过", "Passed"), len(v.Report.Passed)}}
}

// marksOf returns the findings as they are marked in the text, in the order of the page.
func marksOf(fs []*DeskFinding) []reading.Mark {
	out := make([]reading.Mark, len(fs))
	for i, f := range fs {
		x := &f.Finding
		out[i] = reading.Mark{N: i + 1, ID: f.ID, Class: record.Class(x.Severity), Part: x.Part, Start: x.Start, End: x.End}
		if f.Asks() && f.Status != FindingAdopted {
			out[i].Class = "i"
		}
	}
	return out
}

// filter offers the second reader what the examiner did not adopt, which is what a second look is
// for, and reports whether nothing else is shown.
func (view *deskView) filter(c *web.Ctx, fs []*DeskFinding) (disputed bool) {
	n := 0
	for _, f := range fs {
		if f.Status == FindingDismissed && !f.Asks() {
			n++
		}
	}
	if view.Case.State != Reviewing || n == 0 {
		return false
	}
	disputed = c.Query("show") != "all"
	at := fmt.Sprintf("/preexam/%d/desk?v=%d", view.Case.ID, view.Version)
	only := web.Link{Label: c.T(fmt.Sprintf("未采纳 %d", n), fmt.Sprintf("Dismissed %d", n)), Href: at}
	all := web.Link{Label: c.T(fmt.Sprintf("全部 %d", len(fs)), fmt.Sprintf("All %d", len(fs))), Href: at + "&show=all"}
	if disputed {
		only.Href = ""
	} else {
		all.Href = ""
	}
	view.Filter = []web.Link{only, all}
	return disputed
}

// findingView puts one finding into words for the page.
func (d *Desk) findingView(c *web.Ctx, n int, f *DeskFinding) findingView {
	x := &f.Finding
	out := findingView{N: n, ID: f.ID, Class: record.Class(x.Severity), Title: x.Title, Where: record.Place(f), Quote: x.Quote,
		Message: x.Message, Suggestion: x.Suggestion, Severity: x.Severity.Title(), Rule: x.Rule, Basis: x.Basis, Level: x.Level.Title(),
		Status: f.Status, Reason: f.Reason, Tag: statusTag(c, f), Fixable: f.Manual && f.Before == FindingAdopted}
	if out.Asks = f.Asks() && f.Status != FindingAdopted; out.Asks {
		for _, y := range x.Passages {
			at := DeskFinding{Finding: check.Finding{Part: y.Part, Claim: y.Claim, Paragraph: y.Paragraph}}
			out.Passages = append(out.Passages, passageView{record.Place(&at), y.Quote})
		}
	}
	if f.Manual {
		out.Rule, out.Level = c.T("手工", "By hand"), ""
	}
	switch {
	case f.Newer:
		out.Before = c.T("规则更新后新增：上一版原文相同，当时的规则未提出", "Found by newer rules: the version before had the same words")
	case f.Manual && f.Moved:
		out.Before = c.T("上一版手工增加；位置已变，请核对是否改正", "Added by hand before; its place has changed, see whether it was corrected")
	case out.Fixable:
		out.Before = c.T("上一版手工增加；原文未改，请核对", "Added by hand before; the words are unchanged")
	case f.Asks() && f.Moved:
		out.Before = c.T("上一版已作判断；相关内容已变，请重新判断", "Judged in the version before; the passages have changed, judge again")
	case f.Asks() && f.Before != "":
		out.Before = c.T("沿用上一版的判断", "As judged in the version before")
	case f.Before == FindingDismissed && f.Moved:
		out.Before = c.T("上一版未采纳；位置或上下文已变，请重新决定", "Dismissed before; the place or the words around it have changed")
	case f.Before == FindingAdopted && f.Moved:
		out.Before = c.T("上一版已采纳；位置或上下文已变，仍未改正", "Adopted before; the place has changed, the defect is still there")
	case f.Before == FindingDismissed:
		out.Before = c.T("沿用上一版的决定：不采纳", "Dismissed in the version before")
	case f.Before == FindingAdopted:
		out.Before = c.T("上一版已采纳，仍未改正", "Adopted before and still there")
	}
	return out
}

// statusTag says what was decided about a finding.
func statusTag(c *web.Ctx, f *DeskFinding) web.Tag {
	switch {
	case f.Asks() && f.Status == FindingDismissed:
		return web.Tag{Tone: web.Green, Text: c.T("未发现问题", "No defect")}
	case f.Asks() && f.Status == FindingOpen && f.Waits():
		return web.Tag{Tone: web.Amber, Text: c.T("待判断", "To judge")}
	case f.Status == FindingAdopted:
		return web.Tag{Tone: web.Red, Text: c.T("已采纳", "Adopted")}
	case f.Status == FindingDismissed:
		return web.Tag{Tone: web.Grey, Text: c.T("不采纳", "Dismissed")}
	case f.Status == FindingFixed:
		return web.Tag{Tone: web.Green, Text: c.T("已改正", "Corrected")}
	case f.Waits():
		return web.Tag{Tone: web.Amber, Text: c.T("待处理", "Open")}
	}
	return web.Tag{} // a hint asks for no decision
}
