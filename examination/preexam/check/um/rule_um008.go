package um

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// process finds conditions and steps of a process. The name of a known process alone, as in 焊接,
// limits shape and structure and is allowed.
var process = regexp.MustCompile(`(?:在|于|经)?[0-9０-９.～~至-]+\s*(?:℃|摄氏度)[^，,；;。]{0,12}(?:下|条件)?[^，,；;。]{0,6}(?:加热|烧结|煅烧|固化|反应|烘烤|烘干|退火|淬火|保温|熔融|热压)[^，,；;。]{0,16}(?:制成|得到|形成|而成)?|包括(?:以下|如下)步骤|步骤如下|(?:搅拌|加热|保温|固化|反应|静置)\s*[0-9０-９.～~至-]+\s*(?:小时|分钟|秒|h|min)`)

// um008: steps and conditions of a process in a product claim of a utility model are put before
// the examiner, who judges whether the claim is still one to shape and structure.
func um008() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-008", Title: "实用新型的产品权利要求中不应含有方法的步骤、工艺条件", English: "No process steps or conditions in a product claim of a utility model",
			Basis: []rule.Cite{cite.Guide("第一部分第二章6.1", rule.Known)},
			Level: rule.Guideline, Severity: rule.Warning, Auto: rule.Manual, Version: 2},
		For: utilityModel(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			var found []check.Passage
			for i := range s.Claims {
				c := &s.Claims[i]
				if !c.Category.IsProduct() {
					continue
				}
				for _, m := range process.FindAllStringIndex(s.Body(c), -1) {
					found = append(found, p.Passage(patent.Claims, c.Body.Start+m[0], c.Body.Start+m[1]))
				}
			}
			if len(found) > 0 {
				p.Ask(patent.Claims, "产品权利要求写有方法的步骤或者工艺条件，是否已不属于对产品形状、构造的限定？",
					"改为形状、构造特征；可以只写已知方法的名称，例如“焊接”，不写其步骤和条件", found...)
			}
		},
	}
}
