package preexam

import (
	"fmt"
	"html/template"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// previewView is a correction notice before it is issued.
type previewView struct {
	HTML template.HTML
	Rare string // what the PDF cannot show
	Open int    // findings that wait for a decision
}

// previewPage shows the correction notice as it would be issued now: without number, and with what
// the PDF could not show. Nothing is issued by looking at it.
func (d *Desk) previewPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	x, err := d.openText(c, worklist.Actor(c), id, 0, "预览补正通知书，")
	if err != nil {
		return err
	}
	if x.k.State != Examining {
		return fault.New(fault.Conflict, "preexam.preview", "案件不在预审中，没有可预览的补正通知书；已发出的文书请在案件页面查看")
	}
	var p paper.Paper
	var empty bool
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		p, empty, err = d.noticePaper(c, tx, x.k, x.v, x.fs)
		return err
	})
	if err == nil && empty {
		c.Flash(web.Amber, c.T("还没有采纳任何缺陷，也没有撰写预审意见，通知书没有内容可预览", "No finding is adopted and no opinion is written: the notice would be empty"))
		return c.Redirect(fmt.Sprintf("/preexam/%d/desk", x.k.ID))
	}
	if err != nil {
		return err
	}
	html, err := paper.HTML(p)
	if err != nil {
		return err
	}
	view := previewView{HTML: html}
	if view.Rare, err = d.rare(c, p); err != nil {
		return err
	}
	for _, f := range x.fs {
		if f.Waits() {
			view.Open++
		}
	}
	c.Page = web.Page{Title: c.T("预览补正通知书", "Preview of the correction notice"), At: "/work",
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", x.k.ID), Label: worklist.Name(c, x.k)},
			{Href: fmt.Sprintf("/preexam/%d/desk", x.k.ID), Label: c.T("申请文件与缺陷", "Papers and findings")}, {Label: c.T("预览", "Preview")}},
		Actions: []web.Link{{Href: fmt.Sprintf("/preexam/%d/desk", x.k.ID), Label: c.T("返回修改", "Back to the findings")},
			{Href: fmt.Sprintf("/case/%d/move/notify", x.k.ID), Label: c.T("发出补正通知", "Issue correction notice"), Tone: web.Blue}}}
	return c.Render("preview", view)
}

// noticePaper is the notice that would be issued now, as a paper without number.
func (d *Desk) noticePaper(c *web.Ctx, tx *store.Tx, k *casework.Case, v *Version, fs []*DeskFinding) (p paper.Paper, empty bool, err error) {
	n, err := d.nextNotice(c.Context(), tx, k, v, fs)
	if err != nil {
		return p, false, err
	}
	owner, err := party.Get(c.Context(), tx, k.Center, k.Owner)
	if err != nil {
		return p, false, err
	}
	center, err := d.office.Center(c.Context(), tx, k.Center)
	if err != nil {
		return p, false, err
	}
	draft := notice.Correction(n)
	top, err := notice.Particulars(c.Context(), tx, k, notice.TitleOf(v.App))
	if err != nil {
		return p, false, err
	}
	p = paper.Paper{Authority: center.Name, Number: "（发出时编号）", Title: draft.Name, To: owner.Name, Signed: center.Name, Date: d.office.Today().Chinese(),
		Body: append(append([]paper.Block{top}, draft.Body...), document.Closing(d.chart.Move("notify")))}
	return p, n.Empty(), nil
}

// rare says which characters of a paper its PDF will not show, in words for whoever issues it.
func (d *Desk) rare(c *web.Ctx, p paper.Paper) (string, error) {
	if d.Missing == nil {
		return "", nil
	}
	missing, err := d.Missing(p)
	return worklist.Rare(c, missing), err
}

// warn tells whoever is about to issue a notice which of its characters the PDF will not show: a
// box in somebody's name must not surprise them afterwards. It may be issued all the same.
func (d *Desk) warn(c *web.Ctx, tx *store.Tx, k *casework.Case, f *form.Form) error {
	if !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActText, k.Object()) {
		return nil // the form is also shown again to those whose move will be refused
	}
	if k.State == Reviewing {
		// The second reader agrees with something that stands on the same page.
		var in Propose
		if _, err := d.lastInput(c.Context(), tx, k, "propose", &in); err != nil {
			return err
		}
		f.Intro += c.T("。拟定结论：", ". Proposed: ") + map[string]string{"pass": c.T("预审合格", "pass"), "fail": c.T("预审不合格", "fail")}[in.Outcome]
		if in.Reason != "" {
			f.Intro += c.T("；理由：", "; reasons: ") + in.Reason
		}
	}
	key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return err
	}
	v, err := record.Find(c.Context(), tx, key, k.ID, 0, ForExam)
	if err != nil || v == nil {
		return err
	}
	fs, err := record.Findings(c.Context(), tx, key, k.ID, v.No)
	if err != nil {
		return err
	}
	p, _, err := d.noticePaper(c, tx, k, v, fs)
	if err != nil {
		return err
	}
	rare, err := d.rare(c, p)
	if rare != "" {
		f.Intro += c.T("。", ". ") + rare
	}
	return err
}
