package req

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// What tells that a name is no natural person, or not one person alone. A single character
// behind 和 is part of a name, as in 于和平; two or more are a second person.
var (
	unitName   = regexp.MustCompile(`公司|集团|大学|学院|研究院|研究所|课题组|项目组|研究组|团队|实验室|事业部|研发部|技术部|中心$|医院|工厂|委员会|合作社|全体`)
	machine    = regexp.MustCompile(`(?i)人工智能|GPT|DeepSeek|文心一言|通义千问|豆包|大模型|智能体|机器人|DABUS|(?:^|[^A-Za-z])AI(?:[^A-Za-z]|$)`)
	honorific  = regexp.MustCompile(`(?:教授|博士|硕士|先生|女士|小姐|老师|工程师|院士|研究员|经理|总监|主任)[）)]?$|[（(].+[）)]`)
	severalIn  = regexp.MustCompile(`[、，,;；/]|\p{Han}和\p{Han}{2,}`)
	andOthers  = regexp.MustCompile(`等(?:\d*人)?$`)
	digitsIn   = regexp.MustCompile(`[0-9０-９]`)
	inventorIs = []struct {
		bad        *regexp.Regexp
		what, todo string
	}{
		{machine, "是人工智能或软件的名称，不是自然人", "发明人应当是自然人；删去该名称，写对发明作出创造性贡献的人"},
		{unitName, "是单位或者集体的名称，不是自然人", "发明人应当是自然人；写明具体的人，每人一栏"},
		{andOthers, "以“等”代替了其他发明人", "逐一写明每一个发明人，不用“等”"},
		{severalIn, "在一栏中像是写了几个人", "每个发明人单独填写一栏"},
		{honorific, "带有职称、称谓或者括号说明", "只写本人真实姓名"},
		{digitsIn, "含有数字", "核对并改为本人真实姓名"},
	}
)

// req011 looks at how a name is written, which is all that a form shows. Names of other
// peoples and foreigners may be long and have dots, so length is no sign of anything. The
// first reason that fits is reported; one repair is enough.
func req011() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-011", Title: "至少有一个发明人（设计人），且都是自然人的真实姓名",
		English: "There is an inventor, and every inventor is a natural person by real name",
		Basis:   []rule.Cite{cite.Rules("第十四条"), cite.Guide("第一部分第一章4.1.2", rule.Known), basis.Order84("发明人应当是自然人")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if len(r.Inventors) == 0 {
			p.Whole(patent.RequestForm, "请求书没有填写"+inventors(p), "填写对发明创造的实质性特点作出创造性贡献的人，每人一栏")
			return
		}
		for i, v := range r.Inventors {
			if form.Fold(v.Name) == "" {
				form.At(p, form.Inventor(r, i, form.Country, v.Country), fmt.Sprintf("第%d%s没有姓名", i+1, inventors(p)), "填写姓名，或者删去这一栏")
				continue
			}
			for _, x := range inventorIs {
				if x.bad.MatchString(v.Name) {
					form.At(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("第%d%s“%s”%s", i+1, inventors(p), v.Name, x.what), x.todo)
					break
				}
			}
		}
	})
}

// inventors is what the form of the kind calls them.
func inventors(p *check.Pass) string {
	if p.App.Kind == patent.Design {
		return "设计人"
	}
	return "发明人"
}
