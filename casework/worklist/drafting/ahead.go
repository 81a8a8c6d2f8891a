package drafting

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// issuer is the move with which a paper is issued; of a template that nobody knows any more the signature.
func (p *Pages) issuer(chart string, t *draft.Template) string {
	if t == nil {
		return draft.MoveIssue
	}
	return t.Issuer(p.Office.Chart(chart))
}

// templates are the papers that can be drafted in a case: letters, and those that a step issues which can
// still come.
func (p *Pages) templates(k *casework.Case) (out []*draft.Template) {
	ahead := draft.Coming(p.Office.ChartOf(k.Chart), k.State)
	for _, t := range p.Desk.Of(k.Chart).InForce(p.Office.Today()) {
		if t.Drafted() && (!t.Ahead() || ahead[p.issuer(k.Chart, t)]) {
			out = append(out, t)
		}
	}
	return out
}

// offered lists the papers that can be drafted ahead, with the step that issues each.
func (p *Pages) offered(c *web.Ctx, k *casework.Case) web.Table {
	t := web.Table{Title: c.T("可以预先拟稿的文书", "Papers that can be drafted ahead"),
		Head: []string{c.T("文书", "Paper"), c.T("随何步骤签发", "Issued with"), c.T("可修改的内容", "What can be changed"), c.T("审核", "Review")}}
	for _, x := range p.templates(k) {
		if !x.Ahead() {
			continue
		}
		review := c.T("须由他人审核", "By somebody else")
		if x.Lone {
			review = c.T("不须审核", "None")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(x.Name, x.English)}, {Text: c.T(x.By[0], x.By[1])}, {Text: strings.Join(x.Edit, c.T("、", ", "))}, {Text: review}})
	}
	return t
}

// ahead shows above the form of a step the drafts that it will issue, or what stands against that: whoever
// makes the step signs their words.
func (p *Pages) ahead(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (out []web.Block, err error) {
	if k == nil || !p.sees(worklist.Actor(c), k) {
		return nil, nil
	}
	all, err := draft.In(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		name, t := p.name(c, d)
		if !d.Open() || t == nil || !t.Ahead() || p.issuer(k.Chart, t) != move {
			continue
		}
		link := []web.Link{{Href: fmt.Sprintf("/case/%d/drafts/%d", k.ID, d.ID), Label: c.T("查看草稿", "See the draft")}}
		if d.State != draft.Reviewed && (d.State != draft.Submitted || !t.Lone) {
			out = append(out, web.Notice{Tone: web.Amber, Title: c.T("“"+name+"”的草稿尚未审核", "The draft of “"+name+"” is not reviewed"),
				Text: c.T("如本步骤签发该文书，须先提交并审核，或弃用草稿。", "If this step issues that paper, submit it and have it reviewed first, or drop the draft."), Links: link})
			continue
		}
		out = append(out, web.Notice{Tone: web.Green, Title: c.T("“"+name+"”已拟好并审核", "“"+name+"” is drafted and reviewed"),
			Text: c.T("如本步骤签发该文书，以下列草稿的内容为准，不采用表单中的相应内容。", "If this step issues that paper, the words of the draft below count, not those of the form."), Links: link})
		sheet, err := p.sheet(c, tx, k, d)
		if err != nil {
			return nil, err
		}
		out = append(out, sheet...)
	}
	return out, nil
}
