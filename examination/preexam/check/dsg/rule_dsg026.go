package dsg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsg026 names an earlier case to its own party alone. A design that nobody has published yet is secret,
// and so is that somebody else has one like this: only the center's people read of it, and whose it is.
func dsg026() check.Rule {
	r := shown(rule.Meta{
		ID: "DSG-026", Title: "图片与在先案件的图片不重复",
		English: "The pictures are not those of an earlier case",
		Basis:   []rule.Cite{cite.Act("第二十三条第一款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		views := viewsOf(p.App)
		for _, a := range p.App.Views {
			var own, others []string
			for _, x := range p.Facts.Gallery.Alike {
				switch {
				case x.View != a.Label:
				case x.Own:
					own = append(own, x.CaseNo)
				default:
					others = append(others, called026(x.CaseNo))
				}
			}
			i := indexOf(views, a)
			if i < 0 {
				continue
			}
			for _, no := range own {
				about(p, views[i], fmt.Sprintf("%s与贵方%s的图片相同或者几乎相同", views[i].title(i), called026(no)), "说明与该案的区别；同一设计不要重复提交")
			}
			if len(others) > 0 {
				f := about(p, views[i], fmt.Sprintf("%s与本中心另一方当事人的%d件在先案件的图片相同或者几乎相同", views[i].title(i), len(others)), "请说明该设计的来源和权利归属")
				f.Inside = "相同图片所在的案件：" + strings.Join(others, "、")
			}
		}
	})
	r.Needs = []check.Need{check.Gallery}
	return r
}

// called026 names an earlier case; it has a number from its acceptance on.
func called026(no string) string {
	if no == "" {
		return "在先提交、尚未受理编号的案件"
	}
	return "在先案件 " + no + " "
}

// indexOf returns the view of a picture, or -1.
func indexOf(views []view, f patent.Figure) int {
	for i := range views {
		if views[i].Label == f.Label && views[i].File == f.File {
			return i
		}
	}
	return -1
}
