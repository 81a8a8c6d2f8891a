package watch

import (
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// handling is what somebody records about a warning.
type handling struct {
	Do   string `json:"do" label:"办理" en:"Done" widget:"radio" required:"true" options:"seen=已查看=Seen,handled=已处理=Handled,dismissed=不予处理=Dismissed"`
	Note string `json:"note" label:"处理情况或者理由" en:"Note or reason" widget:"textarea" max:"1000" help:"已处理、不予处理的必须填写" helpen:"Needed unless it was only seen"`
}

// warningPage shows a warning with its numbers and its record, and records what was done.
func (d *Desk) warningPage(c *web.Ctx) error {
	no, err := id(c, "warning")
	if err != nil {
		return err
	}
	by := worklist.Actor(c)
	f := form.New(c, form.Describe(handling{}, nil))
	f.Submit = c.T("记录", "Record")
	var in handling
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.Handle(c.Context(), by, no, in.Do, strings.TrimSpace(in.Note))
		if err == nil {
			c.Flash(web.Green, c.T("已记录。", "Recorded."))
			return c.Redirect(path + "/" + text(no))
		}
		if !f.Refused(err) {
			return err
		}
	}
	var w *Warning
	var x *Watch
	var steps []Step
	if err := d.read(c, func(tx *store.Tx, center int64) error {
		if w, steps, err = warning(c.Context(), tx, center, no); err != nil {
			return err
		}
		x, err = d.watch(c.Context(), tx, center, w.Watch)
		return err
	}); err != nil {
		return err
	}
	c.Page = web.Page{Title: c.Say(causeTitle(w.Cause)), State: stateTag(c, w.State), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("监视与预警", "Watches and warnings")}, {Label: c.Say(causeTitle(w.Cause))}}}
	blocks := []web.Block{factsOf(c, w, x), recordOf(c, w, steps)}
	// Nobody is offered what would be refused.
	if d.office.Policy.Ever(by.Subject, ActHandle) && mine(by, x) {
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", blocks)
}

// factsOf is what a warning says.
func factsOf(c *web.Ctx, w *Warning, x *Watch) web.Block {
	// The rule stands beside the level, so that whoever asks why finds the setting.
	kv := &web.KV{Title: c.T("预警内容", "The warning")}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("级别", "Level"), Tag: levelTag(c, w.Level)})
	kv.Add(c.T("级别依据", "Why this level"), fmt.Sprintf(c.T("中心配置“预警级别：%s”（%s）", "setting “Level of a warning: %s” (%s)"), c.Say(causeTitle(w.Cause)), w.Facts.Rule))
	kv.Add(c.T("数据", "Numbers"), reason(c, w))
	if w.Number != "" {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("文献", "Document"), Text: w.Number + " " + w.Title, Href: "/documents/" + w.Number})
	}
	if w.Facts.Detail != "" {
		kv.Add(c.T("来源的原文", "In the words of the source"), w.Facts.Detail)
	}
	if w.Facts.Source != "" {
		kv.Add(c.T("数据来源", "Source"), w.Facts.Source)
		kv.Add(c.T("数据截至", "As of"), w.Facts.AsOf.String())
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("监视项目", "Watch"), Text: x.Title, Href: home + "/" + text(x.ID)})
	kv.Add(c.T("接收人", "Recipients"), names(x))
	return *kv
}

// names lists who is told.
func names(w *Watch) string {
	var out []string
	for _, r := range w.Recipients {
		out = append(out, r.Name)
	}
	return strings.Join(out, "、")
}

// recordOf is what was done about a warning.
func recordOf(c *web.Ctx, w *Warning, steps []Step) web.Block {
	t := web.Timeline{Title: c.T("处理记录", "Record"), Entries: []web.Entry{{Time: web.When(w.At), Title: c.T("发出预警", "Warned")}}}
	for _, s := range steps {
		t.Entries = append(t.Entries, web.Entry{Time: web.When(s.At), Title: c.Say(named(states(), s.Act)), Text: s.Note, Who: s.Name})
	}
	return t
}
