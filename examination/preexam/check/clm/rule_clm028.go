package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// praise028 holds statements of effect that no feature needs, and the usual words of advertising.
var praise028 = words.New(words.List(`大大提高 大大降低 大大减少 大大增强 大大改善 大大缩短 大大节省 大大提升 大幅提高 大幅降低 大幅提升 大幅减少 极大提高 极大地提高 极大降低 极大地降低 极大提升
 极大地提升 显著提高 显著降低 显著提升 显著改善 显著增强 显著减少 明显提高 明显降低 明显改善 有效提高 有效降低 有效提升 有效避免 有效防止 有效解决 有效改善 有效减少 有效地提高
 有效地避免 有效地防止 有效地降低 提高了 降低了 避免了 解决了 克服了 改善了 增强了 节省了 节约了 大幅度提高 大幅度降低 显著地提高 显著地降低 明显地提高 领先 完美 高端大气 最先进 国际领先 国内领先 行业领先 领先水平 技术领先 世界首创 国内首创 首创 革命性
 完美地 完美的 顶级 国际一流 世界一流 畅销 物美价廉 经久耐用 美观大方 价格低廉 效果显著 效果良好 具有良好的 结构简单 使用方便 操作简便 操作简单 操作方便 深受用户 深受消费者 广受好评 节约了人力 成本低廉 前景广阔 市场前景 深受欢迎 最优秀 独一无二 无与伦比`),
	words.List("领先相位 领先信号 相位领先 领先量 领先角 领先时间 完美重构 完美匹配 完美导体 完美吸收 完美格 完美的重构 是否提高了 若提高了 首创建"))

// clm028: effects and praise are no features. Words such as 从而 alone are not reported: what
// follows them may be a function that limits.
func clm028() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-028", Title: "权利要求中不得写入效果、原因的描述和商业性宣传用语",
			English: "No statements of effect and no advertising in claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.3", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			once(p, praise028, nil, func(h hit) (string, string) {
				return fmt.Sprintf("%s有效果或宣传性描述“%s”", number(h.claim), h.word), "删去，效果写入说明书的发明内容部分"
			})
		},
	}
}
