package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// mostDifferences bounds the list; the identity report shows all.
const mostDifferences = 50

// post003 points at the filed text, which is what is checked after filing.
func post003() check.Rule {
	return reported(rule.Meta{
		ID: "POST-003", Title: "正式提交的文本与预审合格的文本逐份一致",
		English: "The filed text is the text that passed, document by document",
		Basis:   []rule.Cite{basis.Center("案件一致性审查")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		if !f.Compared {
			p.Whole(patent.Whole, "还没有上传正式提交的文本，不能进行一致性审查", "上传国家知识产权局客户端导出的正式提交的案卷包").Severity = rule.Warning
			return
		}
		for i, d := range f.Differences {
			if i == mostDifferences {
				p.Whole(patent.Whole, fmt.Sprintf("另有%d处不一致", len(f.Differences)-i), "见一致性审查报告")
				return
			}
			message := fmt.Sprintf("%s%s与预审合格的文本不一致", d.Part, place(d.Place))
			if d.Passed != "" || d.Filed != "" {
				message += fmt.Sprintf("：合格文本为“%s”，提交文本为“%s”", clip(d.Passed), clip(d.Filed))
			}
			p.At(patent.Part(d.Part), d.Start, d.End, message, "不一致的不予报送；误交了其他版本的，向本中心说明并提出异议")
		}
	})
}

func place(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

// clip keeps a message readable.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= 40 {
		return s
	}
	return string(r[:40]) + "…"
}
