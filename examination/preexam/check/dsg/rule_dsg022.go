package dsg

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// interaction are words of use: whoever describes the interaction uses one of them.
var interaction = regexp.MustCompile(`交互|点击|触摸|触控|滑动|操作后|切换|变化状态|弹出|进入[^。；\n]{0,12}界面`)

// dsg022 goes by the name, the explanation or a view that speaks of an interface. Where only a
// view does, the title is no more than doubtful.
func dsg022() check.Rule {
	return design(rule.Meta{
		ID: "DSG-022", Title: "图形用户界面的名称含“图形用户界面”，简要说明写明用途和人机交互方式",
		English: "A user interface is named as one, and its use and interaction are described",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.4", rule.Known), cite.Guide("第一部分第三章4.5", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w, text := form.TitleOf(p), p.Text(patent.Brief).Text
		titled := strings.Contains(form.Fold(w.Text), "图形用户界面")
		if !isInterface(p) || w.Text == "" {
			return
		}
		if !titled {
			w.All(p, fmt.Sprintf("产品包括图形用户界面，名称“%s”没有“图形用户界面”字样", w.Text), "写明具体用途和产品，例如“带温控图形用户界面的显示屏幕面板”").Severity = severityOf(text)
		}
		if p.App.Has(patent.Brief) && !strings.Contains(text, "用途") {
			p.Whole(patent.Brief, "简要说明没有写明图形用户界面的用途", "写明图形用户界面用在什么产品上、有什么用途")
		}
		if p.App.Has(patent.Brief) && !interaction.MatchString(text) {
			p.Whole(patent.Brief, "简要说明没有写明图形用户界面的人机交互方式", "写明界面在产品中的区域、人机交互方式和变化过程")
		}
	})
}

// severityOf is less sure where only a view or a passing word speaks of an interface.
func severityOf(text string) rule.Severity {
	if strings.Contains(text, "图形用户界面") || strings.Contains(text, "GUI") {
		return rule.Error
	}
	return rule.Warning
}
