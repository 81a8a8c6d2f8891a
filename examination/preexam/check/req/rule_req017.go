package req

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// office and group are certain. A branch may hold a licence and a college may be independent,
// so those two are left to the examiner.
var (
	office     = regexp.MustCompile(`(?:大学|学院|研究院|研究所|公司|医院|学校|集团|中学|厂)\p{Han}{0,12}?(科研处|科技处|科研部|科研院|科技部|研发部|技术部|事业部|课题组|项目组|研究组|教研室|研究室|实验室|财务处|资产处|图书馆|系)$|医院\p{Han}{0,8}(?:科|科室|中心实验室)$`)
	college    = regexp.MustCompile(`大学\p{Han}{2,12}学院$`)
	branch     = regexp.MustCompile(`公司\p{Han}{1,12}(?:分公司|分厂|办事处|分部)$`)
	group      = regexp.MustCompile(`^[^公]{0,20}(?:课题组|项目组|研发团队|创新团队|筹备组|筹建处|筹备处)$`)
	departures = []struct {
		bad  *regexp.Regexp
		sure bool
		what string
	}{
		{office, true, "是单位的内设部门，没有法人资格"},
		{group, true, "不是能够独立承担民事责任的单位"},
		{branch, false, "是分支机构，一般没有独立法人资格"},
		{college, false, "像是大学的二级学院"},
	}
)

// req017 leaves a laboratory or college with a code of its own alone if nothing else is known:
// some are legal persons, and those without a code cannot be registered anyway. Foreign
// applicants have other forms of organisation and are passed over.
func req017() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-017", Title: "申请人是能够独立承担民事责任的单位或者个人，不是内设部门或课题组",
		English: "Applicants are legal persons, not departments or project groups",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass, r *patent.Request) {
		for i, a := range r.Applicants {
			if form.Natural(a) || form.Abroad(a.Country) {
				continue
			}
			for _, d := range departures {
				if !d.bad.MatchString(form.Fold(a.Name)) {
					continue
				}
				f := form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("第%d申请人“%s”%s", i+1, a.Name, d.what),
					"以具有法人资格的单位作为申请人，使用其正式全称和统一社会信用代码")
				if !d.sure {
					f.Severity = rule.Warning
				}
				break
			}
		}
	})
}
