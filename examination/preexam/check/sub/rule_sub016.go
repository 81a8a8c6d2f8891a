package sub

import (
	"fmt"
	"sync"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Words that give reason to ask, and wordings that hold them by chance or deny them. 国防 alone
// is too common in names of universities and publishers.
const (
	secretWords = `国防专利 国防秘密 国防科研 国防装备 国防工程 国防项目 国防军工 涉密 军工项目 军工产品 军工装备 军品 军工配套 军工任务 军工单位 军工科研 列装部队 部队列装 武器装备 军用装备 国家秘密 绝密级 机密级 秘密级`
	secretTraps = `交涉密切 干涉密集 干涉密度 干涉密封 跨涉密 非涉密 不涉密 不涉及国家秘密`
)

// secrets finds them in one pass, because every part of the application is searched.
var secrets = sync.OnceValue(func() *words.Matcher { return words.New(words.List(secretWords), words.List(secretTraps)) })

// sub016 is sure of the box of the form; words are a reason to ask. Each word is shown once.
// Whoever handles such matter must stop using an open system, which is what the advice says
// first.
func sub016() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-016", Title: "没有保密请求，内容不涉及国防和国家秘密",
		English: "No secrecy is requested and nothing concerns defence or state secrets",
		Basis:   []rule.Cite{cite.Rules("第七条")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 2,
	}, Run: func(p *check.Pass) {
		if r := p.App.Request; r != nil && r.Secrecy {
			form.At(p, form.Box("保密请求", "Secrecy"), "请求书勾选了保密请求", "保密专利申请不能通过预审提交；不需要保密的，取消勾选")
		}
		seen := map[string]bool{}
		for _, part := range []patent.Part{patent.RequestForm, patent.Claims, patent.Description, patent.Abstract, patent.Brief} {
			for _, m := range secrets().Find(p.Text(part).Text) {
				if !seen[m.Word] {
					seen[m.Word] = true
					p.At(part, m.Start, m.End, fmt.Sprintf("文中出现“%s”，请确认不涉及国防和国家秘密", m.Word),
						"涉及国防利益或者国家秘密的，停止使用本系统，按保密专利申请办理；不涉及的，删去该表述或者说明理由").Severity = rule.Warning
				}
			}
		}
	}}
}
