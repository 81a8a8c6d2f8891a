package abs

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs003: title, problem and use. The title need not be repeated word for word: half of its pairs
// of characters is enough, in any order.
func abs003() check.Rule {
	return about(rule.Meta{
		ID: "ABS-003", Title: "摘要写明名称和所属技术领域，反映技术问题、技术方案要点和主要用途",
		English: "The abstract names the title and field and reflects problem, solution and use",
		Basis:   []rule.Cite{cite.Rules("第二十六条第一款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		text := content(p.Text(patent.Abstract))
		if title := p.App.Title; title != "" && !names(text, title) {
			p.Whole(patent.Abstract, fmt.Sprintf("摘要没有写明名称“%s”", title), "在摘要开头写明发明或者实用新型的名称和所属技术领域")
		}
		if !purpose.Any(text) {
			p.Whole(patent.Abstract, "摘要看不出所要解决的技术问题和主要用途", "补写所要解决的技术问题和主要用途，不超过300字")
		}
	})
}

// minTitle is the share of the title's pairs of characters that the abstract must repeat.
const minTitle = 0.5

// names reports whether the abstract names the title, in whatever order of words.
func names(text, title string) bool {
	text = strings.Join(strings.Fields(text), "")
	title = strings.TrimPrefix(strings.TrimPrefix(strings.Join(strings.Fields(title), ""), "一种"), "一类")
	if strings.Contains(text, title) {
		return true
	}
	r := []rune(title)
	all, hit := 0, 0
	for i := 0; i+1 < len(r); i++ {
		// Particles join the words of a title in any order, so a pair with one says nothing.
		if pair := string(r[i : i+2]); !strings.ContainsAny(pair, "的及和与、，") {
			all++
			if strings.Contains(text, pair) {
				hit++
			}
		}
	}
	return all == 0 || float64(hit) >= minTitle*float64(all)
}

// purpose are words of which an abstract that tells a problem, an effect or a use has at least one.
var purpose = words.New(words.List(`解决 问题 目的 克服 不足 缺陷 缺点 弊端 避免 防止 提高 提升 改善 降低 减少 增强 增加 增大 节约 节省 简化 缩短 便于 方便 用于 适用 应用 用途
 有利于 有助于 优点 效果 实现 能够 使得 保证 确保 可以 良好 优异 有效 便捷 准确 抑制 稳定 高效 治疗 使 可 能`), nil)
