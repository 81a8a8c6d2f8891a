package worklist

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// discardForm forgets one draft of a form.
type discardForm struct {
	Key string `json:"key" label:"草稿" en:"Draft" required:"true" widget:"select" options:"*"`
}

// draftsPage lists what the person typed and did not send, with its age and the day on which it is
// deleted; any of it can be discarded.
func (p *Pages) draftsPage(c *web.Ctx) error {
	a := Actor(c)
	var drafts []casework.Draft
	names := map[int64]string{}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		if drafts, err = p.Office.Drafts(c.Context(), tx, a); err != nil {
			return err
		}
		for _, d := range drafts {
			if d.Case == 0 {
				continue
			}
			// What the person may not see any more has no name here either.
			if k, err := p.Office.Get(c.Context(), tx, a, d.Case); err == nil {
				names[d.Case] = Name(c, k)
			} else if fault.KindOf(err) != fault.Missing {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("未提交的表单", "Forms not sent"), Head: []string{c.T("表单", "Form"), c.T("案件", "Case"), c.T("最后保存", "Last saved"), c.T("保存至今", "Age"), c.T("到期删除", "Deleted on")},
		Empty: c.T(fmt.Sprintf("没有未提交的表单。填写时自动保存，最后保存后 %d 天删除。", casework.DraftDays),
			fmt.Sprintf("No form is waiting. What you type is saved, and deleted %d days after it was last saved.", casework.DraftDays))}
	var options []form.Option
	for _, d := range drafts {
		title, href := p.draftTitle(c, &d)
		days := int(c.Now().Sub(d.At) / (24 * time.Hour))
		t.Rows = append(t.Rows, []web.Cell{{Text: title, Href: href}, {Text: names[d.Case]}, {Text: d.At.In(calendar.Shanghai()).Format(time.DateTime)},
			{Text: c.T(fmt.Sprintf("%d 天", days), fmt.Sprintf("%d days", days))}, {Text: d.Ends().In(calendar.Shanghai()).Format(time.DateOnly)}})
		label := strings.TrimSpace(title + " " + names[d.Case])
		options = append(options, form.Option{Value: DraftKey(d.Chart, d.Move, d.Case), Label: web.Text{label, label}})
	}
	c.Page = web.Page{Title: c.T("草稿", "Drafts"), At: "/drafts", Actions: []web.Link{{Href: "/work?state=draft", Label: c.T("尚未提交的案件", "Cases not submitted")}}}
	if len(options) == 0 {
		return c.Render("page-blocks", []web.Block{t})
	}
	f := form.New(c, form.Describe(discardForm{}, nil))
	f.Options("key", options)
	f.Submit, f.Danger, f.Intro = c.T("删除所选草稿", "Discard"), true, c.T("草稿加密保存，仅本人可见；删除后不能恢复。", "Drafts are encrypted and yours alone; what is discarded is gone.")
	var in discardForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := p.forget(c, in.Key); err != nil {
			return err
		}
		c.Flash(web.Green, c.T("草稿已删除", "The draft was discarded"))
		return c.Redirect("/drafts")
	}
	return c.Render("page-blocks", []web.Block{t, f})
}

// draftTitle names the form of a draft, and where it is filled in.
func (p *Pages) draftTitle(c *web.Ctx, d *casework.Draft) (title, href string) {
	chart := p.Office.Chart(d.Chart)
	if chart == nil || chart.Move(d.Move) == nil {
		return d.Move, ""
	}
	m := chart.Move(d.Move)
	href = fmt.Sprintf("/open/%s/%s", d.Chart, d.Move)
	if d.Case != 0 {
		href = fmt.Sprintf("/case/%d/move/%s", d.Case, d.Move)
	}
	return c.T(m.Title, m.English), href
}

// forget drops the draft that a key names; whose it is the kernel decides.
func (p *Pages) forget(c *web.Ctx, key string) error {
	parts := strings.Split(key, ".")
	if len(parts) != 3 {
		return fault.New(fault.Missing, "draft.key", "没有这个草稿，请刷新页面")
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return fault.New(fault.Missing, "draft.key", "没有这个草稿，请刷新页面")
	}
	return p.Office.DropDraft(c.Context(), Actor(c), id, parts[0], parts[1])
}
