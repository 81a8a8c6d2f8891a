package sub

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub011 answers like SUB-010. A list may name whole classes (14) or subclasses (14-03). A
// class without a subclass is not judged, because lists are made of subclasses.
func sub011() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-011", Title: "外观设计的洛迦诺分类号在本中心开放的领域清单内",
		English: "The Locarno class is on the center's list of opened fields",
		Basis:   []rule.Cite{basis.Center("服务领域分类号清单")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 1,
	}, For: []patent.Kind{patent.Design}, Needs: []check.Need{check.Form, check.Settings}, Run: func(p *check.Pass) {
		r, s := p.App.Request, p.Facts.Settings
		stated := p.Facts.Class
		if stated == "" {
			stated = r.Locarno
		}
		at := form.Plain(stated, "洛迦诺", "国际外观设计分类", "Locarno")
		class, err := ident.ParseLocarno(stated)
		switch {
		case stated == "":
			unknown(p, at, "请求书没有写明洛迦诺分类号，也还没有预分类", "由预分类员确定分类号后再判断")
		case err != nil:
			unknown(p, at, err.Error(), "由预分类员核定分类号")
		case len(s.Locarno) == 0:
			unknown(p, at, fmt.Sprintf("本中心尚未录入外观设计的领域清单，无法判断 %s 是否在服务领域内", class), "由受理员对照本中心公布的清单判断")
		default:
			a := outside
			for _, item := range s.Locarno {
				if item = strings.TrimSpace(item); item == string(class) || item == class.Class() {
					a = inside
				}
			}
			answer(p, at, string(class), a)
		}
	}}
}
