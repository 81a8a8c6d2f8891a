package xd

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// namesakes is how many inventors must have the names of people of one other applicant: one alone is a
// coincidence of everyday names.
const namesakes = 2

// xd006: people of another applicant are those whom it registered as contacts and those who invented
// for it. Whoever filed together with it before is not told.
func xd006() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-006", Title: "发明人不是无关单位的人员",
		English: "Inventors do not belong to unrelated applicants",
		Basis:   []rule.Cite{notice411("第（三）项"), notice411("第（六）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Earlier}, Run: func(p *check.Pass) {
		var inside, sure, names []string
		parties := 0
		for _, x := range p.Facts.Earlier.People {
			if len(x.Sure) == 0 && len(x.Names) < namesakes {
				continue
			}
			parties++
			sure, names = append(sure, x.Sure...), append(names, x.Names...)
			inside = append(inside, fmt.Sprintf("%s：%s", x.Party, strings.Join(distinct(append(x.Sure, x.Names...)), "、")))
		}
		if parties == 0 {
			return
		}
		how := fmt.Sprintf("%d名发明人与另外%d家没有共同申请关系的申请人的人员姓名相同", len(distinct(names)), parties)
		if len(sure) > 0 {
			how = fmt.Sprintf("发明人“%s”也是另外%d家没有共同申请关系的申请人的发明人（证件号码相同）", strings.Join(distinct(sure), "、"), parties)
		}
		p.Whole(patent.RequestForm, how, "说明发明人与申请人的劳动或者合作关系，并附证明；同名的，说明即可").Inside = strings.Join(inside, "；")
	}}
}
