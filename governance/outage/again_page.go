package outage

import (
	"fmt"
	"strconv"

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
	case x == nil && seen == seenOf(nil):
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
	return worklist.Hooks{Extra: func(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
		all, err := d.arrivals(c.Context(), tx, `target_id = $1 AND +center_id = $2`, k.ID, k.Center)
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
			t.Rows = append(t.Rows, []web.Cell{{Text: a.Number}, {Text: written(a.Received)}, {Text: size(c, a.Kind, a.Size)}, {Text: written(a.Assigned)}, file, {Tag: againTag(c, a, seenOf(files))}})
			if a.Again != nil {
				compared = append(compared, againBlocks(c, a, may)...)
			}
		}
		x.Main = append([]web.Block{t}, compared...)
		return x, nil
	}}
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
	t := web.Table{Title: c.T("补办核对 ", "Compared: ") + a.Number, Head: []string{c.T("收到的文件", "File received"), "SHA-256", c.T("核对", "Result"), c.T("在平台提交", "Filed")}}
	for i, p := range x.Parts {
		name, filed := p.Name, "—"
		if !may {
			name = c.T("文件 ", "File ") + strconv.Itoa(i+1)
		}
		if !p.At.IsZero() {
			filed = written(p.At)
		}
		if p.Filed != "" {
			filed += c.T("，SHA-256 ", ", SHA-256 ") + p.Filed[:16] + "…"
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
