package preexam

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
)

// fill turns findings and papers into what the template shows.
func (d *Desk) fill(c *web.Ctx, view *deskView, v *Version, fs []*DeskFinding) {
	fs = record.Ordered(fs)
	view.Parts = reading.Papers(v.App, finding.Marks(fs), reading.Gallery{Open: worklist.Actor(c).Party != 0, Absent: c.T("案卷中没有这幅图的文件", "The package has no file for this picture"),
		Address: func(i int) string { return fmt.Sprintf("/preexam/%d/figure/%d/%d", view.Case.ID, v.No, i) }})
	marked := reading.Placed(view.Parts)
	counts := map[string]int{}
	var open, asked []string
	disputed := view.filter(c, fs)
	for i, f := range fs {
		x := finding.Of(c, i+1, f)
		x.Href, x.Marked = fmt.Sprintf("/preexam/%d/desk?v=%d&f=%d#f%d", view.Case.ID, v.No, f.ID, f.ID), marked[f.ID]
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
	if i := slices.IndexFunc(view.Findings, func(x finding.View) bool { return x.Tag.Tone == web.Amber }); i >= 0 && !view.Report && c.Query("f") == "" {
		view.Findings[i].Focus = true
	}
	view.FirstAsk = slices.IndexFunc(view.Findings, func(x finding.View) bool { return x.Asks })
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
