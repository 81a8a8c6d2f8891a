package abs

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs005: no heading and one paragraph. The name of the paper (说明书摘要) and the line that names
// the figure are the form's, not the applicant's.
func abs005() check.Rule {
	return about(rule.Meta{
		ID: "ABS-005", Title: "摘要不写标题，不分段",
		English: "The abstract has no heading and is one paragraph",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.5.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		t := p.Text(patent.Abstract)
		lines := body(t)
		if len(lines) > 0 && isTitle(lines[0].Of(t.Text), p.App.Title) {
			p.At(patent.Abstract, lines[0].Start, lines[0].End, "摘要正文之前写有标题", "删去标题，把名称写入摘要的第一句")
			lines = lines[1:]
		}
		if len(lines) > 1 {
			p.At(patent.Abstract, lines[1].Start, lines[1].End, fmt.Sprintf("摘要分为%d段", len(lines)), "合并为一段，不分段")
		}
	})
}

// isTitle reports whether a line repeats the title and says nothing else.
func isTitle(line, title string) bool {
	same := func(s string) string { return strings.Trim(strings.Join(strings.Fields(s), ""), "。：:") }
	want := same(title)
	// Most lines begin otherwise, which is known without looking at the rest.
	begin := strings.TrimLeftFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("。：:", r) })
	if first, w := utf8.DecodeRuneInString(want); w > 0 && !strings.HasPrefix(begin, string(first)) {
		return false
	}
	return title != "" && same(line) == want
}
