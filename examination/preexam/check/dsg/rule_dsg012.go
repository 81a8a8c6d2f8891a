package dsg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
)

// unevenShare is the share of the picture's border that may differ from its main colour.
const unevenShare = 0.35

// dsg012 looks at the border of each picture. Flat products and interfaces fill their
// pictures, and reference pictures may show surroundings.
func dsg012() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-012", Title: "照片背景单一，没有其他物品，清晰可辨",
		English: "Photographs have a plain ground, no other objects, and are sharp",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		if isFlat(p) || isInterface(p) {
			return
		}
		for i, v := range viewsOf(p.App) {
			if strings.Contains(v.name, "参考图") || strings.Contains(v.name, "放大图") {
				continue
			}
			if share, ok := uneven(v.Figure); ok && share > unevenShare {
				about(p, v, fmt.Sprintf("%s的背景不单一（边缘约%.0f%%与主要底色不同）", v.title(i), share*100), "以单色背景重新拍摄，去除产品以外的物品")
			}
			if v.Blank {
				about(p, v, fmt.Sprintf("%s是空白的", v.title(i)), "换上正确的图片").Severity = rule.Error
			}
		}
	})
}
