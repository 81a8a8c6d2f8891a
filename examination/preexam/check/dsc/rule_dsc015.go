package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc015: problem, solution and effects in the summary. The word lists are generous: only a text
// that has none of the usual words for a part is asked to supply it.
func dsc015() check.Rule {
	return about(rule.Meta{
		ID: "DSC-015", Title: "发明内容写明要解决的技术问题、技术方案和有益效果",
		English: "The summary states the problem, the solution and the advantageous effects",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款第三项")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		s := d.Section(prose.Content)
		if s == nil || s.Empty {
			return
		}
		body := d.Body(prose.Content)
		// One finding names all that is lacking, since it is put right in one go.
		var lacks []string
		if !problemWords.Any(body) {
			lacks = append(lacks, "所要解决的技术问题")
		}
		if !solutionWords.Any(body) {
			lacks = append(lacks, "解决该问题的技术方案")
		}
		// Effects are sometimes told at the end of the embodiments under their own heading.
		if !effectWords.Any(body) && !strings.Contains(d.Text.Text, "有益效果") {
			lacks = append(lacks, "有益效果")
		}
		if len(lacks) > 0 {
			p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("“%s”部分看不出%s", s.Title.Of(d.Text.Text), strings.Join(lacks, "、")),
				"补写"+strings.Join(lacks, "、")+"；有益效果应当对照现有技术说明")
		}
	})
}

// The words by which each of the three is recognised.
var (
	problemWords  = words.New(words.List(`解决 问题 目的 克服 不足 缺陷 缺点 针对 旨在 为了 弊端 改善 课题 任务 需要 需求 鉴于 提供`), nil)
	solutionWords = words.New(words.List(`技术方案 包括 包含 提供 采用 特征在于 步骤 具有 设有 组成 公开 涉及 为 由`), nil)
	effectWords   = words.New(words.List(`有益效果 优点 效果 提高 提升 降低 减少 避免 改善 增强 节约 节省 简化 缩短 防止 便于 能够 可以 使得 有利于 实现
 方便 优异 良好 保证 确保 有助于 从而 抑制 容易 不易 高效 稳定`), nil)
)
