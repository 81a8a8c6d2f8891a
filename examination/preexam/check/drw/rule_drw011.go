package drw

import (
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/lettering"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw011 is asked where at least two drawings show parts and the text gives parts signs. A flow chart
// or a curve has no parts. The table of signs goes with the question, to hold against the pictures, and so
// do the numbers that an engine read in each.
func drw011() check.Rule {
	return asked(rule.Meta{
		ID: "DRW-011", Title: "各幅附图中同一组成部分使用同一附图标记",
		English: "A part has the same sign in all figures",
		Basis:   []rule.Cite{cite.Rules("第二十一条第二款")},
		Level:   rule.Law, Severity: rule.Warning, Version: 2,
	}, func(p *check.Pass, figs []patent.Figure) {
		d := p.Prose()
		found, these := entries(p, figs, func(words string) bool {
			return !says(words, "流程", "曲线", "时序", "波形", "照片", "对比", "结果", "界面", "光谱", "图谱", "数据", "框图", "架构")
		})
		if signs(p) < 2 || len(these) < 2 {
			return
		}
		if len(d.Table) > 0 {
			found = append([]check.Passage{p.Passage(patent.Description, d.Table[0].Start, d.Table[len(d.Table)-1].End)}, found...)
		}
		p.Ask(patent.Drawings, read011(p, these)+"请对照各幅附图：同一部件在不同附图中是否使用了不同的标记，或者同一标记指向了不同的部件？", "统一各幅附图和说明书中的附图标记", found...)
	})
}

// read011 says which numbers were read in which drawing, and which signs of the description in none, or
// nothing where no engine looked.
func read011(p *check.Pass, figs []patent.Figure) string {
	var out []string
	var seen []string
	for i := range figs {
		seen = append(seen, lettering.Seen(&figs[i])...)
		// Those of one digit are left out: most are a half of another number.
		if n := lettering.Numerals(&figs[i]); len(n) > 0 {
			out = append(out, figs[i].Label+"："+strings.Join(n, "、"))
		}
	}
	if len(out) == 0 {
		return ""
	}
	absent := slices.DeleteFunc(signs012(p), func(s string) bool { return slices.Contains(seen, s) })
	if len(absent) > 0 {
		out = append(out, "说明书中有而未识别到的："+strings.Join(absent, "、"))
	}
	return "本机识别到的标记（可能有误）：" + strings.Join(out, "；") + "。"
}
