package credit

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Extra is what the page of a registration says of findings: to the party what counts against it, with the
// case in which it can object; to the people of the center also what is to be undone when a finding was
// annulled after a measure had been taken on it.
func Extra(c *web.Ctx, tx *store.Tx, office *casework.Office, k *casework.Case) (x worklist.Extra, err error) {
	at := setting.Query{Center: k.Center, On: office.Today()}
	found, months, err := Window(c.Context(), tx, office.Settings, at, k.Owner)
	if err != nil {
		return x, err
	}
	share, err := Share(c.Context(), tx, office.Settings, at, k.Owner)
	if err != nil {
		return x, err
	}
	if n := annulled(c, tx, office, k, found); n != nil {
		x.Notices = append(x.Notices, *n)
	}
	if len(found) == 0 {
		return x, nil
	}
	t := web.Table{Title: c.T("非正常申请认定", "Findings of abnormal filing"), Head: []string{c.T("案号", "Number"), c.T("生效日", "In effect since"), c.T("影响至", "Counts until"), c.T("说明", "Remark")}}
	repeated := false
	for _, f := range found {
		until := calendar.DayOf(f.Day.Begin().AddDate(0, months, 0))
		remark := c.T("本中心核查认定", "found by the center")
		if f.Above {
			remark = c.T("国家知识产权局在审查中认定", "found by the national office")
		}
		if f.Repeated {
			remark += c.T("；连续提交", "; repeated")
			repeated = true
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Number, Href: fmt.Sprintf("/case/%d", f.Case)}, {Text: f.Day.String()}, {Text: until.String()}, {Text: remark}})
	}
	x.Main = append(x.Main, t)
	n := web.Notice{Tone: web.Amber, Title: c.T("有生效的非正常申请认定", "Abnormal filing was found and stands"),
		Text: fmt.Sprintf(c.T("自生效之日起 %d 个月内影响备案条件（本中心规定：非正常申请影响备案的月数）。", "It counts against the registration for %d months (rule of the center)."), months)}
	if share < 100 {
		n.Text += fmt.Sprintf(c.T("年度额度按 %d%% 计（本中心规定：有非正常申请认定时的年度额度）。", " The yearly quota is reduced to %d%% (rule of the center)."), share)
	}
	if repeated && worklist.Actor(c).Party == 0 {
		n.Text += c.T("已构成连续提交非正常申请，属于应列入黑名单的情形；是否列入须告知并听取陈述后由人决定。", " The filing was repeated, which is a ground of the blacklist; a person decides after a hearing.")
	}
	n.Text += c.T("认定被撤销后，上述影响随即消除。", " When a finding is annulled all of this ends.")
	x.Notices = append(x.Notices, n)
	return x, nil
}

// annulled says that a measure stands on a finding that does not; nil where none does.
func annulled(c *web.Ctx, tx *store.Tx, office *casework.Office, k *casework.Case, found []Finding) *web.Notice {
	if len(found) > 0 || worklist.Actor(c).Party != 0 || k.Attrs["ground"] != Ground {
		return nil
	}
	return &web.Notice{Tone: web.Red, Title: c.T("处理所依据的非正常申请认定已不存在", "The finding on which the measure rests does not stand any more"),
		Text: c.T("认定已被撤销或已过影响期。请恢复该主体，或对拟作的处理决定不予处理。", "It was annulled or its time is over. Restore the party, or drop the measure that was announced.")}
}

// Ground is the ground of a measure that rests on abnormal filing.
const Ground = "非正常专利申请"
