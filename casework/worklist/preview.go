package worklist

import (
	"fmt"

	"zhibao/casework"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// confirmed is what the button sends with which a move is made whose effect was shown.
const confirmed = form.Confirm

// preview shows what a move would do to the terms of the case; it is made with the button below.
func (p *Pages) preview(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case, r casework.Request) error {
	now, then, err := p.Office.Preview(c.Context(), r)
	if err != nil {
		return p.refused(c, f, m, k, err)
	}
	t := web.Table{Title: c.T("对期限的影响（尚未办理）", "Effect on the terms (nothing is done yet)"), Head: []string{c.T("期限", "Term"), c.T("现在", "Now"), c.T("办理后", "Afterwards")},
		Empty: c.T("本案没有正在计算的期限，办理后也没有。", "No term of the case runs, and none will.")}
	for i := range now {
		before := now[i]
		if !before.Running() {
			continue
		}
		for j := range then {
			if after := then[j]; after.Rule.Code == before.Rule.Code {
				cell := web.Cell{Text: dueText(c, &after)}
				cell.Soon = cell.Text != dueText(c, &before)
				t.Rows = append(t.Rows, []web.Cell{{Text: c.T(before.Rule.Title, before.Rule.English)}, {Text: dueText(c, &before)}, cell})
			}
		}
	}
	f.Submit = c.T("重新计算影响", "Compute the effect again")
	f.Buttons = []form.Button{{Value: confirmed, Label: c.T("确认"+m.Title, "Confirm: "+m.English)}}
	return p.show(c, f, m, k, t)
}

// dueText is the end of a clock in words.
func dueText(c *web.Ctx, r *casework.Clock) string {
	switch {
	case !r.Running():
		return c.T("已办结", "met")
	case r.Result.Due.IsZero():
		return c.T("中止，恢复后计算", "suspended, computed when resumed")
	default:
		text := fmt.Sprintf("%s（%s）", r.Result.Due, weekday(c, r.Result.Due))
		if n := r.Result.Paused; n > 0 {
			text += fmt.Sprintf(c.T("，已扣除中止 %d 日", ", %d suspended days left out"), n)
		}
		return text
	}
}
