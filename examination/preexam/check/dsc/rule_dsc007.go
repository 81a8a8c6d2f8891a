package dsc

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Words that run others down wherever they stand. Plain words of technology that sound alike are not
// among them: 劣质煤 is a kind of coal, and every description tells the drawbacks of what is known.
var abuse007 = words.New(words.List(`骗人 骗取消费者 欺骗消费者 误导消费者 坑害 坑骗 黑心 无良商家 无良厂家 假冒伪劣 粗制滥造 偷工减料 以次充好 一无是处 毫无用处 毫无价值 一文不值 垃圾产品 垃圾技术 垃圾专利
 荒谬 荒唐 可笑 愚蠢 无耻 抄袭了 剽窃 山寨 低劣不堪 拙劣 不学无术 沽名钓誉 江湖骗子 伪科学 智商税`), words.List(`防伪假冒伪劣`))

// Judgements of goods, and the maker who is named in the same clause.
var (
	poor007  = words.New(words.List(`质量差 质量很差 质量较差 质量太差 质量极差 品质差 做工差 做工粗糙 低劣 名不副实 虚假宣传 夸大宣传 不负责任`), nil)
	maker007 = regexp.MustCompile(`\p{Han}{2}(?:公司|集团|牌|厂|先生|女士)(?:的|所|生产|制造|推出|研发|销售)`)
)

// dsc007: others are not run down. What is bad about a known thing may be said; who makes it may not.
func dsc007() check.Rule {
	return about(rule.Meta{
		ID: "DSC-007", Title: "说明书不得贬低或者诽谤他人或者他人的产品",
		English: "The description does not disparage others or their products",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章", rule.Unsure), cite.Act("第五条")},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		const advice = "删去对他人或者他人产品的评价，只客观说明现有技术存在的技术问题"
		for _, m := range abuse007.Find(text) {
			p.Once(m.Word).At(patent.Description, m.Start, m.End, fmt.Sprintf("“%s”有贬低他人或者他人产品之嫌", m.Word), advice)
		}
		for _, m := range poor007.Find(text) {
			if x := p.Clause(patent.Description, m.Start, m.End); maker007.MatchString(x.Quote) {
				p.Once("named").At(patent.Description, x.Start, x.End, "指名评价他人的产品，有贬低之嫌", advice)
			}
		}
	})
}
