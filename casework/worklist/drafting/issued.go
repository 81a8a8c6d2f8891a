package drafting

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// issued lists the numbers that were taken in the case, void ones with the reason: a number is never used
// again, so the list has no gaps that nobody explains.
func (p *Pages) issued(c *web.Ctx, tx *store.Tx, k *casework.Case) (web.Table, error) {
	t := web.Table{Title: c.T("发文登记", "Papers issued"), Head: []string{c.T("文号", "Number"), c.T("文书", "Paper"), c.T("签发日期", "Issued"), c.T("状态", "State"), c.T("作废理由", "Why void"), c.T("办理", "Act")},
		Empty: c.T("还没有签发文书。", "No papers issued yet.")}
	papers, err := document.Of(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return t, err
	}
	key, err := p.Office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return t, err
	}
	why, err := document.WhyVoid(c.Context(), tx, key, k.ID)
	for _, x := range papers {
		state, act := web.Tag{Tone: web.Green, Text: c.T("有效", "Valid")}, web.Cell{Text: "—"}
		switch {
		case !x.Revoked.IsZero():
			state = web.Tag{Tone: web.Red, Text: c.T("已作废", "Void")}
		case p.may(c, k, draft.MoveVoid):
			act = web.Cell{Text: c.T("作废", "Declare void"), Href: fmt.Sprintf("/case/%d/move/%s?paper=%d", k.ID, draft.MoveVoid, x.ID)}
		}
		reason := why[x.ID]
		if reason == "" {
			reason = "—"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Number, Href: fmt.Sprintf("/case/%d/paper/%d", k.ID, x.ID)}, {Text: c.Word(x.Name)}, {Text: x.Day().String()}, {Tag: state}, {Text: reason}, act})
	}
	return t, err
}
