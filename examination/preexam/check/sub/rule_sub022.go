package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// sub022 counts. Whether the inventors work for the applicant is proved by papers that are not in the
// package; a number beyond what the center finds plausible is the reason to demand them.
func sub022() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-022", Title: "发明人的人数合理，与申请人有真实的联系",
		English: "The number of inventors is plausible, and they are linked to the applicant",
		Basis:   []rule.Cite{{Text: "国家知识产权局公告第411号", Article: "第（三）项", Version: "2021", Sure: rule.Known}},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Settings}, Run: func(p *check.Pass) {
		r, most := p.App.Request, p.Facts.Settings.MaxInventors
		if most <= 0 || len(r.Inventors) <= most {
			return
		}
		form.At(p, form.Inventor(r, most, form.Name, r.Inventors[most].Name), fmt.Sprintf("列有%d名发明人，超过本中心关注的%d名", len(r.Inventors), most),
			"只列对实质性特点作出创造性贡献的人；确有这么多人的，说明各人的贡献，并附与申请人的劳动关系或者合作的证明")
	}}
}
