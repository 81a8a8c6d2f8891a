package outage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// againTag says how what was filed again compares with what was received. Seen is the digest of what is filed
// by now, empty where that is not looked at.
func againTag(c *web.Ctx, a *Arrival, seen string) web.Tag {
	x := a.Again
	switch {
	case a.Target == 0:
		return web.Tag{}
	case x == nil && (seen == seenOf(nil) || seen == "" && a.Looked):
		return web.Tag{Tone: web.Grey, Text: c.T("尚未补办", "Not filed again")}
	case x == nil:
		return web.Tag{Tone: web.Amber, Text: c.T("待核对", "To be compared")}
	case x.Whole():
		return web.Tag{Tone: web.Green, Text: c.T("一致", "The same")}
	case seen != "" && seen != x.Seen:
		return web.Tag{Tone: web.Amber, Text: c.T("又有提交，待核对", "More was filed: to be compared")}
	case x.Open():
		return web.Tag{Tone: web.Red, Text: fmt.Sprintf(c.T("不一致，待决定（%d 个文件中 %d 个一致）", "Differs, to be decided (of %d files %d are the same)"), len(x.Parts), x.count(Same))}
	case x.Decision == Refile:
		return web.Tag{Tone: web.Amber, Text: c.T("不一致，请当事人补办", "Differs: the party files again")}
	}
	return web.Tag{Tone: web.Blue, Text: fmt.Sprintf(c.T("不一致，已决定（%d 个文件中 %d 个一致）", "Differs, decided (of %d files %d are the same)"), len(x.Parts), x.count(Same))}
}

// CaseHooks show on the page of a case what the contingency desk received for it, and how what was filed again
// compares with it.
func (d *Desk) CaseHooks() worklist.Hooks {
	return worklist.Hooks{Review: d.holding, Extra: func(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
		all, err := d.of(c.Context(), tx, k)
		if err != nil || len(all) == 0 {
			return x, err
		}
		t := web.Table{Title: c.T("系统中断期间收到的应急件", "Received during an outage"), Head: []string{c.T("回执编号", "Receipt"), c.T("收到时间（回执）", "Received (receipt)"), c.T("内容", "What"), c.T("归入时间", "Assigned"), c.T("文件", "File"), c.T("补办核对", "Filed again")}}
		may := d.office.Policy.May(worklist.Actor(c).Subject, casework.ActText, k.Object())
		var compared []web.Block
		for _, a := range all {
			file := web.Cell{Text: "—"}
			if a.Blob != "" && may {
				file = web.Cell{Text: c.T("下载 ", "Download ") + a.Number, Href: fmt.Sprintf("/case/%d/arrival/%d", k.ID, a.ID)}
			}
			files, err := d.refiled(c.Context(), tx, a)
			if err != nil {
				return x, err
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: a.Number}, {Text: written(a.Received)}, {Text: size(c, a.Kind, a.Size)}, {Text: written(a.Assigned)[:16]}, file, {Tag: againTag(c, a, seenOf(files))}})
			if a.Again != nil {
				compared = append(compared, againBlocks(c, a, may)...)
			}
		}
		x.Main = append([]web.Block{t}, compared...)
		x.Notices = d.warned(c, k, all)
		return x, nil
	}}
}

// warned says at the top of a case that a difference is open, and what waits for it: to the center which steps,
// to the party what it can do.
func (d *Desk) warned(c *web.Ctx, k *casework.Case, all []*Arrival) (out []web.Notice) {
	chart := d.office.ChartOf(k.Chart)
	var steps []string
	for _, code := range d.resting[k.Chart] {
		if m := chart.Move(code); slices.Contains(m.From, k.State) {
			steps = append(steps, "“"+c.T(m.Title, m.English)+"”")
		}
	}
	for _, a := range all {
		word := a.Again.word()
		if word != standDiffers && word != standRefile {
			continue
		}
		n := web.Notice{Tone: web.Red, Title: fmt.Sprintf(c.T("应急件 %s 与补办的文件不一致，待负责人决定", "Filing %s differs from what was filed again; the head decides"), a.Number)}
		if word == standRefile {
			n.Tone, n.Title = web.Amber, fmt.Sprintf(c.T("应急件 %s 与补办的文件不一致，请当事人按收到的文件补办", "Filing %s differs from what was filed again; the party files what was received"), a.Number)
		}
		switch {
		case worklist.Actor(c).Party != 0:
			n.Text = c.T("逐件比较见下；您可以继续办理，按收到的文件补办的，自动重新核对。", "File by file below. You may go on; what you file as it was received is compared anew by itself.")
		case len(steps) > 0:
			n.Text = fmt.Sprintf(c.T("决定或者一致之前不能办理%s；当事人的步骤不受影响。", "Until it is decided or the same, %s must wait; the steps of the party do not."), strings.Join(steps, c.T("、", ", ")))
		}
		if d.office.Policy.Ever(worklist.Actor(c).Subject, d.chart.Act("judge")) {
			n.Links = []web.Link{{Href: fmt.Sprintf("/case/%d/move/judge?arrival=%d", a.Case, a.ID), Label: c.T("决定补办的差异", "Decide on the difference")}}
		}
		out = append(out, n)
	}
	return out
}

// againBlocks show a comparison file by file, and what was decided. Names of files are for who may read them.
func againBlocks(c *web.Ctx, a *Arrival, may bool) []web.Block {
	x := a.Again
	n := web.Notice{Tone: web.Green, Title: fmt.Sprintf(c.T("应急件 %s 与补办的文件一致", "Filing %s was filed again as it was received"), a.Number), Text: c.T("回执时间适用于全部文件。", "The time of the receipt holds for all files.")}
	if !x.Whole() {
		n.Tone, n.Title = web.Amber, fmt.Sprintf(c.T("应急件 %s 与补办的文件不一致：一致 %d，不一致 %d，未补办 %d", "Filing %s differs from what was filed again: %d the same, %d different, %d not filed"), a.Number, x.count(Same), x.count(Other), x.count(Missing))
		n.Text = c.T("回执时间只适用于一致的文件；负责人须对差异作出决定并说明理由。", "The time of the receipt holds only for what is the same; the head decides on the rest and says why.")
		if x.Decision != "" {
			n.Text = fmt.Sprintf(c.T("%s（%s %s）。理由：%s", "%s (%s, %s). Reason: %s"), decisionText(c, x.Decision), x.Decider, written(x.Decided), x.Reason)
		}
	}
	t := web.Table{Title: c.T("补办核对 ", "Compared: ") + a.Number, Head: []string{c.T("收到的文件", "File received"), c.T("摘要", "Digest"), c.T("核对", "Result"), c.T("在平台提交", "Filed")}}
	for i, p := range x.Parts {
		name, filed := p.Name, "—"
		if !may {
			name = c.T("文件 ", "File ") + strconv.Itoa(i+1)
		}
		if !p.At.IsZero() {
			filed = written(p.At)
		}
		if p.Filed != "" {
			filed += c.T("，摘要 ", ", digest ") + p.Filed[:16] + "…"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: name}, {Text: p.SHA256[:min(16, len(p.SHA256))] + "…"}, {Tag: partTag(c, p.State)}, {Text: filed}})
	}
	if x.More > 0 {
		n.Text += c.T("", " ") + fmt.Sprintf(c.T("另有 %d 个文件是收到之后才提交的，不在应急件中，按提交之日计算。", "%d more files were filed since and were not received then; they count from their filing."), x.More)
	}
	return []web.Block{n, t}
}

// decisionText says what was decided on a difference.
func decisionText(c *web.Ctx, decision string) string {
	if decision == Refile {
		return c.T("请当事人按收到的文件补办后再核对", "The party files what was received, and it is compared anew")
	}
	return c.T("只有一致的文件以回执时间为收到时间，其余按在平台提交之日", "The time of the receipt counts for what is the same; the rest counts from its filing on the platform")
}

// partTag says what became of one file.
func partTag(c *web.Ctx, state string) web.Tag {
	switch state {
	case Same:
		return web.Tag{Tone: web.Green, Text: c.T("一致", "The same")}
	case Other:
		return web.Tag{Tone: web.Red, Text: c.T("不一致", "Different")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T("未补办", "Not filed")}
}
