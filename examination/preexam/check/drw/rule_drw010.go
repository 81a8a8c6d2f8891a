package drw

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/lettering"
	"zhibao/law/rule"
)

// drw010 sees square codes by their corners alone; marks and addresses only where an engine reads them,
// and it says where none did.
func drw010() check.Rule {
	return about(rule.Meta{
		ID: "DRW-010", Title: "附图（如软件截图）中没有商标、二维码和网址",
		English: "Drawings, screenshots for example, show no trademarks, codes or addresses",
		Basis:   []rule.Cite{cite.Practice("附图中的商标、二维码和网址")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		for i := range p.App.Figures {
			f := &p.App.Figures[i]
			// A code is known by its shape, without an engine.
			if f.Marks.Codes > 0 {
				report(p, *f, fmt.Sprintf("中有%d个二维码", f.Marks.Codes), "删去或者遮盖二维码；二维码本身是技术方案的，用示意的方框代替")
			}
			if found := lettering.Marked(f); len(found) > 0 {
				report(p, *f, fmt.Sprintf("中识别到像是商标或者网址的“%s”（本机文字识别，可能有误）", strings.Join(found[:min(len(found), most003)], "”“")),
					"删去或者用通用名称代替")
			}
		}
		partly(p)
	})
}
