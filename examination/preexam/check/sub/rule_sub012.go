package sub

import (
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// tradeWords are pieces of a business scope, or of a description, that say nothing about a
// field of technology.
const tradeWords = `
技术 开发 服务 咨询 转让 推广 交流 销售 批发 零售 制造 生产 加工 研发 研究 设计 安装 维修 维护 租赁 进出口 货物 经营 一般 许可
项目 依法 须经 批准 部门 方可 开展 活动 凭营业执照 自主 具体 结果 为准 以及 产品 设备 系统 相关 其他 管理 信息 国内 贸易 代理
业务 除外 限制 禁止 企业 公司 有限 分支机构 推进 专用 通用 新型 高新 材料 技术领域 涉及 本发明 本实用新型 一种 及其 方法 装置
特别 尤其 领域 具有 公开 包括`

// trade finds the words in one pass over the text, however many they are.
var trade = sync.OnceValue(func() *words.Matcher { return words.New(words.List(tradeWords), nil) })

// sub012 compares pairs of characters of the scope with those of title, field and abstract.
// One common pair is enough: the rule only speaks where nothing at all fits.
func sub012() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-012", Title: "第一申请人的经营范围与申请的技术领域相符",
		English: "The first applicant's business fits the field of the application",
		Basis:   []rule.Cite{basis.Notice("二、（三）"), basis.Center("备案主体的生产研发方向")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, Needs: []check.Need{check.Form, check.Registry}, Run: func(p *check.Pass) {
		r, scope := p.App.Request, pairs(p.Facts.Registry.Scope)
		field := p.Prose().Body(prose.Field) + p.Text(patent.Abstract).Text + p.Text(patent.Brief).Text
		own := pairs(p.App.Title + "，" + field)
		if len(r.Applicants) == 0 || len(scope) < 3 || len(own) < 6 {
			return
		}
		for pair := range own {
			if scope[pair] {
				return
			}
		}
		form.At(p, form.Applicant(r, 0, form.Name, r.Applicants[0].Name), fmt.Sprintf("第一申请人“%s”的经营范围中没有与“%s”相关的内容", r.Applicants[0].Name, p.App.Title),
			"说明该项技术与本单位生产、研发活动的关系，必要时附研发证明")
	}}
}

// pairs returns the pairs of neighbouring Chinese characters of s outside the trade words.
func pairs(s string) map[string]bool {
	out := map[string]bool{}
	at := 0
	for _, m := range trade().Find(s) {
		pairsOf(s[at:m.Start], out)
		at = m.End
	}
	pairsOf(s[at:], out)
	return out
}

// pairsOf adds the pairs of one piece; a sign or letter between two characters parts them.
func pairsOf(s string, out map[string]bool) {
	last := -1 // where the Chinese character before begins
	for i, c := range s {
		if !unicode.Is(unicode.Han, c) {
			last = -1
			continue
		}
		if last >= 0 {
			out[s[last:i+utf8.RuneLen(c)]] = true
		}
		last = i
	}
}
