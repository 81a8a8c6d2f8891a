package um

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// matter finds the composition of a material: shares by weight or volume, or a chemical formula with
// indices.
var matter = regexp.MustCompile(`[^，,；;。\n]{0,12}[0-9０-９.～~至—-]+\s*(?:wt\s*%|(?:重量|质量|体积|摩尔)(?:份|百分比)|mol\s*%|vol\s*%)[^，,；;。\n]{0,12}|(?:化学式|分子式|结构式|通式)[^，,；;。\n]{0,24}|由[^。；;\n]{2,40}(?:混合|配制|熔炼|共聚)(?:而成|制成|得到)`)

// um003: a claim of a utility model that names the composition of a material is put before the
// examiner: a known material may be named, a new one is no matter for a utility model.
func um003() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-003", Title: "实用新型的改进不应在于材料的组分、化学结构本身", English: "A utility model does not lie in the composition of a material",
			Basis: []rule.Cite{cite.Act("第二条第三款"), cite.Guide("第一部分第二章6.2.2", rule.Known)},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 1},
		For: utilityModel(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			if found := inClaims(p, matter); len(found) > 0 {
				p.Ask(patent.Claims, "权利要求写有材料的组分或者化学结构，所作改进是否在于材料本身，而不是产品的形状、构造？",
					"删去对材料组分的改进，只写已知材料的名称；材料本身的改进可以另行申请发明专利", found...)
			}
		},
	}
}

// inClaims returns the places of the expression in the bodies of the claims.
func inClaims(p *check.Pass, words *regexp.Regexp) (found []check.Passage) {
	s := p.Claims()
	for i := range s.Claims {
		c := &s.Claims[i]
		for _, m := range words.FindAllStringIndex(s.Body(c), -1) {
			found = append(found, p.Passage(patent.Claims, c.Body.Start+m[0], c.Body.Start+m[1]))
		}
	}
	return found
}
