package dsg

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
)

// knownView is the closed list of the guidelines with the names that practice has added to it:
// states, sections and enlargements may be told apart by words or letters in front.
var (
	knownView = regexp.MustCompile(`^(?:主视图|后视图|左视图|右视图|俯视图|仰视图|立体图|透视图|展开图|分解图|爆炸图|组合图|省略图|` +
		`(?:[\p{Han}A-Z-]{0,12})?(?:剖视图|剖面图|断面图|放大图|放大剖视图|状态图|状态参考图|参考图|状态立体图|状态主视图|状态后视图|状态左视图|状态右视图|状态俯视图|状态仰视图|视图参考图)|` +
		`[A-Z]+(?:-[A-Z]+)?(?:向视图|部放大图)|界面视图|界面图|(?:主|首|登录|操作)?界面(?:变化状态|状态)?图)$`)
	// wrongView are names that people write for a view of another name.
	wrongView = map[string]string{
		"正视图": "主视图", "前视图": "主视图", "正面图": "主视图", "正面视图": "主视图", "背视图": "后视图", "背面图": "后视图", "反面图": "后视图",
		"左侧视图": "左视图", "左侧图": "左视图", "右侧视图": "右视图", "右侧图": "右视图", "侧视图": "左视图或右视图", "侧面图": "左视图或右视图", "顶视图": "俯视图",
		"上视图": "俯视图", "底视图": "仰视图", "下视图": "仰视图", "三维图": "立体图", "效果图": "立体图", "轴测图": "立体图", "3D图": "立体图",
	}
)

// dsg009 is sure of a missing or repeated name, of figure numbers and of names for which there
// is a right one. Others may be apt for an unusual product and are a warning.
func dsg009() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-009", Title: "视图名称齐全、规范，不重复",
		English: "Every view has a name of the prescribed list, and no two have the same",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		seen := map[string]bool{}
		const list = "使用规定的名称：主视图、后视图、左视图、右视图、俯视图、仰视图、立体图、剖视图、局部放大图、展开图、使用状态参考图、变化状态图等"
		for i, v := range viewsOf(p.App) {
			switch right := wrongView[v.name]; {
			case v.label == "":
				about(p, v, fmt.Sprintf("第%d幅图没有名称", i+1), list)
			case seen[v.label]:
				about(p, v, fmt.Sprintf("视图名称“%s”重复", v.Label), "每幅图使用不同的名称；同类视图在名称后编号，例如“使用状态参考图1”；多项设计在名称前加“设计1”等")
			case right != "":
				about(p, v, fmt.Sprintf("视图名称“%s”不规范", v.Label), "改为“"+right+"”")
			case strings.Trim(v.label, "0123456789图附") == "":
				about(p, v, fmt.Sprintf("“%s”是图号，不是视图名称", v.Label), list)
			case !knownView.MatchString(v.name):
				about(p, v, fmt.Sprintf("视图名称“%s”不是常用的名称", v.Label), list).Severity = rule.Warning
			}
			seen[v.label] = true
		}
	})
}
