package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// optional026 holds what leaves a feature open. 择优选取 and 可以太网 only look like such words.
var optional026 = words.New(words.List("优选地 优选的 优选为 优选是 优选 更优选 进一步优选 最优选 较佳地 较佳的 优先地 可选地 可选的 任选地 任选的 可以 可能 若干 若干个 某些 一些 某个 某种"),
	words.List(`可以太网 可能性 不可能 最可能 可能值 择优选 寻优选 较优选 择优选取 优选算法 优选值 优选者 优选解 可以及 不可以 是否可以 尽可能 可能够 有可能 优选集 优选参数 某些特定 无可能`))

// clm026: words of preference and possibility do not limit. No law forbids these words; they
// make examiners ask.
func clm026() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-026", Title: "权利要求中不宜使用“优选”“可选地”“可以”“可能”“若干”“某些”等用语",
			English: "Avoid preferably, optionally, may, several, certain in claims",
			Basis:   []rule.Cite{cite.Practice("限定不明确的用语")},
			Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			once(p, optional026, nil, func(h hit) (string, string) {
				switch h.word {
				case "若干", "若干个", "某些", "一些", "某个", "某种":
					return fmt.Sprintf("%s使用数量不定的“%s”", number(h.claim), h.word), "写明数量，例如“至少一个”“多个”"
				case "可以", "可能":
					return fmt.Sprintf("%s使用“%s”，该特征是否必须不清楚", number(h.claim), h.word), fmt.Sprintf("删去“%s”，直接写明该特征", h.word)
				}
				return fmt.Sprintf("%s使用“%s”，在一项权利要求中限定出不同的保护范围", number(h.claim), h.word), "将优选或可选的方案另写为从属权利要求"
			})
		},
	}
}
