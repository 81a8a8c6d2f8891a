package um

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// program finds what a program does and a thing does not. A controller alone is a thing.
var program = regexp.MustCompile(`[^，,；;。\n]{0,12}(?:计算机程序|软件模块|程序模块|算法|神经网络|机器学习|深度学习|大模型|训练得到|(?:计算|判断|识别|统计|预测|查询)(?:单元|模块))[^，,；;。\n]{0,16}`)

// um004: a claim of a utility model that speaks of programs or algorithms is put before the examiner.
func um004() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-004", Title: "实用新型的改进不应仅在于计算机程序或者算法", English: "A utility model does not lie in a program or an algorithm alone",
			Basis: []rule.Cite{cite.Act("第二条第三款"), cite.Guide("第一部分第二章6", rule.Known)},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 1},
		For: utilityModel(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			if found := inClaims(p, program); len(found) > 0 {
				p.Ask(patent.Claims, "权利要求涉及计算机程序或者算法，除此之外是否没有对硬件的形状、构造作出改进？",
					"写明硬件的形状、构造及其连接关系上的改进；改进仅在于程序的，可以另行申请发明专利", found...)
			}
		},
	}
}
