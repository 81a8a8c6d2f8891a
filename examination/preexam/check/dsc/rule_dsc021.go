package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc021: the style of a thesis. Each expression is told once with its number of places; what is
// quoted, as speech to a machine is, does not count.
func dsc021() check.Rule {
	return about(rule.Meta{
		ID: "DSC-021", Title: "不使用论文体用语（本文、本论文、作者、我们等）",
		English: "The text does not speak like a thesis (this paper, the author, we)",
		Basis:   []rule.Cite{cite.Practice("论文体用语")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 3,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		places := map[string][]words.Match{}
		var order []string
		for _, m := range thesis.Find(text) {
			if quoted(text, m.Start) {
				continue
			}
			if places[m.Word] == nil {
				order = append(order, m.Word)
			}
			places[m.Word] = append(places[m.Word], m)
		}
		for _, w := range order {
			for _, m := range places[w] {
				p.Once(w).At(patent.Description, m.Start, m.End, fmt.Sprintf("使用了论文体用语“%s”，共%d处", w, len(places[w])),
					"改用“本发明”“本实用新型”“本申请”或者直接陈述技术内容")
			}
		}
	})
}

// 本文 alone is the ordinary rendering of "herein" and may stand.
var thesis = words.New(words.List(`本论文 毕业论文 学位论文 本文提出 本文所提 本文设计 本文采用 本文研究 本文的研究 本文针对 本文首先 本文主要 本文基于 本文认为
 本文工作 本文的工作 本文方法 本文的方法 本文算法 本文的算法 本文模型 本文系统 本文实验 本文以 本文通过 本文将 本文利用 本文作者 作者 笔者 我们 本文进行 本文对 本文介绍 本文给出 本文分析`),
	words.List("如本文对 操作者 工作者 制作者 创作者 合作者 协作者 著作者 写作者 动作者 劳作者 耕作者 运作者 作者姓名 作者名 作者信息 作者ID 作者标识 文章作者 图书作者 原作者 歌曲作者 内容作者 本文以上 本文以下 本文将理解 学位论文集"))

// quoted reports whether the offset stands inside quotation marks opened shortly before, as in
// what somebody says to a machine.
func quoted(text string, at int) bool {
	head := text[max(0, at-150):at]
	if i := strings.LastIndexAny(head, "\n"); i >= 0 {
		head = head[i:]
	}
	// Straight marks do not say which side they are on, so an odd number of them is an open one.
	open, closed := strings.LastIndex(head, "“"), strings.LastIndex(head, "”")
	return open > closed || open < 0 && closed < 0 && strings.Count(head, `"`)%2 == 1
}
